/* Temporary files that killed processes left beside their results: names that tell the owner, and clearing.
 *
 *     .NAME.PID-PLACE-NUMBER.part
 *
 * PID is the number of the process that writes it, PLACE where that number means something: 8 hexadecimal
 * digits of the boot and the process namespace.  A file of another place (another machine on a shared disk, a
 * container, the time before a restart) may be a living run's, for all that can be told, and is never
 * touched. */
#ifndef WAI_OUTPUT_LEFTOVER_H
#define WAI_OUTPUT_LEFTOVER_H

/* A name for the temporary file number `number` of this process for the result `name` in `folder`, in memory
 * of the caller's; NULL: memory is out. */
char *wai_leftover_path(const char *folder, const char *name, int number);

/* Is `file` the name of a temporary file of the result `name`, whoever made it? */
int wai_leftover_is(const char *file, const char *name);

/* Removes from `folder` the temporary files of the result `name` whose owners are gone.  What cannot be read
 * or removed stays: nothing depends on it. */
void wai_leftover_clear(const char *folder, const char *name);

#endif
