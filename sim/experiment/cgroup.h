/* What the control groups of this process and the groups above them allow (cgroups, versions 1 and 2). */
#ifndef WAI_EXPERIMENT_CGROUP_H
#define WAI_EXPERIMENT_CGROUP_H

#include <stdint.h>

/* The least that a group of this process allows; -1: no limit.
 *
 * root        what stands before /proc and the mounts, "" but in tests
 * controller  "cpu" or "memory"
 * allowance   what the group with that folder allows by itself, -1 nothing said; version: 1 or 2 */
int64_t wai_cgroup_least(const char *root, const char *controller,
                         int64_t (*allowance)(const char *folder, int version));

/* The first and the second number in a file of a group; -1 for "max" and for what is not there. */
void wai_cgroup_read(const char *folder, const char *name, int64_t *first, int64_t *second);

#endif
