/* What a result needs of a file system beyond reading and writing: flushing and locking.
 *
 * Not every file system offers them (network file systems without a lock server, FUSE, shared folders of
 * virtual machines).  The work goes on without; what was missing is noted for the whole process, so that the
 * program can say it once. */
#ifndef WAI_BASE_DISK_H
#define WAI_BASE_DISK_H

#include <sys/stat.h>

enum wai_disk_lack {
    WAI_DISK_LACK_FLUSH = 1, /* files or folders could not be flushed: a power failure may undo a rename */
    WAI_DISK_LACK_LOCK = 2   /* a file could not be locked: nothing keeps a second process away */
};

enum wai_disk_lock {
    WAI_DISK_LOCKED,  /* it is ours until the descriptor is closed */
    WAI_DISK_HELD,    /* by another process */
    WAI_DISK_UNKNOWN, /* the file system has no locks: noted */
    WAI_DISK_FAILED   /* another fault, in errno */
};

/* Does an errno say that the file system does not offer a call, rather than that the call went wrong? */
int wai_disk_is_missing(int fault);

/* Flushes an open file to disk; -1 with errno.  0 also where the file system cannot flush: noted. */
int wai_disk_flush(int descriptor);

/* The same for a file or folder by name. */
int wai_disk_flush_path(const char *path);

/* Locks a whole file for this process, without waiting. */
enum wai_disk_lock wai_disk_lock(int descriptor);

/* Which of enum wai_disk_lack this process has met, joined by |. */
int wai_disk_lacks(void);

/* Is nearly all of a large file a hole, which takes no room and ages to read?  Nothing of ours compresses
 * that well. */
int wai_disk_is_hollow(const struct stat *facts);

#endif
