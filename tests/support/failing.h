/* Memory that runs out at will, for one test program: allocations are counted, and the n-th fails.
 *
 * The program is linked with --wrap for malloc, calloc, realloc, aligned_alloc, strdup, strndup and free, so
 * that the allocations of libraries stay as they are. */
#ifndef WAI_SUPPORT_FAILING_H
#define WAI_SUPPORT_FAILING_H

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

static atomic_long failing_asked;    /* allocations so far */
static atomic_long failing_live;     /* those that have not been freed */
static long failing_at;              /* the one that fails; 0: none */
static int failing_for_good;         /* and all that come after it */
static void (*failing_note)(long n); /* called before allocation n; NULL: nobody */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);
void __wrap_free(void *old);

/* Counts from here on; allocation n fails, and all after it when `for_good`. */
static inline void failing_begin(long n, int for_good)
{
    atomic_store(&failing_asked, 0);
    failing_at = n;
    failing_for_good = for_good;
}

/* 1 when the present allocation is to fail. */
static inline int failing_now(void)
{
    long n = atomic_fetch_add(&failing_asked, 1) + 1;

    if (failing_note) {
        failing_note(n);
    }
    if (failing_at > 0 && (n == failing_at || (failing_for_good && n > failing_at))) {
        errno = ENOMEM;
        return 1;
    }
    return 0;
}

static inline void *failing_count(void *memory)
{
    (void)atomic_fetch_add(&failing_live, memory != NULL);
    return memory;
}

void *__wrap_malloc(size_t size)
{
    return failing_now() ? NULL : failing_count(__real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
    return failing_now() ? NULL : failing_count(__real_calloc(n, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    void *memory = failing_now() ? NULL : __real_realloc(old, size);

    return old ? memory : failing_count(memory);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return failing_now() ? NULL : failing_count(__real_aligned_alloc(alignment, size));
}

char *__wrap_strndup(const char *text, size_t most)
{
    size_t length = strnlen(text, most);
    char *copy = __wrap_malloc(length + 1);

    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

char *__wrap_strdup(const char *text)
{
    return __wrap_strndup(text, strlen(text));
}

void __wrap_free(void *old)
{
    (void)atomic_fetch_sub(&failing_live, old != NULL);
    __real_free(old);
}

#endif
