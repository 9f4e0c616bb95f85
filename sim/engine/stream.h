/* A sequential Philox stream as a generator of GSL, for designs of experiments, bootstrap and tests.
 *
 * Block b of a stream has the address of engine/luck.h with index = b mod 2^32, replicate = b div 2^32 and
 * stratum 0, so a stream is good for 2^66 numbers.  Streams need purposes of their own: they would repeat the
 * luck of a replication under the same purpose. */
#ifndef WAI_ENGINE_STREAM_H
#define WAI_ENGINE_STREAM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* The type: gsl_rng_alloc(wai_stream_type).  32-bit outputs; doubles of 53 bits in (0, 1), which take two
 * outputs each.  gsl_rng_set(rng, seed) is wai_stream_seed(rng, seed, 0, 0), with all bits of the seed. */
extern const gsl_rng_type *const wai_stream_type;

/* Starts the stream anew at (seed, purpose, agent).  rng must be of wai_stream_type; purpose < 256. */
void wai_stream_seed(gsl_rng *rng, uint64_t seed, uint32_t purpose, uint32_t agent);

#endif
