/* waico export: a result as CSV tables, one for each set of dimensions. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/dump.h"
#include "cli/locate.h"
#include "cli/plain.h"
#include "output/reader.h"

#define MAX_TABLES 64

static const struct wai_option export_options[] = {
    WAI_OPTION_ROW("csv", 0, TEXT, "DIR", csv, "folder for the tables; made when it is not there; needed"),
    WAI_OPTION_FORCE,
    WAI_OPTION_UNVERIFIED,
    WAI_OPTION_COMMON,
};

/* Sorts the datasets by their dimensions into tables, in the order of the file. */
static enum wai_status sort_datasets(struct wai_reader *reader, char **names, size_t n,
                                     struct wai_dump *tables, size_t *n_tables, struct wai_error *err)
{
    for (size_t i = 0; i < n; i++) {
        struct wai_reader_info info;
        size_t t = 0;
        enum wai_status status = wai_reader_find(reader, names[i], &info, err);

        if (status != WAI_OK) {
            return status;
        }
        if (info.n_dims == 0 || info.n_values == 0) {
            continue;
        }
        while (t < *n_tables && !wai_dump_fits(&tables[t], &info)) {
            t++;
        }
        if (t == MAX_TABLES) {
            return wai_error_add(err, WAI_ERR_FORMAT, "more than %d sets of dimensions", MAX_TABLES);
        }
        *n_tables += t == *n_tables;
        status = wai_dump_add(&tables[t], &info);
        if (status != WAI_OK) {
            return wai_error_add(err, status, "out of memory for the tables");
        }
    }
    return WAI_OK;
}

static enum wai_status write_tables(struct wai_call *call, struct wai_reader *reader,
                                    const struct wai_dump *tables, size_t n_tables, struct wai_error *err)
{
    const char *folder = call->options.csv;
    enum wai_status status = WAI_OK;

    for (size_t t = 0; status == WAI_OK && t < n_tables; t++) {
        status = wai_dump_check(&tables[t], folder, call->options.force, err);
    }
    if (status == WAI_OK && mkdir(folder, 0777) != 0 && errno != EEXIST) {
        return wai_error_add(err, WAI_ERR_IO, "%s: %s", folder, strerror(errno));
    }
    for (size_t t = 0; status == WAI_OK && t < n_tables; t++) {
        uint64_t n_rows = 0;
        char path[4096], plain[WAI_PLAIN_LINE];

        if (wai_dump_is_bare(&tables[t])) {
            continue;
        }
        status = wai_dump_write(&tables[t], reader, folder, path, sizeof path, &n_rows, err);
        if (status == WAI_OK) {
            printf("%s\t%llu rows\n", wai_plain(path, plain), (unsigned long long)n_rows);
        }
    }
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct wai_dump tables[MAX_TABLES + 1] = { { 0 } };
    struct wai_reader *reader = NULL;
    char **names = NULL;
    size_t n = 0, n_tables = 0;
    enum wai_status status;

    if (!call->options.csv) {
        return wai_error_add(err, WAI_ERR_USAGE, "waico export needs --csv DIR, the folder for the tables");
    }
    status = wai_locate_result(call->arguments[0], err);
    if (status == WAI_OK) {
        status = wai_reader_open(&reader, call->arguments[0], err);
    }
    if (status == WAI_OK) {
        status = wai_reader_names(reader, &names, &n, err);
    }
    if (status == WAI_OK) {
        status = sort_datasets(reader, names, n, tables, &n_tables, err);
    }
    if (status == WAI_OK) {
        status = write_tables(call, reader, tables, n_tables, err);
    }
    for (size_t t = 0; t < n_tables; t++) {
        wai_dump_free(&tables[t]);
    }
    if (names) {
        wai_reader_free_texts(names, n);
    }
    wai_reader_close(&reader);
    return status;
}

const struct wai_command wai_cmd_export_command = {
    .name = "export",
    .arguments = "FILE.h5",
    .min_arguments = 1,
    .max_arguments = 1,
    .files = WAI_COMMAND_H5,
    .reads = 1,
    .summary = "write a result as CSV tables",
    .text = "Writes one CSV table for each set of dimensions: time.csv, country.csv, replicate_time.csv, "
            "event.csv and so on, "
            "with a column for each dimension and each dataset that has them. Countries, statuses, event "
            "types and causes "
            "are written by name; missing values are empty. The HDF5 file itself can be read by Python, R, "
            "Julia and many "
            "others; this is for spreadsheets and for a first look.",
    .examples = "waico export results/baseline.h5 --csv baseline\tall tables into the folder baseline\n",
    .options = export_options,
    .run = run,
};
