/* Texts of files, paths and messages on their way to a terminal, a log or JSON: valid UTF-8, no control
 * characters. */
#ifndef WAI_CLI_PLAIN_H
#define WAI_CLI_PLAIN_H

#include <stdio.h>

#define WAI_PLAIN_LINE 4096 /* bytes of a text in a line; what is longer is cut */

/* The text with each control character and each byte that is not UTF-8 as \\xNN, in `line`, which it gives.
 */
const char *wai_plain(const char *text, char line[WAI_PLAIN_LINE]);

/* Writes `length` bytes of a text, as above; line feeds and tabs stay when `lines`. */
void wai_plain_write(FILE *file, const char *text, size_t length, int lines);

#endif
