/* Damaged blocks of a work folder: what is accepted keeps within its rows.  The layout has metrics alone,
 * beside the events and the counts of joins: columns are read as metrics are, and each costs time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiment/rebuild.h"
#include "fuzz/edit.h"
#include "output/block.h"
#include "output/output.h"
#include "output/rows.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition) ((condition) ? (void)0 : abort())
#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define N_POINTS 3
#define N_REPLICATES 2

static struct edit_base base;
static struct wai_rebuild rebuild;
static struct wai_layout layout;
static struct wai_rows rows;

/* Three points of two replications each. */
static void put_all(struct wai_block_writer *writer)
{
    static const struct wai_record_wants wants = { .events = 1 };
    struct wai_trial trial = { 0 };
    struct wai_record record = { 0 };

    for (uint64_t p = 0; p < N_POINTS; p++) {
        wai_rows_clear(&rows, p);
        for (uint32_t r = 0; r < N_REPLICATES; r++) {
            const double metric = r;

            CHECK(wai_rebuild_repeat(&rebuild, r, wants, &trial, &record, NULL) == WAI_OK);
            CHECK(wai_rows_add(&rows, r, &record, &metric) == WAI_OK);
        }
        CHECK(p > 0 || wai_rows_fail(&rows, "it failed") == WAI_OK);
        CHECK(wai_block_put(writer, &rows, NULL) == WAI_OK);
    }
    wai_record_free(&record);
    wai_trial_free(&trial);
}

static void make_block(const char *path)
{
    static const struct wai_layout_metric metric = { .name = "metric", .unit = "1", .meaning = "a number" };
    struct wai_layout_options options;
    struct wai_block_writer *writer;
    char *world = edit_base_path("ensemble.h5");

    CHECK(wai_rebuild_read(&rebuild, world, -1, NULL) == WAI_OK);
    free(world);
    wai_layout_presets(&options);
    options.summaries = options.replicates = 0;
    options.events = 1;
    options.n_metrics = 1;
    options.metrics = &metric;
    CHECK(wai_layout_init(&layout, &rebuild.scenario.setup, 0, &options, NULL) == WAI_OK);
    CHECK(wai_rows_init(&rows, &layout) == WAI_OK);
    (void)unlink(path);
    CHECK(wai_block_create(&writer, path, &layout, NULL) == WAI_OK);
    put_all(writer);
    CHECK(wai_block_finish(&writer, KEY, NULL) == WAI_OK);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    char name[64], *path;

    (void)argc;
    (void)argv;
    CHECK(wai_output_init() == WAI_OK);
    (void)snprintf(name, sizeof name, "block-%d.h5", (int)getpid());
    path = edit_base_path(name);
    make_block(path);
    edit_load(&base, name, NULL, 0);
    (void)unlink(path);
    free(path);
    return 0;
}

static void check_rows(void)
{
    CHECK(rows.n_rows <= WAI_LAYOUT_CHUNK_ROWS && rows.n_times <= layout.n_times);
    for (size_t i = 1; i < rows.n_rows; i++) {
        CHECK(rows.replicate[i] > rows.replicate[i - 1]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wai_block_reader *reader;
    struct wai_error err = { 0 };
    int more = 1;
    enum wai_status status;

    edit_apply(&base, data, size);
    status = wai_block_open(&reader, edit_path(), KEY, &layout, &err);
    while (status == WAI_OK && more) {
        status = wai_block_next(reader, &rows, &more, &err);
        if (status == WAI_OK && more) {
            check_rows();
        }
    }
    CHECK((status == WAI_OK) == (err.n_messages == 0));
    wai_block_close(&reader);
    wai_error_free(&err);
    return 0;
}
