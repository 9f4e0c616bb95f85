/* Reading of whole regular files, and the arithmetic of paths. */
#include "scenario/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenario/text.h"

/* Reads until the end; one byte more than the size tells that the file grew. */
static enum wai_status read_all(int fd, size_t capacity, char *text, size_t *length)
{
    *length = 0;
    while (*length < capacity) {
        ssize_t n = read(fd, text + *length, capacity - *length);

        if (n == 0) {
            return WAI_OK;
        }
        if (n < 0 && errno != EINTR) {
            return WAI_ERR_IO;
        }
        *length += n > 0 ? (size_t)n : 0;
    }
    return WAI_OK;
}

static enum wai_status check_kind(const char *path, const struct stat *about, size_t limit,
                                  struct wai_error *err)
{
    if (S_ISDIR(about->st_mode)) {
        return wai_error_add(err, WAI_ERR_CONFIG, "%s: is a folder, not a file", path);
    }
    if (!S_ISREG(about->st_mode)) {
        return wai_error_add(err, WAI_ERR_CONFIG, "%s: is not a regular file", path);
    }
    if (about->st_size < 0 || (uintmax_t)about->st_size > limit) {
        return wai_error_add(err, WAI_ERR_CONFIG, "%s: has %jd bytes; at most %zu are allowed", path,
                             (intmax_t)about->st_size, limit);
    }
    return WAI_OK;
}

static enum wai_status read_open(int fd, const char *path, size_t limit, char **text, size_t *length,
                                 struct wai_error *err)
{
    struct stat about;
    enum wai_status status;
    size_t size;

    if (fstat(fd, &about) != 0) {
        return wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
    }
    status = check_kind(path, &about, limit, err);
    if (status != WAI_OK) {
        return status;
    }
    size = (size_t)about.st_size;
    *text = malloc(size + 2);
    if (!*text) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory for %zu bytes", path, size);
    }
    status = read_all(fd, size + 1, *text, length);
    if (status != WAI_OK) {
        status = wai_error_add(err, status, "%s: %s", path, strerror(errno));
    } else if (*length != size) {
        status = wai_error_add(err, WAI_ERR_IO, "%s: changed its size while it was read", path);
    }
    if (status != WAI_OK) {
        free(*text);
        *text = NULL;
        *length = 0;
        return status;
    }
    (*text)[size] = '\0';
    return WAI_OK;
}

enum wai_status wai_path_read(const char *path, size_t limit, char **text, size_t *length,
                              struct wai_error *err)
{
    enum wai_status status;
    int fd;

    *text = NULL;
    *length = 0;
    /* Non-blocking: a pipe without a writer would hold us for ever. */
    fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        /* A file that a user names and that is not there is a mistake of the configuration. */
        status =
            errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == ENAMETOOLONG || errno == ENXIO
                ? WAI_ERR_CONFIG
                : WAI_ERR_IO;
        return wai_error_add(err, status, "%s: %s", path,
                             errno == ENOENT ? "there is no such file" : strerror(errno));
    }
    status = read_open(fd, path, limit, text, length, err);
    (void)close(fd);
    return status;
}

char *wai_path_join(const char *folder, const char *name)
{
    struct wai_text path = { 0 };

    if (name[0] == '/' || folder[0] == '\0' || strcmp(folder, ".") == 0) {
        return wai_text_copy(name, strlen(name));
    }
    wai_text_add(&path, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name);
    return wai_text_take(&path);
}

char *wai_path_folder(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash) {
        return wai_text_copy(".", 1);
    }
    return wai_text_copy(path, slash == path ? 1 : (size_t)(slash - path));
}

const char *wai_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

char *wai_path_stem(const char *path)
{
    const char *name = wai_path_name(path);
    size_t length = strlen(name);

    if (length > 4 && strcmp(name + length - 4, ".cfg") == 0) {
        length -= 4;
    }
    return wai_text_copy(name, length);
}

int wai_path_is_plain(const char *folder, const char *name)
{
    char *path = wai_path_join(folder, name);
    int plain = 1;

    if (!path) {
        return -1;
    }
    for (size_t i = strlen(path) - strlen(name); plain; i++) {
        char end = path[i];
        struct stat about;

        if (end == '/' || end == '\0') {
            path[i] = '\0';
            plain = lstat(path, &about) != 0 || !S_ISLNK(about.st_mode);
            path[i] = end;
            if (end == '\0') {
                break;
            }
        }
    }
    free(path);
    return plain;
}
