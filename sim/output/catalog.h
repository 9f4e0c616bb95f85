/* Names that result files can have, from the tables of the model: readers ask for these and never walk a
 * file. Internal to this room. */
#ifndef WAI_OUTPUT_CATALOG_H
#define WAI_OUTPUT_CATALOG_H

#include <stddef.h>

#include "base/status.h"

struct wai_catalog {
    char **names;
    size_t n, n_root; /* the first n_root lie in the root, the rest in groups ("input/lat") */
    size_t n_axes;    /* the first of them are axes and their labels */
    size_t capacity;
};

/* extra: lists of further names of the root, each between spaces; NULL is empty.  metrics are names that have
 * summaries too.  WAI_ERR_FORMAT when one of these is not letters, digits and underscores. */
enum wai_status wai_catalog_init(struct wai_catalog *catalog, const char *metrics, const char *const *extra,
                                 size_t n_extra) WAI_CHECK_RESULT;
void wai_catalog_free(struct wai_catalog *catalog);

#endif
