/* Lots of points, waves of replications.  How many points are in a lot changes nothing in what comes out. */
#include "experiment/wave.h"

#include <math.h>
#include <stdlib.h>

#include "base/assert.h"
#include "experiment/adaptive.h"

#define LOT 16 /* points whose rows are kept in memory */

/* A point of the lot. */
struct post {
    size_t point;
    struct wai_adaptive_state state;
    uint32_t n_planned; /* replications run when this wave is over */
    size_t n_rows, capacity;
    struct wai_rows **rows;
};

/* One stretch of replications of a point. */
struct chunk {
    struct post *post;
    uint32_t first;
};

struct wave {
    const struct wai_harvest *outer;
    const struct wai_adaptive *rule;
    size_t column; /* of the target metric */
    int is_share;  /* as that says */
    size_t n_posts;
    struct post posts[LOT];
    size_t n_chunks, capacity;
    struct chunk *chunks;
    size_t length;                    /* of the chunks of the present harvest */
    struct wai_runner_report *report; /* of the harvests so far */
};

static void address(void *context, size_t i, size_t *point, uint32_t *replicate)
{
    const struct wave *wave = context;
    const struct chunk *chunk = &wave->chunks[i / wave->length];

    *point = chunk->post->point;
    *replicate = chunk->first + (uint32_t)(i % wave->length);
}

static enum wai_status keep_rows(struct post *post, struct wai_rows **rows, struct wai_error *err)
{
    if (post->n_rows == post->capacity) {
        size_t capacity = 2 * post->capacity + 8;
        struct wai_rows **grown = realloc(post->rows, capacity * sizeof(struct wai_rows *));

        if (!grown) {
            return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the replications of a point");
        }
        post->rows = grown;
        post->capacity = capacity;
    }
    post->rows[post->n_rows++] = *rows;
    *rows = NULL;
    return WAI_OK;
}

/* Rows come chunk by chunk in order of replications within a point. */
static enum wai_status take(void *context, struct wai_rows **rows, size_t first, size_t n,
                            struct wai_error *err)
{
    struct wave *wave = context;
    struct post *post = wave->chunks[first / wave->length].post;
    double value;

    wai_assert((*rows)->n_rows + (*rows)->n_failed == n);
    for (size_t i = 0; i < (*rows)->n_rows; i++) {
        wai_rows_numbers(*rows, wave->column, i, &value);
        wai_adaptive_add(&post->state, value);
    }
    for (uint32_t i = 0; i < (*rows)->n_failed; i++) {
        wai_adaptive_add(&post->state, NAN);
    }
    return keep_rows(post, rows, err);
}

static void add_progress(struct wai_runner_progress *all, const struct wai_runner_progress *part)
{
    all->n_delivered += part->n_delivered;
    all->n_failed += part->n_failed;
    all->n_events += part->n_events;
    all->seconds += part->seconds;
}

static void progress(void *context, const struct wai_runner_progress *how_far)
{
    const struct wave *wave = context;
    struct wai_runner_progress all = wave->report->progress;

    add_progress(&all, how_far);
    wave->outer->progress(wave->outer->context, &all);
}

static enum wai_status add_chunk(struct wave *wave, struct post *post, uint32_t first, struct wai_error *err)
{
    if (wave->n_chunks == wave->capacity) {
        size_t capacity = 2 * wave->capacity + 64;
        struct chunk *grown = realloc(wave->chunks, capacity * sizeof *grown);

        if (!grown) {
            return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a wave");
        }
        wave->chunks = grown;
        wave->capacity = capacity;
    }
    wave->chunks[wave->n_chunks++] = (struct chunk){ post, first };
    return WAI_OK;
}

/* Runs all chunks of `length` replications that the lot needs up to its borders. */
static enum wai_status run_chunks(struct wave *wave, uint32_t length, struct wai_error *err)
{
    struct wai_harvest harvest = *wave->outer;
    struct wai_runner_report report = { 0 };
    enum wai_status status = WAI_OK;

    wave->n_chunks = 0;
    wave->length = length;
    for (size_t k = 0; status == WAI_OK && k < wave->n_posts; k++) {
        struct post *post = &wave->posts[k];

        while (status == WAI_OK && post->n_planned + length <= post->state.border) {
            status = add_chunk(wave, post, post->n_planned, err);
            post->n_planned += length;
        }
    }
    if (status != WAI_OK || wave->n_chunks == 0) {
        return status;
    }
    harvest.n_tasks = wave->n_chunks * length;
    harvest.group = length;
    harvest.batch = length;
    harvest.context = wave;
    harvest.address = address;
    harvest.take = take;
    harvest.progress = progress;
    status = wai_harvest_run(&harvest, &report, err);
    add_progress(&wave->report->progress, &report.progress);
    return status;
}

/* Waves until every point of the lot is done. */
static enum wai_status run_lot(struct wave *wave, struct wai_error *err)
{
    uint32_t chunk = wai_adaptive_chunk(wave->rule);
    enum wai_status status = WAI_OK;
    int more = 1;

    while (status == WAI_OK && more) {
        status = run_chunks(wave, chunk, err);
        if (status == WAI_OK && wave->rule->max % chunk > 0) {
            status = run_chunks(wave, wave->rule->max % chunk, err); /* the last, shorter one */
        }
        more = 0;
        for (size_t k = 0; status == WAI_OK && k < wave->n_posts; k++) {
            more += wai_adaptive_continue(&wave->posts[k].state, wave->rule);
        }
    }
    return status;
}

static void empty_lot(struct wave *wave)
{
    for (size_t k = 0; k < wave->n_posts; k++) {
        for (size_t i = 0; i < wave->posts[k].n_rows; i++) {
            wai_harvest_free_rows(wave->posts[k].rows[i]);
        }
        free(wave->posts[k].rows);
        wave->posts[k] = (struct post){ 0 };
    }
    wave->n_posts = 0;
}

static enum wai_status give_on(struct wave *wave, struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    for (size_t k = 0; status == WAI_OK && k < wave->n_posts; k++) {
        struct post *post = &wave->posts[k];

        for (size_t i = 0; status == WAI_OK && i < post->n_rows; i++) {
            size_t n = post->rows[i]->n_rows + post->rows[i]->n_failed;

            status = wave->outer->take(wave->outer->context, &post->rows[i], 0, n, err);
        }
    }
    return status;
}

static size_t find_column(const struct wai_layout *layout, int metric)
{
    size_t c = 0;

    while (layout->columns[c].source != WAI_LAYOUT_METRIC || layout->columns[c].which != metric) {
        c++;
        wai_assert(c < layout->n_columns);
    }
    return c;
}

enum wai_status wai_wave_run(const struct wai_harvest *harvest, const struct wai_gaps_piece *piece,
                             enum wai_status (*lot)(void *context, size_t n_done, struct wai_error *err),
                             struct wai_runner_report *report, struct wai_error *err)
{
    const struct wai_adaptive *rule = &harvest->plan->config->ensemble.adaptive;
    struct wave *wave = calloc(1, sizeof *wave);
    enum wai_status status = WAI_OK;

    *report = (struct wai_runner_report){ 0 };
    if (!wave) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a wave");
    }
    wave->report = report;
    wave->outer = harvest;
    wave->rule = rule;
    wave->column = find_column(&harvest->plan->layout, rule->metric);
    wave->is_share = harvest->plan->layout.columns[wave->column].is_share;
    for (size_t done = 0; status == WAI_OK && done < piece->n_points;) {
        while (wave->n_posts < LOT && done + wave->n_posts < piece->n_points) {
            struct post *post = &wave->posts[wave->n_posts];

            post->point = piece->first_point + (done + wave->n_posts) * piece->stride;
            wai_adaptive_begin(&post->state, rule, wave->is_share);
            wave->n_posts++;
        }
        done += wave->n_posts;
        status = run_lot(wave, err);
        if (status == WAI_OK) {
            status = give_on(wave, err);
        }
        empty_lot(wave);
        if (status == WAI_OK) {
            status = lot(harvest->context, done, err);
        }
    }
    empty_lot(wave);
    free(wave->chunks);
    free(wave);
    return status;
}
