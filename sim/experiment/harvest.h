/* Replications of many points, run side by side and given back as rows in order. */
#ifndef WAI_EXPERIMENT_HARVEST_H
#define WAI_EXPERIMENT_HARVEST_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/plan.h"
#include "experiment/runner.h"
#include "output/rows.h"

/* Tasks 0 .. n_tasks - 1; tasks of one point that follow each other fill rows together, never across a
 * multiple of `group`.  Callbacks get `context` first. */
struct wai_harvest {
    const struct wai_plan *plan;
    unsigned n_workers; /* 0: wai_workers_preset */
    const atomic_int *stop;
    size_t n_tasks, group;
    size_t batch; /* most replications of rows; 0: as suits the workers */
    void *context;

    /* Point and replicate of a task; called by workers. */
    void (*address)(void *context, size_t i, size_t *point, uint32_t *replicate);

    /* Takes finished rows of tasks [first, first + n), on the calling thread, in order.  May keep them by
     * setting *rows to NULL (then they are the taker's, from wai_rows_init on the heap). */
    enum wai_status (*take)(void *context, struct wai_rows **rows, size_t first, size_t n,
                            struct wai_error *err);

    void (*progress)(void *context, const struct wai_runner_progress *progress);
};

/* Runs it.  A replication that fails is noted in its rows; WAI_ERR_INTERRUPTED after `stop`, when all that
 * was finished up to a point has been taken. */
enum wai_status wai_harvest_run(const struct wai_harvest *harvest, struct wai_runner_report *report,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* Rows on the heap for a layout, NULL when memory is out; and their end. */
struct wai_rows *wai_harvest_new_rows(const struct wai_layout *layout);
void wai_harvest_free_rows(struct wai_rows *rows);

#endif
