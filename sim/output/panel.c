/* Buffers of panels: see output/panel.h. */
#include "output/panel.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

#define BATCH_BYTES 65536
#define MOST_POINTS 4096

void wai_panel_open(struct wai_panel *panel, struct wai_file *file, const struct wai_dataset_spec *spec,
                    const size_t *sizes, size_t n_points)
{
    struct wai_dataset_spec full = *spec;
    size_t bytes;

    wai_assert(spec->n_dims + 1 <= WAI_FILE_MAX_DIMS);
    *panel =
        (struct wai_panel){ .type = spec->type, .n_dims = spec->n_dims, .n_values = 1, .n_points = n_points };
    full.n_dims = spec->n_dims + 1;
    full.dims[0] = "point";
    for (size_t d = 0; d < spec->n_dims; d++) {
        panel->sizes[d] = sizes[d];
        panel->n_values *= sizes[d];
        full.dims[d + 1] = spec->dims[d];
    }
    bytes = panel->n_values * wai_layout_size(spec->type);
    panel->batch = BATCH_BYTES / bytes;
    panel->batch = panel->batch < 1 ? 1 : panel->batch > MOST_POINTS ? MOST_POINTS : panel->batch;
    panel->batch = panel->batch < n_points ? panel->batch : n_points;
    full.chunk[0] = panel->batch;
    full.through = 1;
    full.can_miss = 1;
    panel->set = wai_file_open_set(file, &full);
    panel->buffer = malloc(panel->batch * bytes);
    if (!panel->buffer) {
        wai_file_fail_memory(file);
        return;
    }
    memset(panel->buffer, 0xff, panel->batch * bytes); /* -1 or NaN */
}

/* Writes the buffer and empties it. */
static void write_buffer(struct wai_panel *panel, struct wai_file *file)
{
    size_t start[WAI_FILE_MAX_DIMS] = { panel->first }, count[WAI_FILE_MAX_DIMS];
    size_t left = panel->n_points - panel->first;

    if (!panel->buffer || left == 0) {
        return;
    }
    count[0] = left < panel->batch ? left : panel->batch;
    memcpy(count + 1, panel->sizes, panel->n_dims * sizeof *count);
    wai_file_write(file, panel->set, start, count, panel->buffer);
    panel->first += count[0];
    memset(panel->buffer, 0xff, panel->batch * panel->n_values * wai_layout_size(panel->type));
}

void *wai_panel_at(struct wai_panel *panel, struct wai_file *file, size_t point)
{
    while (panel->buffer && point >= panel->first + panel->batch) {
        write_buffer(panel, file);
    }
    return panel->buffer
               ? panel->buffer + (point - panel->first) * panel->n_values * wai_layout_size(panel->type)
               : NULL;
}

void wai_panel_flush(struct wai_panel *panel, struct wai_file *file)
{
    while (panel->buffer && panel->first < panel->n_points && file->status == WAI_OK) {
        write_buffer(panel, file);
    }
}

void wai_panel_free(struct wai_panel *panel)
{
    free(panel->buffer);
    *panel = (struct wai_panel){ 0 };
}
