/* The utility of a status and of the rivals' flags for a country, M4, at the present instant. */
#ifndef WAI_MODEL_UTILITY_H
#define WAI_MODEL_UTILITY_H

#include <stddef.h>
#include <stdint.h>

#include "model/names.h"

struct wai_world;

/* The indices of a country that do not depend on the alternative: computed once a choice. */
struct wai_view {
    double benefit;             /* T_i Ben_i, M7 M8 */
    double affinity;            /* Aff_i, M13 */
    double cost;                /* Cost_i, M14 */
    double pull[WAI_N_RIVALS];  /* O_ik - cost_k, M15 */
};

/* An alternative: a status and flags one step away. */
struct wai_option {
    enum wai_move move;
    int8_t status;
    uint8_t flags;
};

/* The view of country i now. */
struct wai_view wai_utility_view(struct wai_world *world, size_t i);

/* O_ik - cost_k now. */
double wai_utility_pull(struct wai_world *world, size_t i, enum wai_rival rival);

/* Sum over rivals in flags of their exclusivity. */
double wai_utility_exclusivity(const struct wai_world *world, unsigned flags);

/* V(to) - V(from) - inertia of the move, in logit units (M3, M4). */
double wai_utility_gain(const struct wai_world *world, const struct wai_view *view,
                        const struct wai_option *from, const struct wai_option *to);

/* Probability that country i signs if signing were open (M5): two alternatives, stay and signatory; 0 from
 * signatory on. */
double wai_utility_signing(struct wai_world *world, size_t i);

/* The terms of wai_utility_gain by enum wai_term; they sum to it up to rounding. */
void wai_utility_terms(struct wai_world *world, size_t i, const struct wai_option *from,
                       const struct wai_option *to, double term[WAI_N_TERMS]);

#endif
