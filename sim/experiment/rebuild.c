/* From the texts and tables of a result back to its world, and one of its replications again. */
#include "experiment/rebuild.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "model/param.h"
#include "scenario/config.h"
#include "scenario/measure.h"
#include "scenario/text.h"

static enum wai_status wrong(const char *path, const char *what, struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s", path, what);
}

enum wai_status wai_rebuild_number(struct wai_reader *reader, const char *name, uint64_t point, double *value,
                                   struct wai_error *err)
{
    const struct wai_reader_part part = { 1, { (size_t)point }, { 1 } };

    return wai_reader_numbers(reader, name, &part, value, 1, err);
}

/* The tables that the scenario text names by digest. */
static enum wai_status read_tables(struct wai_reader *reader, const char *effective,
                                   struct wai_input inputs[WAI_N_INPUTS], struct wai_error *err)
{
    for (int role = 0; role < WAI_N_INPUTS; role++) {
        for (int k = 1; !inputs[role].text && k < 100; k++) {
            char name[64], key[160], sha256[WAI_SHA256_TEXT], *text = NULL;
            enum wai_status status;

            (void)snprintf(name, sizeof name, k > 1 ? "input/%s_table_%d" : "input/%s_table",
                           wai_input_names[role], k);
            if (!wai_reader_has(reader, name)) {
                break;
            }
            status = wai_reader_text(reader, name, &text, err);
            if (status != WAI_OK) {
                return status;
            }
            wai_sha256_text(text, strlen(text), sha256);
            (void)snprintf(key, sizeof key, "%s_sha256 = \"%s\"", wai_input_names[role], sha256);
            if (!strstr(effective, key)) {
                free(text); /* of another scenario */
                continue;
            }
            inputs[role] = (struct wai_input){ .name = strdup(wai_input_names[role]),
                                               .text = text,
                                               .length = strlen(text),
                                               .source = strdup(""),
                                               .licence = strdup("") };
            memcpy(inputs[role].sha256, sha256, sizeof inputs[role].sha256);
            if (!inputs[role].name || !inputs[role].source || !inputs[role].licence) {
                return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a table");
            }
        }
    }
    return WAI_OK;
}

static void free_tables(struct wai_input inputs[WAI_N_INPUTS])
{
    for (int role = 0; role < WAI_N_INPUTS; role++) {
        free(inputs[role].name);
        free(inputs[role].text);
        free(inputs[role].source);
        free(inputs[role].licence);
    }
}

/* The scenario of the point, with its tables. */
static enum wai_status read_scenario(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                     struct wai_error *err)
{
    struct wai_input inputs[WAI_N_INPUTS] = { 0 };
    char **texts = NULL, **names = NULL;
    size_t n_texts = 0, n_names = 0, at = 0;
    double number = 0;
    enum wai_status status = wai_reader_texts(reader, "provenance/scenario_effective", &texts, &n_texts, err);

    if (status == WAI_OK) {
        status = wai_reader_texts(reader, "scenario", &names, &n_names, err);
    }
    if (status == WAI_OK && wai_reader_has(reader, "point_scenario")) {
        status = wai_rebuild_number(reader, "point_scenario", rebuild->point, &number, err);
        at = status == WAI_OK && number >= 0 && number < (double)n_texts ? (size_t)number : n_texts;
    }
    if (status == WAI_OK && (at >= n_texts || at >= n_names)) {
        status = wrong(path, "the scenario of the point is not there", err);
    }
    if (status == WAI_OK) {
        status = read_tables(reader, texts[at], inputs, err);
    }
    if (status == WAI_OK) {
        status = wai_scenario_read_text(&rebuild->scenario, texts[at], strlen(texts[at]), names[at], "",
                                        inputs, NULL, 0, err);
    }
    free_tables(inputs);
    wai_reader_free_texts(texts, n_texts);
    wai_reader_free_texts(names, n_names);
    return status;
}

/* The swept parameters of the point. */
static enum wai_status read_params(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                   struct wai_error *err)
{
    const char *effective = rebuild->config_effective;
    struct wai_params *params = &rebuild->scenario.setup.params;
    int changed = 0;

    for (size_t i = 0; i < wai_param_count; i++) {
        char name[128], swept[128];
        double value;
        enum wai_status status;

        (void)snprintf(name, sizeof name, "param_%s", wai_param_table[i].path);
        for (char *dot = strchr(name, '.'); dot; dot = strchr(dot, '.')) {
            *dot = '_';
        }
        if (!wai_reader_has(reader, name)) {
            (void)snprintf(swept, sizeof swept, "path = \"%s\"", wai_param_table[i].path);
            if (strstr(effective, swept)) {
                return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s: it is not there, but the sweep has it",
                                     path, name);
            }
            continue;
        }
        status = wai_rebuild_number(reader, name, rebuild->point, &value, err);
        if (status != WAI_OK) {
            return status;
        }
        if (!wai_param_allows(i, value)) {
            return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s: %g at point %llu is not allowed", path, name,
                                 value, (unsigned long long)rebuild->point);
        }
        wai_param_set(params, i, value);
        changed = 1;
    }
    return changed && wai_scenario_refresh(&rebuild->scenario) != WAI_OK
               ? wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the scenario")
               : WAI_OK;
}

/* What the file deviates in, and after it the swept parameters that differ from those of the scenario. */
static enum wai_status read_deviations(struct wai_rebuild *rebuild, struct wai_reader *reader,
                                       const struct wai_params *scenario, struct wai_error *err)
{
    struct wai_error ignored = { 0 }; /* older files do not say */
    char *own = NULL, number[WAI_TEXT_NUMBER];
    struct wai_text text = { 0 };
    enum wai_status status = wai_reader_text(reader, "deviations", &own, &ignored);

    wai_error_free(&ignored);
    if (status == WAI_ERR_MEMORY) {
        return wai_error_add(err, status, "out of memory");
    }
    if (status == WAI_OK) {
        wai_text_add(&text, "%s", own);
    }
    for (size_t i = 0; i < wai_param_count; i++) {
        double value = wai_param_get(&rebuild->scenario.setup.params, i);

        if (value < wai_param_get(scenario, i) || value > wai_param_get(scenario, i)) {
            wai_text_add(&text, "%s%s = %s", text.length > 0 ? ", " : "", wai_param_table[i].path,
                         wai_text_number(value, number));
        }
    }
    wai_text_add(&text, "%s", "");
    rebuild->deviations = wai_text_take(&text);
    free(own);
    return rebuild->deviations ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
}

/* Are the countries of the file those of the world that its texts give? */
static enum wai_status check_world(const struct wai_rebuild *rebuild, struct wai_reader *reader,
                                   const char *path, struct wai_error *err)
{
    const struct wai_tables *tables = &rebuild->scenario.setup.tables;
    char **codes;
    size_t n;
    enum wai_status status = wai_reader_texts(reader, "country", &codes, &n, err);
    int same = n == tables->n_countries;

    for (size_t i = 0; status == WAI_OK && same && i < n; i++) {
        same = strcmp(codes[i], tables->iso3[i]) == 0;
    }
    wai_reader_free_texts(codes, n);
    return status != WAI_OK || same ? status
                                    : wrong(path, "its countries are not those of its scenario", err);
}

/* Seed, and whether points are independent. */
static enum wai_status read_luck(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                 struct wai_error *err)
{
    char *seed = NULL, *end;
    enum wai_status status = wai_reader_text(reader, "seed", &seed, err);

    if (status == WAI_OK) {
        errno = 0;
        rebuild->luck.seed = strtoull(seed, &end, 10);
        if (errno != 0 || seed[0] < '0' || seed[0] > '9' || *end != '\0' ||
            strlen(seed) >= sizeof rebuild->seed_text) { /* no sign, no space: it would wrap */
            status = wrong(path, "the seed is no number", err);
        } else {
            (void)snprintf(rebuild->seed_text, sizeof rebuild->seed_text, "%s", seed);
            if (strstr(rebuild->config_effective, "crn = false;")) {
                rebuild->luck.stratum = (uint32_t)(rebuild->point + 1);
            }
        }
    }
    free(seed);
    return status;
}

/* The budget of events; files that do not name one were made with the preset. */
static enum wai_status read_limits(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                   struct wai_error *err)
{
    char *text = NULL, *end;
    enum wai_status status = wai_reader_has(reader, "provenance/max_events")
                                 ? wai_reader_text(reader, "max_events", &text, err)
                                 : WAI_OK;

    if (text && strcmp(text, "preset") != 0) {
        errno = 0;
        rebuild->limits.max_events = strtoull(text, &end, 10);
        if (errno != 0 || text[0] < '0' || text[0] > '9' || *end != '\0') {
            status = wrong(path, "the budget of events is no number", err);
        }
    }
    free(text);
    return status;
}

/* The days at whose ends the file keeps the state. */
static enum wai_status read_dates(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                  struct wai_error *err)
{
    size_t n = wai_reader_length(reader, "date");
    double *days = calloc(n + 1, sizeof *days);
    enum wai_status status = WAI_OK;

    rebuild->dates = calloc(n + 1, sizeof *rebuild->dates);
    if (!days || !rebuild->dates) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory for dates");
    } else if (n > 0) {
        status = wai_reader_numbers(reader, "date", NULL, days, n, err);
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        if (!(days[i] >= 0 && days[i] < rebuild->scenario.setup.n_days) ||
            (i > 0 && !(days[i] > days[i - 1]))) {
            status = wrong(path, "a date is outside of the run", err);
        } else {
            rebuild->dates[rebuild->n_dates++] = (int32_t)days[i];
        }
    }
    free(days);
    return status;
}

/* Reads the state where metrics and dates want it. */
static enum wai_status choose_readings(struct wai_rebuild *rebuild, struct wai_error *err)
{
    struct wai_setup *setup = &rebuild->scenario.setup;
    int32_t *days = calloc(rebuild->n_metrics + rebuild->n_dates + 1, sizeof *days);
    enum wai_status status = WAI_ERR_MEMORY;
    size_t n = 0;

    if (days) {
        for (size_t i = 0; i < rebuild->n_metrics; i++) {
            if (rebuild->metrics[i].reduce == WAI_REDUCE_AT) {
                days[n++] = rebuild->metrics[i].at_day - setup->start_day;
            }
        }
        for (size_t i = 0; i < rebuild->n_dates; i++) {
            days[n++] = rebuild->dates[i];
        }
        status = wai_setup_read_at(setup, days, n);
    }
    free(days);
    return status == WAI_OK ? WAI_OK : wai_error_add(err, status, "out of memory for readings");
}

/* The point asked for, if the file has it: a run file keeps one point, under its number in the sweep it came
 * from. */
static enum wai_status find_point(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                  int64_t point, struct wai_error *err)
{
    rebuild->n_points = rebuild->kind == WAI_READER_SWEEP ? wai_reader_length(reader, "point") : 1;
    rebuild->stored_replicate = -1;
    if (rebuild->kind == WAI_READER_RUN) {
        int64_t stored = wai_reader_whole(reader, "point");

        rebuild->stored_replicate = wai_reader_whole(reader, "replicate");
        rebuild->point = stored > 0 ? (uint64_t)stored : 0;
        return point < 0 || (uint64_t)point == rebuild->point
                   ? WAI_OK
                   : wai_error_add(err, WAI_ERR_USAGE, "%s: has point %llu alone", path,
                                   (unsigned long long)rebuild->point);
    }
    rebuild->point = point < 0 ? 0 : (uint64_t)point;
    return rebuild->point < rebuild->n_points
               ? WAI_OK
               : wai_error_add(err, WAI_ERR_USAGE, "%s: there is no point %llu; it has %zu, numbered from 0",
                               path, (unsigned long long)rebuild->point, rebuild->n_points);
}

enum wai_status wai_rebuild_read(struct wai_rebuild *rebuild, const char *path, int64_t point,
                                 struct wai_error *err)
{
    struct wai_reader *reader = NULL;
    struct wai_params scenario;
    enum wai_status status;

    *rebuild = (struct wai_rebuild){ 0 };
    status = wai_reader_open(&reader, path, err);
    if (status != WAI_OK) {
        return status;
    }
    rebuild->kind = wai_reader_kind(reader);
    rebuild->rests_on_accounts = wai_reader_rests_on_accounts(reader);
    status = find_point(rebuild, reader, path, point, err);
    if (status == WAI_OK) {
        status = read_scenario(rebuild, reader, path, err);
    }
    scenario = rebuild->scenario.setup.params;
    if (status == WAI_OK) {
        status = wai_reader_text(reader, "config_text", &rebuild->config_text, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_text(reader, "config_effective", &rebuild->config_effective, err);
    }
    if (status == WAI_OK && rebuild->kind == WAI_READER_SWEEP) {
        status = read_params(rebuild, reader, path, err);
    }
    if (status == WAI_OK) {
        status = read_deviations(rebuild, reader, &scenario, err);
    }
    if (status == WAI_OK) {
        status = read_luck(rebuild, reader, path, err);
    }
    if (status == WAI_OK) {
        status = read_limits(rebuild, reader, path, err);
    }
    if (status == WAI_OK) {
        status = read_dates(rebuild, reader, path, err);
    }
    if (status == WAI_OK) {
        status = check_world(rebuild, reader, path, err);
    }
    if (status == WAI_OK && wai_reader_has(reader, "provenance/ignored_calendar")) {
        status = wai_reader_text(reader, "ignored_calendar", &rebuild->ignored_calendar, err);
    }
    wai_reader_close(&reader);
    if (status == WAI_OK) {
        status = wai_measure_read_text(rebuild->config_effective, path, &rebuild->metrics,
                                       &rebuild->n_metrics, err);
    }
    if (status == WAI_OK) {
        status = choose_readings(rebuild, err);
    }
    if (status != WAI_OK) {
        wai_rebuild_free(rebuild);
    }
    return status;
}

void wai_rebuild_free(struct wai_rebuild *rebuild)
{
    wai_scenario_free(&rebuild->scenario);
    free(rebuild->config_text);
    free(rebuild->config_effective);
    free(rebuild->ignored_calendar);
    free(rebuild->deviations);
    for (size_t i = 0; i < rebuild->n_metrics; i++) {
        wai_measure_free(&rebuild->metrics[i]);
    }
    free(rebuild->metrics);
    free(rebuild->dates);
    *rebuild = (struct wai_rebuild){ 0 };
}

enum wai_status wai_rebuild_repeat(const struct wai_rebuild *rebuild, uint32_t replicate,
                                   struct wai_record_wants wants, struct wai_trial *trial,
                                   struct wai_record *record, struct wai_error *err)
{
    struct wai_runner_task task = { &rebuild->scenario.setup, rebuild->point, rebuild->luck };

    task.luck.replicate = replicate;
    return wai_trial_run(trial, &task, wants, &rebuild->limits, record, err);
}
