/* The luck of a replication: every random number has an address and is read there directly.
 *
 * An address is (seed, replicate, purpose, agent, index).  Whoever asks for the same address gets the
 * same two uniforms, in whatever order and under whatever scenario: common random numbers hold by
 * construction, and leaving a mechanism out shifts nothing else.
 *
 * Layout of the Philox counter: word 0 index, word 1 agent, word 2 replicate, word 3 purpose in the low
 * 8 bits and stratum in the high 24; the key is the seed.  The stratum is 0 (common random numbers) or
 * 1 + the sweep point where points are to be independent. */
#ifndef WAI_ENGINE_LUCK_H
#define WAI_ENGINE_LUCK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "engine/philox.h"

struct wai_luck {
    uint64_t seed;
    uint32_t replicate;
    uint32_t stratum; /* below 2^24 */
};

/* A uniform in (0, 1), never 0 or 1: the odd multiples of 2^-53, from the 52 high bits of high:low. */
static inline double wai_luck_uniform(uint32_t high, uint32_t low)
{
    uint64_t bits = (uint64_t)0x3ff << 52 | (uint64_t)high << 20 | low >> 12;
    double one_to_two; /* 1 + the 52 bits; the difference below is exact */

    memcpy(&one_to_two, &bits, sizeof one_to_two);
    return one_to_two - (1.0 - 0x1p-53);
}

/* The two uniforms at an address. */
static inline void wai_luck_pair(const struct wai_luck *luck, uint32_t purpose, uint32_t agent,
                                 uint32_t index, double u[2])
{
    const uint32_t key[2] = { (uint32_t)luck->seed, (uint32_t)(luck->seed >> 32) };
    const uint32_t counter[4] = { index, agent, luck->replicate, purpose | luck->stratum << 8 };
    uint32_t bits[4];

    wai_philox_block(key, counter, bits);
    u[0] = wai_luck_uniform(bits[0], bits[1]);
    u[1] = wai_luck_uniform(bits[2], bits[3]);
}

/* The pairs of n consecutive indices: u holds 2 n values, the same as n calls of wai_luck_pair.  n <=
 * WAI_LUCK_PAIRS. */
#define WAI_LUCK_PAIRS 256
void wai_luck_pairs(const struct wai_luck *luck, uint32_t purpose, uint32_t agent, uint32_t index, size_t n,
                    double *u);

#endif
