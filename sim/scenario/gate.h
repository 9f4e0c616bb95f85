/* The gate before libconfig: a text is let through only when libconfig reads it quickly and as it is meant.
 *
 * libconfig takes numbers modulo 2^32, accepts half of a file, ends the program on some includes and says no
 * more than "syntax error".  The gate reads the whole grammar by itself, tells every mistake with its line
 * and path, and notes where each setting stands. */
#ifndef WAI_SCENARIO_GATE_H
#define WAI_SCENARIO_GATE_H

#include <stddef.h>

#include "base/status.h"

#define WAI_GATE_MAX_BYTES ((size_t)1 << 20)
#define WAI_GATE_MAX_DEPTH 32
#define WAI_GATE_MAX_SETTINGS 2000 /* settings and elements of lists */

/* Lines of all settings and list elements in the order of the text (each before those inside it). */
struct wai_gate {
    size_t n_marks;
    int lines[WAI_GATE_MAX_SETTINGS];
};

/* Checks a text called `name` in messages: size, bytes, words, grammar, nesting, double keys.  WAI_ERR_CONFIG
 * after telling all mistakes that could be made out. */
enum wai_status wai_gate_check(struct wai_gate *gate, const char *text, size_t length, const char *name,
                               struct wai_error *err) WAI_CHECK_RESULT;

#endif
