/* Three small results of the first points give what a point and what a replication add to a file. */
#include "experiment/pilot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiment/campaign.h"
#include "experiment/pedigree.h"
#include "experiment/study.h"

#define FEW 8            /* replications */
#define SEVERAL 17       /* points */
#define LONG_SECONDS 5.0 /* of the first part of the pilot: it must do then */

/* The same experiment with its first n_points and at most n replications of each, as a list. */
struct small {
    struct wai_config config;
    struct wai_axis *axes;
    struct wai_plan plan;
};

static void free_small(struct small *small)
{
    wai_plan_free(&small->plan);
    free(small->axes);
}

static enum wai_status make_small(struct small *small, const struct wai_plan *plan, size_t n_points,
                                  uint32_t n, struct wai_error *err)
{
    struct wai_sweep *sweep = &small->config.sweep;

    *small = (struct small){ .config = *plan->config };
    small->config.ensemble.adaptive.metric = -1;
    small->config.ensemble.replications = n;
    if (plan->design.kind == WAI_DESIGN_NONE) {
        return wai_plan_init(&small->plan, &small->config, &plan->limits, err);
    }
    if (plan->design.kind == WAI_DESIGN_SCENARIOS) {
        small->config.n_scenarios = n_points;
        return wai_plan_init(&small->plan, &small->config, &plan->limits, err);
    }
    small->axes = calloc(sweep->n_axes + 1, sizeof *small->axes);
    if (!small->axes) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a pilot");
    }
    for (size_t d = 0; d < sweep->n_axes; d++) {
        small->axes[d] = sweep->axes[d];
        small->axes[d].form = WAI_AXIS_VALUES;
        small->axes[d].n_values = n_points;
        small->axes[d].values = plan->design.values + d * plan->design.n_points;
    }
    sweep->design = WAI_DESIGN_LIST;
    sweep->axes = small->axes;
    return wai_plan_init(&small->plan, &small->config, &plan->limits, err);
}

/* Replications that failed will be told by the run; that memory was out for them is told now, since what was
 * measured is then of less than was asked for. */
static enum wai_status forgive(enum wai_status status, const struct wai_error *failures,
                               struct wai_error *err)
{
    if (status != WAI_ERR_PARTIAL && status != WAI_ERR_MODEL) {
        return status;
    }
    return strstr(wai_error_text(failures), wai_status_text(WAI_ERR_MEMORY))
               ? wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a pilot")
               : WAI_OK;
}

/* Runs it into the file `output`; seconds and bytes. */
static enum wai_status run_into(const char *output, const struct wai_plan *plan, const atomic_int *stop,
                                double *seconds, double *bytes, struct wai_error *err)
{
    struct wai_campaign_outcome outcome = { 0 };
    struct wai_pedigree pedigree = { 0 };
    struct stat about = { 0 };
    enum wai_status status = wai_pedigree_init(&pedigree, plan, "", "", err);

    if (status == WAI_OK) {
        const struct wai_campaign campaign = { .plan = plan,
                                               .provenance = &pedigree.provenance,
                                               .output = output,
                                               .force = 1,
                                               .max_failures = -1,
                                               .n_workers = 1,
                                               .without_work = 1,
                                               .stop = stop };

        status = forgive(wai_campaign_run(&campaign, &outcome, err), &outcome.failures, err);
        *seconds = outcome.worker_seconds / ((double)plan->design.n_points * plan->max_replications);
    }
    if (status == WAI_OK && stat(output, &about) == 0) {
        *bytes = (double)about.st_size;
    }
    (void)unlink(output);
    wai_error_free(&outcome.failures);
    wai_pedigree_free(&pedigree);
    return status;
}

/* The same for an experiment without a sweep. */
static enum wai_status study_into(const char *output, const struct wai_plan *plan, const atomic_int *stop,
                                  double *seconds, double *bytes, struct wai_error *err)
{
    struct wai_study_outcome outcome = { 0 };
    struct wai_pedigree pedigree = { 0 };
    struct stat about = { 0 };
    enum wai_status status = wai_pedigree_init(&pedigree, plan, "", "", err);

    if (status == WAI_OK) {
        const struct wai_study study = { .plan = plan,
                                         .provenance = &pedigree.provenance,
                                         .output = output,
                                         .force = 1,
                                         .decisions = plan->config->output.decisions,
                                         .n_workers = 1,
                                         .stop = stop };

        status = forgive(wai_study_run(&study, &outcome, err), &outcome.failures, err);
        *seconds = outcome.report.progress.seconds / plan->max_replications;
    }
    if (status == WAI_OK && stat(output, &about) == 0) {
        *bytes = (double)about.st_size;
    }
    (void)unlink(output);
    wai_study_free(&outcome);
    wai_pedigree_free(&pedigree);
    return status;
}

/* Where the small results go: a folder that nobody else has. */
struct bench {
    const struct wai_plan *plan;
    const atomic_int *stop;
    char output[1024];
};

static enum wai_status measure(const struct bench *bench, size_t n_points, uint32_t n, double *seconds,
                               double *bytes, struct wai_error *err)
{
    struct small small;
    enum wai_status status = make_small(&small, bench->plan, n_points, n, err);

    if (status == WAI_OK) {
        status = (bench->plan->config->sweep.design == WAI_DESIGN_NONE ? study_into : run_into)(
            bench->output, &small.plan, bench->stop, seconds, bytes, err);
    }
    free_small(&small);
    return status;
}

static enum wai_status measure_all(const struct bench *bench, struct wai_pilot *pilot, struct wai_error *err)
{
    const struct wai_plan *plan = bench->plan;
    uint32_t few = plan->max_replications < FEW ? plan->max_replications : FEW;
    uint32_t more = plan->max_replications < 4 * FEW ? plan->max_replications : 4 * FEW;
    size_t n_points = plan->design.n_points;
    size_t several = n_points < SEVERAL ? n_points : SEVERAL;
    double seconds = 0;
    double base = 0;
    double wide = 0;
    double longer = 0;
    enum wai_status status = measure(bench, 1, few, &seconds, &base, err);

    if (status == WAI_OK && several > 1) {
        status = measure(bench, several, few, &seconds, &wide, err);
    }
    pilot->seconds_per_replication = seconds;
    longer = base;
    if (status == WAI_OK && more > few && seconds * few < LONG_SECONDS) {
        status = measure(bench, 1, more, &pilot->seconds_per_replication, &longer, err);
    }
    if (status != WAI_OK) {
        return status;
    }
    pilot->bytes = base;
    if (several > 1) {
        double each = (wide - base) / (double)(several - 1);
        double least =
            8.0 * (double)(plan->design.n_axes + 5 * plan->config->n_metrics); /* before compression */

        pilot->bytes += (each > 0.5 * least ? each : 0.5 * least) * (double)(n_points - 1);
    }
    if (more > few && longer > base) {
        pilot->bytes +=
            (longer - base) / (more - few) * ((double)plan->max_replications - few) * (double)n_points;
    }
    return WAI_OK;
}

enum wai_status wai_pilot_run(const struct wai_plan *plan, const atomic_int *stop, struct wai_pilot *pilot,
                              struct wai_error *err)
{
    const char *wanted = getenv("TMPDIR"), *temporary = wanted && *wanted != '\0' ? wanted : "/tmp";
    struct bench bench = { .plan = plan, .stop = stop };
    char folder[1000];
    enum wai_status status;

    *pilot = (struct wai_pilot){ 0 };
    if ((size_t)snprintf(folder, sizeof folder, "%s/waico-XXXXXX", temporary) >= sizeof folder) {
        return wai_error_add(err, WAI_ERR_IO, "the name of the temporary folder (TMPDIR) is too long");
    }
    if (!mkdtemp(folder)) {
        return wai_error_add(err, WAI_ERR_IO, "%s: a folder for the pilot cannot be made (TMPDIR): %s",
                             temporary, strerror(errno));
    }
    (void)snprintf(bench.output, sizeof bench.output, "%s/pilot.h5", folder);
    status = measure_all(&bench, pilot, err);
    (void)rmdir(folder);
    return status;
}
