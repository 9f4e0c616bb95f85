/* Escaping of what could move a cursor. */
#include "cli/plain.h"

#include <string.h>

#include "base/utf8.h"

/* Bytes of the character at `text` that may be shown as they are, 0: the first byte may not. */
static size_t shown(const char *text, size_t rest, int lines)
{
    size_t length = wai_utf8_length(text, rest);

    if (lines && (*text == '\n' || *text == '\t')) {
        return 1;
    }
    return length > 0 && !wai_utf8_is_control(text, length) ? length : 0;
}

const char *wai_plain(const char *text, char line[WAI_PLAIN_LINE])
{
    size_t rest = strlen(text), used = 0;

    while (rest > 0 && used + 5 < WAI_PLAIN_LINE) {
        size_t length = shown(text, rest, 0);

        if (length > 0) {
            memcpy(line + used, text, length);
            used += length;
        } else {
            used += (size_t)snprintf(line + used, 5, "\\x%02x", (unsigned)(unsigned char)*text);
            length = 1;
        }
        text += length;
        rest -= length;
    }
    line[used] = '\0';
    return line;
}

void wai_plain_write(FILE *file, const char *text, size_t length, int lines)
{
    while (length > 0) {
        size_t n = shown(text, length, lines);

        if (n > 0) {
            (void)fwrite(text, 1, n, file);
        } else {
            (void)fprintf(file, "\\x%02x", (unsigned)(unsigned char)*text);
            n = 1;
        }
        text += n;
        length -= n;
    }
}
