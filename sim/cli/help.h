/* Help, man page and shell completion, all from the tables of commands and options. */
#ifndef WAI_CLI_HELP_H
#define WAI_CLI_HELP_H

#include "base/version.h"
#include "cli/command.h"

/* Options that hold before a command: the program's own. */
extern const struct wai_option wai_help_options[];

/* Print on standard output: the overview; the help of one command; the manual page in roff; a completion
 * script for bash. */
void wai_help_overview(void);
void wai_help_command(const struct wai_command *command);
void wai_help_man(void);
void wai_help_completion(void);

#endif
