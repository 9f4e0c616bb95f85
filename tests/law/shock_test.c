/* Laws of incidents and of their answers (MODEL.md, section 10, cases 8 and 9). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/law.h"
#include "support/world_builder.h"

/* E[s^r] of the lesser of c and a Pareto variable with minimum 1 and index a. */
static double severity_moment(double r, double a, double c)
{
    return a / (a - r) * (1.0 - pow(c, r - a)) + pow(c, r - a);
}

/* --- case 8 ------------------------------------------------------------------------------------------ */

struct noise {
    double *value, *square;
    double mean;
    size_t n;
};

static void see_noise(const struct wai_record *record, void *context)
{
    struct noise *noise = context;
    const double h = record->series[WAI_SERIES_governance_demand * record->n_times + record->n_times - 1];

    noise->value[noise->n] = h;
    noise->square[noise->n++] = (h - noise->mean) * (h - noise->mean);
}

static void governance_demand_is_shot_noise(void **state)
{
    enum { REPLICATIONS = 4000 };
    const double rate = 3.0, decay = 1.6, jump = 0.2, index = 2.5, cap = 8.0;
    const double first = jump * severity_moment(1.0, index, cap);
    const double second = jump * jump * severity_moment(2.0, index, cap);
    struct noise noise = { .mean = rate * first / decay };
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, 2, 10.5); /* the start is forgotten: e^(-16) */
    wai_world_builder_set(&setup, "shock.incident_rate", rate);
    wai_world_builder_set(&setup, "shock.demand_decay", decay);
    wai_world_builder_set(&setup, "shock.demand_jump", jump);
    wai_world_builder_set(&setup, "shock.severity_index", index);
    wai_world_builder_set(&setup, "shock.severity_cap", cap);
    noise.value = calloc(REPLICATIONS, sizeof *noise.value);
    noise.square = calloc(REPLICATIONS, sizeof *noise.square);
    assert_true(noise.value && noise.square);
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, 508, REPLICATIONS, see_noise, &noise);
    wai_law_accept("mean lambda E[j] / k", wai_law_mean(noise.value, noise.n, noise.mean));
    wai_law_accept("variance lambda E[j^2] / (2 k)",
                   wai_law_mean(noise.square, noise.n, rate * second / (2.0 * decay)));
    free(noise.value);
    free(noise.square);
    wai_setup_free(&setup);
}

struct arrivals {
    double rate, growth, index, cap, horizon;
    double *u, *v;
    size_t n, n_v, sponsor, capped;
    int count[400];
    size_t n_samples;
};

static void see_arrivals(const struct wai_record *record, void *context)
{
    struct arrivals *a = context;
    int count = 0;

    for (size_t k = 0; k < record->n_log; k++) {
        const struct wai_log_row *row = &record->log[k];

        if (row->type == WAI_EVENT_INCIDENT) {
            const double s = fabs((double)row->value);

            a->u[a->n++] = expm1(a->growth * row->time_years) / expm1(a->growth * a->horizon);
            a->sponsor += row->value < 0.0F;
            if (s < a->cap) {
                a->v[a->n_v++] = (1.0 - pow(s, -a->index)) / (1.0 - pow(a->cap, -a->index));
            }
            count++;
        }
    }
    a->count[a->n_samples++] = count;
}

static void incidents_come_at_a_growing_rate_with_pareto_severity(void **state)
{
    enum { REPLICATIONS = 400 };
    struct arrivals a = { .rate = 2.0, .growth = 0.3, .index = 2.0, .cap = 5.0, .horizon = 1826.0 / 365.25 };
    const double mean = a.rate * expm1(a.growth * a.horizon) / a.growth;
    double sum[REPLICATIONS];
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, 2, 5.0);
    wai_world_builder_set(&setup, "shock.incident_rate", a.rate);
    wai_world_builder_set(&setup, "shock.incident_growth", a.growth);
    wai_world_builder_set(&setup, "shock.severity_index", a.index);
    wai_world_builder_set(&setup, "shock.severity_cap", a.cap);
    wai_world_builder_set(&setup, "shock.sponsor_origin", 0.3);
    a.u = calloc(REPLICATIONS * 100, sizeof *a.u);
    a.v = calloc(REPLICATIONS * 100, sizeof *a.v);
    assert_true(a.u && a.v);
    wai_law_run(&setup, (struct wai_record_wants){ .events = 1 }, 509, REPLICATIONS, see_arrivals, &a);
    for (size_t s = 0; s < a.n_samples; s++) {
        sum[s] = a.count[s];
    }
    wai_law_accept("number of incidents", wai_law_mean(sum, a.n_samples, mean));
    wai_law_accept("their times, by the integrated rate (KS)", wai_law_ks_uniform(a.u, a.n));
    wai_law_accept("severity below the cap is Pareto (KS)", wai_law_ks_uniform(a.v, a.n_v));
    wai_law_accept("severity at the cap", wai_law_binomial(a.n - a.n_v, a.n, pow(a.cap, -a.index)));
    wai_law_accept("origin in the sponsor's stack", wai_law_binomial(a.sponsor, a.n, 0.3));
    free(a.u);
    free(a.v);
    wai_setup_free(&setup);
}

/* --- case 9 ------------------------------------------------------------------------------------------ */

struct queue {
    double from_years;
    int teams;
    double waits[200], on_time[200], in_system[200];
    size_t n;
};

static void see_queue(const struct wai_record *record, void *context)
{
    struct queue *q = context;
    double arrivals = 0.0, waits = 0.0, done = 0.0, on_time = 0.0, area = 0.0, before = q->from_years;
    const double until = record->log[record->n_log - 1].time_years;
    int jobs = 0;

    for (size_t k = 0; k < record->n_log; k++) {
        const struct wai_log_row *row = &record->log[k];

        if (row->time_years > q->from_years) {
            area += jobs * (row->time_years - before);
            before = row->time_years;
        }
        if (row->type == WAI_EVENT_INCIDENT && row->time_years > record->operation_years) {
            if (row->time_years > q->from_years) {
                arrivals += 1.0;
                waits += jobs >= q->teams;
            }
            jobs++;
        } else if (row->type == WAI_EVENT_RESPONSE) {
            jobs--;
            if (row->time_years > q->from_years) {
                done += 1.0;
                on_time += (double)row->value;
            }
        }
    }
    q->waits[q->n] = waits / arrivals;
    q->on_time[q->n] = on_time / done;
    q->in_system[q->n++] = area / (until - q->from_years);
}

/* Probability to wait among c servers under offered load a. */
static double erlang_c(int c, double a)
{
    double term = 1.0, sum = 1.0, last;

    for (int k = 1; k < c; k++) {
        term *= a / k;
        sum += term;
    }
    last = term * a / c * (double)c / (c - a);
    return last / (sum + last);
}

static void response_jobs_wait_as_erlang_says(void **state)
{
    const double rate = 14.0, mean = 0.15, deadline = 0.2, load = rate * mean;
    const int teams = 3;
    const double c = erlang_c(teams, load), slack = teams - load;
    const double late =
        exp(-deadline / mean) * (1.0 + c * (1.0 - exp(-deadline / mean * (slack - 1.0))) / (slack - 1.0));
    struct queue q = { .from_years = 5.0, .teams = teams };
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, 3, 60.0);
    setup.phase = WAI_PHASE_SIGNING;
    setup.status[2] = WAI_STATUS_SIGNATORY;
    wai_world_builder_set(&setup, "charter.ratifications_to_enter", 1.0);
    wai_world_builder_set(&setup, "charter.founder_log_median", -5.0);
    wai_world_builder_set(&setup, "charter.setup_years", 0.0);
    wai_world_builder_set(&setup, "shock.incident_rate", rate);
    wai_world_builder_set(&setup, "incentive.rapid_response.teams", teams);
    wai_world_builder_set(&setup, "incentive.rapid_response.service_years", mean);
    wai_world_builder_set(&setup, "incentive.rapid_response.deadline_years", deadline);
    wai_law_run(&setup, (struct wai_record_wants){ .events = 1 }, 510, 200, see_queue, &q);
    wai_law_accept("probability to wait (Erlang C)", wai_law_mean(q.waits, q.n, c));
    wai_law_accept("jobs in the system: a + C rho / (1 - rho)",
                   wai_law_mean(q.in_system, q.n, load + c * (load / teams) / (1.0 - load / teams)));
    wai_law_accept("answered on time", wai_law_mean(q.on_time, q.n, 1.0 - late));
    wai_setup_free(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(governance_demand_is_shot_noise),
        cmocka_unit_test(incidents_come_at_a_growing_rate_with_pareto_severity),
        cmocka_unit_test(response_jobs_wait_as_erlang_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
