/* A CSV table of datasets that share their dimensions. */
#ifndef WAI_CLI_DUMP_H
#define WAI_CLI_DUMP_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "output/reader.h"

/* A zeroed table is empty and valid. */
struct wai_dump {
    size_t n_dims, n_columns, capacity;
    struct wai_reader_info *columns; /* all with the dimensions of the first */
};

/* Does a dataset belong here?  Anything fits an empty table. */
int wai_dump_fits(const struct wai_dump *table, const struct wai_reader_info *info);

/* Adds a dataset that fits. */
enum wai_status wai_dump_add(struct wai_dump *table, const struct wai_reader_info *info) WAI_CHECK_RESULT;
void wai_dump_free(struct wai_dump *table);

/* Is there nothing in it but the values of a dimension? */
int wai_dump_is_bare(const struct wai_dump *table);

/* Before any path is made: WAI_ERR_FORMAT when a dataset or axis has a name that is not letters, digits and
 * underscores; WAI_ERR_EXISTS when the table's file is in the folder already, unless force. */
enum wai_status wai_dump_check(const struct wai_dump *table, const char *folder, int force,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* Writes the table into the folder, slice by slice; path receives the file name. */
enum wai_status wai_dump_write(const struct wai_dump *table, struct wai_reader *reader, const char *folder,
                               char *path, size_t size, uint64_t *n_rows,
                               struct wai_error *err) WAI_CHECK_RESULT;

#endif
