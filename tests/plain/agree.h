/* The simulator and the plain path side by side. */
#ifndef WAI_PLAIN_AGREE_H
#define WAI_PLAIN_AGREE_H

#include <stddef.h>

#include "engine/luck.h"
#include "model/record.h"
#include "model/setup.h"

/* Runs one replication by both, the simulator with all its invariants asserted after each event, and compares
 * event logs, decisions, series and countries to 1e-9: both use the same elementary functions, but sum in
 * different orders.  1 when they agree; else 0 and the first difference in text.  The record of the simulator
 * is initialised here and left to the caller. */
int wai_agree_run(const struct wai_setup *setup, const struct wai_luck *luck, struct wai_record *record,
                  char *text, size_t size);

#endif
