/* The result file of one replication. */
#ifndef WAI_OUTPUT_RUN_H
#define WAI_OUTPUT_RUN_H

#include <stdint.h>

#include "base/status.h"
#include "model/record.h"
#include "model/setup.h"
#include "output/provenance.h"

/* Writes the record of replication `replicate` of point `point` (0 when there is no sweep) to a new file
 * `path`, which must not exist; on failure none is left.  Meant for a temporary name: see output/publish.h.
 */
enum wai_status wai_run_write(const char *path, const struct wai_setup *setup,
                              const struct wai_record *record, uint64_t point, uint32_t replicate,
                              const struct wai_provenance *provenance,
                              struct wai_error *err) WAI_CHECK_RESULT;

#endif
