/* Wording and columns; the numbers come from experiment/verdict. */
#include "cli/comparison.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "scenario/date.h"

#define LABEL 24 /* columns; longer labels take a line of their own */
#define WIDTH 79
#define UNKNOWN "n/a"

/* ---- pieces ---- */

/* Prints a text, breaking lines at spaces; all lines but the first begin with `indent` columns more. */
static void print_wrapped(int indent, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void print_wrapped(int indent, const char *format, ...)
{
    char text[1024];
    const char *word = text;
    int column = 0;
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    while (*word != '\0') {
        int length = (int)strcspn(word + 1, " ") + 1; /* with the space before it */

        if (column > 0 && column + length > WIDTH) {
            printf("\n%*s", indent, "");
            column = indent;
            word++;
            length--;
        }
        column += printf("%.*s", length, word);
        word += length;
    }
    printf("\n");
}

/* Characters of a UTF-8 text. */
static int columns(const char *text)
{
    int n = 0;

    for (; *text != '\0'; text++) {
        n += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return n;
}

/* A label in its columns, or on a line of its own. */
static void print_label(const char *label)
{
    int room = LABEL - columns(label);

    printf("  %s%*s", label, room > 0 ? room : 0, "");
    if (room < 0) {
        printf("\n  %*s", LABEL, "");
    }
}

static const char *number(double value, const char *format, char text[32])
{
    (void)snprintf(text, 32, "%s", UNKNOWN);
    if (!isnan(value)) {
        (void)snprintf(text, 32, format, value);
    }
    return text;
}

/* A value of a metric: a date where it is one. */
static const char *value_of(const struct wai_lineup_metric *metric, double value, char text[32])
{
    if (metric->kind == WAI_DEFINITION_DATE && !isnan(value)) {
        wai_date_write((int32_t)floor(value), text);
        return text;
    }
    return number(value, "%.4g", text);
}

/* ---- a metric ---- */

static void print_heading(const struct wai_lineup_metric *metric, const struct wai_talk *talk)
{
    int named = strncmp(metric->meaning, metric->name, strlen(metric->name)) == 0;

    printf("\n%s", wai_talk_style(talk, WAI_TALK_STRONG));
    print_wrapped(2, "%s%s%s%s%s%s", named ? "" : metric->name, named ? "" : ": ", metric->meaning,
                  metric->unit[0] ? " [" : "", metric->unit, metric->unit[0] ? "]" : "");
    if (metric->kind == WAI_DEFINITION_SHARE) {
        printf("%*s%7s%11s%22s", LABEL + 2, "", "n", "share", "95 % interval");
    } else {
        printf("%*s%7s%11s%11s%11s%11s", LABEL + 2, "", "n", "mean", "5 %", "median", "95 %");
    }
    printf("%s\n", wai_talk_plain(talk));
}

static void print_summary(const char *label, const struct wai_lineup_metric *metric,
                          const struct wai_contrast_summary *s)
{
    char text[4][32];

    print_label(label);
    printf("%7zu", s->n);
    if (metric->kind == WAI_DEFINITION_SHARE) {
        char interval[80];

        (void)snprintf(interval, sizeof interval, "%s to %s", number(100 * s->interval.low, "%.1f", text[0]),
                       number(100 * s->interval.high, "%.1f %%", text[1]));
        printf("%11s%22s\n", number(100 * s->mean, "%.1f %%", text[2]), interval);
        return;
    }
    printf("%11s%11s%11s%11s\n", value_of(metric, s->mean, text[0]), value_of(metric, s->low, text[1]),
           value_of(metric, s->median, text[2]), value_of(metric, s->high, text[3]));
}

static void print_difference(const struct wai_lineup_metric *metric, const struct wai_contrast *c,
                             double p_holm)
{
    double scale = metric->kind == WAI_DEFINITION_SHARE ? 100 : 1;
    const char *format = metric->kind == WAI_DEFINITION_NUMBER ? "%+.4g" : "%+.1f";
    const char *unit = metric->kind == WAI_DEFINITION_DATE    ? " days"
                       : metric->kind == WAI_DEFINITION_SHARE ? " points"
                                                              : "";
    char pairs[40] = "";
    char text[4][32];

    if (c->paired) {
        (void)snprintf(pairs, sizeof pairs, " in %zu pair%s", c->n, c->n == 1 ? "" : "s");
    }
    if (c->n == 0) {
        printf("    B - A%s: not known\n", pairs);
        return;
    }
    printf("    B - A%s: %s%s", pairs, number(scale * c->mean, format, text[0]), unit);
    if (c->paired && c->n > 1 && isnan(c->narrowing)) {
        printf(" in every one");
    }
    if (!isnan(c->interval.low)) {
        printf(" (%s to %s)%s", number(scale * c->interval.low, format, text[1]),
               number(scale * c->interval.high, format, text[2]), p_holm < WAI_VERDICT_ALPHA ? " *" : "");
    } else if (c->n < 2) {
        printf(" (no interval from fewer than two)");
    } else if (!c->paired) {
        printf(" (no interval: neither varies)");
    }
    printf("\n    P(B>A) %.3f, P(B=A) %.3f, P(B<A) %.3f", c->p_greater, c->p_equal, c->p_less);
    if (c->paired) {
        printf("; narrower %s", number(c->narrowing, "%.2fx", text[3]));
    }
    printf("\n");
}

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

/* In how many replications the number is not known. */
static void print_unknown(const struct wai_lineup *lineup, const struct wai_lineup_metric *metric)
{
    char text[1000] = "";
    size_t used = 0;

    for (size_t i = 0; i < lineup->n_items; i++) {
        size_t n_known = count_known(lineup, metric, i);
        size_t n_done = lineup->items[i].n_done;

        if (n_known < n_done && used < sizeof text - 1) {
            used += (size_t)snprintf(text + used, sizeof text - used, "%s %zu of %zu in %s", used ? "," : "",
                                     n_done - n_known, n_done, lineup->items[i].label);
        }
    }
    if (used > 0) {
        print_wrapped(4, "  %s:%s.", metric->kind == WAI_DEFINITION_DATE ? "Without a date" : "Not known",
                      text);
    }
}

static void print_metric(const struct wai_verdicts *verdicts, size_t m, const struct wai_talk *talk)
{
    const struct wai_lineup *lineup = verdicts->lineup;
    const struct wai_lineup_metric *metric = &lineup->metrics[m];

    print_heading(metric, talk);
    print_summary(lineup->items[0].label, metric, &verdicts->base[m]);
    for (size_t i = 1; i < lineup->n_items; i++) {
        const struct wai_contrast *c = &verdicts->of[i].contrasts[m];

        if (c->n > 0 && !wai_verdict_shares_base(verdicts, i, m)) {
            print_summary("A in the same pairs", metric, &c->a);
        }
        print_summary(lineup->items[i].label, metric, &c->b);
        print_difference(metric, c, verdicts->of[i].p_holm[m]);
    }
    print_unknown(lineup, metric);
}

/* ---- countries ---- */

static void print_change(const struct wai_lineup *lineup, const struct wai_verdict_change *change)
{
    const struct wai_contrast *c = &change->contrast;

    printf("  %s %6.1f %% %6.1f %% %+7.1f (%+.1f to %+.1f)  %s\n", lineup->countries[change->country],
           100 * c->a.mean, 100 * c->b.mean, 100 * c->mean, 100 * c->interval.low, 100 * c->interval.high,
           lineup->names[change->country]);
}

static void print_countries(const struct wai_verdicts *verdicts, size_t i, size_t n_top,
                            const struct wai_talk *talk)
{
    const struct wai_lineup *lineup = verdicts->lineup;
    const struct wai_verdict *verdict = &verdicts->of[i];
    size_t n = verdict->n_found < n_top ? verdict->n_found : n_top;
    char date[WAI_DATE_TEXT];

    wai_date_write(lineup->day, date);
    printf("\n%s", wai_talk_style(talk, WAI_TALK_STRONG));
    print_wrapped(2, "Countries that joined by %s: %s", date, lineup->items[i].label);
    printf("%s", wai_talk_plain(talk));
    if (verdict->n_found == 0) {
        printf("  no country's change can be told from luck\n");
        return;
    }
    printf("  %zu of %zu change%s by more than luck%s%s\n", verdict->n_found, verdict->n_changes,
           verdict->n_found == 1 ? "s" : "", n < verdict->n_found ? "; the largest changes" : "",
           n > 0 ? ":" : "");
    if (n > 0) {
        printf("  %11s %8s  B - A in points (interval)\n", "A", "B");
    }
    for (size_t k = 0; k < n; k++) {
        print_change(lineup, &verdict->changes[k]);
    }
}

/* ---- all ---- */

static void print_pairing(const struct wai_verdicts *verdicts)
{
    const struct wai_lineup *lineup = verdicts->lineup;

    for (size_t i = 1; i < lineup->n_items; i++) {
        const struct wai_verdict *verdict = &verdicts->of[i];
        size_t alone = lineup->items[0].n_rows - verdict->n_common;
        size_t other = lineup->items[i].n_rows - verdict->n_common;

        if (!verdict->paired) {
            print_wrapped(2, "%s cannot be paired with it: %s. Its interval is that of independent runs.",
                          lineup->items[i].label, verdict->why);
        } else if (alone + other > 0) {
            print_wrapped(
                2,
                "%s: %zu pairs; %zu replications of A and %zu of B have no counterpart and are left "
                "out.",
                lineup->items[i].label, verdict->n_common, alone, other);
        }
    }
}

static void print_dates(const struct wai_lineup *lineup)
{
    char date[WAI_DATE_TEXT], account[WAI_DATE_TEXT];
    int same_end = 1;

    wai_date_write(lineup->day, date);
    for (size_t i = 1; i < lineup->n_items; i++) {
        same_end = same_end && lineup->items[i].run.end_day == lineup->items[0].run.end_day;
    }
    if (!same_end) {
        print_wrapped(2, "The runs end on other dates: compared at the end of %s.", date);
    }
    for (size_t m = 0; m < lineup->n_metrics; m++) {
        if (lineup->metrics[m].at_account) {
            wai_date_write(lineup->metrics[m].day, account);
            print_wrapped(
                2,
                "Not all files keep the counts of %s itself: they are read at the last account that all "
                "have, %s; --exact runs the replications again for the day itself.",
                date, account);
            break;
        }
    }
}

static void print_notes(const struct wai_verdicts *verdicts)
{
    const struct wai_lineup *lineup = verdicts->lineup;

    printf("\n");
    for (size_t k = 0; k < lineup->n_left; k++) {
        print_wrapped(2, "Left out: %s: %s.", lineup->left[k].name, lineup->left[k].why);
    }
    if (lineup->n_metrics > 0) {
        print_wrapped(
            2,
            "n: replications. 5 %%, median, 95 %%: quantiles over them. B - A: difference of the "
            "means and its 95 %% interval (Student's t; shares: Newcombe's). *: not luck, at 5 %% after "
            "Holm's correction for all %zu differences. P: of replications of both. narrower: than "
            "the interval of two independent runs of this size.",
            verdicts->n_comparisons);
    }
    if (verdicts->n_country_comparisons > 0) {
        print_wrapped(2,
                      "Countries are named when an exact test (McNemar's of pairs, else Fisher's) tells the "
                      "change from "
                      "luck at 5 %% after Holm's correction for all %zu comparisons; their intervals hold "
                      "together, each at 1 - 0.05 / %zu.",
                      verdicts->n_country_comparisons, verdicts->n_country_comparisons);
    }
}

void wai_comparison_print(const struct wai_verdicts *verdicts, size_t n_top, const struct wai_talk *talk)
{
    const struct wai_lineup *lineup = verdicts->lineup;

    print_wrapped(2, "Compared with A = %s; B is each of the others.", lineup->items[0].label);
    print_pairing(verdicts);
    print_dates(lineup);
    for (size_t m = 0; m < lineup->n_metrics; m++) {
        print_metric(verdicts, m, talk);
    }
    if (lineup->n_metrics == 0) {
        printf("\nThe files have no number of every replication in common: give metrics in their config.\n");
    }
    for (size_t i = 1; lineup->n_countries > 0 && i < lineup->n_items; i++) {
        print_countries(verdicts, i, n_top, talk);
    }
    if (lineup->n_countries == 0) {
        printf("\n");
        print_wrapped(2, "No countries: %s.", lineup->no_countries);
    }
    print_notes(verdicts);
}
