/* Memory of the world tables of model/tables.h, and the search for a code. */
#include "model/tables.h"

#include <stdlib.h>
#include <string.h>

/* calloc of at least one element, so that NULL always means that memory is out. */
static void *zeroed(size_t n, size_t size)
{
    return calloc(n ? n : 1, size);
}

/* 1 when every array of n_countries could be taken. */
static int alloc_columns(struct wai_tables *tables, size_t n)
{
    int complete = 1;

    tables->iso3 = zeroed(n, sizeof *tables->iso3);
    tables->name = zeroed(n, sizeof *tables->name);
    tables->m49 = zeroed(n, sizeof *tables->m49);
    tables->region = zeroed(n, sizeof *tables->region);
    tables->subregion = zeroed(n, sizeof *tables->subregion);
    tables->imputed = zeroed(n, sizeof *tables->imputed);
    complete =
        tables->iso3 && tables->name && tables->m49 && tables->region && tables->subregion && tables->imputed;
#define ALLOC_COLUMN(member, min, max, unit, meaning)                                                        \
    tables->member = zeroed(n, sizeof *tables->member);                                                      \
    complete = complete && tables->member;
    WAI_COUNTRY_COLUMNS(ALLOC_COLUMN)
#undef ALLOC_COLUMN
    return complete;
}

enum wai_status wai_tables_alloc(struct wai_tables *tables, size_t n_countries, size_t n_borders,
                                 size_t n_memberships)
{
    int complete;

    *tables = (struct wai_tables){ 0 };
    tables->n_countries = n_countries;
    tables->n_borders = n_borders;
    tables->n_memberships = n_memberships;
    complete = alloc_columns(tables, n_countries);
    tables->border_start = zeroed(n_countries + 1, sizeof *tables->border_start);
    tables->border_to = zeroed(n_borders, sizeof *tables->border_to);
    tables->bloc_start = zeroed(n_countries + 1, sizeof *tables->bloc_start);
    tables->bloc_of = zeroed(n_memberships, sizeof *tables->bloc_of);
    if (!complete || !tables->border_start || !tables->border_to || !tables->bloc_start || !tables->bloc_of) {
        wai_tables_free(tables);
        return WAI_ERR_MEMORY;
    }
    return WAI_OK;
}

static void free_texts(char **texts, size_t n)
{
    for (size_t i = 0; texts && i < n; i++) {
        free(texts[i]);
    }
    free(texts);
}

void wai_tables_free(struct wai_tables *tables)
{
    free_texts(tables->name, tables->n_countries);
    free_texts(tables->imputed, tables->n_countries);
    free_texts(tables->region_names, tables->n_regions);
    free_texts(tables->subregion_names, tables->n_subregions);
    free_texts(tables->bloc_names, tables->n_blocs);
    free(tables->iso3);
    free(tables->m49);
    free(tables->region);
    free(tables->subregion);
#define FREE_COLUMN(member, min, max, unit, meaning) free(tables->member);
    WAI_COUNTRY_COLUMNS(FREE_COLUMN)
#undef FREE_COLUMN
    free(tables->border_start);
    free(tables->border_to);
    free(tables->bloc_start);
    free(tables->bloc_of);
    *tables = (struct wai_tables){ 0 };
}

int wai_tables_find(const struct wai_tables *tables, const char *iso3)
{
    for (size_t i = 0; i < tables->n_countries; i++) {
        if (strcmp(tables->iso3[i], iso3) == 0) {
            return (int)i;
        }
    }
    return -1;
}
