/* Canonical texts (plans, effective configs and scenarios) as keys with values, and what differs between two
 * of them. */
#ifndef WAI_EXPERIMENT_KEYS_H
#define WAI_EXPERIMENT_KEYS_H

#include <stddef.h>

#include "base/status.h"

/* One key: "ensemble.seed" and "\"42\"".  An item of a list has the key of the list. */
struct wai_keys_row {
    char *path;
    char *value;
    int item;  /* of a list */
    size_t at; /* its place in the text */
};

struct wai_keys {
    size_t n, capacity;
    struct wai_keys_row *rows; /* by path, then value, then place */
};

/* Reads a canonical text: groups "name: {" .. "};", lines "key = value;", lists "key = (" .. ");", and
 * sections
 * "# scenario 0: NAME", whose keys begin with NAME when there are several. */
enum wai_status wai_keys_read(struct wai_keys *keys, const char *text) WAI_CHECK_RESULT;
void wai_keys_free(struct wai_keys *keys);

/* Visits what differs, by key: with both values, or with NULL for the side that has not got it.  Returns how
 * many. */
size_t wai_keys_compare(const struct wai_keys *a, const struct wai_keys *b,
                        void (*visit)(void *context, const char *path, const char *in_a, const char *in_b),
                        void *context);

#endif
