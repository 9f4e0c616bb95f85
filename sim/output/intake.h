/* The one place where values come out of a file: nothing else reads.
 *
 * What is asked for says how many axes, which class and how much room there is; all of it is checked, and
 * that the storage holds what its shape claims, before the library behind the format reads.  Internal to this
 * room. */
#ifndef WAI_OUTPUT_INTAKE_H
#define WAI_OUTPUT_INTAKE_H

#include <stddef.h>
#include <stdint.h>

#include "output/layout.h"
#include "output/vet.h"

/* Does the storage of an open dataset hold its shape: bytes enough, every chunk as long, after inflating, as
 * a chunk must be?  The library itself reads beyond a short one.  NULL: yes, else what is wrong. */
const char *wai_intake_storage(const struct wai_vet *vet);

/* Reads a part of an open dataset of numbers whose storage was checked.
 *
 * n_dims (axes that it must have), start and count (for each axis; both NULL: all of it), as (type in
 * memory), room (values that `out` holds).  NULL when it was read, else what is wrong. */
struct wai_intake_part {
    size_t n_dims;
    const size_t *start, *count;
    enum wai_layout_type as;
    size_t room;
};
const char *wai_intake_numbers(const struct wai_vet *vet, const struct wai_intake_part *part, void *out);

/* Reads all texts of an open dataset with one axis or none into memory of the caller's, texts[room] with room
 * the number of values.  They are valid UTF-8 without control characters but line feeds (also with a
 * carriage return before) and tabs; others are refused.  NULL when they were read, else what is wrong. */
const char *wai_intake_texts(const struct wai_vet *vet, char **texts, size_t room);

/* A text attribute in memory of the caller's; NULL when there is none that is a single text as above, and
 * without line feeds; then errno is ENOMEM when memory was out, else 0. */
char *wai_intake_text(int64_t object, const char *name);

/* A whole-number attribute; -1 when there is none. */
int64_t wai_intake_whole(int64_t object, const char *name);

/* The scale of axis d of a dataset, as a reference, the first in its DIMENSION_LIST: 0 when it has no list.
 * NULL when it was found, else what is wrong. */
const char *wai_intake_axis(const struct wai_vet *vet, int d, uint64_t *scale);

/* Name of the scale that a reference of wai_intake_axis means.  The library looks through the whole file for
 * it: ask once for each.  NULL when it was found, else what is wrong. */
const char *wai_intake_scale(const struct wai_vet *vet, uint64_t scale, char *name, size_t size);

#endif
