/* What a setup owns is given back here; how many accounts fit into a run; which days are read. */
#include "model/setup.h"

#include <math.h>
#include <stdlib.h>

#include "base/assert.h"

void wai_setup_free(struct wai_setup *setup)
{
    wai_tables_free(&setup->tables);
    free(setup->status);
    free(setup->flags);
    free(setup->calendar);
    free(setup->summit_days);
    free(setup->reading_days);
    free(setup->recorded_signed_day);
    free(setup->recorded_us_day);
    *setup = (struct wai_setup){ 0 };
}

size_t wai_setup_n_accounts(const struct wai_setup *setup)
{
    const double years = wai_setup_years(setup);
    const double step = setup->params.organisation.account_years;
    double n = floor(years / step);

    /* What counts is the product, which the run uses: a quotient that was rounded up is one too many. */
    while (n > 0.0 && n * step >= years) {
        n -= 1.0;
    }
    return (size_t)n;
}

static int by_day(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;

    return (a > b) - (a < b);
}

enum wai_status wai_setup_read_at(struct wai_setup *setup, const int32_t *days, size_t n)
{
    int32_t *kept = calloc(n + 1, sizeof *kept);
    size_t n_kept = 0;

    if (!kept) {
        return WAI_ERR_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        wai_assert(days[i] >= 0 && days[i] < setup->n_days);
        kept[i] = days[i];
    }
    qsort(kept, n, sizeof *kept, by_day);
    for (size_t i = 0; i < n; i++) {
        if (n_kept == 0 || kept[i] != kept[n_kept - 1]) {
            kept[n_kept++] = kept[i];
        }
    }
    free(setup->reading_days);
    setup->reading_days = kept;
    setup->n_readings = n_kept;
    return WAI_OK;
}

size_t wai_setup_reading(const struct wai_setup *setup, int32_t day)
{
    const int32_t *found;

    if (day == setup->n_days - 1) {
        return setup->n_readings;
    }
    found =
        setup->n_readings ? bsearch(&day, setup->reading_days, setup->n_readings, sizeof day, by_day) : NULL;
    wai_assert(found != NULL);
    return (size_t)(found - setup->reading_days);
}
