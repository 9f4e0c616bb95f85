/* Metrics side by side. */
#include "experiment/definition.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* Years until something is first so. */
static int is_passage(const struct wai_metric *metric)
{
    return metric->reduce == WAI_REDUCE_FIRST_ABOVE || metric->reduce == WAI_REDUCE_FIRST_BELOW;
}

/* One that goes over the accounts of its window. */
static int is_over_accounts(const struct wai_metric *metric)
{
    return metric->reduce == WAI_REDUCE_MAXIMUM || metric->reduce == WAI_REDUCE_MINIMUM ||
           metric->reduce == WAI_REDUCE_MEAN || is_passage(metric);
}

enum wai_definition_kind wai_definition_kind(const struct wai_metric *metric)
{
    if (metric->share != WAI_SHARE_NONE) {
        return WAI_DEFINITION_SHARE;
    }
    if (metric->source == WAI_METRIC_FIRST || metric->source == WAI_METRIC_DATE || is_passage(metric)) {
        return WAI_DEFINITION_DATE;
    }
    return metric->source == WAI_METRIC_MEMBER && metric->reduce != WAI_REDUCE_MEAN ? WAI_DEFINITION_SHARE
                                                                                    : WAI_DEFINITION_NUMBER;
}

static int same(double a, double b)
{
    return !(a < b) && !(a > b);
}

int wai_definition_equal(const struct wai_metric *a, const struct wai_metric *b)
{
    return strcmp(a->series, b->series) == 0 && a->reduce == b->reduce &&
           (!is_passage(a) || same(a->threshold, b->threshold)) &&
           (a->reduce != WAI_REDUCE_AT || a->at_day == b->at_day) && a->from_day == b->from_day &&
           a->until_day == b->until_day && a->share == b->share &&
           ((a->share != WAI_SHARE_ABOVE && a->share != WAI_SHARE_BELOW) ||
            same(a->share_threshold, b->share_threshold));
}

int wai_definition_rests_on_accounts(const struct wai_metric *metric, const struct wai_definition_run *run)
{
    return run->rests_on_accounts && (metric->reduce == WAI_REDUCE_AT || metric->reduce == WAI_REDUCE_FINAL);
}

const char *wai_definition_refuse(const struct wai_metric *metric, const struct wai_definition_run *a,
                                  const struct wai_definition_run *b)
{
    int32_t first_end = a->end_day < b->end_day ? a->end_day : b->end_day;
    int32_t last_start = a->start_day > b->start_day ? a->start_day : b->start_day;
    int same_end = a->end_day == b->end_day || metric->until_day < first_end;
    int same_start = a->start_day == b->start_day || metric->from_day >= last_start;
    int same_accounts = a->start_day == b->start_day && same(a->account_years, b->account_years);

    if (wai_definition_rests_on_accounts(metric, a) != wai_definition_rests_on_accounts(metric, b)) {
        return "rests on the account before the day in a file of format 1: make that file again";
    }
    if (metric->reduce == WAI_REDUCE_AT) {
        return NULL;
    }
    if (metric->reduce == WAI_REDUCE_FINAL) {
        return same_end ? NULL : "looks at the end, which is not the same: give it a date (at = ...)";
    }
    if (is_over_accounts(metric) && !same_accounts) {
        return "goes over accounts, which fall on other dates: give it a date (at = ...)";
    }
    if (wai_definition_kind(metric) == WAI_DEFINITION_DATE) {
        return NULL;
    }
    if (!same_end) {
        return "depends on the end, which is not the same: give it a date (at or until)";
    }
    return same_start ? NULL : "depends on the start, which is not the same: give it a date (at)";
}
