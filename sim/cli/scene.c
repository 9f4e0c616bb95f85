/* From a file of either kind to a setup with its luck. */
#include "cli/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/load.h"
#include "cli/locate.h"
#include "cli/results.h"
#include "experiment/deviation.h"
#include "scenario/gazetteer.h"

static enum wai_status open_result(struct wai_scene *scene, const struct wai_call *call,
                                   struct wai_error *err)
{
    const struct wai_options *options = &call->options;
    enum wai_status status;

    if (options->seed || options->sets.n > 0) {
        return wai_error_add(err, WAI_ERR_USAGE, "--seed and --set are for scenarios; a result has its own");
    }
    status = wai_locate_result(call->arguments[0], err);
    if (status == WAI_OK) {
        status = wai_rebuild_read(&scene->rebuild, call->arguments[0], options->point, err);
    }
    if (status == WAI_OK) {
        scene->is_result = 1;
        scene->setup = &scene->rebuild.scenario.setup;
        scene->point = scene->rebuild.point;
        scene->luck = scene->rebuild.luck;
        scene->deviations = scene->rebuild.deviations;
        scene->title = scene->rebuild.scenario.title;
        scene->stored_replicate = scene->rebuild.stored_replicate;
        scene->limits = options->max_events > 0 ? wai_load_limits(options) : scene->rebuild.limits;
    }
    return status;
}

static enum wai_status open_scenario(struct wai_scene *scene, const struct wai_call *call,
                                     struct wai_error *err)
{
    const struct wai_options *options = &call->options;
    enum wai_status status;

    scene->own_deviations = wai_deviation_text(options->sets.values, options->sets.n);
    status = scene->own_deviations ? wai_load_config(&scene->config, call->arguments[0], options, err)
                                   : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    if (status == WAI_OK) {
        scene->setup = &scene->config.scenarios[0].setup;
        scene->luck.seed = scene->config.ensemble.seed;
        scene->deviations = scene->own_deviations;
        scene->title = scene->config.scenarios[0].title;
        scene->limits = wai_load_limits(options);
    }
    return status;
}

enum wai_status wai_scene_open(struct wai_scene *scene, const struct wai_call *call, struct wai_error *err)
{
    enum wai_status status;

    *scene = (struct wai_scene){ .stored_replicate = -1 };
    status = wai_results_is_one(call->arguments[0]) ? open_result(scene, call, err)
                                                    : open_scenario(scene, call, err);
    if (status != WAI_OK) {
        free(scene->own_deviations);
        *scene = (struct wai_scene){ 0 };
    }
    return status;
}

void wai_scene_free(struct wai_scene *scene)
{
    if (scene->is_result) {
        wai_rebuild_free(&scene->rebuild);
    } else if (scene->setup) {
        wai_config_free(&scene->config);
    }
    free(scene->own_deviations);
    *scene = (struct wai_scene){ 0 };
}

enum wai_status wai_scene_country(const struct wai_scene *scene, const char *word, const char *place,
                                  size_t *country, struct wai_error *err)
{
    struct wai_gazetteer gazetteer;
    enum wai_status status = wai_gazetteer_init(&gazetteer, &scene->setup->tables);
    int32_t found = status == WAI_OK ? wai_gazetteer_guess(&gazetteer, word) : -1;

    if (status != WAI_OK) {
        (void)wai_error_add(err, status, "out of memory for the names of countries");
    } else if (found < 0) {
        char hint[WAI_GAZETTEER_HINT];

        (void)wai_gazetteer_hint(&gazetteer, word, hint);
        status = wai_error_add(err, WAI_ERR_USAGE, "%sno one country has the code or name \"%s\"%s%s", place,
                               word, hint, hint[0] == '\0' ? "; `waico list --countries` names all" : "");
    } else {
        *country = (size_t)found;
    }
    wai_gazetteer_free(&gazetteer);
    return status;
}

void wai_scene_date(const struct wai_setup *setup, double years, char text[WAI_DATE_TEXT])
{
    if (isnan(years)) {
        (void)snprintf(text, WAI_DATE_TEXT, "never");
    } else {
        wai_date_write(setup->start_day + (int32_t)floor(years * WAI_DAYS_PER_YEAR + 1e-9), text);
    }
}
