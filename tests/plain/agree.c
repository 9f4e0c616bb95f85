/* Runs both paths and compares what they leave behind. */
#include "plain/agree.h"

#include <stdio.h>

#include "base/assert.h"
#include "model/world.h"
#include "plain/plain.h"
#include "support/compare.h"

#define TOLERANCE 1e-9

int wai_agree_run(const struct wai_setup *setup, const struct wai_luck *luck, struct wai_record *record,
                  char *text, size_t size)
{
    const struct wai_record_wants everything = { 1, 1, 1 };
    const struct wai_run_limits limits = { .verify = 1 };
    struct wai_world *world = wai_world_new(setup);
    struct wai_record plain;
    struct wai_error err = { 0 };
    enum wai_status status;
    int same = 0;

    wai_assert(world != NULL);
    status = wai_record_init(&plain, setup, everything);
    wai_assert(status == WAI_OK);
    status = wai_record_init(record, setup, everything);
    wai_assert(status == WAI_OK);
    if (wai_plain_run(setup, luck, &plain) != WAI_OK) {
        snprintf(text, size, "the plain path failed");
    } else if (wai_world_run(world, luck, &limits, record, &err) != WAI_OK) {
        snprintf(text, size, "the simulator failed: %s", wai_error_text(&err));
    } else {
        same = wai_compare_records(record, &plain, TOLERANCE, text, size);
    }
    wai_error_free(&err);
    wai_record_free(&plain);
    wai_world_free(world);
    return same;
}
