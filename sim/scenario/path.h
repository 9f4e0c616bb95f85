/* Files as texts: only regular ones, only up to a limit, and the paths that lead to them. */
#ifndef WAI_SCENARIO_PATH_H
#define WAI_SCENARIO_PATH_H

#include <stddef.h>

#include "base/status.h"

/* Reads a whole regular file of at most `limit` bytes into *text, NUL-terminated, which the caller frees.
 * Folders, pipes, devices are refused without being waited for.  Messages start with `path`. */
enum wai_status wai_path_read(const char *path, size_t limit, char **text, size_t *length,
                              struct wai_error *err) WAI_CHECK_RESULT;

/* `folder`/`name`, or `name` alone when it is absolute or the folder is "" or "."; NULL: memory is out. */
char *wai_path_join(const char *folder, const char *name);

/* The part of a path before its last '/': a copy, "." when there is none; NULL: memory is out. */
char *wai_path_folder(const char *path);

/* The part after the last '/', inside path. */
const char *wai_path_name(const char *path);

/* The name without a ".cfg" at its end: a copy; NULL: memory is out. */
char *wai_path_stem(const char *path);

/* 1 when no component of folder/name below folder is a symbolic link, 0 when one is, -1: memory is out. */
int wai_path_is_plain(const char *folder, const char *name);

#endif
