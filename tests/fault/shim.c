/* A library to be loaded before the C library (LD_PRELOAD) that spoils the n-th call that changes a file.
 *
 *     FAULT_UNDER   folder: only files below it count
 *     FAULT_AT      number of the call, from 1 on; 0: none
 *     FAULT_KIND    kill   ends the process before the call
 *                   after  ends it after the call
 *                   tear   writes half of the bytes and ends it (other calls: as after)
 *                   short  writes half of the bytes and says so (other calls: nothing)
 *                   ENOSPC, EIO, EFBIG, EMFILE, EACCES   the call fails with that error
 *     FAULT_STICKY  1: all later calls fail likewise
 *     FAULT_COUNT   file that gets the number of calls at the end
 *
 * Counted are open for writing, creat, write, pwrite, rename, link, fsync, ftruncate, close of what was
 * opened for writing, unlink, mkdir. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_DESCRIPTORS 4096

enum fault { NONE, KILL, AFTER, TEAR, SHORT, FAIL };

static atomic_long calls;
static atomic_char tracked[MOST_DESCRIPTORS]; /* opened for writing below the folder */

static const char *under(void)
{
    static const char *folder;

    return folder ? folder : (folder = getenv("FAULT_UNDER") ? getenv("FAULT_UNDER") : "");
}

static int counts(const char *path)
{
    char here[PATH_MAX + 1];

    if (!path || !*under()) {
        return 0;
    }
    if (path[0] == '/') {
        return strncmp(path, under(), strlen(under())) == 0;
    }
    if (!getcwd(here, PATH_MAX)) {
        return 0;
    }
    strcat(here, "/");
    return strncmp(here, under(), strlen(under())) == 0;
}

static int is_tracked(int descriptor)
{
    return descriptor >= 0 && descriptor < MOST_DESCRIPTORS && tracked[descriptor];
}

static int code(const char *kind)
{
    static const struct {
        const char *name;
        int value;
    } codes[] = {
        { "ENOSPC", ENOSPC }, { "EIO", EIO }, { "EFBIG", EFBIG }, { "EMFILE", EMFILE }, { "EACCES", EACCES }
    };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (strcmp(kind, codes[i].name) == 0) {
            return codes[i].value;
        }
    }
    return 0;
}

/* What happens to this call. */
static enum fault next(void)
{
    const char *at = getenv("FAULT_AT");
    const char *kind = getenv("FAULT_KIND");
    const char *sticky = getenv("FAULT_STICKY");
    long n = atomic_fetch_add(&calls, 1) + 1;
    long wanted = at ? atol(at) : 0;

    if (!kind || wanted <= 0 || n < wanted || (n > wanted && !(sticky && *sticky == '1'))) {
        return NONE;
    }
    return strcmp(kind, "kill") == 0    ? KILL
           : strcmp(kind, "after") == 0 ? AFTER
           : strcmp(kind, "tear") == 0  ? TEAR
           : strcmp(kind, "short") == 0 ? SHORT
                                        : FAIL;
}

static void die(void)
{
    (void)kill(getpid(), SIGKILL);
    for (;;) {
        (void)pause();
    }
}

/* Before a call without bytes: 1 when it is to fail. */
static int before(enum fault *fault)
{
    *fault = next();
    if (*fault == KILL) {
        die();
    }
    if (*fault == FAIL) {
        errno = code(getenv("FAULT_KIND"));
        return 1;
    }
    return 0;
}

static void after(enum fault fault)
{
    if (fault == AFTER || fault == TEAR) {
        die();
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void track(int descriptor)
{
    if (descriptor >= 0 && descriptor < MOST_DESCRIPTORS) {
        tracked[descriptor] = 1;
    }
}

static int open_with(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode)
{
    enum fault fault = NONE;
    int descriptor;

    if (!(flags & (O_WRONLY | O_RDWR)) || !counts(path)) {
        return real(path, flags, mode);
    }
    if (before(&fault)) {
        return -1;
    }
    descriptor = real(path, flags, mode);
    track(descriptor);
    after(fault);
    return descriptor;
}

#define MODE_OF(flags, mode)                                                                                 \
    do {                                                                                                     \
        if ((flags)&O_CREAT) {                                                                               \
            va_list args;                                                                                    \
            va_start(args, flags);                                                                           \
            (mode) = (mode_t)va_arg(args, int);                                                              \
            va_end(args);                                                                                    \
        }                                                                                                    \
    } while (0)

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;

    MODE_OF(flags, mode);
    return open_with(REAL(open), path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    mode_t mode = 0;

    MODE_OF(flags, mode);
    return open_with(REAL(open64), path, flags, mode);
}

int creat(const char *path, mode_t mode)
{
    return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

ssize_t write(int descriptor, const void *bytes, size_t length)
{
    enum fault fault = NONE;
    ssize_t n;

    if (!is_tracked(descriptor)) {
        return REAL(write)(descriptor, bytes, length);
    }
    if (before(&fault)) {
        return -1;
    }
    n = REAL(write)(descriptor, bytes, (fault == TEAR || fault == SHORT) && length > 1 ? length / 2 : length);
    after(fault);
    return n;
}

static ssize_t pwrite_with(ssize_t (*real)(int, const void *, size_t, off_t), int descriptor,
                           const void *bytes, size_t length, off_t offset)
{
    enum fault fault = NONE;
    ssize_t n;

    if (!is_tracked(descriptor)) {
        return real(descriptor, bytes, length, offset);
    }
    if (before(&fault)) {
        return -1;
    }
    n = real(descriptor, bytes, (fault == TEAR || fault == SHORT) && length > 1 ? length / 2 : length,
             offset);
    after(fault);
    return n;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset)
{
    return pwrite_with(REAL(pwrite), descriptor, bytes, length, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset)
{
    return pwrite_with((ssize_t(*)(int, const void *, size_t, off_t))REAL(pwrite64), descriptor, bytes,
                       length, offset);
}

/* Calls of a descriptor or path that return 0 or -1. */
#define SIMPLE(head, test, call)                                                                             \
    head                                                                                                     \
    {                                                                                                        \
        enum fault fault = NONE;                                                                             \
        int result;                                                                                          \
        if (!(test)) {                                                                                       \
            return call;                                                                                     \
        }                                                                                                    \
        if (before(&fault)) {                                                                                \
            return -1;                                                                                       \
        }                                                                                                    \
        result = call;                                                                                       \
        after(fault);                                                                                        \
        return result;                                                                                       \
    }

SIMPLE(int fsync(int descriptor), is_tracked(descriptor), REAL(fsync)(descriptor))
SIMPLE(int ftruncate(int descriptor, off_t length), is_tracked(descriptor),
       REAL(ftruncate)(descriptor, length))
SIMPLE(int ftruncate64(int descriptor, off64_t length), is_tracked(descriptor),
       REAL(ftruncate64)(descriptor, length))
SIMPLE(int rename(const char *from, const char *to), counts(from), REAL(rename)(from, to))
SIMPLE(int link(const char *from, const char *to), counts(from), REAL(link)(from, to))
SIMPLE(int unlink(const char *path), counts(path), REAL(unlink)(path))
SIMPLE(int mkdir(const char *path, mode_t mode), counts(path), REAL(mkdir)(path, mode))

int close(int descriptor)
{
    enum fault fault = NONE;
    int result;

    if (!is_tracked(descriptor)) {
        return REAL(close)(descriptor);
    }
    tracked[descriptor] = 0;
    if (before(&fault)) {
        (void)REAL(close)(descriptor); /* as the system does: the descriptor is gone all the same */
        errno = code(getenv("FAULT_KIND"));
        return -1;
    }
    result = REAL(close)(descriptor);
    after(fault);
    return result;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("FAULT_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;

    if (file) {
        fprintf(file, "%ld\n", (long)calls);
        fclose(file);
    }
}
