/* Between the runner and the result file: workers fill rows and findings batch by batch, the calling thread
 * appends them. */
#include "experiment/study.h"

#include <stdio.h>
#include <stdlib.h>

#include "experiment/metric.h"
#include "output/ensemble.h"
#include "output/publish.h"
#include "output/rows.h"
#include "output/run.h"

#define MAX_FAILURES 20 /* told; the others are counted */
#define MIN_BATCHES 16  /* of an ensemble with few replications */

struct desk {
    const struct wai_study *study;
    struct wai_setup setup; /* of the point; shallow */
    struct wai_luck luck;   /* of its first replication */
    struct wai_study_outcome *outcome;
    struct wai_ensemble_writer *writer; /* NULL for a run file */
    const char *path;                   /* of a run file */
    int whole_chunks; /* batches are chunks of the file: workers compress them; else the writer cuts anew */
};

/* What a worker makes of a batch. */
struct product {
    struct wai_rows rows;
    struct wai_findings findings;
    double *metrics;
    struct wai_error failures;
    size_t n_failures;
};

static void give_task(void *context, size_t i, struct wai_runner_task *task)
{
    const struct desk *desk = context;

    task->setup = &desk->setup;
    task->point = 0;
    task->luck = desk->luck;
    task->luck.replicate += (uint32_t)i;
}

static void forward_progress(void *context, const struct wai_runner_progress *progress)
{
    const struct desk *desk = context;

    if (desk->study->progress) {
        desk->study->progress(desk->study->context, progress);
    }
}

static void close_product(void *context, void *given)
{
    struct product *product = given;

    (void)context;
    wai_rows_free(&product->rows);
    wai_findings_free(&product->findings);
    wai_error_free(&product->failures);
    free(product->metrics);
    free(product);
}

static enum wai_status open_product(void *context, void **given, size_t first, size_t n,
                                    struct wai_error *err)
{
    struct desk *desk = context;
    struct product *product = *given;
    enum wai_status status = WAI_OK;

    (void)first;
    (void)n;
    if (!product) {
        product = calloc(1, sizeof *product);
        if (!product) {
            return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a batch");
        }
        *given = product;
        product->metrics = calloc(desk->study->plan->layout.options.n_metrics + 1, sizeof *product->metrics);
        status = wai_rows_init(&product->rows, &desk->study->plan->layout);
        if (status == WAI_OK) {
            status = wai_findings_init(&product->findings, &desk->setup);
        }
        if (!product->metrics || status != WAI_OK) {
            return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a batch");
        }
    }
    wai_rows_clear(&product->rows, 0);
    wai_findings_clear(&product->findings);
    wai_error_free(&product->failures);
    return WAI_OK;
}

static enum wai_status reduce(void *context, void *given, const struct wai_runner_result *result,
                              struct wai_error *err)
{
    const struct desk *desk = context;
    const struct wai_config *config = desk->study->plan->config;
    struct product *product = given;
    enum wai_status status;

    if (result->status != WAI_OK) {
        if (product->failures.n_messages < MAX_FAILURES) {
            (void)wai_error_add(&product->failures, result->status, "%.*s", (int)result->err.length - 1,
                                wai_error_text(&result->err));
        }
        status = wai_rows_fail(&product->rows, wai_error_text(&result->err));
    } else {
        wai_metric_values(config->metrics, config->n_metrics, &desk->setup, result->record, product->metrics);
        wai_findings_add(&product->findings, result->record);
        status = wai_rows_add(&product->rows, result->task.luck.replicate, result->record, product->metrics);
    }
    return status == WAI_OK ? WAI_OK : wai_error_add(err, status, "out of memory for a batch");
}

static enum wai_status finish(void *context, void *given, struct wai_error *err)
{
    const struct desk *desk = context;
    struct product *product = given;
    enum wai_status status = wai_rows_finish(&product->rows, desk->whole_chunks);

    return status == WAI_OK
               ? WAI_OK
               : wai_error_add(err, status, "a batch could not be compressed: %s", wai_status_text(status));
}

static void keep_failures(struct wai_error *kept, const struct wai_error *more)
{
    if (more->n_messages > 0 && kept->n_messages < MAX_FAILURES) {
        (void)wai_error_add(kept, more->status, "%.*s", (int)more->length - 1, wai_error_text(more));
    }
}

static enum wai_status append(void *context, void *given, size_t first, size_t n, struct wai_error *err)
{
    struct desk *desk = context;
    struct product *product = given;

    (void)first;
    if (n == 0) {
        return WAI_OK;
    }
    wai_findings_merge(&desk->outcome->findings, &product->findings);
    keep_failures(&desk->outcome->failures, &product->failures);
    return wai_ensemble_append(desk->writer, &product->rows, err);
}

/* One replication: its record goes to the file as it is. */
static enum wai_status write_run(void *context, const struct wai_runner_result *result, struct wai_error *err)
{
    struct desk *desk = context;

    if (result->status != WAI_OK) {
        keep_failures(&desk->outcome->failures, &result->err);
        return WAI_OK;
    }
    wai_findings_add(&desk->outcome->findings, result->record);
    return wai_run_write(desk->path,
                         &(struct wai_run){ .setup = &desk->setup,
                                            .record = result->record,
                                            .replicate = result->task.luck.replicate,
                                            .n_dates = desk->study->plan->layout.options.n_dates,
                                            .dates = desk->study->plan->dates },
                         desk->study->provenance, err);
}

static enum wai_status run_one(struct desk *desk, struct wai_runner_job *job, struct wai_error *err)
{
    job->wants = (struct wai_record_wants){ 1, 1, desk->study->decisions };
    job->deliver = write_run;
    return wai_runner_run(job, &desk->outcome->report, err);
}

size_t wai_study_batch(size_t n_replications)
{
    size_t batch = n_replications > 0 ? (n_replications - 1) / MIN_BATCHES + 1 : 1;

    return batch > WAI_LAYOUT_CHUNK_ROWS ? WAI_LAYOUT_CHUNK_ROWS : batch;
}

static enum wai_status run_many(struct desk *desk, struct wai_runner_job *job, struct wai_error *err)
{
    const struct wai_study *study = desk->study;
    enum wai_status status, end;

    status = wai_ensemble_open(&desk->writer, desk->path, &study->plan->layout, &desk->setup,
                               study->provenance, err);
    if (status != WAI_OK) {
        return status;
    }
    job->wants.events = study->plan->layout.options.events;
    job->batch_size = wai_study_batch(job->n_tasks);
    desk->whole_chunks = job->batch_size == WAI_LAYOUT_CHUNK_ROWS;
    job->open = open_product;
    job->reduce = reduce;
    job->finish = finish;
    job->close = close_product;
    job->deliver_batch = append;
    status = wai_runner_run(job, &desk->outcome->report, err);
    if (status != WAI_OK && (status != WAI_ERR_INTERRUPTED || desk->outcome->findings.n == 0)) {
        wai_ensemble_abandon(&desk->writer);
        return status;
    }
    end = wai_ensemble_finish(&desk->writer, err);
    return end == WAI_OK ? status : end;
}

/* The outcome as a status, once the runner did its part. */
static enum wai_status judge(const struct wai_runner_progress *progress, enum wai_status status)
{
    if (status == WAI_OK && progress->n_failed > 0) {
        return progress->n_failed == progress->n_tasks ? WAI_ERR_MODEL : WAI_ERR_PARTIAL;
    }
    return status;
}

enum wai_status wai_study_run(const struct wai_study *study, struct wai_study_outcome *outcome,
                              struct wai_error *err)
{
    struct desk desk = { .study = study, .outcome = outcome };
    struct wai_publish publish = { 0 };
    struct wai_runner_job job = { .context = &desk,
                                  .task = give_task,
                                  .n_tasks = study->plan->max_replications,
                                  .n_workers = study->n_workers,
                                  .limits = study->plan->limits,
                                  .stop = study->stop,
                                  .progress = forward_progress };
    enum wai_status status, end;

    *outcome = (struct wai_study_outcome){ 0 };
    wai_plan_setup(study->plan, 0, &desk.setup);
    desk.luck = wai_plan_luck(study->plan, 0, study->first_replicate);
    status = wai_findings_init(&outcome->findings, &desk.setup);
    if (status != WAI_OK) {
        return wai_error_add(err, status, "out of memory for the findings");
    }
    status = wai_publish_begin(&publish, study->output, study->force, err);
    if (status == WAI_OK) {
        desk.path = publish.temporary;
        status = job.n_tasks == 1 ? run_one(&desk, &job, err) : run_many(&desk, &job, err);
        status = judge(&outcome->report.progress, status);
        if (status == WAI_OK || status == WAI_ERR_PARTIAL ||
            (status == WAI_ERR_INTERRUPTED && outcome->findings.n > 0)) {
            end = wai_publish_result(&publish, err);
            status = end == WAI_OK ? status : end;
        } else {
            wai_publish_abandon(&publish);
        }
    }
    outcome->findings.setup = &study->plan->config->scenarios[0].setup;
    return status;
}

void wai_study_free(struct wai_study_outcome *outcome)
{
    wai_findings_free(&outcome->findings);
    wai_error_free(&outcome->failures);
}
