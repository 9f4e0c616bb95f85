/* Quantile sketches: exact while few, order-free always, bounded error when many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <math.h>

#include "output/sketch.h"
#include "output_world.h"

static void add_number(struct wai_sketch *sketch, double value)
{
    uint32_t key = wai_sketch_key((float)value);

    assert_int_equal(wai_sketch_add(sketch, &key, 1), WAI_OK);
}

/* Keys keep the order of numbers and give them back, zero of either sign as one. */
static void keys_keep_the_order_of_numbers(void **state)
{
    static const float ascending[] = { -INFINITY, -3e38f, -1.5f,      -1e-40f, 0.0f,
                                       1e-45f,    1.0f,   1.0000001f, INFINITY };

    (void)state;
    for (size_t i = 0; i < sizeof ascending / sizeof ascending[0]; i++) {
        assert_true(wai_sketch_number(wai_sketch_key(ascending[i])) == ascending[i]);
        assert_true(i == 0 || wai_sketch_key(ascending[i - 1]) < wai_sketch_key(ascending[i]));
    }
    assert_int_equal(wai_sketch_key(-0.0f), wai_sketch_key(0.0f));
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Every size of batch, keys that differ in few and in all bytes, against the library's sort. */
static void sorting_agrees_with_qsort(void **state)
{
    (void)state;
    for (size_t n = 0; n <= WAI_SKETCH_BATCH; n++) {
        for (unsigned shift = 0; shift < 32; shift += 7) {
            uint32_t mine[WAI_SKETCH_BATCH], other[WAI_SKETCH_BATCH];

            for (size_t i = 0; i < n; i++) {
                mine[i] = other[i] = (uint32_t)(world_uniform(n + shift, i) * 0x1p32) >> shift;
            }
            wai_sketch_sort(mine, n);
            qsort(other, n, sizeof *other, by_value);
            assert_memory_equal(mine, other, n * sizeof *mine);
        }
    }
}

/* Numbers 1, 2, 3, 4, 10: quartiles by hand, h = 4p. */
static void few_numbers_give_exact_quantiles(void **state)
{
    static const double values[] = { 10, 1, 4, 3, 2 }, p[] = { 0.0, 0.25, 0.5, 0.9, 1.0 };
    static const double expected[] = { 1, 2, 3, 4 + 0.6 * 6, 10 };
    struct wai_sketch sketch = { 0 };
    double found[5];

    (void)state;
    for (int i = 0; i < 5; i++) {
        add_number(&sketch, values[i]);
    }
    wai_sketch_quantiles(&sketch, p, 5, found);
    for (int i = 0; i < 5; i++) {
        assert_true(fabs(found[i] - expected[i]) < 1e-12);
    }
    assert_true(wai_sketch_error(&sketch) == 0.0);
    wai_sketch_clear(&sketch);
    wai_sketch_quantiles(&sketch, p, 1, found);
    assert_true(isnan(found[0]));
    wai_sketch_free(&sketch);
}

/* Repeated numbers: 3 zeros and a one, median between equal ones, 0.9 quantile 0.7. */
static void repeated_numbers_count_as_often_as_they_come(void **state)
{
    static const double values[] = { 0, 1, 0, 0 }, p[] = { 0.5, 0.9 };
    struct wai_sketch sketch = { 0 };
    double found[2];

    (void)state;
    for (int i = 0; i < 4; i++) {
        add_number(&sketch, values[i]);
    }
    wai_sketch_quantiles(&sketch, p, 2, found);
    assert_true(found[0] == 0.0);
    assert_true(fabs(found[1] - 0.7) < 1e-12);
    wai_sketch_free(&sketch);
}

/* 50,000 numbers in two orders and two cuts end in the same bins. */
static void the_order_and_the_cut_do_not_matter(void **state)
{
    struct wai_sketch one = { 0 }, other = { 0 };
    const size_t n = 50000;

    (void)state;
    for (size_t i = 0; i < n; i++) {
        add_number(&one, world_uniform(1, i) - 0.3);
    }
    for (size_t i = 0; i < n; i += 200) {
        uint32_t keys[200];

        for (size_t k = 0; k < 200; k++) {
            keys[k] = wai_sketch_key((float)(world_uniform(1, n - 1 - i - k) - 0.3));
        }
        wai_sketch_sort(keys, 200);
        assert_int_equal(wai_sketch_add(&other, keys, 200), WAI_OK);
    }
    assert_int_equal(one.n, other.n);
    assert_int_equal(one.level, other.level);
    assert_memory_equal(one.bins, other.bins, one.n * sizeof *one.bins);
    assert_memory_equal(one.bins + one.capacity, other.bins + other.capacity, one.n * sizeof *one.bins);
    assert_true(one.n <= WAI_SKETCH_BINS);
    wai_sketch_free(&one);
    wai_sketch_free(&other);
}

/* i / n, i = 0 .. n - 1: the quantile is p (n - 1) / n; the sketch is as near as it says. */
static void many_numbers_are_as_near_as_promised(void **state)
{
    static const double p[] = { 0.05, 0.25, 0.5, 0.75, 0.95 };
    const size_t n = 100000;
    struct wai_sketch sketch = { 0 };
    double found[5], error;

    (void)state;
    for (size_t i = 0; i < n; i++) {
        add_number(&sketch, (double)(i * 7919 % n) / (double)n);
    }
    wai_sketch_quantiles(&sketch, p, 5, found);
    error = wai_sketch_error(&sketch);
    assert_true(error > 0.0 && error < 0.01);
    for (int i = 0; i < 5; i++) {
        double expected = p[i] * (double)(n - 1) / (double)n;

        assert_true(fabs(found[i] - expected) <= error * expected + 1e-5);
    }
    wai_sketch_free(&sketch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_keep_the_order_of_numbers),
        cmocka_unit_test(sorting_agrees_with_qsort),
        cmocka_unit_test(few_numbers_give_exact_quantiles),
        cmocka_unit_test(repeated_numbers_count_as_often_as_they_come),
        cmocka_unit_test(the_order_and_the_cut_do_not_matter),
        cmocka_unit_test(many_numbers_are_as_near_as_promised),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
