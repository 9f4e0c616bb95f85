/* The groups provenance, parameters and input of result files: what went into a result. */
#include "output/origin.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/param.h"

/* One text of the group provenance. */
static void put_text(struct wai_file *file, const char *name, const char *meaning, const char *text)
{
    wai_file_put(file,
                 &(struct wai_dataset_spec){
                     .group = "provenance", .name = name, .meaning = meaning, .type = WAI_LAYOUT_TEXT },
                 &text);
}

static void put_provenance(struct wai_file *file, const struct wai_provenance *provenance)
{
    size_t n = provenance->n_scenarios;
    const char **texts = calloc(n ? n : 1, sizeof *texts);

    put_text(file, "config_text", "configuration as given, with what it extends", provenance->config_text);
    put_text(file, "config_effective", "how to run: every key", provenance->config_effective);
    if (provenance->ignored_calendar) {
        put_text(file, "ignored_calendar",
                 "calendar entries that never come, for another file or --set changed start or end",
                 provenance->ignored_calendar);
    }
    put_text(file, "command", "canonical command", provenance->command);
    put_text(file, "seed", "seed in decimal", provenance->seed);
    put_text(file, "max_events", "events allowed in a replication", provenance->max_events);
    put_text(file, "version", "version of waico", provenance->version);
    put_text(file, "git_revision", "revision of the source", provenance->git_revision);
    put_text(file, "libraries", "libraries used", provenance->libraries);
    if (!texts) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        texts[i] = provenance->scenarios[i].name;
    }
    wai_file_axis(file, "scenario", n, WAI_LAYOUT_TEXT, texts, "1", "name of the scenario");
    for (size_t i = 0; i < n; i++) {
        texts[i] = provenance->scenarios[i].effective;
    }
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .group = "provenance",
                                             .name = "scenario_effective",
                                             .meaning = "scenario: every key",
                                             .type = WAI_LAYOUT_TEXT,
                                             .n_dims = 1,
                                             .dims = { "scenario" } },
                 texts);
    free(texts);
}

static void put_parameters(struct wai_file *file, const struct wai_params *params)
{
    for (size_t i = 0; i < wai_param_count; i++) {
        const struct wai_param *param = &wai_param_table[i];
        double value = wai_param_get(params, i);
        int set = wai_file_open_set(file, &(struct wai_dataset_spec){ .group = "parameters",
                                                                      .name = param->path,
                                                                      .unit = param->unit,
                                                                      .meaning = param->meaning,
                                                                      .type = WAI_LAYOUT_FLOAT64 });

        if (set < 0) {
            return;
        }
        wai_file_text(file, set, "source", param->source);
        wai_file_number(file, set, "preset", param->preset);
        wai_file_write(file, set, NULL, NULL, &value);
        wai_file_close_set(file, set);
    }
}

/* A dataset of the group input. */
static void put(struct wai_file *file, const char *name, const char *unit, const char *meaning,
                enum wai_layout_type type, const char *dim, const void *values)
{
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .group = "input",
                                             .name = name,
                                             .unit = unit,
                                             .meaning = meaning,
                                             .type = type,
                                             .n_dims = 1,
                                             .dims = { dim } },
                 values);
}

static void put_category(struct wai_file *file, const char *name, const char *meaning, const char *dim,
                         const char *const *flags, size_t n_flags, int can_miss, const int8_t *values)
{
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .group = "input",
                                             .name = name,
                                             .meaning = meaning,
                                             .type = WAI_LAYOUT_INT8,
                                             .n_dims = 1,
                                             .dims = { dim },
                                             .flags = flags,
                                             .n_flags = n_flags,
                                             .can_miss = can_miss },
                 values);
}

/* Is input i the first with its role and digest that has a text? */
static int is_first(const struct wai_provenance *provenance, size_t i)
{
    const struct wai_provenance_input *input = &provenance->inputs[i];

    for (size_t j = 0; j < i; j++) {
        const struct wai_provenance_input *other = &provenance->inputs[j];

        if (other->text && strcmp(other->role, input->role) == 0 &&
            strcmp(other->sha256, input->sha256) == 0) {
            return 0;
        }
    }
    return input->text != NULL;
}

/* Tables as texts: <role>_table, further ones of a role with a number. */
static void put_tables(struct wai_file *file, const struct wai_provenance *provenance)
{
    for (size_t i = 0; i < provenance->n_inputs; i++) {
        const struct wai_provenance_input *input = &provenance->inputs[i];
        unsigned number = 1;
        char name[96];
        int set;

        if (!is_first(provenance, i)) {
            continue;
        }
        for (size_t j = 0; j < i; j++) {
            number += is_first(provenance, j) && strcmp(provenance->inputs[j].role, input->role) == 0;
        }
        if (number == 1) {
            (void)snprintf(name, sizeof name, "%s_table", input->role);
        } else {
            (void)snprintf(name, sizeof name, "%s_table_%u", input->role, number);
        }
        set = wai_file_open_set(file, &(struct wai_dataset_spec){ .group = "input",
                                                                  .name = name,
                                                                  .meaning = "input table as read",
                                                                  .type = WAI_LAYOUT_TEXT });
        if (set < 0) {
            return;
        }
        wai_file_text(file, set, "role", input->role);
        wai_file_text(file, set, "file", input->name);
        wai_file_text(file, set, "source", input->source);
        wai_file_text(file, set, "licence", input->licence);
        wai_file_text(file, set, "sha256", input->sha256);
        wai_file_write(file, set, NULL, NULL, &input->text);
        wai_file_close_set(file, set);
    }
}

/* The country table, with what was imputed. */
static void put_columns(struct wai_file *file, const struct wai_tables *tables)
{
#define PUT_COLUMN(member, min, max, unit, meaning)                                                          \
    put(file, #member, unit, meaning, WAI_LAYOUT_FLOAT64, "country", tables->member);
    WAI_COUNTRY_COLUMNS(PUT_COLUMN)
#undef PUT_COLUMN
    put(file, "imputed", "1", "columns filled by a rule", WAI_LAYOUT_TEXT, "country", tables->imputed);
}

/* A list of unsigned positions, all small enough to be read as int32. */
static void put_positions(struct wai_file *file, const char *name, const char *meaning, const char *dim,
                          const uint32_t *positions)
{
    put(file, name, "1", meaning, WAI_LAYOUT_INT32, dim, positions);
}

/* Borders and blocs as compressed rows: those of country i are at start[i] .. start[i + 1] - 1. */
static void put_networks(struct wai_file *file, const struct wai_tables *tables)
{
    wai_file_axis(file, "row_start", tables->n_countries + 1, WAI_LAYOUT_INT32, NULL, "1",
                  "position of a country in compressed rows, and one past the last");
    put_positions(file, "border_start", "first border of each country", "row_start", tables->border_start);
    if (tables->n_borders > 0) {
        wai_file_axis(file, "border", tables->n_borders, WAI_LAYOUT_INT32, NULL, "1", "directed land border");
        put_positions(file, "border_to", "position of the neighbour", "border", tables->border_to);
    }
    put_positions(file, "membership_start", "first bloc membership of each country", "row_start",
                  tables->bloc_start);
    if (tables->n_blocs > 0) {
        wai_file_axis(file, "bloc", tables->n_blocs, WAI_LAYOUT_TEXT, tables->bloc_names, "1",
                      "bloc of countries");
    }
    if (tables->n_memberships > 0) {
        wai_file_axis(file, "membership", tables->n_memberships, WAI_LAYOUT_INT32, NULL, "1",
                      "membership of a country in a bloc");
        put_positions(file, "membership_bloc", "position of the bloc", "membership", tables->bloc_of);
    }
}

/* How the world starts, and what is on record. */
static void put_start(struct wai_file *file, const struct wai_setup *setup)
{
    static const char *const bools[] = { "no", "yes" };
    size_t n = setup->tables.n_countries;
    int8_t *flags = malloc(n);
    double *days = malloc(n * sizeof *days);

    if (!flags || !days) {
        wai_file_fail_memory(file);
        free(flags);
        free(days);
        return;
    }
    put_category(file, "initial_status", "status at the start", "country", wai_status_names, WAI_N_STATUSES,
                 0, setup->status);
    for (int k = 0; k < WAI_N_RIVALS; k++) {
        char name[64], meaning[96];

        for (size_t i = 0; i < n; i++) {
            flags[i] = (int8_t)(setup->flags[i] >> k & 1);
        }
        (void)snprintf(name, sizeof name, "initial_%s", wai_rival_names[k]);
        (void)snprintf(meaning, sizeof meaning, "member of the rival %s at the start", wai_rival_names[k]);
        put_category(file, name, meaning, "country", bools, 2, 0, flags);
    }
    for (int k = 0; k < 2; k++) {
        const int32_t *recorded = k == 0 ? setup->recorded_signed_day : setup->recorded_us_day;

        for (size_t i = 0; recorded && i < n; i++) {
            days[i] = recorded[i] == INT32_MIN ? (double)NAN : recorded[i] / WAI_DAYS_PER_YEAR;
        }
        if (recorded) {
            put(file, k == 0 ? "recorded_signed" : "recorded_us", "year",
                k == 0 ? "signature on record, since the start"
                       : "joining the rival us on record, since the start",
                WAI_LAYOUT_FLOAT64, "country", days);
        }
    }
    free(flags);
    free(days);
}

/* One int32 or int8 column of the calendar. */
#define COLUMN(array, expression)                                                                            \
    for (size_t i = 0; i < n; i++) {                                                                         \
        const struct wai_calendar_entry *entry = &setup->calendar[i];                                        \
        (array)[i] = (expression);                                                                           \
    }

static void put_calendar(struct wai_file *file, const struct wai_setup *setup)
{
    size_t n = setup->n_calendar;
    int32_t *wholes = malloc((n + 1) * sizeof *wholes);
    int8_t *bytes = malloc(n + 1);
    double *reals = malloc((n + 1) * sizeof *reals);
    const char **texts = malloc((n + 1) * sizeof *texts);

    if (!wholes || !bytes || !reals || !texts) {
        wai_file_fail_memory(file);
    } else if (n > 0) {
        wai_file_axis(file, "calendar", n, WAI_LAYOUT_INT32, NULL, "1", "entry of the calendar");
        COLUMN(reals, entry->day / WAI_DAYS_PER_YEAR)
        put(file, "calendar_time", "year", "date of the entry, since the start", WAI_LAYOUT_FLOAT64,
            "calendar", reals);
        COLUMN(bytes, (int8_t)entry->kind)
        put_category(file, "calendar_kind", "what happens", "calendar", wai_calendar_names,
                     WAI_N_CALENDAR_KINDS, 0, bytes);
        COLUMN(wholes,
               entry->kind == WAI_CALENDAR_STATUS || entry->kind == WAI_CALENDAR_INVITE ? entry->country : -1)
        wai_file_put(file,
                     &(struct wai_dataset_spec){ .group = "input",
                                                 .name = "calendar_country",
                                                 .meaning = "position of the country",
                                                 .can_miss = 1,
                                                 .type = WAI_LAYOUT_INT32,
                                                 .n_dims = 1,
                                                 .dims = { "calendar" } },
                     wholes);
        COLUMN(bytes, entry->kind == WAI_CALENDAR_RIVAL_OPENS || entry->kind == WAI_CALENDAR_RIVAL_SUMMIT
                          ? (int8_t)entry->rival
                          : (int8_t)-1)
        put_category(file, "calendar_rival", "rival meant", "calendar", wai_rival_names, WAI_N_RIVALS, 1,
                     bytes);
        COLUMN(bytes, entry->kind == WAI_CALENDAR_STATUS ? (int8_t)entry->status : (int8_t)-1)
        put_category(file, "calendar_status", "status given", "calendar", wai_status_names, WAI_N_STATUSES, 1,
                     bytes);
        COLUMN(texts, entry->kind == WAI_CALENDAR_SET ? wai_param_table[entry->param].path : "")
        put(file, "calendar_path", "1", "parameter set", WAI_LAYOUT_TEXT, "calendar", texts);
        COLUMN(reals, entry->kind == WAI_CALENDAR_SET ? entry->value : (double)NAN)
        put(file, "calendar_value", "1", "value set, in the unit of the parameter", WAI_LAYOUT_FLOAT64,
            "calendar", reals);
    }
    free(wholes);
    free(bytes);
    free(reals);
    free(texts);
}

static void put_summits(struct wai_file *file, const struct wai_setup *setup)
{
    double *years = malloc((setup->n_summits + 1) * sizeof *years);

    if (!years) {
        wai_file_fail_memory(file);
    } else if (setup->n_summits > 0) {
        for (size_t i = 0; i < setup->n_summits; i++) {
            years[i] = setup->summit_days[i] / WAI_DAYS_PER_YEAR;
        }
        wai_file_axis(file, "summit", setup->n_summits, WAI_LAYOUT_INT32, NULL, "1", "yearly summit");
        put(file, "summit_time", "year", "date of the summit, since the start", WAI_LAYOUT_FLOAT64, "summit",
            years);
    }
    free(years);
}

void wai_origin_put(struct wai_file *file, const struct wai_setup *setup,
                    const struct wai_provenance *provenance)
{
    put_provenance(file, provenance);
    put_parameters(file, &setup->params);
    put_tables(file, provenance);
    put_columns(file, &setup->tables);
    put_networks(file, &setup->tables);
    put_start(file, setup);
    put_calendar(file, setup);
    put_summits(file, setup);
}
