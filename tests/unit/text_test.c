/* Numbers as text and back, quoting, excerpts, suggestions, the index of words, the order of messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/index.h"
#include "scenario/order.h"
#include "scenario/text.h"

static void only_whole_decimal_numbers_are_numbers(void **state)
{
    static const char *const bad[] = { "",       " 1",  "1 ",   "+",   "-",     ".",   "1e",
                                       "1e+",    "e5",  "0x10", "inf", "nan",   "NaN", "1e999",
                                       "-1e999", "1,5", "1..2", "--1", "1_000", "1L",  "１" };
    double value = 0.0;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(wai_text_read_number(bad[i], &value));
    }
    assert_true(wai_text_read_number("-.5e-1", &value) && value == -0.05);
    assert_true(wai_text_read_number("+3.", &value) && value == 3.0);
    assert_true(wai_text_read_number("1.7976931348623157e308", &value) && value == DBL_MAX);
}

static void reals_are_written_so_that_they_read_back_as_the_same_reals(void **state)
{
    static const double values[] = {
        0.0,         -0.0, 1.0, -2.0,    0.1,     1.0 / 3.0, 1e21,
        123456789.0, 1e-7, 6.2, DBL_MAX, DBL_MIN, 0x1p-1074, 0.30000000000000004
    };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct wai_text text = { 0 };
        char *bytes, shortest[WAI_TEXT_NUMBER];

        wai_text_real(&text, values[i]);
        bytes = wai_text_take(&text);
        assert_non_null(bytes);
        assert_non_null(strpbrk(bytes, ".e"));
        assert_true(strtod(bytes, NULL) == values[i]);
        assert_true(strtod(wai_text_number(values[i], shortest), NULL) == values[i]);
        free(bytes);
    }
}

static void numbers_for_people_have_the_fewest_digits(void **state)
{
    char out[WAI_TEXT_NUMBER];

    (void)state;
    assert_string_equal(wai_text_number(0.1, out), "0.1");
    assert_string_equal(wai_text_number(14.0, out), "14");
    assert_string_equal(wai_text_number(100000.0, out), "100000");
    assert_string_equal(wai_text_number(1e12, out), "1e+12");
    assert_string_equal(wai_text_number(-0.30000000000000004, out), "-0.30000000000000004");
}

static void quoting_escapes_what_the_language_escapes(void **state)
{
    struct wai_text text = { 0 };
    char *bytes;

    (void)state;
    wai_text_quote(&text, "a\"b\\c\nd\te\rf\xC3\xA9");
    bytes = wai_text_take(&text);
    assert_string_equal(bytes, "\"a\\\"b\\\\c\\nd\\te\\rf\xC3\xA9\"");
    free(bytes);
}

static void excerpts_are_short_whole_characters_without_controls(void **state)
{
    char out[WAI_TEXT_EXCERPT], text[100];

    (void)state;
    assert_string_equal(wai_text_excerpt("a\x1b[1m\tb", 7, out), "a?[1m?b");
    memset(text, 'x', sizeof text);
    text[56] = (char)0xC3; /* a character of two bytes over the cut at 57 */
    text[57] = (char)0xA9;
    (void)wai_text_excerpt(text, sizeof text, out);
    assert_int_equal(strlen(out), 56 + 3);
    assert_string_equal(out + 56, "...");
}

static void the_nearest_word_is_found_by_edit_distance(void **state)
{
    static const char *const words[] = { "summit_day", "sponsor", "start", "end", "us", "rights" };

    (void)state;
    assert_int_equal(wai_text_nearest("sumit_day", words, 6), 0);
    assert_int_equal(wai_text_nearest("SPONSOR", words, 6), 1);
    assert_int_equal(wai_text_nearest("strat", words, 6), 2); /* a swap is one step */
    assert_int_equal(wai_text_nearest("usa", words, 6), 4);
    assert_int_equal(wai_text_nearest("xyz", words, 6), -1);
    assert_int_equal(wai_text_nearest("", words, 6), -1);
}

static void an_index_finds_every_word_and_no_other(void **state)
{
    static char words[50000][16];
    struct wai_index index = { 0 };

    (void)state;
    assert_int_equal(wai_index_init(&index, 50000), WAI_OK);
    for (int i = 0; i < 50000; i++) {
        (void)snprintf(words[i], sizeof words[i], "w%d", i);
        assert_int_equal(wai_index_add(&index, words[i], i), i);
    }
    for (int i = 0; i < 50000; i++) {
        assert_int_equal(wai_index_find(&index, words[i]), i);
        assert_int_equal(wai_index_add(&index, words[i], 7), i);
    }
    assert_int_equal(wai_index_find(&index, "w50000"), -1);
    wai_index_free(&index);
    wai_index_free(&index);
}

static void messages_are_sorted_by_file_and_line_and_else_keep_their_order(void **state)
{
    struct wai_error err = { 0 };

    (void)state;
    (void)wai_error_add(&err, WAI_ERR_CONFIG, "of others");
    wai_order_messages(&err, err.length);
    {
        size_t from = err.length;

        (void)wai_error_add(&err, WAI_ERR_CONFIG, "b.cfg:10: late");
        (void)wai_error_add(&err, WAI_ERR_CONFIG, "a.csv:3:7: x");
        (void)wai_error_add(&err, WAI_ERR_CONFIG, "b.cfg:9: one");
        (void)wai_error_add(&err, WAI_ERR_CONFIG, "b.cfg: whole");
        (void)wai_error_add(&err, WAI_ERR_CONFIG, "b.cfg:9: two");
        wai_order_messages(&err, from);
    }
    assert_string_equal(wai_error_text(&err),
                        "of others\nb.cfg: whole\nb.cfg:9: one\nb.cfg:9: two\nb.cfg:10: late\n"
                        "a.csv:3:7: x\n");
    wai_error_free(&err);
    wai_order_messages(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_whole_decimal_numbers_are_numbers),
        cmocka_unit_test(reals_are_written_so_that_they_read_back_as_the_same_reals),
        cmocka_unit_test(numbers_for_people_have_the_fewest_digits),
        cmocka_unit_test(quoting_escapes_what_the_language_escapes),
        cmocka_unit_test(excerpts_are_short_whole_characters_without_controls),
        cmocka_unit_test(the_nearest_word_is_found_by_edit_distance),
        cmocka_unit_test(an_index_finds_every_word_and_no_other),
        cmocka_unit_test(messages_are_sorted_by_file_and_line_and_else_keep_their_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
