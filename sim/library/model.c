/* A model: a scenario with parameters and days of reading of its own. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "library/handle.h"
#include "library/outputs.h"
#include "scenario/params.h"

enum waico_status waico_model_new(const struct waico_scenario *scenario, struct waico_model **model,
                                  char **messages)
{
    struct waico_model *made = calloc(1, sizeof *made);
    struct wai_error err = { 0 };

    if (made) {
        made->origin = scenario;
        made->setup = scenario->scenario.setup;
        made->setup.n_readings = 0;
        made->setup.reading_days = NULL;
        atomic_init(&made->stop, 0);
    }
    *model = made;
    return wai_handle_tell(made ? WAI_OK : WAI_ERR_MEMORY, &err, messages);
}

void waico_model_free(struct waico_model *model)
{
    if (model) {
        for (size_t i = 0; i < model->n_seats; i++) {
            wai_world_free(model->seats[i].world);
            wai_record_free(&model->seats[i].record);
        }
        free(model->seats);
        free(model->setup.reading_days);
        free(model);
    }
}

enum waico_status waico_model_set(struct waico_model *model, const char *path, double value, char **messages)
{
    struct wai_error err = { 0 };
    struct wai_setup changed = model->setup;
    enum wai_status status = wai_params_assign(&changed.params, path, value, &err);
    const char *fault = status == WAI_OK ? wai_scenario_accounts_fault(&changed) : NULL;
    enum waico_status told;

    if (fault) {
        status = wai_error_add(&err, WAI_ERR_CONFIG, "end: %s", fault);
    }
    if (status == WAI_OK) {
        model->setup.params = changed.params;
    }
    told = wai_handle_tell(status, &err, messages);
    return told == WAICO_BAD_SCENARIO ? WAICO_BAD_ARGUMENT : told;
}

double waico_model_get(const struct waico_model *model, size_t i)
{
    return i < wai_param_count ? wai_param_get(&model->setup.params, i) : (double)NAN;
}

void waico_model_reset(struct waico_model *model)
{
    model->setup.params = model->origin->scenario.setup.params;
}

enum waico_status waico_model_read_at(struct waico_model *model, const int32_t *days, size_t n,
                                      char **messages)
{
    struct wai_error err = { 0 };

    for (size_t i = 0; i < n; i++) {
        if (days[i] < 0 || days[i] >= model->setup.n_days) {
            return wai_handle_refuse(messages, "day %ld after the start is outside of the run, [0, %ld]",
                                     (long)days[i], (long)model->setup.n_days - 1);
        }
    }
    return wai_handle_tell(wai_setup_read_at(&model->setup, days, n), &err, messages);
}

size_t waico_model_length(const struct waico_model *model, enum waico_axis axis)
{
    return wai_outputs_axis_length(axis, &model->setup);
}

double waico_model_day(const struct waico_model *model, enum waico_axis axis, size_t i)
{
    if (i < waico_model_length(model, axis) && axis == WAICO_AXIS_TIME) {
        return (double)(i + 1) * model->setup.params.organisation.account_years * WAI_DAYS_PER_YEAR;
    }
    if (i < waico_model_length(model, axis) && axis == WAICO_AXIS_DATE) {
        return model->setup.reading_days[i];
    }
    return (double)NAN;
}

size_t waico_model_bytes(const struct waico_model *model, size_t i)
{
    return i < waico_n_outputs() ? wai_outputs_bytes(i, &model->setup) : 0;
}

void waico_model_stop(struct waico_model *model)
{
    atomic_store(&model->stop, 1);
}
