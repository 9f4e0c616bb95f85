/* Files, items, labels, and reading a number of every replication. */
#include "experiment/shelf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum wai_status no_memory(struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the comparison");
}

static enum wai_status add_items(struct wai_shelf *shelf, const char *path, struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    struct wai_reader *reader = NULL;
    enum wai_status status = wai_reader_open(&reader, path, err);
    size_t n_points = 1;
    int sweep = 0;

    if (status == WAI_OK && wai_reader_kind(reader) == WAI_READER_RUN) {
        status = wai_error_add(err, WAI_ERR_USAGE,
                               "%s: one replication cannot be compared; compare ensembles or sweeps", path);
    }
    if (status == WAI_OK) {
        sweep = wai_reader_kind(reader) == WAI_READER_SWEEP;
        n_points = sweep ? wai_reader_length(reader, "point") : 1;
        if (lineup->n_items + n_points > WAI_LINEUP_MOST) {
            status = wai_error_add(err, WAI_ERR_USAGE,
                                   "%s: more than %d scenarios or points cannot be compared at once", path,
                                   WAI_LINEUP_MOST);
        }
    }
    for (size_t p = 0; status == WAI_OK && p < n_points; p++) {
        shelf->readers[lineup->n_items] = reader;
        status =
            wai_contender_read(&lineup->items[lineup->n_items++], reader, path, sweep ? (int64_t)p : -1, err);
    }
    if (lineup->n_items == 0 || shelf->readers[lineup->n_items - 1] != reader) {
        wai_reader_close(&reader); /* no item took it */
    }
    return status;
}

static enum wai_status label_items(struct wai_shelf *shelf, struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    struct wai_label_source sources[WAI_LINEUP_MOST];
    char labels[WAI_LINEUP_MOST][WAI_LABEL_SIZE];

    for (size_t i = 0; i < lineup->n_items; i++) {
        const struct wai_contender *item = &lineup->items[i];

        sources[i] =
            (struct wai_label_source){ item->path, item->part[0] ? item->part : NULL, item->is_scenario };
    }
    if (wai_label_make(sources, lineup->n_items, labels) != WAI_OK) {
        return no_memory(err);
    }
    for (size_t i = 0; i < lineup->n_items; i++) {
        memcpy(lineup->items[i].label, labels[i], sizeof labels[i]);
    }
    return WAI_OK;
}

static int ascending(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

/* Sorts n numbers and leaves each once; how many are left. */
static size_t leave_each_once(int32_t *numbers, size_t n)
{
    size_t kept = 0;

    qsort(numbers, n, sizeof *numbers, ascending);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || numbers[i] != numbers[kept - 1]) {
            numbers[kept++] = numbers[i];
        }
    }
    return kept;
}

/* Gives every replication that an item has a place, the same in all items. */
static enum wai_status place_replications(struct wai_shelf *shelf, struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    size_t longest = 0;
    size_t n = 0;
    int32_t *numbers;

    for (size_t i = 0; i < lineup->n_items; i++) {
        longest = lineup->items[i].n_rows > longest ? lineup->items[i].n_rows : longest;
        n += lineup->items[i].n_rows;
    }
    numbers = malloc((n + 1) * sizeof *numbers);
    shelf->buffer = malloc((longest + 1) * sizeof *shelf->buffer);
    if (!numbers || !shelf->buffer) {
        free(numbers);
        return no_memory(err);
    }
    n = 0;
    for (size_t i = 0; i < lineup->n_items; i++) {
        memcpy(numbers + n, lineup->items[i].replicates, lineup->items[i].n_rows * sizeof *numbers);
        n += lineup->items[i].n_rows;
    }
    n = leave_each_once(numbers, n);
    lineup->n_replicates = n;
    for (size_t i = 0; i < lineup->n_items; i++) {
        struct wai_contender *item = &lineup->items[i];

        for (size_t r = 0; r < item->n_rows; r++) {
            const int32_t *found = bsearch(&item->replicates[r], numbers, n, sizeof *numbers, ascending);

            item->places[r] = (size_t)(found - numbers);
        }
    }
    free(numbers);
    return WAI_OK;
}

enum wai_status wai_shelf_open(struct wai_shelf *shelf, const char *const *paths, size_t n,
                               struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        status = add_items(shelf, paths[i], err);
    }
    if (status == WAI_OK && shelf->lineup->n_items < 2) {
        status = wai_error_add(err, WAI_ERR_USAGE,
                               "there is nothing to compare with: give two ensembles, or a sweep of "
                               "several points");
    }
    if (status == WAI_OK) {
        status = label_items(shelf, err);
    }
    return status == WAI_OK ? place_replications(shelf, err) : status;
}

void wai_shelf_close(struct wai_shelf *shelf)
{
    for (size_t i = 0; i < shelf->lineup->n_items; i++) {
        int last = i + 1 == shelf->lineup->n_items || shelf->readers[i + 1] != shelf->readers[i];

        if (last) {
            wai_reader_close(&shelf->readers[i]);
        }
    }
    free(shelf->buffer);
    shelf->buffer = NULL;
}

/* ---- numbers ---- */

size_t wai_shelf_without(const struct wai_shelf *shelf, const char *dataset)
{
    size_t i = 0;

    while (i < shelf->lineup->n_items &&
           wai_contender_has(&shelf->lineup->items[i], shelf->readers[i], dataset, 0)) {
        i++;
    }
    return i;
}

enum wai_status wai_shelf_read(struct wai_shelf *shelf, const struct wai_lineup_metric *metric,
                               struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    enum wai_status status = WAI_OK;

    for (size_t i = 0; status == WAI_OK && i < lineup->n_items; i++) {
        status =
            wai_contender_values(&lineup->items[i], shelf->readers[i], metric->name, SIZE_MAX, shelf->buffer,
                                 wai_lineup_values(lineup, metric, i), lineup->n_replicates, err);
    }
    return status;
}

void wai_shelf_turn_into_days(struct wai_shelf *shelf, const struct wai_lineup_metric *metric)
{
    struct wai_lineup *lineup = shelf->lineup;

    for (size_t i = 0; i < lineup->n_items; i++) {
        double *values = wai_lineup_values(lineup, metric, i);

        for (size_t r = 0; r < lineup->n_replicates; r++) {
            values[r] = wai_lineup_day(lineup, i, values[r]);
        }
    }
}
