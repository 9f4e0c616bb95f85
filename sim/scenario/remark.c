/* Each remark holds whatever the draws are: it follows from the start, the calendar and the parameters. */
#include "scenario/remark.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/world.h"
#include "scenario/date.h"

/* While the first parameter is 0, nobody reads the second. */
static const struct {
    const char *gate, *read;
} gates[] = {
    { "affinity.courtship", "affinity.courtship_decay" },
    { "affinity.legitimacy", "affinity.un_compatibility" },
    { "rival.us.pressure", "rival.us.retaliation" },
    { "rival.us.pressure", "rival.us.offer_rate" },
    { "rival.us.pressure", "rival.us.offer_decay" },
    { "rival.us.offer_rate", "rival.us.offer_decay" },
    { "cost.autonomy", "standards.national_adaptation" },
    { "cost.data", "standards.data_sharing" },
    { "cost.data", "standards.adequacy" },
    { "trust.democratic_doubt", "trust.transparency" },
    { "voting.corporate_share", "voting.corporate_ideal" },
    { "shock.incident_rate", "shock.incident_growth" },
    { "leader.drift", "leader.memory" },
};

/* Columns of the country table that speak of one country, and the key of the scenario that names it. */
static const char us_code[] = "USA", china_code[] = "CHN";

struct remarks {
    const struct wai_scenario *scenario;
    const struct wai_setup *setup;
    struct wai_error *to;
};

static int is_set(const struct wai_setup *setup, int param)
{
    for (size_t i = 0; i < setup->n_calendar; i++) {
        if (setup->calendar[i].kind == WAI_CALENDAR_SET && setup->calendar[i].param == param) {
            return 1;
        }
    }
    return 0;
}

static int has_entry(const struct wai_setup *setup, enum wai_calendar_kind kind)
{
    for (size_t i = 0; i < setup->n_calendar; i++) {
        if (setup->calendar[i].kind == kind) {
            return 1;
        }
    }
    return 0;
}

/* Is the parameter 0 (value) from the start to the end? */
static int stays(const struct wai_setup *setup, const char *path, double value)
{
    int param = wai_param_find(path);

    return param >= 0 && !(fabs(wai_param_get(&setup->params, (size_t)param) - value) > 0) &&
           !is_set(setup, param);
}

/* Was it given another value than its preset, at the start or later? */
static int is_changed(const struct wai_setup *setup, const char *path)
{
    int param = wai_param_find(path);

    return param >= 0 &&
           (fabs(wai_param_get(&setup->params, (size_t)param) - wai_param_table[param].preset) > 0 ||
            is_set(setup, param));
}

static const char *date_of(const struct wai_setup *setup, int32_t day, char text[WAI_DATE_TEXT])
{
    wai_date_write(setup->start_day + day, text);
    return text;
}

/* ---- can anybody join? ---- */

/* Has a country signed at the start, or does the calendar let one sign? */
static int somebody_is_put_in(const struct wai_setup *setup)
{
    for (size_t i = 0; i < setup->tables.n_countries; i++) {
        if ((int32_t)i != setup->sponsor && setup->status[i] >= WAI_STATUS_SIGNATORY) {
            return 1;
        }
    }
    for (size_t i = 0; i < setup->n_calendar; i++) {
        if (setup->calendar[i].kind == WAI_CALENDAR_STATUS &&
            setup->calendar[i].status >= WAI_STATUS_SIGNATORY) {
            return 1;
        }
    }
    return 0;
}

static void remark_joining(const struct remarks *r)
{
    const struct wai_setup *setup = r->setup;
    int opens = setup->signing_open || has_entry(setup, WAI_CALENDAR_SIGNING_OPENS);
    int occasions =
        has_entry(setup, WAI_CALENDAR_CEREMONY) || has_entry(setup, WAI_CALENDAR_DEADLINE) ||
        (setup->n_summits > 0 &&
         !(stays(setup, "organisation.attend_base", 0) && stays(setup, "organisation.attend_slope", 0))) ||
        !stays(setup, "leader.democratic_turnover", 0) || !stays(setup, "leader.autocratic_turnover", 0) ||
        !stays(setup, "decision.review_rate.none", 0) ||
        !stays(setup, "decision.review_rate.interested", 0) ||
        !stays(setup, "decision.review_rate.observer", 0);

    if (somebody_is_put_in(setup)) {
        return;
    }
    if (!opens) {
        (void)wai_error_add(
            r->to, WAI_OK,
            "nobody can ever join: signing is not open at the start (initial.signing_open) and "
            "no calendar entry signing_opens opens it");
    } else if (!occasions) {
        (void)wai_error_add(
            r->to, WAI_OK,
            "nobody can ever join: there is no occasion to sign, no ceremony, deadline, attended "
            "summit, change of leader or review");
    } else if (stays(setup, "charter.never_ratifies", 1)) {
        (void)wai_error_add(r->to, WAI_OK, "nobody can ever join: charter.never_ratifies is 1");
    } else if (setup->params.charter.ratifications_to_enter > (double)setup->tables.n_countries &&
               !is_set(setup, wai_param_find("charter.ratifications_to_enter"))) {
        (void)wai_error_add(r->to, WAI_OK,
                            "nobody can ever join: charter.ratifications_to_enter is %.0f, and there are %zu "
                            "countries",
                            setup->params.charter.ratifications_to_enter, setup->tables.n_countries);
    }
}

/* ---- columns that speak of one country ---- */

static void remark_leaders(const struct remarks *r)
{
    const struct wai_setup *setup = r->setup;
    const struct wai_tables *tables = &setup->tables;
    int us = wai_tables_find(tables, us_code), china = wai_tables_find(tables, china_code);

    if (!r->scenario->inputs[WAI_INPUT_COUNTRIES].name) {
        return; /* an artificial world */
    }
    if (us >= 0 && setup->rival_leader != us &&
        !(stays(setup, "rival.us.ally", 0) && stays(setup, "rival.us.trade", 0) &&
          stays(setup, "rival.us.pressure", 0))) {
        (void)wai_error_add(
            r->to, WAI_OK,
            "rival_leader is %s, but the rival's pull and pressure are still those of the United "
            "States: the columns us_ally and trade_us of the country table are about %s",
            tables->iso3[setup->rival_leader], us_code);
    }
    if (china >= 0 && setup->sponsor != china &&
        !(stays(setup, "affinity.ties", 0) && stays(setup, "affinity.alignment", 0))) {
        (void)wai_error_add(
            r->to, WAI_OK,
            "sponsor is %s, but its pull is still that of China: the columns alignment and ties "
            "of the country table are about %s",
            tables->iso3[setup->sponsor], china_code);
    }
}

/* ---- the calendar ---- */

static void remark_set(const struct remarks *r, size_t i)
{
    const struct wai_calendar_entry *entry = &r->setup->calendar[i];
    char date[WAI_DATE_TEXT];

    for (size_t k = 0; k < i; k++) {
        if (r->setup->calendar[k].kind == WAI_CALENDAR_SET && r->setup->calendar[k].param == entry->param) {
            return;
        }
    }
    if (!(fabs(wai_param_get(&r->setup->params, (size_t)entry->param) - entry->value) > 0)) {
        (void)wai_error_add(r->to, WAI_OK, "calendar, %s: sets %s to %.10g, which it is already",
                            date_of(r->setup, entry->day, date), wai_param_table[entry->param].path,
                            entry->value);
    }
}

static void remark_calendar(const struct remarks *r)
{
    const struct wai_setup *setup = r->setup;
    int open = setup->signing_open || setup->phase > WAI_PHASE_SIGNING;
    int rivals[WAI_N_RIVALS];

    memcpy(rivals, setup->rival_open, sizeof rivals);
    for (size_t i = 0; i < setup->n_calendar; i++) {
        const struct wai_calendar_entry *entry = &setup->calendar[i];
        char date[WAI_DATE_TEXT];

        open = open || entry->kind == WAI_CALENDAR_SIGNING_OPENS;
        if (entry->kind == WAI_CALENDAR_RIVAL_OPENS) {
            rivals[entry->rival] = 1;
        } else if (entry->kind == WAI_CALENDAR_RIVAL_SUMMIT && !rivals[entry->rival]) {
            (void)wai_error_add(
                r->to, WAI_OK,
                "calendar, %s: nobody can join at this rival_summit, for the rival %s is not open",
                date_of(setup, entry->day, date), wai_rival_names[entry->rival]);
        } else if ((entry->kind == WAI_CALENDAR_CEREMONY || entry->kind == WAI_CALENDAR_DEADLINE) && !open &&
                   !somebody_is_put_in(setup)) {
            (void)wai_error_add(r->to, WAI_OK,
                                "calendar, %s: nobody can sign at this %s, for signing has not opened",
                                date_of(setup, entry->day, date), wai_calendar_names[entry->kind]);
        } else if (entry->kind == WAI_CALENDAR_SET) {
            remark_set(r, i);
        }
    }
}

/* ---- parameters that nobody reads ---- */

static void remark_gate(const struct remarks *r, const char *gate, const char *read)
{
    if (stays(r->setup, gate, 0) && is_changed(r->setup, read)) {
        (void)wai_error_add(r->to, WAI_OK, "%s has no effect: %s is 0", read, gate);
    }
}

static void remark_parameters(const struct remarks *r)
{
    for (size_t i = 0; i < sizeof gates / sizeof *gates; i++) {
        remark_gate(r, gates[i].gate, gates[i].read);
    }
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        char gate[80], read[80];

        (void)snprintf(gate, sizeof gate, "incentive.%s.weight", wai_incentive_names[k]);
        (void)snprintf(read, sizeof read, "incentive.%s.promise", wai_incentive_names[k]);
        remark_gate(r, gate, read);
    }
}

/* ---- the length ---- */

/* Accounts and incidents alone: a run has more events than these, and their number hardly depends on luck. */
static void remark_length(const struct remarks *r)
{
    const struct wai_setup *setup = r->setup;
    const struct wai_params *p = &setup->params;
    double years = wai_setup_years(setup), growth = p->shock.incident_growth;
    double incidents = p->shock.incident_rate * (fabs(growth) > 0 ? expm1(growth * years) / growth : years);
    double events = incidents + (double)wai_setup_n_accounts(setup);
    double budget = (double)wai_world_budget(setup->tables.n_countries);
    char date[WAI_DATE_TEXT];

    if (is_set(setup, wai_param_find("shock.incident_rate")) ||
        is_set(setup, wai_param_find("shock.incident_growth")) || !(events > 1.01 * budget)) {
        return;
    }
    (void)wai_error_add(
        r->to, WAI_OK,
        "until %s a replication has about %.3g million incidents and %zu accounts (shock.incident_rate is "
        "%.10g, shock.incident_growth %.10g), more than the %.0f events that it may have: it "
        "fails unless --max-events N allows more",
        date_of(setup, setup->n_days, date), incidents / 1e6, wai_setup_n_accounts(setup),
        p->shock.incident_rate, growth, budget);
}

enum wai_status wai_remark_scenario(const struct wai_scenario *scenario, int swept, struct wai_error *remarks)
{
    struct remarks r = { scenario, &scenario->setup, remarks };

    remark_joining(&r);
    remark_leaders(&r);
    remark_calendar(&r);
    if (!swept) {
        remark_length(&r);
        remark_parameters(&r);
    }
    return remarks->truncated ? WAI_ERR_MEMORY : WAI_OK;
}
