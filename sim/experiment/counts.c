/* Series, dates and countries of a comparison. */
#include "experiment/counts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/date.h"

#define BLOCK ((size_t)256) /* replications read at once */
#define ROUNDING_DAYS 0.25  /* files keep dates to 2^-10 years */

static const enum wai_series compared[] = { WAI_SERIES_n_members, WAI_SERIES_n_signed, WAI_SERIES_n_us,
                                            WAI_SERIES_n_rights };
static const char *const dates[] = { "entry_into_force", "operation" };
#define N_COMPARED (sizeof compared / sizeof *compared)
#define N_DATES (sizeof dates / sizeof *dates)

/* Where a series is read in an item: dataset, and place behind the replications (SIZE_MAX: none). */
struct source {
    char dataset[80];
    size_t place;
};

static enum wai_status no_memory(struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the comparison");
}

/* ---- series ---- */

static struct wai_lineup_metric *add_series(struct wai_lineup *lineup, enum wai_series series, int32_t day,
                                            int at_account)
{
    const struct wai_series_info *info = &wai_series_table[series];
    struct wai_lineup_metric *metric = wai_lineup_add(lineup, info->name);
    char date[WAI_DATE_TEXT];

    if (metric) {
        wai_date_write(day, date);
        metric->day = day;
        metric->at_account = at_account;
        (void)snprintf(metric->unit, sizeof metric->unit, "%s", info->unit);
        (void)snprintf(metric->meaning, sizeof metric->meaning, "%s %s %s", info->name,
                       at_account ? "at the account of" : "on", date);
    }
    return metric;
}

/* Position of the day on the file's axis of dates; SIZE_MAX: it is not there. */
static size_t find_date(const struct wai_contender *contender, int32_t day)
{
    for (size_t i = 0; i < contender->n_dates; i++) {
        if (contender->run.start_day + contender->dates[i] == day) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Does the file keep the series at the very end of the day? */
static int find_exact(const struct wai_shelf *shelf, size_t item, const char *series, struct source *source)
{
    const struct wai_contender *contender = &shelf->lineup->items[item];
    struct wai_reader *reader = shelf->readers[item];
    int32_t day = shelf->lineup->day;

    (void)snprintf(source->dataset, sizeof source->dataset, "final_%s", series);
    source->place = SIZE_MAX;
    if (contender->run.end_day == day + 1 && wai_contender_has(contender, reader, source->dataset, 0)) {
        return 1;
    }
    (void)snprintf(source->dataset, sizeof source->dataset, "at_%s", series);
    source->place = find_date(contender, day);
    return source->place != SIZE_MAX && wai_contender_has(contender, reader, source->dataset, 1);
}

/* The first item that does not keep the series at accounts; n_items: all do. */
static size_t without_accounts(const struct wai_shelf *shelf, const char *series)
{
    size_t i = 0;

    while (i < shelf->lineup->n_items &&
           wai_contender_has(&shelf->lineup->items[i], shelf->readers[i], series, 1)) {
        i++;
    }
    return i;
}

static enum wai_status read_series(struct wai_shelf *shelf, enum wai_series series, struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    const char *name = wai_series_table[series].name;
    struct source sources[WAI_LINEUP_MOST];
    size_t accounts[WAI_LINEUP_MOST];
    struct wai_lineup_metric *metric;
    int32_t day = lineup->day;
    int exact = 1;
    enum wai_status status = WAI_OK;

    for (size_t i = 0; i < lineup->n_items; i++) {
        exact = exact && find_exact(shelf, i, name, &sources[i]);
    }
    if (!exact) {
        if (without_accounts(shelf, name) < lineup->n_items) {
            return WAI_OK; /* that file tells nothing by replication */
        }
        day = wai_contender_account(lineup->items, lineup->n_items, day, accounts);
        if (day == INT32_MIN) {
            return wai_lineup_leave(lineup, name, "%s",
                                    "the files have no account on the same date; --exact runs them again");
        }
        for (size_t i = 0; i < lineup->n_items; i++) {
            (void)snprintf(sources[i].dataset, sizeof sources[i].dataset, "%s", name);
            sources[i].place = accounts[i];
        }
    }
    metric = add_series(lineup, series, day, !exact);
    status = metric ? WAI_OK : no_memory(err);
    for (size_t i = 0; status == WAI_OK && i < lineup->n_items; i++) {
        status = wai_contender_values(&lineup->items[i], shelf->readers[i], sources[i].dataset,
                                      sources[i].place, shelf->buffer, wai_lineup_values(lineup, metric, i),
                                      lineup->n_replicates, err);
    }
    return status;
}

/* ---- dates ---- */

static struct wai_lineup_metric *add_date(struct wai_lineup *lineup, const char *name)
{
    struct wai_lineup_metric *metric = wai_lineup_add(lineup, name);
    char date[WAI_DATE_TEXT];

    if (metric) {
        wai_date_write(lineup->day, date);
        metric->kind = WAI_DEFINITION_DATE;
        (void)snprintf(metric->meaning, sizeof metric->meaning, "%s, if by %s", name, date);
    }
    return metric;
}

static enum wai_status read_date(struct wai_shelf *shelf, const char *name, struct wai_error *err)
{
    struct wai_lineup_metric *metric;
    enum wai_status status;

    if (wai_shelf_without(shelf, name) < shelf->lineup->n_items) {
        return WAI_OK;
    }
    metric = add_date(shelf->lineup, name);
    status = metric ? wai_shelf_read(shelf, metric, err) : no_memory(err);
    if (status == WAI_OK) {
        wai_shelf_turn_into_days(shelf, metric);
    }
    return status;
}

/* ---- countries ---- */

/* Codes, names, sponsors; no countries and the reason when the items do not share them. */
static enum wai_status open_countries(struct wai_shelf *shelf, struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    size_t n = 0;
    enum wai_status status;

    for (size_t i = 0; i < lineup->n_items; i++) {
        if (strcmp(lineup->items[i].world, lineup->items[0].world) != 0) {
            (void)snprintf(lineup->no_countries, sizeof lineup->no_countries,
                           "the files have other countries");
            return WAI_OK;
        }
    }
    status = wai_reader_texts(shelf->readers[0], "country", &lineup->countries, &lineup->n_countries, err);
    if (status == WAI_OK) {
        status = wai_reader_texts(shelf->readers[0], "country_name", &lineup->names, &n, err);
    }
    if (status == WAI_OK && n != lineup->n_countries) {
        wai_reader_free_texts(lineup->names, n);
        lineup->names = NULL;
        return wai_error_add(err, WAI_ERR_FORMAT, "%s: not as many names as countries",
                             lineup->items[0].path);
    }
    if (status != WAI_OK) {
        return status;
    }
    lineup->fixed = calloc(n + 1, 1);
    for (size_t c = 0; lineup->fixed && c < n; c++) {
        for (size_t i = 0; i < lineup->n_items; i++) {
            lineup->fixed[c] |= strcmp(lineup->items[i].sponsor, lineup->countries[c]) == 0;
        }
    }
    return lineup->fixed && wai_lineup_open_countries(lineup) == WAI_OK ? WAI_OK : no_memory(err);
}

static void note_joined(struct wai_lineup *lineup, size_t item, size_t replicate, const double *first_member)
{
    uint8_t *joined = wai_lineup_joined(lineup, item, replicate);

    for (size_t c = 0; c < lineup->n_countries; c++) {
        joined[c] = (uint8_t)!isnan(wai_lineup_day(lineup, item, first_member[c]));
    }
}

/* First dates of membership of an item.  status[n_replicates]: NaN where a replication failed; rows: room for
 * BLOCK replications. */
static enum wai_status read_joined(struct wai_shelf *shelf, size_t item, double *status_codes, double *rows,
                                   struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    const struct wai_contender *contender = &lineup->items[item];
    size_t sweep = contender->point >= 0;
    size_t n = lineup->n_countries;
    struct wai_reader_part part = { 2 + sweep, { sweep ? (size_t)contender->point : 0 }, { 1, 1, 1 } };
    enum wai_status status = wai_contender_values(contender, shelf->readers[item], "final_status", 0,
                                                  shelf->buffer, status_codes, lineup->n_replicates, err);

    part.count[1 + sweep] = n;
    for (size_t first = 0; status == WAI_OK && first < contender->n_rows; first += BLOCK) {
        size_t count = contender->n_rows - first < BLOCK ? contender->n_rows - first : BLOCK;

        part.start[sweep] = first;
        part.count[sweep] = count;
        status = wai_reader_numbers(shelf->readers[item], "first_member", &part, rows, count * n, err);
        for (size_t r = 0; status == WAI_OK && r < count; r++) {
            size_t place = contender->places[first + r];

            if (!isnan(status_codes[place])) {
                note_joined(lineup, item, place, rows + r * n);
            }
        }
    }
    return status;
}

static enum wai_status read_countries(struct wai_shelf *shelf, struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    double *memory;
    enum wai_status status;

    for (size_t i = 0; i < lineup->n_items; i++) {
        if (!wai_contender_has(&lineup->items[i], shelf->readers[i], "first_member", 1) ||
            !wai_contender_has(&lineup->items[i], shelf->readers[i], "final_status", 1)) {
            (void)snprintf(lineup->no_countries, sizeof lineup->no_countries,
                           "%s has no dates by replication; run it with output.detail = \"replicates\", or "
                           "compare with --exact",
                           lineup->items[i].label);
            return WAI_OK;
        }
    }
    status = open_countries(shelf, err);
    memory = malloc((lineup->n_replicates + BLOCK * lineup->n_countries + 1) * sizeof *memory);
    for (size_t i = 0; status == WAI_OK && memory && lineup->n_countries > 0 && i < lineup->n_items; i++) {
        status = read_joined(shelf, i, memory, memory + lineup->n_replicates, err);
    }
    free(memory);
    return status == WAI_OK && !memory ? no_memory(err) : status;
}

enum wai_status wai_counts_read(struct wai_shelf *shelf, struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    for (size_t k = 0; status == WAI_OK && k < N_COMPARED; k++) {
        status = read_series(shelf, compared[k], err);
    }
    for (size_t k = 0; status == WAI_OK && k < N_DATES; k++) {
        status = read_date(shelf, dates[k], err);
    }
    return status == WAI_OK ? read_countries(shelf, err) : status;
}

/* ---- again ---- */

/* Where the values of an item go. */
struct notebook {
    struct wai_lineup *lineup;
    size_t item, first; /* metric: the series, then the dates */
};

static void take(void *context, const struct wai_retake_reading *reading)
{
    const struct notebook *notebook = context;
    struct wai_lineup *lineup = notebook->lineup;
    const struct wai_lineup_metric *metric = &lineup->metrics[notebook->first];
    size_t r = lineup->items[notebook->item].places[reading->row];
    const double years[N_DATES] = { reading->record->entry_into_force_years,
                                    reading->record->operation_years };

    for (size_t k = 0; k < N_COMPARED; k++) {
        wai_lineup_values(lineup, metric++, notebook->item)[r] = reading->series[compared[k]];
    }
    for (size_t k = 0; k < N_DATES; k++) {
        wai_lineup_values(lineup, metric++, notebook->item)[r] =
            wai_lineup_day(lineup, notebook->item, years[k]);
    }
    if (lineup->n_countries > 0) {
        note_joined(lineup, notebook->item, r,
                    reading->record->first + WAI_FIRST_MEMBER * reading->record->n_countries);
    }
}

/* Are the dates those that the file keeps? */
static enum wai_status check_dates(struct wai_shelf *shelf, size_t item, const double *again,
                                   struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    const struct wai_contender *contender = &lineup->items[item];
    double *kept = malloc((lineup->n_replicates + 1) * sizeof *kept);
    enum wai_status status = kept ? WAI_OK : no_memory(err);

    if (status == WAI_OK) {
        status = wai_contender_values(contender, shelf->readers[item], dates[0], SIZE_MAX, shelf->buffer,
                                      kept, lineup->n_replicates, err);
    }
    for (size_t i = 0; status == WAI_OK && i < contender->n_rows; i++) {
        size_t r = contender->places[i];
        double day = wai_contender_day(contender, kept[r]);

        if (!isnan(again[r]) && !(fabs(day - again[r]) <= ROUNDING_DAYS)) {
            status = wai_error_add(err, WAI_ERR_FORMAT,
                                   "%s: replication %d run again is not the one of the file, made by version "
                                   "%s: waico rerun tells what differs",
                                   contender->path, (int)contender->replicates[i], contender->version);
        }
    }
    free(kept);
    return status;
}

static enum wai_status add_all(struct wai_lineup *lineup)
{
    int well = 1;

    for (size_t k = 0; k < N_COMPARED; k++) {
        well = well && add_series(lineup, compared[k], lineup->day, 0);
    }
    for (size_t k = 0; k < N_DATES; k++) {
        well = well && add_date(lineup, dates[k]);
    }
    return well ? WAI_OK : WAI_ERR_MEMORY;
}

enum wai_status wai_counts_rerun(struct wai_shelf *shelf, const struct wai_retake_control *control,
                                 struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    struct notebook notebook = { .lineup = lineup, .first = lineup->n_metrics };
    const struct wai_retake retake = {
        .day = lineup->day, .control = control, .context = &notebook, .take = take
    };
    enum wai_status status = add_all(lineup) == WAI_OK ? open_countries(shelf, err) : no_memory(err);

    for (size_t i = 0; status == WAI_OK && i < lineup->n_items; i++) {
        notebook.item = i;
        status = wai_retake_run(&retake, &lineup->items[i], err);
        if (status == WAI_OK && wai_contender_has(&lineup->items[i], shelf->readers[i], dates[0], 0)) {
            const struct wai_lineup_metric *force = &lineup->metrics[notebook.first + N_COMPARED];

            status = check_dates(shelf, i, wai_lineup_values(lineup, force, i), err);
        }
    }
    return status;
}
