/* Carries what the scenario room read to the words of the output room, which does not know it. */
#include "experiment/pedigree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "experiment/deviation.h"
#include "output/output.h"
#include "scenario/text.h"

/* What the calendars leave out; each line after the name of its scenario where there are several. */
static int make_ignored(struct wai_pedigree *pedigree, const struct wai_config *config)
{
    struct wai_text text = { 0 };

    for (size_t s = 0; s < config->n_scenarios; s++) {
        for (const char *line = config->scenarios[s].left_out; *line != '\0';) {
            int length = (int)strcspn(line, "\n");

            wai_text_add(&text, "%s%s%.*s\n", config->n_scenarios > 1 ? config->scenarios[s].name : "",
                         config->n_scenarios > 1 ? ": " : "", length, line);
            line += length + (line[length] == '\n');
        }
    }
    pedigree->ignored_calendar = wai_text_take(&text);
    pedigree->provenance.ignored_calendar = pedigree->ignored_calendar;
    return pedigree->ignored_calendar != NULL;
}

/* The scenarios and their tables, and what every result tells alike. */
static int make_lists(struct wai_pedigree *pedigree, const struct wai_scenario *scenarios, size_t n)
{
    struct wai_provenance *provenance = &pedigree->provenance;

    provenance->version = WAI_VERSION;
    provenance->git_revision = wai_version_revision();
    provenance->libraries = wai_output_libraries();
    pedigree->scenarios = calloc(n, sizeof *pedigree->scenarios);
    pedigree->inputs = calloc(n * WAI_N_INPUTS, sizeof *pedigree->inputs);
    if (!pedigree->scenarios || !pedigree->inputs) {
        return 0;
    }
    for (size_t k = 0; k < n; k++) {
        const struct wai_scenario *scenario = &scenarios[k];

        pedigree->scenarios[k] = (struct wai_provenance_scenario){ scenario->name, scenario->effective_text };
        for (int role = 0; role < WAI_N_INPUTS; role++) {
            const struct wai_input *input = &scenario->inputs[role];

            if (input->name) {
                pedigree->inputs[provenance->n_inputs++] = (struct wai_provenance_input){
                    wai_input_names[role], input->name,   input->source,
                    input->licence,        input->sha256, input->text,
                };
            }
        }
    }
    provenance->n_scenarios = n;
    provenance->scenarios = pedigree->scenarios;
    provenance->inputs = pedigree->inputs;
    return 1;
}

/* The budget as the file keeps it. */
static const char *budget(struct wai_pedigree *pedigree, uint64_t max_events)
{
    (void)snprintf(pedigree->max_events, sizeof pedigree->max_events, max_events > 0 ? "%llu" : "preset",
                   (unsigned long long)max_events);
    return pedigree->max_events;
}

enum wai_status wai_pedigree_init(struct wai_pedigree *pedigree, const struct wai_plan *plan,
                                  const char *command, const char *deviations, struct wai_error *err)
{
    const struct wai_config *config = plan->config;
    const char *title = config->title[0] != '\0' ? config->title : config->scenarios[0].title;

    *pedigree = (struct wai_pedigree){ 0 };
    pedigree->config_effective = wai_config_effective(config);
    pedigree->title = wai_deviation_title(title, deviations);
    if (!pedigree->config_effective || !pedigree->title || !make_ignored(pedigree, config) ||
        !make_lists(pedigree, config->scenarios, config->n_scenarios)) {
        wai_pedigree_free(pedigree);
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the provenance");
    }
    pedigree->provenance.title = pedigree->title;
    pedigree->provenance.deviations = deviations;
    pedigree->provenance.config_text = config->config_text;
    pedigree->provenance.config_effective = pedigree->config_effective;
    pedigree->provenance.command = command;
    pedigree->provenance.seed = config->ensemble.seed_text;
    pedigree->provenance.max_events = budget(pedigree, plan->limits.max_events);
    pedigree->provenance.identity = plan->hash;
    pedigree->provenance.replications = plan->max_replications;
    return WAI_OK;
}

enum wai_status wai_pedigree_repeat(struct wai_pedigree *pedigree, const struct wai_rebuild *rebuild,
                                    uint32_t replicate, const char *command, struct wai_error *err)
{
    const struct wai_scenario *scenario = &rebuild->scenario;
    struct wai_text identified = { 0 };

    *pedigree = (struct wai_pedigree){ 0 };
    pedigree->title = wai_deviation_title(scenario->title, rebuild->deviations);
    wai_text_add(&identified, "%s\n%s\n%s %lu %lu\n", WAI_VERSION, scenario->effective_text,
                 rebuild->seed_text, (unsigned long)rebuild->luck.stratum, (unsigned long)replicate);
    if (!pedigree->title || identified.failed || !make_lists(pedigree, scenario, 1)) {
        wai_text_free(&identified);
        wai_pedigree_free(pedigree);
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the provenance");
    }
    wai_sha256_text(identified.bytes, identified.length, pedigree->identity);
    wai_text_free(&identified);
    pedigree->provenance.title = pedigree->title;
    pedigree->provenance.deviations = rebuild->deviations;
    pedigree->provenance.config_text = rebuild->config_text;
    pedigree->provenance.ignored_calendar = rebuild->ignored_calendar;
    pedigree->provenance.config_effective = rebuild->config_effective;
    pedigree->provenance.command = command;
    pedigree->provenance.seed = rebuild->seed_text;
    pedigree->provenance.max_events = budget(pedigree, rebuild->limits.max_events);
    pedigree->provenance.identity = pedigree->identity;
    pedigree->provenance.replications = 1;
    return WAI_OK;
}

void wai_pedigree_free(struct wai_pedigree *pedigree)
{
    free(pedigree->config_effective);
    free(pedigree->title);
    free(pedigree->ignored_calendar);
    free(pedigree->scenarios);
    free(pedigree->inputs);
    *pedigree = (struct wai_pedigree){ 0 };
}
