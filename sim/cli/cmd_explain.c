/* waico explain: why a country decided as it did, in one replication. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/confine.h"
#include "cli/json.h"
#include "cli/scene.h"
#include "cli/table.h"
#include "cli/words.h"
#include "experiment/trial.h"

#define N_TERMS_SHOWN 6
#define SMALL 0.005 /* logit units: terms below are not worth a line */

static const struct wai_option explain_options[] = {
    WAI_OPTION_ROW("country", 'c', TEXT, "COUNTRY", country,
                   "code (ISO alpha-3) or name of the country; needed"),
    WAI_OPTION_NUMBER("point", 'p', "P", point, 0, INT32_MAX, "point of a sweep (preset: 0)"),
    WAI_OPTION_NUMBER("replicate", 'r', "R", replicate, 0, UINT32_MAX,
                      "number of the replication (preset: 0)"),
    WAI_OPTION_ROW("all", 0, FLAG, NULL, all, "every decision, also those to stay"),
    WAI_OPTION_NUMBER("top", 0, "N", top, 1, WAI_N_TERMS, "terms of a decision to show (preset: 6)"),
    WAI_OPTION_SEED,
    WAI_OPTION_SET,
    WAI_OPTION_MAX_EVENTS,
    WAI_OPTION_WIDE,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_UNVERIFIED,
    WAI_OPTION_COMMON,
};

/* What is explained: a country in a replication of a setup. */
struct subject {
    const struct wai_setup *setup;
    struct wai_luck luck;
    uint64_t point;
    size_t country;
    const char *deviations; /* of the world from the scenario named */
    const struct wai_record *record;
};

/* ---- the terms of one decision ---- */

struct weighed {
    int term;
    double value;
};

static int by_size(const void *a, const void *b)
{
    double x = fabs(((const struct weighed *)a)->value), y = fabs(((const struct weighed *)b)->value);

    if (x < y || x > y) {
        return x < y ? 1 : -1;
    }
    return ((const struct weighed *)a)->term - ((const struct weighed *)b)->term;
}

/* Largest first; gives their sum. */
static double weigh(const struct wai_decision_row *row, struct weighed weighed[WAI_N_TERMS])
{
    double sum = 0;

    for (int term = 0; term < WAI_N_TERMS; term++) {
        weighed[term] = (struct weighed){ term, (double)row->term[term] };
        sum += (double)row->term[term];
    }
    qsort(weighed, WAI_N_TERMS, sizeof *weighed, by_size);
    return sum;
}

/* What a term stands for; the worth of a rival is told by what it amounts to, joining or leaving. */
static const char *words_of(const struct wai_decision_row *row, const struct weighed *weighed)
{
    int leaves = row->option == WAI_MOVE_LEAVE_US || row->option == WAI_MOVE_LEAVE_RIGHTS;
    int worth_it = (weighed->value > 0) != leaves;

    if (weighed->term == WAI_TERM_US_PULL) {
        return worth_it ? "what the US-led bloc is worth to it"
                        : "the US-led bloc is worth less to it than it costs";
    }
    if (weighed->term == WAI_TERM_RIGHTS_PULL) {
        return worth_it ? "what the rights-based framework is worth to it"
                        : "the rights-based framework is worth less to it than it costs";
    }
    return wai_words_terms[weighed->term];
}

static void print_terms(const struct wai_decision_row *row, const struct weighed *weighed, int n_shown)
{
    static const char *const sides[2] = { "for", "against" };
    double rest = 0;
    int n_rest = 0;

    for (int side = 0; side < 2; side++) {
        const char *label = sides[side];

        for (int k = 0; k < WAI_N_TERMS; k++) {
            double value = weighed[k].value;

            if (k < n_shown && fabs(value) >= SMALL && (value < 0) == (side == 1)) {
                printf("    %-8s %+6.2f  ", label, value);
                wai_table_prose(words_of(row, &weighed[k]), 21, 21);
                label = "";
            }
        }
    }
    for (int k = n_shown; k < WAI_N_TERMS; k++) {
        rest += weighed[k].value;
        n_rest += fabs(weighed[k].value) >= SMALL;
    }
    if (n_rest > 0) {
        printf("    %-8s %+6.2f  %d smaller term%s\n", "rest", rest, n_rest, n_rest == 1 ? "" : "s");
    }
}

/* "3.2 to 1" from a log odds. */
static void print_odds(double log_odds)
{
    double odds = exp(fabs(log_odds));
    char text[32];

    (void)snprintf(text, sizeof text, odds < 99.5 ? "%.1f" : odds < 1e6 ? "%.0f" : "%.0e", odds);
    printf(log_odds >= 0 ? "%s to 1 for it" : "%s to 1 against it", text);
}

static void print_decision(const struct subject *subject, const struct wai_talk *talk,
                           const struct wai_decision_row *row, int n_shown)
{
    struct weighed weighed[WAI_N_TERMS];
    double sum = weigh(row, weighed);
    double rationality = subject->setup->params.decision.rationality;
    char date[WAI_DATE_TEXT], text[512];
    size_t used;

    wai_scene_date(subject->setup, row->time_years, date);
    (void)snprintf(text, sizeof text, "%s: %s", wai_words_causes[row->cause], wai_words_did[row->move]);
    printf("\n%s%s  ", wai_talk_style(talk, WAI_TALK_STRONG), date);
    wai_table_prose(text, 12, 12);
    printf("%s    ", wai_talk_plain(talk));
    used = (size_t)snprintf(text, sizeof text, "It %s. ", wai_words_statuses[row->status]);
    if (row->option == WAI_MOVE_STAY) {
        (void)snprintf(text + used, sizeof text - used, "There was nothing else to choose.");
    } else if (row->move == WAI_MOVE_STAY) {
        (void)snprintf(text + used, sizeof text - used, "The likeliest step was %s; its chance was %.3g %%.",
                       wai_words_moves[row->option], 100 * (double)row->option_probability);
    } else {
        (void)snprintf(text + used, sizeof text - used, "The chance of this step was %.3g %%.",
                       100 * (double)row->probability);
    }
    wai_table_prose(text, 4, 4);
    if (row->option == WAI_MOVE_STAY) {
        return;
    }
    print_terms(row, weighed, n_shown);
    printf("    %-8s %+6.2f  ", "in all", sum);
    if (fabs(rationality - 1.0) > 0) {
        printf("times rationality %g: ", rationality);
    }
    print_odds(rationality * sum);
    printf(", compared with staying\n");
}

/* ---- the whole ---- */

/* The refused step that came nearest, for a country that never moved; NULL when it never had one. */
static const struct wai_decision_row *nearest_refusal(const struct subject *subject)
{
    const struct wai_decision_row *nearest = NULL;

    for (size_t k = 0; k < subject->record->n_decisions; k++) {
        const struct wai_decision_row *row = &subject->record->decisions[k];

        if (row->country == (int32_t)subject->country && row->option != WAI_MOVE_STAY &&
            (!nearest || row->option_probability > nearest->option_probability)) {
            nearest = row;
        }
    }
    return nearest;
}

/* Changes that no choice made: ratification, end of notice, the script, a dissolution. */
static void print_consequence(const struct subject *subject, const struct wai_log_row *row)
{
    char date[WAI_DATE_TEXT];

    wai_scene_date(subject->setup, row->time_years, date);
    if (row->type == WAI_EVENT_RATIFICATION && row->from == row->to) {
        printf("\n%s  ", date);
        wai_table_prose("its ratification is complete and waits for the charter to enter into force", 12, 12);
    } else {
        printf("\n%s  %s: it %s\n", date,
               row->type == WAI_EVENT_RATIFICATION ? "ratification complete"
               : row->type == WAI_EVENT_EFFECT     ? "the charter takes effect for it"
               : row->type == WAI_EVENT_NOTICE_END ? "its notice has run out"
               : row->type == WAI_EVENT_SCRIPTED   ? "by the scenario"
                                                   : "the organisation dissolves",
               wai_words_statuses[row->to]);
    }
}

static int is_consequence(const struct subject *subject, const struct wai_log_row *row)
{
    return row->country == (int32_t)subject->country &&
           (row->type == WAI_EVENT_RATIFICATION || row->type == WAI_EVENT_EFFECT ||
            row->type == WAI_EVENT_NOTICE_END || row->type == WAI_EVENT_SCRIPTED ||
            row->type == WAI_EVENT_LAPSE);
}

/* Decisions and consequences in order of time.  Gives the number of decisions printed. */
static size_t print_history(const struct subject *subject, const struct wai_talk *talk, int all, int n_shown)
{
    const struct wai_record *record = subject->record;
    size_t event = 0, n_printed = 0;

    for (size_t k = 0; k <= record->n_decisions; k++) {
        const struct wai_decision_row *row = k < record->n_decisions ? &record->decisions[k] : NULL;

        for (; event < record->n_log && (!row || record->log[event].time_years < row->time_years); event++) {
            if (is_consequence(subject, &record->log[event])) {
                print_consequence(subject, &record->log[event]);
            }
        }
        if (row && row->country == (int32_t)subject->country && (all || row->move != WAI_MOVE_STAY)) {
            print_decision(subject, talk, row, n_shown);
            n_printed++;
        }
    }
    return n_printed;
}

static void print_subject(const struct subject *subject, const struct wai_call *call)
{
    const struct wai_tables *tables = &subject->setup->tables;
    const struct wai_record *record = subject->record;
    int n_shown = call->options.top > 0 ? (int)call->options.top : N_TERMS_SHOWN;
    size_t n = 0, n_moves = 0;
    char text[512];

    for (size_t k = 0; k < record->n_decisions; k++) {
        n += record->decisions[k].country == (int32_t)subject->country;
        n_moves += record->decisions[k].country == (int32_t)subject->country &&
                   record->decisions[k].move != WAI_MOVE_STAY;
    }
    (void)snprintf(
        text, sizeof text, "%s (%s), replicate %lu, seed %llu: %zu occasions to decide, %zu steps taken",
        tables->name[subject->country], tables->iso3[subject->country],
        (unsigned long)subject->luck.replicate, (unsigned long long)subject->luck.seed, n, n_moves);
    printf("%s", wai_talk_style(&call->talk, WAI_TALK_STRONG));
    wai_table_prose(text, 4, 0);
    printf("%s", wai_talk_plain(&call->talk));
    if (subject->deviations[0] != '\0') {
        printf("with ");
        wai_table_prose(subject->deviations, 5, 5);
    }
    printf("Numbers are in logit units: +1 makes a step 2.7 times as likely against staying.\n");
    if (print_history(subject, &call->talk, call->options.all, n_shown) == 0 && nearest_refusal(subject)) {
        printf("\nIt never took a step. Nearest to one it came here:\n");
        print_decision(subject, &call->talk, nearest_refusal(subject), n_shown);
    }
    if ((int32_t)subject->country == subject->setup->sponsor) {
        printf("\nThe sponsor founds the organisation and takes no decisions.\n");
    }
    printf("\nIn the end it %s.\n", wai_words_statuses[record->final_status[subject->country]]);
}

static void print_json(const struct subject *subject)
{
    const struct wai_record *record = subject->record;
    struct wai_json json = { 0 };

    wai_json_open(&json, '{');
    wai_json_member_text(&json, "country", subject->setup->tables.iso3[subject->country]);
    wai_json_member_text(&json, "name", subject->setup->tables.name[subject->country]);
    wai_json_member_text(&json, "deviations", subject->deviations);
    wai_json_member_whole(&json, "replicate", subject->luck.replicate);
    wai_json_member_text(&json, "final_status", wai_status_names[record->final_status[subject->country]]);
    wai_json_member_number(&json, "rationality", subject->setup->params.decision.rationality);
    wai_json_key(&json, "decisions");
    wai_json_open(&json, '[');
    for (size_t k = 0; k < record->n_decisions; k++) {
        const struct wai_decision_row *row = &record->decisions[k];
        char date[WAI_DATE_TEXT];

        if (row->country != (int32_t)subject->country) {
            continue;
        }
        wai_scene_date(subject->setup, row->time_years, date);
        wai_json_open(&json, '{');
        wai_json_member_text(&json, "date", date);
        wai_json_member_number(&json, "time_years", row->time_years);
        wai_json_member_text(&json, "cause", wai_cause_names[row->cause]);
        wai_json_member_text(&json, "status", wai_status_names[row->status]);
        wai_json_member_text(&json, "move", wai_move_names[row->move]);
        wai_json_member_number(&json, "probability", (double)row->probability);
        wai_json_member_text(&json, "option", wai_move_names[row->option]);
        wai_json_member_number(&json, "option_probability", (double)row->option_probability);
        wai_json_key(&json, "terms");
        wai_json_open(&json, '{');
        for (int term = 0; term < WAI_N_TERMS; term++) {
            wai_json_member_number(&json, wai_term_names[term], (double)row->term[term]);
        }
        wai_json_close(&json, '}');
        wai_json_close(&json, '}');
    }
    wai_json_close(&json, ']');
    wai_json_close(&json, '}');
}

/* Finds the country, runs the replication with its decisions, prints. */
static enum wai_status explain(const struct wai_call *call, const struct wai_scene *scene,
                               struct subject *subject, struct wai_error *err)
{
    struct wai_runner_task task = { subject->setup, subject->point, subject->luck };
    struct wai_record_wants wants = { 0, 1, 1 };
    struct wai_trial trial = { 0 };
    struct wai_record record = { 0 };
    enum wai_status status =
        wai_scene_country(scene, call->options.country, "--country: ", &subject->country, err);

    if (status == WAI_OK) {
        wai_confine_pause();
        status = wai_trial_run(&trial, &task, wants, &scene->limits, &record, err);
    }
    if (status == WAI_OK) {
        subject->record = &record;
        if (call->options.json) {
            print_json(subject);
        } else {
            print_subject(subject, call);
        }
        subject->record = NULL;
    }
    wai_trial_free(&trial);
    wai_record_free(&record);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct wai_scene scene;
    struct subject subject = { 0 };
    enum wai_status status;

    if (!call->options.country) {
        return wai_error_add(
            err, WAI_ERR_USAGE,
            "waico explain needs --country, the code (ISO alpha-3) or the name of a country");
    }
    status = wai_scene_open(&scene, call, err);
    if (status != WAI_OK) {
        return status;
    }
    subject.setup = scene.setup;
    subject.point = scene.point;
    subject.luck = scene.luck;
    subject.deviations = scene.deviations;
    subject.luck.replicate = call->options.replicate >= 0 ? (uint32_t)call->options.replicate
                             : scene.stored_replicate > 0 ? (uint32_t)scene.stored_replicate
                                                          : 0;
    status = explain(call, &scene, &subject, err);
    wai_scene_free(&scene);
    return status;
}

const struct wai_command wai_cmd_explain_command = {
    .name = "explain",
    .arguments = "FILE",
    .min_arguments = 1,
    .max_arguments = 1,
    .files = WAI_COMMAND_EITHER,
    .reads = 1,
    .summary = "why a country decided as it did",
    .text = "Runs one replication again, with its decisions taken apart, and tells the history of a country: "
            "each step with "
            "its occasion, its chance, and the terms that spoke for and against it, largest first. FILE is a "
            "result (.h5) "
            "or a scenario. A replication is one possible history; look at several (-r 0, -r 1, ...) before "
            "telling why.",
    .examples = "waico explain results/baseline.h5 --country IDN\tthe steps of Indonesia in replication 0\n"
                "waico explain baseline -c BRA -r 4 --all\tevery occasion of Brazil in replication 4\n",
    .options = explain_options,
    .run = run,
};
