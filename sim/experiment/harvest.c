/* Between runner and rows: each batch of one point becomes one struct wai_rows. */
#include "experiment/harvest.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/assert.h"
#include "experiment/metric.h"
#include "experiment/workers.h"

#define LARGEST_BATCH WAI_LAYOUT_CHUNK_ROWS
#define SMALLEST_BATCH 16
#define BATCHES_A_WORKER 8 /* enough that no worker waits long for the last one */

/* Setup of a point, made when its first batch begins.  Places are used in turn; no point that is under way
 * can meet a place that is still in use, for there are more places than batches under way. */
struct place {
    size_t point; /* SIZE_MAX: none */
    struct wai_setup setup;
};

struct field {
    const struct wai_harvest *harvest;
    pthread_mutex_t lock;
    size_t n_places;
    struct place *places;
};

struct product {
    struct wai_rows *rows;
    double *metrics;
};

static void give_task(void *context, size_t i, struct wai_runner_task *task)
{
    struct field *field = context;
    const struct wai_harvest *harvest = field->harvest;
    struct place *place = &field->places[i / harvest->group % field->n_places];
    uint32_t replicate;
    size_t point;

    harvest->address(harvest->context, i, &point, &replicate);
    (void)pthread_mutex_lock(&field->lock);
    if (place->point != point) {
        wai_plan_setup(harvest->plan, point, &place->setup);
        place->point = point;
    }
    (void)pthread_mutex_unlock(&field->lock);
    task->setup = &place->setup;
    task->point = point;
    task->luck = wai_plan_luck(harvest->plan, point, replicate);
}

struct wai_rows *wai_harvest_new_rows(const struct wai_layout *layout)
{
    struct wai_rows *rows = calloc(1, sizeof *rows);

    if (rows && wai_rows_init(rows, layout) != WAI_OK) {
        free(rows);
        rows = NULL;
    }
    return rows;
}

void wai_harvest_free_rows(struct wai_rows *rows)
{
    if (rows) {
        wai_rows_free(rows);
        free(rows);
    }
}

static void close_product(void *context, void *given)
{
    struct product *product = given;

    (void)context;
    wai_harvest_free_rows(product->rows);
    free(product->metrics);
    free(product);
}

static enum wai_status open_product(void *context, void **given, size_t first, size_t n,
                                    struct wai_error *err)
{
    const struct field *field = context;
    const struct wai_harvest *harvest = field->harvest;
    const struct wai_layout *layout = &harvest->plan->layout;
    struct product *product = *given;
    uint32_t replicate;
    size_t point;

    (void)n;
    if (!product) {
        *given = product = calloc(1, sizeof *product);
    }
    if (product && !product->metrics) {
        product->metrics = calloc(layout->options.n_metrics + 1, sizeof *product->metrics);
    }
    if (product && !product->rows) {
        product->rows = wai_harvest_new_rows(layout);
    }
    if (!product || !product->metrics || !product->rows) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a batch");
    }
    harvest->address(harvest->context, first, &point, &replicate);
    wai_rows_clear(product->rows, point);
    return WAI_OK;
}

static enum wai_status reduce(void *context, void *given, const struct wai_runner_result *result,
                              struct wai_error *err)
{
    const struct field *field = context;
    const struct wai_config *config = field->harvest->plan->config;
    struct product *product = given;
    enum wai_status status;

    if (result->status == WAI_ERR_MODEL) {
        status = wai_rows_fail(product->rows, wai_error_text(&result->err));
    } else if (result->status != WAI_OK) {
        /* The machine's fault, not the point's: nothing may be made of it. */
        return wai_error_add(err, result->status, "%.*s",
                             (int)(result->err.length > 0 ? result->err.length - 1 : 0),
                             wai_error_text(&result->err));
    } else {
        wai_metric_values(config->metrics, config->n_metrics, result->task.setup, result->record,
                          product->metrics);
        status = wai_rows_add(product->rows, result->task.luck.replicate, result->record, product->metrics);
    }
    return status == WAI_OK ? WAI_OK : wai_error_add(err, status, "out of memory for a batch");
}

static enum wai_status finish(void *context, void *given, struct wai_error *err)
{
    struct product *product = given;
    enum wai_status status = wai_rows_finish(product->rows, 0);

    (void)context;
    return status == WAI_OK ? WAI_OK : wai_error_add(err, status, "out of memory for a batch");
}

static enum wai_status take(void *context, void *given, size_t first, size_t n, struct wai_error *err)
{
    const struct field *field = context;
    struct product *product = given;

    return n > 0 ? field->harvest->take(field->harvest->context, &product->rows, first, n, err) : WAI_OK;
}

static void progress(void *context, const struct wai_runner_progress *how_far)
{
    const struct field *field = context;

    field->harvest->progress(field->harvest->context, how_far);
}

/* Replications of a batch: large ones are written fastest, small ones keep all workers busy to the end. */
static size_t choose_batch(const struct wai_harvest *harvest, unsigned n_workers)
{
    size_t batch = harvest->batch > 0 ? harvest->batch : LARGEST_BATCH;
    size_t even = harvest->n_tasks / ((size_t)n_workers * BATCHES_A_WORKER);

    if (harvest->batch == 0 && batch > even) {
        batch = even < SMALLEST_BATCH ? SMALLEST_BATCH : even;
    }
    return batch < LARGEST_BATCH ? batch : LARGEST_BATCH;
}

enum wai_status wai_harvest_run(const struct wai_harvest *harvest, struct wai_runner_report *report,
                                struct wai_error *err)
{
    struct field field = { .harvest = harvest };
    unsigned n_workers = harvest->n_workers > 0 ? harvest->n_workers : wai_workers_preset();
    struct wai_runner_job job = { .n_tasks = harvest->n_tasks,
                                  .group = harvest->group,
                                  .batch_size = choose_batch(harvest, n_workers),
                                  .n_workers = n_workers,
                                  .window = 2 * (size_t)n_workers + 1,
                                  .wants = { .events = harvest->plan->layout.options.events },
                                  .limits = harvest->plan->limits,
                                  .stop = harvest->stop,
                                  .context = &field,
                                  .task = give_task,
                                  .open = open_product,
                                  .reduce = reduce,
                                  .finish = finish,
                                  .close = close_product,
                                  .deliver_batch = take,
                                  .progress = progress };
    enum wai_status status;

    wai_assert(harvest->group > 0);
    field.n_places = job.window + 2;
    field.places = calloc(field.n_places, sizeof *field.places);
    if (!field.places) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %zu points", field.n_places);
    }
    for (size_t i = 0; i < field.n_places; i++) {
        field.places[i].point = SIZE_MAX;
    }
    (void)pthread_mutex_init(&field.lock, NULL);
    status = wai_runner_run(&job, report, err);
    (void)pthread_mutex_destroy(&field.lock);
    free(field.places);
    return status;
}
