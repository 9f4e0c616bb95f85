/* What is legal in a scenario but without effect: told as warnings, never as mistakes. */
#ifndef WAI_SCENARIO_REMARK_H
#define WAI_SCENARIO_REMARK_H

#include "scenario/scenario.h"

/* Adds a line to `remarks` for each thing that surely does nothing, or not what its name says; nothing for
 * what may have an effect.  swept: parameters get other values at the points of a sweep, so that nothing is
 * said about those that switch each other off.  WAI_ERR_MEMORY or WAI_OK. */
enum wai_status wai_remark_scenario(const struct wai_scenario *scenario, int swept,
                                    struct wai_error *remarks) WAI_CHECK_RESULT;

#endif
