/* A short pilot of an experiment: how long will it take, how large will it get? */
#ifndef WAI_EXPERIMENT_PILOT_H
#define WAI_EXPERIMENT_PILOT_H

#include <stdatomic.h>

#include "base/status.h"
#include "experiment/plan.h"

struct wai_pilot {
    double seconds_per_replication; /* of one worker */
    double bytes;                   /* of the result */
};

/* Runs a few replications of a few points and writes them to a file in a folder of its own, made in the
 * temporary folder (TMPDIR) and removed.  stop: as in struct wai_runner_job; then WAI_ERR_INTERRUPTED. */
enum wai_status wai_pilot_run(const struct wai_plan *plan, const atomic_int *stop, struct wai_pilot *pilot,
                              struct wai_error *err) WAI_CHECK_RESULT;

#endif
