/* The end of a program that broke a promise of its own. */
#include "base/assert.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void wai_assert_failed(const char *condition, const char *file, int line)
{
    (void)fprintf(stderr, "waico: internal fault, please report: %s:%d: %s\n", file, line, condition);
    abort();
}
