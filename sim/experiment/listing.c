/* CSV of a design, a buffer at a time. */
#include "experiment/listing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER 65536
#define LONGEST_CELL 512 /* a path or a name; a number has at most 24 */

struct pen {
    char bytes[BUFFER];
    size_t length;
    int (*put)(void *context, const char *bytes, size_t length);
    void *context;
    int failed;
};

static void flush(struct pen *pen)
{
    if (!pen->failed && pen->length > 0) {
        pen->failed = pen->put(pen->context, pen->bytes, pen->length) != 0;
    }
    pen->length = 0;
}

static void text(struct pen *pen, const char *cell)
{
    size_t length = strlen(cell);

    if (length > LONGEST_CELL) {
        length = LONGEST_CELL;
    }
    if (pen->length + length > BUFFER) {
        flush(pen);
    }
    memcpy(pen->bytes + pen->length, cell, length);
    pen->length += length;
}

/* The shortest of 15, 16, 17 digits that reads back as the same double. */
static void number(struct pen *pen, double value)
{
    char cell[32];

    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(cell, sizeof cell, "%.*g", digits, value);
        if (strtod(cell, NULL) == value) {
            break;
        }
    }
    text(pen, cell);
}

static void write_points(struct pen *pen, const struct wai_design_matrix *design)
{
    for (size_t d = 0; d < design->n_axes; d++) {
        text(pen, d > 0 ? "," : "");
        text(pen, design->sweep->axes[d].path);
    }
    text(pen, "\n");
    for (size_t i = 0; i < design->n_points && !pen->failed; i++) {
        for (size_t d = 0; d < design->n_axes; d++) {
            text(pen, d > 0 ? "," : "");
            number(pen, design->values[d * design->n_points + i]);
        }
        text(pen, "\n");
    }
}

enum wai_status wai_listing_write(const struct wai_design_matrix *design, const char *const *scenario_names,
                                  int (*put)(void *context, const char *bytes, size_t length), void *context,
                                  struct wai_error *err)
{
    struct pen *pen = calloc(1, sizeof *pen);
    int failed;

    if (!pen) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a list of points");
    }
    pen->put = put;
    pen->context = context;
    if (design->n_axes > 0) {
        write_points(pen, design);
    } else {
        text(pen, "scenario\n");
        for (size_t i = 0; i < design->n_points; i++) {
            text(pen, scenario_names[wai_design_scenario(design, i)]);
            text(pen, "\n");
        }
    }
    flush(pen);
    failed = pen->failed;
    free(pen);
    return failed ? wai_error_add(err, WAI_ERR_IO, "the list of points could not be written") : WAI_OK;
}
