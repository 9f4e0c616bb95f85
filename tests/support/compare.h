/* Are two records of replications the same? */
#ifndef WAI_SUPPORT_COMPARE_H
#define WAI_SUPPORT_COMPARE_H

#include <stddef.h>

#include "model/record.h"

/* 1 when a and b agree: event logs row for row, decisions, statuses, first dates, series.  Discrete fields
 * must be equal, numbers within `tolerance` of the larger magnitude (or of 1).  Otherwise 0, and the first
 * difference is told in text. */
int wai_compare_records(const struct wai_record *a, const struct wai_record *b, double tolerance, char *text,
                        size_t size);

#endif
