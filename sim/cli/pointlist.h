/* The points of a sweep as a table: parameters, metrics with their intervals, what is missing. */
#ifndef WAI_CLI_POINTLIST_H
#define WAI_CLI_POINTLIST_H

#include <stddef.h>

#include "base/status.h"
#include "cli/talk.h"
#include "output/reader.h"

#define WAI_POINTLIST_NAME 96 /* bytes of a dataset's name */

/* What is known of a sweep's file. */
struct wai_pointlist {
    struct wai_reader *reader;
    const struct wai_talk *talk;
    size_t n_points, n_params, n_metrics;
    char (*params)[WAI_POINTLIST_NAME]; /* datasets param_..., in the order of the config */
    char **metrics;                     /* those found by name */
    char *kind;                         /* of the design */
};

/* Prints the first points, what headings and intervals mean, and whether a goal was reached. */
enum wai_status wai_pointlist_print(const struct wai_pointlist *list, struct wai_error *err) WAI_CHECK_RESULT;

#endif
