/* Carries what the scenario room read to the words of the output room, which does not know it. */
#include "experiment/pedigree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "output/output.h"

/* Appends to a growing text; 0 when memory is out. */
__attribute__((format(printf, 2, 3))) static int append(char **text, const char *format, ...)
{
    size_t length = *text ? strlen(*text) : 0;
    va_list args;
    int more;
    char *grown;

    va_start(args, format);
    more = vsnprintf(NULL, 0, format, args);
    va_end(args);
    grown = realloc(*text, length + (size_t)more + 1);
    if (!grown) {
        return 0;
    }
    *text = grown;
    va_start(args, format);
    (void)vsnprintf(grown + length, (size_t)more + 1, format, args);
    va_end(args);
    return 1;
}

/* A word as a shell takes it. */
static int append_word(char **text, const char *word)
{
    if (strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+=/:,@%") ==
        strlen(word)) {
        return append(text, " %s", word);
    }
    if (!append(text, " '")) {
        return 0;
    }
    for (; *word != '\0'; word++) {
        if (!append(text, *word == '\'' ? "'\\%c'" : "%c", *word)) {
            return 0;
        }
    }
    return append(text, "'");
}

static int make_command(struct wai_pedigree *pedigree, const struct wai_config *config, const char *verb,
                        const char *const *overrides, size_t n_overrides)
{
    char **text = &pedigree->command;
    int done = append(text, "waico %s %s.cfg", verb, config->name);

    if (config->ensemble.adaptive.metric < 0) {
        done = done && append(text, " --replications %lu", (unsigned long)config->ensemble.replications);
    }
    done = done && append(text, " --seed %s", config->ensemble.seed_text);
    for (size_t k = 0; done && k < n_overrides; k++) {
        done = append(text, " --set") && append_word(text, overrides[k]);
    }
    return done;
}

/* What the calendars leave out; each line after the name of its scenario where there are several. */
static int make_ignored(struct wai_pedigree *pedigree, const struct wai_config *config)
{
    int done = 1;

    for (size_t s = 0; s < config->n_scenarios; s++) {
        for (const char *line = config->scenarios[s].left_out; done && *line != '\0';) {
            int length = (int)strcspn(line, "\n");

            done = append(&pedigree->ignored_calendar, "%s%s%.*s\n",
                          config->n_scenarios > 1 ? config->scenarios[s].name : "",
                          config->n_scenarios > 1 ? ": " : "", length, line);
            line += length + (line[length] == '\n');
        }
    }
    pedigree->provenance.ignored_calendar = pedigree->ignored_calendar;
    return done;
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
                                  const char *verb, const char *const *overrides, size_t n_overrides,
                                  struct wai_error *err)
{
    const struct wai_config *config = plan->config;

    *pedigree = (struct wai_pedigree){ 0 };
    pedigree->config_effective = wai_config_effective(config);
    if (!pedigree->config_effective || !make_command(pedigree, config, verb, overrides, n_overrides) ||
        !make_ignored(pedigree, config) || !make_lists(pedigree, config->scenarios, config->n_scenarios)) {
        wai_pedigree_free(pedigree);
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the provenance");
    }
    pedigree->provenance.title = config->title[0] != '\0' ? config->title : config->scenarios[0].title;
    pedigree->provenance.config_text = config->config_text;
    pedigree->provenance.config_effective = pedigree->config_effective;
    pedigree->provenance.command = pedigree->command;
    pedigree->provenance.seed = config->ensemble.seed_text;
    pedigree->provenance.max_events = budget(pedigree, plan->limits.max_events);
    pedigree->provenance.identity = plan->hash;
    return WAI_OK;
}

enum wai_status wai_pedigree_repeat(struct wai_pedigree *pedigree, const struct wai_rebuild *rebuild,
                                    uint32_t replicate, struct wai_error *err)
{
    const struct wai_scenario *scenario = &rebuild->scenario;
    char *identified = NULL;

    *pedigree = (struct wai_pedigree){ 0 };
    if (!append(&pedigree->command, "waico rerun --point %llu --replicate %lu",
                (unsigned long long)rebuild->point, (unsigned long)replicate) ||
        !append(&identified, "%s\n%s\n%s %lu %lu\n", WAI_VERSION, scenario->effective_text,
                rebuild->seed_text, (unsigned long)rebuild->luck.stratum, (unsigned long)replicate) ||
        !make_lists(pedigree, scenario, 1)) {
        free(identified);
        wai_pedigree_free(pedigree);
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the provenance");
    }
    wai_sha256_text(identified, strlen(identified), pedigree->identity);
    free(identified);
    pedigree->provenance.title = scenario->title;
    pedigree->provenance.config_text = rebuild->config_text;
    pedigree->provenance.ignored_calendar = rebuild->ignored_calendar;
    pedigree->provenance.config_effective = rebuild->config_effective;
    pedigree->provenance.command = pedigree->command;
    pedigree->provenance.seed = rebuild->seed_text;
    pedigree->provenance.max_events = budget(pedigree, rebuild->limits.max_events);
    pedigree->provenance.identity = pedigree->identity;
    return WAI_OK;
}

void wai_pedigree_free(struct wai_pedigree *pedigree)
{
    free(pedigree->config_effective);
    free(pedigree->command);
    free(pedigree->ignored_calendar);
    free(pedigree->scenarios);
    free(pedigree->inputs);
    *pedigree = (struct wai_pedigree){ 0 };
}
