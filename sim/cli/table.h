/* Tables on the screen: columns as wide as what stands in them, at most 80 columns in all.
 *
 * A table that is wider is printed in blocks, each with the first columns again; a text that is too long goes
 * on in the next line.  Nothing is cut.  With --wide it is one table, however wide. */
#ifndef WAI_CLI_TABLE_H
#define WAI_CLI_TABLE_H

#include <stddef.h>

#include "base/status.h"
#include "cli/talk.h"

#define WAI_TABLE_WIDTH 80

enum wai_table_side { WAI_TABLE_LEFT, WAI_TABLE_RIGHT };

struct wai_table_head {
    char *text, *brief; /* brief: said instead where the table is too wide; NULL: the same */
    enum wai_table_side side;
};

/* A zeroed table is empty and valid. */
struct wai_table {
    size_t n_heads, n_cells, head_capacity, cell_capacity;
    struct wai_table_head *heads;
    char **cells;  /* row by row */
    size_t n_keys; /* columns that are printed again in each block */
    size_t indent; /* blanks before each line */
    int failed;    /* memory was out */
};

/* Adds a column, before the first cell. */
void wai_table_column(struct wai_table *table, const char *head, const char *brief, enum wai_table_side side);

/* Adds the next cell of the row, "" for none. */
void wai_table_cell(struct wai_table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for a number, by a format with one double; "-" where it is not a number. */
void wai_table_number(struct wai_table *table, const char *format, double value);

/* Will it be printed with its brief headings, for want of room? */
int wai_table_is_brief(const struct wai_table *table, const struct wai_talk *talk);

/* Prints headings (strong) and rows, and empties the table.  WAI_ERR_MEMORY: memory was out, here or before.
 */
enum wai_status wai_table_print(struct wai_table *table, const struct wai_talk *talk) WAI_CHECK_RESULT;
void wai_table_free(struct wai_table *table);

/* Prints text in lines of at most WAI_TABLE_WIDTH columns, the first begun at column `at`, the others after
 * `indent` blanks. */
void wai_table_prose(const char *text, size_t indent, size_t at);

/* Columns that a UTF-8 text takes on the screen. */
size_t wai_table_columns(const char *text);

#endif
