/* A comparison on the screen: tables of at most 80 columns. */
#ifndef WAI_CLI_COMPARISON_H
#define WAI_CLI_COMPARISON_H

#include <stddef.h>

#include "cli/talk.h"
#include "experiment/verdict.h"

/* Prints it, with at most n_top countries for each item. */
void wai_comparison_print(const struct wai_verdicts *verdicts, size_t n_top, const struct wai_talk *talk);

#endif
