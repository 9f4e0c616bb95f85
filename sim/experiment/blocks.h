/* The work folder of a long experiment: what is finished survives a kill at any moment.
 *
 *     NAME.h5.work/plan       the plan text (experiment/plan.h)
 *     NAME.h5.work/lock       locked as long as somebody works here
 *     NAME.h5.work/journal    one line a finished block, with its SHA-256
 *     NAME.h5.work/blocks/    one file a block, named by its range; never opened for writing once it is there
 *
 * A block counts when it can be read, its key is the plan's and its digest is the journal's.  What does not count
 * is moved aside as .bad and computed again. */
#ifndef WAI_EXPERIMENT_BLOCKS_H
#define WAI_EXPERIMENT_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/plan.h"
#include "output/rows.h"

enum wai_blocks_mode {
    WAI_BLOCKS_NEW,    /* the folder must not be there */
    WAI_BLOCKS_RESUME, /* the folder may be there, with the same plan */
    WAI_BLOCKS_EXTEND, /* the folder is there, with a plan that this one continues */
    WAI_BLOCKS_READ    /* for merge and verify: nothing is changed */
};

struct wai_block_entry {
    struct wai_plan_range range;
    char sha256[65];
    uint64_t bytes;
    int failed; /* holds failed points */
};

struct wai_blocks {
    char *folder;
    const struct wai_plan *plan; /* the caller's */
    int lock;                    /* descriptor, -1 none */
    int journal;
    size_t n_entries, capacity;
    struct wai_block_entry *entries; /* verified; ascending by first point, then first replicate */
    size_t n_bad;                    /* blocks moved aside by open */
};

/* Opens or makes the folder.  WAI_ERR_EXISTS: it is there (NEW), or in use by another process; WAI_ERR_IDENTITY:
 * another plan, with the keys that differ named. */
enum wai_status wai_blocks_open(struct wai_blocks *blocks, const char *folder, const struct wai_plan *plan,
                                enum wai_blocks_mode mode, struct wai_error *err) WAI_CHECK_RESULT;

/* Writes a finished block: temporary name, checked, flushed, renamed, folder flushed, journal line. */
enum wai_status wai_blocks_add(struct wai_blocks *blocks, const struct wai_plan_range *range,
                               const struct wai_rows *const *rows, size_t n_rows,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* Moves blocks with failed points aside, so that they are computed again. */
enum wai_status wai_blocks_retry_failed(struct wai_blocks *blocks, struct wai_error *err) WAI_CHECK_RESULT;

/* Removes the folder and all that is in it; the struct stays open until wai_blocks_close. */
enum wai_status wai_blocks_remove(struct wai_blocks *blocks, struct wai_error *err) WAI_CHECK_RESULT;

/* Unlocks and frees; harmless on a zeroed struct whose descriptors are -1. */
void wai_blocks_close(struct wai_blocks *blocks);

#endif
