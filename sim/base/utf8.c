/* UTF-8 by RFC 3629: see base/utf8.h. */
#include "base/utf8.h"

#include <string.h>

size_t wai_utf8_length(const char *at, size_t rest)
{
    const unsigned char *text = (const unsigned char *)at;
    size_t n = text[0] < 0x80   ? 1
               : text[0] < 0xC2 ? 0
               : text[0] < 0xE0 ? 2
               : text[0] < 0xF0 ? 3
               : text[0] < 0xF5 ? 4
                                : 0;

    if (n == 0 || n > rest) {
        return 0;
    }
    for (size_t i = 1; i < n; i++) {
        if ((text[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    if ((text[0] == 0xE0 && text[1] < 0xA0) || (text[0] == 0xED && text[1] > 0x9F) ||
        (text[0] == 0xF0 && text[1] < 0x90) || (text[0] == 0xF4 && text[1] > 0x8F)) {
        return 0;
    }
    return n;
}

int wai_utf8_is_control(const char *at, size_t length)
{
    const unsigned char *text = (const unsigned char *)at;

    return length == 1 ? text[0] < 0x20 || text[0] == 0x7F : length == 2 && text[0] == 0xC2 && text[1] < 0xA0;
}

int wai_utf8_is_plain(const char *text, const char *allowed)
{
    size_t rest = strlen(text);

    while (rest > 0) {
        size_t length = wai_utf8_length(text, rest);

        if (length == 0 || (wai_utf8_is_control(text, length) && !(length == 1 && strchr(allowed, *text)))) {
            return 0;
        }
        text += length;
        rest -= length;
    }
    return 1;
}
