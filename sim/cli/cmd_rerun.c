/* waico rerun: one replication again, from nothing but its result file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/call.h"
#include "cli/command.h"
#include "cli/confine.h"
#include "cli/load.h"
#include "cli/locate.h"
#include "cli/plain.h"
#include "experiment/likeness.h"
#include "experiment/pedigree.h"
#include "experiment/rebuild.h"
#include "output/publish.h"
#include "output/run.h"

static const struct wai_option rerun_options[] = {
    WAI_OPTION_NUMBER("point", 'p', "P", point, 0, INT32_MAX, "point of a sweep (preset: 0)"),
    WAI_OPTION_NUMBER("replicate", 'r', "R", replicate, 0, UINT32_MAX,
                      "number of the replication (preset: 0)"),
    WAI_OPTION_OUTPUT("write the history into this run file"),
    WAI_OPTION_ROW("events", 0, FLAG, NULL, events, "keep the event log; a run file always has it"),
    WAI_OPTION_ROW("decisions", 0, FLAG, NULL, decisions, "keep the decomposition of every decision"),
    WAI_OPTION_MAX_EVENTS,
    WAI_OPTION_FORCE,
    WAI_OPTION_UNVERIFIED,
    WAI_OPTION_COMMON,
};

/* The command as the result keeps it: the file without its folder, point and replication named. */
static char *kept_command(const struct wai_call *call, const struct wai_rebuild *rebuild, uint32_t replicate)
{
    const char *slash = strrchr(call->arguments[0], '/');
    struct wai_options options = call->options;

    options.point = (int64_t)rebuild->point;
    options.replicate = replicate;
    return wai_call_command(call->command, slash ? slash + 1 : call->arguments[0], &options, WAI_CALL_KEPT,
                            NULL);
}

static enum wai_status write_file(const struct wai_call *call, const struct wai_rebuild *rebuild,
                                  uint32_t replicate, const struct wai_record *record, struct wai_error *err)
{
    struct wai_pedigree pedigree = { 0 };
    struct wai_publish publish = { 0 };
    char *command = kept_command(call, rebuild, replicate);
    enum wai_status status = command ? wai_pedigree_repeat(&pedigree, rebuild, replicate, command, err)
                                     : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");

    if (status == WAI_OK) {
        status = wai_publish_begin(&publish, call->options.output, call->options.force, err);
    }
    if (status == WAI_OK) {
        status = wai_run_write(publish.temporary,
                               &(struct wai_run){ &rebuild->scenario.setup, record, rebuild->point, replicate,
                                                  rebuild->n_dates, rebuild->dates },
                               &pedigree.provenance, err);
    }
    if (status == WAI_OK) {
        status = wai_publish_result(&publish, err);
    }
    wai_publish_abandon(&publish);
    wai_pedigree_free(&pedigree);
    free(command);
    return status;
}

static enum wai_status repeat(struct wai_call *call, const struct wai_rebuild *rebuild, uint32_t replicate,
                              struct wai_error *err)
{
    const char *path = call->arguments[0];
    struct wai_record_wants wants = { 1, 1, call->options.decisions };
    struct wai_trial trial = { 0 };
    struct wai_record record = { 0 };
    char plain[WAI_PLAIN_LINE];
    size_t n_compared = 0;
    enum wai_status status;

    wai_confine_pause();
    status = wai_rebuild_repeat(rebuild, replicate, wants, &trial, &record, err);
    wai_confine_go_on();
    if (status == WAI_OK) {
        status = wai_likeness_compare(rebuild, path, replicate, &record, &n_compared, err);
    }
    if (status == WAI_OK && call->options.output) {
        status = write_file(call, rebuild, replicate, &record, err);
    }
    if (status == WAI_OK) {
        printf("%s: point %llu, replicate %lu, seed %s: %s, %zu numbers compared; %zu events logged\n",
               wai_plain(path, plain), (unsigned long long)rebuild->point, (unsigned long)replicate,
               rebuild->seed_text,
               n_compared > 0 ? "reproduced" : "run, the file keeps nothing of it to compare with",
               n_compared, record.n_log);
        if (rebuild->rests_on_accounts && rebuild->n_metrics > 0) {
            printf("a file of format 1: its metrics at a date and at the end rest on the account before, and "
                   "are "
                   "not compared\n");
        }
        if (call->options.output) {
            printf("%s\n", wai_plain(call->options.output, plain));
        }
    }
    wai_trial_free(&trial);
    wai_record_free(&record);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct wai_rebuild rebuild;
    enum wai_status status = wai_locate_result(call->arguments[0], err);
    int64_t replicate = call->options.replicate;

    if (status == WAI_OK) {
        status = wai_rebuild_read(&rebuild, call->arguments[0], call->options.point, err);
    }
    if (status != WAI_OK) {
        return status;
    }
    if (call->options.max_events > 0) {
        rebuild.limits = wai_load_limits(&call->options);
    }
    if (replicate < 0) {
        replicate = rebuild.stored_replicate < 0 ? 0 : rebuild.stored_replicate;
    }
    status = repeat(call, &rebuild, (uint32_t)replicate, err);
    wai_rebuild_free(&rebuild);
    return status;
}

const struct wai_command wai_cmd_rerun_command = {
    .name = "rerun",
    .arguments = "FILE.h5",
    .min_arguments = 1,
    .max_arguments = 1,
    .files = WAI_COMMAND_H5,
    .reads = 1,
    .summary = "repeat one replication from its result file",
    .text = "Rebuilds the world from the texts and tables inside a result file, runs the replication again, "
            "and checks that "
            "it gives what the file keeps of it: series at every account, first dates, final statuses, "
            "metrics. With "
            "-o the whole "
            "history goes into a run file. Exit code 1 when it does not reproduce.",
    .examples =
        "waico rerun results/baseline.h5 -r 17\tis replication 17 what the file says?\n"
        "waico rerun sweep.h5 -p 3 -r 17 --decisions -o one.h5\ta history out of a sweep, taken apart\n",
    .options = rerun_options,
    .run = run,
};
