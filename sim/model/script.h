/* Calendar entries: what the scenario lets happen on a date. */
#ifndef WAI_MODEL_SCRIPT_H
#define WAI_MODEL_SCRIPT_H

#include <stdint.h>

struct wai_world;

/* Carries out entry `index` of the setup's calendar. */
void wai_script_carry_out(struct wai_world *world, int32_t index);

#endif
