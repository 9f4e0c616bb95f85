/* Every invariant of a world, recomputed from scratch: for tests, after each event. */
#include <math.h>

#include "base/assert.h"
#include "model/network.h"
#include "model/refresh.h"
#include "model/state.h"

static void verify_counts(const struct wai_world *world)
{
    int32_t n_standing[WAI_N_STATUSES] = { 0 };
    int32_t n_members = 0;
    uint32_t n_waiting = 0;

    for (size_t i = 0; i < world->n; i++) {
        wai_assert(world->country[i].standing >= 0 && world->country[i].standing < WAI_N_STATUSES);
        n_waiting += world->country[i].waiting;
        if ((int32_t)i != world->sponsor) {
            n_standing[world->country[i].standing]++;
            n_members += WAI_STATUS_IS_MEMBER(world->country[i].standing);
        }
    }
    for (int m = 0; m < WAI_N_STATUSES; m++) {
        wai_assert(n_standing[m] == world->n_standing[m]);
    }
    wai_assert(n_members == world->n_members);
    wai_assert(n_waiting == world->n_waiting);
}

static void verify_country(const struct wai_world *world, size_t i)
{
    int m = world->country[i].standing;
    const struct wai_event *pending =
        world->pending[i] == WAI_QUEUE_NONE ? NULL : wai_queue_get(world->queue, world->pending[i]);

    wai_assert(world->capability[i] >= 0.0 && world->capability[i] <= 1.0);
    wai_assert(world->alignment[i] >= -1.0 && world->alignment[i] <= 1.0);
    wai_assert(isfinite(world->taste[i]) && isfinite(world->country[i].benefit) &&
               isfinite(world->country[i].affinity));
    wai_assert(world->country[i].offer.value >= 0.0 && world->country[i].courtship.value >= 0.0);
    wai_assert(!world->country[i].waiting || m == WAI_STATUS_SIGNATORY);
    wai_assert(!world->country[i].noticed || WAI_STATUS_IS_MEMBER(m) || m == WAI_STATUS_FROZEN);
    wai_assert((world->country[i].flags & ~3u) == 0);
    wai_assert(world->pending[i] == WAI_QUEUE_NONE || pending);
    if (pending) {
        wai_assert(pending->agent == (int32_t)i);
        wai_assert(pending->kind ==
                   (world->country[i].noticed ? WAI_QUEUED_NOTICE_END : WAI_QUEUED_RATIFICATION));
        wai_assert(world->country[i].noticed || m == WAI_STATUS_SIGNATORY);
    }
}

static void verify_organisation(const struct wai_world *world)
{
    int32_t in_line = 0, busy = 0;

    wai_assert(world->trust.value >= 0.0 && world->trust.value <= 1.0);
    wai_assert(world->demand.value >= 0.0);
    wai_assert(world->position >= -1.0 && world->position <= 1.0);
    wai_assert(world->stringency >= 0.0 && world->stringency <= 1.0);
    wai_assert(world->progress >= 0.0 && world->progress <= 1.0);
    wai_assert(world->quality >= 0.0 && world->quality <= 1.0);
    wai_assert(world->score >= 0.0 && world->score <= 1.0);
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        wai_assert(world->service[k] >= 0.0 && world->service[k] <= 1.0);
    }
    for (int32_t slot = world->line_first; slot >= 0; slot = world->jobs[slot].next) {
        in_line++;
        wai_assert(world->jobs[slot].handle == WAI_QUEUE_NONE);
        wai_assert(in_line <= world->n_jobs);
    }
    for (int32_t slot = 0; slot < world->n_jobs; slot++) {
        busy += world->jobs[slot].handle != WAI_QUEUE_NONE;
    }
    wai_assert(busy <= world->n_busy); /* jobs that end after the run have no event */
    wai_assert(in_line == 0 || world->n_busy >= world->params.incentive.rapid_response.teams);
    wai_assert(world->fund_inflow_usd >= 0.0 && world->fund_payout_usd <= world->fund_inflow_usd);
}

void wai_world_verify(const struct wai_world *world)
{
    verify_counts(world);
    for (size_t i = 0; i < world->n; i++) {
        verify_country(world, i);
    }
    verify_organisation(world);
    wai_network_verify(world);
    wai_refresh_verify(world);
    wai_queue_verify(world->queue);
    wai_assert(world->country[world->sponsor].standing == WAI_STATUS_CORE);
    wai_assert(world->next_candidate_years >= world->now_years);
}
