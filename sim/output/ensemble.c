/* The ensemble file: columns by chunks as they arrive, summaries at the end. */
#include "output/ensemble.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/assert.h"
#include "output/common.h"
#include "output/digest.h"
#include "output/events.h"
#include "output/file.h"
#include "output/origin.h"
#include "output/summary.h"
#include "output/tile.h"

struct wai_ensemble_writer {
    struct wai_file file;
    const struct wai_layout *layout;
    const struct wai_setup *setup;
    const struct wai_provenance *provenance;
    struct wai_summary summary;
    struct wai_summary_cut cut;
    struct wai_rows filling; /* of wai_ensemble_add */
    int *sets;               /* of the columns; -1 not stored */
    int n_events_set;
    struct wai_events events;
    size_t n_rows;
};

/* Opens the dataset of a stored column. */
static int open_column(struct wai_file *file, const struct wai_layout_column *column)
{
    struct wai_dataset_spec spec = { .name = column->name,
                                     .unit = column->unit,
                                     .meaning = column->meaning,
                                     .type = column->type,
                                     .n_dims = 1 + column->n_dims,
                                     .dims = { "replicate", column->dims[0], column->dims[1] },
                                     .chunk = { WAI_LAYOUT_CHUNK_ROWS, wai_tile_length(column) },
                                     .flags = column->flags,
                                     .n_flags = column->n_flags };

    return wai_file_open_set(file, &spec);
}

/* Copies the compressed tiles of rows that begin at a chunk. */
static void write_tiles(struct wai_ensemble_writer *writer, const struct wai_rows *rows)
{
    size_t at = 0;

    for (size_t c = 0; c < writer->layout->n_columns; c++) {
        const struct wai_layout_column *column = &writer->layout->columns[c];

        for (size_t k = 0; column->stored && k < wai_tile_count(column); k++, at++) {
            const size_t start[3] = { writer->n_rows, k * wai_tile_length(column), 0 };

            wai_file_write_chunk(&writer->file, writer->sets[c], start, rows->tiles[at].bytes,
                                 rows->tiles[at].length);
        }
    }
}

/* Takes rows of the final cut. */
static enum wai_status take(void *context, const struct wai_rows *rows, struct wai_error *err)
{
    struct wai_ensemble_writer *writer = context;
    int32_t numbers[WAI_LAYOUT_CHUNK_ROWS], counts[WAI_LAYOUT_CHUNK_ROWS];
    size_t n = rows->n_rows;

    wai_assert(writer->n_rows % WAI_LAYOUT_CHUNK_ROWS == 0 && rows->compressed);
    for (size_t i = 0; i < n; i++) {
        numbers[i] = (int32_t)rows->replicate[i];
        counts[i] = writer->layout->options.events ? (int32_t)rows->n_events[i] : 0;
    }
    wai_file_grow(&writer->file, "replicate", writer->n_rows + n, numbers);
    write_tiles(writer, rows);
    if (writer->layout->options.events) {
        wai_file_write(&writer->file, writer->n_events_set, &writer->n_rows, &n, counts);
        wai_events_append(&writer->events, &writer->file, rows->log, rows->n_log);
    }
    writer->n_rows += n;
    if (wai_summary_add(&writer->summary, rows) != WAI_OK) {
        return wai_error_add(err, WAI_ERR_MEMORY, "summaries: out of memory");
    }
    return writer->file.status;
}

/* Memory of the writer. */
static enum wai_status prepare(struct wai_ensemble_writer *writer)
{
    writer->cut = (struct wai_summary_cut){ .compress = 1, .take = take, .context = writer };
    writer->sets = calloc(writer->layout->n_columns, sizeof *writer->sets);
    if (!writer->sets || wai_summary_init(&writer->summary, writer->layout) != WAI_OK ||
        wai_rows_init(&writer->cut.pending, writer->layout) != WAI_OK) {
        return WAI_ERR_MEMORY;
    }
    return WAI_OK;
}

/* Gives back everything but the file. */
static void release(struct wai_ensemble_writer *writer)
{
    if (writer->summary.layout) {
        wai_summary_free(&writer->summary);
    }
    if (writer->cut.pending.layout) {
        wai_rows_free(&writer->cut.pending);
    }
    if (writer->filling.layout) {
        wai_rows_free(&writer->filling);
    }
    wai_events_free(&writer->events);
    free(writer->sets);
    free(writer);
}

enum wai_status wai_ensemble_open(struct wai_ensemble_writer **result, const char *path,
                                  const struct wai_layout *layout, const struct wai_setup *setup,
                                  const struct wai_provenance *provenance, struct wai_error *err)
{
    struct wai_ensemble_writer *writer = calloc(1, sizeof *writer);
    enum wai_status status;

    *result = NULL;
    if (!writer) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    }
    *writer = (struct wai_ensemble_writer){ .layout = layout, .setup = setup, .provenance = provenance };
    status = prepare(writer);
    if (status != WAI_OK) {
        status = wai_error_add(err, status, "%s: out of memory", path);
    } else {
        status = wai_file_create(&writer->file, path, err);
    }
    if (status != WAI_OK) {
        release(writer);
        return status;
    }
    wai_file_axis(&writer->file, "replicate", WAI_FILE_GROWS, WAI_LAYOUT_INT32, NULL, "1",
                  "number of the replication");
    wai_common_begin(&writer->file, wai_common_kinds[1], setup, layout->n_times, provenance);
    wai_common_dates(&writer->file, setup, layout->options.dates, layout->options.n_dates);
    for (size_t c = 0; c < layout->n_columns; c++) {
        writer->sets[c] = layout->columns[c].stored ? open_column(&writer->file, &layout->columns[c]) : -1;
    }
    if (layout->options.events) {
        const struct wai_dataset_spec spec = { .name = "n_events",
                                               .meaning = "events of the replication",
                                               .type = WAI_LAYOUT_INT32,
                                               .n_dims = 1,
                                               .dims = { "replicate" },
                                               .chunk = { WAI_LAYOUT_CHUNK_ROWS } };

        writer->n_events_set = wai_file_open_set(&writer->file, &spec);
        wai_file_text(&writer->file, writer->n_events_set, "sample_dimension", "event");
        wai_events_open(&writer->events, &writer->file, setup);
    }
    status = writer->file.status;
    *result = writer;
    if (status != WAI_OK) {
        wai_ensemble_abandon(result);
    }
    return status;
}

enum wai_status wai_ensemble_append(struct wai_ensemble_writer *writer, const struct wai_rows *rows,
                                    struct wai_error *err)
{
    writer->file.err = err;
    if (wai_summary_count(&writer->summary, rows) != WAI_OK) {
        return wai_error_add(err, WAI_ERR_MEMORY, "summaries: out of memory");
    }
    return wai_summary_cut_append(&writer->cut, rows, err);
}

/* Appends what wai_ensemble_add has filled. */
static enum wai_status pass_on(struct wai_ensemble_writer *writer, struct wai_error *err)
{
    enum wai_status status = wai_rows_finish(&writer->filling, 1);

    if (status != WAI_OK) {
        return wai_error_add(err, status, "finishing rows: out of memory");
    }
    status = wai_ensemble_append(writer, &writer->filling, err);
    wai_rows_clear(&writer->filling, 0);
    return status;
}

enum wai_status wai_ensemble_add(struct wai_ensemble_writer *writer, uint32_t replicate,
                                 const struct wai_record *record, const double *metrics,
                                 struct wai_error *err)
{
    if (!writer->filling.layout && wai_rows_init(&writer->filling, writer->layout) != WAI_OK) {
        return wai_error_add(err, WAI_ERR_MEMORY, "rows: out of memory");
    }
    if (wai_rows_add(&writer->filling, replicate, record, metrics) != WAI_OK) {
        return wai_error_add(err, WAI_ERR_MEMORY, "rows: out of memory");
    }
    return writer->filling.n_rows == WAI_LAYOUT_CHUNK_ROWS ? pass_on(writer, err) : WAI_OK;
}

enum wai_status wai_ensemble_finish(struct wai_ensemble_writer **result, struct wai_error *err)
{
    struct wai_ensemble_writer *writer = *result;
    enum wai_status status = WAI_OK;

    writer->file.err = err;
    if (writer->filling.layout && writer->filling.n_rows > 0) {
        status = pass_on(writer, err);
    }
    if (status == WAI_OK) {
        status = wai_summary_cut_flush(&writer->cut, err);
    }
    if (status != WAI_OK) {
        wai_ensemble_abandon(result);
        return status;
    }
    wai_digest_put(&writer->file, &writer->summary, writer->provenance->replications);
    wai_origin_put(&writer->file, writer->setup, writer->provenance);
    status = wai_file_close(&writer->file);
    release(writer);
    *result = NULL;
    return status;
}

void wai_ensemble_abandon(struct wai_ensemble_writer **result)
{
    if (*result) {
        wai_file_abandon(&(*result)->file);
        release(*result);
        *result = NULL;
    }
}
