/* What is kept for speed: functions of the parameters and of slow state, recomputed when those change. */
#ifndef WAI_MODEL_REFRESH_H
#define WAI_MODEL_REFRESH_H

#include <stddef.h>

struct wai_world;

/* Everything, at the start and after a `set`. */
void wai_refresh_all(struct wai_world *world);

/* Benefits of all countries (M8): after a change of services or parameters. */
void wai_refresh_benefits(struct wai_world *world);

/* What depends on capability, of all countries: benefits and the pull of the rival us. */
void wai_refresh_capabilities(struct wai_world *world);

/* Costs of all countries (M14): after a change of standards or parameters. */
void wai_refresh_costs(struct wai_world *world);

/* Affinity (M13) and pulls of the rivals (M15) of one country: after a change of leader or parameters. */
void wai_refresh_country(struct wai_world *world, size_t i);

/* Asserts that what is kept equals what would be recomputed. */
void wai_refresh_verify(const struct wai_world *world);

/* Loading of incentive k for country i, A_ik of M8; capability as it is now. */
double wai_refresh_loading(const struct wai_world *world, int incentive, size_t i);

#endif
