/* The result file of a sweep, written point by point; memory does not grow with points or replications.
 *
 *     wai_sweep_open(&sweep, temp, &layout, setup, &provenance, &design, err)
 *     for each point in order:
 *         wai_sweep_append(sweep, rows, err)             in order of replications, as often as needed
 *         wai_sweep_end_point(sweep, status, message, err)
 *     wai_sweep_table(sweep, &table, err)                 results of an analysis, any number
 *     wai_sweep_finish(&sweep, err)
 */
#ifndef WAI_OUTPUT_SWEEP_H
#define WAI_OUTPUT_SWEEP_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/setup.h"
#include "output/layout.h"
#include "output/provenance.h"
#include "output/rows.h"

enum wai_point_status { WAI_POINT_DONE, WAI_POINT_PENDING, WAI_POINT_FAILED, WAI_N_POINT_STATUSES };

/* A text of the design: root attribute design_<name>. */
struct wai_sweep_attribute {
    const char *name, *value;
};

/* A whole number for every point: dataset design_<name>(point), e.g. block, trajectory, scenario. */
struct wai_sweep_index {
    const char *name, *meaning;
    const int32_t *values; /* n_points; -1 does not apply */
};

/* A swept parameter: dataset param_<path, dots as underscores>(point). */
struct wai_sweep_param {
    int param;            /* row of wai_param_table */
    const double *values; /* n_points */
};

struct wai_sweep_design {
    size_t n_points;
    size_t max_replications; /* of a point, the length of the axis `replicate`; > 0 */
    size_t n_params;
    const struct wai_sweep_param *params;
    size_t n_attributes;
    const struct wai_sweep_attribute *attributes; /* the first should be { "kind", "grid" } ... */
    size_t n_indices;
    const struct wai_sweep_index *indices;
    int goal_metric;         /* of points with as many replications as each needs: position in
                              * layout.options.metrics of what is to be known; -1: replications are fixed */
    double goal_half_width;  /* of its interval */
    const int32_t *scenario; /* n_points: position in provenance->scenarios; NULL: all 0 */
    const int32_t
        *start_day; /* n_points: start of the point's scenario in days from 1900-01-01; NULL: the setup's */
};

/* Numbers of an analysis with up to three axes, e.g. sobol_first(metric, parameter). */
struct wai_sweep_table {
    const char *name, *unit, *meaning;
    size_t n_dims; /* 1 .. 3 */
    struct {
        const char *name; /* of the axis; a new one or one made before with the same labels */
        size_t n;
        const char *const *labels; /* n texts, the values of the axis; NULL: 0 .. n - 1 */
    } dims[3];
    const double *values;
    const int32_t *counts; /* when values is NULL */
};

struct wai_sweep_writer;

/* As wai_ensemble_open.  setup is the base: its tables and start are those of the file. */
enum wai_status wai_sweep_open(struct wai_sweep_writer **writer, const char *path,
                               const struct wai_layout *layout, const struct wai_setup *setup,
                               const struct wai_provenance *provenance, const struct wai_sweep_design *design,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* Takes finished rows of the present point (0 at first). */
enum wai_status wai_sweep_append(struct wai_sweep_writer *writer, const struct wai_rows *rows,
                                 struct wai_error *err) WAI_CHECK_RESULT;

/* Writes the summaries of the present point and goes to the next; message: "" or why it failed. */
enum wai_status wai_sweep_end_point(struct wai_sweep_writer *writer, enum wai_point_status status,
                                    const char *message, struct wai_error *err) WAI_CHECK_RESULT;

enum wai_status wai_sweep_table(struct wai_sweep_writer *writer, const struct wai_sweep_table *table,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* Points not ended are `pending`.  As wai_ensemble_finish, wai_ensemble_abandon. */
enum wai_status wai_sweep_finish(struct wai_sweep_writer **writer, struct wai_error *err) WAI_CHECK_RESULT;
void wai_sweep_abandon(struct wai_sweep_writer **writer);

#endif
