/* What the builders of even and of random worlds share. */
#ifndef WAI_SUPPORT_WORLD_PARTS_H
#define WAI_SUPPORT_WORLD_PARTS_H

#include <stddef.h>

#include "model/setup.h"

/* Zeroed memory, a copy of a text, n short names; they end the test when memory is out. */
void *wai_world_parts_array(size_t n, size_t size);
char *wai_world_parts_text(const char *text);
char **wai_world_parts_names(size_t n, const char *stem);

/* Tables of n countries with codes and names, the sponsor core, the leader of us in it; subregions,
 * parameters and phase are left to the caller. */
void wai_world_parts_start(struct wai_setup *setup, size_t n, size_t n_borders, size_t n_memberships,
                           int32_t n_days);

#endif
