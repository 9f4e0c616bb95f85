/* Wording and columns of the page; the numbers come from experiment/findings. */
#include "cli/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"
#include "experiment/progress.h"
#include "scenario/date.h"

#define MIN_SCORE 20 /* replications below which a score against the record says nothing */
#define BAND 30      /* columns of the drawn band */

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
    printf("%s%s%s\n", wai_talk_style(talk, WAI_TALK_STRONG), report->title, wai_talk_plain(talk));
    if (report->deviations[0] != '\0') {
        printf("with %s\n", report->deviations);
    }
    if (report->question && report->question[0] != '\0') {
        printf("%s\n", report->question);
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

static enum wai_status print_signatures(const struct wai_findings *findings, const struct wai_talk *talk)
{
    size_t bins = findings->n_countries + 1;
    int single = findings->n == 1;

    if (findings->n_dates == 0) {
        return WAI_OK;
    }
    printf("\n%s%-24s%s%s", wai_talk_style(talk, WAI_TALK_STRONG), "Signatures by",
           single ? "  number" : "     5 %  median    95 %    mean", "  recorded");
    printf("%s%s\n", single ? "" : "     AUC  log score  (no model)", wai_talk_plain(talk));
    for (size_t d = 0; d < findings->n_dates; d++) {
        const uint32_t *counts = findings->signatures + d * bins;
        struct wai_findings_score score;
        enum wai_status status = wai_findings_compare(findings, d, &score);
        char date[WAI_DATE_TEXT], text[32];
        double q[3];

        if (status != WAI_OK) {
            return status;
        }
        wai_report_date(findings, findings->date_day[d], date);
        printf("%s %-13s", date, kind_text(findings->date_kind[d]));
        quantiles(counts, bins, q);
        for (int k = 0; k < 3; k++) {
            if (!single || k == 1) {
                printf("%8s", tidy(q[k], text, sizeof text));
            }
        }
        if (!single) {
            printf("%8.1f", mean_of(counts, bins));
        }
        if (score.known) {
            printf("%10zu", score.n_recorded);
        }
        if (score.known && findings->n >= MIN_SCORE) {
            printf("%8.3f%11.3f%12.3f", score.auc, score.log_score, score.base_log_score);
        }
        printf("\n");
    }
    return WAI_OK;
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
        printf("median %s, 5 %% %s, 95 %% %s; in %.1f %% of replications\n", dates[1], dates[0], dates[2],
               100 * share);
    }
    if (findings->dissolved[0] > 0) {
        printf("Dissolved in %.1f %% of replications\n",
               100.0 * findings->dissolved[0] / (double)findings->n);
    }
}

/* "   [--o----]   " over 0 .. n. */
static void print_band(const double q[3], double n)
{
    char band[BAND + 1];
    int at[3];

    memset(band, ' ', BAND);
    band[BAND] = '\0';
    for (int k = 0; k < 3; k++) {
        at[k] = (int)(q[k] / n * (BAND - 1) + 0.5);
    }
    for (int k = at[0]; k <= at[2]; k++) {
        band[k] = '-';
    }
    band[at[0]] = '[';
    band[at[2]] = ']';
    band[at[1]] = 'o';
    for (int k = BAND; k > 0 && band[k - 1] == ' '; k--) {
        band[k - 1] = '\0';
    }
    printf("  %s", band);
}

static void print_years(const struct wai_findings *findings, const struct wai_talk *talk)
{
    size_t bins = findings->n_countries + 1;
    int single = findings->n == 1;

    printf("\n%s%-12s%s  signed  GDP share  in us  in rights%s%s\n", wai_talk_style(talk, WAI_TALK_STRONG),
           "Members on", single ? "  number" : "     5 %  median    95 %",
           single ? "" : "  0 to all countries", wai_talk_plain(talk));
    for (size_t k = 0; k < findings->n_years; k++) {
        char date[WAI_DATE_TEXT], text[32];
        double q[3];

        wai_report_date(findings, findings->day[k], date);
        printf("%-12s", date);
        quantiles(findings->members + k * bins, bins, q);
        for (int level = 0; level < 3; level++) {
            if (!single || level == 1) {
                printf("%8s", tidy(q[level], text, sizeof text));
            }
        }
        printf("%8.1f%9.1f %%%7.1f%11.1f", wai_findings_mean(findings, k, WAI_FINDINGS_SIGNED),
               100 * wai_findings_mean(findings, k, WAI_FINDINGS_GDP_SHARE),
               wai_findings_mean(findings, k, WAI_FINDINGS_US),
               wai_findings_mean(findings, k, WAI_FINDINGS_RIGHTS));
        if (!single) {
            print_band(q, (double)findings->n_countries);
        }
        printf("\n");
    }
    if (!single) {
        printf("%ssigned, GDP share (sponsor included) and rivals' members are means%s\n",
               wai_talk_style(talk, WAI_TALK_FAINT), wai_talk_plain(talk));
    }
}

/* Columns that a UTF-8 text takes, one for each character. */
static int columns(const char *text)
{
    int n = 0;

    for (; *text != '\0'; text++) {
        n += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return n;
}

static void print_joiner(const struct wai_findings *findings, size_t rank, size_t i)
{
    const struct wai_setup *setup = findings->setup;
    const char *name = setup->tables.name[i];
    int wide = 34 - columns(name);

    printf("%3zu  %s  %s%*s", rank, setup->tables.iso3[i], name, wide > 0 ? wide : 1, "");
    if (findings->n > 1) {
        printf("%7.3f", findings->joined[i] / (double)findings->n);
    }
    printf("%8.0f", floor(wai_findings_join_year(findings, i)));
    if (findings->n_dates > 0) {
        size_t last = findings->n_dates - 1;
        int32_t day = setup->recorded_signed_day ? setup->recorded_signed_day[i] : INT32_MIN;
        char date[WAI_DATE_TEXT] = "-";

        if (findings->n > 1) {
            printf("%9.3f", findings->signed_by[last * findings->n_countries + i] / (double)findings->n);
        }
        if (day != INT32_MIN) {
            wai_report_date(findings, day, date);
        }
        printf("  %s", date);
    }
    printf("\n");
}

static enum wai_status print_joiners(const struct wai_report *report, const struct wai_findings *findings,
                                     const struct wai_talk *talk)
{
    uint32_t *order = calloc(report->n_joiners + 1, sizeof *order);
    size_t n;

    if (!order) {
        return WAI_ERR_MEMORY;
    }
    n = wai_findings_joiners(findings, order, report->n_joiners);
    printf("\n%s", wai_talk_style(talk, WAI_TALK_STRONG));
    if (findings->n > 1) {
        printf("%-44s%7s%8s", "Likeliest joiners", "member", "median");
    } else {
        printf("%-44s%8s", "First joiners", "year");
    }
    if (findings->n_dates > 0) {
        char date[WAI_DATE_TEXT];

        wai_report_date(findings, findings->date_day[findings->n_dates - 1], date);
        printf("%s  recorded%s\n", findings->n > 1 ? "   signed" : "", wai_talk_plain(talk));
        if (findings->n > 1) {
            printf("%-44s%7s%8s%9.7s  signature\n", "", "ever", "year", date);
        }
    } else {
        printf("%s\n", wai_talk_plain(talk));
    }
    for (size_t k = 0; k < n; k++) {
        print_joiner(findings, k + 1, order[k]);
    }
    if (n == 0) {
        printf("none\n");
    }
    free(order);
    return WAI_OK;
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
        print_years(findings, talk);
        status = print_joiners(report, findings, talk);
    }
    if (status == WAI_OK && report->output) {
        printf("\nAll of it: %s%s%s\n", wai_talk_style(talk, WAI_TALK_STRONG), report->output,
               wai_talk_plain(talk));
    }
    return status;
}
