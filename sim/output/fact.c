/* The table of facts: see output/fact.h. */
#include "output/fact.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/names.h"
#include "model/record.h"

#define ROW(name, axes, class, low, top, high, order)                                                        \
    {                                                                                                        \
        name, axes, WAI_FACT_##class, low, WAI_FACT_##top, high, WAI_FACT_##order                            \
    }

static const struct wai_fact facts[] = {
    ROW("time", "time", REAL, 0, FIXED, 1e6, ASCENDS),
    ROW("year", "time", REAL, 1800, FIXED, 3000, ASCENDS),
    ROW("quantile", "quantile", REAL, 0, FIXED, 1, ASCENDS),
    ROW("replicate", "replicate", WHOLE, 0, FIXED, 4294967295.0, ASCENDS),
    ROW("point", "point", WHOLE, 0, FIXED, 2147483647.0, ASCENDS),
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
    ROW("term", "term", TEXT, 0, FIXED, 0, FREE),
    ROW("point_message", "point", TEXT, 0, FIXED, 0, FREE),
    ROW("point_status", "point", WHOLE, 0, FIXED, 2, KNOWN),
    ROW("point_scenario", "point", WHOLE, 0, SCENARIOS, -1, KNOWN),
    ROW("replications_done", "point", WHOLE, 0, REPLICATES, 0, KNOWN),
    ROW("replications_failed", "point", WHOLE, 0, FIXED, 2147483647.0, KNOWN),
    ROW("replicates_done", "", WHOLE, 0, REPLICATES, 0, KNOWN),
    ROW("replicates_failed", "", WHOLE, 0, FIXED, 2147483647.0, KNOWN),
    ROW("country_status", "country time", CODE, 0, FIXED, WAI_N_STATUSES - 1, KNOWN),
    ROW("p_phase", "P phase_name time", REAL, 0, FIXED, 1, FREE),
    ROW("p_status", "P status country time", REAL, 0, FIXED, 1, FREE),
    ROW("join_at_risk", "P country time", WHOLE, 0, REPLICATES, 0, FREE),
    ROW("join_count", "P country time", WHOLE, 0, REPLICATES, 0, FREE),
    ROW("n_events", "R", WHOLE, 0, FIXED, 2147483647.0, KNOWN),
    ROW("event_time", "event", REAL, 0, DAYS, 0, KNOWN),
    ROW("event_country", "event", WHOLE, 0, COUNTRIES, -1, FREE),
    ROW("event_type", "event", CODE, 0, FIXED, WAI_N_EVENT_TYPES - 1, KNOWN),
    ROW("event_from", "event", CODE, 0, FIXED, WAI_N_STATUSES - 1, FREE),
    ROW("event_to", "event", CODE, 0, FIXED, WAI_N_STATUSES - 1, FREE),
    ROW("event_cause", "event", CODE, 0, FIXED, WAI_N_CAUSES - 1, FREE),
    ROW("decision_time", "decision", REAL, 0, DAYS, 0, KNOWN),
    ROW("decision_country", "decision", WHOLE, 0, COUNTRIES, -1, KNOWN),
    ROW("decision_cause", "decision", CODE, 0, FIXED, WAI_N_CAUSES - 1, KNOWN),
    ROW("decision_status", "decision", CODE, 0, FIXED, WAI_N_STATUSES - 1, KNOWN),
    ROW("decision_move", "decision", CODE, 0, FIXED, WAI_N_MOVES - 1, KNOWN),
    ROW("decision_option", "decision", CODE, 0, FIXED, WAI_N_MOVES - 1, KNOWN),
    ROW("decision_probability", "decision", REAL, 0, FIXED, 1, KNOWN),
    ROW("decision_option_probability", "decision", REAL, 0, FIXED, 1, FREE),
    ROW("n_status", "S status time", WHOLE, 0, COUNTRIES, 0, FREE),
    ROW("service", "S incentive time", REAL, 0, FIXED, INFINITY, FREE),
    ROW("phase", "S time", CODE, 0, FIXED, WAI_N_PHASES - 1, FREE),
    ROW("final_status", "R country", CODE, 0, FIXED, WAI_N_STATUSES - 1, FREE),
    ROW("entry_into_force", "R", REAL, 0, YEARS, 0, FREE),
    ROW("operation", "R", REAL, 0, YEARS, 0, FREE),
    ROW("dissolution", "R", REAL, 0, YEARS, 0, FREE),
    ROW("sobol_first", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("sobol_first_low", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("sobol_first_high", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("sobol_total", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("sobol_total_low", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("sobol_total_high", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("morris_mu_star", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("morris_mu_star_low", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("morris_mu_star_high", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("morris_mu", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("morris_sigma", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("oat_low", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("oat_high", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("oat_range", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("grid_share", "metric parameter", REAL, -INFINITY, FIXED, INFINITY, FREE),
    ROW("input/border_to", "border", WHOLE, 0, COUNTRIES, -1, FREE),
};
#define N_FACTS (sizeof facts / sizeof *facts)

static const char *const shares[] = { "gdp_share", "population_share", "un_vote_share", "south_coverage" };
static const char *const suffixes[] = { "", "_mean", "_sd", "_half_width", "_quantile" };
/* The fact of a quantity itself; 0 when there is none. */
static int find_base(const char *name, size_t length, struct wai_fact *fact)
{
    for (size_t i = 0; i < N_FACTS; i++) {
        if (strlen(facts[i].name) == length && strncmp(facts[i].name, name, length) == 0) {
            *fact = facts[i];
            return 1;
        }
    }
    for (int i = 0; i < WAI_N_SERIES; i++) {
        const struct wai_series_info *series = &wai_series_table[i];

        if (strlen(series->name) == length && strncmp(series->name, name, length) == 0) {
            int counts = strcmp(series->unit, "country") == 0;

            *fact = (struct wai_fact){ name,
                                       "S time",
                                       series->is_count ? WAI_FACT_WHOLE : WAI_FACT_REAL,
                                       counts ? 0 : -INFINITY,
                                       counts ? WAI_FACT_COUNTRIES : WAI_FACT_FIXED,
                                       counts ? 0 : INFINITY,
                                       0 };
            for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
                if (strcmp(series->name, shares[k]) == 0) {
                    fact->low = 0;
                    fact->high = 1;
                }
            }
            return 1;
        }
    }
    for (int i = 0; i < WAI_N_FIRST; i++) {
        if (length > 6 && strncmp(name, "first_", 6) == 0 && strlen(wai_first_names[i]) == length - 6 &&
            strncmp(wai_first_names[i], name + 6, length - 6) == 0) {
            *fact =
                (struct wai_fact){ name, "R country", WAI_FACT_REAL, 0, WAI_FACT_YEARS, 0, WAI_FACT_FREE };
            return 1;
        }
    }
    return 0;
}

int wai_fact_find(const char *name, struct wai_fact *fact, enum wai_fact_statistic *statistic)
{
    size_t length = strlen(name);

    for (int s = 0; s < WAI_N_FACT_STATISTICS; s++) {
        size_t end = strlen(suffixes[s]);

        if (length > end && strcmp(name + length - end, suffixes[s]) == 0 &&
            find_base(name, length - end, fact)) {
            *statistic = (enum wai_fact_statistic)s;
            if (s != WAI_FACT_NONE) {
                fact->class = WAI_FACT_REAL;
            }
            if (s == WAI_FACT_SD || s == WAI_FACT_HALF_WIDTH) {
                fact->low = 0;
                fact->top = WAI_FACT_FIXED;
                fact->high = INFINITY;
            }
            return 1;
        }
    }
    return 0;
}

void wai_fact_axes(enum wai_reader_kind kind, const struct wai_fact *fact, enum wai_fact_statistic statistic,
                   char text[96])
{
    static const char *const every[WAI_N_READER_KINDS] = { "", "replicate ", "point replicate " };
    static const char *const summed[WAI_N_READER_KINDS] = { "", "", "point " };
    const char *rest = fact->axes;
    int of_replicates = rest[0] == 'S' || rest[0] == 'R';
    int of_points = rest[0] == 'P';

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
