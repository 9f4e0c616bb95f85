/* The outputs of a replication by name: what each is, how large, and where it stands in a record. */
#ifndef WAI_LIBRARY_OUTPUTS_H
#define WAI_LIBRARY_OUTPUTS_H

#include "library/handle.h"

/* Length of an axis under a setup. */
size_t wai_outputs_axis_length(enum waico_axis axis, const struct wai_setup *setup);

/* Bytes of one replication of output i under a setup. */
size_t wai_outputs_bytes(size_t i, const struct wai_setup *setup);

/* Copies output i of a record of the setup to `to`, wai_outputs_bytes() of them. */
void wai_outputs_copy(size_t i, const struct wai_setup *setup, const struct wai_record *record, void *to);

/* Does output i need countries by account in the record? */
int wai_outputs_needs_countries(size_t i);

/* Tells that there is no output of a name, and which may be meant. */
enum waico_status wai_outputs_refuse(const char *name, char **messages);

#endif
