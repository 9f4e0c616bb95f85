/* The chain of `extends`, from the file given down to its base and back up by overlays. */
#include "scenario/extend.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/gate.h"
#include "scenario/path.h"

/* The files on the way from the one given to the one being read. */
struct chain {
    const struct chain *above; /* NULL: given by the user */
    const char *path;
};

static enum wai_status read_chain(struct wai_tree *tree, struct wai_text *parts, const struct chain *chain,
                                  const char *text, size_t length, const char *folder, struct wai_error *err);

static enum wai_status tell(const struct wai_node *node, const char *what, struct wai_error *err)
{
    char excerpt[WAI_TEXT_EXCERPT];

    return wai_error_add(err, WAI_ERR_CONFIG, "%s:%d: extends: \"%s\" %s", node->file, node->line,
                         wai_text_excerpt(node->text, strlen(node->text), excerpt), what);
}

/* 1 when a component of the path is "." or "..", or is empty. */
static int has_odd_component(const char *path)
{
    for (const char *at = path;; at++) {
        size_t length = strcspn(at, "/");

        if (length == 0 || (length == 1 && at[0] == '.') || (length == 2 && at[0] == '.' && at[1] == '.')) {
            return 1;
        }
        at += length;
        if (*at == '\0') {
            return 0;
        }
    }
}

/* Tells what makes a value of extends unfit. */
static enum wai_status check_name(const struct wai_node *node, struct wai_error *err)
{
    int plain;

    if (node->kind != WAI_NODE_TEXT) {
        return wai_error_add(err, WAI_ERR_CONFIG, "%s:%d: extends: wants a text, not %s", node->file,
                             node->line, wai_node_kind_names[node->kind]);
    }
    if (node->text[0] == '/') {
        return tell(node, "is an absolute path; name a file relative to this one", err);
    }
    if (has_odd_component(node->text)) {
        return tell(
            node,
            "is no plain path below the folder of this file; \".\", \"..\" and empty parts are not allowed",
            err);
    }
    plain = wai_path_is_plain(node->folder, node->text);
    if (plain < 0) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", node->file);
    }
    return plain ? WAI_OK : tell(node, "is or passes a symbolic link, which is not allowed", err);
}

/* Files above this one. */
static int depth_of(const struct chain *chain)
{
    int depth = 0;

    while (chain->above) {
        chain = chain->above;
        depth++;
    }
    return depth;
}

static enum wai_status check_chain(const struct wai_node *node, const struct chain *chain, const char *path,
                                   struct wai_error *err)
{
    int depth = 0;

    for (const struct chain *link = chain; link; link = link->above) {
        depth++;
        if (strcmp(link->path, path) == 0) {
            return tell(node, "leads back to itself", err);
        }
    }
    if (depth >= WAI_EXTEND_MAX_DEPTH) {
        return tell(node, "would be the sixth file in a row; at most 5 may extend each other", err);
    }
    return WAI_OK;
}

/* Reads what `node` names into base. */
static enum wai_status read_base(struct wai_tree *base, struct wai_text *parts, const struct chain *chain,
                                 const struct wai_node *node, struct wai_error *err)
{
    char *path = NULL, *folder = NULL, *text = NULL;
    struct chain link = { .above = chain };
    enum wai_status status;
    size_t length;

    if (node->folder[0] == '\0') {
        return tell(node, "is not followed: this text stands alone", err);
    }
    status = check_name(node, err);
    if (status != WAI_OK) {
        return status;
    }
    path = wai_path_join(node->folder, node->text);
    folder = path ? wai_path_folder(path) : NULL;
    if (!folder) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", node->file);
        goto out;
    }
    link.path = path;
    status = check_chain(node, chain, path, err);
    if (status != WAI_OK) {
        goto out;
    }
    status = wai_path_read(path, WAI_GATE_MAX_BYTES, &text, &length, err);
    if (status != WAI_OK) {
        (void)tell(node, "cannot be read", err);
        goto out;
    }
    status = read_chain(base, parts, &link, text, length, folder, err);
out:
    free(text);
    free(folder);
    free(path);
    return status;
}

static enum wai_status read_chain(struct wai_tree *tree, struct wai_text *parts, const struct chain *chain,
                                  const char *text, size_t length, const char *folder, struct wai_error *err)
{
    struct wai_tree base = { 0 };
    const struct wai_node *extends;
    enum wai_status status = wai_tree_parse(tree, text, length, chain->path, folder, err);

    if (status != WAI_OK) {
        return status;
    }
    wai_tree_set_depth(tree, depth_of(chain));
    extends = wai_tree_child(tree->root, "extends");
    if (extends) {
        status = read_base(&base, parts, chain, extends, err);
        if (status != WAI_OK) {
            wai_tree_free(&base);
            wai_tree_free(tree);
            return status;
        }
        wai_tree_remove(tree, "extends");
        wai_tree_overlay(&base, tree);
        *tree = base;
    }
    wai_tree_append(tree, "calendar_add", "calendar");
    wai_text_add(parts, "# ---- %s\n", wai_path_name(chain->path));
    wai_text_append(parts, text, length);
    wai_text_append(parts, "\n", length > 0 && text[length - 1] != '\n');
    if (parts->failed) {
        wai_tree_free(tree);
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", chain->path);
    }
    return WAI_OK;
}

enum wai_status wai_extend_read_text(struct wai_tree *tree, struct wai_text *parts, const char *text,
                                     size_t length, const char *name, const char *folder,
                                     struct wai_error *err)
{
    const struct chain chain = { .path = name };

    return read_chain(tree, parts, &chain, text, length, folder, err);
}

enum wai_status wai_extend_read(struct wai_tree *tree, struct wai_text *parts, const char *path,
                                struct wai_error *err)
{
    char *text = NULL, *folder = wai_path_folder(path);
    enum wai_status status;
    size_t length;

    if (!folder) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", path);
    }
    status = wai_path_read(path, WAI_GATE_MAX_BYTES, &text, &length, err);
    if (status == WAI_OK) {
        status = wai_extend_read_text(tree, parts, text, length, path, folder, err);
    }
    free(text);
    free(folder);
    return status;
}
