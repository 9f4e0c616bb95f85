/* Comma-separated tables: UTF-8, one header line, the same number of fields on every line, quotes by RFC
 * 4180. What spreadsheets add is taken off: a byte-order mark, empty lines below the table (also lines of
 * commas alone), empty columns to its right.  Mistakes are told as FILE:LINE:COLUMN with the column counted
 * in characters from 1. */
#ifndef WAI_SCENARIO_CSV_H
#define WAI_SCENARIO_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define WAI_CSV_MAX_BYTES ((size_t)64 << 20)
#define WAI_CSV_MAX_COLUMNS 1024
#define WAI_CSV_MAX_ROWS 1000000
#define WAI_CSV_MAX_FIELD 4096   /* bytes */
#define WAI_CSV_MAX_MISTAKES 100 /* of a table that are told */

struct wai_csv_cell {
    const char *text; /* unquoted, NUL-terminated, a line break as a blank; "" for an empty field */
    int32_t line, column;
};

struct wai_csv {
    const char *path;           /* borrowed; for messages */
    char *bytes;                /* own copy of the text that the cells point into */
    size_t n_columns, n_rows;   /* rows without the header */
    struct wai_csv_cell *cells; /* header first, then row by row */
    struct wai_error *err;
    size_t n_mistakes;
};

/* Reads a table from a text.  On mistakes all that were found are told and csv is empty. */
enum wai_status wai_csv_parse(struct wai_csv *csv, const char *text, size_t length, const char *path,
                              struct wai_error *err) WAI_CHECK_RESULT;
void wai_csv_free(struct wai_csv *csv);

/* Cell of a row (0 is the first after the header) and its column. */
const struct wai_csv_cell *wai_csv_cell(const struct wai_csv *csv, size_t row, size_t column);
/* Name of a column. */
const struct wai_csv_cell *wai_csv_header(const struct wai_csv *csv, size_t column);
/* Position of a column, -1 when there is none. */
int wai_csv_find(const struct wai_csv *csv, const char *name);

/* Tells a mistake at a cell; counts it, and falls silent after WAI_CSV_MAX_MISTAKES with a last message.
 * Always returns 0. */
int wai_csv_mistake(struct wai_csv *csv, const struct wai_csv_cell *cell, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Checks the header: required columns are there, no column is unknown.  where[i] gets the position of
 * names[i], -1 when it is missing; the first n_required are required, the rest optional.  0 after a mistake.
 */
int wai_csv_columns(struct wai_csv *csv, const char *const *names, size_t n_required, size_t n_names,
                    int *where);

/* A number in [min, max]; `name` is the column's.  0 after a mistake. */
int wai_csv_real(struct wai_csv *csv, const struct wai_csv_cell *cell, const char *name, double min,
                 double max, double *out);

#endif
