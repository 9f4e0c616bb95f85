/* Spoilt files: each scenario, config and table of tests/bad has the messages that are wanted of it in a file
 * beside it, NAME.expect, to the letter.
 *
 * Run in the project's folder.  With WAICO=build/waico each scenario is also given to the program, which must
 * end with exit code 2, say the same, and leave nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scenario/config.h"

#define MOST_FILES 1000
#define LEAST_SCENARIOS 110
#define LEAST_TABLES 70

struct names {
    size_t n;
    char *names[MOST_FILES]; /* without their endings */
};

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Names in the working folder with an ending, sorted. */
static void list_files(struct names *list, const char *ending)
{
    DIR *folder = opendir(".");
    struct dirent *entry;

    assert_non_null(folder);
    list->n = 0;
    while ((entry = readdir(folder))) {
        size_t length = strlen(entry->d_name), tail = strlen(ending);

        if (length > tail && strcmp(entry->d_name + length - tail, ending) == 0) {
            assert_true(list->n < MOST_FILES);
            list->names[list->n] = strndup(entry->d_name, length - tail);
            assert_non_null(list->names[list->n]);
            list->n++;
        }
    }
    (void)closedir(folder);
    qsort(list->names, list->n, sizeof *list->names, compare_names);
}

static void free_files(struct names *list)
{
    while (list->n > 0) {
        free(list->names[--list->n]);
    }
}

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 65536);

    assert_non_null(text);
    if (!file) {
        fail_msg("there is no %s", path);
        return text;
    }
    assert_true(fread(text, 1, 65535, file) < 65535);
    (void)fclose(file);
    return text;
}

/* 1 when status and messages are the wanted ones; else prints both. */
static int is_as_wanted(const char *name, enum wai_status status, struct wai_error *err)
{
    char path[256], *wanted;
    int right;

    (void)snprintf(path, sizeof path, "%s.expect", name);
    wanted = read_text(path);
    right = wai_status_exit_code(status) == 2 && err->status == WAI_ERR_CONFIG && wanted[0] != '\0' &&
            strcmp(wai_error_text(err), wanted) == 0;
    if (!right) {
        print_error("%s: status %d\n--- wanted\n%s--- given\n%s", name, (int)status, wanted,
                    wai_error_text(err));
    }
    wai_error_free(err);
    free(wanted);
    return right;
}

static void go_to(const char *folder)
{
    if (chdir(folder) != 0) {
        fail_msg("there is no folder %s; run this in the project's folder", folder);
    }
}

static void each_bad_scenario_and_config_gets_exactly_its_messages(void **state)
{
    struct names list;
    size_t n_wrong = 0, n;

    (void)state;
    go_to("tests/bad/scenarios");
    list_files(&list, ".cfg");
    n = list.n;
    for (size_t i = 0; i < list.n; i++) {
        struct wai_error err = { 0 };
        struct wai_config config;
        char path[256];
        enum wai_status status;

        (void)snprintf(path, sizeof path, "%s.cfg", list.names[i]);
        status = wai_config_read(&config, path, NULL, 0, &err);
        wai_config_free(&config);
        n_wrong += !is_as_wanted(list.names[i], status, &err);
    }
    free_files(&list);
    go_to("../../..");
    assert_true(n >= LEAST_SCENARIOS);
    assert_int_equal(n_wrong, 0);
}

/* A sound world but for the table; a table of points goes into a config. */
static void write_scenario(const char *table, char *text, size_t size)
{
    static const char *const roles[] = { "countries", "borders", "blocs", "record" };
    size_t at;

    if (strncmp(table, "points_", 7) == 0) {
        (void)snprintf(text, size,
                       "scenario = \"../scenarios/base/base.cfg\";\n"
                       "sweep: { design = \"list\"; list = \"%s.csv\"; };\n",
                       table);
        return;
    }
    at = (size_t)snprintf(text, size,
                          "title = \"x\"; start = \"2025-07-26\"; end = \"2030-01-01\";\n"
                          "sponsor = \"CHN\"; rival_leader = \"USA\"; world: {\n");
    for (size_t i = 0; i < 4; i++) {
        size_t length = strlen(roles[i]);
        int is_bad = strncmp(table, roles[i], length) == 0 && table[length] == '_';

        at += (size_t)snprintf(text + at, size - at,
                               is_bad ? "%s = \"%s.csv\";\n" : "%s = \"../scenarios/base/%s.csv\";\n",
                               roles[i], is_bad ? table : roles[i]);
    }
    (void)snprintf(text + at, size - at, "};\n");
}

static void each_bad_table_gets_exactly_its_messages(void **state)
{
    struct names list;
    size_t n_wrong = 0, n;

    (void)state;
    go_to("tests/bad/tables");
    list_files(&list, ".csv");
    n = list.n;
    for (size_t i = 0; i < list.n; i++) {
        struct wai_error err = { 0 };
        struct wai_config config;
        char text[2048];
        enum wai_status status;

        write_scenario(list.names[i], text, sizeof text);
        status = wai_config_read_text(&config, text, strlen(text), "scenario", ".", NULL, 0, &err);
        wai_config_free(&config);
        n_wrong += !is_as_wanted(list.names[i], status, &err);
    }
    free_files(&list);
    go_to("../../..");
    assert_true(n >= LEAST_TABLES);
    assert_int_equal(n_wrong, 0);
}

/* ---- the program ---- */

/* Runs "PROGRAM run FILE -o OUT" with its talk in a file; the exit code. */
static int run_program(const char *program, const char *file, const char *out, const char *talk)
{
    pid_t child = fork();
    int status;

    assert_true(child >= 0);
    if (child == 0) {
        int fd = open(talk, O_WRONLY | O_CREAT | O_TRUNC, 0600);

        if (fd < 0 || dup2(fd, 1) < 0 || dup2(fd, 2) < 0) {
            _exit(126);
        }
        (void)execl(program, program, "run", file, "-o", out, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* 1 when the program refuses the file with the messages wanted. */
static int refuses(const char *program, const char *name, const char *out, const char *talk)
{
    char path[256], *wanted, *given;
    int code, right;

    (void)snprintf(path, sizeof path, "%s.cfg", name);
    code = run_program(program, path, out, talk);
    (void)snprintf(path, sizeof path, "%s.expect", name);
    wanted = read_text(path);
    given = read_text(talk);
    /* The first message stands for all: they are compared above. */
    wanted[strcspn(wanted, "\n")] = '\0';
    right = strstr(given, wanted) != NULL;
    if (code != 2 || !right) {
        print_error("%s: exit code %d, said\n%s", name, code, given);
        right = 0;
    }
    free(wanted);
    free(given);
    return right;
}

static void the_program_refuses_each_bad_file_and_writes_nothing(void **state)
{
    const char *program = getenv("WAICO");
    char folder[] = "/tmp/waico-bad-XXXXXX", out[64], talk[64];
    struct names before, after, left;
    size_t n_wrong = 0;

    (void)state;
    if (!program || program[0] != '/' || access(program, X_OK) != 0) {
        skip();
    }
    assert_non_null(mkdtemp(folder));
    (void)snprintf(out, sizeof out, "%s/out.h5", folder);
    (void)snprintf(talk, sizeof talk, "%s/talk", folder);
    go_to("tests/bad/scenarios");
    list_files(&before, "");
    for (size_t i = 0; i < before.n; i++) {
        size_t length = strlen(before.names[i]);

        if (length > 4 && strcmp(before.names[i] + length - 4, ".cfg") == 0) {
            before.names[i][length - 4] = '\0';
            n_wrong += !refuses(program, before.names[i], out, talk);
        }
    }
    list_files(&after, "");
    go_to(folder);
    list_files(&left, "");
    assert_int_equal(n_wrong, 0);
    assert_int_equal(before.n, after.n);
    assert_int_equal(left.n, 3); /* ".", ".." and the talk */
    free_files(&before);
    free_files(&after);
    free_files(&left);
    assert_int_equal(unlink(talk), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bad_scenario_and_config_gets_exactly_its_messages),
        cmocka_unit_test(each_bad_table_gets_exactly_its_messages),
        cmocka_unit_test(the_program_refuses_each_bad_file_and_writes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
