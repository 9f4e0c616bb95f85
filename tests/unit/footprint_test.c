/* How much memory is there: the least of what the kernel, control groups and limits leave, in a made tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "experiment/footprint.h"

#define PATH 512

static char root[] = "/tmp/waico-footprint-XXXXXX";

/* Writes root/path with the folders above it. */
static void put(const char *path, const char *text)
{
    char full[PATH];
    FILE *file;

    (void)snprintf(full, sizeof full, "%s%s", root, path);
    for (char *slash = full + strlen(root) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        (void)mkdir(full, 0777);
        *slash = '/';
    }
    file = fopen(full, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int make_root(void **state)
{
    (void)state;
    return mkdtemp(root) ? 0 : -1;
}

static int remove_root(void **state)
{
    char command[PATH];

    (void)state;
    (void)snprintf(command, sizeof command, "rm -r '%s'", root);
    return system(command);
}

static void nobody_says_how_much_there_is(void **state)
{
    (void)state;
    assert_true(wai_footprint_there("/nowhere") == UINT64_MAX);
}

static void the_least_of_available_and_control_groups_counts(void **state)
{
    (void)state;
    put("/proc/meminfo", "MemTotal:  8000 kB\nMemFree: 10 kB\nMemAvailable:    4000 kB\nBuffers: 1 kB\n");
    assert_int_equal(wai_footprint_there(root), 4000 * 1024);
    put("/proc/self/mountinfo", "35 24 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    put("/proc/self/cgroup", "0::/a/b\n");
    put("/sys/fs/cgroup/a/b/memory.max", "max\n");
    put("/sys/fs/cgroup/a/b/memory.current", "1000\n");
    assert_int_equal(wai_footprint_there(root), 4000 * 1024);
    put("/sys/fs/cgroup/a/memory.max", "3000000\n");
    put("/sys/fs/cgroup/a/memory.current", "1000000\n");
    assert_int_equal(wai_footprint_there(root), 2000000);
    put("/sys/fs/cgroup/a/b/memory.max", "500\n");
    assert_int_equal(wai_footprint_there(root), 0);
}

static void version_1_names_its_files_otherwise(void **state)
{
    (void)state;
    put("/proc/self/mountinfo", "37 24 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
    put("/proc/self/cgroup", "5:cpu:/other\n4:memory:/job\n");
    put("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "3000000\n");
    put("/sys/fs/cgroup/memory/job/memory.usage_in_bytes", "2999999\n");
    assert_int_equal(wai_footprint_there(root), 1);
    put("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "9223372036854771712\n"); /* none */
    assert_int_equal(wai_footprint_there(root), 4000 * 1024);
}

static void too_little_memory_is_refused_with_numbers(void **state)
{
    const struct wai_footprint enough = { 0, 1000, 1000 }, less = { 0, 3000000, 2500000 };
    struct wai_error err = { 0 };

    (void)state;
    assert_int_equal(wai_footprint_check(&enough, 1, NULL), WAI_OK);
    assert_int_equal(wai_footprint_check(&less, 1, &err), WAI_ERR_MEMORY);
    assert_non_null(strstr(wai_error_text(&err), "about 3 MB of memory with 1 worker, and 2.5 MB are there"));
    wai_error_free(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_says_how_much_there_is),
        cmocka_unit_test(the_least_of_available_and_control_groups_counts),
        cmocka_unit_test(version_1_names_its_files_otherwise),
        cmocka_unit_test(too_little_memory_is_refused_with_numbers),
    };

    return cmocka_run_group_tests(tests, make_root, remove_root);
}
