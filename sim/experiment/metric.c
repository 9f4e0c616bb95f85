/* From the record of a replication to the numbers that a config asks for. */
#include "experiment/metric.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "output/taken.h"
#include "scenario/date.h"

static double day_of_account(const struct wai_setup *setup, size_t k)
{
    return (double)(k + 1) * setup->params.organisation.account_years * WAI_DAYS_PER_YEAR;
}

/* Value of the metric's series in column k of a table. */
static double at(const struct wai_metric *metric, int country, const struct wai_record_table *table, size_t k)
{
    size_t which = (size_t)metric->which;
    int8_t status;

    switch (metric->source) {
    case WAI_METRIC_SERIES:
        return table->series[which * table->n + k];
    case WAI_METRIC_SERVICE:
        return table->service[which * table->n + k];
    case WAI_METRIC_N_STATUS:
        return table->n_status[which * table->n + k];
    default:
        status = table->country_status[(size_t)country * table->n + k];
        return metric->source == WAI_METRIC_COUNTRY ? status : WAI_STATUS_IS_MEMBER(status) ? 1 : 0;
    }
}

/* Accounts [*first, *end) that lie in the metric's window.  An account counts as of the day on which it
 * falls. */
static void window(const struct wai_metric *metric, const struct wai_setup *setup, size_t n_times,
                   size_t *first, size_t *end)
{
    double from = (double)metric->from_day - setup->start_day;
    double until = (double)metric->until_day - setup->start_day + 1; /* the whole of the last day */

    *first = 0;
    while (*first < n_times && day_of_account(setup, *first) < from) {
        ++*first;
    }
    *end = *first;
    while (*end < n_times && day_of_account(setup, *end) < until) {
        ++*end;
    }
}

static double over_window(const struct wai_metric *metric, const struct wai_setup *setup, int country,
                          const struct wai_record *record)
{
    const struct wai_record_table accounts = { record->n_times, record->series, record->service,
                                               record->n_status, record->country_status };
    size_t first;
    size_t end;
    double result = NAN;
    double sum = 0;

    window(metric, setup, record->n_times, &first, &end);
    for (size_t k = first; k < end; k++) {
        double value = at(metric, country, &accounts, k);

        switch (metric->reduce) {
        case WAI_REDUCE_MAXIMUM:
            result = k == first || value > result ? value : result;
            break;
        case WAI_REDUCE_MINIMUM:
            result = k == first || value < result ? value : result;
            break;
        case WAI_REDUCE_FIRST_ABOVE:
        case WAI_REDUCE_FIRST_BELOW:
            if (metric->reduce == WAI_REDUCE_FIRST_ABOVE ? value > metric->threshold
                                                         : value < metric->threshold) {
                return (double)(k + 1) * setup->params.organisation.account_years;
            }
            break;
        default:
            sum += value;
            result = sum / (double)(k + 1 - first);
            break;
        }
    }
    return result;
}

static double number(const struct wai_metric *metric, const struct wai_setup *setup,
                     const struct wai_record *record)
{
    int country = metric->iso3[0] != '\0' ? wai_tables_find(&setup->tables, metric->iso3) : 0;

    if (country < 0) {
        return NAN; /* a scenario with other countries */
    }
    if (metric->source == WAI_METRIC_FIRST) {
        return record->first[(size_t)metric->which * record->n_countries + (size_t)country];
    }
    if (metric->source == WAI_METRIC_DATE) {
        return metric->which == 0   ? record->entry_into_force_years
               : metric->which == 1 ? record->operation_years
                                    : record->dissolution_years;
    }
    switch (metric->reduce) {
    case WAI_REDUCE_AT:
        return at(metric, country, &record->readings,
                  wai_setup_reading(setup, metric->at_day - setup->start_day));
    case WAI_REDUCE_FINAL:
        return at(metric, country, &record->readings, record->readings.n - 1);
    default:
        return over_window(metric, setup, country, record);
    }
}

double wai_metric_value(const struct wai_metric *metric, const struct wai_setup *setup,
                        const struct wai_record *record)
{
    double value = number(metric, setup, record);

    switch (metric->share) {
    case WAI_SHARE_KNOWN:
        return isnan(value) ? 0 : 1;
    case WAI_SHARE_ABOVE:
        return value > metric->share_threshold; /* 0 when it is not known */
    case WAI_SHARE_BELOW:
        return value < metric->share_threshold;
    default:
        return value;
    }
}

void wai_metric_values(const struct wai_metric *metrics, size_t n, const struct wai_setup *setup,
                       const struct wai_record *record, double *values)
{
    for (size_t i = 0; i < n; i++) {
        values[i] = wai_metric_value(&metrics[i], setup, record);
    }
}

int wai_metric_is_share(const struct wai_metric *metric)
{
    return metric->share != WAI_SHARE_NONE ||
           (metric->source == WAI_METRIC_MEMBER &&
            (metric->reduce == WAI_REDUCE_AT || metric->reduce == WAI_REDUCE_FINAL ||
             metric->reduce == WAI_REDUCE_MAXIMUM || metric->reduce == WAI_REDUCE_MINIMUM));
}

static enum wai_status tell_taken(const struct wai_metric *metric, const struct wai_taken *taken,
                                  struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_CONFIG,
                         "%s: \"%s\" is taken: in result files %s%s%s %s; take another, such as \"my_%s\"",
                         metric->place, metric->name, taken->own ? "it" : "its summary \"",
                         taken->own ? "" : taken->name, taken->own ? "" : "\"", taken->why, metric->name);
}

enum wai_status wai_metric_check_names(const struct wai_metric *metrics, size_t n, struct wai_error *err)
{
    const char **names = calloc(n + 1, sizeof *names);
    enum wai_status status = WAI_OK;

    if (!names) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for names of metrics");
    }
    for (size_t i = 0; i < n; i++) {
        names[i] = metrics[i].name;
    }
    for (size_t i = 0; i < n && status != WAI_ERR_MEMORY; i++) {
        struct wai_taken taken;
        enum wai_status found = wai_taken_find(names, i, &taken);

        if (found != WAI_OK) {
            status = wai_error_add(err, found, "out of memory for names of metrics");
        } else if (taken.why[0] != '\0') {
            status = tell_taken(&metrics[i], &taken, err);
        }
    }
    free(names);
    return status;
}

/* The part of the description that says how time becomes one number. */
static void describe_reduction(const struct wai_metric *metric, char *text, size_t size)
{
    char date[WAI_DATE_TEXT] = "";

    switch (metric->reduce) {
    case WAI_REDUCE_NONE:
        (void)snprintf(text, size, "%s", metric->series);
        return;
    case WAI_REDUCE_AT:
        wai_date_write(metric->at_day, date);
        (void)snprintf(text, size, "%s on %s", metric->series, date);
        return;
    case WAI_REDUCE_FIRST_ABOVE:
    case WAI_REDUCE_FIRST_BELOW:
        (void)snprintf(text, size, "years until %s is first %s %g", metric->series,
                       metric->reduce == WAI_REDUCE_FIRST_ABOVE ? "above" : "below", metric->threshold);
        return;
    case WAI_REDUCE_FINAL:
        (void)snprintf(text, size, "%s at the end", metric->series);
        return;
    default:
        (void)snprintf(text, size, "%s of %s", wai_reduce_names[metric->reduce], metric->series);
        return;
    }
}

void wai_metric_describe(const struct wai_metric *metric, char *text, size_t size)
{
    char number_text[160];

    describe_reduction(metric, number_text, sizeof number_text);
    switch (metric->share) {
    case WAI_SHARE_ABOVE:
        (void)snprintf(text, size, "share of replications with %s above %g", number_text,
                       metric->share_threshold);
        return;
    case WAI_SHARE_BELOW:
        (void)snprintf(text, size, "share of replications with %s below %g", number_text,
                       metric->share_threshold);
        return;
    case WAI_SHARE_KNOWN:
        (void)snprintf(text, size, "share of replications in which %s is known", number_text);
        return;
    default:
        (void)snprintf(text, size, "%s", number_text);
        return;
    }
}
