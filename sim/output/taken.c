/* The names of the catalog, those of designs and their analysis, and those that metrics bring. */
#include "output/taken.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "output/catalog.h"
#include "output/summary.h"

#define N_NAMES (2 + WAI_N_SUMMARY_STATISTICS) /* of a metric: its own, quantiles, the other summaries */

/* Beginnings of names that depend on the config. */
static const struct {
    const char *prefix, *by;
} prefixes[] = {
    { "param_", "parameters that are swept" },
    { "design_", "columns of the design" },
    { "point_", "points of a sweep" },
    { "level_", "levels of a parameter" },
    { "response_", "responses to a parameter" },
    { "grid_", "numbers of the analysis of a grid" },
    { "oat_", "numbers of the analysis of one at a time" },
    { "morris_", "elementary effects" },
    { "sobol_", "Sobol' indices" },
    { "final_", "readings at the end of the run" },
    { "at_", "readings at dates" },
    { "event_", "columns of the event log" },
    { "decision_", "columns of the decisions" },
};

/* Names of analyses without such a beginning, and groups. */
static const char *const analyses[] = { "metric", "parameter", "parameter_other", "trajectory",
                                        "elementary_effect" };
static const char *const groups[] = { "provenance", "parameters", "input" };
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static int is_one_of(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Name k of a metric. */
static void name_of(const char *metric, size_t k, char name[WAI_TAKEN_NAME])
{
    (void)snprintf(name, WAI_TAKEN_NAME, "%.100s%s%s", metric, k > 0 ? "_" : "",
                   k == 0   ? ""
                   : k == 1 ? "quantile"
                            : wai_summary_names[k - 2]);
}

/* What a name is beside those of metrics, into why; "" when it is free. */
static void find_holder(const struct wai_catalog *catalog, const char *name, char *why, size_t size)
{
    const char *const *names = (const char *const *)catalog->names;

    for (size_t p = 0; p < COUNT(prefixes); p++) {
        if (strncmp(name, prefixes[p].prefix, strlen(prefixes[p].prefix)) == 0) {
            (void)snprintf(why, size, "begins with \"%s\", as %s do", prefixes[p].prefix, prefixes[p].by);
            return;
        }
    }
    (void)snprintf(why, size, "%s",
                   is_one_of(name, analyses, COUNT(analyses)) ? "belongs to the analysis of a sweep"
                   : is_one_of(name, groups, COUNT(groups))   ? "names a group"
                   : is_one_of(name, names, catalog->n_axes)  ? "names an axis or its labels"
                   : is_one_of(name, names, catalog->n_root)  ? "names another dataset"
                                                              : "");
}

/* Is a name that of a metric or of a summary of it? */
static int belongs_to(const char *name, const char *metric)
{
    size_t length = strlen(metric);

    if (strncmp(name, metric, length) != 0) {
        return 0;
    }
    for (size_t k = 0; k < N_NAMES; k++) {
        char whole[WAI_TAKEN_NAME];

        name_of(metric, k, whole);
        if (strcmp(name + length, whole + length) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The metric before i that brings a name; SIZE_MAX: none. */
static size_t find_metric(const char *const *metrics, size_t i, const char *name)
{
    for (size_t j = 0; j < i; j++) {
        if (belongs_to(name, metrics[j])) {
            return j;
        }
    }
    return SIZE_MAX;
}

enum wai_status wai_taken_find(const char *const *metrics, size_t i, struct wai_taken *taken)
{
    struct wai_catalog catalog;
    enum wai_status status = wai_catalog_init(&catalog, NULL, NULL, 0);

    *taken = (struct wai_taken){ 0 };
    if (status != WAI_OK) {
        return status;
    }
    for (size_t k = 0; k < N_NAMES && taken->why[0] == '\0'; k++) {
        size_t other;

        name_of(metrics[i], k, taken->name);
        taken->own = k == 0;
        find_holder(&catalog, taken->name, taken->why, sizeof taken->why);
        other = find_metric(metrics, i, taken->name);
        if (taken->why[0] == '\0' && other < SIZE_MAX) {
            (void)snprintf(taken->why, sizeof taken->why, "names the metric \"%.80s\" or a summary of it",
                           metrics[other]);
        }
    }
    wai_catalog_free(&catalog);
    return WAI_OK;
}
