/* Even worlds, their calendar, and the quiet parameters. */
#include "support/world_builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "support/world_parts.h"

/* Rows that a quiet world keeps at their presets: they scale, and do nothing by themselves. */
static int is_kept(const char *path)
{
    static const char *const kept[] = { "decision.rationality",
                                        "decision.invited_boost",
                                        "incentive.",
                                        "shock.severity_",
                                        "charter.",
                                        "organisation.account",
                                        "status.",
                                        "standards.",
                                        "voting.",
                                        "rival.us.control_low",
                                        "trust.start",
                                        "trust.rest" };

    for (size_t k = 0; k < sizeof kept / sizeof kept[0]; k++) {
        if (strncmp(path, kept[k], strlen(kept[k])) == 0) {
            return 1;
        }
    }
    return 0;
}

static int ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

void wai_world_builder_quiet(struct wai_params *params)
{
    wai_param_presets(params);
    for (size_t row = 0; row < wai_param_count; row++) {
        const char *path = wai_param_table[row].path;

        if (!is_kept(path) || ends_with(path, ".weight") || ends_with(path, "release_rate") ||
            ends_with(path, "project_rate")) {
            wai_param_set(params, row, wai_param_table[row].min > 0.0 ? wai_param_table[row].min : 0.0);
        }
    }
    params->charter.never_ratifies = 0.0;
    params->charter.veto_effect = 0.0;
    params->charter.minimum_members = 0.0;
    params->organisation.account_years = 1.0;
}

void *wai_world_parts_array(size_t n, size_t size)
{
    void *array = calloc(n ? n : 1, size);

    wai_assert(array != NULL);
    return array;
}

char *wai_world_parts_text(const char *text)
{
    char *copy = wai_world_parts_array(strlen(text) + 1, 1);

    memcpy(copy, text, strlen(text));
    return copy;
}

char **wai_world_parts_names(size_t n, const char *stem)
{
    char **names = wai_world_parts_array(n, sizeof *names);
    char text[16];

    for (size_t k = 0; k < n; k++) {
        text[0] = stem[0];
        text[1] = (char)('A' + (int)(k / 26 % 26));
        text[2] = (char)('a' + (int)(k % 26));
        text[3] = '\0';
        names[k] = wai_world_parts_text(text);
    }
    return names;
}

void wai_world_parts_start(struct wai_setup *setup, size_t n, size_t n_borders, size_t n_memberships,
                           int32_t n_days)
{
    struct wai_tables *t = &setup->tables;
    enum wai_status status;

    *setup = (struct wai_setup){ .start_day = 45656, .n_days = n_days, .sponsor = 0, .rival_leader = 1 };
    status = wai_tables_alloc(t, n, n_borders, n_memberships);
    wai_assert(status == WAI_OK);
    for (size_t i = 0; i < n; i++) {
        t->iso3[i][0] = (char)('A' + (int)(i / 676 % 26));
        t->iso3[i][1] = (char)('A' + (int)(i / 26 % 26));
        t->iso3[i][2] = (char)('A' + (int)(i % 26));
        t->name[i] = wai_world_parts_text(t->iso3[i]);
        t->imputed[i] = wai_world_parts_text("");
        t->m49[i] = (int32_t)i + 1;
        t->population[i] = 1.0;
        t->gdp_usd[i] = 1.0;
    }
    t->n_regions = 1;
    t->region_names = wai_world_parts_names(1, "R");
    setup->status = wai_world_parts_array(n, sizeof *setup->status);
    setup->flags = wai_world_parts_array(n, sizeof *setup->flags);
    setup->recorded_signed_day = wai_world_parts_array(n, sizeof *setup->recorded_signed_day);
    setup->recorded_us_day = wai_world_parts_array(n, sizeof *setup->recorded_us_day);
    for (size_t i = 0; i < n; i++) {
        setup->recorded_signed_day[i] = INT32_MIN;
        setup->recorded_us_day[i] = INT32_MIN;
    }
    setup->status[setup->sponsor] = WAI_STATUS_CORE;
    setup->flags[setup->rival_leader] = 1u << WAI_RIVAL_US;
}

void wai_world_builder_even(struct wai_setup *setup, size_t n, double years)
{
    wai_world_parts_start(setup, n, 0, 0, (int32_t)(years * WAI_DAYS_PER_YEAR));
    setup->tables.n_subregions = 1;
    setup->tables.subregion_names = wai_world_parts_names(1, "S");
    setup->phase = WAI_PHASE_PROPOSED;
    wai_world_builder_quiet(&setup->params);
}

void wai_world_builder_complete_borders(struct wai_setup *setup, int apart)
{
    struct wai_tables *t = &setup->tables;
    const size_t n = t->n_countries;
    uint32_t at = 0;

    free(t->border_to);
    t->border_to = wai_world_parts_array(n * n, sizeof *t->border_to);
    for (size_t i = 0; i < n; i++) {
        t->border_start[i] = at;
        for (size_t j = 0; j < n && (int)i != apart; j++) {
            if (i != j && (int)j != apart) {
                t->border_to[at++] = (uint32_t)j;
            }
        }
    }
    t->border_start[n] = at;
    t->n_borders = at;
}

void wai_world_builder_add(struct wai_setup *setup, struct wai_calendar_entry entry)
{
    size_t at = setup->n_calendar;
    struct wai_calendar_entry *grown =
        realloc(setup->calendar, (setup->n_calendar + 1) * sizeof *setup->calendar);

    wai_assert(grown != NULL && entry.day >= 0 && entry.day < setup->n_days);
    setup->calendar = grown;
    entry.occurrence = 0;
    while (at > 0 && grown[at - 1].day > entry.day) {
        grown[at] = grown[at - 1];
        at--;
    }
    for (size_t k = 0; k < at; k++) {
        entry.occurrence +=
            grown[k].day == entry.day && grown[k].kind == entry.kind && grown[k].rival == entry.rival;
    }
    wai_assert(entry.occurrence < 64);
    grown[at] = entry;
    setup->n_calendar++;
}

void wai_world_builder_add_event(struct wai_setup *setup, int32_t day, enum wai_calendar_kind kind)
{
    wai_world_builder_add(
        setup, (struct wai_calendar_entry){ .day = day, .kind = kind, .country = -1, .param = -1 });
}

void wai_world_builder_add_rival(struct wai_setup *setup, int32_t day, enum wai_calendar_kind kind,
                                 enum wai_rival rival)
{
    wai_world_builder_add(setup, (struct wai_calendar_entry){
                                     .day = day, .kind = kind, .country = -1, .param = -1, .rival = rival });
}

void wai_world_builder_add_set(struct wai_setup *setup, int32_t day, const char *path, double value)
{
    const int row = wai_param_find(path);

    wai_assert(row >= 0 && wai_param_allows((size_t)row, value));
    wai_world_builder_add(
        setup, (struct wai_calendar_entry){
                   .day = day, .kind = WAI_CALENDAR_SET, .country = -1, .param = row, .value = value });
}

void wai_world_builder_add_status(struct wai_setup *setup, int32_t day, int country,
                                  enum wai_status_code status)
{
    wai_world_builder_add(
        setup,
        (struct wai_calendar_entry){
            .day = day, .kind = WAI_CALENDAR_STATUS, .country = country, .param = -1, .status = status });
}

void wai_world_builder_yearly_summits(struct wai_setup *setup, int32_t first_day)
{
    free(setup->summit_days);
    setup->summit_days = wai_world_parts_array((size_t)(setup->n_days / 365 + 1), sizeof *setup->summit_days);
    setup->n_summits = 0;
    for (int32_t day = first_day; day < setup->n_days; day += 365) {
        setup->summit_days[setup->n_summits++] = day;
    }
}

void wai_world_builder_set(struct wai_setup *setup, const char *path, double value)
{
    const int row = wai_param_find(path);

    wai_assert(row >= 0 && wai_param_allows((size_t)row, value));
    wai_param_set(&setup->params, (size_t)row, value);
}

const char *const wai_world_builder_columns[] = {
#define COLUMN_NAME(member, min, max, unit, meaning) #member,
    WAI_COUNTRY_COLUMNS(COLUMN_NAME)
#undef COLUMN_NAME
};
const size_t wai_world_builder_n_columns =
    sizeof wai_world_builder_columns / sizeof wai_world_builder_columns[0];

static void mirror(double *value, size_t n, double low, double high)
{
    for (size_t i = 0; i < n / 2 && high > 1e6; i++) {
        const double kept = value[i];

        value[i] = value[n - 1 - i];
        value[n - 1 - i] = kept;
    }
    for (size_t i = 0; i < n && high <= 1e6; i++) {
        value[i] = low + high - value[i];
    }
}

void wai_world_builder_mirror(struct wai_setup *setup, const char *column)
{
    struct wai_tables *t = &setup->tables;
    int found = 0;

#define MIRROR_COLUMN(member, min, max, unit, meaning)                                                       \
    if (strcmp(column, #member) == 0) {                                                                      \
        mirror(t->member, t->n_countries, (min), (max));                                                     \
        found = 1;                                                                                           \
    }
    WAI_COUNTRY_COLUMNS(MIRROR_COLUMN)
#undef MIRROR_COLUMN
    wai_assert(found);
}
