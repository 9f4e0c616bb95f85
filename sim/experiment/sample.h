/* Points of the unit cube: Latin hypercube, shifted Sobol' sequence, Morris trajectories.
 *
 * Coordinates are written column by column, out[axis * stride + point]. */
#ifndef WAI_EXPERIMENT_SAMPLE_H
#define WAI_EXPERIMENT_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Streams of engine/stream.h; the model's own purposes are below 64. */
enum wai_sample_purpose { WAI_SAMPLE_LHS = 64, WAI_SAMPLE_SHIFT, WAI_SAMPLE_MORRIS, WAI_SAMPLE_BOOTSTRAP };

/* Smallest power of two that is at least n; n <= 2^62. */
size_t wai_sample_power_of_two(size_t n);

/* n points: each axis has one point in each of n equal slices, at a random place of it. */
enum wai_status wai_sample_lhs(uint64_t seed, size_t n_points, size_t n_axes, double *out) WAI_CHECK_RESULT;

/* The first n points of the Sobol' sequence from the origin on, shifted at random modulo 1: axis d by a shift
 * of its own. n_axes <= 40 (Antonov and Saleev's variant, directions of Bratley and Fox, by GSL). */
enum wai_status wai_sample_sobol(uint64_t seed, size_t n_points, size_t n_axes, double *out) WAI_CHECK_RESULT;

/* Trajectories of Morris: n_groups + 1 points on the grid 0, 1/(levels-1) .. 1.  Each group moves once, in
 * random order, all its axes by levels / (2 (levels - 1)), each up or down as there is room. */
struct wai_sample_form {
    uint64_t seed;
    size_t levels; /* even */
    size_t n_axes, n_groups;
    const size_t *group; /* [n_axes] */
    size_t stride;
};

/* Makes trajectory number t: coordinates out[axis * stride + point], moved[point] (group moved on the way
 * there, -1 at the start), step[axis] (signed). */
struct wai_sample_walk; /* scratch, used for one trajectory after another */
struct wai_sample_walk *wai_sample_walk_new(const struct wai_sample_form *form); /* NULL: memory is out */
void wai_sample_walk_make(struct wai_sample_walk *walk, uint32_t t, double *out, int32_t *moved,
                          double *step);
void wai_sample_walk_free(struct wai_sample_walk *walk);

#endif
