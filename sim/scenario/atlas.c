/* The country table, and the joining of the three tables into one world. */
#include "scenario/atlas.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/index.h"
#include "scenario/links.h"
#include "scenario/text.h"

/* Columns of the country table: five words, the numbers, and one that may be left out. */
enum { CODE, M49, NAME, REGION, SUBREGION, N_WORDS };
#define COLUMN_NAME(member, min, max, unit, meaning) #member,
static const char *const column_names[] = { "iso3",      "iso_numeric",
                                            "name",      "region",
                                            "subregion", WAI_COUNTRY_COLUMNS(COLUMN_NAME) "imputed" };
#undef COLUMN_NAME
#define N_COLUMNS (sizeof column_names / sizeof column_names[0])
#define IMPUTED (N_COLUMNS - 1)

/* What is being joined. */
struct atlas {
    struct wai_csv countries, borders, blocs;
    struct wai_gazetteer gazetteer;
    struct wai_links border_links, bloc_links;
    int where[N_COLUMNS];
};

int wai_atlas_is_code(const char *text)
{
    for (int i = 0; i < 3; i++) {
        char c = text[i];

        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            return 0;
        }
    }
    return text[3] == '\0';
}

const double *wai_atlas_column(const struct wai_tables *tables, const char *name)
{
#define IF_COLUMN(member, min, max, unit, meaning)                                                           \
    if (strcmp(name, #member) == 0) {                                                                        \
        return tables->member;                                                                               \
    }
    WAI_COUNTRY_COLUMNS(IF_COLUMN)
#undef IF_COLUMN
    return NULL;
}

static const struct wai_csv_cell *cell_of(const struct atlas *atlas, size_t row, size_t column)
{
    return wai_csv_cell(&atlas->countries, row, (size_t)atlas->where[column]);
}

/* Codes: well formed, none twice.  They make the index that the other tables are read by. */
static enum wai_status read_codes(struct atlas *atlas)
{
    struct wai_csv *csv = &atlas->countries;
    size_t n = csv->n_rows;

    if (wai_gazetteer_alloc(&atlas->gazetteer, n) != WAI_OK) {
        return WAI_ERR_MEMORY;
    }
    for (size_t row = 0; row < n; row++) {
        const struct wai_csv_cell *cell = cell_of(atlas, row, CODE);
        char excerpt[WAI_TEXT_EXCERPT];
        int32_t position;

        atlas->gazetteer.codes[row] = cell->text;
        atlas->gazetteer.names[row] = cell_of(atlas, row, NAME)->text;
        if (!wai_atlas_is_code(cell->text)) {
            (void)wai_csv_mistake(csv, cell, "iso3: \"%s\" is no code of three letters or digits",
                                  wai_text_excerpt(cell->text, strlen(cell->text), excerpt));
            continue;
        }
        position = wai_index_add(&atlas->gazetteer.index, cell->text, (int32_t)row);
        if (position != (int32_t)row) {
            (void)wai_csv_mistake(csv, cell, "iso3: %s is there already, on line %d", cell->text,
                                  (int)cell_of(atlas, (size_t)position, CODE)->line);
        }
    }
    if (n < 2) {
        (void)wai_csv_mistake(csv, wai_csv_header(csv, 0), "%zu countr%s; a world has at least 2", n,
                              n == 1 ? "y" : "ies");
    } else if (n > WAI_ATLAS_MAX_COUNTRIES) {
        (void)wai_csv_mistake(csv, wai_csv_header(csv, 0), "%zu countries; a world has at most %d", n,
                              WAI_ATLAS_MAX_COUNTRIES);
    }
    return WAI_OK;
}

/* A text of a country: present; copied.  0: memory is out. */
static int copy_word(struct wai_csv *csv, const struct wai_csv_cell *cell, const char *column, char **out)
{
    if (cell->text[0] == '\0') {
        (void)wai_csv_mistake(csv, cell, "%s: is empty", column);
    }
    *out = wai_text_copy(cell->text, strlen(cell->text));
    return *out != NULL;
}

/* Names of one column in the order of first appearance, and each country's position among them. */
static enum wai_status read_classes(struct atlas *atlas, size_t column, int32_t *positions, char ***names,
                                    size_t *n_names)
{
    struct wai_csv *csv = &atlas->countries;
    struct wai_index index = { 0 };
    enum wai_status status = wai_index_init(&index, csv->n_rows);

    *names = calloc(csv->n_rows, sizeof **names);
    if (!*names) {
        status = WAI_ERR_MEMORY;
    }
    for (size_t row = 0; status == WAI_OK && row < csv->n_rows; row++) {
        const struct wai_csv_cell *cell = cell_of(atlas, row, column);

        positions[row] = wai_index_add(&index, cell->text, (int32_t)*n_names);
        if (positions[row] == (int32_t)*n_names) {
            if (copy_word(csv, cell, column_names[column], &(*names)[*n_names])) {
                (*n_names)++;
            } else {
                status = WAI_ERR_MEMORY;
            }
        }
    }
    wai_index_free(&index);
    return status;
}

static enum wai_status read_country(struct atlas *atlas, struct wai_tables *tables, size_t row)
{
    struct wai_csv *csv = &atlas->countries;
    const char *code = cell_of(atlas, row, CODE)->text;
    size_t column = N_WORDS;
    double m49 = 0.0;
    const char *imputed = atlas->where[IMPUTED] >= 0 ? cell_of(atlas, row, IMPUTED)->text : "";

    memcpy(tables->iso3[row], code, strnlen(code, 3));
    if (wai_csv_real(csv, cell_of(atlas, row, M49), "iso_numeric", 0.0, 999999.0, &m49) &&
        m49 != (double)(int32_t)m49) {
        (void)wai_csv_mistake(csv, cell_of(atlas, row, M49), "iso_numeric: is not a whole number");
    }
    tables->m49[row] = (int32_t)m49;
    tables->imputed[row] = wai_text_copy(imputed, strlen(imputed));
    if (!tables->imputed[row] || !copy_word(csv, cell_of(atlas, row, NAME), "name", &tables->name[row])) {
        return WAI_ERR_MEMORY;
    }
#define READ_COLUMN(member, min, max, unit, meaning)                                                         \
    (void)wai_csv_real(csv, cell_of(atlas, row, column++), #member, min, max, &tables->member[row]);
    WAI_COUNTRY_COLUMNS(READ_COLUMN)
#undef READ_COLUMN
    if (tables->invited[row] != 0.0 && tables->invited[row] != 1.0) {
        (void)wai_csv_mistake(csv, cell_of(atlas, row, (size_t)(column - 2)), "invited: is neither 0 nor 1");
    }
    if (tables->rights_member[row] != 0.0 && tables->rights_member[row] != 1.0) {
        (void)wai_csv_mistake(csv, cell_of(atlas, row, (size_t)(column - 1)),
                              "rights_member: is neither 0 nor 1");
    }
    return WAI_OK;
}

static enum wai_status read_rows(struct atlas *atlas, struct wai_tables *tables)
{
    enum wai_status status = WAI_OK;

    for (size_t row = 0; status == WAI_OK && row < tables->n_countries; row++) {
        status = read_country(atlas, tables, row);
    }
    if (status == WAI_OK) {
        status = read_classes(atlas, REGION, tables->region, &tables->region_names, &tables->n_regions);
    }
    if (status == WAI_OK) {
        status = read_classes(atlas, SUBREGION, tables->subregion, &tables->subregion_names,
                              &tables->n_subregions);
    }
    return status;
}

/* Takes the memory and fills it once all links are known. */
static enum wai_status join(struct atlas *atlas, struct wai_tables *tables)
{
    size_t n = atlas->countries.n_rows;
    enum wai_status status = wai_tables_alloc(tables, n, atlas->border_links.n, atlas->bloc_links.n);

    if (status != WAI_OK) {
        return status;
    }
    wai_links_fill(&atlas->border_links, n, tables->border_start, tables->border_to);
    wai_links_fill(&atlas->bloc_links, n, tables->bloc_start, tables->bloc_of);
    tables->bloc_names = atlas->bloc_links.names;
    tables->n_blocs = atlas->bloc_links.n_names;
    atlas->bloc_links.names = NULL;
    atlas->bloc_links.n_names = 0;
    return read_rows(atlas, tables);
}

/* The tables as cells; counts into *status what does not parse. */
static void parse(struct wai_csv *csv, const struct wai_atlas_text *text, struct wai_error *err,
                  enum wai_status *status)
{
    if (text->text) {
        enum wai_status parsed = wai_csv_parse(csv, text->text, text->length, text->path, err);

        *status = *status == WAI_OK ? parsed : *status;
    }
}

static enum wai_status read_links(struct atlas *atlas)
{
    enum wai_status status = WAI_OK;

    if (atlas->borders.cells) {
        status = wai_links_read_borders(&atlas->border_links, &atlas->borders, &atlas->gazetteer);
    }
    if (status == WAI_OK && atlas->blocs.cells) {
        status = wai_links_read_blocs(&atlas->bloc_links, &atlas->blocs, &atlas->gazetteer);
    }
    return status;
}

static void release(struct atlas *atlas)
{
    wai_links_free(&atlas->border_links);
    wai_links_free(&atlas->bloc_links);
    wai_gazetteer_free(&atlas->gazetteer);
    wai_csv_free(&atlas->countries);
    wai_csv_free(&atlas->borders);
    wai_csv_free(&atlas->blocs);
}

enum wai_status wai_atlas_read(struct wai_tables *tables, const struct wai_atlas_text *countries,
                               const struct wai_atlas_text *borders, const struct wai_atlas_text *blocs,
                               struct wai_error *err)
{
    struct atlas atlas = { 0 };
    enum wai_status status = WAI_OK, memory = WAI_OK;

    *tables = (struct wai_tables){ 0 };
    parse(&atlas.countries, countries, err, &status);
    parse(&atlas.borders, borders, err, &status);
    parse(&atlas.blocs, blocs, err, &status);
    if (atlas.countries.cells &&
        wai_csv_columns(&atlas.countries, column_names, IMPUTED, N_COLUMNS, atlas.where)) {
        memory = read_codes(&atlas);
        /* Without right codes every link would be a mistake too. */
        if (memory == WAI_OK && atlas.countries.n_mistakes == 0) {
            memory = read_links(&atlas);
        }
        memory = memory == WAI_OK && atlas.countries.n_rows > 0 ? join(&atlas, tables) : memory;
    }
    if (memory != WAI_OK) {
        status = wai_error_add(err, memory, "%s: no memory for the tables of the world", countries->path);
    } else if (atlas.countries.n_mistakes + atlas.borders.n_mistakes + atlas.blocs.n_mistakes > 0) {
        status = status == WAI_OK ? WAI_ERR_CONFIG : status;
    }
    if (status != WAI_OK) {
        wai_tables_free(tables);
    }
    release(&atlas);
    return status;
}
