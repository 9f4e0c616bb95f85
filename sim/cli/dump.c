/* Reading datasets slice by slice along their first dimension, and writing them row by row. */
#include "cli/dump.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenario/date.h"

#define SLICE ((size_t)1 << 18) /* numbers of a column in memory */

enum kind { VALUE, DATE, COUNTRY_NAME, SCENARIO };

/* A column of the file, out of a field. */
struct column {
    char name[100];
    const char *unit, *meaning;
    enum kind kind;
    const struct wai_field *field;
    int dim;   /* it follows this dimension alone; -1: the row */
    int whole; /* the field has all of it in memory */
};

struct writer {
    const struct wai_dump *table;
    struct wai_dump_target *target;
    struct wai_error *err;
    struct wai_reader_info dim_infos[4];
    struct wai_field dims[4];
    struct wai_field *sets; /* [table->n_sets] */
    size_t n_params;
    struct wai_reader_info *param_infos;
    struct wai_field *params, scenario;
    struct wai_reader_info scenario_info;
    size_t n_columns;
    struct column *columns;
    size_t at[4]; /* of the row along each dimension */
};

int wai_dump_fits(const struct wai_dump *table, const struct wai_reader_info *info)
{
    if (table->n_sets == 0) {
        return 1;
    }
    if (table->n_dims != info->n_dims) {
        return 0;
    }
    for (size_t d = 0; d < info->n_dims; d++) {
        if (strcmp(table->sets[0].dims[d], info->dims[d]) != 0) {
            return 0;
        }
    }
    return 1;
}

enum wai_status wai_dump_add(struct wai_dump *table, const struct wai_reader_info *info)
{
    if (table->n_sets == table->capacity) {
        size_t wanted = 2 * table->capacity + 8;
        struct wai_reader_info *grown = realloc(table->sets, wanted * sizeof *grown);

        if (!grown) {
            return WAI_ERR_MEMORY;
        }
        table->sets = grown;
        table->capacity = wanted;
    }
    table->n_dims = info->n_dims;
    table->sets[table->n_sets++] = *info;
    return WAI_OK;
}

int wai_dump_is_bare(const struct wai_dump *table)
{
    return table->n_dims > 0 && table->n_sets == 1 &&
           strcmp(table->sets[0].name, table->sets[0].dims[0]) == 0;
}

void wai_dump_free(struct wai_dump *table)
{
    for (size_t i = 0; i < table->n_made; i++) {
        free(table->made[i].values);
    }
    free(table->made);
    free(table->sets);
    *table = (struct wai_dump){ 0 };
}

void wai_dump_path(const struct wai_dump *table, const char *folder, char *path, size_t size)
{
    size_t used = (size_t)snprintf(path, size, "%s/%s", folder, table->n_dims == 0 ? "whole" : "");

    for (size_t d = 0; d < table->n_dims && used < size; d++) {
        used += (size_t)snprintf(path + used, size - used, "%s%s", d ? "_" : "", table->sets[0].dims[d]);
    }
    if (used < size) {
        (void)snprintf(path + used, size - used, ".csv");
    }
}

/* Letters, digits and underscores: fit for a heading and for the name of a file. */
static int is_name(const char *name)
{
    return name[0] != '\0' &&
           name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

enum wai_status wai_dump_check(const struct wai_dump *table, const char *folder, int force,
                               struct wai_error *err)
{
    char path[4096];

    for (size_t c = 0; c < table->n_sets; c++) {
        if (!is_name(table->sets[c].name)) {
            return wai_error_add(err, WAI_ERR_FORMAT, "\"%s\": not a name of a dataset", table->sets[c].name);
        }
    }
    for (size_t d = 0; d < table->n_dims; d++) {
        if (!is_name(table->sets[0].dims[d])) {
            return wai_error_add(err, WAI_ERR_FORMAT, "%s: \"%s\" is not a name of an axis",
                                 table->sets[0].name, table->sets[0].dims[d]);
        }
    }
    wai_dump_path(table, folder, path, sizeof path);
    if (!force && access(path, F_OK) == 0) {
        return wai_error_add(err, WAI_ERR_EXISTS, "%s is there already; --force replaces it", path);
    }
    return WAI_OK;
}

/* ---- the columns of a file ---- */

static void add_column(struct writer *writer, const char *name, const struct wai_field *field, enum kind kind,
                       int dim)
{
    struct column *column = &writer->columns[writer->n_columns];
    static const char *const meanings[] = { NULL, "the same as a date", "name of the country",
                                            "scenario of the point" };

    for (size_t c = 0; c < writer->n_columns; c++) {
        if (strcmp(writer->columns[c].name, name) == 0) {
            return; /* it stands there already */
        }
    }
    *column = (struct column){ .kind = kind, .field = field, .dim = dim };
    (void)snprintf(column->name, sizeof column->name, "%s", name);
    column->unit = kind == VALUE ? field->info->unit : kind == DATE ? "YYYY-MM-DD" : "";
    column->meaning = kind == VALUE ? field->info->meaning : meanings[kind];
    writer->n_columns++;
}

/* A field and what stands beside it: the name of a country, the date of a time. */
static void add_field(struct writer *writer, const struct wai_field *field, int dim)
{
    const char *name = field->info->name;
    size_t length = strlen(name);
    char beside[100];

    add_column(writer, name, field, VALUE, dim);
    if (strcmp(name, "country") == 0 || wai_field_is_country(field->info)) {
        (void)snprintf(beside, sizeof beside, "%s_name", name);
        add_column(writer, beside, field, COUNTRY_NAME, dim);
    } else if (wai_field_is_time(field->info)) {
        int cut = length >= 4 && strcmp(name + length - 4, "time") == 0 ? 4 : 0;

        (void)snprintf(beside, sizeof beside, "%.*s%sdate", (int)length - cut, name, cut ? "" : "_");
        add_column(writer, beside, field, DATE, dim);
    }
}

/* What describes a point: its scenario and its parameters. */
static enum wai_status add_point(struct writer *writer, int dim)
{
    const struct wai_field_world *world = writer->target->world;
    struct wai_reader *reader = writer->target->reader;
    char **names;
    size_t n;
    enum wai_status status = wai_reader_names(reader, &names, &n, writer->err);

    if (status != WAI_OK) {
        return status;
    }
    writer->params = calloc(n + 1, sizeof *writer->params);
    writer->param_infos = calloc(n + 1, sizeof *writer->param_infos);
    status = writer->params && writer->param_infos
                 ? WAI_OK
                 : wai_error_add(writer->err, WAI_ERR_MEMORY, "out of memory");
    if (status == WAI_OK && world->scenarios) {
        status = wai_reader_find(reader, "point_scenario", &writer->scenario_info, writer->err);
        if (status == WAI_OK) {
            status = wai_field_open(&writer->scenario, &writer->scenario_info, world->n_points, world, reader,
                                    writer->err);
        }
        if (status == WAI_OK) {
            status = wai_reader_numbers(reader, "point_scenario", NULL, writer->scenario.numbers,
                                        world->n_points, writer->err);
            add_column(writer, "scenario", &writer->scenario, SCENARIO, dim);
        }
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        struct wai_reader_info *info = &writer->param_infos[writer->n_params];
        struct wai_field *field = &writer->params[writer->n_params];

        if (strncmp(names[i], "param_", 6) != 0) {
            continue;
        }
        status = wai_reader_find(reader, names[i], info, writer->err);
        if (status == WAI_OK) {
            writer->n_params++;
            status = wai_field_open(field, info, world->n_points, world, reader, writer->err);
        }
        if (status == WAI_OK) {
            status = wai_reader_numbers(reader, names[i], NULL, field->numbers, world->n_points, writer->err);
            add_column(writer, names[i], field, VALUE, dim);
        }
    }
    wai_reader_free_texts(names, n);
    return status;
}

/* Labels of the dimensions, room for the datasets, the list of columns. */
static enum wai_status open_writer(struct writer *writer, size_t n_numbers)
{
    const struct wai_dump *table = writer->table;
    const struct wai_field_world *world = writer->target->world;
    struct wai_reader *reader = writer->target->reader;
    enum wai_status status = WAI_OK;

    writer->sets = calloc(table->n_sets, sizeof *writer->sets);
    writer->columns = calloc(2 * (table->n_sets + 4) + 512, sizeof *writer->columns);
    if (!writer->sets || !writer->columns) {
        return wai_error_add(writer->err, WAI_ERR_MEMORY, "out of memory");
    }
    for (size_t d = 0; status == WAI_OK && d < table->n_dims; d++) {
        struct wai_reader_info *info = &writer->dim_infos[d];

        status = wai_reader_find(reader, table->sets[0].dims[d], info, writer->err);
        if (status == WAI_OK) {
            status = wai_field_open(&writer->dims[d], info, info->n_values, world, reader, writer->err);
        }
        if (status == WAI_OK && writer->dims[d].numbers) {
            status = wai_reader_numbers(reader, info->name, NULL, writer->dims[d].numbers, info->n_values,
                                        writer->err);
        }
        if (status == WAI_OK) {
            add_field(writer, &writer->dims[d], (int)d);
        }
        if (status == WAI_OK && strcmp(info->name, "point") == 0) {
            status = add_point(writer, (int)d);
        }
    }
    for (size_t c = 0; status == WAI_OK && c < table->n_sets; c++) {
        status = wai_field_open(&writer->sets[c], &table->sets[c], n_numbers, world, reader, writer->err);
        if (status == WAI_OK) {
            add_field(writer, &writer->sets[c], -1);
        }
    }
    return status;
}

static void close_writer(struct writer *writer)
{
    for (size_t d = 0; d < 4; d++) {
        wai_field_close(&writer->dims[d]);
    }
    for (size_t c = 0; writer->sets && c < writer->table->n_sets; c++) {
        wai_field_close(&writer->sets[c]);
    }
    for (size_t p = 0; p < writer->n_params; p++) {
        wai_field_close(&writer->params[p]);
    }
    wai_field_close(&writer->scenario);
    free(writer->params);
    free(writer->param_infos);
    free(writer->sets);
    free(writer->columns);
}

/* ---- rows ---- */

static double shift_of(const struct writer *writer)
{
    for (size_t d = 0; d < writer->table->n_dims; d++) {
        if (writer->target->world->shifts && strcmp(writer->dim_infos[d].name, "point") == 0) {
            return writer->target->world->shifts[writer->at[d]];
        }
    }
    return 0;
}

/* A cell of the row that is number i of the slice and number `position` of the dataset. */
static void write_cell(const struct writer *writer, const struct column *column, size_t i, size_t position)
{
    const struct wai_field_world *world = writer->target->world;
    const struct wai_field *field = column->field;
    FILE *file = writer->target->file;
    size_t at = column->dim >= 0 ? writer->at[column->dim] : i;
    double value;

    if (column->kind == VALUE) {
        wai_field_value(file, field, at, column->dim >= 0 ? at : position);
    } else if (column->kind == DATE) {
        wai_field_date(file, field, at, world, shift_of(writer));
    } else if (column->kind == COUNTRY_NAME) {
        value = field->texts ? (double)at : field->numbers[at];
        if (value >= 0 && value < (double)world->n_countries) {
            wai_field_text(file, world->countries[(size_t)value]);
        }
    } else {
        value = field->numbers[at];
        if (value >= 0 && value < (double)world->n_scenarios) {
            wai_field_text(file, world->scenarios[(size_t)value]);
        }
    }
}

static void write_made(const struct writer *writer, size_t row)
{
    for (size_t k = 0; k < writer->table->n_made; k++) {
        const struct wai_dump_made *made = &writer->table->made[k];
        char text[WAI_DATE_TEXT > 32 ? WAI_DATE_TEXT : 32] = "";

        if (!isnan(made->values[row]) && made->is_day) {
            wai_date_write(writer->target->world->start_day + (int32_t)made->values[row], text);
        } else if (!isnan(made->values[row])) {
            (void)snprintf(text, sizeof text, "%.10g", made->values[row]);
        }
        (void)fprintf(writer->target->file, ",%s", text);
    }
}

static void write_row(const struct writer *writer, size_t i, size_t position)
{
    for (size_t c = 0; c < writer->n_columns; c++) {
        if (c > 0) {
            (void)fputc(',', writer->target->file);
        }
        write_cell(writer, &writer->columns[c], i, position);
    }
    write_made(writer, position);
    (void)fputc('\n', writer->target->file);
    writer->target->n_rows++;
}

/* The values of an axis, and what stands beside them, or as many empty cells. */
static void write_axis(const struct writer *writer, const char *axis, size_t i, size_t position)
{
    for (int beside = 0; beside < 1 + (wai_dump_beside(axis) != NULL); beside++) {
        (void)fputc(',', writer->target->file);
        for (size_t c = 0; c < writer->n_columns; c++) {
            const struct column *column = &writer->columns[c];

            if (column->dim >= 0 && strcmp(writer->dim_infos[column->dim].name, axis) == 0 &&
                (beside ? column->kind != VALUE : strcmp(column->name, axis) == 0)) {
                write_cell(writer, column, i, position);
            }
        }
    }
}

/* The rows of the long table for number i of the slice, one a dataset. */
static void write_tidy(const struct writer *writer, size_t i, size_t position)
{
    FILE *file = writer->target->file;

    for (size_t c = 0; c < writer->n_columns; c++) {
        const struct column *column = &writer->columns[c];

        if (column->dim >= 0 || column->kind != VALUE) {
            continue;
        }
        (void)fputs(column->name, file);
        for (size_t a = 0; a < writer->target->n_axes; a++) {
            write_axis(writer, writer->target->axes[a], i, position);
        }
        (void)fputc(',', file);
        write_cell(writer, column, i, position);
        (void)fputc('\n', file);
        writer->target->n_rows++;
    }
}

const char *wai_dump_beside(const char *axis)
{
    return strcmp(axis, "point") == 0     ? "scenario"
           : strcmp(axis, "country") == 0 ? "country_name"
           : strcmp(axis, "time") == 0    ? "time_date"
                                          : NULL;
}

void wai_dump_tidy_heading(const struct wai_dump_target *target)
{
    (void)fputs("variable", target->file);
    for (size_t a = 0; a < target->n_axes; a++) {
        const char *beside = wai_dump_beside(target->axes[a]);

        (void)fprintf(target->file, ",%s%s%s", target->axes[a], beside ? "," : "", beside ? beside : "");
    }
    (void)fputs(",value\n", target->file);
}

static enum wai_status read_slice(struct writer *writer, size_t first, size_t count, size_t inner)
{
    const struct wai_dump *table = writer->table;
    const size_t *sizes = table->sets[0].sizes;
    const struct wai_reader_part part = { table->n_dims,
                                          { first, 0, 0, 0 },
                                          { count, sizes[1], sizes[2], sizes[3] } };
    enum wai_status status = WAI_OK;

    for (size_t c = 0; status == WAI_OK && c < table->n_sets; c++) {
        if (writer->sets[c].numbers) {
            status = wai_reader_numbers(writer->target->reader, table->sets[c].name,
                                        table->n_dims > 0 ? &part : NULL, writer->sets[c].numbers,
                                        count * inner, writer->err);
        }
    }
    return status;
}

static enum wai_status write_rows(struct writer *writer, int tidy, size_t slice, size_t n_first, size_t inner)
{
    const size_t *sizes = writer->table->sets[0].sizes;
    enum wai_status status = WAI_OK;

    for (size_t first = 0; status == WAI_OK && first < n_first; first += slice) {
        size_t count = slice < n_first - first ? slice : n_first - first;

        status = read_slice(writer, first, count, inner);
        for (size_t i = 0; status == WAI_OK && i < count * inner; i++) {
            size_t rest = first * inner + i;

            for (size_t d = writer->table->n_dims; d-- > 0;) {
                writer->at[d] = rest % sizes[d];
                rest /= sizes[d];
            }
            if (tidy) {
                write_tidy(writer, i, first * inner + i);
            } else {
                write_row(writer, i, first * inner + i);
            }
        }
    }
    return status;
}

static void write_heading(const struct writer *writer)
{
    const struct wai_dump *table = writer->table;

    for (size_t c = 0; c < writer->n_columns; c++) {
        (void)fprintf(writer->target->file, "%s%s", c > 0 ? "," : "", writer->columns[c].name);
    }
    for (size_t k = 0; k < table->n_made; k++) {
        (void)fprintf(writer->target->file, ",%s", table->made[k].name);
    }
    (void)fputc('\n', writer->target->file);
}

static void describe(FILE *file, const char *table, const char *column, const char *unit, const char *meaning)
{
    (void)fprintf(file, "%s,%s,", table, column);
    wai_field_text(file, strcmp(unit, "1") == 0 ? "" : unit);
    (void)fputc(',', file);
    wai_field_text(file, meaning);
    (void)fputc('\n', file);
}

static void write_dictionary(const struct writer *writer)
{
    const struct wai_dump_target *target = writer->target;

    for (size_t c = 0; c < writer->n_columns; c++) {
        const struct column *column = &writer->columns[c];
        const char *meaning = column->meaning;

        describe(target->dictionary, target->name, column->name, column->unit, meaning);
    }
    for (size_t k = 0; k < writer->table->n_made; k++) {
        const struct wai_dump_made *made = &writer->table->made[k];

        describe(target->dictionary, target->name, made->name, made->unit, made->meaning);
    }
}

static enum wai_status write_table(const struct wai_dump *table, struct wai_dump_target *target, int tidy,
                                   struct wai_error *err)
{
    struct writer writer = { .table = table, .target = target, .err = err };
    const size_t *sizes = table->sets[0].sizes;
    size_t inner = 1, n_first = table->n_dims > 0 ? sizes[0] : 1, slice;
    enum wai_status status;

    for (size_t d = 1; d < table->n_dims; d++) {
        inner *= sizes[d];
    }
    slice = inner > 0 && SLICE / inner > 0 ? SLICE / inner : 1;
    slice = slice < n_first ? slice : n_first;
    status = open_writer(&writer, slice * inner);
    if (status == WAI_OK && !tidy) {
        write_heading(&writer);
    }
    if (status == WAI_OK && target->dictionary) {
        write_dictionary(&writer);
    }
    if (status == WAI_OK) {
        status = write_rows(&writer, tidy, slice, n_first, inner);
    }
    close_writer(&writer);
    return status;
}

enum wai_status wai_dump_write(const struct wai_dump *table, struct wai_dump_target *target,
                               struct wai_error *err)
{
    return write_table(table, target, 0, err);
}

enum wai_status wai_dump_tidy(const struct wai_dump *table, struct wai_dump_target *target,
                              struct wai_error *err)
{
    return write_table(table, target, 1, err);
}
