/* A study: the replications of one scenario, run, counted and written to one result file.
 *
 * One replication gives a run file with its event log, several an ensemble.  The file appears whole under its
 * name or not at all; what a stop left unfinished is left out, and the file says how many replications it
 * has. */
#ifndef WAI_EXPERIMENT_STUDY_H
#define WAI_EXPERIMENT_STUDY_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/findings.h"
#include "experiment/plan.h"
#include "experiment/runner.h"
#include "output/provenance.h"

struct wai_study {
    const struct wai_plan *plan;             /* of one point; the caller's */
    const struct wai_provenance *provenance; /* the caller's */
    const char *output;                      /* file name */
    int force;                               /* replace it */
    int decisions;                           /* a run file with the decomposition of every decision */
    uint32_t first_replicate;                /* 0 unless a replication is repeated */
    unsigned n_workers;                      /* 0: wai_workers_preset */
    const atomic_int *stop;                  /* as in struct wai_runner_job */
    void *context;                           /* of progress */
    void (*progress)(void *context, const struct wai_runner_progress *progress);
};

/* What came of it. */
struct wai_study_outcome {
    struct wai_findings findings; /* of the replications written; wai_findings_free */
    struct wai_runner_report report;
    struct wai_error failures; /* messages of failed replications, at most 20; wai_error_free */
};

/* Replications of a batch, of so many in all. */
size_t wai_study_batch(size_t n_replications);

/* Runs the study and publishes the file.  WAI_OK; WAI_ERR_PARTIAL when some replications failed and the file
 * has the others; WAI_ERR_MODEL when all failed, WAI_ERR_INTERRUPTED when it was stopped (with at least one
 * replication done the file is there); WAI_ERR_EXISTS, WAI_ERR_IO, WAI_ERR_MEMORY.  outcome is filled in
 * every case. */
enum wai_status wai_study_run(const struct wai_study *study, struct wai_study_outcome *outcome,
                              struct wai_error *err) WAI_CHECK_RESULT;
void wai_study_free(struct wai_study_outcome *outcome);

#endif
