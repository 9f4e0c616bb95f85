/* From files to checked values: what arrives in a setup and a config, field by field.
 *
 * Run in the project's folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenario/config.h"
#include "scenario/date.h"

static void read_scenario(struct wai_scenario *scenario, const char *path, const char *const *sets,
                          size_t n_sets)
{
    struct wai_error err = { 0 };
    enum wai_status status = wai_scenario_read(scenario, path, sets, n_sets, &err);

    if (status != WAI_OK) {
        fail_msg("%s", wai_error_text(&err));
    }
    assert_int_equal(err.n_messages, 0);
}

static void read_config(struct wai_config *config, const char *path)
{
    struct wai_error err = { 0 };

    if (wai_config_read(config, path, NULL, 0, &err) != WAI_OK) {
        fail_msg("%s", wai_error_text(&err));
    }
}

/* Messages of a scenario that must not be read; the caller frees them. */
static char *messages_of(const char *path, const char *set)
{
    struct wai_scenario scenario;
    struct wai_error err = { 0 };

    assert_int_equal(wai_scenario_read(&scenario, path, &set, set != NULL, &err), WAI_ERR_CONFIG);
    assert_null(scenario.title);
    assert_null(scenario.setup.tables.iso3);
    return err.text;
}

static int at(const struct wai_scenario *scenario, const char *iso3)
{
    int position = wai_tables_find(&scenario->setup.tables, iso3);

    assert_true(position >= 0);
    return position;
}

static int32_t day(const char *text)
{
    int32_t number = 0;

    assert_null(wai_date_parse(text, &number));
    return number;
}

/* ---- the shipped baseline ---- */

static void the_baseline_is_the_world_as_it_was_at_the_proposal(void **state)
{
    struct wai_scenario baseline;
    const struct wai_setup *setup = &baseline.setup;
    size_t n_flags[2] = { 0, 0 }, n_statuses = 0;

    (void)state;
    read_scenario(&baseline, "scenarios/baseline.cfg", NULL, 0);
    assert_int_equal(setup->tables.n_countries, 193);
    assert_int_equal(setup->tables.n_borders, 614);
    assert_int_equal(setup->tables.n_memberships, 396);
    assert_int_equal(setup->start_day, day("2025-07-26"));
    assert_int_equal(setup->n_days, day("2041-01-01") - day("2025-07-26"));
    assert_int_equal(wai_setup_n_accounts(setup), 61); /* 5638 days / 365.25 / 0.25 = 61.7 */
    assert_string_equal(setup->tables.iso3[setup->sponsor], "CHN");
    assert_string_equal(setup->tables.iso3[setup->rival_leader], "USA");
    for (size_t i = 0; i < 193; i++) {
        n_statuses += setup->status[i] != WAI_STATUS_NONE;
        n_flags[0] += (setup->flags[i] & 1u << WAI_RIVAL_US) != 0;
        n_flags[1] += (setup->flags[i] & 1u << WAI_RIVAL_RIGHTS) != 0;
        assert_int_equal((setup->flags[i] & 1u << WAI_RIVAL_RIGHTS) != 0,
                         setup->tables.rights_member[i] != 0.0);
    }
    assert_int_equal(n_statuses, 1); /* the sponsor */
    assert_int_equal(setup->status[setup->sponsor], WAI_STATUS_CORE);
    assert_int_equal(n_flags[0], 1);
    assert_int_equal(setup->flags[setup->rival_leader] & 1, 1);
    assert_true(n_flags[1] > 20 && n_flags[1] < 60);
    assert_int_equal(setup->phase, WAI_PHASE_PROPOSED);
    assert_false(setup->signing_open);
    assert_false(setup->rival_open[WAI_RIVAL_US]);
    assert_true(setup->rival_open[WAI_RIVAL_RIGHTS]);
    /* 26 July of 2026 to 2040; that of 2025 is the start itself. */
    assert_int_equal(setup->n_summits, 15);
    assert_int_equal(setup->summit_days[0], 365);
    assert_int_equal(setup->summit_days[14], day("2040-07-26") - day("2025-07-26"));
    /* Six single entries and the rival's summits of 2026 to 2040. */
    assert_int_equal(setup->n_calendar, 6 + 15);
    wai_scenario_free(&baseline);
}

static void the_record_says_who_signed_when(void **state)
{
    struct wai_scenario baseline;
    const struct wai_setup *setup = &baseline.setup;
    size_t n_july_16 = 0, n_july = 0;

    (void)state;
    read_scenario(&baseline, "scenarios/baseline.cfg", NULL, 0);
    for (size_t i = 0; i < 193; i++) {
        int32_t signed_day = setup->recorded_signed_day[i];

        n_july_16 += (int32_t)i != setup->sponsor && signed_day == day("2026-07-16") - setup->start_day;
        n_july += (int32_t)i != setup->sponsor && signed_day != INT32_MIN &&
                  signed_day <= day("2026-07-31") - setup->start_day;
    }
    assert_int_equal(n_july_16, 28);
    assert_int_equal(n_july, 36);
    assert_int_equal(setup->recorded_signed_day[at(&baseline, "BGD")],
                     INT32_MIN); /* an observer signs nothing */
    assert_int_equal(setup->recorded_us_day[at(&baseline, "AUS")], day("2025-12-12") - setup->start_day);
    assert_int_equal(setup->recorded_us_day[at(&baseline, "FRA")], INT32_MIN);
    wai_scenario_free(&baseline);
}

static void founded_starts_from_the_columns_of_the_record(void **state)
{
    struct wai_scenario founded;
    const struct wai_setup *setup = &founded.setup;
    size_t n_signatories = 0;

    (void)state;
    read_scenario(&founded, "scenarios/founded.cfg", NULL, 0);
    assert_int_equal(setup->start_day, day("2026-08-01"));
    for (size_t i = 0; i < 193; i++) {
        n_signatories += setup->status[i] == WAI_STATUS_SIGNATORY;
    }
    assert_int_equal(n_signatories, 36);
    assert_int_equal(setup->status[setup->sponsor], WAI_STATUS_CORE);
    assert_int_equal(setup->status[at(&founded, "BGD")], WAI_STATUS_OBSERVER); /* dated on the very start */
    assert_int_equal(setup->status[at(&founded, "SGP")], WAI_STATUS_NONE);     /* invited later */
    assert_true(setup->flags[at(&founded, "AUS")] & 1u << WAI_RIVAL_US);
    assert_false(setup->flags[at(&founded, "IDN")] & 1u << WAI_RIVAL_US);
    assert_int_equal(setup->phase, WAI_PHASE_SIGNING);
    assert_false(setup->signing_open);
    wai_scenario_free(&founded);
}

/* ---- everything that can be said ---- */

static void a_child_overlays_its_base(void **state)
{
    struct wai_scenario child;
    const struct wai_setup *setup = &child.setup;

    (void)state;
    read_scenario(&child, "tests/run/files/child.cfg", NULL, 0);
    assert_string_equal(child.name, "child");
    assert_string_equal(child.title, "A child");
    assert_string_equal(child.question, "Does everything arrive?");
    assert_true(setup->params.trust.start == 0.25);
    assert_true(setup->params.trust.rest == 0.75);
    assert_true(setup->params.affinity.peers == 1.0);                    /* preset */
    assert_int_equal(setup->status[at(&child, "IDN")], WAI_STATUS_NONE); /* the list was replaced */
    assert_int_equal(setup->flags[at(&child, "FRA")] & 1, 1);
    assert_int_equal(setup->flags[at(&child, "USA")] & 1, 1); /* leads in any case */
    assert_int_equal(setup->flags[at(&child, "IDN")] & 1, 0);
    assert_int_equal(setup->phase, WAI_PHASE_SIGNING);
    assert_true(setup->signing_open);
    assert_true(setup->rival_open[WAI_RIVAL_US]);
    assert_string_equal(child.inputs[WAI_INPUT_COUNTRIES].name, "countries.csv");
    assert_non_null(strstr(child.config_text, "# ---- base.cfg\n# The world of the tests"));
    assert_true(strstr(child.config_text, "# ---- base.cfg") < strstr(child.config_text, "# ---- child.cfg"));
    wai_scenario_free(&child);
}

static void statuses_are_listed_in_two_ways(void **state)
{
    struct wai_scenario base;

    (void)state;
    read_scenario(&base, "tests/run/files/base.cfg", NULL, 0);
    assert_int_equal(base.setup.status[at(&base, "IDN")], WAI_STATUS_OBSERVER);
    assert_int_equal(base.setup.status[at(&base, "KEN")], WAI_STATUS_INTERESTED);
    assert_int_equal(base.setup.status[at(&base, "BRA")], WAI_STATUS_NONE);
    wai_scenario_free(&base);
}

/* The entries of child.cfg by day, equal days as written, occurrences counted, what lies after the end left
 * out. */
static void the_calendar_is_sorted_written_out_and_numbered(void **state)
{
    static const struct {
        const char *date;
        enum wai_calendar_kind kind;
        uint32_t occurrence;
    } wanted[] = {
        { "2025-07-26", WAI_CALENDAR_CEREMONY, 0 }, { "2026-06-23", WAI_CALENDAR_RIVAL_SUMMIT, 0 },
        { "2026-07-31", WAI_CALENDAR_DEADLINE, 0 }, { "2026-07-31", WAI_CALENDAR_DEADLINE, 1 },
        { "2026-07-31", WAI_CALENDAR_STATUS, 0 },   { "2027-01-20", WAI_CALENDAR_SET, 0 },
        { "2027-01-20", WAI_CALENDAR_INVITE, 0 },   { "2028-06-23", WAI_CALENDAR_RIVAL_SUMMIT, 0 },
    };
    struct wai_scenario child;
    const struct wai_calendar_entry *entries;

    (void)state;
    read_scenario(&child, "tests/run/files/child.cfg", NULL, 0);
    entries = child.setup.calendar;
    assert_int_equal(child.setup.n_calendar, sizeof wanted / sizeof wanted[0]);
    for (size_t i = 0; i < child.setup.n_calendar; i++) {
        assert_int_equal(entries[i].day, day(wanted[i].date) - day("2025-07-26"));
        assert_int_equal(entries[i].kind, wanted[i].kind);
        assert_int_equal(entries[i].occurrence, wanted[i].occurrence);
    }
    assert_int_equal(entries[0].country, -1);
    assert_int_equal(entries[0].param, -1);
    assert_int_equal(entries[4].country, at(&child, "KEN"));
    assert_int_equal(entries[4].status, WAI_STATUS_SIGNATORY);
    assert_int_equal(entries[5].param, wai_param_find("rival.us.offer_rate"));
    assert_true(entries[5].value == 24.0);
    assert_int_equal(entries[6].country, at(&child, "BRA"));
    wai_scenario_free(&child);
}

static void tables_become_columns_and_compressed_rows(void **state)
{
    struct wai_scenario base;
    const struct wai_tables *tables = &base.setup.tables;
    int bra, fra, idn;

    (void)state;
    read_scenario(&base, "tests/run/files/base.cfg", NULL, 0);
    bra = at(&base, "BRA");
    fra = at(&base, "FRA");
    idn = at(&base, "IDN");
    assert_int_equal(tables->n_countries, 6);
    assert_string_equal(tables->name[bra], "Brazil");
    assert_int_equal(tables->m49[bra], 76);
    assert_string_equal(tables->region_names[tables->region[bra]], "Americas");
    assert_int_equal(tables->region[bra], tables->region[at(&base, "USA")]);
    assert_int_not_equal(tables->subregion[bra], tables->subregion[at(&base, "USA")]);
    assert_int_equal(tables->n_borders, 2);
    assert_int_equal(tables->border_start[bra + 1] - tables->border_start[bra], 1);
    assert_int_equal(tables->border_to[tables->border_start[bra]], fra);
    assert_int_equal(tables->border_to[tables->border_start[fra]], bra);
    assert_int_equal(tables->border_start[6], 2);
    assert_int_equal(tables->n_blocs, 2);
    assert_int_equal(tables->bloc_start[idn + 1] - tables->bloc_start[idn], 2);
    assert_string_equal(tables->bloc_names[tables->bloc_of[tables->bloc_start[bra]]], "BRICS");
    wai_scenario_free(&base);
}

/* ---- overrides ---- */

static void overrides_reach_parameters_titles_and_dates(void **state)
{
    static const char *const sets[] = { "affinity.peers=2", "trust.start=1e-1", "title=a = b",
                                        "end=2028-01-01", "charter.minimum_members=4" };
    struct wai_scenario child;

    (void)state;
    read_scenario(&child, "tests/run/files/child.cfg", sets, 5);
    assert_true(child.setup.params.affinity.peers == 2.0);
    assert_true(child.setup.params.trust.start == 0.1);
    assert_true(child.setup.params.charter.minimum_members == 4.0);
    assert_string_equal(child.title, "a = b");
    assert_string_equal(child.end, "2028-01-01");
    assert_int_equal(child.setup.n_calendar, 7); /* the summit of June 2028 has gone */
    wai_scenario_free(&child);
}

/* The entry of 20 January 2027 is the child's, the end that --set states is later than both files: what lies
 * behind it is left out, and the canonical text reads back to the same calendar. */
static void entries_that_an_override_of_the_end_cuts_off_are_left_out_and_named(void **state)
{
    static const char *const sets[] = { "end=2026-12-31" };
    static const char left_out[] =
        "child.cfg:6: calendar_add[0]: set of 2027-01-20 is not before the end, 2026-12-31 "
        "(--set end=2026-12-31)\n"
        "child.cfg:7: calendar_add[1]: invite of 2027-01-20 is not before the end, 2026-12-31 "
        "(--set end=2026-12-31)\n";
    struct wai_scenario child, again;
    struct wai_error err = { 0 };

    (void)state;
    read_scenario(&child, "tests/run/files/child.cfg", NULL, 0);
    assert_string_equal(child.left_out, "");
    wai_scenario_free(&child);
    read_scenario(&child, "tests/run/files/child.cfg", sets, 1);
    assert_string_equal(child.left_out, left_out);
    assert_int_equal(wai_scenario_read_text(&again, child.effective_text, strlen(child.effective_text),
                                            "again", ".", child.inputs, NULL, 0, &err),
                     WAI_OK);
    assert_string_equal(again.left_out, "");
    assert_int_equal(again.setup.n_calendar, child.setup.n_calendar);
    assert_string_equal(again.effective_text, child.effective_text);
    wai_scenario_free(&again);
    wai_scenario_free(&child);
}

static void bad_overrides_are_told_as_they_were_given(void **state)
{
    static const struct {
        const char *set, *wanted;
    } cases[] = {
        { "affinity.pears=2", "--set affinity.pears=2: \"affinity.pears\" is no parameter; did you mean "
                              "\"affinity.peers\"?\n" },
        { "affinity.peers=20", "--set affinity.peers=20: 20 is outside [-10, 10]\n" },
        { "affinity.peers=much", "--set affinity.peers=much: is not a number\n" },
        { "affinity.peers=", "--set affinity.peers=: is not a number\n" },
        { "affinity.peers=0x1", "--set affinity.peers=0x1: is not a number\n" },
        { "affinity.peers=nan", "--set affinity.peers=nan: is not a number\n" },
        { "charter.minimum_members=2.5", "--set charter.minimum_members=2.5: 2.5 is not a whole number\n" },
        { "affinity.peers", "--set affinity.peers: wants KEY=VALUE\n" },
        { "=1", "--set =1: wants KEY=VALUE\n" },
        { "sponsor=IDN", "--set sponsor=IDN: \"sponsor\" is no parameter\n" },
        { "end=2020-01-01", "--set end=2020-01-01: 2020-01-01 is not after the start, 2025-07-26\n" },
        { "start=July", "--set start=July: \"July\" is not a date; write YYYY-MM-DD\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = messages_of("tests/run/files/base.cfg", cases[i].set);

        assert_string_equal(text, cases[i].wanted);
        free(text);
    }
}

/* ---- the canonical text ---- */

static void the_canonical_text_reads_back_to_the_same_world(void **state)
{
    static const char *const paths[] = { "scenarios/baseline.cfg", "scenarios/founded.cfg",
                                         "tests/run/files/child.cfg", "tests/run/files/synthetic.cfg" };

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct wai_scenario first, second;
        struct wai_error err = { 0 };

        read_scenario(&first, paths[i], NULL, 0);
        if (wai_scenario_read_text(&second, first.effective_text, strlen(first.effective_text), "again",
                                   "/nowhere", first.inputs, NULL, 0, &err) != WAI_OK) {
            fail_msg("%s", wai_error_text(&err));
        }
        assert_string_equal(second.effective_text, first.effective_text);
        assert_memory_equal(&second.setup.params, &first.setup.params, sizeof first.setup.params);
        assert_memory_equal(second.setup.status, first.setup.status, first.setup.tables.n_countries);
        assert_memory_equal(second.setup.flags, first.setup.flags, first.setup.tables.n_countries);
        assert_int_equal(second.setup.n_calendar, first.setup.n_calendar);
        for (size_t j = 0; j < first.setup.n_calendar; j++) {
            assert_int_equal(second.setup.calendar[j].day, first.setup.calendar[j].day);
            assert_int_equal(second.setup.calendar[j].kind, first.setup.calendar[j].kind);
        }
        assert_memory_equal(second.setup.tables.capability, first.setup.tables.capability,
                            first.setup.tables.n_countries * sizeof(double));
        wai_scenario_free(&first);
        wai_scenario_free(&second);
    }
}

static void the_canonical_text_changes_with_each_parameter(void **state)
{
    struct wai_scenario child;
    char *before;

    (void)state;
    read_scenario(&child, "tests/run/files/child.cfg", NULL, 0);
    before = strdup(child.effective_text);
    assert_non_null(before);
    for (size_t i = 0; i < wai_param_count; i++) {
        double value = wai_param_get(&child.setup.params, i);

        wai_param_set(&child.setup.params, i, nextafter(value, 1e30));
        assert_int_equal(wai_scenario_refresh(&child), WAI_OK);
        assert_string_not_equal(child.effective_text, before);
        wai_param_set(&child.setup.params, i, value);
    }
    assert_int_equal(wai_scenario_refresh(&child), WAI_OK);
    assert_string_equal(child.effective_text, before);
    free(before);
    wai_scenario_free(&child);
}

static void the_canonical_text_knows_no_paths(void **state)
{
    struct wai_scenario here, there;
    char folder[4096], path[5000];

    (void)state;
    assert_non_null(getcwd(folder, sizeof folder));
    (void)snprintf(path, sizeof path, "%s/tests/run/files/child.cfg", folder);
    read_scenario(&here, "tests/run/files/child.cfg", NULL, 0);
    read_scenario(&there, path, NULL, 0);
    assert_string_equal(here.effective_text, there.effective_text);
    assert_string_equal(here.config_text, there.config_text);
    assert_null(strstr(there.effective_text, ".csv"));
    assert_null(strstr(there.config_text, folder));
    wai_scenario_free(&here);
    wai_scenario_free(&there);
}

/* ---- hostile and large ---- */

static void extends_passes_no_symbolic_link(void **state)
{
    char folder[] = "/tmp/waico-link-XXXXXX", path[64], target[64], link[64], *text;
    FILE *file;

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/a.cfg", folder);
    (void)snprintf(target, sizeof target, "%s/b.cfg", folder);
    (void)snprintf(link, sizeof link, "%s/c.cfg", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("extends = \"c.cfg\";\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(symlink(target, link), 0);
    text = messages_of(path, NULL);
    assert_non_null(
        strstr(text, "a.cfg:1: extends: \"c.cfg\" is or passes a symbolic link, which is not allowed\n"));
    free(text);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void a_synthetic_world_obeys_the_rules_of_a_read_one(void **state)
{
    static const char text[] =
        "title = \"x\"; start = \"2025-07-26\"; end = \"2027-01-01\";\n"
        "world: { synthetic: { countries = 100000; subregions = 300; neighbours = 6; blocs = 50;\n"
        "                      seed = 12345678901L; }; };\n"
        "sponsor = \"AAA\"; rival_leader = \"AAB\"; initial: { rights = \"rights_member\"; };\n";
    struct wai_scenario world;
    struct wai_error err = { 0 };
    const struct wai_tables *tables = &world.setup.tables;
    double sum = 0.0, n_rights = 0.0;

    (void)state;
    assert_int_equal(wai_scenario_read_text(&world, text, strlen(text), "x", ".", NULL, NULL, 0, &err),
                     WAI_OK);
    assert_int_equal(tables->n_countries, 100000);
    assert_int_equal(tables->n_borders, 600000);
    assert_int_equal(tables->n_subregions, 300);
    assert_int_equal(tables->subregion[99999], 299);
    assert_string_equal(tables->iso3[62], "ABA"); /* 62 letters and digits */
    assert_int_equal(wai_tables_find(tables, "AAC"), 2);
    for (size_t i = 0; i < 100000; i++) {
        assert_true(tables->capability[i] >= 0.0 && tables->capability[i] <= 1.0);
        assert_true(tables->population[i] >= 1.0 && tables->gdp_usd[i] >= 1.0);
        assert_true(tables->trade_china[i] + tables->trade_us[i] + tables->trade_eu[i] <= 1.0);
        sum += tables->alignment[i];
        n_rights += (world.setup.flags[i] & 1u << WAI_RIVAL_RIGHTS) != 0;
        for (uint32_t k = tables->border_start[i]; k < tables->border_start[i + 1]; k++) {
            assert_true(tables->border_to[k] != i);
            assert_true(k == tables->border_start[i] || tables->border_to[k] > tables->border_to[k - 1]);
        }
    }
    /* Uniform in -1..1: the mean has standard error 1/sqrt(3 n) = 0.0018; a tenth: 0.00095. Five of them. */
    assert_true(fabs(sum / 1e5) < 0.0092);
    assert_true(fabs(n_rights / 1e5 - 0.1) < 0.0048);
    wai_scenario_free(&world);
}

/* ---- configs ---- */

static void a_bare_scenario_runs_with_the_presets(void **state)
{
    struct wai_config config;

    (void)state;
    read_config(&config, "scenarios/baseline.cfg");
    assert_string_equal(config.name, "baseline");
    assert_int_equal(config.n_scenarios, 1);
    assert_int_equal(config.ensemble.replications, 1000);
    assert_int_equal(config.ensemble.adaptive.metric, -1);
    assert_true(config.ensemble.seed == 1);
    assert_string_equal(config.ensemble.seed_text, "1");
    assert_true(config.ensemble.crn);
    assert_int_equal(config.output.detail, WAI_DETAIL_REPLICATES);
    assert_true(config.output.p_status);
    assert_int_equal(config.output.n_quantiles, 5);
    assert_int_equal(config.sweep.design, WAI_DESIGN_NONE);
    assert_string_equal(config.config_text, config.scenarios[0].config_text);
    wai_config_free(&config);
    wai_config_free(&config);
}

static void a_config_says_how_to_run(void **state)
{
    struct wai_config config;
    const struct wai_axis *axes;

    (void)state;
    read_config(&config, "tests/run/files/sound.cfg");
    assert_string_equal(config.title, "A small study");
    assert_true(config.ensemble.seed == UINT64_MAX);
    assert_string_equal(config.ensemble.seed_text, "18446744073709551615");
    assert_true(config.sweep.seed == UINT64_MAX);
    assert_false(config.ensemble.crn);
    assert_int_equal(config.ensemble.adaptive.metric, 0);
    assert_true(config.ensemble.adaptive.confidence == 0.95);
    assert_int_equal(config.ensemble.adaptive.min, 10);
    assert_int_equal(config.output.detail, WAI_DETAIL_EVENTS);
    assert_true(config.output.events && config.output.decisions && !config.output.p_status);
    assert_int_equal(config.output.series[WAI_SERIES_trust] + config.output.series[WAI_SERIES_n_members], 2);
    assert_int_equal(config.output.series[WAI_SERIES_n_us], 0);
    assert_int_equal(config.sweep.design, WAI_DESIGN_MORRIS);
    assert_int_equal(config.sweep.trajectories, 5);
    assert_int_equal(config.sweep.levels, 6);
    axes = config.sweep.axes;
    assert_int_equal(config.sweep.n_axes, 4);
    assert_int_equal(axes[0].form, WAI_AXIS_DISTRIBUTION);
    assert_int_equal(axes[0].distribution, WAI_DIST_UNIFORM);
    assert_true(axes[0].low == 0.0 && axes[0].high == 3.0);
    assert_string_equal(axes[0].group, "a");
    assert_int_equal(axes[1].distribution, WAI_DIST_LOGUNIFORM);
    assert_int_equal(axes[2].form, WAI_AXIS_VALUES);
    assert_int_equal(axes[2].n_values, 3);
    assert_true(axes[2].values[0] == 0.5 && axes[2].values[1] == 1.0);
    assert_int_equal(axes[3].distribution, WAI_DIST_NORMAL);
    wai_config_free(&config);
}

static void metrics_say_what_is_read_and_how_it_becomes_a_number(void **state)
{
    struct wai_config config;
    const struct wai_metric *metrics;

    (void)state;
    read_config(&config, "tests/run/files/sound.cfg");
    metrics = config.metrics;
    assert_int_equal(config.n_metrics, 4);
    assert_int_equal(metrics[0].source, WAI_METRIC_SERIES);
    assert_int_equal(metrics[0].which, WAI_SERIES_n_members);
    assert_int_equal(metrics[0].reduce, WAI_REDUCE_AT);
    assert_int_equal(metrics[0].at_day, day("2029-12-31"));
    assert_int_equal(metrics[0].from_day, INT32_MIN);
    assert_int_equal(metrics[0].until_day, INT32_MAX);
    assert_string_equal(metrics[0].unit, "country");
    assert_int_equal(metrics[1].source, WAI_METRIC_FIRST);
    assert_int_equal(metrics[1].which, WAI_FIRST_MEMBER);
    assert_string_equal(metrics[1].iso3, "IDN");
    assert_int_equal(metrics[1].reduce, WAI_REDUCE_NONE);
    assert_int_equal(metrics[1].share, WAI_SHARE_KNOWN);
    assert_int_equal(metrics[2].source, WAI_METRIC_SERVICE);
    assert_int_equal(metrics[2].which, WAI_TRAINING);
    assert_int_equal(metrics[2].reduce, WAI_REDUCE_MINIMUM);
    assert_int_equal(metrics[2].from_day, day("2027-01-01"));
    assert_int_equal(metrics[3].source, WAI_METRIC_N_STATUS);
    assert_int_equal(metrics[3].which, WAI_STATUS_FULL);
    assert_int_equal(metrics[3].reduce, WAI_REDUCE_FIRST_ABOVE);
    assert_true(metrics[3].threshold == 2.5);
    assert_string_equal(metrics[3].unit, "year");
    wai_config_free(&config);
}

static void a_new_seed_is_that_of_the_sweep_too_unless_it_has_its_own(void **state)
{
    struct wai_error err = { 0 };
    struct wai_config config;

    (void)state;
    read_config(&config, "tests/run/files/sound.cfg");
    assert_int_equal(wai_config_set_seed(&config, "7", &err), WAI_OK);
    assert_true(config.ensemble.seed == 7 && config.sweep.seed == 7);
    assert_string_equal(config.ensemble.seed_text, "7");
    config.sweep.has_seed = 1;
    assert_int_equal(wai_config_set_seed(&config, "8", &err), WAI_OK);
    assert_true(config.ensemble.seed == 8 && config.sweep.seed == 7);
    assert_int_equal(wai_config_set_seed(&config, "8x", &err), WAI_ERR_CONFIG);
    assert_int_equal(wai_config_set_seed(&config, "", &err), WAI_ERR_CONFIG);
    assert_int_equal(wai_config_set_seed(&config, "18446744073709551616", &err), WAI_ERR_CONFIG);
    assert_true(config.ensemble.seed == 8);
    wai_error_free(&err);
    wai_config_free(&config);
}

/* The canonical text of a config, given a scenario, reads back to itself. */
static void the_canonical_text_of_a_config_reads_back(void **state)
{
    struct wai_config first, second;
    struct wai_error err = { 0 };
    char *text, *again, whole[8192];

    (void)state;
    read_config(&first, "tests/run/files/sound.cfg");
    text = wai_config_effective(&first);
    (void)snprintf(whole, sizeof whole, "scenario = \"child.cfg\";\n%s", text);
    if (wai_config_read_text(&second, whole, strlen(whole), "again", "tests/run/files", NULL, 0, &err) !=
        WAI_OK) {
        fail_msg("%s", wai_error_text(&err));
    }
    again = wai_config_effective(&second);
    assert_string_equal(again, text);
    free(text);
    free(again);
    wai_config_free(&first);
    wai_config_free(&second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_baseline_is_the_world_as_it_was_at_the_proposal),
        cmocka_unit_test(the_record_says_who_signed_when),
        cmocka_unit_test(founded_starts_from_the_columns_of_the_record),
        cmocka_unit_test(a_child_overlays_its_base),
        cmocka_unit_test(statuses_are_listed_in_two_ways),
        cmocka_unit_test(the_calendar_is_sorted_written_out_and_numbered),
        cmocka_unit_test(tables_become_columns_and_compressed_rows),
        cmocka_unit_test(overrides_reach_parameters_titles_and_dates),
        cmocka_unit_test(entries_that_an_override_of_the_end_cuts_off_are_left_out_and_named),
        cmocka_unit_test(bad_overrides_are_told_as_they_were_given),
        cmocka_unit_test(the_canonical_text_reads_back_to_the_same_world),
        cmocka_unit_test(the_canonical_text_changes_with_each_parameter),
        cmocka_unit_test(the_canonical_text_knows_no_paths),
        cmocka_unit_test(extends_passes_no_symbolic_link),
        cmocka_unit_test(a_synthetic_world_obeys_the_rules_of_a_read_one),
        cmocka_unit_test(a_bare_scenario_runs_with_the_presets),
        cmocka_unit_test(a_config_says_how_to_run),
        cmocka_unit_test(metrics_say_what_is_read_and_how_it_becomes_a_number),
        cmocka_unit_test(a_new_seed_is_that_of_the_sweep_too_unless_it_has_its_own),
        cmocka_unit_test(the_canonical_text_of_a_config_reads_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
