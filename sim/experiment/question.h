/* Metrics of the configs in a comparison: those that mean the same in all files. */
#ifndef WAI_EXPERIMENT_QUESTION_H
#define WAI_EXPERIMENT_QUESTION_H

#include "base/status.h"
#include "experiment/shelf.h"

/* Reads the metrics of the first file, in the order of its config; notes those that another has not got, or
 * that mean something else there. */
enum wai_status wai_question_read(struct wai_shelf *shelf, struct wai_error *err) WAI_CHECK_RESULT;

#endif
