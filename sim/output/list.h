/* A growing list of values with checksummed chunks, in a block file.  Internal to this room. */
#ifndef WAI_OUTPUT_LIST_H
#define WAI_OUTPUT_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "output/layout.h"

struct wai_list {
    int64_t id; /* -1: no value so far, no dataset */
    size_t at;  /* values written */
};

/* Appends n values to a list, which is made when it is not there yet, with `chunk` values in a chunk; -1
 * failed. */
int wai_list_append(int64_t file, struct wai_list *list, const char *name, enum wai_layout_type type,
                    size_t chunk, size_t n, const void *values);

/* A new file for lists, which must not exist; -1 failed. */
int64_t wai_list_create_file(const char *path);

#endif
