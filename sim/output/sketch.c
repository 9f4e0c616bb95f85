/* The bins of output/sketch.h: merged with sorted batches, coarsened when there are too many. */
#include "output/sketch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

#define SIGN 0x80000000u

uint32_t wai_sketch_key(float value)
{
    uint32_t bits;

    value += 0.0f; /* -0 is 0 */
    memcpy(&bits, &value, sizeof bits);
    return bits & SIGN ? ~bits : bits | SIGN;
}

float wai_sketch_number(uint32_t key)
{
    uint32_t bits = key & SIGN ? key ^ SIGN : ~key;
    float value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* One pass of a radix sort by the byte at `shift`. */
static void sort_byte(const uint32_t *from, uint32_t *to, size_t n, unsigned shift)
{
    uint16_t start[256] = { 0 };
    uint16_t sum = 0;

    for (size_t i = 0; i < n; i++) {
        start[from[i] >> shift & 255]++;
    }
    for (size_t b = 0; b < 256; b++) {
        uint16_t count = start[b];

        start[b] = sum;
        sum = (uint16_t)(sum + count);
    }
    for (size_t i = 0; i < n; i++) {
        to[start[from[i] >> shift & 255]++] = from[i];
    }
}

void wai_sketch_sort(uint32_t *keys, size_t n)
{
    uint32_t other[WAI_SKETCH_BATCH];
    uint32_t *from = keys, *to = other;
    uint32_t differing = 0;

    wai_assert(n <= WAI_SKETCH_BATCH);
    if (n < 24) { /* insertion is faster */
        for (size_t i = 1; i < n; i++) {
            uint32_t key = keys[i];
            size_t j = i;

            for (; j > 0 && keys[j - 1] > key; j--) {
                keys[j] = keys[j - 1];
            }
            keys[j] = key;
        }
        return;
    }
    for (size_t i = 1; i < n; i++) {
        differing |= keys[i] ^ keys[0];
    }
    for (unsigned shift = 0; shift < 32; shift += 8) {
        if (differing >> shift & 255) {
            uint32_t *swap = from;

            sort_byte(from, to, n, shift);
            from = to;
            to = swap;
        }
    }
    if (from != keys) {
        memcpy(keys, from, n * sizeof *keys);
    }
}

/* Merges the n sorted keys with the bins into keys/counts, both of WAI_SKETCH_BINS + WAI_SKETCH_BATCH. */
static uint32_t merge(const struct wai_sketch *sketch, const uint32_t *keys, size_t n, uint32_t *out,
                      uint32_t *counts)
{
    const uint32_t *old = sketch->bins, *old_counts = old ? old + sketch->capacity : NULL;
    uint32_t m = 0, i = 0;
    size_t k = 0;

    while (i < sketch->n || k < n) {
        uint32_t key, count = 0;

        if (k == n || (i < sketch->n && old[i] <= keys[k] >> sketch->level)) {
            key = old[i];
            count = old_counts[i++];
        } else {
            key = keys[k] >> sketch->level;
        }
        while (k < n && keys[k] >> sketch->level == key) {
            count++;
            k++;
        }
        out[m] = key;
        counts[m++] = count;
    }
    return m;
}

/* Drops the last bit of all keys. */
static uint32_t coarsen(uint32_t *keys, uint32_t *counts, uint32_t n)
{
    uint32_t m = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint32_t key = keys[i] >> 1;

        if (m > 0 && keys[m - 1] == key) {
            counts[m - 1] += counts[i];
        } else {
            keys[m] = key;
            counts[m++] = counts[i];
        }
    }
    return m;
}

enum wai_status wai_sketch_add(struct wai_sketch *sketch, const uint32_t *keys, size_t n)
{
    uint32_t merged[WAI_SKETCH_BINS + WAI_SKETCH_BATCH], counts[WAI_SKETCH_BINS + WAI_SKETCH_BATCH];
    uint32_t m;

    wai_assert(n <= WAI_SKETCH_BATCH);
    if (n == 0) {
        return WAI_OK;
    }
    m = merge(sketch, keys, n, merged, counts);
    while (m > WAI_SKETCH_BINS) {
        m = coarsen(merged, counts, m);
        sketch->level++;
    }
    if (m > sketch->capacity) {
        uint32_t capacity = sketch->capacity ? sketch->capacity : 8;
        uint32_t *bins;

        while (capacity < m) {
            capacity *= 2;
        }
        bins = malloc((size_t)capacity * 2 * sizeof *bins);
        if (!bins) {
            return WAI_ERR_MEMORY;
        }
        free(sketch->bins);
        sketch->bins = bins;
        sketch->capacity = capacity;
    }
    memcpy(sketch->bins, merged, m * sizeof *merged);
    memcpy(sketch->bins + sketch->capacity, counts, m * sizeof *counts);
    sketch->n = m;
    return WAI_OK;
}

/* The number that stands for bin i: the middle of its keys. */
static double middle(const struct wai_sketch *sketch, uint32_t i)
{
    uint32_t low = sketch->bins[i] << sketch->level;

    return (double)wai_sketch_number(low + ((1u << sketch->level) >> 1));
}

void wai_sketch_quantiles(const struct wai_sketch *sketch, const double *probabilities, size_t n, double *out)
{
    const uint32_t *counts = sketch->bins + sketch->capacity;
    uint64_t total = 0, below = 0;
    uint32_t bin = 0;

    for (uint32_t i = 0; i < sketch->n; i++) {
        total += counts[i];
    }
    for (size_t q = 0; q < n; q++) {
        double h, low, high;
        uint64_t rank;

        if (total == 0) {
            out[q] = (double)NAN;
            continue;
        }
        h = (double)(total - 1) * probabilities[q];
        rank = (uint64_t)h;
        while (rank >= below + counts[bin]) {
            below += counts[bin++];
        }
        low = high = middle(sketch, bin);
        if (rank + 1 >= below + counts[bin] && bin + 1 < sketch->n) {
            high = middle(sketch, bin + 1);
        }
        out[q] = low + (h - (double)rank) * (high - low);
    }
}

double wai_sketch_error(const struct wai_sketch *sketch)
{
    return sketch->level ? ldexp(1.0, (int)sketch->level - 24) : 0.0;
}

void wai_sketch_clear(struct wai_sketch *sketch)
{
    sketch->n = 0;
    sketch->level = 0;
}

void wai_sketch_free(struct wai_sketch *sketch)
{
    free(sketch->bins);
    *sketch = (struct wai_sketch){ 0 };
}
