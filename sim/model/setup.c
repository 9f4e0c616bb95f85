/* What a setup owns is given back here; and how many accounts fit into a run. */
#include "model/setup.h"

#include <math.h>
#include <stdlib.h>

void wai_setup_free(struct wai_setup *setup)
{
    wai_tables_free(&setup->tables);
    free(setup->status);
    free(setup->flags);
    free(setup->calendar);
    free(setup->summit_days);
    free(setup->recorded_signed_day);
    free(setup->recorded_us_day);
    *setup = (struct wai_setup){ 0 };
}

size_t wai_setup_n_accounts(const struct wai_setup *setup)
{
    const double years = wai_setup_years(setup);
    const double step = setup->params.organisation.account_years;
    double n = floor(years / step);

    /* The quotient may be off by one in the last bit; what counts is the product, which the run uses. */
    while (n > 0.0 && n * step >= years) {
        n -= 1.0;
    }
    while ((n + 1.0) * step < years) {
        n += 1.0;
    }
    return (size_t)n;
}
