/* Facts of the format: each name that a result may have has its axes, and what swept parameters and metrics
 * name too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <string.h>

#include "output/catalog.h"
#include "output/fact.h"

/* The axes that a name has in a kind of result; "-" when the format has no such name. */
static const char *axes_of(enum wai_reader_kind kind, const char *name)
{
    static char axes[96];
    struct wai_fact fact;
    enum wai_fact_statistic statistic;

    if (!wai_fact_find(name, "share reached_50", &fact, &statistic)) {
        return "-";
    }
    wai_fact_axes(kind, &fact, statistic, axes);
    return axes;
}

static void every_name_of_a_result_has_a_fact(void **state)
{
    static const char *const lists[] = { "design_block design_moved", "grid_share response_affinity_peers",
                                         "level_affinity_peers trajectory" };
    struct wai_catalog catalog;

    (void)state;
    assert_int_equal(wai_catalog_init(&catalog, "share reached_50", lists, 3), WAI_OK);
    for (size_t i = 0; i < catalog.n; i++) {
        const char *name = catalog.names[i];

        if (strncmp(name, "param_", 6) != 0 && strncmp(name, "parameters/", 11) != 0 &&
            strcmp(axes_of(WAI_READER_SWEEP, name), "-") == 0) {
            fail_msg("nothing is known of %s", name);
        }
    }
    wai_catalog_free(&catalog);
}

static void axes_follow_from_name_and_kind(void **state)
{
    static const struct {
        const char *name, *run, *ensemble, *sweep;
    } rows[] = {
        { "n_members", "time", "replicate time", "point replicate time" },
        { "n_members_quantile", "quantile time", "quantile time", "point quantile time" },
        { "at_n_members", "date", "replicate date", "point replicate date" },
        { "at_n_status", "status date", "replicate status date", "point replicate status date" },
        { "at_trust_mean", "date", "date", "point date" },
        { "final_trust", "", "replicate", "point replicate" },
        { "final_service", "incentive", "replicate incentive", "point replicate incentive" },
        { "final_trust_quantile", "quantile", "quantile", "point quantile" },
        { "final_status", "country", "replicate country", "point replicate country" },
        { "at_p_status", "status country date", "status country date", "point status country date" },
        { "share", "", "replicate", "point replicate" },
        { "share_low", "", "", "point" },
        { "share_known", "", "", "point" },
        { "reached_50_quantile", "quantile", "quantile", "point quantile" },
        { "response_affinity_peers", "metric level_affinity_peers", "metric level_affinity_peers",
          "metric level_affinity_peers" },
        { "response_affinity_peers_known", "metric level_affinity_peers", "metric level_affinity_peers",
          "metric level_affinity_peers" },
        { "level_affinity_peers", "level_affinity_peers", "level_affinity_peers", "level_affinity_peers" },
        { "oat_low_known", "metric parameter", "metric parameter", "metric parameter" },
        { "input/countries_table_2", "", "", "" },
        { "input/countries_table_x", "-", "-", "-" },
        { "input/nothing", "-", "-", "-" },
        { "reached", "-", "-", "-" },
        { "final_", "-", "-", "-" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(axes_of(WAI_READER_RUN, rows[i].name), rows[i].run);
        assert_string_equal(axes_of(WAI_READER_ENSEMBLE, rows[i].name), rows[i].ensemble);
        assert_string_equal(axes_of(WAI_READER_SWEEP, rows[i].name), rows[i].sweep);
    }
}

static void what_counts_is_whole_and_what_is_averaged_is_real(void **state)
{
    struct wai_fact fact;
    enum wai_fact_statistic statistic;

    (void)state;
    assert_true(wai_fact_find("share_known", "share", &fact, &statistic));
    assert_int_equal(fact.class, WAI_FACT_WHOLE);
    assert_true(wai_fact_find("n_members_mean", NULL, &fact, &statistic));
    assert_int_equal(fact.class, WAI_FACT_REAL);
    assert_true(wai_fact_find("response_x_known", NULL, &fact, &statistic));
    assert_int_equal(fact.class, WAI_FACT_WHOLE);
    assert_true(wai_fact_find("provenance/seed", NULL, &fact, &statistic));
    assert_int_equal(fact.class, WAI_FACT_LINES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_of_a_result_has_a_fact),
        cmocka_unit_test(axes_follow_from_name_and_kind),
        cmocka_unit_test(what_counts_is_whole_and_what_is_averaged_is_real),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
