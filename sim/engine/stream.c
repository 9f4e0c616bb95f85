/* Blocks of Philox handed out word by word behind the interface of gsl_rng. */
#include "engine/stream.h"

#include "base/assert.h"
#include "engine/luck.h"

#define WORDS 4
#define N_PURPOSES 256 /* what the counter has room for */

/* No pointers: GSL copies and stores states as plain bytes. */
struct stream {
    uint32_t key[2];
    uint32_t counter[4]; /* of the block after the present one */
    uint32_t words[WORDS];
    uint32_t n_taken; /* of words */
};

static void start(struct stream *stream, uint64_t seed, uint32_t purpose, uint32_t agent)
{
    *stream = (struct stream){
        .key = { (uint32_t)seed, (uint32_t)(seed >> 32) },
        .counter = { 0, agent, 0, purpose },
        .n_taken = WORDS,
    };
}

static uint32_t next_word(struct stream *stream)
{
    if (stream->n_taken == WORDS) {
        wai_philox_block(stream->key, stream->counter, stream->words);
        stream->n_taken = 0;
        if (++stream->counter[0] == 0) {
            stream->counter[2]++;
        }
    }
    return stream->words[stream->n_taken++];
}

static void set(void *state, unsigned long seed)
{
    start(state, seed, 0, 0);
}

static unsigned long get(void *state)
{
    return next_word(state);
}

static double get_double(void *state)
{
    uint32_t high = next_word(state);
    uint32_t low = next_word(state);

    return wai_luck_uniform(high, low);
}

static const gsl_rng_type type = {
    .name = "philox4x32-10",
    .max = UINT32_MAX,
    .min = 0,
    .size = sizeof(struct stream),
    .set = set,
    .get = get,
    .get_double = get_double,
};

const gsl_rng_type *const wai_stream_type = &type;

void wai_stream_seed(gsl_rng *rng, uint64_t seed, uint32_t purpose, uint32_t agent)
{
    wai_assert(rng->type == wai_stream_type);
    wai_assert(purpose < N_PURPOSES);
    start(rng->state, seed, purpose, agent);
}
