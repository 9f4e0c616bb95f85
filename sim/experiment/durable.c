/* Files by POSIX calls, every return looked at. */
#include "experiment/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/sha256.h"

#define BUFFER 65536

static enum wai_status complain(struct wai_error *err, const char *path, const char *what)
{
    return wai_error_add(err, WAI_ERR_IO, "%s: %s: %s", path, what, strerror(errno));
}

char *wai_durable_path(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);

    if (path) {
        (void)snprintf(path, size, "%s/%s", folder, name);
    }
    return path;
}

int wai_durable_write(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(descriptor, bytes, length);

        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            errno = n == 0 ? ENOSPC : errno;
            return -1;
        }
        bytes += n;
        length -= (size_t)n;
    }
    return 0;
}

enum wai_status wai_durable_rename(const char *folder, const char *from, const char *to,
                                   struct wai_error *err)
{
    char *old = wai_durable_path(folder, from);
    char *new = wai_durable_path(folder, to);
    enum wai_status status = WAI_ERR_MEMORY;

    if (old && new) {
        status = rename(old, new) != 0              ? complain(err, old, "cannot be renamed")
                 : wai_disk_flush_path(folder) != 0 ? complain(err, folder, "cannot be flushed")
                                                    : WAI_OK;
    } else {
        (void)wai_error_add(err, status, "out of memory for a file name");
    }
    free(old);
    free(new);
    return status;
}

enum wai_status wai_durable_open(const char *path, int flags, int *descriptor, struct wai_error *err)
{
    struct stat about;

    *descriptor = open(path, flags | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC, 0666);
    if (*descriptor < 0 && errno != ENXIO && errno != ELOOP && errno != EISDIR) {
        return complain(err, path, flags & O_CREAT ? "cannot be made" : "cannot be opened");
    }
    if (*descriptor >= 0 && fstat(*descriptor, &about) == 0 && S_ISREG(about.st_mode)) {
        return WAI_OK;
    }
    if (*descriptor >= 0) {
        (void)close(*descriptor);
        *descriptor = -1;
    }
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: is not a regular file", path);
}

/* Creates, fills, flushes and closes `path`. */
static enum wai_status write_file(const char *path, const char *text, struct wai_error *err)
{
    int descriptor;
    enum wai_status status;

    (void)unlink(path); /* of a run that was killed */
    status = wai_durable_open(path, O_WRONLY | O_CREAT | O_EXCL, &descriptor, err);
    if (status != WAI_OK) {
        return status;
    }
    if (wai_durable_write(descriptor, text, strlen(text)) != 0 || wai_disk_flush(descriptor) != 0) {
        status = complain(err, path, "cannot be written");
    }
    if (close(descriptor) != 0 && status == WAI_OK) {
        status = complain(err, path, "cannot be closed");
    }
    return status;
}

enum wai_status wai_durable_put(const char *folder, const char *name, const char *text, struct wai_error *err)
{
    size_t size = strlen(name) + sizeof ".part";
    char *part = malloc(size);
    char *path;
    enum wai_status status = WAI_ERR_MEMORY;

    if (!part) {
        return wai_error_add(err, status, "out of memory for a file name");
    }
    (void)snprintf(part, size, "%s.part", name);
    path = wai_durable_path(folder, part);
    if (path) {
        status = write_file(path, text, err);
        if (status == WAI_OK) {
            status = wai_durable_rename(folder, part, name, err);
        }
        if (status != WAI_OK) {
            (void)unlink(path);
        }
    } else {
        (void)wai_error_add(err, status, "out of memory for a file name");
    }
    free(path);
    free(part);
    return status;
}

/* Reads up to size bytes; -1 with errno. */
static ssize_t read_some(int descriptor, void *bytes, size_t size)
{
    ssize_t n;

    do {
        n = read(descriptor, bytes, size);
    } while (n < 0 && errno == EINTR);
    return n;
}

enum wai_status wai_durable_read(const char *path, size_t limit, char **text, struct wai_error *err)
{
    int descriptor;
    enum wai_status status = wai_durable_open(path, O_RDONLY, &descriptor, err);
    struct stat about;
    size_t length = 0;
    ssize_t n = 1;

    *text = NULL;
    if (status != WAI_OK) {
        return status;
    }
    if (fstat(descriptor, &about) != 0 || (uint64_t)about.st_size > limit) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "%s: not a file of at most %zu bytes", path, limit);
    } else {
        *text = malloc((size_t)about.st_size + 1);
        status = *text ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    }
    while (status == WAI_OK && n > 0 && length < (size_t)about.st_size) {
        n = read_some(descriptor, *text + length, (size_t)about.st_size - length);
        length += n > 0 ? (size_t)n : 0;
    }
    if (status == WAI_OK && n < 0) {
        status = complain(err, path, "cannot be read");
    }
    (void)close(descriptor);
    if (status == WAI_OK) {
        (*text)[length] = '\0';
    } else {
        free(*text);
        *text = NULL;
    }
    return status;
}

enum wai_status wai_durable_digest(const char *path, char hex[65], uint64_t *bytes, struct wai_error *err)
{
    int descriptor;
    enum wai_status status = wai_durable_open(path, O_RDONLY, &descriptor, err);
    struct wai_sha256 sha;
    struct stat about;
    char *buffer;
    ssize_t n = 1;

    *bytes = 0;
    if (status != WAI_OK) {
        return status;
    }
    if (fstat(descriptor, &about) == 0 && wai_disk_is_hollow(&about)) {
        (void)close(descriptor);
        return wai_error_add(err, WAI_ERR_FORMAT, "%s: is damaged: nearly all of it is a hole", path);
    }
    buffer = malloc(BUFFER);
    if (!buffer) {
        (void)close(descriptor);
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    }
    wai_sha256_init(&sha);
    while (n > 0) {
        n = read_some(descriptor, buffer, BUFFER);
        if (n > 0) {
            wai_sha256_add(&sha, buffer, (size_t)n);
            *bytes += (uint64_t)n;
        }
    }
    wai_sha256_end(&sha, hex);
    free(buffer);
    (void)close(descriptor);
    return n < 0 ? complain(err, path, "cannot be read") : WAI_OK;
}

DIR *wai_durable_list(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = descriptor >= 0 ? fdopendir(descriptor) : NULL;

    if (descriptor >= 0 && !list) {
        (void)close(descriptor);
    }
    return list;
}
