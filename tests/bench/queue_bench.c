/* Speed of the engine's pieces: the queue under the hold model, elementary functions and random numbers
 * beside those of libm and GSL.  Prints the best of several rounds, in ns and M/s; asserts nothing. */
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/luck.h"
#include "engine/math.h"
#include "engine/queue.h"

#define ROUNDS 7
#define N_VALUES 4096

static volatile double sink; /* keeps the compiler from leaving the work out */

static double now_seconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void report(const char *what, double best_seconds, double n)
{
    (void)printf("%-34s %8.2f ns %9.2f M/s\n", what, 1e9 * best_seconds / n, 1e-6 * n / best_seconds);
}

static void must(enum wai_status status)
{
    if (status != WAI_OK) {
        (void)fprintf(stderr, "queue_bench: %s\n", wai_status_text(status));
        exit(EXIT_FAILURE);
    }
}

/* Hold model (Jones 1986): n events, each popped one is scheduled anew after an exponential gap. */
static void bench_hold(size_t n, size_t n_holds)
{
    const struct wai_luck luck = { .seed = 1 };
    static double gaps[512];
    struct wai_queue *queue = wai_queue_new(n);
    struct wai_event event = { 0 };
    double best = HUGE_VAL;
    char what[64];

    must(queue ? WAI_OK : WAI_ERR_MEMORY);
    for (uint32_t i = 0; i < n; i++) {
        double u[2];

        wai_luck_pair(&luck, 0, 0, i, u);
        event.time_years = -wai_log(u[0]);
        must(wai_queue_push(queue, &event, NULL));
    }
    wai_luck_pairs(&luck, 1, 0, 0, 256, gaps);
    for (size_t i = 0; i < 512; i++) {
        gaps[i] = -wai_log(gaps[i]);
    }
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_seconds();

        for (size_t i = 0; i < n_holds; i++) {
            wai_queue_pop(queue, &event);
            event.time_years += gaps[(i * 167) % 512] + 0x1p-30 * (double)(i & 1023);
            must(wai_queue_push(queue, &event, NULL));
        }
        best = fmin(best, now_seconds() - start);
    }
    (void)snprintf(what, sizeof what, "queue, hold model, n = %zu", n);
    report(what, best, (double)n_holds);
    wai_queue_free(queue);
}

/* Arguments in (0, 1) for the functions below. */
static double values[N_VALUES];

#define BENCH_FUNCTION(what, expression)                                                                     \
    do {                                                                                                     \
        double best = HUGE_VAL;                                                                              \
                                                                                                             \
        for (int round = 0; round < ROUNDS; round++) {                                                       \
            double start = now_seconds();                                                                    \
                                                                                                             \
            for (int again = 0; again < 200; again++) {                                                      \
                double sum = 0.0;                                                                            \
                                                                                                             \
                for (int i = 0; i < N_VALUES; i++) {                                                         \
                    double x = values[i];                                                                    \
                                                                                                             \
                    sum += (expression);                                                                     \
                }                                                                                            \
                sink = sum;                                                                                  \
            }                                                                                                \
            best = fmin(best, now_seconds() - start);                                                        \
        }                                                                                                    \
        report(what, best, 200.0 * N_VALUES);                                                                \
    } while (0)

static void bench_functions(void)
{
    const struct wai_luck luck = { .seed = 2 };

    for (uint32_t i = 0; i < N_VALUES / 2; i++) {
        wai_luck_pair(&luck, 0, 0, i, &values[2 * i]);
    }
    BENCH_FUNCTION("exp", wai_exp(8.0 * x - 4.0));
    BENCH_FUNCTION("exp of libm", exp(8.0 * x - 4.0));
    BENCH_FUNCTION("log", wai_log(x));
    BENCH_FUNCTION("log of libm", log(x));
    BENCH_FUNCTION("log1p", wai_log1p(x));
    BENCH_FUNCTION("log1p of libm", log1p(x));
    BENCH_FUNCTION("logistic", wai_logistic(8.0 * x - 4.0));
    BENCH_FUNCTION("normal quantile", wai_normal_quantile(x));
}

static void bench_uniforms(void)
{
    const struct wai_luck luck = { .seed = 3 };
    gsl_rng *twister = gsl_rng_alloc(gsl_rng_mt19937);
    uint32_t next = 0;
    double u[512];

    must(twister ? WAI_OK : WAI_ERR_MEMORY);
    BENCH_FUNCTION("Philox, one pair of uniforms", (wai_luck_pair(&luck, 1, 2, next++, u), x + u[0] + u[1]));
    BENCH_FUNCTION("Philox, 256 pairs (per pair)",
                   i % 256 == 0 ? (wai_luck_pairs(&luck, 1, 2, next++, 256, u), u[511]) : x);
    BENCH_FUNCTION("mt19937 of GSL, one uniform", x + gsl_rng_uniform_pos(twister));
    gsl_rng_free(twister);
}

int main(void)
{
    bench_hold(256, 500000);
    bench_hold(100000, 500000);
    bench_functions();
    bench_uniforms();
    return EXIT_SUCCESS;
}
