/* What lies in a result: known names alone, each once, each a plain dataset or group.  Internal to this room.
 */
#ifndef WAI_OUTPUT_INVENTORY_H
#define WAI_OUTPUT_INVENTORY_H

#include <stdint.h>

#include "base/status.h"
#include "output/catalog.h"
#include "output/reader.h"

/* Looks at every link of the root and of the groups: hard, of a name of the catalog, the only one to its
 * object (so there are no cycles); and asks that what a result of the kind must have is there, and that of
 * what belongs together all or nothing is. */
enum wai_status wai_inventory_check(int64_t file, enum wai_reader_kind kind,
                                    const struct wai_catalog *catalog,
                                    struct wai_error *err) WAI_CHECK_RESULT;

#endif
