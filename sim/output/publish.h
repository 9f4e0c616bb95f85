/* Publishing a result whole: written under a temporary name in the same folder, made durable, then renamed.
 *
 *     wai_publish_begin(&publish, "out.h5", force, err)
 *     ... write and close publish.temporary ...
 *     wai_publish_commit(&publish, err)                 or wai_publish_abandon(&publish)
 */
#ifndef WAI_OUTPUT_PUBLISH_H
#define WAI_OUTPUT_PUBLISH_H

#include "base/status.h"

struct wai_publish {
    char *target, *folder;
    char *temporary; /* a name beside the target that no file has */
    int force;       /* an existing target is replaced */
};

/* Clears what killed processes, or a failed removal, left beside the target (output/leftover.h). */
void wai_publish_clear(const char *target);

/* Checks that target can be written (WAI_ERR_EXISTS when it is there and not `force`; WAI_ERR_IO when the
 * folder is not there or not writable, or the target is not a regular file), clears what killed processes
 * left of it (output/leftover.h) and chooses the temporary name. */
enum wai_status wai_publish_begin(struct wai_publish *publish, const char *target, int force,
                                  struct wai_error *err) WAI_CHECK_RESULT;

/* Flushes the temporary file to disk, gives it the target's name without ever replacing a file (unless
 * force), flushes the folder.  On failure the temporary file is removed.  Empties the struct. */
enum wai_status wai_publish_commit(struct wai_publish *publish, struct wai_error *err) WAI_CHECK_RESULT;

/* The same for a result: before it gets its name it is read back, its digest compared and opened anew; what
 * the disk changed is told (WAI_ERR_FORMAT) and removed. */
enum wai_status wai_publish_result(struct wai_publish *publish, struct wai_error *err) WAI_CHECK_RESULT;

/* Removes the temporary file, if any; harmless on a zeroed struct. */
void wai_publish_abandon(struct wai_publish *publish);

/* Flushes a file or a folder to disk. */
enum wai_status wai_publish_flush(const char *path, struct wai_error *err) WAI_CHECK_RESULT;

#endif
