/* A library to be loaded before the C library (LD_PRELOAD): a file system that does not offer some calls.
 *
 *     MISSING_FLOCK   errno with which every flock fails
 *     MISSING_LOCK    errno with which every lock by fcntl fails
 *     MISSING_FSYNC   errno with which fsync of a folder fails
 *     MISSING_LINK    errno with which link fails */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* 1 with errno when the call is missing. */
static int missing(const char *name)
{
    const char *fault = getenv(name);

    if (!fault) {
        return 0;
    }
    errno = (int)strtol(fault, NULL, 10);
    return 1;
}

int flock(int descriptor, int operation)
{
    int (*real)(int, int) = (int (*)(int, int))dlsym(RTLD_NEXT, "flock");

    return missing("MISSING_FLOCK") ? -1 : real(descriptor, operation);
}

static int control(const char *name, int descriptor, int command, void *argument)
{
    int (*real)(int, int, ...) = (int (*)(int, int, ...))dlsym(RTLD_NEXT, name);

    if ((command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK) && missing("MISSING_LOCK")) {
        return -1;
    }
    return real(descriptor, command, argument);
}

int fcntl(int descriptor, int command, ...)
{
    va_list rest;
    void *argument;

    va_start(rest, command);
    argument = va_arg(rest, void *);
    va_end(rest);
    return control("fcntl", descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...)
{
    va_list rest;
    void *argument;

    va_start(rest, command);
    argument = va_arg(rest, void *);
    va_end(rest);
    return control("fcntl64", descriptor, command, argument);
}

int fsync(int descriptor)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    struct stat about;

    if (fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode) && missing("MISSING_FSYNC")) {
        return -1;
    }
    return real(descriptor);
}

int link(const char *from, const char *to)
{
    int (*real)(const char *, const char *) = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "link");

    return missing("MISSING_LINK") ? -1 : real(from, to);
}
