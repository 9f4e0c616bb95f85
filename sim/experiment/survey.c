/* Taking over a work folder: plan, journal and blocks are compared, nothing is believed. */
#include "experiment/survey.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiment/durable.h"

#define MOST_JOURNAL ((size_t)1 << 30)
#define MOST_PLAN ((size_t)1 << 28)
#define MOST_BAD 1000 /* names .bad, .bad1 ... */

/* ---- names and lines ---- */

void wai_survey_name(const struct wai_plan_range *range, char name[WAI_SURVEY_NAME])
{
    (void)snprintf(name, WAI_SURVEY_NAME,
                   "blocks/p%zu.%" PRIu32 "-p%zu.%" PRIu32 "_r%" PRIu32 "-%" PRIu32 "_s%zu.h5",
                   range->first_point, range->head, range->end_point, range->tail, range->low, range->high,
                   range->stride);
}

int wai_survey_range(const char *name, struct wai_plan_range *range)
{
    char again[WAI_SURVEY_NAME];
    unsigned long long v[7];
    const char *const before[] = { "blocks/p", ".", "-p", ".", "_r", "-", "_s" };
    const char *at = name;

    for (int i = 0; i < 7; i++) {
        char *end;

        if (strncmp(at, before[i], strlen(before[i])) != 0) {
            return 0;
        }
        at += strlen(before[i]);
        v[i] = strtoull(at, &end, 10);
        at = end;
    }
    *range = (struct wai_plan_range){ .first_point = (size_t)v[0],
                                      .head = (uint32_t)v[1],
                                      .end_point = (size_t)v[2],
                                      .tail = (uint32_t)v[3],
                                      .low = (uint32_t)v[4],
                                      .high = (uint32_t)v[5],
                                      .stride = (size_t)v[6] };
    wai_survey_name(range, again);
    return strcmp(name, again) == 0 && range->stride > 0;
}

size_t wai_survey_line(const struct wai_blocks_entry *entry, char line[WAI_SURVEY_LINE])
{
    char name[WAI_SURVEY_NAME];
    int length;

    wai_survey_name(&entry->range, name);
    length = snprintf(line, WAI_SURVEY_LINE, "%s %" PRIu64 " %" PRIu32 " %s\n", name, entry->bytes,
                      entry->n_failed, entry->sha256);
    return (size_t)length;
}

/* ---- the journal ---- */

/* Reads one line (without its line feed); 0 when it is none. */
static int read_line(char *line, struct wai_blocks_entry *entry)
{
    char *fields[4];
    char *rest = line;
    char *end;

    for (int i = 0; i < 4; i++) {
        fields[i] = rest;
        rest += strcspn(rest, " ");
        if ((i < 3) != (*rest == ' ')) {
            return 0;
        }
        if (i < 3) {
            *rest++ = '\0';
        }
    }
    *entry = (struct wai_blocks_entry){ 0 };
    entry->bytes = strtoull(fields[1], &end, 10);
    if (*end != '\0' || !wai_survey_range(fields[0], &entry->range)) {
        return 0;
    }
    entry->n_failed = (uint32_t)strtoul(fields[2], &end, 10);
    if (*end != '\0' || strspn(fields[3], "0123456789abcdef") != 64 || strlen(fields[3]) != 64) {
        return 0;
    }
    memcpy(entry->sha256, fields[3], 65);
    return 1;
}

/* What the journal says of a block; 0 when it has no good line of it. */
static int find_line(char *journal, const char *name, struct wai_blocks_entry *entry)
{
    size_t length = strlen(name);
    char *line = journal;
    int found = 0;

    while (line && *line != '\0') {
        char *next = strchr(line, '\n');

        /* A line without its end was cut off by a kill. */
        if (next && strncmp(line, name, length) == 0 && line[length] == ' ' &&
            (size_t)(next - line) < WAI_SURVEY_LINE) {
            char copy[WAI_SURVEY_LINE];

            memcpy(copy, line, (size_t)(next - line));
            copy[next - line] = '\0';
            found = read_line(copy, entry) || found;
        }
        line = next ? next + 1 : NULL;
    }
    return found;
}

/* Writes the journal anew from the entries. */
static enum wai_status rewrite_journal(struct wai_blocks *blocks, struct wai_error *err)
{
    char *text = malloc(blocks->n * WAI_SURVEY_LINE + 1);
    size_t length = 0;
    enum wai_status status;

    if (!text) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the journal");
    }
    text[0] = '\0';
    for (size_t i = 0; i < blocks->n; i++) {
        length += wai_survey_line(&blocks->entries[i], text + length);
    }
    status = wai_durable_put(blocks->folder, "journal", text, err);
    free(text);
    return status;
}

/* ---- entries ---- */

static int before(const struct wai_plan_range *a, const struct wai_plan_range *b)
{
    return a->first_point != b->first_point ? a->first_point < b->first_point : a->head < b->head;
}

enum wai_status wai_survey_keep(struct wai_blocks *blocks, const struct wai_blocks_entry *entry,
                                struct wai_error *err)
{
    size_t i = blocks->n;

    if (blocks->n == blocks->capacity) {
        size_t capacity = 2 * blocks->capacity + 16;
        struct wai_blocks_entry *grown = realloc(blocks->entries, capacity * sizeof *grown);

        if (!grown) {
            return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a list of blocks");
        }
        blocks->entries = grown;
        blocks->capacity = capacity;
    }
    while (i > 0 && before(&entry->range, &blocks->entries[i - 1].range)) {
        blocks->entries[i] = blocks->entries[i - 1];
        i--;
    }
    blocks->entries[i] = *entry;
    blocks->n++;
    return WAI_OK;
}

enum wai_status wai_survey_adopt(struct wai_blocks *blocks, const char *from, const char *to,
                                 struct wai_error *err)
{
    char *folder = wai_durable_path(blocks->folder, "blocks");
    enum wai_status status = WAI_ERR_MEMORY;

    if (folder) {
        status = wai_durable_rename(folder, strrchr(from, '/') + 1, strrchr(to, '/') + 1, err);
    }
    free(folder);
    return status;
}

/* Renames a block that does not count to NAME.bad, .bad1 ... */
static enum wai_status set_aside(struct wai_blocks *blocks, const char *name, struct wai_error *err)
{
    for (int k = 0; k < MOST_BAD; k++) {
        char to[WAI_SURVEY_NAME + 16];
        struct stat about;
        char *path;
        int there;

        (void)snprintf(to, sizeof to, k == 0 ? "%s.bad" : "%s.bad%d", name, k);
        path = wai_durable_path(blocks->folder, to);
        if (!path) {
            return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a file name");
        }
        there = lstat(path, &about) == 0;
        free(path);
        if (!there) {
            blocks->n_bad++;
            return wai_survey_adopt(blocks, name, to, err);
        }
    }
    return wai_error_add(err, WAI_ERR_IO, "%s/%s: too many bad copies of it", blocks->folder, name);
}

/* ---- does a block count? ---- */

/* Reads all of a block; counts its failed replications. */
static enum wai_status read_through(const struct wai_blocks *blocks, struct wai_blocks_entry *entry,
                                    struct wai_error *err)
{
    struct wai_block_reader *reader = NULL;
    struct wai_rows rows = { 0 };
    enum wai_status status = wai_rows_init(&rows, &blocks->plan->layout);
    int more = 1;

    if (status == WAI_OK) {
        status = wai_blocks_read(blocks, entry, &reader, err);
    }
    entry->n_failed = 0;
    while (status == WAI_OK && more) {
        status = wai_blocks_next(entry, reader, &rows, &more, err);
        entry->n_failed += status == WAI_OK && more ? rows.n_failed : 0;
    }
    wai_block_close(&reader);
    wai_rows_free(&rows);
    return status;
}

/* WAI_OK: it counts, entry is filled.  WAI_ERR_FORMAT or IDENTITY: it does not.  Others: it cannot be told.
 */
static enum wai_status check_block(struct wai_blocks *blocks, char *journal, const char *name,
                                   struct wai_blocks_entry *entry, struct wai_error *err)
{
    struct wai_plan_range range;
    char sha256[65];
    uint64_t bytes;
    struct wai_block_reader *reader = NULL;
    enum wai_status status;
    char *path;

    if (!wai_survey_range(name, &range)) {
        return wai_error_add(err, WAI_ERR_FORMAT, "%s: not the name of a block", name);
    }
    path = wai_durable_path(blocks->folder, name);
    status = path ? wai_durable_digest(path, sha256, &bytes, err) : WAI_ERR_MEMORY;
    free(path);
    if (status != WAI_OK) {
        return status;
    }
    if (find_line(journal, name, entry)) {
        if (strcmp(sha256, entry->sha256) != 0) {
            return wai_error_add(err, WAI_ERR_FORMAT, "%s/%s: is damaged: its digest is not the journal's",
                                 blocks->folder, name);
        }
        status = wai_blocks_read(blocks, entry, &reader, err);
        wai_block_close(&reader);
        return status;
    }
    *entry = (struct wai_blocks_entry){ .range = range, .bytes = bytes };
    memcpy(entry->sha256, sha256, sizeof entry->sha256);
    return read_through(blocks, entry, err);
}

static int ends_with(const char *name, const char *end)
{
    size_t n = strlen(name);
    size_t m = strlen(end);

    return n >= m && strcmp(name + n - m, end) == 0;
}

static enum wai_status look_at(struct wai_blocks *blocks, char *journal, const char *file, int read_only,
                               struct wai_error *err)
{
    struct wai_error reason = { 0 };
    struct wai_blocks_entry entry;
    char name[WAI_SURVEY_NAME];
    enum wai_status status;

    if (strlen(file) + sizeof "blocks/" > sizeof name) {
        return WAI_OK; /* not ours */
    }
    (void)snprintf(name, sizeof name, "blocks/%.*s", WAI_SURVEY_NAME - 8, file);
    if (!ends_with(name, ".h5")) {
        if (ends_with(name, ".part") && !read_only) {
            char *path = wai_durable_path(blocks->folder, name);

            if (path) {
                (void)unlink(path);
            }
            free(path);
        }
        return WAI_OK;
    }
    status = check_block(blocks, journal, name, &entry, &reason);
    if (status == WAI_OK) {
        status = wai_survey_keep(blocks, &entry, err);
    } else if (!read_only && (status == WAI_ERR_FORMAT || status == WAI_ERR_IDENTITY)) {
        status = set_aside(blocks, name, err);
    } else {
        (void)wai_error_add(err, status, "%s/%s: %.*s", blocks->folder, name,
                            (int)(reason.length > 0 ? reason.length - 1 : 0), wai_error_text(&reason));
    }
    wai_error_free(&reason);
    return status;
}

static enum wai_status look_at_all(struct wai_blocks *blocks, char *journal, int read_only,
                                   struct wai_error *err)
{
    char *path = wai_durable_path(blocks->folder, "blocks");
    DIR *folder = path ? wai_durable_list(path) : NULL;
    enum wai_status status = WAI_OK;
    struct dirent *file;

    if (!folder) {
        status = wai_error_add(err, path ? WAI_ERR_IO : WAI_ERR_MEMORY, "%s/blocks: %s", blocks->folder,
                               strerror(path ? errno : ENOMEM));
        free(path);
        return status;
    }
    errno = 0;
    while (status == WAI_OK && (file = readdir(folder)) != NULL) {
        if (blocks->stop && atomic_load(blocks->stop)) {
            status = WAI_ERR_INTERRUPTED;
        } else if (file->d_name[0] != '.') {
            status = look_at(blocks, journal, file->d_name, read_only, err);
        }
        errno = 0;
    }
    if (status == WAI_OK && errno != 0) {
        status = wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
    }
    (void)closedir(folder);
    free(path);
    return status;
}

enum wai_status wai_survey_blocks(struct wai_blocks *blocks, int read_only, struct wai_error *err)
{
    char *path = wai_durable_path(blocks->folder, "journal");
    char *journal = NULL;
    struct stat about;
    enum wai_status status =
        path ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a file name");

    if (path && stat(path, &about) == 0) {
        status = wai_durable_read(path, MOST_JOURNAL, &journal, err);
    } else if (path) {
        journal = calloc(1, 1);
        status = journal ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the journal");
    }
    if (status == WAI_OK && read_only == 0) {
        char *folder = wai_durable_path(blocks->folder, "blocks");

        /* A run killed in its first moments may not have made it. */
        if (!folder || (mkdir(folder, 0777) != 0 && errno != EEXIST)) {
            status = wai_error_add(err, WAI_ERR_IO, "%s/blocks: %s", blocks->folder, strerror(errno));
        }
        free(folder);
    }
    if (status == WAI_OK) {
        status = look_at_all(blocks, journal, read_only, err);
    }
    if (status == WAI_OK && !read_only) {
        status = rewrite_journal(blocks, err);
    }
    free(journal);
    free(path);
    return status;
}

void wai_survey_probe(const char *folder, const struct wai_plan *plan)
{
    struct wai_blocks blocks;
    char *path = wai_durable_path(folder, "blocks");
    DIR *list = path ? wai_durable_list(path) : NULL;
    struct dirent *file;

    wai_blocks_init(&blocks);
    blocks.plan = plan;
    blocks.folder = strdup(folder);
    while (list && blocks.folder && (file = readdir(list)) != NULL) {
        struct wai_error ignored = { 0 }; /* it is told when the folder is opened */
        struct wai_blocks_entry entry = { 0 };
        char name[WAI_SURVEY_NAME];

        if (strlen(file->d_name) + sizeof "blocks/" <= sizeof name) {
            (void)snprintf(name, sizeof name, "blocks/%.*s", WAI_SURVEY_NAME - 8, file->d_name);
            if (wai_survey_range(name, &entry.range)) {
                (void)read_through(&blocks, &entry, &ignored);
            }
        }
        wai_error_free(&ignored);
    }
    if (list) {
        (void)closedir(list);
    }
    free(path);
    wai_blocks_close(&blocks);
}

enum wai_status wai_survey_retry_failed(struct wai_blocks *blocks, struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    size_t kept = 0;

    for (size_t i = 0; i < blocks->n; i++) {
        if (status == WAI_OK && blocks->entries[i].n_failed > 0) {
            char name[WAI_SURVEY_NAME];

            wai_survey_name(&blocks->entries[i].range, name);
            status = set_aside(blocks, name, err);
        } else {
            blocks->entries[kept++] = blocks->entries[i];
        }
    }
    blocks->n = kept;
    return status;
}

/* ---- plan ---- */

/* Value of "key = value" in a plan text, as a number; 0 when it is not there. */
static unsigned long long plan_number(const char *text, const char *key)
{
    const char *line = strstr(text, key);

    return line ? strtoull(line + strlen(key), NULL, 10) : 0;
}

/* Does our plan begin with the points of the other? */
static int continues(const struct wai_plan *plan, const char *there)
{
    size_t n = (size_t)plan_number(there, "\npoints = ");
    char line[96] = "\npoints_sha256 = ";

    if (n == 0 || n > plan->design.n_points) {
        return 0;
    }
    wai_design_hash(&plan->design, 0, n, 1, line + strlen(line));
    return strstr(there, line) != NULL;
}

enum wai_status wai_survey_plan(struct wai_blocks *blocks, int extend, struct wai_error *err)
{
    char *path = wai_durable_path(blocks->folder, "plan");
    char *there = NULL;
    enum wai_status status = path ? wai_durable_read(path, MOST_PLAN, &there, err) : WAI_ERR_MEMORY;

    if (status == WAI_OK && strcmp(there, blocks->plan->text) != 0) {
        if (!extend) {
            status = wai_error_add(err, WAI_ERR_IDENTITY, "%s: belongs to another plan:", blocks->folder);
            (void)wai_plan_difference(there, blocks->plan->text, err);
        } else if (!continues(blocks->plan, there)) {
            status =
                wai_error_add(err, WAI_ERR_IDENTITY,
                              "%s: the new plan does not begin with the points that are there; it cannot be "
                              "extended to this:",
                              blocks->folder);
            (void)wai_plan_difference(there, blocks->plan->text, err);
        }
    }
    free(there);
    free(path);
    return status;
}
