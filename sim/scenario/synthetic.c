/* The making of a world from a seed. */
#include "scenario/synthetic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/luck.h"
#include "engine/math.h"
#include "model/draws.h"
#include "scenario/text.h"

#define PURPOSE 255 /* beyond those of the model, so that no replication meets these numbers again */
_Static_assert(WAI_N_PURPOSES <= PURPOSE, "the purpose of synthetic worlds is free");

#define SUBREGIONS_A_REGION 5

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz";
#define N_LETTERS (sizeof alphabet - 1)

static char *numbered(const char *word, size_t number)
{
    char name[48];

    (void)snprintf(name, sizeof name, "%s %zu", word, number + 1);
    return wai_text_copy(name, strlen(name));
}

static char **numbered_list(const char *word, size_t n)
{
    char **names = calloc(n ? n : 1, sizeof *names);

    for (size_t i = 0; names && i < n; i++) {
        names[i] = numbered(word, i);
        if (!names[i]) {
            while (i > 0) {
                free(names[--i]);
            }
            free(names);
            return NULL;
        }
    }
    return names;
}

/* Value of a column from a uniform: linear in its range, unless the column says otherwise. */
static double attribute(const char *name, double min, double max, double u)
{
    if (strcmp(name, "population") == 0) {
        return wai_exp(wai_log(1e5) + u * wai_log(1e4));
    }
    if (strcmp(name, "gdp_usd") == 0) {
        return wai_exp(wai_log(1e9) + u * wai_log(1e4));
    }
    if (strncmp(name, "trade_", 6) == 0) {
        return u / 3.0;
    }
    if (strcmp(name, "invited") == 0) {
        return u < 0.2 ? 1.0 : 0.0;
    }
    if (strcmp(name, "rights_member") == 0) {
        return u < 0.1 ? 1.0 : 0.0;
    }
    return min + u * (max - min);
}

static int fill_country(struct wai_tables *tables, const struct wai_synthetic *world, size_t i)
{
    const struct wai_luck luck = { .seed = world->seed };
    uint32_t column = 0;
    double u[2];

    tables->iso3[i][0] = alphabet[i / (N_LETTERS * N_LETTERS) % N_LETTERS];
    tables->iso3[i][1] = alphabet[i / N_LETTERS % N_LETTERS];
    tables->iso3[i][2] = alphabet[i % N_LETTERS];
    tables->m49[i] = (int32_t)i + 1;
    tables->subregion[i] = (int32_t)(i * world->n_subregions / world->n_countries);
    tables->region[i] = tables->subregion[i] / SUBREGIONS_A_REGION;
    tables->name[i] = numbered("Country", i);
    tables->imputed[i] = wai_text_copy("", 0);
#define FILL_COLUMN(member, min, max, unit, meaning)                                                         \
    wai_luck_pair(&luck, PURPOSE, (uint32_t)i, column++, u);                                                 \
    tables->member[i] = attribute(#member, min, max, u[0]);
    WAI_COUNTRY_COLUMNS(FILL_COLUMN)
#undef FILL_COLUMN
    return tables->name[i] && tables->imputed[i];
}

/* Half of the neighbours on either side of the ring, ascending: those beyond the last country, those around
 * i, those before the first. */
static void fill_borders(struct wai_tables *tables, const struct wai_synthetic *world)
{
    size_t n = world->n_countries, k = world->n_neighbours, half = k / 2;

    for (size_t i = 0; i < n; i++) {
        uint32_t *to = tables->border_to + i * k;
        size_t low = i < half ? 0 : i - half;
        size_t high = i + half < n ? i + half : n - 1;

        tables->border_start[i] = (uint32_t)(i * k);
        for (size_t j = 0; j + n <= i + half; j++) {
            *to++ = (uint32_t)j;
        }
        for (size_t j = low; j <= high; j++) {
            if (j != i) {
                *to++ = (uint32_t)j;
            }
        }
        for (size_t j = n + i - half; i < half && j < n; j++) {
            *to++ = (uint32_t)j;
        }
    }
    tables->border_start[n] = (uint32_t)(n * k);
}

enum wai_status wai_synthetic_fill(struct wai_tables *tables, const struct wai_synthetic *world)
{
    size_t n = world->n_countries;
    size_t n_regions = (world->n_subregions + SUBREGIONS_A_REGION - 1) / SUBREGIONS_A_REGION;
    enum wai_status status = wai_tables_alloc(tables, n, n * world->n_neighbours, world->n_blocs ? n : 0);

    if (status != WAI_OK) {
        return status;
    }
    tables->region_names = numbered_list("Region", n_regions);
    tables->subregion_names = numbered_list("Subregion", world->n_subregions);
    tables->bloc_names = numbered_list("Bloc", world->n_blocs);
    tables->n_regions = tables->region_names ? n_regions : 0;
    tables->n_subregions = tables->subregion_names ? world->n_subregions : 0;
    tables->n_blocs = tables->bloc_names ? world->n_blocs : 0;
    if (!tables->region_names || !tables->subregion_names || !tables->bloc_names) {
        status = WAI_ERR_MEMORY;
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        if (!fill_country(tables, world, i)) {
            status = WAI_ERR_MEMORY;
        }
        tables->bloc_start[i] = world->n_blocs ? (uint32_t)i : 0;
        if (world->n_blocs) {
            tables->bloc_of[i] = (uint32_t)(i % world->n_blocs);
        }
    }
    if (status != WAI_OK) {
        wai_tables_free(tables);
        return status;
    }
    tables->bloc_start[n] = world->n_blocs ? (uint32_t)n : 0;
    fill_borders(tables, world);
    return WAI_OK;
}
