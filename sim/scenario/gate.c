/* The grammar of configurations by recursive descent, with recovery at the next setting after a mistake. */
#include "scenario/gate.h"

#include <string.h>

#include "base/assert.h"
#include "scenario/lex.h"
#include "scenario/text.h"

#define MOST_MISTAKES 100

struct key {
    const char *start;
    size_t length;
    int line;
};

struct parser {
    struct wai_lex lex;
    struct wai_lex_token token; /* the next one */
    int last_line;              /* of the token before it */
    struct wai_gate *gate;
    struct wai_text path; /* of the present setting */
    size_t n_keys;        /* on the stack of names of the open groups */
    struct key keys[WAI_GATE_MAX_SETTINGS];
    size_t depth;
    struct {
        char mark;
        int line;
    } open[WAI_GATE_MAX_DEPTH];
    int lost; /* brackets do not match: no use in reading on */
};

static int read_value(struct parser *p);

static void advance(struct parser *p)
{
    p->last_line = p->token.line;
    p->token = wai_lex_next(&p->lex);
    if (p->lex.n_mistakes >= MOST_MISTAKES && !p->lost) {
        p->lost = 1;
        (void)wai_error_add(p->lex.err, WAI_ERR_CONFIG, "%s: too many mistakes; the rest is not read",
                            p->lex.name);
    }
    if (p->lex.unclosed) {
        p->lost = 1;
    }
}

static int at_mark(const struct parser *p, char mark)
{
    return p->token.kind == WAI_LEX_MARK && *p->token.start == mark;
}

/* Tells a mistake of the present setting: "FILE:LINE: PATH: what", with what was found instead if asked. */
static int tell(struct parser *p, int line, int found, const char *what)
{
    char excerpt[WAI_TEXT_EXCERPT];
    const char *path = p->path.length ? p->path.bytes : "";

    if (p->token.kind == WAI_LEX_BAD || p->lost) {
        return 0; /* told by the lexer, or a consequence */
    }
    p->lex.n_mistakes++;
    if (!found) {
        (void)wai_error_add(p->lex.err, WAI_ERR_CONFIG, "%s:%d: %s%s%s", p->lex.name, line, path,
                            *path ? ": " : "", what);
    } else if (p->token.kind == WAI_LEX_END) {
        (void)wai_error_add(p->lex.err, WAI_ERR_CONFIG, "%s:%d: %s%s%s, but the file ends", p->lex.name, line,
                            path, *path ? ": " : "", what);
    } else {
        (void)wai_error_add(p->lex.err, WAI_ERR_CONFIG, "%s:%d: %s%s%s, but %s stands there", p->lex.name,
                            line, path, *path ? ": " : "", what,
                            wai_text_excerpt(p->token.start, p->token.length, excerpt));
    }
    return 0;
}

static void note(struct parser *p, int line)
{
    if (p->gate->n_marks == WAI_GATE_MAX_SETTINGS) {
        if (!p->lost) {
            (void)tell(p, line, 0, "more than 2000 settings and list elements are not allowed");
        }
        p->lost = 1;
        return;
    }
    p->gate->lines[p->gate->n_marks++] = line;
}

static int open_bracket(struct parser *p)
{
    if (p->depth == WAI_GATE_MAX_DEPTH) {
        (void)tell(p, p->token.line, 0, "is nested more than 32 deep");
        p->lost = 1;
        return 0;
    }
    p->open[p->depth].mark = *p->token.start;
    p->open[p->depth++].line = p->token.line;
    advance(p);
    return 1;
}

/* The mark that closes an opening one. */
static char closing(char mark)
{
    return (char)(mark == '{' ? '}' : mark == '[' ? ']' : ')');
}

/* Takes the bracket that closes the innermost open one; the token is one of } ] ) or the end. */
static int close_bracket(struct parser *p)
{
    char mark = p->open[p->depth - 1].mark, what[64] = "the ? that opens here is never closed";
    int line = p->open[p->depth - 1].line;

    if (at_mark(p, closing(mark))) {
        p->depth--;
        advance(p);
        return 1;
    }
    what[4] = mark;
    (void)tell(p, line, p->token.kind != WAI_LEX_END, what);
    p->lost = 1;
    return 0;
}

static int at_closing(const struct parser *p)
{
    return p->token.kind == WAI_LEX_MARK && strchr("}])", *p->token.start) != NULL;
}

/* Skips to where the next setting of a group at `depth` can start. */
static void recover(struct parser *p, size_t depth)
{
    while (!p->lost && p->token.kind != WAI_LEX_END) {
        if (p->depth == depth && (at_closing(p) || (p->token.kind == WAI_LEX_NAME && p->token.first))) {
            return;
        }
        if (p->depth == depth && at_mark(p, ';')) {
            advance(p);
            return;
        }
        if (at_closing(p)) {
            (void)close_bracket(p);
        } else if (p->token.kind == WAI_LEX_MARK && strchr("{[(", *p->token.start)) {
            (void)open_bracket(p);
        } else {
            advance(p);
        }
    }
}

static size_t push_name(struct parser *p, const char *name, size_t length)
{
    size_t before = p->path.length;

    if (before) {
        wai_text_append(&p->path, ".", 1);
    }
    wai_text_append(&p->path, name, length);
    return before;
}

static void pop(struct parser *p, size_t length)
{
    if (p->path.bytes) {
        p->path.length = length;
        p->path.bytes[length] = '\0';
    }
}

/* Numbers are of one kind, whole or not. */
static enum wai_lex_kind kind_of_element(enum wai_lex_kind kind)
{
    return kind == WAI_LEX_WHOLE || kind == WAI_LEX_WHOLE_LONG ? WAI_LEX_REAL : kind;
}

/* Elements of ( ) or [ ]; those of [ ] are scalars of one kind. */
static int read_elements(struct parser *p)
{
    int is_array = at_mark(p, '['), ok = open_bracket(p);
    enum wai_lex_kind kind = WAI_LEX_END;
    size_t length = p->path.length;

    for (size_t i = 0; ok && !at_closing(p); i++) {
        wai_text_add(&p->path, "[%zu]", i);
        note(p, p->token.line);
        if (is_array && p->token.kind == WAI_LEX_MARK && strchr("{([", *p->token.start)) {
            ok = tell(p, p->token.line, 0, "an array [ ] holds numbers or texts only; take a list ( )");
        } else if (is_array && kind != WAI_LEX_END && WAI_LEX_IS_SCALAR(p->token.kind) &&
                   kind_of_element(p->token.kind) != kind) {
            ok = tell(p, p->token.line, 0, "an array [ ] holds one kind of value; take a list ( )");
        }
        kind = kind_of_element(p->token.kind);
        ok = ok && read_value(p);
        pop(p, length);
        if (ok && at_mark(p, ',')) {
            advance(p);
            if (at_closing(p)) {
                ok = tell(p, p->last_line, 0, "a comma must not stand before the closing bracket");
            }
        } else if (ok && !at_closing(p)) {
            ok = tell(p, p->last_line, p->token.kind != WAI_LEX_END,
                      "a comma or a closing bracket is missing");
            p->lost |= p->token.kind == WAI_LEX_END;
        }
    }
    return ok && close_bracket(p);
}

static void check_double(struct parser *p, size_t first_key, const struct wai_lex_token *name)
{
    for (size_t i = first_key; i < p->n_keys; i++) {
        if (p->keys[i].length == name->length && memcmp(p->keys[i].start, name->start, name->length) == 0) {
            char what[64] = "is set twice; the first time on line ";
            size_t at = strlen(what);
            int divisor = 1;

            while (p->keys[i].line / divisor >= 10) {
                divisor *= 10;
            }
            for (; divisor > 0; divisor /= 10) {
                what[at++] = (char)('0' + p->keys[i].line / divisor % 10);
            }
            what[at] = '\0';
            (void)tell(p, name->line, 0, what);
            return;
        }
    }
    if (p->n_keys < WAI_GATE_MAX_SETTINGS) {
        p->keys[p->n_keys++] = (struct key){ name->start, name->length, name->line };
    }
}

/* NAME = VALUE ; the last ; of a group may be left out. */
static int read_setting(struct parser *p, size_t first_key)
{
    struct wai_lex_token name = p->token;
    size_t length;
    int ok;

    if (name.kind != WAI_LEX_NAME) {
        return tell(p, name.line, 1, "a name is wanted");
    }
    note(p, name.line);
    length = push_name(p, name.start, name.length);
    check_double(p, first_key, &name);
    advance(p);
    if (p->token.kind != WAI_LEX_ASSIGN) {
        ok = tell(p, name.line, 1, "= is missing after the name");
    } else {
        advance(p);
        ok = read_value(p);
    }
    if (ok && !at_mark(p, ';') && !(p->depth > 0 && at_mark(p, '}'))) {
        ok = tell(p, p->last_line, 1, "; is missing after the value");
    }
    pop(p, length);
    if (ok && at_mark(p, ';')) {
        advance(p);
    }
    return ok;
}

/* Settings up to the closing bracket or the end. */
static void read_settings(struct parser *p)
{
    size_t first_key = p->n_keys, depth = p->depth;

    while (!p->lost && p->token.kind != WAI_LEX_END && !at_closing(p)) {
        const char *start = p->token.start;
        size_t length = p->path.length;

        if (!read_setting(p, first_key)) {
            pop(p, length);
            if (p->token.start == start && p->token.kind != WAI_LEX_END) {
                advance(p); /* get past what made the mistake */
            }
            recover(p, depth);
        }
    }
    p->n_keys = first_key;
}

static int read_value(struct parser *p)
{
    if (p->token.kind == WAI_LEX_TEXT) {
        while (p->token.kind == WAI_LEX_TEXT) {
            advance(p);
        }
        return 1;
    }
    if (WAI_LEX_IS_SCALAR(p->token.kind)) {
        advance(p);
        return 1;
    }
    if (at_mark(p, '{')) {
        if (!open_bracket(p)) {
            return 0;
        }
        read_settings(p);
        return !p->lost && close_bracket(p);
    }
    if (at_mark(p, '(') || at_mark(p, '[')) {
        return read_elements(p);
    }
    if (p->token.kind == WAI_LEX_NAME) {
        return tell(p, p->token.line, 1, "a value is wanted (texts stand in double quotes)");
    }
    return tell(p, p->token.line, 1, "a value is wanted");
}

enum wai_status wai_gate_check(struct wai_gate *gate, const char *text, size_t length, const char *name,
                               struct wai_error *err)
{
    struct parser p = { .gate = gate };
    int failed;

    gate->n_marks = 0;
    if (length > WAI_GATE_MAX_BYTES) {
        return wai_error_add(err, WAI_ERR_CONFIG, "%s: has %zu bytes; at most %zu are allowed", name, length,
                             WAI_GATE_MAX_BYTES);
    }
    if (wai_lex_check_bytes(text, length, name, err) > 0) {
        return WAI_ERR_CONFIG;
    }
    wai_lex_init(&p.lex, text, length, name, err);
    p.lex.path = &p.path;
    advance(&p);
    for (;;) {
        read_settings(&p);
        if (p.lost || p.token.kind == WAI_LEX_END) {
            break;
        }
        (void)tell(&p, p.token.line, 0, "this bracket closes nothing");
        advance(&p);
        if (at_mark(&p, ';')) {
            advance(&p);
        }
    }
    failed = p.path.failed;
    wai_text_free(&p.path);
    if (failed) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", name);
    }
    return p.lex.n_mistakes > 0 || p.lost ? WAI_ERR_CONFIG : WAI_OK;
}
