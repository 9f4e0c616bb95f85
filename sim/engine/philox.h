/* Philox4x32-10: random numbers as a pure function of a key and a counter.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
 * Checked against the known-answer vectors published with Random123. */
#ifndef WAI_ENGINE_PHILOX_H
#define WAI_ENGINE_PHILOX_H

#include <stddef.h>
#include <stdint.h>

/* The 128 bits that belong to `counter` under `key`. */
void wai_philox_block(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]);

/* Blocks of n consecutive counters: block j has counter[0] + j (mod 2^32), the other words as given.
 * out holds 4 n words.  The bits are those of wai_philox_block, whatever instructions are used. */
void wai_philox_fill(const uint32_t key[2], const uint32_t counter[4], size_t n, uint32_t *out);

#endif
