/* The files of a comparison while they are open: its items, and their numbers by name. */
#ifndef WAI_EXPERIMENT_SHELF_H
#define WAI_EXPERIMENT_SHELF_H

#include <stddef.h>

#include "base/status.h"
#include "experiment/lineup.h"
#include "output/reader.h"

/* A zeroed shelf with a lineup is empty and valid. */
struct wai_shelf {
    struct wai_lineup *lineup;                   /* the caller's */
    struct wai_reader *readers[WAI_LINEUP_MOST]; /* of each item; items of one file share one */
    double *buffer;                              /* of the longest axis of replications */
};

/* Opens the files and fills the lineup's items with their labels: an ensemble, every point of a sweep.
 * WAI_ERR_USAGE: a run, more than WAI_LINEUP_MOST items, fewer than two. */
enum wai_status wai_shelf_open(struct wai_shelf *shelf, const char *const *paths, size_t n,
                               struct wai_error *err) WAI_CHECK_RESULT;
void wai_shelf_close(struct wai_shelf *shelf);

/* The first item that has not got the dataset with one number a replication; n_items: all have it. */
size_t wai_shelf_without(const struct wai_shelf *shelf, const char *dataset);

/* Fills a metric with the dataset of its name, one number a replication. */
enum wai_status wai_shelf_read(struct wai_shelf *shelf, const struct wai_lineup_metric *metric,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* Turns years since the start of each item into days from 1900-01-01; what came after the lineup's day is not
 * known. */
void wai_shelf_turn_into_days(struct wai_shelf *shelf, const struct wai_lineup_metric *metric);

#endif
