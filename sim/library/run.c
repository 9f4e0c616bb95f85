/* Replications on threads: each takes the next one, runs it in its own world and copies what is wanted into
 * the place of that replication.  Nothing that is computed depends on who does it. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "library/handle.h"
#include "library/log.h"
#include "library/outputs.h"

#define MOST_THREADS 4096
#define MOST_STRATA (1u << 24)

struct crew {
    struct waico_model *model;
    const struct waico_run *run;
    const struct waico_want *wants;
    size_t n_wants;
    size_t *outputs; /* of each want */
    struct wai_record_wants kept;
    const struct waico_log *log;
    struct wai_log_part *parts; /* of each replication; NULL without log */
    atomic_size_t next;         /* replication to be taken */
    pthread_mutex_t lock;       /* of what follows */
    size_t failed;              /* the first replication that failed, so far */
    enum wai_status status;     /* why */
    struct wai_error err;
};

struct member {
    struct crew *crew;
    struct wai_handle_seat *seat;
    pthread_t thread;
};

/* ---- one replication ---- */

/* World and record of a seat, as the model stands now. */
static enum wai_status fit(struct wai_handle_seat *seat, const struct crew *crew)
{
    const struct wai_setup *setup = &crew->model->setup;

    if (!seat->world && !(seat->world = wai_world_new(setup))) {
        return WAI_ERR_MEMORY;
    }
    return wai_record_fit(&seat->record, setup, crew->kept);
}

static enum wai_status simulate(struct crew *crew, struct wai_handle_seat *seat, size_t i,
                                struct wai_error *err)
{
    const struct waico_run *run = crew->run;
    const struct wai_luck luck = { run->seed, run->first + (uint32_t)i, run->stratum };
    const struct wai_run_limits limits = { .max_events = run->max_events, .stop = &crew->model->stop };
    enum wai_status status = fit(seat, crew);

    if (status == WAI_OK) {
        status = wai_world_run(seat->world, &luck, &limits, &seat->record, err);
    }
    for (size_t k = 0; k < crew->n_wants && status == WAI_OK; k++) {
        size_t bytes = wai_outputs_bytes(crew->outputs[k], &crew->model->setup);

        wai_outputs_copy(crew->outputs[k], &crew->model->setup, &seat->record,
                         (char *)crew->wants[k].data + i * bytes);
    }
    if (status == WAI_OK && crew->parts) {
        status = wai_log_take(&crew->parts[i], crew->log, luck.replicate, &seat->record);
    }
    return status;
}

/* Keeps the failure of the lowest replication. */
static void fail(struct crew *crew, size_t i, enum wai_status status, const struct wai_error *err)
{
    (void)pthread_mutex_lock(&crew->lock);
    if (crew->status == WAI_OK || i < crew->failed) {
        const char *line = wai_error_text(err);
        size_t length = strcspn(line, "\n");

        crew->failed = i;
        crew->status = status;
        wai_error_free(&crew->err);
        (void)wai_error_add(&crew->err, status, "replicate %lu, seed %llu: %.*s",
                            (unsigned long)(crew->run->first + (uint32_t)i),
                            (unsigned long long)crew->run->seed,
                            (int)(length ? length : strlen(wai_status_text(status))),
                            length ? line : wai_status_text(status));
    }
    (void)pthread_mutex_unlock(&crew->lock);
    atomic_store(&crew->next, crew->run->n_replications); /* those below are taken already */
}

static void *work(void *argument)
{
    struct member *member = argument;
    struct crew *crew = member->crew;
    size_t i;

    while ((i = atomic_fetch_add(&crew->next, 1)) < crew->run->n_replications) {
        struct wai_error err = { 0 };
        enum wai_status status = simulate(crew, member->seat, i, &err);

        if (status != WAI_OK) {
            fail(crew, i, status, &err);
        }
        wai_error_free(&err);
    }
    return NULL;
}

/* ---- many ---- */

/* As many seats as threads; those that are there stay. */
static int add_seats(struct waico_model *model, size_t n)
{
    struct wai_handle_seat *grown;

    if (n <= model->n_seats) {
        return 1;
    }
    grown = realloc(model->seats, n * sizeof *grown);
    if (!grown) {
        return 0;
    }
    memset(grown + model->n_seats, 0, (n - model->n_seats) * sizeof *grown);
    model->seats = grown;
    model->n_seats = n;
    return 1;
}

/* The calling thread works too; with fewer threads than wanted it only takes longer. */
static void run_crew(struct crew *crew, struct member *members, size_t n_threads)
{
    size_t n_started = 0;

    for (size_t t = 0; t < n_threads; t++) {
        members[t] = (struct member){ .crew = crew, .seat = &crew->model->seats[t] };
    }
    for (size_t t = 1; t < n_threads; t++) {
        if (pthread_create(&members[t].thread, NULL, work, &members[t]) != 0) {
            break;
        }
        n_started = t;
    }
    (void)work(&members[0]);
    for (size_t t = 1; t <= n_started; t++) {
        (void)pthread_join(members[t].thread, NULL);
    }
}

/* Looks at what is wanted; the outputs' positions go to crew->outputs. */
static enum waico_status check(struct crew *crew, char **messages)
{
    const struct waico_run *run = crew->run;

    if (run->stratum >= MOST_STRATA ||
        (uint64_t)run->first + run->n_replications > (uint64_t)UINT32_MAX + 1) {
        return wai_handle_refuse(messages,
                                 "replications from %lu on, %lu of them, in stratum %lu: beyond what "
                                 "has luck of its own",
                                 (unsigned long)run->first, (unsigned long)run->n_replications,
                                 (unsigned long)run->stratum);
    }
    for (size_t k = 0; k < crew->n_wants; k++) {
        const struct waico_want *want = &crew->wants[k];
        size_t output = waico_output_find(want->output);
        size_t bytes = waico_model_bytes(crew->model, output) * run->n_replications;

        if (output == waico_n_outputs()) {
            return wai_outputs_refuse(want->output, messages);
        }
        if (want->bytes != bytes) {
            return wai_handle_refuse(messages, "%s takes %zu bytes for %lu replications, not %zu",
                                     want->output, bytes, (unsigned long)run->n_replications, want->bytes);
        }
        crew->outputs[k] = output;
        crew->kept.countries |= wai_outputs_needs_countries(output);
    }
    return WAICO_OK;
}

/* Takes the memory of a run, makes it, and gives the log what it wants. */
static enum wai_status run_all(struct crew *crew, struct waico_log *log)
{
    size_t n = crew->run->n_replications, n_threads = crew->run->n_threads;
    struct member *members;
    enum wai_status status = WAI_ERR_MEMORY;

    n_threads = n_threads > n ? n : n_threads;
    n_threads = n_threads < 1 ? 1 : n_threads > MOST_THREADS ? MOST_THREADS : n_threads;
    members = calloc(n_threads, sizeof *members);
    crew->parts = log ? calloc(n + 1, sizeof *crew->parts) : NULL;
    if (members && (crew->parts || !log) && add_seats(crew->model, n_threads)) {
        run_crew(crew, members, n_threads);
        status = crew->status;
        if (log && status == WAI_OK) {
            status = wai_log_join(log, crew->parts, n);
        } else if (log) {
            wai_log_drop(log, crew->parts, n);
        }
    }
    free(members);
    free(crew->parts);
    return status;
}

enum waico_status waico_model_run(struct waico_model *model, const struct waico_run *run,
                                  const struct waico_want *wants, size_t n_wants, struct waico_log *log,
                                  char **messages)
{
    struct crew crew = { .model = model,
                         .run = run,
                         .wants = wants,
                         .n_wants = n_wants,
                         .outputs = calloc(n_wants + 1, sizeof *crew.outputs),
                         .kept = { .events = log && log->what & WAICO_EVENTS,
                                   .decisions = log && log->what & WAICO_DECISIONS },
                         .log = log };
    enum wai_status status = WAI_ERR_MEMORY;
    enum waico_status told = crew.outputs ? check(&crew, messages) : WAICO_OK;

    if (log) {
        wai_log_drop(log, NULL, 0);
    }
    if (told == WAICO_OK) {
        if (crew.outputs && pthread_mutex_init(&crew.lock, NULL) == 0) {
            status = run_all(&crew, log);
            (void)pthread_mutex_destroy(&crew.lock);
        }
        told = wai_handle_tell(status, &crew.err, messages);
    }
    atomic_store(&model->stop, 0);
    free(crew.outputs);
    return told;
}
