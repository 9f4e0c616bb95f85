/* Reading what a command's FILE argument names, with the command line's --set, --seed and --replications. */
#ifndef WAI_CLI_LOAD_H
#define WAI_CLI_LOAD_H

#include "base/status.h"
#include "cli/option.h"
#include "cli/talk.h"
#include "model/world.h"
#include "scenario/config.h"

/* Reads a scenario or config: a file, "-" for standard input, or the name of a bundled one. */
enum wai_status wai_load_config(struct wai_config *config, const char *given,
                                const struct wai_options *options, struct wai_error *err) WAI_CHECK_RESULT;

/* The budget of events of --max-events. */
struct wai_run_limits wai_load_limits(const struct wai_options *options);

/* What is legal in the config's scenarios but without effect, a line each with the name of the scenario where
 * there are several; and what their calendars leave out, since the run begins later or ends earlier. */
enum wai_status wai_load_remarks(const struct wai_config *config, struct wai_error *remarks) WAI_CHECK_RESULT;

/* Says all of that as warnings of `file`. */
enum wai_status wai_load_warn(const struct wai_config *config, struct wai_talk *talk,
                              const char *file) WAI_CHECK_RESULT;

/* All of standard input, at most `limit` bytes; *text is NUL-terminated and the caller's. */
enum wai_status wai_load_stdin(char **text, size_t *length, size_t limit,
                               struct wai_error *err) WAI_CHECK_RESULT;

#endif
