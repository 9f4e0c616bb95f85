/* Block files of a work folder: finished rows of consecutive points, kept until the result is assembled.
 *
 * Fixed-size types and checksummed chunks; the hash of the plan is an attribute, and reading asks for it.
 * Reading a block and appending its rows gives the bytes that appending the rows at once would have given. */
#ifndef WAI_OUTPUT_BLOCK_H
#define WAI_OUTPUT_BLOCK_H

#include <stddef.h>

#include "base/status.h"
#include "output/layout.h"
#include "output/rows.h"

/* Writes n_rows rows (all of one layout, finished or not) to a new file `path`, reopens it and compares every value
 * with memory, and flushes the file to disk.  On failure no file is left.  path is a temporary name: the caller
 * renames it. */
enum wai_status wai_block_write(const char *path, const char *plan_hash, const struct wai_rows *const *rows,
                                size_t n_rows, struct wai_error *err) WAI_CHECK_RESULT;

/* Called for each rows of a block, in order; the rows are finished and the reader's. */
typedef enum wai_status (*wai_block_visit)(void *context, const struct wai_rows *rows, struct wai_error *err);

/* Reads a block of a layout: WAI_ERR_IDENTITY when it belongs to another plan, WAI_ERR_FORMAT when it is damaged.
 * visit NULL: verifies the whole block and hands nothing out. */
enum wai_status wai_block_read(const char *path, const char *plan_hash, const struct wai_layout *layout,
                               wai_block_visit visit, void *context, struct wai_error *err) WAI_CHECK_RESULT;

#endif
