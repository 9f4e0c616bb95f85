/* The points of the design "list": a table whose headers are paths of parameters. */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "scenario/csv.h"
#include "scenario/parts.h"
#include "scenario/path.h"
#include "scenario/text.h"

static void read_column(struct wai_csv *csv, size_t column, const char *const *paths, struct wai_sweep *sweep)
{
    const struct wai_csv_cell *header = wai_csv_header(csv, column);
    struct wai_axis *axis = &sweep->axes[sweep->n_axes];
    const struct wai_param *param;
    int nearest;

    axis->param = wai_param_find(header->text);
    axis->form = WAI_AXIS_VALUES;
    if (axis->param < 0 || strcmp(header->text, "organisation.account_years") == 0) {
        nearest = wai_text_nearest(header->text, paths, wai_param_count);
        if (axis->param >= 0) {
            (void)wai_csv_mistake(csv, header, "%s cannot be swept: it changes the axis of time",
                                  header->text);
        } else if (nearest >= 0) {
            (void)wai_csv_mistake(csv, header, "\"%.60s\" is no parameter; did you mean \"%s\"?",
                                  header->text, paths[nearest]);
        } else {
            (void)wai_csv_mistake(csv, header, "\"%.60s\" is no parameter", header->text);
        }
        return;
    }
    for (size_t i = 0; i < sweep->n_axes; i++) {
        if (sweep->axes[i].param == axis->param) {
            (void)wai_csv_mistake(csv, header, "column \"%s\" is there twice", header->text);
            return;
        }
    }
    param = &wai_param_table[axis->param];
    axis->integer = param->kind == WAI_PARAM_WHOLE;
    axis->path = wai_text_copy(header->text, strlen(header->text));
    axis->values = calloc(csv->n_rows ? csv->n_rows : 1, sizeof *axis->values);
    axis->n_values = axis->values ? csv->n_rows : 0;
    sweep->n_axes++;
    for (size_t row = 0; row < axis->n_values; row++) {
        const struct wai_csv_cell *cell = wai_csv_cell(csv, row, column);

        if (wai_csv_real(csv, cell, param->path, param->min, param->max, &axis->values[row]) &&
            !wai_param_allows((size_t)axis->param, axis->values[row])) {
            (void)wai_csv_mistake(csv, cell, "%s: %s is not a whole number", param->path, cell->text);
        }
    }
}

static int read_points(struct wai_csv *csv, struct wai_sweep *sweep)
{
    const char **paths = malloc(wai_param_count * sizeof *paths);
    int complete = 1;

    sweep->axes = calloc(csv->n_columns, sizeof *sweep->axes);
    if (!paths || !sweep->axes) {
        free(paths);
        return 0;
    }
    for (size_t i = 0; i < wai_param_count; i++) {
        paths[i] = wai_param_table[i].path;
    }
    for (size_t column = 0; column < csv->n_columns; column++) {
        read_column(csv, column, paths, sweep);
    }
    if (csv->n_rows == 0) {
        (void)wai_csv_mistake(csv, wai_csv_header(csv, 0), "no points: only a header");
    }
    for (size_t i = 0; i < sweep->n_axes; i++) {
        complete = complete && sweep->axes[i].path && sweep->axes[i].values;
    }
    free(paths);
    return complete;
}

void wai_points_read(struct wai_value_reader *reader, const struct wai_node *group, struct wai_sweep *sweep)
{
    const struct wai_node *node = wai_tree_child(group, "list");
    struct wai_csv csv = { 0 };
    char *path = NULL, *text = NULL;
    const char *name;
    size_t length;
    enum wai_status status;

    if (!wai_value_text(reader, group, "list", 1, &name)) {
        return;
    }
    path = wai_path_join(node->folder, name);
    sweep->list_name = wai_text_copy(wai_path_name(name), strlen(wai_path_name(name)));
    if (!path || !sweep->list_name) {
        (void)wai_value_no_memory(reader);
        free(path);
        return;
    }
    status = wai_path_read(path, WAI_CSV_MAX_BYTES, &text, &length, reader->err);
    if (status != WAI_OK) {
        (void)wai_value_mistake(reader, node, "\"%.60s\" cannot be read", name);
    }
    if (status == WAI_OK) {
        wai_sha256_text(text, length, sweep->list_sha256);
        status = wai_csv_parse(&csv, text, length, path, reader->err);
    }
    if (status == WAI_OK && !read_points(&csv, sweep)) {
        (void)wai_value_no_memory(reader);
    }
    if (status != WAI_OK || csv.n_mistakes > 0) {
        reader->n_mistakes++;
        reader->status = reader->status != WAI_OK ? reader->status
                         : status != WAI_OK       ? status
                                                  : WAI_ERR_CONFIG;
    }
    wai_csv_free(&csv);
    free(text);
    free(path);
}
