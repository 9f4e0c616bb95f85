/* Which arguments of a command are results, and are they as they were written? */
#ifndef WAI_CLI_RESULTS_H
#define WAI_CLI_RESULTS_H

#include <stdint.h>

#include "cli/command.h"
#include "experiment/plan.h"

#define WAI_RESULTS_NAMES 512 /* bytes of the names of the files in a message */

/* Is a path that of a result (not of a config): does it end with .h5? */
int wai_results_is_one(const char *path);

/* Names and bytes of the results among the arguments; gives their number. */
int wai_results_find(const struct wai_call *call, char names[WAI_RESULTS_NAMES], uint64_t *bytes);

/* Does each of them have the digest that is written in it?  WAI_ERR_FORMAT says that one is damaged. */
enum wai_status wai_results_verify(const struct wai_call *call, struct wai_error *err) WAI_CHECK_RESULT;

/* Reads all blocks of n work folders in a confined child, before they are opened in earnest: WAI_ERR_FORMAT
 * when one breaks the library that reads them.  Folders that are not there have none. */
enum wai_status wai_results_probe(char *const *folders, int n, const struct wai_plan *plan,
                                  struct wai_error *err) WAI_CHECK_RESULT;

#endif
