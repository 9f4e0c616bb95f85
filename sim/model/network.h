/* Peers: who looks at whom (M2), and the sums over them.
 *
 * W is never stored.  Land borders are neighbour lists; subregions and blocs are groups whose sums are kept,
 * so a country's peers cost O(its blocs) to read and O(its borders + blocs) to update, for any number of
 * agents. */
#ifndef WAI_MODEL_NETWORK_H
#define WAI_MODEL_NETWORK_H

#include <stddef.h>
#include <stdint.h>

struct wai_world;

/* Recomputes group sizes, shares of W and all sums from the present statuses and parameters. */
void wai_network_refresh(struct wai_world *world);

/* Country j passed from one status to another: updates the sums of those who look at it.  O(degree). */
void wai_network_move(struct wai_world *world, size_t j, int from, int to);

/* P_i of M13: mean affiliation of the peers of country i, in [0, 1]; 0 for a country without any link. */
double wai_network_peers(const struct wai_world *world, size_t i);

/* Asserts that the kept sums equal those recomputed from scratch. */
void wai_network_verify(const struct wai_world *world);

#endif
