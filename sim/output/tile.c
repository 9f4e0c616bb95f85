/* Gathering, shuffling and deflating of the tiles of output/tile.h. */
#include "output/tile.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define ROWS WAI_LAYOUT_CHUNK_ROWS
#define TILE_BYTES ((size_t)1 << 20)

/* Values of a column for one step along its first axis. */
static size_t stride(const struct wai_layout_column *column)
{
    return column->n_dims == 2 ? column->sizes[1] : 1;
}

size_t wai_tile_length(const struct wai_layout_column *column)
{
    size_t length;

    if (column->n_dims == 0) {
        return 1;
    }
    length = TILE_BYTES / (ROWS * wai_layout_size(column->type) * stride(column));
    length = length < 1 ? 1 : length;
    return length < column->sizes[0] ? length : column->sizes[0];
}

size_t wai_tile_count(const struct wai_layout_column *column)
{
    size_t length = wai_tile_length(column);

    return column->n_dims == 0 ? 1 : (column->sizes[0] + length - 1) / length;
}

/* Bytes of a whole tile. */
static size_t tile_bytes(const struct wai_layout_column *column)
{
    return ROWS * wai_tile_length(column) * stride(column) * wai_layout_size(column->type);
}

enum wai_status wai_tile_init(struct wai_rows *rows)
{
    const struct wai_layout *layout = rows->layout;
    size_t largest = 0;

    for (size_t c = 0; c < layout->n_columns; c++) {
        if (layout->columns[c].stored) {
            size_t bytes = tile_bytes(&layout->columns[c]);

            rows->n_tiles += wai_tile_count(&layout->columns[c]);
            largest = bytes > largest ? bytes : largest;
        }
    }
    rows->tiles = calloc(rows->n_tiles ? rows->n_tiles : 1, sizeof *rows->tiles);
    rows->scratch_size = largest;
    return rows->tiles ? WAI_OK : WAI_ERR_MEMORY;
}

void wai_tile_free(struct wai_rows *rows)
{
    for (size_t i = 0; rows->tiles && i < rows->n_tiles; i++) {
        free(rows->tiles[i].bytes);
    }
    free(rows->tiles);
    free(rows->scratch);
    rows->tiles = NULL;
    rows->scratch = NULL;
}

/* Copies tile number k of a column to `to`, a missing value (all bits 1: -1 or NaN) where there is none. */
static void gather(const struct wai_rows *rows, size_t c, size_t k, uint8_t *to)
{
    const struct wai_layout_column *column = &rows->layout->columns[c];
    size_t step = stride(column) * wai_layout_size(column->type);
    size_t length = wai_tile_length(column), first = k * length;
    size_t all = column->n_dims ? column->sizes[0] : 1;
    size_t here = all - first < length ? all - first : length;
    const uint8_t *from = (const uint8_t *)rows->values[c] + first * step;

    memset(to, 0xff, tile_bytes(column));
    for (size_t i = 0; i < rows->n_rows; i++) {
        memcpy(to + i * length * step, from + i * all * step, here * step);
    }
}

/* First bytes of all values, then second bytes, ... */
static void shuffle(const uint8_t *from, uint8_t *to, size_t n, size_t size)
{
    for (size_t b = 0; b < size; b++) {
        for (size_t i = 0; i < n; i++) {
            to[b * n + i] = from[i * size + b];
        }
    }
}

/* Deflates n bytes by way of `work`, which has room for the worst case, into a tile. */
static enum wai_status deflate_tile(z_stream *stream, struct wai_rows_tile *tile, uint8_t *bytes, size_t n,
                                    uint8_t *work)
{
    size_t bound = deflateBound(stream, (uLong)n);

    stream->next_in = bytes;
    stream->avail_in = (uInt)n;
    stream->next_out = work;
    stream->avail_out = (uInt)bound;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END) {
        return WAI_ERR_MEMORY;
    }
    tile->length = bound - stream->avail_out;
    if (tile->length > tile->capacity) {
        free(tile->bytes);
        tile->capacity = 0;
        tile->bytes = malloc(tile->length);
        if (!tile->bytes) {
            return WAI_ERR_MEMORY;
        }
        tile->capacity = tile->length;
    }
    memcpy(tile->bytes, work, tile->length);
    return deflateReset(stream) == Z_OK ? WAI_OK : WAI_ERR_MEMORY;
}

enum wai_status wai_tile_compress(struct wai_rows *rows)
{
    const struct wai_layout *layout = rows->layout;
    z_stream stream = { 0 };
    enum wai_status status = WAI_OK;
    size_t at = 0;

    if (deflateInit(&stream, WAI_TILE_DEFLATE) != Z_OK) {
        return WAI_ERR_MEMORY;
    }
    if (!rows->scratch) { /* plain, shuffled, deflated */
        rows->scratch = malloc(2 * rows->scratch_size + deflateBound(&stream, (uLong)rows->scratch_size));
    }
    status = rows->scratch ? WAI_OK : WAI_ERR_MEMORY;
    for (size_t c = 0; c < layout->n_columns; c++) {
        const struct wai_layout_column *column = &layout->columns[c];
        size_t size = wai_layout_size(column->type), bytes = tile_bytes(column);

        for (size_t k = 0; column->stored && status == WAI_OK && k < wai_tile_count(column); k++) {
            uint8_t *plain = rows->scratch, *shuffled = plain + rows->scratch_size;

            gather(rows, c, k, plain);
            shuffle(plain, shuffled, bytes / size, size);
            status = deflate_tile(&stream, &rows->tiles[at++], size > 1 ? shuffled : plain, bytes,
                                  shuffled + rows->scratch_size);
        }
    }
    (void)deflateEnd(&stream);
    rows->compressed = status == WAI_OK;
    return status;
}
