/* How fast this machine simulates: replications and events a second, time by kind of event, memory.
 *
 * Times are of the monotonic clock.  Rates are the best of several rounds: what the machine can do when left
 * alone. */
#ifndef WAI_EXPERIMENT_BENCH_H
#define WAI_EXPERIMENT_BENCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/names.h"
#include "model/setup.h"

/* Speed of replications 0, 1, ... of a setup with n workers. */
struct wai_bench_speed {
    unsigned n_workers;
    double replications_per_second, events_per_second;
    double events_per_replication;
};

/* Runs rounds of about `seconds` in all. */
enum wai_status wai_bench_speed(const struct wai_setup *setup, unsigned n_workers, double seconds,
                                struct wai_bench_speed *speed, struct wai_error *err) WAI_CHECK_RESULT;

/* Events by the kind under which the world reports them; choices at reviews are WAI_EVENT_CHOICE. */
struct wai_bench_kinds {
    double per_replication[WAI_N_EVENT_TYPES];
    double nanoseconds[WAI_N_EVENT_TYPES]; /* of one, the clock's own cost taken off, candidates for a review
                                            * before it included; NaN when there was none */
    double share[WAI_N_EVENT_TYPES];       /* of the time of all */
    double start_nanoseconds, start_share; /* of a replication up to its first event */
    double clock_nanoseconds;              /* cost of reading the clock */
};

/* Times every event of replications in about `seconds`. */
enum wai_status wai_bench_kinds(const struct wai_setup *setup, double seconds, struct wai_bench_kinds *kinds,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* Largest resident memory of this process so far, bytes. */
uint64_t wai_bench_peak_bytes(void);

/* Seconds of the monotonic clock, from some moment on. */
double wai_bench_now(void);

#endif
