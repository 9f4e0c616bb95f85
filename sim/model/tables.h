/* The world tables: countries, land borders, blocs, as the model reads them.
 *
 * Columns are arrays of n_countries values in the order of the country table.  Meanings, ranges and
 * units: MODEL.md, section 2, and scenarios/data/README.md. */
#ifndef WAI_MODEL_TABLES_H
#define WAI_MODEL_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* The numeric columns of the country table: X(member, column, min, max, unit, meaning). */
#define WAI_COUNTRY_COLUMNS(X)                                                                               \
    X(lat, -90, 90, "degree", "latitude")                                                                    \
    X(lon, -180, 180, "degree", "longitude")                                                                 \
    X(population, 1, 1e12, "person", "population")                                                           \
    X(gdp_usd, 1, 1e17, "USD", "gross domestic product")                                                     \
    X(income, 0, 1, "1", "percentile rank of GDP per head")                                                  \
    X(reach, 0, 1, "1", "diplomatic reach: percentile rank of GDP")                                          \
    X(alignment, -1, 1, "1", "UN-vote alignment, -1 United States to 1 China")                               \
    X(democracy, 0, 1, "1", "liberal democracy index")                                                       \
    X(capability, 0, 1, "1", "AI readiness at the start")                                                    \
    X(compute, 0, 1, "1", "computing capacity")                                                              \
    X(ties, 0, 1, "1", "Digital Silk Road and Belt and Road ties")                                           \
    X(trade_china, 0, 1, "1", "share of goods trade with China")                                             \
    X(trade_us, 0, 1, "1", "share of goods trade with the United States")                                    \
    X(trade_eu, 0, 1, "1", "share of goods trade with the European Union")                                   \
    X(us_ally, 0, 1, "1", "security tie with the United States")                                             \
    X(data_regime, 0, 1, "1", "strictness of data-protection law")                                           \
    X(governance, -1, 1, "1", "ideal point on AI rules, -1 state-led to 1 rights-based")                     \
    X(voice_gap, 0, 1, "1", "exclusion from the rule-making clubs of today")                                 \
    X(veto, 0, 1, "1", "domestic hurdles to ratification")                                                   \
    X(invited, 0, 1, "1", "invited to the preparatory work (0 or 1)")                                        \
    X(rights_member, 0, 1, "1", "member of the rights framework at the start (0 or 1)")

struct wai_tables {
    size_t n_countries;
    char (*iso3)[4];    /* unique codes, NUL-terminated */
    char **name;        /* UTF-8 */
    int32_t *m49;       /* UN M49 numeric code */
    int32_t *region;    /* position in region_names */
    int32_t *subregion; /* position in subregion_names */
    char **imputed;     /* names of the columns filled by a rule, separated by ';' */
    size_t n_regions, n_subregions, n_blocs;
    char **region_names, **subregion_names, **bloc_names;
#define WAI_COLUMN_MEMBER(member, min, max, unit, meaning) double *member;
    WAI_COUNTRY_COLUMNS(WAI_COLUMN_MEMBER)
#undef WAI_COLUMN_MEMBER
    /* Land borders, compressed rows: neighbours of i are border_to[border_start[i] .. border_start[i+1]),
     * ascending; symmetric, no country borders itself. */
    size_t n_borders;       /* directed */
    uint32_t *border_start; /* n_countries + 1 */
    uint32_t *border_to;
    /* Blocs of i: bloc_of[bloc_start[i] .. bloc_start[i+1]), ascending. */
    size_t n_memberships;
    uint32_t *bloc_start; /* n_countries + 1 */
    uint32_t *bloc_of;
};

/* Allocates every column (zeroed), the codes, and CSR arrays of the given lengths; free gives all back,
 * strings included, and is harmless on a zeroed struct. */
enum wai_status wai_tables_alloc(struct wai_tables *tables, size_t n_countries, size_t n_borders,
                                 size_t n_memberships) WAI_CHECK_RESULT;
void wai_tables_free(struct wai_tables *tables);

/* Position of a code, -1 when there is none. */
int wai_tables_find(const struct wai_tables *tables, const char *iso3);

#endif
