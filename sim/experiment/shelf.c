/* Files, items, labels, and reading a number of every replication. */
#include "experiment/shelf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_REPLICATIONS 100000000

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

static enum wai_status count_replications(struct wai_shelf *shelf, struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    size_t rows = 0;

    for (size_t i = 0; i < lineup->n_items; i++) {
        const struct wai_contender *item = &lineup->items[i];

        rows = item->n_rows > rows ? item->n_rows : rows;
        for (size_t r = 0; r < item->n_rows; r++) {
            size_t number = (size_t)item->replicates[r] + 1;

            lineup->n_replicates = number > lineup->n_replicates ? number : lineup->n_replicates;
        }
    }
    shelf->buffer = malloc((rows + 1) * sizeof *shelf->buffer);
    return shelf->buffer && lineup->n_replicates <= MOST_REPLICATIONS ? WAI_OK : no_memory(err);
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
    return status == WAI_OK ? count_replications(shelf, err) : status;
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
