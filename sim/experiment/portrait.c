/* Histories run side by side, counted in order. */
#include "experiment/portrait.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/runner.h"

struct session {
    struct wai_portrait *portrait;
    const struct wai_portrait_question *question;
    struct wai_setup setup;   /* the question's, with readings at its days */
    struct wai_error failure; /* of the first that failed */
};

static void give_task(void *context, size_t i, struct wai_runner_task *task)
{
    const struct session *session = context;

    *task = (struct wai_runner_task){ &session->setup, session->question->point, session->question->luck };
    task->luck.replicate = (uint32_t)i;
}

static void add_decision(struct wai_portrait_decisions *decisions, const struct wai_decision_row *row)
{
    decisions->n++;
    decisions->probability += (double)row->option_probability;
    for (int term = 0; term < WAI_N_TERMS; term++) {
        decisions->term[term] += (double)row->term[term];
    }
}

static void count(const struct session *session, const struct wai_record *record)
{
    const struct wai_portrait_question *question = session->question;
    struct wai_portrait *portrait = session->portrait;
    size_t n = record->n_countries, country = question->country;

    portrait->n++;
    for (size_t d = 0; d < portrait->n_days; d++) {
        size_t column = wai_setup_reading(&session->setup, question->days[d]);
        int status = record->readings.country_status[country * record->readings.n + column];

        portrait->n_status[(size_t)status * portrait->n_days + d]++;
    }
    portrait->n_final[record->final_status[country]]++;
    for (int first = 0; first < WAI_N_FIRST; first++) {
        double years = record->first[(size_t)first * n + country];

        if (!isnan(years)) {
            portrait->first[first][portrait->n_first[first]++] = years;
        }
    }
    for (size_t i = 0; i < n; i++) {
        portrait->n_member_ever[i] += isnan(record->first[WAI_FIRST_MEMBER * n + i]) ? 0 : 1;
    }
    for (size_t k = 0; k < record->n_decisions; k++) {
        const struct wai_decision_row *row = &record->decisions[k];

        if (row->country == (int32_t)country && row->option == WAI_MOVE_SIGN) {
            add_decision(row->move == WAI_MOVE_SIGN ? &portrait->sign : &portrait->refuse, row);
        }
    }
}

static enum wai_status deliver(void *context, const struct wai_runner_result *result, struct wai_error *err)
{
    struct session *session = context;

    (void)err;
    if (result->record) {
        count(session, result->record);
    } else if (session->portrait->n_failed++ == 0) {
        (void)wai_error_add(&session->failure, result->status, "%.*s",
                            (int)strcspn(wai_error_text(&result->err), "\n"), wai_error_text(&result->err));
    }
    return WAI_OK;
}

/* Sums become means, dates stand in order. */
static void finish(struct wai_portrait *portrait)
{
    struct wai_portrait_decisions *kinds[2] = { &portrait->sign, &portrait->refuse };

    for (int k = 0; k < 2; k++) {
        double n = kinds[k]->n ? (double)kinds[k]->n : 1.0;

        kinds[k]->probability /= n;
        for (int term = 0; term < WAI_N_TERMS; term++) {
            kinds[k]->term[term] /= n;
        }
    }
    for (int first = 0; first < WAI_N_FIRST; first++) {
        gsl_sort(portrait->first[first], 1, portrait->n_first[first]);
    }
}

static int reserve(struct wai_portrait *portrait, const struct wai_portrait_question *question)
{
    int complete = 1;

    portrait->n_days = question->n_days;
    portrait->n_status = calloc(WAI_N_STATUSES * portrait->n_days + 1, sizeof *portrait->n_status);
    portrait->n_member_ever =
        calloc(question->setup->tables.n_countries + 1, sizeof *portrait->n_member_ever);
    for (int first = 0; first < WAI_N_FIRST; first++) {
        portrait->first[first] = calloc(question->n_replications + 1, sizeof *portrait->first[first]);
        complete = complete && portrait->first[first];
    }
    return complete && portrait->n_status && portrait->n_member_ever;
}

enum wai_status wai_portrait_take(struct wai_portrait *portrait, const struct wai_portrait_question *question,
                                  struct wai_error *err)
{
    struct session session = { .portrait = portrait, .question = question, .setup = *question->setup };
    const struct wai_runner_job job = { .n_tasks = question->n_replications,
                                        .n_workers = question->n_workers,
                                        .wants = { .decisions = 1 },
                                        .limits = question->limits,
                                        .stop = question->stop,
                                        .context = &session,
                                        .task = give_task,
                                        .deliver = deliver };
    enum wai_status status;

    *portrait = (struct wai_portrait){ 0 };
    session.setup.reading_days = NULL;
    if (reserve(portrait, question) &&
        wai_setup_read_at(&session.setup, question->days, question->n_days) == WAI_OK) {
        status = wai_runner_run(&job, NULL, err);
    } else {
        status =
            wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %zu histories", question->n_replications);
    }
    if (status == WAI_OK && portrait->n == 0) {
        status = wai_error_add(err, WAI_ERR_MODEL, "%s", wai_error_text(&session.failure));
    }
    if (status == WAI_OK) {
        finish(portrait);
    } else {
        wai_portrait_free(portrait);
    }
    free(session.setup.reading_days);
    wai_error_free(&session.failure);
    return status;
}

void wai_portrait_free(struct wai_portrait *portrait)
{
    free(portrait->n_status);
    free(portrait->n_member_ever);
    for (int first = 0; first < WAI_N_FIRST; first++) {
        free(portrait->first[first]);
    }
    *portrait = (struct wai_portrait){ 0 };
}

double wai_portrait_quantile(const struct wai_portrait *portrait, enum wai_first first, double share)
{
    size_t place = (size_t)ceil(share * (double)portrait->n);

    place = place > 0 ? place - 1 : 0;
    return place < portrait->n_first[first] ? portrait->first[first][place] : (double)NAN;
}

size_t wai_portrait_by(const struct wai_portrait *portrait, enum wai_first first, double years)
{
    size_t n = 0;

    while (n < portrait->n_first[first] && portrait->first[first][n] <= years) {
        n++;
    }
    return n;
}
