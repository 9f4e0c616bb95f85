/* What a metric asks: whether two of them ask the same, what kind of number comes out, and whether it depends
 * on when the run begins and ends. */
#ifndef WAI_EXPERIMENT_DEFINITION_H
#define WAI_EXPERIMENT_DEFINITION_H

#include <stdint.h>

#include "scenario/config.h"

enum wai_definition_kind {
    WAI_DEFINITION_NUMBER,
    WAI_DEFINITION_SHARE, /* 0 or 1: its mean is a share of the replications */
    WAI_DEFINITION_DATE   /* years since the start, NaN never */
};
enum wai_definition_kind wai_definition_kind(const struct wai_metric *metric);

/* The same question, whatever the names? */
int wai_definition_equal(const struct wai_metric *a, const struct wai_metric *b);

/* Two runs between which a metric is judged: first days, ends (the day after the last), from 1900-01-01; time
 * between accounts, and how the file read metrics. */
struct wai_definition_run {
    int32_t start_day, end_day;
    double account_years;
    int rests_on_accounts; /* metrics at a date and at the end rest on the account before (early files) */
};

/* Is the metric of this run that of the last account before its day, and not of the day itself? */
int wai_definition_rests_on_accounts(const struct wai_metric *metric, const struct wai_definition_run *run);

/* NULL when the metric means the same in both runs, else why it does not: the end of a sentence that begins
 * with its name.  A date that is cut at the earlier end does mean the same. */
const char *wai_definition_refuse(const struct wai_metric *metric, const struct wai_definition_run *a,
                                  const struct wai_definition_run *b);

#endif
