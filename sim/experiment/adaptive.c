/* Sequential stopping.  Borders grow by what the present spread says is needed, at most doubling. */
#include "experiment/adaptive.h"

#include <math.h>

#include "engine/interval.h"

#define LARGEST_CHUNK 64
#define USUAL_CHUNK 32

uint32_t wai_adaptive_chunk(const struct wai_adaptive *rule)
{
    return rule->min <= LARGEST_CHUNK ? rule->min : USUAL_CHUNK;
}

/* The border at or after `wanted`. */
static uint32_t border(const struct wai_adaptive *rule, double wanted)
{
    double chunk = wai_adaptive_chunk(rule);
    double rounded = ceil(wanted / chunk) * chunk;

    return rounded < rule->max ? (uint32_t)rounded : rule->max;
}

void wai_adaptive_begin(struct wai_adaptive_state *state, const struct wai_adaptive *rule, int is_share)
{
    *state = (struct wai_adaptive_state){ .is_share = is_share, .border = border(rule, rule->min) };
}

void wai_adaptive_add(struct wai_adaptive_state *state, double value)
{
    double delta = value - state->mean;

    state->n_run++;
    if (isnan(value)) {
        return;
    }
    state->n++;
    state->mean += delta / state->n;
    state->m2 += delta * (value - state->mean);
}

double wai_adaptive_half_width(const struct wai_adaptive_state *state, double confidence)
{
    double sd = sqrt(state->m2 / ((double)state->n - 1));
    struct wai_interval interval =
        wai_interval_metric(state->is_share, state->mean, sd, state->n, confidence);

    return 0.5 * (interval.high - interval.low);
}

int wai_adaptive_continue(struct wai_adaptive_state *state, const struct wai_adaptive *rule)
{
    double width = wai_adaptive_half_width(state, rule->confidence);
    double ratio = width / rule->half_width;
    double wanted = 2.0 * state->n_run; /* also when nothing is known yet */

    if (width <= rule->half_width || state->n_run >= rule->max) {
        return 0;
    }
    if (ratio * ratio < 2) {
        wanted = ratio * ratio * state->n_run;
    }
    if (wanted < (double)state->n_run + rule->min) {
        wanted = (double)state->n_run + rule->min;
    }
    state->border = border(rule, wanted);
    return 1;
}
