/* The points of a design as a table for people and for the design `list`. */
#ifndef WAI_EXPERIMENT_LISTING_H
#define WAI_EXPERIMENT_LISTING_H

#include <stddef.h>

#include "base/status.h"
#include "experiment/design.h"

/* CSV text, one line a point: dotted paths as headers, the shortest digits that read back as the same number.
 * It is a design of the kind `list`.  A design without parameters (scenarios) has the one column `scenario`,
 * with names. Gives the text to `put` piece by piece; a result other than 0 stops and is WAI_ERR_IO. */
enum wai_status wai_listing_write(const struct wai_design_matrix *design, const char *const *scenario_names,
                                  int (*put)(void *context, const char *bytes, size_t length), void *context,
                                  struct wai_error *err) WAI_CHECK_RESULT;

#endif
