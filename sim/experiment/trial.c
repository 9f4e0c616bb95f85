/* One replication in a seat: fits world and record to the setup, runs, and names the culprit of a failure. */
#include "experiment/trial.h"

#include <string.h>

/* The replication's own messages, each with its address, so that it can be repeated alone. */
static enum wai_status retell(struct wai_error *err, enum wai_status status,
                              const struct wai_runner_task *task, const struct wai_error *cause)
{
    const char *line = wai_error_text(cause);
    unsigned long long point = task->point;
    unsigned long long seed = task->luck.seed;

    if (*line == '\0') {
        line = wai_status_text(status);
    }
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");

        (void)wai_error_add(err, status, "point %llu, replicate %lu, seed %llu: %.*s", point,
                            (unsigned long)task->luck.replicate, seed, (int)length, line);
        line += length + (line[length] == '\n');
    }
    return status;
}

static enum wai_status fit_world(struct wai_trial *trial, const struct wai_runner_task *task)
{
    if (trial->world && trial->setup == task->setup && trial->point == task->point) {
        return WAI_OK;
    }
    wai_trial_free(trial);
    trial->world = wai_world_new(task->setup);
    trial->setup = task->setup;
    trial->point = task->point;
    return trial->world ? WAI_OK : WAI_ERR_MEMORY;
}

enum wai_status wai_trial_run(struct wai_trial *trial, const struct wai_runner_task *task,
                              struct wai_record_wants wants, const struct wai_run_limits *limits,
                              struct wai_record *record, struct wai_error *err)
{
    struct wai_error cause = { 0 };
    enum wai_status status = fit_world(trial, task);

    if (status == WAI_OK) {
        status = wai_record_fit(record, task->setup, wants);
    }
    if (status == WAI_OK) {
        status = wai_world_run(trial->world, &task->luck, limits, record, &cause);
    }
    if (status != WAI_OK) {
        (void)retell(err, status, task, &cause);
    }
    wai_error_free(&cause);
    return status;
}

void wai_trial_free(struct wai_trial *trial)
{
    wai_world_free(trial->world);
    *trial = (struct wai_trial){ 0 };
}
