/* The tables of a world, countries, borders, blocs, read into struct wai_tables.
 *
 * Any number of countries from 2 to 100,000; nothing here knows a country. */
#ifndef WAI_SCENARIO_ATLAS_H
#define WAI_SCENARIO_ATLAS_H

#include "model/tables.h"
#include "scenario/csv.h"

#define WAI_ATLAS_MAX_COUNTRIES 100000

/* A table as text. */
struct wai_atlas_text {
    const char *path; /* for messages */
    const char *text; /* NULL: there is no such table */
    size_t length;
};

/* Reads the tables; borders and blocs may be missing.  All mistakes of all tables are told. */
enum wai_status wai_atlas_read(struct wai_tables *tables, const struct wai_atlas_text *countries,
                               const struct wai_atlas_text *borders, const struct wai_atlas_text *blocs,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* 1 when text is a country code: three ASCII letters or digits. */
int wai_atlas_is_code(const char *text);

/* Position of a numeric column of the country table by its name, NULL when there is none. */
const double *wai_atlas_column(const struct wai_tables *tables, const char *name);

#endif
