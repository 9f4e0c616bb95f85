/* Affinity mask and control groups, as the kernel tells them. */
#define _GNU_SOURCE /* sched_getaffinity, CPU_ALLOC */
#include "experiment/workers.h"

#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_WORKERS 4096
#define LINE 4096

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

/* The group of this process in a hierarchy: in version 2 that of the line "0::PATH", in version 1 of the line
 * that names the controller cpu.  0 when there is none. */
static int find_group(const char *root, int version, char group[LINE])
{
    char path[LINE], line[LINE];
    int found = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    file = fopen(path, "r");
    while (file && !found && fgets(line, sizeof line, file)) {
        char *controllers = strchr(line, ':');
        char *name = controllers ? strchr(controllers + 1, ':') : NULL;

        if (!name) {
            continue;
        }
        *name++ = '\0';
        name[strcspn(name, "\n")] = '\0';
        controllers++;
        if (version == 2) {
            found = controllers[0] == '\0';
        } else {
            for (char *word = controllers; *word != '\0' && !found; word += word[strcspn(word, ",")] == ',') {
                size_t length = strcspn(word, ",");

                found = length == 3 && strncmp(word, "cpu", 3) == 0;
                word += length;
            }
        }
        if (found) {
            (void)snprintf(group, LINE, "%s", name);
        }
    }
    if (file) {
        (void)fclose(file);
    }
    return found;
}

/* Undoes \040 and the like, in place. */
static void unescape(char *text)
{
    char *to = text;

    while (*text != '\0') {
        if (text[0] == '\\' && text[1] >= '0' && text[1] <= '3' && text[2] >= '0' && text[2] <= '7' &&
            text[3] >= '0' && text[3] <= '7') {
            *to++ = (char)((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0'));
            text += 4;
        } else {
            *to++ = *text++;
        }
    }
    *to = '\0';
}

/* A line of /proc/self/mountinfo: "ID PARENT DEVICE BASE POINT OPTIONS [...] - TYPE SOURCE OPTIONS".  The
 * version of a hierarchy that can limit processors, with the group that is mounted and where; 0: another. */
static int read_mount(char *line, char **base, char **point)
{
    char *words[6], *type = strstr(line, " - "), *rest = line, *options;

    for (int i = 0; i < 6; i++) {
        words[i] = strtok_r(i == 0 ? line : NULL, " ", &rest);
        if (!words[i] || !type || words[i] > type) {
            return 0;
        }
    }
    type += 3;
    options = strrchr(type, ' ');
    *base = words[3];
    *point = words[4];
    unescape(*base);
    unescape(*point);
    if (strncmp(type, "cgroup2 ", 8) == 0) {
        return 2;
    }
    if (strncmp(type, "cgroup ", 7) != 0 || !options) {
        return 0;
    }
    for (char *word = strtok_r(options, " ,\n", &rest); word; word = strtok_r(NULL, " ,\n", &rest)) {
        if (strcmp(word, "cpu") == 0) {
            return 1;
        }
    }
    return 0;
}

/* The first number of a file and the second ("max" and what is not there give -1). */
static void read_two(const char *folder, const char *name, long long *first, long long *second)
{
    char path[2 * LINE], line[64] = "", *end;
    FILE *file;

    *first = *second = -1;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "r");
    if (!file) {
        return;
    }
    if (fgets(line, sizeof line, file) && line[0] != 'm') {
        *first = strtoll(line, &end, 10);
        *second = end != line && *end == ' ' ? strtoll(end, NULL, 10) : -1;
    }
    (void)fclose(file);
}

/* What one group allows; 0: no limit. */
static unsigned allowance(const char *folder, int version)
{
    long long quota, period, none;

    if (version == 2) {
        read_two(folder, "cpu.max", &quota, &period);
    } else {
        read_two(folder, "cpu.cfs_quota_us", &quota, &none);
        read_two(folder, "cpu.cfs_period_us", &period, &none);
    }
    if (quota <= 0 || period <= 0) {
        return 0;
    }
    return quota / period >= MOST_WORKERS ? MOST_WORKERS : (unsigned)((quota + period - 1) / period);
}

static unsigned least(unsigned a, unsigned b)
{
    return a == 0 || (b > 0 && b < a) ? b : a;
}

/* The least that a group and the groups above it allow, up to the one that is mounted. */
static unsigned hierarchy(const char *root, const char *point, const char *base, const char *group,
                          int version)
{
    size_t skipped = strcmp(base, "/") == 0 ? 0 : strlen(base);
    char folder[LINE];
    size_t top;
    unsigned limit;

    /* In a container the path may be that of the host, of which only the part below the mount can be seen. */
    if (strncmp(group, base, skipped) != 0 || (group[skipped] != '/' && group[skipped] != '\0') ||
        strstr(group, "/..")) {
        group = "";
        skipped = 0;
    }
    if (snprintf(folder, sizeof folder, "%s%s%s", root, point, group + skipped) >= (int)sizeof folder) {
        return 0;
    }
    top = strlen(root) + strlen(point);
    limit = allowance(folder, version);
    for (char *slash; strlen(folder) > top && (slash = strrchr(folder + top, '/')) != NULL;) {
        *slash = '\0';
        limit = least(limit, allowance(folder, version));
    }
    return limit;
}

unsigned wai_workers_quota(const char *root)
{
    char path[LINE], line[LINE], group[LINE], *base, *point;
    unsigned limit = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/proc/self/mountinfo", root);
    file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        int version = read_mount(line, &base, &point);

        if (version > 0 && find_group(root, version, group)) {
            limit = least(limit, hierarchy(root, point, base, group, version));
        }
    }
    if (file) {
        (void)fclose(file);
    }
    return limit;
}

unsigned wai_workers_preset(void)
{
    unsigned n = usable();

    if (n == 0) {
        long online = sysconf(_SC_NPROCESSORS_ONLN);

        n = online < 1 ? 1 : online > MOST_WORKERS ? MOST_WORKERS : (unsigned)online;
    }
    n = least(wai_workers_quota(""), n);
    return n > MOST_WORKERS ? MOST_WORKERS : n;
}
