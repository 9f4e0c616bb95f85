/* Checked reading of values from a tree; every mistake becomes a message and is counted.
 *
 * The functions return 1 and fill *out when the value is there and right.  They return 0 and leave *out alone
 * when the key is missing (a mistake only with `required`) or wrong (a mistake). */
#ifndef WAI_SCENARIO_VALUE_H
#define WAI_SCENARIO_VALUE_H

#include <stddef.h>
#include <stdint.h>

#include "scenario/tree.h"

struct wai_value_reader {
    struct wai_error *err;
    size_t n_mistakes;
    enum wai_status status; /* WAI_ERR_CONFIG after a mistake; WAI_ERR_MEMORY, WAI_ERR_IO stay */
};

/* Tells a mistake at a node: "FILE:LINE: PATH: " and the text.  Always returns 0. */
int wai_value_mistake(struct wai_value_reader *reader, const struct wai_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Tells that memory is out.  Always returns 0. */
int wai_value_no_memory(struct wai_value_reader *reader);

/* Tells children of a group whose names are not among `keys`, each with the nearest key. */
void wai_value_keys(struct wai_value_reader *reader, const struct wai_node *group, const char *const *keys,
                    size_t n_keys);

/* The child of a group with the kind wanted; 0 when missing or of another kind. */
struct wai_node *wai_value_group(struct wai_value_reader *reader, const struct wai_node *group,
                                 const char *key, int required);
struct wai_node *wai_value_list(struct wai_value_reader *reader, const struct wai_node *group,
                                const char *key, int required);

int wai_value_text(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, const char **out);
/* Whole numbers are taken for reals.  The value must lie in [min, max]. */
int wai_value_real(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, double min, double max, double *out);
int wai_value_whole(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                    int required, int64_t min, int64_t max, int64_t *out);
int wai_value_bool(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, int *out);
/* A text out of a list of n words: its position. */
int wai_value_word(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, const char *const *words, size_t n_words, int *out);
/* A date YYYY-MM-DD: its day number. */
int wai_value_date(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                   int required, int32_t *out);

/* The same for a node that is at hand. */
int wai_value_node_is(struct wai_value_reader *reader, const struct wai_node *node, enum wai_node_kind kind);
int wai_value_node_date(struct wai_value_reader *reader, const struct wai_node *node, int32_t *out);
int wai_value_node_real(struct wai_value_reader *reader, const struct wai_node *node, double min, double max,
                        double *out);
int wai_value_node_word(struct wai_value_reader *reader, const struct wai_node *node,
                        const char *const *words, size_t n_words, int *out);

/* Numbers of a list, each in [min, max]: a new array that the caller frees; 0 on mistakes.  The list may not
 * be empty. */
int wai_value_numbers(struct wai_value_reader *reader, const struct wai_node *list, double min, double max,
                      double **values, size_t *n_values);

#endif
