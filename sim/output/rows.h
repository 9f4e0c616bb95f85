/* Rows: consecutive replications of one point, as columns in memory; the unit that workers fill and writers
 * take.
 *
 * Workers call everything here; nothing touches a file.  A worker fills up to WAI_LAYOUT_CHUNK_ROWS
 * replications and ends with wai_rows_finish, which does the costly part of writing (moments, order,
 * compression).  What is written depends on the sequence of replications alone, not on how it was cut into
 * rows. */
#ifndef WAI_OUTPUT_ROWS_H
#define WAI_OUTPUT_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/record.h"
#include "output/layout.h"

/* A piece of a chunk: compressed bytes of one tile of one column. */
struct wai_rows_tile {
    size_t length, capacity;
    uint8_t *bytes;
};

struct wai_rows {
    const struct wai_layout *layout; /* the caller's */
    uint64_t point;
    size_t n_rows;
    size_t n_times;      /* accounts of the point, at most those of the layout; the rest is missing */
    uint32_t *replicate; /* number of each row, ascending; a failed replication has no row */
    void **values;       /* for each column [WAI_LAYOUT_CHUNK_ROWS][n_values] of its type */

    /* Of the point's replications that failed within these rows. */
    uint32_t n_failed;
    char *message; /* of the first; NULL: none */

    /* With options.p_status: countries per status, by the account at which they came (+) and left (-), and
     * joins. */
    int32_t *status_change; /* [WAI_N_STATUSES][n_countries][n_times of the layout] */
    int32_t *join_count;    /* [n_countries][n_times of the layout] */
    int32_t *join_none;     /* [n_countries]: replications that were members from the start */
    int32_t *date_status;   /* [WAI_N_STATUSES][n_countries][n_dates]: replications with it in the status */

    /* With options.events: all rows one after another. */
    size_t n_log, log_capacity;
    struct wai_log_row *log;
    uint32_t *n_events; /* of each row */

    /* By finish. */
    int finished;
    double *mean, *m2; /* [n_cells], over the rows: mean and sum of squared deviations */
    uint32_t *known;   /* [n_cells]: values that are numbers */
    uint32_t *keys;    /* [n_cells][WAI_LAYOUT_CHUNK_ROWS]: ascending sketch keys of the known values */
    size_t n_tiles;
    struct wai_rows_tile *tiles; /* of the stored columns in order; empty unless compressed */
    int compressed;
    uint8_t *scratch;
    size_t scratch_size;
};

/* Memory for replications of a layout; the rows are empty. */
enum wai_status wai_rows_init(struct wai_rows *rows, const struct wai_layout *layout) WAI_CHECK_RESULT;
void wai_rows_free(struct wai_rows *rows);

/* Bytes that rows with n_rows replications use of their memory, with the compressed columns at half their
 * size; without events. */
size_t wai_rows_bytes(const struct wai_layout *layout, size_t n_rows);

/* Empties the rows for replications of another batch. */
void wai_rows_clear(struct wai_rows *rows, uint64_t point);

/* Adds replication `replicate`; metrics: options.n_metrics values, NaN not known.  At most
 * WAI_LAYOUT_CHUNK_ROWS, ascending.  All records of the rows have the same number of accounts. */
enum wai_status wai_rows_add(struct wai_rows *rows, uint32_t replicate, const struct wai_record *record,
                             const double *metrics) WAI_CHECK_RESULT;

/* Notes a failed replication; the message of the first is kept. */
enum wai_status wai_rows_fail(struct wai_rows *rows, const char *message) WAI_CHECK_RESULT;

/* Ends filling.  compress: also compress the columns, for an ensemble (a writer does it itself otherwise). */
enum wai_status wai_rows_finish(struct wai_rows *rows, int compress) WAI_CHECK_RESULT;

/* Copies row i of `from` to the end of `to` (same layout), events too, but not the status and join counts,
 * which cannot be divided. */
enum wai_status wai_rows_copy(struct wai_rows *to, const struct wai_rows *from, size_t i) WAI_CHECK_RESULT;

/* Copies all rows of `from` to the empty `to`, with what wai_rows_finish found (but compression). */
enum wai_status wai_rows_adopt(struct wai_rows *to, const struct wai_rows *from) WAI_CHECK_RESULT;

/* Row i of column c as numbers, missing ones NaN; out has n_values of the column. */
void wai_rows_numbers(const struct wai_rows *rows, size_t c, size_t i, double *out);

#endif
