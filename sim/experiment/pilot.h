/* A short pilot of an experiment: how long will it take, how large will it get? */
#ifndef WAI_EXPERIMENT_PILOT_H
#define WAI_EXPERIMENT_PILOT_H

#include "base/status.h"
#include "experiment/plan.h"

struct wai_pilot {
    double seconds_per_replication; /* of one worker */
    double bytes;                   /* of the result */
};

/* Runs a few replications of a few points and writes them to a file of the temporary folder, which is
 * removed. */
enum wai_status wai_pilot_run(const struct wai_plan *plan, struct wai_pilot *pilot,
                              struct wai_error *err) WAI_CHECK_RESULT;

#endif
