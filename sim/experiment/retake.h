/* The replications of a result again, read at the end of a day. */
#ifndef WAI_EXPERIMENT_RETAKE_H
#define WAI_EXPERIMENT_RETAKE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/contender.h"
#include "experiment/runner.h"
#include "model/record.h"

/* What is told of a replication, in order of rows.  series[WAI_N_SERIES] at the end of the
 * day; record: of the whole run, as long as the call lasts. */
struct wai_retake_reading {
    size_t row; /* of the file */
    const double *series;
    const struct wai_record *record;
};

/* How they are run.  Zeroed members have the meaning given. */
struct wai_retake_control {
    unsigned n_workers;     /* 0: one for each processor */
    const atomic_int *stop; /* NULL: never */
    void *context;          /* of progress */
    void (*progress)(void *context, const struct wai_runner_progress *progress); /* NULL: not told */
};

struct wai_retake {
    int32_t day; /* from 1900-01-01; a day of the run */
    const struct wai_retake_control *control;
    void *context; /* of take */
    void (*take)(void *context, const struct wai_retake_reading *reading);
};

/* Runs all replications that the file has.  As many may fail as failed when the file was made; they are left
 * out.  WAI_ERR_FORMAT: more have failed; WAI_ERR_INTERRUPTED: stopped. */
enum wai_status wai_retake_run(const struct wai_retake *retake, const struct wai_contender *contender,
                               struct wai_error *err) WAI_CHECK_RESULT;

#endif
