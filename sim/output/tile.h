/* Tiles: the chunks of a result file, compressed in memory so that workers can do it and the writer only
 * copies.
 *
 * A chunk holds WAI_LAYOUT_CHUNK_ROWS replications of a tile of a column: its first axis is cut so that a
 * tile is about a mebibyte at most, the second axis is whole. */
#ifndef WAI_OUTPUT_TILE_H
#define WAI_OUTPUT_TILE_H

#include <stddef.h>

#include "base/status.h"
#include "output/layout.h"
#include "output/rows.h"

#define WAI_TILE_DEFLATE 4 /* level of compression of everything in a result file */

/* Length of a tile along the first axis of a column (1 when it has none), and number of tiles. */
size_t wai_tile_length(const struct wai_layout_column *column);
size_t wai_tile_count(const struct wai_layout_column *column);

/* Memory of the tiles of rows: parts of wai_rows_init and wai_rows_free. */
enum wai_status wai_tile_init(struct wai_rows *rows) WAI_CHECK_RESULT;
void wai_tile_free(struct wai_rows *rows);

/* Compresses the stored columns: shuffle, then deflate, as the library would.  Rows beyond n_rows are missing
 * values. */
enum wai_status wai_tile_compress(struct wai_rows *rows) WAI_CHECK_RESULT;

#endif
