/* What a campaign does, in order: look at what is there, compute what is missing, assemble, publish.  Time
 * decides only where blocks end, never what is in them. */
#include "experiment/campaign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "experiment/assembly.h"
#include "experiment/durable.h"
#include "experiment/folder.h"
#include "experiment/gaps.h"
#include "experiment/harvest.h"
#include "experiment/replay.h"
#include "experiment/survey.h"
#include "experiment/wave.h"
#include "output/leftover.h"
#include "output/publish.h"
#include "output/reader.h"

#define BLOCK_SECONDS 10.0
#define FOLDER_SECONDS 2.0 /* shorter runs leave no trace when they are killed: there is little to lose */

struct desk {
    const struct wai_campaign *campaign;
    struct wai_campaign_outcome *outcome;
    struct wai_blocks blocks;
    int with_folder;
    char *folder;
    struct wai_assembly assembly;
    int live; /* rows go straight into the assembly too */
    struct wai_publish publish;
    atomic_int halt; /* what the workers look at */
    double begun, block_begun;
    uint64_t in_block, n_all; /* replications: in the block; of the whole campaign */
    int block_open;
    const struct wai_gaps_piece *piece;
    size_t next_point; /* after the rows taken last */
    uint32_t next_replicate;
    size_t failed_point; /* the last one seen to fail; SIZE_MAX none */
    size_t n_failed_points;
};

static double now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Processor time of this thread: what writing costs, whatever else the machine does. */
static double own(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

char *wai_campaign_folder(const char *output, size_t shard, size_t n_shards)
{
    size_t size = strlen(output) + 80;
    char *folder = malloc(size);

    if (folder && n_shards > 0) {
        (void)snprintf(folder, size, "%s.shard-%zu-of-%zu", output, shard, n_shards);
    } else if (folder) {
        (void)snprintf(folder, size, "%s.work", output);
    }
    return folder;
}

/* ---- the work folder ---- */

/* A temporary result that a killed run left beside the output; its name stands in the folder. */
static void remove_leftover(const struct desk *desk)
{
    struct wai_error ignored = { 0 };
    char *name = NULL;

    const char *slash = strrchr(desk->campaign->output, '/');

    if (wai_folder_text(desk->folder, "temporary", &name, &ignored) == WAI_OK &&
        wai_leftover_is(name, slash ? slash + 1 : desk->campaign->output)) {
        char *path = wai_durable_path(desk->publish.folder ? desk->publish.folder : ".", name);

        if (path) {
            (void)remove(path);
        }
        free(path);
    }
    free(name);
    wai_error_free(&ignored);
}

static enum wai_status open_folder(struct desk *desk, enum wai_blocks_mode mode, struct wai_error *err)
{
    const struct wai_campaign *campaign = desk->campaign;
    const struct wai_blocks_use use = { mode, campaign->call ? campaign->call : "", campaign->stop };
    enum wai_status status = wai_blocks_open(&desk->blocks, desk->folder, campaign->plan, &use, err);

    desk->with_folder = status == WAI_OK || status == WAI_ERR_INTERRUPTED;
    if (status != WAI_OK) {
        return status;
    }
    desk->outcome->n_bad_blocks = desk->blocks.n_bad;
    if (campaign->retry_failed) {
        status = wai_survey_retry_failed(&desk->blocks, err);
    }
    if (status == WAI_OK && desk->publish.temporary) {
        const char *slash = strrchr(desk->publish.temporary, '/');

        remove_leftover(desk);
        status = wai_durable_put(desk->folder, "temporary", slash ? slash + 1 : desk->publish.temporary, err);
    }
    return status;
}

/* ---- rows ---- */

static enum wai_status begin_block(struct desk *desk, size_t point, uint32_t replicate, struct wai_error *err)
{
    const struct wai_plan_range begin = { .first_point = point,
                                          .end_point = point,
                                          .stride = desk->piece->stride,
                                          .low = desk->piece->low,
                                          .high = desk->piece->high,
                                          .head = replicate };

    desk->block_begun = now();
    desk->in_block = 0;
    desk->block_open = 1;
    return wai_blocks_begin(&desk->blocks, &begin, err);
}

static enum wai_status end_block(struct desk *desk, struct wai_error *err)
{
    double begun = own();
    enum wai_status status = WAI_OK;

    if (desk->block_open) {
        desk->block_open = 0;
        status = wai_blocks_end(&desk->blocks, desk->next_point, desk->next_replicate, err);
        desk->outcome->n_blocks++;
    }
    desk->outcome->write_seconds += own() - begun;
    return status;
}

/* Is it time to end the block? */
static int block_is_full(const struct desk *desk)
{
    const struct wai_campaign *campaign = desk->campaign;
    double seconds = campaign->block_seconds > 0 ? campaign->block_seconds : BLOCK_SECONDS;

    return campaign->block_replications > 0 ? desk->in_block >= campaign->block_replications
                                            : now() - desk->block_begun >= seconds;
}

static void note_failure(struct desk *desk, const struct wai_rows *rows)
{
    if (rows->n_failed == 0 || rows->point == desk->failed_point) {
        return;
    }
    desk->failed_point = (size_t)rows->point;
    desk->n_failed_points++;
    if (desk->campaign->max_failures >= 0 && desk->n_failed_points > (size_t)desk->campaign->max_failures) {
        atomic_store(&desk->halt, 1);
    }
}

static enum wai_status put_rows(struct desk *desk, const struct wai_rows *rows, uint32_t replicate, size_t n,
                                struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    double begun = own();

    if (!desk->with_folder && !desk->campaign->without_work && now() - desk->begun >= FOLDER_SECONDS) {
        status = open_folder(desk, WAI_BLOCKS_NEW, err);
    }
    if (status == WAI_OK && desk->with_folder && !desk->block_open) {
        status = begin_block(desk, (size_t)rows->point, replicate, err);
    }
    if (status == WAI_OK && desk->block_open) {
        status = wai_blocks_put(&desk->blocks, rows, err);
        desk->in_block += n;
    }
    desk->outcome->write_seconds += own() - begun;
    begun = own();
    if (status == WAI_OK && desk->live) {
        status = wai_assembly_put(&desk->assembly, rows, err);
        desk->outcome->assemble_seconds += own() - begun;
    }
    note_failure(desk, rows);
    return status;
}

/* Rows of a piece with a fixed number of replications. */
static enum wai_status take_fixed(void *context, struct wai_rows **rows, size_t first, size_t n,
                                  struct wai_error *err)
{
    struct desk *desk = context;
    const struct wai_gaps_piece *piece = desk->piece;
    size_t each = piece->high - piece->low;
    size_t next = first + n;
    enum wai_status status = put_rows(desk, *rows, piece->low + (uint32_t)(first % each), n, err);

    desk->next_point = piece->first_point + next / each * piece->stride;
    desk->next_replicate = piece->low + (uint32_t)(next % each);
    if (status == WAI_OK && desk->block_open && block_is_full(desk)) {
        status = end_block(desk, err);
    }
    return status;
}

static void address(void *context, size_t i, size_t *point, uint32_t *replicate)
{
    const struct desk *desk = context;
    const struct wai_gaps_piece *piece = desk->piece;
    size_t each = piece->high - piece->low;

    *point = piece->first_point + i / each * piece->stride;
    *replicate = piece->low + (uint32_t)(i % each);
}

/* Rows of whole points, each with as many replications as it needed. */
static enum wai_status take_adaptive(void *context, struct wai_rows **rows, size_t first, size_t n,
                                     struct wai_error *err)
{
    struct desk *desk = context;

    (void)first;
    desk->next_point = (size_t)(*rows)->point + desk->piece->stride;
    desk->next_replicate = 0;
    return put_rows(desk, *rows, 0, n, err);
}

static enum wai_status end_lot(void *context, size_t n_done, struct wai_error *err)
{
    struct desk *desk = context;

    (void)n_done;
    return desk->block_open && block_is_full(desk) ? end_block(desk, err) : WAI_OK;
}

/* ---- progress and stopping ---- */

static void watch(void *context, const struct wai_runner_progress *how_far)
{
    struct desk *desk = context;
    const struct wai_campaign *campaign = desk->campaign;
    struct wai_runner_progress *all = &desk->outcome->progress;
    double seconds = now() - desk->begun;

    if (campaign->stop && atomic_load(campaign->stop)) {
        atomic_store(&desk->halt, 1);
    }
    if (campaign->time_limit_seconds > 0 && seconds >= campaign->time_limit_seconds) {
        desk->outcome->timed_out = 1;
        atomic_store(&desk->halt, 1);
    }
    if (campaign->progress) {
        struct wai_runner_progress shown = *all;

        shown.n_delivered += how_far->n_delivered;
        shown.n_failed += how_far->n_failed;
        shown.n_events += how_far->n_events;
        shown.n_tasks = desk->n_all > shown.n_delivered ? (size_t)desk->n_all : shown.n_delivered;
        shown.seconds = seconds;
        campaign->progress(campaign->context, &shown);
    }
}

/* ---- computing ---- */

static enum wai_status compute_piece(struct desk *desk, const struct wai_gaps_piece *piece,
                                     struct wai_error *err)
{
    const struct wai_campaign *campaign = desk->campaign;
    struct wai_runner_report report = { 0 };
    struct wai_harvest harvest = { .plan = campaign->plan,
                                   .n_workers = campaign->n_workers,
                                   .stop = &desk->halt,
                                   .n_tasks = piece->n_points * (piece->high - piece->low),
                                   .group = piece->high - piece->low,
                                   .context = desk,
                                   .address = address,
                                   .take = take_fixed,
                                   .progress = watch };
    enum wai_status status;

    desk->piece = piece;
    if (campaign->block_replications > 0 && campaign->block_replications < WAI_LAYOUT_CHUNK_ROWS) {
        harvest.batch = (size_t)campaign->block_replications;
    }
    if (campaign->plan->config->ensemble.adaptive.metric >= 0) {
        harvest.take = take_adaptive;
        status = wai_wave_run(&harvest, piece, end_lot, &report, err);
    } else {
        status = wai_harvest_run(&harvest, &report, err);
    }
    desk->outcome->progress.n_delivered += report.progress.n_delivered;
    desk->outcome->progress.n_failed += report.progress.n_failed;
    desk->outcome->progress.n_events += report.progress.n_events;
    desk->outcome->worker_seconds += report.progress.seconds;
    if (status == WAI_OK || status == WAI_ERR_INTERRUPTED) {
        enum wai_status ended = end_block(desk, err);

        status = ended == WAI_OK ? status : ended;
    }
    return status;
}

static enum wai_status compute(struct desk *desk, const struct wai_gaps *gaps, struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    for (size_t i = 0; status == WAI_OK && i < gaps->n; i++) {
        status = compute_piece(desk, &gaps->pieces[i], err);
    }
    if (status == WAI_ERR_INTERRUPTED && desk->campaign->max_failures >= 0 &&
        desk->n_failed_points > (size_t)desk->campaign->max_failures) {
        status = wai_error_add(err, WAI_ERR_MODEL, "stopped after %zu failed point%s", desk->n_failed_points,
                               desk->n_failed_points == 1 ? "" : "s");
    }
    return status;
}

/* ---- assembling ---- */

static enum wai_status visit(void *context, const struct wai_rows *rows, struct wai_error *err)
{
    struct desk *desk = context;

    return wai_assembly_put(&desk->assembly, rows, err);
}

static enum wai_status replay(struct desk *desk, const struct wai_blocks *const *folders, size_t n,
                              struct wai_error *err)
{
    double begun = own();
    enum wai_status status = wai_replay_run(folders, n, desk->campaign->stop, visit, desk, err);

    desk->outcome->assemble_seconds += own() - begun;
    return status;
}

static enum wai_status begin_assembly(struct desk *desk, struct wai_error *err)
{
    double begun = own();
    enum wai_status status = wai_assembly_open(&desk->assembly, desk->publish.temporary, desk->campaign->plan,
                                               desk->campaign->provenance, err);

    desk->outcome->assemble_seconds += own() - begun;
    return status;
}

/* Completes the result and gives it its name. */
static enum wai_status publish(struct desk *desk, struct wai_error *err)
{
    double begun = own();
    enum wai_status status = wai_assembly_finish(&desk->assembly, err);

    desk->outcome->n_failed_points = desk->assembly.n_failed_points;
    desk->outcome->failures = desk->assembly.failures;
    desk->assembly.failures = (struct wai_error){ 0 };
    if (status == WAI_OK) {
        status = wai_publish_result(&desk->publish, err);
    }
    desk->outcome->assemble_seconds += own() - begun;
    return status;
}

/* What is to be done, whatever of it is there already. */
static enum wai_status compute_and_assemble(struct desk *desk, const struct wai_gaps *gaps,
                                            struct wai_error *err)
{
    const struct wai_blocks *folders[1] = { &desk->blocks };
    enum wai_status status = WAI_OK;

    desk->live = gaps->at_end;
    if (desk->live) {
        status = begin_assembly(desk, err);
        if (status == WAI_OK && desk->with_folder) {
            status = replay(desk, folders, 1, err);
        }
    }
    if (status == WAI_OK) {
        status = compute(desk, gaps, err);
    }
    if (status == WAI_OK && !desk->live) {
        status = begin_assembly(desk, err);
        if (status == WAI_OK) {
            status = replay(desk, folders, 1, err);
        }
    }
    return status == WAI_OK ? publish(desk, err) : status;
}

/* ---- all of it ---- */

/* RESUME: a result of this very plan needs nothing more. */
static int is_done(const struct wai_campaign *campaign)
{
    struct wai_error ignored = { 0 };
    struct wai_reader *reader = NULL;
    char *identity = NULL;
    int done = wai_reader_open(&reader, campaign->output, &ignored) == WAI_OK &&
               wai_reader_text(reader, "identity", &identity, &ignored) == WAI_OK &&
               strcmp(identity, campaign->plan->hash) == 0;

    free(identity);
    wai_reader_close(&reader);
    wai_error_free(&ignored);
    return done;
}

static enum wai_status prepare(struct desk *desk, struct wai_error *err)
{
    const struct wai_campaign *campaign = desk->campaign;
    int from_start = campaign->mode != WAI_BLOCKS_NEW || campaign->n_shards > 0 || campaign->keep_work ||
                     campaign->block_replications > 0;
    enum wai_status status = WAI_OK;

    if (campaign->force && campaign->mode == WAI_BLOCKS_NEW) {
        status = wai_folder_remove(desk->folder, 0, err);
    }
    if (status == WAI_OK && campaign->n_shards == 0) {
        status = wai_publish_begin(&desk->publish, campaign->output,
                                   campaign->force || campaign->mode == WAI_BLOCKS_EXTEND, err);
    }
    if (status != WAI_OK) {
        return status;
    }
    /* A folder that is there is looked at in any case: work is never ignored nor overwritten. */
    return from_start || access(desk->folder, F_OK) == 0 ? open_folder(desk, campaign->mode, err) : WAI_OK;
}

/* Prepares; *done: in the meantime another process has finished this very plan. */
static enum wai_status prepare_unless_done(struct desk *desk, int *done, struct wai_error *err)
{
    const struct wai_campaign *campaign = desk->campaign;
    int may_be_done = campaign->mode == WAI_BLOCKS_RESUME && campaign->n_shards == 0;
    struct wai_error reason = { 0 };
    enum wai_status status;

    *done = may_be_done && is_done(campaign);
    if (*done) {
        wai_publish_clear(campaign->output);
        return WAI_OK;
    }
    status = prepare(desk, &reason);
    *done = may_be_done && (status == WAI_OK || status == WAI_ERR_EXISTS) && is_done(campaign);
    if (*done) {
        status = WAI_OK;
    }
    for (const char *line = wai_error_text(&reason); status != WAI_OK && *line != '\0';) {
        size_t length = strcspn(line, "\n");

        (void)wai_error_add(err, status, "%.*s", (int)length, line);
        line += length + 1;
    }
    wai_error_free(&reason);
    return status;
}

static enum wai_status run(struct desk *desk, struct wai_error *err)
{
    const struct wai_campaign *campaign = desk->campaign;
    size_t n_shards = campaign->n_shards > 0 ? campaign->n_shards : 1;
    size_t n_points = (campaign->plan->design.n_points - campaign->shard + n_shards - 1) / n_shards;
    struct wai_gaps gaps = { 0 };
    enum wai_status status = prepare_unless_done(desk, &desk->outcome->already_done, err);

    if (desk->outcome->already_done) {
        return status;
    }
    if (status == WAI_OK) {
        status = wai_gaps_find(&gaps, campaign->plan, &desk->blocks, campaign->shard, n_shards, err);
    }
    if (status == WAI_OK) {
        desk->n_all = (uint64_t)n_points * campaign->plan->max_replications;
        desk->outcome->n_found = desk->n_all - gaps.n_replications;
        desk->outcome->progress.n_delivered = (size_t)desk->outcome->n_found;
        desk->outcome->n_points = n_points;
        status = n_shards > 1 || campaign->n_shards > 0 ? compute(desk, &gaps, err)
                                                        : compute_and_assemble(desk, &gaps, err);
    }
    if (campaign->n_shards > 0) {
        desk->outcome->n_failed_points = desk->n_failed_points;
    }
    desk->outcome->resumable = desk->with_folder;
    wai_gaps_free(&gaps);
    return status;
}

static void tidy(struct desk *desk)
{
    wai_assembly_free(&desk->assembly);
    wai_publish_abandon(&desk->publish);
    wai_blocks_close(&desk->blocks);
    free(desk->folder);
}

enum wai_status wai_campaign_run(const struct wai_campaign *campaign, struct wai_campaign_outcome *outcome,
                                 struct wai_error *err)
{
    struct desk desk = { .campaign = campaign, .outcome = outcome, .begun = now(), .failed_point = SIZE_MAX };
    enum wai_status status;

    *outcome = (struct wai_campaign_outcome){ 0 };
    wai_blocks_init(&desk.blocks);
    desk.folder = wai_campaign_folder(campaign->output, campaign->shard, campaign->n_shards);
    if (!desk.folder) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a file name");
    }
    status = run(&desk, err);
    if (status == WAI_OK && campaign->n_shards == 0 && !campaign->keep_work) {
        status = wai_folder_remove(desk.folder, desk.blocks.lock >= 0, err);
        if (status == WAI_ERR_EXISTS && outcome->already_done) {
            status = WAI_OK; /* who finished it is just removing it */
        }
    }
    outcome->progress.seconds = now() - desk.begun;
    outcome->progress.n_tasks = (size_t)desk.n_all;
    tidy(&desk);
    return status == WAI_OK && outcome->n_failed_points > 0 ? WAI_ERR_PARTIAL : status;
}
