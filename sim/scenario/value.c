/* Values out of a tree, by the kind of the node itself; mistakes in one form. */
#include "scenario/value.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/date.h"
#include "scenario/text.h"

int wai_value_mistake(struct wai_value_reader *reader, const struct wai_node *node, const char *format, ...)
{
    char path[WAI_TREE_PATH], what[768];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(what, sizeof what, format, args);
    va_end(args);
    (void)wai_tree_path(node, path);
    reader->n_mistakes++;
    if (reader->status == WAI_OK) {
        reader->status = WAI_ERR_CONFIG;
    }
    if (node->line > 0) {
        (void)wai_error_add(reader->err, WAI_ERR_CONFIG, "%s:%d: %s%s%s", node->file, node->line, path,
                            *path ? ": " : "", what);
    } else {
        (void)wai_error_add(reader->err, WAI_ERR_CONFIG, "%s: %s", node->file, what);
    }
    return 0;
}

int wai_value_no_memory(struct wai_value_reader *reader)
{
    reader->n_mistakes++;
    reader->status = wai_error_add(reader->err, WAI_ERR_MEMORY, "no memory for what the scenario describes");
    return 0;
}

void wai_value_keys(struct wai_value_reader *reader, const struct wai_node *group, const char *const *keys,
                    size_t n_keys)
{
    for (const struct wai_node *node = group->first; node; node = node->next) {
        int nearest;
        size_t i = 0;

        while (i < n_keys && strcmp(keys[i], node->name) != 0) {
            i++;
        }
        if (i < n_keys) {
            continue;
        }
        nearest = wai_text_nearest(node->name, keys, n_keys);
        if (nearest >= 0) {
            (void)wai_value_mistake(reader, node, "unknown key; did you mean \"%s\"?", keys[nearest]);
        } else {
            struct wai_text allowed = { 0 };

            for (i = 0; i < n_keys; i++) {
                wai_text_add(&allowed, "%s%s", i ? ", " : "", keys[i]);
            }
            (void)wai_value_mistake(reader, node, "unknown key; allowed are %s",
                                    allowed.bytes ? allowed.bytes : "none");
            wai_text_free(&allowed);
        }
    }
}

static struct wai_node *find(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                             int required)
{
    struct wai_node *node = wai_tree_child(group, key);

    if (!node && required) {
        if (group->parent) {
            (void)wai_value_mistake(reader, group, "%s is missing", key);
        } else {
            reader->n_mistakes++;
            reader->status = reader->status == WAI_OK ? WAI_ERR_CONFIG : reader->status;
            (void)wai_error_add(reader->err, WAI_ERR_CONFIG, "%s: %s is missing", group->file, key);
        }
    }
    return node;
}

int wai_value_node_is(struct wai_value_reader *reader, const struct wai_node *node, enum wai_node_kind kind)
{
    if (node->kind == kind) {
        return 1;
    }
    return wai_value_mistake(reader, node, "wants %s, not %s", wai_node_kind_names[kind],
                             wai_node_kind_names[node->kind]);
}

struct wai_node *wai_value_group(struct wai_value_reader *reader, const struct wai_node *group,
                                 const char *key, int required)
{
    struct wai_node *node = find(reader, group, key, required);

    return node && wai_value_node_is(reader, node, WAI_NODE_GROUP) ? node : NULL;
}

struct wai_node *wai_value_list(struct wai_value_reader *reader, const struct wai_node *group,
                                const char *key, int required)
{
    struct wai_node *node = find(reader, group, key, required);

    return node && wai_value_node_is(reader, node, WAI_NODE_LIST) ? node : NULL;
}

int wai_value_text(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, const char **out)
{
    const struct wai_node *node = find(reader, group, key, required);

    if (!node || !wai_value_node_is(reader, node, WAI_NODE_TEXT)) {
        return 0;
    }
    *out = node->text;
    return 1;
}

int wai_value_node_real(struct wai_value_reader *reader, const struct wai_node *node, double min, double max,
                        double *out)
{
    char value[WAI_TEXT_NUMBER], low[WAI_TEXT_NUMBER], high[WAI_TEXT_NUMBER];

    if (node->kind != WAI_NODE_REAL && node->kind != WAI_NODE_WHOLE) {
        if (node->kind == WAI_NODE_TEXT && node->line == 0) {
            return wai_value_mistake(reader, node, "is not a number");
        }
        return wai_value_mistake(reader, node, "wants a number, not %s", wai_node_kind_names[node->kind]);
    }
    if (!(node->real >= min && node->real <= max)) {
        return wai_value_mistake(reader, node, "%s is outside [%s, %s]", wai_text_number(node->real, value),
                                 wai_text_number(min, low), wai_text_number(max, high));
    }
    *out = node->real;
    return 1;
}

int wai_value_real(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, double min, double max, double *out)
{
    const struct wai_node *node = find(reader, group, key, required);

    return node && wai_value_node_real(reader, node, min, max, out);
}

int wai_value_whole(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                    int required, int64_t min, int64_t max, int64_t *out)
{
    const struct wai_node *node = find(reader, group, key, required);

    if (!node || !wai_value_node_is(reader, node, WAI_NODE_WHOLE)) {
        return 0;
    }
    if (node->whole < min || node->whole > max) {
        return wai_value_mistake(reader, node, "%lld is outside [%lld, %lld]", (long long)node->whole,
                                 (long long)min, (long long)max);
    }
    *out = node->whole;
    return 1;
}

int wai_value_bool(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, int *out)
{
    const struct wai_node *node = find(reader, group, key, required);

    if (!node || !wai_value_node_is(reader, node, WAI_NODE_BOOL)) {
        return 0;
    }
    *out = (int)node->whole;
    return 1;
}

int wai_value_node_word(struct wai_value_reader *reader, const struct wai_node *node,
                        const char *const *words, size_t n_words, int *out)
{
    char excerpt[WAI_TEXT_EXCERPT];
    struct wai_text allowed = { 0 };
    int nearest;

    if (!wai_value_node_is(reader, node, WAI_NODE_TEXT)) {
        return 0;
    }
    for (size_t i = 0; i < n_words; i++) {
        if (strcmp(words[i], node->text) == 0) {
            *out = (int)i;
            return 1;
        }
    }
    for (size_t i = 0; i < n_words; i++) {
        wai_text_add(&allowed, "%s\"%s\"", i ? ", " : "", words[i]);
    }
    nearest = wai_text_nearest(node->text, words, n_words);
    (void)wai_text_excerpt(node->text, strlen(node->text), excerpt);
    if (nearest >= 0) {
        (void)wai_value_mistake(reader, node, "\"%s\" is not known; did you mean \"%s\"?", excerpt,
                                words[nearest]);
    } else {
        (void)wai_value_mistake(reader, node, "\"%s\" is not known; allowed are %s", excerpt,
                                allowed.bytes ? allowed.bytes : "none");
    }
    wai_text_free(&allowed);
    return 0;
}

int wai_value_word(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, const char *const *words, size_t n_words, int *out)
{
    const struct wai_node *node = find(reader, group, key, required);

    return node && wai_value_node_word(reader, node, words, n_words, out);
}

int wai_value_date(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, int32_t *out)
{
    const struct wai_node *node = find(reader, group, key, required);

    return node && wai_value_node_date(reader, node, out);
}

int wai_value_node_date(struct wai_value_reader *reader, const struct wai_node *node, int32_t *out)
{
    char excerpt[WAI_TEXT_EXCERPT];
    const char *mistake;

    if (!wai_value_node_is(reader, node, WAI_NODE_TEXT)) {
        return 0;
    }
    mistake = wai_date_parse(node->text, out);
    if (mistake) {
        return wai_value_mistake(reader, node, "\"%s\" %s",
                                 wai_text_excerpt(node->text, strlen(node->text), excerpt), mistake);
    }
    return 1;
}

int wai_value_numbers(struct wai_value_reader *reader, const struct wai_node *list, double min, double max,
                      double **values, size_t *n_values)
{
    size_t before = reader->n_mistakes, n = 0;
    double *read;

    if (list->n_children == 0) {
        return wai_value_mistake(reader, list, "may not be empty");
    }
    read = malloc(list->n_children * sizeof *read);
    if (!read) {
        return wai_value_no_memory(reader);
    }
    for (const struct wai_node *node = list->first; node; node = node->next) {
        if (wai_value_node_real(reader, node, min, max, &read[n])) {
            n++;
        }
    }
    if (reader->n_mistakes > before) {
        free(read);
        return 0;
    }
    *values = read;
    *n_values = n;
    return 1;
}
