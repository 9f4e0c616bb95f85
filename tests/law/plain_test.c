/* The simulator and the plain path tell the same story, event for event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "plain/agree.h"
#include "support/world_builder.h"

/* How often each kind of event turned up: a comparison of worlds where nothing happens proves little. */
static void count_events(const struct wai_record *record, size_t seen[WAI_N_EVENT_TYPES],
                         size_t moves[WAI_N_MOVES])
{
    for (size_t k = 0; k < record->n_log; k++) {
        seen[record->log[k].type]++;
        if (record->log[k].type == WAI_EVENT_CHOICE) {
            moves[(int)record->log[k].value]++;
        }
    }
}

static void random_worlds_agree_event_for_event(void **state)
{
    const char *wanted = getenv("WAI_PLAIN_SEED"), *number = getenv("WAI_PLAIN_WORLDS");
    const uint64_t first = wanted ? strtoull(wanted, NULL, 10) : 1;
    const uint64_t n = wanted ? 1 : number ? strtoull(number, NULL, 10) : 400;
    size_t seen[WAI_N_EVENT_TYPES] = { 0 }, moves[WAI_N_MOVES] = { 0 };
    int failures = 0;
    char text[2048];

    (void)state;
    for (uint64_t seed = first; seed < first + n; seed++) {
        const struct wai_luck luck = { .seed = seed * 7919, .replicate = (uint32_t)seed };
        struct wai_setup setup;
        struct wai_record fast;

        wai_world_builder_random(&setup, seed);
        if (!wai_agree_run(&setup, &luck, &fast, text, sizeof text)) {
            print_message("world %llu: %s\n", (unsigned long long)seed, text);
            failures++;
        }
        count_events(&fast, seen, moves);
        wai_record_free(&fast);
        wai_setup_free(&setup);
        assert_true(failures < 5);
    }
    assert_int_equal(failures, 0);
    for (int type = 0; type < WAI_N_EVENT_TYPES && n >= 400; type++) {
        if (seen[type] < 20) {
            print_message("%s turned up %zu times\n", wai_event_names[type], seen[type]);
        }
        assert_true(seen[type] >= 20);
    }
    for (int move = 0; move < WAI_N_MOVES && n >= 400; move++) {
        assert_true(moves[move] >= 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(random_worlds_agree_event_for_event) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
