/* The run of the plain path: the start, the search for the next event, and the events of the calendar. */
#include "plain/plain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "engine/math.h"
#include "plain/state.h"

#define MAX_JOBS 4096

void wai_plain_log(struct plain *w, enum wai_event_type type, int country, double value, int from, int to,
                   int cause)
{
    const struct wai_log_row row = { .time_years = w->now_years,
                                     .value = (float)value,
                                     .country = country,
                                     .type = (int8_t)type,
                                     .from = (int8_t)from,
                                     .to = (int8_t)to,
                                     .cause = (int8_t)cause };

    w->record->events_by_type[type]++;
    if (w->record->wants.events && w->status == WAI_OK) {
        w->status = wai_record_log(w->record, &row);
    }
}

void wai_plain_pair(const struct plain *w, enum wai_purpose purpose, uint32_t agent, uint32_t index,
                    double u[2])
{
    wai_luck_pair(w->luck, (uint32_t)purpose, agent, index, u);
}

uint32_t wai_plain_day(const struct plain *w, int32_t day, uint32_t occurrence)
{
    return 64u * (uint32_t)(w->setup->start_day + day) + occurrence;
}

/* Divides each row by its sum. */
static void normalise(double *matrix, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double sum = 0.0;

        for (size_t j = 0; j < n; j++) {
            sum += matrix[i * n + j];
        }
        for (size_t j = 0; j < n && sum > 0.0; j++) {
            matrix[i * n + j] /= sum;
        }
    }
}

/* Number of blocs that i and j share. */
static double shared_blocs(const struct wai_tables *t, size_t i, size_t j)
{
    double shared = 0.0;

    for (uint32_t a = t->bloc_start[i]; a < t->bloc_start[i + 1]; a++) {
        for (uint32_t b = t->bloc_start[j]; b < t->bloc_start[j + 1]; b++) {
            shared += t->bloc_of[a] == t->bloc_of[b] ? 1.0 : 0.0;
        }
    }
    return shared;
}

/* B, R and C of M2. */
static void link_countries(struct plain *w)
{
    const struct wai_tables *t = &w->setup->tables;
    const size_t n = w->n;

    for (size_t i = 0; i < n; i++) {
        for (uint32_t a = t->border_start[i]; a < t->border_start[i + 1]; a++) {
            w->border[i * n + t->border_to[a]] = 1.0;
        }
        for (size_t j = 0; j < n; j++) {
            if (i != j) {
                w->region[i * n + j] = t->subregion[i] == t->subregion[j] ? 1.0 : 0.0;
                w->bloc[i * n + j] = shared_blocs(t, i, j);
            }
        }
    }
    normalise(w->border, n);
    normalise(w->region, n);
    normalise(w->bloc, n);
}

static void start_country(struct plain *w, size_t i)
{
    const struct wai_setup *setup = w->setup;
    struct plain_country *c = &w->country[i];
    double u[2];

    c->alignment = setup->tables.alignment[i];
    c->capability = setup->tables.capability[i];
    c->invited = setup->tables.invited[i] != 0.0;
    c->courtship.value = c->invited ? 1.0 : 0.0;
    c->flag[WAI_RIVAL_US] = setup->flags[i] >> WAI_RIVAL_US & 1;
    c->flag[WAI_RIVAL_RIGHTS] = setup->flags[i] >> WAI_RIVAL_RIGHTS & 1;
    c->notice.time_years = HUGE_VAL;
    wai_plain_pair(w, WAI_DRAW_LEADER, (uint32_t)i, 0, u);
    c->taste = w->params.leader.taste * wai_normal_quantile(u[1]);
    if ((int)i == setup->sponsor) {
        c->status = WAI_STATUS_CORE;
        c->ratification.time_years = HUGE_VAL;
    } else {
        wai_choice_enter(w, i, setup->status[i]);
    }
}

static void start(struct plain *w)
{
    const struct wai_params *p = &w->params;

    w->phase = (int)w->setup->phase;
    w->signing_open = w->setup->signing_open;
    for (int k = 0; k < WAI_N_RIVALS; k++) {
        w->rival_open[k] = w->setup->rival_open[k];
    }
    w->trust.value = p->trust.start;
    w->position = p->standards.position_start;
    w->stringency = p->standards.stringency_start;
    w->quality = p->incentive.model_access.quality_start;
    w->score = 0.5;
    w->operation.time_years = HUGE_VAL;
    link_countries(w);
    for (size_t i = 0; i < w->n; i++) {
        start_country(w, i);
    }
    wai_clocks_start(w);
}

static void take_effect(struct plain *w, size_t i)
{
    wai_choice_enter(w, i, WAI_STATUS_ASSOCIATE);
    wai_plain_log(w, WAI_EVENT_EFFECT, (int)i, 0.0, WAI_STATUS_SIGNATORY, WAI_STATUS_ASSOCIATE,
                  WAI_CAUSE_TIMED);
}

static void ratify(struct plain *w, size_t i)
{
    int waiting = 0;

    w->country[i].ratification.time_years = HUGE_VAL;
    if (w->phase == WAI_PHASE_IN_FORCE || w->phase == WAI_PHASE_OPERATING) {
        wai_choice_enter(w, i, WAI_STATUS_ASSOCIATE);
        wai_plain_log(w, WAI_EVENT_RATIFICATION, (int)i, 0.0, WAI_STATUS_SIGNATORY, WAI_STATUS_ASSOCIATE,
                      WAI_CAUSE_TIMED);
        return;
    }
    w->country[i].instrument_waits = 1;
    wai_plain_log(w, WAI_EVENT_RATIFICATION, (int)i, 0.0, WAI_STATUS_SIGNATORY, WAI_STATUS_SIGNATORY,
                  WAI_CAUSE_TIMED);
    for (size_t j = 0; j < w->n; j++) {
        waiting += w->country[j].instrument_waits;
    }
    if (w->phase == WAI_PHASE_DISSOLVED || waiting < w->params.charter.ratifications_to_enter) {
        return;
    }
    w->phase = WAI_PHASE_IN_FORCE;
    w->record->entry_into_force_years = w->now_years;
    wai_plain_log(w, WAI_EVENT_ENTRY_INTO_FORCE, -1, waiting, -1, -1, WAI_CAUSE_TIMED);
    w->operation = (struct plain_timer){ w->now_years + w->params.charter.setup_years, w->order++ };
    for (size_t j = 0; j < w->n; j++) {
        if (w->country[j].instrument_waits) {
            take_effect(w, j);
        }
    }
}

static void operate(struct plain *w)
{
    w->phase = WAI_PHASE_OPERATING;
    w->operation.time_years = HUGE_VAL;
    w->record->operation_years = w->now_years;
    wai_account_levels(w);
    wai_clocks_start_operation(w);
    wai_plain_log(w, WAI_EVENT_OPERATION, -1, wai_account_n_members(w), -1, -1, WAI_CAUSE_TIMED);
}

static void end_notice(struct plain *w, size_t i)
{
    const int from = w->country[i].status;

    w->country[i].notice.time_years = HUGE_VAL;
    wai_choice_enter(w, i, WAI_STATUS_WITHDRAWN);
    wai_plain_log(w, WAI_EVENT_NOTICE_END, (int)i, 0.0, from, WAI_STATUS_WITHDRAWN, WAI_CAUSE_TIMED);
}

/* Everyone has one opportunity at a ceremony or a deadline. */
static void gather(struct plain *w, const struct wai_calendar_entry *entry, enum wai_purpose purpose,
                   enum plain_occasion occasion, enum wai_cause cause)
{
    double u[2];

    w->occasion = occasion;
    for (size_t i = 0; i < w->n; i++) {
        wai_plain_pair(w, purpose, wai_plain_day(w, entry->day, entry->occurrence), (uint32_t)i, u);
        wai_choice_offer(w, i, cause, 0, u[0]);
    }
    w->occasion = PLAIN_NO_OCCASION;
}

static void rival_summit(struct plain *w, const struct wai_calendar_entry *entry)
{
    const enum wai_purpose purpose = entry->rival == WAI_RIVAL_US ? WAI_DRAW_RIVAL_US : WAI_DRAW_RIVAL_RIGHTS;
    double u[2];

    for (size_t i = 0; i < w->n && w->rival_open[entry->rival]; i++) {
        wai_plain_pair(w, purpose, wai_plain_day(w, entry->day, entry->occurrence), (uint32_t)i, u);
        wai_choice_rival_summit(w, i, entry->rival, u[0]);
    }
}

static void script_status(struct plain *w, const struct wai_calendar_entry *entry)
{
    const size_t i = (size_t)entry->country;
    const int from = w->country[i].status;

    w->country[i].notice.time_years = HUGE_VAL;
    wai_choice_enter(w, i, (int)entry->status);
    wai_plain_log(w, WAI_EVENT_SCRIPTED, (int)i, (double)entry->status, from, (int)entry->status,
                  WAI_CAUSE_SCRIPTED);
}

static void handle_calendar(struct plain *w)
{
    const struct wai_calendar_entry *entry = &w->setup->calendar[w->next_calendar++];

    wai_plain_log(w, WAI_EVENT_CALENDAR, entry->country, entry->kind, -1, -1, WAI_CAUSE_SCRIPTED);
    switch (entry->kind) {
    case WAI_CALENDAR_SET:
        wai_clocks_set(w, (size_t)entry->param, entry->value);
        break;
    case WAI_CALENDAR_STATUS:
        script_status(w, entry);
        break;
    case WAI_CALENDAR_SIGNING_OPENS:
        w->signing_open = 1;
        if (w->phase == WAI_PHASE_PROPOSED) {
            w->phase = WAI_PHASE_SIGNING;
        }
        break;
    case WAI_CALENDAR_SIGNING_CLOSES:
        w->signing_open = 0;
        break;
    case WAI_CALENDAR_CEREMONY:
        gather(w, entry, WAI_DRAW_CEREMONY, PLAIN_AT_CEREMONY, WAI_CAUSE_CEREMONY);
        break;
    case WAI_CALENDAR_DEADLINE:
        gather(w, entry, WAI_DRAW_DEADLINE, PLAIN_AT_DEADLINE, WAI_CAUSE_DEADLINE);
        break;
    case WAI_CALENDAR_INVITE:
        w->country[entry->country].invited = 1;
        w->country[entry->country].courtship = (struct plain_stock){ 1.0, w->now_years };
        break;
    case WAI_CALENDAR_INCIDENT:
        wai_clocks_scripted_incident(w, wai_plain_day(w, entry->day, entry->occurrence));
        break;
    case WAI_CALENDAR_RIVAL_OPENS:
        w->rival_open[entry->rival] = 1;
        break;
    default:
        rival_summit(w, entry);
    }
}

/* The event to come: a source (its priority), what in it, and when. */
struct coming {
    double time_years;
    int priority; /* row of the table of section 3 */
    uint64_t order;
    size_t which;
};

static void consider(struct coming *best, double time_years, int priority, uint64_t order, size_t which)
{
    const struct coming other = { time_years, priority, order, which };

    if (time_years < best->time_years ||
        (time_years == best->time_years &&
         (priority < best->priority || (priority == best->priority && order < best->order)))) {
        *best = other;
    }
}

static struct coming look(const struct plain *w)
{
    const struct wai_setup *setup = w->setup;
    struct coming best = { HUGE_VAL, 99, 0, 0 };

    if (w->next_calendar < setup->n_calendar) {
        consider(&best, setup->calendar[w->next_calendar].day / WAI_DAYS_PER_YEAR, 1, 0, 0);
    }
    consider(&best, w->operation.time_years, 3, w->operation.order, 0);
    consider(&best, (double)(w->next_account + 1) * w->params.organisation.account_years, 5, 0, 0);
    if (w->next_summit < setup->n_summits) {
        consider(&best, setup->summit_days[w->next_summit] / WAI_DAYS_PER_YEAR, 6, 0, 0);
    }
    consider(&best, wai_clocks_next(w, PLAIN_INCIDENTS), 7, 0, PLAIN_INCIDENTS);
    for (size_t j = 0; j < w->n_jobs; j++) {
        consider(&best, w->job[j].done_years, 8, j, j);
    }
    consider(&best, wai_clocks_next(w, PLAIN_MODEL_RELEASES), 9, 0, PLAIN_MODEL_RELEASES);
    consider(&best, wai_clocks_next(w, PLAIN_DATASETS), 9, 1, PLAIN_DATASETS);
    consider(&best, wai_clocks_next(w, PLAIN_PUBLIC_GOODS), 9, 2, PLAIN_PUBLIC_GOODS);
    consider(&best, wai_clocks_next(w, PLAIN_CONTROLS), 10, 0, PLAIN_CONTROLS);
    consider(&best, wai_clocks_next(w, PLAIN_OFFERS), 11, 0, PLAIN_OFFERS);
    for (size_t i = 0; i < w->n; i++) {
        consider(&best, w->country[i].ratification.time_years, 2, w->country[i].ratification.order, i);
        consider(&best, w->country[i].notice.time_years, 4, w->country[i].notice.order, i);
        consider(&best, wai_clocks_next_leader(w, i), 12, i, i);
    }
    consider(&best, wai_clocks_next(w, PLAIN_REVIEWS), 13, 0, PLAIN_REVIEWS);
    return best;
}

static void handle(struct plain *w, const struct coming *event)
{
    w->now_years = event->time_years;
    w->record->n_events_handled++;
    switch (event->priority) {
    case 1:
        handle_calendar(w);
        break;
    case 2:
        ratify(w, event->which);
        break;
    case 3:
        operate(w);
        break;
    case 4:
        end_notice(w, event->which);
        break;
    case 5:
        wai_account_handle(w);
        break;
    case 6:
        wai_account_summit(w, ++w->next_summit);
        break;
    case 8:
        wai_clocks_respond(w, event->which);
        break;
    case 12:
        wai_clocks_leader(w, event->which);
        break;
    default:
        wai_clocks_ring(w, (enum plain_clock_name)event->which);
    }
}

/* The state at the end of each wanted day that is over when `years` comes, before anything happens then. */
static void read_days(struct plain *w, double years)
{
    const struct wai_setup *setup = w->setup;

    while (w->next_reading < setup->n_readings) {
        const double midnight = (setup->reading_days[w->next_reading] + 1) / WAI_DAYS_PER_YEAR;

        if (midnight > years) {
            return;
        }
        w->now_years = midnight;
        wai_account_read(w, w->next_reading++);
    }
}

static void run(struct plain *w)
{
    const double end = wai_setup_years(w->setup);

    for (;;) {
        const struct coming event = look(w);

        read_days(w, event.time_years < end ? event.time_years : end);
        if (event.time_years >= end || w->status != WAI_OK) {
            break;
        }
        handle(w, &event);
    }
    w->now_years = end;
    wai_account_read(w, w->setup->n_readings);
    for (size_t i = 0; i < w->n; i++) {
        w->record->final_status[i] = (int8_t)w->country[i].status;
    }
}

enum wai_status wai_plain_run(const struct wai_setup *setup, const struct wai_luck *luck,
                              struct wai_record *record)
{
    const size_t n = setup->tables.n_countries;
    struct plain w = { .setup = setup, .luck = luck, .params = setup->params, .record = record, .n = n };

    wai_record_clear(record);
    w.country = calloc(n, sizeof *w.country);
    w.border = calloc(n * n, sizeof *w.border);
    w.region = calloc(n * n, sizeof *w.region);
    w.bloc = calloc(n * n, sizeof *w.bloc);
    w.job = calloc(MAX_JOBS, sizeof *w.job);
    if (w.country && w.border && w.region && w.bloc && w.job) {
        start(&w);
        run(&w);
    } else {
        w.status = WAI_ERR_MEMORY;
    }
    free(w.country);
    free(w.border);
    free(w.region);
    free(w.bloc);
    free(w.job);
    return w.status;
}
