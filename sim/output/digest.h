/* Summaries as datasets.  Internal to this room. */
#ifndef WAI_OUTPUT_DIGEST_H
#define WAI_OUTPUT_DIGEST_H

#include "output/file.h"
#include "output/summary.h"

#define WAI_DIGEST_DATE_STATUS "share of replications with the country in the status, at the end of the date"

/* Writes the summaries of an ensemble: quantile, <series>_quantile, _mean, _sd, <metric>_mean, _sd,
 * _half_width, _quantile, p_status, join_at_risk, join_count, at_p_status, replicates_done,
 * replicates_failed. */
void wai_digest_put(struct wai_file *file, const struct wai_summary *summary);

/* Root attribute `metrics`: the names of the metrics, between spaces. */
void wai_digest_metrics(struct wai_file *file, const struct wai_layout *layout);

#endif
