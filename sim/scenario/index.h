/* A hash index from words to positions: country codes, names of regions and blocs. */
#ifndef WAI_SCENARIO_INDEX_H
#define WAI_SCENARIO_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct wai_index {
    size_t n_slots, n_words; /* slots: a power of two */
    struct {
        const char *word; /* borrowed; NULL: free */
        int32_t position;
    } * slots;
};

/* An index with room for n words; free is harmless on a zeroed struct. */
enum wai_status wai_index_init(struct wai_index *index, size_t n) WAI_CHECK_RESULT;
void wai_index_free(struct wai_index *index);

/* Position of a word, -1 when it is not there. */
int32_t wai_index_find(const struct wai_index *index, const char *word);

/* Adds a word, which must outlive the index, unless it is there; returns the position it then has. */
int32_t wai_index_add(struct wai_index *index, const char *word, int32_t position);

#endif
