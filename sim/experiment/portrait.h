/* A country over many histories: when it came how far, where it ended, and the mean terms of its decisions to
 * sign and not to sign. */
#ifndef WAI_EXPERIMENT_PORTRAIT_H
#define WAI_EXPERIMENT_PORTRAIT_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/luck.h"
#include "model/record.h"
#include "model/setup.h"
#include "model/world.h"

/* Whose histories, and which. */
struct wai_portrait_question {
    const struct wai_setup *setup;
    uint64_t point;
    struct wai_luck luck; /* of replication 0 */
    struct wai_run_limits limits;
    size_t country;
    size_t n_replications; /* 0 .. n - 1, > 0 */
    size_t n_days;
    const int32_t *days; /* at whose ends its status is looked at, days after the start, ascending */
    unsigned n_workers;  /* 0: one for each processor */
    const atomic_int *stop;
};

/* Decisions of one kind, over all histories. */
struct wai_portrait_decisions {
    size_t n;
    double probability;       /* mean, of the step */
    double term[WAI_N_TERMS]; /* means, logit units */
};

struct wai_portrait {
    size_t n, n_failed; /* histories that ended, and that failed */
    size_t n_days;
    size_t *n_status; /* [WAI_N_STATUSES][n_days]: histories in which it is in the status then */
    size_t n_final[WAI_N_STATUSES];
    double *first[WAI_N_FIRST]; /* [n], ascending, years since the start; those where it never came are left
                                 * out: */
    size_t n_first[WAI_N_FIRST];
    size_t *n_member_ever; /* [countries]: histories in which each was a member at some time */
    struct wai_portrait_decisions sign, refuse; /* it signed; it could, and stayed as it was */
};

/* Runs the histories.  WAI_ERR_MODEL: all of them failed; WAI_ERR_INTERRUPTED, WAI_ERR_MEMORY. */
enum wai_status wai_portrait_take(struct wai_portrait *portrait, const struct wai_portrait_question *question,
                                  struct wai_error *err) WAI_CHECK_RESULT;

/* Harmless on a zeroed one. */
void wai_portrait_free(struct wai_portrait *portrait);

/* The year (since the start) by which it has come so far in a share of all histories, 0 < share < 1: the
 * smallest value that at least that share does not exceed; NaN: in fewer. */
double wai_portrait_quantile(const struct wai_portrait *portrait, enum wai_first first, double share);

/* Histories in which it has come so far by a time, years since the start. */
size_t wai_portrait_by(const struct wai_portrait *portrait, enum wai_first first, double years);

#endif
