/* An assertion that stays on in every build: for our own faults, never for the world's.
 * Costly checks use assert() of the standard library instead. */
#ifndef WAI_BASE_ASSERT_H
#define WAI_BASE_ASSERT_H

#define wai_assert(condition) ((condition) ? (void)0 : wai_assert_failed(#condition, __FILE__, __LINE__))

/* Tells the broken condition on stderr and aborts. */
_Noreturn void wai_assert_failed(const char *condition, const char *file, int line);

#endif
