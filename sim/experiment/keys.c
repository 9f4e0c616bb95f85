/* A flat reader of texts that the program itself wrote; what it does not know it takes as a line of its own.
 */
#include "experiment/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_DEPTH 32
#define PATH 512

/* Where the reader stands. */
struct stand {
    char path[PATH];
    size_t lengths[MOST_DEPTH]; /* of the path before each group */
    size_t depth;
    int in_list;
    int n_sections; /* scenarios in the text */
};

static enum wai_status add(struct wai_keys *keys, const char *path, const char *value, size_t length,
                           int item)
{
    struct wai_keys_row row = { strdup(path), strndup(value, length), item, keys->n };

    if (keys->n == keys->capacity) {
        size_t capacity = 2 * keys->capacity + 256;
        struct wai_keys_row *grown = realloc(keys->rows, capacity * sizeof *grown);

        if (grown) {
            keys->rows = grown;
            keys->capacity = capacity;
        }
    }
    if (!row.path || !row.value || keys->n == keys->capacity) {
        free(row.path);
        free(row.value);
        return WAI_ERR_MEMORY;
    }
    keys->rows[keys->n++] = row;
    return WAI_OK;
}

/* Appends ".name" to the path. */
static void enter(struct stand *stand, const char *name, size_t length)
{
    size_t at = strlen(stand->path);

    (void)snprintf(stand->path + at, PATH - at, "%s%.*s", at > 0 && stand->path[at - 1] != ' ' ? "." : "",
                   (int)length, name);
}

static void leave(struct stand *stand)
{
    if (stand->depth > 0) {
        stand->path[stand->lengths[--stand->depth]] = '\0';
    }
}

/* "# scenario 0: NAME" */
static void begin_section(struct stand *stand, const char *line, size_t length)
{
    const char *name = memchr(line, ':', length);

    stand->path[0] = '\0';
    stand->depth = 0;
    if (name && stand->n_sections > 1) {
        (void)snprintf(stand->path, PATH, "%.*s: ", (int)(length - (size_t)(name + 2 - line)), name + 2);
    }
}

static enum wai_status add_key(struct wai_keys *keys, struct stand *stand, const char *line, size_t length)
{
    const char *equals = memchr(line, '=', length);
    size_t before = strlen(stand->path);
    size_t name;
    size_t rest;
    enum wai_status status;

    if (!equals) {
        return add(keys, stand->path, line, length, 1);
    }
    name = (size_t)(equals - line);
    while (name > 0 && line[name - 1] == ' ') {
        name--;
    }
    equals++;
    while (*equals == ' ') {
        equals++;
    }
    rest = length - (size_t)(equals - line);
    rest -= rest > 0 && equals[rest - 1] == ';';
    if (rest == 1 && *equals == '(' && stand->depth < MOST_DEPTH) { /* a list over several lines */
        stand->lengths[stand->depth++] = before;
        enter(stand, line, name);
        stand->in_list = 1;
        return WAI_OK;
    }
    enter(stand, line, name);
    status = add(keys, stand->path, equals, rest, 0);
    stand->path[before] = '\0';
    return status;
}

static enum wai_status read_line(struct wai_keys *keys, struct stand *stand, const char *line, size_t length)
{
    if (length == 0) {
        return WAI_OK;
    }
    if (line[0] == '#') {
        if (length > 11 && strncmp(line, "# scenario ", 11) == 0) {
            begin_section(stand, line, length);
        }
        return WAI_OK;
    }
    if (stand->in_list && line[0] != ')') {
        return add(keys, stand->path, line, length - (line[length - 1] == ','), 1);
    }
    if (line[0] == ')' || line[0] == '}') {
        stand->in_list = 0;
        leave(stand);
        return WAI_OK;
    }
    if (length > 3 && strncmp(line + length - 3, ": {", 3) == 0 && stand->depth < MOST_DEPTH) {
        stand->lengths[stand->depth++] = strlen(stand->path);
        enter(stand, line, length - 3);
        return WAI_OK;
    }
    return add_key(keys, stand, line, length);
}

static int by_path(const void *a, const void *b)
{
    const struct wai_keys_row *x = a;
    const struct wai_keys_row *y = b;
    int order = strcmp(x->path, y->path);

    order = order != 0 ? order : strcmp(x->value, y->value);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

enum wai_status wai_keys_read(struct wai_keys *keys, const char *text)
{
    struct stand stand = { .depth = 0 };
    enum wai_status status = WAI_OK;

    *keys = (struct wai_keys){ 0 };
    for (const char *at = text; (at = strstr(at, "# scenario ")) != NULL; at++) {
        stand.n_sections++;
    }
    while (status == WAI_OK && *text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *line = text;
        size_t rest = length;

        while (rest > 0 && (*line == ' ' || *line == '\t')) {
            line++;
            rest--;
        }
        status = read_line(keys, &stand, line, rest);
        text += length + (text[length] == '\n');
    }
    if (status != WAI_OK) {
        wai_keys_free(keys);
    } else if (keys->n > 0) {
        qsort(keys->rows, keys->n, sizeof *keys->rows, by_path);
    }
    return status;
}

void wai_keys_free(struct wai_keys *keys)
{
    for (size_t i = 0; i < keys->n; i++) {
        free(keys->rows[i].path);
        free(keys->rows[i].value);
    }
    free(keys->rows);
    *keys = (struct wai_keys){ 0 };
}

size_t wai_keys_compare(const struct wai_keys *a, const struct wai_keys *b,
                        void (*visit)(void *context, const char *path, const char *in_a, const char *in_b),
                        void *context)
{
    size_t i = 0;
    size_t j = 0;
    size_t n = 0;

    while (i < a->n || j < b->n) {
        const struct wai_keys_row *x = i < a->n ? &a->rows[i] : NULL;
        const struct wai_keys_row *y = j < b->n ? &b->rows[j] : NULL;
        int paths = !x ? 1 : !y ? -1 : strcmp(x->path, y->path);
        int values = paths != 0 ? paths : strcmp(x->value, y->value);

        if (values == 0) {
            i++;
            j++;
            continue;
        }
        n++;
        if (paths == 0 && !x->item && !y->item) {
            visit(context, x->path, x->value, y->value);
            i++;
            j++;
        } else if (values < 0) {
            visit(context, x->path, x->value, NULL);
            i++;
        } else {
            visit(context, y->path, NULL, y->value);
            j++;
        }
    }
    return n;
}
