/* The digest of a file, in the file itself. */
#include "output/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/sha256.h"
#include "output/hdf.h"

#define MARK_LENGTH (sizeof WAI_SEAL_MARK - 1)
#define PLACE_LENGTH (MARK_LENGTH + WAI_SEAL_DIGITS)
#define BUFFER 65536
#define FIRST 48
#define PLACES 8 /* of the mark that are tried */

int64_t wai_seal_reserve(int64_t file)
{
    char text[PLACE_LENGTH + 1];
    hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR), list = H5Pcreate(H5P_DATASET_CREATE),
          id = -1;
    unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    int64_t place = -1;

    memcpy(text, WAI_SEAL_MARK, MARK_LENGTH);
    memset(text + MARK_LENGTH, '0', WAI_SEAL_DIGITS);
    text[PLACE_LENGTH] = '\0';
    if (type >= 0 && space >= 0 && list >= 0 && H5Tset_size(type, sizeof text) >= 0 &&
        H5Pset_obj_track_times(list, 0) >= 0 && H5Pset_attr_creation_order(list, order) >= 0) {
        id = H5Dcreate2(file, "provenance/file_sha256", type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    }
    if (id >= 0 &&
        wai_hdf_put_text(id, "long_name", "SHA-256 of this file with these digits as zeros") == 0 &&
        wai_hdf_put_text(id, "units", "1") == 0 &&
        H5Dwrite(id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) >= 0) {
        haddr_t offset = H5Dget_offset(id);

        place = offset == HADDR_UNDEF ? -1 : (int64_t)offset;
    }
    return wai_hdf_close((const int64_t[]){ id, type, space, list }, 4) == 0 ? place : -1;
}

/* Digest of an open file with the digits at `zeros` read as zeros. */
static int digest(int fd, uint64_t zeros, char text[WAI_SHA256_TEXT])
{
    struct wai_sha256 sha;
    uint8_t buffer[BUFFER];
    uint64_t at = 0;
    ssize_t n;

    wai_sha256_init(&sha);
    while ((n = pread(fd, buffer, sizeof buffer, (off_t)at)) > 0) {
        for (uint64_t i = 0; i < WAI_SEAL_DIGITS; i++) {
            if (zeros + i >= at && zeros + i < at + (uint64_t)n) {
                buffer[zeros + i - at] = '0';
            }
        }
        wai_sha256_add(&sha, buffer, (size_t)n);
        at += (uint64_t)n;
    }
    wai_sha256_end(&sha, text);
    return n < 0 ? -1 : 0;
}

enum wai_status wai_seal_write(const char *path, int64_t place, struct wai_error *err)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    uint64_t zeros = (uint64_t)place + MARK_LENGTH;
    char text[WAI_SHA256_TEXT];
    int failed = fd < 0 || digest(fd, zeros, text) != 0;
    ssize_t written;

    if (!failed) {
        errno = 0;
        written = pwrite(fd, text, WAI_SEAL_DIGITS, (off_t)zeros);
        failed = written != WAI_SEAL_DIGITS;
    }
    if (fd >= 0 && close(fd) != 0) {
        failed = 1;
    }
    return failed ? wai_error_add(err, WAI_ERR_IO, "%s: writing the digest: %s", path,
                                  errno ? strerror(errno) : "short write")
                  : WAI_OK;
}

/* The last places of the mark in the file, the one found as number k at k % PLACES; how many there are. */
static size_t find_marks(int fd, uint64_t places[PLACES])
{
    char buffer[BUFFER];
    uint64_t at = 0;
    size_t n_found = 0;
    ssize_t n;

    while ((n = pread(fd, buffer, sizeof buffer, (off_t)at)) >= (ssize_t)PLACE_LENGTH) {
        const char *end = buffer + n - MARK_LENGTH + 1, *hit = buffer;

        while ((hit = memchr(hit, WAI_SEAL_MARK[0], (size_t)(end - hit))) != NULL) {
            if (memcmp(hit, WAI_SEAL_MARK, MARK_LENGTH) == 0) {
                places[n_found++ % PLACES] = at + (uint64_t)(hit - buffer);
            }
            hit++;
        }
        at += (uint64_t)(end - buffer);
    }
    return n_found;
}

/* Does the file have its digest behind the mark at this place? */
static int is_sealed(int fd, uint64_t place)
{
    char text[WAI_SHA256_TEXT], found[WAI_SEAL_DIGITS];

    return pread(fd, found, sizeof found, (off_t)(place + MARK_LENGTH)) == (ssize_t)sizeof found &&
           digest(fd, place + MARK_LENGTH, text) == 0 && memcmp(found, text, sizeof found) == 0;
}

/* Has the file another length than its first bytes tell, or is nearly all of it a hole?  Then its digest is
 * not computed: that of a hole of a terabyte takes an hour. */
static int is_stretched(int fd, const struct stat *facts)
{
    static const uint8_t signature[] = { 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n' };
    const uint64_t size = (uint64_t)facts->st_size;
    uint8_t first[FIRST];
    uint64_t told = 0;
    size_t place;

    if (pread(fd, first, sizeof first, 0) == (ssize_t)sizeof first &&
        memcmp(first, signature, sizeof signature) == 0 && first[8] <= 3) {
        place = first[8] < 2 ? 40 : 28; /* of its length, by the version of the layout */
        for (size_t i = 8; i-- > 0;) {
            told = told << 8 | first[place + i];
        }
        if (told != size) {
            return 1;
        }
    }
    return wai_disk_is_hollow(facts);
}

enum wai_status wai_seal_check(const char *path, struct wai_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    uint64_t places[PLACES];
    struct stat facts;
    size_t n;
    int good = 0;

    if (fd < 0 || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        int fault = errno;

        if (fd >= 0) {
            (void)close(fd);
            return wai_error_add(err, WAI_ERR_FORMAT, "%s: not a regular file", path);
        }
        return wai_error_add(err, WAI_ERR_IO, "%s: cannot be opened: %s", path, strerror(fault));
    }
    if (is_stretched(fd, &facts)) {
        (void)close(fd);
        return wai_error_add(err, WAI_ERR_FORMAT,
                             "%s: damaged or cut: its length is not the one that it tells", path);
    }
    /* A text inside the file may hold the mark too.  The place is made last, so that texts stand before it.
     */
    n = find_marks(fd, places);
    for (size_t k = 1; k <= n && k <= PLACES && !good; k++) {
        good = is_sealed(fd, places[(n - k) % PLACES]);
    }
    (void)close(fd);
    return good ? WAI_OK
                : wai_error_add(err, WAI_ERR_FORMAT,
                                "%s: damaged or cut: its digest does not agree with its bytes", path);
}
