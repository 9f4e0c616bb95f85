/* The result file of one replication. */
#ifndef WAI_OUTPUT_RUN_H
#define WAI_OUTPUT_RUN_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/record.h"
#include "model/setup.h"
#include "output/provenance.h"

/* What is written; all of it the caller's. */
struct wai_run {
    const struct wai_setup *setup;
    const struct wai_record *record; /* of a replication of setup */
    uint64_t point;                  /* of a sweep; 0 when there is none */
    uint32_t replicate;
    size_t n_dates;
    const int32_t *dates; /* days after the start, ascending, among the readings of setup */
};

/* Writes a replication to a new file `path`, which must not exist; on failure none is left.  Meant for a
 * temporary name: see output/publish.h. */
enum wai_status wai_run_write(const char *path, const struct wai_run *run,
                              const struct wai_provenance *provenance,
                              struct wai_error *err) WAI_CHECK_RESULT;

#endif
