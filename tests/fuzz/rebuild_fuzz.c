/* Damaged texts of results: the world that is rebuilt from them can be run, or the reason is told why not.
 * The first byte chooses the file and the point. */
#include <stdlib.h>

#include "experiment/rebuild.h"
#include "fuzz/edit.h"
#include "output/output.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition) ((condition) ? (void)0 : abort())
#define MOST_EVENTS 500
#define MOST_COUNTRIES 50

static struct edit_base bases[3];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const beginnings[] = {
        "provenance/", "input/", "point_", "param_", "country", "date"
    };
    static const char *const names[] = { "ensemble.h5", "sweep.h5", "run.h5" };

    (void)argc;
    (void)argv;
    CHECK(wai_output_init() == WAI_OK);
    for (int i = 0; i < 3; i++) {
        edit_load(&bases[i], names[i], beginnings, sizeof beginnings / sizeof *beginnings);
    }
    return 0;
}

static void repeat(struct wai_rebuild *rebuild)
{
    struct wai_trial trial = { 0 };
    struct wai_record record = { 0 };
    struct wai_error err = { 0 };
    const struct wai_record_wants wants = { 0 };

    if (rebuild->limits.max_events == 0 || rebuild->limits.max_events > MOST_EVENTS) {
        rebuild->limits.max_events = MOST_EVENTS;
    }
    if (wai_rebuild_repeat(rebuild, 0, wants, &trial, &record, &err) != WAI_OK) {
        CHECK(err.n_messages > 0);
    }
    wai_record_free(&record);
    wai_trial_free(&trial);
    wai_error_free(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wai_error err = { 0 };
    struct wai_rebuild rebuild;

    if (size == 0) {
        return 0;
    }
    edit_apply(&bases[data[0] % 3], data + 1, size - 1);
    if (wai_rebuild_read(&rebuild, edit_path(), data[0] / 3 % 4 - 1, &err) == WAI_OK) {
        CHECK(err.n_messages == 0);
        if (rebuild.scenario.setup.tables.n_countries <= MOST_COUNTRIES) {
            repeat(&rebuild);
        }
        wai_rebuild_free(&rebuild);
    } else {
        CHECK(err.n_messages > 0);
    }
    wai_error_free(&err);
    return 0;
}
