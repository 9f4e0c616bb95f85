/* Growing texts, numbers as text, excerpts for messages and the search for a similar word. */
#include "scenario/text.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_WORD 63 /* longer ones get no suggestion */

static int reserve(struct wai_text *text, size_t extra)
{
    size_t need = text->length + extra + 1;
    char *grown;

    if (text->failed) {
        return 0;
    }
    if (need <= text->capacity) {
        return 1;
    }
    need = need < 2 * text->capacity ? 2 * text->capacity : need;
    grown = realloc(text->bytes, need);
    if (!grown) {
        text->failed = 1;
        return 0;
    }
    text->bytes = grown;
    text->capacity = need;
    return 1;
}

void wai_text_append(struct wai_text *text, const char *bytes, size_t length)
{
    if (reserve(text, length)) {
        memcpy(text->bytes + text->length, bytes, length);
        text->length += length;
        text->bytes[text->length] = '\0';
    }
}

void wai_text_add(struct wai_text *text, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0 || !reserve(text, (size_t)length)) {
        text->failed = 1;
        return;
    }
    va_start(args, format);
    (void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format, args);
    va_end(args);
    text->length += (size_t)length;
}

void wai_text_quote(struct wai_text *text, const char *value)
{
    static const char plain[] = "\"\\\n\t\r", written[] = "\"\\ntr";

    wai_text_append(text, "\"", 1);
    for (const char *c = value; *c; c++) {
        const char *special = strchr(plain, *c);

        if (special) {
            wai_text_append(text, "\\", 1);
            wai_text_append(text, written + (special - plain), 1);
        } else {
            wai_text_append(text, c, 1);
        }
    }
    wai_text_append(text, "\"", 1);
}

void wai_text_real(struct wai_text *text, double value)
{
    char digits[WAI_TEXT_NUMBER];

    (void)snprintf(digits, sizeof digits, "%.17g", value);
    wai_text_add(text, "%s%s", digits, strpbrk(digits, ".e") ? "" : ".0");
}

char *wai_text_take(struct wai_text *text)
{
    char *bytes = NULL;

    if (reserve(text, 0)) {
        text->bytes[text->length] = '\0';
        bytes = text->bytes;
        text->bytes = NULL;
    }
    wai_text_free(text);
    return bytes;
}

void wai_text_free(struct wai_text *text)
{
    free(text->bytes);
    *text = (struct wai_text){ 0 };
}

const char *wai_text_number(double value, char out[WAI_TEXT_NUMBER])
{
    for (int digits = 1; digits <= 17; digits++) {
        (void)snprintf(out, WAI_TEXT_NUMBER, "%.*g", digits, value);
        if (strtod(out, NULL) == value) {
            break;
        }
    }
    /* Whole numbers of moderate size without an exponent. */
    if (strchr(out, 'e') && value == floor(value) && fabs(value) < 1e6) {
        (void)snprintf(out, WAI_TEXT_NUMBER, "%.0f", value);
    }
    return out;
}

int wai_text_read_number(const char *text, double *value)
{
    const char *at = text + (*text == '+' || *text == '-');
    size_t whole = strspn(at, "0123456789"), part = 0;

    at += whole;
    if (*at == '.') {
        part = strspn(at + 1, "0123456789");
        at += 1 + part;
    }
    if (whole + part == 0) {
        return 0;
    }
    if (*at == 'e' || *at == 'E') {
        size_t digits;

        at++;
        at += *at == '+' || *at == '-';
        digits = strspn(at, "0123456789");
        if (digits == 0) {
            return 0;
        }
        at += digits;
    }
    if (*at != '\0') {
        return 0;
    }
    *value = strtod(text, NULL);
    return isfinite(*value);
}

const char *wai_text_excerpt(const char *text, size_t length, char out[WAI_TEXT_EXCERPT])
{
    size_t n = length <= 60 ? length : 57;

    /* Never cut inside a character: continuation bytes are 10xxxxxx. */
    while (n < length && n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) {
        n--;
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = (char)((unsigned char)text[i] < 0x20 || text[i] == 0x7F ? '?' : text[i]);
    }
    (void)snprintf(out + n, WAI_TEXT_EXCERPT - n, "%s", n < length ? "..." : "");
    return out;
}

char *wai_text_copy(const char *bytes, size_t length)
{
    char *copy = malloc(length + 1);

    if (copy) {
        memcpy(copy, bytes, length);
        copy[length] = '\0';
    }
    return copy;
}

static unsigned smallest(unsigned a, unsigned b, unsigned c)
{
    unsigned ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Optimal string alignment distance; both words are at most LONGEST_WORD long. */
static unsigned distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    unsigned row[3][LONGEST_WORD + 1];

    for (size_t j = 0; j <= n_b; j++) {
        row[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= n_a; i++) {
        unsigned *now = row[i % 3];
        const unsigned *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];

        now[0] = (unsigned)i;
        for (size_t j = 1; j <= n_b; j++) {
            int same = tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);

            now[j] = smallest(before[j] + 1, now[j - 1] + 1, before[j - 1] + !same);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                earlier[j - 2] + 1 < now[j]) {
                now[j] = earlier[j - 2] + 1;
            }
        }
    }
    return row[n_a % 3][n_b];
}

int wai_text_nearest(const char *word, const char *const *words, size_t n_words)
{
    size_t length = strlen(word);
    unsigned best = LONGEST_WORD + 1;
    int nearest = -1;

    if (length > LONGEST_WORD) {
        return -1;
    }
    for (size_t i = 0; i < n_words; i++) {
        size_t other = strlen(words[i]), longer = other > length ? other : length;
        unsigned allowed = longer < 6 ? 1 : (unsigned)(longer / 3), d;

        if (other > LONGEST_WORD) {
            continue;
        }
        d = distance(word, length, words[i], other);
        if (d <= allowed && d < best) {
            best = d;
            nearest = (int)i;
        }
    }
    return nearest;
}
