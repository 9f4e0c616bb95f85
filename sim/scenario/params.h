/* One parameter set by hand, under the rules and with the messages of a file. */
#ifndef WAI_SCENARIO_PARAMS_H
#define WAI_SCENARIO_PARAMS_H

#include "base/status.h"
#include "model/param.h"

/* Sets the parameter with a path.  WAI_ERR_CONFIG, told as "PATH: ...": there is none of this name (with the
 * nearest), or the value is not allowed (with the range); params are then as before. */
enum wai_status wai_params_assign(struct wai_params *params, const char *path, double value,
                                  struct wai_error *err) WAI_CHECK_RESULT;

#endif
