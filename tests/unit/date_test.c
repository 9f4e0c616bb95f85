/* Dates against known day numbers (Excel's serial less 2 after February 1900, Julian day less 2415020.5) and
 * against themselves over all 110,000 days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "scenario/date.h"

static int32_t number_of(const char *text)
{
    int32_t number = -1;

    assert_null(wai_date_parse(text, &number));
    return number;
}

/* Julian day numbers at noon: 1900-01-01 is 2415021, 2000-01-01 is 2451545 (Meeus, Astronomical Algorithms,
 * ch. 7). */
static void day_numbers_agree_with_the_julian_day(void **state)
{
    (void)state;
    assert_int_equal(number_of("1900-01-01"), 0);
    assert_int_equal(number_of("1900-03-01"), 59); /* 1900 is no leap year */
    assert_int_equal(number_of("1970-01-01"), 25567);
    assert_int_equal(number_of("2000-01-01"), 2451545 - 2415021);
    assert_int_equal(number_of("2000-02-29"), 2451604 - 2415021);
    assert_int_equal(number_of("2025-07-26"), 2460883 - 2415021);
    assert_int_equal(number_of("2100-03-01") - number_of("2100-02-28"), 1);
    assert_int_equal(number_of("2200-12-31"), 109937);
}

static void every_day_comes_back_and_follows_the_day_before(void **state)
{
    struct wai_date before = { 1899, 12, 31 };

    (void)state;
    for (int32_t number = 0; number <= number_of("2200-12-31"); number++) {
        struct wai_date date = wai_date_of(number);
        char text[WAI_DATE_TEXT];

        assert_true(wai_date_exists(date));
        assert_int_equal(wai_date_number(date), number);
        wai_date_write(number, text);
        assert_int_equal(number_of(text), number);
        assert_true(date.day == before.day + 1 || (date.day == 1 && (date.month == before.month + 1 ||
                                                                     (date.month == 1 && before.month == 12 &&
                                                                      date.year == before.year + 1))));
        before = date;
    }
}

static void centuries_are_leap_years_every_four_hundred_years(void **state)
{
    (void)state;
    assert_false(wai_date_exists((struct wai_date){ 1900, 2, 29 }));
    assert_true(wai_date_exists((struct wai_date){ 2000, 2, 29 }));
    assert_true(wai_date_exists((struct wai_date){ 2024, 2, 29 }));
    assert_false(wai_date_exists((struct wai_date){ 2100, 2, 29 }));
    assert_false(wai_date_exists((struct wai_date){ 2026, 2, 29 }));
}

static void what_is_no_date_is_refused_and_the_number_left_alone(void **state)
{
    static const char *const bad[] = { "",           "2025",        "2025-1-01",   "2025-01-1",
                                       "2025/01/01", "2025-00-10",  "2025-13-01",  "2025-01-00",
                                       "2025-01-32", "2025-04-31",  "1899-12-31",  "2201-01-01",
                                       "20a5-01-01", "2025-01-011", " 2025-01-01", "2025-01-01 ",
                                       "-025-01-01", "2025-+1-01" };
    int32_t number = 77;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_non_null(wai_date_parse(bad[i], &number));
        assert_int_equal(number, 77);
    }
}

static void a_day_of_every_year_is_never_29_february(void **state)
{
    int month = 0, day = 0;

    (void)state;
    assert_null(wai_date_parse_yearly("07-26", &month, &day));
    assert_int_equal(month, 7);
    assert_int_equal(day, 26);
    assert_null(wai_date_parse_yearly("02-28", &month, &day));
    assert_string_equal(wai_date_parse_yearly("02-29", &month, &day),
                        "does not come every year; take 02-28 or 03-01");
    assert_non_null(wai_date_parse_yearly("02-30", &month, &day));
    assert_non_null(wai_date_parse_yearly("7-26", &month, &day));
    assert_non_null(wai_date_parse_yearly("aa-bb", &month, &day));
    assert_int_equal(day, 28);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_numbers_agree_with_the_julian_day),
        cmocka_unit_test(every_day_comes_back_and_follows_the_day_before),
        cmocka_unit_test(centuries_are_leap_years_every_four_hundred_years),
        cmocka_unit_test(what_is_no_date_is_refused_and_the_number_left_alone),
        cmocka_unit_test(a_day_of_every_year_is_never_29_february),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
