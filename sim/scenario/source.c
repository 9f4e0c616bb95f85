/* `world`: where the tables come from, their texts with digest, source and licence, and the index of codes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/sha256.h"
#include "scenario/atlas.h"
#include "scenario/draft.h"
#include "scenario/path.h"
#include "scenario/synthetic.h"
#include "scenario/text.h"

#define MAX_SOURCES_BYTES ((size_t)1 << 20)

static const char *const world_keys[] = { "countries",    "borders",          "blocs",
                                          "record",       "countries_sha256", "borders_sha256",
                                          "blocs_sha256", "record_sha256",    "record_status",
                                          "record_date",  "record_us",        "synthetic" };
#define N_WORLD_KEYS (sizeof world_keys / sizeof world_keys[0])

/* Keeps the outcome of a function that told its mistake itself. */
static void take_status(struct wai_value_reader *reader, enum wai_status status)
{
    if (status != WAI_OK) {
        reader->n_mistakes++;
        if (reader->status == WAI_OK || reader->status == WAI_ERR_CONFIG) {
            reader->status = status;
        }
    }
}

/* ---- source and licence: sources.csv beside a table, columns file, source, licence ---- */

static int find_source(struct wai_csv *csv, struct wai_input *input)
{
    static const char *const names[3] = { "file", "source", "licence" };
    int where[3];

    if (!wai_csv_columns(csv, names, 3, 3, where)) {
        return 0;
    }
    for (size_t row = 0; row < csv->n_rows; row++) {
        if (strcmp(wai_csv_cell(csv, row, (size_t)where[0])->text, input->name) == 0) {
            const char *source = wai_csv_cell(csv, row, (size_t)where[1])->text;
            const char *licence = wai_csv_cell(csv, row, (size_t)where[2])->text;

            input->source = wai_text_copy(source, strlen(source));
            input->licence = wai_text_copy(licence, strlen(licence));
            return 1;
        }
    }
    return 1;
}

static void read_source(struct wai_value_reader *reader, const char *path, struct wai_input *input)
{
    char *folder = wai_path_folder(path), *sources = folder ? wai_path_join(folder, "sources.csv") : NULL;
    char *text = NULL;
    struct wai_csv csv = { 0 };
    struct stat about;
    size_t length;

    if (!sources) {
        (void)wai_value_no_memory(reader);
    } else if (stat(sources, &about) == 0) {
        enum wai_status status = wai_path_read(sources, MAX_SOURCES_BYTES, &text, &length, reader->err);

        status = status == WAI_OK ? wai_csv_parse(&csv, text, length, sources, reader->err) : status;
        if (status == WAI_OK && !find_source(&csv, input)) {
            status = WAI_ERR_CONFIG;
        }
        take_status(reader, status);
    }
    wai_csv_free(&csv);
    free(text);
    free(sources);
    free(folder);
}

/* ---- one table ---- */

/* Takes a table from a file; `path` is kept in the tree for messages. */
static const char *read_file(struct wai_draft *draft, const struct wai_node *node, struct wai_input *input)
{
    struct wai_value_reader *reader = &draft->reader;
    char *joined = wai_path_join(node->folder, node->text);
    const char *path = joined ? wai_tree_keep(&draft->tree, joined) : NULL;
    enum wai_status status;

    free(joined);
    if (!path) {
        (void)wai_value_no_memory(reader);
        return NULL;
    }
    status = wai_path_read(path, WAI_CSV_MAX_BYTES, &input->text, &input->length, reader->err);
    if (status != WAI_OK) {
        char excerpt[WAI_TEXT_EXCERPT];

        take_status(reader, status);
        (void)wai_value_mistake(reader, node, "\"%s\" cannot be read",
                                wai_text_excerpt(node->text, strlen(node->text), excerpt));
        return NULL;
    }
    input->name = wai_text_copy(wai_path_name(path), strlen(wai_path_name(path)));
    if (!input->name) {
        (void)wai_value_no_memory(reader);
        return NULL;
    }
    read_source(reader, path, input);
    return path;
}

/* Takes a table that the caller holds. */
static const char *copy_input(struct wai_draft *draft, const struct wai_input *given, struct wai_input *input)
{
    input->name = wai_text_copy(given->name, strlen(given->name));
    input->text = wai_text_copy(given->text, given->length);
    input->length = given->length;
    if (given->source) {
        input->source = wai_text_copy(given->source, strlen(given->source));
    }
    if (given->licence) {
        input->licence = wai_text_copy(given->licence, strlen(given->licence));
    }
    if (!input->name || !input->text) {
        (void)wai_value_no_memory(&draft->reader);
        return NULL;
    }
    return input->name;
}

/* The text of a table in its role: its path for messages, NULL when there is none. */
static const char *read_input(struct wai_draft *draft, const struct wai_node *world, enum wai_input_role role,
                              const struct wai_input *inputs)
{
    struct wai_input *input = &draft->scenario->inputs[role];
    const char *key = wai_input_names[role], *path = NULL, *ignored;
    char pin[32];
    const struct wai_node *node;

    if (inputs) {
        path = inputs[role].name ? copy_input(draft, &inputs[role], input) : NULL;
    } else if (wai_value_text(&draft->reader, world, key, role == WAI_INPUT_COUNTRIES, &ignored)) {
        path = read_file(draft, wai_tree_child(world, key), input);
    }
    if (!path) {
        return NULL;
    }
    if (!input->source) {
        input->source = wai_text_copy("", 0);
    }
    if (!input->licence) {
        input->licence = wai_text_copy("", 0);
    }
    if (!input->source || !input->licence) {
        (void)wai_value_no_memory(&draft->reader);
        return NULL;
    }
    wai_sha256_text(input->text, input->length, input->sha256);
    (void)snprintf(pin, sizeof pin, "%s_sha256", key);
    node = wai_tree_child(world, pin);
    if (node && wai_value_node_is(&draft->reader, node, WAI_NODE_TEXT) &&
        strcmp(node->text, input->sha256) != 0) {
        (void)wai_value_mistake(&draft->reader, node, "the table read is another one: its SHA-256 is %s",
                                input->sha256);
    }
    return path;
}

/* ---- all tables ---- */

static void read_tables(struct wai_draft *draft, const struct wai_node *world, const struct wai_input *inputs)
{
    struct wai_scenario *scenario = draft->scenario;
    struct wai_atlas_text texts[WAI_N_INPUTS];
    size_t before = draft->reader.n_mistakes;
    enum wai_status status;

    for (int role = 0; role < WAI_N_INPUTS; role++) {
        const char *path = read_input(draft, world, (enum wai_input_role)role, inputs);

        texts[role] = (struct wai_atlas_text){ path, path ? scenario->inputs[role].text : NULL,
                                               scenario->inputs[role].length };
    }
    draft->record_path = texts[WAI_INPUT_RECORD].path;
    if (!texts[WAI_INPUT_COUNTRIES].text) {
        if (draft->reader.n_mistakes == before) {
            (void)wai_value_mistake(&draft->reader, world, "countries is missing");
        }
        return;
    }
    status = wai_atlas_read(&scenario->setup.tables, &texts[WAI_INPUT_COUNTRIES], &texts[WAI_INPUT_BORDERS],
                            &texts[WAI_INPUT_BLOCS], draft->reader.err);
    take_status(&draft->reader, status);
    draft->has_tables = status == WAI_OK;
}

static void synthesise(struct wai_draft *draft, const struct wai_node *world, const struct wai_node *group)
{
    static const char *const keys[] = { "countries", "subregions", "neighbours", "blocs", "seed" };
    struct wai_value_reader *reader = &draft->reader;
    size_t before = reader->n_mistakes;
    int64_t n = 0, subregions = 22, neighbours = 4, blocs = 0, seed = 1;

    wai_value_keys(reader, group, keys, 5);
    for (size_t i = 0; i < 11; i++) {
        const struct wai_node *other = wai_tree_child(world, world_keys[i]);

        if (other) {
            (void)wai_value_mistake(reader, other, "does not go together with synthetic");
        }
    }
    if (!wai_value_whole(reader, group, "countries", 1, 2, WAI_ATLAS_MAX_COUNTRIES, &n)) {
        return;
    }
    subregions = subregions < n ? subregions : n;
    neighbours = neighbours < n ? neighbours : 0;
    (void)wai_value_whole(reader, group, "subregions", 0, 1, n, &subregions);
    (void)wai_value_whole(reader, group, "neighbours", 0, 0, n - 1 < 1000 ? n - 1 : 1000, &neighbours);
    (void)wai_value_whole(reader, group, "blocs", 0, 0, n, &blocs);
    (void)wai_value_whole(reader, group, "seed", 0, 0, INT64_MAX, &seed);
    if (neighbours % 2 != 0) {
        (void)wai_value_mistake(reader, wai_tree_child(group, "neighbours"),
                                "%d is odd; an even number is wanted", (int)neighbours);
    }
    if (reader->n_mistakes == before) {
        const struct wai_synthetic made = { (size_t)n, (size_t)subregions, (size_t)neighbours, (size_t)blocs,
                                            (uint64_t)seed };

        if (wai_synthetic_fill(&draft->scenario->setup.tables, &made) == WAI_OK) {
            draft->has_tables = 1;
        } else {
            (void)wai_value_no_memory(reader);
        }
    }
}

static void index_codes(struct wai_draft *draft)
{
    if (wai_gazetteer_init(&draft->gazetteer, &draft->scenario->setup.tables) != WAI_OK) {
        (void)wai_value_no_memory(&draft->reader);
        draft->has_tables = 0;
    }
}

void wai_source_read(struct wai_draft *draft, const struct wai_input *inputs)
{
    struct wai_value_reader *reader = &draft->reader;
    const struct wai_node *world = wai_value_group(reader, draft->tree.root, "world", 1);
    const struct wai_node *synthetic;

    if (!world) {
        return;
    }
    wai_value_keys(reader, world, world_keys, N_WORLD_KEYS);
    synthetic = wai_tree_child(world, "synthetic");
    if (!synthetic) {
        read_tables(draft, world, inputs);
    } else if (wai_value_node_is(reader, synthetic, WAI_NODE_GROUP)) {
        synthesise(draft, world, synthetic);
    }
    if (draft->has_tables) {
        index_codes(draft);
    }
}

int32_t wai_source_country(struct wai_draft *draft, const struct wai_node *node)
{
    char excerpt[WAI_TEXT_EXCERPT], hint[WAI_GAZETTEER_HINT];
    int32_t position;

    if (!wai_value_node_is(&draft->reader, node, WAI_NODE_TEXT) || !draft->has_tables) {
        return -1;
    }
    position = wai_index_find(&draft->gazetteer.index, node->text);
    if (position < 0) {
        (void)wai_value_mistake(&draft->reader, node, "\"%s\" is no code of the country table%s",
                                wai_text_excerpt(node->text, strlen(node->text), excerpt),
                                wai_gazetteer_hint(&draft->gazetteer, node->text, hint));
    }
    return position;
}
