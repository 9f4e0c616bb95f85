/* Block files of a work folder: finished rows of consecutive points, kept until the result is assembled.
 *
 * Fixed-size types and checksummed chunks; a key is an attribute, and reading asks for it.
 * Reading a block and appending its rows gives the bytes that appending the rows at once would have given. */
#ifndef WAI_OUTPUT_BLOCK_H
#define WAI_OUTPUT_BLOCK_H

#include <stdint.h>

#include "base/status.h"
#include "output/layout.h"
#include "output/rows.h"

#define WAI_BLOCK_FORMAT "waico block 1" /* attribute of a block of this version */

/* Writing, rows by rows, so that memory does not grow with the block. */
struct wai_block_writer;

/* Begins a block in a new file `path`, a temporary name: the caller renames it. */
enum wai_status wai_block_create(struct wai_block_writer **writer, const char *path,
                                 const struct wai_layout *layout, struct wai_error *err) WAI_CHECK_RESULT;

/* Adds rows (finished or not); they may be used again afterwards. */
enum wai_status wai_block_put(struct wai_block_writer *writer, const struct wai_rows *rows,
                              struct wai_error *err) WAI_CHECK_RESULT;

/* Gives it its key (64 digits, an attribute), closes the file, reopens it, compares every value with what was
 * put (by digest), flushes it to disk.  The writer is gone (*writer NULL) whatever happens; on failure no
 * file is left. */
enum wai_status wai_block_finish(struct wai_block_writer **writer, const char *key,
                                 struct wai_error *err) WAI_CHECK_RESULT;

/* Gives up: closes and removes the file.  Harmless when *writer is NULL. */
void wai_block_abandon(struct wai_block_writer **writer);

/* Reading, rows by rows: many blocks may be open at the same time. */
struct wai_block_reader;

/* Opens a block of a layout: WAI_ERR_IDENTITY when it has another key, WAI_ERR_FORMAT when it is damaged. */
enum wai_status wai_block_open(struct wai_block_reader **reader, const char *path, const char *key,
                               const struct wai_layout *layout, struct wai_error *err) WAI_CHECK_RESULT;

/* Replaces the contents of the caller's rows by the next ones of the block, finished; *more 0 (rows
 * untouched) at the end. */
enum wai_status wai_block_next(struct wai_block_reader *reader, struct wai_rows *rows, int *more,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* Point of the rows that wai_block_next would give, -1 at the end. */
int64_t wai_block_point(const struct wai_block_reader *reader);

void wai_block_close(struct wai_block_reader **reader);

#endif
