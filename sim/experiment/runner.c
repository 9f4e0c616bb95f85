/* Threads, the window of batches, and delivery in order.  What a replication is, trial.c knows.
 *
 * Batch b lives in slot b mod window.  Workers take batches in order; the calling thread delivers them in
 * order and so frees the slots.  Everything shared is changed under one lock; the contents of a slot belong
 * to the worker from taking to done, then to the calling thread. */
#include "experiment/runner.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/assert.h"
#include "experiment/trial.h"
#include "experiment/workers.h"

enum slot_state { SLOT_FREE, SLOT_TAKEN, SLOT_DONE };

struct slot {
    enum slot_state state;
    size_t first, n;                   /* tasks of the batch */
    size_t n_done;                     /* fewer than n when stopped in it */
    struct wai_runner_result *results; /* batch_size */
    uint64_t *events;                  /* batch_size: events handled */
    struct wai_record *records;        /* batch_size, NULL without deliver */
    void *product;
};

struct crew {
    struct wai_runner_job job; /* zeroes replaced by what they mean */
    size_t n_batches, batches_per_group;
    struct slot *slots;
    pthread_mutex_t lock;
    pthread_cond_t work; /* a slot became free, or the run ends */
    pthread_cond_t news; /* a batch is done, or a worker left */
    size_t next_batch;   /* to hand out */
    size_t n_delivered_batches;
    unsigned n_active;     /* workers not yet gone */
    enum wai_status fatal; /* ends the run */
    struct wai_error fatal_err;
    struct timespec start;
    double told_seconds; /* when progress was last called */
    struct wai_runner_report report;
};

static double seconds_since(const struct timespec *start)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + 1e-9 * (double)(now.tv_nsec - start->tv_nsec);
}

static int stop_asked(const struct crew *crew)
{
    return crew->job.stop && atomic_load_explicit(crew->job.stop, memory_order_relaxed) != 0;
}

/* First task and length of a batch. */
static void batch_range(const struct crew *crew, size_t batch, size_t *first, size_t *n)
{
    const struct wai_runner_job *job = &crew->job;
    size_t group = batch / crew->batches_per_group;
    size_t within = batch % crew->batches_per_group * job->batch_size;
    size_t group_end = group * job->group + job->group;

    *first = group * job->group + within;
    *n = job->batch_size;
    if (group_end > job->n_tasks) {
        group_end = job->n_tasks;
    }
    if (*n > group_end - *first) {
        *n = group_end - *first;
    }
}

/* ---- in workers ---- */

/* Waits for a batch that may be started; NULL when there is nothing more to do. */
static struct slot *take_batch(struct crew *crew)
{
    struct slot *slot = NULL;

    (void)pthread_mutex_lock(&crew->lock);
    while (crew->fatal == WAI_OK && !stop_asked(crew) && crew->next_batch < crew->n_batches &&
           crew->next_batch >= crew->n_delivered_batches + crew->job.window) {
        (void)pthread_cond_wait(&crew->work, &crew->lock);
    }
    if (crew->fatal == WAI_OK && !stop_asked(crew) && crew->next_batch < crew->n_batches) {
        slot = &crew->slots[crew->next_batch % crew->job.window];
        wai_assert(slot->state == SLOT_FREE);
        slot->state = SLOT_TAKEN;
        slot->n_done = 0;
        batch_range(crew, crew->next_batch, &slot->first, &slot->n);
        crew->next_batch++;
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return slot;
}

static void give_batch(struct crew *crew, struct slot *slot, enum wai_status status, struct wai_error *err)
{
    (void)pthread_mutex_lock(&crew->lock);
    slot->state = SLOT_DONE;
    if (status != WAI_OK && crew->fatal == WAI_OK) {
        crew->fatal = status;
        crew->fatal_err = *err;
        *err = (struct wai_error){ 0 };
        (void)pthread_cond_broadcast(&crew->work);
    }
    (void)pthread_cond_signal(&crew->news);
    (void)pthread_mutex_unlock(&crew->lock);
}

/* What a worker has for itself. */
struct seat {
    struct wai_trial trial;
    struct wai_record record; /* where slots have none */
    uint64_t events_by_type[WAI_N_EVENT_TYPES];
};

/* Runs the next task of the slot; 0: it was stopped in the midst and counts for nothing. */
static int run_task(const struct wai_runner_job *job, struct seat *seat, struct slot *slot)
{
    struct wai_runner_result *result = &slot->results[slot->n_done];
    struct wai_record *record = slot->records ? &slot->records[slot->n_done] : &seat->record;

    wai_error_free(&result->err);
    *result = (struct wai_runner_result){ .index = slot->first + slot->n_done };
    job->task(job->context, result->index, &result->task);
    result->status =
        wai_trial_run(&seat->trial, &result->task, job->wants, &job->limits, record, &result->err);
    slot->events[slot->n_done] = 0;
    if (result->status != WAI_OK) {
        return result->status != WAI_ERR_INTERRUPTED;
    }
    result->record = record;
    slot->events[slot->n_done] = record->n_events_handled;
    for (int type = 0; type < WAI_N_EVENT_TYPES; type++) {
        seat->events_by_type[type] += record->events_by_type[type];
    }
    return 1;
}

/* Runs the batch task by task until it is complete or a stop is asked for. */
static enum wai_status run_batch(struct crew *crew, struct slot *slot, struct seat *seat,
                                 struct wai_error *err)
{
    const struct wai_runner_job *job = &crew->job;
    enum wai_status status = WAI_OK;

    if (job->open) {
        status = job->open(job->context, &slot->product, slot->first, slot->n, err);
    }
    while (status == WAI_OK && slot->n_done < slot->n && !stop_asked(crew) && run_task(job, seat, slot)) {
        if (job->reduce) {
            status = job->reduce(job->context, slot->product, &slot->results[slot->n_done], err);
        }
        slot->n_done++;
    }
    if (status == WAI_OK && job->finish) {
        status = job->finish(job->context, slot->product, err);
    }
    return status;
}

static void *work(void *argument)
{
    struct crew *crew = argument;
    struct seat seat = { 0 };
    struct slot *slot;

    while ((slot = take_batch(crew)) != NULL) {
        struct wai_error err = { 0 };
        enum wai_status status = run_batch(crew, slot, &seat, &err);

        give_batch(crew, slot, status, &err);
        wai_error_free(&err);
    }
    wai_trial_free(&seat.trial);
    wai_record_free(&seat.record);
    (void)pthread_mutex_lock(&crew->lock);
    for (int type = 0; type < WAI_N_EVENT_TYPES; type++) {
        crew->report.events_by_type[type] += seat.events_by_type[type];
    }
    crew->n_active--;
    (void)pthread_cond_signal(&crew->news);
    (void)pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* ---- on the calling thread ---- */

static void tell_progress(struct crew *crew)
{
    struct wai_runner_progress *progress = &crew->report.progress;

    progress->seconds = seconds_since(&crew->start);
    if (crew->job.progress && progress->seconds >= crew->told_seconds + crew->job.progress_seconds) {
        crew->told_seconds = progress->seconds;
        crew->job.progress(crew->job.context, progress);
    }
}

static enum wai_status deliver_slot(struct crew *crew, struct slot *slot, struct wai_error *err)
{
    const struct wai_runner_job *job = &crew->job;
    enum wai_status status = WAI_OK;

    for (size_t i = 0; status == WAI_OK && i < slot->n_done; i++) {
        struct wai_runner_result *result = &slot->results[i];

        if (!slot->records) {
            result->record = NULL; /* the worker's, long used for another */
        }
        if (job->deliver) {
            status = job->deliver(job->context, result, err);
        }
        crew->report.progress.n_delivered += status == WAI_OK;
        crew->report.progress.n_failed += status == WAI_OK && result->status != WAI_OK;
        crew->report.progress.n_events += slot->events[i];
        tell_progress(crew);
    }
    if (status == WAI_OK && job->deliver_batch) {
        status = job->deliver_batch(job->context, slot->product, slot->first, slot->n_done, err);
    }
    return status;
}

/* Sleeps until a worker has news or it is time to tell the progress; the lock is held. */
static void wait_for_news(struct crew *crew)
{
    struct timespec until;
    long nanoseconds;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    nanoseconds = until.tv_nsec + (long)(crew->job.progress_seconds * 1e9);
    until.tv_sec += nanoseconds / 1000000000L;
    until.tv_nsec = nanoseconds % 1000000000L;
    if (pthread_cond_timedwait(&crew->news, &crew->lock, &until) == ETIMEDOUT) {
        (void)pthread_cond_broadcast(&crew->work); /* a stop raised by a signal wakes nobody by itself */
        (void)pthread_mutex_unlock(&crew->lock);
        tell_progress(crew);
        (void)pthread_mutex_lock(&crew->lock);
    }
}

/* Delivers batch after batch until all are through, one was cut short, or the run must end. */
static enum wai_status deliver_all(struct crew *crew, struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    int cut = 0;

    (void)pthread_mutex_lock(&crew->lock);
    while (status == WAI_OK && !cut && crew->n_delivered_batches < crew->n_batches) {
        struct slot *slot = &crew->slots[crew->n_delivered_batches % crew->job.window];

        if (crew->fatal != WAI_OK) {
            status = crew->fatal;
        } else if (slot->state == SLOT_DONE) {
            (void)pthread_mutex_unlock(&crew->lock);
            status = deliver_slot(crew, slot, err);
            cut = slot->n_done < slot->n;
            (void)pthread_mutex_lock(&crew->lock);
            slot->state = SLOT_FREE;
            crew->n_delivered_batches++;
            (void)pthread_cond_broadcast(&crew->work);
        } else if (slot->state == SLOT_FREE && crew->n_active == 0) {
            cut = 1; /* stopped before this batch was begun */
        } else {
            wait_for_news(crew);
        }
    }
    if (status != WAI_OK && crew->fatal == WAI_OK) {
        crew->fatal = status; /* sends the workers home */
    }
    (void)pthread_cond_broadcast(&crew->work);
    (void)pthread_mutex_unlock(&crew->lock);
    return status != WAI_OK ? status : cut ? WAI_ERR_INTERRUPTED : WAI_OK;
}

static size_t at_most(size_t value, size_t bound)
{
    return value < bound ? value : bound;
}

/* The job with zeroes replaced, and what follows from it. */
static void plan(struct crew *crew, const struct wai_runner_job *job)
{
    struct wai_runner_job *own = &crew->job;

    *own = *job;
    own->group = own->group == 0 || own->group > own->n_tasks ? own->n_tasks : own->group;
    own->batch_size = own->batch_size == 0 ? 1 : at_most(own->batch_size, own->group);
    crew->batches_per_group = (own->group - 1) / own->batch_size + 1;
    crew->n_batches = own->n_tasks / own->group * crew->batches_per_group;
    if (own->n_tasks % own->group > 0) {
        crew->n_batches += (own->n_tasks % own->group - 1) / own->batch_size + 1;
    }
    own->n_workers = own->n_workers == 0 ? wai_workers_preset() : own->n_workers;
    own->n_workers = (unsigned)at_most(own->n_workers, crew->n_batches);
    own->window = own->window == 0 ? 2 * (size_t)own->n_workers + 1 : own->window;
    own->window = at_most(own->window, crew->n_batches);
    own->limits.stop = own->stop;
    own->progress_seconds = own->progress_seconds > 0 ? own->progress_seconds : 0.2;
}

static enum wai_status make_slots(struct crew *crew)
{
    size_t size = crew->job.batch_size;

    crew->slots = calloc(crew->job.window, sizeof *crew->slots);
    if (!crew->slots) {
        return WAI_ERR_MEMORY;
    }
    for (size_t i = 0; i < crew->job.window; i++) {
        struct slot *slot = &crew->slots[i];

        slot->results = calloc(size, sizeof *slot->results);
        slot->events = calloc(size, sizeof *slot->events);
        slot->records = crew->job.deliver ? calloc(size, sizeof *slot->records) : NULL;
        if (!slot->results || !slot->events || (crew->job.deliver && !slot->records)) {
            return WAI_ERR_MEMORY;
        }
    }
    return WAI_OK;
}

static void free_slots(struct crew *crew)
{
    for (size_t i = 0; crew->slots && i < crew->job.window; i++) {
        struct slot *slot = &crew->slots[i];

        for (size_t k = 0; k < crew->job.batch_size; k++) {
            if (slot->results) {
                wai_error_free(&slot->results[k].err);
            }
            if (slot->records) {
                wai_record_free(&slot->records[k]);
            }
        }
        if (slot->product && crew->job.close) {
            crew->job.close(crew->job.context, slot->product);
        }
        free(slot->results);
        free(slot->events);
        free(slot->records);
    }
    free(crew->slots);
}

/* Starts the workers, delivers, and waits for them to leave. */
static enum wai_status run_crew(struct crew *crew, struct wai_error *err)
{
    pthread_t *threads = calloc(crew->job.n_workers, sizeof *threads);
    enum wai_status status;
    unsigned n = 0;
    int fault = 0;

    if (!threads) {
        return WAI_ERR_MEMORY;
    }
    crew->n_active = crew->job.n_workers;
    while (n < crew->job.n_workers && (fault = pthread_create(&threads[n], NULL, work, crew)) == 0) {
        n++;
    }
    (void)pthread_mutex_lock(&crew->lock);
    crew->n_active -= crew->job.n_workers - n; /* with fewer workers the results are the same */
    (void)pthread_mutex_unlock(&crew->lock);
    crew->report.n_workers = n;
    status = n > 0 ? deliver_all(crew, err)
                   : wai_error_add(err, WAI_ERR_IO, "cannot start a thread: %s", strerror(fault));
    while (n > 0) {
        (void)pthread_join(threads[--n], NULL);
    }
    free(threads);
    return status;
}

/* Lock and conditions; those that wait for a moment go by the monotonic clock. */
static void init_locks(struct crew *crew)
{
    pthread_condattr_t attributes;

    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&crew->lock, NULL);
    (void)pthread_cond_init(&crew->work, &attributes);
    (void)pthread_cond_init(&crew->news, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

enum wai_status wai_runner_run(const struct wai_runner_job *job, struct wai_runner_report *report,
                               struct wai_error *err)
{
    struct crew crew = { 0 };
    enum wai_status status = WAI_OK;

    (void)clock_gettime(CLOCK_MONOTONIC, &crew.start);
    crew.report.progress.n_tasks = job->n_tasks;
    if (job->n_tasks > 0) {
        plan(&crew, job);
        init_locks(&crew);
        status = make_slots(&crew);
        if (status == WAI_OK) {
            status = run_crew(&crew, err);
        }
        if (crew.fatal_err.n_messages > 0) {
            (void)wai_error_add(err, crew.fatal, "%.*s", (int)(crew.fatal_err.length - 1),
                                crew.fatal_err.text);
        } else if (status == WAI_ERR_MEMORY) {
            (void)wai_error_add(err, status, "out of memory for %u workers", crew.job.n_workers);
        }
        free_slots(&crew);
        wai_error_free(&crew.fatal_err);
        (void)pthread_cond_destroy(&crew.work);
        (void)pthread_cond_destroy(&crew.news);
        (void)pthread_mutex_destroy(&crew.lock);
    }
    crew.report.progress.seconds = seconds_since(&crew.start);
    if (report) {
        *report = crew.report;
    }
    return status;
}
