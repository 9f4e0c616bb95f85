/* Result files read side by side, every number at an instant that all of them have. */
#ifndef WAI_EXPERIMENT_READING_H
#define WAI_EXPERIMENT_READING_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/lineup.h"
#include "experiment/retake.h"

#define WAI_READING_LAST INT32_MIN

struct wai_reading_options {
    int32_t
        day;   /* at the end of which to compare, from 1900-01-01; WAI_READING_LAST: the last that all have */
    int exact; /* run the replications again for what the files do not keep of that day */
    struct wai_retake_control control; /* for that */
};

/* Reads the files, of an ensemble itself, of a sweep every point:
 *
 * - every metric of the configs that means the same in all: where runs begin or end at other dates, one that
 *   looks at its own date, or a date, which is cut at the end of the day;
 * - counts of members at the end of the day: where all files keep it (`final_...`, `at_...`) that of the day
 *   itself, else at the last account that all have on the same date;
 * - entry into force and operation, as dates, if they came by the end of the day;
 * - which countries had joined by the end of the day.
 *
 * WAI_ERR_USAGE: runs, more than WAI_LINEUP_MOST items, fewer than two, no day in common, a day that one of
 * them does not have. */
enum wai_status wai_reading_take(struct wai_lineup *lineup, const char *const *paths, size_t n,
                                 const struct wai_reading_options *options,
                                 struct wai_error *err) WAI_CHECK_RESULT;

#endif
