/* The table of facts: see output/fact.h. */
#include "output/fact.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/names.h"
#include "model/record.h"
#include "model/tables.h"

#define ROW(name, axes, class, low, top, high, order)                                                        \
    {                                                                                                        \
        name, axes, WAI_FACT_##class, low, WAI_FACT_##top, high, WAI_FACT_##order                            \
    }

#define INDEX(name, class) ROW(name, "metric parameter", class, -INFINITY, FIXED, INFINITY, FREE)
#define LINES(name, axes) ROW(name, axes, LINES, 0, FIXED, 0, FREE)
#define PAIRS "metric parameter parameter_other"
#define MOST 2147483647.0
#define OWN_AXIS "="    /* of what names its axis itself */
#define LEVELS "levels" /* of a response: metric, and the levels of the parameter in its name */

static const struct wai_fact facts[] = {
    ROW("time", "time", REAL, 0, DAYS, 0, ASCENDS),
    ROW("year", "time", REAL, 1800, FIXED, 3000, ASCENDS),
    ROW("date", "date", WHOLE, 0, DAYS, 0, ASCENDS),
    ROW("quantile", "quantile", REAL, 0, FIXED, 1, ASCENDS),
    ROW("replicate", "replicate", WHOLE, 0, FIXED, MOST, ASCENDS),
    ROW("point", "point", WHOLE, 0, FIXED, MOST, ASCENDS),
    ROW("event", "event", WHOLE, 0, FIXED, MOST, ASCENDS),
    ROW("decision", "decision", WHOLE, 0, FIXED, MOST, ASCENDS),
    ROW("row_start", "row_start", WHOLE, 0, COUNTRIES, 0, ASCENDS),
    ROW("border", "border", WHOLE, 0, FIXED, MOST, ASCENDS),
    ROW("membership", "membership", WHOLE, 0, FIXED, MOST, ASCENDS),
    ROW("calendar", "calendar", WHOLE, 0, FIXED, MOST, ASCENDS),
    ROW("summit", "summit", WHOLE, 0, FIXED, MOST, ASCENDS),
    ROW("trajectory", "trajectory", WHOLE, 0, FIXED, MOST, ASCENDS),
    ROW("country", "country", TEXT, 0, FIXED, 0, FREE),
    ROW("country_name", "country", TEXT, 0, FIXED, 0, FREE),
    ROW("region", "country", TEXT, 0, FIXED, 0, FREE),
    ROW("subregion", "country", TEXT, 0, FIXED, 0, FREE),
    ROW("country_m49", "country", WHOLE, -1, FIXED, 999999, FREE),
    ROW("scenario", "scenario", TEXT, 0, FIXED, 0, FREE),
    ROW("status", "status", TEXT, 0, FIXED, 0, FREE),
    ROW("incentive", "incentive", TEXT, 0, FIXED, 0, FREE),
    ROW("phase_name", "phase_name", TEXT, 0, FIXED, 0, FREE),
    ROW("metric", "metric", TEXT, 0, FIXED, 0, FREE),
    ROW("parameter", "parameter", TEXT, 0, FIXED, 0, FREE),
    ROW("parameter_other", "parameter_other", TEXT, 0, FIXED, 0, FREE),
    ROW("term", "term", TEXT, 0, FIXED, 0, FREE),
    ROW("bloc", "bloc", TEXT, 0, FIXED, 0, FREE),
    ROW("point_message", "point", TEXT, 0, FIXED, 0, FREE),
    ROW("point_status", "point", CODE, 0, FIXED, 2, KNOWN),
    ROW("point_goal", "point", CODE, 0, FIXED, 1, FREE),
    ROW("point_scenario", "point", WHOLE, 0, SCENARIOS, -1, KNOWN),
    ROW("point_start_shift", "point", WHOLE, -MOST, FIXED, MOST, KNOWN),
    ROW("replications_asked", "point", WHOLE, 0, FIXED, MOST, KNOWN),
    ROW("replications_done", "point", WHOLE, 0, REPLICATES, 0, KNOWN),
    ROW("replications_failed", "point", WHOLE, 0, FIXED, MOST, KNOWN),
    ROW("replicates_asked", "", WHOLE, 0, FIXED, MOST, KNOWN),
    ROW("replicates_done", "", WHOLE, 0, REPLICATES, 0, KNOWN),
    ROW("replicates_failed", "", WHOLE, 0, FIXED, MOST, KNOWN),
    ROW("country_status", "country time", CODE, 0, FIXED, WAI_N_STATUSES - 1, KNOWN),
    ROW("at_country_status", "country date", CODE, 0, FIXED, WAI_N_STATUSES - 1, FREE),
    ROW("capability", "country time", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("p_phase", "P phase_name time", REAL, 0, FIXED, 1, FREE),
    ROW("p_status", "P status country time", REAL, 0, FIXED, 1, FREE),
    ROW("at_p_status", "P status country date", REAL, 0, FIXED, 1, FREE),
    ROW("join_at_risk", "P country time", WHOLE, 0, REPLICATES, 0, FREE),
    ROW("join_count", "P country time", WHOLE, 0, REPLICATES, 0, FREE),
    ROW("n_events", "R", WHOLE, 0, FIXED, MOST, FREE),
    ROW("event_time", "event", REAL, 0, DAYS, 0, KNOWN),
    ROW("event_country", "event", WHOLE, 0, COUNTRIES, -1, FREE),
    ROW("event_type", "event", CODE, 0, FIXED, WAI_N_EVENT_TYPES - 1, KNOWN),
    ROW("event_from", "event", CODE, 0, FIXED, WAI_N_STATUSES - 1, FREE),
    ROW("event_to", "event", CODE, 0, FIXED, WAI_N_STATUSES - 1, FREE),
    ROW("event_cause", "event", CODE, 0, FIXED, WAI_N_CAUSES - 1, FREE),
    ROW("event_value", "event", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("decision_time", "decision", REAL, 0, DAYS, 0, KNOWN),
    ROW("decision_country", "decision", WHOLE, 0, COUNTRIES, -1, KNOWN),
    ROW("decision_cause", "decision", CODE, 0, FIXED, WAI_N_CAUSES - 1, KNOWN),
    ROW("decision_status", "decision", CODE, 0, FIXED, WAI_N_STATUSES - 1, KNOWN),
    ROW("decision_move", "decision", CODE, 0, FIXED, WAI_N_MOVES - 1, KNOWN),
    ROW("decision_option", "decision", CODE, 0, FIXED, WAI_N_MOVES - 1, KNOWN),
    ROW("decision_probability", "decision", REAL, 0, FIXED, 1, KNOWN),
    ROW("decision_option_probability", "decision", REAL, 0, FIXED, 1, FREE),
    ROW("decision_term", "decision term", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("n_status", "S status time", WHOLE, 0, COUNTRIES, 0, FREE),
    ROW("service", "S incentive time", REAL, 0, FIXED, INFINITY, FREE),
    ROW("phase", "S time", CODE, 0, FIXED, WAI_N_PHASES - 1, FREE),
    ROW("final_status", "R country", CODE, 0, FIXED, WAI_N_STATUSES - 1, FREE),
    ROW("entry_into_force", "R", REAL, 0, YEARS, 0, FREE),
    ROW("operation", "R", REAL, 0, YEARS, 0, FREE),
    ROW("dissolution", "R", REAL, 0, YEARS, 0, FREE),
    INDEX("sobol_first", REAL),
    INDEX("sobol_first_low", REAL),
    INDEX("sobol_first_high", REAL),
    INDEX("sobol_total", REAL),
    INDEX("sobol_total_low", REAL),
    INDEX("sobol_total_high", REAL),
    ROW("sobol_second", PAIRS, REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("sobol_second_low", PAIRS, REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("sobol_second_high", PAIRS, REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("sobol_used", "metric", WHOLE, 0, FIXED, MOST, KNOWN),
    INDEX("morris_mu_star", REAL),
    INDEX("morris_mu_star_low", REAL),
    INDEX("morris_mu_star_high", REAL),
    INDEX("morris_mu", REAL),
    INDEX("morris_sigma", REAL),
    INDEX("morris_effects", WHOLE),
    ROW("elementary_effect", "metric trajectory parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("oat_base", "metric", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("oat_base_known", "metric", WHOLE, 0, FIXED, MOST, KNOWN),
    INDEX("oat_low", REAL),
    INDEX("oat_low_known", WHOLE),
    INDEX("oat_high", REAL),
    INDEX("oat_high_known", WHOLE),
    INDEX("oat_range", REAL),
    INDEX("grid_share", REAL),
    ROW("grid_known", "metric", WHOLE, 0, FIXED, MOST, KNOWN),
    LINES("provenance/config_text", ""),
    LINES("provenance/config_effective", ""),
    LINES("provenance/scenario_effective", "scenario"),
    LINES("provenance/command", ""),
    LINES("provenance/seed", ""),
    LINES("provenance/max_events", ""),
    LINES("provenance/version", ""),
    LINES("provenance/git_revision", ""),
    LINES("provenance/libraries", ""),
    LINES("provenance/file_sha256", ""),
    LINES("provenance/ignored_calendar", ""),
    LINES("input/countries_table", ""),
    LINES("input/borders_table", ""),
    LINES("input/blocs_table", ""),
    LINES("input/record_table", ""),
    ROW("input/imputed", "country", TEXT, 0, FIXED, 0, FREE),
    ROW("input/border_start", "row_start", WHOLE, 0, FIXED, MOST, KNOWN),
    ROW("input/border_to", "border", WHOLE, 0, COUNTRIES, -1, FREE),
    ROW("input/membership_start", "row_start", WHOLE, 0, FIXED, MOST, KNOWN),
    ROW("input/membership_bloc", "membership", WHOLE, 0, FIXED, MOST, KNOWN),
    ROW("input/initial_status", "country", CODE, 0, FIXED, WAI_N_STATUSES - 1, KNOWN),
    ROW("input/initial_us", "country", CODE, 0, FIXED, 1, KNOWN),
    ROW("input/initial_rights", "country", CODE, 0, FIXED, 1, KNOWN),
    ROW("input/recorded_signed", "country", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("input/recorded_us", "country", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("input/calendar_time", "calendar", REAL, -INFINITY, FIXED, INFINITY, KNOWN),
    ROW("input/calendar_kind", "calendar", CODE, 0, FIXED, WAI_N_CALENDAR_KINDS - 1, KNOWN),
    ROW("input/calendar_country", "calendar", WHOLE, 0, COUNTRIES, -1, FREE),
    ROW("input/calendar_rival", "calendar", CODE, 0, FIXED, WAI_N_RIVALS - 1, FREE),
    ROW("input/calendar_status", "calendar", CODE, 0, FIXED, WAI_N_STATUSES - 1, FREE),
    ROW("input/calendar_path", "calendar", TEXT, 0, FIXED, 0, FREE),
    ROW("input/calendar_value", "calendar", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("input/summit_time", "summit", REAL, -INFINITY, FIXED, INFINITY, KNOWN),
#define COLUMN(member, min, max, unit, meaning)                                                              \
    ROW("input/" #member, "country", REAL, -INFINITY, FIXED, INFINITY, FREE),
    WAI_COUNTRY_COLUMNS(COLUMN)
#undef COLUMN
};
#define N_FACTS (sizeof facts / sizeof *facts)

static const char *const shares[] = { "gdp_share", "population_share", "un_vote_share", "south_coverage" };
static const char *const suffixes[] = { "",          "_mean", "_sd",   "_half_width",
                                        "_quantile", "_low",  "_high", "_known" };

static int is(const char *name, size_t length, const char *word)
{
    return strlen(word) == length && strncmp(name, word, length) == 0;
}

/* Is it one of the words between spaces? */
static int is_among(const char *name, size_t length, const char *words)
{
    while (words && *words) {
        size_t end = strcspn(words, " ");

        if (length > 0 && end == length && strncmp(words, name, length) == 0) {
            return 1;
        }
        words += end + (words[end] == ' ');
    }
    return 0;
}

static void be_series(const struct wai_series_info *series, struct wai_fact *fact)
{
    int counts = strcmp(series->unit, "country") == 0;

    *fact = (struct wai_fact){ series->name,
                               "S time",
                               series->is_count ? WAI_FACT_WHOLE : WAI_FACT_REAL,
                               counts ? 0 : -INFINITY,
                               counts ? WAI_FACT_COUNTRIES : WAI_FACT_FIXED,
                               counts ? 0 : INFINITY,
                               WAI_FACT_FREE };
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
        if (strcmp(series->name, shares[k]) == 0) {
            fact->low = 0;
            fact->high = 1;
        }
    }
}

/* One row of the table. */
static int find_row(const char *name, size_t length, struct wai_fact *fact)
{
    for (size_t i = 0; i < N_FACTS; i++) {
        if (is(name, length, facts[i].name)) {
            *fact = facts[i];
            return 1;
        }
    }
    return 0;
}

/* A series over time. */
static int find_series(const char *name, size_t length, struct wai_fact *fact)
{
    for (int i = 0; i < WAI_N_SERIES; i++) {
        if (i != WAI_SERIES_phase && is(name, length, wai_series_table[i].name)) {
            be_series(&wai_series_table[i], fact);
            return 1;
        }
    }
    return (is(name, length, "n_status") || is(name, length, "service") || is(name, length, "phase")) &&
           find_row(name, length, fact);
}

/* A series at the end (final_...) or at dates (at_...): the axis time is not there, or is the dates. */
static int find_moment(const char *name, size_t length, struct wai_fact *fact)
{
    static const struct {
        const char *before, *plain, *status, *service;
    } moments[] = { { "final_", "S", "S status", "S incentive" },
                    { "at_", "S date", "S status date", "S incentive date" } };

    for (size_t m = 0; m < sizeof moments / sizeof *moments; m++) {
        size_t skipped = strlen(moments[m].before);

        if (length > skipped && strncmp(name, moments[m].before, skipped) == 0 &&
            find_series(name + skipped, length - skipped, fact)) {
            fact->axes = strcmp(fact->name, "n_status") == 0  ? moments[m].status
                         : strcmp(fact->name, "service") == 0 ? moments[m].service
                                                              : moments[m].plain;
            return 1;
        }
    }
    return 0;
}

/* The fact of a quantity itself; 0 when there is none. */
static int find_base(const char *name, size_t length, const char *metrics, struct wai_fact *fact)
{
    if (find_row(name, length, fact) || find_series(name, length, fact) || find_moment(name, length, fact)) {
        return 1;
    }
    for (int i = 0; i < WAI_N_FIRST; i++) {
        if (length > 6 && strncmp(name, "first_", 6) == 0 && is(name + 6, length - 6, wai_first_names[i])) {
            *fact =
                (struct wai_fact){ name, "R country", WAI_FACT_REAL, 0, WAI_FACT_YEARS, 0, WAI_FACT_FREE };
            return 1;
        }
    }
    if (is_among(name, length, metrics)) {
        *fact =
            (struct wai_fact){ name, "R", WAI_FACT_REAL, -INFINITY, WAI_FACT_FIXED, INFINITY, WAI_FACT_FREE };
        return 1;
    }
    return 0;
}

/* Tables of a kind beyond the first have a number: countries_table_2. */
static int find_further_table(const char *name, struct wai_fact *fact)
{
    const char *number = strstr(name, "_table_");

    return number && number[7] >= '1' && number[7] <= '9' &&
           strspn(number + 7, "0123456789") == strlen(number + 7) &&
           find_row(name, (size_t)(number - name) + 6, fact);
}

/* Datasets whose names have a part that is told by what was swept, or a number. */
static int find_told(const char *name, struct wai_fact *fact)
{
    if (strncmp(name, "input/", 6) == 0) {
        return find_further_table(name, fact);
    }
    if (strncmp(name, "level_", 6) == 0) {
        *fact = (struct wai_fact){ name, OWN_AXIS, WAI_FACT_TEXT, 0, WAI_FACT_FIXED, 0, WAI_FACT_FREE };
    } else if (strncmp(name, "design_", 7) == 0) {
        *fact = (struct wai_fact){ name, "point", WAI_FACT_WHOLE, 0, WAI_FACT_FIXED, MOST, WAI_FACT_FREE };
    } else if (strncmp(name, "response_", 9) == 0) {
        int known = strlen(name) > 15 && strcmp(name + strlen(name) - 6, "_known") == 0;

        *fact = (struct wai_fact){ name,
                                   LEVELS,
                                   known ? WAI_FACT_WHOLE : WAI_FACT_REAL,
                                   known ? 0 : (double)-INFINITY,
                                   WAI_FACT_FIXED,
                                   known ? MOST : (double)INFINITY,
                                   WAI_FACT_FREE };
    } else {
        return 0;
    }
    return 1;
}

static void be_statistic(struct wai_fact *fact, enum wai_fact_statistic statistic)
{
    if (statistic != WAI_FACT_NONE) {
        fact->class = statistic == WAI_FACT_N_KNOWN ? WAI_FACT_WHOLE : WAI_FACT_REAL;
        fact->order = WAI_FACT_FREE;
    }
    if (statistic == WAI_FACT_SD || statistic == WAI_FACT_HALF_WIDTH || statistic == WAI_FACT_N_KNOWN) {
        fact->low = 0;
        fact->top = statistic == WAI_FACT_N_KNOWN ? WAI_FACT_REPLICATES : WAI_FACT_FIXED;
        fact->high = statistic == WAI_FACT_N_KNOWN ? 0 : INFINITY;
    }
}

int wai_fact_find(const char *name, const char *metrics, struct wai_fact *fact,
                  enum wai_fact_statistic *statistic)
{
    size_t length = strlen(name);

    *statistic = WAI_FACT_NONE;
    for (int s = 0; s < WAI_N_FACT_STATISTICS; s++) {
        size_t end = strlen(suffixes[s]);

        if (length > end && strcmp(name + length - end, suffixes[s]) == 0 &&
            find_base(name, length - end, metrics, fact)) {
            *statistic = (enum wai_fact_statistic)s;
            be_statistic(fact, *statistic);
            return 1;
        }
    }
    return find_told(name, fact);
}

/* The axes of what is named after something swept: its own, or a metric and the levels. */
static int told_axes(const struct wai_fact *fact, char text[96])
{
    if (strcmp(fact->axes, OWN_AXIS) == 0) {
        (void)snprintf(text, 96, "%s", fact->name);
    } else if (strcmp(fact->axes, LEVELS) == 0) {
        const char *path = fact->name + 9;
        int known = fact->class == WAI_FACT_WHOLE ? 6 : 0;

        (void)snprintf(text, 96, "metric level_%.*s", (int)strlen(path) - known, path);
    } else {
        return 0;
    }
    return 1;
}

void wai_fact_axes(enum wai_reader_kind kind, const struct wai_fact *fact, enum wai_fact_statistic statistic,
                   char text[96])
{
    static const char *const every[WAI_N_READER_KINDS] = { "", "replicate ", "point replicate " };
    static const char *const summed[WAI_N_READER_KINDS] = { "", "", "point " };
    const char *rest = fact->axes;
    int of_replicates = rest[0] == 'S' || rest[0] == 'R';
    int of_points = rest[0] == 'P';

    if (told_axes(fact, text)) {
        return;
    }
    rest += of_replicates || of_points ? 1 + (rest[1] == ' ') : 0;
    (void)snprintf(text, 96, "%s%s%s",
                   of_points || (of_replicates && statistic != WAI_FACT_NONE) ? summed[kind]
                   : of_replicates                                            ? every[kind]
                                                                              : "",
                   statistic == WAI_FACT_QUANTILE ? (rest[0] ? "quantile " : "quantile") : "", rest);
    if (text[0] != '\0' && text[strlen(text) - 1] == ' ') {
        text[strlen(text) - 1] = '\0';
    }
}
