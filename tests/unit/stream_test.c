/* The Philox stream behind GSL's interface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "engine/luck.h"

/* The stream itself, to put its counter near the end of 32 bits. */
#include "engine/stream.c"

static gsl_rng *new_stream(uint64_t seed, uint32_t purpose, uint32_t agent)
{
    gsl_rng *rng = gsl_rng_alloc(wai_stream_type);

    assert_non_null(rng);
    wai_stream_seed(rng, seed, purpose, agent);
    return rng;
}

static void stream_gives_published_words(void **state)
{
    const unsigned long expected[] = { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 };
    gsl_rng *rng = new_stream(0, 0, 0);

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(gsl_rng_get(rng), expected[i]);
    }
    gsl_rng_free(rng);
}

/* Doubles are the luck at (seed, replicate 0, purpose, agent), index after index. */
static void stream_doubles_are_luck_in_order(void **state)
{
    const struct wai_luck luck = { .seed = 0x123456789abcdef0 };
    gsl_rng *rng = new_stream(luck.seed, 200, 9);

    (void)state;
    for (uint32_t i = 0; i < 1000; i++) {
        double u[2];

        wai_luck_pair(&luck, 200, 9, i, u);
        assert_true(gsl_rng_uniform(rng) == u[0]);
        assert_true(gsl_rng_uniform_pos(rng) == u[1]);
    }
    gsl_rng_free(rng);
}

static void stream_carries_into_the_next_word(void **state)
{
    gsl_rng *rng = new_stream(1, 2, 3);
    struct stream *inside = rng->state;
    const uint32_t key[2] = { 1, 0 };
    const uint32_t last[4] = { UINT32_MAX, 3, 0, 2 }, next[4] = { 0, 3, 1, 2 };
    uint32_t bits[4];

    (void)state;
    inside->counter[0] = UINT32_MAX;
    wai_philox_block(key, last, bits);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(gsl_rng_get(rng), bits[i]);
    }
    wai_philox_block(key, next, bits);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(gsl_rng_get(rng), bits[i]);
    }
    gsl_rng_free(rng);
}

static void stream_seeds_through_gsl_with_all_bits(void **state)
{
    const unsigned long seeds[] = { 0, 4357, 0xffffffff };
    gsl_rng *direct = new_stream(0, 0, 0);
    gsl_rng *rng = gsl_rng_alloc(wai_stream_type);

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        unsigned long first;

        gsl_rng_set(rng, seeds[i]);
        wai_stream_seed(direct, seeds[i], 0, 0);
        first = gsl_rng_get(rng);
        assert_int_equal(first, gsl_rng_get(direct));
        gsl_rng_set(rng, seeds[i] + (1UL << 31 << 1)); /* differs above 32 bits only */
        assert_int_not_equal(first, gsl_rng_get(rng));
    }
    gsl_rng_free(rng);
    gsl_rng_free(direct);
}

static void stream_obeys_the_rules_of_gsl(void **state)
{
    gsl_rng *rng = new_stream(11, 250, 0);
    gsl_rng *copy;

    (void)state;
    assert_string_equal(gsl_rng_name(rng), "philox4x32-10");
    assert_int_equal(gsl_rng_min(rng), 0);
    assert_int_equal(gsl_rng_max(rng), 0xffffffff);
    (void)gsl_rng_get(rng); /* in the middle of a block */
    copy = gsl_rng_clone(rng);
    assert_non_null(copy);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(gsl_rng_get(rng), gsl_rng_get(copy));
    }
    wai_stream_seed(copy, 11, 250, 0);
    (void)gsl_rng_get(copy);
    (void)gsl_rng_get(rng);
    assert_int_not_equal(gsl_rng_get(rng), gsl_rng_get(copy));
    gsl_rng_free(rng);
    gsl_rng_free(copy);
}

/* 200,000 dice; a fixed seed, and a threshold that a fair die misses for 1 seed in 5,000. */
static void stream_throws_fair_dice(void **state)
{
    const double n = 200000.0;
    double counts[6] = { 0.0 }, chi_square = 0.0, p;
    gsl_rng *rng = new_stream(6, 251, 0);

    (void)state;
    for (int i = 0; i < 200000; i++) {
        counts[gsl_rng_uniform_int(rng, 6)] += 1.0;
    }
    for (int i = 0; i < 6; i++) {
        chi_square += (counts[i] - n / 6.0) * (counts[i] - n / 6.0) / (n / 6.0);
    }
    p = gsl_cdf_chisq_Q(chi_square, 5.0);
    assert_true(p > 1e-4 && p < 1.0 - 1e-4);
    gsl_rng_free(rng);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream_gives_published_words),
        cmocka_unit_test(stream_doubles_are_luck_in_order),
        cmocka_unit_test(stream_carries_into_the_next_word),
        cmocka_unit_test(stream_seeds_through_gsl_with_all_bits),
        cmocka_unit_test(stream_obeys_the_rules_of_gsl),
        cmocka_unit_test(stream_throws_fair_dice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
