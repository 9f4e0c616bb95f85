/* How a command was called, as text: as a shell takes it, and for merge. */
#ifndef WAI_CLI_CALL_H
#define WAI_CLI_CALL_H

#include "base/status.h"
#include "cli/command.h"
#include "cli/option.h"
#include "scenario/config.h"

/* What a written command is for. */
enum wai_call_use {
    WAI_CALL_AGAIN,  /* to be typed: every option that was given */
    WAI_CALL_RESUME, /* likewise, to go on with a run that was stopped: output named, --resume in place of
                      * options that begin anew */
    WAI_CALL_KEPT    /* for a result: only what numbers depend on, so that equal runs keep equal texts */
};

/* The whole command, "waico sweep 'my world.cfg' --replications 20 --output t.h5 --resume", quoted for a
 * POSIX shell.  file: its argument; output: of WAI_CALL_RESUME, else NULL.  The caller frees it; NULL: memory
 * is out.
 */
char *wai_call_command(const struct wai_command *command, const char *file, const struct wai_options *options,
                       enum wai_call_use use, const char *output);

/* The command that stands in a result of a config: its name, its seed and its replications. */
char *wai_call_kept(const struct wai_command *command, const struct wai_config *config,
                    const struct wai_options *options);

/* Lines "config PATH", "set PATH=VALUE", "seed S", "replications N", "max-events N" of a call; the caller
 * frees it; NULL: memory is out. */
char *wai_call_text(const struct wai_call *call);

/* Reads such a text (which it cuts into pieces and which must stay) into options; *config: the path.  Lists
 * are allocated: wai_option_free. */
enum wai_status wai_call_read(char *text, struct wai_options *options, const char **config,
                              struct wai_error *err) WAI_CHECK_RESULT;

#endif
