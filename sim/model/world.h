/* The world of one replication: the state of all countries and of the organisation, and its run.
 *
 * A worker owns one world and one record and uses them for replication after replication; all memory is taken
 * by wai_world_new, but for the lists that are wanted by the record. */
#ifndef WAI_MODEL_WORLD_H
#define WAI_MODEL_WORLD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/luck.h"
#include "model/record.h"
#include "model/setup.h"

struct wai_world; /* model/state.h */

struct wai_run_limits {
    uint64_t max_events;            /* of a replication; 0: wai_world_budget */
    uint64_t max_events_at_instant; /* without time moving (Zeno); 0: 1 million + 100 a country */
    int verify;                     /* assert all invariants after each event: slow, for tests */
    /* Called after each event of the queue and each accepted review with its type (a choice at a review is
     * WAI_EVENT_CHOICE), for benchmarks; NULL: nobody. */
    void (*observe)(void *context, enum wai_event_type type);
    void *observe_context;
    const atomic_int *stop; /* not zero: give up within a few events; NULL: never */
};

/* A world for replications of `setup`, which must outlive it.  NULL: memory is out. */
struct wai_world *wai_world_new(const struct wai_setup *setup);
void wai_world_free(struct wai_world *world);

/* Events that a replication may have where nothing else is said: 1 million and 10,000 a country. */
uint64_t wai_world_budget(size_t n_countries);

/* Runs one replication from start to end.  record is cleared and filled.  Errors: WAI_ERR_MODEL with a
 * message that does not name the replication (a value left its range, a budget is used up), WAI_ERR_MEMORY,
 * WAI_ERR_INTERRUPTED. */
enum wai_status wai_world_run(struct wai_world *world, const struct wai_luck *luck,
                              const struct wai_run_limits *limits, struct wai_record *record,
                              struct wai_error *err) WAI_CHECK_RESULT;

/* Asserts every invariant of the world in its present state, recomputing from scratch what is kept
 * incrementally. */
void wai_world_verify(const struct wai_world *world);

/* Bytes that a world of this setup takes. */
size_t wai_world_bytes(const struct wai_setup *setup);

#endif
