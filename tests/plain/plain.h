/* The model once more, slowly: a second path to the same event log.
 *
 * Written from the text of the model and from the list of draws (model/draws.h) alone, to be compared with
 * the simulator event for event.  Nothing is kept that can be recomputed: no running sums, no caches, no
 * event queue.  The influence of peers is a dense matrix, the next event is found by looking at every
 * source of events, values are summed term by term each time they are asked for. */
#ifndef WAI_PLAIN_PLAIN_H
#define WAI_PLAIN_PLAIN_H

#include "base/status.h"
#include "engine/luck.h"
#include "model/record.h"
#include "model/setup.h"

/* Runs one replication of the setup and fills the record (initialised for it; it is cleared first). */
enum wai_status wai_plain_run(const struct wai_setup *setup, const struct wai_luck *luck,
                              struct wai_record *record) WAI_CHECK_RESULT;

#endif
