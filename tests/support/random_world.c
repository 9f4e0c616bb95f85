/* Random worlds: everything drawn from a seed, and the busy world, whose tables are drawn. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "engine/luck.h"
#include "engine/math.h"
#include "support/world_builder.h"
#include "support/world_parts.h"

struct dice {
    struct wai_luck luck;
    uint32_t n;
};

static double uniform(struct dice *dice, double low, double high)
{
    double u[2];

    wai_luck_pair(&dice->luck, 200, 0, dice->n++, u);
    return low + (high - low) * u[0];
}

/* 0 .. n - 1 */
static int whole(struct dice *dice, int n)
{
    return (int)uniform(dice, 0.0, n);
}

static int chance(struct dice *dice, double p)
{
    return uniform(dice, 0.0, 1.0) < p;
}

static double normal(struct dice *dice, double spread)
{
    return spread * wai_normal_quantile(uniform(dice, 0.0, 1.0));
}

static int starts(const char *text, const char *stem)
{
    return strncmp(text, stem, strlen(stem)) == 0;
}

/* Values that keep small worlds lively; other rows vary around their presets. */
static int lively_value(struct dice *dice, const char *path, double *value)
{
    if (starts(path, "decision.inertia.")) {
        *value = uniform(dice, 0.0, 3.0);
    } else if (starts(path, "decision.constant.")) {
        *value = normal(dice, 1.5);
    } else if (starts(path, "decision.review_rate.")) {
        *value = uniform(dice, 0.0, 6.0);
    } else if (strcmp(path, "organisation.account_years") == 0) {
        *value = chance(dice, 0.5) ? 0.25 : uniform(dice, 0.05, 1.0);
    } else if (strcmp(path, "charter.minimum_members") == 0) {
        *value = whole(dice, 5);
    } else if (strcmp(path, "charter.ratifications_to_enter") == 0) {
        *value = 1 + whole(dice, 3);
    } else if (strcmp(path, "charter.setup_years") == 0 || strcmp(path, "charter.notice_years") == 0) {
        *value = chance(dice, 0.3) ? 0.0 : uniform(dice, 0.0, 1.0);
    } else if (strcmp(path, "charter.founder_log_median") == 0) {
        *value = uniform(dice, -3.0, 0.0);
    } else if (strcmp(path, "incentive.rapid_response.teams") == 0) {
        *value = whole(dice, 4);
    } else if (strcmp(path, "shock.incident_rate") == 0) {
        *value = uniform(dice, 0.0, 8.0);
    } else {
        return 0;
    }
    return 1;
}

static double random_value(struct dice *dice, size_t row)
{
    const struct wai_param *param = &wai_param_table[row];
    double value;

    if (!lively_value(dice, param->path, &value)) {
        if (chance(dice, 0.25)) {
            value = param->preset;
        } else if (chance(dice, 0.15)) {
            value = 0.0;
        } else if (param->max - param->min <= 1.0) {
            value = uniform(dice, param->min, param->max);
        } else {
            value = param->preset * wai_exp(normal(dice, 0.7));
            value = param->preset == 0.0 ? normal(dice, 0.5) : value;
        }
    }
    value = fmin(param->max, fmax(param->min, value));
    return param->kind == WAI_PARAM_WHOLE ? floor(value) : value;
}

static void draw_params(struct dice *dice, struct wai_params *params)
{
    for (size_t row = 0; row < wai_param_count; row++) {
        wai_param_set(params, row, random_value(dice, row));
    }
}

static void draw_columns(struct dice *dice, struct wai_tables *t)
{
    for (size_t i = 0; i < t->n_countries; i++) {
#define DRAW_COLUMN(member, min, max, unit, meaning) t->member[i] = uniform(dice, (min), (max));
        WAI_COUNTRY_COLUMNS(DRAW_COLUMN)
#undef DRAW_COLUMN
        t->population[i] = wai_exp(uniform(dice, 9.0, 20.0));
        t->gdp_usd[i] = wai_exp(uniform(dice, 18.0, 30.0));
        t->us_ally[i] = 0.5 * whole(dice, 3);
        t->trade_us[i] *= 0.6;
        t->trade_eu[i] *= 0.6;
        t->invited[i] = chance(dice, 0.25);
        t->rights_member[i] = chance(dice, 0.25);
    }
}

/* Symmetric borders and bloc memberships into rows whose lengths are known afterwards. */
static void draw_links(struct dice *dice, struct wai_tables *t, double density)
{
    const size_t n = t->n_countries;
    uint8_t *linked = wai_world_parts_array(n * n, 1);
    uint32_t at = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            linked[i * n + j] = linked[j * n + i] = (uint8_t)chance(dice, density);
        }
    }
    for (size_t i = 0; i < n; i++) {
        t->border_start[i] = at;
        for (size_t j = 0; j < n; j++) {
            if (linked[i * n + j]) {
                t->border_to[at++] = (uint32_t)j;
            }
        }
    }
    t->border_start[n] = at;
    t->n_borders = at;
    at = 0;
    for (size_t i = 0; i < n; i++) {
        t->bloc_start[i] = at;
        for (size_t b = 0; b < t->n_blocs; b++) {
            if (chance(dice, 0.3)) {
                t->bloc_of[at++] = (uint32_t)b;
            }
        }
    }
    t->bloc_start[n] = at;
    t->n_memberships = at;
    free(linked);
}

static void draw_start(struct dice *dice, struct wai_setup *setup)
{
    static const enum wai_status_code begin[10] = { WAI_STATUS_NONE,       WAI_STATUS_NONE,
                                                    WAI_STATUS_NONE,       WAI_STATUS_NONE,
                                                    WAI_STATUS_INTERESTED, WAI_STATUS_OBSERVER,
                                                    WAI_STATUS_SIGNATORY,  WAI_STATUS_SIGNATORY,
                                                    WAI_STATUS_NONE,       WAI_STATUS_NONE };
    const int strange = chance(dice, 0.2); /* members and former members at the start */

    for (size_t i = 0; i < setup->tables.n_countries; i++) {
        const int drawn = strange ? whole(dice, WAI_N_STATUSES) : (int)begin[whole(dice, 10)];

        setup->status[i] = (int8_t)((int)i == setup->sponsor ? WAI_STATUS_CORE : drawn);
        setup->flags[i] =
            (uint8_t)(chance(dice, 0.15) << WAI_RIVAL_US | chance(dice, 0.2) << WAI_RIVAL_RIGHTS);
    }
    setup->flags[setup->sponsor] &= (uint8_t) ~(1u << WAI_RIVAL_US);
    setup->flags[setup->rival_leader] |= 1u << WAI_RIVAL_US;
    setup->phase = chance(dice, 0.3) ? WAI_PHASE_SIGNING : WAI_PHASE_PROPOSED;
    setup->signing_open = setup->phase == WAI_PHASE_SIGNING && chance(dice, 0.6);
    setup->rival_open[WAI_RIVAL_US] = chance(dice, 0.5);
    setup->rival_open[WAI_RIVAL_RIGHTS] = chance(dice, 0.5);
}

static void draw_entry(struct dice *dice, struct wai_setup *setup)
{
    struct wai_calendar_entry entry = { .country = -1, .param = -1 };
    const int n = (int)setup->tables.n_countries;

    entry.day = chance(dice, 0.7) ? 73 * whole(dice, setup->n_days / 73) : whole(dice, setup->n_days);
    entry.kind = (enum wai_calendar_kind)whole(dice, WAI_N_CALENDAR_KINDS);
    switch (entry.kind) {
    case WAI_CALENDAR_SET:
        do {
            entry.param = whole(dice, (int)wai_param_count);
        } while (wai_param_table[entry.param].at_start_only);
        entry.value = random_value(dice, (size_t)entry.param);
        break;
    case WAI_CALENDAR_STATUS:
        entry.status = (enum wai_status_code)whole(dice, WAI_N_STATUSES);
        entry.country = 1 + whole(dice, n - 1);
        break;
    case WAI_CALENDAR_INVITE:
        entry.country = 1 + whole(dice, n - 1);
        break;
    case WAI_CALENDAR_RIVAL_OPENS:
    case WAI_CALENDAR_RIVAL_SUMMIT:
        entry.rival = (enum wai_rival)whole(dice, WAI_N_RIVALS);
        break;
    default:
        break;
    }
    wai_world_builder_add(setup, entry);
}

/* Days on which something else may happen, and some that nothing else is known of; the last day too. */
static void draw_readings(struct dice *dice, struct wai_setup *setup)
{
    int32_t days[12];
    const size_t n = (size_t)whole(dice, 12);

    for (size_t k = 0; k < n; k++) {
        days[k] = chance(dice, 0.5) ? 73 * whole(dice, setup->n_days / 73) : whole(dice, setup->n_days);
        days[k] -= days[k] > 0 && chance(dice, 0.3);
    }
    days[n] = setup->n_days - 1;
    if (wai_setup_read_at(setup, days, n + (size_t)chance(dice, 0.3)) != WAI_OK) {
        wai_assert(0 && "no memory");
    }
}

void wai_world_builder_random(struct wai_setup *setup, uint64_t seed)
{
    struct dice dice = { .luck = { .seed = seed } };
    /* Now and then a crowd: more countries than are drawn for at once. */
    const size_t n = (seed % 100 == 0 ? 257 : 3) + (size_t)whole(&dice, 22),
                 n_blocs = (size_t)whole(&dice, 4);
    const size_t n_subregions = 1 + (size_t)whole(&dice, n < 5 ? (int)n : 5);
    struct wai_tables *t = &setup->tables;
    int n_entries;

    wai_world_parts_start(setup, n, n * n, n * n_blocs, 730 + whole(&dice, 1460));
    t->n_subregions = n_subregions;
    t->subregion_names = wai_world_parts_names(n_subregions, "S");
    t->n_blocs = n_blocs;
    t->bloc_names = wai_world_parts_names(n_blocs, "B");
    for (size_t i = 0; i < n; i++) {
        t->subregion[i] = (int32_t)(i % n_subregions);
    }
    draw_columns(&dice, t);
    draw_links(&dice, t, chance(&dice, 0.2) ? 0.0 : n > 100 ? 0.02 : 0.25);
    draw_params(&dice, &setup->params);
    draw_start(&dice, setup);
    n_entries = whole(&dice, 40);
    if (chance(&dice, 0.7)) {
        wai_world_builder_add_event(setup, 73 * (1 + whole(&dice, 3)), WAI_CALENDAR_SIGNING_OPENS);
    }
    for (int k = 0; k < n_entries; k++) {
        draw_entry(&dice, setup);
    }
    if (chance(&dice, 0.9)) {
        wai_world_builder_yearly_summits(setup, 1 + (chance(&dice, 0.5) ? 72 : whole(&dice, 364)));
    }
    draw_readings(&dice, setup);
}

/* Presets in which the moves that are rare in earnest happen often. */
static void make_lively(struct wai_setup *setup)
{
    static const struct {
        const char *path;
        double value;
    } change[] = {
        { "decision.inertia.sign", 1.0 },
        { "decision.inertia.drop", 0.5 },
        { "decision.inertia.unsign", 1.5 },
        { "decision.inertia.tier", 0.5 },
        { "decision.inertia.freeze", 1.5 },
        { "decision.inertia.thaw", 0.5 },
        { "decision.inertia.exit", 1.5 },
        { "decision.inertia.return", 0.5 },
        { "decision.inertia.leave_us", 1.5 },
        { "decision.inertia.leave_rights", 1.5 },
        { "decision.constant.member", -2.0 },
        { "rival.us.cost", 2.5 },
        { "rival.rights.cost", 1.0 },
        { "shock.incident_rate", 6.0 },
        { "shock.sponsor_origin", 0.3 },
        { "incentive.rapid_response.teams", 2.0 },
        { "incentive.rapid_response.service_years", 0.3 },
        { "charter.notice_years", 0.5 },
        { "charter.never_ratifies", 0.2 },
        { "charter.minimum_members", 1.0 },
        { "voting.corporate_share", 0.3 },
        { "trust.rest", 0.9 },
        { "trust.democratic_doubt", 0.25 },
        { "trust.delivery_gain", 0.002 },
        { "standards.adequacy", 0.2 },
        { "status.none.affiliation", 0.1 },
        { "status.none.access", 0.05 },
        { "status.none.obligation", 0.1 },
        { "status.withdrawn.affiliation", 0.1 },
        { "status.withdrawn.access", 0.05 },
        { "status.withdrawn.obligation", 0.1 },
        { "rival.us.governance_demand", 0.3 },
        { "shock.severity_cap", 4.0 },
    };

    wai_param_presets(&setup->params);
    for (size_t k = 0; k < sizeof change / sizeof change[0]; k++) {
        wai_world_builder_set(setup, change[k].path, change[k].value);
    }
}

static void script_busily(struct wai_setup *setup)
{
    wai_world_builder_add_event(setup, 30, WAI_CALENDAR_SIGNING_OPENS);
    wai_world_builder_add_event(setup, 30, WAI_CALENDAR_CEREMONY);
    wai_world_builder_add_event(setup, 90, WAI_CALENDAR_DEADLINE);
    wai_world_builder_add_event(setup, 91, WAI_CALENDAR_SIGNING_CLOSES);
    for (int k = 0; k < WAI_N_RIVALS; k++) {
        wai_world_builder_add_rival(setup, 10 + 20 * k, WAI_CALENDAR_RIVAL_OPENS, (enum wai_rival)k);
        for (int32_t day = 100 + 50 * k; day < setup->n_days; day += 700) {
            wai_world_builder_add_rival(setup, day, WAI_CALENDAR_RIVAL_SUMMIT, (enum wai_rival)k);
        }
    }
    for (int32_t day = 500; day < setup->n_days; day += 800) {
        wai_world_builder_add_event(setup, day, WAI_CALENDAR_INCIDENT);
    }
    for (int i = 3; i < 30; i += 6) {
        wai_world_builder_add(setup,
                              (struct wai_calendar_entry){
                                  .day = 60 * i, .kind = WAI_CALENDAR_INVITE, .country = i, .param = -1 });
    }
    wai_world_builder_yearly_summits(setup, 207);
}

void wai_world_builder_busy(struct wai_setup *setup)
{
    struct dice dice = { .luck = { .seed = 20260716 } };
    const size_t n = 30, n_blocs = 3;
    struct wai_tables *t = &setup->tables;

    wai_world_parts_start(setup, n, n * n, n * n_blocs, 8 * 365);
    t->n_subregions = 5;
    t->subregion_names = wai_world_parts_names(5, "S");
    t->n_blocs = n_blocs;
    t->bloc_names = wai_world_parts_names(n_blocs, "B");
    for (size_t i = 0; i < n; i++) {
        t->subregion[i] = (int32_t)(i % 5);
    }
    draw_columns(&dice, t);
    draw_links(&dice, t, 0.15);
    make_lively(setup);
    for (size_t i = 2; i < n; i++) {
        static const enum wai_status_code begin[7] = { WAI_STATUS_NONE,      WAI_STATUS_OBSERVER,
                                                       WAI_STATUS_SIGNATORY, WAI_STATUS_NONE,
                                                       WAI_STATUS_WITHDRAWN, WAI_STATUS_INTERESTED,
                                                       WAI_STATUS_FULL };
        setup->status[i] = (int8_t)begin[i % 7];
        setup->flags[i] = (uint8_t)(t->rights_member[i] > 0.0 ? 1u << WAI_RIVAL_RIGHTS : 0u);
    }
    setup->phase = WAI_PHASE_PROPOSED;
    script_busily(setup);
}
