/* Reading files of others in a child process with limits, so that a fault of the library behind the format is
 * a message and nothing more.
 *
 * A command that reads results says so in its row (struct wai_command, reads); main splits off the child,
 * which is the program from then on, and the parent passes signals to it and its exit code on. */
#ifndef WAI_CLI_CONFINE_H
#define WAI_CLI_CONFINE_H

#include <stdint.h>

#include "base/status.h"

enum wai_confine_side {
    WAI_CONFINE_CHILD,  /* limits hold here */
    WAI_CONFINE_PARENT, /* the child has ended; *code is its exit code */
    WAI_CONFINE_FAILED  /* no child could be made, or it was ended by a fault of its own: err tells */
};

/* Splits off the child.  what: names of the files, for messages.  bytes: their length together; the limits
 * are 768 MiB and 16 times that of memory, 60 s and 1 s for every ten million of computing, and no file may
 * be written unless `writes`. */
enum wai_confine_side wai_confine_split(const char *what, uint64_t bytes, int writes, int *code,
                                        struct wai_error *err) WAI_CHECK_RESULT;

/* In the child: stops the clock of the limit on computing while the program simulates what it has read; and
 * lets it run again from the seconds that were left.  Harmless elsewhere. */
void wai_confine_pause(void);
void wai_confine_go_on(void);

/* In the child: a file that is being written and is to be removed when the child is ended by a signal ("":
 * none).  Harmless elsewhere. */
void wai_confine_draft(const char *path);

#endif
