/* Where a result goes, and what becomes of the one that is there. */
#ifndef WAI_CLI_TARGET_H
#define WAI_CLI_TARGET_H

#include <stddef.h>

#include "base/status.h"
#include "cli/option.h"
#include "cli/talk.h"
#include "scenario/config.h"

/* The name of the result into path: that of -o, or results/NAME.h5, whose folder is made; deviations
 * (experiment/deviation.h) become part of NAME. */
enum wai_status wai_target_name(const struct wai_options *options, const struct wai_config *config,
                                const char *deviations, char *path, size_t size,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* Makes room for a result with this identity: another result is renamed NAME-<8 digits of its identity>.h5,
 * which is said, and never replaces a file; one of the same identity stays, to be replaced.  WAI_ERR_EXISTS:
 * there is something that is no result. */
enum wai_status wai_target_clear(const char *path, const char *identity, struct wai_talk *talk,
                                 struct wai_error *err) WAI_CHECK_RESULT;

#endif
