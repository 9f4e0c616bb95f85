/* A record as a result file of its own. */
#include "output/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "output/common.h"
#include "output/events.h"
#include "output/layout.h"
#include "output/origin.h"

/* Whole or real numbers of the record as the type of the column. */
static void put_column(struct wai_file *file, const struct wai_layout_column *column, const double *reals,
                       const int32_t *wholes, const int8_t *bytes)
{
    struct wai_dataset_spec spec = { .name = column->name,
                                     .unit = column->unit,
                                     .meaning = column->meaning,
                                     .type = column->type,
                                     .n_dims = column->n_dims,
                                     .dims = { column->dims[0], column->dims[1] },
                                     .flags = column->flags,
                                     .n_flags = column->n_flags };
    int32_t *numbers = NULL;
    int set;

    if (bytes) {
        wai_file_put(file, &spec, bytes);
        return;
    }
    if (column->type == WAI_LAYOUT_FLOAT32 && column->source != WAI_LAYOUT_FIRST &&
        column->source != WAI_LAYOUT_DATE) {
        spec.type = WAI_LAYOUT_FLOAT64; /* one run keeps what it has */
        wai_file_put(file, &spec, reals);
        return;
    }
    /* The library narrows numbers; categories and counts come as reals or 32 bits. */
    set = wai_file_open_set(file, &spec);
    if (set < 0) {
        return;
    }
    numbers = malloc(column->n_values * sizeof(double));
    if (!numbers) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t i = 0; i < column->n_values; i++) {
        double value = reals ? reals[i] : (double)wholes[i];

        switch (column->type) {
        case WAI_LAYOUT_INT8:
            ((int8_t *)numbers)[i] = (int8_t)value;
            break;
        case WAI_LAYOUT_INT16:
            ((int16_t *)numbers)[i] = (int16_t)value;
            break;
        case WAI_LAYOUT_INT32:
            numbers[i] = (int32_t)value;
            break;
        default:
            ((float *)numbers)[i] = (float)(nearbyint(value * 1024.0) / 1024.0);
        }
    }
    wai_file_write(file, set, NULL, NULL, numbers);
    wai_file_close_set(file, set);
    free(numbers);
}

/* What was read at the end or at dates. */
static void put_readings(struct wai_file *file, const struct wai_layout *layout,
                         const struct wai_layout_column *column, const struct wai_record *record)
{
    double *values = malloc(column->n_values * sizeof *values);

    if (!values) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t i = 0; i < column->n_values; i++) {
        values[i] = wai_layout_reading(layout, column, record, i);
    }
    put_column(file, column, values, NULL, NULL);
    free(values);
}

static void put_columns(struct wai_file *file, const struct wai_layout *layout,
                        const struct wai_record *record)
{
    const double dates[] = { record->entry_into_force_years, record->operation_years,
                             record->dissolution_years };

    for (size_t c = 0; c < layout->n_columns; c++) {
        const struct wai_layout_column *column = &layout->columns[c];
        size_t which = (size_t)column->which;

        if (column->moments != WAI_LAYOUT_ACCOUNTS) {
            put_readings(file, layout, column, record);
            continue;
        }
        switch (column->source) {
        case WAI_LAYOUT_SERIES:
            put_column(file, column, record->series + which * record->n_times, NULL, NULL);
            break;
        case WAI_LAYOUT_N_STATUS:
            put_column(file, column, NULL, record->n_status, NULL);
            break;
        case WAI_LAYOUT_SERVICE:
            put_column(file, column, record->service, NULL, NULL);
            break;
        case WAI_LAYOUT_FIRST:
            put_column(file, column, record->first + which * record->n_countries, NULL, NULL);
            break;
        case WAI_LAYOUT_FINAL_STATUS:
            put_column(file, column, NULL, NULL, record->final_status);
            break;
        case WAI_LAYOUT_DATE:
            put_column(file, column, dates + which, NULL, NULL);
            break;
        case WAI_LAYOUT_P_PHASE:
        case WAI_LAYOUT_METRIC:
            break;
        }
    }
}

/* The status of each country at the dates of the layout. */
static void put_date_status(struct wai_file *file, const struct wai_layout *layout,
                            const struct wai_record *record)
{
    const struct wai_record_table *readings = &record->readings;
    size_t n = layout->options.n_dates;
    int8_t *statuses = malloc(record->n_countries * n + 1);

    if (!statuses) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t i = 0; i < record->n_countries; i++) {
        for (size_t d = 0; d < n; d++) {
            statuses[i * n + d] = readings->country_status[i * readings->n + layout->readings[d]];
        }
    }
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "at_country_status",
                                             .meaning = "status of each country, at the end of the date",
                                             .type = WAI_LAYOUT_INT8,
                                             .n_dims = 2,
                                             .dims = { "country", "date" },
                                             .flags = wai_status_names,
                                             .n_flags = WAI_N_STATUSES },
                 statuses);
    free(statuses);
}

static void put_panels(struct wai_file *file, const struct wai_record *record)
{
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "country_status",
                                             .meaning = "status of each country",
                                             .type = WAI_LAYOUT_INT8,
                                             .n_dims = 2,
                                             .dims = { "country", "time" },
                                             .flags = wai_status_names,
                                             .n_flags = WAI_N_STATUSES },
                 record->country_status);
    if (record->capability) {
        wai_file_put(file,
                     &(struct wai_dataset_spec){ .name = "capability",
                                                 .meaning = "AI capability of each country",
                                                 .type = WAI_LAYOUT_FLOAT32,
                                                 .n_dims = 2,
                                                 .dims = { "country", "time" } },
                     record->capability);
    }
}

/* Fills one of the eight plain columns of decisions; buffer has 8 bytes a row. */
static void gather_decisions(const struct wai_record *record, int column, int wide, void *buffer)
{
    for (size_t i = 0; i < record->n_decisions; i++) {
        const struct wai_decision_row *row = &record->decisions[i];
        const int8_t bytes[] = { row->cause, row->status, row->move, row->option };

        if (column == 0) {
            ((double *)buffer)[i] = row->time_years * WAI_DAYS_PER_YEAR;
        } else if (column == 1 && wide) {
            ((int32_t *)buffer)[i] = row->country;
        } else if (column == 1) {
            ((int16_t *)buffer)[i] = (int16_t)row->country;
        } else if (column < 6) {
            ((int8_t *)buffer)[i] = bytes[column - 2];
        } else {
            ((float *)buffer)[i] = column == 6 ? row->probability : row->option_probability;
        }
    }
}

static void put_terms(struct wai_file *file, const struct wai_record *record)
{
    const struct wai_dataset_spec spec = { .name = "decision_term",
                                           .unit = "logit",
                                           .meaning = "terms of the value of the option against staying",
                                           .type = WAI_LAYOUT_FLOAT32,
                                           .n_dims = 2,
                                           .dims = { "decision", "term" } };
    int set;

    wai_file_axis(file, "term", WAI_N_TERMS, WAI_LAYOUT_TEXT, wai_term_names, "1",
                  "term of the value of an option");
    set = wai_file_open_set(file, &spec);
    for (size_t i = 0; set >= 0 && i < record->n_decisions; i += WAI_LAYOUT_CHUNK_ROWS) {
        size_t left = record->n_decisions - i,
               n = left < WAI_LAYOUT_CHUNK_ROWS ? left : WAI_LAYOUT_CHUNK_ROWS;
        float terms[WAI_LAYOUT_CHUNK_ROWS][WAI_N_TERMS];

        for (size_t k = 0; k < n; k++) {
            for (int t = 0; t < WAI_N_TERMS; t++) {
                terms[k][t] = record->decisions[i + k].term[t];
            }
        }
        wai_file_write(file, set, (size_t[]){ i, 0 }, (size_t[]){ n, WAI_N_TERMS }, terms);
    }
    wai_file_close_set(file, set);
}

/* The axis of n decisions; numbers has room for them. */
static void number_decisions(struct wai_file *file, size_t n, int32_t *numbers)
{
    for (size_t i = 0; i < n; i++) {
        numbers[i] = (int32_t)i;
    }
    wai_file_axis(file, "decision", WAI_FILE_GROWS, WAI_LAYOUT_INT32, NULL, "1", "decision");
    wai_file_grow(file, "decision", n, numbers);
}

static void put_decisions(struct wai_file *file, const struct wai_setup *setup,
                          const struct wai_record *record)
{
    int wide = setup->tables.n_countries >= 32768;
    char date[16], unit[48];
    size_t n = record->n_decisions;
    void *buffer = calloc(n + 1, sizeof(double));

    wai_common_date(setup->start_day, date);
    (void)snprintf(unit, sizeof unit, "days since %s", date);
    const struct wai_dataset_spec specs[] = {
        { .name = "decision_time",
          .unit = unit,
          .meaning = "time of the decision",
          .type = WAI_LAYOUT_FLOAT64 },
        { .name = "decision_country",
          .meaning = "position of the country",
          .type = wide ? WAI_LAYOUT_INT32 : WAI_LAYOUT_INT16 },
        { .name = "decision_cause",
          .meaning = "why there was a choice",
          .type = WAI_LAYOUT_INT8,
          .flags = wai_cause_names,
          .n_flags = WAI_N_CAUSES },
        { .name = "decision_status",
          .meaning = "status before the choice",
          .type = WAI_LAYOUT_INT8,
          .flags = wai_status_names,
          .n_flags = WAI_N_STATUSES },
        { .name = "decision_move",
          .meaning = "move chosen",
          .type = WAI_LAYOUT_INT8,
          .flags = wai_move_names,
          .n_flags = WAI_N_MOVES },
        { .name = "decision_option",
          .meaning = "move decomposed: the chosen one, or for stay the likeliest refused one",
          .type = WAI_LAYOUT_INT8,
          .flags = wai_move_names,
          .n_flags = WAI_N_MOVES },
        { .name = "decision_probability",
          .meaning = "probability of the chosen move",
          .type = WAI_LAYOUT_FLOAT32 },
        { .name = "decision_option_probability",
          .meaning = "probability of the move decomposed",
          .type = WAI_LAYOUT_FLOAT32 },
    };
    if (!buffer) {
        wai_file_fail_memory(file);
        return;
    }
    number_decisions(file, n, buffer);
    for (int c = 0; c < (int)(sizeof specs / sizeof specs[0]); c++) {
        struct wai_dataset_spec spec = specs[c];

        spec.n_dims = 1;
        spec.dims[0] = "decision";
        gather_decisions(record, c, wide, buffer);
        wai_file_put(file, &spec, buffer);
    }
    free(buffer);
    put_terms(file, record);
}

enum wai_status wai_run_write(const char *path, const struct wai_run *run,
                              const struct wai_provenance *provenance, struct wai_error *err)
{
    const struct wai_record *record = run->record;
    struct wai_layout_options options;
    struct wai_layout layout;
    struct wai_events events;
    struct wai_file file;
    enum wai_status status;

    wai_layout_presets(&options);
    options.n_dates = run->n_dates;
    options.dates = run->dates;
    status = wai_layout_init(&layout, run->setup, record->n_times, &options, err);
    if (status != WAI_OK) {
        return status;
    }
    status = wai_file_create(&file, path, err);
    if (status == WAI_OK) {
        wai_common_begin(&file, wai_common_kinds[0], run->setup, record->n_times, provenance);
        wai_common_dates(&file, run->setup, run->dates, run->n_dates);
        wai_file_whole(&file, -1, "point", (int32_t)run->point);
        wai_file_whole(&file, -1, "replicate", (int32_t)run->replicate);
        put_columns(&file, &layout, record);
        put_panels(&file, record);
        if (run->n_dates > 0) {
            put_date_status(&file, &layout, record);
        }
        if (record->wants.events) {
            wai_events_open(&events, &file, run->setup);
            wai_events_append(&events, &file, record->log, record->n_log);
            wai_events_free(&events);
        }
        if (record->wants.decisions) {
            put_decisions(&file, run->setup, record);
        }
        wai_origin_put(&file, run->setup, provenance);
        status = wai_file_close(&file);
    }
    wai_layout_free(&layout);
    return status;
}
