/* The record of a run under way: what is seen at accounts, at the ends of wanted days and at the end.
 *
 * Looking changes no event, no draw and no value: a run with readings is the run without them, bit for bit.
 */
#ifndef WAI_MODEL_OBSERVE_H
#define WAI_MODEL_OBSERVE_H

#include <stddef.h>

struct wai_world;

/* At the start: countries in their order of capability, no reading taken yet. */
void wai_observe_start(struct wai_world *world);

/* Fills account `at` (0, 1, ...) of the record with the state now. */
void wai_observe_account(struct wai_world *world, size_t at);

/* Takes the readings whose instants lie at or before `years`; nothing may happen between now and then.  The
 * end of day d is the instant (d + 1) / 365.25 years, before all events of that instant. */
void wai_observe_until(struct wai_world *world, double years);

/* The run is over: takes the readings that are left, and that of the end. */
void wai_observe_end(struct wai_world *world);

#endif
