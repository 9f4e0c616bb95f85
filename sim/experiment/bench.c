/* Stop watches around the runner and around single events. */
#include "experiment/bench.h"

#include <math.h>
#include <sys/resource.h>
#include <time.h>

#include "experiment/runner.h"
#include "experiment/trial.h"

#define MIN_ROUNDS 3
#define SEED 42

double wai_bench_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

uint64_t wai_bench_peak_bytes(void)
{
    struct rusage usage;

    (void)getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_maxrss * 1024u;
}

/* ---- speed ---- */

static void give_task(void *context, size_t i, struct wai_runner_task *task)
{
    task->setup = context;
    task->point = 0;
    task->luck = (struct wai_luck){ .seed = SEED, .replicate = (uint32_t)i };
}

static enum wai_status check_task(const struct wai_runner_report *report, struct wai_error *err)
{
    return report->progress.n_failed == 0
               ? WAI_OK
               : wai_error_add(err, WAI_ERR_MODEL, "%zu replications of the benchmark failed",
                               report->progress.n_failed);
}

enum wai_status wai_bench_speed(const struct wai_setup *setup, unsigned n_workers, double seconds,
                                struct wai_bench_speed *speed, struct wai_error *err)
{
    struct wai_setup copy = *setup;
    struct wai_runner_job job = { .context = &copy, .task = give_task, .n_workers = n_workers, .n_tasks = 4 };
    double start = wai_bench_now();
    enum wai_status status = WAI_OK;

    *speed = (struct wai_bench_speed){ .n_workers = n_workers };
    for (int round = 0; status == WAI_OK && (round < MIN_ROUNDS || wai_bench_now() - start < seconds);
         round++) {
        struct wai_runner_report report;
        double rate;

        job.batch_size = job.n_tasks / (8 * (size_t)n_workers) + 1;
        status = wai_runner_run(&job, &report, err);
        status = status == WAI_OK ? check_task(&report, err) : status;
        rate = (double)job.n_tasks / report.progress.seconds;
        if (status == WAI_OK && rate > speed->replications_per_second) {
            speed->replications_per_second = rate;
            speed->events_per_second = (double)report.progress.n_events / report.progress.seconds;
            speed->events_per_replication = (double)report.progress.n_events / (double)job.n_tasks;
        }
        /* Rounds of about an eighth of the time. */
        job.n_tasks = (size_t)fmin(1e6, fmax(4.0 * n_workers, rate * seconds / 8));
    }
    return status;
}

/* ---- kinds ---- */

struct watch {
    double last;
    int fresh; /* a replication begins */
    double start_seconds;
    double seconds[WAI_N_EVENT_TYPES];
    uint64_t n[WAI_N_EVENT_TYPES];
};

static void observe(void *context, enum wai_event_type type)
{
    struct watch *watch = context;
    double now = wai_bench_now();

    if (watch->fresh) {
        watch->start_seconds += now - watch->last; /* with its first event, which cannot be told apart */
        watch->fresh = 0;
    } else {
        watch->seconds[type] += now - watch->last;
        watch->n[type]++;
    }
    watch->last = wai_bench_now();
}

static double clock_cost(void)
{
    enum { READINGS = 100000 };
    double start = wai_bench_now(), sum = 0;

    for (int i = 0; i < READINGS; i++) {
        sum += wai_bench_now();
    }
    return sum > 0 ? (wai_bench_now() - start) / READINGS : 0;
}

static void settle(const struct watch *watch, size_t n_replications, struct wai_bench_kinds *kinds)
{
    double total = watch->start_seconds;

    for (int type = 0; type < WAI_N_EVENT_TYPES; type++) {
        double net = watch->seconds[type] - (double)watch->n[type] * 1e-9 * kinds->clock_nanoseconds;

        kinds->share[type] = fmax(net, 0);
        total += kinds->share[type];
        kinds->per_replication[type] = (double)watch->n[type] / (double)n_replications;
        kinds->nanoseconds[type] = watch->n[type] ? 1e9 * net / (double)watch->n[type] : (double)NAN;
    }
    kinds->start_nanoseconds = 1e9 * watch->start_seconds / (double)n_replications;
    kinds->start_share = watch->start_seconds / total;
    for (int type = 0; type < WAI_N_EVENT_TYPES; type++) {
        kinds->share[type] /= total;
    }
}

enum wai_status wai_bench_kinds(const struct wai_setup *setup, double seconds, struct wai_bench_kinds *kinds,
                                struct wai_error *err)
{
    struct watch watch = { 0 };
    struct wai_run_limits limits = { .observe = observe, .observe_context = &watch };
    struct wai_record_wants wants = { 0 };
    struct wai_record record = { 0 };
    struct wai_trial trial = { 0 };
    double start = wai_bench_now();
    enum wai_status status = WAI_OK;
    size_t n = 0;

    *kinds = (struct wai_bench_kinds){ .clock_nanoseconds = 1e9 * clock_cost() };
    do {
        struct wai_runner_task task = { .setup = setup,
                                        .luck = { .seed = SEED, .replicate = (uint32_t)n++ } };

        watch.fresh = 1;
        watch.last = wai_bench_now();
        status = wai_trial_run(&trial, &task, wants, &limits, &record, err);
    } while (status == WAI_OK && wai_bench_now() - start < seconds);
    settle(&watch, n, kinds);
    wai_trial_free(&trial);
    wai_record_free(&record);
    return status;
}
