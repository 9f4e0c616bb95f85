/* Tables: what is read, cell by cell.  What is refused stands in tests/bad/tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "scenario/csv.h"

static void read(struct wai_csv *csv, const char *text)
{
    struct wai_error err = { 0 };

    assert_int_equal(wai_csv_parse(csv, text, strlen(text), "t.csv", &err), WAI_OK);
    assert_string_equal(wai_error_text(&err), "");
    csv->err = NULL;
}

static void fields_may_be_empty_quoted_and_hold_commas_and_quotes(void **state)
{
    struct wai_csv csv;

    (void)state;
    read(&csv, "a,b,c\n1,,\"x,\"\"y\"\"\"\n\"\",\"two\",3");
    assert_int_equal(csv.n_columns, 3);
    assert_int_equal(csv.n_rows, 2);
    assert_string_equal(wai_csv_header(&csv, 2)->text, "c");
    assert_string_equal(wai_csv_cell(&csv, 0, 0)->text, "1");
    assert_string_equal(wai_csv_cell(&csv, 0, 1)->text, "");
    assert_string_equal(wai_csv_cell(&csv, 0, 2)->text, "x,\"y\"");
    assert_string_equal(wai_csv_cell(&csv, 1, 0)->text, "");
    assert_string_equal(wai_csv_cell(&csv, 1, 1)->text, "two");
    assert_string_equal(wai_csv_cell(&csv, 1, 2)->text, "3");
    assert_int_equal(wai_csv_cell(&csv, 1, 2)->line, 3);
    assert_int_equal(wai_csv_cell(&csv, 1, 2)->column, 10);
    assert_int_equal(wai_csv_find(&csv, "b"), 1);
    assert_int_equal(wai_csv_find(&csv, "B"), -1);
    wai_csv_free(&csv);
    wai_csv_free(&csv);
}

static void lines_may_end_in_carriage_return_and_new_line(void **state)
{
    struct wai_csv csv;

    (void)state;
    read(&csv, "a,b\r\n1,\"2\"\r\n,3\r\n");
    assert_int_equal(csv.n_rows, 2);
    assert_string_equal(wai_csv_cell(&csv, 0, 1)->text, "2");
    assert_string_equal(wai_csv_cell(&csv, 1, 1)->text, "3");
    wai_csv_free(&csv);
}

static void a_trailing_comma_makes_an_empty_last_field_even_at_the_very_end(void **state)
{
    struct wai_csv csv;

    (void)state;
    read(&csv, "a,b\n1,");
    assert_int_equal(csv.n_rows, 1);
    assert_string_equal(wai_csv_cell(&csv, 0, 0)->text, "1");
    assert_string_equal(wai_csv_cell(&csv, 0, 1)->text, "");
    wai_csv_free(&csv);
}

/* As two spreadsheet programs write it: a mark before, empty rows below, empty columns beside the table. */
static void what_spreadsheets_put_around_a_table_is_taken_off(void **state)
{
    static const char *const texts[] = { "\xEF\xBB\xBF"
                                         "a,b\r\n1,2\r\n3,\r\n",
                                         "a,b\n1,2\n3,\n\n\n", "a,b\r\n1,2\r\n3,\r\n,\r\n,\r\n",
                                         "a,b,,\n1,2,,\n3,,,\n,,,\n", "a,b\n1,2\n3,\n,,,\n\n,,\n" };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct wai_csv csv;

        read(&csv, texts[i]);
        assert_int_equal(csv.n_columns, 2);
        assert_int_equal(csv.n_rows, 2);
        assert_string_equal(wai_csv_header(&csv, 0)->text, "a");
        assert_int_equal(wai_csv_header(&csv, 0)->column, 1);
        assert_string_equal(wai_csv_cell(&csv, 0, 1)->text, "2");
        assert_string_equal(wai_csv_cell(&csv, 1, 0)->text, "3");
        assert_string_equal(wai_csv_cell(&csv, 1, 1)->text, "");
        wai_csv_free(&csv);
    }
}

static void a_column_with_a_value_and_no_name_is_kept(void **state)
{
    struct wai_csv csv;

    (void)state;
    read(&csv, "a,b,,\n1,2,x,\n");
    assert_int_equal(csv.n_columns, 3);
    assert_string_equal(wai_csv_cell(&csv, 0, 2)->text, "x");
    wai_csv_free(&csv);
}

static void a_line_break_in_a_quoted_field_is_read_as_a_blank(void **state)
{
    struct wai_csv csv;

    (void)state;
    read(&csv, "a,b\r\n\"Saint\r\nLucia\",\"x\ny, \"\"z\"\"\"\r\n1,2\r\n");
    assert_int_equal(csv.n_rows, 2);
    assert_string_equal(wai_csv_cell(&csv, 0, 0)->text, "Saint Lucia");
    assert_string_equal(wai_csv_cell(&csv, 0, 1)->text, "x y, \"z\"");
    assert_int_equal(wai_csv_cell(&csv, 0, 1)->line, 3);
    assert_int_equal(wai_csv_cell(&csv, 1, 0)->line, 5);
    assert_int_equal(wai_csv_cell(&csv, 1, 0)->column, 1);
    wai_csv_free(&csv);
}

static void columns_are_counted_in_characters(void **state)
{
    struct wai_csv csv;

    (void)state;
    read(&csv, "a,b\nC\xC3\xB4te d\xE2\x80\x99Ivoire,2\n"); /* 13 characters and a comma */
    assert_int_equal(wai_csv_cell(&csv, 0, 1)->column, 15);
    wai_csv_free(&csv);
}

static void after_a_hundred_mistakes_the_rest_is_said_to_be_untold(void **state)
{
    struct wai_error err = { 0 };
    struct wai_csv csv;
    char text[2000] = "a,b\n";

    (void)state;
    for (int i = 0; i < 150; i++) {
        memcpy(text + strlen(text), "1\n", 3);
    }
    assert_int_equal(wai_csv_parse(&csv, text, strlen(text), "t.csv", &err), WAI_ERR_CONFIG);
    assert_int_equal(err.n_messages, 101);
    assert_non_null(strstr(wai_error_text(&err), "t.csv:101:1: 1 field, where the header has 2\n"
                                                 "t.csv: more than 100 mistakes; the rest is not told\n"));
    assert_null(csv.cells);
    wai_error_free(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_may_be_empty_quoted_and_hold_commas_and_quotes),
        cmocka_unit_test(lines_may_end_in_carriage_return_and_new_line),
        cmocka_unit_test(a_trailing_comma_makes_an_empty_last_field_even_at_the_very_end),
        cmocka_unit_test(what_spreadsheets_put_around_a_table_is_taken_off),
        cmocka_unit_test(a_column_with_a_value_and_no_name_is_kept),
        cmocka_unit_test(a_line_break_in_a_quoted_field_is_read_as_a_blank),
        cmocka_unit_test(columns_are_counted_in_characters),
        cmocka_unit_test(after_a_hundred_mistakes_the_rest_is_said_to_be_untold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
