/* Opening of datasets of files that may not be ours: nothing is followed, nothing is loaded.  Internal to
 * this room. */
#ifndef WAI_OUTPUT_VET_H
#define WAI_OUTPUT_VET_H

#include <stdint.h>

#include "output/layout.h"

#define WAI_VET_MAX_DIMS 4
#define WAI_VET_MAX_VALUES ((uint64_t)1 << 40)

struct wai_vet {
    int64_t id; /* the open dataset; the caller closes it */
    enum wai_layout_type type;
    int fixed_text; /* text of fixed length: scalar only */
    int n_dims;
    uint64_t sizes[WAI_VET_MAX_DIMS];
    uint64_t n_values;
};

/* Is there a hard link of this path below the file ("a" or "a/b")? */
int wai_vet_exists(int64_t file, const char *path);

/* Opens a dataset after looking at its links, type, storage and filters.  NULL when it is good, else what is
 * wrong. */
const char *wai_vet_open(int64_t file, const char *path, struct wai_vet *vet);

/* Opens a file for reading; -1 when it is none or damaged. */
int64_t wai_vet_file(const char *path);

/* A text attribute of the file, in memory of the caller; NULL when there is none that is a single text. */
char *wai_vet_text(int64_t object, const char *name);

/* A whole-number attribute of the file; -1 when there is none. */
int64_t wai_vet_whole(int64_t object, const char *name);

#endif
