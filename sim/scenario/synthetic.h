/* Worlds without a table: countries with random attributes, for tests of scale and benchmarks. */
#ifndef WAI_SCENARIO_SYNTHETIC_H
#define WAI_SCENARIO_SYNTHETIC_H

#include <stdint.h>

#include "model/tables.h"

struct wai_synthetic {
    size_t n_countries;  /* 2 .. 100,000 */
    size_t n_subregions; /* 1 .. n_countries; five of them make a region */
    size_t n_neighbours; /* even, below n_countries: the nearest on a ring */
    size_t n_blocs;      /* >= 0: country i is in bloc i mod n_blocs */
    uint64_t seed;
};

/* Codes AAA, AAB, ... (letters, then digits, then small letters); attributes uniform in their ranges,
 * population and GDP log-uniform, shares of trade at most a third each, a fifth invited, a tenth in the
 * rights framework. Attribute c of country i is the uniform at address (seed, replicate 0, purpose 255, i,
 * c). */
enum wai_status wai_synthetic_fill(struct wai_tables *tables,
                                   const struct wai_synthetic *world) WAI_CHECK_RESULT;

#endif
