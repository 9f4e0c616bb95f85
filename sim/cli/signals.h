/* Ctrl-C: the first finishes what is under way, the second ends at once. */
#ifndef WAI_CLI_SIGNALS_H
#define WAI_CLI_SIGNALS_H

#include <stdatomic.h>

/* From now on SIGINT, SIGTERM and SIGHUP raise the flag that this returns; a second one ends the program with
 * code 130. */
const atomic_int *wai_signals_watch(void);

#endif
