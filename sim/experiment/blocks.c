/* The work folder: what is in it, what of it counts, how a block gets in.  The bytes of a block are
 * output/block.c's; taking a folder over after a kill is survey.c's. */
#include "experiment/blocks.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/disk.h"
#include "experiment/durable.h"
#include "experiment/survey.h"

#define NAME 160        /* bytes of a block's file name */
#define MOST_TRIES 1000 /* at a folder that comes and goes: 10 s */

void wai_blocks_init(struct wai_blocks *blocks)
{
    *blocks = (struct wai_blocks){ .lock = -1, .journal = -1 };
}

int wai_blocks_holds(const struct wai_plan_range *range, size_t point, uint32_t *low, uint32_t *high)
{
    if (point < range->first_point || point > range->end_point ||
        (point - range->first_point) % range->stride != 0) {
        return 0;
    }
    *low = point == range->first_point ? range->head : range->low;
    *high = point == range->end_point ? range->tail : range->high;
    return *low < *high;
}

/* ---- opening ---- */

/* Is the file that is locked still the one in the folder?  Whoever finishes a run removes it while holding
 * it.
 */
static int is_in_place(const char *path, int descriptor)
{
    struct stat held, there;

    return fstat(descriptor, &held) == 0 && lstat(path, &there) == 0 && held.st_dev == there.st_dev &&
           held.st_ino == there.st_ino;
}

static enum wai_status try_lock(struct wai_blocks *blocks, const char *path, struct wai_error *err)
{
    enum wai_status status = wai_durable_open(path, O_RDWR | O_CREAT, &blocks->lock, err);

    if (status != WAI_OK) {
        return status;
    }
    switch (wai_disk_lock(blocks->lock)) {
    case WAI_DISK_HELD:
        return wai_error_add(err, WAI_ERR_EXISTS, "%s: another waico is at work here", blocks->folder);
    case WAI_DISK_FAILED:
        return wai_error_add(err, WAI_ERR_IO, "%s: cannot be locked: %s", path, strerror(errno));
    default:
        return WAI_OK;
    }
}

static int is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* WAI_OK also when it was there and has just gone: what is made in it then will tell. */
static enum wai_status make_folder(const char *folder, int may_exist, struct wai_error *err)
{
    struct stat about;
    int fault = mkdir(folder, 0777) == 0 ? 0 : errno;

    if (fault == EEXIST && lstat(folder, &about) == 0 && !is_folder(folder)) {
        return wai_error_add(err, WAI_ERR_EXISTS, "%s: is there, and is no folder", folder);
    }
    if (fault == 0 || (may_exist && fault == EEXIST)) {
        return WAI_OK;
    }
    return fault == EEXIST
               ? wai_error_add(err, WAI_ERR_EXISTS,
                               "%s: work of an unfinished run is there; continue it with --resume, or begin "
                               "anew with --force",
                               folder)
               : wai_error_add(err, WAI_ERR_IO, "%s: cannot be made: %s", folder, strerror(fault));
}

/* Is there a plan?  A run killed in its first moments leaves a folder without one. */
static int has_plan(const char *folder)
{
    char *path = wai_durable_path(folder, "plan");
    struct stat about;
    int there = path && lstat(path, &about) == 0;

    free(path);
    return there;
}

/* One attempt at folder and lock; *again: the folder is just being made or removed by another process. */
static enum wai_status enter_once(struct wai_blocks *blocks, const char *path, int may_exist, int *again,
                                  struct wai_error *err)
{
    enum wai_status status = make_folder(blocks->folder, may_exist, err);

    *again = 0;
    if (status != WAI_OK) {
        return status;
    }
    status = try_lock(blocks, path, err);
    *again = status == WAI_ERR_EXISTS ? !has_plan(blocks->folder)
             : status == WAI_OK       ? !is_in_place(path, blocks->lock)
                                      : !is_folder(blocks->folder);
    if (blocks->lock >= 0 && (*again || status != WAI_OK)) {
        (void)close(blocks->lock);
        blocks->lock = -1;
    }
    return status;
}

/* Makes the folder where it is not, and locks it.  A run that is just ending takes both away: they are made
 * anew. */
static enum wai_status enter(struct wai_blocks *blocks, int may_exist, struct wai_error *err)
{
    const struct timespec pause = { .tv_nsec = 10000000 };
    char *path = wai_durable_path(blocks->folder, "lock");
    struct wai_error reason = { 0 };
    enum wai_status status = WAI_ERR_MEMORY;
    int again = path != NULL;

    for (int i = 0; again && i < MOST_TRIES; i++) {
        wai_error_free(&reason);
        if (i > 0) {
            (void)nanosleep(&pause, NULL);
        }
        status = enter_once(blocks, path, may_exist, &again, &reason);
    }
    if (again && status == WAI_OK) {
        status = WAI_ERR_EXISTS;
    }
    if (status != WAI_OK) {
        (void)wai_error_add(err, status, "%.*s", (int)(reason.length > 0 ? reason.length - 1 : 0),
                            wai_error_text(&reason));
    }
    wai_error_free(&reason);
    free(path);
    return status;
}

static enum wai_status make_blocks_folder(const char *folder, struct wai_error *err)
{
    char *path = wai_durable_path(folder, "blocks");
    struct stat about;
    enum wai_status status =
        path ? make_folder(path, 1, err) : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");

    if (status == WAI_OK && (lstat(path, &about) != 0 || !S_ISDIR(about.st_mode))) {
        status = wai_error_add(err, WAI_ERR_EXISTS, "%s: is there, and is no folder", path);
    }
    free(path);
    return status;
}

static enum wai_status open_journal(struct wai_blocks *blocks, struct wai_error *err)
{
    char *path = wai_durable_path(blocks->folder, "journal");
    enum wai_status status =
        path ? wai_durable_open(path, O_WRONLY | O_APPEND | O_CREAT, &blocks->journal, err)
             : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a file name");

    free(path);
    return status;
}

/* The folder is ours and empty of plan: write what a new run needs. */
static enum wai_status begin_anew(struct wai_blocks *blocks, const char *call, struct wai_error *err)
{
    enum wai_status status = make_blocks_folder(blocks->folder, err);

    if (status == WAI_OK) {
        status = wai_durable_put(blocks->folder, "call", call, err);
    }
    if (status == WAI_OK) {
        status = wai_durable_put(blocks->folder, "plan", blocks->plan->text, err);
    }
    return status;
}

/* The folder has a plan: is it ours, and what of its blocks counts? */
static enum wai_status take_over(struct wai_blocks *blocks, enum wai_blocks_mode mode, const char *call,
                                 struct wai_error *err)
{
    enum wai_status status = wai_survey_plan(blocks, mode == WAI_BLOCKS_EXTEND, err);

    if (status == WAI_OK && mode == WAI_BLOCKS_EXTEND) {
        status = wai_durable_put(blocks->folder, "plan", blocks->plan->text, err);
        if (status == WAI_OK) {
            status = wai_durable_put(blocks->folder, "call", call, err);
        }
    }
    return status == WAI_OK ? wai_survey_blocks(blocks, mode == WAI_BLOCKS_READ, err) : status;
}

static enum wai_status open_folder(struct wai_blocks *blocks, enum wai_blocks_mode mode, const char *call,
                                   struct wai_error *err)
{
    int there;
    enum wai_status status;

    if (mode == WAI_BLOCKS_READ) {
        return has_plan(blocks->folder)
                   ? take_over(blocks, mode, call, err)
                   : wai_error_add(err, WAI_ERR_FORMAT, "%s: no work folder with a plan", blocks->folder);
    }
    there = has_plan(blocks->folder);
    if (mode == WAI_BLOCKS_EXTEND && !there) {
        return wai_error_add(err, WAI_ERR_EXISTS,
                             "%s: there is no work to extend; a sweep keeps it with --keep-work",
                             blocks->folder);
    }
    status = enter(blocks, mode != WAI_BLOCKS_NEW || !there, err);
    if (status == WAI_OK) {
        there = has_plan(blocks->folder); /* now that nobody changes it */
        status = there ? take_over(blocks, mode, call, err) : begin_anew(blocks, call, err);
    }
    return status == WAI_OK ? open_journal(blocks, err) : status;
}

enum wai_status wai_blocks_open(struct wai_blocks *blocks, const char *folder, const struct wai_plan *plan,
                                const struct wai_blocks_use *use, struct wai_error *err)
{
    enum wai_status status;

    wai_blocks_init(blocks);
    blocks->plan = plan;
    blocks->stop = use->stop;
    blocks->folder = strdup(folder);
    status = blocks->folder ? open_folder(blocks, use->mode, use->call, err)
                            : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a file name");
    if (status != WAI_OK) {
        wai_blocks_close(blocks);
    }
    return status;
}

void wai_blocks_close(struct wai_blocks *blocks)
{
    wai_blocks_drop(blocks);
    if (blocks->journal >= 0) {
        (void)close(blocks->journal);
    }
    if (blocks->lock >= 0) {
        (void)close(blocks->lock);
    }
    free(blocks->folder);
    free(blocks->entries);
    wai_blocks_init(blocks);
}

/* ---- a block ---- */

enum wai_status wai_blocks_begin(struct wai_blocks *blocks, const struct wai_plan_range *begin,
                                 struct wai_error *err)
{
    char name[NAME];

    wai_assert(!blocks->writer);
    blocks->next = (struct wai_blocks_entry){ .range = *begin };
    (void)snprintf(name, sizeof name, "blocks/%zu-%" PRIu32 ".part", begin->first_point, begin->head);
    blocks->part = wai_durable_path(blocks->folder, name);
    if (!blocks->part) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a file name");
    }
    (void)unlink(blocks->part); /* of a run that was killed */
    return wai_block_create(&blocks->writer, blocks->part, &blocks->plan->layout, err);
}

enum wai_status wai_blocks_put(struct wai_blocks *blocks, const struct wai_rows *rows, struct wai_error *err)
{
    blocks->next.n_failed += rows->n_failed;
    return wai_block_put(blocks->writer, rows, err);
}

void wai_blocks_drop(struct wai_blocks *blocks)
{
    wai_block_abandon(&blocks->writer);
    free(blocks->part);
    blocks->part = NULL;
}

static enum wai_status add_to_journal(struct wai_blocks *blocks, const struct wai_blocks_entry *entry,
                                      struct wai_error *err)
{
    char line[WAI_SURVEY_LINE];
    size_t length = wai_survey_line(entry, line);

    if (wai_durable_write(blocks->journal, line, length) != 0 || wai_disk_flush(blocks->journal) != 0) {
        return wai_error_add(err, WAI_ERR_IO, "%s/journal: cannot be written: %s", blocks->folder,
                             strerror(errno));
    }
    return WAI_OK;
}

enum wai_status wai_blocks_end(struct wai_blocks *blocks, size_t end_point, uint32_t tail,
                               struct wai_error *err)
{
    struct wai_blocks_entry *entry = &blocks->next;
    char key[65];
    char from[NAME];
    char to[NAME];
    enum wai_status status;

    entry->range.end_point = end_point;
    entry->range.tail = tail;
    wai_plan_key(blocks->plan, &entry->range, key);
    status = wai_block_finish(&blocks->writer, key, err);
    if (status == WAI_OK) {
        status = wai_durable_digest(blocks->part, entry->sha256, &entry->bytes, err);
    }
    if (status == WAI_OK) {
        (void)snprintf(from, sizeof from, "blocks/%s", strrchr(blocks->part, '/') + 1);
        wai_survey_name(&entry->range, to);
        status = wai_survey_adopt(blocks, from, to, err);
    }
    if (status == WAI_OK) {
        status = add_to_journal(blocks, entry, err);
    }
    if (status == WAI_OK) {
        status = wai_survey_keep(blocks, entry, err);
    }
    if (status != WAI_OK && blocks->part) {
        (void)unlink(blocks->part);
    }
    wai_blocks_drop(blocks);
    return status;
}

enum wai_status wai_blocks_read(const struct wai_blocks *blocks, const struct wai_blocks_entry *entry,
                                struct wai_block_reader **reader, struct wai_error *err)
{
    char name[NAME];
    char key[65];
    char *path;
    enum wai_status status = WAI_ERR_MEMORY;

    wai_survey_name(&entry->range, name);
    path = wai_durable_path(blocks->folder, name);
    if (path) {
        wai_plan_key(blocks->plan, &entry->range, key);
        status = wai_block_open(reader, path, key, &blocks->plan->layout, err);
    }
    free(path);
    return status;
}

enum wai_status wai_blocks_next(const struct wai_blocks_entry *entry, struct wai_block_reader *reader,
                                struct wai_rows *rows, int *more, struct wai_error *err)
{
    enum wai_status status = wai_block_next(reader, rows, more, err);
    uint32_t low = 0, high = 0;
    char name[NAME];
    int held;

    if (status != WAI_OK || !*more) {
        return status;
    }
    held = wai_blocks_holds(&entry->range, (size_t)rows->point, &low, &high) &&
           rows->n_rows + rows->n_failed <= high - low;
    for (size_t i = 0; held && i < rows->n_rows; i++) {
        held = rows->replicate[i] >= low && rows->replicate[i] < high;
    }
    if (held) {
        return WAI_OK;
    }
    wai_survey_name(&entry->range, name);
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: damaged block: it has replications that are not its own",
                         name);
}
