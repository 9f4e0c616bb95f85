/* Bytes, comments, texts, names and numbers of a configuration, each mistake told where it is. */
#include "scenario/lex.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "scenario/text.h"

#define MOST_BYTE_MISTAKES 20
#define LONGEST_NUMBER 400 /* characters */

static const char *const not_utf8 = "a byte that is not UTF-8";

/* What is wrong with the character at i, NULL when nothing is; *step is its length. */
static const char *byte_mistake(const char *text, size_t i, size_t length, size_t *step)
{
    *step = 1;
    if (text[i] == 0) {
        return "a NUL byte";
    }
    if (text[i] == '\r') {
        return i + 1 < length && text[i + 1] == '\n' ? NULL : "a carriage return without a new line";
    }
    *step = wai_utf8_length(text + i, length - i);
    if (*step == 0) {
        *step = 1;
        return not_utf8;
    }
    return wai_utf8_is_control(text + i, *step) && text[i] != '\n' && text[i] != '\t' ? "a control character"
                                                                                      : NULL;
}

size_t wai_lex_check_bytes(const char *text, size_t length, const char *name, struct wai_error *err)
{
    size_t n_mistakes = 0, step, i = 0;
    int line = 1, told = 0;

    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        (void)wai_error_add(err, WAI_ERR_CONFIG,
                            "%s:1: starts with a byte order mark; save it as UTF-8 without one", name);
        n_mistakes++;
        i = 3;
    }
    for (; i < length && n_mistakes < MOST_BYTE_MISTAKES; i += step) {
        const char *mistake = byte_mistake(text, i, length, &step);

        /* One message a line. */
        if (mistake && told != line) {
            (void)wai_error_add(err, WAI_ERR_CONFIG, "%s:%d: %s (0x%02X) is not allowed%s", name, line,
                                mistake, (unsigned)(unsigned char)text[i],
                                mistake == not_utf8 ? "; save the file as UTF-8" : "");
            n_mistakes++;
            told = line;
        }
        line += text[i] == '\n';
    }
    return n_mistakes;
}

void wai_lex_init(struct wai_lex *lex, const char *text, size_t length, const char *name,
                  struct wai_error *err)
{
    *lex = (struct wai_lex){
        .text = text, .at = text, .end = text + length, .line = 1, .first = 1, .name = name, .err = err
    };
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Tells a mistake at a line with the text that makes it. */
static void tell(struct wai_lex *lex, int line, const char *start, size_t length, const char *what)
{
    char excerpt[WAI_TEXT_EXCERPT];
    const char *path = lex->path && lex->path->length ? lex->path->bytes : "";

    lex->n_mistakes++;
    (void)wai_error_add(lex->err, WAI_ERR_CONFIG, "%s:%d: %s%s%s %s", lex->name, line, path,
                        *path ? ": " : "", wai_text_excerpt(start, length, excerpt), what);
}

static void skip_line(struct wai_lex *lex)
{
    while (lex->at < lex->end && *lex->at != '\n') {
        lex->at++;
    }
}

static void skip_block(struct wai_lex *lex)
{
    int opened = lex->line;

    for (lex->at += 2; lex->end - lex->at >= 2; lex->at++) {
        if (lex->at[0] == '*' && lex->at[1] == '/') {
            lex->at += 2;
            return;
        }
        if (*lex->at == '\n') {
            lex->line++;
            lex->first = 1;
        }
    }
    lex->at = lex->end;
    lex->unclosed = 1;
    lex->n_mistakes++;
    (void)wai_error_add(lex->err, WAI_ERR_CONFIG,
                        "%s:%d: the comment that opens here with /* is never closed", lex->name, opened);
}

/* Moves to the next character that is neither blank nor comment. */
static void skip_blanks(struct wai_lex *lex)
{
    while (lex->at < lex->end) {
        char c = *lex->at, next = (char)(lex->end - lex->at > 1 ? lex->at[1] : '\0');

        if (c == '\n') {
            lex->line++;
            lex->first = 1;
            lex->at++;
        } else if (c == ' ' || c == '\t' || c == '\r') {
            lex->at++;
        } else if (c == '#' || (c == '/' && next == '/')) {
            skip_line(lex);
        } else if (c == '/' && next == '*') {
            skip_block(lex);
        } else {
            return;
        }
    }
}

/* A text: closed on its line, with the five escapes only. */
static enum wai_lex_kind read_text(struct wai_lex *lex)
{
    const char *start = lex->at;
    enum wai_lex_kind kind = WAI_LEX_TEXT;

    for (lex->at++; lex->at < lex->end && *lex->at != '\n'; lex->at++) {
        if (*lex->at == '"') {
            lex->at++;
            return kind;
        }
        if (*lex->at == '\\' && lex->end - lex->at > 1) {
            lex->at++;
            if (*lex->at == '\n') {
                break;
            }
            if (!strchr("\"\\ntr", *lex->at)) {
                tell(lex, lex->line, lex->at - 1, 2, "is no escape; allowed are \\\" \\\\ \\n \\t \\r");
                kind = WAI_LEX_BAD;
            }
        }
    }
    tell(lex, lex->line, start, (size_t)(lex->at - start),
         "opens a text that is not closed on its line; texts in a row are joined: \"one \" \"two\"");
    lex->unclosed = 1;
    return WAI_LEX_BAD;
}

/* Whole numbers: digits within int32, or within int64 with an L after them. */
static enum wai_lex_kind check_whole(struct wai_lex *lex, const char *start, size_t length, int is_long)
{
    char digits[32];
    size_t n = length - (size_t)is_long;
    const char *first = start + (*start == '+' || *start == '-');
    long long value;

    if (n >= sizeof digits) {
        tell(lex, lex->line, start, length, "is outside the whole numbers of 64 bits");
        return WAI_LEX_BAD;
    }
    if (*first == '0' && start + n - first > 1) {
        tell(lex, lex->line, start, length, "starts with 0; write whole numbers without leading zeros");
        return WAI_LEX_BAD;
    }
    memcpy(digits, start, n);
    digits[n] = '\0';
    errno = 0;
    value = strtoll(digits, NULL, 10);
    if (errno == ERANGE) {
        tell(lex, lex->line, start, length, "is outside the whole numbers of 64 bits");
        return WAI_LEX_BAD;
    }
    if (!is_long && (value < INT32_MIN || value > INT32_MAX)) {
        tell(lex, lex->line, start, length,
             "needs an L at its end: it is outside the whole numbers of 32 bits");
        return WAI_LEX_BAD;
    }
    return is_long ? WAI_LEX_WHOLE_LONG : WAI_LEX_WHOLE;
}

static enum wai_lex_kind check_real(struct wai_lex *lex, const char *start, size_t length)
{
    char copy[LONGEST_NUMBER + 1];
    double value = 0.0;

    if (length > LONGEST_NUMBER) {
        tell(lex, lex->line, start, length, "is too long for a number");
        return WAI_LEX_BAD;
    }
    memcpy(copy, start, length);
    copy[length] = '\0';
    if (wai_text_read_number(copy, &value)) {
        if (value != 0.0 || strcspn(copy, "123456789") >= strcspn(copy, "eE")) {
            return WAI_LEX_REAL;
        }
        tell(lex, lex->line, start, length, "is too small: it cannot be told from 0");
    } else if (value != 0.0) {
        tell(lex, lex->line, start, length, "is too large: the largest real number is about 1.8e308");
    } else if (copy[0] == '0' && (copy[1] == 'x' || copy[1] == 'X')) {
        tell(lex, lex->line, start, length, "is hexadecimal; write the number in decimal");
    } else {
        tell(lex, lex->line, start, length, "is not a number");
    }
    return WAI_LEX_BAD;
}

static enum wai_lex_kind read_number(struct wai_lex *lex)
{
    const char *start = lex->at;
    size_t length, sign = *start == '+' || *start == '-', n_digits = 0;

    while (lex->at < lex->end && (is_digit(*lex->at) || is_letter(*lex->at) || strchr("._+-", *lex->at))) {
        lex->at++;
    }
    length = (size_t)(lex->at - start);
    while (sign + n_digits < length && is_digit(start[sign + n_digits])) {
        n_digits++;
    }
    if (n_digits > 0 && sign + n_digits == length) {
        return check_whole(lex, start, length, 0);
    }
    if (n_digits > 0 && sign + n_digits + 1 == length && start[length - 1] == 'L') {
        return check_whole(lex, start, length, 1);
    }
    return check_real(lex, start, length);
}

static int is_word(const char *start, size_t length, const char *word)
{
    for (size_t i = 0; i < length; i++) {
        if ((start[i] | 0x20) != word[i]) {
            return 0;
        }
    }
    return word[length] == '\0';
}

static enum wai_lex_kind read_name(struct wai_lex *lex)
{
    const char *start = lex->at;
    size_t length;

    while (lex->at < lex->end && (is_letter(*lex->at) || is_digit(*lex->at) || *lex->at == '_' ||
                                  *lex->at == '-' || *lex->at == '.')) {
        lex->at++;
    }
    length = (size_t)(lex->at - start);
    if ((length == 4 && is_word(start, length, "true")) || (length == 5 && is_word(start, length, "false"))) {
        return WAI_LEX_BOOL;
    }
    if (memchr(start, '.', length)) {
        tell(lex, lex->line, start, length, "has a dot in it; write nested groups: a: { b = 1; };");
        return WAI_LEX_BAD;
    }
    if (memchr(start, '-', length)) {
        tell(lex, lex->line, start, length, "is no name; names are letters, digits and underscores");
        return WAI_LEX_BAD;
    }
    return WAI_LEX_NAME;
}

/* What is no token at all. */
static enum wai_lex_kind read_other(struct wai_lex *lex)
{
    const char *start = lex->at;

    if (*start == '@') {
        while (lex->at < lex->end && *lex->at != '\n' && *lex->at != ' ') {
            lex->at++;
        }
        tell(lex, lex->line, start, (size_t)(lex->at - start),
             "is not allowed; build on another scenario with extends = \"FILE\";");
        skip_line(lex);
        return WAI_LEX_BAD;
    }
    do {
        lex->at++;
    } while (lex->at < lex->end && ((unsigned char)*lex->at & 0xC0) == 0x80);
    if (lex->stray_line == lex->line) { /* one message a line */
        lex->n_mistakes++;
        return WAI_LEX_BAD;
    }
    lex->stray_line = lex->line;
    tell(lex, lex->line, start, (size_t)(lex->at - start),
         "does not belong here; texts stand in double quotes");
    return WAI_LEX_BAD;
}

struct wai_lex_token wai_lex_next(struct wai_lex *lex)
{
    struct wai_lex_token token;

    skip_blanks(lex);
    token = (struct wai_lex_token){
        .kind = WAI_LEX_END, .start = lex->at, .line = lex->line, .first = lex->first
    };
    lex->first = 0;
    if (lex->at == lex->end) {
        return token;
    }
    if (is_letter(*lex->at)) {
        token.kind = read_name(lex);
    } else if (is_digit(*lex->at) || strchr("+-.", *lex->at)) {
        token.kind = read_number(lex);
    } else if (*lex->at == '"') {
        token.kind = read_text(lex);
    } else if (*lex->at == '=' || *lex->at == ':') {
        token.kind = WAI_LEX_ASSIGN;
        lex->at++;
    } else if (strchr("{}[]();,", *lex->at)) {
        token.kind = WAI_LEX_MARK;
        lex->at++;
    } else {
        token.kind = read_other(lex);
    }
    token.length = (size_t)(lex->at - token.start);
    return token;
}
