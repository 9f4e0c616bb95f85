/* A scenario on its way from text to values: what the readers of its parts share. */
#ifndef WAI_SCENARIO_DRAFT_H
#define WAI_SCENARIO_DRAFT_H

#include "scenario/csv.h"
#include "scenario/gazetteer.h"
#include "scenario/scenario.h"
#include "scenario/text.h"
#include "scenario/value.h"

struct wai_draft {
    struct wai_value_reader reader;
    size_t told; /* length of the messages of others before ours */
    struct wai_tree tree;
    struct wai_scenario *scenario;  /* being filled */
    int has_tables;                 /* setup.tables are read and right */
    struct wai_gazetteer gazetteer; /* of setup.tables */
    int has_dates;                  /* start and end are read and right */
    struct wai_text left_out;       /* lines of scenario->left_out */
    size_t n_dropped;
    const struct wai_node **dropped; /* entries of the calendar that are left out */
    struct wai_csv record;           /* cells NULL: there is none */
    const char *record_path;
    int32_t *record_country; /* of each row; -1 after a mistake */
};

/* ---- parameters (params.c) ---- */

/* Reads all groups of parameters at the root; presets stay where nothing is said.  Unknown keys at the root
 * are told here too, but for `keys`. */
void wai_params_read(struct wai_value_reader *reader, const struct wai_node *root, const char *const *keys,
                     size_t n_keys, struct wai_params *params);

/* Row of the parameter that a text node names, -1 after telling the nearest. */
int wai_params_find(struct wai_value_reader *reader, const struct wai_node *node);

/* 1 when value may be given to row; else tells at node why not. */
int wai_params_check(struct wai_value_reader *reader, const struct wai_node *node, int row, double value);

/* ---- tables (source.c) ---- */

/* Reads `world`: the tables from files, from `inputs`, or synthesised; fills setup.tables, inputs and the
 * index. */
void wai_source_read(struct wai_draft *draft, const struct wai_input *inputs);

/* Position of the country whose code a text node holds, -1 after a mistake (or silently without tables). */
int32_t wai_source_country(struct wai_draft *draft, const struct wai_node *node);

/* ---- the record (history.c) ---- */

/* Splits the record and finds its countries; fills recorded_signed_day and recorded_us_day. */
void wai_history_read(struct wai_draft *draft, const struct wai_node *world);

/* Statuses at the start from a column of the record that `node` names; dates after the start are left out. */
void wai_history_statuses(struct wai_draft *draft, const struct wai_node *node,
                          const struct wai_node *date_node);

/* Marks in `flags` (with `bit`) every country whose date in the column that `node` names is at or before the
 * start. */
void wai_history_flags(struct wai_draft *draft, const struct wai_node *node, uint8_t bit);

/* ---- the start (initial.c), the calendar (calendar.c), the canonical text (effective.c) ---- */

void wai_initial_read(struct wai_draft *draft);
void wai_calendar_read(struct wai_draft *draft);

/* 1 when an entry of the calendar never comes in the run and is left out. */
int wai_calendar_drops(const struct wai_draft *draft, const struct wai_node *entry);

/* The canonical text between the titles and the parameters; NULL: memory is out. */
char *wai_effective_world(const struct wai_draft *draft);

/* The whole canonical text of a scenario with its effective_world; NULL: memory is out. */
char *wai_effective_join(const struct wai_scenario *scenario);

#endif
