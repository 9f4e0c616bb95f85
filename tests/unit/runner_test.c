/* The runner: order, completeness, the same results for any number of workers, failures, stops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sha256.h"
#include "experiment/runner.h"
#include "support/world_builder.h"

#define MOST 200

struct scene {
    struct wai_setup setup[2]; /* two points */
    size_t group;              /* tasks of a point; 0: all of point 0 */
    size_t n_delivered;
    size_t order[MOST]; /* indices as delivered */
    enum wai_status status[MOST];
    char first_message[256];
    struct wai_sha256 sha;
    atomic_int stop;
    size_t stop_after;   /* raise the flag at this delivery; 0: never */
    size_t refuse_after; /* deliver fails at this delivery; 0: never */
    size_t n_batches, largest_batch, tasks_in_batches;
    size_t n_products;
};

static void give_task(void *context, size_t i, struct wai_runner_task *task)
{
    const struct scene *scene = context;

    task->point = scene->group ? i / scene->group : 0;
    task->setup = &scene->setup[task->point % 2];
    task->luck =
        (struct wai_luck){ .seed = 42, .replicate = (uint32_t)(scene->group ? i % scene->group : i) };
}

static enum wai_status note(void *context, const struct wai_runner_result *result, struct wai_error *err)
{
    struct scene *scene = context;

    assert_true(scene->n_delivered < MOST);
    scene->status[scene->n_delivered] = result->status;
    scene->order[scene->n_delivered++] = result->index;
    if (result->record) {
        wai_sha256_add(&scene->sha, result->record->series,
                       WAI_N_SERIES * result->record->n_times * sizeof *result->record->series);
        wai_sha256_add(&scene->sha, result->record->final_status, result->record->n_countries);
    } else if (scene->first_message[0] == '\0') {
        (void)snprintf(scene->first_message, sizeof scene->first_message, "%s", wai_error_text(&result->err));
    }
    if (scene->stop_after && scene->n_delivered == scene->stop_after) {
        atomic_store(&scene->stop, 1);
    }
    if (scene->refuse_after && scene->n_delivered == scene->refuse_after) {
        return wai_error_add(err, WAI_ERR_IO, "the disk is full");
    }
    return WAI_OK;
}

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);

    assert_non_null(scene);
    wai_world_builder_random(&scene->setup[0], 7);
    wai_world_builder_random(&scene->setup[1], 8);
    wai_sha256_init(&scene->sha);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;

    wai_setup_free(&scene->setup[0]);
    wai_setup_free(&scene->setup[1]);
    free(scene);
    return 0;
}

static struct wai_runner_job job_of(struct scene *scene, size_t n_tasks, unsigned n_workers)
{
    return (struct wai_runner_job){ .n_tasks = n_tasks,
                                    .n_workers = n_workers,
                                    .context = scene,
                                    .task = give_task,
                                    .deliver = note,
                                    .stop = &scene->stop };
}

static void assert_in_order(const struct scene *scene, size_t n)
{
    assert_int_equal(scene->n_delivered, n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(scene->order[i], i);
    }
}

static void every_task_is_delivered_once_and_in_order(void **state)
{
    struct scene *scene = *state;

    for (unsigned workers = 1; workers <= 5; workers += 2) {
        for (size_t batch = 1; batch <= 9; batch += 4) {
            struct wai_runner_job job = job_of(scene, 37, workers);
            struct wai_runner_report report;

            job.batch_size = batch;
            job.window = workers == 3 ? 1 : 0;
            scene->n_delivered = 0;
            assert_int_equal(wai_runner_run(&job, &report, NULL), WAI_OK);
            assert_in_order(scene, 37);
            assert_int_equal(report.progress.n_delivered, 37);
            assert_int_equal(report.progress.n_failed, 0);
            assert_true(report.progress.n_events > 37);
        }
    }
}

static void records_do_not_depend_on_workers_or_batches(void **state)
{
    struct scene *scene = *state;
    char first[WAI_SHA256_TEXT] = "", text[WAI_SHA256_TEXT];

    scene->group = 11; /* the world is changed under way */
    for (unsigned workers = 1; workers <= 4; workers++) {
        struct wai_runner_job job = job_of(scene, 44, workers);

        job.batch_size = 1 + 3 * (workers - 1);
        job.group = workers % 2 ? 11 : 0;
        scene->n_delivered = 0;
        wai_sha256_init(&scene->sha);
        assert_int_equal(wai_runner_run(&job, NULL, NULL), WAI_OK);
        wai_sha256_end(&scene->sha, text);
        if (workers == 1) {
            memcpy(first, text, sizeof first);
        }
        assert_string_equal(text, first);
    }
}

/* A budget of events between the smallest and the largest of the replications fails some and not others. */
static void a_failed_replication_is_told_with_its_address_and_the_rest_goes_on(void **state)
{
    struct scene *scene = *state;
    struct wai_runner_job job = job_of(scene, 30, 2);
    struct wai_runner_report report;
    uint64_t total;

    assert_int_equal(wai_runner_run(&job, &report, NULL), WAI_OK);
    total = report.progress.n_events;
    scene->n_delivered = 0;
    job.limits.max_events = total / 30; /* the mean */
    assert_int_equal(wai_runner_run(&job, &report, NULL), WAI_OK);
    assert_in_order(scene, 30);
    assert_true(report.progress.n_failed > 0);
    assert_true(report.progress.n_failed < 30);
    for (size_t i = 0; i < 30; i++) {
        if (scene->status[i] != WAI_OK) {
            char address[64];

            assert_int_equal(scene->status[i], WAI_ERR_MODEL);
            (void)snprintf(address, sizeof address, "replicate %zu", i);
            assert_non_null(strstr(scene->first_message, address));
            assert_non_null(strstr(scene->first_message, "seed 42"));
            break;
        }
    }
}

static void a_stop_leaves_a_complete_beginning(void **state)
{
    struct scene *scene = *state;
    struct wai_runner_job job = job_of(scene, 190, 3);
    struct wai_runner_report report;

    scene->stop_after = 10;
    job.batch_size = 4;
    assert_int_equal(wai_runner_run(&job, &report, NULL), WAI_ERR_INTERRUPTED);
    assert_true(scene->n_delivered >= 10);
    assert_true(scene->n_delivered < 190);
    assert_in_order(scene, report.progress.n_delivered);
}

/* Counts events, raises the flag at the first and counts on. */
static void stop_at_once(void *context, enum wai_event_type type)
{
    struct scene *scene = context;

    (void)type;
    atomic_store(&scene->stop, 1);
    scene->n_products++;
}

static void a_stop_ends_a_replication_in_its_midst(void **state)
{
    struct scene *scene = *state;
    struct wai_runner_job job = job_of(scene, 20, 1);
    struct wai_runner_report report;

    assert_int_equal(wai_runner_run(&job, &report, NULL), WAI_OK);
    assert_true(report.progress.n_events >
                20 * 64); /* a replication has far more events than are allowed now */
    scene->n_delivered = 0;
    job.limits.observe = stop_at_once;
    job.limits.observe_context = scene;
    assert_int_equal(wai_runner_run(&job, &report, NULL), WAI_ERR_INTERRUPTED);
    assert_in_range(scene->n_products, 1, 32);
    assert_int_equal(scene->n_delivered, 0);
    assert_int_equal(report.progress.n_failed, 0);
}

static void a_stop_before_the_start_delivers_nothing(void **state)
{
    struct scene *scene = *state;
    struct wai_runner_job job = job_of(scene, 20, 2);

    atomic_store(&scene->stop, 1);
    assert_int_equal(wai_runner_run(&job, NULL, NULL), WAI_ERR_INTERRUPTED);
    assert_int_equal(scene->n_delivered, 0);
}

static void a_failed_delivery_ends_the_run_with_its_message(void **state)
{
    struct scene *scene = *state;
    struct wai_runner_job job = job_of(scene, 190, 2);
    struct wai_error err = { 0 };

    scene->refuse_after = 5;
    assert_int_equal(wai_runner_run(&job, NULL, &err), WAI_ERR_IO);
    assert_int_equal(scene->n_delivered, 5);
    assert_string_equal(wai_error_text(&err), "the disk is full\n");
    wai_error_free(&err);
}

static void no_tasks_are_no_work(void **state)
{
    struct wai_runner_job job = job_of(*state, 0, 2);

    assert_int_equal(wai_runner_run(&job, NULL, NULL), WAI_OK);
}

/* ---- products ---- */

struct basket {
    size_t first, n, n_reduced;
    int finished;
};

static enum wai_status open_basket(void *context, void **product, size_t first, size_t n,
                                   struct wai_error *err)
{
    struct scene *scene = context;
    struct basket *basket = *product;

    (void)scene;
    (void)err;
    if (!basket) {
        basket = calloc(1, sizeof *basket);
        *product = basket;
    }
    *basket = (struct basket){ .first = first, .n = n };
    return basket ? WAI_OK : WAI_ERR_MEMORY;
}

static enum wai_status fill_basket(void *context, void *product, const struct wai_runner_result *result,
                                   struct wai_error *err)
{
    struct basket *basket = product;

    (void)context;
    (void)err;
    /* Not an assertion: cmocka's jump would leave the worker's stack. */
    if (result->index != basket->first + basket->n_reduced || !result->record) {
        return WAI_ERR_FORMAT;
    }
    basket->n_reduced++;
    return WAI_OK;
}

static enum wai_status finish_basket(void *context, void *product, struct wai_error *err)
{
    (void)context;
    (void)err;
    ((struct basket *)product)->finished = 1;
    return WAI_OK;
}

static void close_basket(void *context, void *product)
{
    ((struct scene *)context)->n_products++;
    free(product);
}

static enum wai_status take_basket(void *context, void *product, size_t first, size_t n,
                                   struct wai_error *err)
{
    struct scene *scene = context;
    const struct basket *basket = product;

    (void)err;
    assert_int_equal(first, scene->tasks_in_batches);
    assert_int_equal(basket->first, first);
    assert_int_equal(basket->n_reduced, n);
    assert_true(basket->finished);
    scene->tasks_in_batches += n;
    scene->n_batches++;
    scene->largest_batch = n > scene->largest_batch ? n : scene->largest_batch;
    return WAI_OK;
}

static struct wai_runner_job basket_job(struct scene *scene, size_t n_tasks, unsigned n_workers)
{
    struct wai_runner_job job = job_of(scene, n_tasks, n_workers);

    job.deliver = NULL;
    job.open = open_basket;
    job.reduce = fill_basket;
    job.finish = finish_basket;
    job.close = close_basket;
    job.deliver_batch = take_basket;
    return job;
}

/* 50 tasks in points of 20 and batches of 8: 8 8 4, 8 8 4, 8 2. */
static void batches_do_not_cross_points(void **state)
{
    struct scene *scene = *state;
    struct wai_runner_job job = basket_job(scene, 50, 3);

    scene->group = 20;
    job.group = 20;
    job.batch_size = 8;
    assert_int_equal(wai_runner_run(&job, NULL, NULL), WAI_OK);
    assert_int_equal(scene->n_batches, 8);
    assert_int_equal(scene->largest_batch, 8);
    assert_int_equal(scene->tasks_in_batches, 50);
}

static void products_are_as_few_as_the_window(void **state)
{
    struct scene *scene = *state;
    struct wai_runner_job job = basket_job(scene, 100, 2);

    job.batch_size = 2;
    job.window = 3;
    assert_int_equal(wai_runner_run(&job, NULL, NULL), WAI_OK);
    assert_int_equal(scene->n_batches, 50);
    assert_true(scene->n_products <= 3);
}

static enum wai_status spill_basket(void *context, void *product, struct wai_error *err)
{
    (void)context;
    return ((struct basket *)product)->first < 20
               ? WAI_OK
               : wai_error_add(err, WAI_ERR_MEMORY, "no room in the basket");
}

static void a_failing_worker_ends_the_run_with_its_message(void **state)
{
    struct scene *scene = *state;
    struct wai_runner_job job = basket_job(scene, 100, 2);
    struct wai_error err = { 0 };

    job.batch_size = 4;
    job.finish = spill_basket;
    job.deliver_batch = NULL;
    assert_int_equal(wai_runner_run(&job, NULL, &err), WAI_ERR_MEMORY);
    assert_non_null(strstr(wai_error_text(&err), "no room in the basket"));
    wai_error_free(&err);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_task_is_delivered_once_and_in_order),
        TEST(records_do_not_depend_on_workers_or_batches),
        TEST(a_failed_replication_is_told_with_its_address_and_the_rest_goes_on),
        TEST(a_stop_leaves_a_complete_beginning),
        TEST(a_stop_ends_a_replication_in_its_midst),
        TEST(a_stop_before_the_start_delivers_nothing),
        TEST(a_failed_delivery_ends_the_run_with_its_message),
        TEST(no_tasks_are_no_work),
        TEST(batches_do_not_cross_points),
        TEST(products_are_as_few_as_the_window),
        TEST(a_failing_worker_ends_the_run_with_its_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
