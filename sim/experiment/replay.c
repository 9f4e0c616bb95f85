/* A heap of blocks by the place of their next rows; a block is open from its first rows to its last. */
#include "experiment/replay.h"

#include <stdint.h>
#include <stdlib.h>

struct tape {
    const struct wai_blocks *folder;
    const struct wai_blocks_entry *entry;
    struct wai_block_reader *reader; /* NULL: not begun */
    size_t point;                    /* of the next rows */
    uint32_t replicate;              /* entries that share a point differ in it */
};

struct player {
    size_t n;
    struct tape *heap;
};

static int before(const struct tape *a, const struct tape *b)
{
    return a->point != b->point ? a->point < b->point : a->replicate < b->replicate;
}

static void sink(struct player *player, size_t i)
{
    for (;;) {
        size_t least = i;
        size_t child = 2 * i + 1;
        struct tape kept;

        if (child < player->n && before(&player->heap[child], &player->heap[least])) {
            least = child;
        }
        if (child + 1 < player->n && before(&player->heap[child + 1], &player->heap[least])) {
            least = child + 1;
        }
        if (least == i) {
            return;
        }
        kept = player->heap[i];
        player->heap[i] = player->heap[least];
        player->heap[least] = kept;
        i = least;
    }
}

static enum wai_status load(struct player *player, const struct wai_blocks *const *folders, size_t n,
                            struct wai_error *err)
{
    size_t total = 0;

    for (size_t f = 0; f < n; f++) {
        total += folders[f]->n;
    }
    player->heap = calloc(total + 1, sizeof *player->heap);
    if (!player->heap) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %zu blocks", total);
    }
    for (size_t f = 0; f < n; f++) {
        for (size_t i = 0; i < folders[f]->n; i++) {
            const struct wai_blocks_entry *entry = &folders[f]->entries[i];

            player->heap[player->n++] = (struct tape){ .folder = folders[f],
                                                       .entry = entry,
                                                       .point = entry->range.first_point,
                                                       .replicate = entry->range.head };
        }
    }
    for (size_t i = player->n; i-- > 0;) {
        sink(player, i);
    }
    return WAI_OK;
}

/* Takes the first tape out when it is at its end, else to its new place. */
static void move_on(struct player *player)
{
    struct tape *tape = &player->heap[0];
    int64_t point = wai_block_point(tape->reader);

    if (point >= 0) {
        if ((size_t)point != tape->point) {
            tape->point = (size_t)point;
            tape->replicate = tape->entry->range.low;
        }
    } else {
        wai_block_close(&tape->reader);
        *tape = player->heap[--player->n];
    }
    sink(player, 0);
}

static enum wai_status play_next(struct player *player, struct wai_rows *rows,
                                 enum wai_status (*visit)(void *context, const struct wai_rows *rows,
                                                          struct wai_error *err),
                                 void *context, struct wai_error *err)
{
    struct tape *tape = &player->heap[0];
    enum wai_status status = WAI_OK;
    int more = 0;

    if (!tape->reader) {
        status = wai_blocks_read(tape->folder, tape->entry, &tape->reader, err);
    }
    if (status == WAI_OK) {
        status = wai_blocks_next(tape->entry, tape->reader, rows, &more, err);
    }
    if (status == WAI_OK && more) {
        status = visit(context, rows, err);
    }
    if (status == WAI_OK) {
        move_on(player);
    }
    return status;
}

enum wai_status wai_replay_run(const struct wai_blocks *const *folders, size_t n, const atomic_int *stop,
                               enum wai_status (*visit)(void *context, const struct wai_rows *rows,
                                                        struct wai_error *err),
                               void *context, struct wai_error *err)
{
    struct player player = { 0 };
    struct wai_rows rows = { 0 };
    enum wai_status status = load(&player, folders, n, err);

    if (status == WAI_OK && player.n > 0 && wai_rows_init(&rows, &folders[0]->plan->layout) != WAI_OK) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a block");
    }
    while (status == WAI_OK && player.n > 0) {
        status =
            stop && atomic_load(stop) ? WAI_ERR_INTERRUPTED : play_next(&player, &rows, visit, context, err);
    }
    for (size_t i = 0; i < player.n; i++) {
        wai_block_close(&player.heap[i].reader);
    }
    free(player.heap);
    if (rows.layout) {
        wai_rows_free(&rows);
    }
    return status;
}
