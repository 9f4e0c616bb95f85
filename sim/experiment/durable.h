/* Small files that are there whole or not at all, and the digests of large ones. */
#ifndef WAI_EXPERIMENT_DURABLE_H
#define WAI_EXPERIMENT_DURABLE_H

#include <dirent.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Joins a folder and a name; NULL: memory is out.  The caller frees it. */
char *wai_durable_path(const char *folder, const char *name);

/* Opens a regular file of a work folder, made with rights 0666 when flags (open's) ask for it.  Never waits,
 * never follows a link: WAI_ERR_FORMAT for a FIFO, a device, a folder, a link; WAI_ERR_IO. */
enum wai_status wai_durable_open(const char *path, int flags, int *descriptor,
                                 struct wai_error *err) WAI_CHECK_RESULT;

/* Writes a file whole: temporary name (NAME.part), flushed, renamed, folder flushed. */
enum wai_status wai_durable_put(const char *folder, const char *name, const char *text,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* Gives a finished file its name for good: renames folder/from to folder/to and flushes the folder. */
enum wai_status wai_durable_rename(const char *folder, const char *from, const char *to,
                                   struct wai_error *err) WAI_CHECK_RESULT;

/* Reads a file of at most `limit` bytes whole, NUL-terminated; the caller frees *text. */
enum wai_status wai_durable_read(const char *path, size_t limit, char **text,
                                 struct wai_error *err) WAI_CHECK_RESULT;

/* SHA-256 and length of a file. */
enum wai_status wai_durable_digest(const char *path, char hex[65], uint64_t *bytes,
                                   struct wai_error *err) WAI_CHECK_RESULT;

/* Writes all bytes to a descriptor; 0 well, -1 with errno. */
int wai_durable_write(int descriptor, const char *bytes, size_t length);

/* Opens a folder for listing; NULL with errno, also when the name is a link: what is in another place is not
 * ours to move or remove. */
DIR *wai_durable_list(const char *path);

#endif
