/* A scenario from its tree: the order in which its parts are read, and what holds between them. */
#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/date.h"
#include "scenario/draft.h"
#include "scenario/extend.h"
#include "scenario/lex.h"
#include "scenario/order.h"
#include "scenario/path.h"
#include "scenario/text.h"

#define MOST_CELLS 4e9 /* countries times accounts */

const char *const wai_input_names[WAI_N_INPUTS] = { "countries", "borders", "blocs", "record" };

static const char *const root_keys[] = { "title",    "question", "place",        "start",      "end",
                                         "world",    "sponsor",  "rival_leader", "summit_day", "initial",
                                         "calendar", "extends",  "calendar_add" };
#define N_ROOT_KEYS (sizeof root_keys / sizeof root_keys[0])

/* ---- overrides ---- */

static int is_text_key(const char *key, size_t length)
{
    static const char *const keys[] = { "title", "question", "place", "start", "end" };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strlen(keys[i]) == length && memcmp(keys[i], key, length) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Puts KEY=VALUE into the tree as if the file said so; its place in messages is "--set KEY=VALUE". */
static enum wai_status override(struct wai_draft *draft, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t length = equals ? (size_t)(equals - text) : 0;
    struct wai_text place = { 0 };
    struct wai_node where = { .kind = WAI_NODE_TEXT };
    char excerpt[WAI_TEXT_EXCERPT];
    enum wai_status status = WAI_ERR_MEMORY;
    char *key = wai_text_copy(text, length);

    wai_text_add(&place, "--set %s", wai_text_excerpt(text, strlen(text), excerpt));
    if (!key || place.failed) {
        goto out;
    }
    where.file = place.bytes;
    where.text = key;
    status = WAI_OK;
    if (length == 0) {
        (void)wai_value_mistake(&draft->reader, &where, "wants KEY=VALUE");
    } else if (wai_lex_check_bytes(text, strlen(text), place.bytes, draft->reader.err) > 0) {
        status = WAI_ERR_CONFIG;
    } else if (is_text_key(text, length) || wai_params_find(&draft->reader, &where) >= 0) {
        status = wai_tree_set(&draft->tree, key, equals + 1, is_text_key(text, length), place.bytes);
    }
out:
    wai_text_free(&place);
    free(key);
    return status;
}

static void apply_overrides(struct wai_draft *draft, const char *const *overrides, size_t n_overrides)
{
    for (size_t i = 0; i < n_overrides; i++) {
        enum wai_status status = override(draft, overrides[i]);

        if (status == WAI_ERR_MEMORY) {
            (void)wai_value_no_memory(&draft->reader);
        } else if (status != WAI_OK) {
            draft->reader.n_mistakes++;
            draft->reader.status = WAI_ERR_CONFIG;
        }
    }
}

/* ---- titles and dates ---- */

static void read_titles(struct wai_draft *draft)
{
    struct wai_scenario *scenario = draft->scenario;
    const char *title = "", *question = "", *place = "";

    (void)wai_value_text(&draft->reader, draft->tree.root, "title", 1, &title);
    (void)wai_value_text(&draft->reader, draft->tree.root, "question", 0, &question);
    (void)wai_value_text(&draft->reader, draft->tree.root, "place", 0, &place);
    scenario->title = wai_text_copy(title, strlen(title));
    scenario->question = wai_text_copy(question, strlen(question));
    scenario->place = wai_text_copy(place, strlen(place));
    if (!scenario->title || !scenario->question || !scenario->place) {
        (void)wai_value_no_memory(&draft->reader);
    }
}

static void read_dates(struct wai_draft *draft)
{
    struct wai_scenario *scenario = draft->scenario;
    const struct wai_node *root = draft->tree.root;
    int32_t start, end;
    int has_start = wai_value_date(&draft->reader, root, "start", 1, &start);
    int has_end = wai_value_date(&draft->reader, root, "end", 1, &end);

    if (!has_start || !has_end) {
        return;
    }
    wai_date_write(start, scenario->start);
    wai_date_write(end, scenario->end);
    if (end <= start) {
        (void)wai_value_mistake(&draft->reader, wai_tree_child(root, "end"), "%s is not after the start, %s",
                                scenario->end, scenario->start);
        return;
    }
    scenario->setup.start_day = start;
    scenario->setup.n_days = end - start;
    draft->has_dates = 1;
}

const char *wai_scenario_accounts_fault(const struct wai_setup *setup)
{
    double n = wai_setup_years(setup) / setup->params.organisation.account_years;

    return wai_setup_n_accounts(setup) == 0 ? "comes before the first account; the run must be longer than "
                                              "organisation.account_years"
           : n * (double)setup->tables.n_countries > MOST_CELLS
               ? "the run has too many accounts; take a larger organisation.account_years"
               : NULL;
}

static void check_accounts(struct wai_draft *draft)
{
    const char *fault = draft->has_dates ? wai_scenario_accounts_fault(&draft->scenario->setup) : NULL;

    if (fault) {
        (void)wai_value_mistake(&draft->reader, wai_tree_child(draft->tree.root, "end"), "%s", fault);
    }
}

/* ---- all of it ---- */

static void read_parts(struct wai_draft *draft, const struct wai_input *inputs)
{
    struct wai_value_reader *reader = &draft->reader;
    const struct wai_node *root = draft->tree.root, *world = wai_tree_child(root, "world");

    wai_param_presets(&draft->scenario->setup.params);
    read_titles(draft);
    read_dates(draft);
    wai_source_read(draft, inputs);
    if (draft->has_dates && world && world->kind == WAI_NODE_GROUP) {
        wai_history_read(draft, world);
    }
    wai_initial_read(draft);
    wai_calendar_read(draft);
    wai_params_read(reader, root, root_keys, N_ROOT_KEYS, &draft->scenario->setup.params);
    check_accounts(draft);
}

static void release(struct wai_draft *draft)
{
    wai_tree_free(&draft->tree);
    wai_gazetteer_free(&draft->gazetteer);
    wai_csv_free(&draft->record);
    free(draft->record_country);
    free(draft->dropped);
    wai_text_free(&draft->left_out);
}

/* From a tree that was read (or a status that says why not) to a scenario; takes tree and parts. */
static enum wai_status finish(struct wai_scenario *scenario, struct wai_draft *draft, struct wai_text *parts,
                              enum wai_status status, const struct wai_input *inputs,
                              const char *const *overrides, size_t n_overrides)
{
    if (status == WAI_OK) {
        apply_overrides(draft, overrides, n_overrides);
        read_parts(draft, inputs);
        status = draft->reader.status;
    }
    if (status == WAI_OK) {
        scenario->config_text = wai_text_take(parts);
        scenario->effective_world = wai_effective_world(draft);
        wai_text_append(&draft->left_out, "", 0);
        scenario->left_out = wai_text_take(&draft->left_out);
        if (!scenario->config_text || !scenario->effective_world || !scenario->left_out ||
            wai_scenario_refresh(scenario) != WAI_OK) {
            (void)wai_value_no_memory(&draft->reader);
            status = WAI_ERR_MEMORY;
        }
    }
    wai_text_free(parts);
    if (status != WAI_OK) {
        wai_order_messages(draft->reader.err, draft->told);
        wai_scenario_free(scenario);
    }
    release(draft);
    return status;
}

enum wai_status wai_scenario_read(struct wai_scenario *scenario, const char *path,
                                  const char *const *overrides, size_t n_overrides, struct wai_error *err)
{
    struct wai_draft draft = { .reader.err = err, .scenario = scenario };
    struct wai_text parts = { 0 };
    enum wai_status status;

    draft.told = err ? err->length : 0;
    *scenario = (struct wai_scenario){ 0 };
    scenario->name = wai_path_stem(path);
    if (scenario->name) {
        status = wai_extend_read(&draft.tree, &parts, path, err);
    } else {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", path);
    }
    return finish(scenario, &draft, &parts, status, NULL, overrides, n_overrides);
}

enum wai_status wai_scenario_read_text(struct wai_scenario *scenario, const char *text, size_t length,
                                       const char *name, const char *folder, const struct wai_input *inputs,
                                       const char *const *overrides, size_t n_overrides,
                                       struct wai_error *err)
{
    struct wai_draft draft = { .reader.err = err, .scenario = scenario };
    struct wai_text parts = { 0 };
    enum wai_status status;

    draft.told = err ? err->length : 0;
    *scenario = (struct wai_scenario){ 0 };
    scenario->name = wai_path_stem(name);
    if (scenario->name) {
        status = wai_extend_read_text(&draft.tree, &parts, text, length, name, folder, err);
    } else {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: no memory", name);
    }
    return finish(scenario, &draft, &parts, status, inputs, overrides, n_overrides);
}

enum wai_status wai_scenario_refresh(struct wai_scenario *scenario)
{
    char *text = wai_effective_join(scenario);

    if (!text) {
        return WAI_ERR_MEMORY;
    }
    free(scenario->effective_text);
    scenario->effective_text = text;
    return WAI_OK;
}

void wai_scenario_free(struct wai_scenario *scenario)
{
    wai_setup_free(&scenario->setup);
    free(scenario->name);
    free(scenario->title);
    free(scenario->question);
    free(scenario->place);
    free(scenario->config_text);
    free(scenario->effective_text);
    free(scenario->effective_world);
    free(scenario->left_out);
    for (int role = 0; role < WAI_N_INPUTS; role++) {
        free(scenario->inputs[role].name);
        free(scenario->inputs[role].text);
        free(scenario->inputs[role].source);
        free(scenario->inputs[role].licence);
    }
    *scenario = (struct wai_scenario){ 0 };
}
