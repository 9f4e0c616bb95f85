/* A configuration as a tree of our own: each value with its kind and the file and line that it came from.
 *
 * Built from text by way of the gate and libconfig; files that extend others are overlaid here. */
#ifndef WAI_SCENARIO_TREE_H
#define WAI_SCENARIO_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum wai_node_kind {
    WAI_NODE_GROUP,
    WAI_NODE_LIST,
    WAI_NODE_TEXT,
    WAI_NODE_WHOLE,
    WAI_NODE_REAL,
    WAI_NODE_BOOL
};
extern const char *const wai_node_kind_names[]; /* "a group { }" ... for messages */

struct wai_node {
    enum wai_node_kind kind;
    const char *name;   /* NULL: the root or an element of a list */
    const char *given;  /* path as it was written, when an overlay moved the node; else NULL */
    const char *file;   /* as in messages */
    int line;           /* 0: `file` alone says where (an override) */
    int depth;          /* 0: of the file given; 1: of the one it extends; ... */
    const char *text;   /* TEXT */
    int64_t whole;      /* WHOLE, BOOL */
    double real;        /* REAL; WHOLE as a real too */
    const char *folder; /* that the paths in this node are relative to */
    struct wai_node *parent, *first, *last, *next;
    size_t n_children;
};

/* A tree and the memory of all its nodes and texts.  A zeroed struct is empty. */
struct wai_tree {
    struct wai_node *root; /* a group */
    struct wai_tree_block *blocks;
};

/* Parses a text through the gate and libconfig into tree, which must be empty.  name: in messages; folder:
 * that paths are relative to. */
enum wai_status wai_tree_parse(struct wai_tree *tree, const char *text, size_t length, const char *name,
                               const char *folder, struct wai_error *err) WAI_CHECK_RESULT;
void wai_tree_free(struct wai_tree *tree);

/* Sets the depth of all nodes. */
void wai_tree_set_depth(struct wai_tree *tree, int depth);

/* Was `later` written by somebody who knew `node`: in a file that extends that of node, or in an override? */
int wai_tree_overrides(const struct wai_node *later, const struct wai_node *node);

/* The child of a group with a name, NULL when there is none. */
struct wai_node *wai_tree_child(const struct wai_node *group, const char *name);

/* Lays `over` upon `base`, whose nodes it takes over with their memory: groups join key by key, anything else
 * replaces.  over is empty afterwards. */
void wai_tree_overlay(struct wai_tree *base, struct wai_tree *over);

/* Moves the elements of the list root.`from` to the end of the list root.`to` and removes `from`; when there
 * is no `to`, renames.  Without both being lists nothing is done. */
void wai_tree_append(struct wai_tree *tree, const char *from, const char *to);

/* Removes a child of the root. */
void wai_tree_remove(struct wai_tree *tree, const char *name);

/* Adds or replaces the value at a dotted path; `file` says where it came from in messages.  The text becomes
 * a WHOLE, REAL or BOOL when it is one and `is_text` is 0, else TEXT. */
enum wai_status wai_tree_set(struct wai_tree *tree, const char *path, const char *value, int is_text,
                             const char *file) WAI_CHECK_RESULT;

/* A copy of a text that lives as long as the tree; NULL: memory is out. */
const char *wai_tree_keep(struct wai_tree *tree, const char *text);

#define WAI_TREE_PATH 160
/* Writes the path of a node ("calendar[2].date"), shortened from the left when it is too long. */
const char *wai_tree_path(const struct wai_node *node, char out[WAI_TREE_PATH]);

#endif
