/* How many workers: the quota of control groups, in a made tree of /proc and mounts, and the affinity mask.
 */
#define _GNU_SOURCE /* sched_setaffinity */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiment/workers.h"

#define PATH 512

static char root[] = "/tmp/waico-workers-XXXXXX";

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

static void drop(const char *path)
{
    char full[PATH];

    (void)snprintf(full, sizeof full, "%s%s", root, path);
    (void)unlink(full);
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

#define MOUNT_2 "35 24 0:30 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
#define MOUNT_1 "36 24 0:31 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
#define MEMORY_1 "37 24 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"

static void without_control_groups_there_is_no_quota(void **state)
{
    (void)state;
    assert_int_equal(wai_workers_quota("/nowhere"), 0);
    put("/proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
    put("/proc/self/cgroup", "0::/\n");
    assert_int_equal(wai_workers_quota(root), 0);
}

static void a_quota_of_version_2_is_rounded_up(void **state)
{
    static const struct {
        const char *text;
        unsigned n;
    } quotas[] = { { "200000 100000\n", 2 }, { "150000 100000\n", 2 }, { "10000 100000\n", 1 },
                   { "max 100000\n", 0 },    { "300000 50000\n", 6 },  { "100001 100000\n", 2 } };

    (void)state;
    put("/proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n" MOUNT_2);
    put("/proc/self/cgroup", "0::/user.slice/job 7\n");
    for (size_t i = 0; i < sizeof quotas / sizeof *quotas; i++) {
        put("/sys/fs/cgroup/user.slice/job 7/cpu.max", quotas[i].text);
        assert_int_equal(wai_workers_quota(root), quotas[i].n);
    }
}

static void the_least_of_a_group_and_its_parents_counts(void **state)
{
    (void)state;
    put("/proc/self/mountinfo", MOUNT_2);
    put("/proc/self/cgroup", "0::/a/b/c\n");
    put("/sys/fs/cgroup/a/b/c/cpu.max", "800000 100000\n");
    put("/sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
    put("/sys/fs/cgroup/a/cpu.max", "300000 100000\n");
    assert_int_equal(wai_workers_quota(root), 3);
    put("/sys/fs/cgroup/cpu.max", "100000 100000\n"); /* of a container: its own root */
    assert_int_equal(wai_workers_quota(root), 1);
    drop("/sys/fs/cgroup/cpu.max");
    put("/sys/fs/cgroup/a/b/c/cpu.max", "200000 100000\n");
    assert_int_equal(wai_workers_quota(root), 2);
}

static void version_1_has_quota_and_period_in_two_files(void **state)
{
    (void)state;
    put("/proc/self/mountinfo", MEMORY_1 MOUNT_1);
    put("/proc/self/cgroup", "5:memory:/m\n4:cpuset:/other\n3:cpu,cpuacct:/slurm/job\n0::/ignored\n");
    put("/sys/fs/cgroup/cpu,cpuacct/slurm/job/cpu.cfs_quota_us", "-1\n");
    put("/sys/fs/cgroup/cpu,cpuacct/slurm/job/cpu.cfs_period_us", "100000\n");
    assert_int_equal(wai_workers_quota(root), 0);
    put("/sys/fs/cgroup/cpu,cpuacct/slurm/cpu.cfs_quota_us", "350000\n");
    put("/sys/fs/cgroup/cpu,cpuacct/slurm/cpu.cfs_period_us", "100000\n");
    assert_int_equal(wai_workers_quota(root), 4);
    put("/sys/fs/cgroup/cpu,cpuacct/slurm/job/cpu.cfs_quota_us", "100000\n");
    assert_int_equal(wai_workers_quota(root), 1);
}

/* A container may see its part of the tree under the path that the host knows, or another path altogether. */
static void a_container_finds_its_group_at_the_mount(void **state)
{
    (void)state;
    put("/proc/self/mountinfo", "36 24 0:31 /docker/f00 /cg\\040roup ro - cgroup cgroup rw,cpuacct,cpu\n");
    put("/cg roup/cpu.cfs_quota_us", "200000\n");
    put("/cg roup/cpu.cfs_period_us", "100000\n");
    put("/proc/self/cgroup", "3:cpu,cpuacct:/docker/f00\n");
    assert_int_equal(wai_workers_quota(root), 2);
    put("/proc/self/cgroup", "3:cpu,cpuacct:/docker/f00d\n");
    assert_int_equal(wai_workers_quota(root), 2);
    put("/proc/self/cgroup", "3:cpu,cpuacct:/../elsewhere\n");
    assert_int_equal(wai_workers_quota(root), 2);
}

static void damaged_texts_of_the_kernel_are_no_quota(void **state)
{
    (void)state;
    put("/proc/self/mountinfo", "1 2\n\n - cgroup2\n" MOUNT_2);
    put("/proc/self/cgroup", "garbage\n0:\n0::/g\n");
    put("/sys/fs/cgroup/g/cpu.max", "");
    assert_int_equal(wai_workers_quota(root), 0);
    put("/sys/fs/cgroup/g/cpu.max", "100000\n");
    assert_int_equal(wai_workers_quota(root), 0);
    put("/sys/fs/cgroup/g/cpu.max", "-5 100000\n");
    assert_int_equal(wai_workers_quota(root), 0);
}

static void one_processor_of_the_mask_means_one_worker(void **state)
{
    cpu_set_t before, one;
    unsigned n;

    (void)state;
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    n = wai_workers_preset();
    assert_in_range(n, 1, (unsigned)CPU_COUNT(&before));
    CPU_ZERO(&one);
    for (size_t i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; i++) {
        if (CPU_ISSET(i, &before)) {
            CPU_SET(i, &one);
        }
    }
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(wai_workers_preset(), 1);
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
    assert_int_equal(wai_workers_preset(), n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_control_groups_there_is_no_quota),
        cmocka_unit_test(a_quota_of_version_2_is_rounded_up),
        cmocka_unit_test(the_least_of_a_group_and_its_parents_counts),
        cmocka_unit_test(version_1_has_quota_and_period_in_two_files),
        cmocka_unit_test(a_container_finds_its_group_at_the_mount),
        cmocka_unit_test(damaged_texts_of_the_kernel_are_no_quota),
        cmocka_unit_test(one_processor_of_the_mask_means_one_worker),
    };

    return cmocka_run_group_tests(tests, make_root, remove_root);
}
