/* Attributes of an object that may not be ours: names, types, lengths, texts.  Internal to this room. */
#ifndef WAI_OUTPUT_ATTRIBUTE_H
#define WAI_OUTPUT_ATTRIBUTE_H

#include <stdint.h>

#include "base/status.h"

/* Is every attribute of an open group or dataset one that a result can have: a plain name, one plain text or
 * few numbers, the lists of axes as the format behind results has them?  name: of the object, for the
 * message. */
enum wai_status wai_attribute_check(int64_t object, const char *name, struct wai_error *err) WAI_CHECK_RESULT;

#endif
