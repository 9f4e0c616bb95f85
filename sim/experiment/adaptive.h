/* Replications until the mean of a metric is known well enough: until the half width of its interval is the
 * one asked, never because nothing has varied so far.
 *
 * A point is looked at after its first `min` replications, then at borders that follow from what was seen so
 * far in order of replications: never from workers or clocks. */
#ifndef WAI_EXPERIMENT_ADAPTIVE_H
#define WAI_EXPERIMENT_ADAPTIVE_H

#include <stddef.h>
#include <stdint.h>

#include "scenario/config.h"

/* Running moments of the target of one point. */
struct wai_adaptive_state {
    int is_share;    /* the values are 0 or 1 */
    uint32_t n_run;  /* replications, failed and unknown ones too */
    uint32_t border; /* replications after which to look next; equal to n_run: done */
    uint32_t n;      /* known values */
    double mean, m2;
};

/* Borders are multiples of this, or the most replications allowed. */
uint32_t wai_adaptive_chunk(const struct wai_adaptive *rule);

/* Before the first replication; is_share: wai_metric_is_share of the target. */
void wai_adaptive_begin(struct wai_adaptive_state *state, const struct wai_adaptive *rule, int is_share);

/* Adds a replication; NaN: its value is not known. */
void wai_adaptive_add(struct wai_adaptive_state *state, double value);

/* At the border: sets the next one; 1 when there is one, 0 when the point is done. */
int wai_adaptive_continue(struct wai_adaptive_state *state, const struct wai_adaptive *rule);

/* Half width of wai_interval_metric; NaN with fewer than two known values, or, of a mean, with no two that
 * differ. */
double wai_adaptive_half_width(const struct wai_adaptive_state *state, double confidence);

#endif
