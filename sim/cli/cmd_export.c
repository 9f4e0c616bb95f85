/* waico export: a result as CSV tables, one for each set of dimensions. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/chances.h"
#include "cli/command.h"
#include "cli/confine.h"
#include "cli/dump.h"
#include "cli/locate.h"
#include "cli/plain.h"
#include "output/reader.h"

#define MAX_TABLES 64
#define COLUMNS "columns.csv"
#define TIDY "tidy.csv"

static const struct wai_option export_options[] = {
    WAI_OPTION_ROW("csv", 0, TEXT, "DIR", csv, "folder for the tables; made when it is not there; needed"),
    WAI_OPTION_ROW("tidy", 0, FLAG, NULL, tidy, "one long table, tidy.csv, in place of many"),
    WAI_OPTION_FORCE,
    WAI_OPTION_UNVERIFIED,
    WAI_OPTION_COMMON,
};

/* All that is written: tables by their dimensions, and what is told of every file. */
struct export
{
    struct wai_call *call;
    struct wai_reader *reader;
    struct wai_field_world world;
    size_t n_tables;
    struct wai_dump tables[MAX_TABLES + 1];
};

/* Sorts the datasets by their dimensions into tables, in the order of the file. */
static enum wai_status sort_datasets(struct export *export, char **names, size_t n, struct wai_error *err)
{
    for (size_t i = 0; i < n; i++) {
        struct wai_reader_info info;
        size_t t = 0;
        enum wai_status status = wai_reader_find(export->reader, names[i], &info, err);

        if (status != WAI_OK) {
            return status;
        }
        if (info.n_values == 0) {
            continue;
        }
        while (t < export->n_tables && !wai_dump_fits(&export->tables[t], &info)) {
            t++;
        }
        if (t == MAX_TABLES) {
            return wai_error_add(err, WAI_ERR_FORMAT, "more than %d sets of dimensions", MAX_TABLES);
        }
        export->n_tables += t == export->n_tables;
        status = wai_dump_add(&export->tables[t], &info);
        if (status == WAI_OK && info.n_dims == 1 && strcmp(info.name, "country") == 0) {
            status = wai_chances_add(&export->tables[t], export->reader, &export->world, err);
        }
        if (status != WAI_OK) {
            return status == WAI_ERR_MEMORY ? wai_error_add(err, status, "out of memory for the tables")
                                            : status;
        }
    }
    return WAI_OK;
}

/* Opens a file of the folder for writing; on failure of any kind it is removed by close_file. */
static enum wai_status open_file(const char *path, FILE **file, struct wai_error *err)
{
    wai_confine_draft(path);
    *file = fopen(path, "w");
    return *file ? WAI_OK : wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
}

static enum wai_status close_file(const char *path, FILE *file, enum wai_status status, struct wai_error *err)
{
    int fault = ferror(file);

    errno = 0;
    fault |= fflush(file);
    if (fault && status == WAI_OK) {
        status = wai_error_add(err, WAI_ERR_IO, "%s: %s", path, wai_locate_fault(file));
    }
    if (fclose(file) != 0 && status == WAI_OK) {
        status = wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
    }
    if (status != WAI_OK) {
        (void)unlink(path);
    }
    wai_confine_draft("");
    return status;
}

static void tell(const char *path, uint64_t n_rows)
{
    char plain[WAI_PLAIN_LINE];

    printf("%s\t%llu rows\n", wai_plain(path, plain), (unsigned long long)n_rows);
}

/* One file a table; what its columns are goes into the dictionary. */
static enum wai_status write_tables(struct export *export, FILE *dictionary, struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    for (size_t t = 0; status == WAI_OK && t < export->n_tables; t++) {
        struct wai_dump_target target = { .reader = export->reader,
                                          .world = &export->world,
                                          .dictionary = dictionary };
        char path[4096];

        if (wai_dump_is_bare(&export->tables[t])) {
            continue;
        }
        wai_dump_path(&export->tables[t], export->call->options.csv, path, sizeof path);
        target.name = strrchr(path, '/') + 1;
        status = open_file(path, &target.file, err);
        if (status == WAI_OK) {
            status = wai_dump_write(&export->tables[t], &target, err);
            status = close_file(path, target.file, status, err);
        }
        if (status == WAI_OK) {
            tell(path, target.n_rows);
        }
    }
    return status;
}

/* Every axis of a table once, in the order of the file. */
static size_t find_axes(const struct export *export, char axes[4 * MAX_TABLES][64])
{
    size_t n = 0;

    for (size_t t = 0; t < export->n_tables; t++) {
        for (size_t d = 0; d < export->tables[t].n_dims; d++) {
            const char *axis = export->tables[t].sets[0].dims[d];
            size_t a = 0;

            while (a < n && strcmp(axes[a], axis) != 0) {
                a++;
            }
            if (a == n && !wai_dump_is_bare(&export->tables[t])) {
                (void)snprintf(axes[n++], 64, "%s", axis);
            }
        }
    }
    return n;
}

/* Everything in one long table; the dictionary says what its variables are. */
static enum wai_status write_tidy(struct export *export, FILE *dictionary, struct wai_error *err)
{
    struct wai_dump_target target = {
        .reader = export->reader, .world = &export->world, .dictionary = dictionary, .name = TIDY
    };
    char path[4096], axes[4 * MAX_TABLES][64];
    enum wai_status status;

    (void)snprintf(path, sizeof path, "%s/" TIDY, export->call->options.csv);
    status = open_file(path, &target.file, err);
    if (status != WAI_OK) {
        return status;
    }
    target.n_axes = find_axes(export, axes);
    target.axes = axes;
    wai_dump_tidy_heading(&target);
    for (size_t t = 0; status == WAI_OK && t < export->n_tables; t++) {
        if (!wai_dump_is_bare(&export->tables[t])) {
            status = wai_dump_tidy(&export->tables[t], &target, err);
        }
    }
    status = close_file(path, target.file, status, err);
    if (status == WAI_OK) {
        tell(path, target.n_rows);
    }
    return status;
}

/* Whether everything can be written, before anything is. */
static enum wai_status check_files(const struct export *export, struct wai_error *err)
{
    static const char *const others[] = { COLUMNS, TIDY };
    const struct wai_options *options = &export->call->options;
    enum wai_status status = WAI_OK;
    char path[4096];

    for (size_t t = 0; status == WAI_OK && t < export->n_tables; t++) {
        status = wai_dump_check(&export->tables[t], options->csv, options->force || options->tidy, err);
    }
    for (int i = 0; status == WAI_OK && !options->force && i < (options->tidy ? 2 : 1); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", options->csv, others[i]);
        if (access(path, F_OK) == 0) {
            status = wai_error_add(err, WAI_ERR_EXISTS, "%s is there already; --force replaces it", path);
        }
    }
    if (status == WAI_OK && mkdir(options->csv, 0777) != 0 && errno != EEXIST) {
        status = wai_error_add(err, WAI_ERR_IO, "%s: %s", options->csv, strerror(errno));
    }
    return status;
}

/* The dictionary is kept in memory until all tables are there. */
static enum wai_status write_all(struct export *export, struct wai_error *err)
{
    char *text = NULL, path[4096];
    size_t length = 0;
    FILE *file, *dictionary = open_memstream(&text, &length);
    enum wai_status status =
        dictionary ? check_files(export, err) : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");

    if (status == WAI_OK) {
        (void)fputs("table,column,unit,meaning\n", dictionary);
        status = export->call->options.tidy ? write_tidy(export, dictionary, err)
                                            : write_tables(export, dictionary, err);
    }
    if (dictionary && fclose(dictionary) != 0 && status == WAI_OK) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the columns");
    }
    if (status == WAI_OK) {
        (void)snprintf(path, sizeof path, "%s/" COLUMNS, export->call->options.csv);
        status = open_file(path, &file, err);
        if (status == WAI_OK) {
            (void)fwrite(text, 1, length, file);
            status = close_file(path, file, status, err);
        }
        if (status == WAI_OK) {
            size_t n_lines = 0;

            for (size_t i = 0; i < length; i++) {
                n_lines += text[i] == '\n';
            }
            tell(path, n_lines - 1);
        }
    }
    free(text);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct export *export = calloc(1, sizeof *export);
    char **names = NULL;
    size_t n = 0;
    enum wai_status status;

    if (!export) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    export->call = call;
    status = call->options.csv ? wai_locate_result(call->arguments[0], err)
                               : wai_error_add(err, WAI_ERR_USAGE,
                                               "waico export needs --csv DIR, the folder for the tables");
    if (status == WAI_OK) {
        status = wai_reader_open(&export->reader, call->arguments[0], err);
    }
    if (status == WAI_OK) {
        status = wai_field_world_read(&export->world, export->reader, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_names(export->reader, &names, &n, err);
    }
    if (status == WAI_OK) {
        status = sort_datasets(export, names, n, err);
    }
    if (status == WAI_OK) {
        status = write_all(export, err);
    }
    for (size_t t = 0; t < export->n_tables; t++) {
        wai_dump_free(&export->tables[t]);
    }
    wai_reader_free_texts(names, n);
    wai_field_world_free(&export->world);
    wai_reader_close(&export->reader);
    free(export);
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
    .text =
        "Writes one CSV table for each set of dimensions: time.csv, country.csv, replicate_time.csv, "
        "event.csv and so on, with a column for each dimension and each dataset that has them; whole.csv "
        "has the single numbers, columns.csv says what each column of each table is. Statuses, event "
        "types and causes are words, missing values are empty. Beside a code stands the name of the "
        "country, beside days and years since the start the date; tables of the points of a sweep begin "
        "with scenario and parameters; country.csv has the chances and dates that waico run prints.\n\n"
        "--tidy writes one long table instead, tidy.csv: variable, dimensions, value. The HDF5 file itself "
        "can be read by Python, R, Julia and many others; this is for spreadsheets and for a first look.",
    .examples = "waico export results/baseline.h5 --csv baseline\tall tables into the folder baseline\n"
                "waico export sweep.h5 --csv long --tidy\tone long table, long/tidy.csv\n",
    .options = export_options,
    .run = run,
};
