/* CSV tables of a result: one for datasets that share their dimensions, or one long one of all.
 *
 * Beside the datasets themselves a table has what makes a row readable: name of the country, date of the
 * time, name and parameters of the point. */
#ifndef WAI_CLI_DUMP_H
#define WAI_CLI_DUMP_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/status.h"
#include "cli/field.h"
#include "output/reader.h"

/* A zeroed table is empty and valid. */
struct wai_dump {
    size_t n_dims, n_sets, capacity;
    struct wai_reader_info *sets; /* the datasets, all with the dimensions of the first */

    /* What is known only from several datasets, written as further columns. */
    size_t n_made;
    struct wai_dump_made {
        char name[96], unit[32], meaning[200];
        double *values; /* one a row */
        int is_day;     /* days after the start, written as dates */
    } * made;
};

/* Does a dataset belong here?  Anything fits an empty table. */
int wai_dump_fits(const struct wai_dump *table, const struct wai_reader_info *info);

/* Adds a dataset that fits. */
enum wai_status wai_dump_add(struct wai_dump *table, const struct wai_reader_info *info) WAI_CHECK_RESULT;
void wai_dump_free(struct wai_dump *table);

/* Is there nothing in it but the values of a dimension? */
int wai_dump_is_bare(const struct wai_dump *table);

/* The file of a table in a folder: "FOLDER/replicate_time.csv". */
void wai_dump_path(const struct wai_dump *table, const char *folder, char *path, size_t size);

/* Whether names are fit for a file; WAI_ERR_EXISTS when the table's file is in the folder already, unless
 * force. */
enum wai_status wai_dump_check(const struct wai_dump *table, const char *folder, int force,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* The file that is written, and what is told of it. */
struct wai_dump_target {
    struct wai_reader *reader;
    const struct wai_field_world *world;
    FILE *file;
    FILE *dictionary; /* rows "table,column,unit,meaning" go here; NULL: nowhere */
    const char *name; /* of the table */
    uint64_t n_rows;  /* counts what was written */
    size_t n_axes;    /* of the long table */
    char (*axes)[64];
};

/* Writes the table with its heading. */
enum wai_status wai_dump_write(const struct wai_dump *table, struct wai_dump_target *target,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* Adds the table to a long one, a row for each number of each dataset: variable, then the columns of axes
 * (those it has not are empty), then the value. */
enum wai_status wai_dump_tidy(const struct wai_dump *table, struct wai_dump_target *target,
                              struct wai_error *err) WAI_CHECK_RESULT;

/* The heading of the long table; what stands beside an axis in it (NULL: nothing). */
void wai_dump_tidy_heading(const struct wai_dump_target *target);
const char *wai_dump_beside(const char *axis);

#endif
