/* What stands side by side: labels that differ, metrics that mean the same, accounts on the same date, and
 * luck that was the same. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "experiment/contender.h"
#include "experiment/definition.h"
#include "experiment/label.h"
#include "scenario/date.h"
#include "scenario/measure.h"

/* ---- labels ---- */

static void label(const struct wai_label_source *sources, size_t n, const char *const *expected)
{
    char labels[8][WAI_LABEL_SIZE];

    assert_true(n <= 8);
    assert_int_equal(wai_label_make(sources, n, labels), WAI_OK);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(labels[i], expected[i]);
    }
}

static void files_of_one_name_show_as_much_of_the_path_as_is_needed(void **state)
{
    const struct wai_label_source two[] = { { "old/s.h5", NULL, 0 }, { "new/s.h5", NULL, 0 } };
    const struct wai_label_source deep[] = { { "/x/a/r/s.h5", NULL, 0 },
                                             { "/x/b/r/s.h5", NULL, 0 },
                                             { "t.h5", NULL, 0 } };
    const struct wai_label_source bare[] = { { "s.h5", NULL, 0 }, { "o/s.h5", NULL, 0 } };

    (void)state;
    label(two, 2, (const char *const[]){ "old/s", "new/s" });
    label(deep, 3, (const char *const[]){ "a/r/s", "b/r/s", "t" });
    label(bare, 2, (const char *const[]){ "s", "o/s" });
}

static void one_file_given_twice_is_numbered(void **state)
{
    const struct wai_label_source same[] = { { "a.h5", NULL, 0 }, { "a.h5", NULL, 0 }, { "a.h5", NULL, 0 } };

    (void)state;
    label(same, 3, (const char *const[]){ "a", "a (2)", "a (3)" });
}

static void scenarios_of_two_sweeps_name_their_file(void **state)
{
    const struct wai_label_source sweeps[] = { { "x.h5", "baseline", 1 },
                                               { "x.h5", "no_peers", 1 },
                                               { "y.h5", "baseline", 1 } };
    const struct wai_label_source points[] = { { "g.h5", "point 0", 0 }, { "g.h5", "point 1", 0 } };

    (void)state;
    label(sweeps, 3, (const char *const[]){ "x: baseline", "no_peers", "y: baseline" });
    label(points, 2, (const char *const[]){ "g point 0", "g point 1" });
}

static void long_names_lose_their_beginning(void **state)
{
    char path[2][300];
    char labels[2][WAI_LABEL_SIZE];
    struct wai_label_source sources[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        memset(path[i], 'a', sizeof path[i]);
        for (size_t k = 0; k < 296; k += 2) {
            memcpy(path[i] + k, "\xC3\xA4", 2); /* a with two dots */
        }
        path[i][299] = '\0';
        path[i][298] = (char)('0' + i);
        sources[i] = (struct wai_label_source){ path[i], NULL, 0 };
    }
    assert_int_equal(wai_label_make(sources, 2, labels), WAI_OK);
    assert_true(strlen(labels[0]) < WAI_LABEL_SIZE);
    assert_memory_equal(labels[0], "...", 3);
    assert_int_equal(labels[0][strlen(labels[0]) - 1], '0');
    assert_int_equal(labels[1][strlen(labels[1]) - 1], '1');
}

/* ---- definitions ---- */

static const char config[] =
    "metrics = (\n"
    "    { name = \"at\"; series = \"n_members\"; at = \"2030-12-31\"; },\n"
    "    { name = \"last\"; series = \"n_members\"; reduce = \"final\"; },\n"
    "    { name = \"most\"; series = \"n_members\"; reduce = \"maximum\"; },\n"
    "    { name = \"early\"; series = \"n_us\"; reduce = \"mean\"; from = \"2027-01-01\"; until = "
    "\"2029-01-01\"; },\n"
    "    { name = \"ken\"; series = \"first_member:KEN\"; },\n"
    "    { name = \"force\"; series = \"entry_into_force\"; },\n"
    "    { name = \"ever\"; series = \"first_member:KEN\"; share_known = true; },\n"
    "    { name = \"is\"; series = \"member:KEN\"; at = \"2030-12-31\"; },\n"
    "    { name = \"mean\"; series = \"member:KEN\"; reduce = \"mean\"; },\n"
    "    { name = \"big\"; series = \"n_members\"; at = \"2030-12-31\"; share_above = 50.0; },\n"
    "    { name = \"bigger\"; series = \"n_members\"; at = \"2030-12-31\"; share_above = 60.0; },\n"
    "    { name = \"same\"; series = \"n_members\"; at = \"2030-12-31\"; share_above = 50.0; },\n"
    "    { name = \"passes\"; series = \"n_members\"; first_above = 20.0; }\n);\n";

/* The metrics of the text, by name. */
static struct wai_contender asking(void)
{
    struct wai_contender contender = { .point = -1 };
    struct wai_error err = { 0 };

    assert_int_equal(wai_measure_read_text(config, "config", &contender.metrics, &contender.n_metrics, &err),
                     WAI_OK);
    return contender;
}

static void definitions_tell_numbers_shares_and_dates(void **state)
{
    static const struct {
        const char *name;
        enum wai_definition_kind kind;
    } expected[] = { { "at", WAI_DEFINITION_NUMBER },   { "early", WAI_DEFINITION_NUMBER },
                     { "mean", WAI_DEFINITION_NUMBER }, { "ken", WAI_DEFINITION_DATE },
                     { "force", WAI_DEFINITION_DATE },  { "passes", WAI_DEFINITION_DATE },
                     { "ever", WAI_DEFINITION_SHARE },  { "is", WAI_DEFINITION_SHARE },
                     { "big", WAI_DEFINITION_SHARE } };
    struct wai_contender contender = asking();

    (void)state;
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        assert_int_equal(wai_definition_kind(wai_contender_metric(&contender, expected[k].name)),
                         expected[k].kind);
    }
    assert_null(wai_contender_metric(&contender, "nothing"));
    wai_contender_free(&contender);
}

static void definitions_are_equal_when_they_ask_the_same(void **state)
{
    static const char *const others[] = { "at", "bigger", "passes", "is", "ever" };
    struct wai_contender contender = asking();
    const struct wai_metric *big = wai_contender_metric(&contender, "big");

    (void)state;
    assert_true(wai_definition_equal(big, wai_contender_metric(&contender, "same")));
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        assert_false(wai_definition_equal(big, wai_contender_metric(&contender, others[k])));
    }
    wai_contender_free(&contender);
}

static int32_t day(const char *date)
{
    int32_t number = 0;

    assert_null(wai_date_parse(date, &number));
    return number;
}

/* What depends on the end is refused where the ends are not the same, and only there. */
static void metrics_of_another_end_are_refused(void **state)
{
    const struct wai_definition_run long_run = { day("2025-07-26"), day("2041-01-01"), 0.25, 0 };
    const struct wai_definition_run short_run = { day("2025-07-26"), day("2040-01-01"), 0.25, 0 };
    const struct wai_definition_run late = { day("2026-07-26"), day("2041-01-01"), 0.25, 0 };
    const struct wai_definition_run coarse = { day("2025-07-26"), day("2041-01-01"), 0.5, 0 };
    static const char *const names[] = {
        "at", "last", "most", "early", "ken", "force", "ever", "is", "passes"
    };
    static const int refused[][9] = { { 0, 0, 0, 0, 0, 0, 0, 0, 0 },   /* the same run */
                                      { 0, 1, 1, 0, 0, 0, 1, 0, 0 },   /* another end */
                                      { 0, 0, 1, 1, 0, 0, 1, 0, 1 },   /* another start */
                                      { 0, 0, 1, 1, 0, 0, 0, 0, 1 } }; /* other accounts */
    const struct wai_definition_run *const others[] = { &long_run, &short_run, &late, &coarse };
    struct wai_contender contender = asking();

    (void)state;
    for (size_t k = 0; k < 4; k++) {
        for (size_t m = 0; m < 9; m++) {
            const struct wai_metric *metric = wai_contender_metric(&contender, names[m]);
            int no = wai_definition_refuse(metric, &long_run, others[k]) != NULL;

            if (no != refused[k][m]) {
                fail_msg("%s against run %zu: refused %d, expected %d", names[m], k, no, refused[k][m]);
            }
        }
    }
    wai_contender_free(&contender);
}

/* ---- accounts ---- */

static struct wai_contender running(const char *start, const char *end, double account_years)
{
    struct wai_contender contender = { .point = -1, .run = { day(start), day(end), account_years } };
    double days = contender.run.end_day - contender.run.start_day;

    contender.n_accounts = (size_t)ceil(days / (account_years * 365.25)) - 1;
    return contender;
}

/* Quarters of 91.3125 days: from 2025-07-26 the 61st account falls on 2040-10-25, the 57th on 2039-10-26 (by
 * hand 57 * 91.3125 = 5204.8 days). */
static void account_is_the_last_that_all_have_on_one_date(void **state)
{
    const struct wai_contender pair[] = { running("2025-07-26", "2041-01-01", 0.25),
                                          running("2025-07-26", "2040-01-01", 0.25) };
    size_t accounts[2];
    int32_t found = wai_contender_account(pair, 2, day("2039-12-31"), accounts);

    (void)state;
    assert_int_equal(found, day("2025-07-26") + 5204);
    assert_int_equal(accounts[0], 56);
    assert_int_equal(accounts[1], 56);
    assert_int_equal(wai_contender_account(pair, 1, day("2040-12-31"), accounts), day("2040-10-25"));
    assert_int_equal(accounts[0], 60);
}

/* Half years and thirds of a year meet once a year: accounts 30 and 45 of 15 years. */
static void accounts_of_other_spacing_meet_where_they_can(void **state)
{
    const struct wai_contender pair[] = { running("2025-07-26", "2041-01-01", 0.5),
                                          running("2025-07-26", "2041-01-01", 1.0 / 3) };
    size_t accounts[2];

    (void)state;
    assert_int_equal(wai_contender_account(pair, 2, day("2040-12-31"), accounts),
                     day("2025-07-26") + (int32_t)(15 * 365.25));
    assert_int_equal(accounts[0], 29);
    assert_int_equal(accounts[1], 44);
}

static void accounts_that_never_meet_are_none(void **state)
{
    const struct wai_contender pair[] = { running("2025-07-26", "2041-01-01", 0.25),
                                          running("2025-09-01", "2041-01-01", 0.25) };
    size_t accounts[2];

    (void)state;
    assert_int_equal(wai_contender_account(pair, 2, day("2040-12-31"), accounts), INT32_MIN);
    assert_int_equal(wai_contender_account(pair, 2, day("2025-07-30"), accounts), INT32_MIN);
}

/* ---- luck ---- */

static void pairs_need_the_same_countries_version_seed_and_stratum(void **state)
{
    char world[] = "w", other_world[] = "v", version[] = "1.0", other_version[] = "1.1";
    const struct wai_contender a = { .world = world, .version = version, .seed = 7 };
    struct wai_contender b = a;
    char why[160];

    (void)state;
    assert_int_equal(wai_contender_paired(&a, &b, why, sizeof why), 1);
    assert_string_equal(why, "");
    b.stratum = 3;
    assert_int_equal(wai_contender_paired(&a, &b, why, sizeof why), 0);
    assert_string_equal(why, "their points were made independent (crn = false)");
    b.seed = 8;
    assert_int_equal(wai_contender_paired(&a, &b, why, sizeof why), 0);
    assert_string_equal(why, "they have other seeds, 7 and 8");
    b.version = other_version;
    assert_int_equal(wai_contender_paired(&a, &b, why, sizeof why), 0);
    assert_string_equal(why, "they were made by versions 1.0 and 1.1");
    b.world = other_world;
    assert_int_equal(wai_contender_paired(&a, &b, why, sizeof why), 0);
    assert_string_equal(why, "they have other countries");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_one_name_show_as_much_of_the_path_as_is_needed),
        cmocka_unit_test(one_file_given_twice_is_numbered),
        cmocka_unit_test(scenarios_of_two_sweeps_name_their_file),
        cmocka_unit_test(long_names_lose_their_beginning),
        cmocka_unit_test(definitions_tell_numbers_shares_and_dates),
        cmocka_unit_test(definitions_are_equal_when_they_ask_the_same),
        cmocka_unit_test(metrics_of_another_end_are_refused),
        cmocka_unit_test(account_is_the_last_that_all_have_on_one_date),
        cmocka_unit_test(accounts_of_other_spacing_meet_where_they_can),
        cmocka_unit_test(accounts_that_never_meet_are_none),
        cmocka_unit_test(pairs_need_the_same_countries_version_seed_and_stratum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
