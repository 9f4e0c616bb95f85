/* Every call of the library behind result files and every allocation fails in turn, wherever in writing,
 * reading and checking it stands: it is told, nothing leaks, nothing crashes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "output/block.h"
#include "output/ensemble.h"
#include "output/inspect.h"
#include "output/output.h"
#include "output/publish.h"
#include "output/reader.h"
#include "output/run.h"
#include "output/sweep.h"
#include "output_world.h"
#include "support/failing_calls.h"

#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define N_REPLICATES 3

static char folder[] = "/tmp/waico-failing-XXXXXX";
static char good[6][256]; /* run, ensemble, sweep, block; ensemble and sweep with all there is */
static char made[256];
static struct wai_setup setup;
static struct wai_layout layout;
static struct wai_record record; /* with events and decisions */
static struct wai_rows rows;     /* of its replications */
static const struct wai_layout_metric metrics[] = { { "end", "1", "a number", 0 } };
static struct wai_layout full_layout; /* with all that a result may have */
static struct wai_rows full_rows, later_rows;

/* ---- what is done ---- */

static enum wai_status write_run(struct wai_error *err)
{
    return wai_run_write(made, &(struct wai_run){ &setup, &record, 0, 1, WORLD_DATES, world_dates },
                         &world_provenance, err);
}

static enum wai_status write_ensemble(struct wai_error *err)
{
    struct wai_ensemble_writer *writer = NULL;
    enum wai_status status = wai_ensemble_open(&writer, made, &layout, &setup, &world_provenance, err);

    for (uint32_t i = 0; status == WAI_OK && i < N_REPLICATES; i++) {
        status = wai_ensemble_add(writer, i, &record, NULL, err);
    }
    if (status == WAI_OK) {
        return wai_ensemble_finish(&writer, err);
    }
    wai_ensemble_abandon(&writer);
    return status;
}

static enum wai_status write_sweep(struct wai_error *err)
{
    const struct wai_sweep_design design = { .goal_metric = -1,
                                             .n_points = 2,
                                             .max_replications = N_REPLICATES };
    struct wai_sweep_writer *writer = NULL;
    enum wai_status status = wai_sweep_open(&writer, made, &layout, &setup, &world_provenance, &design, err);

    for (uint64_t p = 0; status == WAI_OK && p < design.n_points; p++) {
        rows.point = p;
        status = wai_sweep_append(writer, &rows, err);
        if (status == WAI_OK) {
            status = wai_sweep_end_point(writer, WAI_POINT_DONE, "", err);
        }
    }
    if (status == WAI_OK) {
        return wai_sweep_finish(&writer, err);
    }
    wai_sweep_abandon(&writer);
    return status;
}

/* With summaries, statuses, readings, metrics, a parameter, an index, a goal, a table and a point that
 * failed. */
static enum wai_status write_full_sweep(struct wai_error *err)
{
    static const char *const labels[] = { "end" };
    static const double peers[] = { 0.5, 1.5 }, share[] = { 0.25 };
    static const int32_t block[] = { 0, -1 };
    const struct wai_sweep_param params[] = { { wai_param_find("affinity.peers"), peers } };
    const struct wai_sweep_index indices[] = { { "block", "block of the point", block } };
    const struct wai_sweep_design design = { .n_points = 2,
                                             .max_replications = N_REPLICATES + 1, /* one fails */
                                             .n_params = 1,
                                             .params = params,
                                             .n_indices = 1,
                                             .indices = indices,
                                             .goal_metric = 0,
                                             .goal_half_width = 0.5 };
    const struct wai_sweep_table table = { .name = "grid_share",
                                           .unit = "1",
                                           .meaning = "share of the variance",
                                           .n_dims = 2,
                                           .dims = { { "metric", 1, labels }, { "parameter", 1, labels } },
                                           .values = share };
    struct wai_sweep_writer *writer = NULL;
    enum wai_status status =
        wai_sweep_open(&writer, made, &full_layout, &setup, &world_provenance, &design, err);

    for (uint64_t p = 0; status == WAI_OK && p < design.n_points; p++) {
        full_rows.point = p;
        status = wai_sweep_append(writer, &full_rows, err);
        if (status == WAI_OK) {
            status = wai_sweep_end_point(writer, p ? WAI_POINT_FAILED : WAI_POINT_DONE,
                                         p ? "out of bounds" : "", err);
        }
    }
    if (status == WAI_OK) {
        status = wai_sweep_table(writer, &table, err);
    }
    if (status == WAI_OK) {
        return wai_sweep_finish(&writer, err);
    }
    wai_sweep_abandon(&writer);
    return status;
}

/* With summaries, statuses, readings and a metric, in two rows, of which the first tells of a failure. */
static enum wai_status write_full_ensemble(struct wai_error *err)
{
    struct wai_ensemble_writer *writer = NULL;
    enum wai_status status = wai_ensemble_open(&writer, made, &full_layout, &setup, &world_provenance, err);

    if (status == WAI_OK) {
        status = wai_ensemble_append(writer, &full_rows, err);
    }
    if (status == WAI_OK) {
        status = wai_ensemble_append(writer, &later_rows, err);
    }
    if (status == WAI_OK) {
        return wai_ensemble_finish(&writer, err);
    }
    wai_ensemble_abandon(&writer);
    return status;
}

static enum wai_status make_layout(struct wai_error *err)
{
    struct wai_layout layout_made = { 0 };
    enum wai_status status = wai_layout_init(&layout_made, &setup, 0, &full_layout.options, err);

    if (status == WAI_OK) {
        wai_layout_free(&layout_made);
    }
    return status;
}

/* A row filled, compressed, copied into others and told of as failed. */
static enum wai_status make_rows(struct wai_error *err)
{
    static const double metric = 1.0;
    struct wai_rows first = { 0 }, second = { 0 };
    enum wai_status status = wai_rows_init(&first, &full_layout);

    if (status == WAI_OK) {
        status = wai_rows_init(&second, &full_layout);
        status = status == WAI_OK ? wai_rows_add(&first, 0, &record, &metric) : status;
        status = status == WAI_OK ? wai_rows_finish(&first, 1) : status;
        status = status == WAI_OK ? wai_rows_adopt(&second, &first) : status;
        status = status == WAI_OK ? wai_rows_fail(&second, "out of bounds") : status;
        if (second.layout) {
            wai_rows_free(&second);
        }
        wai_rows_free(&first);
    }
    return status == WAI_OK ? WAI_OK : wai_error_add(err, status, "rows");
}

static enum wai_status write_block(struct wai_error *err)
{
    struct wai_block_writer *writer = NULL;
    enum wai_status status = wai_block_create(&writer, made, &layout, err);

    rows.point = 0;
    if (status == WAI_OK) {
        status = wai_block_put(writer, &rows, err);
    }
    if (status == WAI_OK) {
        return wai_block_finish(&writer, KEY, err);
    }
    wai_block_abandon(&writer);
    return status;
}

static enum wai_status read_block(struct wai_error *err)
{
    struct wai_block_reader *reader = NULL;
    struct wai_rows read = { 0 };
    int more = 1;
    enum wai_status status = wai_rows_init(&read, &layout);

    if (status != WAI_OK) {
        return wai_error_add(err, status, "rows");
    }
    status = wai_block_open(&reader, good[3], KEY, &layout, err);
    while (status == WAI_OK && more) {
        status = wai_block_next(reader, &read, &more, err);
    }
    wai_block_close(&reader);
    wai_rows_free(&read);
    return status == WAI_OK ? wai_inspect_block(good[3], err) : status;
}

static enum wai_status read_set(struct wai_reader *reader, const char *name, struct wai_error *err)
{
    struct wai_reader_info info;
    enum wai_status status = wai_reader_find(reader, name, &info, err);

    if (status == WAI_OK && info.type == WAI_LAYOUT_TEXT) {
        char **texts;
        size_t n;

        status = wai_reader_texts(reader, name, &texts, &n, err);
        if (status == WAI_OK) {
            wai_reader_free_texts(texts, n);
        }
    } else if (status == WAI_OK) {
        double *values = __real_malloc((info.n_values + 1) * sizeof *values);

        status = wai_reader_numbers(reader, name, NULL, values, info.n_values, err);
        __real_free(values);
    }
    return status;
}

/* All of a result, as the commands read it. */
static enum wai_status read_result(const char *path, struct wai_error *err)
{
    struct wai_reader *reader = NULL;
    char **names = NULL, *title = NULL;
    size_t n = 0;
    enum wai_status status = wai_reader_digest(path, err);

    if (status == WAI_OK) {
        status = wai_reader_open(&reader, path, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_text(reader, "title", &title, err);
        free(title);
    }
    if (status == WAI_OK) {
        status = wai_reader_names(reader, &names, &n, err);
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        status = read_set(reader, names[i], err);
    }
    wai_reader_free_texts(names, n);
    wai_reader_close(&reader);
    return status;
}

static enum wai_status read_run(struct wai_error *err)
{
    return read_result(good[0], err);
}

static enum wai_status read_sweep(struct wai_error *err)
{
    return read_result(good[2], err);
}

static enum wai_status check_result(const char *path, struct wai_error *err)
{
    struct wai_reader *reader = NULL;
    enum wai_status status = wai_reader_open(&reader, path, err);

    if (status == WAI_OK) {
        status = wai_reader_check(reader, err);
    }
    wai_reader_close(&reader);
    return status;
}

static enum wai_status check_run(struct wai_error *err)
{
    return check_result(good[0], err);
}

static enum wai_status check_ensemble(struct wai_error *err)
{
    return check_result(good[1], err);
}

static enum wai_status check_sweep(struct wai_error *err)
{
    return check_result(good[2], err);
}

static enum wai_status check_full_ensemble(struct wai_error *err)
{
    return check_result(good[4], err);
}

static enum wai_status check_full_sweep(struct wai_error *err)
{
    return check_result(good[5], err);
}

static enum wai_status publish(struct wai_error *err)
{
    struct wai_publish publish = { 0 };
    enum wai_status status = wai_publish_begin(&publish, made, 0, err);

    if (status != WAI_OK) {
        return status;
    }
    if (link(good[1], publish.temporary) != 0) {
        return WAI_ERR_IO;
    }
    return wai_publish_result(&publish, err);
}

/* ---- what is looked at ---- */

static void clear(void)
{
    (void)unlink(made);
    wai_publish_clear(made);
}

extern const char __executable_start;
static size_t n_faults;
static char tried[FAILING_MOST_PLACES]; /* 1: the place has failed in some act */

/* What is wrong after a failure, and where: the argument of addr2line -e PROGRAM. */
static void complain(const char *what, size_t place, unsigned long turn, const struct wai_error *err)
{
    n_faults++;
    print_error("%s: 0x%lx, turn %lu: %s\n", what,
                (unsigned long)((const char *)failing_place[place].place - &__executable_start) - 1, turn,
                wai_error_text(err));
}

/* Runs it with one call failing. */
static void fail_at(enum wai_status (*act)(struct wai_error *), size_t place, unsigned long turn,
                    int for_good)
{
    const ssize_t objects = H5Fget_obj_count((hid_t)H5F_OBJ_ALL, H5F_OBJ_ALL);
    const long live = failing_live;
    struct wai_error err = { 0 };
    enum wai_status status;

    tried[place] = 1;
    failing_begin(place, turn, for_good);
    status = act(&err);
    failing_turn = 0;
    if (status != WAI_OK && err.n_messages == 0 && !err.truncated) {
        complain("no message", place, turn, &err);
    }
    if (H5Fget_obj_count((hid_t)H5F_OBJ_ALL, H5F_OBJ_ALL) != objects) {
        complain("open objects are left", place, turn, &err);
    }
    wai_error_free(&err);
    if (failing_live != live) {
        complain("allocations are left", place, turn, &err);
    }
    clear();
}

/* The first call from each place of the code, or from those that no act before has let fail; with
 * WAI_FAILING_EVERY in the environment from all, and also the second, the last, and all together. */
static void fail_everywhere(enum wai_status (*act)(struct wai_error *), int only_new)
{
    unsigned long turns[FAILING_MOST_PLACES];
    struct wai_error err = { 0 };
    size_t n;

    n_faults = 0;
    failing_begin(0, 0, 0);
    if (act(&err) != WAI_OK) {
        fail_msg("%s", wai_error_text(&err));
    }
    clear();
    n = failing_n_places;
    for (size_t i = 0; i < n; i++) {
        turns[i] = only_new && tried[i] && !getenv("WAI_FAILING_EVERY") ? 0 : failing_place[i].turns;
    }
    for (size_t i = 0; i < n; i++) {
        if (turns[i] > 0) {
            fail_at(act, i, 1, 0);
        }
        if (turns[i] > 0 && getenv("WAI_FAILING_EVERY")) {
            fail_at(act, i, 2, 0);
            fail_at(act, i, turns[i], 0);
            fail_at(act, i, 1, 1);
        }
    }
    assert_int_equal(n_faults, 0);
}

/* only_new: it goes nearly the ways of those before it, for as long. */
#define TEST(what, only_new)                                                                                 \
    static void what##_survives_any_failure(void **state)                                                    \
    {                                                                                                        \
        (void)state;                                                                                         \
        fail_everywhere(what, only_new);                                                                     \
    }
TEST(write_run, 0)
TEST(write_ensemble, 0)
TEST(write_block, 0)
TEST(read_sweep, 0)
TEST(read_block, 0)
TEST(check_sweep, 0)
TEST(publish, 0)
TEST(make_layout, 0)
TEST(make_rows, 0)
TEST(write_sweep, 1)
TEST(read_run, 1)
TEST(check_run, 1)
TEST(check_ensemble, 1)
TEST(write_full_ensemble, 1)
TEST(write_full_sweep, 1)
TEST(check_full_ensemble, 1)
TEST(check_full_sweep, 1)

/* ---- the world ---- */

static void keep(size_t k, const char *name, enum wai_status (*act)(struct wai_error *))
{
    struct wai_error err = { 0 };

    if (act(&err) != WAI_OK) {
        fail_msg("%s", wai_error_text(&err));
    }
    (void)snprintf(good[k], sizeof good[k], "%s/%s", folder, name);
    assert_int_equal(rename(made, good[k]), 0);
}

/* Layout and rows with all that a result may have. */
static void make_full(void)
{
    static const double metric = 1.0;
    struct wai_layout_options options;
    struct wai_error err = { 0 };

    wai_layout_presets(&options);
    options.events = options.readings = options.services = 1;
    options.n_dates = WORLD_DATES;
    options.dates = world_dates;
    options.n_metrics = 1;
    options.metrics = metrics;
    assert_int_equal(wai_layout_init(&full_layout, &setup, 0, &options, &err), WAI_OK);
    assert_int_equal(wai_rows_init(&full_rows, &full_layout), WAI_OK);
    assert_int_equal(wai_rows_init(&later_rows, &full_layout), WAI_OK);
    for (uint32_t i = 0; i < N_REPLICATES; i++) {
        assert_int_equal(wai_rows_add(&full_rows, i, &record, &metric), WAI_OK);
        assert_int_equal(wai_rows_add(&later_rows, N_REPLICATES + i, &record, &metric), WAI_OK);
    }
    assert_int_equal(wai_rows_finish(&full_rows, 0), WAI_OK);
    assert_int_equal(wai_rows_finish(&later_rows, 0), WAI_OK);
    assert_int_equal(wai_rows_fail(&full_rows, "out of bounds"), WAI_OK);
}

static int make_world(void **state)
{
    struct wai_layout_options options;
    struct wai_error err = { 0 };

    (void)state;
    if (wai_output_init() != WAI_OK || !mkdtemp(folder)) {
        return 1;
    }
    (void)snprintf(made, sizeof made, "%s/made.h5", folder);
    world_setup(&setup, 2, 12);
    wai_layout_presets(&options);
    options.summaries = options.p_status = options.services =
        0; /* small files: each is made and read a thousand times */
    options.events = 1;
    assert_int_equal(wai_layout_init(&layout, &setup, 0, &options, &err), WAI_OK);
    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 1, 1, 1 }), WAI_OK);
    world_record(&record, &setup, 1);
    world_events(&record, 1, 4);
    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    wai_rows_clear(&rows, 0);
    for (uint32_t i = 0; i < N_REPLICATES; i++) {
        assert_int_equal(wai_rows_add(&rows, i, &record, NULL), WAI_OK);
    }
    assert_int_equal(wai_rows_finish(&rows, 0), WAI_OK);
    keep(0, "run.h5", write_run);
    keep(1, "ensemble.h5", write_ensemble);
    keep(2, "sweep.h5", write_sweep);
    keep(3, "block.h5", write_block);
    make_full();
    keep(4, "full_ensemble.h5", write_full_ensemble);
    keep(5, "full_sweep.h5", write_full_sweep);
    return 0;
}

static int free_world(void **state)
{
    (void)state;
    for (size_t k = 0; k < 6; k++) {
        (void)unlink(good[k]);
    }
    wai_rows_free(&later_rows);
    wai_rows_free(&full_rows);
    wai_layout_free(&full_layout);
    wai_rows_free(&rows);
    wai_record_free(&record);
    wai_layout_free(&layout);
    wai_setup_free(&setup);
    wai_output_close();
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write_run_survives_any_failure),
        cmocka_unit_test(write_ensemble_survives_any_failure),
        cmocka_unit_test(write_block_survives_any_failure),
        cmocka_unit_test(read_sweep_survives_any_failure),
        cmocka_unit_test(read_block_survives_any_failure),
        cmocka_unit_test(check_sweep_survives_any_failure),
        cmocka_unit_test(publish_survives_any_failure),
        cmocka_unit_test(make_layout_survives_any_failure),
        cmocka_unit_test(make_rows_survives_any_failure),
        cmocka_unit_test(write_sweep_survives_any_failure),
        cmocka_unit_test(read_run_survives_any_failure),
        cmocka_unit_test(check_run_survives_any_failure),
        cmocka_unit_test(check_ensemble_survives_any_failure),
        cmocka_unit_test(write_full_ensemble_survives_any_failure),
        cmocka_unit_test(write_full_sweep_survives_any_failure),
        cmocka_unit_test(check_full_ensemble_survives_any_failure),
        cmocka_unit_test(check_full_sweep_survives_any_failure),
    };

    return cmocka_run_group_tests(tests, make_world, free_world);
}
