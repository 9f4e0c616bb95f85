/* Characters of RFC 3629, table 3.1: each well-formed range at its ends, and one step outside of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/utf8.h"

static void each_range_of_the_standard_is_a_character_at_both_ends(void **state)
{
    static const char *const texts[] = {
        "\x01",
        "\x7F",
        "\xC2\x80",
        "\xDF\xBF",
        "\xE0\xA0\x80",
        "\xE0\xBF\xBF",
        "\xE1\x80\x80",
        "\xEC\xBF\xBF",
        "\xED\x80\x80",
        "\xED\x9F\xBF",
        "\xEE\x80\x80",
        "\xEF\xBF\xBF",
        "\xF0\x90\x80\x80",
        "\xF0\xBF\xBF\xBF",
        "\xF1\x80\x80\x80",
        "\xF3\xBF\xBF\xBF",
        "\xF4\x80\x80\x80",
        "\xF4\x8F\xBF\xBF",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t length = strlen(texts[i]);

        assert_int_equal(wai_utf8_length(texts[i], length), length);
        assert_int_equal(wai_utf8_length(texts[i], length + 5), length);
        for (size_t cut = 1; cut < length; cut++) {
            assert_int_equal(wai_utf8_length(texts[i], cut), 0);
        }
    }
}

static void one_step_outside_of_a_range_is_no_character(void **state)
{
    static const char *const texts[] = {
        "\x80", /* a byte that goes on from nothing */
        "\xC0\x80",
        "\xC1\xBF", /* overlong: U+0000, U+007F */
        "\xC2\x7F",
        "\xC2\xC0", /* a second byte that does not go on */
        "\xE0\x9F\xBF",
        "\xE1\x80\x7F", /* overlong; a third byte that does not go on */
        "\xED\xA0\x80",
        "\xED\xBF\xBF", /* surrogates */
        "\xF0\x8F\xBF\xBF",
        "\xF1\x80\x80\xC0", /* overlong; a fourth byte that does not go on */
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFF\xBF\xBF\xBF", /* beyond U+10FFFF */
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(wai_utf8_length(texts[i], strlen(texts[i])), 0);
        assert_false(wai_utf8_is_plain(texts[i], "\n"));
    }
}

static void control_characters_are_those_of_c0_and_c1_and_delete(void **state)
{
    (void)state;
    for (int code = 1; code < 0x100; code++) {
        const char one[] = { (char)code, '\0' };
        const char two[] = { (char)(0xC0 | code >> 6), (char)(0x80 | (code & 0x3F)), '\0' };
        int expected = code < 0x20 || (code >= 0x7F && code < 0xA0);

        assert_int_equal(code < 0x80 ? wai_utf8_is_control(one, 1) : wai_utf8_is_control(two, 2), expected);
    }
    assert_false(wai_utf8_is_control("\xC3\x80", 2));
    assert_false(wai_utf8_is_control("\xE2\x80\xA8", 3));
}

static void plain_texts_have_no_controls_but_those_allowed(void **state)
{
    (void)state;
    assert_true(wai_utf8_is_plain("", ""));
    assert_true(wai_utf8_is_plain("C\xC3\xB4te d'Ivoire \xE4\xB8\xAD \xF0\x9F\x8C\x8D", ""));
    assert_true(wai_utf8_is_plain("a\n\tb", "\n\t"));
    assert_false(wai_utf8_is_plain("a\n\tb", "\n"));
    assert_false(wai_utf8_is_plain("a\x1B[31m", "\n\t"));
    assert_false(wai_utf8_is_plain("a\xC2\x9B", "\n\t\xC2")); /* C1 is never allowed */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_range_of_the_standard_is_a_character_at_both_ends),
        cmocka_unit_test(one_step_outside_of_a_range_is_no_character),
        cmocka_unit_test(control_characters_are_those_of_c0_and_c1_and_delete),
        cmocka_unit_test(plain_texts_have_no_controls_but_those_allowed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
