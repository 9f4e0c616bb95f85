/* Rows seen as lists of plain values: see output/piece.h. */
#include "output/piece.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/assert.h"

static const struct {
    const char *name;
    enum wai_layout_type type;
} fixed_lists[WAI_PIECE_N_FIXED] = {
    [WAI_PIECE_MESSAGE] = { "message", WAI_LAYOUT_INT8 },
    [WAI_PIECE_REPLICATE] = { "replicate", WAI_LAYOUT_INT32 },
    [WAI_PIECE_STATUS_CHANGE] = { "status_change", WAI_LAYOUT_INT32 },
    [WAI_PIECE_JOIN_COUNT] = { "join_count", WAI_LAYOUT_INT32 },
    [WAI_PIECE_JOIN_NONE] = { "join_none", WAI_LAYOUT_INT32 },
    [WAI_PIECE_DATE_STATUS] = { "date_status", WAI_LAYOUT_INT32 },
    [WAI_PIECE_N_EVENTS] = { "n_events", WAI_LAYOUT_INT32 },
    [WAI_PIECE_EVENT] = { "event", WAI_LAYOUT_INT8 },
};

size_t wai_piece_n_lists(const struct wai_layout *layout)
{
    return WAI_PIECE_N_FIXED + layout->n_columns;
}

enum wai_layout_type wai_piece_type(const struct wai_layout *layout, size_t k)
{
    return k < WAI_PIECE_N_FIXED ? fixed_lists[k].type : layout->columns[k - WAI_PIECE_N_FIXED].type;
}

void wai_piece_name(const struct wai_layout *layout, size_t k, char name[80])
{
    (void)snprintf(name, 80, "%s%s", k < WAI_PIECE_N_FIXED ? "" : "column_",
                   k < WAI_PIECE_N_FIXED ? fixed_lists[k].name : layout->columns[k - WAI_PIECE_N_FIXED].name);
}

size_t wai_piece_length(const struct wai_layout *layout, size_t k, const int32_t *head, size_t n_log)
{
    size_t cells = layout->n_countries * layout->n_times, rows = (size_t)head[WAI_PIECE_ROWS];
    size_t counted = layout->options.p_status ? 1 : 0, logged = layout->options.events ? 1 : 0;

    switch (k) {
    case WAI_PIECE_MESSAGE:
        return (size_t)head[WAI_PIECE_MESSAGE_BYTES];
    case WAI_PIECE_REPLICATE:
        return rows;
    case WAI_PIECE_STATUS_CHANGE:
        return counted * WAI_N_STATUSES * cells;
    case WAI_PIECE_JOIN_COUNT:
        return counted * cells;
    case WAI_PIECE_JOIN_NONE:
        return counted * layout->n_countries;
    case WAI_PIECE_DATE_STATUS:
        return counted * WAI_N_STATUSES * layout->n_countries * layout->options.n_dates;
    case WAI_PIECE_N_EVENTS:
        return logged * rows;
    case WAI_PIECE_EVENT:
        return logged * n_log * WAI_PIECE_EVENT_BYTES;
    default:
        /* What no result of this layout has need not be kept. */
        return layout->columns[k - WAI_PIECE_N_FIXED].stored ||
                       layout->columns[k - WAI_PIECE_N_FIXED].summarised
                   ? rows * layout->columns[k - WAI_PIECE_N_FIXED].n_values
                   : 0;
    }
}

void *wai_piece_values(const struct wai_rows *rows, size_t k, uint8_t *events)
{
    void *const values[WAI_PIECE_N_FIXED] = { [WAI_PIECE_MESSAGE] = rows->message,
                                              [WAI_PIECE_REPLICATE] = rows->replicate,
                                              [WAI_PIECE_STATUS_CHANGE] = rows->status_change,
                                              [WAI_PIECE_JOIN_COUNT] = rows->join_count,
                                              [WAI_PIECE_JOIN_NONE] = rows->join_none,
                                              [WAI_PIECE_DATE_STATUS] = rows->date_status,
                                              [WAI_PIECE_N_EVENTS] = rows->n_events,
                                              [WAI_PIECE_EVENT] = events };

    return k < WAI_PIECE_N_FIXED ? values[k] : rows->values[k - WAI_PIECE_N_FIXED];
}

void wai_piece_head(const struct wai_rows *rows, int32_t head[WAI_PIECE_N_HEAD])
{
    size_t message = rows->message ? strlen(rows->message) : 0;

    wai_assert(rows->point <= INT32_MAX);
    head[WAI_PIECE_POINT] = (int32_t)rows->point;
    head[WAI_PIECE_ROWS] = (int32_t)rows->n_rows;
    head[WAI_PIECE_TIMES] = (int32_t)rows->n_times;
    head[WAI_PIECE_FAILED] = (int32_t)rows->n_failed;
    head[WAI_PIECE_MESSAGE_BYTES] =
        (int32_t)(message < WAI_PIECE_MOST_MESSAGE ? message : WAI_PIECE_MOST_MESSAGE);
}

int wai_piece_reserve(uint8_t **events, size_t *size, size_t n_log)
{
    if (n_log * WAI_PIECE_EVENT_BYTES > *size) {
        free(*events);
        *events = malloc(n_log * WAI_PIECE_EVENT_BYTES);
        *size = *events ? n_log * WAI_PIECE_EVENT_BYTES : 0;
    }
    return n_log == 0 || *events != NULL;
}

void wai_piece_pack(const struct wai_rows *rows, uint8_t *to)
{
    for (size_t i = 0; i < rows->n_log; i++, to += WAI_PIECE_EVENT_BYTES) {
        const struct wai_log_row *row = &rows->log[i];
        const int8_t codes[] = { row->type, row->from, row->to, row->cause };

        memcpy(to, &row->time_years, 8);
        memcpy(to + 8, &row->value, 4);
        memcpy(to + 12, &row->country, 4);
        memcpy(to + 16, codes, 4);
    }
}

void wai_piece_unpack(const uint8_t *from, struct wai_rows *rows)
{
    for (size_t i = 0; i < rows->n_log; i++, from += WAI_PIECE_EVENT_BYTES) {
        struct wai_log_row *row = &rows->log[i];

        memcpy(&row->time_years, from, 8);
        memcpy(&row->value, from + 8, 4);
        memcpy(&row->country, from + 12, 4);
        row->type = (int8_t)from[16];
        row->from = (int8_t)from[17];
        row->to = (int8_t)from[18];
        row->cause = (int8_t)from[19];
    }
}

uint32_t wai_piece_digest(uint32_t before, const struct wai_rows *rows, uint8_t *events)
{
    int32_t head[WAI_PIECE_N_HEAD];
    uLong crc = before;

    wai_piece_head(rows, head);
    crc = crc32(crc, (const Bytef *)head, sizeof head);
    for (size_t k = 0; k < wai_piece_n_lists(rows->layout); k++) {
        size_t n = wai_piece_length(rows->layout, k, head, rows->n_log) *
                   wai_layout_size(wai_piece_type(rows->layout, k));

        if (n > 0) {
            crc = crc32_z(crc, wai_piece_values(rows, k, events), n);
        }
    }
    return (uint32_t)crc;
}

/* ---- rows of others ---- */

static int are_within(const int32_t *values, size_t n, int32_t low, int32_t high)
{
    for (size_t i = 0; i < n; i++) {
        if (values[i] < low || values[i] > high) {
            return 0;
        }
    }
    return 1;
}

static const char *check_column(const struct wai_rows *rows, size_t c, double *row)
{
    const struct wai_layout_column *column = &rows->layout->columns[c];
    int counts = column->source == WAI_LAYOUT_N_STATUS ||
                 (column->source == WAI_LAYOUT_SERIES && strcmp(column->unit, "country") == 0);
    int shares = column->source == WAI_LAYOUT_P_PHASE || column->is_share;
    double high = column->flags ? (double)column->n_flags - 1
                  : counts      ? (double)rows->layout->n_countries
                  : shares      ? 1
                                : (double)FLT_MAX;
    double low = column->flags || counts || shares || column->source == WAI_LAYOUT_FIRST ||
                         column->source == WAI_LAYOUT_DATE
                     ? 0
                     : -(double)FLT_MAX;

    for (size_t i = 0; i < rows->n_rows; i++) {
        wai_rows_numbers(rows, c, i, row);
        for (size_t v = 0; v < column->n_values; v++) {
            if (row[v] < low || row[v] > high) { /* what is missing is NaN */
                return "a value is out of range";
            }
        }
    }
    return NULL;
}

static const char *check_columns(const struct wai_rows *rows)
{
    const struct wai_layout *layout = rows->layout;
    const char *wrong = NULL;
    size_t widest = 1;
    double *row;

    for (size_t c = 0; c < layout->n_columns; c++) {
        widest = layout->columns[c].n_values > widest ? layout->columns[c].n_values : widest;
    }
    row = malloc(widest * sizeof *row);
    for (size_t c = 0; c < layout->n_columns && row && !wrong; c++) {
        if (layout->columns[c].stored || layout->columns[c].summarised) {
            wrong = check_column(rows, c, row);
        }
    }
    free(row);
    return row ? wrong : "out of memory";
}

static const char *check_log(const struct wai_rows *rows)
{
    int32_t n = (int32_t)rows->layout->n_countries;

    for (size_t i = 0; i < rows->n_log; i++) {
        const struct wai_log_row *row = &rows->log[i];

        if (!(row->time_years >= 0) || isinf(row->time_years) || isinf(row->value) || row->country < -1 ||
            row->country >= n || row->type < 0 || row->type >= WAI_N_EVENT_TYPES || row->from < -1 ||
            row->from >= WAI_N_STATUSES || row->to < -1 || row->to >= WAI_N_STATUSES || row->cause < -1 ||
            row->cause >= WAI_N_CAUSES) {
            return "an event is none";
        }
    }
    return NULL;
}

const char *wai_piece_check(const struct wai_rows *rows)
{
    const struct wai_layout *layout = rows->layout;
    size_t cells = layout->n_countries * layout->n_times;
    int32_t n = (int32_t)rows->n_rows;
    const char *wrong = n > 0 && rows->n_times == 0 ? "it has no accounts" : check_columns(rows);

    if (!wrong && layout->options.p_status &&
        (!are_within(rows->status_change, WAI_N_STATUSES * cells, -n, n) ||
         !are_within(rows->join_count, cells, 0, n) ||
         !are_within(rows->join_none, layout->n_countries, 0, n) ||
         !are_within(rows->date_status, WAI_N_STATUSES * layout->n_countries * layout->options.n_dates, 0,
                     n))) {
        wrong = "more countries change than there are replications";
    }
    return wrong ? wrong : check_log(rows);
}
