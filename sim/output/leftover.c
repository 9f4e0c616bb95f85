/* Names of temporary files, and who is still there to want them. */
#include "output/leftover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sha256.h"

#define PLACE 8 /* digits */
#define NOWHERE "unknown"

/* Where the number of a process means something; NOWHERE when the system does not tell. */
static void find_place(char place[PLACE + 1])
{
    struct wai_sha256 sha;
    char boot[64], space[64], hex[65];
    int descriptor = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t n = descriptor >= 0 ? read(descriptor, boot, sizeof boot) : -1;
    ssize_t m = readlink("/proc/self/ns/pid", space, sizeof space);

    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    if (n <= 0 || m <= 0) {
        (void)snprintf(place, PLACE + 1, "%s", NOWHERE);
        return;
    }
    wai_sha256_init(&sha);
    wai_sha256_add(&sha, boot, (size_t)n);
    wai_sha256_add(&sha, space, (size_t)m);
    wai_sha256_end(&sha, hex);
    (void)snprintf(place, PLACE + 1, "%.*s", PLACE, hex);
}

char *wai_leftover_path(const char *folder, const char *name, int number)
{
    size_t size = strlen(folder) + strlen(name) + 80;
    char place[PLACE + 1];
    char *path = malloc(size);

    if (path) {
        find_place(place);
        (void)snprintf(path, size, "%s/.%s.%ld-%s-%d.part", folder, name, (long)getpid(), place, number);
    }
    return path;
}

/* Takes such a name apart; 0 when it is none. */
static int read_name(const char *file, const char *name, long *process, char place[PLACE + 1])
{
    size_t length = strlen(name);
    int end = -1;

    if (file[0] != '.' || strncmp(file + 1, name, length) != 0 || file[length + 1] != '.') {
        return 0;
    }
    file += length + 2;
    (void)sscanf(file, "%9ld-%8[0-9a-z]-%*9[0-9].part%n", process, place, &end);
    return end > 0 && file[end] == '\0' && *process > 0;
}

int wai_leftover_is(const char *file, const char *name)
{
    char place[PLACE + 1];
    long process;

    return read_name(file, name, &process, place);
}

/* Has the process of that number ended?  A number may have been given anew: then the file stays. */
static int is_gone(long process)
{
    return kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

void wai_leftover_clear(const char *folder, const char *name)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char here[PLACE + 1], place[PLACE + 1];
    struct stat about;
    long process;

    find_place(here);
    while (dir && strcmp(here, NOWHERE) != 0 && (entry = readdir(dir)) != NULL) {
        if (read_name(entry->d_name, name, &process, place) && strcmp(place, here) == 0 && is_gone(process) &&
            fstatat(dirfd(dir), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(about.st_mode)) {
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }
    if (dir) {
        (void)closedir(dir);
    }
}
