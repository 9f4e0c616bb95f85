/* Contrasts of all items with the first, corrected together. */
#include "experiment/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/evidence.h"

static int is_share(const struct wai_lineup_metric *metric)
{
    return metric->kind == WAI_DEFINITION_SHARE;
}

/* ---- metrics ---- */

static enum wai_status compare_metrics(const struct wai_lineup *lineup, size_t item,
                                       struct wai_verdict *verdict)
{
    enum wai_status status = WAI_OK;

    verdict->contrasts = calloc(lineup->n_metrics + 1, sizeof *verdict->contrasts);
    verdict->p_holm = calloc(lineup->n_metrics + 1, sizeof *verdict->p_holm);
    if (!verdict->contrasts || !verdict->p_holm) {
        return WAI_ERR_MEMORY;
    }
    for (size_t m = 0; status == WAI_OK && m < lineup->n_metrics; m++) {
        const struct wai_lineup_metric *metric = &lineup->metrics[m];
        const struct wai_contrast_sides sides = { wai_lineup_values(lineup, metric, 0),
                                                  wai_lineup_values(lineup, metric, item),
                                                  lineup->n_replicates,
                                                  lineup->n_replicates,
                                                  verdict->paired,
                                                  is_share(metric) };

        status = wai_contrast_compare(&sides, WAI_VERDICT_CONFIDENCE, &verdict->contrasts[m]);
    }
    return status;
}

/* Corrects the p-values of all metrics of all items together. */
static enum wai_status correct_metrics(struct wai_verdicts *verdicts)
{
    size_t n = verdicts->lineup->n_metrics;
    size_t n_others = verdicts->lineup->n_items - 1;
    double *p = malloc((n * n_others + 1) * sizeof *p);
    enum wai_status status = p ? WAI_OK : WAI_ERR_MEMORY;

    for (size_t k = 0; status == WAI_OK && k < n * n_others; k++) {
        p[k] = verdicts->of[1 + k / n].contrasts[k % n].p_value;
    }
    if (status == WAI_OK) {
        status = wai_evidence_holm(p, n * n_others, p);
    }
    for (size_t k = 0; status == WAI_OK && k < n * n_others; k++) {
        verdicts->of[1 + k / n].p_holm[k % n] = p[k];
    }
    verdicts->n_comparisons = n * n_others;
    free(p);
    return status;
}

int wai_verdict_shares_base(const struct wai_verdicts *verdicts, size_t i, size_t metric)
{
    const struct wai_contrast_summary *own = &verdicts->of[i].contrasts[metric].a;
    const struct wai_contrast_summary *base = &verdicts->base[metric];

    /* Values that are left out change these. */
    return own->n == base->n && (own->n == 0 || memcmp(&own->mean, &base->mean, sizeof own->mean) == 0);
}

/* The summary of the first item in each metric. */
static enum wai_status summarise_base(struct wai_verdicts *verdicts)
{
    const struct wai_lineup *lineup = verdicts->lineup;
    enum wai_status status = WAI_OK;

    verdicts->base = calloc(lineup->n_metrics + 1, sizeof *verdicts->base);
    if (!verdicts->base) {
        return WAI_ERR_MEMORY;
    }
    for (size_t m = 0; status == WAI_OK && m < lineup->n_metrics; m++) {
        int same = verdicts->of[1].contrasts[m].n > 0;

        verdicts->base[m] = verdicts->of[1].contrasts[m].a;
        for (size_t i = 2; i < lineup->n_items; i++) {
            same = same && wai_verdict_shares_base(verdicts, i, m);
        }
        if (!same) {
            status = wai_contrast_summarise(wai_lineup_values(lineup, &lineup->metrics[m], 0),
                                            lineup->n_replicates, is_share(&lineup->metrics[m]),
                                            WAI_VERDICT_CONFIDENCE, &verdicts->base[m]);
        }
    }
    return status;
}

/* ---- countries ---- */

static void joined(const struct wai_lineup *lineup, size_t item, size_t country, double *out)
{
    for (size_t r = 0; r < lineup->n_replicates; r++) {
        uint8_t j = wai_lineup_joined(lineup, item, r)[country];

        out[r] = j > 1 ? (double)NAN : j;
    }
}

static enum wai_status compare_countries(const struct wai_lineup *lineup, size_t item, double confidence,
                                         struct wai_verdict *verdict)
{
    size_t n = lineup->n_replicates;
    double *a = malloc((2 * n + 1) * sizeof *a);
    const struct wai_contrast_sides sides = { a, a + n, n, n, verdict->paired, 1 };
    enum wai_status status = a ? WAI_OK : WAI_ERR_MEMORY;

    verdict->changes = calloc(lineup->n_countries + 1, sizeof *verdict->changes);
    if (!verdict->changes) {
        status = WAI_ERR_MEMORY;
    }
    for (size_t c = 0; status == WAI_OK && c < lineup->n_countries; c++) {
        struct wai_verdict_change *change = &verdict->changes[verdict->n_changes];

        if (!lineup->fixed[c]) {
            joined(lineup, 0, c, a);
            joined(lineup, item, c, a + n);
            change->country = c;
            verdict->n_changes++;
            status = wai_contrast_compare(&sides, confidence, &change->contrast);
        }
    }
    free(a);
    return status;
}

/* Findings first, then the larger change, then the order of the table. */
static int order_changes(const void *a, const void *b)
{
    const struct wai_verdict_change *x = a;
    const struct wai_verdict_change *y = b;
    int found_x = x->p_holm < WAI_VERDICT_ALPHA;
    int found_y = y->p_holm < WAI_VERDICT_ALPHA;
    double size_x = fabs(x->contrast.mean);
    double size_y = fabs(y->contrast.mean);

    if (found_x != found_y) {
        return found_y - found_x;
    }
    return size_x > size_y ? -1 : size_x < size_y ? 1 : (x->country > y->country) - (x->country < y->country);
}

/* Corrects the p-values of all countries of all items together, and orders them. */
static enum wai_status correct_countries(struct wai_verdicts *verdicts)
{
    size_t n = verdicts->of[1].n_changes; /* the same for all */
    size_t n_others = verdicts->lineup->n_items - 1;
    double *p = malloc((n * n_others + 1) * sizeof *p);
    enum wai_status status = p ? WAI_OK : WAI_ERR_MEMORY;

    for (size_t k = 0; status == WAI_OK && k < n * n_others; k++) {
        p[k] = verdicts->of[1 + k / n].changes[k % n].contrast.p_value;
    }
    if (status == WAI_OK) {
        status = wai_evidence_holm(p, n * n_others, p);
    }
    for (size_t i = 1; status == WAI_OK && i <= n_others; i++) {
        struct wai_verdict *verdict = &verdicts->of[i];

        for (size_t c = 0; c < n; c++) {
            verdict->changes[c].p_holm = p[(i - 1) * n + c];
            verdict->n_found += verdict->changes[c].p_holm < WAI_VERDICT_ALPHA;
        }
        qsort(verdict->changes, n, sizeof *verdict->changes, order_changes);
    }
    free(p);
    return status;
}

static enum wai_status judge_countries(struct wai_verdicts *verdicts)
{
    const struct wai_lineup *lineup = verdicts->lineup;
    size_t n = 0;
    enum wai_status status = WAI_OK;

    for (size_t c = 0; c < lineup->n_countries; c++) {
        n += !lineup->fixed[c];
    }
    n *= lineup->n_items - 1;
    verdicts->n_country_comparisons = n;
    verdicts->country_confidence = n > 0 ? 1 - (1 - WAI_VERDICT_CONFIDENCE) / (double)n : (double)NAN;
    for (size_t i = 1; status == WAI_OK && n > 0 && i < lineup->n_items; i++) {
        status = compare_countries(lineup, i, verdicts->country_confidence, &verdicts->of[i]);
    }
    return status == WAI_OK && n > 0 ? correct_countries(verdicts) : status;
}

/* ---- all ---- */

enum wai_status wai_verdict_init(struct wai_verdicts *verdicts, const struct wai_lineup *lineup)
{
    enum wai_status status = WAI_OK;

    *verdicts =
        (struct wai_verdicts){ .lineup = lineup, .of = calloc(lineup->n_items, sizeof *verdicts->of) };
    if (!verdicts->of) {
        return WAI_ERR_MEMORY;
    }
    for (size_t i = 1; status == WAI_OK && i < lineup->n_items; i++) {
        struct wai_verdict *verdict = &verdicts->of[i];

        verdict->n_common = wai_lineup_common(lineup, 0, i);
        verdict->paired =
            wai_contender_paired(&lineup->items[0], &lineup->items[i], verdict->why, sizeof verdict->why);
        status = compare_metrics(lineup, i, verdict);
    }
    if (status == WAI_OK) {
        status = correct_metrics(verdicts);
    }
    if (status == WAI_OK) {
        status = summarise_base(verdicts);
    }
    if (status == WAI_OK) {
        status = judge_countries(verdicts);
    }
    if (status != WAI_OK) {
        wai_verdict_free(verdicts);
    }
    return status;
}

void wai_verdict_free(struct wai_verdicts *verdicts)
{
    for (size_t i = 0; verdicts->of && i < verdicts->lineup->n_items; i++) {
        free(verdicts->of[i].contrasts);
        free(verdicts->of[i].p_holm);
        free(verdicts->of[i].changes);
    }
    free(verdicts->of);
    free(verdicts->base);
    *verdicts = (struct wai_verdicts){ 0 };
}
