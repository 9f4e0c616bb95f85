/* Widths, blocks and lines; all in columns of the screen, one a character. */
#include "cli/table.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP 2        /* blanks between columns */
#define NARROWEST 16 /* of a text that is broken into lines */

size_t wai_table_columns(const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++) {
        n += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return n;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Room for one more of size; 0 when memory is out. */
static int grow(void **list, size_t n, size_t *capacity, size_t size)
{
    void *grown;

    if (n < *capacity) {
        return 1;
    }
    grown = realloc(*list, (2 * *capacity + 16) * size);
    if (!grown) {
        return 0;
    }
    *list = grown;
    *capacity = 2 * *capacity + 16;
    return 1;
}

void wai_table_column(struct wai_table *table, const char *head, const char *brief, enum wai_table_side side)
{
    struct wai_table_head *column;

    if (!grow((void **)&table->heads, table->n_heads, &table->head_capacity, sizeof *table->heads)) {
        table->failed = 1;
        return;
    }
    column = &table->heads[table->n_heads++];
    *column = (struct wai_table_head){ strdup(head), brief ? strdup(brief) : NULL, side };
    table->failed |= !column->text || (brief && !column->brief);
}

void wai_table_cell(struct wai_table *table, const char *format, ...)
{
    va_list args;
    char *text = NULL;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (grow((void **)&table->cells, table->n_cells, &table->cell_capacity, sizeof *table->cells)) {
        text = malloc((size_t)length + 1);
    }
    if (!text) {
        table->failed = 1;
        return;
    }
    va_start(args, format);
    (void)vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    table->cells[table->n_cells++] = text;
}

void wai_table_number(struct wai_table *table, const char *format, double value)
{
    char text[64];

    (void)snprintf(text, sizeof text, format, value);
    wai_table_cell(table, "%s", isnan(value) ? "-" : text);
}

void wai_table_free(struct wai_table *table)
{
    for (size_t i = 0; i < table->n_heads; i++) {
        free(table->heads[i].text);
        free(table->heads[i].brief);
    }
    for (size_t i = 0; i < table->n_cells; i++) {
        free(table->cells[i]);
    }
    free(table->heads);
    free(table->cells);
    *table = (struct wai_table){ 0 };
}

/* ---- lines ---- */

static size_t skip_columns(const char *text, size_t columns)
{
    size_t bytes = 0;

    while (text[bytes] != '\0' && columns-- > 0) {
        bytes++;
        while (((unsigned char)text[bytes] & 0xC0) == 0x80) {
            bytes++;
        }
    }
    return bytes;
}

/* Bytes of the first line of a text in `width` columns: up to a blank, else after . _ / or where it must be.
 */
static size_t line_of(const char *text, size_t width)
{
    size_t most = skip_columns(text, width), at = most, broken = strcspn(text, "\n");

    if (broken <= most) {
        return broken;
    }
    while (at > 0 && text[at] != ' ') {
        at--;
    }
    for (size_t k = most; at == 0 && k > 0; k--) {
        at = strchr("._/", text[k - 1]) ? k : 0;
    }
    return at > 0 ? at : most;
}

static void put(const char *text, size_t length, size_t width, enum wai_table_side side)
{
    char pad[] = "                                                                                ";
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        used += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    for (size_t k = width > used && side == WAI_TABLE_RIGHT ? width - used : 0; k > 0;) {
        size_t n = k < sizeof pad - 1 ? k : sizeof pad - 1;

        printf("%.*s", (int)n, pad);
        k -= n;
    }
    printf("%.*s", (int)length, text);
    if (side == WAI_TABLE_LEFT) {
        for (; used < width; used++) {
            putchar(' ');
        }
    }
}

/* Columns of the longest line of a heading. */
static size_t widest_line(const char *text)
{
    size_t widest = 0, n = 0;

    for (; *text != '\0'; text++) {
        n = *text == '\n' ? 0 : n + (((unsigned char)*text & 0xC0) != 0x80);
        widest = larger(widest, n);
    }
    return widest;
}

/* ---- the layout ---- */

struct layout {
    const struct wai_table *table;
    size_t *widths;
    const char **at; /* what is left of each cell of the row */
    size_t *shown;   /* columns of the block, in order */
    size_t n_shown;
    int brief;
};

static const char *head_of(const struct layout *layout, size_t column)
{
    const struct wai_table_head *head = &layout->table->heads[column];

    return layout->brief && head->brief ? head->brief : head->text;
}

/* Columns of a column, and of the whole table. */
static size_t measure_column(const struct wai_table *table, size_t column, const char *head)
{
    size_t width = widest_line(head);

    for (size_t i = column; i < table->n_cells; i += table->n_heads) {
        width = larger(width, wai_table_columns(table->cells[i]));
    }
    return width;
}

static size_t measure(struct layout *layout)
{
    const struct wai_table *table = layout->table;
    size_t sum = table->indent;

    for (size_t c = 0; c < table->n_heads; c++) {
        layout->widths[c] = measure_column(table, c, head_of(layout, c));
        sum += layout->widths[c] + (c > 0 ? GAP : 0);
    }
    return sum;
}

int wai_table_is_brief(const struct wai_table *table, const struct wai_talk *talk)
{
    size_t sum = table->indent;

    for (size_t c = 0; c < table->n_heads && !table->failed; c++) {
        sum += measure_column(table, c, table->heads[c].text) + (c > 0 ? GAP : 0);
    }
    return sum > WAI_TABLE_WIDTH && !talk->wide;
}

/* One row, as many lines as its longest cell needs.  Blanks at the end of a line are not printed. */
static void print_row(struct layout *layout)
{
    int more = 1;

    while (more) {
        size_t last = 0, pending = layout->table->indent;

        more = 0;
        for (size_t k = 0; k < layout->n_shown; k++) {
            last = *layout->at[layout->shown[k]] != '\0' ? k : last;
        }
        for (size_t k = 0; k <= last; k++) {
            size_t c = layout->shown[k], width = layout->widths[c];
            size_t length = line_of(layout->at[c], width);
            enum wai_table_side side = layout->table->heads[c].side;

            printf("%*s", (int)pending, "");
            put(layout->at[c], length, k == last && side == WAI_TABLE_LEFT ? 0 : width, side);
            layout->at[c] += length;
            layout->at[c] += strspn(layout->at[c], " \n");
            more = more || *layout->at[c] != '\0';
            pending = GAP;
        }
        printf("\n");
    }
}

static void print_block(struct layout *layout, const struct wai_talk *talk)
{
    const struct wai_table *table = layout->table;

    for (size_t c = 0; c < table->n_heads; c++) {
        layout->at[c] = head_of(layout, c);
    }
    printf("%s", wai_talk_style(talk, WAI_TALK_STRONG));
    print_row(layout);
    printf("%s", wai_talk_plain(talk));
    for (size_t i = 0; i < table->n_cells; i += table->n_heads) {
        for (size_t c = 0; c < table->n_heads; c++) {
            layout->at[c] = table->cells[i + c];
        }
        print_row(layout);
    }
}

/* Fills blocks of WAI_TABLE_WIDTH columns, the keys first in each. */
static void print_blocks(struct layout *layout, const struct wai_talk *talk)
{
    const struct wai_table *table = layout->table;
    size_t keys = table->indent, next = table->n_keys;

    for (size_t c = 0; c < table->n_keys; c++) {
        layout->shown[c] = c;
        keys += layout->widths[c] + GAP;
    }
    for (int first = 1; next < table->n_heads; first = 0) {
        size_t used = keys;

        layout->n_shown = table->n_keys;
        for (; next < table->n_heads; next++) {
            size_t left = WAI_TABLE_WIDTH > used ? WAI_TABLE_WIDTH - used : 0;
            int is_first = layout->n_shown == table->n_keys;

            /* What is wider than what is left goes on in lines: a text at the end, or a column alone. */
            if (layout->widths[next] > left &&
                (is_first || (next + 1 == table->n_heads && left >= NARROWEST &&
                              table->heads[next].side == WAI_TABLE_LEFT))) {
                layout->widths[next] = larger(left, NARROWEST);
            } else if (layout->widths[next] > left) {
                break;
            }
            used += layout->widths[next] + GAP;
            layout->shown[layout->n_shown++] = next;
        }
        printf("%s", first ? "" : "\n");
        print_block(layout, talk);
    }
}

enum wai_status wai_table_print(struct wai_table *table, const struct wai_talk *talk)
{
    struct layout layout = { .table = table };
    int failed = table->failed;

    layout.widths = calloc(table->n_heads + 1, sizeof *layout.widths);
    layout.shown = calloc(table->n_heads + 1, sizeof *layout.shown);
    layout.at = calloc(table->n_heads + 1, sizeof *layout.at);
    failed = failed || !layout.widths || !layout.shown || !layout.at;
    layout.brief = !failed && wai_table_is_brief(table, talk);
    if (!failed && measure(&layout) > WAI_TABLE_WIDTH && layout.brief) {
        print_blocks(&layout, talk);
    } else if (!failed) {
        for (size_t c = 0; c < table->n_heads; c++) {
            layout.shown[layout.n_shown++] = c;
        }
        print_block(&layout, talk);
    }
    free(layout.widths);
    free(layout.shown);
    free(layout.at);
    wai_table_free(table);
    return failed ? WAI_ERR_MEMORY : WAI_OK;
}

void wai_table_prose(const char *text, size_t indent, size_t at)
{
    while (*text != '\0') {
        size_t length = line_of(text, at < WAI_TABLE_WIDTH ? WAI_TABLE_WIDTH - at : NARROWEST);

        printf("%.*s\n", (int)length, text);
        text += length;
        text += strspn(text, " ");
        if (*text != '\0') {
            printf("%*s", (int)indent, "");
        }
        at = indent;
    }
}
