/* A library to be loaded before the C library (LD_PRELOAD) under which the n-th allocation of the program
 * fails.
 *
 *     MEMORY_AT      number of the allocation, from 1 on; 0: none
 *     MEMORY_STICKY  1: all later ones fail likewise
 *     MEMORY_COUNT   file to which every process adds a line with the number of its allocations, with those
 * before it was split off
 *
 * Counted are malloc, calloc, realloc, strdup and strndup, called by the program itself: what libraries do
 * without memory is theirs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static uintptr_t from, to; /* where the code of the program lies */
static long at;
static int sticky;
static atomic_long calls;

static int find_program(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];

        if (part->p_type == PT_LOAD && (part->p_flags & PF_X)) {
            from = info->dlpi_addr + part->p_vaddr;
            to = from + part->p_memsz;
        }
    }
    return 1; /* the first is the program */
}

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("MEMORY_AT");

    at = text ? atol(text) : 0;
    text = getenv("MEMORY_STICKY");
    sticky = text && text[0] == '1';
    (void)dl_iterate_phdr(find_program, NULL);
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("MEMORY_COUNT");
    int file = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    char line[32];

    if (file >= 0) {
        int n = snprintf(line, sizeof line, "%ld\n", (long)calls);

        (void)!write(file, line, (size_t)n);
        (void)close(file);
    }
}

static int fails(const void *caller)
{
    long n;

    if ((uintptr_t)caller < from || (uintptr_t)caller >= to) {
        return 0;
    }
    n = atomic_fetch_add(&calls, 1) + 1;
    if (at > 0 && (n == at || (sticky && n > at))) {
        errno = ENOMEM;
        return 1;
    }
    return 0;
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

static char *copy(const char *text, size_t length)
{
    char *result = __libc_malloc(length + 1);

    if (result) {
        memcpy(result, text, length);
        result[length] = '\0';
    }
    return result;
}

char *strdup(const char *text)
{
    return fails(__builtin_return_address(0)) ? NULL : copy(text, strlen(text));
}

char *strndup(const char *text, size_t n)
{
    return fails(__builtin_return_address(0)) ? NULL : copy(text, strnlen(text, n));
}
