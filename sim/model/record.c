/* Memory and growing lists of what a replication leaves behind. */
#include "model/record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct wai_series_info wai_series_table[WAI_N_SERIES] = {
#define WAI_SERIES_ROW(member, is_count, unit, meaning) { #member, is_count, unit, meaning },
    WAI_SERIES(WAI_SERIES_ROW)
#undef WAI_SERIES_ROW
};

const char *const wai_first_names[WAI_N_FIRST] = { "interested", "signed", "member", "withdrawn" };

/* calloc of a product that may be zero. */
static void *array(size_t n, size_t m, size_t size)
{
    return n && m ? calloc(n, m * size) : calloc(1, size);
}

/* Memory of a table; 0 when there is none. */
static int table_init(struct wai_record_table *table, size_t n_countries, size_t n)
{
    table->n = n;
    table->series = array(WAI_N_SERIES, n, sizeof *table->series);
    table->service = array(WAI_N_INCENTIVES, n, sizeof *table->service);
    table->n_status = array(WAI_N_STATUSES, n, sizeof *table->n_status);
    table->country_status = array(n_countries, n, sizeof *table->country_status);
    return table->series && table->service && table->n_status && table->country_status;
}

static void table_free(struct wai_record_table *table)
{
    free(table->series);
    free(table->service);
    free(table->n_status);
    free(table->country_status);
}

size_t wai_record_bytes(const struct wai_setup *setup)
{
    const struct wai_record *record = NULL; /* for sizes alone */
    size_t n = setup->tables.n_countries;
    size_t times = wai_setup_n_accounts(setup) + setup->n_readings + 1;

    return times * (WAI_N_SERIES * sizeof *record->series + WAI_N_INCENTIVES * sizeof *record->service +
                    WAI_N_STATUSES * sizeof *record->n_status + n * sizeof *record->country_status) +
           n * (WAI_N_FIRST * sizeof *record->first + sizeof *record->final_status);
}

enum wai_status wai_record_init(struct wai_record *record, const struct wai_setup *setup,
                                struct wai_record_wants wants)
{
    size_t n = setup->tables.n_countries;
    size_t times = wai_setup_n_accounts(setup);
    int complete;

    *record = (struct wai_record){ .n_countries = n, .n_times = times, .wants = wants };
    complete = table_init(&record->readings, n, setup->n_readings + 1);
    record->series = array(WAI_N_SERIES, times, sizeof *record->series);
    record->service = array(WAI_N_INCENTIVES, times, sizeof *record->service);
    record->n_status = array(WAI_N_STATUSES, times, sizeof *record->n_status);
    record->first = array(WAI_N_FIRST, n, sizeof *record->first);
    record->final_status = array(n, 1, sizeof *record->final_status);
    record->country_status = array(n, times, sizeof *record->country_status);
    record->capability = wants.countries ? array(n, times, sizeof *record->capability) : NULL;
    if (!complete || !record->series || !record->service || !record->n_status || !record->first ||
        !record->final_status || !record->country_status || (wants.countries && !record->capability)) {
        wai_record_free(record);
        return WAI_ERR_MEMORY;
    }
    wai_record_clear(record);
    return WAI_OK;
}

void wai_record_free(struct wai_record *record)
{
    table_free(&record->readings);
    free(record->series);
    free(record->service);
    free(record->n_status);
    free(record->first);
    free(record->final_status);
    free(record->country_status);
    free(record->capability);
    free(record->log);
    free(record->decisions);
    *record = (struct wai_record){ 0 };
}

enum wai_status wai_record_fit(struct wai_record *record, const struct wai_setup *setup,
                               struct wai_record_wants wants)
{
    const struct wai_record_wants *has = &record->wants;

    if (record->series && record->n_countries == setup->tables.n_countries &&
        record->n_times == wai_setup_n_accounts(setup) && record->readings.n == setup->n_readings + 1 &&
        has->countries == wants.countries && has->events == wants.events &&
        has->decisions == wants.decisions) {
        return WAI_OK;
    }
    wai_record_free(record);
    return wai_record_init(record, setup, wants);
}

void wai_record_clear(struct wai_record *record)
{
    for (size_t i = 0; i < WAI_N_FIRST * record->n_countries; i++) {
        record->first[i] = NAN;
    }
    record->entry_into_force_years = NAN;
    record->operation_years = NAN;
    record->dissolution_years = NAN;
    record->n_log = 0;
    record->n_decisions = 0;
    record->n_events_handled = 0;
    memset(record->events_by_type, 0, sizeof record->events_by_type);
}

/* Makes room for one more element; the list stays as it was when memory is out. */
static enum wai_status grow(void **list, size_t length, size_t *capacity, size_t size)
{
    size_t wanted = *capacity ? 2 * *capacity : 1024;
    void *grown;

    if (length < *capacity) {
        return WAI_OK;
    }
    grown = realloc(*list, wanted * size);
    if (!grown) {
        return WAI_ERR_MEMORY;
    }
    *list = grown;
    *capacity = wanted;
    return WAI_OK;
}

enum wai_status wai_record_log(struct wai_record *record, const struct wai_log_row *row)
{
    void *list = record->log;
    enum wai_status status = grow(&list, record->n_log, &record->log_capacity, sizeof *row);

    record->log = list;
    if (status == WAI_OK) {
        record->log[record->n_log++] = *row;
    }
    return status;
}

enum wai_status wai_record_decision(struct wai_record *record, const struct wai_decision_row *row)
{
    void *list = record->decisions;
    enum wai_status status = grow(&list, record->n_decisions, &record->decisions_capacity, sizeof *row);

    record->decisions = list;
    if (status == WAI_OK) {
        record->decisions[record->n_decisions++] = *row;
    }
    return status;
}
