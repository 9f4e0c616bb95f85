/* Tables of links, borders between countries and memberships in blocs, as sorted pairs. */
#ifndef WAI_SCENARIO_LINKS_H
#define WAI_SCENARIO_LINKS_H

#include "scenario/csv.h"
#include "scenario/gazetteer.h"

/* One link, and the row of the table that says so. */
struct wai_link {
    uint32_t from, to;
    uint32_t row;
};

struct wai_links {
    size_t n;
    struct wai_link *links; /* ascending by (from, to), none twice */
    size_t n_names;
    char **names; /* blocs: by `to`; NULL for borders */
};

/* Borders, columns iso3_a and iso3_b: each in both directions, no country with itself.  Mistakes are counted
 * in csv; WAI_ERR_MEMORY otherwise. */
enum wai_status wai_links_read_borders(struct wai_links *links, struct wai_csv *csv,
                                       const struct wai_gazetteer *gazetteer) WAI_CHECK_RESULT;

/* Memberships, columns iso3 and bloc. */
enum wai_status wai_links_read_blocs(struct wai_links *links, struct wai_csv *csv,
                                     const struct wai_gazetteer *gazetteer) WAI_CHECK_RESULT;

void wai_links_free(struct wai_links *links);

/* Position of the country in a cell, -1 after telling that it is not known and what may be meant. */
int32_t wai_links_country(struct wai_csv *csv, const struct wai_csv_cell *cell,
                          const struct wai_gazetteer *gazetteer);

/* Fills compressed rows: start (n_from + 1) and to (links->n). */
void wai_links_fill(const struct wai_links *links, size_t n_from, uint32_t *start, uint32_t *to);

#endif
