/* Words of the configuration language: the lexical half of the gate (scenario/gate.h).
 *
 * Accepts a part of what libconfig accepts: decimal numbers that fit their type, texts closed on their line,
 * names of letters, digits and underscores. */
#ifndef WAI_SCENARIO_LEX_H
#define WAI_SCENARIO_LEX_H

#include <stddef.h>

#include "base/status.h"
#include "scenario/text.h"

enum wai_lex_kind {
    WAI_LEX_END,
    WAI_LEX_NAME,
    WAI_LEX_WHOLE,      /* fits int32 */
    WAI_LEX_WHOLE_LONG, /* with L, fits int64 */
    WAI_LEX_REAL,
    WAI_LEX_BOOL,
    WAI_LEX_TEXT,
    WAI_LEX_ASSIGN, /* = or : */
    WAI_LEX_MARK,   /* one of { } [ ] ( ) ; , */
    WAI_LEX_BAD     /* told already */
};

#define WAI_LEX_IS_SCALAR(kind) ((kind) >= WAI_LEX_WHOLE && (kind) <= WAI_LEX_TEXT)

struct wai_lex_token {
    enum wai_lex_kind kind;
    const char *start; /* inside the text */
    size_t length;
    int line;  /* 1, 2, ... */
    int first; /* nothing but blanks stands before it on its line */
};

struct wai_lex {
    const char *text, *end, *at;
    int line, first;
    const char *name;            /* of the file, for messages */
    const struct wai_text *path; /* of the setting being read, for messages; may be NULL */
    struct wai_error *err;       /* receives the lexical mistakes */
    int stray_line;              /* the last line with a stray character that was told */
    size_t n_mistakes;
    int unclosed; /* a comment or text ran away: what follows cannot be trusted */
};

/* Tells encoding mistakes: byte order mark, NUL, control characters, broken UTF-8, lone carriage returns.
 * Returns their number (at most 20 are told). */
size_t wai_lex_check_bytes(const char *text, size_t length, const char *name, struct wai_error *err);

void wai_lex_init(struct wai_lex *lex, const char *text, size_t length, const char *name,
                  struct wai_error *err);

/* The next token. */
struct wai_lex_token wai_lex_next(struct wai_lex *lex);

#endif
