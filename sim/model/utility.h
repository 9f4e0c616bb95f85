/* The utility of a country's alternatives at the present instant, as gains over staying (M4). */
#ifndef WAI_MODEL_UTILITY_H
#define WAI_MODEL_UTILITY_H

#include <stddef.h>
#include <stdint.h>

#include "model/menu.h"
#include "model/names.h"

struct wai_world;

/* The indices of a country that do not depend on the alternative: computed once a choice. */
struct wai_view {
    double benefit;  /* T_i Ben_i, M7 M8 */
    double affinity; /* Aff_i, M13, less the exclusivity of the rivals it belongs to */
    double cost;     /* Cost_i, M14 */
};

/* The view of country i now. */
struct wai_view wai_utility_view(struct wai_world *world, size_t i);

/* V(there) - V(here) - inertia of a move between statuses, logit units (M3, M4). */
static inline double wai_utility_move(const struct wai_menu_item *item, const struct wai_view *view)
{
    return item->constant + item->access * view->benefit + item->affiliation * view->affinity -
           item->obligation * view->cost;
}

/* The same for joining or leaving a rival. */
double wai_utility_toggle(struct wai_world *world, size_t i, enum wai_rival rival);

/* Probability that country i signs if signing were open (M5): two alternatives, stay and signatory; 0 from
 * signatory on. */
double wai_utility_signing(struct wai_world *world, size_t i);

/* The terms of the gain of a move of country i to a status (for moves between statuses; `to` is not read for
 * the others), by enum wai_term; they sum to the gain up to rounding. */
void wai_utility_terms(struct wai_world *world, size_t i, enum wai_move move, enum wai_status_code to,
                       double term[WAI_N_TERMS]);

#endif
