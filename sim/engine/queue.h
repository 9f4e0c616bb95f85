/* The event queue: a 4-ary heap in total order (time, priority, sequence).
 *
 * Sequence is the order of scheduling, so two events never compare equal.  A handle names a scheduled
 * event until it is popped or cancelled, and may be given to a later event then; cancel and reschedule take
 * O(log n).  Equal calls give equal handles. */
#ifndef WAI_ENGINE_QUEUE_H
#define WAI_ENGINE_QUEUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define WAI_QUEUE_NONE UINT32_MAX /* a handle that names no event */

struct wai_event {
    double time_years;
    uint32_t priority; /* smaller goes first at equal times */
    uint32_t kind;     /* the model's business, as are the next two */
    int32_t agent;
    int32_t detail;
};

struct wai_queue; /* opaque: the heap order is its invariant */

/* An empty queue with room for `capacity` events; it grows when more are pushed.  NULL: memory is out. */
struct wai_queue *wai_queue_new(size_t capacity);
void wai_queue_free(struct wai_queue *queue);

/* Removes all events and starts sequence and handles again, keeping the memory. */
void wai_queue_clear(struct wai_queue *queue);

/* Schedules an event and gives its handle.  The time must be a number (plus infinity is allowed
 * and never reached) and not before the time last popped: anything else is WAI_ERR_MODEL.  WAI_ERR_MEMORY
 * when the queue cannot grow.  handle may be NULL. */
enum wai_status wai_queue_push(struct wai_queue *queue, const struct wai_event *event,
                               uint32_t *handle) WAI_CHECK_RESULT;

/* Takes a scheduled event out.  The handle must be live. */
void wai_queue_cancel(struct wai_queue *queue, uint32_t handle);

/* Moves a scheduled event to another time; it then counts as scheduled now (new sequence), under the same
 * handle.  The same rules of time as for push. */
enum wai_status wai_queue_reschedule(struct wai_queue *queue, uint32_t handle,
                                     double time_years) WAI_CHECK_RESULT;

/* The next event, NULL when there is none; valid until the queue changes. */
const struct wai_event *wai_queue_peek(const struct wai_queue *queue);

/* Takes the next event out into *event; the queue must not be empty. */
void wai_queue_pop(struct wai_queue *queue, struct wai_event *event);

size_t wai_queue_length(const struct wai_queue *queue);

/* The event behind a live handle, valid until the queue changes; NULL for a handle that is not live. */
const struct wai_event *wai_queue_get(const struct wai_queue *queue, uint32_t handle);

/* Asserts heap order, positions and handles; for tests. */
void wai_queue_verify(const struct wai_queue *queue);

#endif
