/* The library of waico.h: the numbers of the model itself, whatever the threads; parameters as in files;
 * every fault told; readings, events and decisions.
 *
 * Run in the project's folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/world.h"
#include "scenario/scenario.h"
#include "waico.h"

#define BASELINE "scenarios/baseline.cfg"
#define N 4u

static struct waico_scenario *scenario; /* the baseline up to 2030 */

static int open_scenario(void **state)
{
    const char *end = "end=2030-01-01";
    char *messages;

    (void)state;
    if (waico_scenario_open(BASELINE, &end, 1, &scenario, &messages) != WAICO_OK) {
        print_error("%s", messages);
        return 1;
    }
    return 0;
}

static int free_scenario(void **state)
{
    (void)state;
    waico_scenario_free(scenario);
    return 0;
}

static struct waico_model *model_of(const struct waico_scenario *origin)
{
    struct waico_model *model;

    assert_int_equal(waico_model_new(origin, &model, NULL), WAICO_OK);
    return model;
}

/* An array for n replications of an output. */
static struct waico_want want(const struct waico_model *model, const char *output, size_t n)
{
    struct waico_want made = { .output = output };
    size_t i = waico_output_find(output);

    assert_true(i < waico_n_outputs());
    made.bytes = n * waico_model_bytes(model, i);
    made.data = malloc(made.bytes + 1);
    assert_non_null(made.data);
    return made;
}

static void run_well(struct waico_model *model, const struct waico_run *run, const struct waico_want *wants,
                     size_t n, struct waico_log *log)
{
    char *messages;

    if (waico_model_run(model, run, wants, n, log, &messages) != WAICO_OK) {
        fail_msg("%s", messages);
    }
    assert_null(messages);
}

/* Takes the messages of a refusal and compares them. */
static void assert_told(char *messages, const char *wanted)
{
    assert_non_null(messages);
    assert_string_equal(messages, wanted);
    waico_free(messages);
}

/* ---- the numbers ---- */

/* What a record of the model has, under the name of an output; rows of `n` values, `from` the last of each.
 */
struct part {
    const char *output;
    const void *data;
    size_t size, n_rows, n, first, count;
};

static void compare_part(const struct part *part, const struct waico_want *wanted, size_t replication)
{
    size_t bytes = part->n_rows * part->count * part->size;
    const char *got = (const char *)wanted->data + replication * bytes;

    assert_int_equal(wanted->bytes, N * bytes);
    for (size_t r = 0; r < part->n_rows; r++) {
        assert_memory_equal(got + r * part->count * part->size,
                            (const char *)part->data + (r * part->n + part->first) * part->size,
                            part->count * part->size);
    }
}

/* Every kind of output of four replications is, bit for bit, what the model leaves in its record. */
static void arrays_hold_what_the_model_records(void **state)
{
    const int32_t days[] = { 400, 31 };
    const struct waico_run run = { .seed = 7, .first = 3, .n_replications = N, .n_threads = 2 };
    const char *end = "end=2030-01-01";
    struct waico_model *model = model_of(scenario);
    struct wai_scenario plain;
    struct wai_record record;
    struct wai_run_limits limits = { 0 };
    struct wai_world *world;
    enum { MOST = 16 };
    struct waico_want wants[MOST];

    (void)state;
    assert_int_equal(waico_model_read_at(model, days, 2, NULL), WAICO_OK);
    assert_int_equal(wai_scenario_read(&plain, BASELINE, &end, 1, NULL), WAI_OK);
    assert_int_equal(wai_setup_read_at(&plain.setup, days, 2), WAI_OK);
    world = wai_world_new(&plain.setup);
    assert_int_equal(wai_record_init(&record, &plain.setup, (struct wai_record_wants){ .countries = 1 }),
                     WAI_OK);
    for (size_t r = 0; r < N; r++) {
        const struct wai_luck luck = { 7, 3 + (uint32_t)r, 0 };
        const struct wai_record_table *at = &record.readings;
        size_t t = record.n_times, n = record.n_countries;
        const struct part parts[] = {
            { "n_members", record.series + WAI_SERIES_n_members * t, 8, 1, t, 0, t },
            { "fragmentation", record.series + WAI_SERIES_fragmentation * t, 8, 1, t, 0, t },
            { "at_trust", at->series + WAI_SERIES_trust * 3, 8, 1, 3, 0, 2 },
            { "final_trust", at->series + WAI_SERIES_trust * 3, 8, 1, 3, 2, 1 },
            { "n_status", record.n_status, 4, WAI_N_STATUSES, t, 0, t },
            { "at_n_status", at->n_status, 4, WAI_N_STATUSES, 3, 0, 2 },
            { "final_n_status", at->n_status, 4, WAI_N_STATUSES, 3, 2, 1 },
            { "service", record.service, 8, WAI_N_INCENTIVES, t, 0, t },
            { "final_service", at->service, 8, WAI_N_INCENTIVES, 3, 2, 1 },
            { "country_status", record.country_status, 1, n, t, 0, t },
            { "at_country_status", at->country_status, 1, n, 3, 0, 2 },
            { "final_status", record.final_status, 1, n, 1, 0, 1 },
            { "capability", record.capability, 4, n, t, 0, t },
            { "first_member", record.first + WAI_FIRST_MEMBER * n, 8, n, 1, 0, 1 },
            { "entry_into_force", &record.entry_into_force_years, 8, 1, 1, 0, 1 },
            { "dissolution", &record.dissolution_years, 8, 1, 1, 0, 1 },
        };

        assert_int_equal(sizeof parts / sizeof parts[0], MOST);
        assert_int_equal(wai_world_run(world, &luck, &limits, &record, NULL), WAI_OK);
        if (r == 0) {
            for (size_t k = 0; k < MOST; k++) {
                wants[k] = want(model, parts[k].output, N);
            }
            run_well(model, &run, wants, MOST, NULL);
        }
        for (size_t k = 0; k < MOST; k++) {
            compare_part(&parts[k], &wants[k], r);
        }
    }
    for (size_t k = 0; k < MOST; k++) {
        free(wants[k].data);
    }
    wai_world_free(world);
    wai_record_free(&record);
    wai_scenario_free(&plain);
    waico_model_free(model);
}

/* The last day of the run, asked for, is the end. */
static void the_last_day_is_the_end(void **state)
{
    struct waico_model *model = model_of(scenario);
    const struct waico_run run = { .seed = 1, .n_replications = 1 };
    int32_t last = (int32_t)(365.25 * 5);
    double at[2], final;
    struct waico_want wants[] = { { "at_trust", at, sizeof at }, { "final_trust", &final, sizeof final } };
    char *messages;

    (void)state;
    while (waico_model_read_at(model, &last, 1, &messages) != WAICO_OK) { /* days of the run are 0 .. last */
        waico_free(messages);
        last--;
    }
    assert_int_equal(waico_model_read_at(model, (int32_t[]){ last, 10 }, 2, NULL), WAICO_OK);
    assert_int_equal(waico_model_length(model, WAICO_AXIS_DATE), 2);
    assert_true(waico_model_day(model, WAICO_AXIS_DATE, 0) == 10.0);
    assert_true(waico_model_day(model, WAICO_AXIS_DATE, 1) == last);
    assert_true(isnan(waico_model_day(model, WAICO_AXIS_DATE, 2)));
    assert_true(waico_model_day(model, WAICO_AXIS_TIME, 1) == 2 * 0.25 * 365.25);
    assert_true(isnan(waico_model_day(model, WAICO_AXIS_COUNTRY, 1)));
    run_well(model, &run, wants, 2, NULL);
    assert_true(at[1] == final && at[0] != final);
    waico_model_free(model);
}

/* One thread or five, in one go or one by one, in a fresh model or a used one: the same bytes. */
static void threads_and_parts_change_nothing(void **state)
{
    struct waico_model *model = model_of(scenario), *other = model_of(scenario);
    struct waico_run run = { .seed = 11, .n_replications = 12, .n_threads = 5 };
    struct waico_want all = want(model, "country_status", 12), one = want(model, "country_status", 12);

    (void)state;
    run_well(model, &run, &all, 1, NULL);
    run = (struct waico_run){ .seed = 11, .n_replications = 1 };
    for (uint32_t i = 0; i < 12; i++) {
        struct waico_want part = { "country_status", (char *)one.data + i * (one.bytes / 12),
                                   one.bytes / 12 };

        run.first = i;
        run_well(i % 2 ? other : model, &run, &part, 1, NULL);
    }
    assert_memory_equal(all.data, one.data, all.bytes);
    run.stratum = 1;
    run.first = 0;
    one.bytes /= 12;
    run_well(model, &run, &one, 1, NULL);
    assert_memory_not_equal(all.data, one.data, one.bytes);
    free(all.data);
    free(one.data);
    waico_model_free(model);
    waico_model_free(other);
}

/* ---- parameters ---- */

/* A parameter that is set is the one that a file sets; a used model forgets what was. */
static void a_parameter_set_is_the_one_of_a_file(void **state)
{
    const char *overrides[] = { "end=2030-01-01", "affinity.peers=3", "organisation.account_years=0.5" };
    const struct waico_run run = { .seed = 5, .n_replications = N };
    struct waico_scenario *overridden;
    struct waico_model *set = model_of(scenario), *filed, *plain = model_of(scenario);
    struct waico_want a, b, c;

    (void)state;
    assert_int_equal(waico_scenario_open(BASELINE, overrides, 3, &overridden, NULL), WAICO_OK);
    filed = model_of(overridden);
    c = want(plain, "n_members", N);
    run_well(plain, &run, &c, 1, NULL);
    a = want(set, "n_members", N);
    run_well(set, &run, &a, 1, NULL);
    assert_memory_equal(a.data, c.data, a.bytes);
    free(a.data);
    assert_int_equal(waico_model_set(set, "affinity.peers", 3.0, NULL), WAICO_OK);
    assert_int_equal(waico_model_set(set, "organisation.account_years", 0.5, NULL), WAICO_OK);
    assert_true(waico_model_get(set, waico_parameter_find("affinity.peers")) == 3.0);
    assert_int_equal(waico_model_length(set, WAICO_AXIS_TIME), 8);
    a = want(set, "n_members", N);
    b = want(filed, "n_members", N);
    assert_int_equal(a.bytes, N * 8 * sizeof(double));
    assert_int_equal(a.bytes, b.bytes);
    run_well(set, &run, &a, 1, NULL);
    run_well(filed, &run, &b, 1, NULL);
    assert_memory_equal(a.data, b.data, a.bytes);
    free(a.data);
    waico_model_reset(set);
    a = want(set, "n_members", N);
    run_well(set, &run, &a, 1, NULL);
    assert_memory_equal(a.data, c.data, c.bytes);
    free(a.data);
    free(b.data);
    free(c.data);
    waico_model_free(set);
    waico_model_free(filed);
    waico_model_free(plain);
    waico_scenario_free(overridden);
}

/* The table of parameters is the model's; beyond its end is nothing. */
static void parameters_are_listed(void **state)
{
    struct waico_model *model = model_of(scenario);
    size_t i = waico_parameter_find("charter.minimum_members");
    struct waico_parameter parameter = waico_parameter_at(i);

    (void)state;
    assert_int_equal(waico_n_parameters(), wai_param_count);
    assert_string_equal(parameter.path, "charter.minimum_members");
    assert_string_equal(parameter.unit, wai_param_table[i].unit);
    assert_string_equal(parameter.source, wai_param_table[i].source);
    assert_true(parameter.whole == 1 && parameter.min == wai_param_table[i].min);
    assert_int_equal(waico_parameter_find("nothing"), waico_n_parameters());
    assert_null(waico_parameter_at(waico_n_parameters()).path);
    assert_true(isnan(waico_model_get(model, waico_n_parameters())));
    waico_model_free(model);
}

/* ---- refusals ---- */

static void wrong_parameters_are_told_and_change_nothing(void **state)
{
    struct waico_model *model = model_of(scenario);
    char *messages;

    (void)state;
    assert_int_equal(waico_model_set(model, "affinity.peer", 1.0, &messages), WAICO_BAD_ARGUMENT);
    assert_told(messages,
                "affinity.peer: \"affinity.peer\" is no parameter; did you mean \"affinity.peers\"?\n");
    assert_int_equal(waico_model_set(model, "affinity.peers", 1e9, &messages), WAICO_BAD_ARGUMENT);
    assert_told(messages, "affinity.peers: 1e+09 is outside [-10, 10]\n");
    assert_int_equal(waico_model_set(model, "affinity.peers", (double)NAN, &messages), WAICO_BAD_ARGUMENT);
    assert_told(messages, "affinity.peers: nan is outside [-10, 10]\n");
    assert_int_equal(waico_model_set(model, "organisation.account_years", 9.0, &messages),
                     WAICO_BAD_ARGUMENT);
    assert_told(messages, "end: comes before the first account; the run must be longer than "
                          "organisation.account_years\n");
    for (size_t i = 0; i < waico_n_parameters(); i++) {
        struct waico_model *fresh = model_of(scenario);

        assert_true(waico_model_get(model, i) == waico_model_get(fresh, i));
        waico_model_free(fresh);
    }
    assert_int_equal(waico_model_read_at(model, (int32_t[]){ 5, -1 }, 2, &messages), WAICO_BAD_ARGUMENT);
    assert_told(messages, "day -1 after the start is outside of the run, [0, 1619]");
    assert_int_equal(waico_model_length(model, WAICO_AXIS_DATE), 0);
    waico_model_free(model);
}

static void wrong_arrays_are_told(void **state)
{
    struct waico_model *model = model_of(scenario);
    struct waico_run run = { .n_replications = 2 };
    double two[2];
    struct waico_want wants[] = { { "final_trust", two, sizeof two } };
    char *messages;

    (void)state;
    wants[0].output = "final_trusts";
    assert_int_equal(waico_model_run(model, &run, wants, 1, NULL, &messages), WAICO_BAD_ARGUMENT);
    assert_told(messages, "\"final_trusts\" is no output; did you mean \"final_trust\"?");
    wants[0].output = "the weather in Shanghai";
    assert_int_equal(waico_model_run(model, &run, wants, 1, NULL, &messages), WAICO_BAD_ARGUMENT);
    assert_told(messages, "\"the weather in Shanghai\" is no output");
    wants[0] = (struct waico_want){ "final_trust", two, sizeof two[0] };
    assert_int_equal(waico_model_run(model, &run, wants, 1, NULL, &messages), WAICO_BAD_ARGUMENT);
    assert_told(messages, "final_trust takes 16 bytes for 2 replications, not 8");
    run.stratum = 1u << 24;
    assert_int_equal(waico_model_run(model, &run, wants, 0, NULL, &messages), WAICO_BAD_ARGUMENT);
    waico_free(messages);
    run = (struct waico_run){ .first = UINT32_MAX, .n_replications = 2 };
    assert_int_equal(waico_model_run(model, &run, wants, 0, NULL, NULL), WAICO_BAD_ARGUMENT);
    waico_model_free(model);
}

/* The message is that of the first replication that fails, whoever ran it; the log is empty. */
static void a_failure_names_its_replication(void **state)
{
    struct waico_model *model = model_of(scenario);
    const struct waico_run run = {
        .seed = 9, .first = 4, .n_replications = 6, .n_threads = 3, .max_events = 800
    };
    struct waico_log *log = waico_log_new(WAICO_EVENTS);
    char *messages;

    (void)state;
    for (int i = 0; i < 20; i++) {
        assert_int_equal(waico_model_run(model, &run, NULL, 0, log, &messages), WAICO_FAILED);
        assert_int_equal(strncmp(messages, "replicate 4, seed 9: ", 21), 0);
        assert_non_null(strstr(messages, "800 events"));
        waico_free(messages);
        assert_int_equal(waico_log_n_events(log), 0);
    }
    waico_log_free(log);
    waico_model_free(model);
}

static void *stop_it(void *model)
{
    waico_model_stop(model);
    return NULL;
}

/* A stop between runs ends the next one at once, another one in the midst of it, and neither the one after.
 */
static void a_run_can_be_stopped(void **state)
{
    struct waico_model *model = model_of(scenario);
    struct waico_run run = { .seed = 1, .n_replications = 1000000, .n_threads = 2 };
    pthread_t thread;
    char *messages;

    (void)state;
    waico_model_stop(model);
    assert_int_equal(waico_model_run(model, &run, NULL, 0, NULL, &messages), WAICO_STOPPED);
    waico_free(messages);
    assert_int_equal(pthread_create(&thread, NULL, stop_it, model), 0);
    assert_int_equal(waico_model_run(model, &run, NULL, 0, NULL, NULL), WAICO_STOPPED);
    (void)pthread_join(thread, NULL);
    run.n_replications = 1;
    run_well(model, &run, NULL, 0, NULL);
    waico_model_free(model);
}

/* ---- scenarios ---- */

static void mistakes_of_a_scenario_are_all_told(void **state)
{
    const char text[] = "title = 5;\nafinity: { peers = 1.0; };\n";
    const struct waico_table wrong = { "country", "c.csv", "", 0 };
    struct waico_scenario *read = scenario;
    char *messages;

    (void)state;
    assert_int_equal(waico_scenario_open("scenarios/none.cfg", NULL, 0, &read, &messages),
                     WAICO_BAD_SCENARIO);
    assert_null(read);
    assert_non_null(strstr(messages, "scenarios/none.cfg"));
    waico_free(messages);
    read = scenario;
    assert_int_equal(
        waico_scenario_parse(text, strlen(text), "mine.cfg", ".", NULL, 0, NULL, 0, &read, &messages),
        WAICO_BAD_SCENARIO);
    assert_null(read);
    assert_non_null(strstr(messages, "mine.cfg:1: title: wants a text, not a whole number\n"));
    assert_non_null(strstr(messages, "mine.cfg:2: afinity: unknown key; did you mean \"affinity\"?\n"));
    waico_free(messages);
    assert_int_equal(
        waico_scenario_parse(text, strlen(text), "mine.cfg", ".", &wrong, 1, NULL, 0, &read, &messages),
        WAICO_BAD_ARGUMENT);
    assert_told(messages, "\"country\" is no role of a table; allowed are countries, borders, blocs, record");
}

/* The canonical text and the tables of a scenario, without any file, are that scenario again. */
static void a_text_and_its_tables_are_a_scenario(void **state)
{
    static const char *const roles[] = { "countries", "borders", "blocs", "record" };
    const struct waico_run run = { .seed = 2, .n_replications = 2 };
    const char *text = waico_scenario_text(scenario, "effective");
    struct waico_table tables[4];
    struct waico_scenario *again;
    struct waico_model *one, *two;
    struct waico_want a, b;
    char *messages;

    (void)state;
    for (int i = 0; i < 4; i++) {
        const char *table = waico_scenario_text(scenario, roles[i]);

        tables[i] = (struct waico_table){ roles[i], roles[i], table, strlen(table) };
    }
    if (waico_scenario_parse(text, strlen(text), "again", "/nowhere", tables, 4, NULL, 0, &again,
                             &messages) != WAICO_OK) {
        fail_msg("%s", messages);
    }
    assert_string_equal(waico_scenario_text(again, "effective"), text);
    one = model_of(scenario);
    two = model_of(again);
    a = want(one, "final_status", 2);
    b = want(two, "final_status", 2);
    run_well(one, &run, &a, 1, NULL);
    run_well(two, &run, &b, 1, NULL);
    assert_memory_equal(a.data, b.data, a.bytes);
    free(a.data);
    free(b.data);
    waico_model_free(one);
    waico_model_free(two);
    waico_scenario_free(again);
}

static void a_scenario_tells_of_its_countries(void **state)
{
    int32_t kenya = waico_scenario_find_country(scenario, "kenya");
    int32_t china = waico_scenario_sponsor(scenario);
    const double *population = waico_scenario_column(scenario, "population");

    (void)state;
    assert_true(kenya >= 0 && kenya == waico_scenario_find_country(scenario, "ken"));
    assert_int_equal(waico_scenario_find_country(scenario, "Atlantis"), -1);
    assert_string_equal(waico_scenario_country(scenario, (size_t)kenya, "code"), "KEN");
    assert_string_equal(waico_scenario_country(scenario, (size_t)kenya, "name"), "Kenya");
    assert_string_equal(waico_scenario_country(scenario, (size_t)kenya, "region"), "Africa");
    assert_string_equal(waico_scenario_country(scenario, (size_t)kenya, "subregion"), "Eastern Africa");
    assert_null(waico_scenario_country(scenario, (size_t)kenya, "capital"));
    assert_null(waico_scenario_country(scenario, waico_scenario_n_countries(scenario), "code"));
    assert_string_equal(waico_scenario_country(scenario, (size_t)china, "code"), "CHN");
    assert_true(population[china] > 1e9 && population[kenya] > 4e7);
    assert_null(waico_scenario_column(scenario, "happiness"));
    assert_int_equal(waico_scenario_start_day(scenario), 45862); /* 2025-07-26 */
    assert_string_equal(waico_scenario_text(scenario, "start"), "2025-07-26");
    assert_string_equal(waico_scenario_text(scenario, "end"), "2030-01-01");
    assert_string_equal(waico_scenario_text(scenario, "name"), "baseline");
    assert_non_null(strstr(waico_scenario_text(scenario, "countries"), "\nKEN,"));
    assert_null(waico_scenario_text(scenario, "colour"));
    assert_int_equal(waico_scenario_signed_day(scenario, waico_scenario_n_countries(scenario)), INT32_MIN);
}

/* 37 states signed by the end of July 2026, the sponsor among them or not: the record says which. */
static void the_record_is_shown(void **state)
{
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < waico_scenario_n_countries(scenario); i++) {
        n += waico_scenario_signed_day(scenario, i) != INT32_MIN;
    }
    assert_in_range(n, 36, 37);
}

/* ---- words, outputs, logs ---- */

static void axes_and_outputs_are_named(void **state)
{
    (void)state;
    for (int axis = 0; axis < WAICO_N_AXES; axis++) {
        size_t n = waico_axis_length((enum waico_axis)axis);

        assert_non_null(waico_axis_name((enum waico_axis)axis));
        for (size_t i = 0; i < n; i++) {
            assert_non_null(waico_axis_label((enum waico_axis)axis, i));
        }
        assert_null(waico_axis_label((enum waico_axis)axis, n));
    }
    assert_null(waico_axis_name(WAICO_N_AXES));
    assert_string_equal(waico_axis_label(WAICO_AXIS_STATUS, 5), "full");
    for (size_t i = 0; i < waico_n_outputs(); i++) {
        struct waico_output output = waico_output_at(i);

        assert_int_equal(waico_output_find(output.name), i);
        assert_true(*output.meaning != '\0' && *output.unit != '\0' && output.n_axes <= 2);
    }
    assert_null(waico_output_at(waico_n_outputs()).name);
    assert_int_equal(waico_abi(), WAICO_ABI);
    assert_non_null(waico_version());
}

/* Events and decisions come by replication and time; the terms of a decision add up to its log odds. */
static void logs_are_in_order_and_add_up(void **state)
{
    struct waico_model *model = model_of(scenario);
    const struct waico_run run = { .seed = 3, .first = 10, .n_replications = 5, .n_threads = 3 };
    struct waico_log *log = waico_log_new(WAICO_EVENTS | WAICO_DECISIONS);
    double rationality = waico_model_get(model, waico_parameter_find("decision.rationality"));
    size_t n_terms = waico_axis_length(WAICO_AXIS_TERM), n_checked = 0;
    const struct waico_event *events;
    const struct waico_decision *decisions;

    (void)state;
    run_well(model, &run, NULL, 0, log);
    events = waico_log_events(log);
    decisions = waico_log_decisions(log);
    assert_true(waico_log_n_events(log) > 100 && waico_log_n_decisions(log) > 100);
    assert_int_equal(events[0].replicate, 10);
    assert_int_equal(events[waico_log_n_events(log) - 1].replicate, 14);
    for (size_t i = 1; i < waico_log_n_events(log); i++) {
        assert_true(events[i].replicate > events[i - 1].replicate ||
                    (events[i].replicate == events[i - 1].replicate &&
                     events[i].time_years >= events[i - 1].time_years));
    }
    for (size_t i = 0; i < waico_log_n_decisions(log); i++) {
        double sum = 0.0;

        for (size_t k = 0; k < n_terms; k++) {
            sum += (double)waico_log_terms(log)[i * n_terms + k];
        }
        if (decisions[i].move != 0 && decisions[i].probability > 1e-3f && fabs(sum) < 20.0) {
            /* p(option) / p(stay) = exp(sum): p(option) is at most 1 / (1 + exp(-sum)), with two options all.
             */
            assert_true((double)decisions[i].option_probability <=
                        1.0 / (1.0 + exp(-rationality * sum)) + 1e-4);
            n_checked++;
        }
    }
    assert_true(n_checked > 20);
    run_well(model, &(struct waico_run){ .seed = 3, .n_replications = 0 }, NULL, 0, log);
    assert_int_equal(waico_log_n_events(log) + waico_log_n_decisions(log), 0);
    waico_log_free(log);
    waico_model_free(model);
}

/* Models of one scenario at the same time in threads of the caller: nothing is shared that changes. */
static void *run_own_model(void *to)
{
    struct waico_model *model;
    struct waico_want wants = { .output = "final_status", .data = to };
    const struct waico_run run = { .seed = 21, .n_replications = 3 };
    enum waico_status status = waico_model_new(scenario, &model, NULL);

    wants.bytes = 3 * waico_scenario_n_countries(scenario);
    if (status == WAICO_OK) {
        status = waico_model_run(model, &run, &wants, 1, NULL, NULL);
    }
    waico_model_free(model);
    return status == WAICO_OK ? to : NULL;
}

static void models_run_side_by_side(void **state)
{
    enum { THREADS = 4 };
    size_t bytes = 3 * waico_scenario_n_countries(scenario);
    pthread_t threads[THREADS];
    char *results[THREADS];

    (void)state;
    for (int i = 0; i < THREADS; i++) {
        results[i] = malloc(bytes);
        assert_int_equal(pthread_create(&threads[i], NULL, run_own_model, results[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *well;

        (void)pthread_join(threads[i], &well);
        assert_non_null(well);
        assert_memory_equal(results[i], results[0], bytes);
    }
    for (int i = 0; i < THREADS; i++) {
        free(results[i]);
    }
}

static void freeing_nothing_is_harmless(void **state)
{
    (void)state;
    waico_free(NULL);
    waico_scenario_free(NULL);
    waico_model_free(NULL);
    waico_log_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_hold_what_the_model_records),
        cmocka_unit_test(the_last_day_is_the_end),
        cmocka_unit_test(threads_and_parts_change_nothing),
        cmocka_unit_test(a_parameter_set_is_the_one_of_a_file),
        cmocka_unit_test(parameters_are_listed),
        cmocka_unit_test(wrong_parameters_are_told_and_change_nothing),
        cmocka_unit_test(wrong_arrays_are_told),
        cmocka_unit_test(a_failure_names_its_replication),
        cmocka_unit_test(a_run_can_be_stopped),
        cmocka_unit_test(mistakes_of_a_scenario_are_all_told),
        cmocka_unit_test(a_text_and_its_tables_are_a_scenario),
        cmocka_unit_test(a_scenario_tells_of_its_countries),
        cmocka_unit_test(the_record_is_shown),
        cmocka_unit_test(axes_and_outputs_are_named),
        cmocka_unit_test(logs_are_in_order_and_add_up),
        cmocka_unit_test(models_run_side_by_side),
        cmocka_unit_test(freeing_nothing_is_harmless),
    };

    return cmocka_run_group_tests(tests, open_scenario, free_scenario);
}
