/* Summaries over replications in memory that does not grow with their number: means and standard deviations,
 * quantiles, the share of replications in each status, joins for Kaplan-Meier.
 *
 * Takes finished rows.  Moments are merged rows by rows, so equal bytes need equal cuts: writers cut anew at
 * multiples of WAI_LAYOUT_CHUNK_ROWS (struct wai_summary_cut). */
#ifndef WAI_OUTPUT_SUMMARY_H
#define WAI_OUTPUT_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "output/layout.h"
#include "output/rows.h"
#include "output/sketch.h"

struct wai_summary {
    const struct wai_layout *layout; /* the caller's */
    uint64_t n_rows;
    size_t n_times;
    double *mean, *m2;           /* [n_cells] */
    uint64_t *known;             /* [n_cells] */
    struct wai_sketch *sketches; /* [n_cells] */
    /* With options.p_status, as in struct wai_rows. */
    int64_t *status_change;
    int64_t *join_count;
    int64_t *join_none;
    int64_t *date_status;
    uint64_t n_failed;
    char *message; /* of the first failure; NULL: none */
};

enum wai_status wai_summary_init(struct wai_summary *summary,
                                 const struct wai_layout *layout) WAI_CHECK_RESULT;

/* Bytes of a summary of so many replications, and of what is written of it. */
size_t wai_summary_bytes(const struct wai_layout *layout, size_t n_replications);
void wai_summary_free(struct wai_summary *summary);
void wai_summary_clear(struct wai_summary *summary);

/* Adds the columns of finished rows. */
enum wai_status wai_summary_add(struct wai_summary *summary, const struct wai_rows *rows) WAI_CHECK_RESULT;

/* Adds what rows counted while they were filled: statuses, joins, failures. */
enum wai_status wai_summary_count(struct wai_summary *summary, const struct wai_rows *rows) WAI_CHECK_RESULT;

/* Statistics over replications: datasets <column>_mean, ...  Those from WAI_SUMMARY_HALF_WIDTH on are of
 * metrics alone: the interval of the mean (wai_interval_metric), half its width, and the replications all
 * rests on. */
enum wai_summary_statistic {
    WAI_SUMMARY_MEAN,
    WAI_SUMMARY_SD,
    WAI_SUMMARY_HALF_WIDTH,
    WAI_SUMMARY_LOW,
    WAI_SUMMARY_HIGH,
    WAI_SUMMARY_KNOWN,
    WAI_N_SUMMARY_STATISTICS
};
extern const char *const wai_summary_names[WAI_N_SUMMARY_STATISTICS];
extern const char *const wai_summary_meanings[WAI_N_SUMMARY_STATISTICS];

/* How many of them a summarised column has: the first so many.  Of the phase there is only the share of
 * replications in each. */
size_t wai_summary_n_statistics(const struct wai_layout_column *column);

/* Has a summarised column quantiles? */
int wai_summary_has_quantiles(const struct wai_layout *layout, const struct wai_layout_column *column);

/* A statistic of the known values of a cell of a column; NaN where there are too few (mean: one, others: two;
 * known: never). */
double wai_summary_statistic(const struct wai_summary *summary, const struct wai_layout_column *column,
                             size_t cell, enum wai_summary_statistic which);

/* Share of replications in each status: out [WAI_N_STATUSES][n_countries][n_times], NaN without replications.
 */
void wai_summary_p_status(const struct wai_summary *summary, float *out);

/* The same at the dates of the layout: out [WAI_N_STATUSES][n_countries][n_dates]. */
void wai_summary_date_status(const struct wai_summary *summary, float *out);

/* out [n_countries][n_times]: replications that joined in the interval ending at the account, and those that
 * had not yet joined when it began. */
void wai_summary_joins(const struct wai_summary *summary, int32_t *at_risk, int32_t *joins);

/* Rows cut anew: rows that arrive in any cut leave full, finished, compressed if asked, and the last when
 * flushed. */
struct wai_summary_cut {
    struct wai_rows pending;
    int compress;
    enum wai_status (*take)(void *context, const struct wai_rows *rows, struct wai_error *err);
    void *context;
};

enum wai_status wai_summary_cut_append(struct wai_summary_cut *cut, const struct wai_rows *rows,
                                       struct wai_error *err) WAI_CHECK_RESULT;
enum wai_status wai_summary_cut_flush(struct wai_summary_cut *cut, struct wai_error *err) WAI_CHECK_RESULT;

#endif
