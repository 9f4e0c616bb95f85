/* The canonical text of how to run. */
#include <math.h>
#include <string.h>

#include "scenario/config.h"
#include "scenario/date.h"
#include "scenario/text.h"

static void add_flag(struct wai_text *out, const char *key, int value)
{
    wai_text_add(out, "    %s = %s;\n", key, value ? "true" : "false");
}

static void add_real(struct wai_text *out, const char *key, double value)
{
    wai_text_add(out, "%s = ", key);
    wai_text_real(out, value);
    wai_text_append(out, "; ", 2);
}

static void add_day(struct wai_text *out, const char *key, int32_t day)
{
    char text[WAI_DATE_TEXT];

    wai_date_write(day, text);
    wai_text_add(out, "%s = \"%s\"; ", key, text);
}

static void add_ensemble(struct wai_text *out, const struct wai_config *config)
{
    const struct wai_ensemble *ensemble = &config->ensemble;

    wai_text_add(out, "ensemble: {\n    seed = \"%s\";\n", ensemble->seed_text);
    add_flag(out, "crn", ensemble->crn);
    if (ensemble->adaptive.metric < 0) {
        wai_text_add(out, "    replications = %u;\n", (unsigned)ensemble->replications);
    } else {
        wai_text_add(out, "    adaptive: { target = \"%s\"; ",
                     config->metrics[ensemble->adaptive.metric].name);
        add_real(out, "half_width", ensemble->adaptive.half_width);
        add_real(out, "confidence", ensemble->adaptive.confidence);
        wai_text_add(out, "min = %u; max = %u; };\n", (unsigned)ensemble->adaptive.min,
                     (unsigned)ensemble->adaptive.max);
    }
    wai_text_add(out, "};\n");
}

static void add_output(struct wai_text *out, const struct wai_output *output)
{
    const char *comma = "";

    wai_text_add(out, "output: {\n    detail = \"%s\";\n", wai_detail_names[output->detail]);
    add_flag(out, "events", output->events);
    add_flag(out, "decisions", output->decisions);
    add_flag(out, "p_status", output->p_status);
    add_flag(out, "services", output->services);
    wai_text_add(out, "    series = (");
    for (size_t i = 0; i < WAI_N_SERIES; i++) {
        if (output->series[i]) {
            wai_text_add(out, "%s\"%s\"", comma, wai_series_table[i].name);
            comma = ", ";
        }
    }
    wai_text_add(out, ");\n    quantiles = (");
    for (size_t i = 0; i < output->n_quantiles; i++) {
        wai_text_add(out, "%s", i ? ", " : "");
        wai_text_real(out, output->quantiles[i]);
    }
    wai_text_add(out, ");\n    dates = (");
    for (size_t i = 0; i < output->n_dates; i++) {
        char date[WAI_DATE_TEXT];

        wai_date_write(output->dates[i], date);
        wai_text_add(out, "%s\"%s\"", i ? ", " : "", date);
    }
    wai_text_add(out, ");\n};\n");
}

static void add_metric(struct wai_text *out, const struct wai_metric *metric)
{
    wai_text_add(out, "    { name = \"%s\"; series = \"%s\"; ", metric->name, metric->series);
    if (metric->reduce == WAI_REDUCE_AT) {
        add_day(out, "at", metric->at_day);
    } else if (metric->reduce == WAI_REDUCE_FIRST_ABOVE || metric->reduce == WAI_REDUCE_FIRST_BELOW) {
        add_real(out, wai_reduce_names[metric->reduce], metric->threshold);
    } else if (metric->reduce != WAI_REDUCE_NONE) {
        wai_text_add(out, "reduce = \"%s\"; ", wai_reduce_names[metric->reduce]);
    }
    if (metric->from_day != INT32_MIN) {
        add_day(out, "from", metric->from_day);
    }
    if (metric->until_day != INT32_MAX) {
        add_day(out, "until", metric->until_day);
    }
    if (metric->share == WAI_SHARE_KNOWN) {
        wai_text_add(out, "share_known = true; ");
    } else if (metric->share != WAI_SHARE_NONE) {
        add_real(out, metric->share == WAI_SHARE_ABOVE ? "share_above" : "share_below",
                 metric->share_threshold);
    }
    wai_text_append(out, "}", 1);
}

static void add_distribution(struct wai_text *out, const struct wai_axis *axis)
{
    wai_text_add(out, "distribution = \"%s\"; ", wai_distribution_names[axis->distribution]);
    if (axis->distribution == WAI_DIST_NORMAL) {
        add_real(out, "mean", axis->mean);
        add_real(out, "sd", axis->sd);
        return;
    }
    add_real(out, "low", axis->low);
    if (axis->distribution == WAI_DIST_TRIANGULAR) {
        add_real(out, "mode", axis->mode);
    }
    add_real(out, "high", axis->high);
}

static void add_axis(struct wai_text *out, const struct wai_axis *axis)
{
    wai_text_add(out, "        { path = \"%s\"; ", axis->path);
    if (axis->group) {
        wai_text_add(out, "group = ");
        wai_text_quote(out, axis->group);
        wai_text_add(out, "; ");
    }
    if (axis->integer) {
        wai_text_add(out, "integer = true; ");
    }
    if (axis->form == WAI_AXIS_RANGE) {
        add_real(out, "from", axis->from);
        add_real(out, "to", axis->to);
        wai_text_add(out, "count = %zu; scale = \"%s\"; ", axis->count, axis->log_scale ? "log" : "linear");
    } else if (axis->form == WAI_AXIS_BOUNDS) {
        add_real(out, "low", axis->low);
        add_real(out, "base", axis->base);
        add_real(out, "high", axis->high);
    } else if (axis->form == WAI_AXIS_DISTRIBUTION) {
        add_distribution(out, axis);
    } else {
        wai_text_add(out, "values = (");
        for (size_t i = 0; i < axis->n_values; i++) {
            wai_text_add(out, "%s", i ? ", " : "");
            wai_text_real(out, axis->values[i]);
        }
        wai_text_add(out, "); ");
    }
    wai_text_append(out, "}", 1);
}

static void add_sweep(struct wai_text *out, const struct wai_sweep *sweep)
{
    wai_text_add(out, "sweep: {\n    design = \"%s\";\n", wai_design_names[sweep->design]);
    switch (sweep->design) {
    case WAI_DESIGN_LHS:
    case WAI_DESIGN_SOBOL:
        wai_text_add(out, "    points = %zu;\n", sweep->points);
        break;
    case WAI_DESIGN_MORRIS:
        wai_text_add(out, "    trajectories = %zu;\n    levels = %zu;\n", sweep->trajectories, sweep->levels);
        break;
    case WAI_DESIGN_SALTELLI:
        wai_text_add(out, "    size = %zu;\n", sweep->size);
        add_flag(out, "second_order", sweep->second_order);
        break;
    case WAI_DESIGN_LIST:
        wai_text_add(out, "    list_sha256 = \"%s\";\n", sweep->list_sha256);
        break;
    default:
        break;
    }
    if (sweep->design >= WAI_DESIGN_LHS && sweep->design <= WAI_DESIGN_SALTELLI) {
        wai_text_add(out, "    seed = \"%llu\";\n", (unsigned long long)sweep->seed);
    }
    if (sweep->design != WAI_DESIGN_LIST && sweep->n_axes > 0) {
        wai_text_add(out, "    parameters = (");
        for (size_t i = 0; i < sweep->n_axes; i++) {
            wai_text_add(out, "%s\n", i ? "," : "");
            add_axis(out, &sweep->axes[i]);
        }
        wai_text_add(out, "\n    );\n");
    }
    wai_text_add(out, "};\n");
}

char *wai_config_effective(const struct wai_config *config)
{
    struct wai_text out = { 0 };

    if (config->title[0]) {
        wai_text_add(&out, "title = ");
        wai_text_quote(&out, config->title);
        wai_text_add(&out, ";\n");
    }
    add_ensemble(&out, config);
    add_output(&out, &config->output);
    wai_text_add(&out, "metrics = (");
    for (size_t i = 0; i < config->n_metrics; i++) {
        wai_text_add(&out, "%s\n", i ? "," : "");
        add_metric(&out, &config->metrics[i]);
    }
    wai_text_add(&out, "%s);\n", config->n_metrics ? "\n" : "");
    if (config->sweep.design != WAI_DESIGN_NONE) {
        add_sweep(&out, &config->sweep);
    }
    return wai_text_take(&out);
}
