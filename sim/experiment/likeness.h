/* Is a repetition one?  A replication that was run again, against what its file keeps of it. */
#ifndef WAI_EXPERIMENT_LIKENESS_H
#define WAI_EXPERIMENT_LIKENESS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/rebuild.h"

/* Compares a record of wai_rebuild_repeat, with the readings that the file wants, with what the file keeps of
 * that replication: series at every account, at the end and at dates, first dates, final statuses, metrics,
 * as far as they are kept. *n_compared: numbers compared.  Differences are told in err, WAI_ERR_FORMAT.
 * WAI_ERR_USAGE: the file has no such replication. */
enum wai_status wai_likeness_compare(const struct wai_rebuild *rebuild, const char *path, uint32_t replicate,
                                     const struct wai_record *record, size_t *n_compared,
                                     struct wai_error *err) WAI_CHECK_RESULT;

#endif
