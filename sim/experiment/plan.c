/* The plan: what a config amounts to, in points, columns and one canonical text. */
#include "experiment/plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/sha256.h"
#include "base/version.h"
#include "experiment/findings.h"
#include "experiment/keys.h"
#include "experiment/metric.h"

#define FORMAT_VERSION 2 /* of plans, blocks and results together */
#define MOST_DIFFERENCES 20
#define MOST_STRATA 16777214 /* points that can have a luck of their own, 2^24 - 2 */

/* ---- readings ---- */

/* The days at whose ends the state is wanted. */
static enum wai_status choose_readings(struct wai_plan *plan)
{
    const struct wai_config *config = plan->config;
    struct wai_setup setup = config->scenarios[0].setup;
    size_t n_years = wai_findings_days(&setup, NULL), n = 0;
    const struct wai_output *output = &config->output;
    int32_t *days = calloc(config->n_metrics + n_years + output->n_dates, sizeof *days);
    enum wai_status status = WAI_ERR_MEMORY;

    plan->dates = calloc(output->n_dates + 1, sizeof *plan->dates);
    if (days && plan->dates) {
        for (size_t i = 0; i < output->n_dates; i++) {
            days[n++] = plan->dates[i] = output->dates[i] - setup.start_day;
        }
        for (size_t i = 0; i < config->n_metrics; i++) {
            if (config->metrics[i].reduce == WAI_REDUCE_AT) {
                days[n++] = config->metrics[i].at_day - setup.start_day;
            }
        }
        if (config->sweep.design == WAI_DESIGN_NONE) {
            n += wai_findings_days(&setup, days + n);
        }
        setup.reading_days = NULL;
        status = wai_setup_read_at(&setup, days, n);
        plan->reading_days = setup.reading_days;
        plan->n_readings = setup.n_readings;
    }
    free(days);
    return status;
}

/* ---- layout ---- */

static void choose_options(const struct wai_config *config, struct wai_layout_options *options)
{
    const struct wai_output *output = &config->output;
    int sweep = config->sweep.design != WAI_DESIGN_NONE;

    wai_layout_presets(options);
    options->summaries = output->detail != WAI_DETAIL_SUMMARY || !sweep;
    options->readings = sweep;
    options->replicates = output->detail >= WAI_DETAIL_REPLICATES;
    options->events = output->detail == WAI_DETAIL_EVENTS || output->events;
    options->p_status = output->p_status;
    options->services = output->services;
    memcpy(options->series, output->series, sizeof options->series);
    options->n_quantiles = output->n_quantiles;
    memcpy(options->quantiles, output->quantiles, output->n_quantiles * sizeof *options->quantiles);
    if (config->ensemble.adaptive.metric >= 0) {
        options->confidence = config->ensemble.adaptive.confidence;
    }
}

/* One world table for all points: the columns of the result are countries. */
static enum wai_status check_countries(const struct wai_config *config, struct wai_error *err)
{
    const struct wai_tables *first = &config->scenarios[0].setup.tables;

    for (size_t s = 1; s < config->n_scenarios; s++) {
        const struct wai_tables *tables = &config->scenarios[s].setup.tables;

        if (tables->n_countries != first->n_countries) {
            return wai_error_add(err, WAI_ERR_CONFIG,
                                 "scenario %s has %zu countries, %s has %zu: one experiment has the "
                                 "same countries throughout",
                                 config->scenarios[s].name, tables->n_countries, config->scenarios[0].name,
                                 first->n_countries);
        }
        for (size_t i = 0; i < first->n_countries; i++) {
            if (strcmp(first->iso3[i], tables->iso3[i]) != 0) {
                return wai_error_add(err, WAI_ERR_CONFIG,
                                     "scenario %s has %s where %s has %s: one experiment has the "
                                     "same countries throughout",
                                     config->scenarios[s].name, tables->iso3[i], config->scenarios[0].name,
                                     first->iso3[i]);
            }
        }
    }
    return WAI_OK;
}

/* Accounts of the point that has most. */
static size_t longest(const struct wai_plan *plan)
{
    const struct wai_sweep *sweep = &plan->config->sweep;
    int each = plan->design.kind == WAI_DESIGN_SCENARIOS;
    size_t most = 0;

    for (size_t d = 0; d < plan->design.n_axes; d++) {
        each = each || strcmp(sweep->axes[d].path, "organisation.account_years") == 0;
    }
    for (size_t i = 0; i < (each ? plan->design.n_points : 1); i++) {
        struct wai_setup setup;
        size_t n;

        wai_plan_setup(plan, i, &setup);
        n = wai_setup_n_accounts(&setup);
        most = n > most ? n : most;
    }
    return most;
}

static enum wai_status make_layout(struct wai_plan *plan, struct wai_error *err)
{
    const struct wai_config *config = plan->config;
    size_t n = config->n_metrics;
    struct wai_setup setup = config->scenarios[0].setup;
    struct wai_layout_options options;

    setup.n_readings = plan->n_readings;
    setup.reading_days = plan->reading_days;
    plan->metrics = calloc(n + 1, sizeof *plan->metrics);
    plan->metric_meanings = calloc(n + 1, sizeof *plan->metric_meanings);
    if (!plan->metrics || !plan->metric_meanings) {
        return WAI_ERR_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        wai_metric_describe(&config->metrics[i], plan->metric_meanings[i], sizeof plan->metric_meanings[i]);
        plan->metrics[i] = (struct wai_layout_metric){ .name = config->metrics[i].name,
                                                       .unit = config->metrics[i].unit,
                                                       .meaning = plan->metric_meanings[i],
                                                       .is_share = wai_metric_is_share(&config->metrics[i]) };
    }
    choose_options(config, &options);
    options.n_metrics = n;
    options.metrics = plan->metrics;
    options.n_dates = config->output.n_dates;
    options.dates = plan->dates;
    return wai_layout_init(&plan->layout, &setup, longest(plan), &options, err);
}

/* ---- text ---- */

struct text {
    char *bytes;
    size_t length, capacity;
    int failed;
};

static void add(struct text *text, const char *bytes)
{
    size_t more = strlen(bytes);

    if (text->length + more + 1 > text->capacity) {
        size_t capacity = 2 * (text->length + more + 1);
        char *grown = text->failed ? NULL : realloc(text->bytes, capacity);

        if (!grown) {
            text->failed = 1;
            return;
        }
        text->bytes = grown;
        text->capacity = capacity;
    }
    memcpy(text->bytes + text->length, bytes, more + 1);
    text->length += more;
}

__attribute__((format(printf, 2, 3))) static void addf(struct text *text, const char *format, ...)
{
    char line[512];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    add(text, line);
}

static void add_config(struct text *text, const struct wai_config *config)
{
    char *effective = wai_config_effective(config);

    if (effective) {
        add(text, effective);
    } else {
        text->failed = 1;
    }
    free(effective);
}

static void add_head(struct text *text, const struct wai_plan *plan)
{
    addf(text, "# waico plan\nversion = %s\nformat = %d\n", WAI_VERSION, FORMAT_VERSION);
    addf(text, "max_events = %llu\n", (unsigned long long)plan->limits.max_events);
}

/* The whole plan. */
static void write_text(struct text *text, const struct wai_plan *plan)
{
    char hash[65];

    add_head(text, plan);
    wai_design_hash(&plan->design, 0, plan->design.n_points, 1, hash);
    addf(text, "points = %zu\npoints_sha256 = %s\n", plan->design.n_points, hash);
    addf(text, "# how to run\n");
    add_config(text, plan->config);
    for (size_t s = 0; s < plan->config->n_scenarios; s++) {
        addf(text, "# scenario %zu: %s\n", s, plan->config->scenarios[s].name);
        add(text, plan->config->scenarios[s].effective_text);
    }
}

/* What stays the same when points or replications are added: the rules by which a replication of given values
 * is run and kept.  The values themselves are in the key of each block. */
static void write_core(struct text *text, const struct wai_plan *plan)
{
    struct wai_config core = *plan->config;

    core.ensemble.replications = 1;
    core.sweep = (struct wai_sweep){ .design = WAI_DESIGN_NONE };
    core.n_scenarios = 1;
    add_head(text, plan);
    addf(text, "swept = %d\n", plan->config->sweep.design != WAI_DESIGN_NONE);
    for (size_t d = 0; d < plan->design.n_axes; d++) {
        addf(text, "axis = %s\n", plan->config->sweep.axes[d].path);
    }
    addf(text, "accounts = %zu\n", plan->layout.n_times);
    add_config(text, &core);
}

static enum wai_status write_texts(struct wai_plan *plan)
{
    struct text text = { 0 };
    struct text core = { 0 };
    enum wai_status status = WAI_ERR_MEMORY;

    write_text(&text, plan);
    write_core(&core, plan);
    if (!text.failed && !core.failed) {
        wai_sha256_text(text.bytes, text.length, plan->hash);
        wai_sha256_text(core.bytes, core.length, plan->core);
        plan->text = text.bytes;
        text.bytes = NULL;
        status = WAI_OK;
    }
    free(text.bytes);
    free(core.bytes);
    return status;
}

static enum wai_status hash_scenarios(struct wai_plan *plan)
{
    const struct wai_config *config = plan->config;

    plan->scenario_hashes = calloc(config->n_scenarios, sizeof *plan->scenario_hashes);
    if (!plan->scenario_hashes) {
        return WAI_ERR_MEMORY;
    }
    for (size_t s = 0; s < config->n_scenarios; s++) {
        const char *text = config->scenarios[s].effective_text;

        wai_sha256_text(text, strlen(text), plan->scenario_hashes[s]);
    }
    return WAI_OK;
}

/* ---- life ---- */

enum wai_status wai_plan_init(struct wai_plan *plan, const struct wai_config *config,
                              const struct wai_run_limits *limits, struct wai_error *err)
{
    const struct wai_ensemble *ensemble = &config->ensemble;
    enum wai_status status;

    *plan = (struct wai_plan){ .config = config, .limits = *limits };
    plan->max_replications = ensemble->adaptive.metric >= 0 ? ensemble->adaptive.max : ensemble->replications;
    status = check_countries(config, err);
    if (status == WAI_OK) {
        status = wai_design_make(&plan->design, &config->sweep, config->n_scenarios, err);
    }
    if (status == WAI_OK && !ensemble->crn && plan->design.n_points > MOST_STRATA) {
        status = wai_error_add(err, WAI_ERR_CONFIG,
                               "ensemble.crn: at most %d points can have a luck of their own", MOST_STRATA);
    }
    if (status == WAI_OK) {
        status = choose_readings(plan);
    }
    if (status == WAI_OK) {
        status = make_layout(plan, err);
    }
    if (status == WAI_OK) {
        status = hash_scenarios(plan);
    }
    if (status == WAI_OK) {
        status = write_texts(plan);
    }
    if (status == WAI_ERR_MEMORY && err && err->n_messages == 0) {
        (void)wai_error_add(err, status, "out of memory for a plan of %zu points", plan->design.n_points);
    }
    if (status != WAI_OK) {
        wai_plan_free(plan);
    }
    return status;
}

void wai_plan_free(struct wai_plan *plan)
{
    wai_layout_free(&plan->layout);
    wai_design_free(&plan->design);
    free(plan->metrics);
    free(plan->metric_meanings);
    free(plan->reading_days);
    free(plan->dates);
    free(plan->scenario_hashes);
    free(plan->text);
    *plan = (struct wai_plan){ 0 };
}

void wai_plan_setup(const struct wai_plan *plan, size_t point, struct wai_setup *setup)
{
    *setup = plan->config->scenarios[wai_design_scenario(&plan->design, point)].setup;
    setup->n_readings = plan->n_readings;
    setup->reading_days = plan->reading_days;
    wai_design_apply(&plan->design, point, &setup->params);
}

struct wai_luck wai_plan_luck(const struct wai_plan *plan, size_t point, uint32_t replicate)
{
    const struct wai_ensemble *ensemble = &plan->config->ensemble;

    return (struct wai_luck){ .seed = ensemble->seed,
                              .replicate = replicate,
                              .stratum = ensemble->crn ? 0 : (uint32_t)point + 1 };
}

void wai_plan_key(const struct wai_plan *plan, const struct wai_plan_range *range, char hex[65])
{
    char line[256];
    struct wai_sha256 sha;
    size_t end = range->end_point + (range->tail > range->low ? 1 : 0);
    size_t last = SIZE_MAX;

    if (end > plan->design.n_points) {
        end = plan->design.n_points;
    }
    wai_sha256_init(&sha);
    wai_sha256_add(&sha, plan->core, strlen(plan->core));
    (void)snprintf(line, sizeof line, "points %zu %zu %zu replicates %lu %lu %lu %lu ", range->first_point,
                   range->end_point, range->stride, (unsigned long)range->low, (unsigned long)range->high,
                   (unsigned long)range->head, (unsigned long)range->tail);
    wai_sha256_add(&sha, line, strlen(line));
    wai_design_hash(&plan->design, range->first_point, end, range->stride, line);
    wai_sha256_add(&sha, line, strlen(line));
    for (size_t i = range->first_point; i < end; i += range->stride) {
        size_t scenario = wai_design_scenario(&plan->design, i);

        if (scenario != last) {
            wai_sha256_add(&sha, plan->scenario_hashes[scenario], 64);
            last = scenario;
        }
    }
    wai_sha256_end(&sha, hex);
}

/* ---- what differs ---- */

struct teller {
    struct wai_error *err;
    size_t n;
};

static void tell(void *context, const char *path, const char *there, const char *here)
{
    struct teller *teller = context;

    if (teller->n++ < MOST_DIFFERENCES) {
        (void)wai_error_add(teller->err, WAI_ERR_IDENTITY, "%s: %.200s there, %.200s here", path,
                            there ? there : "nothing", here ? here : "nothing");
    }
}

size_t wai_plan_difference(const char *there, const char *here, struct wai_error *err)
{
    struct teller teller = { .err = err };
    struct wai_keys a = { 0 };
    struct wai_keys b = { 0 };
    size_t n = 0;

    if (wai_keys_read(&a, there) == WAI_OK && wai_keys_read(&b, here) == WAI_OK) {
        n = wai_keys_compare(&a, &b, tell, &teller);
    }
    wai_keys_free(&a);
    wai_keys_free(&b);
    return n;
}
