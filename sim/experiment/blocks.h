/* The work folder of an experiment: what is finished survives a kill at any moment.
 *
 *     FOLDER/plan       the plan text (experiment/plan.h)
 *     FOLDER/call       how the experiment was called, for merge
 *     FOLDER/lock       locked as long as somebody works here
 *     FOLDER/journal    one line a finished block, with its SHA-256
 *     FOLDER/blocks/    one file a block, named by its range; never opened for writing once it has its name
 *
 * A block counts when its key is the plan's and its bytes are the journal's, or, without a line in the
 * journal, when all of it can be read.  What does not count is moved aside as .bad and computed again. */
#ifndef WAI_EXPERIMENT_BLOCKS_H
#define WAI_EXPERIMENT_BLOCKS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/plan.h"
#include "output/block.h"
#include "output/rows.h"

enum wai_blocks_mode {
    WAI_BLOCKS_NEW,    /* the folder must not be there */
    WAI_BLOCKS_RESUME, /* the folder may be there, with the same plan */
    WAI_BLOCKS_EXTEND, /* the folder is there, with a plan that this one continues */
    WAI_BLOCKS_READ    /* for merge: nothing is changed, every block must be good */
};

struct wai_blocks_use {
    enum wai_blocks_mode mode;
    const char *call;       /* text kept in the folder, may be "" */
    const atomic_int *stop; /* not 0: what the folder holds is looked at no further; NULL: none */
};

struct wai_blocks_entry {
    struct wai_plan_range range;
    uint64_t bytes;
    uint32_t n_failed; /* replications */
    char sha256[65];
};

struct wai_blocks {
    char *folder;
    const struct wai_plan *plan; /* the caller's */
    const atomic_int *stop;      /* the caller's, or NULL */
    int lock, journal;           /* descriptors; -1: none */
    size_t n, capacity;
    struct wai_blocks_entry *entries; /* good ones; ascending by point, then replicate */
    size_t n_bad;                     /* blocks moved aside by open */
    struct wai_block_writer *writer;  /* of the block under way */
    char *part;                       /* its temporary name */
    struct wai_blocks_entry next;
};

/* An unopened struct: wai_blocks_close is harmless on it. */
void wai_blocks_init(struct wai_blocks *blocks);

/* Opens or makes the folder.  WAI_ERR_EXISTS: it is there (NEW), or in use by another process;
 * WAI_ERR_IDENTITY: another plan, with what differs; WAI_ERR_INTERRUPTED: stopped, no block was lost. */
enum wai_status wai_blocks_open(struct wai_blocks *blocks, const char *folder, const struct wai_plan *plan,
                                const struct wai_blocks_use *use, struct wai_error *err) WAI_CHECK_RESULT;

/* A block, rows by rows.  begin: where it begins (end_point and tail are set by end). */
enum wai_status wai_blocks_begin(struct wai_blocks *blocks, const struct wai_plan_range *begin,
                                 struct wai_error *err) WAI_CHECK_RESULT;
enum wai_status wai_blocks_put(struct wai_blocks *blocks, const struct wai_rows *rows,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* Ends it before (end_point, tail): checked, flushed, renamed, folder flushed, journal line written. */
enum wai_status wai_blocks_end(struct wai_blocks *blocks, size_t end_point, uint32_t tail,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* Gives up the block under way, if any. */
void wai_blocks_drop(struct wai_blocks *blocks);

/* Opens the block of an entry for reading. */
enum wai_status wai_blocks_read(const struct wai_blocks *blocks, const struct wai_blocks_entry *entry,
                                struct wai_block_reader **reader, struct wai_error *err) WAI_CHECK_RESULT;

/* The next rows of the block of an entry: wai_block_next, and each replication is one that the entry holds.
 */
enum wai_status wai_blocks_next(const struct wai_blocks_entry *entry, struct wai_block_reader *reader,
                                struct wai_rows *rows, int *more, struct wai_error *err) WAI_CHECK_RESULT;

/* Replications of a point that an entry holds: 1 and [*low, *high), or 0. */
int wai_blocks_holds(const struct wai_plan_range *range, size_t point, uint32_t *low, uint32_t *high);

/* Unlocks and frees; what is on disk stays. */
void wai_blocks_close(struct wai_blocks *blocks);

#endif
