/* Every row of the parameter table matters: another value tells another story in a world where it must. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/compare.h"
#include "support/law.h"
#include "support/world_builder.h"

#define REPLICATIONS 300 /* the first is enough for most rows, small effects need more chances */

static const struct wai_record_wants wanted = { .countries = 1, .events = 1 };

/* Another allowed value: more, where that is allowed, else less. */
static double other_value(size_t row, double value)
{
    const struct wai_param *param = &wai_param_table[row];
    const double step = param->kind == WAI_PARAM_WHOLE ? 12.0 : fabs(value) + 0.2 * fmin(param->max, 5.0);
    const double less = fmax(param->min, value - step);

    return wai_param_allows(row, value + step) ? value + step : less;
}

/* Member by member: the padding of a row says nothing. */
static int rows_differ(const struct wai_log_row *x, const struct wai_log_row *y)
{
    return x->time_years != y->time_years || x->type != y->type || x->country != y->country ||
           x->from != y->from || x->to != y->to || x->cause != y->cause || x->value != y->value;
}

static int logs_differ(const struct wai_record *a, const struct wai_record *b)
{
    int differ = a->n_log != b->n_log;

    for (size_t k = 0; !differ && k < a->n_log; k++) {
        differ = rows_differ(&a->log[k], &b->log[k]);
    }
    return differ;
}

/* 1 when some replication under the changed row differs in its event log. */
static int matters(struct wai_setup *setup, size_t row, double value)
{
    const double before = wai_param_get(&setup->params, row);
    int differs = 0;

    for (uint32_t r = 0; r < REPLICATIONS && !differs; r++) {
        struct wai_record a, b;

        wai_law_run_one(setup, wanted, 1000, r, &a);
        wai_param_set(&setup->params, row, value);
        wai_law_run_one(setup, wanted, 1000, r, &b);
        wai_param_set(&setup->params, row, before);
        differs = logs_differ(&a, &b);
        wai_record_free(&a);
        wai_record_free(&b);
    }
    return differs;
}

static void every_parameter_changes_the_story(void **state)
{
    struct wai_setup setup;
    int idle = 0;

    (void)state;
    wai_world_builder_busy(&setup);
    for (size_t row = 0; row < wai_param_count; row++) {
        const double value = other_value(row, wai_param_get(&setup.params, row));

        assert_true(wai_param_allows(row, value));
        if (!matters(&setup, row, value)) {
            print_message("%s changes nothing (%g to %g)\n", wai_param_table[row].path,
                          wai_param_get(&setup.params, row), value);
            idle++;
        }
    }
    assert_int_equal(idle, 0);
    wai_setup_free(&setup);
}

/* The same by the calendar: a `set` half way changes what follows and nothing before. */
static void every_parameter_can_be_set_under_way(void **state)
{
    const int32_t day = 4 * 365 + 3;
    int idle = 0;

    (void)state;
    for (size_t row = 0; row < wai_param_count; row++) {
        const char *path = wai_param_table[row].path;
        struct wai_setup setup, same;
        int differs = 0;

        if (wai_param_table[row].at_start_only || strncmp(path, "charter.founder_", 16) == 0 ||
            strcmp(path, "charter.ratifications_to_enter") == 0 || strcmp(path, "charter.setup_years") == 0 ||
            strcmp(path, "decision.constant.at_deadline") == 0 ||
            strcmp(path, "decision.constant.at_ceremony") == 0) {
            continue; /* used before that day alone */
        }
        wai_world_builder_busy(&setup);
        wai_world_builder_busy(&same);
        wai_world_builder_add_set(&setup, day, path, other_value(row, wai_param_get(&setup.params, row)));
        wai_world_builder_add_set(&same, day, path, wai_param_get(&same.params, row));
        for (uint32_t r = 0; r < REPLICATIONS && !differs; r++) {
            struct wai_record a, b;
            size_t k = 0;

            wai_law_run_one(&same, wanted, 1000, r, &a);
            wai_law_run_one(&setup, wanted, 1000, r, &b);
            differs = logs_differ(&a, &b);
            while (k < a.n_log && a.log[k].time_years < day / WAI_DAYS_PER_YEAR) {
                assert_false(rows_differ(&a.log[k], &b.log[k]));
                k++;
            }
            wai_record_free(&a);
            wai_record_free(&b);
        }
        if (!differs) {
            print_message("setting %s changes nothing\n", path);
            idle++;
        }
        wai_setup_free(&setup);
        wai_setup_free(&same);
    }
    assert_int_equal(idle, 0);
}

/* A `set` to the value that holds already changes no bit. */
static void setting_what_holds_already_changes_no_bit(void **state)
{
    struct wai_setup plain, set;
    struct wai_record a, b;
    char text[2048];

    (void)state;
    wai_world_builder_busy(&plain);
    wai_world_builder_busy(&set);
    for (int32_t day = 700; day < 2000; day += 650) {
        for (size_t row = 0; row < wai_param_count; row++) {
            if (!wai_param_table[row].at_start_only && row % 7 == (size_t)(day % 7)) {
                /* The reference run has another entry there, so that the logs have equal rows. */
                wai_world_builder_add_set(&plain, day, "decision.rationality",
                                          plain.params.decision.rationality);
                wai_world_builder_add_set(&set, day, wai_param_table[row].path,
                                          wai_param_get(&set.params, row));
            }
        }
    }
    wai_law_run_one(&plain, wanted, 1001, 0, &a);
    wai_law_run_one(&set, wanted, 1001, 0, &b);
    assert_true(wai_compare_records(&a, &b, 0.0, text, sizeof text));
    wai_record_free(&a);
    wai_record_free(&b);
    wai_setup_free(&plain);
    wai_setup_free(&set);
}

/* Columns that events depend on: coordinates serve maps, population a series, rights_member the start, and no
 * equation uses trade_china. */
static void every_column_of_the_country_table_changes_the_story(void **state)
{
    static const char *const unread[] = { "lat", "lon", "population", "rights_member", "trade_china" };
    struct wai_setup setup;
    int idle = 0;

    (void)state;
    wai_world_builder_busy(&setup);
    for (size_t c = 0; c < wai_world_builder_n_columns; c++) {
        int differs = 0, skipped = 0;

        for (size_t k = 0; k < sizeof unread / sizeof unread[0]; k++) {
            skipped |= strcmp(wai_world_builder_columns[c], unread[k]) == 0;
        }
        for (uint32_t r = 0; r < REPLICATIONS && !differs; r++) {
            struct wai_record a, b;

            wai_law_run_one(&setup, wanted, 1002, r, &a);
            wai_world_builder_mirror(&setup, wai_world_builder_columns[c]);
            wai_law_run_one(&setup, wanted, 1002, r, &b);
            wai_world_builder_mirror(&setup, wai_world_builder_columns[c]);
            differs = logs_differ(&a, &b);
            wai_record_free(&a);
            wai_record_free(&b);
        }
        if (differs == skipped) {
            print_message("%s changes %s\n", wai_world_builder_columns[c], differs ? "something" : "nothing");
            idle++;
        }
    }
    assert_int_equal(idle, 0);
    wai_setup_free(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_parameter_changes_the_story),
        cmocka_unit_test(every_parameter_can_be_set_under_way),
        cmocka_unit_test(setting_what_holds_already_changes_no_bit),
        cmocka_unit_test(every_column_of_the_country_table_changes_the_story),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
