/* The simulator and the plain path agree, event for event, on every scenario as shipped. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plain/agree.h"
#include "scenario/scenario.h"

#define REPLICATIONS 2

static int is_scenario(const struct dirent *entry)
{
    const size_t length = strlen(entry->d_name);

    return length > 4 && strcmp(entry->d_name + length - 4, ".cfg") == 0;
}

/* The ends of each month of the first two years. */
static void read_often(struct wai_setup *setup)
{
    int32_t days[24];
    size_t n = 0;

    while (n < 24 && 30 * (int32_t)n < setup->n_days) {
        days[n] = 30 * (int32_t)n;
        n++;
    }
    assert_int_equal(wai_setup_read_at(setup, days, n), WAI_OK);
}

static int check_scenario(const char *path)
{
    struct wai_scenario scenario;
    struct wai_error err = { 0 };
    int failures = 0;
    char text[2048];

    if (wai_scenario_read(&scenario, path, NULL, 0, &err) != WAI_OK) {
        print_message("%s", wai_error_text(&err));
        wai_error_free(&err);
        return 1;
    }
    read_often(&scenario.setup);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        const struct wai_luck luck = { .seed = 42, .replicate = r };
        struct wai_record record;

        if (!wai_agree_run(&scenario.setup, &luck, &record, text, sizeof text)) {
            print_message("%s, replication %u: %s\n", path, (unsigned)r, text);
            failures++;
        }
        assert_true(record.n_log > 1000); /* a comparison of something */
        wai_record_free(&record);
    }
    wai_scenario_free(&scenario);
    return failures;
}

static void shipped_scenarios_agree_event_for_event(void **state)
{
    struct dirent **entries;
    const int n = scandir("scenarios", &entries, is_scenario, alphasort);
    int failures = 0;

    (void)state;
    assert_true(n >= 10);
    for (int k = 0; k < n; k++) {
        char path[512];

        snprintf(path, sizeof path, "scenarios/%s", entries[k]->d_name);
        failures += check_scenario(path);
        free(entries[k]);
    }
    free(entries);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(shipped_scenarios_agree_event_for_event) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
