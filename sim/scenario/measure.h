/* Metrics out of the canonical text of a config, as a result file keeps it. */
#ifndef WAI_SCENARIO_MEASURE_H
#define WAI_SCENARIO_MEASURE_H

#include <stddef.h>

#include "base/status.h"
#include "scenario/config.h"

/* Reads `metrics` of a text that wai_config_effective has written; all other keys are left alone.  The caller
 * frees each metric by wai_measure_free, and the list.  name: of the file, for messages. */
enum wai_status wai_measure_read_text(const char *text, const char *name, struct wai_metric **metrics,
                                      size_t *n, struct wai_error *err) WAI_CHECK_RESULT;

/* Frees what a metric holds; harmless on a zeroed one. */
void wai_measure_free(struct wai_metric *metric);

#endif
