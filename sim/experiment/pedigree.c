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
    if (strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+=/:,@%") == strlen(word)) {
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

static int make_lists(struct wai_pedigree *pedigree, const struct wai_config *config)
{
    struct wai_provenance *provenance = &pedigree->provenance;

    pedigree->scenarios = calloc(config->n_scenarios, sizeof *pedigree->scenarios);
    pedigree->inputs = calloc(config->n_scenarios * WAI_N_INPUTS, sizeof *pedigree->inputs);
    if (!pedigree->scenarios || !pedigree->inputs) {
        return 0;
    }
    for (size_t k = 0; k < config->n_scenarios; k++) {
        const struct wai_scenario *scenario = &config->scenarios[k];

        pedigree->scenarios[k] = (struct wai_provenance_scenario){ scenario->name, scenario->effective_text };
        for (int role = 0; role < WAI_N_INPUTS; role++) {
            const struct wai_input *input = &scenario->inputs[role];

            if (input->name) {
                pedigree->inputs[provenance->n_inputs++] = (struct wai_provenance_input){
                    wai_input_names[role], input->name, input->source, input->licence, input->sha256, input->text,
                };
            }
        }
    }
    provenance->n_scenarios = config->n_scenarios;
    provenance->scenarios = pedigree->scenarios;
    provenance->inputs = pedigree->inputs;
    return 1;
}

enum wai_status wai_pedigree_init(struct wai_pedigree *pedigree, const struct wai_config *config, const char *verb,
                                const char *const *overrides, size_t n_overrides, const char *identity,
                                struct wai_error *err)
{
    *pedigree = (struct wai_pedigree){ 0 };
    pedigree->config_effective = wai_config_effective(config);
    if (!pedigree->config_effective || !make_command(pedigree, config, verb, overrides, n_overrides) ||
        !make_lists(pedigree, config)) {
        wai_pedigree_free(pedigree);
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the provenance");
    }
    pedigree->provenance.title = config->title[0] != '\0' ? config->title : config->scenarios[0].title;
    pedigree->provenance.config_text = config->config_text;
    pedigree->provenance.config_effective = pedigree->config_effective;
    pedigree->provenance.command = pedigree->command;
    pedigree->provenance.seed = config->ensemble.seed_text;
    pedigree->provenance.version = WAI_VERSION;
    pedigree->provenance.git_revision = wai_version_revision();
    pedigree->provenance.libraries = wai_output_libraries();
    pedigree->provenance.identity = identity;
    return WAI_OK;
}

void wai_pedigree_free(struct wai_pedigree *pedigree)
{
    free(pedigree->config_effective);
    free(pedigree->command);
    free(pedigree->scenarios);
    free(pedigree->inputs);
    *pedigree = (struct wai_pedigree){ 0 };
}
