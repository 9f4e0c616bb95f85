/* The event queue against a plain list that is searched from end to end, and its rules one by one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/philox.h"

/* Allocations left until one fails; negative: none fails. */
static int n_allocations_left = -1;

static int allocation_fails(void)
{
    if (n_allocations_left < 0) {
        return 0;
    }
    return n_allocations_left-- == 0;
}

static void *failing_calloc(size_t n, size_t size)
{
    return allocation_fails() ? NULL : calloc(n, size);
}

static void *failing_realloc(void *memory, size_t size)
{
    return allocation_fails() ? NULL : realloc(memory, size);
}

static void *failing_aligned_alloc(size_t alignment, size_t size)
{
    return allocation_fails() ? NULL : aligned_alloc(alignment, size);
}

/* The queue itself, with allocations that fail when told. */
#define calloc failing_calloc
#define realloc failing_realloc
#define aligned_alloc failing_aligned_alloc
#include "engine/queue.c"
#undef calloc
#undef realloc
#undef aligned_alloc

#define MOST_EVENTS 300

/* What the list knows of a scheduled event. */
struct listed {
    struct wai_event event;
    uint64_t sequence;
    uint32_t handle;
};

struct list {
    struct listed events[MOST_EVENTS];
    size_t n;
    uint64_t next_sequence;
    double now_years;
};

static int is_earlier(const struct listed *a, const struct listed *b)
{
    if (a->event.time_years != b->event.time_years) {
        return a->event.time_years < b->event.time_years;
    }
    if (a->event.priority != b->event.priority) {
        return a->event.priority < b->event.priority;
    }
    return a->sequence < b->sequence;
}

static size_t earliest(const struct list *list)
{
    size_t first = 0;

    for (size_t i = 1; i < list->n; i++) {
        if (is_earlier(&list->events[i], &list->events[first])) {
            first = i;
        }
    }
    return first;
}

static void assert_same_event(const struct wai_event *a, const struct wai_event *b)
{
    assert_true(a->time_years == b->time_years);
    assert_int_equal(a->priority, b->priority);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->agent, b->agent);
    assert_int_equal(a->detail, b->detail);
}

static struct wai_event event_at(double time_years, uint32_t priority, int32_t agent)
{
    return (struct wai_event){ .time_years = time_years, .priority = priority, .kind = 7, .agent = agent };
}

/* A time on a coarse grid, so that ties are frequent. */
static double grid_time(const struct list *list, uint32_t bits)
{
    return list->now_years + 0.25 * (double)(bits % 16);
}

static void push_both(struct wai_queue *queue, struct list *list, const uint32_t bits[4])
{
    struct listed *added = &list->events[list->n++];

    added->event = (struct wai_event){ grid_time(list, bits[1]), bits[2] % 3, bits[2],
                                       (int32_t)(bits[3] >> 1), -(int32_t)(bits[1] >> 1) };
    added->sequence = list->next_sequence++;
    assert_int_equal(wai_queue_push(queue, &added->event, &added->handle), WAI_OK);
}

static void pop_both(struct wai_queue *queue, struct list *list)
{
    size_t first = earliest(list);
    struct listed expected = list->events[first];
    struct wai_event event;

    assert_same_event(wai_queue_peek(queue), &expected.event);
    wai_queue_pop(queue, &event);
    assert_same_event(&event, &expected.event);
    assert_null(wai_queue_get(queue, expected.handle));
    list->now_years = event.time_years;
    list->events[first] = list->events[--list->n];
}

static void change_both(struct wai_queue *queue, struct list *list, const uint32_t bits[4])
{
    struct listed *chosen = &list->events[bits[3] % list->n];

    assert_same_event(wai_queue_get(queue, chosen->handle), &chosen->event);
    if (bits[2] % 2 == 0) {
        wai_queue_cancel(queue, chosen->handle);
        assert_null(wai_queue_get(queue, chosen->handle));
        *chosen = list->events[--list->n];
    } else {
        chosen->event.time_years = grid_time(list, bits[1]);
        chosen->sequence = list->next_sequence++;
        assert_int_equal(wai_queue_reschedule(queue, chosen->handle, chosen->event.time_years), WAI_OK);
    }
}

/* 20,000 random operations give the same events in the same order as the list. */
static void queue_agrees_with_searched_list(void **state)
{
    static struct list list;
    struct wai_queue *queue = wai_queue_new(1);
    const uint32_t key[2] = { 1, 0 };

    (void)state;
    assert_non_null(queue);
    for (uint32_t i = 0; i < 20000; i++) {
        const uint32_t counter[4] = { i, 0, 0, 0 };
        /* Long phases of growth and of decline reach both an empty and a full queue. */
        uint32_t push_share = i / 1000 % 2 == 0 ? 6 : 2;
        uint32_t bits[4];

        wai_philox_block(key, counter, bits);
        if (bits[0] % 8 < push_share && list.n < MOST_EVENTS) {
            push_both(queue, &list, bits);
        } else if (list.n > 0 && bits[0] % 8 == 7) {
            change_both(queue, &list, bits);
        } else if (list.n > 0) {
            pop_both(queue, &list);
        } else {
            assert_null(wai_queue_peek(queue));
        }
        assert_int_equal(wai_queue_length(queue), list.n);
        wai_queue_verify(queue);
    }
    while (list.n > 0) {
        pop_both(queue, &list);
        wai_queue_verify(queue);
    }
    wai_queue_free(queue);
}

static void queue_breaks_ties_by_priority_then_order_of_arrival(void **state)
{
    struct wai_queue *queue = wai_queue_new(4);
    struct wai_event event;

    (void)state;
    for (int32_t i = 0; i < 60; i++) {
        event = event_at(1.0, (uint32_t)(2 - i % 3), i);
        assert_int_equal(wai_queue_push(queue, &event, NULL), WAI_OK);
    }
    for (int32_t i = 0; i < 60; i++) {
        wai_queue_pop(queue, &event);
        assert_int_equal(event.priority, i / 20);
        assert_int_equal(event.agent, 3 * (i % 20) + 2 - i / 20);
    }
    wai_queue_free(queue);
}

/* Minus zero and zero are one time. */
static void queue_takes_signed_zeros_as_equal(void **state)
{
    struct wai_queue *queue = wai_queue_new(2);
    struct wai_event event = event_at(0.0, 0, 1);

    (void)state;
    assert_int_equal(wai_queue_push(queue, &event, NULL), WAI_OK);
    event = event_at(-0.0, 0, 2);
    assert_int_equal(wai_queue_push(queue, &event, NULL), WAI_OK);
    wai_queue_pop(queue, &event);
    assert_int_equal(event.agent, 1);
    wai_queue_free(queue);
}

/* An event moved to the time it has already goes behind the others of that time. */
static void queue_counts_rescheduled_as_scheduled_now(void **state)
{
    struct wai_queue *queue = wai_queue_new(4);
    uint32_t handles[3];
    struct wai_event event;

    (void)state;
    for (int32_t i = 0; i < 3; i++) {
        event = event_at(1.0, 0, i);
        assert_int_equal(wai_queue_push(queue, &event, &handles[i]), WAI_OK);
    }
    assert_int_equal(wai_queue_reschedule(queue, handles[0], 1.0), WAI_OK);
    wai_queue_verify(queue);
    for (int32_t i = 0; i < 3; i++) {
        wai_queue_pop(queue, &event);
        assert_int_equal(event.agent, (i + 1) % 3);
    }
    wai_queue_free(queue);
}

static void queue_refuses_times_without_order_or_in_the_past(void **state)
{
    const double refused[] = { (double)NAN, -HUGE_VAL, 1.999999999999999, -1.0 };
    struct wai_queue *queue = wai_queue_new(4);
    struct wai_event event = event_at((double)NAN, 0, 0);
    uint32_t handle = 99;

    (void)state;
    assert_int_equal(wai_queue_push(queue, &event, &handle), WAI_ERR_MODEL);
    event.time_years = -HUGE_VAL;
    assert_int_equal(wai_queue_push(queue, &event, &handle), WAI_ERR_MODEL);
    event.time_years = 2.0;
    assert_int_equal(wai_queue_push(queue, &event, NULL), WAI_OK);
    wai_queue_pop(queue, &event);
    event.time_years = HUGE_VAL;
    assert_int_equal(wai_queue_push(queue, &event, &handle), WAI_OK);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        uint32_t untouched = 99;

        event.time_years = refused[i];
        assert_int_equal(wai_queue_push(queue, &event, &untouched), WAI_ERR_MODEL);
        assert_int_equal(untouched, 99);
        assert_int_equal(wai_queue_reschedule(queue, handle, refused[i]), WAI_ERR_MODEL);
        assert_true(wai_queue_get(queue, handle)->time_years == HUGE_VAL);
        assert_int_equal(wai_queue_length(queue), 1);
        wai_queue_verify(queue);
    }
    assert_int_equal(wai_queue_reschedule(queue, handle, 2.0), WAI_OK);
    wai_queue_free(queue);
}

static void queue_cleared_starts_again(void **state)
{
    struct wai_queue *queue = wai_queue_new(2);
    struct wai_event event = event_at(5.0, 0, 1);
    uint32_t first, again;

    (void)state;
    assert_int_equal(wai_queue_push(queue, &event, &first), WAI_OK);
    wai_queue_pop(queue, &event);
    assert_int_equal(wai_queue_push(queue, &event, NULL), WAI_OK);
    wai_queue_clear(queue);
    wai_queue_verify(queue);
    assert_int_equal(wai_queue_length(queue), 0);
    assert_null(wai_queue_peek(queue));
    assert_null(wai_queue_get(queue, first));
    assert_null(wai_queue_get(queue, WAI_QUEUE_NONE));
    event = event_at(1.0, 0, 1); /* earlier than the time popped before */
    assert_int_equal(wai_queue_push(queue, &event, &again), WAI_OK);
    assert_int_equal(again, first);
    wai_queue_free(queue);
}

/* An event may be scheduled again out of the queue's own memory, even while that memory grows. */
static void queue_takes_its_own_events(void **state)
{
    struct wai_queue *queue = wai_queue_new(1);
    struct wai_event event = event_at(3.0, 1, 42);

    (void)state;
    assert_int_equal(wai_queue_push(queue, &event, NULL), WAI_OK);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(wai_queue_push(queue, wai_queue_peek(queue), NULL), WAI_OK);
    }
    while (wai_queue_length(queue) > 0) {
        struct wai_event popped;

        wai_queue_pop(queue, &popped);
        assert_same_event(&popped, &event);
    }
    wai_queue_free(queue);
}

/* Whichever allocation fails, the queue says so, stays whole and goes on when there is memory again. */
static void queue_survives_every_failing_allocation(void **state)
{
    int n_failures = 0;

    (void)state;
    for (int nth = 0;; nth++) {
        struct wai_queue *queue;
        enum wai_status status = WAI_OK;

        n_allocations_left = nth;
        queue = wai_queue_new(2);
        for (int32_t i = 0; queue && i < 40 && status == WAI_OK; i++) {
            struct wai_event event = event_at(1.0 + i % 5, 0, i);

            status = wai_queue_push(queue, &event, NULL);
            wai_queue_verify(queue);
            if (status != WAI_OK) {
                assert_int_equal(status, WAI_ERR_MEMORY);
                assert_int_equal(wai_queue_length(queue), i);
                n_allocations_left = -1;
                assert_int_equal(wai_queue_push(queue, &event, NULL), WAI_OK);
                wai_queue_verify(queue);
            }
        }
        n_failures += !queue || status != WAI_OK;
        wai_queue_free(queue);
        if (n_allocations_left > 0) {
            break;
        }
    }
    n_allocations_left = -1;
    /* The struct and 4 arrays, which double from 2 to 64 in 5 steps. */
    assert_int_equal(n_failures, 1 + 4 + 4 * 5);
}

static void queue_refuses_absurd_capacities(void **state)
{
    (void)state;
    assert_null(wai_queue_new(SIZE_MAX));
    assert_null(wai_queue_new((size_t)1 << 32));
    wai_queue_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queue_agrees_with_searched_list),
        cmocka_unit_test(queue_breaks_ties_by_priority_then_order_of_arrival),
        cmocka_unit_test(queue_takes_signed_zeros_as_equal),
        cmocka_unit_test(queue_counts_rescheduled_as_scheduled_now),
        cmocka_unit_test(queue_refuses_times_without_order_or_in_the_past),
        cmocka_unit_test(queue_cleared_starts_again),
        cmocka_unit_test(queue_takes_its_own_events),
        cmocka_unit_test(queue_survives_every_failing_allocation),
        cmocka_unit_test(queue_refuses_absurd_capacities),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
