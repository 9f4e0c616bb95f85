/* Jobs live in a pool of slots; the waiting line is a list through it. */
#include "model/response.h"

#include <math.h>
#include <stdlib.h>

#include "model/state.h"

#define SCORE_STEP 0.2       /* weight of the newest job in the on-time score, M17 */
#define SEVERITY_COUNTED 5.0 /* severity beyond which trust loses no more, M17 */

/* Trust lost by an incident of the sponsor's stack; share: 1 late, 1/2 on time. */
static void lose_trust(struct wai_world *world, double severity, double share)
{
    double loss = world->params.trust.incident_loss * fmin(severity, SEVERITY_COUNTED) * share;

    wai_world_set_trust(world, wai_world_trust(world) - loss);
}

static void count(struct wai_world *world, int on_time)
{
    world->score += SCORE_STEP * ((on_time ? 1.0 : 0.0) - world->score);
}

/* A free slot, -1 when memory is out (the run has then failed). */
static int32_t take_slot(struct wai_world *world)
{
    int32_t slot = world->free_job;

    if (slot < 0) {
        int32_t wanted = world->n_jobs ? 2 * world->n_jobs : 64;
        struct wai_job *grown = realloc(world->jobs, (size_t)wanted * sizeof *grown);

        if (!grown) {
            wai_world_fail(world, WAI_ERR_MEMORY, "out of memory for %d response jobs", (int)wanted);
            return -1;
        }
        for (int32_t k = world->n_jobs; k < wanted; k++) {
            grown[k] = (struct wai_job){ .next = k + 1 < wanted ? k + 1 : -1, .handle = WAI_QUEUE_NONE };
        }
        slot = world->n_jobs;
        world->jobs = grown;
        world->n_jobs = wanted;
    }
    world->free_job = world->jobs[slot].next;
    return slot;
}

static void give_slot(struct wai_world *world, int32_t slot)
{
    world->jobs[slot] = (struct wai_job){ .next = world->free_job, .handle = WAI_QUEUE_NONE };
    world->free_job = slot;
}

void wai_response_serve(struct wai_world *world)
{
    while (world->line_first >= 0 && world->n_busy < world->params.incentive.rapid_response.teams) {
        int32_t slot = world->line_first;
        struct wai_job *job = &world->jobs[slot];
        double service_years = job->service_gap * world->params.incentive.rapid_response.service_years;

        world->line_first = job->next;
        if (world->line_first < 0) {
            world->line_last = -1;
        }
        job->next = -1;
        world->n_busy++;
        job->handle =
            wai_world_schedule(world, world->now_years + service_years, WAI_QUEUED_RESPONSE, -1, slot);
    }
}

void wai_response_queue(struct wai_world *world, double severity, int from_sponsor, double service_gap)
{
    int operating = world->phase == WAI_PHASE_OPERATING;
    int32_t slot;

    if (!operating || world->params.incentive.rapid_response.teams < 1.0) {
        if (operating) {
            count(world, 0);
        }
        if (from_sponsor) {
            lose_trust(world, severity, 1.0);
        }
        return;
    }
    slot = take_slot(world);
    if (slot < 0) {
        return;
    }
    world->jobs[slot] =
        (struct wai_job){ world->now_years, severity, service_gap, from_sponsor, -1, WAI_QUEUE_NONE };
    if (world->line_last >= 0) {
        world->jobs[world->line_last].next = slot;
    } else {
        world->line_first = slot;
    }
    world->line_last = slot;
    wai_response_serve(world);
}

void wai_response_done(struct wai_world *world, int32_t slot)
{
    struct wai_job job = world->jobs[slot];
    double deadline_years = world->params.incentive.rapid_response.deadline_years;
    int on_time = world->now_years - job.incident_years <= deadline_years;

    give_slot(world, slot);
    world->n_busy--;
    count(world, on_time);
    wai_world_log(world, WAI_EVENT_RESPONSE, -1, -1, -1, -1, on_time);
    if (job.from_sponsor) {
        lose_trust(world, job.severity, on_time ? 0.5 : 1.0);
    }
    wai_response_serve(world);
}

void wai_response_drop_all(struct wai_world *world)
{
    world->free_job = -1;
    for (int32_t slot = world->n_jobs - 1; slot >= 0; slot--) {
        wai_world_unschedule(world, &world->jobs[slot].handle);
        give_slot(world, slot);
    }
    world->line_first = -1;
    world->line_last = -1;
    world->n_busy = 0;
}
