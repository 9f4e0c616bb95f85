/* What the organisation delivers: the twelve service levels (MODEL.md, section 5). */
#ifndef WAI_MODEL_SERVICE_H
#define WAI_MODEL_SERVICE_H

#include "model/names.h"
#include "model/param.h"

struct wai_world;

/* weight and promise of the incentives, in the order of enum wai_incentive. */
void wai_service_weights(const struct wai_params *params, double weight[WAI_N_INCENTIVES]);
void wai_service_promises(const struct wai_params *params, double promise[WAI_N_INCENTIVES]);

/* Sets the levels that hold from now on: promises before operation, what the stocks and the members allow in
 * operation, 0 when dissolved. The benefits of countries (M8) must be refreshed after it. */
void wai_service_level(struct wai_world *world);

/* The same, and the benefits that follow. */
void wai_service_update(struct wai_world *world);

#endif
