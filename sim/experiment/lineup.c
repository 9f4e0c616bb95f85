/* Memory of what is compared. */
#include "experiment/lineup.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/reader.h"

/* Room for one more of n things of a size; NULL: memory is out, the old ones are still there. */
static void *grow(void *things, size_t n, size_t *capacity, size_t size)
{
    size_t wanted = n < *capacity ? *capacity : 2 * *capacity + 8;
    void *grown = n < *capacity ? things : realloc(things, wanted * size);

    *capacity = grown ? wanted : *capacity;
    return grown;
}

struct wai_lineup_metric *wai_lineup_add(struct wai_lineup *lineup, const char *name)
{
    size_t n = lineup->n_items * lineup->n_replicates;
    struct wai_lineup_metric *metrics =
        grow(lineup->metrics, lineup->n_metrics, &lineup->metrics_capacity, sizeof *metrics);
    struct wai_lineup_metric *metric;

    if (!metrics) {
        return NULL;
    }
    lineup->metrics = metrics;
    metric = &metrics[lineup->n_metrics];
    *metric = (struct wai_lineup_metric){ .day = INT32_MIN, .values = malloc((n + 1) * sizeof(double)) };
    if (!metric->values) {
        return NULL;
    }
    lineup->n_metrics++;
    (void)snprintf(metric->name, sizeof metric->name, "%s", name);
    for (size_t i = 0; i < n; i++) {
        metric->values[i] = NAN;
    }
    return metric;
}

enum wai_status wai_lineup_leave(struct wai_lineup *lineup, const char *name, const char *format, ...)
{
    struct wai_lineup_left *left = grow(lineup->left, lineup->n_left, &lineup->left_capacity, sizeof *left);
    va_list arguments;

    if (!left) {
        return WAI_ERR_MEMORY;
    }
    lineup->left = left;
    left += lineup->n_left++;
    (void)snprintf(left->name, sizeof left->name, "%s", name);
    va_start(arguments, format);
    (void)vsnprintf(left->why, sizeof left->why, format, arguments);
    va_end(arguments);
    return WAI_OK;
}

enum wai_status wai_lineup_open_countries(struct wai_lineup *lineup)
{
    size_t n = lineup->n_items * lineup->n_replicates * lineup->n_countries;

    lineup->joined = malloc(n + 1);
    if (!lineup->joined) {
        return WAI_ERR_MEMORY;
    }
    memset(lineup->joined, 2, n);
    return WAI_OK;
}

double *wai_lineup_values(const struct wai_lineup *lineup, const struct wai_lineup_metric *metric,
                          size_t item)
{
    return metric->values + item * lineup->n_replicates;
}

uint8_t *wai_lineup_joined(const struct wai_lineup *lineup, size_t item, size_t replicate)
{
    return lineup->joined + (item * lineup->n_replicates + replicate) * lineup->n_countries;
}

double wai_lineup_day(const struct wai_lineup *lineup, size_t item, double years)
{
    const struct wai_contender *contender = &lineup->items[item];
    double day = wai_contender_day(contender, years);

    /* What a file knows happened before its own end, whatever its dates are rounded to. */
    return contender->run.end_day == lineup->day + 1 || day < lineup->day + 1 ? day : (double)NAN;
}

size_t wai_lineup_common(const struct wai_lineup *lineup, size_t a, size_t b)
{
    const struct wai_contender *x = &lineup->items[a];
    const struct wai_contender *y = &lineup->items[b];
    size_t common = 0;

    /* Both lists ascend. */
    for (size_t i = 0, k = 0; i < x->n_rows && k < y->n_rows;) {
        int32_t r = x->replicates[i];
        int32_t s = y->replicates[k];

        common += r == s;
        i += r <= s;
        k += s <= r;
    }
    return common;
}

void wai_lineup_free(struct wai_lineup *lineup)
{
    for (size_t i = 0; i < lineup->n_items; i++) {
        wai_contender_free(&lineup->items[i]);
    }
    for (size_t i = 0; i < lineup->n_metrics; i++) {
        free(lineup->metrics[i].values);
    }
    free(lineup->metrics);
    free(lineup->left);
    wai_reader_free_texts(lineup->countries, lineup->n_countries);
    wai_reader_free_texts(lineup->names, lineup->n_countries);
    free(lineup->fixed);
    free(lineup->joined);
    *lineup = (struct wai_lineup){ 0 };
}
