/* Splitting of a table into cells, in its own copy of the text, and checks of single cells. */
#include "scenario/csv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/lex.h"
#include "scenario/text.h"

int wai_csv_mistake(struct wai_csv *csv, const struct wai_csv_cell *cell, const char *format, ...)
{
    char what[512];
    va_list args;

    csv->n_mistakes++;
    if (csv->n_mistakes > WAI_CSV_MAX_MISTAKES) {
        if (csv->n_mistakes == WAI_CSV_MAX_MISTAKES + 1) {
            (void)wai_error_add(csv->err, WAI_ERR_CONFIG, "%s: more than %d mistakes; the rest is not told",
                                csv->path, WAI_CSV_MAX_MISTAKES);
        }
        return 0;
    }
    va_start(args, format);
    (void)vsnprintf(what, sizeof what, format, args);
    va_end(args);
    (void)wai_error_add(csv->err, WAI_ERR_CONFIG, "%s:%d:%d: %s", csv->path, (int)cell->line,
                        (int)cell->column, what);
    return 0;
}

/* Where the splitting stands. */
struct scan {
    struct wai_csv *csv;
    char *at, *end; /* in csv->bytes */
    size_t n_cells, capacity;
    int32_t line, column;
};

static int is_line_end(const struct scan *scan)
{
    return scan->at == scan->end || *scan->at == '\n' ||
           (*scan->at == '\r' && scan->end - scan->at > 1 && scan->at[1] == '\n');
}

static int add_cell(struct scan *scan, const struct wai_csv_cell *cell)
{
    if (scan->n_cells == scan->capacity) {
        size_t capacity = scan->capacity ? 2 * scan->capacity : 256;
        struct wai_csv_cell *grown = realloc(scan->csv->cells, capacity * sizeof *grown);

        if (!grown) {
            return 0;
        }
        scan->csv->cells = grown;
        scan->capacity = capacity;
    }
    scan->csv->cells[scan->n_cells++] = *cell;
    return 1;
}

/* Goes on by one byte; only first bytes of UTF-8 characters count as columns. */
static void step(struct scan *scan)
{
    if (*scan->at == '\n') {
        scan->line++;
        scan->column = 1;
    } else if (((unsigned char)*scan->at & 0xC0) != 0x80) {
        scan->column++;
    }
    scan->at++;
}

/* A field between quotes: moved to the left over its quotes, a line break in it becomes a blank.  Returns its
 * end. */
static char *read_quoted(struct scan *scan, const struct wai_csv_cell *cell)
{
    char *to = scan->at;
    int closed = 0;

    step(scan);
    while (scan->at < scan->end) {
        if (*scan->at == '"') {
            step(scan);
            closed = scan->at == scan->end || *scan->at != '"';
            if (closed) {
                break;
            }
        }
        if (*scan->at != '\r') {
            *to++ = (char)(*scan->at == '\n' ? ' ' : *scan->at);
        }
        step(scan);
    }
    if (!closed) {
        (void)wai_csv_mistake(scan->csv, cell, "the quoted field that starts here is not closed");
    } else if (!is_line_end(scan) && *scan->at != ',') {
        (void)wai_csv_mistake(scan->csv, cell,
                              "after the closing quote a comma or the end of the line is wanted");
    }
    return to;
}

static char *read_plain(struct scan *scan, const struct wai_csv_cell *cell)
{
    while (!is_line_end(scan) && *scan->at != ',') {
        if (*scan->at == '"') {
            (void)wai_csv_mistake(scan->csv, cell,
                                  "a quote inside a field: put the field in quotes and double it");
            while (!is_line_end(scan) && *scan->at != ',') {
                step(scan);
            }
            return scan->at;
        }
        step(scan);
    }
    return scan->at;
}

/* One field; the NUL that ends it is put down last, when the byte after it has been looked at. */
static int read_field(struct scan *scan, char **end)
{
    struct wai_csv_cell cell = { scan->at, scan->line, scan->column };

    *end = scan->at < scan->end && *scan->at == '"' ? read_quoted(scan, &cell) : read_plain(scan, &cell);
    while (!is_line_end(scan) && *scan->at != ',') {
        step(scan);
    }
    if (*end - cell.text > WAI_CSV_MAX_FIELD) {
        (void)wai_csv_mistake(scan->csv, &cell, "a field of more than %d bytes", WAI_CSV_MAX_FIELD);
    }
    return add_cell(scan, &cell);
}

/* One line with its fields; 0: memory is out. */
static int read_line(struct scan *scan, size_t *n_fields)
{
    int more = 1;

    for (*n_fields = 0; more; (*n_fields)++) {
        char *end;

        if (!read_field(scan, &end)) {
            return 0;
        }
        more = scan->at < scan->end && *scan->at == ',';
        if (scan->at < scan->end) {
            if (*scan->at == '\r') {
                step(scan);
            }
            step(scan);
        }
        *end = '\0';
    }
    return 1;
}

static void check_width(struct scan *scan, size_t n_fields, size_t first)
{
    struct wai_csv *csv = scan->csv;
    const struct wai_csv_cell *cell = &csv->cells[first];

    if (n_fields == 1 && cell->text[0] == '\0') {
        (void)wai_csv_mistake(csv, cell, "an empty line");
    } else {
        (void)wai_csv_mistake(csv, cell, "%zu field%s, where the header has %zu", n_fields,
                              n_fields == 1 ? "" : "s", csv->n_columns);
    }
}

static int is_empty_row(const struct wai_csv *csv, const struct wai_csv_cell *cells)
{
    for (size_t i = 0; i < csv->n_columns; i++) {
        if (cells[i].text[0] != '\0') {
            return 0;
        }
    }
    return 1;
}

/* Spreadsheets leave empty rows below a table and empty columns beside it: they are taken off. */
static void trim(struct wai_csv *csv)
{
    size_t n = csv->n_columns, n_wide = 0, n_kept = 0;

    while (csv->n_rows > 0 && is_empty_row(csv, wai_csv_cell(csv, csv->n_rows - 1, 0))) {
        csv->n_rows--;
    }
    for (size_t i = 0; i < n * (csv->n_rows + 1); i++) {
        n_wide = csv->cells[i].text[0] != '\0' && i % n >= n_wide ? i % n + 1 : n_wide;
    }
    for (size_t i = 0; n_wide > 0 && i < n * (csv->n_rows + 1); i++) {
        if (i % n < n_wide) {
            csv->cells[n_kept++] = csv->cells[i];
        }
    }
    csv->n_columns = n_wide > 0 ? n_wide : n;
}

/* A first line without commas, but with another separator: 0 after the mistake.  Fields between quotes do not
 * count. */
static int check_separator(struct scan *scan)
{
    const struct wai_csv_cell first = { scan->at, 1, 1 };
    const char *what = NULL;
    int quoted = 0;

    for (const char *c = scan->at; c < scan->end && (quoted || *c != '\n'); c++) {
        quoted ^= *c == '"';
        if (!quoted && *c == ',') {
            return 1;
        }
        if (!quoted && !what) {
            what = *c == ';' ? "semicolons" : *c == '\t' ? "tabs" : *c == '|' ? "bars" : NULL;
        }
    }
    return !what || wai_csv_mistake(scan->csv, &first,
                                    "the fields are separated by %s; save the table with commas between the "
                                    "fields, and with points in its decimal numbers (1.5, not 1,5)",
                                    what);
}

/* Is there nothing in the line whose cells begin at first, nor in those that follow? */
static int is_below_table(const struct scan *scan, size_t first)
{
    const char *c = scan->at;

    for (size_t i = first; i < scan->n_cells; i++) {
        if (scan->csv->cells[i].text[0] != '\0') {
            return 0;
        }
    }
    while (c < scan->end && (*c == ',' || *c == '\n' || *c == '\r')) {
        c++;
    }
    return c == scan->end;
}

static enum wai_status scan_lines(struct scan *scan)
{
    struct wai_csv *csv = scan->csv;

    while (scan->at < scan->end) {
        size_t n_fields, first = scan->n_cells;

        if (!read_line(scan, &n_fields)) {
            return wai_error_add(csv->err, WAI_ERR_MEMORY, "%s: no memory for its cells", csv->path);
        }
        if (first == 0) {
            csv->n_columns = n_fields;
            if (n_fields > WAI_CSV_MAX_COLUMNS) {
                return wai_error_add(csv->err, WAI_ERR_CONFIG, "%s:1:1: more than %d columns", csv->path,
                                     WAI_CSV_MAX_COLUMNS);
            }
        } else if (n_fields != csv->n_columns && is_below_table(scan, first)) {
            scan->n_cells = first;
        } else if (n_fields != csv->n_columns) {
            check_width(scan, n_fields, first);
            scan->n_cells = first;
        } else if (++csv->n_rows > WAI_CSV_MAX_ROWS) {
            return wai_error_add(csv->err, WAI_ERR_CONFIG, "%s:%d:1: more than %d rows", csv->path,
                                 (int)scan->line - 1, WAI_CSV_MAX_ROWS);
        }
    }
    if (csv->n_columns == 0) {
        return wai_error_add(csv->err, WAI_ERR_CONFIG, "%s:1:1: is empty; a header line is wanted",
                             csv->path);
    }
    if (csv->n_mistakes > 0) {
        return WAI_ERR_CONFIG;
    }
    trim(csv);
    return WAI_OK;
}

/* Takes the mark off that spreadsheets put before UTF-8, and tells what is not UTF-8 at all.  0 after a
 * mistake. */
static int check_encoding(const char **text, size_t *length, const char *path, struct wai_error *err)
{
    const unsigned char *bytes = (const unsigned char *)*text;

    if (*length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF) ||
                         (bytes[0] != 0) != (bytes[1] != 0))) {
        (void)wai_error_add(err, WAI_ERR_CONFIG,
                            "%s:1: is UTF-16 (\"Unicode text\"); save the table as CSV in UTF-8", path);
        return 0;
    }
    if (*length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        *text += 3;
        *length -= 3;
    }
    return wai_lex_check_bytes(*text, *length, path, err) == 0;
}

enum wai_status wai_csv_parse(struct wai_csv *csv, const char *text, size_t length, const char *path,
                              struct wai_error *err)
{
    struct scan scan = { .csv = csv, .line = 1, .column = 1 };
    enum wai_status status;

    *csv = (struct wai_csv){ .path = path, .err = err };
    if (length > WAI_CSV_MAX_BYTES) {
        return wai_error_add(err, WAI_ERR_CONFIG, "%s: has %zu bytes; at most %zu are allowed", path, length,
                             WAI_CSV_MAX_BYTES);
    }
    if (!check_encoding(&text, &length, path, err)) {
        return WAI_ERR_CONFIG;
    }
    csv->bytes = wai_text_copy(text, length);
    if (!csv->bytes) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory for its text", path);
    }
    scan.at = csv->bytes;
    scan.end = csv->bytes + length;
    status = check_separator(&scan) ? scan_lines(&scan) : WAI_ERR_CONFIG;
    if (status != WAI_OK) {
        wai_csv_free(csv);
    }
    return status;
}

void wai_csv_free(struct wai_csv *csv)
{
    free(csv->bytes);
    free(csv->cells);
    *csv = (struct wai_csv){ 0 };
}

const struct wai_csv_cell *wai_csv_cell(const struct wai_csv *csv, size_t row, size_t column)
{
    return &csv->cells[(row + 1) * csv->n_columns + column];
}

const struct wai_csv_cell *wai_csv_header(const struct wai_csv *csv, size_t column)
{
    return &csv->cells[column];
}

int wai_csv_find(const struct wai_csv *csv, const char *name)
{
    for (size_t i = 0; i < csv->n_columns; i++) {
        if (strcmp(wai_csv_header(csv, i)->text, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static void tell_unknown(struct wai_csv *csv, size_t column, const char *const *names, size_t n_names)
{
    const struct wai_csv_cell *cell = wai_csv_header(csv, column);
    int nearest = wai_text_nearest(cell->text, names, n_names);
    char excerpt[WAI_TEXT_EXCERPT];

    (void)wai_text_excerpt(cell->text, strlen(cell->text), excerpt);
    if (nearest >= 0) {
        (void)wai_csv_mistake(csv, cell, "unknown column \"%s\"; did you mean \"%s\"?", excerpt,
                              names[nearest]);
    } else {
        (void)wai_csv_mistake(csv, cell, "unknown column \"%s\"", excerpt);
    }
}

int wai_csv_columns(struct wai_csv *csv, const char *const *names, size_t n_required, size_t n_names,
                    int *where)
{
    size_t before = csv->n_mistakes;

    for (size_t i = 0; i < n_names; i++) {
        where[i] = wai_csv_find(csv, names[i]);
        if (i < n_required && where[i] < 0) {
            (void)wai_csv_mistake(csv, wai_csv_header(csv, 0), "column \"%s\" is missing", names[i]);
        }
    }
    for (size_t column = 0; column < csv->n_columns; column++) {
        size_t i = 0;

        while (i < n_names && strcmp(names[i], wai_csv_header(csv, column)->text) != 0) {
            i++;
        }
        if (i == n_names) {
            tell_unknown(csv, column, names, n_names);
        } else if (where[i] != (int)column) {
            (void)wai_csv_mistake(csv, wai_csv_header(csv, column), "column \"%s\" is there twice", names[i]);
        }
    }
    return csv->n_mistakes == before;
}

int wai_csv_real(struct wai_csv *csv, const struct wai_csv_cell *cell, const char *name, double min,
                 double max, double *out)
{
    char excerpt[WAI_TEXT_EXCERPT], low[WAI_TEXT_NUMBER], high[WAI_TEXT_NUMBER];
    double value;

    if (cell->text[0] == '\0') {
        return wai_csv_mistake(csv, cell, "%s: is empty; a number is wanted", name);
    }
    (void)wai_text_excerpt(cell->text, strlen(cell->text), excerpt);
    if (!wai_text_read_number(cell->text, &value)) {
        return wai_csv_mistake(csv, cell, "%s: \"%s\" is not a finite number", name, excerpt);
    }
    if (!(value >= min && value <= max)) {
        return wai_csv_mistake(csv, cell, "%s: %s is outside [%s, %s]", name, excerpt,
                               wai_text_number(min, low), wai_text_number(max, high));
    }
    *out = value;
    return 1;
}
