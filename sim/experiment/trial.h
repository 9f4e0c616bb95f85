/* A seat for one replication after another: a world that is kept while the setup stays the same. */
#ifndef WAI_EXPERIMENT_TRIAL_H
#define WAI_EXPERIMENT_TRIAL_H

#include <stdint.h>

#include "base/status.h"
#include "experiment/runner.h"
#include "model/record.h"
#include "model/world.h"

/* A zeroed seat is empty and valid. */
struct wai_trial {
    const struct wai_setup *setup; /* of the world; the caller's */
    uint64_t point;
    struct wai_world *world;
};

/* Runs one task.  `record` may be zeroed: it is made, or made anew, to fit the setup and the wants.  A
 * failure of the replication leaves one message a line in err, each beginning with point, replicate and seed.
 */
enum wai_status wai_trial_run(struct wai_trial *trial, const struct wai_runner_task *task,
                              struct wai_record_wants wants, const struct wai_run_limits *limits,
                              struct wai_record *record, struct wai_error *err) WAI_CHECK_RESULT;

/* Gives the world back; harmless on a zeroed seat. */
void wai_trial_free(struct wai_trial *trial);

#endif
