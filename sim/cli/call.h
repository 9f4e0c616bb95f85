/* How an experiment was called, as text, so that merge can read its config again. */
#ifndef WAI_CLI_CALL_H
#define WAI_CLI_CALL_H

#include "base/status.h"
#include "cli/command.h"
#include "cli/option.h"

/* Lines "config PATH", "set PATH=VALUE", "seed S", "replications N", "max-events N" of a call; the caller
 * frees it; NULL: memory is out. */
char *wai_call_text(const struct wai_call *call);

/* Reads such a text (which it cuts into pieces and which must stay) into options; *config: the path.  Lists
 * are allocated: wai_option_free. */
enum wai_status wai_call_read(char *text, struct wai_options *options, const char **config,
                              struct wai_error *err) WAI_CHECK_RESULT;

#endif
