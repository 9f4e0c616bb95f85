/* The tree: its memory, its building from libconfig's settings, overlays. */
#include "scenario/tree.h"

#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "scenario/gate.h"
#include "scenario/lex.h"
#include "scenario/text.h"

#define BLOCK_BYTES 16384

const char *const wai_node_kind_names[] = { "a group { }",    "a list ( )",    "a text",
                                            "a whole number", "a real number", "true or false" };

/* Memory is taken in blocks and given back as one. */
struct wai_tree_block {
    struct wai_tree_block *next;
    size_t used, capacity;
    _Alignas(16) char bytes[];
};

static void *take(struct wai_tree *tree, size_t size)
{
    struct wai_tree_block *block = tree->blocks;

    size = (size + 15) & ~(size_t)15;
    if (!block || block->capacity - block->used < size) {
        size_t capacity = size > BLOCK_BYTES ? size : BLOCK_BYTES;

        block = malloc(sizeof *block + capacity);
        if (!block) {
            return NULL;
        }
        *block = (struct wai_tree_block){ .next = tree->blocks, .capacity = capacity };
        tree->blocks = block;
    }
    block->used += size;
    return block->bytes + block->used - size;
}

const char *wai_tree_keep(struct wai_tree *tree, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = take(tree, size);

    return copy ? memcpy(copy, text, size) : NULL;
}

void wai_tree_free(struct wai_tree *tree)
{
    while (tree->blocks) {
        struct wai_tree_block *next = tree->blocks->next;

        free(tree->blocks);
        tree->blocks = next;
    }
    *tree = (struct wai_tree){ 0 };
}

static void adopt(struct wai_node *parent, struct wai_node *child)
{
    child->parent = parent;
    child->next = NULL;
    if (parent->last) {
        parent->last->next = child;
    } else {
        parent->first = child;
    }
    parent->last = child;
    parent->n_children++;
}

static void disown(struct wai_node *parent, struct wai_node *child)
{
    struct wai_node *before = NULL;

    for (struct wai_node *node = parent->first; node != child; node = node->next) {
        before = node;
    }
    *(before ? &before->next : &parent->first) = child->next;
    if (parent->last == child) {
        parent->last = before;
    }
    parent->n_children--;
}

/* ---- from libconfig ---- */

struct builder {
    struct wai_tree *tree;
    const struct wai_gate *gate;
    size_t mark;
    const char *file, *folder;
};

static enum wai_status fill_scalar(struct builder *builder, struct wai_node *node,
                                   const config_setting_t *setting)
{
    switch (config_setting_type(setting)) {
    case CONFIG_TYPE_INT:
        node->kind = WAI_NODE_WHOLE;
        node->whole = config_setting_get_int(setting);
        break;
    case CONFIG_TYPE_INT64:
        node->kind = WAI_NODE_WHOLE;
        node->whole = config_setting_get_int64(setting);
        break;
    case CONFIG_TYPE_FLOAT:
        node->kind = WAI_NODE_REAL;
        node->real = config_setting_get_float(setting);
        return WAI_OK;
    case CONFIG_TYPE_BOOL:
        node->kind = WAI_NODE_BOOL;
        node->whole = config_setting_get_bool(setting) != 0;
        break;
    default:
        node->kind = WAI_NODE_TEXT;
        node->text = wai_tree_keep(builder->tree, config_setting_get_string(setting));
        return node->text ? WAI_OK : WAI_ERR_MEMORY;
    }
    node->real = (double)node->whole;
    return WAI_OK;
}

/* The node of a setting with all below it; marks of the gate come in the same order as the walk. */
static enum wai_status build(struct builder *builder, struct wai_node *parent,
                             const config_setting_t *setting)
{
    struct wai_node *node = take(builder->tree, sizeof *node);
    const char *name = config_setting_name(setting);

    if (!node) {
        return WAI_ERR_MEMORY;
    }
    *node = (struct wai_node){ .file = builder->file, .folder = builder->folder };
    if (name && !(node->name = wai_tree_keep(builder->tree, name))) {
        return WAI_ERR_MEMORY;
    }
    if (parent) {
        wai_assert(builder->mark < builder->gate->n_marks);
        node->line = builder->gate->lines[builder->mark++];
        adopt(parent, node);
    } else {
        node->line = 1;
        builder->tree->root = node;
    }
    if (!config_setting_is_aggregate(setting)) {
        return fill_scalar(builder, node, setting);
    }
    node->kind = config_setting_is_group(setting) ? WAI_NODE_GROUP : WAI_NODE_LIST;
    for (int i = 0; i < config_setting_length(setting); i++) {
        enum wai_status status = build(builder, node, config_setting_get_elem(setting, (unsigned)i));

        if (status != WAI_OK) {
            return status;
        }
    }
    return WAI_OK;
}

/* Makes lists of arrays, in a text that the gate let through: libconfig wants all elements of an array to be
 * of one type, and takes 0 and 0.5 for two. */
static void make_lists(char *text, size_t length)
{
    struct wai_error none = { 0 };
    struct wai_lex lex;

    wai_lex_init(&lex, text, length, "", &none);
    for (struct wai_lex_token token = wai_lex_next(&lex); token.kind != WAI_LEX_END;
         token = wai_lex_next(&lex)) {
        char *at = text + (token.start - text);

        if (token.kind == WAI_LEX_MARK && (*at == '[' || *at == ']')) {
            *at = *at == '[' ? '(' : ')';
        }
    }
    wai_error_free(&none);
}

static enum wai_status build_all(struct wai_tree *tree, const struct wai_gate *gate, const char *text,
                                 size_t length, const char *name, const char *folder, struct wai_error *err)
{
    struct builder builder = { .tree = tree, .gate = gate };
    enum wai_status status = WAI_ERR_MEMORY;
    struct wai_text copy = { 0 };
    config_t config;

    config_init(&config);
    /* libconfig does not end a comment at the end of the text: a new line does. */
    wai_text_append(&copy, text, length);
    wai_text_append(&copy, "\n", 1);
    builder.file = wai_tree_keep(tree, name);
    builder.folder = wai_tree_keep(tree, folder);
    if (!builder.file || !builder.folder || copy.failed) {
        goto out;
    }
    make_lists(copy.bytes, copy.length);
    if (!config_read_string(&config, copy.bytes)) {
        /* The gate is stricter than libconfig, so this is not expected; still nothing may pass silently. */
        status = wai_error_add(err, WAI_ERR_CONFIG, "%s:%d: %s", name, config_error_line(&config),
                               config_error_text(&config) ? config_error_text(&config) : "cannot be read");
        goto out;
    }
    status = build(&builder, NULL, config_root_setting(&config));
    wai_assert(status != WAI_OK || builder.mark == gate->n_marks);
out:
    config_destroy(&config);
    wai_text_free(&copy);
    return status == WAI_ERR_MEMORY ? wai_error_add(err, status, "%s: no memory", name) : status;
}

enum wai_status wai_tree_parse(struct wai_tree *tree, const char *text, size_t length, const char *name,
                               const char *folder, struct wai_error *err)
{
    struct wai_gate *gate = malloc(sizeof *gate);
    enum wai_status status;

    if (!gate) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", name);
    }
    status = wai_gate_check(gate, text, length, name, err);
    if (status == WAI_OK) {
        status = build_all(tree, gate, text, length, name, folder, err);
    }
    free(gate);
    if (status != WAI_OK) {
        wai_tree_free(tree);
    }
    return status;
}

/* ---- overlays ---- */

struct wai_node *wai_tree_child(const struct wai_node *group, const char *name)
{
    for (struct wai_node *node = group->first; node; node = node->next) {
        if (node->name && strcmp(node->name, name) == 0) {
            return node;
        }
    }
    return NULL;
}

/* Depth is bounded by the gate. */
static void overlay(struct wai_node *base, struct wai_node *over)
{
    struct wai_node *node = over->first;

    while (node) {
        struct wai_node *next = node->next, *below = wai_tree_child(base, node->name);

        if (below && below->kind == WAI_NODE_GROUP && node->kind == WAI_NODE_GROUP) {
            overlay(below, node);
        } else {
            if (below) {
                disown(base, below);
            }
            adopt(base, node);
        }
        node = next;
    }
}

static void set_depth(struct wai_node *node, int depth)
{
    node->depth = depth;
    for (struct wai_node *child = node->first; child; child = child->next) {
        set_depth(child, depth);
    }
}

void wai_tree_set_depth(struct wai_tree *tree, int depth)
{
    set_depth(tree->root, depth);
}

int wai_tree_overrides(const struct wai_node *later, const struct wai_node *node)
{
    return later->line == 0 ? node->line > 0 : later->depth < node->depth;
}

void wai_tree_overlay(struct wai_tree *base, struct wai_tree *over)
{
    struct wai_tree_block **end = &base->blocks;

    overlay(base->root, over->root);
    base->root->file = over->root->file;
    base->root->folder = over->root->folder;
    while (*end) {
        end = &(*end)->next;
    }
    *end = over->blocks;
    *over = (struct wai_tree){ 0 };
}

void wai_tree_append(struct wai_tree *tree, const char *from, const char *to)
{
    struct wai_node *source = wai_tree_child(tree->root, from), *target = wai_tree_child(tree->root, to);
    char given[80];
    size_t position = 0;

    if (!source || source->kind != WAI_NODE_LIST || (target && target->kind != WAI_NODE_LIST)) {
        return;
    }
    if (!target) {
        source->name = to;
        return;
    }
    for (struct wai_node *node = source->first, *next; node; node = next) {
        next = node->next;
        (void)snprintf(given, sizeof given, "%s[%zu]", from, position++);
        node->given = wai_tree_keep(tree, given); /* without it messages name the new place */
        adopt(target, node);
    }
    disown(tree->root, source);
}

void wai_tree_remove(struct wai_tree *tree, const char *name)
{
    struct wai_node *node = wai_tree_child(tree->root, name);

    if (node) {
        disown(tree->root, node);
    }
}

/* ---- single values ---- */

static void fill_from_text(struct wai_node *node, const char *value, int is_text)
{
    double real;

    node->kind = WAI_NODE_TEXT;
    if (is_text) {
        return;
    }
    if (wai_text_read_number(value, &real)) {
        node->kind = WAI_NODE_REAL;
        node->real = real;
        if (!strpbrk(value, ".eE") && real >= -9e15 && real <= 9e15) {
            node->kind = WAI_NODE_WHOLE;
            node->whole = (int64_t)real;
        }
    } else if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0) {
        node->kind = WAI_NODE_BOOL;
        node->whole = value[0] == 't';
    }
}

enum wai_status wai_tree_set(struct wai_tree *tree, const char *path, const char *value, int is_text,
                             const char *file)
{
    struct wai_node *group = tree->root;
    const char *kept = wai_tree_keep(tree, file);
    char *names = take(tree, strlen(path) + 1);

    if (!kept || !names) {
        return WAI_ERR_MEMORY;
    }
    memcpy(names, path, strlen(path) + 1);
    for (;;) {
        char *dot = strchr(names, '.');
        struct wai_node *node;

        if (dot) {
            *dot = '\0';
        }
        node = wai_tree_child(group, names);
        if (node && (!dot || node->kind != WAI_NODE_GROUP)) {
            disown(group, node);
            node = NULL;
        }
        if (!node) {
            node = take(tree, sizeof *node);
            if (!node) {
                return WAI_ERR_MEMORY;
            }
            *node = (struct wai_node){
                .kind = WAI_NODE_GROUP, .name = names, .file = kept, .folder = tree->root->folder
            };
            adopt(group, node);
        }
        if (!dot) {
            node->text = wai_tree_keep(tree, value);
            fill_from_text(node, value, is_text);
            return node->text ? WAI_OK : WAI_ERR_MEMORY;
        }
        group = node;
        names = dot + 1;
    }
}

/* ---- where a node is ---- */

const char *wai_tree_path(const struct wai_node *node, char out[WAI_TREE_PATH])
{
    size_t at = WAI_TREE_PATH - 1;

    out[at] = '\0';
    for (; node && node->parent; node = node->parent) {
        char part[80];
        size_t length;

        if (node->given) {
            (void)snprintf(part, sizeof part, "%s", node->given);
        } else if (node->name) {
            (void)snprintf(part, sizeof part, "%s%.70s", node->parent->parent ? "." : "", node->name);
        } else {
            size_t position = 0;

            for (const struct wai_node *other = node->parent->first; other != node; other = other->next) {
                position++;
            }
            (void)snprintf(part, sizeof part, "[%zu]", position);
        }
        length = strlen(part);
        if (length > at) {
            break;
        }
        at -= length;
        memcpy(out + at, part, length);
        if (node->given) {
            break;
        }
    }
    return memmove(out, out + at, WAI_TREE_PATH - at);
}
