/* The scenarios and configs that come with the program.
 *
 * They are sought in the folders scenarios/ and configs/ of: $WAICO_DATA, the working directory, and where
 * the program stands: beside the folder of its build, or share/waico beside its bin. */
#ifndef WAI_CLI_BUNDLE_H
#define WAI_CLI_BUNDLE_H

#include <stddef.h>

#include "base/status.h"

#define WAI_BUNDLE_PATH 4096

/* Turns what a user gave as a scenario or config into a file name: as given when there is such a file or it
 * names a folder or ends in .cfg and nothing bundled fits, else the bundled file of that name, with or
 * without ".cfg".  The file may still be missing. */
void wai_bundle_resolve(const char *given, char path[WAI_BUNDLE_PATH]);

/* The files of a bundled folder ("scenarios", "configs"), sorted; *n may be 0.  The first place that has the
 * folder counts. */
enum wai_status wai_bundle_list(const char *folder, char ***paths, size_t *n) WAI_CHECK_RESULT;
void wai_bundle_free(char **paths, size_t n);

#endif
