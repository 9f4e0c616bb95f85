/* Names of results, and moving an older one out of the way. */
#include "cli/target.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "experiment/deviation.h"
#include "experiment/durable.h"
#include "output/reader.h"

#define OUTPUT_FOLDER "results" /* when -o is not given */
#define PATH 4096
#define MOST_TRIES 1000

enum wai_status wai_target_name(const struct wai_options *options, const struct wai_config *config,
                                const char *deviations, char *path, size_t size, struct wai_error *err)
{
    char changed[WAI_DEVIATION_NAME];
    int length;

    if (!options->output && mkdir(OUTPUT_FOLDER, 0777) != 0 && errno != EEXIST) {
        return wai_error_add(err, WAI_ERR_IO, "folder %s: %s", OUTPUT_FOLDER, strerror(errno));
    }
    wai_deviation_name(deviations, changed);
    length = options->output ? snprintf(path, size, "%s", options->output)
                             : snprintf(path, size, "%s/%s%s.h5", OUTPUT_FOLDER, config->name, changed);
    return length >= 0 && (size_t)length < size
               ? WAI_OK
               : wai_error_add(err, WAI_ERR_USAGE, "--output: the name is too long");
}

/* The identity of a result; NULL when the file is none. */
static char *identity_of(const char *path)
{
    struct wai_error ignored = { 0 };
    struct wai_reader *reader = NULL;
    char *identity = NULL;

    if (wai_reader_open(&reader, path, &ignored) != WAI_OK ||
        wai_reader_text(reader, "identity", &identity, &ignored) != WAI_OK ||
        strspn(identity, "0123456789abcdef") < 8) {
        free(identity);
        identity = NULL;
    }
    wai_reader_close(&reader);
    wai_error_free(&ignored);
    return identity;
}

/* A second name for a file that no file has, then the first is taken away. */
static int move(const char *from, const char *to)
{
    if (link(from, to) == 0) {
        return unlink(from);
    }
    if (errno != EPERM && errno != EMLINK && !wai_disk_is_missing(errno)) {
        return -1;
    }
    /* A file system without links: the check and the rename are two steps there. */
    if (access(to, F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(from, to);
}

/* Are two files the same, byte for byte? */
static int are_equal(const char *a, const char *b)
{
    struct wai_error ignored = { 0 };
    char digests[2][65];
    uint64_t bytes[2];
    int equal = wai_durable_digest(a, digests[0], &bytes[0], &ignored) == WAI_OK &&
                wai_durable_digest(b, digests[1], &bytes[1], &ignored) == WAI_OK &&
                strcmp(digests[0], digests[1]) == 0;

    wai_error_free(&ignored);
    return equal;
}

/* Renames path to STEM-<8 digits>.h5, or to STEM-<8 digits>-2.h5 and so on where another file
 * has that name. */
static enum wai_status set_aside(const char *path, const char *identity, char *to, struct wai_error *err)
{
    size_t length = strlen(path);
    int stem = (int)(length > 3 && strcmp(path + length - 3, ".h5") == 0 ? length - 3 : length);

    for (int i = 1; i < MOST_TRIES; i++) {
        int written = i == 1 ? snprintf(to, PATH, "%.*s-%.8s.h5", stem, path, identity)
                             : snprintf(to, PATH, "%.*s-%.8s-%d.h5", stem, path, identity, i);

        if (written >= PATH) {
            return wai_error_add(err, WAI_ERR_USAGE, "%s: the name is too long", path);
        }
        if (move(path, to) == 0 || (errno == EEXIST && are_equal(path, to) && rename(path, to) == 0)) {
            return WAI_OK;
        }
        if (errno != EEXIST) {
            return wai_error_add(err, WAI_ERR_IO, "%s: cannot be renamed to %s: %s", path, to,
                                 strerror(errno));
        }
    }
    return wai_error_add(err, WAI_ERR_EXISTS, "%s: all names to move it to are taken", path);
}

enum wai_status wai_target_clear(const char *path, const char *identity, struct wai_talk *talk,
                                 struct wai_error *err)
{
    char *there, to[PATH];
    struct stat about;
    enum wai_status status = WAI_OK;

    if (lstat(path, &about) != 0) {
        return WAI_OK; /* whatever keeps it from being made is told when it is made */
    }
    there = S_ISREG(about.st_mode) ? identity_of(path) : NULL;
    if (!there) {
        return wai_error_add(err, WAI_ERR_EXISTS,
                             "%s: exists and is no result of waico; move it away, or choose another name by "
                             "--output",
                             path);
    }
    if (strcmp(there, identity) != 0) {
        status = set_aside(path, there, to, err);
        if (status == WAI_OK) {
            wai_talk_say(talk, 1, "waico: %s was another result; it is now %s", path, to);
        }
    }
    free(there);
    return status;
}
