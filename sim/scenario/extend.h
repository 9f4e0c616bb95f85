/* Files that build on others: `extends = "FILE";` names a file in the folder of its own file or below it.
 *
 * The file named is read first; then groups are overlaid, lists replace, `calendar_add` appends to
 * `calendar`.  At most five files in a row, no cycles, no symbolic links. */
#ifndef WAI_SCENARIO_EXTEND_H
#define WAI_SCENARIO_EXTEND_H

#include "scenario/text.h"
#include "scenario/tree.h"

#define WAI_EXTEND_MAX_DEPTH 5

/* Reads path and all it extends into tree (empty before).  parts receives the texts as given, the base first,
 * each under a line "# ---- NAME". */
enum wai_status wai_extend_read(struct wai_tree *tree, struct wai_text *parts, const char *path,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* The same from a text. */
enum wai_status wai_extend_read_text(struct wai_tree *tree, struct wai_text *parts, const char *text,
                                     size_t length, const char *name, const char *folder,
                                     struct wai_error *err) WAI_CHECK_RESULT;

#endif
