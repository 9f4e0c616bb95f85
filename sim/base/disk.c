/* Flushing and locking by POSIX calls, every fault sorted into "not offered here" and "went wrong". */
#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORED_UNIT 512           /* bytes, by POSIX */
#define LARGE ((uint64_t)1 << 28) /* bytes */
#define MOST_HOLLOW 16            /* times the stored bytes */
#define KERNEL_ENOTSUPP 524       /* leaks out of network file systems; the C library has no name for it */

static atomic_int lacks;

static void note(enum wai_disk_lack lack)
{
    (void)atomic_fetch_or(&lacks, (int)lack);
}

int wai_disk_lacks(void)
{
    return atomic_load(&lacks);
}

int wai_disk_is_missing(int fault)
{
    return fault == ENOSYS || fault == ENOTSUP || fault == EOPNOTSUPP || fault == EINVAL ||
           fault == KERNEL_ENOTSUPP;
}

int wai_disk_flush(int descriptor)
{
    if (fsync(descriptor) == 0) {
        return 0;
    }
    if (!wai_disk_is_missing(errno)) {
        return -1;
    }
    note(WAI_DISK_LACK_FLUSH);
    return 0;
}

/* A folder in which files may be made, but which may not be opened (rights wx), cannot be flushed. */
static int is_closed_folder(const char *path)
{
    int fault = errno;
    struct stat about;
    int closed = (fault == EACCES || fault == EPERM) && stat(path, &about) == 0 && S_ISDIR(about.st_mode);

    errno = fault;
    return closed;
}

int wai_disk_flush_path(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    int failed;

    if (descriptor < 0) {
        if (!is_closed_folder(path)) {
            return -1;
        }
        note(WAI_DISK_LACK_FLUSH);
        return 0;
    }
    failed = wai_disk_flush(descriptor);
    if (failed != 0) {
        int fault = errno;

        (void)close(descriptor);
        errno = fault;
        return -1;
    }
    return close(descriptor);
}

enum wai_disk_lock wai_disk_lock(int descriptor)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    if (fcntl(descriptor, F_SETLK, &lock) == 0) {
        return WAI_DISK_LOCKED;
    }
    if (errno == EACCES || errno == EAGAIN) {
        return WAI_DISK_HELD;
    }
    if (errno != ENOLCK && !wai_disk_is_missing(errno)) {
        return WAI_DISK_FAILED;
    }
    note(WAI_DISK_LACK_LOCK);
    return WAI_DISK_UNKNOWN;
}

int wai_disk_is_hollow(const struct stat *facts)
{
    const uint64_t size = (uint64_t)facts->st_size, stored = (uint64_t)facts->st_blocks * STORED_UNIT;

    return size > LARGE && stored < size / MOST_HOLLOW;
}
