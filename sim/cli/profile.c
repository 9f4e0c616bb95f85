/* The numbers of a country's profile, from the histories and the table of countries. */
#include <stddef.h>

#include "cli/profile.h"

const struct wai_profile_attribute wai_profile_attributes[WAI_PROFILE_ATTRIBUTES] = {
#define ATTRIBUTE(member, min, max, unit, meaning)                                                           \
    { #member, unit, meaning, offsetof(struct wai_tables, member) },
    WAI_COUNTRY_COLUMNS(ATTRIBUTE)
#undef ATTRIBUTE
};

const struct wai_profile_milestone wai_profile_milestones[WAI_PROFILE_MILESTONES] = {
    { WAI_FIRST_INTERESTED, "interested" },
    { WAI_FIRST_SIGNED, "signed" },
    { WAI_FIRST_MEMBER, "joined" },
    { WAI_FIRST_WITHDRAWN, "withdrew" },
};

double wai_profile_share(const struct wai_profile *page, size_t n)
{
    return (double)n / (double)page->portrait.n;
}

const double *wai_profile_column(const struct wai_profile *page, size_t k)
{
    return *(double *const *)(const void *)((const char *)&page->setup->tables +
                                            wai_profile_attributes[k].offset);
}

double wai_profile_rank(const struct wai_profile *page, size_t k)
{
    const double *values = wai_profile_column(page, k);
    double own = values[page->country], n = 0.0;

    for (size_t i = 0; i < page->setup->tables.n_countries; i++) {
        n += values[i] < own ? 1.0 : values[i] > own ? 0.0 : 0.5;
    }
    return n / (double)page->setup->tables.n_countries;
}

size_t wai_profile_members(const struct wai_profile *page, size_t d)
{
    const struct wai_portrait *portrait = &page->portrait;
    size_t n = 0;

    for (int status = 0; status < WAI_N_STATUSES; status++) {
        n += WAI_STATUS_IS_MEMBER(status) ? portrait->n_status[(size_t)status * portrait->n_days + d] : 0;
    }
    return n;
}

size_t wai_profile_by(const struct wai_profile *page, size_t milestone, size_t d)
{
    return wai_portrait_by(&page->portrait, wai_profile_milestones[milestone].first,
                           (page->days[d] + 1) / WAI_DAYS_PER_YEAR);
}

size_t wai_profile_bloc(const struct wai_profile *page, uint32_t bloc, double *chance)
{
    const struct wai_tables *tables = &page->setup->tables;
    size_t n = 0;

    *chance = 0.0;
    for (size_t i = 0; i < tables->n_countries; i++) {
        for (uint32_t k = tables->bloc_start[i]; k < tables->bloc_start[i + 1]; k++) {
            if (tables->bloc_of[k] == bloc && i != page->country) {
                *chance += wai_profile_share(page, page->portrait.n_member_ever[i]);
                n++;
            }
        }
    }
    *chance /= n ? (double)n : 1.0;
    return n;
}
