/* The design of a sweep: which values of the swept parameters make up each point.
 *
 * Points are numbered in one order for good: what a larger design of the same kind adds comes at the end
 * where the kind allows it (list, sobol, morris, saltelli, scenarios).  All numbers come from the sweep's own
 * seed, never from the number of workers or the machine. */
#ifndef WAI_EXPERIMENT_DESIGN_H
#define WAI_EXPERIMENT_DESIGN_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/param.h"
#include "scenario/config.h"

#define WAI_DESIGN_MAX_POINTS 100000000 /* of any design */
#define WAI_DESIGN_MAX_SOBOL 40         /* dimensions of the Sobol' generator; saltelli needs two an axis */

/* Kinds of points of a saltelli design: `block` of design_matrix. */
#define WAI_DESIGN_BLOCK_A 0
#define WAI_DESIGN_BLOCK_B 1
#define WAI_DESIGN_BLOCK_AB                                                                                  \
    2 /* + group: row of A with that group's columns from B; then the same of B from A */

struct wai_design_matrix {
    enum wai_design kind;
    const struct wai_sweep *sweep; /* the caller's */
    size_t n_points;               /* >= 1 */
    size_t n_axes;
    double *values;           /* [n_axes][n_points] */
    size_t n_groups;          /* morris, saltelli: what moves together; else n_axes */
    size_t *group;            /* [n_axes]: group of an axis */
    const char **group_names; /* [n_groups]: the group, or the path of an axis that is alone; the sweep's */
    size_t n_rows;            /* saltelli: rows of A; morris: trajectories; grid and others: n_points */
    int32_t *block;           /* saltelli, oat (0 base, 1 low, 2 high): [n_points], else NULL */
    int32_t *row;             /* saltelli: row; morris: trajectory: [n_points], else NULL */
    int32_t *moved; /* morris: group moved on the way from the point before, -1 at the start of a trajectory;
                     * oat: axis; [n_points], else NULL */
    double *step;   /* morris: signed step that each axis took in its trajectory, in units of its range (whole
                     * numbers, lists: of their values) or of probability; [n_rows][n_axes], else NULL */
    int32_t *scenario; /* scenarios: [n_points], else NULL */
    char note[256];    /* what was changed of what was asked, for the user: "" nothing */
};

/* Makes the points.  Refuses, with advice, what the design cannot do. */
enum wai_status wai_design_make(struct wai_design_matrix *design, const struct wai_sweep *sweep,
                                size_t n_scenarios, struct wai_error *err) WAI_CHECK_RESULT;
void wai_design_free(struct wai_design_matrix *design);

/* Number of points the sweep has, without making them; 0 and a message when it cannot be made. */
size_t wai_design_count(const struct wai_sweep *sweep, size_t n_scenarios, struct wai_error *err);

/* Sets the swept parameters to the values of a point. */
void wai_design_apply(const struct wai_design_matrix *design, size_t point, struct wai_params *params);

/* Scenario of a point. */
size_t wai_design_scenario(const struct wai_design_matrix *design, size_t point);

/* SHA-256 of the values and scenarios of points first, first + stride .. below end: 64 digits and a NUL. */
void wai_design_hash(const struct wai_design_matrix *design, size_t first, size_t end, size_t stride,
                     char hex[65]);

#endif
