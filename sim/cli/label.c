/* The table of parameters says which paths there are. */
#include "cli/label.h"

#include <stddef.h>
#include <string.h>

#include "model/param.h"

int wai_label_is(const char *path, const char *name)
{
    while (*path != '\0' && (*path == *name || (*path == '.' && *name == '_'))) {
        path++;
        name++;
    }
    return *path == '\0' && *name == '\0';
}

const char *wai_label_path(const char *name)
{
    for (size_t i = 0; i < wai_param_count; i++) {
        if (wai_label_is(wai_param_table[i].path, name)) {
            return wai_param_table[i].path;
        }
    }
    return name;
}

const char *wai_label_brief(const char *path)
{
    const char *start = path + strlen(path);

    while (start > path) {
        size_t length, n_others = 0;

        for (start--; start > path && start[-1] != '.'; start--) {
        }
        length = strlen(start);
        for (size_t i = 0; i < wai_param_count; i++) {
            const char *other = wai_param_table[i].path;
            size_t whole = strlen(other);

            n_others += strcmp(other, path) != 0 && whole >= length &&
                        strcmp(other + whole - length, start) == 0 &&
                        (whole == length || other[whole - length - 1] == '.');
        }
        if (n_others == 0) {
            break;
        }
    }
    return start;
}
