/* The canonical text of a scenario: every key, in one order, in one way of writing. */
#include <string.h>

#include "base/assert.h"
#include "scenario/draft.h"
#include "scenario/text.h"

/* ---- pieces ---- */

static void add_text(struct wai_text *out, const char *indent, const char *key, const char *value)
{
    wai_text_add(out, "%s%s = ", indent, key);
    wai_text_quote(out, value);
    wai_text_append(out, ";\n", 2);
}

/* A key of a group with its text, when it is there. */
static void add_given(struct wai_text *out, const char *indent, const struct wai_node *group, const char *key)
{
    const struct wai_node *node = wai_tree_child(group, key);

    if (node) {
        add_text(out, indent, key, node->text);
    }
}

/* ---- world ---- */

static void add_world(struct wai_text *out, const struct wai_draft *draft)
{
    static const char *const numbers[] = { "countries", "subregions", "neighbours", "blocs", "seed" };
    static const char *const columns[] = { "record_status", "record_date", "record_us" };
    const struct wai_node *world = wai_tree_child(draft->tree.root, "world");
    const struct wai_node *synthetic = wai_tree_child(world, "synthetic");

    wai_text_add(out, "world: {\n");
    for (int role = 0; role < WAI_N_INPUTS; role++) {
        if (draft->scenario->inputs[role].name) {
            wai_text_add(out, "    %s_sha256 = \"%s\";\n", wai_input_names[role],
                         draft->scenario->inputs[role].sha256);
        }
    }
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        add_given(out, "    ", world, columns[i]);
    }
    if (synthetic) {
        wai_text_add(out, "    synthetic: {\n");
        for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
            const struct wai_node *node = wai_tree_child(synthetic, numbers[i]);

            if (node) {
                wai_text_add(out, "        %s = %lldL;\n", numbers[i], (long long)node->whole);
            }
        }
        wai_text_add(out, "    };\n");
    }
    wai_text_add(out, "};\n");
}

/* ---- initial ---- */

static void add_statuses(struct wai_text *out, const struct wai_setup *setup)
{
    const char *comma = "";

    wai_text_add(out, "    status = (");
    for (size_t i = 0; i < setup->tables.n_countries; i++) {
        if (setup->status[i] != WAI_STATUS_NONE && (int32_t)i != setup->sponsor) {
            wai_text_add(out, "%s(\"%s\", \"%s\")", comma, setup->tables.iso3[i],
                         wai_status_names[setup->status[i]]);
            comma = ", ";
        }
    }
    wai_text_add(out, ");\n");
}

static void add_members(struct wai_text *out, const struct wai_setup *setup, enum wai_rival rival)
{
    const char *comma = "";

    wai_text_add(out, "    %s = (", wai_rival_names[rival]);
    for (size_t i = 0; i < setup->tables.n_countries; i++) {
        if (setup->flags[i] & (1u << rival)) {
            wai_text_add(out, "%s\"%s\"", comma, setup->tables.iso3[i]);
            comma = ", ";
        }
    }
    wai_text_add(out, ");\n");
}

/* 1 when a key of `initial` names a column instead of giving a list. */
static int names_column(const struct wai_node *initial, const char *key)
{
    const struct wai_node *node = initial ? wai_tree_child(initial, key) : NULL;

    return node && node->kind == WAI_NODE_TEXT;
}

static void add_initial(struct wai_text *out, const struct wai_draft *draft)
{
    const struct wai_setup *setup = &draft->scenario->setup;
    const struct wai_node *initial = wai_tree_child(draft->tree.root, "initial");
    const char *comma = "";

    wai_text_add(out, "initial: {\n");
    if (names_column(initial, "status")) {
        add_given(out, "    ", initial, "status");
        add_given(out, "    ", initial, "status_date");
    } else {
        add_statuses(out, setup);
    }
    for (int rival = 0; rival < WAI_N_RIVALS; rival++) {
        if (names_column(initial, wai_rival_names[rival])) {
            add_given(out, "    ", initial, wai_rival_names[rival]);
        } else {
            add_members(out, setup, (enum wai_rival)rival);
        }
    }
    add_text(out, "    ", "phase", wai_phase_names[setup->phase]);
    wai_text_add(out, "    signing_open = %s;\n    rivals_open = (", setup->signing_open ? "true" : "false");
    for (int rival = 0; rival < WAI_N_RIVALS; rival++) {
        if (setup->rival_open[rival]) {
            wai_text_add(out, "%s\"%s\"", comma, wai_rival_names[rival]);
            comma = ", ";
        }
    }
    wai_text_add(out, ");\n};\n");
}

/* ---- calendar ---- */

static void add_entry(struct wai_text *out, const struct wai_node *entry)
{
    static const char *const texts[] = { "date", "event", "rival", "country", "status", "path" };
    const struct wai_node *value = wai_tree_child(entry, "value");
    const struct wai_node *every = wai_tree_child(entry, "every_years");

    wai_text_add(out, "    { ");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const struct wai_node *node = wai_tree_child(entry, texts[i]);

        if (node) {
            wai_text_add(out, "%s = ", texts[i]);
            wai_text_quote(out, node->text);
            wai_text_add(out, "; ");
        }
    }
    if (value) {
        wai_text_add(out, "value = ");
        wai_text_real(out, value->real);
        wai_text_add(out, "; ");
    }
    if (every) {
        wai_text_add(out, "every_years = %lld; ", (long long)every->whole);
    }
    wai_text_add(out, "}");
}

static void add_calendar(struct wai_text *out, const struct wai_draft *draft)
{
    const struct wai_node *calendar = wai_tree_child(draft->tree.root, "calendar");
    const char *comma = "";

    wai_text_add(out, "calendar = (");
    for (const struct wai_node *entry = calendar ? calendar->first : NULL; entry; entry = entry->next) {
        if (!wai_calendar_drops(draft, entry)) {
            wai_text_add(out, "%s\n", comma);
            add_entry(out, entry);
            comma = ",";
        }
    }
    wai_text_add(out, "%s", *comma ? "\n" : "");
    wai_text_add(out, ");\n");
}

char *wai_effective_world(const struct wai_draft *draft)
{
    const struct wai_scenario *scenario = draft->scenario;
    const struct wai_tables *tables = &scenario->setup.tables;
    struct wai_text out = { 0 };

    add_text(&out, "", "start", scenario->start);
    add_text(&out, "", "end", scenario->end);
    add_world(&out, draft);
    add_text(&out, "", "sponsor", tables->iso3[scenario->setup.sponsor]);
    add_text(&out, "", "rival_leader", tables->iso3[scenario->setup.rival_leader]);
    if (scenario->setup.n_summits > 0) {
        add_given(&out, "", draft->tree.root, "summit_day");
    }
    add_initial(&out, draft);
    add_calendar(&out, draft);
    return wai_text_take(&out);
}

/* ---- parameters ---- */

/* All rows below a prefix, group by group in the order of their first rows. */
static void add_params(struct wai_text *out, const struct wai_params *params, const char *prefix, int depth)
{
    size_t length = strlen(prefix);

    for (size_t i = 0; i < wai_param_count; i++) {
        const char *path = wai_param_table[i].path;
        size_t width, j = 0;
        char group[120];

        if (strncmp(path, prefix, length) != 0) {
            continue;
        }
        width = strcspn(path + length, ".");
        wai_assert(length + width + 2 <= sizeof group);
        memcpy(group, path, length + width);
        group[length + width] = '\0';
        if (path[length + width] == '\0') {
            wai_text_add(out, "%*s%s = ", 4 * depth, "", path + length);
            wai_text_real(out, wai_param_get(params, i));
            wai_text_add(out, ";\n");
            continue;
        }
        group[length + width] = '.';
        group[length + width + 1] = '\0';
        while (strncmp(wai_param_table[j].path, group, length + width + 1) != 0) {
            j++;
        }
        if (j == i) { /* the group's first row */
            wai_text_add(out, "%*s%.*s: {\n", 4 * depth, "", (int)width, path + length);
            add_params(out, params, group, depth + 1);
            wai_text_add(out, "%*s};\n", 4 * depth, "");
        }
    }
}

char *wai_effective_join(const struct wai_scenario *scenario)
{
    struct wai_text out = { 0 };

    add_text(&out, "", "title", scenario->title);
    add_text(&out, "", "question", scenario->question);
    if (scenario->place[0] != '\0') {
        add_text(&out, "", "place", scenario->place);
    }
    wai_text_add(&out, "%s", scenario->effective_world);
    add_params(&out, &scenario->setup.params, "", 0);
    return wai_text_take(&out);
}
