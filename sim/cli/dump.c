/* Reading datasets slice by slice along their first dimension, and writing them row by row. */
#include "cli/dump.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/confine.h"
#include "model/names.h"

#define SLICE ((size_t)1 << 18) /* numbers of a column in memory */

/* Datasets whose numbers are positions in a list of names. */
static const struct {
    const char *dataset;
    const char *const *names;
    int n;
} categories[] = {
    { "country_status", wai_status_names, WAI_N_STATUSES },
    { "at_country_status", wai_status_names, WAI_N_STATUSES },
    { "final_status", wai_status_names, WAI_N_STATUSES },
    { "event_type", wai_event_names, WAI_N_EVENT_TYPES },
    { "event_from", wai_status_names, WAI_N_STATUSES },
    { "event_to", wai_status_names, WAI_N_STATUSES },
    { "event_cause", wai_cause_names, WAI_N_CAUSES },
    { "decision_cause", wai_cause_names, WAI_N_CAUSES },
    { "decision_status", wai_status_names, WAI_N_STATUSES },
    { "decision_move", wai_move_names, WAI_N_MOVES },
    { "decision_option", wai_move_names, WAI_N_MOVES },
    { "phase", wai_phase_names, WAI_N_PHASES },
    { "final_phase", wai_phase_names, WAI_N_PHASES },
    { "at_phase", wai_phase_names, WAI_N_PHASES },
};

/* A dimension or a column while the table is written. */
struct field {
    const struct wai_reader_info *info;
    const char *const *names; /* of numbers that are positions; NULL */
    size_t n_names;
    char **texts; /* of a text dataset, all of it */
    size_t n_texts;
    double *numbers; /* of the present slice; of a dimension all of it */
};

struct writer {
    const struct wai_dump *table;
    struct wai_reader *reader;
    FILE *file;
    struct wai_reader_info dim_infos[4];
    struct field dims[4];
    struct field *columns;
    char **countries; /* codes, for datasets that hold positions of countries */
    size_t n_countries;
    struct wai_error *err;
};

int wai_dump_fits(const struct wai_dump *table, const struct wai_reader_info *info)
{
    if (table->n_columns == 0) {
        return 1;
    }
    if (table->n_dims != info->n_dims) {
        return 0;
    }
    for (size_t d = 0; d < info->n_dims; d++) {
        if (strcmp(table->columns[0].dims[d], info->dims[d]) != 0) {
            return 0;
        }
    }
    return 1;
}

enum wai_status wai_dump_add(struct wai_dump *table, const struct wai_reader_info *info)
{
    if (table->n_columns == table->capacity) {
        size_t wanted = 2 * table->capacity + 8;
        struct wai_reader_info *grown = realloc(table->columns, wanted * sizeof *grown);

        if (!grown) {
            return WAI_ERR_MEMORY;
        }
        table->columns = grown;
        table->capacity = wanted;
    }
    table->n_dims = info->n_dims;
    table->columns[table->n_columns++] = *info;
    return WAI_OK;
}

int wai_dump_is_bare(const struct wai_dump *table)
{
    return table->n_columns == 1 && strcmp(table->columns[0].name, table->columns[0].dims[0]) == 0;
}

void wai_dump_free(struct wai_dump *table)
{
    free(table->columns);
    *table = (struct wai_dump){ 0 };
}

/* "FOLDER/replicate_time.csv" */
static void path_of(const struct wai_dump *table, const char *folder, char *path, size_t size)
{
    size_t used = (size_t)snprintf(path, size, "%s/", folder);

    for (size_t d = 0; d < table->n_dims && used < size; d++) {
        used += (size_t)snprintf(path + used, size - used, "%s%s", d ? "_" : "", table->columns[0].dims[d]);
    }
    if (used < size) {
        (void)snprintf(path + used, size - used, ".csv");
    }
}

/* Names become parts of paths: letters, digits and underscores alone. */
static int is_name(const char *name)
{
    return name[0] != '\0' &&
           name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

enum wai_status wai_dump_check(const struct wai_dump *table, const char *folder, int force,
                               struct wai_error *err)
{
    char path[4096];

    for (size_t c = 0; c < table->n_columns; c++) {
        if (!is_name(table->columns[c].name)) {
            return wai_error_add(err, WAI_ERR_FORMAT, "\"%s\": not a name of a dataset",
                                 table->columns[c].name);
        }
    }
    for (size_t d = 0; d < table->n_dims; d++) {
        if (!is_name(table->columns[0].dims[d])) {
            return wai_error_add(err, WAI_ERR_FORMAT, "%s: \"%s\" is not a name of an axis",
                                 table->columns[0].name, table->columns[0].dims[d]);
        }
    }
    path_of(table, folder, path, sizeof path);
    if (!force && access(path, F_OK) == 0) {
        return wai_error_add(err, WAI_ERR_EXISTS, "%s is there already; --force replaces it", path);
    }
    return WAI_OK;
}

/* Readies a field: names of its categories, texts whole, memory for numbers. */
static enum wai_status open_field(struct writer *writer, struct field *field,
                                  const struct wai_reader_info *info, size_t n_numbers)
{
    field->info = info;
    if (info->type == WAI_LAYOUT_TEXT) {
        return wai_reader_texts(writer->reader, info->name, &field->texts, &field->n_texts, writer->err);
    }
    for (size_t k = 0; k < sizeof categories / sizeof *categories; k++) {
        if (strcmp(categories[k].dataset, info->name) == 0) {
            field->names = categories[k].names;
            field->n_names = (size_t)categories[k].n;
        }
    }
    if (strcmp(info->name, "event_country") == 0 || strcmp(info->name, "decision_country") == 0) {
        field->names = (const char *const *)writer->countries;
        field->n_names = writer->n_countries;
    }
    field->numbers = malloc((n_numbers + 1) * sizeof *field->numbers);
    return field->numbers ? WAI_OK
                          : wai_error_add(writer->err, WAI_ERR_MEMORY, "out of memory for %s", info->name);
}

static void close_field(struct field *field)
{
    free(field->numbers);
    if (field->texts) {
        wai_reader_free_texts(field->texts, field->n_texts);
    }
}

static void write_text(FILE *file, const char *text)
{
    if (strpbrk(text, ",\"\n\r")) {
        (void)fputc('"', file);
        for (; *text != '\0'; text++) {
            if (*text == '"') {
                (void)fputc('"', file);
            }
            (void)fputc(*text, file);
        }
        (void)fputc('"', file);
    } else {
        (void)fputs(text, file);
    }
}

/* The fewest digits that read back as the same number of the dataset's type. */
static void write_number(FILE *file, double value, int single)
{
    char text[40];

    for (int digits = single ? 6 : 15; digits <= (single ? 9 : 17); digits++) {
        double back;

        (void)snprintf(text, sizeof text, "%.*g", digits, value);
        back = single ? (double)strtof(text, NULL) : strtod(text, NULL);
        if (!(back < value) && !(back > value)) {
            break;
        }
    }
    (void)fputs(text, file);
}

/* Value number i of the slice; position: its place in the whole dataset. */
static void write_value(FILE *file, const struct field *field, size_t i, size_t position)
{
    double value;

    if (field->texts) {
        write_text(file, position < field->n_texts ? field->texts[position] : "");
        return;
    }
    value = field->numbers[i];
    if (isnan(value)) {
        return; /* missing: empty */
    }
    if (field->names) {
        if (value >= 0 && value < (double)field->n_names) {
            write_text(file, field->names[(size_t)value]);
        }
        return;
    }
    write_number(file, value, field->info->type == WAI_LAYOUT_FLOAT32);
}

static enum wai_status write_slice(struct writer *writer, size_t first, size_t count, size_t inner)
{
    const struct wai_dump *table = writer->table;
    const size_t *sizes = table->columns[0].sizes;
    const struct wai_reader_part part = { table->n_dims,
                                          { first, 0, 0, 0 },
                                          { count, sizes[1], sizes[2], sizes[3] } };

    for (size_t c = 0; c < table->n_columns; c++) {
        enum wai_status status;

        if (writer->columns[c].texts) {
            continue;
        }
        status = wai_reader_numbers(writer->reader, table->columns[c].name, &part, writer->columns[c].numbers,
                                    count * inner, writer->err);
        if (status != WAI_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < count * inner; i++) {
        size_t rest = first * inner + i, position = rest, at[4];

        for (size_t d = table->n_dims; d-- > 0;) {
            at[d] = rest % sizes[d];
            rest /= sizes[d];
        }
        for (size_t d = 0; d < table->n_dims; d++) {
            if (d > 0) {
                (void)fputc(',', writer->file);
            }
            write_value(writer->file, &writer->dims[d], at[d], at[d]);
        }
        for (size_t c = 0; c < table->n_columns; c++) {
            if (strcmp(table->columns[c].name, table->columns[0].dims[0]) !=
                0) { /* a dimension's own values stand there */
                (void)fputc(',', writer->file);
                write_value(writer->file, &writer->columns[c], i, position);
            }
        }
        (void)fputc('\n', writer->file);
    }
    return WAI_OK;
}

static void write_heading(const struct writer *writer)
{
    const struct wai_dump *table = writer->table;

    for (size_t d = 0; d < table->n_dims; d++) {
        (void)fprintf(writer->file, "%s%s", d ? "," : "", table->columns[0].dims[d]);
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        if (strcmp(table->columns[c].name, table->columns[0].dims[0]) != 0) {
            (void)fprintf(writer->file, ",%s", table->columns[c].name);
        }
    }
    (void)fputc('\n', writer->file);
}

/* Labels of the dimensions, memory for the columns. */
static enum wai_status open_fields(struct writer *writer, size_t slice, size_t inner)
{
    const struct wai_dump *table = writer->table;
    enum wai_status status =
        wai_reader_texts(writer->reader, "country", &writer->countries, &writer->n_countries, writer->err);

    for (size_t d = 0; status == WAI_OK && d < table->n_dims; d++) {
        status =
            wai_reader_find(writer->reader, table->columns[0].dims[d], &writer->dim_infos[d], writer->err);
        if (status == WAI_OK) {
            status =
                open_field(writer, &writer->dims[d], &writer->dim_infos[d], writer->dim_infos[d].n_values);
        }
        if (status == WAI_OK && writer->dims[d].numbers) {
            status = wai_reader_numbers(writer->reader, writer->dim_infos[d].name, NULL,
                                        writer->dims[d].numbers, writer->dim_infos[d].n_values, writer->err);
        }
    }
    for (size_t c = 0; status == WAI_OK && c < table->n_columns; c++) {
        status = open_field(writer, &writer->columns[c], &table->columns[c], slice * inner);
    }
    return status;
}

static void close_fields(struct writer *writer)
{
    for (size_t d = 0; d < 4; d++) {
        close_field(&writer->dims[d]);
    }
    for (size_t c = 0; writer->columns && c < writer->table->n_columns; c++) {
        close_field(&writer->columns[c]);
    }
    free(writer->columns);
    if (writer->countries) {
        wai_reader_free_texts(writer->countries, writer->n_countries);
    }
}

static enum wai_status write_rows(struct writer *writer, uint64_t *n_rows)
{
    const size_t *sizes = writer->table->columns[0].sizes;
    size_t inner = 1, slice;
    enum wai_status status;

    for (size_t d = 1; d < writer->table->n_dims; d++) {
        inner *= sizes[d];
    }
    slice = inner > 0 && SLICE / inner > 0 ? SLICE / inner : 1;
    slice = slice < sizes[0] ? slice : sizes[0];
    status = open_fields(writer, slice, inner);
    if (status == WAI_OK) {
        write_heading(writer);
    }
    for (size_t first = 0; status == WAI_OK && first < sizes[0]; first += slice) {
        status = write_slice(writer, first, slice < sizes[0] - first ? slice : sizes[0] - first, inner);
    }
    *n_rows = (uint64_t)sizes[0] * inner;
    return status;
}

enum wai_status wai_dump_write(const struct wai_dump *table, struct wai_reader *reader, const char *folder,
                               char *path, size_t size, uint64_t *n_rows, struct wai_error *err)
{
    struct writer writer = { .table = table, .reader = reader, .err = err };
    enum wai_status status;
    int fault;

    path_of(table, folder, path, size);
    wai_confine_draft(path);
    writer.file = fopen(path, "w");
    if (!writer.file) {
        return wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
    }
    writer.columns = calloc(table->n_columns, sizeof *writer.columns);
    status =
        writer.columns ? write_rows(&writer, n_rows) : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    close_fields(&writer);
    fault = ferror(writer.file);
    if ((fclose(writer.file) != 0 || fault) && status == WAI_OK) {
        status = wai_error_add(err, WAI_ERR_IO, "%s: %s", path, errno ? strerror(errno) : "writing failed");
    }
    if (status != WAI_OK) {
        (void)unlink(path);
    }
    wai_confine_draft("");
    return status;
}
