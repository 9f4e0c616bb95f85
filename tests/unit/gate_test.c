/* The gate before libconfig, and the tree behind it: what passes is read as it is meant, with the right
 * lines.  The messages of what does not pass stand in tests/bad/scenarios. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "scenario/gate.h"
#include "scenario/path.h"
#include "scenario/tree.h"

static enum wai_status check(const char *text, size_t length)
{
    static struct wai_gate gate;
    struct wai_error err = { 0 };
    enum wai_status status = wai_gate_check(&gate, text, length, "t", &err);

    assert_true((status == WAI_OK) == (err.n_messages == 0));
    wai_error_free(&err);
    return status;
}

static void parse(struct wai_tree *tree, const char *text)
{
    struct wai_error err = { 0 };

    *tree = (struct wai_tree){ 0 };
    assert_int_equal(wai_tree_parse(tree, text, strlen(text), "t", ".", &err), WAI_OK);
    wai_error_free(&err);
}

static void values_arrive_with_kind_and_line(void **state)
{
    struct wai_tree tree;
    const struct wai_node *node;

    (void)state;
    parse(&tree, "# one\n"
                 "a = 1; /* two\n three */ b = -2.5;\n"
                 "c: { d = \"x\" \"y\\\"\\\\\\n\";\n"
                 "  e = TRUE };\n"
                 "f = (1, 2.0, { g = 9223372036854775807L; },\n"
                 "     [false, true]); // end\n"
                 "h = .5; i = 1.; j = 1e3; k = -2147483648; l = ();m={};\n");
    node = wai_tree_child(tree.root, "a");
    assert_int_equal(node->kind, WAI_NODE_WHOLE);
    assert_int_equal(node->whole, 1);
    assert_true(node->real == 1.0);
    assert_int_equal(node->line, 2);
    node = wai_tree_child(tree.root, "b");
    assert_int_equal(node->kind, WAI_NODE_REAL);
    assert_true(node->real == -2.5);
    assert_int_equal(node->line, 3);
    node = wai_tree_child(tree.root, "c");
    assert_string_equal(wai_tree_child(node, "d")->text, "xy\"\\\n");
    assert_int_equal(wai_tree_child(node, "e")->kind, WAI_NODE_BOOL);
    assert_int_equal(wai_tree_child(node, "e")->line, 5);
    node = wai_tree_child(tree.root, "f");
    assert_int_equal(node->kind, WAI_NODE_LIST);
    assert_int_equal(node->n_children, 4);
    assert_true(wai_tree_child(node->first->next->next, "g")->whole == INT64_MAX);
    assert_int_equal(node->last->kind, WAI_NODE_LIST);
    assert_int_equal(node->last->line, 7);
    assert_int_equal(node->last->first->line, 7);
    assert_true(wai_tree_child(tree.root, "h")->real == 0.5);
    assert_true(wai_tree_child(tree.root, "j")->real == 1000.0);
    assert_int_equal(wai_tree_child(tree.root, "k")->whole, INT32_MIN);
    assert_int_equal(wai_tree_child(tree.root, "m")->kind, WAI_NODE_GROUP);
    assert_null(wai_tree_child(tree.root, "n"));
    wai_tree_free(&tree);
    wai_tree_free(&tree);
}

/* A file that was cut off passes only when it was cut between settings. */
static void a_cut_file_passes_only_between_settings(void **state)
{
    struct wai_error err = { 0 };
    size_t length, n_passed = 0;
    char *text;

    (void)state;
    assert_int_equal(wai_path_read("scenarios/baseline.cfg", WAI_GATE_MAX_BYTES, &text, &length, &err),
                     WAI_OK);
    for (size_t cut = 0; cut < length; cut++) {
        if (check(text, cut) == WAI_OK) {
            size_t end = cut;
            int depth = 0, in_text = 0, in_comment = 0;

            for (size_t i = 0; i < cut; i++) {
                in_comment = in_comment ? text[i] != '\n' : !in_text && text[i] == '#';
                in_text = in_comment ? 0 : in_text ^ (text[i] == '"');
                depth += !in_comment && !in_text && strchr("{(", text[i]) ? 1 : 0;
                depth -= !in_comment && !in_text && strchr("})", text[i]) ? 1 : 0;
                end = in_comment || strchr(" \n\t", text[i]) || text[i] == '#' ? end : i;
            }
            assert_int_equal(depth, 0);
            assert_false(in_text);
            assert_true(end == cut || text[end] == ';');
            n_passed++;
        }
    }
    assert_true(n_passed > 0 && n_passed < length / 2);
    free(text);
}

static void whole_numbers_pass_up_to_their_limits(void **state)
{
    static const struct {
        const char *text;
        int passes;
    } cases[] = {
        { "a = 2147483647;", 1 },
        { "a = 2147483648;", 0 },
        { "a = -2147483648;", 1 },
        { "a = -2147483649;", 0 },
        { "a = 2147483648L;", 1 },
        { "a = 9223372036854775807L;", 1 },
        { "a = 9223372036854775808L;", 0 },
        { "a = -9223372036854775808L;", 1 },
        { "a = -9223372036854775809L;", 0 },
        { "a = 4294967296;", 0 },
        { "a = +5;", 1 },
        { "a = 0;", 1 },
        { "a = -0;", 1 },
        { "a = 00;", 0 },
        { "a = 0x7f;", 0 },
        { "a = 5LL;", 0 },
        { "a = 5l;", 0 },
        { "a = 1.7976931348623157e308;", 1 },
        { "a = 1.7976931348623159e308;", 0 },
        { "a = 1e-323;", 1 },
        { "a = 1e-330;", 0 },
        { "a = 0.0e-400;", 1 },
        { "a = 1e5;", 1 },
        { "a = 1e;", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if ((check(cases[i].text, strlen(cases[i].text)) == WAI_OK) != cases[i].passes) {
            fail_msg("%s", cases[i].text);
        }
    }
}

static void limits_of_depth_and_number_are_exact(void **state)
{
    static char text[30000];

    (void)state;
    for (int depth = 32; depth <= 33; depth++) {
        size_t at = 0;

        memcpy(text, "a = ", 4);
        memset(text + 4, '(', (size_t)depth);
        memset(text + 4 + depth, ')', (size_t)depth);
        at = 4 + 2 * (size_t)depth;
        text[at++] = ';';
        assert_int_equal(check(text, at), depth == 32 ? WAI_OK : WAI_ERR_CONFIG);
    }
    for (int n = 2000; n <= 2001; n++) {
        size_t at = 0;

        for (int i = 0; i < n; i++) {
            at += (size_t)snprintf(text + at, sizeof text - at, "k%d = 1;\n", i);
        }
        assert_int_equal(check(text, at), n == 2000 ? WAI_OK : WAI_ERR_CONFIG);
    }
}

static void a_million_bytes_pass_and_one_more_than_the_limit_does_not(void **state)
{
    char *text = malloc(WAI_GATE_MAX_BYTES + 1);

    (void)state;
    assert_non_null(text);
    memset(text, '\n', WAI_GATE_MAX_BYTES + 1);
    assert_int_equal(check(text, WAI_GATE_MAX_BYTES), WAI_OK);
    assert_int_equal(check(text, WAI_GATE_MAX_BYTES + 1), WAI_ERR_CONFIG);
    free(text);
}

/* libconfig alone needs 35 s for 40,000 settings. */
static void hostile_texts_are_refused_in_no_time(void **state)
{
    char *text = malloc(WAI_GATE_MAX_BYTES);
    clock_t start = clock();
    size_t at = 0;

    (void)state;
    assert_non_null(text);
    for (int i = 0; i < 40000; i++) {
        at += (size_t)snprintf(text + at, WAI_GATE_MAX_BYTES - at, "key_%d = 1;\n", i);
    }
    assert_int_equal(check(text, at), WAI_ERR_CONFIG);
    memset(text, '{', WAI_GATE_MAX_BYTES);
    assert_int_equal(check(text, WAI_GATE_MAX_BYTES), WAI_ERR_CONFIG);
    memset(text, '"', WAI_GATE_MAX_BYTES);
    assert_int_equal(check(text, WAI_GATE_MAX_BYTES), WAI_ERR_CONFIG);
    memset(text, '$', WAI_GATE_MAX_BYTES);
    assert_int_equal(check(text, WAI_GATE_MAX_BYTES), WAI_ERR_CONFIG);
    free(text);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2.0);
}

static void only_regular_files_are_read_and_pipes_are_not_waited_for(void **state)
{
    char folder[] = "/tmp/waico-gate-XXXXXX", path[64], *text;
    struct wai_error err = { 0 };
    size_t length;

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(wai_path_read(path, 100, &text, &length, &err), WAI_ERR_CONFIG);
    assert_null(text);
    assert_int_equal(wai_path_read(folder, 100, &text, &length, &err), WAI_ERR_CONFIG);
    assert_int_equal(wai_path_read("/dev/zero", 100, &text, &length, &err), WAI_ERR_CONFIG);
    assert_int_equal(wai_path_read("/dev/null", 100, &text, &length, &err), WAI_ERR_CONFIG);
    assert_non_null(strstr(wai_error_text(&err), "/pipe: is not a regular file\n"));
    assert_non_null(strstr(wai_error_text(&err), ": is a folder, not a file\n"));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    wai_error_free(&err);
}

static void groups_are_overlaid_and_lists_replace(void **state)
{
    struct wai_tree base, over;

    (void)state;
    parse(&base, "a: { x = 1; y: { z = 2; }; }; l = (1, 2); calendar = (\"a\"); t = 5;\n");
    parse(&over, "a: { y: { z = 3; w = 4; }; }; l = (3);\ncalendar_add = (\"b\", \"c\"); t: { u = 1; };\n");
    wai_tree_overlay(&base, &over);
    wai_tree_append(&base, "calendar_add", "calendar");
    assert_null(over.root);
    assert_int_equal(wai_tree_child(wai_tree_child(base.root, "a"), "x")->whole, 1);
    assert_int_equal(wai_tree_child(wai_tree_child(wai_tree_child(base.root, "a"), "y"), "z")->whole, 3);
    assert_int_equal(wai_tree_child(wai_tree_child(wai_tree_child(base.root, "a"), "y"), "w")->whole, 4);
    assert_int_equal(wai_tree_child(base.root, "l")->n_children, 1);
    assert_int_equal(wai_tree_child(base.root, "calendar")->n_children, 3);
    assert_null(wai_tree_child(base.root, "calendar_add"));
    assert_int_equal(wai_tree_child(base.root, "t")->kind, WAI_NODE_GROUP);
    {
        char path[WAI_TREE_PATH];

        assert_string_equal(wai_tree_path(wai_tree_child(base.root, "calendar")->last, path),
                            "calendar_add[1]");
        assert_string_equal(wai_tree_path(wai_tree_child(base.root, "calendar")->first, path), "calendar[0]");
    }
    wai_tree_free(&base);
}

/* What is told of a text. */
static void assert_told(const char *text, size_t length, const char *expected)
{
    static struct wai_gate gate;
    struct wai_error err = { 0 };

    assert_int_equal(wai_gate_check(&gate, text, length, "t", &err), WAI_ERR_CONFIG);
    assert_string_equal(wai_error_text(&err), expected);
    wai_error_free(&err);
}

static void words_that_end_with_the_text_are_told_as_what_they_are(void **state)
{
    static const struct {
        const char *text, *told;
    } cases[] = {
        { "a = \"x\\\ny\";",
          "t:1: a: \"x\\ opens a text that is not closed on its line; texts in a row are joined: "
          "\"one \" \"two\"\n" },
        { "a = \"x\\",
          "t:1: a: \"x\\ opens a text that is not closed on its line; texts in a row are joined: "
          "\"one \" \"two\"\n" },
        { "a = 0x1F;", "t:1: a: 0x1F is hexadecimal; write the number in decimal\n" },
        { "a = 0X;", "t:1: a: 0X is hexadecimal; write the number in decimal\n" },
        { "a = 0b1;", "t:1: a: 0b1 is not a number\n" },
        { "a = 1; @include",
          "t:1: @include is not allowed; build on another scenario with extends = \"FILE\";\n" },
        { "a = 1; @ b", "t:1: @ is not allowed; build on another scenario with extends = \"FILE\";\n" },
        { "a = 1; \xC3\xA9", "t:1: \xC3\xA9 does not belong here; texts stand in double quotes\n" },
        { "a = 1; /", "t:1: / does not belong here; texts stand in double quotes\n" },
        { "a = 1; /* * / **", "t:1: the comment that opens here with /* is never closed\n" },
        { "a = 1; \r", "t:1: a carriage return without a new line (0x0D) is not allowed\n" },
        { "a = [1, 2", "t:1: a: a comma or a closing bracket is missing\n" },
        { "a = [1, {}];", "t:1: a[1]: an array [ ] holds numbers or texts only; take a list ( )\n" },
        { "a = [1, \"x\"];", "t:1: a[1]: an array [ ] holds one kind of value; take a list ( )\n" },
        { "a = [1, x];",
          "t:1: a[1]: a value is wanted (texts stand in double quotes), but x stands there\n" },
        { "\n\n\n\n\n\n\n\n\na = 1;\na = 2;", "t:11: a: is set twice; the first time on line 10\n" },
        { "} ; a = 1;", "t:1: this bracket closes nothing\n" },
        { "} a = 1;", "t:1: this bracket closes nothing\n" },
        { "a 1;\n; b = 2;", "t:1: a: = is missing after the name, but 1 stands there\nt:2: a name is wanted, "
                            "but ; stands there\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_told(cases[i].text, strlen(cases[i].text), cases[i].told);
    }
}

static void numbers_of_more_characters_than_any_number_needs_are_refused(void **state)
{
    char text[500], told[600];
    static struct wai_gate gate;
    struct wai_error err = { 0 };

    (void)state;
    memset(text, '1', sizeof text);
    memcpy(text, "a = 0.", 6);
    text[4 + 400] = ';'; /* 0. and 398 digits */
    assert_int_equal(wai_gate_check(&gate, text, 4 + 401, "t", &err), WAI_OK);
    text[4 + 400] = '1';
    text[4 + 401] = ';';
    assert_int_equal(wai_gate_check(&gate, text, 4 + 402, "t", &err), WAI_ERR_CONFIG);
    (void)snprintf(told, sizeof told, "%s", wai_error_text(&err));
    assert_non_null(strstr(told, "t:1: a: 0.1111"));
    assert_non_null(strstr(told, "is too long for a number"));
    wai_error_free(&err);
}

/* Nesting in groups ends at the same depth as in lists; nothing is told of what follows. */
static void groups_too_deep_are_told_once(void **state)
{
    char text[400] = "", told[400] = "t:1: ";

    (void)state;
    for (int depth = 0; depth < 33; depth++) {
        strncat(text, "a = { ", sizeof text - strlen(text) - 1);
        strncat(told, depth < 32 ? "a." : "a", sizeof told - strlen(told) - 1);
    }
    strncat(told, ": is nested more than 32 deep\n", sizeof told - strlen(told) - 1);
    assert_told(text, strlen(text), told);
}

static void a_hundred_mistakes_are_enough(void **state)
{
    char text[2000] = "";
    static struct wai_gate gate;
    struct wai_error err = { 0 };
    size_t length;

    (void)state;
    for (int i = 0; i < 150; i++) {
        strncat(text, "a;\n", sizeof text - strlen(text) - 1);
    }
    assert_int_equal(wai_gate_check(&gate, text, strlen(text), "t", &err), WAI_ERR_CONFIG);
    length = strlen(wai_error_text(&err));
    assert_true(err.n_messages >= 100 && err.n_messages <= 102);
    assert_string_equal(wai_error_text(&err) + length -
                            strlen("t: too many mistakes; the rest is not read\n"),
                        "t: too many mistakes; the rest is not read\n");
    wai_error_free(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_arrive_with_kind_and_line),
        cmocka_unit_test(a_cut_file_passes_only_between_settings),
        cmocka_unit_test(whole_numbers_pass_up_to_their_limits),
        cmocka_unit_test(limits_of_depth_and_number_are_exact),
        cmocka_unit_test(a_million_bytes_pass_and_one_more_than_the_limit_does_not),
        cmocka_unit_test(hostile_texts_are_refused_in_no_time),
        cmocka_unit_test(only_regular_files_are_read_and_pipes_are_not_waited_for),
        cmocka_unit_test(groups_are_overlaid_and_lists_replace),
        cmocka_unit_test(words_that_end_with_the_text_are_told_as_what_they_are),
        cmocka_unit_test(numbers_of_more_characters_than_any_number_needs_are_refused),
        cmocka_unit_test(groups_too_deep_are_told_once),
        cmocka_unit_test(a_hundred_mistakes_are_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
