/* Rapid response to incidents: a multi-server queue, first come first served (M17). */
#ifndef WAI_MODEL_RESPONSE_H
#define WAI_MODEL_RESPONSE_H

#include <stdint.h>

struct wai_world;

/* An incident has just happened.  In operation it becomes a job; otherwise, or with no teams, trust is lost
 * at once where the sponsor's stack is the origin.  service_gap: unit exponential. */
void wai_response_queue(struct wai_world *world, double severity, int from_sponsor, double service_gap);

/* A job is done: score, trust, and the next in line. */
void wai_response_done(struct wai_world *world, int32_t job);

/* The number of teams may have grown: jobs in line are served. */
void wai_response_serve(struct wai_world *world);

/* Jobs in service and in line are dropped. */
void wai_response_drop_all(struct wai_world *world);

#endif
