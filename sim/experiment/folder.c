/* Work folders without their config: removing, verifying, reading their texts. */
#include "experiment/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/utf8.h"
#include "experiment/blocks.h"
#include "experiment/durable.h"
#include "experiment/survey.h"
#include "output/inspect.h"

#define MOST_TEXT ((size_t)1 << 28)
#define MOST_FAULTS 100 /* that are told of a journal */

enum wai_status wai_folder_text(const char *folder, const char *name, char **text, struct wai_error *err)
{
    char *path = wai_durable_path(folder, name);
    enum wai_status status = path ? wai_durable_read(path, MOST_TEXT, text, err)
                                  : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a file name");

    free(path);
    return status;
}

uint64_t wai_folder_bytes(const char *folder)
{
    char *path = wai_durable_path(folder, "blocks");
    DIR *list = path ? wai_durable_list(path) : NULL;
    struct dirent *file;
    uint64_t bytes = 0;

    while (list && (file = readdir(list)) != NULL) {
        struct stat about;

        if (fstatat(dirfd(list), file->d_name, &about, 0) == 0 && S_ISREG(about.st_mode)) {
            bytes += (uint64_t)about.st_size;
        }
    }
    if (list) {
        (void)closedir(list);
    }
    free(path);
    return bytes;
}

/* ---- removing ---- */

static int is_ours(const char *name)
{
    size_t n = strlen(name);

    return (n > 3 && strcmp(name + n - 3, ".h5") == 0) || (n > 5 && strcmp(name + n - 5, ".part") == 0) ||
           strstr(name, ".h5.bad") != NULL;
}

/* Removes the files of a folder that are blocks, and the folder. */
static enum wai_status remove_blocks(const char *path, struct wai_error *err)
{
    DIR *folder = wai_durable_list(path);
    struct dirent *file;

    if (!folder) {
        return errno == ENOENT ? WAI_OK : wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
    }
    while ((file = readdir(folder)) != NULL) {
        if (is_ours(file->d_name)) {
            (void)unlinkat(dirfd(folder), file->d_name, 0);
        }
    }
    (void)closedir(folder);
    return rmdir(path) == 0
               ? WAI_OK
               : wai_error_add(err, WAI_ERR_IO, "%s: cannot be removed: %s", path, strerror(errno));
}

/* Is another process at work here?  *lock: ours, until it is closed; -1: none. */
static int is_in_use(const char *folder, int *lock)
{
    char *path = wai_durable_path(folder, "lock");
    int held =
        path && wai_durable_open(path, O_RDWR, lock, NULL) == WAI_OK && wai_disk_lock(*lock) == WAI_DISK_HELD;

    free(path);
    return held;
}

/* Path of a file of the folder, the caller's to free; NULL with a message when memory is out. */
static char *path_in(const char *folder, const char *name, struct wai_error *err)
{
    char *path = wai_durable_path(folder, name);

    if (!path) {
        (void)wai_error_add(err, WAI_ERR_MEMORY, "%s: cannot be removed: out of memory", folder);
    }
    return path;
}

static enum wai_status remove_file(const char *folder, const char *name, struct wai_error *err)
{
    char *path = path_in(folder, name, err);

    if (!path) {
        return WAI_ERR_MEMORY;
    }
    (void)unlink(path);
    free(path);
    return WAI_OK;
}

/* The folder itself.  A lock in it: another process has entered since, and will clear it when it leaves. */
static enum wai_status remove_folder(const char *folder, struct wai_error *err)
{
    char *path = path_in(folder, "lock", err);
    enum wai_status status = path ? WAI_OK : WAI_ERR_MEMORY;

    if (path && rmdir(folder) != 0 && errno != ENOENT) {
        const int reason = errno;

        if (access(path, F_OK) != 0) {
            status = wai_error_add(err, WAI_ERR_IO, "%s: cannot be removed: %s", folder, strerror(reason));
        }
    }
    free(path);
    return status;
}

/* Removes the files of a work folder, the lock last, and the folder. */
static enum wai_status remove_all(const char *folder, struct wai_error *err)
{
    /* The plan goes first: what is left without it counts for nothing. */
    const char *const files[] = { "call",      "journal",      "temporary",      "plan.part",
                                  "call.part", "journal.part", "temporary.part", "lock" };
    enum wai_status status = remove_file(folder, "plan", err);
    char *path = status == WAI_OK ? path_in(folder, "blocks", err) : NULL;

    if (status == WAI_OK) {
        status = path ? remove_blocks(path, err) : WAI_ERR_MEMORY;
    }
    free(path);
    for (size_t i = 0; status == WAI_OK && i < sizeof files / sizeof files[0]; i++) {
        status = remove_file(folder, files[i], err);
    }
    return status == WAI_OK ? remove_folder(folder, err) : status;
}

enum wai_status wai_folder_remove(const char *folder, int is_mine, struct wai_error *err)
{
    int lock = -1;
    enum wai_status status = WAI_OK;

    if (access(folder, F_OK) != 0) {
        return WAI_OK;
    }
    if (!is_mine && is_in_use(folder, &lock)) {
        status = wai_error_add(err, WAI_ERR_EXISTS, "%s: another waico is at work here", folder);
    } else {
        status = remove_all(folder, err);
    }
    if (lock >= 0) {
        (void)close(lock);
    }
    return status;
}

/* ---- verifying ---- */

/* One line "blocks/NAME bytes failed digest": is that file there with that digest? */
static enum wai_status verify_line(const char *folder, const char *line, size_t length, struct wai_error *err)
{
    char name[WAI_SURVEY_LINE] = "";
    char sha256[65];
    struct wai_plan_range range;
    uint64_t bytes;
    size_t end = strcspn(line, " ");
    enum wai_status status;
    char *path;

    if (length < 66 || end >= length || end >= WAI_SURVEY_NAME) {
        return wai_error_add(err, WAI_ERR_FORMAT, "%s/journal: a line is damaged", folder);
    }
    memcpy(name, line, end);
    if (!wai_survey_range(name, &range)) {
        return wai_error_add(err, WAI_ERR_FORMAT, "%s/journal: \"%s\" is not the name of a block", folder,
                             name);
    }
    path = wai_durable_path(folder, name);
    status = path ? wai_durable_digest(path, sha256, &bytes, err) : WAI_ERR_MEMORY;
    if (status == WAI_OK && strncmp(line + length - 64, sha256, 64) != 0) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "%s/%s: is damaged: its digest is not the journal's",
                               folder, name);
    }
    if (status == WAI_OK) {
        status = wai_inspect_block(path, err);
    }
    free(path);
    return status;
}

enum wai_status wai_folder_verify(const char *folder, size_t *n_blocks, struct wai_error *err)
{
    enum wai_status status;
    char *journal = NULL;
    char *plan = NULL;

    *n_blocks = 0;
    status = wai_folder_text(folder, "plan", &plan, err);
    if (status == WAI_OK && strncmp(plan, "# waico plan\n", 13) != 0) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "%s/plan: not a plan of waico", folder);
    }
    if (status == WAI_OK && !wai_utf8_is_plain(plan, "\n\t")) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "%s/plan: not UTF-8, or with control characters", folder);
    }
    if (status == WAI_OK) {
        status = wai_folder_text(folder, "journal", &journal, err);
    }
    for (const char *line = journal; status == WAI_OK && line && *line != '\0';) {
        const char *end = strchr(line, '\n');
        struct wai_error *each = err; /* all mistakes are told, up to MOST_FAULTS */

        if (!end || (err && err->n_messages >= MOST_FAULTS)) {
            break; /* cut off by a kill; its block is verified on resume */
        }
        (void)verify_line(folder, line, (size_t)(end - line), each);
        ++*n_blocks;
        line = end + 1;
    }
    if (status == WAI_OK && err && err->n_messages > 0) {
        status = err->status;
    }
    free(journal);
    free(plan);
    return status;
}
