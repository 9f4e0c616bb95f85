/* waico compare: what changes from one scenario to another, and how sure that is. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/locate.h"
#include "experiment/contrast.h"
#include "experiment/lineup.h"

#define CONFIDENCE 0.95
#define N_COUNTRIES 10 /* listed */

static const struct wai_option compare_options[] = {
    WAI_OPTION_ROW("csv", 0, TEXT, "FILE", csv, "write the numbers as CSV too (- instead of the table)"),
    WAI_OPTION_NUMBER("top", 0, "N", top, 0, 100000, "list N countries (preset: 10)"),
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_COMMON,
};

/* A country whose chance to join differs. */
struct shift {
    size_t country;
    double before, after, low, high;
};

/* All there is to print of a scenario against the first. */
struct verdict {
    int paired;
    char why[160];
    struct wai_contrast *contrasts; /* [n_metrics] */
    size_t n_shifts;
    struct shift *shifts; /* largest first */
};

struct page {
    struct wai_call *call;
    const struct wai_lineup *lineup;
    struct wai_contrast_summary *summaries; /* [n_metrics][n_items] */
    struct verdict *verdicts;               /* [n_items], the first unused */
    size_t n_top;
};

/* ---- numbers ---- */

static const double *values(const struct wai_lineup *lineup, size_t metric, size_t item)
{
    return lineup->metrics[metric].values + item * lineup->n_replicates;
}

static int larger(const void *a, const void *b)
{
    const struct shift *x = a;
    const struct shift *y = b;
    double dx = fabs(x->after - x->before);
    double dy = fabs(y->after - y->before);

    return dx != dy ? (dx < dy) - (dx > dy) : (x->country > y->country) - (x->country < y->country);
}

static void joined(const struct wai_lineup *lineup, size_t item, size_t country, double *out)
{
    for (size_t r = 0; r < lineup->n_replicates; r++) {
        uint8_t j = lineup->joined[(item * lineup->n_replicates + r) * lineup->n_countries + country];

        out[r] = j > 1 ? (double)NAN : j;
    }
}

static enum wai_status find_shifts(const struct wai_lineup *lineup, size_t item, struct verdict *verdict)
{
    size_t n = lineup->n_replicates;
    double *a = malloc((2 * n + 1) * sizeof *a);
    double *b = a + n;
    enum wai_status status = WAI_OK;

    verdict->shifts = calloc(lineup->n_countries + 1, sizeof *verdict->shifts);
    if (!a || !verdict->shifts) {
        free(a);
        return WAI_ERR_MEMORY;
    }
    for (size_t c = 0; status == WAI_OK && c < lineup->n_countries; c++) {
        struct wai_contrast_summary before;
        struct wai_contrast contrast;

        joined(lineup, 0, c, a);
        joined(lineup, item, c, b);
        status = wai_contrast_summarise(a, n, CONFIDENCE, &before);
        if (status == WAI_OK) {
            status = wai_contrast_compare(a, n, b, n, verdict->paired, CONFIDENCE, &contrast);
        }
        if (status == WAI_OK && fabs(contrast.mean) > 0) {
            verdict->shifts[verdict->n_shifts++] =
                (struct shift){ c, before.mean, before.mean + contrast.mean, contrast.low, contrast.high };
        }
    }
    qsort(verdict->shifts, verdict->n_shifts, sizeof *verdict->shifts, larger);
    free(a);
    return status;
}

static enum wai_status judge(struct page *page)
{
    const struct wai_lineup *lineup = page->lineup;
    size_t n = lineup->n_replicates;
    enum wai_status status = WAI_OK;

    for (size_t m = 0; status == WAI_OK && m < lineup->n_metrics; m++) {
        for (size_t i = 0; status == WAI_OK && i < lineup->n_items; i++) {
            status = wai_contrast_summarise(values(lineup, m, i), n, CONFIDENCE,
                                            &page->summaries[m * lineup->n_items + i]);
        }
    }
    for (size_t i = 1; status == WAI_OK && i < lineup->n_items; i++) {
        struct verdict *verdict = &page->verdicts[i];

        verdict->paired = wai_lineup_paired(lineup, 0, i, verdict->why, sizeof verdict->why);
        verdict->contrasts = calloc(lineup->n_metrics + 1, sizeof *verdict->contrasts);
        status = verdict->contrasts ? WAI_OK : WAI_ERR_MEMORY;
        for (size_t m = 0; status == WAI_OK && m < lineup->n_metrics; m++) {
            status = wai_contrast_compare(values(lineup, m, 0), n, values(lineup, m, i), n, verdict->paired,
                                          CONFIDENCE, &verdict->contrasts[m]);
        }
        if (status == WAI_OK && lineup->n_countries > 0) {
            status = find_shifts(lineup, i, verdict);
        }
    }
    return status;
}

/* ---- table ---- */

static void print_metric(const struct page *page, size_t m)
{
    const struct wai_lineup *lineup = page->lineup;
    const struct wai_talk *talk = &page->call->talk;

    printf("\n%s%s%s%s%s%s\n", wai_talk_style(talk, WAI_TALK_STRONG), lineup->metrics[m].name,
           lineup->metrics[m].unit[0] ? " [" : "", lineup->metrics[m].unit,
           lineup->metrics[m].unit[0] ? "]" : "", wai_talk_plain(talk));
    printf("  %-28s %6s %9s %9s %9s %9s   %-31s %7s %9s\n", "", "n", "mean", "5 %", "median", "95 %",
           "difference (95 % interval)", "P(B>A)", "narrower");
    for (size_t i = 0; i < lineup->n_items; i++) {
        const struct wai_contrast_summary *s = &page->summaries[m * lineup->n_items + i];

        printf("  %-28.28s %6zu %9.4g %9.4g %9.4g %9.4g", lineup->items[i].label, s->n, s->mean, s->low,
               s->median, s->high);
        if (i > 0) {
            const struct wai_contrast *c = &page->verdicts[i].contrasts[m];

            printf("   %+9.4g (%+9.4g, %+9.4g) %7.3f", c->mean, c->low, c->high, c->p_greater);
            if (c->paired && !isnan(c->narrowing)) {
                printf(" %8.2fx", c->narrowing);
            }
        }
        printf("\n");
    }
}

static void print_shifts(const struct page *page, size_t item)
{
    const struct wai_lineup *lineup = page->lineup;
    const struct verdict *verdict = &page->verdicts[item];

    printf("\n%sJoining changes most: %s%s\n", wai_talk_style(&page->call->talk, WAI_TALK_STRONG),
           lineup->items[item].label, wai_talk_plain(&page->call->talk));
    for (size_t k = 0; k < verdict->n_shifts && k < page->n_top; k++) {
        const struct shift *s = &verdict->shifts[k];

        printf("  %s  %5.1f %% -> %5.1f %%   %+6.1f (%+6.1f, %+6.1f)\n", lineup->countries[s->country],
               100 * s->before, 100 * s->after, 100 * (s->after - s->before), 100 * s->low, 100 * s->high);
    }
    if (verdict->n_shifts == 0) {
        printf("  no country's\n");
    }
}

static void print_page(const struct page *page)
{
    const struct wai_lineup *lineup = page->lineup;

    printf("Compared with A = %s; B is each of the others.\n", lineup->items[0].label);
    for (size_t i = 1; i < lineup->n_items; i++) {
        if (!page->verdicts[i].paired) {
            printf("%s cannot be paired with it: %s. Its interval is that of independent runs.\n",
                   lineup->items[i].label, page->verdicts[i].why);
        }
    }
    for (size_t m = 0; m < lineup->n_metrics; m++) {
        print_metric(page, m);
    }
    if (lineup->n_metrics == 0) {
        printf("\nThe files have no number of every replication in common: give metrics in their config.\n");
    }
    for (size_t i = 1; lineup->n_countries > 0 && page->n_top > 0 && i < lineup->n_items; i++) {
        print_shifts(page, i);
    }
    if (lineup->n_countries == 0) {
        printf("\nNo countries: %s.\n", lineup->no_countries);
    }
}

/* ---- JSON and CSV ---- */

static void json_metric(struct wai_json *json, const struct page *page, size_t i, size_t m)
{
    const struct wai_contrast_summary *s = &page->summaries[m * page->lineup->n_items + i];

    wai_json_key(json, page->lineup->metrics[m].name);
    wai_json_open(json, '{');
    wai_json_member_whole(json, "n", (long long)s->n);
    wai_json_member_number(json, "mean", s->mean);
    wai_json_member_number(json, "sd", s->sd);
    wai_json_member_number(json, "q05", s->low);
    wai_json_member_number(json, "q50", s->median);
    wai_json_member_number(json, "q95", s->high);
    if (i > 0) {
        const struct wai_contrast *c = &page->verdicts[i].contrasts[m];

        wai_json_member_number(json, "difference", c->mean);
        wai_json_member_number(json, "low", c->low);
        wai_json_member_number(json, "high", c->high);
        wai_json_member_number(json, "p_greater", c->p_greater);
        wai_json_member_number(json, "p_equal", c->p_equal);
        wai_json_member_number(json, "narrowing", c->narrowing);
    }
    wai_json_close(json, '}');
}

static void json_item(struct wai_json *json, const struct page *page, size_t i)
{
    const struct wai_lineup *lineup = page->lineup;

    wai_json_open(json, '{');
    wai_json_member_text(json, "label", lineup->items[i].label);
    if (i > 0) {
        wai_json_key(json, "paired");
        wai_json_flag(json, page->verdicts[i].paired);
        wai_json_member_text(json, "why_not", page->verdicts[i].paired ? NULL : page->verdicts[i].why);
    }
    wai_json_key(json, "metrics");
    wai_json_open(json, '{');
    for (size_t m = 0; m < lineup->n_metrics; m++) {
        json_metric(json, page, i, m);
    }
    wai_json_close(json, '}');
    wai_json_key(json, "countries");
    wai_json_open(json, '[');
    for (size_t k = 0; i > 0 && k < page->verdicts[i].n_shifts && k < page->n_top; k++) {
        const struct shift *s = &page->verdicts[i].shifts[k];

        wai_json_open(json, '{');
        wai_json_member_text(json, "country", lineup->countries[s->country]);
        wai_json_member_number(json, "before", s->before);
        wai_json_member_number(json, "after", s->after);
        wai_json_member_number(json, "low", s->low);
        wai_json_member_number(json, "high", s->high);
        wai_json_close(json, '}');
    }
    wai_json_close(json, ']');
    wai_json_close(json, '}');
}

static void print_json(const struct page *page)
{
    struct wai_json json = { 0 };

    wai_json_open(&json, '{');
    wai_json_member_number(&json, "confidence", CONFIDENCE);
    wai_json_key(&json, "scenarios");
    wai_json_open(&json, '[');
    for (size_t i = 0; i < page->lineup->n_items; i++) {
        json_item(&json, page, i);
    }
    wai_json_close(&json, ']');
    wai_json_close(&json, '}');
}

/* A number of a CSV cell: nothing when it is not known. */
static void cell(FILE *file, double value)
{
    if (isnan(value)) {
        (void)fputc(',', file);
    } else {
        (void)fprintf(file, ",%.10g", value);
    }
}

static enum wai_status write_csv(const struct page *page, const char *path, struct wai_error *err)
{
    const struct wai_lineup *lineup = page->lineup;
    int to_stdout = strcmp(path, "-") == 0;
    FILE *file = to_stdout ? stdout : fopen(path, "wx");

    if (!file) {
        return wai_error_add(err, errno == EEXIST ? WAI_ERR_EXISTS : WAI_ERR_IO, "%s: %s", path,
                             strerror(errno));
    }
    (void)fprintf(
        file,
        "metric,scenario,paired,n,mean,sd,q05,q50,q95,difference,low,high,p_greater,p_equal,narrowing\n");
    for (size_t m = 0; m < lineup->n_metrics; m++) {
        for (size_t i = 0; i < lineup->n_items; i++) {
            const struct wai_contrast_summary *s = &page->summaries[m * lineup->n_items + i];
            const struct wai_contrast none = {
                .mean = NAN, .low = NAN, .high = NAN, .p_greater = NAN, .p_equal = NAN, .narrowing = NAN
            };
            const struct wai_contrast *c = i > 0 ? &page->verdicts[i].contrasts[m] : &none;
            const double numbers[] = { s->mean, s->sd,   s->low,       s->median,  s->high,     c->mean,
                                       c->low,  c->high, c->p_greater, c->p_equal, c->narrowing };

            (void)fprintf(file, "%s,%s,%d,%zu", lineup->metrics[m].name, lineup->items[i].label,
                          i > 0 && page->verdicts[i].paired, s->n);
            for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
                cell(file, numbers[k]);
            }
            (void)fputc('\n', file);
        }
    }
    if ((ferror(file) | (to_stdout ? 0 : fclose(file))) != 0) {
        return wai_error_add(err, WAI_ERR_IO, "%s: cannot be written", path);
    }
    return WAI_OK;
}

static enum wai_status show(struct page *page, struct wai_error *err)
{
    const char *csv = page->call->options.csv;

    if (csv) {
        enum wai_status status = write_csv(page, csv, err);

        if (status != WAI_OK || strcmp(csv, "-") == 0) {
            return status;
        }
    }
    if (page->call->options.json) {
        print_json(page);
    } else {
        print_page(page);
    }
    return WAI_OK;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct wai_lineup lineup;
    struct page page = { .call = call,
                         .lineup = &lineup,
                         .n_top = call->options.top >= 0 ? (size_t)call->options.top : N_COUNTRIES };
    enum wai_status status = wai_locate_results(call->arguments, call->n_arguments, err);

    if (status == WAI_OK) {
        status =
            wai_lineup_read(&lineup, (const char *const *)call->arguments, (size_t)call->n_arguments, err);
    }

    if (status != WAI_OK) {
        return status;
    }
    page.summaries = calloc(lineup.n_metrics * lineup.n_items + 1, sizeof *page.summaries);
    page.verdicts = calloc(lineup.n_items, sizeof *page.verdicts);
    status = page.summaries && page.verdicts ? judge(&page) : WAI_ERR_MEMORY;
    if (status == WAI_OK) {
        status = show(&page, err);
    } else {
        (void)wai_error_add(err, status, "out of memory for the comparison");
    }
    for (size_t i = 0; page.verdicts && i < lineup.n_items; i++) {
        free(page.verdicts[i].contrasts);
        free(page.verdicts[i].shifts);
    }
    free(page.summaries);
    free(page.verdicts);
    wai_lineup_free(&lineup);
    return status;
}

const struct wai_command wai_cmd_compare_command = {
    .name = "compare",
    .arguments = "A B...",
    .min_arguments = 1,
    .max_arguments = -1,
    .files = WAI_COMMAND_H5,
    .summary = "scenarios side by side: differences with their intervals",
    .text = "Compares every ensemble, or every point of a sweep, with the first: mean, quantiles, difference "
            "with its 95 % "
            "interval, the probability that a replication of the other exceeds one of the first, and the "
            "countries whose "
            "chance of joining changes most.\n\n"
            "Where replication r of both met the same luck (same seed, common random numbers), the "
            "difference is taken "
            "replication by replication, which makes its interval narrower: the last column says by how "
            "much, against "
            "two independent runs of the same size. Where that cannot be, the reason is told.",
    .examples = "waico compare baseline.h5 us_counter_offer.h5\ttwo ensembles of the same seed\n"
                "waico compare scenarios.h5 --csv differences.csv\tall scenarios of a sweep\n",
    .options = compare_options,
    .run = run,
};
