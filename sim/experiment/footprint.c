/* Sizes added up as they are taken, and limits as the kernel tells them. */
#include "experiment/footprint.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "experiment/cgroup.h"
#include "experiment/findings.h"
#include "experiment/progress.h"
#include "experiment/study.h"
#include "model/record.h"
#include "model/world.h"
#include "output/rows.h"
#include "output/summary.h"

#define FIXED_BYTES ((uint64_t)24 << 20) /* of libraries, threads and buffers */

/* ---- what there is ---- */

/* Bytes that one group leaves. */
static int64_t allowance(const char *folder, int version)
{
    int64_t limit, used, none;

    wai_cgroup_read(folder, version == 2 ? "memory.max" : "memory.limit_in_bytes", &limit, &none);
    wai_cgroup_read(folder, version == 2 ? "memory.current" : "memory.usage_in_bytes", &used, &none);
    if (limit < 0) {
        return -1;
    }
    return used > 0 && used < limit ? limit - used : used >= limit ? 0 : limit;
}

/* MemAvailable of /proc/meminfo; UINT64_MAX: not told. */
static uint64_t available(const char *root)
{
    char path[4096], line[256];
    unsigned long long kilobytes;
    uint64_t bytes = UINT64_MAX;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/proc/meminfo", root);
    file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "MemAvailable: %18llu kB", &kilobytes) == 1) {
            bytes = (uint64_t)kilobytes * 1024;
        }
    }
    if (file) {
        (void)fclose(file);
    }
    return bytes;
}

/* Pages of this process: all that it has, and those in memory. */
static void read_pages(const char *root, uint64_t *size, uint64_t *resident)
{
    char path[4096];
    unsigned long long all = 0, in_memory = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/proc/self/statm", root);
    file = fopen(path, "r");
    if (file && fscanf(file, "%18llu %18llu", &all, &in_memory) != 2) {
        all = in_memory = 0;
    }
    if (file) {
        (void)fclose(file);
    }
    *size = all * (uint64_t)sysconf(_SC_PAGESIZE);
    *resident = in_memory * (uint64_t)sysconf(_SC_PAGESIZE);
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t wai_footprint_there(const char *root)
{
    int64_t group = wai_cgroup_least(root, "memory", allowance);
    uint64_t there = available(root), size, resident;
    struct rlimit limit;

    if (group >= 0) {
        there = least(there, (uint64_t)group);
    }
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        read_pages(root, &size, &resident);
        there = least(there, limit.rlim_cur > size ? limit.rlim_cur - size : 0);
    }
    return there;
}

/* ---- what is taken ---- */

/* Bytes of the findings of a study. */
static enum wai_status findings_bytes(const struct wai_setup *setup, uint64_t *bytes, struct wai_error *err)
{
    struct wai_findings findings;
    enum wai_status status = wai_findings_init(&findings, setup);

    if (status != WAI_OK) {
        return wai_error_add(err, status, "out of memory for the findings");
    }
    *bytes = findings.n_counts * sizeof *findings.counts;
    wai_findings_free(&findings);
    return WAI_OK;
}

enum wai_status wai_footprint_estimate(const struct wai_plan *plan, unsigned n_workers,
                                       struct wai_footprint *footprint, struct wai_error *err)
{
    size_t n =
        plan->max_replications < WAI_LAYOUT_CHUNK_ROWS ? plan->max_replications : WAI_LAYOUT_CHUNK_ROWS;
    int is_study = plan->design.kind == WAI_DESIGN_NONE;
    uint64_t batch = wai_rows_bytes(&plan->layout, is_study ? wai_study_batch(plan->max_replications) : n);
    uint64_t findings = 0, size;
    struct wai_setup setup;
    enum wai_status status = WAI_OK;

    wai_plan_setup(plan, 0, &setup);
    if (is_study) {
        status = findings_bytes(&setup, &findings, err);
    }
    read_pages("", &size, &footprint->now);
    footprint->more = FIXED_BYTES +
                      (uint64_t)n_workers * (wai_world_bytes(&setup) + wai_record_bytes(&setup)) +
                      (2 * (uint64_t)n_workers + 1) * (batch + findings) + wai_rows_bytes(&plan->layout, n) +
                      findings + wai_summary_bytes(&plan->layout, plan->max_replications);
    footprint->there = wai_footprint_there("");
    return status;
}

enum wai_status wai_footprint_check(const struct wai_footprint *footprint, unsigned n_workers,
                                    struct wai_error *err)
{
    char more[32], there[32];

    if (footprint->more <= footprint->there) {
        return WAI_OK;
    }
    wai_progress_bytes((double)footprint->more, more, sizeof more);
    wai_progress_bytes((double)footprint->there, there, sizeof there);
    return wai_error_add(err, WAI_ERR_MEMORY,
                         "this would take about %s of memory with %u worker%s, and %s are there; use fewer "
                         "workers (-j) or keep less of every replication, or go on all the same with "
                         "--force-memory",
                         more, n_workers, n_workers == 1 ? "" : "s", there);
}
