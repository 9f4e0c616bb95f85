/* One of those that are compared: an ensemble, or a point of a sweep. */
#ifndef WAI_EXPERIMENT_CONTENDER_H
#define WAI_EXPERIMENT_CONTENDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/definition.h"
#include "experiment/label.h"
#include "output/reader.h"

/* A zeroed one is empty and valid. */
struct wai_contender {
    char label[WAI_LABEL_SIZE];
    const char *path; /* the caller's */
    int64_t point;    /* -1: the file is an ensemble */
    char part[64];    /* of a point: its scenario, or "point 3" */
    int is_scenario;  /* part is a scenario */
    uint64_t seed;
    uint32_t stratum; /* of its luck */
    char *version;
    char *world;     /* digest of its countries, in order */
    char sponsor[8]; /* code */
    struct wai_definition_run run;
    size_t n_metrics;
    struct wai_metric *metrics; /* that its config asks */
    size_t n_dates;
    int32_t *dates; /* at whose ends the file keeps the series, days after the start */
    size_t n_accounts;
    size_t n_done;       /* replications with numbers */
    size_t n_rows;       /* of the file's axis of replications that can be the point's */
    int32_t *replicates; /* [n_rows]: which they are */
    size_t *places;      /* [n_rows]: where their numbers go, as the caller wants it */
};

/* Reads what is needed to know of it beside its numbers; the label is not made. */
enum wai_status wai_contender_read(struct wai_contender *contender, struct wai_reader *reader,
                                   const char *path, int64_t point, struct wai_error *err) WAI_CHECK_RESULT;
void wai_contender_free(struct wai_contender *contender);

/* Its runs meet the same luck, replication by replication?  0: no, and why. */
int wai_contender_paired(const struct wai_contender *a, const struct wai_contender *b, char *why,
                         size_t size);

/* Has the file the dataset by replication, with `n_axes` axes behind that of replications? */
int wai_contender_has(const struct wai_contender *contender, struct wai_reader *reader, const char *dataset,
                      size_t n_axes);

/* Reads a number of every replication; `place` along the axis behind that of replications (SIZE_MAX: there is
 * none).  values[n_replicates] by place, NaN where there is none; buffer[n_rows]. */
enum wai_status wai_contender_values(const struct wai_contender *contender, struct wai_reader *reader,
                                     const char *dataset, size_t place, double *buffer, double *values,
                                     size_t n_replicates, struct wai_error *err) WAI_CHECK_RESULT;

/* Its metric of that name; NULL: there is none. */
const struct wai_metric *wai_contender_metric(const struct wai_contender *contender, const char *name);

/* Start, in days from 1900-01-01, plus years. */
double wai_contender_day(const struct wai_contender *contender, double years);

/* The latest day, not after `day`, on which all of n have an account, and which account that is of each
 * (accounts[n], from 0); INT32_MIN: there is none. */
int32_t wai_contender_account(const struct wai_contender *contenders, size_t n, int32_t day,
                              size_t *accounts);

#endif
