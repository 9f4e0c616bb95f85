/* Panels of a sweep: one value or array for each point, gathered for some points and written as whole chunks.
 * Internal to this room. */
#ifndef WAI_OUTPUT_PANEL_H
#define WAI_OUTPUT_PANEL_H

#include <stddef.h>
#include <stdint.h>

#include "output/file.h"

struct wai_panel {
    int set;
    enum wai_layout_type type;
    size_t n_dims;
    size_t sizes[WAI_FILE_MAX_DIMS]; /* beside the point */
    size_t n_values;                 /* of a point */
    size_t n_points, batch;          /* in the file, in a chunk */
    size_t first;                    /* point of the first row of the buffer */
    uint8_t *buffer;                 /* [batch][n_values] */
};

/* Makes the dataset: spec without the point axis and chunks, which are added.  sizes: of spec's axes. */
void wai_panel_open(struct wai_panel *panel, struct wai_file *file, const struct wai_dataset_spec *spec,
                    const size_t *sizes, size_t n_points);

/* Room for the values of a point, missing values at first; points ascend.  NULL after a failure. */
void *wai_panel_at(struct wai_panel *panel, struct wai_file *file, size_t point);

/* Writes all that is not yet written; points that never came are missing. */
void wai_panel_flush(struct wai_panel *panel, struct wai_file *file);

void wai_panel_free(struct wai_panel *panel);

#endif
