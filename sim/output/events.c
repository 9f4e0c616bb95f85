/* Rows of the event log turned into columns. */
#include "output/events.h"

#include <stdio.h>
#include <stdlib.h>

#include "output/common.h"

enum { TIME, COUNTRY, TYPE, FROM, TO, CAUSE, VALUE };

void wai_events_open(struct wai_events *events, struct wai_file *file, const struct wai_setup *setup)
{
    char date[16], unit[48];

    *events = (struct wai_events){ .wide = setup->tables.n_countries >= 32768 };
    wai_common_date(setup->start_day, date);
    (void)snprintf(unit, sizeof unit, "days since %s", date);
    wai_file_axis(file, "event", WAI_FILE_GROWS, WAI_LAYOUT_INT32, NULL, "1", "event");
    const struct wai_dataset_spec specs[WAI_EVENTS_COLUMNS] = {
        [TIME] = { .name = "event_time",
                   .unit = unit,
                   .meaning = "time of the event",
                   .type = WAI_LAYOUT_FLOAT64 },
        [COUNTRY] = { .name = "event_country",
                      .meaning = "position of the country",
                      .can_miss = 1,
                      .type = events->wide ? WAI_LAYOUT_INT32 : WAI_LAYOUT_INT16 },
        [TYPE] = { .name = "event_type",
                   .meaning = "what happened",
                   .type = WAI_LAYOUT_INT8,
                   .flags = wai_event_names,
                   .n_flags = WAI_N_EVENT_TYPES },
        [FROM] = { .name = "event_from",
                   .meaning = "status before",
                   .type = WAI_LAYOUT_INT8,
                   .can_miss = 1,
                   .flags = wai_status_names,
                   .n_flags = WAI_N_STATUSES },
        [TO] = { .name = "event_to",
                 .meaning = "status after",
                 .type = WAI_LAYOUT_INT8,
                 .can_miss = 1,
                 .flags = wai_status_names,
                 .n_flags = WAI_N_STATUSES },
        [CAUSE] = { .name = "event_cause",
                    .meaning = "why it happened",
                    .type = WAI_LAYOUT_INT8,
                    .can_miss = 1,
                    .flags = wai_cause_names,
                    .n_flags = WAI_N_CAUSES },
        [VALUE] = { .name = "event_value",
                    .meaning = "number that belongs to the event, by its type",
                    .type = WAI_LAYOUT_FLOAT32 },
    };
    for (int c = 0; c < WAI_EVENTS_COLUMNS; c++) {
        struct wai_dataset_spec spec = specs[c];

        spec.n_dims = 1;
        spec.dims[0] = "event";
        events->sets[c] = wai_file_open_set(file, &spec);
    }
}

/* Fills the buffer with one column. */
static void gather(const struct wai_events *events, int column, const struct wai_log_row *rows, size_t n)
{
    void *to = events->buffer;

    for (size_t i = 0; i < n; i++) {
        switch (column) {
        case TIME:
            ((double *)to)[i] = rows[i].time_years * WAI_DAYS_PER_YEAR;
            break;
        case COUNTRY:
            if (events->wide) {
                ((int32_t *)to)[i] = rows[i].country;
            } else {
                ((int16_t *)to)[i] = (int16_t)rows[i].country;
            }
            break;
        case TYPE:
            ((int8_t *)to)[i] = rows[i].type;
            break;
        case FROM:
            ((int8_t *)to)[i] = rows[i].from;
            break;
        case TO:
            ((int8_t *)to)[i] = rows[i].to;
            break;
        case CAUSE:
            ((int8_t *)to)[i] = rows[i].cause;
            break;
        default:
            ((float *)to)[i] = rows[i].value;
        }
    }
}

void wai_events_append(struct wai_events *events, struct wai_file *file, const struct wai_log_row *rows,
                       size_t n)
{
    int32_t *numbers;

    if (n == 0 || file->status != WAI_OK) {
        return;
    }
    if (n > events->capacity) {
        free(events->buffer);
        events->capacity = 0;
        events->buffer = malloc(n * sizeof(double));
        if (!events->buffer) {
            wai_file_fail_memory(file);
            return;
        }
        events->capacity = n;
    }
    numbers = (int32_t *)(void *)events->buffer;
    for (size_t i = 0; i < n; i++) {
        numbers[i] = (int32_t)(events->n + i);
    }
    wai_file_grow(file, "event", events->n + n, numbers);
    for (int c = 0; c < WAI_EVENTS_COLUMNS; c++) {
        gather(events, c, rows, n);
        wai_file_write(file, events->sets[c], &events->n, &n, events->buffer);
    }
    events->n += n;
}

void wai_events_free(struct wai_events *events)
{
    free(events->buffer);
    *events = (struct wai_events){ 0 };
}
