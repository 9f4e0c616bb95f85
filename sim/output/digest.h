/* Summaries as datasets.  Internal to this room. */
#ifndef WAI_OUTPUT_DIGEST_H
#define WAI_OUTPUT_DIGEST_H

#include "output/file.h"
#include "output/summary.h"

#define WAI_DIGEST_DATE_STATUS "share of replications with the country in the status, at the end of the date"

/* Writes the summaries of an ensemble: their axes, <series>_quantile, _mean, _sd, p_phase, <metric>_mean,
 * _sd, _half_width, _low, _high, _known, _quantile, p_status, join_at_risk, join_count, at_p_status,
 * replicates_asked, replicates_done, replicates_failed.  asked: replications that the file was to have. */
void wai_digest_put(struct wai_file *file, const struct wai_summary *summary, uint32_t asked);

/* Axes of summaries: phase_name, quantile. */
void wai_digest_axes(struct wai_file *file, const struct wai_layout *layout);

/* Root attribute `metrics`: the names of the metrics, between spaces. */
void wai_digest_metrics(struct wai_file *file, const struct wai_layout *layout);

/* The dataset of a statistic of a column; spec points into the struct. */
struct wai_digest_statistic {
    char name[96], meaning[256];
    struct wai_dataset_spec spec;
};
void wai_digest_describe(const struct wai_layout_column *column, enum wai_summary_statistic which,
                         struct wai_digest_statistic *statistic);

/* Attributes of the open dataset of an interval or of half its width: its confidence, and whether it is the
 * "student" one of a mean or the "wilson" one of a share. */
void wai_digest_attributes(struct wai_file *file, int set, const struct wai_layout *layout,
                           const struct wai_layout_column *column, enum wai_summary_statistic which);

/* One number as value i of an array of float64, int32 or float32. */
void wai_digest_store(enum wai_layout_type type, void *to, size_t i, double value);

#endif
