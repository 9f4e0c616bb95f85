/* What a run will take, before it begins: --dry-run, and the check of memory. */
#ifndef WAI_CLI_FORECAST_H
#define WAI_CLI_FORECAST_H

#include "base/status.h"
#include "cli/command.h"
#include "experiment/plan.h"

/* Refuses a plan for which there is too little memory (unless --force-memory; WAI_ERR_MEMORY), and with
 * --dry-run tells points, replications, time, size and memory. */
enum wai_status wai_forecast_run(const struct wai_call *call, const struct wai_plan *plan,
                                 struct wai_error *err) WAI_CHECK_RESULT;

#endif
