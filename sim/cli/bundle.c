/* Looking for bundled files; nothing is compiled in, so the whole can be moved. */
#include "cli/bundle.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_ROOTS 4

/* Place number k to look in; "" when there is none. */
static void root(int k, char path[WAI_BUNDLE_PATH])
{
    const char *given = getenv("WAICO_DATA");
    char program[WAI_BUNDLE_PATH / 2];
    ssize_t length;
    char *slash;

    path[0] = '\0';
    if (k == 0) {
        (void)snprintf(path, WAI_BUNDLE_PATH, "%s", given ? given : "");
        return;
    }
    if (k == 1) {
        (void)snprintf(path, WAI_BUNDLE_PATH, ".");
        return;
    }
    length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) {
        return;
    }
    program[length] = '\0';
    slash = strrchr(program, '/');
    if (slash) {
        *slash = '\0';
        (void)snprintf(path, WAI_BUNDLE_PATH, k == 2 ? "%s/.." : "%s/../share/waico", program);
    }
}

static int is_file(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && !S_ISDIR(about.st_mode);
}

/* Joins three parts; 0 when the whole is too long. */
static int join(char path[WAI_BUNDLE_PATH], const char *folder, const char *sub, const char *name,
                const char *ending)
{
    int length = snprintf(path, WAI_BUNDLE_PATH, "%s/%s/%s%s", folder, sub, name, ending);

    return length > 0 && length < WAI_BUNDLE_PATH;
}

void wai_bundle_resolve(const char *given, char path[WAI_BUNDLE_PATH])
{
    static const char *const folders[] = { "scenarios", "configs" };
    static const char *const endings[] = { "", ".cfg" };

    if (!is_file(given) && !strchr(given, '/')) {
        for (int k = 0; k < N_ROOTS; k++) {
            char place[WAI_BUNDLE_PATH];

            root(k, place);
            for (int f = 0; place[0] != '\0' && f < 4; f++) {
                if (join(path, place, folders[f / 2], given, endings[f % 2]) && is_file(path)) {
                    return;
                }
            }
        }
    }
    (void)snprintf(path, WAI_BUNDLE_PATH, "%s", given);
}

static int is_cfg(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return entry->d_name[0] != '.' && length > 4 && strcmp(entry->d_name + length - 4, ".cfg") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The full names of n entries of a folder; frees the entries. */
static enum wai_status keep(const char *place, const char *folder, struct dirent **entries, int n,
                            char ***paths)
{
    enum wai_status status = WAI_OK;

    *paths = calloc((size_t)n + 1, sizeof **paths);
    for (int i = 0; i < n; i++) {
        char path[WAI_BUNDLE_PATH];

        if (*paths && join(path, place, folder, entries[i]->d_name, "")) {
            (*paths)[i] = strdup(path);
        }
        status = *paths && (*paths)[i] ? status : WAI_ERR_MEMORY;
        free(entries[i]);
    }
    free(entries);
    if (!*paths) {
        return WAI_ERR_MEMORY;
    }
    if (status != WAI_OK) {
        wai_bundle_free(*paths, (size_t)n);
        *paths = NULL;
    }
    return status;
}

enum wai_status wai_bundle_list(const char *folder, char ***paths, size_t *n)
{
    *paths = NULL;
    *n = 0;
    for (int k = 0; k < N_ROOTS; k++) {
        char place[WAI_BUNDLE_PATH], path[WAI_BUNDLE_PATH];
        struct dirent **entries;
        int found;

        root(k, place);
        if (place[0] == '\0' || !join(path, place, folder, "", "")) {
            continue;
        }
        found = scandir(path, &entries, is_cfg, by_bytes);
        if (found > 0) {
            enum wai_status status = keep(place, folder, entries, found, paths);

            *n = status == WAI_OK ? (size_t)found : 0;
            return status;
        }
        if (found == 0) {
            free(entries);
        }
    }
    return WAI_OK;
}

void wai_bundle_free(char **paths, size_t n)
{
    for (size_t i = 0; paths && i < n; i++) {
        free(paths[i]);
    }
    free(paths);
}
