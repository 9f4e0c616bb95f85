/* Block files: rows as flat lists, one piece after another, each list in checksummed chunks.
 *
 * The heads of the pieces are one more list, written last.  A list without values has no dataset. */
#include "output/block.h"

#include <errno.h>
#include <hdf5.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "output/hdf.h"
#include "output/intake.h"
#include "output/list.h"
#include "output/piece.h"
#include "output/publish.h"
#include "output/vet.h"

#define MOST_EVENTS ((size_t)1 << 28)

struct wai_block_writer {
    char *path;
    const struct wai_layout *layout;
    hid_t file;
    struct wai_list *lists; /* [WAI_PIECE_N_FIXED + n_columns] */
    size_t n_pieces, capacity;
    int32_t *heads; /* [n_pieces][WAI_PIECE_N_HEAD] */
    uint8_t *events;
    size_t events_size;
    uint32_t digest; /* of all values put */
    int failed;
};

struct wai_block_reader {
    char *path;
    const struct wai_layout *layout;
    hid_t file;
    struct reel {
        struct wai_vet vet; /* id -1: no values */
        size_t at;          /* values read */
    } * lists;
    size_t n_pieces, piece;
    int32_t *heads;
    uint8_t *events;
    size_t events_size;
};

/* ---- writing ---- */

static enum wai_status fail(struct wai_block_writer *writer, const char *what, struct wai_error *err)
{
    char reason[256];

    writer->failed = 1;
    wai_hdf_reason(reason, sizeof reason);
    return wai_error_add(err, WAI_ERR_IO, "%s: %s: %s", writer->path, what,
                         reason[0] ? reason : "writing failed");
}

/* Values in a chunk of list k: about what a piece like the first one has, so that a piece is read without
 * another. */
static size_t chunk_of(const struct wai_layout *layout, size_t k, size_t n_rows, size_t n)
{
    size_t rows = n_rows < 16 ? 16 : n_rows;

    if (k >= WAI_PIECE_N_FIXED) {
        return rows * layout->columns[k - WAI_PIECE_N_FIXED].n_values;
    }
    return k == WAI_PIECE_EVENT                                  ? 2048 * WAI_PIECE_EVENT_BYTES
           : k == WAI_PIECE_REPLICATE || k == WAI_PIECE_N_EVENTS ? 1024
                                                                 : n;
}

/* Lists that are not there yet; NULL when memory is out. */
static struct wai_list *new_lists(const struct wai_layout *layout)
{
    struct wai_list *lists = calloc(wai_piece_n_lists(layout), sizeof *lists);

    for (size_t k = 0; lists && k < wai_piece_n_lists(layout); k++) {
        lists[k].id = -1;
    }
    return lists;
}

/* Closes lists and file; -1 when the library could not. */
static int close_lists(const struct wai_layout *layout, struct wai_list *lists, hid_t *file)
{
    int result = 0;

    for (size_t k = 0; lists && k < wai_piece_n_lists(layout); k++) {
        if (lists[k].id >= 0 && H5Dclose(lists[k].id) < 0) {
            result = -1;
        }
        lists[k].id = -1;
    }
    if (*file >= 0 && H5Fclose(*file) < 0) {
        result = -1;
    }
    *file = -1;
    return result;
}

static void release_writer(struct wai_block_writer *writer)
{
    free(writer->path);
    free(writer->lists);
    free(writer->heads);
    free(writer->events);
    free(writer);
}

enum wai_status wai_block_create(struct wai_block_writer **result, const char *path,
                                 const struct wai_layout *layout, struct wai_error *err)
{
    struct wai_block_writer *writer = calloc(1, sizeof *writer);
    enum wai_status status = WAI_OK;

    *result = NULL;
    if (!writer) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    }
    *writer = (struct wai_block_writer){
        .layout = layout, .file = -1, .path = strdup(path), .lists = new_lists(layout)
    };
    if (!writer->path || !writer->lists) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    } else {
        writer->file = wai_list_create_file(path);
        if (writer->file < 0) {
            status = fail(writer, "cannot create the block", err);
        } else if (wai_hdf_put_fixed(writer->file, "format", WAI_BLOCK_FORMAT) != 0) {
            status = fail(writer, "writing the block", err);
            wai_block_abandon(&writer);
        }
    }
    if (status != WAI_OK && writer) {
        release_writer(writer);
        writer = NULL;
    }
    *result = writer;
    return status;
}

enum wai_status wai_block_put(struct wai_block_writer *writer, const struct wai_rows *rows,
                              struct wai_error *err)
{
    const struct wai_layout *layout = writer->layout;
    int32_t *head;

    if (writer->n_pieces == writer->capacity) {
        size_t wanted = 2 * writer->capacity + 64;
        int32_t *grown = realloc(writer->heads, wanted * WAI_PIECE_N_HEAD * sizeof *grown);

        if (!grown) {
            return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", writer->path);
        }
        writer->heads = grown;
        writer->capacity = wanted;
    }
    if (!wai_piece_reserve(&writer->events, &writer->events_size, rows->n_log)) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", writer->path);
    }
    head = writer->heads + WAI_PIECE_N_HEAD * writer->n_pieces++;
    wai_piece_head(rows, head);
    wai_piece_pack(rows, writer->events);
    writer->digest = wai_piece_digest(writer->digest, rows, writer->events);
    for (size_t k = 0; k < wai_piece_n_lists(layout); k++) {
        size_t n = wai_piece_length(layout, k, head, rows->n_log);
        char name[80];

        wai_piece_name(layout, k, name);
        if (wai_list_append(writer->file, &writer->lists[k], name, wai_piece_type(layout, k),
                            chunk_of(layout, k, rows->n_rows, n), n,
                            wai_piece_values(rows, k, writer->events)) != 0) {
            return fail(writer, name, err);
        }
    }
    return WAI_OK;
}

static enum wai_status read_next(struct wai_block_reader *reader, struct wai_rows *rows, int *more,
                                 struct wai_error *err);

/* Reads a block anew and compares its digest. */
static enum wai_status check(const struct wai_block_writer *writer, const char *key, struct wai_error *err)
{
    struct wai_block_reader *reader;
    struct wai_rows rows = { 0 };
    uint32_t found = 0;
    int more = 1;
    enum wai_status status = wai_block_open(&reader, writer->path, key, writer->layout, err);

    if (status == WAI_OK && wai_rows_init(&rows, writer->layout) != WAI_OK) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", writer->path);
    }
    while (status == WAI_OK && more) {
        status = read_next(reader, &rows, &more, err);
        if (status == WAI_OK && more) {
            found = wai_piece_digest(found, &rows, reader->events);
        }
    }
    if (status == WAI_OK && found != writer->digest) {
        status =
            wai_error_add(err, WAI_ERR_IO, "%s: read back, the block is not what was written", writer->path);
    }
    wai_block_close(&reader);
    if (rows.layout) {
        wai_rows_free(&rows);
    }
    return status;
}

enum wai_status wai_block_finish(struct wai_block_writer **result, const char *key, struct wai_error *err)
{
    struct wai_block_writer *writer = *result;
    struct wai_list heads = { .id = -1 };
    size_t n = writer->n_pieces * WAI_PIECE_N_HEAD;
    enum wai_status status = WAI_OK;

    if (wai_hdf_put_fixed(writer->file, "key", key) != 0 ||
        wai_list_append(writer->file, &heads, "piece", WAI_LAYOUT_INT32, n < 4096 ? n + 1 : 4096, n,
                        writer->heads) != 0 ||
        (heads.id >= 0 && H5Dclose(heads.id) < 0)) {
        status = fail(writer, "writing the block", err);
    }
    if (close_lists(writer->layout, writer->lists, &writer->file) != 0 && status == WAI_OK) {
        status = fail(writer, "closing the block", err);
    }
    status = status != WAI_OK ? status : check(writer, key, err);
    status = status != WAI_OK ? status : wai_publish_flush(writer->path, err);
    if (status != WAI_OK) {
        (void)unlink(writer->path);
    }
    release_writer(writer);
    *result = NULL;
    return status;
}

void wai_block_abandon(struct wai_block_writer **result)
{
    if (*result) {
        (void)close_lists((*result)->layout, (*result)->lists, &(*result)->file);
        (void)unlink((*result)->path);
        release_writer(*result);
        *result = NULL;
    }
}

/* ---- reading ---- */

static enum wai_status damaged(const struct wai_block_reader *reader, const char *name, const char *wrong,
                               struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: damaged block: %s: %s", reader->path, name, wrong);
}

/* Opens a list that must have n values (SIZE_MAX: any number) and looks at its storage. */
static enum wai_status open_list(const struct wai_block_reader *reader, const char *name,
                                 enum wai_layout_type type, size_t n, struct wai_vet *vet,
                                 struct wai_error *err)
{
    const char *wrong;

    *vet = (struct wai_vet){ .id = -1 };
    if (!wai_vet_exists(reader->file, name) && (n == 0 || n == SIZE_MAX)) {
        return WAI_OK;
    }
    wrong = wai_vet_open(reader->file, name, vet);
    if (!wrong && (vet->n_dims != 1 || vet->type != type || (n != SIZE_MAX && vet->n_values != n))) {
        wrong = "it has another length or type";
    }
    wrong = wrong ? wrong : wai_intake_storage(vet);
    if (wrong && vet->id >= 0) {
        (void)H5Dclose(vet->id);
        vet->id = -1;
    }
    return wrong ? damaged(reader, name, wrong, err) : WAI_OK;
}

/* Reads n values of an open list from position `at`. */
static const char *read_list(const struct wai_vet *vet, size_t at, size_t n, void *out)
{
    const struct wai_intake_part part = {
        .n_dims = 1, .start = &at, .count = &n, .as = vet->type, .room = n
    };

    return vet->id < 0 ? "it is not there" : wai_intake_numbers(vet, &part, out);
}

/* Reads the heads of the pieces and checks them. */
static enum wai_status read_heads(struct wai_block_reader *reader, struct wai_error *err)
{
    struct wai_vet vet;
    size_t length;
    const char *wrong;
    enum wai_status status = open_list(reader, "piece", WAI_LAYOUT_INT32, SIZE_MAX, &vet, err);

    if (status != WAI_OK || vet.id < 0) {
        return status;
    }
    length = (size_t)vet.n_values;
    if (length % WAI_PIECE_N_HEAD != 0 || length > (size_t)INT32_MAX) {
        status = damaged(reader, "piece", "it has another length", err);
    } else {
        reader->heads = malloc((length + 1) * sizeof *reader->heads);
        if (!reader->heads) {
            status = wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", reader->path);
        } else if ((wrong = read_list(&vet, 0, length, reader->heads)) != NULL) {
            status = damaged(reader, "piece", wrong, err);
        }
    }
    (void)H5Dclose(vet.id);
    for (size_t i = 0; status == WAI_OK && i < length; i++) {
        const int32_t limits[WAI_PIECE_N_HEAD] = { INT32_MAX, WAI_LAYOUT_CHUNK_ROWS,
                                                   (int32_t)reader->layout->n_times, INT32_MAX,
                                                   WAI_PIECE_MOST_MESSAGE };

        if (reader->heads[i] < 0 || reader->heads[i] > limits[i % WAI_PIECE_N_HEAD]) {
            status = damaged(reader, "piece", "a number is out of range", err);
        }
    }
    reader->n_pieces = status == WAI_OK ? length / WAI_PIECE_N_HEAD : 0;
    return status;
}

/* Opens the lists, whose lengths the heads tell; that of events only the list itself. */
static enum wai_status open_lists(struct wai_block_reader *reader, struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    for (size_t k = 0; status == WAI_OK && k < wai_piece_n_lists(reader->layout); k++) {
        size_t total = 0;
        char name[80];

        for (size_t p = 0; p < reader->n_pieces; p++) {
            total += wai_piece_length(reader->layout, k, reader->heads + p * WAI_PIECE_N_HEAD, 0);
        }
        total = k == WAI_PIECE_EVENT && reader->layout->options.events ? SIZE_MAX : total;
        wai_piece_name(reader->layout, k, name);
        status =
            open_list(reader, name, wai_piece_type(reader->layout, k), total, &reader->lists[k].vet, err);
    }
    return status;
}

/* Opens the file and asks for its kind and key. */
static enum wai_status open_reader(struct wai_block_reader *reader, const char *key, struct wai_error *err)
{
    char *format, *found;
    int memory;
    enum wai_status status = WAI_OK;

    reader->file = wai_vet_file(reader->path);
    if (reader->file < 0) {
        return wai_error_add(err, access(reader->path, R_OK) == 0 ? WAI_ERR_FORMAT : WAI_ERR_IO,
                             "%s: the block cannot be opened", reader->path);
    }
    format = wai_intake_text(reader->file, "format");
    memory = format || errno != ENOMEM;
    found = wai_intake_text(reader->file, "key");
    memory = memory && (found || errno != ENOMEM);
    if (!memory) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", reader->path);
    } else if (!format || strcmp(format, WAI_BLOCK_FORMAT) != 0 || !found) {
        status = damaged(reader, "attributes", "it is not a finished block of this version", err);
    } else if (strcmp(found, key) != 0) {
        status = wai_error_add(err, WAI_ERR_IDENTITY, "%s: the block belongs to another plan", reader->path);
    }
    free(format);
    free(found);
    status = status != WAI_OK ? status : read_heads(reader, err);
    return status != WAI_OK ? status : open_lists(reader, err);
}

/* Lists that are not open; NULL when memory is out. */
static struct reel *new_reels(const struct wai_layout *layout)
{
    struct reel *reels = calloc(wai_piece_n_lists(layout), sizeof *reels);

    for (size_t k = 0; reels && k < wai_piece_n_lists(layout); k++) {
        reels[k].vet.id = -1;
    }
    return reels;
}

enum wai_status wai_block_open(struct wai_block_reader **result, const char *path, const char *key,
                               const struct wai_layout *layout, struct wai_error *err)
{
    struct wai_block_reader *reader = calloc(1, sizeof *reader);
    enum wai_status status;

    *result = NULL;
    if (!reader) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    }
    *reader = (struct wai_block_reader){
        .layout = layout, .file = -1, .path = strdup(path), .lists = new_reels(layout)
    };
    if (!reader->path || !reader->lists) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    } else {
        status = open_reader(reader, key, err);
    }
    *result = reader;
    if (status != WAI_OK) {
        wai_block_close(result);
    }
    return status;
}

/* Room for the log of a piece. */
static enum wai_status make_room(struct wai_block_reader *reader, struct wai_rows *rows,
                                 struct wai_error *err)
{
    size_t n_log = 0;

    for (size_t i = 0; i < rows->n_rows; i++) {
        n_log += rows->n_events[i];
    }
    if (n_log > MOST_EVENTS) {
        return damaged(reader, "n_events", "there are too many", err);
    }
    if (n_log > rows->log_capacity) {
        free(rows->log);
        rows->log = malloc(n_log * sizeof *rows->log);
        rows->log_capacity = rows->log ? n_log : 0;
    }
    if (!wai_piece_reserve(&reader->events, &reader->events_size, n_log) || (n_log > 0 && !rows->log)) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", reader->path);
    }
    rows->n_log = n_log;
    return WAI_OK;
}

/* Reads the lists of a piece into rows, whose head is filled. */
static enum wai_status read_lists(struct wai_block_reader *reader, const int32_t *head, struct wai_rows *rows,
                                  struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    if (head[WAI_PIECE_MESSAGE_BYTES] > 0) {
        rows->message = calloc((size_t)head[WAI_PIECE_MESSAGE_BYTES] + 1, 1);
        if (!rows->message) {
            return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", reader->path);
        }
    }
    for (size_t k = 0; status == WAI_OK && k < wai_piece_n_lists(reader->layout); k++) {
        struct reel *list = &reader->lists[k];
        const char *wrong;
        size_t n;

        if (k == WAI_PIECE_EVENT && reader->layout->options.events) { /* n_events are read before */
            status = make_room(reader, rows, err);
        }
        n = status == WAI_OK ? wai_piece_length(reader->layout, k, head, rows->n_log) : 0;
        wrong = n > 0 ? read_list(&list->vet, list->at, n, wai_piece_values(rows, k, reader->events)) : NULL;
        if (wrong) {
            char name[80];

            wai_piece_name(reader->layout, k, name);
            status = damaged(reader, name, wrong, err);
        }
        list->at += n;
    }
    if (status == WAI_OK) {
        wai_piece_unpack(reader->events, rows);
    }
    return status;
}

/* The next rows as they were put, not finished. */
static enum wai_status read_next(struct wai_block_reader *reader, struct wai_rows *rows, int *more,
                                 struct wai_error *err)
{
    const int32_t *head;
    const char *wrong;
    enum wai_status status;

    *more = reader->piece < reader->n_pieces;
    if (!*more) {
        const struct reel *events = &reader->lists[WAI_PIECE_EVENT]; /* whose length the heads do not tell */

        return events->at == events->vet.n_values ? WAI_OK
                                                  : damaged(reader, "event", "it has another length", err);
    }
    head = reader->heads + reader->piece * WAI_PIECE_N_HEAD;
    wai_rows_clear(rows, (uint64_t)head[WAI_PIECE_POINT]);
    rows->n_rows = (size_t)head[WAI_PIECE_ROWS];
    rows->n_times = (size_t)head[WAI_PIECE_TIMES];
    rows->n_failed = (uint32_t)head[WAI_PIECE_FAILED];
    status = read_lists(reader, head, rows, err);
    for (size_t i = 1; status == WAI_OK && i < rows->n_rows; i++) {
        if (rows->replicate[i] <= rows->replicate[i - 1]) {
            status = damaged(reader, "replicate", "its numbers do not ascend", err);
        }
    }
    if (status == WAI_OK && (wrong = wai_piece_check(rows)) != NULL) {
        status = damaged(reader, "rows", wrong, err);
    }
    reader->piece++;
    return status;
}

enum wai_status wai_block_next(struct wai_block_reader *reader, struct wai_rows *rows, int *more,
                               struct wai_error *err)
{
    enum wai_status status = read_next(reader, rows, more, err);

    if (status == WAI_OK && *more && wai_rows_finish(rows, 0) != WAI_OK) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", reader->path);
    }
    return status;
}

int64_t wai_block_point(const struct wai_block_reader *reader)
{
    return reader->piece < reader->n_pieces
               ? reader->heads[reader->piece * WAI_PIECE_N_HEAD + WAI_PIECE_POINT]
               : -1;
}

void wai_block_close(struct wai_block_reader **result)
{
    struct wai_block_reader *reader = *result;

    if (reader) {
        for (size_t k = 0; reader->lists && k < wai_piece_n_lists(reader->layout); k++) {
            if (reader->lists[k].vet.id >= 0) {
                (void)H5Dclose(reader->lists[k].vet.id);
            }
        }
        if (reader->file >= 0) {
            (void)H5Fclose(reader->file);
        }
        free(reader->path);
        free(reader->lists);
        free(reader->heads);
        free(reader->events);
        free(reader);
        *result = NULL;
    }
}
