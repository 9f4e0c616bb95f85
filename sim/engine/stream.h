/* A sequential Philox stream as a generator of GSL, for designs of experiments, bootstrap and tests.
 *
 * gsl_rng_set takes 32 bits of seed; wai_stream_seed gives the whole address. */
#ifndef WAI_ENGINE_STREAM_H
#define WAI_ENGINE_STREAM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* The type: gsl_rng_alloc(wai_stream_type).  32-bit outputs, doubles of 53 bits in (0, 1). */
extern const gsl_rng_type *const wai_stream_type;

/* Starts the stream anew at (seed, purpose, agent). */
void wai_stream_seed(gsl_rng *rng, uint64_t seed, uint32_t purpose, uint32_t agent);

#endif
