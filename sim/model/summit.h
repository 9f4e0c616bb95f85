/* The organisation's own summit: standards vote (M23), tier reviews, attendance reviews (section 7). */
#ifndef WAI_MODEL_SUMMIT_H
#define WAI_MODEL_SUMMIT_H

#include <stdint.h>

struct wai_world;

/* The summit `index` of the setup is due. */
void wai_summit_hold(struct wai_world *world, int32_t index);

#endif
