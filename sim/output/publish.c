/* Temporary names, flushing and renaming of result files. */
#include "output/publish.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/reader.h"

#include "base/disk.h"
#include "output/leftover.h"

#define MOST_TRIES 1000

/* The folder of a path, "." when it names none, "/" stays. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;

    if (!slash) {
        return strdup(".");
    }
    return length ? strndup(path, length) : strdup("/");
}

/* Is the target free, or a file that may be replaced? */
static enum wai_status check_target(const char *target, int force, struct wai_error *err)
{
    const char *slash = strrchr(target, '/');
    struct stat facts;

    if (target[0] == '\0' || (slash && slash[1] == '\0')) {
        return wai_error_add(err, WAI_ERR_IO, "\"%s\": not the name of a file", target);
    }
    if (lstat(target, &facts) != 0) {
        return errno == ENOENT || errno == ENOTDIR
                   ? WAI_OK
                   : wai_error_add(err, WAI_ERR_IO, "%s: %s", target, strerror(errno));
    }
    if (!S_ISREG(facts.st_mode)) {
        return wai_error_add(err, force ? WAI_ERR_IO : WAI_ERR_EXISTS, "%s: exists and is not a regular file",
                             target);
    }
    return force ? WAI_OK
                 : wai_error_add(err, WAI_ERR_EXISTS,
                                 "%s: exists; choose another name (-o) or replace it with --force", target);
}

/* Can files be made in the folder? */
static enum wai_status check_folder(const char *folder, struct wai_error *err)
{
    struct stat facts;

    if (stat(folder, &facts) != 0) {
        return wai_error_add(err, WAI_ERR_IO, "%s: %s", folder, strerror(errno));
    }
    if (!S_ISDIR(facts.st_mode)) {
        return wai_error_add(err, WAI_ERR_IO, "%s: not a folder", folder);
    }
    if (access(folder, W_OK | X_OK) != 0) {
        return wai_error_add(err, WAI_ERR_IO, "%s: no file can be made in this folder: %s", folder,
                             strerror(errno));
    }
    return WAI_OK;
}

void wai_publish_clear(const char *target)
{
    const char *slash = strrchr(target, '/');
    char *folder = folder_of(target);

    if (folder) {
        wai_leftover_clear(folder, slash ? slash + 1 : target);
    }
    free(folder);
}

enum wai_status wai_publish_begin(struct wai_publish *publish, const char *target, int force,
                                  struct wai_error *err)
{
    const char *slash = strrchr(target, '/');
    enum wai_status status = check_target(target, force, err);

    *publish = (struct wai_publish){ .force = force };
    if (status != WAI_OK) {
        return status;
    }
    publish->target = strdup(target);
    publish->folder = folder_of(target);
    if (publish->target && publish->folder) {
        const char *name = slash ? slash + 1 : target;

        status = check_folder(publish->folder, err);
        if (status == WAI_OK) {
            wai_publish_clear(target);
        }
        for (int i = 0; status == WAI_OK && i < MOST_TRIES; i++) {
            free(publish->temporary);
            publish->temporary = wai_leftover_path(publish->folder, name, i);
            if (!publish->temporary || access(publish->temporary, F_OK) != 0) {
                break;
            }
        }
    }
    if (status == WAI_OK && (!publish->target || !publish->folder || !publish->temporary)) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", target);
    }
    if (status != WAI_OK) {
        wai_publish_abandon(publish);
    }
    return status;
}

enum wai_status wai_publish_flush(const char *path, struct wai_error *err)
{
    return wai_disk_flush_path(path) == 0
               ? WAI_OK
               : wai_error_add(err, WAI_ERR_IO, "%s: flushing to disk: %s", path, strerror(errno));
}

/* Gives the temporary file its name. */
static enum wai_status give_name(const struct wai_publish *publish, struct wai_error *err)
{
    if (!publish->force) {
        /* A link fails when the name is taken, a rename would replace it. */
        if (link(publish->temporary, publish->target) == 0) {
            (void)unlink(publish->temporary); /* where it fails, the next run of this name clears it */
            return WAI_OK;
        }
        if (errno == EEXIST) {
            return wai_error_add(err, WAI_ERR_EXISTS,
                                 "%s: exists; it was made while this result was computed", publish->target);
        }
        if (errno != EPERM && errno != EMLINK && !wai_disk_is_missing(errno)) {
            return wai_error_add(err, WAI_ERR_IO, "%s: %s", publish->target, strerror(errno));
        }
        /* A file system without links: the check and the rename are two steps there. */
        if (access(publish->target, F_OK) == 0) {
            return wai_error_add(err, WAI_ERR_EXISTS, "%s: exists", publish->target);
        }
    }
    if (rename(publish->temporary, publish->target) != 0) {
        return wai_error_add(err, WAI_ERR_IO, "%s: %s", publish->target, strerror(errno));
    }
    return WAI_OK;
}

enum wai_status wai_publish_commit(struct wai_publish *publish, struct wai_error *err)
{
    enum wai_status status = wai_publish_flush(publish->temporary, err);

    if (status == WAI_OK) {
        status = give_name(publish, err);
    }
    if (status == WAI_OK) {
        status = wai_publish_flush(publish->folder, err);
        free(publish->temporary); /* has its name: nothing to remove */
        publish->temporary = NULL;
    }
    wai_publish_abandon(publish);
    return status;
}

enum wai_status wai_publish_result(struct wai_publish *publish, struct wai_error *err)
{
    struct wai_reader *reader = NULL;
    enum wai_status status = wai_reader_digest(publish->temporary, err);

    if (status == WAI_OK) {
        status = wai_reader_open(&reader, publish->temporary, err);
        wai_reader_close(&reader);
    }
    if (status != WAI_OK) {
        wai_publish_abandon(publish);
        return status;
    }
    return wai_publish_commit(publish, err);
}

void wai_publish_abandon(struct wai_publish *publish)
{
    if (publish->temporary) {
        (void)unlink(publish->temporary);
    }
    free(publish->temporary);
    free(publish->target);
    free(publish->folder);
    *publish = (struct wai_publish){ 0 };
}
