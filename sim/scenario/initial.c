/* The world on its first day: who leads, who stands where, what is open. */
#include <stdlib.h>
#include <string.h>

#include "scenario/atlas.h"
#include "scenario/draft.h"
#include "scenario/text.h"

static const char *const initial_keys[] = { "status", "status_date",  "us",         "rights",
                                            "phase",  "signing_open", "rivals_open" };

/* The sponsor and the leader of the rival: two countries. */
static void read_leaders(struct wai_draft *draft)
{
    struct wai_setup *setup = &draft->scenario->setup;
    const char *text;
    const struct wai_node *root = draft->tree.root;

    setup->sponsor = -1;
    setup->rival_leader = -1;
    if (wai_value_text(&draft->reader, root, "sponsor", 1, &text)) {
        setup->sponsor = wai_source_country(draft, wai_tree_child(root, "sponsor"));
    }
    if (wai_value_text(&draft->reader, root, "rival_leader", 1, &text)) {
        setup->rival_leader = wai_source_country(draft, wai_tree_child(root, "rival_leader"));
    }
    if (setup->sponsor >= 0 && setup->sponsor == setup->rival_leader) {
        (void)wai_value_mistake(&draft->reader, wai_tree_child(root, "rival_leader"),
                                "is the sponsor; the rival is led by another country");
    }
}

/* One entry of the list of statuses: ("IDN", "signatory") or { country = "IDN"; status = "signatory"; }. */
static void read_status(struct wai_draft *draft, const struct wai_node *entry, uint8_t *seen)
{
    static const char *const keys[2] = { "country", "status" };
    const struct wai_node *country = NULL, *status = NULL;
    int32_t i;
    int code;

    if (entry->kind == WAI_NODE_GROUP) {
        wai_value_keys(&draft->reader, entry, keys, 2);
        country = wai_tree_child(entry, "country");
        status = wai_tree_child(entry, "status");
    } else if (entry->kind == WAI_NODE_LIST && entry->n_children == 2) {
        country = entry->first;
        status = entry->last;
    }
    if (!country || !status) {
        (void)wai_value_mistake(&draft->reader, entry,
                                "wants a country and a status: { country = \"...\"; status = \"...\"; }");
        return;
    }
    i = wai_source_country(draft, country);
    if (!wai_value_node_word(&draft->reader, status, wai_status_names, WAI_N_STATUSES, &code) || i < 0) {
        return;
    }
    if (i == draft->scenario->setup.sponsor) {
        (void)wai_value_mistake(&draft->reader, country,
                                "is the sponsor, which is a core member from the start");
    } else if (seen[i]) {
        (void)wai_value_mistake(&draft->reader, country, "%s has a status already", country->text);
    } else {
        seen[i] = 1;
        draft->scenario->setup.status[i] = (int8_t)code;
    }
}

static void read_statuses(struct wai_draft *draft, const struct wai_node *initial)
{
    const struct wai_node *node = wai_tree_child(initial, "status");
    const struct wai_node *date = wai_tree_child(initial, "status_date");
    uint8_t *seen;

    if (date && !wai_value_node_is(&draft->reader, date, WAI_NODE_TEXT)) {
        date = NULL;
    }
    if (date && (!node || node->kind != WAI_NODE_TEXT)) {
        (void)wai_value_mistake(&draft->reader, date,
                                "goes only with a status that names a column of the record");
    }
    if (!node) {
        return;
    }
    if (node->kind == WAI_NODE_TEXT) {
        wai_history_statuses(draft, node, date);
        return;
    }
    if (node->kind != WAI_NODE_LIST) {
        (void)wai_value_mistake(&draft->reader, node,
                                "wants a list ( ) or the name of a column of the record, not %s",
                                wai_node_kind_names[node->kind]);
        return;
    }
    seen = calloc(draft->scenario->setup.tables.n_countries + 1, 1);
    if (!seen) {
        (void)wai_value_no_memory(&draft->reader);
        return;
    }
    for (const struct wai_node *entry = node->first; entry; entry = entry->next) {
        read_status(draft, entry, seen);
    }
    free(seen);
}

static void read_codes(struct wai_draft *draft, const struct wai_node *list, uint8_t bit)
{
    uint8_t *flags = draft->scenario->setup.flags;

    for (const struct wai_node *node = list->first; node; node = node->next) {
        int32_t i = wai_source_country(draft, node);

        if (i >= 0 && (flags[i] & bit)) {
            (void)wai_value_mistake(&draft->reader, node, "%s is in the list already", node->text);
        } else if (i >= 0) {
            flags[i] |= bit;
        }
    }
}

/* Members of the rival us: a list of codes or a column of dates of the record; its leader in any case. */
static void read_us(struct wai_draft *draft, const struct wai_node *initial)
{
    struct wai_setup *setup = &draft->scenario->setup;
    const struct wai_node *node = wai_tree_child(initial, "us");
    const uint8_t bit = 1u << WAI_RIVAL_US;

    if (node && node->kind == WAI_NODE_TEXT) {
        wai_history_flags(draft, node, bit);
    } else if (node && node->kind == WAI_NODE_LIST) {
        read_codes(draft, node, bit);
    } else if (node) {
        (void)wai_value_mistake(&draft->reader, node,
                                "wants a list of codes or the name of a column of the record, not %s",
                                wai_node_kind_names[node->kind]);
    }
    if (setup->sponsor >= 0 && (setup->flags[setup->sponsor] & bit)) {
        (void)wai_value_mistake(&draft->reader, node, "the sponsor is in it, which never joins the rival");
    }
    if (setup->rival_leader >= 0) {
        setup->flags[setup->rival_leader] |= bit;
    }
}

/* Members of the rights framework: a list of codes or a column of 0 and 1 of the country table. */
static void read_rights(struct wai_draft *draft, const struct wai_node *initial)
{
    struct wai_setup *setup = &draft->scenario->setup;
    const struct wai_node *node = wai_tree_child(initial, "rights");
    const uint8_t bit = 1u << WAI_RIVAL_RIGHTS;
    const double *column;

    if (!node) {
        return;
    }
    if (node->kind == WAI_NODE_LIST) {
        read_codes(draft, node, bit);
        return;
    }
    if (node->kind != WAI_NODE_TEXT) {
        (void)wai_value_mistake(&draft->reader, node,
                                "wants a list of codes or the name of a column of the country table, not %s",
                                wai_node_kind_names[node->kind]);
        return;
    }
    column = draft->has_tables ? wai_atlas_column(&setup->tables, node->text) : NULL;
    if (!column) {
        if (draft->has_tables) {
            (void)wai_value_mistake(&draft->reader, node, "the country table has no numeric column \"%s\"",
                                    node->text);
        }
        return;
    }
    for (size_t i = 0; i < setup->tables.n_countries; i++) {
        if (column[i] != 0.0 && column[i] != 1.0) {
            (void)wai_value_mistake(&draft->reader, node, "column \"%s\" holds more than 0 and 1",
                                    node->text);
            return;
        }
        setup->flags[i] |= column[i] != 0.0 ? bit : 0;
    }
}

static void read_phase(struct wai_draft *draft, const struct wai_node *initial)
{
    struct wai_setup *setup = &draft->scenario->setup;
    const struct wai_node *open = wai_tree_child(initial, "rivals_open");
    int phase = WAI_PHASE_PROPOSED;

    (void)wai_value_word(&draft->reader, initial, "phase", 0, wai_phase_names, WAI_PHASE_SIGNING + 1, &phase);
    setup->phase = (enum wai_phase)phase;
    (void)wai_value_bool(&draft->reader, initial, "signing_open", 0, &setup->signing_open);
    if (setup->signing_open && setup->phase != WAI_PHASE_SIGNING) {
        (void)wai_value_mistake(&draft->reader, wai_tree_child(initial, "signing_open"),
                                "signing is open only in phase \"signing\"");
    }
    setup->rival_open[WAI_RIVAL_RIGHTS] = open == NULL;
    if (!open || !wai_value_node_is(&draft->reader, open, WAI_NODE_LIST)) {
        return;
    }
    for (const struct wai_node *node = open->first; node; node = node->next) {
        int rival;

        if (wai_value_node_word(&draft->reader, node, wai_rival_names, WAI_N_RIVALS, &rival)) {
            setup->rival_open[rival] = 1;
        }
    }
}

void wai_initial_read(struct wai_draft *draft)
{
    static const struct wai_node nothing = { .kind = WAI_NODE_GROUP };
    struct wai_setup *setup = &draft->scenario->setup;
    size_t n = setup->tables.n_countries;
    const struct wai_node *initial = wai_value_group(&draft->reader, draft->tree.root, "initial", 0);

    setup->status = calloc(n + 1, sizeof *setup->status);
    setup->flags = calloc(n + 1, sizeof *setup->flags);
    if (!setup->status || !setup->flags) {
        (void)wai_value_no_memory(&draft->reader);
        return;
    }
    initial = initial ? initial : &nothing;
    wai_value_keys(&draft->reader, initial, initial_keys, sizeof initial_keys / sizeof initial_keys[0]);
    read_leaders(draft);
    read_statuses(draft, initial);
    read_us(draft, initial);
    read_rights(draft, initial);
    read_phase(draft, initial);
    if (setup->sponsor >= 0) {
        setup->status[setup->sponsor] = WAI_STATUS_CORE;
    }
}
