/* Which numbers stand for names, and which for dates. */
#include "cli/field.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/names.h"
#include "model/setup.h"
#include "scenario/date.h"

#define COARSE_DAYS 0.18 /* half a step of the dates of replications, 1/1024 year */

static const char *const point_fates[] = { "done", "pending", "failed" };
static const char *const point_goals[] = { "reached", "missed" };

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
    { "point_status", point_fates, 3 },
    { "point_goal", point_goals, 2 },
    { "phase", wai_phase_names, WAI_N_PHASES },
    { "final_phase", wai_phase_names, WAI_N_PHASES },
    { "at_phase", wai_phase_names, WAI_N_PHASES },
};

/* Names of an axis; none when there is no such axis. */
static enum wai_status read_names(struct wai_reader *reader, const char *name, char ***names, size_t *n,
                                  struct wai_error *err)
{
    return wai_reader_has(reader, name) ? wai_reader_texts(reader, name, names, n, err) : WAI_OK;
}

enum wai_status wai_field_world_read(struct wai_field_world *world, struct wai_reader *reader,
                                     struct wai_error *err)
{
    char *start = NULL;
    enum wai_status status;

    *world = (struct wai_field_world){ .n_points = wai_reader_length(reader, "point") };
    status = read_names(reader, "country", &world->codes, &world->n_codes, err);
    if (status == WAI_OK) {
        status = read_names(reader, "country_name", &world->countries, &world->n_countries, err);
    }
    if (status == WAI_OK && wai_reader_has(reader, "point_scenario")) {
        status = read_names(reader, "scenario", &world->scenarios, &world->n_scenarios, err);
    }
    if (status == WAI_OK) {
        status = read_names(reader, "parameter", &world->params, &world->n_params, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_text(reader, "start_date", &start, err);
    }
    if (status == WAI_OK && wai_date_parse(start, &world->start_day)) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "start_date: \"%.40s\" is no date", start);
    }
    if (status == WAI_OK && wai_reader_has(reader, "point_start_shift")) {
        world->shifts = calloc(world->n_points + 1, sizeof *world->shifts);
        status = world->shifts ? wai_reader_numbers(reader, "point_start_shift", NULL, world->shifts,
                                                    world->n_points, err)
                               : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    free(start);
    return status;
}

void wai_field_world_free(struct wai_field_world *world)
{
    wai_reader_free_texts(world->codes, world->n_codes);
    wai_reader_free_texts(world->countries, world->n_countries);
    wai_reader_free_texts(world->scenarios, world->n_scenarios);
    wai_reader_free_texts(world->params, world->n_params);
    free(world->shifts);
    *world = (struct wai_field_world){ 0 };
}

int wai_field_is_country(const struct wai_reader_info *info)
{
    return strcmp(info->name, "event_country") == 0 || strcmp(info->name, "decision_country") == 0;
}

static int ends_with(const char *text, const char *ending)
{
    size_t n = strlen(text), m = strlen(ending);

    return n >= m && strcmp(text + n - m, ending) == 0;
}

int wai_field_is_time(const struct wai_reader_info *info)
{
    static const char *const others[] = { "param_", "design_", "morris_", "elementary_",
                                          "sobol_", "oat_",    "grid_",   "response_" };

    if (info->type == WAI_LAYOUT_TEXT || ends_with(info->name, "_sd") ||
        ends_with(info->name, "_half_width")) {
        return 0;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strncmp(info->name, others[i], strlen(others[i])) == 0) {
            return 0;
        }
    }
    return strncmp(info->unit, "days since ", 11) == 0 || strcmp(info->unit, "year") == 0;
}

enum wai_status wai_field_open(struct wai_field *field, const struct wai_reader_info *info, size_t n_numbers,
                               const struct wai_field_world *world, struct wai_reader *reader,
                               struct wai_error *err)
{
    *field = (struct wai_field){ .info = info };
    if (info->type == WAI_LAYOUT_TEXT) {
        return wai_reader_texts(reader, info->name, &field->texts, &field->n_texts, err);
    }
    for (size_t k = 0; k < sizeof categories / sizeof *categories; k++) {
        if (strcmp(categories[k].dataset, info->name) == 0) {
            field->names = categories[k].names;
            field->n_names = (size_t)categories[k].n;
        }
    }
    if (wai_field_is_country(info)) {
        field->names = (const char *const *)world->codes;
        field->n_names = world->n_codes;
    }
    if (strcmp(info->name, "design_moved") == 0 && world->params) {
        field->names = (const char *const *)world->params;
        field->n_names = world->n_params;
    }
    field->numbers = malloc((n_numbers + 1) * sizeof *field->numbers);
    return field->numbers ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %s", info->name);
}

void wai_field_close(struct wai_field *field)
{
    free(field->numbers);
    wai_reader_free_texts(field->texts, field->n_texts);
    *field = (struct wai_field){ 0 };
}

void wai_field_text(FILE *file, const char *text)
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

void wai_field_value(FILE *file, const struct wai_field *field, size_t i, size_t position)
{
    double value;

    if (field->texts) {
        wai_field_text(file, position < field->n_texts ? field->texts[position] : "");
        return;
    }
    value = field->numbers[i];
    if (isnan(value)) {
        return; /* missing: empty */
    }
    if (field->names) {
        if (value >= 0 && value < (double)field->n_names) {
            wai_field_text(file, field->names[(size_t)value]);
        }
        return;
    }
    write_number(file, value, field->info->type == WAI_LAYOUT_FLOAT32);
}

void wai_field_date(FILE *file, const struct wai_field *field, size_t i, const struct wai_field_world *world,
                    double shift)
{
    int is_coarse = field->info->type == WAI_LAYOUT_FLOAT32;
    double days = field->numbers[i] + 1e-9;
    char text[WAI_DATE_TEXT];

    if (field->info->unit[0] == 'y') {
        days = field->numbers[i] * WAI_DAYS_PER_YEAR + (is_coarse ? COARSE_DAYS : 1e-6);
    }
    if (!isnan(days) && days >= 0 && days + shift < 1e6) {
        wai_date_write(world->start_day + (int32_t)floor(days + shift), text);
        (void)fputs(text, file);
    }
}
