/* A campaign: all points of a plan run, kept against a kill, and assembled into one result file.
 *
 * Rows flow in order of points and replications into the result under its temporary name, and beside it into
 * the blocks of the work folder OUTPUT.work (experiment/blocks.h).  The result is published whole; the folder
 * then goes.  Runs of a few seconds need no folder.  What is in the result depends on the plan alone. */
#ifndef WAI_EXPERIMENT_CAMPAIGN_H
#define WAI_EXPERIMENT_CAMPAIGN_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/blocks.h"
#include "experiment/plan.h"
#include "experiment/runner.h"
#include "output/provenance.h"

struct wai_campaign {
    const struct wai_plan *plan;             /* the caller's */
    const struct wai_provenance *provenance; /* the caller's */
    const char *output;                      /* file name of the result; of a shard, of its folder */
    const char *call;                        /* kept in the work folder, may be "" */
    int force;                               /* replaces output and work */
    enum wai_blocks_mode mode;               /* NEW, RESUME, EXTEND */
    int keep_work;                           /* the folder stays, to be extended */
    int without_work;            /* no folder, however long it takes: what is done is lost when stopped */
    int retry_failed;            /* computes blocks with failed points again */
    int64_t max_failures;        /* failed points at which to stop; -1: never */
    size_t shard, n_shards;      /* n_shards 0: not sharded */
    uint64_t block_replications; /* of a block; 0: as many as take block_seconds */
    double block_seconds;        /* 0: 10 */
    double time_limit_seconds;   /* 0: none; then it stops as if interrupted */
    unsigned n_workers;          /* 0: wai_workers_preset */
    const atomic_int *stop;      /* as in struct wai_runner_job */
    void *context;               /* of progress */
    void (*progress)(void *context, const struct wai_runner_progress *progress);
};

struct wai_campaign_outcome {
    struct wai_runner_progress progress; /* replications: found and computed; seconds of all */
    uint64_t n_found;                    /* replications that blocks held */
    size_t n_points, n_failed_points;
    size_t n_blocks, n_bad_blocks;
    struct wai_error failures;              /* messages of failed points, at most 20; wai_error_free */
    double write_seconds, assemble_seconds; /* processor time of the writing thread */
    double worker_seconds;                  /* time during which workers ran */
    int already_done;                       /* RESUME: the result was there */
    int timed_out;
    int resumable; /* stopped, with work kept */
};

/* Runs it.  WAI_OK; WAI_ERR_PARTIAL: finished, with failed points; WAI_ERR_INTERRUPTED; WAI_ERR_MODEL:
 * stopped at max_failures; WAI_ERR_EXISTS, WAI_ERR_IDENTITY, WAI_ERR_IO, WAI_ERR_MEMORY.  outcome is filled
 * in every case. */
enum wai_status wai_campaign_run(const struct wai_campaign *campaign, struct wai_campaign_outcome *outcome,
                                 struct wai_error *err) WAI_CHECK_RESULT;

/* Name of the work folder of an output; of shard I of N when n_shards > 0.  The caller frees it; NULL: no
 * memory. */
char *wai_campaign_folder(const char *output, size_t shard, size_t n_shards);

#endif
