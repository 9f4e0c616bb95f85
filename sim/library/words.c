/* The words of the model by axis, and the table of parameters, as the library shows them. */
#include "library/handle.h"

static const struct {
    const char *name;
    const char *const *labels;
    size_t n;
} axes[WAICO_N_AXES] = {
    [WAICO_AXIS_TIME] = { "time", NULL, 0 },
    [WAICO_AXIS_DATE] = { "date", NULL, 0 },
    [WAICO_AXIS_COUNTRY] = { "country", NULL, 0 },
    [WAICO_AXIS_STATUS] = { "status", wai_status_names, WAI_N_STATUSES },
    [WAICO_AXIS_SERVICE] = { "incentive", wai_incentive_names, WAI_N_INCENTIVES },
    [WAICO_AXIS_RIVAL] = { "rival", wai_rival_names, WAI_N_RIVALS },
    [WAICO_AXIS_PHASE] = { "phase_name", wai_phase_names, WAI_N_PHASES },
    [WAICO_AXIS_MOVE] = { "move", wai_move_names, WAI_N_MOVES },
    [WAICO_AXIS_CAUSE] = { "cause", wai_cause_names, WAI_N_CAUSES },
    [WAICO_AXIS_EVENT] = { "event_type", wai_event_names, WAI_N_EVENT_TYPES },
    [WAICO_AXIS_TERM] = { "term", wai_term_names, WAI_N_TERMS },
};

const char *waico_axis_name(enum waico_axis axis)
{
    return axis < WAICO_N_AXES ? axes[axis].name : NULL;
}

size_t waico_axis_length(enum waico_axis axis)
{
    return axis < WAICO_N_AXES ? axes[axis].n : 0;
}

const char *waico_axis_label(enum waico_axis axis, size_t i)
{
    return i < waico_axis_length(axis) ? axes[axis].labels[i] : NULL;
}

size_t waico_n_parameters(void)
{
    return wai_param_count;
}

struct waico_parameter waico_parameter_at(size_t i)
{
    struct waico_parameter parameter = { 0 };

    if (i < wai_param_count) {
        const struct wai_param *row = &wai_param_table[i];

        parameter = (struct waico_parameter){ .path = row->path,
                                              .unit = row->unit,
                                              .meaning = row->meaning,
                                              .source = row->source,
                                              .preset = row->preset,
                                              .min = row->min,
                                              .max = row->max,
                                              .whole = row->kind == WAI_PARAM_WHOLE,
                                              .at_start_only = row->at_start_only,
                                              .judgement = wai_param_is_judgement(row) };
    }
    return parameter;
}

size_t waico_parameter_find(const char *path)
{
    int row = wai_param_find(path);

    return row < 0 ? wai_param_count : (size_t)row;
}
