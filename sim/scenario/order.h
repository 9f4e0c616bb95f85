/* Messages in the order of the files: readers go by meaning, people go by line. */
#ifndef WAI_SCENARIO_ORDER_H
#define WAI_SCENARIO_ORDER_H

#include "base/status.h"

/* Sorts the messages of err that start at byte `from` of its text: by file in the order in which files first
 * appear, then by line, then as they came.  Without memory they stay as they are.  err may be NULL. */
void wai_order_messages(struct wai_error *err, size_t from);

#endif
