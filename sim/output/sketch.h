/* Quantiles of many numbers in little memory: a histogram that coarsens itself.
 *
 * A number becomes a whole key that keeps its order (the bits of its 32-bit float).  Bins hold equal keys;
 * when there are more than WAI_SKETCH_BINS the last bit of all keys is dropped, and so on: level l keeps a
 * number to a relative 2^(l - 24).  The result depends on the set of numbers alone, not on their order or
 * grouping, and is exact up to WAI_SKETCH_BINS different numbers. */
#ifndef WAI_OUTPUT_SKETCH_H
#define WAI_OUTPUT_SKETCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define WAI_SKETCH_BINS 1024
#define WAI_SKETCH_BATCH 256

/* A zeroed sketch is empty and valid. */
struct wai_sketch {
    uint32_t *bins; /* keys >> level ascending, then as many counts */
    uint32_t n, capacity;
    unsigned level;
};

/* Key of a number, not NaN; a < b gives key(a) < key(b). */
uint32_t wai_sketch_key(float value);
float wai_sketch_number(uint32_t key);

/* Sorts n <= WAI_SKETCH_BATCH keys. */
void wai_sketch_sort(uint32_t *keys, size_t n);

/* Adds n <= WAI_SKETCH_BATCH ascending keys. */
enum wai_status wai_sketch_add(struct wai_sketch *sketch, const uint32_t *keys, size_t n) WAI_CHECK_RESULT;

/* Quantiles at n ascending probabilities: linear between order statistics (h = (count - 1) p); NaN when
 * empty. */
void wai_sketch_quantiles(const struct wai_sketch *sketch, const double *probabilities, size_t n,
                          double *out);

/* Bound on the relative error of a quantile, 0 when exact. */
double wai_sketch_error(const struct wai_sketch *sketch);

/* Empties, keeping the memory; free gives it back. */
void wai_sketch_clear(struct wai_sketch *sketch);
void wai_sketch_free(struct wai_sketch *sketch);

#endif
