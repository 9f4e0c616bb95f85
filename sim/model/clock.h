/* Poisson clocks that survive a change of their rate: see struct wai_clock in model/state.h. */
#ifndef WAI_MODEL_CLOCK_H
#define WAI_MODEL_CLOCK_H

#include "model/state.h"

/* Where a clock takes its gaps and which event it schedules. */
struct wai_clock_source {
    enum wai_purpose purpose;
    uint32_t agent;
    uint32_t stride; /* index of gap k is stride * k */
    enum wai_queued kind;
    int32_t event_agent, event_detail;
    double growth_per_year; /* of the rate; 0 for all but incidents */
};

/* Starts the clock now, at its next gap. */
void wai_clock_start(struct wai_world *world, struct wai_clock *clock, const struct wai_clock_source *source,
                     double rate_per_year);

/* An arrival has come: starts the next gap.  Returns the index of the arrival. */
uint32_t wai_clock_arrive(struct wai_world *world, struct wai_clock *clock,
                          const struct wai_clock_source *source);

/* The rate becomes another one now; what is left of the gap is rescaled.  Nothing happens when it is the
 * same. */
void wai_clock_set_rate(struct wai_world *world, struct wai_clock *clock,
                        const struct wai_clock_source *source, double rate_per_year,
                        double old_growth_per_year);

void wai_clock_stop(struct wai_world *world, struct wai_clock *clock);

#endif
