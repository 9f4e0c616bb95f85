/* The nearest result is sought in the folder that was named, then in results/. */
#include "cli/locate.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/option.h"
#include "scenario/path.h"

#define MOST_NAMES 4096
#define PATH 4096

/* Names of the results in a folder. */
struct names {
    size_t n;
    char *names[MOST_NAMES];
};

static int is_result_name(const char *name)
{
    size_t length = strlen(name);

    return length > 3 && strcmp(name + length - 3, ".h5") == 0 && name[0] != '.';
}

static void read_names(struct names *list, const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    list->n = 0;
    while (dir && list->n < MOST_NAMES && (entry = readdir(dir)) != NULL) {
        if (is_result_name(entry->d_name)) {
            char *copy = strdup(entry->d_name);

            list->n += copy != NULL;
            list->names[list->n - (copy != NULL)] = copy;
        }
    }
    if (dir) {
        (void)closedir(dir);
    }
}

static void free_names(struct names *list)
{
    while (list->n > 0) {
        free(list->names[--list->n]);
    }
}

/* The result in a folder that `name` may have meant, with or without ".h5", into near: the same name, or any
 * that is like it.  0: none. */
static int find_near(const char *folder, const char *name, int alike, char near[PATH])
{
    struct names *list = malloc(sizeof *list);
    const char *hit = NULL;
    char whole[PATH];

    if (!list) {
        return 0;
    }
    (void)snprintf(whole, sizeof whole, "%s%s", name, is_result_name(name) ? "" : ".h5");
    read_names(list, folder);
    for (size_t i = 0; i < list->n && !hit; i++) {
        hit = strcmp(list->names[i], whole) == 0 ? list->names[i] : NULL;
    }
    if (!hit && alike) {
        hit = wai_option_suggest(whole, (const char *const *)list->names, list->n);
    }
    if (hit) {
        (void)snprintf(near, PATH, "%s%s%s", strcmp(folder, ".") == 0 ? "" : folder,
                       strcmp(folder, ".") == 0 ? "" : "/", hit);
    }
    free_names(list);
    free(list);
    return hit != NULL;
}

static enum wai_status is_missing(const char *path, struct wai_error *err)
{
    char *folder = wai_path_folder(path), near[PATH];
    int found = 0;

    for (int alike = 0; folder && !found && alike < 2; alike++) {
        found = find_near(folder, wai_path_name(path), alike, near) ||
                (strcmp(folder, ".") == 0 && find_near("results", path, alike, near));
    }
    free(folder);
    return wai_error_add(err, WAI_ERR_IO, "%s: no such file%s%s%s", path, found ? "; did you mean \"" : "",
                         found ? near : "", found ? "\"?" : "");
}

static enum wai_status is_folder(const char *path, struct wai_error *err)
{
    struct names *list = malloc(sizeof *list);
    enum wai_status status;

    if (list) {
        read_names(list, path);
    }
    status = wai_error_add(err, WAI_ERR_IO, "%s: is a folder; a result file (.h5) is wanted%s%s%s%s", path,
                           list && list->n > 0 ? ", such as " : "", list && list->n > 0 ? path : "",
                           list && list->n > 0 && path[strlen(path) - 1] != '/' ? "/" : "",
                           list && list->n > 0 ? list->names[0] : "");
    if (list) {
        free_names(list);
    }
    free(list);
    return status;
}

enum wai_status wai_locate_result(const char *path, struct wai_error *err)
{
    struct stat about;

    if (stat(path, &about) != 0) {
        return errno == ENOENT || errno == ENOTDIR
                   ? is_missing(path, err)
                   : wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
    }
    return S_ISDIR(about.st_mode) ? is_folder(path, err) : WAI_OK;
}

enum wai_status wai_locate_results(char *const *paths, int n, struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    for (int i = 0; status == WAI_OK && i < n; i++) {
        struct stat about;

        if (is_result_name(wai_path_name(paths[i])) || stat(paths[i], &about) != 0 ||
            S_ISDIR(about.st_mode)) {
            status = wai_locate_result(paths[i], err);
        }
    }
    return status;
}

enum wai_status wai_locate_create(const char *path, int force, FILE **file, struct wai_error *err)
{
    *file = strcmp(path, "-") == 0 ? stdout : fopen(path, force ? "w" : "wx");
    if (*file) {
        return WAI_OK;
    }
    return errno == EEXIST
               ? wai_error_add(err, WAI_ERR_EXISTS, "%s is there already; --force replaces it", path)
               : wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
}

/* Why writing failed.  The reason is forgotten when it was an earlier piece that could not be written:
 * another byte, to a file that is spoilt anyway, meets the same fault. */
const char *wai_locate_fault(FILE *file)
{
    return errno != 0 || write(fileno(file), " ", 1) < 0 ? strerror(errno) : "writing failed";
}

enum wai_status wai_locate_close(const char *path, FILE *file, struct wai_error *err)
{
    int fault = ferror(file);

    errno = 0;
    fault |= fflush(file);
    if (fault && !(file == stdout && wai_locate_is_unread())) {
        (void)wai_error_add(err, WAI_ERR_IO, "%s: %s", file == stdout ? "standard output" : path,
                            wai_locate_fault(file));
    } else {
        fault = 0;
    }
    if (file == stdout) {
        clearerr(stdout); /* it is told once */
    } else if (fclose(file) != 0 && !fault) {
        fault = 1;
        (void)wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
    }
    return fault ? WAI_ERR_IO : WAI_OK;
}

int wai_locate_is_unread(void)
{
    struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

    return poll(&out, 1, 0) > 0 && (out.revents & POLLERR) != 0;
}
