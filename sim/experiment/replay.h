/* Blocks read back as one stream of rows, in order of points and replications, whatever folders they lie in.
 */
#ifndef WAI_EXPERIMENT_REPLAY_H
#define WAI_EXPERIMENT_REPLAY_H

#include <stdatomic.h>
#include <stddef.h>

#include "base/status.h"
#include "experiment/blocks.h"

/* Visits all rows of the entries of n folders, in order; all folders have the same plan.  Raising *stop
 * (NULL: none) ends it with WAI_ERR_INTERRUPTED. */
enum wai_status wai_replay_run(const struct wai_blocks *const *folders, size_t n, const atomic_int *stop,
                               enum wai_status (*visit)(void *context, const struct wai_rows *rows,
                                                        struct wai_error *err),
                               void *context, struct wai_error *err) WAI_CHECK_RESULT;

#endif
