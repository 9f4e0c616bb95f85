/* Open addressing with linear probing; at most half of the slots are ever taken. */
#include "scenario/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

enum wai_status wai_index_init(struct wai_index *index, size_t n)
{
    size_t n_slots = 16;

    while (n_slots < 2 * (n + 1)) {
        n_slots *= 2;
    }
    *index = (struct wai_index){ 0 };
    index->slots = calloc(n_slots, sizeof *index->slots);
    if (!index->slots) {
        return WAI_ERR_MEMORY;
    }
    index->n_slots = n_slots;
    return WAI_OK;
}

void wai_index_free(struct wai_index *index)
{
    free(index->slots);
    *index = (struct wai_index){ 0 };
}

/* FNV-1a, 64 bits. */
static uint64_t hash(const char *word)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (const char *c = word; *c; c++) {
        h = (h ^ (unsigned char)*c) * 0x100000001b3u;
    }
    return h ^ h >> 32;
}

/* The slot of a word: where it is, or the free one where it would go. */
static size_t slot_of(const struct wai_index *index, const char *word)
{
    size_t slot = (size_t)hash(word) & (index->n_slots - 1);

    while (index->slots[slot].word && strcmp(index->slots[slot].word, word) != 0) {
        slot = (slot + 1) & (index->n_slots - 1);
    }
    return slot;
}

int32_t wai_index_find(const struct wai_index *index, const char *word)
{
    size_t slot = slot_of(index, word);

    return index->slots[slot].word ? index->slots[slot].position : -1;
}

int32_t wai_index_add(struct wai_index *index, const char *word, int32_t position)
{
    size_t slot = slot_of(index, word);

    if (!index->slots[slot].word) {
        wai_assert(2 * (index->n_words + 1) <= index->n_slots);
        index->slots[slot].word = word;
        index->slots[slot].position = position;
        index->n_words++;
    }
    return index->slots[slot].position;
}
