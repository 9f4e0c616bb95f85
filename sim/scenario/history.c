/* The record of what happened: who signed when, who joined the rival when; as the start of a world it may
 * also give statuses and flags. */
#include <stdlib.h>
#include <string.h>

#include "scenario/date.h"
#include "scenario/draft.h"
#include "scenario/links.h"
#include "scenario/text.h"

/* Words of a status column. */
static const struct {
    const char *word;
    enum wai_status_code status;
    int signs; /* the date is one of signature */
} words[] = {
    { "", WAI_STATUS_NONE, 0 },
    { "founding", WAI_STATUS_SIGNATORY, 1 },
    { "signatory", WAI_STATUS_SIGNATORY, 1 },
    { "observer", WAI_STATUS_OBSERVER, 0 },
    { "interested", WAI_STATUS_INTERESTED, 0 },
    { "invited", WAI_STATUS_NONE, 0 },
};
#define N_WORDS (sizeof words / sizeof words[0])

static int read_word(struct wai_csv *csv, const struct wai_csv_cell *cell, size_t *word)
{
    char excerpt[WAI_TEXT_EXCERPT];

    for (size_t i = 0; i < N_WORDS; i++) {
        if (strcmp(cell->text, words[i].word) == 0) {
            *word = i;
            return 1;
        }
    }
    return wai_csv_mistake(
        csv, cell,
        "\"%s\" is not known; allowed are founding, signatory, observer, interested, invited and "
        "an empty field",
        wai_text_excerpt(cell->text, strlen(cell->text), excerpt));
}

/* The date in a cell; 0: empty, or a mistake that was told. */
static int read_date(struct wai_csv *csv, const struct wai_csv_cell *cell, int32_t *number)
{
    char excerpt[WAI_TEXT_EXCERPT];
    const char *mistake;

    if (cell->text[0] == '\0') {
        return 0;
    }
    mistake = wai_date_parse(cell->text, number);
    if (mistake) {
        return wai_csv_mistake(csv, cell, "\"%s\" %s",
                               wai_text_excerpt(cell->text, strlen(cell->text), excerpt), mistake);
    }
    return 1;
}

/* Counts the mistakes that were found in the record since `before` as those of the reader. */
static void count_mistakes(struct wai_draft *draft, size_t before)
{
    if (draft->record.n_mistakes > before) {
        draft->reader.n_mistakes += draft->record.n_mistakes - before;
        draft->reader.status = draft->reader.status == WAI_OK ? WAI_ERR_CONFIG : draft->reader.status;
    }
}

/* Position of the column that a key of `world` (or the preset) names; -1 when there is none. */
static int column_of(struct wai_draft *draft, const struct wai_node *world, const char *key,
                     const char *preset)
{
    const struct wai_node *node = wai_tree_child(world, key);
    int column;

    if (!node) {
        return wai_csv_find(&draft->record, preset);
    }
    if (!wai_value_node_is(&draft->reader, node, WAI_NODE_TEXT)) {
        return -1;
    }
    column = wai_csv_find(&draft->record, node->text);
    if (column < 0) {
        (void)wai_value_mistake(&draft->reader, node, "the record has no column \"%s\"", node->text);
    }
    return column;
}

/* Countries of the rows; each at most once. */
static int find_countries(struct wai_draft *draft)
{
    struct wai_csv *csv = &draft->record;
    int column = wai_csv_find(csv, "iso3");
    size_t n = draft->scenario->setup.tables.n_countries;
    int32_t *line = calloc(n, sizeof *line);

    draft->record_country = malloc((csv->n_rows ? csv->n_rows : 1) * sizeof *draft->record_country);
    if (!line || !draft->record_country) {
        free(line);
        return wai_value_no_memory(&draft->reader);
    }
    if (column < 0) {
        (void)wai_csv_mistake(csv, wai_csv_header(csv, 0), "column \"iso3\" is missing");
    }
    for (size_t row = 0; row < csv->n_rows; row++) {
        const struct wai_csv_cell *cell = wai_csv_cell(csv, row, (size_t)(column < 0 ? 0 : column));
        int32_t i = column < 0 ? -1 : wai_links_country(csv, cell, &draft->gazetteer);

        if (i >= 0 && line[i] > 0) {
            (void)wai_csv_mistake(csv, cell, "%s is there already, on line %d", cell->text, (int)line[i]);
            i = -1;
        } else if (i >= 0) {
            line[i] = cell->line;
        }
        draft->record_country[row] = i;
    }
    free(line);
    return 1;
}

/* Signatures: rows whose status signs, with their dates. */
static void read_signatures(struct wai_draft *draft, int status_column, int date_column)
{
    struct wai_setup *setup = &draft->scenario->setup;

    for (size_t row = 0; row < draft->record.n_rows; row++) {
        int32_t i = draft->record_country[row], number;
        size_t word = 0;

        if (read_word(&draft->record, wai_csv_cell(&draft->record, row, (size_t)status_column), &word) &&
            i >= 0 &&
            read_date(&draft->record, wai_csv_cell(&draft->record, row, (size_t)date_column), &number) &&
            words[word].signs) {
            setup->recorded_signed_day[i] = number - setup->start_day;
        }
    }
}

static void read_days(struct wai_draft *draft, int column, int32_t *days)
{
    for (size_t row = 0; row < draft->record.n_rows; row++) {
        int32_t i = draft->record_country[row], number;

        if (read_date(&draft->record, wai_csv_cell(&draft->record, row, (size_t)column), &number) && i >= 0) {
            days[i] = number - draft->scenario->setup.start_day;
        }
    }
}

static int alloc_days(struct wai_setup *setup)
{
    size_t n = setup->tables.n_countries;

    setup->recorded_signed_day = malloc(n * sizeof *setup->recorded_signed_day);
    setup->recorded_us_day = malloc(n * sizeof *setup->recorded_us_day);
    if (!setup->recorded_signed_day || !setup->recorded_us_day) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        setup->recorded_signed_day[i] = INT32_MIN;
        setup->recorded_us_day[i] = INT32_MIN;
    }
    return 1;
}

void wai_history_read(struct wai_draft *draft, const struct wai_node *world)
{
    const struct wai_input *input = &draft->scenario->inputs[WAI_INPUT_RECORD];
    struct wai_setup *setup = &draft->scenario->setup;
    int status_column, date_column, us_column;
    enum wai_status status;

    if (!draft->has_tables) {
        return;
    }
    if (!alloc_days(setup)) {
        (void)wai_value_no_memory(&draft->reader);
        return;
    }
    if (!draft->record_path) {
        return;
    }
    status = wai_csv_parse(&draft->record, input->text, input->length, draft->record_path, draft->reader.err);
    if (status != WAI_OK) {
        draft->reader.n_mistakes++;
        draft->reader.status = status;
        return;
    }
    if (find_countries(draft)) {
        status_column = column_of(draft, world, "record_status", "waico_status");
        date_column = column_of(draft, world, "record_date", "waico_date");
        us_column = column_of(draft, world, "record_us", "pax_silica_date");
        if (status_column >= 0 && date_column >= 0) {
            read_signatures(draft, status_column, date_column);
        }
        if (us_column >= 0) {
            read_days(draft, us_column, setup->recorded_us_day);
        }
    }
    count_mistakes(draft, 0);
}

/* Position of the column of the record that a node names, -1 after telling that there is none. */
static int named_column(struct wai_draft *draft, const struct wai_node *node)
{
    int column;

    if (!draft->record.cells || !draft->record_country) {
        if (!draft->record_path && draft->has_tables) {
            (void)wai_value_mistake(&draft->reader, node,
                                    "names a column of the record, but world.record is not set");
        }
        return -1;
    }
    column = wai_csv_find(&draft->record, node->text);
    if (column < 0) {
        (void)wai_value_mistake(&draft->reader, node, "the record has no column \"%s\"", node->text);
    }
    return column;
}

void wai_history_statuses(struct wai_draft *draft, const struct wai_node *node,
                          const struct wai_node *date_node)
{
    struct wai_setup *setup = &draft->scenario->setup;
    size_t before = draft->record.n_mistakes;
    int column = named_column(draft, node), date_column = -1;

    if (column < 0) {
        return;
    }
    if (date_node) {
        date_column = named_column(draft, date_node);
    } else {
        date_column =
            column_of(draft, wai_tree_child(draft->tree.root, "world"), "record_date", "waico_date");
    }
    for (size_t row = 0; row < draft->record.n_rows; row++) {
        int32_t i = draft->record_country[row], number;
        size_t word = 0;

        if (i < 0 || i == setup->sponsor ||
            !read_word(&draft->record, wai_csv_cell(&draft->record, row, (size_t)column), &word)) {
            continue;
        }
        if (date_column >= 0 &&
            read_date(&draft->record, wai_csv_cell(&draft->record, row, (size_t)date_column), &number) &&
            number > setup->start_day) {
            continue; /* lies ahead: not yet true at the start */
        }
        setup->status[i] = (int8_t)words[word].status;
    }
    count_mistakes(draft, before);
}

void wai_history_flags(struct wai_draft *draft, const struct wai_node *node, uint8_t bit)
{
    struct wai_setup *setup = &draft->scenario->setup;
    size_t before = draft->record.n_mistakes;
    int column = named_column(draft, node);

    for (size_t row = 0; column >= 0 && row < draft->record.n_rows; row++) {
        int32_t i = draft->record_country[row], number;

        if (i >= 0 && read_date(&draft->record, wai_csv_cell(&draft->record, row, (size_t)column), &number) &&
            number <= setup->start_day) {
            setup->flags[i] |= bit;
        }
    }
    count_mistakes(draft, before);
}
