/* UTF-8: where characters end, and which texts are plain. */
#ifndef WAI_BASE_UTF8_H
#define WAI_BASE_UTF8_H

#include <stddef.h>

/* Bytes of the character at `text` of which `rest` (>= 1) bytes are left, 0 when there is none: RFC 3629, no
 * overlong forms, no surrogates. */
size_t wai_utf8_length(const char *text, size_t rest);

/* Is the character of `length` bytes a control character: C0, DEL, C1? */
int wai_utf8_is_control(const char *text, size_t length);

/* Is all of the text valid, without control characters but those in `allowed`? */
int wai_utf8_is_plain(const char *text, const char *allowed);

#endif
