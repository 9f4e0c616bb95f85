/* The same numbers as on the screen, unrounded.  Dates: years since the start of the first item, and as
 * dates. */
#include "cli/comparison_data.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/json.h"
#include "cli/locate.h"
#include "model/setup.h"
#include "scenario/date.h"

static const char *const kinds[] = {
    [WAI_DEFINITION_NUMBER] = "number", [WAI_DEFINITION_SHARE] = "share", [WAI_DEFINITION_DATE] = "date"
};
static const struct wai_contrast_summary no_summary = {
    .mean = NAN, .sd = NAN, .interval = { NAN, NAN }, .low = NAN, .median = NAN, .high = NAN
};
static const struct wai_contrast no_contrast = { .mean = NAN,
                                                 .interval = { NAN, NAN },
                                                 .p_greater = NAN,
                                                 .p_equal = NAN,
                                                 .p_less = NAN,
                                                 .narrowing = NAN,
                                                 .p_value = NAN };

/* One row: a metric or a country of an item. */
struct row {
    const char *name, *label, *meaning, *unit, *kind, *code, *country;
    int is_base, paired;
    size_t unknown; /* replications without the number */
    int32_t day;    /* INT32_MIN: none */
    int at_account;
    double start, scale; /* subtracted from values, then divided by: 0 and 1 but for dates */
    const struct wai_contrast_summary *summary, *base; /* base: A in the same replications */
    const struct wai_contrast *contrast;
    double p_holm;
};

static size_t count_known(const struct wai_lineup *lineup, const struct wai_lineup_metric *metric,
                          size_t item)
{
    const double *values = wai_lineup_values(lineup, metric, item);
    size_t n = 0;

    for (size_t r = 0; r < lineup->n_replicates; r++) {
        n += isnan(values[r]) ? 0 : 1;
    }
    return n;
}

static struct row row_of_metric(const struct wai_verdicts *verdicts, size_t m, size_t i)
{
    const struct wai_lineup *lineup = verdicts->lineup;
    const struct wai_lineup_metric *metric = &lineup->metrics[m];
    const struct wai_contrast *contrast = i > 0 ? &verdicts->of[i].contrasts[m] : &no_contrast;
    int date = metric->kind == WAI_DEFINITION_DATE;

    return (struct row){ .name = metric->name,
                         .label = lineup->items[i].label,
                         .meaning = metric->meaning,
                         .unit = date ? "year" : metric->unit,
                         .kind = kinds[metric->kind],
                         .code = "",
                         .country = "",
                         .is_base = i == 0,
                         .paired = i > 0 && verdicts->of[i].paired,
                         .unknown = lineup->items[i].n_done - count_known(lineup, metric, i),
                         .day = metric->day,
                         .at_account = metric->at_account,
                         .start = date ? lineup->items[0].run.start_day : 0,
                         .scale = date ? WAI_DAYS_PER_YEAR : 1,
                         .summary = i > 0 ? &contrast->b : &verdicts->base[m],
                         .base = i > 0 ? &contrast->a : &no_summary,
                         .contrast = contrast,
                         .p_holm = i > 0 ? verdicts->of[i].p_holm[m] : (double)NAN };
}

static struct row row_of_country(const struct wai_verdicts *verdicts, size_t i, size_t k)
{
    const struct wai_lineup *lineup = verdicts->lineup;
    const struct wai_verdict_change *change = &verdicts->of[i].changes[k];

    return (struct row){ .name = "joined",
                         .label = lineup->items[i].label,
                         .meaning = "member at some time",
                         .unit = "",
                         .kind = "country",
                         .code = lineup->countries[change->country],
                         .country = lineup->names[change->country],
                         .paired = verdicts->of[i].paired,
                         .day = lineup->day,
                         .scale = 1,
                         .summary = &change->contrast.b,
                         .base = &change->contrast.a,
                         .contrast = &change->contrast,
                         .p_holm = change->p_holm };
}

/* A value as a date; "" when it is not one or not known. */
static const char *date_of(const struct row *row, double value, char text[WAI_DATE_TEXT])
{
    text[0] = '\0';
    if (strcmp(row->kind, "date") == 0 && !isnan(value)) {
        wai_date_write((int32_t)floor(value), text);
    }
    return text;
}

/* ---- the columns: of CSV, and members of JSON ---- */

enum { MOST_NUMBERS = 32 };

/* Numbers of a row, with their names, in the order of the table. */
struct numbers {
    size_t n;
    const char *names[MOST_NUMBERS];
    double values[MOST_NUMBERS];
};

static void add(struct numbers *numbers, const char *name, double value)
{
    numbers->names[numbers->n] = name;
    numbers->values[numbers->n++] = value;
}

static double place(const struct row *row, double value)
{
    return (value - row->start) / row->scale;
}

/* Those that have always been there, then the later ones. */
static void list_first(const struct row *row, struct numbers *numbers)
{
    const struct wai_contrast *c = row->contrast;

    add(numbers, "mean", place(row, row->summary->mean));
    add(numbers, "sd", row->summary->sd / row->scale);
    add(numbers, "q05", place(row, row->summary->low));
    add(numbers, "q50", place(row, row->summary->median));
    add(numbers, "q95", place(row, row->summary->high));
    add(numbers, "difference", c->mean / row->scale);
    add(numbers, "low", c->interval.low / row->scale);
    add(numbers, "high", c->interval.high / row->scale);
    add(numbers, "p_greater", c->p_greater);
    add(numbers, "p_equal", c->p_equal);
    add(numbers, "narrowing", c->narrowing);
}

static void list_later(const struct row *row, struct numbers *numbers)
{
    const struct wai_contrast *c = row->contrast;

    add(numbers, "p_less", c->p_less);
    add(numbers, "p_value", c->p_value);
    add(numbers, "p_holm", row->p_holm);
    add(numbers, "mean_low", place(row, row->summary->interval.low));
    add(numbers, "mean_high", place(row, row->summary->interval.high));
    add(numbers, "a_mean", place(row, row->base->mean));
    add(numbers, "a_q05", place(row, row->base->low));
    add(numbers, "a_q50", place(row, row->base->median));
    add(numbers, "a_q95", place(row, row->base->high));
}

/* ---- JSON ---- */

static void json_numbers(struct wai_json *json, const struct row *row)
{
    struct numbers numbers = { 0 };

    list_first(row, &numbers);
    list_later(row, &numbers);
    for (size_t k = 0; k < numbers.n; k++) {
        int of_base = row->is_base && (k >= 5 && strncmp(numbers.names[k], "mean_", 5) != 0);

        if (!of_base) {
            wai_json_member_number(json, numbers.names[k], numbers.values[k]);
        }
    }
}

static void json_metric(struct wai_json *json, const struct row *row)
{
    char text[WAI_DATE_TEXT];

    wai_json_key(json, row->name);
    wai_json_open(json, '{');
    wai_json_member_text(json, "meaning", row->meaning);
    wai_json_member_text(json, "kind", row->kind);
    wai_json_member_text(json, "unit", row->unit);
    if (row->day != INT32_MIN) {
        wai_date_write(row->day, text);
        wai_json_member_text(json, "date", text);
        wai_json_key(json, "at_account");
        wai_json_flag(json, row->at_account);
    }
    wai_json_member_whole(json, "n", (long long)row->summary->n);
    wai_json_member_whole(json, "unknown", (long long)row->unknown);
    json_numbers(json, row);
    if (strcmp(row->kind, "date") == 0) {
        wai_json_member_text(json, "mean_date", date_of(row, row->summary->mean, text));
        wai_json_member_text(json, "q05_date", date_of(row, row->summary->low, text));
        wai_json_member_text(json, "q50_date", date_of(row, row->summary->median, text));
        wai_json_member_text(json, "q95_date", date_of(row, row->summary->high, text));
        wai_json_member_number(json, "difference_days", row->contrast->mean);
    }
    wai_json_close(json, '}');
}

static void json_country(struct wai_json *json, const struct wai_lineup *lineup,
                         const struct wai_verdict_change *change)
{
    const struct wai_contrast *c = &change->contrast;

    wai_json_open(json, '{');
    wai_json_member_text(json, "country", lineup->countries[change->country]);
    wai_json_member_text(json, "name", lineup->names[change->country]);
    wai_json_member_whole(json, "n", (long long)c->n);
    wai_json_member_number(json, "before", c->a.mean);
    wai_json_member_number(json, "after", c->b.mean);
    wai_json_member_number(json, "difference", c->mean);
    wai_json_member_number(json, "low", c->interval.low);
    wai_json_member_number(json, "high", c->interval.high);
    wai_json_member_number(json, "p_value", c->p_value);
    wai_json_member_number(json, "p_holm", change->p_holm);
    wai_json_close(json, '}');
}

static void json_item(struct wai_json *json, const struct wai_verdicts *verdicts, size_t i, size_t n_top)
{
    const struct wai_lineup *lineup = verdicts->lineup;
    const struct wai_verdict *verdict = &verdicts->of[i];

    wai_json_open(json, '{');
    wai_json_member_text(json, "label", lineup->items[i].label);
    wai_json_member_whole(json, "replications", (long long)lineup->items[i].n_done);
    if (i > 0) {
        wai_json_key(json, "paired");
        wai_json_flag(json, verdict->paired);
        wai_json_member_text(json, "why_not", verdict->paired ? NULL : verdict->why);
        wai_json_member_whole(json, "pairs", verdict->paired ? (long long)verdict->n_common : 0);
        wai_json_member_whole(json, "countries_found", (long long)verdict->n_found);
    }
    wai_json_key(json, "metrics");
    wai_json_open(json, '{');
    for (size_t m = 0; m < lineup->n_metrics; m++) {
        const struct row row = row_of_metric(verdicts, m, i);

        json_metric(json, &row);
    }
    wai_json_close(json, '}');
    wai_json_key(json, "countries");
    wai_json_open(json, '[');
    for (size_t k = 0; i > 0 && k < verdict->n_found && k < n_top; k++) {
        json_country(json, lineup, &verdict->changes[k]);
    }
    wai_json_close(json, ']');
    wai_json_close(json, '}');
}

void wai_comparison_data_json(const struct wai_verdicts *verdicts, size_t n_top)
{
    const struct wai_lineup *lineup = verdicts->lineup;
    struct wai_json json = { 0 };
    char date[WAI_DATE_TEXT];

    wai_date_write(lineup->day, date);
    wai_json_open(&json, '{');
    wai_json_member_number(&json, "confidence", WAI_VERDICT_CONFIDENCE);
    wai_json_member_text(&json, "date", date);
    wai_json_member_whole(&json, "comparisons", (long long)verdicts->n_comparisons);
    wai_json_member_whole(&json, "country_comparisons", (long long)verdicts->n_country_comparisons);
    wai_json_member_number(&json, "country_confidence", verdicts->country_confidence);
    wai_json_key(&json, "scenarios");
    wai_json_open(&json, '[');
    for (size_t i = 0; i < lineup->n_items; i++) {
        json_item(&json, verdicts, i, n_top);
    }
    wai_json_close(&json, ']');
    wai_json_key(&json, "left_out");
    wai_json_open(&json, '{');
    for (size_t k = 0; k < lineup->n_left; k++) {
        wai_json_member_text(&json, lineup->left[k].name, lineup->left[k].why);
    }
    wai_json_close(&json, '}');
    wai_json_close(&json, '}');
}

/* ---- CSV ---- */

/* A number of a cell: nothing when it is not known. */
static void put_number(FILE *file, double value)
{
    if (isnan(value)) {
        (void)fputc(',', file);
    } else {
        (void)fprintf(file, ",%.10g", value);
    }
}

/* A text of a cell, quoted where it must be. */
static void put_text(FILE *file, const char *text)
{
    int quoted = strpbrk(text, ",\"\n\r") != NULL;

    (void)fputs(quoted ? "\"" : "", file);
    for (; *text != '\0'; text++) {
        (void)fputs(*text == '"' ? "\"" : "", file);
        (void)fputc(*text, file);
    }
    (void)fputs(quoted ? "\"" : "", file);
}

static void put_more(FILE *file, const char *text)
{
    (void)fputc(',', file);
    put_text(file, text);
}

static void put_row(FILE *file, const struct row *row)
{
    struct numbers numbers = { 0 };
    char text[WAI_DATE_TEXT];

    list_first(row, &numbers);
    list_later(row, &numbers);
    put_text(file, row->name);
    put_more(file, row->label);
    (void)fprintf(file, ",%d,%zu", row->paired, row->summary->n);
    for (size_t k = 0; k < numbers.n; k++) {
        put_number(file, numbers.values[k]);
    }
    (void)fprintf(file, ",%zu", row->unknown);
    put_more(file, date_of(row, row->summary->mean, text));
    put_more(file, date_of(row, row->summary->low, text));
    put_more(file, date_of(row, row->summary->median, text));
    put_more(file, date_of(row, row->summary->high, text));
    text[0] = '\0';
    if (row->day != INT32_MIN) {
        wai_date_write(row->day, text);
    }
    put_more(file, text);
    put_more(file, row->kind);
    put_more(file, row->unit);
    put_more(file, row->meaning);
    put_more(file, row->code);
    put_more(file, row->country);
    (void)fputc('\n', file);
}

static void put_table(FILE *file, const struct wai_verdicts *verdicts)
{
    const struct wai_lineup *lineup = verdicts->lineup;
    const struct row none = {
        .scale = 1, .summary = &no_summary, .base = &no_summary, .contrast = &no_contrast
    };
    struct numbers numbers = { 0 };

    list_first(&none, &numbers);
    list_later(&none, &numbers);
    (void)fputs("metric,scenario,paired,n", file);
    for (size_t k = 0; k < numbers.n; k++) {
        (void)fprintf(file, ",%s", numbers.names[k]);
    }
    (void)fputs(",unknown,mean_date,q05_date,q50_date,q95_date,date,kind,unit,meaning,country,country_name\n",
                file);
    for (size_t m = 0; m < lineup->n_metrics; m++) {
        for (size_t i = 0; i < lineup->n_items; i++) {
            const struct row row = row_of_metric(verdicts, m, i);

            put_row(file, &row);
        }
    }
    for (size_t i = 1; i < lineup->n_items; i++) {
        for (size_t k = 0; k < verdicts->of[i].n_changes; k++) {
            const struct row row = row_of_country(verdicts, i, k);

            put_row(file, &row);
        }
    }
}

enum wai_status wai_comparison_data_csv(const struct wai_verdicts *verdicts, const char *path, int force,
                                        struct wai_error *err)
{
    FILE *file;
    enum wai_status status = wai_locate_create(path, force, &file, err);

    if (status != WAI_OK) {
        return status;
    }
    put_table(file, verdicts);
    return wai_locate_close(path, file, err);
}
