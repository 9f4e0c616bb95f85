/* The script: dated entries, those that come every year written out, in order; and the days of the summits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/date.h"
#include "scenario/draft.h"
#include "scenario/path.h"
#include "scenario/text.h"

#define MOST_ENTRIES 100000 /* after writing out */
#define MOST_A_DAY 64       /* of one kind: the width of an occurrence in the addresses of luck */

/* The entries as they are found; order keeps the order of writing among equals. */
struct script {
    size_t n, capacity;
    struct script_entry {
        struct wai_calendar_entry entry;
        size_t order;
        const struct wai_node *node;
    } * entries;
};

static int add(struct script *script, const struct wai_calendar_entry *entry, size_t order,
               const struct wai_node *node)
{
    if (script->n == script->capacity) {
        size_t capacity = script->capacity ? 2 * script->capacity : 64;
        struct script_entry *grown = realloc(script->entries, capacity * sizeof *grown);

        if (!grown) {
            return 0;
        }
        script->entries = grown;
        script->capacity = capacity;
    }
    script->entries[script->n++] = (struct script_entry){ *entry, order, node };
    return 1;
}

/* ---- one entry ---- */

static const char *const keys_of[WAI_N_CALENDAR_KINDS][2] = { [WAI_CALENDAR_SET] = { "path", "value" },
                                                              [WAI_CALENDAR_STATUS] = { "country", "status" },
                                                              [WAI_CALENDAR_INVITE] = { "country", NULL },
                                                              [WAI_CALENDAR_RIVAL_OPENS] = { "rival", NULL },
                                                              [WAI_CALENDAR_RIVAL_SUMMIT] = { "rival",
                                                                                              NULL } };

static void check_keys(struct wai_draft *draft, const struct wai_node *node, enum wai_calendar_kind kind)
{
    const char *keys[5] = { "date", "event", "every_years" };
    size_t n = 3;

    for (size_t i = 0; i < 2 && keys_of[kind][i]; i++) {
        keys[n++] = keys_of[kind][i];
    }
    wai_value_keys(&draft->reader, node, keys, n);
}

static void read_set(struct wai_draft *draft, const struct wai_node *node, struct wai_calendar_entry *entry)
{
    struct wai_value_reader *reader = &draft->reader;
    const struct wai_node *path = wai_tree_child(node, "path"), *value = wai_tree_child(node, "value");
    double number;
    int row;

    if (!path || !value) {
        (void)wai_value_mistake(reader, node, "%s is missing", path ? "value" : "path");
        return;
    }
    row = wai_params_find(reader, path);
    if (row < 0) {
        return;
    }
    if (wai_param_table[row].at_start_only) {
        (void)wai_value_mistake(reader, path, "%s is read when a run starts; it cannot be set later",
                                wai_param_table[row].path);
        return;
    }
    if (value->kind != WAI_NODE_REAL && value->kind != WAI_NODE_WHOLE) {
        (void)wai_value_mistake(reader, value, "wants a number, not %s", wai_node_kind_names[value->kind]);
        return;
    }
    number = value->real;
    if (wai_params_check(reader, value, row, number)) {
        entry->param = row;
        entry->value = number;
    }
}

static void read_country(struct wai_draft *draft, const struct wai_node *node,
                         struct wai_calendar_entry *entry)
{
    const struct wai_node *country = wai_tree_child(node, "country");
    int status = 0;

    if (!country) {
        (void)wai_value_mistake(&draft->reader, node, "country is missing");
    } else {
        entry->country = wai_source_country(draft, country);
        if (entry->country >= 0 && entry->country == draft->scenario->setup.sponsor) {
            (void)wai_value_mistake(&draft->reader, country,
                                    "is the sponsor, which nothing changes; take another country");
        }
    }
    if (entry->kind == WAI_CALENDAR_STATUS &&
        wai_value_word(&draft->reader, node, "status", 1, wai_status_names, WAI_N_STATUSES, &status)) {
        entry->status = (enum wai_status_code)status;
    }
}

static void read_details(struct wai_draft *draft, const struct wai_node *node,
                         struct wai_calendar_entry *entry)
{
    int rival = 0;

    check_keys(draft, node, entry->kind);
    switch (entry->kind) {
    case WAI_CALENDAR_SET:
        read_set(draft, node, entry);
        break;
    case WAI_CALENDAR_STATUS:
    case WAI_CALENDAR_INVITE:
        read_country(draft, node, entry);
        break;
    case WAI_CALENDAR_RIVAL_OPENS:
    case WAI_CALENDAR_RIVAL_SUMMIT:
        if (wai_value_word(&draft->reader, node, "rival", 1, wai_rival_names, WAI_N_RIVALS, &rival)) {
            entry->rival = (enum wai_rival)rival;
        }
        break;
    default:
        break;
    }
}

/* ---- days outside of the run ---- */

int wai_calendar_drops(const struct wai_draft *draft, const struct wai_node *entry)
{
    for (size_t i = 0; i < draft->n_dropped; i++) {
        if (draft->dropped[i] == entry) {
            return 1;
        }
    }
    return 0;
}

/* Where a node stands, without folders: "baseline.cfg:5", or an override. */
static void add_place(struct wai_text *out, const struct wai_node *node)
{
    if (node->line > 0) {
        wai_text_add(out, "%s:%d", wai_path_name(node->file), node->line);
    } else {
        wai_text_add(out, "%s", node->file);
    }
}

/* Something that never comes in the run, for `bound` ("start" or "end", or both when NULL) is as it is.
 * Whoever states the bound later than `node` shortens the run and knows what he does: the node is left out,
 * and told. Else it is a mistake, told at `at`. */
static void fall_out(struct wai_draft *draft, const struct wai_node *node, const struct wai_node *at,
                     const char *bound, const char *what, const char *why)
{
    const struct wai_node *root = draft->tree.root;
    const struct wai_node *start = wai_tree_child(root, "start"), *end = wai_tree_child(root, "end");
    const struct wai_node *by = NULL;
    char path[WAI_TREE_PATH];

    if ((!bound || strcmp(bound, "start") == 0) && wai_tree_overrides(start, node)) {
        by = start;
    }
    if ((!bound || strcmp(bound, "end") == 0) && wai_tree_overrides(end, node)) {
        by = end;
    }
    if (!by) {
        (void)wai_value_mistake(&draft->reader, at, "%s", why);
        return;
    }
    add_place(&draft->left_out, node);
    wai_text_add(&draft->left_out, ": %s: %s %s (", wai_tree_path(node, path), what, why);
    add_place(&draft->left_out, by);
    wai_text_add(&draft->left_out, ")\n");
    draft->dropped[draft->n_dropped++] = node;
}

/* The same of an entry, with its event and first date. */
static void drop_entry(struct wai_draft *draft, const struct wai_node *node,
                       const struct wai_calendar_entry *entry, const char *bound, const char *why)
{
    const struct wai_node *date = wai_tree_child(node, "date");
    char what[80];

    (void)snprintf(what, sizeof what, "%s of %s", wai_calendar_names[entry->kind], date->text);
    fall_out(draft, node, date, bound, what, why);
}

/* Puts an entry on its days within the run: one, or one every so many years. */
static void put_on_days(struct wai_draft *draft, struct script *script, const struct wai_node *node,
                        struct wai_calendar_entry *entry, int32_t first, int64_t every_years, size_t order)
{
    const struct wai_scenario *scenario = draft->scenario;
    const struct wai_setup *setup = &scenario->setup;
    struct wai_date date = wai_date_of(first);
    size_t n_before = script->n;
    char why[120];

    if (every_years > 0 && date.month == 2 && date.day == 29) {
        (void)wai_value_mistake(&draft->reader, node,
                                "29 February does not come every year; take 28 February or 1 March");
        return;
    }
    while (wai_date_exists(date) && wai_date_number(date) < setup->start_day + setup->n_days) {
        entry->day = wai_date_number(date) - setup->start_day;
        if (entry->day >= 0 && script->n < MOST_ENTRIES && !add(script, entry, order, node)) {
            (void)wai_value_no_memory(&draft->reader);
            return;
        }
        if (every_years == 0) {
            break;
        }
        date.year += (int)every_years;
    }
    if (script->n > n_before || script->n >= MOST_ENTRIES) {
        return;
    }
    if (first >= setup->start_day) {
        (void)snprintf(why, sizeof why, "is not before the end, %s", scenario->end);
        drop_entry(draft, node, entry, "end", why);
    } else if (every_years == 0) {
        (void)snprintf(why, sizeof why, "lies before the start, %s", scenario->start);
        drop_entry(draft, node, entry, "start", why);
    } else {
        (void)snprintf(why, sizeof why, "never comes in the run, from %s to %s", scenario->start,
                       scenario->end);
        drop_entry(draft, node, entry, NULL, why);
    }
}

static void read_entry(struct wai_draft *draft, struct script *script, const struct wai_node *node,
                       size_t order)
{
    struct wai_value_reader *reader = &draft->reader;
    struct wai_calendar_entry entry = { .country = -1, .param = -1 };
    size_t before = reader->n_mistakes;
    int64_t every_years = 0;
    int32_t date;
    int kind, has_date;

    if (!wai_value_node_is(reader, node, WAI_NODE_GROUP)) {
        return;
    }
    has_date = wai_value_date(reader, node, "date", 1, &date);
    if (wai_value_word(reader, node, "event", 1, wai_calendar_names, WAI_N_CALENDAR_KINDS, &kind)) {
        entry.kind = (enum wai_calendar_kind)kind;
        read_details(draft, node, &entry);
    }
    (void)wai_value_whole(reader, node, "every_years", 0, 1, 300, &every_years);
    if (has_date && draft->has_dates && reader->n_mistakes == before) {
        put_on_days(draft, script, node, &entry, date, every_years, order);
    }
}

/* ---- all entries ---- */

static int compare_entries(const void *left, const void *right)
{
    const struct script_entry *a = left, *b = right;

    if (a->entry.day != b->entry.day) {
        return a->entry.day < b->entry.day ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Numbers the entries of one kind (and rival) on one day. */
static void number_occurrences(struct wai_draft *draft, struct script *script)
{
    uint32_t seen[WAI_N_CALENDAR_KINDS][WAI_N_RIVALS] = { { 0 } };

    for (size_t i = 0; i < script->n; i++) {
        struct wai_calendar_entry *entry = &script->entries[i].entry;

        if (i > 0 && entry->day != script->entries[i - 1].entry.day) {
            memset(seen, 0, sizeof seen);
        }
        entry->occurrence = seen[entry->kind][entry->rival]++;
        /* Only those that draw have addresses by occurrence; the others may be many a day. */
        if (entry->occurrence == MOST_A_DAY && entry->kind != WAI_CALENDAR_SET &&
            entry->kind != WAI_CALENDAR_STATUS && entry->kind != WAI_CALENDAR_INVITE) {
            (void)wai_value_mistake(&draft->reader, script->entries[i].node,
                                    "more than %d entries of one kind on one day", MOST_A_DAY);
        }
    }
}

static void keep(struct wai_draft *draft, const struct script *script)
{
    struct wai_setup *setup = &draft->scenario->setup;

    setup->calendar = calloc(script->n ? script->n : 1, sizeof *setup->calendar);
    if (!setup->calendar) {
        (void)wai_value_no_memory(&draft->reader);
        return;
    }
    setup->n_calendar = script->n;
    for (size_t i = 0; i < script->n; i++) {
        setup->calendar[i] = script->entries[i].entry;
    }
}

/* Every summit day strictly after the start and before the end. */
static void read_summits(struct wai_draft *draft)
{
    struct wai_setup *setup = &draft->scenario->setup;
    const struct wai_node *node = wai_tree_child(draft->tree.root, "summit_day");
    struct wai_date date;
    const char *mistake;
    char excerpt[WAI_TEXT_EXCERPT];

    if (!node || !wai_value_node_is(&draft->reader, node, WAI_NODE_TEXT)) {
        return;
    }
    mistake = wai_date_parse_yearly(node->text, &date.month, &date.day);
    if (mistake) {
        (void)wai_value_mistake(&draft->reader, node, "\"%s\" %s",
                                wai_text_excerpt(node->text, strlen(node->text), excerpt), mistake);
        return;
    }
    setup->summit_days = calloc(WAI_DATE_LAST_YEAR - WAI_DATE_FIRST_YEAR + 1, sizeof *setup->summit_days);
    if (!setup->summit_days) {
        (void)wai_value_no_memory(&draft->reader);
        return;
    }
    for (date.year = WAI_DATE_FIRST_YEAR; draft->has_dates && date.year <= WAI_DATE_LAST_YEAR; date.year++) {
        int32_t day = wai_date_number(date) - setup->start_day;

        if (day > 0 && day < setup->n_days) {
            setup->summit_days[setup->n_summits++] = day;
        }
    }
    if (draft->has_dates && setup->n_summits == 0) {
        char why[120];

        (void)snprintf(why, sizeof why, "does not come after the start, %s, and before the end, %s",
                       draft->scenario->start, draft->scenario->end);
        fall_out(draft, node, node, NULL, node->text, why);
    }
}

void wai_calendar_read(struct wai_draft *draft)
{
    const struct wai_node *list = wai_value_list(&draft->reader, draft->tree.root, "calendar", 0);
    struct script script = { 0 };
    size_t order = 0;

    draft->dropped = calloc((list ? list->n_children : 0) + 1, sizeof *draft->dropped);
    if (!draft->dropped) {
        (void)wai_value_no_memory(&draft->reader);
        return;
    }
    for (const struct wai_node *node = list ? list->first : NULL; node; node = node->next) {
        read_entry(draft, &script, node, order++);
    }
    if (script.n >= MOST_ENTRIES) {
        (void)wai_value_mistake(&draft->reader, list,
                                "has more than %d entries when those of every year are counted",
                                MOST_ENTRIES);
    }
    if (script.n > 0) {
        qsort(script.entries, script.n, sizeof *script.entries, compare_entries);
        number_occurrences(draft, &script);
    }
    keep(draft, &script);
    read_summits(draft);
    free(script.entries);
}
