/* What a reader wants first of an ensemble: who signed by the days that the calendar names and how that
 * compares with the record, when the charter entered into force, members by year, the likeliest joiners.
 *
 * Counts only, so memory does not depend on the number of replications, and findings of parts can be merged.
 */
#ifndef WAI_EXPERIMENT_FINDINGS_H
#define WAI_EXPERIMENT_FINDINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/record.h"
#include "model/setup.h"

/* Series whose mean is kept for each year. */
enum wai_findings_mean {
    WAI_FINDINGS_SIGNED,
    WAI_FINDINGS_GDP_SHARE,
    WAI_FINDINGS_US,
    WAI_FINDINGS_RIGHTS,
    WAI_FINDINGS_TRUST,
    WAI_FINDINGS_N_MEANS
};

struct wai_findings {
    const struct wai_setup *setup; /* the caller's */
    size_t n_countries;
    uint64_t n; /* replications */

    /* Years: the ends of the last days of each calendar year of the run; the last one is the end. */
    size_t n_years;
    int32_t first_year;
    int32_t *day;    /* after the start */
    size_t *reading; /* column of the record's readings */

    /* Days of ceremonies and deadlines in the calendar, ascending, each once. */
    size_t n_dates;
    int32_t *date_day; /* after the start */
    enum wai_calendar_kind *date_kind;

    /* Counts, in one block. */
    size_t n_counts;
    uint32_t *counts;
    uint32_t *members; /* [n_years][n_countries + 1]: replications with that number of members */
    uint32_t
        *signatures; /* [n_dates][n_countries + 1]: replications with that number of signatures by that day */
    uint32_t
        *signed_by;   /* [n_dates][n_countries]: replications in which the country had signed by that day */
    uint32_t *force;  /* [n_days + 1]: day of entry into force; the last: never */
    uint32_t *joined; /* [n_countries]: replications in which the country was a member at some time */
    uint32_t *join_year; /* [n_countries][n_years]: of which it joined first in that calendar year */
    uint32_t *dissolved; /* [1]: replications in which the organisation was dissolved */

    double *sums; /* [n_years][WAI_FINDINGS_N_MEANS] */
};

/* The days of the years, after the start, ascending: as many as are returned, into `days` unless that is
 * NULL. */
size_t wai_findings_days(const struct wai_setup *setup, int32_t *days);

/* The days of the years are among the setup's readings. */
enum wai_status wai_findings_init(struct wai_findings *findings,
                                  const struct wai_setup *setup) WAI_CHECK_RESULT;
void wai_findings_free(struct wai_findings *findings);

/* Empties it, adds a replication, adds all of another of the same setup. */
void wai_findings_clear(struct wai_findings *findings);
void wai_findings_add(struct wai_findings *findings, const struct wai_record *record);
void wai_findings_merge(struct wai_findings *findings, const struct wai_findings *other);

/* Quantile of the histogram counts[0 .. n_bins - 1] of whole numbers: linear between order statistics, NaN
 * when it is empty. */
double wai_findings_quantile(const uint32_t *counts, size_t n_bins, double probability);

/* Mean of a series over replications in year k. */
double wai_findings_mean(const struct wai_findings *findings, size_t k, enum wai_findings_mean which);

/* Simulated signatures by a date against the record. */
struct wai_findings_score {
    int known;         /* 0: the setup has no record of signatures by that day; the rest is then 0 */
    size_t n_recorded; /* countries but the sponsor that had signed by that day */
    double
        auc; /* chance that a signer had a higher probability than a non-signer, ties one half; NaN: no two */
    double log_score;      /* mean log of the probability given to what happened; (k + 1/2) / (n + 1) of n */
    double base_log_score; /* the same if every country had the recorded share */
    int in_sample;         /* parameters were tuned on the record of that month: a fit, no forecast */
};
enum wai_status wai_findings_compare(const struct wai_findings *findings, size_t date,
                                     struct wai_findings_score *score) WAI_CHECK_RESULT;

/* The countries that joined most often, likeliest first (at equal counts the earlier median year, then the
 * order of the table): fills at most n positions into `order`, gives their number; countries that never
 * joined and the sponsor are left out. */
size_t wai_findings_joiners(const struct wai_findings *findings, uint32_t *order, size_t n);

/* Median calendar year of joining among the replications in which country i joined; NaN: none. */
double wai_findings_join_year(const struct wai_findings *findings, size_t i);

#endif
