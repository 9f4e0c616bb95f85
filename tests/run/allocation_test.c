/* Memory runs out at every place of the reading, the planning and a replication: the n-th allocation fails,
 * once or for good, with n rising until all is well.  Nothing may crash, nothing may leak, and the reason
 * must be told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/plan.h"
#include "experiment/trial.h"
#include "scenario/config.h"
#include "support/failing.h"
#include "support/world_builder.h"
#include "waico.h"

#define MOST_ALLOCATIONS 100000
#define N_SEEDS 4

/* Reads the file with the n-th allocation failing; the status. */
static enum wai_status read_failing(const char *path, long n, int for_good)
{
    const char *const overrides[] = { "affinity.peers=2", "title=Another" };
    struct wai_error err = { 0 };
    struct wai_config config;
    enum wai_status status;
    const long live = failing_live;

    failing_begin(n, for_good);
    status = wai_config_read(&config, path, overrides, 2, &err);
    if (status == WAI_OK) {
        char *text = wai_config_effective(&config);

        status = text ? WAI_OK : WAI_ERR_MEMORY;
        free(text);
    } else {
        assert_true(err.n_messages > 0);
    }
    failing_at = 0;
    wai_config_free(&config);
    wai_error_free(&err);
    assert_int_equal(failing_live, live);
    return status;
}

/* With n rising every status is the one allowed, until an n that is never reached. */
static void check_all(const char *path, enum wai_status at_the_end)
{
    for (int for_good = 0; for_good < 2; for_good++) {
        long n = 0;

        do {
            enum wai_status status = read_failing(path, ++n, for_good);

            if (failing_asked < n) {
                assert_int_equal(status, at_the_end);
                break;
            }
            if (at_the_end == WAI_OK && status != WAI_ERR_MEMORY && status != WAI_OK) {
                fail_msg("%s: status %d when allocation %ld fails", path, (int)status, n);
            }
            if (at_the_end != WAI_OK) {
                assert_int_not_equal(status, WAI_OK);
            }
        } while (n < MOST_ALLOCATIONS);
        assert_true(n > 100 && n < MOST_ALLOCATIONS);
    }
}

static void a_sound_config_is_read_or_memory_is_said_to_be_out(void **state)
{
    (void)state;
    check_all("tests/run/files/sound.cfg", WAI_OK);
}

static void a_synthetic_world_is_made_or_memory_is_said_to_be_out(void **state)
{
    (void)state;
    check_all("tests/run/files/synthetic.cfg", WAI_OK);
}

static void a_scenario_with_mistakes_is_never_taken_for_sound(void **state)
{
    (void)state;
    check_all("tests/bad/scenarios/five_mistakes.cfg", WAI_ERR_CONFIG);
}

/* Plans with the n-th allocation failing; the status. */
static enum wai_status plan_failing(const struct wai_config *config, long n, int for_good)
{
    const struct wai_run_limits limits = { 0 };
    struct wai_error err = { 0 };
    struct wai_plan plan;
    enum wai_status status;
    const long live = failing_live;

    failing_begin(n, for_good);
    status = wai_plan_init(&plan, config, &limits, &err);
    failing_at = 0;
    assert_true(status == WAI_OK || err.n_messages > 0);
    wai_plan_free(&plan);
    wai_error_free(&err);
    assert_int_equal(failing_live, live);
    return status;
}

/* Designs of each kind that keeps more than its values. */
static void a_plan_is_made_or_memory_is_said_to_be_out(void **state)
{
    static const char *const configs[] = { "tests/run/files/sound.cfg", "configs/demo_oat.cfg",
                                           "configs/demo_grid.cfg", "configs/demo_saltelli.cfg",
                                           "configs/demo_scenarios.cfg" };

    (void)state;
    for (size_t d = 0; d < sizeof configs / sizeof *configs; d++) {
        struct wai_error err = { 0 };
        struct wai_config config;

        if (wai_config_read(&config, configs[d], NULL, 0, &err) != WAI_OK) {
            fail_msg("%s", wai_error_text(&err));
        }
        for (int for_good = 0; for_good < 2; for_good++) {
            long n = 0;
            enum wai_status status;

            do {
                status = plan_failing(&config, ++n, for_good);
                assert_int_equal(status, failing_asked < n ? WAI_OK : WAI_ERR_MEMORY);
            } while (failing_asked >= n && n < MOST_ALLOCATIONS);
            assert_true(n > 5 && n < MOST_ALLOCATIONS);
        }
        wai_config_free(&config);
        wai_error_free(&err);
    }
}

/* Runs a replication with everything recorded and the n-th allocation failing; the status. */
static enum wai_status run_failing(const struct wai_setup *setup, uint64_t seed, long n, int for_good)
{
    const struct wai_runner_task task = { .setup = setup, .luck = { .seed = seed } };
    const struct wai_record_wants wants = { 1, 1, 1 };
    const struct wai_run_limits limits = { 0 };
    struct wai_error err = { 0 };
    struct wai_trial trial = { 0 };
    struct wai_record record = { 0 };
    enum wai_status status;
    const long live = failing_live;

    failing_begin(n, for_good);
    status = wai_trial_run(&trial, &task, wants, &limits, &record, &err);
    failing_at = 0;
    assert_true(status == WAI_OK || err.n_messages > 0);
    wai_record_free(&record);
    wai_trial_free(&trial);
    wai_error_free(&err);
    assert_int_equal(failing_live, live);
    return status;
}

/* Every list of the world grows: incidents wait for teams that take years. */
static void a_replication_is_run_or_memory_is_said_to_be_out(void **state)
{
    struct wai_setup setup;

    (void)state;
    wai_world_builder_busy(&setup);
    wai_world_builder_set(&setup, "shock.incident_rate", 200.0);
    wai_world_builder_set(&setup, "incentive.rapid_response.teams", 1000.0);
    wai_world_builder_set(&setup, "incentive.rapid_response.service_years", 10.0);
    for (uint64_t seed = 0; seed < 2 * N_SEEDS; seed++) {
        const int for_good = (int)(seed % 2);
        long n = 0;
        enum wai_status status;

        do {
            status = run_failing(&setup, seed / 2, ++n, for_good);
            assert_int_equal(status, failing_asked < n ? WAI_OK : WAI_ERR_MEMORY);
        } while (failing_asked >= n && n < MOST_ALLOCATIONS);
        assert_true(n > 30 && n < MOST_ALLOCATIONS);
    }
    wai_setup_free(&setup);
}

/* A scenario read, a model made and run with the n-th allocation failing; the status. */
static enum waico_status library_failing(const char *path, long n, int for_good)
{
    const struct waico_run run = { .seed = 1, .n_replications = 2 };
    const int32_t day = 30;
    struct waico_scenario *scenario = NULL;
    struct waico_model *model = NULL;
    struct waico_log *log = NULL;
    double trust[2];
    const struct waico_want wants = { "final_trust", trust, sizeof trust };
    char *messages = NULL;
    const long live = failing_live;
    enum waico_status status;

    failing_begin(n, for_good);
    status = waico_scenario_open(path, NULL, 0, &scenario, &messages);
    if (status == WAICO_OK) {
        status = waico_model_new(scenario, &model, &messages);
    }
    if (status == WAICO_OK) {
        status = waico_model_read_at(model, &day, 1, &messages);
    }
    if (status == WAICO_OK) {
        log = waico_log_new(WAICO_EVENTS | WAICO_DECISIONS);
        status = log ? waico_model_run(model, &run, &wants, 1, log, &messages) : WAICO_NO_MEMORY;
    }
    failing_at = 0;
    assert_true(status != WAICO_OK || waico_log_n_decisions(log) > 0);
    waico_free(messages);
    waico_log_free(log);
    waico_model_free(model);
    waico_scenario_free(scenario);
    assert_int_equal(failing_live, live);
    return status;
}

static void the_library_runs_or_says_that_memory_is_out(void **state)
{
    (void)state;
    for (int for_good = 0; for_good < 2; for_good++) {
        enum waico_status status;
        long n = 0;

        do {
            status = library_failing("tests/fuzz/world/small.cfg", ++n, for_good);
            assert_int_equal(status, failing_asked < n ? WAICO_OK : WAICO_NO_MEMORY);
        } while (failing_asked >= n && n < MOST_ALLOCATIONS);
        assert_true(n > 100 && n < MOST_ALLOCATIONS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_config_is_read_or_memory_is_said_to_be_out),
        cmocka_unit_test(a_synthetic_world_is_made_or_memory_is_said_to_be_out),
        cmocka_unit_test(a_scenario_with_mistakes_is_never_taken_for_sound),
        cmocka_unit_test(a_plan_is_made_or_memory_is_said_to_be_out),
        cmocka_unit_test(a_replication_is_run_or_memory_is_said_to_be_out),
        cmocka_unit_test(the_library_runs_or_says_that_memory_is_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
