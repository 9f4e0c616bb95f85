/* A config from its tree: scenarios, ensemble, output; metrics and sweep are read by measure.c and axes.c. */
#include "scenario/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/extend.h"
#include "scenario/order.h"
#include "scenario/parts.h"
#include "scenario/path.h"
#include "scenario/text.h"

#define MOST_SCENARIOS 1000

const char *const wai_detail_names[WAI_N_DETAILS] = { "summary", "series", "replicates", "events" };

static const char *const config_keys[] = { "title",  "scenario", "scenarios", "ensemble",
                                           "output", "sweep",    "metrics" };
#define N_CONFIG_KEYS (sizeof config_keys / sizeof config_keys[0])

/* ---- seeds ---- */

int wai_config_read_digits(const char *text, uint64_t *value)
{
    uint64_t sum = 0;

    if (*text == '\0') {
        return 0;
    }
    for (const char *c = text; *c; c++) {
        uint64_t digit = (uint64_t)(*c - '0');

        if (*c < '0' || *c > '9' || sum > (UINT64_MAX - digit) / 10) {
            return 0;
        }
        sum = 10 * sum + digit;
    }
    *value = sum;
    return 1;
}

int wai_config_read_seed(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                         uint64_t *seed)
{
    const struct wai_node *node = wai_tree_child(group, key);
    char excerpt[WAI_TEXT_EXCERPT];

    if (!node) {
        return 0;
    }
    if (node->kind == WAI_NODE_WHOLE) {
        return wai_value_mistake(reader, node, "seeds are texts; write %s = \"%lld\";", key,
                                 (long long)node->whole);
    }
    if (!wai_value_node_is(reader, node, WAI_NODE_TEXT)) {
        return 0;
    }
    if (!wai_config_read_digits(node->text, seed)) {
        return wai_value_mistake(reader, node, "\"%s\" is not a whole number from 0 to 18446744073709551615",
                                 wai_text_excerpt(node->text, strlen(node->text), excerpt));
    }
    return 1;
}

static void set_seed(struct wai_config *config, uint64_t seed)
{
    config->ensemble.seed = seed;
    (void)snprintf(config->ensemble.seed_text, sizeof config->ensemble.seed_text, "%llu",
                   (unsigned long long)seed);
    if (!config->sweep.has_seed) {
        config->sweep.seed = seed;
    }
}

enum wai_status wai_config_set_seed(struct wai_config *config, const char *text, struct wai_error *err)
{
    char excerpt[WAI_TEXT_EXCERPT];
    uint64_t seed;

    if (!wai_config_read_digits(text, &seed)) {
        return wai_error_add(err, WAI_ERR_CONFIG,
                             "seed \"%s\" is not a whole number from 0 to 18446744073709551615",
                             wai_text_excerpt(text, strlen(text), excerpt));
    }
    set_seed(config, seed);
    return WAI_OK;
}

/* ---- ensemble ---- */

/* After the metrics, one of which is the target. */
static void read_adaptive(struct wai_value_reader *reader, const struct wai_node *ensemble,
                          struct wai_config *config)
{
    static const char *const keys[] = { "target", "half_width", "confidence", "min", "max" };
    struct wai_adaptive *adaptive = &config->ensemble.adaptive;
    const struct wai_node *group = wai_value_group(reader, ensemble, "adaptive", 0);
    int64_t min = 30, max = 5000;
    const char *target;

    if (!group) {
        return;
    }
    wai_value_keys(reader, group, keys, 5);
    if (wai_tree_child(ensemble, "replications")) {
        (void)wai_value_mistake(reader, group, "does not go together with replications");
    }
    if (wai_value_text(reader, group, "target", 1, &target)) {
        for (size_t i = 0; i < config->n_metrics; i++) {
            if (config->metrics[i].name && strcmp(config->metrics[i].name, target) == 0) {
                adaptive->metric = (int)i;
            }
        }
        if (adaptive->metric < 0) {
            (void)wai_value_mistake(reader, wai_tree_child(group, "target"),
                                    "\"%.60s\" is no metric of this config", target);
        }
    }
    if (wai_value_real(reader, group, "half_width", 1, 0.0, 1e300, &adaptive->half_width) &&
        !(adaptive->half_width > 0.0)) {
        (void)wai_value_mistake(reader, wai_tree_child(group, "half_width"), "must be above 0");
    }
    if (wai_value_real(reader, group, "confidence", 0, 0.0, 1.0, &adaptive->confidence) &&
        !(adaptive->confidence > 0.0 && adaptive->confidence < 1.0)) {
        (void)wai_value_mistake(reader, wai_tree_child(group, "confidence"), "must lie between 0 and 1");
    }
    (void)wai_value_whole(reader, group, "min", 0, 2, WAI_CONFIG_MAX_REPLICATIONS, &min);
    (void)wai_value_whole(reader, group, "max", 0, 2, WAI_CONFIG_MAX_REPLICATIONS, &max);
    if (min > max) {
        (void)wai_value_mistake(reader, group, "min %lld is above max %lld", (long long)min, (long long)max);
    }
    adaptive->min = (uint32_t)min;
    adaptive->max = (uint32_t)max;
}

static void read_ensemble(struct wai_value_reader *reader, const struct wai_node *root,
                          struct wai_config *config)
{
    static const char *const keys[] = { "replications", "seed", "crn", "adaptive" };
    const struct wai_node *group = wai_value_group(reader, root, "ensemble", 0);
    int64_t replications = WAI_CONFIG_REPLICATIONS;
    uint64_t seed;

    if (!group) {
        return;
    }
    wai_value_keys(reader, group, keys, 4);
    (void)wai_value_whole(reader, group, "replications", 0, 1, WAI_CONFIG_MAX_REPLICATIONS, &replications);
    config->ensemble.replications = (uint32_t)replications;
    if (wai_config_read_seed(reader, group, "seed", &seed)) {
        set_seed(config, seed);
    }
    (void)wai_value_bool(reader, group, "crn", 0, &config->ensemble.crn);
}

/* ---- output ---- */

static void read_series(struct wai_value_reader *reader, const struct wai_node *group,
                        struct wai_output *output)
{
    const struct wai_node *list = wai_value_list(reader, group, "series", 0);
    const char *names[WAI_N_SERIES];
    int which;

    if (!list) {
        return;
    }
    memset(output->series, 0, sizeof output->series);
    for (size_t i = 0; i < WAI_N_SERIES; i++) {
        names[i] = wai_series_table[i].name;
    }
    for (const struct wai_node *node = list->first; node; node = node->next) {
        if (!wai_value_node_word(reader, node, names, WAI_N_SERIES, &which)) {
            continue;
        }
        if (output->series[which]) {
            (void)wai_value_mistake(reader, node, "\"%s\" is in the list already", node->text);
        }
        output->series[which] = 1;
    }
}

static void read_quantiles(struct wai_value_reader *reader, const struct wai_node *group,
                           struct wai_output *output)
{
    const struct wai_node *list = wai_value_list(reader, group, "quantiles", 0);
    double *values = NULL;
    size_t n;

    if (!list) {
        return;
    }
    if (list->n_children > WAI_CONFIG_MAX_QUANTILES) {
        (void)wai_value_mistake(reader, list, "more than %d quantiles", WAI_CONFIG_MAX_QUANTILES);
        return;
    }
    if (!wai_value_numbers(reader, list, 0.0, 1.0, &values, &n)) {
        return;
    }
    for (size_t i = 1; i < n; i++) {
        if (!(values[i] > values[i - 1])) {
            (void)wai_value_mistake(reader, list, "must ascend");
            break;
        }
    }
    memcpy(output->quantiles, values, n * sizeof *values);
    output->n_quantiles = n;
    free(values);
}

static int by_day(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;

    return (a > b) - (a < b);
}

static void read_dates(struct wai_value_reader *reader, const struct wai_node *group,
                       struct wai_config *config)
{
    const struct wai_node *list = wai_value_list(reader, group, "dates", 0);
    struct wai_output *output = &config->output;
    int32_t day;

    if (!list || list->n_children == 0) {
        return;
    }
    if (list->n_children > WAI_CONFIG_MAX_DATES) {
        (void)wai_value_mistake(reader, list, "more than %d dates", WAI_CONFIG_MAX_DATES);
        return;
    }
    output->dates = calloc(list->n_children, sizeof *output->dates);
    if (!output->dates) {
        (void)wai_value_no_memory(reader);
        return;
    }
    for (const struct wai_node *node = list->first; node; node = node->next) {
        if (!wai_value_node_date(reader, node, &day) || !wai_measure_check_day(reader, node, config, day)) {
            continue;
        }
        for (size_t i = 0; i < output->n_dates; i++) {
            if (output->dates[i] == day) {
                (void)wai_value_mistake(reader, node, "\"%s\" is in the list already", node->text);
                break;
            }
        }
        output->dates[output->n_dates++] = day;
    }
    qsort(output->dates, output->n_dates, sizeof *output->dates, by_day);
}

static void read_output(struct wai_value_reader *reader, const struct wai_node *root,
                        struct wai_config *config)
{
    static const char *const keys[] = { "detail",   "events", "decisions", "p_status",
                                        "services", "series", "quantiles", "dates" };
    const struct wai_node *group = wai_value_group(reader, root, "output", 0);
    struct wai_output *output = &config->output;
    int detail;

    if (config->sweep.design != WAI_DESIGN_NONE) {
        output->detail = WAI_DETAIL_SERIES;
        output->p_status = 0;
    }
    if (!group) {
        return;
    }
    wai_value_keys(reader, group, keys, sizeof keys / sizeof keys[0]);
    if (wai_value_word(reader, group, "detail", 0, wai_detail_names, WAI_N_DETAILS, &detail)) {
        output->detail = (enum wai_detail)detail;
    }
    (void)wai_value_bool(reader, group, "events", 0, &output->events);
    (void)wai_value_bool(reader, group, "decisions", 0, &output->decisions);
    (void)wai_value_bool(reader, group, "p_status", 0, &output->p_status);
    (void)wai_value_bool(reader, group, "services", 0, &output->services);
    output->events |= output->detail == WAI_DETAIL_EVENTS;
    read_series(reader, group, output);
    read_quantiles(reader, group, output);
    read_dates(reader, group, config);
}

/* ---- scenarios ---- */

/* What overrides hold for every scenario. */
struct overrides {
    const char *const *texts;
    size_t n;
};

/* The points of one file share countries and axis of time. */
static void check_alike(struct wai_value_reader *reader, const struct wai_node *node,
                        const struct wai_scenario *first, const struct wai_scenario *other)
{
    const struct wai_setup *a = &first->setup, *b = &other->setup;

    if (a->tables.n_countries != b->tables.n_countries ||
        memcmp(a->tables.iso3, b->tables.iso3, a->tables.n_countries * sizeof *a->tables.iso3) != 0) {
        (void)wai_value_mistake(reader, node, "has other countries than the first scenario");
    } else if (a->start_day != b->start_day || a->n_days != b->n_days) {
        (void)wai_value_mistake(reader, node, "runs from %s to %s, the first scenario from %s to %s",
                                other->start, other->end, first->start, first->end);
    } else if (a->params.organisation.account_years != b->params.organisation.account_years) {
        (void)wai_value_mistake(reader, node,
                                "has another organisation.account_years than the first scenario");
    }
}

static void read_scenario(struct wai_value_reader *reader, const struct wai_node *node,
                          struct wai_config *config, const struct overrides *overrides)
{
    struct wai_scenario scenario;
    enum wai_status status;
    char *path;

    if (!wai_value_node_is(reader, node, WAI_NODE_TEXT)) {
        return;
    }
    path = wai_path_join(node->folder, node->text);
    if (!path) {
        (void)wai_value_no_memory(reader);
        return;
    }
    status = wai_scenario_read(&scenario, path, overrides->texts, overrides->n, reader->err);
    free(path);
    if (status != WAI_OK) {
        (void)wai_value_mistake(reader, node, "this scenario cannot be used");
        reader->status = reader->status == WAI_ERR_CONFIG ? status : reader->status;
        return;
    }
    for (size_t i = 0; i < config->n_scenarios; i++) {
        if (strcmp(config->scenarios[i].name, scenario.name) == 0) {
            (void)wai_value_mistake(reader, node, "\"%.60s\" is the name of another scenario here",
                                    scenario.name);
            break;
        }
    }
    if (config->n_scenarios > 0) {
        check_alike(reader, node, &config->scenarios[0], &scenario);
    }
    config->scenarios[config->n_scenarios++] = scenario;
}

static void read_scenarios(struct wai_value_reader *reader, const struct wai_node *root,
                           struct wai_config *config, const struct overrides *overrides)
{
    const struct wai_node *one = wai_tree_child(root, "scenario"), *many = wai_tree_child(root, "scenarios");

    if (one && many) {
        (void)wai_value_mistake(reader, many, "does not go together with scenario");
        many = NULL;
    }
    if (!one && !many) {
        const char *ignored;

        (void)wai_value_text(reader, root, "scenario", 1, &ignored);
        return;
    }
    if (many && (!wai_value_node_is(reader, many, WAI_NODE_LIST) || many->n_children == 0 ||
                 many->n_children > MOST_SCENARIOS)) {
        if (many->kind == WAI_NODE_LIST) {
            (void)wai_value_mistake(reader, many, "wants 1 to %d scenarios", MOST_SCENARIOS);
        }
        return;
    }
    config->scenarios = calloc(many ? many->n_children : 1, sizeof *config->scenarios);
    if (!config->scenarios) {
        (void)wai_value_no_memory(reader);
        return;
    }
    if (one) {
        read_scenario(reader, one, config, overrides);
    }
    for (const struct wai_node *node = many ? many->first : NULL; node; node = node->next) {
        read_scenario(reader, node, config, overrides);
    }
}

/* ---- all of it ---- */

static void set_presets(struct wai_config *config)
{
    static const double quantiles[] = { 0.05, 0.25, 0.5, 0.75, 0.95 };

    config->ensemble = (struct wai_ensemble){ .replications = WAI_CONFIG_REPLICATIONS, .crn = 1 };
    config->ensemble.adaptive =
        (struct wai_adaptive){ .metric = -1, .confidence = 0.95, .min = 30, .max = 5000 };
    set_seed(config, 1);
    config->output = (struct wai_output){ .detail = WAI_DETAIL_REPLICATES, .p_status = 1 };
    for (int i = 0; i < WAI_N_SERIES; i++) {
        config->output.series[i] = (uint8_t)wai_series_table[i].is_count;
    }
    memcpy(config->output.quantiles, quantiles, sizeof quantiles);
    config->output.n_quantiles = sizeof quantiles / sizeof quantiles[0];
}

/* 1 when a tree says how to run: it has a key that only configs have. */
static int is_config(const struct wai_tree *tree)
{
    for (size_t i = 1; i < N_CONFIG_KEYS; i++) {
        if (wai_tree_child(tree->root, config_keys[i])) {
            return 1;
        }
    }
    return 0;
}

static void read_parts(struct wai_value_reader *reader, const struct wai_node *root,
                       struct wai_config *config, const struct overrides *overrides)
{
    const struct wai_node *ensemble = wai_tree_child(root, "ensemble");
    const char *title = "";

    wai_value_keys(reader, root, config_keys, N_CONFIG_KEYS);
    (void)wai_value_text(reader, root, "title", 0, &title);
    config->title = wai_text_copy(title, strlen(title));
    if (!config->title) {
        (void)wai_value_no_memory(reader);
    }
    read_scenarios(reader, root, config, overrides);
    read_ensemble(reader, root, config);
    wai_measure_read(reader, root, config);
    wai_axes_read(reader, root, config);
    if (reader->n_mistakes == 0) {
        wai_measure_check_windows(reader, root, config);
    }
    read_output(reader, root, config);
    if (ensemble && ensemble->kind == WAI_NODE_GROUP) {
        read_adaptive(reader, ensemble, config);
    }
}

/* The texts as given: the config's own, then those of its scenarios. */
static enum wai_status join_texts(struct wai_config *config, struct wai_text *parts)
{
    for (size_t i = 0; i < config->n_scenarios; i++) {
        const char *text = config->scenarios[i].config_text;

        wai_text_append(parts, text, strlen(text));
    }
    config->config_text = wai_text_take(parts);
    return config->config_text ? WAI_OK : WAI_ERR_MEMORY;
}

/* A config whose scenario is the only thing that was given. */
static enum wai_status finish_bare(struct wai_config *config)
{
    struct wai_text none = { 0 };

    config->n_scenarios = 1;
    config->title = wai_text_copy("", 0);
    return config->title ? join_texts(config, &none) : WAI_ERR_MEMORY;
}

static enum wai_status finish(struct wai_config *config, struct wai_tree *tree, struct wai_text *parts,
                              const struct overrides *overrides, struct wai_error *err)
{
    struct wai_value_reader reader = { .err = err };

    read_parts(&reader, tree->root, config, overrides);
    if (reader.status == WAI_OK && join_texts(config, parts) != WAI_OK) {
        (void)wai_value_no_memory(&reader);
    }
    return reader.status;
}

/* Both ways of reading: with `text` NULL from the file `name`, else from the text. */
static enum wai_status read_any(struct wai_config *config, const char *text, size_t length, const char *name,
                                const char *folder, const struct overrides *overrides, struct wai_error *err)
{
    struct wai_tree tree = { 0 };
    struct wai_text parts = { 0 };
    const size_t told = err ? err->length : 0;
    enum wai_status status;

    *config = (struct wai_config){ 0 };
    set_presets(config);
    config->name = wai_path_stem(name);
    if (!config->name) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", name);
    }
    status = text ? wai_extend_read_text(&tree, &parts, text, length, name, folder, err)
                  : wai_extend_read(&tree, &parts, name, err);
    if (status == WAI_OK && is_config(&tree)) {
        status = finish(config, &tree, &parts, overrides, err);
    } else if (status == WAI_OK) {
        config->scenarios = calloc(1, sizeof *config->scenarios);
        if (!config->scenarios) {
            status = wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", name);
        } else if (text) {
            status = wai_scenario_read_text(config->scenarios, text, length, name, folder, NULL,
                                            overrides->texts, overrides->n, err);
        } else {
            status = wai_scenario_read(config->scenarios, name, overrides->texts, overrides->n, err);
        }
        if (status == WAI_OK && finish_bare(config) != WAI_OK) {
            status = wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", name);
        }
    }
    wai_tree_free(&tree);
    wai_text_free(&parts);
    if (status != WAI_OK) {
        wai_order_messages(err, told);
        wai_config_free(config);
    }
    return status;
}

enum wai_status wai_config_read(struct wai_config *config, const char *path, const char *const *overrides,
                                size_t n_overrides, struct wai_error *err)
{
    return read_any(config, NULL, 0, path, NULL, &(struct overrides){ overrides, n_overrides }, err);
}

enum wai_status wai_config_read_text(struct wai_config *config, const char *text, size_t length,
                                     const char *name, const char *folder, const char *const *overrides,
                                     size_t n_overrides, struct wai_error *err)
{
    return read_any(config, text, length, name, folder, &(struct overrides){ overrides, n_overrides }, err);
}

void wai_config_free(struct wai_config *config)
{
    for (size_t i = 0; config->scenarios && i < config->n_scenarios; i++) {
        wai_scenario_free(&config->scenarios[i]);
    }
    for (size_t i = 0; config->metrics && i < config->n_metrics; i++) {
        wai_measure_free(&config->metrics[i]);
    }
    wai_axes_free(&config->sweep);
    free(config->scenarios);
    free(config->metrics);
    free(config->output.dates);
    free(config->name);
    free(config->title);
    free(config->config_text);
    *config = (struct wai_config){ 0 };
}
