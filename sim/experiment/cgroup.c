/* The groups of a process, found by /proc/self/cgroup and the mounts of their hierarchies. */
#include "experiment/cgroup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE 4096

/* What is looked for. */
struct search {
    const char *root, *controller;
    int64_t (*allowance)(const char *folder, int version);
};

/* The group of this process in a hierarchy: in version 2 that of the line "0::PATH", in version 1 of the line
 * that names the controller.  0 when there is none. */
static int find_group(const struct search *search, int version, char group[LINE])
{
    char path[LINE], line[LINE];
    int found = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/proc/self/cgroup", search->root);
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

                found =
                    length == strlen(search->controller) && strncmp(word, search->controller, length) == 0;
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
 * version of a hierarchy with the controller, with the group that is mounted and where; 0: another. */
static int read_mount(const struct search *search, char *line, char **base, char **point)
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
        if (strcmp(word, search->controller) == 0) {
            return 1;
        }
    }
    return 0;
}

void wai_cgroup_read(const char *folder, const char *name, int64_t *first, int64_t *second)
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

static int64_t least(int64_t a, int64_t b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* The least that a group and the groups above it allow, up to the one that is mounted. */
static int64_t hierarchy(const struct search *search, const char *point, const char *base, const char *group,
                         int version)
{
    size_t skipped = strcmp(base, "/") == 0 ? 0 : strlen(base);
    char folder[LINE];
    size_t top;
    int64_t limit;

    /* In a container the path may be that of the host, of which only the part below the mount can be seen. */
    if (strncmp(group, base, skipped) != 0 || (group[skipped] != '/' && group[skipped] != '\0') ||
        strstr(group, "/..")) {
        group = "";
        skipped = 0;
    }
    if (snprintf(folder, sizeof folder, "%s%s%s", search->root, point, group + skipped) >=
        (int)sizeof folder) {
        return -1;
    }
    top = strlen(search->root) + strlen(point);
    limit = search->allowance(folder, version);
    for (char *slash; strlen(folder) > top && (slash = strrchr(folder + top, '/')) != NULL;) {
        *slash = '\0';
        limit = least(limit, search->allowance(folder, version));
    }
    return limit;
}

int64_t wai_cgroup_least(const char *root, const char *controller,
                         int64_t (*allowance)(const char *folder, int version))
{
    const struct search search = { root, controller, allowance };
    char path[LINE], line[LINE], group[LINE], *base, *point;
    int64_t limit = -1;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/proc/self/mountinfo", root);
    file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        int version = read_mount(&search, line, &base, &point);

        if (version > 0 && find_group(&search, version, group)) {
            limit = least(limit, hierarchy(&search, point, base, group, version));
        }
    }
    if (file) {
        (void)fclose(file);
    }
    return limit;
}
