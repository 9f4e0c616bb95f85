/* Metrics: the one number that a config asks of every replication. */
#ifndef WAI_EXPERIMENT_METRIC_H
#define WAI_EXPERIMENT_METRIC_H

#include <stddef.h>

#include "base/status.h"
#include "model/record.h"
#include "model/setup.h"
#include "scenario/config.h"

/* The metric of one replication of `setup`; NaN when it is not known (a date that never came).  The day of a
 * metric that has one (`at`) is among the setup's readings. */
double wai_metric_value(const struct wai_metric *metric, const struct wai_setup *setup,
                        const struct wai_record *record);

/* All of them, into values[n]. */
void wai_metric_values(const struct wai_metric *metrics, size_t n, const struct wai_setup *setup,
                       const struct wai_record *record, double *values);

/* Is the metric 0 or 1 in every replication, so that its mean is a share of them?  By `share_...`, or as
 * "member:IDN" at one time. */
int wai_metric_is_share(const struct wai_metric *metric);

/* Tells every metric whose name result files need for something else (output/taken.h), each with file, line
 * and a name that is free: WAI_ERR_CONFIG. */
enum wai_status wai_metric_check_names(const struct wai_metric *metrics, size_t n,
                                       struct wai_error *err) WAI_CHECK_RESULT;

/* A sentence of what the metric is, e.g. "n_members on 2035-12-31", into text. */
void wai_metric_describe(const struct wai_metric *metric, char *text, size_t size);

#endif
