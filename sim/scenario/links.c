/* Pairs of a table, sorted; doubles, loops and one-way borders are found in the sorted order. */
#include "scenario/links.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/text.h"

int32_t wai_links_country(struct wai_csv *csv, const struct wai_csv_cell *cell,
                          const struct wai_gazetteer *gazetteer)
{
    char excerpt[WAI_TEXT_EXCERPT], hint[WAI_GAZETTEER_HINT];
    int32_t position = wai_index_find(&gazetteer->index, cell->text);

    if (position < 0) {
        (void)wai_csv_mistake(csv, cell, "\"%s\" is no code of the country table%s",
                              wai_text_excerpt(cell->text, strlen(cell->text), excerpt),
                              wai_gazetteer_hint(gazetteer, cell->text, hint));
    }
    return position;
}

static int compare_pairs(const void *left, const void *right)
{
    const struct wai_link *a = left, *b = right;

    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    return a->to < b->to ? -1 : a->to > b->to;
}

static int compare_rows(const void *left, const void *right)
{
    int pairs = compare_pairs(left, right);
    const struct wai_link *a = left, *b = right;

    return pairs ? pairs : a->row < b->row ? -1 : a->row > b->row;
}

/* Sorts and tells what is there twice; `first` and `second` are the columns of a pair. */
static void sort_links(struct wai_links *links, struct wai_csv *csv, int first, int second)
{
    size_t n = 0;

    qsort(links->links, links->n, sizeof *links->links, compare_rows);
    for (size_t i = 0; i < links->n; i++) {
        if (n > 0 && compare_pairs(&links->links[n - 1], &links->links[i]) == 0) {
            const struct wai_csv_cell *earlier = wai_csv_cell(csv, links->links[n - 1].row, 0);
            uint32_t row = links->links[i].row;

            (void)wai_csv_mistake(csv, wai_csv_cell(csv, row, 0), "%s,%s is there already, on line %d",
                                  wai_csv_cell(csv, row, (size_t)first)->text,
                                  wai_csv_cell(csv, row, (size_t)second)->text, (int)earlier->line);
            continue;
        }
        links->links[n++] = links->links[i];
    }
    links->n = n;
}

static enum wai_status start_links(struct wai_links *links, const struct wai_csv *csv)
{
    *links = (struct wai_links){ 0 };
    links->links = calloc(csv->n_rows ? csv->n_rows : 1, sizeof *links->links);
    return links->links ? WAI_OK : WAI_ERR_MEMORY;
}

static void tell_one_way(const struct wai_links *links, struct wai_csv *csv, const int *where)
{
    for (size_t i = 0; i < links->n; i++) {
        const struct wai_link *link = &links->links[i];
        const struct wai_link back = { link->to, link->from, 0 };

        if (!bsearch(&back, links->links, links->n, sizeof back, compare_pairs)) {
            const char *a = wai_csv_cell(csv, link->row, (size_t)where[0])->text;
            const char *b = wai_csv_cell(csv, link->row, (size_t)where[1])->text;

            (void)wai_csv_mistake(csv, wai_csv_cell(csv, link->row, 0),
                                  "%s,%s is there, but not %s,%s: borders stand in both directions", a, b, b,
                                  a);
        }
    }
}

enum wai_status wai_links_read_borders(struct wai_links *links, struct wai_csv *csv,
                                       const struct wai_gazetteer *gazetteer)
{
    static const char *const names[2] = { "iso3_a", "iso3_b" };
    size_t before = csv->n_mistakes;
    int where[2];

    if (start_links(links, csv) != WAI_OK) {
        return WAI_ERR_MEMORY;
    }
    if (!wai_csv_columns(csv, names, 2, 2, where)) {
        return WAI_OK;
    }
    for (size_t row = 0; row < csv->n_rows; row++) {
        const struct wai_csv_cell *cell = wai_csv_cell(csv, row, (size_t)where[0]);
        int32_t a = wai_links_country(csv, cell, gazetteer);
        int32_t b = wai_links_country(csv, wai_csv_cell(csv, row, (size_t)where[1]), gazetteer);

        if (a >= 0 && a == b) {
            (void)wai_csv_mistake(csv, cell, "%s borders itself", cell->text);
        } else if (a >= 0 && b >= 0) {
            links->links[links->n++] = (struct wai_link){ (uint32_t)a, (uint32_t)b, (uint32_t)row };
        }
    }
    sort_links(links, csv, where[0], where[1]);
    if (csv->n_mistakes == before) {
        tell_one_way(links, csv, where);
    }
    return WAI_OK;
}

/* Position of the bloc in a cell, given one when it is new; -1 after a mistake; -2: memory is out. */
static int32_t bloc_of(struct wai_links *links, struct wai_csv *csv, const struct wai_csv_cell *cell,
                       struct wai_index *blocs)
{
    int32_t position;

    if (cell->text[0] == '\0') {
        (void)wai_csv_mistake(csv, cell, "bloc: is empty; a name is wanted");
        return -1;
    }
    position = wai_index_add(blocs, cell->text, (int32_t)links->n_names);
    if (position == (int32_t)links->n_names) {
        links->names[position] = wai_text_copy(cell->text, strlen(cell->text));
        if (!links->names[position]) {
            return -2;
        }
        links->n_names++;
    }
    return position;
}

enum wai_status wai_links_read_blocs(struct wai_links *links, struct wai_csv *csv,
                                     const struct wai_gazetteer *gazetteer)
{
    static const char *const names[2] = { "iso3", "bloc" };
    struct wai_index blocs = { 0 };
    enum wai_status status = start_links(links, csv);
    int where[2];

    links->names = calloc(csv->n_rows ? csv->n_rows : 1, sizeof *links->names);
    if (status != WAI_OK || !links->names || wai_index_init(&blocs, csv->n_rows) != WAI_OK) {
        return WAI_ERR_MEMORY;
    }
    if (!wai_csv_columns(csv, names, 2, 2, where)) {
        goto out;
    }
    for (size_t row = 0; row < csv->n_rows; row++) {
        int32_t country = wai_links_country(csv, wai_csv_cell(csv, row, (size_t)where[0]), gazetteer);
        int32_t bloc = bloc_of(links, csv, wai_csv_cell(csv, row, (size_t)where[1]), &blocs);

        if (bloc == -2) {
            status = WAI_ERR_MEMORY;
            goto out;
        }
        if (country >= 0 && bloc >= 0) {
            links->links[links->n++] = (struct wai_link){ (uint32_t)country, (uint32_t)bloc, (uint32_t)row };
        }
    }
    sort_links(links, csv, where[0], where[1]);
out:
    wai_index_free(&blocs);
    return status;
}

void wai_links_free(struct wai_links *links)
{
    for (size_t i = 0; links->names && i < links->n_names; i++) {
        free(links->names[i]);
    }
    free(links->names);
    free(links->links);
    *links = (struct wai_links){ 0 };
}

void wai_links_fill(const struct wai_links *links, size_t n_from, uint32_t *start, uint32_t *to)
{
    size_t at = 0;

    for (size_t from = 0; from < n_from; from++) {
        start[from] = (uint32_t)at;
        for (; at < links->n && links->links[at].from == from; at++) {
            to[at] = links->links[at].to;
        }
    }
    start[n_from] = (uint32_t)at;
}
