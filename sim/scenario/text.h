/* Texts that grow, numbers as text, and the nearest of a list of words. */
#ifndef WAI_SCENARIO_TEXT_H
#define WAI_SCENARIO_TEXT_H

#include <stddef.h>

/* A growing text.  A zeroed struct is empty and valid; once memory has run out it stays failed. */
struct wai_text {
    char *bytes; /* NUL-terminated; NULL while empty */
    size_t length, capacity;
    int failed; /* memory ran out: bytes are incomplete */
};

void wai_text_add(struct wai_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void wai_text_append(struct wai_text *text, const char *bytes, size_t length);

/* Adds a text between double quotes as the configuration language writes it: \" \\ \n \t \r escaped. */
void wai_text_quote(struct wai_text *text, const char *value);

/* Adds a finite number with 17 digits and a point or exponent, so that it reads back as the same real. */
void wai_text_real(struct wai_text *text, double value);

/* Gives the bytes to the caller, who frees them, and empties the text; NULL when memory had run out. */
char *wai_text_take(struct wai_text *text);
void wai_text_free(struct wai_text *text);

#define WAI_TEXT_NUMBER 32 /* bytes that hold any number */

/* Writes a number as people do: the fewest digits that read back as the same value. */
const char *wai_text_number(double value, char out[WAI_TEXT_NUMBER]);

/* Reads a decimal number that is the whole of text ([+-]digits[.digits][e[+-]digits]): 1 when it is one and
 * finite. "inf", "nan", hexadecimal, blanks are none. */
int wai_text_read_number(const char *text, double *value);

#define WAI_TEXT_EXCERPT 64 /* bytes of an excerpt */

/* At most 60 bytes of a text of `length` bytes for a message, cut between UTF-8 characters, "..." when cut;
 * control characters become '?'. */
const char *wai_text_excerpt(const char *text, size_t length, char out[WAI_TEXT_EXCERPT]);

/* Copy of `length` bytes with a NUL after it; NULL: memory is out. */
char *wai_text_copy(const char *bytes, size_t length);

/* Position of the word of a list that is nearest to `word` by edit distance (a swap of neighbours counts one,
 * case counts nothing), -1 when none is near: at most a third of the longer length, at least 1. */
int wai_text_nearest(const char *word, const char *const *words, size_t n_words);

#endif
