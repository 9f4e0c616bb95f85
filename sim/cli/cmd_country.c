/* waico country: what becomes of a country, over all histories of a result. */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/confine.h"
#include "cli/profile.h"
#include "cli/signals.h"
#include "output/reader.h"

#define MOST_HISTORIES 1000 /* of a result that are run again, where nothing is said */
#define PRESET_HISTORIES 200

static const struct wai_option country_options[] = {
    WAI_OPTION_NUMBER("point", 'p', "P", point, 0, INT32_MAX, "point of a sweep (preset: 0)"),
    WAI_OPTION_NUMBER("replications", 'n', "N", replications, 1, 1000000,
                      "histories to look at (preset: all of the result up to 1,000; 200 of a scenario)"),
    WAI_OPTION_NUMBER("top", 0, "N", top, 1, WAI_N_TERMS, "reasons to show (preset: 8)"),
    WAI_OPTION_SEED,
    WAI_OPTION_SET,
    WAI_OPTION_JOBS,
    WAI_OPTION_MAX_EVENTS,
    WAI_OPTION_WIDE,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_UNVERIFIED,
    WAI_OPTION_COMMON,
};

/* The last day of each year within the run, and the last day of the run; *n of them, the caller's to free. */
static int32_t *days_of(const struct wai_setup *setup, size_t *n)
{
    struct wai_date date = wai_date_of(setup->start_day);
    int32_t last = setup->n_days - 1, day = -1, *days = calloc((size_t)last / 365 + 3, sizeof *days);

    *n = 0;
    for (; days && day < last; date.year++) {
        day = wai_date_number((struct wai_date){ date.year, 12, 31 }) - setup->start_day;
        day = day < last ? day : last;
        days[(*n)++] = day;
    }
    return days;
}

/* Replications that the point of a result has. */
static enum wai_status stored_replications(const struct wai_call *call, const struct wai_scene *scene,
                                           double *n, struct wai_error *err)
{
    struct wai_reader *reader;
    enum wai_status status = wai_reader_open(&reader, call->arguments[0], err);

    if (status != WAI_OK) {
        return status;
    }
    *n = (double)wai_reader_length(reader, "replicate");
    if (wai_reader_kind(reader) == WAI_READER_SWEEP) {
        status = wai_rebuild_number(reader, "replications_done", scene->point, n, err);
    } else if (wai_reader_kind(reader) == WAI_READER_RUN) {
        status = wai_error_add(err, WAI_ERR_USAGE,
                               "%s: one history; `waico explain` tells it, waico country wants many",
                               call->arguments[0]);
    }
    wai_reader_close(&reader);
    return status;
}

static enum wai_status count_histories(const struct wai_call *call, const struct wai_scene *scene, size_t *n,
                                       struct wai_error *err)
{
    double stored = 0.0;
    enum wai_status status = WAI_OK;

    *n = call->options.replications > 0 ? (size_t)call->options.replications : PRESET_HISTORIES;
    if (scene->is_result) {
        status = stored_replications(call, scene, &stored, err);
        if (call->options.replications < 0) {
            *n = stored < 1.0 ? 1 : stored < MOST_HISTORIES ? (size_t)stored : MOST_HISTORIES;
        }
    }
    return status;
}

static enum wai_status show(const struct wai_call *call, const struct wai_scene *scene, struct wai_error *err)
{
    struct wai_profile page = { .call = call, .scene = scene, .setup = scene->setup };
    struct wai_portrait_question question = { .setup = scene->setup,
                                              .point = scene->point,
                                              .luck = scene->luck,
                                              .limits = scene->limits,
                                              .n_workers =
                                                  call->options.jobs > 0 ? (unsigned)call->options.jobs : 0,
                                              .stop = wai_signals_watch() };
    enum wai_status status = wai_scene_country(scene, call->arguments[1], "", &page.country, err);

    if (status == WAI_OK) {
        status = count_histories(call, scene, &question.n_replications, err);
    }
    if (status == WAI_OK && !(page.days = days_of(scene->setup, &page.n_days))) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    if (status == WAI_OK) {
        question.country = page.country;
        question.n_days = page.n_days;
        question.days = page.days;
        wai_confine_pause();
        status = wai_portrait_take(&page.portrait, &question, err);
        wai_confine_go_on();
    }
    if (status == WAI_OK && call->options.json) {
        wai_profile_json(&page);
    } else if (status == WAI_OK) {
        status = wai_profile_screen(&page);
    }
    wai_portrait_free(&page.portrait);
    free(page.days);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct wai_scene scene;
    enum wai_status status = wai_scene_open(&scene, call, err);

    if (status == WAI_OK) {
        status = show(call, &scene, err);
        wai_scene_free(&scene);
    }
    return status;
}

const struct wai_command wai_cmd_country_command = {
    .name = "country",
    .arguments = "FILE COUNTRY",
    .min_arguments = 2,
    .max_arguments = 2,
    .files = WAI_COMMAND_EITHER,
    .reads = 1,
    .summary = "what becomes of a country, and why it signs or does not",
    .text =
        "Runs the histories of a result again (or those of a scenario) and tells of one country: its chance "
        "to "
        "have "
        "signed and joined by each year, the dates, where it ends, the mean reasons for signing and for "
        "not signing, what it is compared with all countries, and the chances of its neighbours and blocs. "
        "FILE is a result (.h5) of many replications, or a scenario; COUNTRY a code (ISO alpha-3) or a "
        "name.\n\n"
        "The chances are shares of histories: they hold the luck of the model, no doubt about its "
        "parameters. A reason is the mean over the occasions at which it signed, or could have: a term "
        "that is larger where it signs goes with signing. What a number does, an experiment tells: --set.",
    .examples = "waico country results/baseline.h5 KEN\tKenya over all histories of the result\n"
                "waico country baseline kenya --set affinity.peers=2\tin a world of stronger peers\n",
    .options = country_options,
    .run = run,
};
