/* The library behind result files: types, reasons of failures, attributes.  Internal to this room.
 *
 * Identifiers are the library's hid_t, which is int64_t, so that its header stays out of headers. */
#ifndef WAI_OUTPUT_HDF_H
#define WAI_OUTPUT_HDF_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "output/layout.h"

/* Types on disk and in memory; the caller closes them. */
int64_t wai_hdf_file_type(enum wai_layout_type type);
int64_t wai_hdf_memory_type(enum wai_layout_type type);

/* Closes what is open of n identifiers (above 0), all of it whatever fails: 0 well, -1 failed. */
int wai_hdf_close(const int64_t *identifiers, size_t n);

/* What the library calls at each failure, to keep the reason (a handler for H5Eset_auto2). */
int wai_hdf_note(int64_t stack, void *unused);

/* The innermost reason the library gave for the last failure that was not asked for yet, "" when there is
 * none.
 */
void wai_hdf_reason(char *text, size_t size);

/* Removes the file that a failed creation has left, unless it failed because the file was there before. */
void wai_hdf_remove_failed(const char *path);

/* Attributes of an object: 0 well, -1 failed. */
int wai_hdf_put_text(int64_t object, const char *name, const char *text);
int wai_hdf_put_numbers(int64_t object, const char *name, enum wai_layout_type type, const void *values,
                        size_t n);

/* Attribute of fixed-length text, as dimension scales want it. */
int wai_hdf_put_fixed(int64_t object, const char *name, const char *text);

/* A file creation, group creation, and file access list by the rules of the format; -1 failed. */
int64_t wai_hdf_creation_list(void);
int64_t wai_hdf_group_list(void);
int64_t wai_hdf_access_list(void);

#endif
