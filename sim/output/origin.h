/* What went into a result: the groups provenance, parameters and input.  Internal to this room. */
#ifndef WAI_OUTPUT_ORIGIN_H
#define WAI_OUTPUT_ORIGIN_H

#include "model/setup.h"
#include "output/file.h"
#include "output/provenance.h"

/* Fills the three groups, which exist. */
void wai_origin_put(struct wai_file *file, const struct wai_setup *setup,
                    const struct wai_provenance *provenance);

#endif
