/* The result file of an ensemble, written while its replications arrive; memory does not grow with their
 * number.
 *
 *     wai_ensemble_open(&ensemble, temp, &layout, setup, &provenance, err)
 *     wai_ensemble_append(ensemble, rows, err)          in order of replications, as often as needed
 *     wai_ensemble_finish(&ensemble, err)               summaries; the file is complete and closed
 *
 * Equal sequences of replications give equal bytes, however they were cut into rows. */
#ifndef WAI_OUTPUT_ENSEMBLE_H
#define WAI_OUTPUT_ENSEMBLE_H

#include <stdint.h>

#include "base/status.h"
#include "model/record.h"
#include "model/setup.h"
#include "output/layout.h"
#include "output/provenance.h"
#include "output/rows.h"

struct wai_ensemble_writer;

/* Makes a new file at `path` (it must not exist; meant for a temporary name, see output/publish.h).  layout,
 * setup and provenance belong to the caller and stay until the writer ends.  *writer is NULL on failure. */
enum wai_status wai_ensemble_open(struct wai_ensemble_writer **writer, const char *path,
                                  const struct wai_layout *layout, const struct wai_setup *setup,
                                  const struct wai_provenance *provenance,
                                  struct wai_error *err) WAI_CHECK_RESULT;

/* Takes finished rows.  Fastest when rows hold WAI_LAYOUT_CHUNK_ROWS replications each, compressed. */
enum wai_status wai_ensemble_append(struct wai_ensemble_writer *writer, const struct wai_rows *rows,
                                    struct wai_error *err) WAI_CHECK_RESULT;

/* The simple way: one replication at a time.  Do not mix with append. */
enum wai_status wai_ensemble_add(struct wai_ensemble_writer *writer, uint32_t replicate,
                                 const struct wai_record *record, const double *metrics,
                                 struct wai_error *err) WAI_CHECK_RESULT;

/* Writes the summaries and closes the file; the writer is gone (*writer NULL) whatever happens, and a file
 * that could not be completed is removed. */
enum wai_status wai_ensemble_finish(struct wai_ensemble_writer **writer,
                                    struct wai_error *err) WAI_CHECK_RESULT;

/* Gives up: closes and removes the file. Harmless when *writer is NULL. */
void wai_ensemble_abandon(struct wai_ensemble_writer **writer);

#endif
