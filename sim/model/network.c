/* Peer sums in integer units of 2^-40: exact, so that neither the order of updates nor the way they are
 * computed can change a result. */
#include "model/network.h"

#include <string.h>

#include "base/assert.h"
#include "model/state.h"

#define UNITS_PER_ONE 0x1p40

static int64_t units_of(const struct wai_world *world, size_t j)
{
    return world->affiliation_units[world->country[j].standing];
}

/* Number of bloc fellowships of a country: sum over its blocs of the other members. */
static uint32_t bloc_mates(const struct wai_world *world, size_t i)
{
    const struct wai_tables *tables = &world->setup->tables;
    uint32_t mates = 0;

    for (uint32_t k = tables->bloc_start[i]; k < tables->bloc_start[i + 1]; k++) {
        mates += world->bloc_size[tables->bloc_of[k]] - 1;
    }
    return mates;
}

/* Shares of W of country i, divided by the number of its links of each sort and by the sum of its row. */
static void refresh_weights(struct wai_world *world, size_t i)
{
    const struct wai_tables *tables = &world->setup->tables;
    uint32_t neighbours = tables->border_start[i + 1] - tables->border_start[i];
    uint32_t fellows = world->subregion_size[tables->subregion[i]] - 1;
    uint32_t mates = bloc_mates(world, i);
    double border = neighbours ? world->params.network.mix.border : 0.0;
    double subregion = fellows ? world->params.network.mix.region : 0.0;
    double bloc = mates ? world->params.network.mix.bloc : 0.0;
    double row = border + subregion + bloc;

    world->country[i].border_weight = border > 0.0 ? border / neighbours / row / UNITS_PER_ONE : 0.0;
    world->country[i].subregion_weight = subregion > 0.0 ? subregion / fellows / row / UNITS_PER_ONE : 0.0;
    world->country[i].bloc_weight = bloc > 0.0 ? bloc / mates / row / UNITS_PER_ONE : 0.0;
}

void wai_network_refresh(struct wai_world *world)
{
    const struct wai_tables *tables = &world->setup->tables;

    for (int m = 0; m < WAI_N_STATUSES; m++) {
        world->affiliation_units[m] = (int64_t)(world->params.status.at[m].affiliation * UNITS_PER_ONE + 0.5);
    }
    memset(world->subregion_units, 0, tables->n_subregions * sizeof *world->subregion_units);
    memset(world->subregion_size, 0, tables->n_subregions * sizeof *world->subregion_size);
    memset(world->bloc_units, 0, tables->n_blocs * sizeof *world->bloc_units);
    memset(world->bloc_size, 0, tables->n_blocs * sizeof *world->bloc_size);
    for (size_t j = 0; j < world->n; j++) {
        world->subregion_units[tables->subregion[j]] += units_of(world, j);
        world->subregion_size[tables->subregion[j]]++;
        for (uint32_t k = tables->bloc_start[j]; k < tables->bloc_start[j + 1]; k++) {
            world->bloc_units[tables->bloc_of[k]] += units_of(world, j);
            world->bloc_size[tables->bloc_of[k]]++;
        }
    }
    for (size_t i = 0; i < world->n; i++) {
        world->country[i].border_units = 0;
        for (uint32_t k = tables->border_start[i]; k < tables->border_start[i + 1]; k++) {
            world->country[i].border_units += units_of(world, tables->border_to[k]);
        }
        refresh_weights(world, i);
    }
}

void wai_network_move(struct wai_world *world, size_t j, int from, int to)
{
    const struct wai_tables *tables = &world->setup->tables;
    int64_t gain = world->affiliation_units[to] - world->affiliation_units[from];

    for (uint32_t k = tables->border_start[j]; k < tables->border_start[j + 1]; k++) {
        world->country[tables->border_to[k]].border_units += gain;
    }
    world->subregion_units[tables->subregion[j]] += gain;
    for (uint32_t k = tables->bloc_start[j]; k < tables->bloc_start[j + 1]; k++) {
        world->bloc_units[tables->bloc_of[k]] += gain;
    }
}

double wai_network_peers(const struct wai_world *world, size_t i)
{
    const struct wai_country *country = &world->country[i];
    const uint32_t *bloc_of = world->setup->tables.bloc_of + country->bloc_start;
    int64_t own = units_of(world, i);
    int64_t mates = 0;
    double peers;

    for (uint32_t k = 0; k < country->n_blocs; k++) {
        mates += world->bloc_units[bloc_of[k]] - own;
    }
    peers = country->border_weight * (double)country->border_units;
    peers += country->subregion_weight * (double)(world->subregion_units[country->subregion] - own);
    peers += country->bloc_weight * (double)mates;
    return peers;
}

void wai_network_verify(const struct wai_world *world)
{
    const struct wai_tables *tables = &world->setup->tables;

    for (size_t i = 0; i < world->n; i++) {
        int64_t units = 0;

        for (uint32_t k = tables->border_start[i]; k < tables->border_start[i + 1]; k++) {
            units += units_of(world, tables->border_to[k]);
        }
        wai_assert(units == world->country[i].border_units);
    }
    for (size_t r = 0; r < tables->n_subregions; r++) {
        int64_t units = 0;

        for (size_t j = 0; j < world->n; j++) {
            units += (size_t)tables->subregion[j] == r ? units_of(world, j) : 0;
        }
        wai_assert(units == world->subregion_units[r]);
    }
    for (size_t b = 0; b < tables->n_blocs; b++) {
        int64_t units = 0;

        for (size_t j = 0; j < world->n; j++) {
            for (uint32_t k = tables->bloc_start[j]; k < tables->bloc_start[j + 1]; k++) {
                units += tables->bloc_of[k] == b ? units_of(world, j) : 0;
            }
        }
        wai_assert(units == world->bloc_units[b]);
    }
}
