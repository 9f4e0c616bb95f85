/* The menu: what a country of each status may choose now, with the parts of M4 that no country changes.
 *
 * A menu is kept for each status, with and without a tier review; it changes with phase, signing, occasion
 * and parameters alone, so a choice only multiplies and adds. */
#ifndef WAI_MODEL_MENU_H
#define WAI_MODEL_MENU_H

#include <stdint.h>

#include "model/names.h"

struct wai_world;

#define WAI_MENU_MOVES 4 /* at most, beside staying and the rivals' flags */

/* A move between statuses: differences of alpha, b, g, o between there and here. */
struct wai_menu_item {
    double constant; /* alpha(there) - alpha(here) - inertia, logit */
    double access, affiliation, obligation;
    int8_t move; /* enum wai_move */
    int8_t to;   /* enum wai_status_code */
};

struct wai_menu {
    int n;
    struct wai_menu_item item[WAI_MENU_MOVES]; /* in the order of the table of section 4 */
};

/* Makes the constants of the statuses (M6) and all menus anew. */
void wai_menu_refresh(struct wai_world *world);

/* The item for a move, whether it is possible now or not. */
struct wai_menu_item wai_menu_item(const struct wai_world *world, enum wai_status_code from,
                                   enum wai_move move, enum wai_status_code to);

#endif
