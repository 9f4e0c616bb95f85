/* A world from its file, with one reading more. */
#include "experiment/retake.h"

#include "base/assert.h"
#include "experiment/rebuild.h"

struct session {
    const struct wai_retake *retake;
    const struct wai_contender *contender;
    const struct wai_rebuild *rebuild;
    size_t column; /* of the record's readings */
    size_t n_failed;
};

static void give_task(void *context, size_t i, struct wai_runner_task *task)
{
    const struct session *session = context;

    *task = (struct wai_runner_task){ &session->rebuild->scenario.setup, session->rebuild->point,
                                      session->rebuild->luck };
    task->luck.replicate = (uint32_t)session->contender->replicates[i];
}

static enum wai_status deliver(void *context, const struct wai_runner_result *result, struct wai_error *err)
{
    struct session *session = context;
    const struct wai_record *record = result->record;
    double series[WAI_N_SERIES];

    if (!record && ++session->n_failed > session->contender->n_rows - session->contender->n_done) {
        return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s", session->contender->path,
                             wai_error_text(&result->err));
    }
    if (!record) {
        return WAI_OK; /* it failed when the file was made, too */
    }
    for (size_t k = 0; k < WAI_N_SERIES; k++) {
        series[k] = record->readings.series[k * record->readings.n + session->column];
    }
    session->retake->take(session->retake->context,
                          &(struct wai_retake_reading){ result->index, series, record });
    return WAI_OK;
}

static void tell(void *context, const struct wai_runner_progress *progress)
{
    const struct wai_retake_control *control = ((const struct session *)context)->retake->control;

    control->progress(control->context, progress);
}

enum wai_status wai_retake_run(const struct wai_retake *retake, const struct wai_contender *contender,
                               struct wai_error *err)
{
    struct wai_rebuild rebuild;
    struct wai_setup *setup = &rebuild.scenario.setup;
    int32_t day = retake->day - contender->run.start_day;
    struct wai_runner_report report = { 0 };
    struct session session = { .retake = retake, .contender = contender, .rebuild = &rebuild };
    struct wai_runner_job job = { .n_tasks = contender->n_rows,
                                  .n_workers = retake->control->n_workers,
                                  .stop = retake->control->stop,
                                  .context = &session,
                                  .task = give_task,
                                  .deliver = deliver,
                                  .progress = retake->control->progress ? tell : NULL };
    enum wai_status status = wai_rebuild_read(&rebuild, contender->path, contender->point, err);

    if (status != WAI_OK) {
        return status;
    }
    job.limits = rebuild.limits;
    wai_assert(day >= 0 && day < setup->n_days);
    status = wai_setup_read_at(setup, &day, 1);
    if (status == WAI_OK) {
        session.column = wai_setup_reading(setup, day);
        status = wai_runner_run(&job, &report, err);
        if (job.progress) {
            tell(&session, &report.progress);
        }
    } else {
        (void)wai_error_add(err, status, "out of memory for the readings");
    }
    wai_rebuild_free(&rebuild);
    return status;
}
