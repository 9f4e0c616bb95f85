/* Philox4x32-10: random numbers as a pure function of a key and a counter.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
 * Checked against the known-answer vectors published with Random123. */
#ifndef WAI_ENGINE_PHILOX_H
#define WAI_ENGINE_PHILOX_H

#include <stddef.h>
#include <stdint.h>

#define WAI_PHILOX_ROUNDS 10
#define WAI_PHILOX_MULTIPLIER_0 UINT32_C(0xd2511f53)
#define WAI_PHILOX_MULTIPLIER_1 UINT32_C(0xcd9e8d57)
#define WAI_PHILOX_WEYL_0 UINT32_C(0x9e3779b9) /* golden ratio */
#define WAI_PHILOX_WEYL_1 UINT32_C(0xbb67ae85) /* sqrt(3) - 1 */

/* The 128 bits that belong to `counter` under `key`. */
static inline void wai_philox_block(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];

#pragma GCC unroll 10
    for (int round = 0; round < WAI_PHILOX_ROUNDS; round++) {
        uint64_t a = (uint64_t)c0 * WAI_PHILOX_MULTIPLIER_0;
        uint64_t b = (uint64_t)c2 * WAI_PHILOX_MULTIPLIER_1;

        c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)b;
        c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)a;
        k0 += WAI_PHILOX_WEYL_0;
        k1 += WAI_PHILOX_WEYL_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

/* Blocks of n consecutive counters: block j has counter[0] + j (mod 2^32), the other words as given.
 * out holds 4 n words.  The bits are those of wai_philox_block, whatever instructions are used. */
void wai_philox_fill(const uint32_t key[2], const uint32_t counter[4], size_t n, uint32_t *out);

#endif
