/* The runner: replications side by side on threads, results delivered in order.
 *
 * Tasks are numbered 0 .. n_tasks - 1.  Consecutive tasks form batches; a free worker takes the next batch,
 * runs its tasks one by one in its own world, and hands the batch back.  The calling thread delivers batches
 * strictly in order, whatever the workers' speed: what is written depends on the tasks alone, never on their
 * number.  Workers run at most `window` batches ahead of delivery, so memory is bounded.
 *
 * Two ways to receive results, to be combined as one likes:
 *   deliver        on the calling thread, task by task, with the record;
 *   reduce/finish  in the worker, record by record into a product of the batch (metrics, a compressed chunk);
 *                  deliver_batch then gets the product on the calling thread.
 * Only the calling thread calls deliver*, so a library without locks (HDF5) may be used there. */
#ifndef WAI_EXPERIMENT_RUNNER_H
#define WAI_EXPERIMENT_RUNNER_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/luck.h"
#include "model/record.h"
#include "model/setup.h"
#include "model/world.h"

/* One replication to run. */
struct wai_runner_task {
    const struct wai_setup *setup; /* the caller's; alive until the task is delivered */
    uint64_t point;                /* a worker keeps its world while point and setup stay the same */
    struct wai_luck luck;
};

/* What became of a task. */
struct wai_runner_result {
    size_t index; /* of the task */
    struct wai_runner_task task;
    enum wai_status status; /* WAI_OK, or why the replication failed */
    struct wai_error err; /* the runner's: messages, each with point, replicate and seed; empty when WAI_OK */
    const struct wai_record *record; /* until the callback returns; NULL when failed, or without `deliver` */
};

/* How far a run is; n_delivered counts failed tasks too. */
struct wai_runner_progress {
    size_t n_tasks, n_delivered, n_failed;
    uint64_t n_events;
    double seconds; /* since the start, by the monotonic clock */
};

/* A run of tasks.  Zeroed members have the meaning given; callbacks get `context` first. */
struct wai_runner_job {
    size_t n_tasks;
    size_t group; /* batches do not cross multiples of this (replications of a point); 0: no such borders */
    size_t batch_size;  /* 0: 1 */
    unsigned n_workers; /* 0: wai_workers_preset */
    size_t window;      /* batches under way or waiting; 0: 2 for each worker and 1 more */
    struct wai_record_wants wants;
    struct wai_run_limits limits;
    const atomic_int
        *stop; /* not zero: drop the replications under way, deliver what was before them, end; NULL: never */
    double progress_seconds; /* between two calls of `progress`; 0: 0.2 */
    void *context;

    /* Fills task i.  Called by workers at any time and in any order: reads only what does not change. */
    void (*task)(void *context, size_t i, struct wai_runner_task *task);

    /* In workers, all four or none.  A product serves one batch after another: `open` readies it (it is NULL
     * the first time and may be given back as another address), `reduce` adds a task (also a failed one,
     * record NULL), `finish` ends the batch, `close` frees the product (called on the calling thread at the
     * end).  A status other than WAI_OK ends the whole run with it. */
    enum wai_status (*open)(void *context, void **product, size_t first, size_t n, struct wai_error *err);
    enum wai_status (*reduce)(void *context, void *product, const struct wai_runner_result *result,
                              struct wai_error *err);
    enum wai_status (*finish)(void *context, void *product, struct wai_error *err);
    void (*close)(void *context, void *product);

    /* On the calling thread, in order of tasks; each may be NULL.  A status other than WAI_OK ends the run
     * with it; nothing later is delivered.  deliver_batch comes after the batch's deliver calls; n may be
     * less than the size of the batch when the run was stopped in it. */
    enum wai_status (*deliver)(void *context, const struct wai_runner_result *result, struct wai_error *err);
    enum wai_status (*deliver_batch)(void *context, void *product, size_t first, size_t n,
                                     struct wai_error *err);
    void (*progress)(void *context, const struct wai_runner_progress *progress);
};

/* What a run amounted to. */
struct wai_runner_report {
    struct wai_runner_progress progress; /* delivered tasks: always 0 .. n_delivered - 1 */
    uint64_t events_by_type[WAI_N_EVENT_TYPES];
    unsigned n_workers; /* used */
};

/* Runs the tasks.  WAI_OK when all were delivered, failed replications included (report->progress.n_failed);
 * WAI_ERR_INTERRUPTED when `stop` was raised before; the status of a callback; WAI_ERR_MEMORY or WAI_ERR_IO
 * when there is no memory or thread.  report may be NULL. */
enum wai_status wai_runner_run(const struct wai_runner_job *job, struct wai_runner_report *report,
                               struct wai_error *err) WAI_CHECK_RESULT;

#endif
