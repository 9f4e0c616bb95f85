/* Metrics: which number of a replication counts. */
#include "scenario/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/atlas.h"
#include "scenario/date.h"
#include "scenario/extend.h"
#include "scenario/gazetteer.h"
#include "scenario/parts.h"
#include "scenario/text.h"

#define MOST_METRICS 1000

const char *const wai_reduce_names[WAI_N_REDUCES] = { "none", "at",    "maximum",     "minimum",
                                                      "mean", "final", "first_above", "first_below" };

static const char *const metric_keys[] = { "name",        "series",      "at",         "reduce",
                                           "first_above", "first_below", "from",       "until",
                                           "share_above", "share_below", "share_known" };
static const char *const date_names[3] = { "entry_into_force", "operation", "dissolution" };

/* ---- the selector ---- */

/* A name out of a list, with what comes before it in messages. */
static int find_word(struct wai_value_reader *reader, const struct wai_node *node, const char *word,
                     const char *const *words, size_t n_words)
{
    int nearest;

    for (size_t i = 0; i < n_words; i++) {
        if (strcmp(words[i], word) == 0) {
            return (int)i;
        }
    }
    nearest = wai_text_nearest(word, words, n_words);
    if (nearest >= 0) {
        (void)wai_value_mistake(reader, node, "\"%s\" is no series; did you mean \"%.*s%s\"?", node->text,
                                (int)(word - node->text), node->text, words[nearest]);
    } else {
        (void)wai_value_mistake(reader, node, "\"%s\" is no series", node->text);
    }
    return -1;
}

static int find_series(struct wai_value_reader *reader, const struct wai_node *node,
                       struct wai_metric *metric)
{
    const char *words[WAI_N_SERIES + 3];
    int which;

    for (size_t i = 0; i < WAI_N_SERIES; i++) {
        words[i] = wai_series_table[i].name;
    }
    memcpy(words + WAI_N_SERIES, date_names, sizeof date_names);
    which = find_word(reader, node, node->text, words, WAI_N_SERIES + 3);
    metric->source = which < WAI_N_SERIES ? WAI_METRIC_SERIES : WAI_METRIC_DATE;
    metric->which = which < WAI_N_SERIES ? which : which - WAI_N_SERIES;
    metric->unit = which >= 0 && which < WAI_N_SERIES ? wai_series_table[which].unit : "year";
    return which >= 0;
}

static int find_country(struct wai_value_reader *reader, const struct wai_node *node, const char *code,
                        const struct wai_config *config, struct wai_metric *metric)
{
    for (size_t i = 0; i < config->n_scenarios; i++) {
        const struct wai_tables *tables = &config->scenarios[i].setup.tables;

        if (tables->n_countries > 0 && wai_tables_find(tables, code) < 0) {
            struct wai_gazetteer gazetteer;
            char hint[WAI_GAZETTEER_HINT] = "";

            if (wai_gazetteer_init(&gazetteer, tables) == WAI_OK) {
                (void)wai_gazetteer_hint(&gazetteer, code, hint);
            }
            wai_gazetteer_free(&gazetteer);
            return wai_value_mistake(reader, node, "\"%s\" is no code of the country table%s", code, hint);
        }
    }
    if (!wai_atlas_is_code(code)) {
        return wai_value_mistake(reader, node, "\"%s\" is no country code", code);
    }
    memcpy(metric->iso3, code, 4);
    return 1;
}

/* One of "status:IDN", "member:IDN", "first_signed:IDN", "service:training", "n_status:full". */
static int find_prefixed(struct wai_value_reader *reader, const struct wai_node *node, const char *colon,
                         const struct wai_config *config, struct wai_metric *metric)
{
    static const char *const prefixes[] = { "service",      "n_status",         "status",
                                            "member",       "first_interested", "first_signed",
                                            "first_member", "first_withdrawn" };
    size_t length = (size_t)(colon - node->text), i = 0;
    const char *rest = colon + 1;

    while (i < 8 && !(strlen(prefixes[i]) == length && memcmp(prefixes[i], node->text, length) == 0)) {
        i++;
    }
    metric->unit = "1";
    switch (i) {
    case 0:
        metric->source = WAI_METRIC_SERVICE;
        metric->which = find_word(reader, node, rest, wai_incentive_names, WAI_N_INCENTIVES);
        return metric->which >= 0;
    case 1:
        metric->source = WAI_METRIC_N_STATUS;
        metric->unit = "country";
        metric->which = find_word(reader, node, rest, wai_status_names, WAI_N_STATUSES);
        return metric->which >= 0;
    case 2:
    case 3:
        metric->source = i == 2 ? WAI_METRIC_COUNTRY : WAI_METRIC_MEMBER;
        return find_country(reader, node, rest, config, metric);
    case 8:
        return wai_value_mistake(reader, node,
                                 "\"%.*s:\" is not known; allowed are service:, n_status:, status:, member:, "
                                 "first_interested:, first_signed:, first_member:, first_withdrawn:",
                                 (int)(length < 60 ? length : 60), node->text);
    default:
        metric->source = WAI_METRIC_FIRST;
        metric->which = (int)i - 4;
        metric->unit = "year";
        return find_country(reader, node, rest, config, metric);
    }
}

static int read_selector(struct wai_value_reader *reader, const struct wai_node *entry,
                         const struct wai_config *config, struct wai_metric *metric)
{
    const struct wai_node *node = wai_tree_child(entry, "series");
    const char *text, *colon;

    if (!wai_value_text(reader, entry, "series", 1, &text)) {
        return 0;
    }
    if (strlen(text) > 60) {
        return wai_value_mistake(reader, node, "is no series");
    }
    metric->series = wai_text_copy(text, strlen(text));
    if (!metric->series) {
        return wai_value_no_memory(reader);
    }
    colon = strchr(text, ':');
    return colon ? find_prefixed(reader, node, colon, config, metric) : find_series(reader, node, metric);
}

/* ---- one number out of the time axis ---- */

int wai_measure_check_day(struct wai_value_reader *reader, const struct wai_node *node,
                          const struct wai_config *config, int32_t day)
{
    const struct wai_scenario *scenario = config->n_scenarios > 0 ? &config->scenarios[0] : NULL;

    if (!scenario || scenario->setup.n_days == 0) {
        return 1;
    }
    if (day < scenario->setup.start_day) {
        return wai_value_mistake(reader, node, "lies before the start, %s", scenario->start);
    }
    if (day >= scenario->setup.start_day + scenario->setup.n_days) {
        return wai_value_mistake(reader, node, "is not before the end, %s", scenario->end);
    }
    return 1;
}

static void read_window(struct wai_value_reader *reader, const struct wai_node *entry,
                        const struct wai_config *config, struct wai_metric *metric)
{
    metric->from_day = INT32_MIN;
    metric->until_day = INT32_MAX;
    if (wai_value_date(reader, entry, "from", 0, &metric->from_day)) {
        (void)wai_measure_check_day(reader, wai_tree_child(entry, "from"), config, metric->from_day);
    }
    if (wai_value_date(reader, entry, "until", 0, &metric->until_day)) {
        (void)wai_measure_check_day(reader, wai_tree_child(entry, "until"), config, metric->until_day);
    }
    if (metric->from_day > metric->until_day) {
        (void)wai_value_mistake(reader, wai_tree_child(entry, "until"), "lies before from");
    }
    for (int i = 0; i < 2; i++) {
        const struct wai_node *node = wai_tree_child(entry, i ? "until" : "from");

        if (node && (metric->reduce == WAI_REDUCE_AT || metric->reduce == WAI_REDUCE_FINAL ||
                     metric->reduce == WAI_REDUCE_NONE)) {
            (void)wai_value_mistake(reader, node, "goes only with reduce, first_above and first_below");
        }
    }
}

static void read_reduction(struct wai_value_reader *reader, const struct wai_node *entry,
                           const struct wai_config *config, struct wai_metric *metric)
{
    static const char *const ways[4] = { "at", "reduce", "first_above", "first_below" };
    const struct wai_node *way[4], *first = NULL;
    int word;

    for (int i = 0; i < 4; i++) {
        way[i] = wai_tree_child(entry, ways[i]);
        if (way[i] && first) {
            (void)wai_value_mistake(reader, way[i],
                                    "only one of at, reduce, first_above, first_below is allowed");
            return;
        }
        first = way[i] ? way[i] : first;
    }
    if (metric->source == WAI_METRIC_FIRST || metric->source == WAI_METRIC_DATE) {
        if (first) {
            (void)wai_value_mistake(reader, first, "\"%s\" is one number already", metric->series);
        }
        return;
    }
    if (!first) {
        (void)wai_value_mistake(reader, entry, "one of at, reduce, first_above, first_below is missing");
    } else if (way[0]) {
        metric->reduce = WAI_REDUCE_AT;
        if (wai_value_date(reader, entry, "at", 1, &metric->at_day)) {
            (void)wai_measure_check_day(reader, way[0], config, metric->at_day);
        }
    } else if (way[1]) {
        if (wai_value_node_word(reader, way[1], wai_reduce_names + WAI_REDUCE_MAXIMUM, 4, &word)) {
            metric->reduce = (enum wai_metric_reduce)(WAI_REDUCE_MAXIMUM + word);
        }
    } else {
        metric->reduce = way[2] ? WAI_REDUCE_FIRST_ABOVE : WAI_REDUCE_FIRST_BELOW;
        metric->unit = "year";
        (void)wai_value_node_real(reader, first, -1e300, 1e300, &metric->threshold);
    }
}

static void read_share(struct wai_value_reader *reader, const struct wai_node *entry,
                       struct wai_metric *metric)
{
    static const char *const ways[3] = { "share_above", "share_below", "share_known" };
    int known = 0;

    for (int i = 0; i < 3; i++) {
        const struct wai_node *node = wai_tree_child(entry, ways[i]);

        if (node && metric->share != WAI_SHARE_NONE) {
            (void)wai_value_mistake(reader, node,
                                    "only one of share_above, share_below, share_known is allowed");
        } else if (node && i < 2) {
            metric->share = i ? WAI_SHARE_BELOW : WAI_SHARE_ABOVE;
            (void)wai_value_node_real(reader, node, -1e300, 1e300, &metric->share_threshold);
        } else if (node && wai_value_bool(reader, entry, ways[i], 1, &known) && known) {
            metric->share = WAI_SHARE_KNOWN;
        }
    }
    if (metric->share != WAI_SHARE_NONE) {
        metric->unit = "1";
    }
}

/* ---- the list ---- */

static int is_name(const char *text)
{
    size_t length = strlen(text);
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

    return length > 0 && length <= 60 && strspn(text, letters) == length && !strchr("0123456789_", text[0]);
}

static void read_name(struct wai_value_reader *reader, const struct wai_node *entry,
                      const struct wai_config *config, struct wai_metric *metric)
{
    const struct wai_node *node = wai_tree_child(entry, "name");
    char path[WAI_TREE_PATH], place[WAI_TREE_PATH + 1024];
    const char *name;

    if (!wai_value_text(reader, entry, "name", 1, &name)) {
        return;
    }
    if (!is_name(name)) {
        (void)wai_value_mistake(reader, node,
                                "wants at most 60 letters, digits and underscores, a letter first");
        return;
    }
    for (size_t i = 0; i < config->n_metrics; i++) {
        if (config->metrics[i].name && strcmp(config->metrics[i].name, name) == 0) {
            (void)wai_value_mistake(reader, node, "\"%s\" is the name of another metric", name);
            return;
        }
    }
    (void)snprintf(place, sizeof place, "%s:%d: %s", node->file, node->line, wai_tree_path(node, path));
    metric->name = wai_text_copy(name, strlen(name));
    metric->place = wai_text_copy(place, strlen(place));
    if (!metric->name || !metric->place) {
        (void)wai_value_no_memory(reader);
    }
}

static void read_metric(struct wai_value_reader *reader, const struct wai_node *entry,
                        struct wai_config *config, struct wai_metric *metric)
{
    wai_value_keys(reader, entry, metric_keys, sizeof metric_keys / sizeof metric_keys[0]);
    read_name(reader, entry, config, metric);
    if (read_selector(reader, entry, config, metric)) {
        read_reduction(reader, entry, config, metric);
        read_window(reader, entry, config, metric);
        read_share(reader, entry, metric);
    }
}

void wai_measure_read(struct wai_value_reader *reader, const struct wai_node *root, struct wai_config *config)
{
    const struct wai_node *list = wai_value_list(reader, root, "metrics", 0);

    if (!list || list->n_children == 0) {
        return;
    }
    if (list->n_children > MOST_METRICS) {
        (void)wai_value_mistake(reader, list, "more than %d metrics", MOST_METRICS);
        return;
    }
    config->metrics = calloc(list->n_children, sizeof *config->metrics);
    if (!config->metrics) {
        (void)wai_value_no_memory(reader);
        return;
    }
    for (const struct wai_node *entry = list->first; entry; entry = entry->next) {
        if (wai_value_node_is(reader, entry, WAI_NODE_GROUP)) {
            read_metric(reader, entry, config, &config->metrics[config->n_metrics]);
            config->n_metrics++;
        }
    }
}

void wai_measure_free(struct wai_metric *metric)
{
    free(metric->name);
    free(metric->place);
    free(metric->series);
    *metric = (struct wai_metric){ 0 };
}

/* Has the first scenario an account in the window of a metric? */
static int has_account(const struct wai_setup *setup, const struct wai_metric *metric)
{
    const double step_days = setup->params.organisation.account_years * WAI_DAYS_PER_YEAR;
    const size_t n = wai_setup_n_accounts(setup);

    for (size_t k = 1; k <= n; k++) {
        double day = setup->start_day + (double)k * step_days;

        if (day >= metric->from_day && day < metric->until_day + 1.0) {
            return 1;
        }
    }
    return 0;
}

void wai_measure_check_windows(struct wai_value_reader *reader, const struct wai_node *root,
                               const struct wai_config *config)
{
    const struct wai_node *list = wai_tree_child(root, "metrics");
    size_t i = 0;

    for (size_t d = 0; d < config->sweep.n_axes; d++) {
        if (config->sweep.axes[d].path &&
            strcmp(config->sweep.axes[d].path, "organisation.account_years") == 0) {
            return; /* every point has accounts of its own */
        }
    }
    if (config->n_scenarios == 0 || config->scenarios[0].setup.n_days == 0) {
        return;
    }
    for (const struct wai_node *entry = list ? list->first : NULL; entry && i < config->n_metrics;
         entry = entry->next) {
        const struct wai_node *from = wai_tree_child(entry, "from"), *until = wai_tree_child(entry, "until");

        if (entry->kind == WAI_NODE_GROUP && (from || until) &&
            !has_account(&config->scenarios[0].setup, &config->metrics[i])) {
            (void)wai_value_mistake(reader, from ? from : until,
                                    "no account lies between from and until; at reads a single day");
        }
        i += entry->kind == WAI_NODE_GROUP;
    }
}

enum wai_status wai_measure_read_text(const char *text, const char *name, struct wai_metric **metrics,
                                      size_t *n, struct wai_error *err)
{
    struct wai_config config = { 0 };
    struct wai_value_reader reader = { .err = err };
    struct wai_tree tree = { 0 };
    struct wai_text parts = { 0 };
    enum wai_status status = wai_extend_read_text(&tree, &parts, text, strlen(text), name, ".", err);

    if (status == WAI_OK) {
        wai_measure_read(&reader, tree.root, &config);
        status = reader.status;
    }
    wai_tree_free(&tree);
    wai_text_free(&parts);
    *metrics = config.metrics;
    *n = config.n_metrics;
    return status;
}
