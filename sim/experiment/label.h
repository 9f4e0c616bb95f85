/* Short names for results that stand side by side: no two alike. */
#ifndef WAI_EXPERIMENT_LABEL_H
#define WAI_EXPERIMENT_LABEL_H

#include <stddef.h>

#include "base/status.h"

#define WAI_LABEL_SIZE 96 /* bytes with the NUL */

/* What a label is made of; texts are the caller's. */
struct wai_label_source {
    const char *path;
    const char *part; /* of the file: a scenario or "point 3"; NULL: the file is meant */
    int alone;        /* the part says enough by itself, as a scenario does */
};

/* Labels of n results: the part or the name of the file without ".h5"; where two are alike, both get as many
 * folders before the name as tell them apart; where nothing does, a number: "a", "a (2)".  Long ones lose
 * their beginning. */
enum wai_status wai_label_make(const struct wai_label_source *sources, size_t n,
                               char (*labels)[WAI_LABEL_SIZE]) WAI_CHECK_RESULT;

#endif
