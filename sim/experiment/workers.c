/* Affinity mask and control groups, as the kernel tells them. */
#define _GNU_SOURCE /* sched_getaffinity, CPU_ALLOC */
#include "experiment/workers.h"

#include <sched.h>
#include <unistd.h>

#include "experiment/cgroup.h"

#define MOST_WORKERS 4096

/* ---- the affinity mask ---- */

/* Processors of the mask; 0 when it cannot be read. */
static unsigned usable(void)
{
    for (int n = 1024; n <= (1 << 20); n *= 2) {
        cpu_set_t *set = CPU_ALLOC((size_t)n);
        size_t size = CPU_ALLOC_SIZE((size_t)n);
        int count = 0;

        if (!set) {
            return 0;
        }
        CPU_ZERO_S(size, set);
        if (sched_getaffinity(0, size, set) == 0) {
            count = CPU_COUNT_S(size, set);
        }
        CPU_FREE(set);
        if (count > 0) {
            return (unsigned)count;
        }
    }
    return 0;
}

/* ---- control groups ---- */

/* Processors that one group allows. */
static int64_t allowance(const char *folder, int version)
{
    int64_t quota, period, none;

    if (version == 2) {
        wai_cgroup_read(folder, "cpu.max", &quota, &period);
    } else {
        wai_cgroup_read(folder, "cpu.cfs_quota_us", &quota, &none);
        wai_cgroup_read(folder, "cpu.cfs_period_us", &period, &none);
    }
    if (quota <= 0 || period <= 0) {
        return -1;
    }
    return quota / period >= MOST_WORKERS ? MOST_WORKERS : (quota + period - 1) / period;
}

unsigned wai_workers_quota(const char *root)
{
    int64_t limit = wai_cgroup_least(root, "cpu", allowance);

    return limit < 0 ? 0 : (unsigned)limit;
}

unsigned wai_workers_preset(void)
{
    unsigned n = usable(), quota;

    if (n == 0) {
        long online = sysconf(_SC_NPROCESSORS_ONLN);

        n = online < 1 ? 1 : online > MOST_WORKERS ? MOST_WORKERS : (unsigned)online;
    }
    quota = wai_workers_quota("");
    n = quota > 0 && quota < n ? quota : n;
    return n > MOST_WORKERS ? MOST_WORKERS : n;
}
