/* A block seen without its plan: what `waico verify` can tell of a work folder. */
#ifndef WAI_OUTPUT_INSPECT_H
#define WAI_OUTPUT_INSPECT_H

#include "base/status.h"

/* Is it a finished block: plain links to lists alone, whose storage holds them, and a key?  WAI_ERR_FORMAT
 * says what is wrong. */
enum wai_status wai_inspect_block(const char *path, struct wai_error *err) WAI_CHECK_RESULT;

#endif
