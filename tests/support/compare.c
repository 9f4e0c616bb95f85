/* Comparison of two records, with the first difference in words. */
#include "support/compare.h"

#include <math.h>
#include <stdio.h>

static int near(double a, double b, double tolerance)
{
    if (isnan(a) || isnan(b)) {
        return isnan(a) && isnan(b);
    }
    return a == b || fabs(a - b) <= tolerance * fmax(1.0, fmax(fabs(a), fabs(b)));
}

/* Single precision numbers may round to neighbours. */
static int near_single(float a, float b, double tolerance)
{
    return near((double)a, (double)b, tolerance > 0.0 ? fmax(tolerance, 2.5e-7) : 0.0);
}

static int print_row(const struct wai_record *r, size_t k, char *text, size_t size)
{
    const struct wai_log_row *row = &r->log[k];

    if (k >= r->n_log) {
        return snprintf(text, size, "    (end)\n");
    }
    return snprintf(text, size, "    %.12f %s country %d from %d to %d cause %d value %.9g\n",
                    row->time_years, wai_event_names[row->type], (int)row->country, row->from, row->to,
                    row->cause, (double)row->value);
}

static int same_row(const struct wai_log_row *a, const struct wai_log_row *b, double tolerance)
{
    return near(a->time_years, b->time_years, tolerance) && a->type == b->type && a->country == b->country &&
           a->from == b->from && a->to == b->to && a->cause == b->cause &&
           near_single(a->value, b->value, tolerance);
}

static int same_logs(const struct wai_record *a, const struct wai_record *b, double tolerance, char *text,
                     size_t size)
{
    const size_t n = a->n_log < b->n_log ? a->n_log : b->n_log;
    size_t k = 0, at = 0;

    while (k < n && same_row(&a->log[k], &b->log[k], tolerance)) {
        k++;
    }
    if (k == a->n_log && k == b->n_log) {
        return 1;
    }
    at +=
        (size_t)snprintf(text, size, "row %zu of the event log (%zu and %zu rows)\n", k, a->n_log, b->n_log);
    for (size_t j = k > 3 ? k - 3 : 0; j < k && at < size; j++) {
        at += (size_t)print_row(a, j, text + at, size - at);
    }
    if (at < size) {
        at += (size_t)snprintf(text + at, size - at, "  one:\n");
    }
    for (size_t j = k; j <= k + 2 && j <= a->n_log && at < size; j++) {
        at += (size_t)print_row(a, j, text + at, size - at);
    }
    if (at < size) {
        at += (size_t)snprintf(text + at, size - at, "  other:\n");
    }
    for (size_t j = k; j <= k + 2 && j <= b->n_log && at < size; j++) {
        at += (size_t)print_row(b, j, text + at, size - at);
    }
    return 0;
}

static int same_decisions(const struct wai_record *a, const struct wai_record *b, double tolerance,
                          char *text, size_t size)
{
    if (a->n_decisions != b->n_decisions) {
        snprintf(text, size, "%zu and %zu decisions", a->n_decisions, b->n_decisions);
        return 0;
    }
    for (size_t k = 0; k < a->n_decisions; k++) {
        const struct wai_decision_row *x = &a->decisions[k], *y = &b->decisions[k];

        if (!near(x->time_years, y->time_years, tolerance) || x->country != y->country ||
            x->cause != y->cause || x->status != y->status || x->move != y->move || x->option != y->option ||
            !near_single(x->probability, y->probability, tolerance) ||
            !near_single(x->option_probability, y->option_probability, tolerance)) {
            snprintf(text, size,
                     "decision %zu at %.9f: country %d %d, move %s %s, option %s %s, probability %.8f %.8f",
                     k, x->time_years, (int)x->country, (int)y->country, wai_move_names[x->move],
                     wai_move_names[y->move], wai_move_names[x->option], wai_move_names[y->option],
                     (double)x->probability, (double)y->probability);
            return 0;
        }
        for (int term = 0; term < WAI_N_TERMS; term++) {
            if (!near_single(x->term[term], y->term[term], tolerance)) {
                snprintf(text, size, "decision %zu at %.9f: country %d, option %s, term %s %.9g %.9g", k,
                         x->time_years, (int)x->country, wai_move_names[x->option], wai_term_names[term],
                         (double)x->term[term], (double)y->term[term]);
                return 0;
            }
        }
    }
    return 1;
}

/* Series of accounts or of readings, which `what` says. */
static int same_table(const struct wai_record_table *a, const struct wai_record_table *b, const char *what,
                      double tolerance, char *text, size_t size)
{
    for (size_t k = 0; k < a->n; k++) {
        for (int s = 0; s < WAI_N_SERIES; s++) {
            const size_t at = (size_t)s * a->n + k;

            if (!near(a->series[at], b->series[at], tolerance)) {
                snprintf(text, size, "series %s at %s %zu: %.17g %.17g", wai_series_table[s].name, what,
                         k + 1, a->series[at], b->series[at]);
                return 0;
            }
        }
        for (int s = 0; s < WAI_N_INCENTIVES; s++) {
            const size_t at = (size_t)s * a->n + k;

            if (!near(a->service[at], b->service[at], tolerance)) {
                snprintf(text, size, "service %s at %s %zu: %.17g %.17g", wai_incentive_names[s], what, k + 1,
                         a->service[at], b->service[at]);
                return 0;
            }
        }
        for (int m = 0; m < WAI_N_STATUSES; m++) {
            const size_t at = (size_t)m * a->n + k;

            if (a->n_status[at] != b->n_status[at]) {
                snprintf(text, size, "number of %s at %s %zu: %d %d", wai_status_names[m], what, k + 1,
                         (int)a->n_status[at], (int)b->n_status[at]);
                return 0;
            }
        }
    }
    return 1;
}

static int same_series(const struct wai_record *a, const struct wai_record *b, double tolerance, char *text,
                       size_t size)
{
    const struct wai_record_table one = { a->n_times, a->series, a->service, a->n_status, a->country_status };
    const struct wai_record_table other = { b->n_times, b->series, b->service, b->n_status,
                                            b->country_status };

    return same_table(&one, &other, "account", tolerance, text, size) &&
           same_table(&a->readings, &b->readings, "reading", tolerance, text, size);
}

static int same_countries(const struct wai_record *a, const struct wai_record *b, double tolerance,
                          char *text, size_t size)
{
    for (size_t i = 0; i < a->n_countries; i++) {
        for (int f = 0; f < WAI_N_FIRST; f++) {
            const size_t at = (size_t)f * a->n_countries + i;

            if (!near(a->first[at], b->first[at], tolerance)) {
                snprintf(text, size, "first %s of country %zu: %.12g %.12g", wai_first_names[f], i,
                         a->first[at], b->first[at]);
                return 0;
            }
        }
        if (a->final_status[i] != b->final_status[i]) {
            snprintf(text, size, "final status of country %zu: %d %d", i, a->final_status[i],
                     b->final_status[i]);
            return 0;
        }
        for (size_t k = 0; k < a->readings.n; k++) {
            const size_t at = i * a->readings.n + k;

            if (a->readings.country_status[at] != b->readings.country_status[at]) {
                snprintf(text, size, "status of country %zu at reading %zu: %d %d", i, k + 1,
                         a->readings.country_status[at], b->readings.country_status[at]);
                return 0;
            }
        }
        for (size_t k = 0; k < a->n_times; k++) {
            const size_t at = i * a->n_times + k;

            if (a->country_status[at] != b->country_status[at]) {
                snprintf(text, size, "status of country %zu at account %zu: %d %d", i, k + 1,
                         a->country_status[at], b->country_status[at]);
                return 0;
            }
            if (a->capability && b->capability &&
                !near_single(a->capability[at], b->capability[at], tolerance)) {
                snprintf(text, size, "capability of country %zu at account %zu: %.9g %.9g", i, k + 1,
                         (double)a->capability[at], (double)b->capability[at]);
                return 0;
            }
        }
    }
    return 1;
}

int wai_compare_records(const struct wai_record *a, const struct wai_record *b, double tolerance, char *text,
                        size_t size)
{
    text[0] = '\0';
    if (a->n_countries != b->n_countries || a->n_times != b->n_times || a->readings.n != b->readings.n) {
        snprintf(text, size, "records of different shape");
        return 0;
    }
    if (!same_logs(a, b, tolerance, text, size) || !same_decisions(a, b, tolerance, text, size) ||
        !same_countries(a, b, tolerance, text, size) || !same_series(a, b, tolerance, text, size)) {
        return 0;
    }
    if (!near(a->entry_into_force_years, b->entry_into_force_years, tolerance) ||
        !near(a->operation_years, b->operation_years, tolerance) ||
        !near(a->dissolution_years, b->dissolution_years, tolerance)) {
        snprintf(text, size,
                 "dates of the organisation: force %.9g %.9g, operation %.9g %.9g, dissolution %.9g %.9g",
                 a->entry_into_force_years, b->entry_into_force_years, a->operation_years, b->operation_years,
                 a->dissolution_years, b->dissolution_years);
        return 0;
    }
    return 1;
}
