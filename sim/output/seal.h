/* The digest of a result file, written in the file itself: a text of fixed length whose digits count as
 * zeros.
 *
 * The place is raw data of one small dataset, found again by its mark without the library behind the format,
 * so that any change of any other byte is found.  Internal to this room but for wai_reader_digest. */
#ifndef WAI_OUTPUT_SEAL_H
#define WAI_OUTPUT_SEAL_H

#include <stdint.h>

#include "base/status.h"

#define WAI_SEAL_MARK "waico-sha256:"
#define WAI_SEAL_DIGITS 64

/* Makes provenance/file_sha256 with zeros; returns its place in the file, -1 when it failed. */
int64_t wai_seal_reserve(int64_t file);

/* Writes the digest of the closed file at `path` into the place. */
enum wai_status wai_seal_write(const char *path, int64_t place, struct wai_error *err) WAI_CHECK_RESULT;

/* WAI_OK when the file has its digest; WAI_ERR_FORMAT when not, WAI_ERR_IO when it cannot be read. */
enum wai_status wai_seal_check(const char *path, struct wai_error *err) WAI_CHECK_RESULT;

#endif
