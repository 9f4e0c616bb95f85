/* Scenarios behind their handle: reading, and what they say of themselves and of their countries. */
#include <stdlib.h>
#include <string.h>

#include "library/handle.h"
#include "scenario/atlas.h"

/* A handle from what was read, or its messages. */
static enum waico_status deliver(struct waico_scenario *made, enum wai_status status, struct wai_error *err,
                                 struct waico_scenario **scenario, char **messages)
{
    if (status == WAI_OK) {
        status = wai_gazetteer_init(&made->gazetteer, &made->scenario.setup.tables);
    }
    if (status != WAI_OK) {
        waico_scenario_free(made);
        made = NULL;
    }
    *scenario = made;
    return wai_handle_tell(status, err, messages);
}

enum waico_status waico_scenario_open(const char *path, const char *const *overrides, size_t n_overrides,
                                      struct waico_scenario **scenario, char **messages)
{
    struct waico_scenario *made = calloc(1, sizeof *made);
    struct wai_error err = { 0 };
    enum wai_status status = WAI_ERR_MEMORY;

    if (made) {
        status = wai_scenario_read(&made->scenario, path, overrides, n_overrides, &err);
    }
    return deliver(made, status, &err, scenario, messages);
}

/* The tables by their role; texts are borrowed.  NULL, or the role that is none. */
static const char *take_tables(struct wai_input inputs[WAI_N_INPUTS], const struct waico_table *tables,
                               size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int role = wai_names_find(wai_input_names, WAI_N_INPUTS, tables[i].role);

        if (role < 0) {
            return tables[i].role;
        }
        inputs[role].name = (char *)tables[i].name; /* only read */
        inputs[role].text = (char *)tables[i].text;
        inputs[role].length = tables[i].length;
    }
    return NULL;
}

enum waico_status waico_scenario_parse(const char *text, size_t length, const char *name, const char *folder,
                                       const struct waico_table *tables, size_t n_tables,
                                       const char *const *overrides, size_t n_overrides,
                                       struct waico_scenario **scenario, char **messages)
{
    struct wai_input inputs[WAI_N_INPUTS] = { 0 };
    const char *unknown = take_tables(inputs, tables, n_tables);
    struct waico_scenario *made;
    struct wai_error err = { 0 };
    enum wai_status status = WAI_ERR_MEMORY;

    if (unknown) {
        *scenario = NULL;
        return wai_handle_refuse(
            messages, "\"%.60s\" is no role of a table; allowed are countries, borders, blocs, record",
            unknown);
    }
    made = calloc(1, sizeof *made);
    if (made) {
        status = wai_scenario_read_text(&made->scenario, text, length, name, folder, n_tables ? inputs : NULL,
                                        overrides, n_overrides, &err);
    }
    return deliver(made, status, &err, scenario, messages);
}

void waico_scenario_free(struct waico_scenario *scenario)
{
    if (scenario) {
        wai_gazetteer_free(&scenario->gazetteer);
        wai_scenario_free(&scenario->scenario);
        free(scenario);
    }
}

const char *waico_scenario_text(const struct waico_scenario *scenario, const char *what)
{
    const struct wai_scenario *read = &scenario->scenario;
    const struct {
        const char *what, *text;
    } texts[] = { { "name", read->name },          { "title", read->title },
                  { "question", read->question },  { "place", read->place },
                  { "start", read->start },        { "end", read->end },
                  { "config", read->config_text }, { "effective", read->effective_text },
                  { "left_out", read->left_out } };
    int role = wai_names_find(wai_input_names, WAI_N_INPUTS, what);

    if (role >= 0) {
        return read->inputs[role].text ? read->inputs[role].text : "";
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(texts[i].what, what) == 0) {
            return texts[i].text;
        }
    }
    return NULL;
}

size_t waico_scenario_n_countries(const struct waico_scenario *scenario)
{
    return scenario->scenario.setup.tables.n_countries;
}

const char *waico_scenario_country(const struct waico_scenario *scenario, size_t i, const char *what)
{
    const struct wai_tables *tables = &scenario->scenario.setup.tables;

    if (i >= tables->n_countries) {
        return NULL;
    }
    return strcmp(what, "code") == 0        ? tables->iso3[i]
           : strcmp(what, "name") == 0      ? tables->name[i]
           : strcmp(what, "region") == 0    ? tables->region_names[tables->region[i]]
           : strcmp(what, "subregion") == 0 ? tables->subregion_names[tables->subregion[i]]
                                            : NULL;
}

const double *waico_scenario_column(const struct waico_scenario *scenario, const char *name)
{
    return wai_atlas_column(&scenario->scenario.setup.tables, name);
}

int32_t waico_scenario_find_country(const struct waico_scenario *scenario, const char *word)
{
    return wai_gazetteer_guess(&scenario->gazetteer, word);
}

int32_t waico_scenario_sponsor(const struct waico_scenario *scenario)
{
    return scenario->scenario.setup.sponsor;
}

int32_t waico_scenario_start_day(const struct waico_scenario *scenario)
{
    return scenario->scenario.setup.start_day;
}

int32_t waico_scenario_signed_day(const struct waico_scenario *scenario, size_t i)
{
    const struct wai_setup *setup = &scenario->scenario.setup;

    return i < setup->tables.n_countries ? setup->recorded_signed_day[i] : INT32_MIN;
}
