/* Prints one SHA-256 over the event logs, decisions, series and dates of some replications of scenarios:
 * digest SCENARIO...  Every compiler, optimisation level and processor must print the same. */
#include <stdio.h>
#include <stdlib.h>

#include "base/sha256.h"
#include "model/world.h"
#include "scenario/scenario.h"

#define N_REPLICATES 4

/* Numbers go in by value, one by one: padding between members has no say. */
static void add_double(struct wai_sha256 *sha, double value)
{
    wai_sha256_add(sha, &value, sizeof value);
}

static void add_record(struct wai_sha256 *sha, const struct wai_record *record)
{
    for (size_t i = 0; i < record->n_log; i++) {
        const struct wai_log_row *row = &record->log[i];
        const int8_t codes[4] = { row->type, row->from, row->to, row->cause };

        add_double(sha, row->time_years);
        add_double(sha, (double)row->value);
        wai_sha256_add(sha, &row->country, sizeof row->country);
        wai_sha256_add(sha, codes, sizeof codes);
    }
    for (size_t i = 0; i < record->n_decisions; i++) {
        const struct wai_decision_row *row = &record->decisions[i];

        add_double(sha, row->time_years);
        add_double(sha, (double)row->probability);
        wai_sha256_add(sha, row->term, sizeof row->term);
    }
    wai_sha256_add(sha, record->series, WAI_N_SERIES * record->n_times * sizeof *record->series);
    wai_sha256_add(sha, record->service, WAI_N_INCENTIVES * record->n_times * sizeof *record->service);
    wai_sha256_add(sha, record->capability,
                   record->n_countries * record->n_times * sizeof *record->capability);
}

/* NaN has many patterns: dates go in as -1 when they never came. */
static void add_dates(struct wai_sha256 *sha, const struct wai_record *record)
{
    for (size_t i = 0; i < WAI_N_FIRST * record->n_countries; i++) {
        add_double(sha, record->first[i] >= 0 ? record->first[i] : -1.0);
    }
}

static enum wai_status add_scenario(struct wai_sha256 *sha, const char *path, struct wai_error *err)
{
    const struct wai_record_wants wants = { 1, 1, 1 };
    const struct wai_run_limits limits = { 0 };
    struct wai_scenario scenario;
    struct wai_record record = { 0 };
    struct wai_world *world = NULL;
    enum wai_status status = wai_scenario_read(&scenario, path, NULL, 0, err);

    if (status != WAI_OK) {
        return status;
    }
    status = wai_record_init(&record, &scenario.setup, wants);
    world = wai_world_new(&scenario.setup);
    for (uint32_t r = 0; status == WAI_OK && world && r < N_REPLICATES; r++) {
        struct wai_luck luck = { .seed = 20260716, .replicate = r };

        status = wai_world_run(world, &luck, &limits, &record, err);
        add_record(sha, &record);
        add_dates(sha, &record);
    }
    status = world ? status : WAI_ERR_MEMORY;
    wai_world_free(world);
    wai_record_free(&record);
    wai_scenario_free(&scenario);
    return status;
}

int main(int argc, char **argv)
{
    struct wai_error err = { 0 };
    struct wai_sha256 sha;
    char text[WAI_SHA256_TEXT];

    wai_sha256_init(&sha);
    for (int i = 1; i < argc; i++) {
        if (add_scenario(&sha, argv[i], &err) != WAI_OK) {
            (void)fprintf(stderr, "%s: %s\n", argv[i], wai_error_text(&err));
            wai_error_free(&err);
            return EXIT_FAILURE;
        }
    }
    wai_sha256_end(&sha, text);
    printf("%s\n", text);
    return EXIT_SUCCESS;
}
