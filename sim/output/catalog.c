/* The list of known names: see output/catalog.h. */
#include "output/catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/names.h"
#include "model/param.h"
#include "model/record.h"
#include "model/tables.h"
#include "output/summary.h"
#include "output/vet.h"

#define LONGEST 160
#define LONGEST_WORD 80 /* of a name that a file tells */

static const char *const axes[] = { "point",   "replicate",    "time",        "year",      "date",
                                    "country", "country_name", "country_m49", "region",    "subregion",
                                    "status",  "incentive",    "quantile",    "phase_name" };
static const char *const singles[] = { "country_status",
                                       "at_country_status",
                                       "at_p_status",
                                       "capability",
                                       "p_status",
                                       "p_phase",
                                       "join_at_risk",
                                       "join_count",
                                       "replicates_asked",
                                       "replicates_done",
                                       "replicates_failed",
                                       "point_status",
                                       "point_message",
                                       "point_goal",
                                       "point_scenario",
                                       "point_start_shift",
                                       "replications_asked",
                                       "replications_done",
                                       "replications_failed",
                                       "n_events",
                                       "event",
                                       "event_time",
                                       "event_country",
                                       "event_type",
                                       "event_from",
                                       "event_to",
                                       "event_cause",
                                       "event_value",
                                       "decision",
                                       "term",
                                       "decision_time",
                                       "decision_country",
                                       "decision_cause",
                                       "decision_status",
                                       "decision_move",
                                       "decision_option",
                                       "decision_probability",
                                       "decision_option_probability",
                                       "decision_term",
                                       "scenario",
                                       "row_start",
                                       "border",
                                       "bloc",
                                       "membership",
                                       "calendar",
                                       "summit" };
static const char *const bases[] = { "final_status", "entry_into_force", "operation", "dissolution" };
static const char *const moments[] = { "", "final_", "at_" }; /* before the name of a series */
static const char *const texts[] = { "config_text",        "config_effective", "command",         "seed",
                                     "max_events",         "version",          "git_revision",    "libraries",
                                     "scenario_effective", "file_sha256",      "ignored_calendar" };
static const char *const inputs[] = { "countries_table",
                                      "borders_table",
                                      "blocs_table",
                                      "record_table",
                                      "imputed",
                                      "border_start",
                                      "border_to",
                                      "membership_start",
                                      "membership_bloc",
                                      "initial_status",
                                      "initial_us",
                                      "initial_rights",
                                      "recorded_signed",
                                      "recorded_us",
                                      "calendar_time",
                                      "calendar_kind",
                                      "calendar_country",
                                      "calendar_rival",
                                      "calendar_status",
                                      "calendar_path",
                                      "calendar_value",
                                      "summit_time",
#define COLUMN_NAME(member, min, max, unit, meaning) #member,
                                      WAI_COUNTRY_COLUMNS(COLUMN_NAME)
#undef COLUMN_NAME
};
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Adds the name prefix + name + suffix; 0 when memory is out. */
static int add(struct wai_catalog *catalog, const char *prefix, const char *name, size_t length,
               const char *suffix)
{
    char text[LONGEST];

    if (catalog->n == catalog->capacity) {
        size_t wanted = 2 * catalog->capacity + 256;
        char **grown = realloc(catalog->names, wanted * sizeof *grown);

        if (!grown) {
            return 0;
        }
        catalog->names = grown;
        catalog->capacity = wanted;
    }
    (void)snprintf(text, sizeof text, "%s%.*s%s", prefix, (int)(length < 100 ? length : 100), name, suffix);
    catalog->names[catalog->n] = strdup(text);
    return catalog->names[catalog->n] ? (int)++catalog->n : 0;
}

static int add_list(struct wai_catalog *catalog, const char *prefix, const char *const *names, size_t n)
{
    int well = 1;

    for (size_t i = 0; i < n && well; i++) {
        well = add(catalog, prefix, names[i], strlen(names[i]), "");
    }
    return well;
}

/* A quantity of every replication, and its summaries. */
static int add_base(struct wai_catalog *catalog, const char *prefix, const char *name, size_t length)
{
    int well = add(catalog, prefix, name, length, "") && add(catalog, prefix, name, length, "_quantile");

    for (size_t i = 0; i < WAI_N_SUMMARY_STATISTICS && well; i++) {
        char suffix[32];

        (void)snprintf(suffix, sizeof suffix, "_%s", wai_summary_names[i]);
        well = add(catalog, prefix, name, length, suffix);
    }
    return well;
}

/* Names between spaces. */
static int add_words(struct wai_catalog *catalog, const char *words, int summaries)
{
    int well = 1;

    while (words && *words && well) {
        size_t length = strcspn(words, " ");

        if (length > 0) {
            well = summaries ? add_base(catalog, "", words, length) : add(catalog, "", words, length, "");
        }
        words += length + (words[length] == ' ');
    }
    return well;
}

/* param_<path> with underscores, and parameters/<path>. */
static int add_params(struct wai_catalog *catalog, int in_group)
{
    int well = 1;

    for (size_t i = 0; i < wai_param_count && well; i++) {
        const char *path = wai_param_table[i].path;

        well = add(catalog, in_group ? "parameters/" : "param_", path, strlen(path), "");
        for (char *c = well && !in_group ? catalog->names[catalog->n - 1] : NULL; c && *c != '\0'; c++) {
            *c = (char)(*c == '.' ? '_' : *c);
        }
    }
    return well;
}

/* Is a list between spaces one of names: letters, digits, underscores, not too long? */
static int are_names(const char *words)
{
    while (words && *words) {
        size_t length = strcspn(words, " ");

        if (strspn(words, WAI_VET_LETTERS) != length || length > LONGEST_WORD) {
            return 0;
        }
        words += length + (words[length] == ' ');
    }
    return 1;
}

enum wai_status wai_catalog_init(struct wai_catalog *catalog, const char *metrics, const char *const *extra,
                                 size_t n_extra)
{
    int well = are_names(metrics);

    *catalog = (struct wai_catalog){ 0 };
    for (size_t i = 0; i < n_extra; i++) {
        well = well && are_names(extra[i]);
    }
    if (!well) {
        return WAI_ERR_FORMAT;
    }
    well = add_list(catalog, "", axes, COUNT(axes));
    catalog->n_axes = catalog->n;
    well = well && add_words(catalog, metrics, 1);
    for (size_t m = 0; m < COUNT(moments) && well; m++) {
        for (int i = 0; i < WAI_N_SERIES && well; i++) {
            well = add_base(catalog, moments[m], wai_series_table[i].name, strlen(wai_series_table[i].name));
        }
        well = well && add_base(catalog, moments[m], "n_status", strlen("n_status")) &&
               add_base(catalog, moments[m], "service", strlen("service"));
    }
    for (int i = 0; i < WAI_N_FIRST && well; i++) {
        well = add_base(catalog, "first_", wai_first_names[i], strlen(wai_first_names[i]));
    }
    for (size_t i = 0; i < COUNT(bases) && well; i++) {
        well = add_base(catalog, "", bases[i], strlen(bases[i]));
    }
    well = well && add_list(catalog, "", singles, COUNT(singles)) && add_params(catalog, 0);
    for (size_t i = 0; i < n_extra && well; i++) {
        well = add_words(catalog, extra[i], 0);
    }
    catalog->n_root = catalog->n;
    well = well && add_list(catalog, "provenance/", texts, COUNT(texts)) && add_params(catalog, 1) &&
           add_list(catalog, "input/", inputs, COUNT(inputs));
    if (!well) {
        wai_catalog_free(catalog);
        return WAI_ERR_MEMORY;
    }
    return WAI_OK;
}

void wai_catalog_free(struct wai_catalog *catalog)
{
    for (size_t i = 0; i < catalog->n; i++) {
        free(catalog->names[i]);
    }
    free(catalog->names);
    *catalog = (struct wai_catalog){ 0 };
}
