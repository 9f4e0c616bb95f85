/* Work folders (experiment/blocks.h) as folders, without the config they belong to. */
#ifndef WAI_EXPERIMENT_FOLDER_H
#define WAI_EXPERIMENT_FOLDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Removes a work folder: what waico makes there and nothing else.  is_mine: the caller holds its lock, and
 * keeps it until this returns.  WAI_OK when there is none, WAI_ERR_EXISTS when another process is at work
 * there. */
enum wai_status wai_folder_remove(const char *folder, int is_mine, struct wai_error *err) WAI_CHECK_RESULT;

/* Checks plan, journal, and the digest of every block; all mistakes are told. */
enum wai_status wai_folder_verify(const char *folder, size_t *n_blocks,
                                  struct wai_error *err) WAI_CHECK_RESULT;

/* Reads FOLDER/NAME ("plan", "call") whole; the caller frees *text. */
enum wai_status wai_folder_text(const char *folder, const char *name, char **text,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* Bytes of the blocks in a work folder, 0 when it has none. */
uint64_t wai_folder_bytes(const char *folder);

#endif
