/* A library to be loaded before the C library (LD_PRELOAD) that stops a process at a chosen call, until it is
 * told to go on: what two processes do at once can then be tried in any order, without chance.
 *
 *     PAUSE_CALL   unlink, rmdir, mkdir, link, rename or open (of any sort)
 *     PAUSE_PATH   end of the path (of link and rename: of the second)
 *     PAUSE_WHEN   before or after the call
 *     PAUSE_HERE   file that is made when the process stands there
 *     PAUSE_UNTIL  file whose appearance lets it go on */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int done;

static int is_meant(const char *call, const char *path, const char *when)
{
    const char *end = getenv("PAUSE_PATH");

    return !done && end && strcmp(getenv("PAUSE_CALL"), call) == 0 &&
           strcmp(getenv("PAUSE_WHEN"), when) == 0 && strlen(path) >= strlen(end) &&
           strcmp(path + strlen(path) - strlen(end), end) == 0;
}

static void pause_at(const char *call, const char *path, const char *when)
{
    int kept = errno;

    if (is_meant(call, path, when)) {
        done = 1;
        (void)close(REAL(open)(getenv("PAUSE_HERE"), O_WRONLY | O_CREAT, 0600));
        while (access(getenv("PAUSE_UNTIL"), F_OK) != 0) {
            (void)usleep(5000);
        }
    }
    errno = kept;
}

#define AROUND(head, name, path, call)                                                                       \
    head                                                                                                     \
    {                                                                                                        \
        int result;                                                                                          \
        pause_at(name, path, "before");                                                                      \
        result = call;                                                                                       \
        pause_at(name, path, "after");                                                                       \
        return result;                                                                                       \
    }

AROUND(int unlink(const char *path), "unlink", path, REAL(unlink)(path))
AROUND(int rmdir(const char *path), "rmdir", path, REAL(rmdir)(path))
AROUND(int mkdir(const char *path, mode_t mode), "mkdir", path, REAL(mkdir)(path, mode))
AROUND(int link(const char *from, const char *to), "link", to, REAL(link)(from, to))
AROUND(int rename(const char *from, const char *to), "rename", to, REAL(rename)(from, to))

#define OPEN(name)                                                                                           \
    int name(const char *path, int flags, ...)                                                               \
    {                                                                                                        \
        mode_t mode = 0;                                                                                     \
        int result;                                                                                          \
        if (flags & O_CREAT) {                                                                               \
            va_list args;                                                                                    \
            va_start(args, flags);                                                                           \
            mode = (mode_t)va_arg(args, int);                                                                \
            va_end(args);                                                                                    \
        }                                                                                                    \
        pause_at("open", path, "before");                                                                    \
        result = REAL(name)(path, flags, mode);                                                              \
        pause_at("open", path, "after");                                                                     \
        return result;                                                                                       \
    }

OPEN(open)
OPEN(open64)
