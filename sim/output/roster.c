/* What the points of a sweep are, as attributes and datasets. */
#include "output/roster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/param.h"

int wai_roster_add_word(char **list, const char *word)
{
    size_t used = strlen(*list), more = strlen(word) + 2;
    char *grown = realloc(*list, used + more);

    if (!grown) {
        return 0;
    }
    *list = grown;
    (void)snprintf(grown + used, more, "%s%s", used ? " " : "", word);
    return 1;
}

/* Root attributes and datasets that tell the design. */
static void put_design(struct wai_file *file, const struct wai_sweep_design *design)
{
    char name[128], meaning[256], *columns = calloc(1, 1);

    if (!columns) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t i = 0; i < design->n_attributes; i++) {
        (void)snprintf(name, sizeof name, "design_%s", design->attributes[i].name);
        wai_file_text(file, -1, name, design->attributes[i].value);
    }
    for (size_t i = 0; i < design->n_params; i++) {
        const struct wai_param *param = &wai_param_table[design->params[i].param];
        int set;

        (void)snprintf(name, sizeof name, "param_%s", param->path);
        for (char *dot = name; (dot = strchr(dot, '.')) != NULL;) {
            *dot = '_';
        }
        set = wai_file_open_set(file, &(struct wai_dataset_spec){ .name = name,
                                                                  .unit = param->unit,
                                                                  .meaning = param->meaning,
                                                                  .type = WAI_LAYOUT_FLOAT64,
                                                                  .n_dims = 1,
                                                                  .dims = { "point" } });
        wai_file_text(file, set, "config_path", param->path);
        if (set >= 0) {
            wai_file_write(file, set, NULL, NULL, design->params[i].values);
            wai_file_close_set(file, set);
        }
    }
    for (size_t i = 0; i < design->n_indices; i++) {
        (void)snprintf(name, sizeof name, "design_%s", design->indices[i].name);
        if (!wai_roster_add_word(&columns, name)) {
            wai_file_fail_memory(file);
        }
        (void)snprintf(meaning, sizeof meaning, "%s", design->indices[i].meaning);
        wai_file_put(file,
                     &(struct wai_dataset_spec){ .name = name,
                                                 .meaning = meaning,
                                                 .type = WAI_LAYOUT_INT32,
                                                 .n_dims = 1,
                                                 .dims = { "point" },
                                                 .can_miss = 1 },
                     design->indices[i].values);
    }
    wai_file_text(file, -1, "design_columns", columns);
    free(columns);
}

/* Which scenario a point has, and when it starts. */
static void put_scenarios(struct wai_file *file, const struct wai_sweep_design *design, int32_t start_day)
{
    int32_t *values = calloc(design->n_points, sizeof *values);

    if (!values) {
        wai_file_fail_memory(file);
        return;
    }
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "point_scenario",
                                             .meaning = "position of the scenario",
                                             .type = WAI_LAYOUT_INT32,
                                             .n_dims = 1,
                                             .dims = { "point" } },
                 design->scenario ? design->scenario : values);
    for (size_t i = 0; design->start_day && i < design->n_points; i++) {
        values[i] = design->start_day[i] - start_day;
    }
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "point_start_shift",
                                             .unit = "day",
                                             .type = WAI_LAYOUT_INT32,
                                             .meaning =
                                                 "start of the point after the start of the file: accounts "
                                                 "of the point are that much later",
                                             .n_dims = 1,
                                             .dims = { "point" } },
                 values);
    free(values);
}

void wai_roster_put(struct wai_file *file, const struct wai_sweep_design *design, int32_t start_day)
{
    put_design(file, design);
    put_scenarios(file, design, start_day);
}
