/* Is a dataset of a result as it should be?  Internal to this room. */
#ifndef WAI_OUTPUT_AUDIT_H
#define WAI_OUTPUT_AUDIT_H

#include <stdint.h>

#include "base/status.h"
#include "output/reader.h"

/* Its axes are there with its lengths, all its values can be read and are allowed; `file` is that of the
 * reader. */
enum wai_status wai_audit_set(struct wai_reader *reader, int64_t file, const char *name,
                              struct wai_error *err) WAI_CHECK_RESULT;

#endif
