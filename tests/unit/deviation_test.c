/* Assignments of --set as words for titles, attributes and file names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "experiment/deviation.h"

#define N(list) (sizeof(list) / sizeof *(list))

static void assert_text(const char *const *assignments, size_t n, const char *expected)
{
    char *text = wai_deviation_text(assignments, n);

    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

static void no_assignment_is_no_deviation(void **state)
{
    (void)state;
    assert_text(NULL, 0, "");
}

static void assignments_stand_in_order_of_paths_and_the_last_of_a_path_counts(void **state)
{
    const char *const given[] = { "b.c=2", "a = 1", "b=3", " b.c =\t4 ", "a.b=x", "a=0.5" };

    (void)state;
    assert_text(given, N(given), "a = 0.5, a.b = x, b = 3, b.c = 4");
}

static void titles_and_questions_change_no_number(void **state)
{
    const char *const given[] = { "title=Another", "end=2030-01-01", "question = Why?" };

    (void)state;
    assert_text(given, N(given), "end = 2030-01-01");
}

static void a_text_has_one_line_whatever_was_given(void **state)
{
    const char *const given[] = { "a=[1,\n2]", "b", "=3", "c=x=y" };

    (void)state;
    assert_text(given, N(given), " = 3, a = [1, 2], b = , c = x=y");
}

static void a_title_ends_with_the_deviations_and_gives_its_beginning_back(void **state)
{
    char *title = wai_deviation_title("A [strange] title", "a = [1, 2]");

    (void)state;
    assert_string_equal(title, "A [strange] title [a = [1, 2]]");
    assert_int_equal(wai_deviation_bare(title, "a = [1, 2]"), strlen("A [strange] title"));
    assert_int_equal(wai_deviation_bare(title, ""), strlen(title));
    assert_int_equal(wai_deviation_bare("Other", "a = [1, 2]"), strlen("Other"));
    free(title);
    title = wai_deviation_title("Plain", "");
    assert_string_equal(title, "Plain");
    free(title);
}

static void a_long_title_is_cut_between_characters(void **state)
{
    char long_text[400], *title;

    (void)state;
    for (size_t i = 0; i + 1 < sizeof long_text; i += 3) {
        memcpy(long_text + i, "\xe4\xb8\xad", 3);
    }
    long_text[399] = '\0';
    title = wai_deviation_title("T", long_text);
    assert_int_equal(strlen(title), 1 + 2 + 159 + 4 + 1); /* 53 characters of 3 bytes in at most 160 */
    assert_string_equal(title + strlen(title) - 5, " ...]");
    assert_int_equal(wai_deviation_bare(title, long_text), 1);
    free(title);
}

static void names_are_readable_where_nothing_is_lost(void **state)
{
    static const struct {
        const char *deviations, *name;
    } cases[] = { { "", "" },
                  { "affinity.peers = 2", "-affinity.peers-2" },
                  { "a_b.c = -0.5, end = 2030-01-01", "-a_b.c--0.5-end-2030-01-01" },
                  { "a = 1e-9", "-a-1e-9" } };
    char name[WAI_DEVIATION_NAME];

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        wai_deviation_name(cases[i].deviations, name);
        assert_string_equal(name, cases[i].name);
    }
}

/* What is cut or left out is told apart by a digest. */
static void names_of_different_deviations_differ_and_are_safe(void **state)
{
    static const char *const deviations[] = { "a = x/../../y", "a = x y",   "a = x\\y",
                                              "a = \xc3\xbc",  "a = $HOME", "a = x",
                                              "b.c = (1, 2)",  "a = +1",    "a = 1, b = 2" };
    char names[N(deviations)][WAI_DEVIATION_NAME], long_text[1000], name[WAI_DEVIATION_NAME];
    char sha256[WAI_SHA256_TEXT];

    (void)state;
    for (size_t i = 0; i < N(deviations); i++) {
        wai_deviation_name(deviations[i], names[i]);
        assert_int_equal(strspn(names[i], "abcdefghijklmnopqrstuvwxyz0123456789._-"), strlen(names[i]));
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(names[i], names[j]);
        }
    }
    wai_sha256_text("a = x y", 7, sha256);
    assert_memory_equal(strrchr(names[1], '-') + 1, sha256, 8);
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    wai_deviation_name(long_text, name);
    assert_in_range(strlen(name), 60, WAI_DEVIATION_NAME - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_assignment_is_no_deviation),
        cmocka_unit_test(assignments_stand_in_order_of_paths_and_the_last_of_a_path_counts),
        cmocka_unit_test(titles_and_questions_change_no_number),
        cmocka_unit_test(a_text_has_one_line_whatever_was_given),
        cmocka_unit_test(a_title_ends_with_the_deviations_and_gives_its_beginning_back),
        cmocka_unit_test(a_long_title_is_cut_between_characters),
        cmocka_unit_test(names_are_readable_where_nothing_is_lost),
        cmocka_unit_test(names_of_different_deviations_differ_and_are_safe),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
