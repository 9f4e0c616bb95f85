/* Texts, exit codes and the list of messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Whether the next allocation fails. */
static int memory_is_out;

static int n_allocations;

static void *failing_realloc(void *memory, size_t size)
{
    n_allocations++;
    return memory_is_out ? NULL : realloc(memory, size);
}

/* The module itself, with allocations that fail when told. */
#define realloc failing_realloc
#include "base/status.c"
#undef realloc

static void error_zeroed_is_empty(void **state)
{
    struct wai_error err = { 0 };

    (void)state;
    assert_string_equal(wai_error_text(&err), "");
    wai_error_free(&err);
    wai_error_free(&err);
    assert_int_equal(err.n_messages, 0);
}

static void error_keeps_all_messages_and_the_first_status(void **state)
{
    struct wai_error err = { 0 };

    (void)state;
    assert_int_equal(wai_error_add(&err, WAI_ERR_CONFIG, "%s:%d: weight = %g", "a.cfg", 12, 1.5),
                     WAI_ERR_CONFIG);
    assert_int_equal(wai_error_add(&err, WAI_ERR_IO, "no file"), WAI_ERR_IO);
    assert_int_equal(wai_error_add(&err, WAI_ERR_IO, "%s", ""), WAI_ERR_IO);
    assert_string_equal(wai_error_text(&err), "a.cfg:12: weight = 1.5\nno file\n\n");
    assert_int_equal(err.status, WAI_ERR_CONFIG);
    assert_int_equal(err.n_messages, 3);
    assert_int_equal(err.length, strlen(err.text));
    assert_false(err.truncated);
    wai_error_free(&err);
    assert_string_equal(wai_error_text(&err), "");
    assert_int_equal(err.status, WAI_OK);
}

static void error_grows_with_its_messages(void **state)
{
    struct wai_error err = { 0 };
    size_t length = 0;

    (void)state;
    n_allocations = 0;
    for (int i = 0; i < 1000; i++) {
        (void)wai_error_add(&err, WAI_ERR_CONFIG, "%0*d", i % 300 + 4, i);
        length += (size_t)(i % 300) + 5;
    }
    assert_int_equal(err.n_messages, 1000);
    assert_int_equal(err.length, length);
    assert_int_equal(strlen(wai_error_text(&err)), length);
    assert_true(err.capacity > err.length);
    assert_true(err.capacity < 3 * err.length);
    assert_true(n_allocations <= 20); /* 150,000 bytes by doubling from 6 */
    /* The last message is 999 with leading zeros, 99 + 4 digits and a line end. */
    assert_string_equal(wai_error_text(&err) + length - 5, "0999\n");
    wai_error_free(&err);
}

static void error_may_be_unwanted(void **state)
{
    (void)state;
    assert_int_equal(wai_error_add(NULL, WAI_ERR_EXISTS, "nobody listens to %d", 1), WAI_ERR_EXISTS);
}

/* What fitted stays, the rest is counted and marked, and later messages fit again. */
static void error_without_memory_says_that_it_is_cut(void **state)
{
    struct wai_error err = { 0 };

    (void)state;
    memory_is_out = 1;
    assert_int_equal(wai_error_add(&err, WAI_ERR_MEMORY, "first"), WAI_ERR_MEMORY);
    assert_string_equal(wai_error_text(&err), "");
    assert_true(err.truncated);
    assert_int_equal(err.n_messages, 1);
    assert_int_equal(err.status, WAI_ERR_MEMORY);
    memory_is_out = 0;
    (void)wai_error_add(&err, WAI_ERR_IO, "second");
    memory_is_out = 1;
    (void)wai_error_add(&err, WAI_ERR_IO, "%0500d", 3);
    memory_is_out = 0;
    assert_string_equal(wai_error_text(&err), "second\n");
    assert_int_equal(err.n_messages, 3);
    assert_int_equal(err.status, WAI_ERR_MEMORY);
    assert_true(err.truncated);
    wai_error_free(&err);
}

/* The codes promised in base/status.h. */
static void status_has_promised_exit_codes(void **state)
{
    static const struct {
        enum wai_status status;
        int code;
    } promised[] = {
        { WAI_OK, 0 },          { WAI_ERR_MEMORY, 1 },        { WAI_ERR_IO, 1 },
        { WAI_ERR_USAGE, 2 },   { WAI_ERR_CONFIG, 2 },        { WAI_ERR_FORMAT, 1 },
        { WAI_ERR_EXISTS, 4 },  { WAI_ERR_IDENTITY, 4 },      { WAI_ERR_MODEL, 1 },
        { WAI_ERR_PARTIAL, 3 }, { WAI_ERR_INTERRUPTED, 130 },
    };

    (void)state;
    assert_int_equal(sizeof promised / sizeof promised[0], WAI_N_STATUS);
    for (size_t i = 0; i < WAI_N_STATUS; i++) {
        assert_int_equal(wai_status_exit_code(promised[i].status), promised[i].code);
    }
    assert_int_equal(wai_status_exit_code(WAI_N_STATUS), 1);
}

static void status_has_a_text_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i <= WAI_N_STATUS; i++) {
        const char *text = wai_status_text((enum wai_status)i);

        assert_non_null(text);
        assert_true(strlen(text) > 0);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(text, wai_status_text((enum wai_status)j));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_zeroed_is_empty),
        cmocka_unit_test(error_keeps_all_messages_and_the_first_status),
        cmocka_unit_test(error_grows_with_its_messages),
        cmocka_unit_test(error_may_be_unwanted),
        cmocka_unit_test(error_without_memory_says_that_it_is_cut),
        cmocka_unit_test(status_has_promised_exit_codes),
        cmocka_unit_test(status_has_a_text_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
