/* Samples of the unit cube on GSL's generators, driven by our own streams. */
#include "experiment/sample.h"

#include <gsl/gsl_qrng.h>
#include <stdlib.h>

#include "base/assert.h"
#include "engine/stream.h"

size_t wai_sample_power_of_two(size_t n)
{
    size_t power = 1;

    while (power < n) {
        power *= 2;
    }
    return power;
}

/* A random order of 0 .. n - 1 (Fisher and Yates). */
static void shuffle(gsl_rng *rng, uint32_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        order[i] = (uint32_t)i;
    }
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)gsl_rng_uniform_int(rng, (unsigned long)i);
        uint32_t kept = order[i - 1];

        order[i - 1] = order[k];
        order[k] = kept;
    }
}

enum wai_status wai_sample_lhs(uint64_t seed, size_t n_points, size_t n_axes, double *out)
{
    gsl_rng *rng = gsl_rng_alloc(wai_stream_type);
    uint32_t *order = malloc(n_points * sizeof *order);
    enum wai_status status = rng && order ? WAI_OK : WAI_ERR_MEMORY;

    for (size_t d = 0; status == WAI_OK && d < n_axes; d++) {
        double *column = out + d * n_points;

        wai_stream_seed(rng, seed, WAI_SAMPLE_LHS, (uint32_t)d);
        shuffle(rng, order, n_points);
        for (size_t i = 0; i < n_points; i++) {
            column[i] = (order[i] + gsl_rng_uniform(rng)) / (double)n_points;
        }
    }
    free(order);
    if (rng) {
        gsl_rng_free(rng);
    }
    return status;
}

/* One shift for each axis, the same however many points or axes are asked. */
static void draw_shifts(gsl_rng *rng, uint64_t seed, size_t n_axes, double *shift)
{
    for (size_t d = 0; d < n_axes; d++) {
        wai_stream_seed(rng, seed, WAI_SAMPLE_SHIFT, (uint32_t)d);
        shift[d] = gsl_rng_uniform(rng);
    }
}

enum wai_status wai_sample_sobol(uint64_t seed, size_t n_points, size_t n_axes, double *out)
{
    double x[40] = { 0 };
    double shift[40];
    gsl_rng *rng = gsl_rng_alloc(wai_stream_type);
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)n_axes);
    enum wai_status status = rng && sequence ? WAI_OK : WAI_ERR_MEMORY;

    wai_assert(n_axes <= 40);
    if (status == WAI_OK) {
        draw_shifts(rng, seed, n_axes, shift);
        for (size_t i = 0; i < n_points; i++) {
            /* GSL leaves the origin out; a net of 2^m points has it. */
            if (i > 0) {
                (void)gsl_qrng_get(sequence, x);
            }
            for (size_t d = 0; d < n_axes; d++) {
                double u = x[d] + shift[d];

                out[d * n_points + i] = u < 1 ? u : u - 1;
            }
        }
    }
    if (sequence) {
        gsl_qrng_free(sequence);
    }
    if (rng) {
        gsl_rng_free(rng);
    }
    return status;
}

struct wai_sample_walk {
    struct wai_sample_form form;
    gsl_rng *rng;
    uint32_t *order; /* [n_groups] */
    size_t *level;   /* [n_axes] */
};

struct wai_sample_walk *wai_sample_walk_new(const struct wai_sample_form *form)
{
    struct wai_sample_walk *walk = calloc(1, sizeof *walk);

    if (!walk) {
        return NULL;
    }
    walk->form = *form;
    walk->rng = gsl_rng_alloc(wai_stream_type);
    walk->order = calloc(form->n_groups, sizeof *walk->order);
    walk->level = calloc(form->n_axes, sizeof *walk->level);
    if (!walk->rng || !walk->order || !walk->level) {
        wai_sample_walk_free(walk);
        return NULL;
    }
    return walk;
}

void wai_sample_walk_free(struct wai_sample_walk *walk)
{
    if (!walk) {
        return;
    }
    if (walk->rng) {
        gsl_rng_free(walk->rng);
    }
    free(walk->order);
    free(walk->level);
    free(walk);
}

void wai_sample_walk_make(struct wai_sample_walk *walk, uint32_t t, double *out, int32_t *moved, double *step)
{
    const struct wai_sample_form *form = &walk->form;
    size_t half = form->levels / 2;
    double top = (double)(form->levels - 1);

    wai_stream_seed(walk->rng, form->seed, WAI_SAMPLE_MORRIS, t);
    for (size_t d = 0; d < form->n_axes; d++) {
        walk->level[d] = (size_t)gsl_rng_uniform_int(walk->rng, (unsigned long)form->levels);
        step[d] = (walk->level[d] < half ? 1.0 : -1.0) * (double)half / top;
    }
    shuffle(walk->rng, walk->order, form->n_groups);
    for (size_t p = 0; p <= form->n_groups; p++) {
        moved[p] = p == 0 ? -1 : (int32_t)walk->order[p - 1];
        for (size_t d = 0; d < form->n_axes; d++) {
            if (moved[p] >= 0 && form->group[d] == (size_t)moved[p]) {
                walk->level[d] = walk->level[d] < half ? walk->level[d] + half : walk->level[d] - half;
            }
            out[d * form->stride + p] = (double)walk->level[d] / top;
        }
    }
}
