/* The axis of accounts, the days of readings, and the memory of tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "model/setup.h"

/* Accounts are the products k * step before the end: the last one is, the next one is not. */
static void accounts_are_the_products_before_the_end(void **state)
{
    static const int32_t days[] = { 1, 30, 365, 366, 1461, 5638, 36525, 109936 };
    static const double steps[] = { 0.001, 0.01, 1.0 / 12.0, 0.1, 0.2, 0.25, 0.3, 0.7, 1.0, 4.0, 10.0 };
    struct wai_setup setup = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        for (size_t j = 0; j < sizeof steps / sizeof steps[0]; j++) {
            size_t n;

            setup.n_days = days[i];
            setup.params.organisation.account_years = steps[j];
            n = wai_setup_n_accounts(&setup);
            assert_true(n == 0 || (double)n * steps[j] < wai_setup_years(&setup));
            assert_true((double)(n + 1) * steps[j] >= wai_setup_years(&setup));
        }
    }
}

/* 1,461 days are four years: the account at the end itself does not happen. */
static void an_account_at_the_end_does_not_happen(void **state)
{
    struct wai_setup setup = { .n_days = 1461 };

    (void)state;
    setup.params.organisation.account_years = 0.25;
    assert_int_equal(wai_setup_n_accounts(&setup), 15);
    setup.params.organisation.account_years = 4.0;
    assert_int_equal(wai_setup_n_accounts(&setup), 0);
}

/* The days of readings are kept in order, each once; the last day of the run is always the last column. */
static void readings_are_sorted_and_found_by_their_day(void **state)
{
    const int32_t days[] = { 30, 7, 99, 30, 0 }, fewer[] = { 5 };
    struct wai_setup setup = { .n_days = 100 };

    (void)state;
    assert_int_equal(wai_setup_reading(&setup, 99), 0);
    assert_int_equal(wai_setup_read_at(&setup, days, 5), WAI_OK);
    assert_int_equal(setup.n_readings, 4);
    assert_int_equal(wai_setup_reading(&setup, 0), 0);
    assert_int_equal(wai_setup_reading(&setup, 7), 1);
    assert_int_equal(wai_setup_reading(&setup, 30), 2);
    assert_int_equal(wai_setup_reading(&setup, 99), 4);
    assert_int_equal(wai_setup_read_at(&setup, fewer, 1), WAI_OK);
    assert_int_equal(setup.n_readings, 1);
    assert_int_equal(wai_setup_reading(&setup, 5), 0);
    wai_setup_free(&setup);
    assert_null(setup.reading_days);
}

static void tables_are_taken_zeroed_and_given_back_whole(void **state)
{
    struct wai_tables tables;

    (void)state;
    assert_int_equal(wai_tables_alloc(&tables, 3, 4, 0), WAI_OK);
    assert_int_equal(tables.n_countries, 3);
    assert_true(tables.capability[2] == 0.0 && tables.rights_member[0] == 0.0);
    assert_int_equal(tables.border_start[3], 0);
    assert_int_equal(tables.border_to[3], 0);
    assert_int_equal(tables.bloc_start[3], 0);
    memcpy(tables.iso3[1], "IDN", 4);
    assert_int_equal(wai_tables_find(&tables, "IDN"), 1);
    assert_int_equal(wai_tables_find(&tables, "idn"), -1);
    wai_tables_free(&tables);
    assert_null(tables.capability);
    wai_tables_free(&tables);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accounts_are_the_products_before_the_end),
        cmocka_unit_test(readings_are_sorted_and_found_by_their_day),
        cmocka_unit_test(an_account_at_the_end_does_not_happen),
        cmocka_unit_test(tables_are_taken_zeroed_and_given_back_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
