/* Opening of datasets of files that may not be ours: nothing is followed, nothing is loaded.  Internal to
 * this room. */
#ifndef WAI_OUTPUT_VET_H
#define WAI_OUTPUT_VET_H

#include <stdint.h>

#include "output/layout.h"

#define WAI_VET_MAX_DIMS 4

/* Names of axes and datasets of the root are made of these alone. */
#define WAI_VET_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

struct wai_vet {
    int64_t id; /* the open dataset; the caller closes it */
    enum wai_layout_type type;
    int fixed_text; /* text of fixed length: scalar only */
    int n_dims;
    uint64_t sizes[WAI_VET_MAX_DIMS];
    uint64_t n_values;               /* limited by the bytes of the file, since they take memory */
    uint64_t value_bytes;            /* of one value in the file */
    uint64_t file_bytes, most_bytes; /* of the file; that a dataset or a chunk may take */
};

/* Is there a hard link of this path below the file ("a" or "a/b")? */
int wai_vet_exists(int64_t file, const char *path);

/* Opens a dataset after looking at its links, type, storage and filters.  NULL when it is good, else what is
 * wrong. */
const char *wai_vet_open(int64_t file, const char *path, struct wai_vet *vet);

/* Is a type (an identifier) one of the numbers of the format, to the bit: little-endian, two's complement,
 * IEEE? 1 with the type, 0: it is none. */
int wai_vet_number(int64_t type, enum wai_layout_type *number);

/* Opens a file for reading; -1 when it is none or damaged. */
int64_t wai_vet_file(const char *path);

#endif
