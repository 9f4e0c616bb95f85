/* Parameters by their dotted paths: groups of the tree against the table of the model. */
#include "scenario/params.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/draft.h"
#include "scenario/text.h"

#define LONGEST_PATH 120
#define MOST_NAMES 256 /* next components below one prefix */

/* Next components of all paths below a prefix ("" or "decision."), each once, into `names`, which borrows
 * from `store`.  Returns their number. */
static size_t names_below(const char *prefix, char store[][32], const char **names)
{
    size_t n = 0, length = strlen(prefix);

    for (size_t i = 0; i < wai_param_count && n < MOST_NAMES; i++) {
        const char *rest;
        size_t width, j = 0;

        if (strncmp(wai_param_table[i].path, prefix, length) != 0) {
            continue;
        }
        rest = wai_param_table[i].path + length;
        width = strcspn(rest, ".");
        while (j < n && !(strlen(names[j]) == width && memcmp(names[j], rest, width) == 0)) {
            j++;
        }
        if (j == n && width < sizeof store[0]) {
            memcpy(store[n], rest, width);
            store[n][width] = '\0';
            names[n] = store[n];
            n++;
        }
    }
    return n;
}

/* The path that ends in ".name", NULL when there is none. */
static const char *path_ending(const char *name)
{
    for (size_t i = 0; i < wai_param_count; i++) {
        const char *dot = strrchr(wai_param_table[i].path, '.');

        if (dot && strcmp(dot + 1, name) == 0) {
            return wai_param_table[i].path;
        }
    }
    return NULL;
}

static void tell_unknown(struct wai_value_reader *reader, const struct wai_node *node, const char *prefix,
                         const char *const *keys, size_t n_keys)
{
    char store[MOST_NAMES][32];
    const char *names[MOST_NAMES + 32];
    size_t n = names_below(prefix, store, names);
    const char *elsewhere = path_ending(node->name);
    int nearest;

    for (size_t i = 0; i < n_keys && i < 32; i++) {
        names[n++] = keys[i];
    }
    nearest = wai_text_nearest(node->name, names, n);
    if (elsewhere) {
        (void)wai_value_mistake(reader, node, "unknown key; did you mean \"%s\"?", elsewhere);
    } else if (nearest >= 0) {
        (void)wai_value_mistake(reader, node, "unknown key; did you mean \"%s%s\"?",
                                (size_t)nearest < n - n_keys ? prefix : "", names[nearest]);
    } else {
        struct wai_text allowed = { 0 };

        for (size_t i = 0; i < n; i++) {
            wai_text_add(&allowed, "%s%s", i ? ", " : "", names[i]);
        }
        (void)wai_value_mistake(reader, node, "unknown key; allowed are %s",
                                allowed.bytes ? allowed.bytes : "");
        wai_text_free(&allowed);
    }
}

int wai_params_check(struct wai_value_reader *reader, const struct wai_node *node, int row, double value)
{
    const struct wai_param *param = &wai_param_table[row];
    char text[WAI_TEXT_NUMBER], min[WAI_TEXT_NUMBER], max[WAI_TEXT_NUMBER];

    if (wai_param_allows((size_t)row, value)) {
        return 1;
    }
    (void)wai_text_number(value, text);
    (void)wai_text_number(param->min, min);
    (void)wai_text_number(param->max, max);
    if (value >= param->min && value <= param->max) {
        return wai_value_mistake(reader, node, "%s is not a whole number", text);
    }
    return wai_value_mistake(reader, node, "%s is outside [%s, %s]", text, min, max);
}

static void read_value(struct wai_value_reader *reader, const struct wai_node *node, int row,
                       struct wai_params *params)
{
    if (node->kind != WAI_NODE_REAL && node->kind != WAI_NODE_WHOLE) {
        if (node->kind == WAI_NODE_TEXT && node->line == 0) {
            (void)wai_value_mistake(reader, node, "is not a number");
        } else {
            (void)wai_value_mistake(reader, node, "wants a number, not %s", wai_node_kind_names[node->kind]);
        }
    } else if (wai_params_check(reader, node, row, node->real)) {
        wai_param_set(params, (size_t)row, node->real);
    }
}

static int has_below(const char *prefix)
{
    for (size_t i = 0; i < wai_param_count; i++) {
        if (strncmp(wai_param_table[i].path, prefix, strlen(prefix)) == 0) {
            return 1;
        }
    }
    return 0;
}

/* One child of a group with the given prefix: a parameter, a group of some, or unknown. */
static void read_node(struct wai_value_reader *reader, const struct wai_node *node, const char *prefix,
                      const char *const *keys, size_t n_keys, struct wai_params *params)
{
    char path[LONGEST_PATH];
    int length = snprintf(path, sizeof path - 1, "%s%s", prefix, node->name);
    int row = wai_param_find(path);

    if (length < 0 || length >= (int)sizeof path - 1) {
        tell_unknown(reader, node, prefix, keys, n_keys);
        return;
    }
    if (row >= 0) {
        read_value(reader, node, row, params);
        return;
    }
    path[length] = '.';
    path[length + 1] = '\0';
    if (!has_below(path)) {
        tell_unknown(reader, node, prefix, keys, n_keys);
    } else if (wai_value_node_is(reader, node, WAI_NODE_GROUP)) {
        for (const struct wai_node *child = node->first; child; child = child->next) {
            read_node(reader, child, path, NULL, 0, params);
        }
    }
}

void wai_params_read(struct wai_value_reader *reader, const struct wai_node *root, const char *const *keys,
                     size_t n_keys, struct wai_params *params)
{
    for (const struct wai_node *node = root->first; node; node = node->next) {
        size_t i = 0;

        while (i < n_keys && strcmp(keys[i], node->name) != 0) {
            i++;
        }
        if (i == n_keys) {
            read_node(reader, node, "", keys, n_keys, params);
        }
    }
}

int wai_params_find(struct wai_value_reader *reader, const struct wai_node *node)
{
    char excerpt[WAI_TEXT_EXCERPT];
    const char **paths;
    int row, nearest;

    if (!wai_value_node_is(reader, node, WAI_NODE_TEXT)) {
        return -1;
    }
    row = wai_param_find(node->text);
    if (row >= 0) {
        return row;
    }
    paths = malloc(wai_param_count * sizeof *paths);
    if (!paths) {
        (void)wai_value_no_memory(reader);
        return -1;
    }
    for (size_t i = 0; i < wai_param_count; i++) {
        paths[i] = wai_param_table[i].path;
    }
    (void)wai_text_excerpt(node->text, strlen(node->text), excerpt);
    nearest = wai_text_nearest(node->text, paths, wai_param_count);
    if (nearest >= 0) {
        (void)wai_value_mistake(reader, node, "\"%s\" is no parameter; did you mean \"%s\"?", excerpt,
                                paths[nearest]);
    } else if (path_ending(node->text)) {
        (void)wai_value_mistake(reader, node, "\"%s\" is no parameter; did you mean \"%s\"?", excerpt,
                                path_ending(node->text));
    } else {
        (void)wai_value_mistake(reader, node, "\"%s\" is no parameter", excerpt);
    }
    free(paths);
    return -1;
}

enum wai_status wai_params_assign(struct wai_params *params, const char *path, double value,
                                  struct wai_error *err)
{
    struct wai_value_reader reader = { .err = err };
    struct wai_node node = { .kind = WAI_NODE_TEXT, .text = path, .file = path };
    int row = wai_params_find(&reader, &node);

    if (row >= 0 && wai_params_check(&reader, &node, row, value)) {
        wai_param_set(params, (size_t)row, value);
    }
    return reader.status;
}
