/* A country's profile as one JSON object. */
#include <math.h>

#include "cli/json.h"
#include "cli/profile.h"

static void json_years(const struct wai_profile *page, struct wai_json *json)
{
    wai_json_key(json, "by");
    wai_json_open(json, '[');
    for (size_t d = 0; d < page->n_days; d++) {
        char text[WAI_DATE_TEXT];

        wai_date_write(page->setup->start_day + page->days[d], text);
        wai_json_open(json, '{');
        wai_json_member_text(json, "date", text);
        for (size_t k = 0; k < WAI_PROFILE_MILESTONES; k++) {
            wai_json_member_number(json, wai_profile_milestones[k].word,
                                   wai_profile_share(page, wai_profile_by(page, k, d)));
        }
        wai_json_member_number(json, "is_member", wai_profile_share(page, wai_profile_members(page, d)));
        wai_json_close(json, '}');
    }
    wai_json_close(json, ']');
}

static void json_dates(const struct wai_profile *page, struct wai_json *json)
{
    static const double shares[] = { 0.05, 0.5, 0.95 };
    static const char *const names[] = { "q05", "median", "q95" };

    wai_json_key(json, "first");
    wai_json_open(json, '{');
    for (size_t k = 0; k < WAI_PROFILE_MILESTONES; k++) {
        wai_json_key(json, wai_profile_milestones[k].word);
        wai_json_open(json, '{');
        wai_json_member_number(
            json, "ever", wai_profile_share(page, page->portrait.n_first[wai_profile_milestones[k].first]));
        for (int q = 0; q < 3; q++) {
            double years = wai_portrait_quantile(&page->portrait, wai_profile_milestones[k].first, shares[q]);
            char text[WAI_DATE_TEXT];

            wai_scene_date(page->setup, years, text);
            wai_json_member_text(json, names[q], isnan(years) ? NULL : text);
        }
        wai_json_close(json, '}');
    }
    wai_json_close(json, '}');
}

static void json_decisions(struct wai_json *json, const char *name,
                           const struct wai_portrait_decisions *decisions)
{
    wai_json_key(json, name);
    wai_json_open(json, '{');
    wai_json_member_whole(json, "n", (long long)decisions->n);
    wai_json_member_number(json, "probability", decisions->n ? decisions->probability : (double)NAN);
    wai_json_key(json, "terms");
    wai_json_open(json, '{');
    for (int term = 0; term < WAI_N_TERMS; term++) {
        wai_json_member_number(json, wai_term_names[term],
                               decisions->n ? decisions->term[term] : (double)NAN);
    }
    wai_json_close(json, '}');
    wai_json_close(json, '}');
}

static void json_surroundings(const struct wai_profile *page, struct wai_json *json)
{
    const struct wai_tables *tables = &page->setup->tables;

    wai_json_key(json, "attributes");
    wai_json_open(json, '{');
    for (size_t k = 0; k < WAI_PROFILE_ATTRIBUTES; k++) {
        wai_json_key(json, wai_profile_attributes[k].name);
        wai_json_open(json, '{');
        wai_json_member_number(json, "value", wai_profile_column(page, k)[page->country]);
        wai_json_member_text(json, "unit", wai_profile_attributes[k].unit);
        wai_json_member_number(json, "share_below", wai_profile_rank(page, k));
        wai_json_close(json, '}');
    }
    wai_json_close(json, '}');
    wai_json_key(json, "neighbours");
    wai_json_open(json, '{');
    for (uint32_t b = tables->border_start[page->country]; b < tables->border_start[page->country + 1]; b++) {
        wai_json_member_number(json, tables->iso3[tables->border_to[b]],
                               wai_profile_share(page, page->portrait.n_member_ever[tables->border_to[b]]));
    }
    wai_json_close(json, '}');
    wai_json_key(json, "blocs");
    wai_json_open(json, '{');
    for (uint32_t k = tables->bloc_start[page->country]; k < tables->bloc_start[page->country + 1]; k++) {
        double chance;

        (void)wai_profile_bloc(page, tables->bloc_of[k], &chance);
        wai_json_member_number(json, tables->bloc_names[tables->bloc_of[k]], chance);
    }
    wai_json_close(json, '}');
}

void wai_profile_json(const struct wai_profile *page)
{
    const struct wai_tables *tables = &page->setup->tables;
    struct wai_json json = { 0 };

    wai_json_open(&json, '{');
    wai_json_member_text(&json, "country", tables->iso3[page->country]);
    wai_json_member_text(&json, "name", tables->name[page->country]);
    wai_json_member_text(&json, "subregion", tables->subregion_names[tables->subregion[page->country]]);
    wai_json_member_text(&json, "title", page->scene->title);
    wai_json_member_text(&json, "deviations", page->scene->deviations);
    wai_json_member_whole(&json, "replications", (long long)page->portrait.n);
    wai_json_member_whole(&json, "failed", (long long)page->portrait.n_failed);
    json_years(page, &json);
    json_dates(page, &json);
    wai_json_key(&json, "final_status");
    wai_json_open(&json, '{');
    for (int status = 0; status < WAI_N_STATUSES; status++) {
        wai_json_member_number(&json, wai_status_names[status],
                               wai_profile_share(page, page->portrait.n_final[status]));
    }
    wai_json_close(&json, '}');
    json_decisions(&json, "signs", &page->portrait.sign);
    json_decisions(&json, "does_not_sign", &page->portrait.refuse);
    json_surroundings(page, &json);
    wai_json_close(&json, '}');
}
