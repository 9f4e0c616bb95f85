/* How many workers to start when nobody says it: as many as this process may keep busy. */
#ifndef WAI_EXPERIMENT_WORKERS_H
#define WAI_EXPERIMENT_WORKERS_H

/* Processors that the process may use: those of its affinity mask (taskset, cpusets, batch systems), not more
 * than its control groups and their parents let it have (a quota of 1.5 processors counts as 2).  1 .. 4096.
 */
unsigned wai_workers_preset(void);

/* The processors that control groups allow, rounded up; 0: no limit.  root: what stands before /proc and the
 * mounts, "" but in tests.  Reads cpu.max (version 2) and cpu.cfs_quota_us, cpu.cfs_period_us (version 1). */
unsigned wai_workers_quota(const char *root);

#endif
