/* Does a result make sense: could a simulation have given these numbers?  Internal to this room. */
#ifndef WAI_OUTPUT_SENSE_H
#define WAI_OUTPUT_SENSE_H

#include <stdint.h>

#include "base/status.h"
#include "output/reader.h"

#define WAI_SENSE_DAYS 365.2425 /* of a year */
#define WAI_SENSE_SPARE 0.02    /* years: files keep dates to 2^-10 of them, and years are not equally long */

/* What the numbers of a result are held against. */
struct wai_sense {
    enum wai_reader_kind kind;
    size_t n_countries, n_replicates, n_scenarios, n_points;
    double start_year; /* decimal */
    int64_t file;
    char *metrics; /* their names between spaces; NULL: none */
    double years;  /* from start to end, rounded up; NaN not known (points may end at other times) */
};

/* Reads it; `file` is that of the reader.  wai_sense_free afterwards, whatever came out. */
enum wai_status wai_sense_init(struct wai_sense *sense, struct wai_reader *reader, int64_t file,
                               struct wai_error *err) WAI_CHECK_RESULT;
void wai_sense_free(struct wai_sense *sense);

/* Is a dataset along the axes, of the class and in the range that one of its name has?  Counts lie in
 * [0, number of countries], dates between start and end, axes ascend, quantiles do not descend,
 * the labels of statuses, services, phases and terms are those of this program. */
enum wai_status wai_sense_check(const struct wai_sense *sense, struct wai_reader *reader, const char *name,
                                struct wai_error *err) WAI_CHECK_RESULT;

#endif
