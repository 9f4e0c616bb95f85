/* Point by point: the replications wanted less those that some block holds; equal neighbours become one
 * piece. */
#include "experiment/gaps.h"

#include <stdlib.h>

static enum wai_status add(struct wai_gaps *gaps, size_t point, size_t stride, uint32_t low, uint32_t high,
                           struct wai_error *err)
{
    struct wai_gaps_piece *last = gaps->n > 0 ? &gaps->pieces[gaps->n - 1] : NULL;

    gaps->n_replications += high - low;
    if (last && last->low == low && last->high == high &&
        last->first_point + last->n_points * stride == point) {
        last->n_points++;
        return WAI_OK;
    }
    if (gaps->n == gaps->capacity) {
        size_t capacity = 2 * gaps->capacity + 16;
        struct wai_gaps_piece *grown = realloc(gaps->pieces, capacity * sizeof *grown);

        if (!grown) {
            return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for what is missing");
        }
        gaps->pieces = grown;
        gaps->capacity = capacity;
    }
    gaps->pieces[gaps->n++] = (struct wai_gaps_piece){ point, 1, stride, low, high };
    return WAI_OK;
}

/* The next replication of a point, from `from` on, at which some entry begins or that it holds. */
static int next_held(const struct wai_blocks *blocks, size_t begin, size_t end, size_t point, uint32_t from,
                     uint32_t *low, uint32_t *high)
{
    int found = 0;

    for (size_t i = begin; i < end; i++) {
        uint32_t a;
        uint32_t b;

        if (wai_blocks_holds(&blocks->entries[i].range, point, &a, &b) && b > from && (!found || a < *low)) {
            *low = a;
            *high = b;
            found = 1;
        }
    }
    return found;
}

enum wai_status wai_gaps_find(struct wai_gaps *gaps, const struct wai_plan *plan,
                              const struct wai_blocks *blocks, size_t shard, size_t n_shards,
                              struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    size_t begin = 0; /* entries before it end before the point */
    size_t end = 0;   /* entries from it on begin after the point */
    int held_after = 0;

    *gaps = (struct wai_gaps){ 0 };
    for (size_t p = shard; status == WAI_OK && p < plan->design.n_points; p += n_shards) {
        uint32_t from = 0;
        uint32_t low = 0;
        uint32_t high = 0;

        while (end < blocks->n && blocks->entries[end].range.first_point <= p) {
            end++;
        }
        while (begin < end && blocks->entries[begin].range.end_point < p) {
            begin++;
        }
        while (status == WAI_OK && from < plan->max_replications) {
            int held = next_held(blocks, begin, end, p, from, &low, &high);
            uint32_t until = held ? low : plan->max_replications;

            if (from < until) {
                status = add(gaps, p, n_shards, from,
                             until < plan->max_replications ? until : plan->max_replications, err);
            }
            held_after = held_after || (held && gaps->n > 0);
            from = held ? high : plan->max_replications;
        }
    }
    gaps->at_end = !held_after;
    if (status != WAI_OK) {
        wai_gaps_free(gaps);
    }
    return status;
}

void wai_gaps_free(struct wai_gaps *gaps)
{
    free(gaps->pieces);
    *gaps = (struct wai_gaps){ 0 };
}
