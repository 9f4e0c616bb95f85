/* A result file being written: axes and datasets by the rules of the format, errors remembered.
 *
 * Every axis is a dimension scale with values in the root, every dataset names its axes, labels are
 * variable-length UTF-8, missing values are NaN or -1, bytes depend on the contents alone.  Functions do
 * nothing after a failure; the first one is told by wai_file_close.  Internal to this room. */
#ifndef WAI_OUTPUT_FILE_H
#define WAI_OUTPUT_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "output/dataset.h"
#include "output/layout.h"

#define WAI_FILE_MAX_DIMS WAI_DATASET_MAX_DIMS
#define WAI_FILE_GROWS ((size_t)-1) /* length of an axis that grows */

struct wai_file_axis {
    char *name;
    size_t length;
    int grows;
    int64_t id; /* of its scale */
    size_t n_refs, refs_capacity;
    struct wai_dataset_user *refs; /* who uses it */
};

struct wai_file {
    char *path;
    int64_t id;
    enum wai_status status;
    struct wai_error *err; /* the caller's, for as long as the file is open */
    size_t n_axes, axes_capacity;
    struct wai_file_axis *axes;
    size_t n_sets, sets_capacity;
    struct wai_file_set {
        int64_t id;
        char *name;
        enum wai_layout_type type;
        size_t n_dims;
        size_t axes[WAI_FILE_MAX_DIMS];
        int grows;
    } * sets; /* open datasets */
};

/* A new file with its text and checksum places; `path` must not exist. */
enum wai_status wai_file_create(struct wai_file *file, const char *path,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* Links the axes, closes everything, writes the digest into its place.  On any failure, also an earlier one,
 * the file is removed. */
enum wai_status wai_file_close(struct wai_file *file) WAI_CHECK_RESULT;

/* Closes and removes; harmless on a zeroed struct. */
void wai_file_abandon(struct wai_file *file);

/* Notes a failure with a reason of the library: "out.h5: what: No space left on device". */
void wai_file_fail(struct wai_file *file, const char *what);

/* Notes that memory is out. */
void wai_file_fail_memory(struct wai_file *file);

void wai_file_group(struct wai_file *file, const char *name);

/* Makes an axis with its values (NULL: 0, 1, ...; int32).  length WAI_FILE_GROWS: empty, it grows. */
void wai_file_axis(struct wai_file *file, const char *name, size_t length, enum wai_layout_type type,
                   const void *values, const char *unit, const char *meaning);

/* Position of an axis, -1 when there is none. */
int wai_file_find_axis(const struct wai_file *file, const char *name);

/* Makes a dataset and leaves it open; returns its handle (-1 after a failure). */
int wai_file_open_set(struct wai_file *file, const struct wai_dataset_spec *spec);

/* Makes a dataset, writes all of it and closes it.  texts: const char *const *. */
void wai_file_put(struct wai_file *file, const struct wai_dataset_spec *spec, const void *values);

/* Writes a slice of an open dataset. */
void wai_file_write(struct wai_file *file, int set, const size_t *start, const size_t *count,
                    const void *values);

/* Writes a chunk that is compressed already; `start` is its first element. */
void wai_file_write_chunk(struct wai_file *file, int set, const size_t *start, const uint8_t *bytes,
                          size_t length);

/* Lengthens an axis and all open datasets along it; the axis gets `values` (int32) for the new part. */
void wai_file_grow(struct wai_file *file, const char *axis, size_t length, const int32_t *values);

void wai_file_close_set(struct wai_file *file, int set);

/* Attributes of an open dataset; set -1: of the file. */
void wai_file_text(struct wai_file *file, int set, const char *name, const char *text);
void wai_file_whole(struct wai_file *file, int set, const char *name, int32_t value);
void wai_file_number(struct wai_file *file, int set, const char *name, double value);

#endif
