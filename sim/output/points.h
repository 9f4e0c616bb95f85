/* Summaries of the points of a sweep as panels.  Internal to this room. */
#ifndef WAI_OUTPUT_POINTS_H
#define WAI_OUTPUT_POINTS_H

#include <stddef.h>

#include "output/file.h"
#include "output/layout.h"
#include "output/panel.h"
#include "output/summary.h"

struct wai_points {
    const struct wai_layout *layout;
    size_t n, capacity;
    struct wai_points_panel {
        struct wai_panel panel;
        enum { WAI_POINTS_STATISTIC, WAI_POINTS_QUANTILE } kind;
        enum wai_summary_statistic statistic;
        const struct wai_layout_column *column;
        size_t cell; /* the column's first */
    } * panels;
    struct wai_panel p_status, at_risk, joins; /* with options.p_status */
    struct wai_panel date_status;              /* and dates */
    double error;                              /* largest of the quantiles */
};

/* Makes <column>_mean and the other statistics of output/summary.h, _quantile, p_status, join_at_risk,
 * join_count, at_p_status, each with the axis point. */
void wai_points_open(struct wai_points *points, struct wai_file *file, const struct wai_layout *layout,
                     size_t n_points);

/* Puts the summaries of a point. */
void wai_points_put(struct wai_points *points, struct wai_file *file, const struct wai_summary *summary,
                    size_t point);

/* Writes what is not yet written. */
void wai_points_flush(struct wai_points *points, struct wai_file *file);

void wai_points_free(struct wai_points *points);

#endif
