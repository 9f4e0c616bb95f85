/* Arrival k of a clock comes when its integrated rate has grown by gap k: exact for constant and for
 * exponentially growing rates, without thinning, so that arrival k is the k-th in every scenario. */
#include "model/clock.h"

#include <math.h>

/* Years until the integrated rate has grown by `gap`, the rate being rate e^(growth s) s years from now. */
static double wait_years(double gap, double rate, double growth)
{
    double x;

    if (!(rate > 0.0)) {
        return HUGE_VAL;
    }
    x = growth * gap / rate;
    if (growth == 0.0) {
        return gap / rate;
    }
    return x > -1.0 ? wai_log1p(x) / growth : HUGE_VAL; /* a shrinking rate may never get there */
}

/* Growth of the integrated rate over `years`. */
static double integrated(double rate, double growth, double years)
{
    double x = growth * years;

    if (x == 0.0) {
        return rate * years;
    }
    return rate * (wai_exp(x) - 1.0) / growth;
}

/* Rate now: clock->rate_per_year is the rate at time 0 of the run. */
static double present_rate(const struct wai_clock *clock, double growth, double years)
{
    return growth == 0.0 ? clock->rate_per_year : clock->rate_per_year * wai_exp(growth * years);
}

static void schedule(struct wai_world *world, struct wai_clock *clock, const struct wai_clock_source *source)
{
    double rate = present_rate(clock, source->growth_per_year, clock->since_years);
    double wait = wait_years(clock->gap, rate, source->growth_per_year);

    clock->handle = wai_world_schedule(world, clock->since_years + wait, source->kind, source->event_agent,
                                       source->event_detail);
}

void wai_clock_start(struct wai_world *world, struct wai_clock *clock, const struct wai_clock_source *source,
                     double rate_per_year)
{
    double u[2];

    wai_luck_pair(&world->luck, source->purpose, source->agent, source->stride * clock->arrivals, u);
    clock->rate_per_year = rate_per_year;
    clock->gap = -wai_log(u[0]);
    clock->since_years = world->now_years;
    clock->running = 1;
    schedule(world, clock, source);
}

uint32_t wai_clock_arrive(struct wai_world *world, struct wai_clock *clock,
                          const struct wai_clock_source *source)
{
    uint32_t arrival = clock->arrivals++;

    wai_clock_start(world, clock, source, clock->rate_per_year);
    return arrival;
}

void wai_clock_set_rate(struct wai_world *world, struct wai_clock *clock,
                        const struct wai_clock_source *source, double rate_per_year,
                        double old_growth_per_year)
{
    double used;

    if (!clock->running ||
        (clock->rate_per_year == rate_per_year && source->growth_per_year == old_growth_per_year)) {
        return;
    }
    used = integrated(present_rate(clock, old_growth_per_year, clock->since_years), old_growth_per_year,
                      world->now_years - clock->since_years);
    clock->gap = used < clock->gap ? clock->gap - used : 0.0;
    clock->since_years = world->now_years;
    clock->rate_per_year = rate_per_year;
    wai_world_unschedule(world, &clock->handle);
    schedule(world, clock, source);
}

void wai_clock_stop(struct wai_world *world, struct wai_clock *clock)
{
    clock->running = 0;
    wai_world_unschedule(world, &clock->handle);
}
