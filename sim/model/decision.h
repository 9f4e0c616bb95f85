/* One opportunity of one country: what it may do, what it picks (M3), and what follows. */
#ifndef WAI_MODEL_DECISION_H
#define WAI_MODEL_DECISION_H

#include <stddef.h>

#include "model/names.h"

struct wai_world;

/* Country i chooses among staying and the moves one step away, by multinomial logit with the uniform u.
 * tier: 1 at a tier review, where members may move between tiers.  Nothing happens for the sponsor and for a
 * country under notice. */
void wai_decision_take(struct wai_world *world, size_t i, enum wai_cause cause, int tier, double u);

/* The choice at a summit of a rival: join it or not. */
void wai_decision_rival(struct wai_world *world, size_t i, enum wai_rival rival, double u);

#endif
