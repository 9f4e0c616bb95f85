/* From rows in order to the result file of a sweep, with the analysis that its design was made for. */
#ifndef WAI_EXPERIMENT_ASSEMBLY_H
#define WAI_EXPERIMENT_ASSEMBLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/plan.h"
#include "output/provenance.h"
#include "output/rows.h"
#include "output/sweep.h"

#define WAI_ASSEMBLY_MOST_ATTRIBUTES 10 /* of a design */

struct wai_assembly {
    const struct wai_plan *plan; /* the caller's */
    struct wai_setup setup;      /* of the base; shallow */
    struct wai_sweep_writer *writer;
    struct wai_sweep_param *params;
    struct wai_sweep_attribute *attributes;
    struct wai_sweep_index indices[3];
    int32_t *start_days;
    char numbers[WAI_ASSEMBLY_MOST_ATTRIBUTES][32]; /* texts of attributes */
    size_t point;                                   /* the one under way */
    uint32_t n_rows;                                /* replications of it so far, failed ones too */
    uint32_t n_failed;
    char *message;     /* why it failed */
    size_t *columns;   /* [n_metrics]: of the layout */
    double *sums;      /* [n_metrics]: of the point under way, known values */
    uint32_t *known;   /* [n_metrics] */
    double *means;     /* [n_metrics][n_points] */
    uint32_t *n_known; /* [n_metrics][n_points]: replications that each mean rests on */
    size_t n_failed_points;
    struct wai_error failures; /* the first messages of failed points */
};

/* Begins the file at `path`, a temporary name.  plan and provenance are the caller's until the end. */
enum wai_status wai_assembly_open(struct wai_assembly *assembly, const char *path,
                                  const struct wai_plan *plan, const struct wai_provenance *provenance,
                                  struct wai_error *err) WAI_CHECK_RESULT;

/* Adds rows; points and replications ascend. */
enum wai_status wai_assembly_put(struct wai_assembly *assembly, const struct wai_rows *rows,
                                 struct wai_error *err) WAI_CHECK_RESULT;

/* Writes the analysis and closes the file, complete.  A point without its replications is WAI_ERR_FORMAT. */
enum wai_status wai_assembly_finish(struct wai_assembly *assembly, struct wai_error *err) WAI_CHECK_RESULT;

/* Frees everything; a file that is not finished is removed.  Harmless on a zeroed struct. */
void wai_assembly_free(struct wai_assembly *assembly);

#endif
