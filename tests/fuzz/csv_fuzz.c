/* Any bytes as a table of countries, borders or blocs; the first byte says which.  What is read keeps the
 * promises of struct wai_tables. */
#include <stdlib.h>
#include <string.h>

#include "scenario/atlas.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition) ((condition) ? (void)0 : abort())

static const char countries[] =
    "iso3,iso_numeric,name,region,subregion,lat,lon,population,gdp_usd,income,reach,alignment,democracy,"
    "capability,"
    "compute,ties,trade_china,trade_us,trade_eu,us_ally,data_regime,governance,voice_gap,veto,invited,rights_"
    "member\n"
    "CHN,156,China,Asia,Eastern Asia,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\n"
    "USA,840,United States,Americas,Northern America,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0\n"
    "IDN,360,Indonesia,Asia,South-eastern Asia,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0\n";

static void check_tables(const struct wai_tables *tables)
{
    size_t n = tables->n_countries;

    CHECK(n >= 2 && tables->border_start[0] == 0 && tables->border_start[n] == tables->n_borders);
    CHECK(tables->bloc_start[0] == 0 && tables->bloc_start[n] == tables->n_memberships);
    for (size_t i = 0; i < n; i++) {
        CHECK(wai_atlas_is_code(tables->iso3[i]) && wai_tables_find(tables, tables->iso3[i]) == (int)i);
        CHECK(tables->capability[i] >= 0.0 && tables->capability[i] <= 1.0);
        CHECK(tables->region[i] >= 0 && (size_t)tables->region[i] < tables->n_regions);
        CHECK(tables->subregion[i] >= 0 && (size_t)tables->subregion[i] < tables->n_subregions);
        for (uint32_t k = tables->border_start[i]; k < tables->border_start[i + 1]; k++) {
            CHECK(tables->border_to[k] < n && tables->border_to[k] != i);
            CHECK(k == tables->border_start[i] || tables->border_to[k] > tables->border_to[k - 1]);
        }
        for (uint32_t k = tables->bloc_start[i]; k < tables->bloc_start[i + 1]; k++) {
            CHECK(tables->bloc_of[k] < tables->n_blocs);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wai_atlas_text texts[3] = { { "countries.csv", countries, sizeof countries - 1 },
                                       { "borders.csv", NULL, 0 },
                                       { "blocs.csv", NULL, 0 } };
    struct wai_error err = { 0 };
    struct wai_tables tables;
    char *text;

    if (size == 0) {
        return 0;
    }
    text = malloc(size);
    CHECK(text);
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    texts[data[0] % 3].text = text;
    texts[data[0] % 3].length = size - 1;
    if (wai_atlas_read(&tables, &texts[0], &texts[1], &texts[2], &err) == WAI_OK) {
        CHECK(err.n_messages == 0);
        check_tables(&tables);
        wai_tables_free(&tables);
    } else {
        CHECK(err.n_messages > 0);
    }
    wai_error_free(&err);
    free(text);
    return 0;
}
