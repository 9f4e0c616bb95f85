/* One table of outputs: where each lies in a record and what it is called. */
#include "library/outputs.h"

#include <string.h>

#include "scenario/text.h"

/* Where an output lies. */
enum place {
    ACCOUNTS, /* a row of values by account */
    DATES,    /* the same, a value a reading that was asked for */
    FINAL,    /* the same, the value of the last reading, the end of the run */
    WHOLE     /* once a replication */
};

enum source {
    SERIES, /* which: enum wai_series */
    SERVICE,
    N_STATUS,
    COUNTRY_STATUS,
    CAPABILITY,
    FIRST, /* which: enum wai_first */
    ENTRY,
    OPERATION,
    DISSOLUTION
};

struct row {
    struct waico_output shown;
    enum source source;
    enum place place;
    int which;
};

#define ONE(name, unit, meaning, type)                                                                       \
    {                                                                                                        \
        name, unit, meaning, type, 0,                                                                        \
        {                                                                                                    \
            0, 0                                                                                             \
        }                                                                                                    \
    }
#define LINE(name, unit, meaning, type, axis)                                                                \
    {                                                                                                        \
        name, unit, meaning, type, 1,                                                                        \
        {                                                                                                    \
            axis, 0                                                                                          \
        }                                                                                                    \
    }
#define TABLE(name, unit, meaning, type, axis, other)                                                        \
    {                                                                                                        \
        name, unit, meaning, type, 2,                                                                        \
        {                                                                                                    \
            axis, other                                                                                      \
        }                                                                                                    \
    }
#define AT_DATES ", at the ends of dates"
#define AT_END ", at the end of the run"

#define SERIES_ROWS(member, is_count, unit, meaning)                                                         \
    { LINE(#member, unit, meaning, WAICO_FLOAT64, WAICO_AXIS_TIME), SERIES, ACCOUNTS, WAI_SERIES_##member }, \
        { LINE("at_" #member, unit, meaning AT_DATES, WAICO_FLOAT64, WAICO_AXIS_DATE), SERIES, DATES,        \
          WAI_SERIES_##member },                                                                             \
        { ONE("final_" #member, unit, meaning AT_END, WAICO_FLOAT64), SERIES, FINAL, WAI_SERIES_##member },

/* A quantity with an axis of its own before that of the time. */
#define AXIS_ROWS(name, unit, meaning, type, axis, source)                                                   \
    { TABLE(name, unit, meaning, type, axis, WAICO_AXIS_TIME), source, ACCOUNTS, 0 },                        \
        { TABLE("at_" name, unit, meaning AT_DATES, type, axis, WAICO_AXIS_DATE), source, DATES, 0 },

#define FIRST_ROW(name, meaning, which)                                                                      \
    { LINE("first_" name, "year", "years from the start until the country " meaning ", NaN never",           \
           WAICO_FLOAT64, WAICO_AXIS_COUNTRY),                                                               \
      FIRST, WHOLE, which },

#define DATE_ROW(name, meaning, source)                                                                      \
    { ONE(name, "year", "years from the start until the organisation " meaning ", NaN never",                \
          WAICO_FLOAT64),                                                                                    \
      source, WHOLE, 0 },

#define SERVICE_MEANING "level of a service that the organisation offers"
#define N_STATUS_MEANING "countries in a status, the sponsor left out"
#define STATUS_MEANING "status of a country (axis status)"

/* clang-format off */
static const struct row rows[] = {
    WAI_SERIES(SERIES_ROWS)
    AXIS_ROWS("n_status", "country", N_STATUS_MEANING, WAICO_INT32, WAICO_AXIS_STATUS, N_STATUS)
    { LINE("final_n_status", "country", N_STATUS_MEANING AT_END, WAICO_INT32, WAICO_AXIS_STATUS), N_STATUS, FINAL, 0 },
    AXIS_ROWS("service", "1", SERVICE_MEANING, WAICO_FLOAT64, WAICO_AXIS_SERVICE, SERVICE)
    { LINE("final_service", "1", SERVICE_MEANING AT_END, WAICO_FLOAT64, WAICO_AXIS_SERVICE), SERVICE, FINAL, 0 },
    AXIS_ROWS("country_status", "1", STATUS_MEANING, WAICO_INT8, WAICO_AXIS_COUNTRY, COUNTRY_STATUS)
    { LINE("final_status", "1", STATUS_MEANING AT_END, WAICO_INT8, WAICO_AXIS_COUNTRY), COUNTRY_STATUS, FINAL, 0 },
    { TABLE("capability", "1", "AI capability q of a country", WAICO_FLOAT32, WAICO_AXIS_COUNTRY, WAICO_AXIS_TIME), CAPABILITY, ACCOUNTS, 0 },
    FIRST_ROW("interested", "was interested, or went further", WAI_FIRST_INTERESTED)
    FIRST_ROW("signed", "signed", WAI_FIRST_SIGNED)
    FIRST_ROW("member", "was a member", WAI_FIRST_MEMBER)
    FIRST_ROW("withdrawn", "withdrew", WAI_FIRST_WITHDRAWN)
    DATE_ROW("entry_into_force", "came into being by the entry into force of its charter", ENTRY)
    DATE_ROW("operation", "entered into operation", OPERATION)
    DATE_ROW("dissolution", "was dissolved", DISSOLUTION)
};
/* clang-format on */
#define N_ROWS (sizeof rows / sizeof rows[0])

size_t waico_n_outputs(void)
{
    return N_ROWS;
}

struct waico_output waico_output_at(size_t i)
{
    return i < N_ROWS ? rows[i].shown : (struct waico_output){ 0 };
}

size_t waico_output_find(const char *name)
{
    size_t i = 0;

    while (i < N_ROWS && strcmp(rows[i].shown.name, name) != 0) {
        i++;
    }
    return i;
}

enum waico_status wai_outputs_refuse(const char *name, char **messages)
{
    const char *names[N_ROWS];
    int nearest;

    for (size_t i = 0; i < N_ROWS; i++) {
        names[i] = rows[i].shown.name;
    }
    nearest = wai_text_nearest(name, names, N_ROWS);
    return wai_handle_refuse(messages, "\"%.60s\" is no output%s%s%s", name,
                             nearest >= 0 ? "; did you mean \"" : "", nearest >= 0 ? names[nearest] : "",
                             nearest >= 0 ? "\"?" : "");
}

int wai_outputs_needs_countries(size_t i)
{
    return rows[i].source == CAPABILITY;
}

static size_t type_bytes(enum waico_type type)
{
    return type == WAICO_FLOAT64 ? 8 : type == WAICO_INT8 ? 1 : 4;
}

size_t wai_outputs_axis_length(enum waico_axis axis, const struct wai_setup *setup)
{
    switch (axis) {
    case WAICO_AXIS_TIME:
        return wai_setup_n_accounts(setup);
    case WAICO_AXIS_DATE:
        return setup->n_readings;
    case WAICO_AXIS_COUNTRY:
        return setup->tables.n_countries;
    default:
        return waico_axis_length(axis);
    }
}

size_t wai_outputs_bytes(size_t i, const struct wai_setup *setup)
{
    const struct waico_output *shown = &rows[i].shown;
    size_t bytes = type_bytes(shown->type);

    for (size_t k = 0; k < shown->n_axes; k++) {
        bytes *= wai_outputs_axis_length(shown->axes[k], setup);
    }
    return bytes;
}

/* The first value of a source in the accounts or readings: rows of n values each, all of one source together.
 */
static const void *find(const struct row *row, const struct wai_record *record, int readings, size_t *n)
{
    const struct wai_record_table *table = &record->readings;

    *n = readings ? table->n : record->n_times;
    switch (row->source) {
    case SERIES:
        return (readings ? table->series : record->series) + (size_t)row->which * *n;
    case SERVICE:
        return readings ? table->service : record->service;
    case N_STATUS:
        return readings ? table->n_status : record->n_status;
    case COUNTRY_STATUS:
        return readings ? table->country_status : record->country_status;
    case CAPABILITY:
        return record->capability;
    case FIRST:
        return record->first + (size_t)row->which * record->n_countries;
    case ENTRY:
        return &record->entry_into_force_years;
    case OPERATION:
        return &record->operation_years;
    default:
        return &record->dissolution_years;
    }
}

/* The columns of the days that were asked for; the last day of the run shares that of the end. */
static void copy_dates(const char *from, size_t n, size_t size, size_t n_rows, const struct wai_setup *setup,
                       char *to)
{
    for (size_t r = 0; r < n_rows; r++) {
        for (size_t d = 0; d < setup->n_readings; d++) {
            size_t column = wai_setup_reading(setup, setup->reading_days[d]);

            memcpy(to + (r * setup->n_readings + d) * size, from + (r * n + column) * size, size);
        }
    }
}

void wai_outputs_copy(size_t i, const struct wai_setup *setup, const struct wai_record *record, void *to)
{
    const struct row *row = &rows[i];
    size_t bytes = wai_outputs_bytes(i, setup), size = type_bytes(row->shown.type), n;
    const char *from = find(row, record, row->place == DATES || row->place == FINAL, &n);

    if (row->place == DATES) {
        copy_dates(from, n, size, setup->n_readings ? bytes / size / setup->n_readings : 0, setup, to);
    } else if (row->place == FINAL) {
        for (size_t r = 0; r < bytes / size; r++) {
            memcpy((char *)to + r * size, from + (r * n + n - 1) * size, size);
        }
    } else {
        memcpy(to, from, bytes);
    }
}
