/* Points with as many replications as each needs, run in waves.
 *
 * Some points at a time: all that are not done get their next replications side by side, then each is looked
 * at again (experiment/adaptive.h).  Rows are given on point by point when all points of the lot are done. */
#ifndef WAI_EXPERIMENT_WAVE_H
#define WAI_EXPERIMENT_WAVE_H

#include "base/status.h"
#include "experiment/gaps.h"
#include "experiment/harvest.h"

/* Runs the points of a piece.  harvest: plan, workers, stop, context, take and progress as there; take gets
 * rows of whole points in order.  `lot` is called after each lot of points is given on, with the points done
 * so far.  *report: what ran, filled in every case. */
enum wai_status wai_wave_run(const struct wai_harvest *harvest, const struct wai_gaps_piece *piece,
                             enum wai_status (*lot)(void *context, size_t n_done, struct wai_error *err),
                             struct wai_runner_report *report, struct wai_error *err) WAI_CHECK_RESULT;

#endif
