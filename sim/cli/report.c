/* Wording and columns of the page; the numbers come from experiment/findings. */
#include "cli/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"
#include "cli/table.h"
#include "experiment/progress.h"
#include "scenario/date.h"

#define MIN_SCORE 20   /* replications below which a score against the record says nothing */
#define BAND 30        /* columns of the drawn band, with --wide */
#define NARROW_BAND 15 /* and without */

static const double levels[3] = { 0.05, 0.5, 0.95 };

void wai_report_date(const struct wai_findings *findings, double day, char text[11])
{
    wai_date_write(findings->setup->start_day + (int32_t)floor(day + 0.5), text);
}

/* A number of things: whole, or with one decimal. */
static const char *tidy(double value, char *text, size_t size)
{
    (void)snprintf(text, size, fabs(value - floor(value + 0.5)) < 0.05 ? "%.0f" : "%.1f", value);
    return text;
}

static void quantiles(const uint32_t *counts, size_t n_bins, double out[3])
{
    for (int q = 0; q < 3; q++) {
        out[q] = wai_findings_quantile(counts, n_bins, levels[q]);
    }
}

static double mean_of(const uint32_t *counts, size_t n_bins)
{
    double sum = 0, n = 0;

    for (size_t bin = 0; bin < n_bins; bin++) {
        sum += (double)bin * counts[bin];
        n += counts[bin];
    }
    return sum / n;
}

/* Day of entry into force among replications in which it came, and their share. */
static double force_of(const struct wai_findings *findings, double out[3])
{
    size_t never = (size_t)findings->setup->n_days;

    quantiles(findings->force, never, out);
    return 1.0 - findings->force[never] / (double)findings->n;
}

static void print_heading(const struct wai_report *report, const struct wai_findings *findings,
                          const struct wai_talk *talk)
{
    const struct wai_setup *setup = findings->setup;
    char start[WAI_DATE_TEXT], end[WAI_DATE_TEXT], n[32], asked[48] = "";
    int interrupted = findings->n + report->n_failed < report->n_asked;

    wai_date_write(setup->start_day, start);
    wai_date_write(setup->start_day + setup->n_days, end);
    wai_progress_count(findings->n, n, sizeof n);
    if (interrupted) {
        (void)snprintf(asked, sizeof asked, " of ");
        wai_progress_count(report->n_asked, asked + 4, sizeof asked - 4);
    }
    printf("%s", wai_talk_style(talk, WAI_TALK_STRONG));
    wai_table_prose(report->title, 0, 0);
    printf("%s", wai_talk_plain(talk));
    if (report->deviations[0] != '\0') {
        printf("with ");
        wai_table_prose(report->deviations, 5, 5);
    }
    if (report->question && report->question[0] != '\0') {
        wai_table_prose(report->question, 0, 0);
    }
    printf("%zu countries, %s to %s, %s%s replication%s%s, seed %s", findings->n_countries, start, end, n,
           asked, findings->n == 1 && !interrupted ? "" : "s", interrupted ? " (interrupted)" : "",
           report->seed);
    if (report->n_failed > 0) {
        printf(", %zu more failed", report->n_failed);
    }
    printf("\n");
}

static const char *kind_text(enum wai_calendar_kind kind)
{
    return kind == WAI_CALENDAR_CEREMONY ? "ceremony" : "deadline";
}

/* Adds the columns of a number of things: three quantiles, or one number of one history. */
static void add_quantile_heads(struct wai_table *table, int single)
{
    wai_table_column(table, single ? "number" : "5 %", NULL, WAI_TABLE_RIGHT);
    if (!single) {
        wai_table_column(table, "median", NULL, WAI_TABLE_RIGHT);
        wai_table_column(table, "95 %", NULL, WAI_TABLE_RIGHT);
    }
}

static void add_quantiles(struct wai_table *table, const double q[3], int single)
{
    char text[32];

    for (int k = 0; k < 3; k++) {
        if (!single || k == 1) {
            wai_table_cell(table, "%s", isnan(q[k]) ? "-" : tidy(q[k], text, sizeof text));
        }
    }
}

/* Signatures by the days of the calendar, and how well they meet the record where that can be told. */
static enum wai_status print_signatures(const struct wai_findings *findings, const struct wai_talk *talk)
{
    struct wai_table table = { .n_keys = 1 }, fit = { .n_keys = 1 };
    size_t bins = findings->n_countries + 1;
    int single = findings->n == 1;
    int in_sample = 0;
    enum wai_status status = WAI_OK;

    wai_table_column(&table, "Signatures by", NULL, WAI_TABLE_LEFT);
    add_quantile_heads(&table, single);
    if (!single) {
        wai_table_column(&table, "mean", NULL, WAI_TABLE_RIGHT);
    }
    wai_table_column(&table, "recorded", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&fit, "Against the record", NULL, WAI_TABLE_LEFT);
    wai_table_column(&fit, "AUC", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&fit, "log score", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&fit, "(no model)", NULL, WAI_TABLE_RIGHT);
    for (size_t d = 0; status == WAI_OK && d < findings->n_dates; d++) {
        const uint32_t *counts = findings->signatures + d * bins;
        struct wai_findings_score score;
        char date[WAI_DATE_TEXT];
        double q[3];

        status = wai_findings_compare(findings, d, &score);
        wai_report_date(findings, findings->date_day[d], date);
        quantiles(counts, bins, q);
        wai_table_cell(&table, "%s %s", date, kind_text(findings->date_kind[d]));
        add_quantiles(&table, q, single);
        if (!single) {
            wai_table_number(&table, "%.1f", mean_of(counts, bins));
        }
        wai_table_number(&table, "%.0f", score.known ? (double)score.n_recorded : (double)NAN);
        if (score.known && findings->n >= MIN_SCORE) {
            wai_table_cell(&fit, "%s %s%s", date, kind_text(findings->date_kind[d]),
                           score.in_sample ? ", in-sample" : "");
            in_sample |= score.in_sample;
            wai_table_number(&fit, "%.3f", score.auc);
            wai_table_number(&fit, "%.3f", score.log_score);
            wai_table_number(&fit, "%.3f", score.base_log_score);
        }
    }
    for (int t = 0; status == WAI_OK && t < 2; t++) {
        struct wai_table *each = t == 0 ? &table : &fit;

        if (each->n_cells > 0) {
            printf("\n");
            status = wai_table_print(each, talk);
        }
    }
    if (status == WAI_OK && in_sample) {
        printf("%sin-sample: parameters were tuned on this record; it shows a fit, no forecast%s\n",
               wai_talk_style(talk, WAI_TALK_FAINT), wai_talk_plain(talk));
    }
    wai_table_free(&table);
    wai_table_free(&fit);
    return status;
}

static void print_force(const struct wai_findings *findings, const struct wai_talk *talk)
{
    double q[3], share = force_of(findings, q);
    char dates[3][WAI_DATE_TEXT];

    printf("\n%sEntry into force%s  ", wai_talk_style(talk, WAI_TALK_STRONG), wai_talk_plain(talk));
    if (share <= 0) {
        printf("never\n");
        return;
    }
    for (int k = 0; k < 3; k++) {
        wai_report_date(findings, q[k], dates[k]);
    }
    if (findings->n == 1) {
        printf("%s\n", dates[1]);
    } else {
        printf("median %s (5 %% %s, 95 %% %s)\n%18sin %.1f %% of replications\n", dates[1], dates[0],
               dates[2], "", 100 * share);
    }
    if (findings->dissolved[0] > 0) {
        printf("Dissolved in %.1f %% of replications\n",
               100.0 * findings->dissolved[0] / (double)findings->n);
    }
}

/* "   [--o----]" over 0 .. n in `width` columns. */
static void draw_band(const double q[3], double n, int width, char band[BAND + 1])
{
    int at[3];

    memset(band, ' ', (size_t)width);
    for (int k = 0; k < 3; k++) {
        at[k] = (int)(q[k] / n * (width - 1) + 0.5);
    }
    for (int k = at[0]; k <= at[2]; k++) {
        band[k] = '-';
    }
    band[at[0]] = '[';
    band[at[2]] = ']';
    band[at[1]] = 'o';
    band[at[2] + 1] = '\0';
}

static enum wai_status print_years(const struct wai_findings *findings, const struct wai_talk *talk)
{
    struct wai_table table = { .n_keys = 1 };
    size_t bins = findings->n_countries + 1;
    int single = findings->n == 1;
    enum wai_status status;

    wai_table_column(&table, "Members on", NULL, WAI_TABLE_LEFT);
    add_quantile_heads(&table, single);
    wai_table_column(&table, "signed", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&table, "GDP share", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&table, "in us", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&table, "in rights", NULL, WAI_TABLE_RIGHT);
    if (!single) {
        wai_table_column(&table, "0 to all countries", "0 .. all", WAI_TABLE_LEFT);
    }
    for (size_t k = 0; k < findings->n_years; k++) {
        char date[WAI_DATE_TEXT], band[BAND + 1];
        double q[3];

        wai_report_date(findings, findings->day[k], date);
        quantiles(findings->members + k * bins, bins, q);
        wai_table_cell(&table, "%s", date);
        add_quantiles(&table, q, single);
        wai_table_number(&table, "%.1f", wai_findings_mean(findings, k, WAI_FINDINGS_SIGNED));
        wai_table_number(&table, "%.1f %%", 100 * wai_findings_mean(findings, k, WAI_FINDINGS_GDP_SHARE));
        wai_table_number(&table, "%.1f", wai_findings_mean(findings, k, WAI_FINDINGS_US));
        wai_table_number(&table, "%.1f", wai_findings_mean(findings, k, WAI_FINDINGS_RIGHTS));
        if (!single) {
            draw_band(q, (double)findings->n_countries, talk->wide ? BAND : NARROW_BAND, band);
            wai_table_cell(&table, "%s", band);
        }
    }
    printf("\n");
    status = wai_table_print(&table, talk);
    if (!single) {
        printf("%ssigned, GDP share (sponsor included) and rivals' members are means%s\n",
               wai_talk_style(talk, WAI_TALK_FAINT), wai_talk_plain(talk));
    }
    return status;
}

static void add_joiner(struct wai_table *table, const struct wai_findings *findings, size_t rank, size_t i)
{
    const struct wai_setup *setup = findings->setup;
    size_t last = findings->n_dates - 1;
    int32_t day = setup->recorded_signed_day ? setup->recorded_signed_day[i] : INT32_MIN;
    char date[WAI_DATE_TEXT] = "-";

    wai_table_cell(table, "%zu", rank);
    wai_table_cell(table, "%s", setup->tables.iso3[i]);
    wai_table_cell(table, "%s", setup->tables.name[i]);
    if (findings->n > 1) {
        wai_table_number(table, "%.3f", findings->joined[i] / (double)findings->n);
    }
    wai_table_number(table, "%.0f", floor(wai_findings_join_year(findings, i)));
    if (findings->n_dates > 0) {
        if (findings->n > 1) {
            wai_table_number(table, "%.3f",
                             findings->signed_by[last * findings->n_countries + i] / (double)findings->n);
        }
        if (day != INT32_MIN) {
            wai_report_date(findings, day, date);
        }
        wai_table_cell(table, "%s", date);
    }
}

static void add_joiner_heads(struct wai_table *table, const struct wai_findings *findings)
{
    wai_table_column(table, "", NULL, WAI_TABLE_RIGHT);
    wai_table_column(table, "", NULL, WAI_TABLE_LEFT);
    wai_table_column(table, findings->n > 1 ? "Likeliest joiners" : "First joiners", NULL, WAI_TABLE_LEFT);
    if (findings->n > 1) {
        wai_table_column(table, "member\never", NULL, WAI_TABLE_RIGHT);
    }
    wai_table_column(table, findings->n > 1 ? "median\nyear" : "year", NULL, WAI_TABLE_RIGHT);
    if (findings->n_dates > 0) {
        char date[WAI_DATE_TEXT], head[32];

        wai_report_date(findings, findings->date_day[findings->n_dates - 1], date);
        (void)snprintf(head, sizeof head, "signed\n%.7s", date);
        if (findings->n > 1) {
            wai_table_column(table, head, NULL, WAI_TABLE_RIGHT);
        }
        wai_table_column(table, "recorded\nsignature", NULL, WAI_TABLE_LEFT);
    }
    table->n_keys = 3;
}

static enum wai_status print_joiners(const struct wai_report *report, const struct wai_findings *findings,
                                     const struct wai_talk *talk)
{
    uint32_t *order = calloc(report->n_joiners + 1, sizeof *order);
    struct wai_table table = { 0 };
    enum wai_status status = WAI_OK;
    size_t n;

    if (!order) {
        return WAI_ERR_MEMORY;
    }
    n = wai_findings_joiners(findings, order, report->n_joiners);
    add_joiner_heads(&table, findings);
    for (size_t k = 0; k < n; k++) {
        add_joiner(&table, findings, k + 1, order[k]);
    }
    printf("\n");
    if (n == 0) {
        printf("Nobody joins\n");
    } else {
        status = wai_table_print(&table, talk);
    }
    wai_table_free(&table);
    free(order);
    return status;
}

enum wai_status wai_report_print(const struct wai_report *report, const struct wai_findings *findings,
                                 const struct wai_talk *talk)
{
    enum wai_status status;

    print_heading(report, findings, talk);
    if (findings->n == 0) {
        return WAI_OK;
    }
    status = print_signatures(findings, talk);
    if (status == WAI_OK) {
        print_force(findings, talk);
        status = print_years(findings, talk);
    }
    if (status == WAI_OK) {
        status = print_joiners(report, findings, talk);
    }
    if (status == WAI_OK && report->output) {
        printf("\nAll of it: %s%s%s\n", wai_talk_style(talk, WAI_TALK_STRONG), report->output,
               wai_talk_plain(talk));
    }
    return status;
}
