/* Datasets and dimension scales as the library makes them: chunks, filters, missing values, links between a
 * dataset and its axes.  Internal to this room.  Functions give 0 when all went well, -1 when not. */
#ifndef WAI_OUTPUT_DATASET_H
#define WAI_OUTPUT_DATASET_H

#include <stddef.h>
#include <stdint.h>

#include "output/layout.h"

#define WAI_DATASET_MAX_DIMS 4

/* A dataset to make.  Zeroed members mean none. */
struct wai_dataset_spec {
    const char *group; /* NULL: root */
    const char *name, *unit, *meaning;
    enum wai_layout_type type;
    size_t n_dims;
    const char *dims[WAI_DATASET_MAX_DIMS]; /* names of axes made before */
    size_t chunk[WAI_DATASET_MAX_DIMS]; /* 0: the whole axis; all 0: contiguous when small, else one chunk */
    int through;                        /* slices are whole chunks: keep none in memory */
    int can_miss;                       /* whole numbers: -1 is missing */
    const char *const *flags;           /* category */
    size_t n_flags;
};

/* Who uses an axis, and as which of its axes. */
struct wai_dataset_user {
    uint64_t object;
    int32_t axis;
};

/* Makes a dataset in an open file; sizes of its axes, and which of them grow.  -1: failed. */
int64_t wai_dataset_create(int64_t file, const struct wai_dataset_spec *spec, const size_t *sizes,
                           const int *grows);

/* long_name, units, categories, missing value of a dataset. */
int wai_dataset_describe(int64_t id, const struct wai_dataset_spec *spec);

/* Makes a dataset the scale of an axis. */
int wai_dataset_make_scale(int64_t id, const char *name);

/* Writes all of a dataset (start NULL) or a slice. */
int wai_dataset_write(int64_t id, enum wai_layout_type type, size_t n_dims, const size_t *start,
                      const size_t *count, const void *values);

/* Names the scales of a dataset (DIMENSION_LIST); *object is how scales refer to it. */
int wai_dataset_link(int64_t id, const int64_t *scales, size_t n, uint64_t *object);

/* Tells a scale who uses it (REFERENCE_LIST), n > 0. */
int wai_dataset_list_users(int64_t scale, const struct wai_dataset_user *users, size_t n);

#endif
