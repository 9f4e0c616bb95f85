/* What every result file has: root attributes, common axes and labels.  The contents of the groups are in
 * origin.h.  Internal to this room. */
#ifndef WAI_OUTPUT_COMMON_H
#define WAI_OUTPUT_COMMON_H

#include <stddef.h>

#include "model/setup.h"
#include "output/file.h"
#include "output/provenance.h"

/* Of the format.  1 (program 0.1.0): metrics "at" a date and at the end rest on the account before; no
 * final_..., at_..., counts of what is known, and intervals of shares. */
#define WAI_COMMON_VERSION 2

/* "run", "ensemble", "sweep", by enum wai_reader_kind. */
extern const char *const wai_common_kinds[3];

/* Root attributes, the empty groups, and the coordinates country, status, incentive, time with what goes with
 * them. n_times: accounts on the axis. */
void wai_common_begin(struct wai_file *file, const char *kind, const struct wai_setup *setup, size_t n_times,
                      const struct wai_provenance *provenance);

/* The axis date: n days after the start.  Nothing when n is 0. */
void wai_common_dates(struct wai_file *file, const struct wai_setup *setup, const int32_t *days, size_t n);

/* "2025-07-26" for days from 1900-01-01. */
void wai_common_date(int32_t day, char text[16]);

#endif
