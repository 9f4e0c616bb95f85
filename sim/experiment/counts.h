/* What a comparison reads of every result, whatever its config asks: counts of members at the end of the day,
 * dates of the organisation, and which countries joined. */
#ifndef WAI_EXPERIMENT_COUNTS_H
#define WAI_EXPERIMENT_COUNTS_H

#include "base/status.h"
#include "experiment/retake.h"
#include "experiment/shelf.h"

/* From what the files keep.  A series that has no instant in common, or that a file does not keep by
 * replication, is left out, with a note where it matters. */
enum wai_status wai_counts_read(struct wai_shelf *shelf, struct wai_error *err) WAI_CHECK_RESULT;

/* By running all replications again: exact at the end of the day.  WAI_ERR_FORMAT: the runs are not those of
 * the file. */
enum wai_status wai_counts_rerun(struct wai_shelf *shelf, const struct wai_retake_control *control,
                                 struct wai_error *err) WAI_CHECK_RESULT;

#endif
