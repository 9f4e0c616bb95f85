/* How the simulator scales: reviews a second on synthetic worlds, from few countries to 100,000.
 *
 * The workload: monthly reviews by everybody, 20 neighbours each, the preset weights, nothing open but
 * interest, so that a review is a choice between two statuses. Prints figures and ratios; judges nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model/record.h"
#include "model/world.h"
#include "scenario/scenario.h"

#define NANO 1e-9

static double seconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + NANO * (double)now.tv_nsec;
}

static void check(enum wai_status status, struct wai_error *err)
{
    if (status != WAI_OK) {
        (void)fprintf(stderr, "scale_bench: %s\n%s", wai_status_text(status), wai_error_text(err));
        exit(1);
    }
}

struct size {
    int n_countries, years, rate_per_year;
};

static void make_scenario(struct wai_scenario *scenario, struct size size)
{
    static const char *const statuses[WAI_N_STATUSES] = { "none",      "interested", "observer",
                                                          "signatory", "associate",  "full",
                                                          "core",      "frozen",     "withdrawn" };
    struct wai_error err = { 0 };
    char text[4096];
    int length;

    length = snprintf(
        text, sizeof text,
        "title = \"scale\"; question = \"\"; start = \"2000-01-01\"; end = \"%d-01-01\";\n"
        "world: { synthetic: { countries = %d; subregions = %d; neighbours = %d; seed = 1; }; };\n"
        "sponsor = \"AAA\"; rival_leader = \"AAB\"; summit_day = \"07-26\";\n"
        "initial: { status = (); us = [\"AAB\"]; rights = []; rivals_open = []; };\n"
        "decision: { invited_boost = 1; review_rate: {",
        2000 + size.years, size.n_countries, size.n_countries / 9 + 1, size.n_countries > 20 ? 20 : 2);
    for (int m = 0; m < WAI_N_STATUSES; m++) {
        length += snprintf(text + length, sizeof text - (size_t)length, " %s = %d;", statuses[m],
                           size.rate_per_year);
    }
    length += snprintf(text + length, sizeof text - (size_t)length, " }; };\n");
    check(wai_scenario_read_text(scenario, text, (size_t)length, "scale", ".", NULL, NULL, 0, &err), &err);
}

/* Reviews a second of at least `min_seconds` of replications; *bytes: of the world, for each country. */
static double reviews_per_second(struct size size, double min_seconds, double *bytes)
{
    struct wai_scenario scenario = { 0 };
    struct wai_record record;
    struct wai_record_wants wants = { 0 };
    struct wai_run_limits limits = { 0 };
    struct wai_error err = { 0 };
    struct wai_world *world;
    double begin, elapsed = 0.0;
    uint64_t reviews = 0;

    make_scenario(&scenario, size);
    world = wai_world_new(&scenario.setup);
    check(world ? wai_record_init(&record, &scenario.setup, wants) : WAI_ERR_MEMORY, &err);
    *bytes = (double)wai_world_bytes(&scenario.setup) / size.n_countries;
    begin = seconds();
    for (uint32_t r = 0; elapsed < min_seconds; r++) {
        struct wai_luck luck = { 1, r, 0 };

        check(wai_world_run(world, &luck, &limits, &record, &err), &err);
        reviews += record.events_by_type[WAI_EVENT_CHOICE];
        elapsed = seconds() - begin;
    }
    wai_world_free(world);
    wai_record_free(&record);
    wai_scenario_free(&scenario);
    return (double)reviews / elapsed;
}

int main(void)
{
    static const int sizes[] = { 193, 1000, 10000, 100000 };
    static const int rates[] = { 12, 48, 192 };
    double small, large, bytes, slow, fast;

    small = reviews_per_second((struct size){ 193, 15, 12 }, 2.0, &bytes);
    printf("193 countries, monthly reviews: %.1f M reviews/s (goal 30, ratio %.2f)\n", small * 1e-6,
           small / 30e6);
    large = small;
    for (size_t k = 1; k < sizeof sizes / sizeof sizes[0]; k++) {
        large = reviews_per_second((struct size){ sizes[k], sizes[k] > 20000 ? 2 : 15, 12 }, 1.0, &bytes);
        printf("%6d countries: %.1f M reviews/s, %.2f times the cost of one of 193, %.0f bytes a country\n",
               sizes[k], large * 1e-6, small / large, bytes);
    }
    printf("log-log slope of the cost of a year in countries, 193 to 100,000: %.3f (goal <= 1.1)\n",
           1.0 + log(small / large) / log(100000.0 / 193.0));
    slow = small;
    fast = small;
    for (size_t k = 0; k < sizeof rates / sizeof rates[0]; k++) {
        fast = reviews_per_second((struct size){ 193, 15, rates[k] }, 1.0, &bytes);
        slow = k == 0 ? fast : slow;
    }
    printf("log-log slope in the review rate, 12 to 192 a year: %.3f (goal <= 1.0)\n",
           1.0 + log(slow / fast) / log(192.0 / 12.0));
    return 0;
}
