/* Files that a user names on the command line: results that are there, tables that are to be made. */
#ifndef WAI_CLI_LOCATE_H
#define WAI_CLI_LOCATE_H

#include <stdio.h>

#include "base/status.h"

/* Is path a file that may be a result?  WAI_ERR_IO: there is none, told with the name that was probably
 * meant, or it is a folder, told with a result that it has. */
enum wai_status wai_locate_result(const char *path, struct wai_error *err) WAI_CHECK_RESULT;

/* The same for each of n names that ends in ".h5", is a folder or is not there. */
enum wai_status wai_locate_results(char *const *paths, int n, struct wai_error *err) WAI_CHECK_RESULT;

/* Opens a new file for writing, "-" for standard output.  WAI_ERR_EXISTS when it is there and not force. */
enum wai_status wai_locate_create(const char *path, int force, FILE **file,
                                  struct wai_error *err) WAI_CHECK_RESULT;

/* Closes it (standard output stays open).  Whether all was written; a reader of standard output that went
 * away is no fault. */
enum wai_status wai_locate_close(const char *path, FILE *file, struct wai_error *err) WAI_CHECK_RESULT;

/* Why writing to an open file failed (errno, set to 0 before the call that failed, or another attempt). */
const char *wai_locate_fault(FILE *file);

/* Has the reader of standard output gone away, as head does when it has seen enough? */
int wai_locate_is_unread(void);

#endif
