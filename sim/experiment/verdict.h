/* What a comparison finds: every other item against the first, metric by metric and country by country, and
 * what of it luck alone does not explain. */
#ifndef WAI_EXPERIMENT_VERDICT_H
#define WAI_EXPERIMENT_VERDICT_H

#include <stddef.h>

#include "base/status.h"
#include "experiment/contrast.h"
#include "experiment/lineup.h"

#define WAI_VERDICT_CONFIDENCE 0.95
#define WAI_VERDICT_ALPHA 0.05 /* of a finding, after Holm's correction */

/* A country's chance to have joined by the end of the day, of the second item less the first. */
struct wai_verdict_change {
    size_t country;
    struct wai_contrast contrast; /* its interval holds together with those of all others on the page: at the
                                   * level 1 - 0.05 / number of comparisons (Bonferroni) */
    double p_holm;                /* corrected for all countries of all items of the page */
};

/* One item against the first. */
struct wai_verdict {
    int paired;
    char why[160];                      /* it is not */
    size_t n_common;                    /* replications that both files have */
    struct wai_contrast *contrasts;     /* [n_metrics] of the lineup */
    double *p_holm;                     /* [n_metrics], corrected for all metrics of all items of the page */
    size_t n_changes;                   /* countries that are compared: all but sponsors; 0: no countries */
    struct wai_verdict_change *changes; /* findings first, larger changes first */
    size_t n_found;                     /* of them with p_holm < WAI_VERDICT_ALPHA */
};

struct wai_verdicts {
    const struct wai_lineup *lineup;   /* the caller's */
    struct wai_verdict *of;            /* [n_items], the first unused */
    struct wai_contrast_summary *base; /* [n_metrics] of the first item: of the very replications that the
                                        * differences rest on when these are the same for all others and not
                                        * none, else of all that are known */
    size_t n_comparisons, n_country_comparisons; /* that the corrections take into account */
    double country_confidence;                   /* of each interval of a country */
};

/* Judges a lineup; on failure verdicts is empty. */
enum wai_status wai_verdict_init(struct wai_verdicts *verdicts,
                                 const struct wai_lineup *lineup) WAI_CHECK_RESULT;
void wai_verdict_free(struct wai_verdicts *verdicts);

/* Does the difference of item i (from 1) rest on the values that the base summary is of? */
int wai_verdict_shares_base(const struct wai_verdicts *verdicts, size_t i, size_t metric);

#endif
