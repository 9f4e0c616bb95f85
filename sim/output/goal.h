/* The goal that points with as many replications as they need are run for: an interval of a metric that is
 * narrow enough.  Which points reached it becomes the dataset point_goal.  Internal to this room. */
#ifndef WAI_OUTPUT_GOAL_H
#define WAI_OUTPUT_GOAL_H

#include <stddef.h>
#include <stdint.h>

#include "output/file.h"
#include "output/summary.h"

struct wai_goal {
    int metric;        /* position in layout.options.metrics; -1: replications are fixed, no goal */
    double half_width; /* to be reached */
    size_t n_points, max_replications;
    size_t column, cell; /* of the metric */
    int8_t *fate;        /* [n_points]: 0 reached, 1 missed, -1 not run */
};

/* Makes ready for n_points of a layout; metric and half_width are set. */
enum wai_status wai_goal_init(struct wai_goal *goal, const struct wai_layout *layout, size_t n_points,
                              size_t max_replications) WAI_CHECK_RESULT;
void wai_goal_free(struct wai_goal *goal);

/* Notes the fate of a point from its summary.  What ended before the most replications allowed had reached
 * the goal. */
void wai_goal_note(struct wai_goal *goal, const struct wai_summary *summary, size_t point);

/* Writes point_goal(point); nothing without a goal. */
void wai_goal_put(const struct wai_goal *goal, struct wai_file *file);

#endif
