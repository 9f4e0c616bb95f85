/* Closing of a result file: the axes know their users, the file knows its digest. */
#include "output/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sha256.h"
#include "output/file.h"
#include "output/hdf.h"

#define MARK_LENGTH (sizeof WAI_SEAL_MARK - 1)
#define PLACE_LENGTH (MARK_LENGTH + WAI_SEAL_DIGITS)
#define BUFFER 65536

int64_t wai_seal_reserve(int64_t file)
{
    char text[PLACE_LENGTH + 1];
    hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR), list = H5Pcreate(H5P_DATASET_CREATE), id = -1;
    unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    int64_t place = -1;

    memcpy(text, WAI_SEAL_MARK, MARK_LENGTH);
    memset(text + MARK_LENGTH, '0', WAI_SEAL_DIGITS);
    text[PLACE_LENGTH] = '\0';
    if (type >= 0 && space >= 0 && list >= 0 && H5Tset_size(type, sizeof text) >= 0 &&
        H5Pset_obj_track_times(list, 0) >= 0 && H5Pset_attr_creation_order(list, order) >= 0) {
        id = H5Dcreate2(file, "provenance/file_sha256", type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    }
    if (id >= 0 && wai_hdf_put_text(id, "long_name", "SHA-256 of this file with these digits as zeros") == 0 &&
        wai_hdf_put_text(id, "units", "1") == 0 && H5Dwrite(id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) >= 0) {
        haddr_t offset = H5Dget_offset(id);

        place = offset == HADDR_UNDEF ? -1 : (int64_t)offset;
    }
    if ((id >= 0 && H5Dclose(id) < 0) || (type >= 0 && H5Tclose(type) < 0) || (space >= 0 && H5Sclose(space) < 0) ||
        (list >= 0 && H5Pclose(list) < 0)) {
        place = -1;
    }
    return place;
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

/* Next place of the mark from `at`, -1 when there is none. */
static int64_t find(int fd, uint64_t at)
{
    char buffer[BUFFER];
    ssize_t n;

    while ((n = pread(fd, buffer, sizeof buffer, (off_t)at)) >= (ssize_t)PLACE_LENGTH) {
        for (size_t i = 0; i + MARK_LENGTH <= (size_t)n; i++) {
            const char *hit = memchr(buffer + i, WAI_SEAL_MARK[0], (size_t)n - MARK_LENGTH - i + 1);

            if (!hit) {
                break;
            }
            i = (size_t)(hit - buffer);
            if (memcmp(hit, WAI_SEAL_MARK, MARK_LENGTH) == 0) {
                return (int64_t)(at + i);
            }
        }
        at += (uint64_t)n - MARK_LENGTH + 1;
    }
    return -1;
}

enum wai_status wai_seal_check(const char *path, struct wai_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    char text[WAI_SHA256_TEXT], found[WAI_SEAL_DIGITS];
    struct stat facts;
    int64_t place = -1;
    int good = 0;

    if (fd < 0 || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        int fault = errno;

        if (fd >= 0) {
            (void)close(fd);
            return wai_error_add(err, WAI_ERR_FORMAT, "%s: not a regular file", path);
        }
        return wai_error_add(err, WAI_ERR_IO, "%s: cannot be opened: %s", path, strerror(fault));
    }
    /* A text inside the file may hold the mark too; the few first places are tried. */
    for (int tries = 0; tries < 8 && !good && (place = find(fd, (uint64_t)(place + 1))) >= 0; tries++) {
        good = pread(fd, found, sizeof found, place + (int64_t)MARK_LENGTH) == (ssize_t)sizeof found &&
               digest(fd, (uint64_t)place + MARK_LENGTH, text) == 0 && memcmp(found, text, sizeof found) == 0;
    }
    (void)close(fd);
    return good ? WAI_OK
                : wai_error_add(err, WAI_ERR_FORMAT, "%s: damaged or cut: its digest does not agree with its bytes",
                                path);
}

/* REFERENCE_LIST of an axis: who uses it, as the dimension scales of the library say it. */
static int list_users(const struct wai_file_axis *axis)
{
    struct reference {
        hobj_ref_t object;
        int axis;
    };
    hsize_t size = axis->n_refs;
    hid_t file_type, memory_type = H5Tcreate(H5T_COMPOUND, sizeof(struct reference));
    hid_t space = H5Screate_simple(1, &size, NULL), attribute = -1;
    struct reference *list = calloc(axis->n_refs, sizeof *list);
    int result = -1;

    for (size_t i = 0; list && i < axis->n_refs; i++) {
        list[i].object = axis->refs[i].object;
        list[i].axis = axis->refs[i].axis;
    }
    if (list && memory_type >= 0 && space >= 0 &&
        H5Tinsert(memory_type, "dataset", HOFFSET(struct reference, object), H5T_STD_REF_OBJ) >= 0 &&
        H5Tinsert(memory_type, "dimension", HOFFSET(struct reference, axis), H5T_NATIVE_INT) >= 0) {
        file_type = memory_type;
        attribute = H5Acreate2(axis->id, "REFERENCE_LIST", file_type, space, H5P_DEFAULT, H5P_DEFAULT);
        result = attribute >= 0 && H5Awrite(attribute, memory_type, list) >= 0 ? 0 : -1;
    }
    if ((attribute >= 0 && H5Aclose(attribute) < 0) || (memory_type >= 0 && H5Tclose(memory_type) < 0) ||
        (space >= 0 && H5Sclose(space) < 0)) {
        result = -1;
    }
    free(list);
    return result;
}

/* Closes what is open; failures are noted. */
static void close_all(struct wai_file *file)
{
    for (size_t s = 0; s < file->n_sets; s++) {
        wai_file_close_set(file, (int)s);
        free(file->sets[s].name);
    }
    for (size_t a = 0; a < file->n_axes; a++) {
        if (file->axes[a].id >= 0 && H5Dclose(file->axes[a].id) < 0) {
            wai_file_fail(file, file->axes[a].name);
        }
        free(file->axes[a].name);
        free(file->axes[a].refs);
    }
    free(file->sets);
    free(file->axes);
    file->sets = NULL;
    file->axes = NULL;
    file->n_sets = file->n_axes = 0;
    if (file->id >= 0 && H5Fclose(file->id) < 0) {
        wai_file_fail(file, "closing");
    }
    file->id = -1;
}

enum wai_status wai_file_close(struct wai_file *file)
{
    int64_t place = -1;
    enum wai_status status;

    for (size_t a = 0; a < file->n_axes && file->status == WAI_OK; a++) {
        if (file->axes[a].n_refs > 0 && list_users(&file->axes[a]) != 0) {
            wai_file_fail(file, file->axes[a].name);
        }
    }
    if (file->status == WAI_OK) {
        place = wai_seal_reserve(file->id);
        if (place < 0) {
            wai_file_fail(file, "file_sha256");
        }
    }
    close_all(file);
    if (file->status == WAI_OK) {
        file->status = wai_seal_write(file->path, place, file->err);
    }
    status = file->status;
    if (status != WAI_OK) {
        (void)unlink(file->path);
    }
    free(file->path);
    *file = (struct wai_file){ .id = -1 };
    return status;
}

void wai_file_abandon(struct wai_file *file)
{
    if (!file->path) {
        return;
    }
    file->status = file->status == WAI_OK ? WAI_ERR_INTERRUPTED : file->status; /* nothing more is noted */
    close_all(file);
    (void)unlink(file->path);
    free(file->path);
    *file = (struct wai_file){ .id = -1 };
}
