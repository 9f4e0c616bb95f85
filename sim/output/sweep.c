/* The sweep file: points one after another, their summaries in panels, their replications in chunks. */
#include "output/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "output/common.h"
#include "output/digest.h"
#include "output/events.h"
#include "output/file.h"
#include "output/goal.h"
#include "output/origin.h"
#include "output/panel.h"
#include "output/points.h"
#include "output/roster.h"
#include "output/summary.h"
#include "output/tile.h"

#define MOST_GATHERED 4096 /* replications of a point up to which scalars are gathered over points */

static const char *const point_statuses[WAI_N_POINT_STATUSES] = { "done", "pending", "failed" };

struct wai_sweep_writer {
    struct wai_file file;
    const struct wai_layout *layout;
    const struct wai_setup *setup;
    const struct wai_provenance *provenance;
    size_t n_points, max_replications, point;
    struct wai_summary summary;
    struct wai_summary_cut cut;
    struct wai_points points;
    int *sets;                 /* of columns by chunks; -1 none */
    struct wai_panel *columns; /* of scalar columns; unused ones have no buffer */
    struct wai_panel n_events;
    struct wai_events events;
    size_t n_taken; /* replications of the point so far */
    struct wai_goal goal;
    int8_t *status; /* [n_points], as the next four */
    char **messages;
    int32_t *asked, *done, *failed;
    char *tables, *table_axes; /* names of tables and of axes made for them, between spaces */
};

/* ---- opening ---- */

/* Datasets of every replication: scalars of small points gathered, all else by chunks. */
static void open_columns(struct wai_sweep_writer *writer)
{
    const struct wai_layout *layout = writer->layout;
    struct wai_file *file = &writer->file;

    for (size_t c = 0; c < layout->n_columns; c++) {
        const struct wai_layout_column *column = &layout->columns[c];
        struct wai_dataset_spec spec = { .name = column->name,
                                         .unit = column->unit,
                                         .meaning = column->meaning,
                                         .type = column->type,
                                         .flags = column->flags,
                                         .n_flags = column->n_flags,
                                         .can_miss = 1 };

        writer->sets[c] = -1;
        if (!column->stored) {
            continue;
        }
        if (column->n_dims == 0 && writer->max_replications <= MOST_GATHERED) {
            spec.n_dims = 1;
            spec.dims[0] = "replicate";
            wai_panel_open(&writer->columns[c], file, &spec, &writer->max_replications, writer->n_points);
            continue;
        }
        spec.n_dims = 2 + column->n_dims;
        spec.dims[0] = "point";
        spec.dims[1] = "replicate";
        spec.chunk[0] = 1;
        spec.chunk[1] = WAI_LAYOUT_CHUNK_ROWS;
        for (size_t d = 0; d < column->n_dims; d++) {
            spec.dims[2 + d] = column->dims[d];
            spec.chunk[2 + d] = d == 0 ? wai_tile_length(column) : column->sizes[d];
        }
        writer->sets[c] = wai_file_open_set(file, &spec);
        writer->cut.compress = 1;
    }
    if (layout->options.events) {
        const struct wai_dataset_spec spec = { .name = "n_events",
                                               .meaning = "events of the replication",
                                               .type = WAI_LAYOUT_INT32,
                                               .n_dims = 1,
                                               .dims = { "replicate" } };

        wai_panel_open(&writer->n_events, file, &spec, &writer->max_replications, writer->n_points);
        wai_file_text(file, writer->n_events.set, "sample_dimension", "event");
        wai_events_open(&writer->events, file, writer->setup);
    }
}

/* The axis of replications; it may grow, so that chunks can be longer than it. */
static void put_replicates(struct wai_sweep_writer *writer)
{
    int32_t *numbers = malloc(writer->max_replications * sizeof *numbers);

    if (!numbers) {
        wai_file_fail_memory(&writer->file);
        return;
    }
    for (size_t i = 0; i < writer->max_replications; i++) {
        numbers[i] = (int32_t)i;
    }
    wai_file_axis(&writer->file, "replicate", WAI_FILE_GROWS, WAI_LAYOUT_INT32, NULL, "1",
                  "number of the replication");
    wai_file_grow(&writer->file, "replicate", writer->max_replications, numbers);
    free(numbers);
}

/* Makes everything that is known before the first point. */
static void put_head(struct wai_sweep_writer *writer, const struct wai_sweep_design *design)
{
    const struct wai_layout *layout = writer->layout;
    struct wai_file *file = &writer->file;

    wai_file_axis(file, "point", writer->n_points, WAI_LAYOUT_INT32, NULL, "1", "point of the sweep");
    put_replicates(writer);
    wai_common_begin(file, wai_common_kinds[2], writer->setup, layout->n_times, writer->provenance);
    wai_common_dates(file, writer->setup, layout->options.dates, layout->options.n_dates);
    wai_digest_metrics(file, layout);
    wai_digest_axes(file, layout);
    wai_origin_put(file, writer->setup, writer->provenance);
    wai_roster_put(file, design, writer->setup->start_day);
    wai_points_open(&writer->points, file, layout, writer->n_points);
    open_columns(writer);
}

/* ---- replications ---- */

/* Are the rows a run of consecutive replications that begins at a chunk? */
static int is_chunk(const struct wai_rows *rows)
{
    size_t n = rows->n_rows;

    return rows->compressed && rows->replicate[0] % WAI_LAYOUT_CHUNK_ROWS == 0 &&
           rows->replicate[n - 1] - rows->replicate[0] == n - 1;
}

/* Copies tiles to the chunks of the present point. */
static void write_tiles(struct wai_sweep_writer *writer, const struct wai_rows *rows)
{
    size_t at = 0;

    for (size_t c = 0; c < writer->layout->n_columns; c++) {
        const struct wai_layout_column *column = &writer->layout->columns[c];

        for (size_t k = 0; column->stored && k < wai_tile_count(column); k++, at++) {
            const size_t start[4] = { writer->point, rows->replicate[0], k * wai_tile_length(column), 0 };

            if (writer->sets[c] >= 0) {
                wai_file_write_chunk(&writer->file, writer->sets[c], start, rows->tiles[at].bytes,
                                     rows->tiles[at].length);
            }
        }
    }
}

/* Writes row by row, each at the place of its replication: some between have failed. */
static void write_rows(struct wai_sweep_writer *writer, const struct wai_rows *rows)
{
    for (size_t c = 0; c < writer->layout->n_columns; c++) {
        const struct wai_layout_column *column = &writer->layout->columns[c];
        size_t bytes = column->n_values * wai_layout_size(column->type);

        for (size_t i = 0; writer->sets[c] >= 0 && i < rows->n_rows; i++) {
            const size_t start[4] = { writer->point, rows->replicate[i] };
            const size_t count[4] = { 1, 1, column->sizes[0], column->sizes[1] };

            wai_file_write(&writer->file, writer->sets[c], start, count,
                           (const uint8_t *)rows->values[c] + i * bytes);
        }
    }
}

/* Gathers scalar columns and numbers of events. */
static void gather(struct wai_sweep_writer *writer, const struct wai_rows *rows)
{
    for (size_t c = 0; c < writer->layout->n_columns; c++) {
        size_t size = wai_layout_size(writer->layout->columns[c].type);
        uint8_t *to = writer->columns[c].buffer
                          ? wai_panel_at(&writer->columns[c], &writer->file, writer->point)
                          : NULL;

        for (size_t i = 0; to && i < rows->n_rows; i++) {
            memcpy(to + rows->replicate[i] * size, (const uint8_t *)rows->values[c] + i * size, size);
        }
    }
    if (writer->layout->options.events) {
        int32_t *to = wai_panel_at(&writer->n_events, &writer->file, writer->point);

        for (size_t i = 0; to && i < rows->n_rows; i++) {
            to[rows->replicate[i]] = (int32_t)rows->n_events[i];
        }
        wai_events_append(&writer->events, &writer->file, rows->log, rows->n_log);
    }
}

/* Takes rows of the final cut. */
static enum wai_status take(void *context, const struct wai_rows *rows, struct wai_error *err)
{
    struct wai_sweep_writer *writer = context;

    wai_assert(rows->replicate[rows->n_rows - 1] < writer->max_replications);
    gather(writer, rows);
    if (writer->cut.compress && is_chunk(rows)) {
        write_tiles(writer, rows);
    } else if (writer->cut.compress) {
        write_rows(writer, rows);
    }
    writer->n_taken += rows->n_rows;
    if (wai_summary_add(&writer->summary, rows) != WAI_OK) {
        return wai_error_add(err, WAI_ERR_MEMORY, "summaries: out of memory");
    }
    return writer->file.status;
}

/* ---- the writer ---- */

/* Memory of the writer. */
static enum wai_status prepare(struct wai_sweep_writer *writer)
{
    size_t n = writer->n_points, columns = writer->layout->n_columns;

    writer->cut = (struct wai_summary_cut){ .take = take, .context = writer };
    writer->sets = calloc(columns, sizeof *writer->sets);
    writer->columns = calloc(columns, sizeof *writer->columns);
    writer->status = calloc(n, sizeof *writer->status);
    writer->messages = calloc(n, sizeof *writer->messages);
    writer->asked = calloc(n, sizeof *writer->asked);
    writer->done = calloc(n, sizeof *writer->done);
    writer->failed = calloc(n, sizeof *writer->failed);
    writer->tables = calloc(1, 1);
    writer->table_axes = calloc(1, 1);
    if (!writer->sets || !writer->columns || !writer->status || !writer->messages || !writer->asked ||
        !writer->done || !writer->failed || !writer->tables || !writer->table_axes ||
        wai_goal_init(&writer->goal, writer->layout, n, writer->max_replications) != WAI_OK ||
        wai_summary_init(&writer->summary, writer->layout) != WAI_OK ||
        wai_rows_init(&writer->cut.pending, writer->layout) != WAI_OK) {
        return WAI_ERR_MEMORY;
    }
    memset(writer->status, WAI_POINT_PENDING, n);
    for (size_t i = 0; i < n; i++) {
        writer->asked[i] = (int32_t)writer->max_replications;
    }
    return WAI_OK;
}

static void release(struct wai_sweep_writer *writer)
{
    for (size_t c = 0; writer->columns && c < writer->layout->n_columns; c++) {
        wai_panel_free(&writer->columns[c]);
    }
    for (size_t i = 0; writer->messages && i < writer->n_points; i++) {
        free(writer->messages[i]);
    }
    if (writer->summary.layout) {
        wai_summary_free(&writer->summary);
    }
    if (writer->cut.pending.layout) {
        wai_rows_free(&writer->cut.pending);
    }
    wai_points_free(&writer->points);
    wai_panel_free(&writer->n_events);
    wai_events_free(&writer->events);
    free(writer->sets);
    free(writer->columns);
    free(writer->status);
    wai_goal_free(&writer->goal);
    free(writer->messages);
    free(writer->asked);
    free(writer->done);
    free(writer->failed);
    free(writer->tables);
    free(writer->table_axes);
    free(writer);
}

enum wai_status wai_sweep_open(struct wai_sweep_writer **result, const char *path,
                               const struct wai_layout *layout, const struct wai_setup *setup,
                               const struct wai_provenance *provenance, const struct wai_sweep_design *design,
                               struct wai_error *err)
{
    struct wai_sweep_writer *writer = calloc(1, sizeof *writer);
    enum wai_status status;

    wai_assert(design->n_points > 0 && design->max_replications > 0);
    *result = NULL;
    if (!writer) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    }
    *writer = (struct wai_sweep_writer){ .layout = layout,
                                         .setup = setup,
                                         .provenance = provenance,
                                         .goal = { .metric = design->goal_metric,
                                                   .half_width = design->goal_half_width },
                                         .n_points = design->n_points,
                                         .max_replications = design->max_replications };
    status = prepare(writer);
    status = status == WAI_OK ? wai_file_create(&writer->file, path, err)
                              : wai_error_add(err, status, "%s: out of memory", path);
    if (status != WAI_OK) {
        release(writer);
        return status;
    }
    put_head(writer, design);
    status = writer->file.status;
    *result = writer;
    if (status != WAI_OK) {
        wai_sweep_abandon(result);
    }
    return status;
}

enum wai_status wai_sweep_append(struct wai_sweep_writer *writer, const struct wai_rows *rows,
                                 struct wai_error *err)
{
    wai_assert(writer->point < writer->n_points);
    writer->file.err = err;
    if (wai_summary_count(&writer->summary, rows) != WAI_OK) {
        return wai_error_add(err, WAI_ERR_MEMORY, "summaries: out of memory");
    }
    return rows->n_rows > 0 ? wai_summary_cut_append(&writer->cut, rows, err) : WAI_OK;
}

enum wai_status wai_sweep_end_point(struct wai_sweep_writer *writer, enum wai_point_status point_status,
                                    const char *message, struct wai_error *err)
{
    size_t point = writer->point;
    enum wai_status status;

    wai_assert(point < writer->n_points);
    writer->file.err = err;
    status = wai_summary_cut_flush(&writer->cut, err);
    if (status != WAI_OK) {
        return status;
    }
    wai_points_put(&writer->points, &writer->file, &writer->summary, point);
    writer->status[point] = (int8_t)point_status;
    wai_goal_note(&writer->goal, &writer->summary, point);
    writer->done[point] = (int32_t)writer->n_taken;
    writer->failed[point] = (int32_t)writer->summary.n_failed;
    if (message[0] != '\0') {
        writer->messages[point] = strdup(message);
        if (!writer->messages[point]) {
            return wai_error_add(err, WAI_ERR_MEMORY, "message of a point: out of memory");
        }
    }
    wai_summary_clear(&writer->summary);
    writer->n_taken = 0;
    writer->point++;
    return writer->file.status;
}

enum wai_status wai_sweep_table(struct wai_sweep_writer *writer, const struct wai_sweep_table *table,
                                struct wai_error *err)
{
    struct wai_dataset_spec spec = { .name = table->name,
                                     .unit = table->unit,
                                     .meaning = table->meaning,
                                     .type = table->values ? WAI_LAYOUT_FLOAT64 : WAI_LAYOUT_INT32,
                                     .n_dims = table->n_dims };
    int well = wai_roster_add_word(&writer->tables, table->name);

    wai_assert(table->n_dims >= 1 && table->n_dims <= 3);
    writer->file.err = err;
    for (size_t d = 0; d < table->n_dims; d++) {
        int axis = wai_file_find_axis(&writer->file, table->dims[d].name);

        spec.dims[d] = table->dims[d].name;
        if (axis < 0) {
            well = well && wai_roster_add_word(&writer->table_axes, table->dims[d].name);
            wai_file_axis(&writer->file, spec.dims[d], table->dims[d].n,
                          table->dims[d].labels ? WAI_LAYOUT_TEXT : WAI_LAYOUT_INT32, table->dims[d].labels,
                          "1", "axis of an analysis");
        } else {
            wai_assert(writer->file.axes[axis].length == table->dims[d].n);
        }
    }
    if (!well) {
        return wai_error_add(err, WAI_ERR_MEMORY, "table %s: out of memory", table->name);
    }
    if (writer->file.status == WAI_OK) {
        wai_file_put(&writer->file, &spec, table->values ? (const void *)table->values : table->counts);
    }
    return writer->file.status;
}

/* Datasets of the fate of points. */
static void put_fates(struct wai_sweep_writer *writer)
{
    struct wai_file *file = &writer->file;

    for (size_t i = 0; i < writer->n_points; i++) {
        if (!writer->messages[i]) {
            writer->messages[i] = strdup("");
        }
        if (!writer->messages[i]) {
            wai_file_fail_memory(file);
            return;
        }
    }
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "point_status",
                                             .meaning = "fate of the point",
                                             .type = WAI_LAYOUT_INT8,
                                             .n_dims = 1,
                                             .dims = { "point" },
                                             .flags = point_statuses,
                                             .n_flags = WAI_N_POINT_STATUSES },
                 writer->status);
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "point_message",
                                             .meaning = "why the point failed",
                                             .type = WAI_LAYOUT_TEXT,
                                             .n_dims = 1,
                                             .dims = { "point" } },
                 writer->messages);
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "replications_asked",
                                             .meaning =
                                                 "replications asked of the point; of adaptive ones the "
                                                 "most",
                                             .type = WAI_LAYOUT_INT32,
                                             .n_dims = 1,
                                             .dims = { "point" } },
                 writer->asked);
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "replications_done",
                                             .meaning = "replications of the point",
                                             .type = WAI_LAYOUT_INT32,
                                             .n_dims = 1,
                                             .dims = { "point" } },
                 writer->done);
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "replications_failed",
                                             .type = WAI_LAYOUT_INT32,
                                             .meaning = "replications of the point that failed",
                                             .n_dims = 1,
                                             .dims = { "point" } },
                 writer->failed);
}

enum wai_status wai_sweep_finish(struct wai_sweep_writer **result, struct wai_error *err)
{
    struct wai_sweep_writer *writer = *result;
    enum wai_status status;

    writer->file.err = err;
    wai_points_flush(&writer->points, &writer->file);
    for (size_t c = 0; c < writer->layout->n_columns; c++) {
        wai_panel_flush(&writer->columns[c], &writer->file);
    }
    wai_panel_flush(&writer->n_events, &writer->file);
    put_fates(writer);
    wai_goal_put(&writer->goal, &writer->file);
    wai_file_text(&writer->file, -1, "tables", writer->tables);
    wai_file_text(&writer->file, -1, "table_axes", writer->table_axes);
    status = wai_file_close(&writer->file);
    release(writer);
    *result = NULL;
    return status;
}

void wai_sweep_abandon(struct wai_sweep_writer **result)
{
    if (*result) {
        wai_file_abandon(&(*result)->file);
        release(*result);
        *result = NULL;
    }
}
