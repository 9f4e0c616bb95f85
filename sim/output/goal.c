/* Fates of points by their goal: see output/goal.h. */
#include "output/goal.h"

#include <stdlib.h>
#include <string.h>

static const char *const fates[] = { "reached", "missed" };

enum wai_status wai_goal_init(struct wai_goal *goal, const struct wai_layout *layout, size_t n_points,
                              size_t max_replications)
{
    size_t cell = 0;

    goal->n_points = n_points;
    goal->max_replications = max_replications;
    for (size_t c = 0; goal->metric >= 0 && c < layout->n_columns; c++) {
        const struct wai_layout_column *column = &layout->columns[c];

        if (column->source == WAI_LAYOUT_METRIC && column->which == goal->metric) {
            goal->column = c;
            goal->cell = cell;
        }
        cell += column->summarised ? column->n_values : 0;
    }
    goal->fate = malloc(n_points + 1);
    if (!goal->fate) {
        return WAI_ERR_MEMORY;
    }
    memset(goal->fate, -1, n_points);
    return WAI_OK;
}

void wai_goal_free(struct wai_goal *goal)
{
    free(goal->fate);
    goal->fate = NULL;
}

void wai_goal_note(struct wai_goal *goal, const struct wai_summary *summary, size_t point)
{
    const struct wai_layout *layout = summary->layout;
    double width;

    if (goal->metric < 0) {
        return;
    }
    width =
        wai_summary_statistic(summary, &layout->columns[goal->column], goal->cell, WAI_SUMMARY_HALF_WIDTH);
    goal->fate[point] =
        summary->n_rows + summary->n_failed < goal->max_replications || width <= goal->half_width ? 0 : 1;
}

void wai_goal_put(const struct wai_goal *goal, struct wai_file *file)
{
    const struct wai_dataset_spec spec = { .name = "point_goal",
                                           .meaning = "did the interval of the metric become narrow enough "
                                                      "within the replications allowed?",
                                           .type = WAI_LAYOUT_INT8,
                                           .can_miss = 1,
                                           .n_dims = 1,
                                           .dims = { "point" },
                                           .flags = fates,
                                           .n_flags = 2 };

    if (goal->metric >= 0) {
        wai_file_put(file, &spec, goal->fate);
    }
}
