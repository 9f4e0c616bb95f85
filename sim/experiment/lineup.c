/* From result files to numbers by replication. */
#include "experiment/lineup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "experiment/rebuild.h"
#include "output/reader.h"

/* Series of which the value at the end is compared, where every replication has it. */
static const char *const final_series[] = { "n_members", "n_signed", "n_us", "n_rights" };
static const char *const dates[] = { "entry_into_force", "operation" };

/* ---- items ---- */

static void name_of_file(const char *path, char *name, size_t size)
{
    const char *slash = strrchr(path, '/');
    size_t length;

    (void)snprintf(name, size, "%s", slash ? slash + 1 : path);
    length = strlen(name);
    if (length > 3 && strcmp(name + length - 3, ".h5") == 0) {
        name[length - 3] = '\0';
    }
}

static char *digest_of_countries(char *const *codes, size_t n)
{
    struct wai_sha256 sha;
    char *hex = malloc(WAI_SHA256_TEXT);

    wai_sha256_init(&sha);
    for (size_t i = 0; i < n; i++) {
        wai_sha256_add(&sha, codes[i], strlen(codes[i]) + 1);
    }
    if (hex) {
        wai_sha256_end(&sha, hex);
    }
    return hex;
}

static enum wai_status fill_item(struct wai_lineup_item *item, struct wai_reader *reader, const char *path,
                                 int64_t point, struct wai_error *err)
{
    struct wai_rebuild rebuild = { 0 };
    char **codes = NULL;
    size_t n = 0;
    enum wai_status status = wai_rebuild_read(&rebuild, path, point, err);

    item->path = path;
    item->point = point;
    item->seed = rebuild.luck.seed;
    item->stratum = rebuild.luck.stratum;
    if (status == WAI_OK) {
        status = wai_reader_text(reader, "version", &item->version, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_texts(reader, "country", &codes, &n, err);
    }
    if (status == WAI_OK) {
        item->world = digest_of_countries(codes, n);
        status = item->world ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    wai_reader_free_texts(codes, n);
    wai_rebuild_free(&rebuild);
    return status;
}

/* Label of a point: its scenario when the sweep is one of scenarios, else its number. */
static void label_point(struct wai_reader *reader, size_t point, const char *path, char *label)
{
    struct wai_error ignored = { 0 };
    const struct wai_reader_part part = { 1, { point }, { 1 } };
    double scenario = 0;
    char **names = NULL;
    size_t n = 0;
    char *kind = NULL;
    char file[WAI_LINEUP_LABEL - 24];

    name_of_file(path, file, sizeof file);
    (void)snprintf(label, WAI_LINEUP_LABEL, "%s point %zu", file, point);
    if (wai_reader_text(reader, "design_kind", &kind, &ignored) == WAI_OK && strcmp(kind, "scenarios") == 0 &&
        wai_reader_texts(reader, "scenario", &names, &n, &ignored) == WAI_OK &&
        wai_reader_numbers(reader, "point_scenario", &part, &scenario, 1, &ignored) == WAI_OK &&
        scenario >= 0 && scenario < (double)n) {
        (void)snprintf(label, WAI_LINEUP_LABEL, "%s", names[(size_t)scenario]);
    }
    free(kind);
    wai_reader_free_texts(names, n);
    wai_error_free(&ignored);
}

static enum wai_status add_items(struct wai_lineup *lineup, const char *path, struct wai_error *err)
{
    struct wai_reader *reader = NULL;
    enum wai_status status = wai_reader_open(&reader, path, err);
    size_t n_points = 1;
    int sweep = 0;

    if (status == WAI_OK && wai_reader_kind(reader) == WAI_READER_RUN) {
        status = wai_error_add(err, WAI_ERR_USAGE,
                               "%s: one replication cannot be compared; compare ensembles or sweeps", path);
    }
    if (status == WAI_OK) {
        sweep = wai_reader_kind(reader) == WAI_READER_SWEEP;
        n_points = sweep ? wai_reader_length(reader, "point") : 1;
        if (lineup->n_items + n_points > WAI_LINEUP_MOST) {
            status = wai_error_add(err, WAI_ERR_USAGE,
                                   "%s: more than %d scenarios or points cannot be compared at once", path,
                                   WAI_LINEUP_MOST);
        }
    }
    for (size_t p = 0; status == WAI_OK && p < n_points; p++) {
        struct wai_lineup_item *item = &lineup->items[lineup->n_items++];
        size_t replicates = wai_reader_length(reader, "replicate");

        if (sweep) {
            label_point(reader, p, path, item->label);
        } else {
            name_of_file(path, item->label, sizeof item->label);
        }
        lineup->n_replicates = replicates > lineup->n_replicates ? replicates : lineup->n_replicates;
        status = fill_item(item, reader, path, sweep ? (int64_t)p : -1, err);
    }
    wai_reader_close(&reader);
    return status;
}

int wai_lineup_paired(const struct wai_lineup *lineup, size_t a, size_t b, char *why, size_t size)
{
    const struct wai_lineup_item *x = &lineup->items[a];
    const struct wai_lineup_item *y = &lineup->items[b];

    if (strcmp(x->world, y->world) != 0) {
        (void)snprintf(why, size, "they have other countries");
    } else if (strcmp(x->version, y->version) != 0) {
        (void)snprintf(why, size, "they were made by versions %s and %s", x->version, y->version);
    } else if (x->seed != y->seed) {
        (void)snprintf(why, size, "they have other seeds, %llu and %llu", (unsigned long long)x->seed,
                       (unsigned long long)y->seed);
    } else if (x->stratum != y->stratum) {
        (void)snprintf(why, size, "their points were made independent (crn = false)");
    } else {
        (void)snprintf(why, size, "%s", "");
        return 1;
    }
    return 0;
}

/* ---- numbers ---- */

/* How to read a metric: a dataset by replicate, or the last account of a series. */
struct want {
    char name[64], dataset[64];
    int at_end;
};

static int item_has(const struct wai_lineup_item *item, struct wai_reader *reader, const struct want *want)
{
    struct wai_error ignored = { 0 };
    struct wai_reader_info info;
    size_t dims = (size_t)(1 + (item->point >= 0) + (want->at_end != 0));
    int has = wai_reader_has(reader, want->dataset) &&
              wai_reader_find(reader, want->dataset, &info, &ignored) == WAI_OK && info.n_dims == dims;

    wai_error_free(&ignored);
    return has;
}

/* Numbers of the replications ([n]) and, for ensembles, which they are. */
static enum wai_status read_values(const struct wai_lineup_item *item, struct wai_reader *reader,
                                   const struct want *want, double *values, size_t n_replicates,
                                   double *buffer, struct wai_error *err)
{
    size_t n = wai_reader_length(reader, "replicate");
    size_t times = wai_reader_length(reader, "time");
    struct wai_reader_part part = { 0 };
    enum wai_status status;

    if (item->point >= 0) {
        part.start[part.n_dims] = (size_t)item->point;
        part.count[part.n_dims++] = 1;
    }
    part.count[part.n_dims++] = n;
    if (want->at_end) {
        part.start[part.n_dims] = times > 0 ? times - 1 : 0;
        part.count[part.n_dims++] = 1;
    }
    for (size_t i = 0; i < n_replicates; i++) {
        values[i] = NAN;
    }
    status = wai_reader_numbers(reader, "replicate", NULL, buffer, n, err);
    if (status == WAI_OK) {
        status = wai_reader_numbers(reader, want->dataset, &part, buffer + n_replicates, n, err);
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        if (buffer[i] >= 0 && buffer[i] < (double)n_replicates) {
            values[(size_t)buffer[i]] = buffer[n_replicates + i];
        }
    }
    return status;
}

/* What the first item could offer. */
static enum wai_status list_wants(struct wai_reader *reader, struct want **wants, size_t *n,
                                  struct wai_error *err)
{
    char **names;
    size_t n_names;
    enum wai_status status = wai_reader_names(reader, &names, &n_names, err);

    *n = 0;
    *wants = NULL;
    if (status != WAI_OK) {
        return status;
    }
    *wants = calloc(n_names + 8, sizeof **wants);
    for (size_t i = 0; *wants && i < n_names; i++) {
        const char *end = strstr(names[i], "_half_width");

        if (end && end[11] == '\0' && (size_t)(end - names[i]) < sizeof(*wants)->name) {
            struct want *want = &(*wants)[(*n)++];

            memcpy(want->name, names[i], (size_t)(end - names[i]));
            memcpy(want->dataset, want->name, sizeof want->dataset);
        }
    }
    for (size_t k = 0; *wants && k < sizeof final_series / sizeof *final_series; k++) {
        struct want *want = &(*wants)[(*n)++];

        (void)snprintf(want->name, sizeof want->name, "%s_at_end", final_series[k]);
        (void)snprintf(want->dataset, sizeof want->dataset, "%s", final_series[k]);
        want->at_end = 1;
    }
    for (size_t k = 0; *wants && k < sizeof dates / sizeof *dates; k++) {
        struct want *want = &(*wants)[(*n)++];

        (void)snprintf(want->name, sizeof want->name, "%s", dates[k]);
        (void)snprintf(want->dataset, sizeof want->dataset, "%s", dates[k]);
    }
    wai_reader_free_texts(names, n_names);
    return *wants ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
}

/* All items' readers, one a file. */
static enum wai_status open_readers(const struct wai_lineup *lineup, struct wai_reader **readers,
                                    struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    for (size_t i = 0; status == WAI_OK && i < lineup->n_items; i++) {
        readers[i] = NULL;
        if (i > 0 && lineup->items[i].path == lineup->items[i - 1].path) {
            readers[i] = readers[i - 1];
        } else {
            status = wai_reader_open(&readers[i], lineup->items[i].path, err);
        }
    }
    return status;
}

static void close_readers(const struct wai_lineup *lineup, struct wai_reader **readers)
{
    for (size_t i = 0; i < lineup->n_items; i++) {
        int last = i + 1 == lineup->n_items || readers[i + 1] != readers[i];

        if (last) {
            wai_reader_close(&readers[i]);
        }
    }
}

static enum wai_status read_metric(struct wai_lineup *lineup, struct wai_reader **readers,
                                   const struct want *want, double *buffer, struct wai_error *err)
{
    struct wai_lineup_metric *metric = &lineup->metrics[lineup->n_metrics];
    struct wai_reader_info info;
    enum wai_status status = wai_reader_find(readers[0], want->dataset, &info, err);

    metric->values = malloc((lineup->n_items * lineup->n_replicates + 1) * sizeof *metric->values);
    if (!metric->values) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %s", want->name);
    }
    lineup->n_metrics++;
    (void)snprintf(metric->name, sizeof metric->name, "%s", want->name);
    if (status == WAI_OK) {
        (void)snprintf(metric->unit, sizeof metric->unit, "%.31s", info.unit);
    }
    for (size_t i = 0; status == WAI_OK && i < lineup->n_items; i++) {
        status = read_values(&lineup->items[i], readers[i], want, metric->values + i * lineup->n_replicates,
                             lineup->n_replicates, buffer, err);
    }
    return status;
}

static enum wai_status read_metrics(struct wai_lineup *lineup, struct wai_reader **readers,
                                    struct wai_error *err)
{
    struct want *wants;
    size_t n;
    double *buffer = malloc((2 * lineup->n_replicates + 2) * sizeof *buffer);
    enum wai_status status = buffer ? list_wants(readers[0], &wants, &n, err) : WAI_ERR_MEMORY;

    if (status != WAI_OK) {
        free(buffer);
        return status;
    }
    lineup->metrics = calloc(n + 1, sizeof *lineup->metrics);
    status = lineup->metrics ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    for (size_t k = 0; status == WAI_OK && k < n; k++) {
        int all = 1;

        for (size_t i = 0; i < lineup->n_items; i++) {
            all = all && item_has(&lineup->items[i], readers[i], &wants[k]);
        }
        if (all) {
            status = read_metric(lineup, readers, &wants[k], buffer, err);
        }
    }
    free(wants);
    free(buffer);
    return status;
}

/* ---- countries ---- */

static enum wai_status read_joined(struct wai_lineup *lineup, struct wai_reader **readers,
                                   struct wai_error *err)
{
    size_t n = lineup->n_countries;
    double *row = malloc((n + lineup->n_replicates + 1) * sizeof *row);
    enum wai_status status = WAI_OK;

    lineup->joined = malloc(lineup->n_items * lineup->n_replicates * n + 1);
    if (!row || !lineup->joined) {
        free(row);
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the countries");
    }
    memset(lineup->joined, 2, lineup->n_items * lineup->n_replicates * n);
    for (size_t i = 0; status == WAI_OK && i < lineup->n_items; i++) {
        size_t rows = wai_reader_length(readers[i], "replicate");
        size_t sweep = lineup->items[i].point >= 0;
        struct wai_reader_part one = { 1 + sweep,
                                       { sweep ? (size_t)lineup->items[i].point : 0, 0, 0 },
                                       { 1, 1, 1 } };
        struct wai_reader_part line;
        double status_code = 0;

        status = wai_reader_numbers(readers[i], "replicate", NULL, row + n, rows, err);
        for (size_t r = 0; status == WAI_OK && r < rows; r++) {
            double place = row[n + r];

            one.start[sweep] = r;
            line = one;
            line.count[line.n_dims++] = n;
            one.n_dims = line.n_dims;
            status = wai_reader_numbers(readers[i], "final_status", &one, &status_code, 1, err);
            one.n_dims--;
            if (status != WAI_OK || isnan(status_code) ||
                !(place >= 0 && place < (double)lineup->n_replicates)) {
                continue; /* that replication failed or was not run */
            }
            status = wai_reader_numbers(readers[i], "first_member", &line, row, n, err);
            for (size_t c = 0; status == WAI_OK && c < n; c++) {
                lineup->joined[(i * lineup->n_replicates + (size_t)place) * n + c] =
                    (uint8_t)(isnan(row[c]) ? 0 : 1);
            }
        }
    }
    free(row);
    return status;
}

static enum wai_status read_countries(struct wai_lineup *lineup, struct wai_reader **readers,
                                      struct wai_error *err)
{
    for (size_t i = 0; i < lineup->n_items; i++) {
        if (strcmp(lineup->items[i].world, lineup->items[0].world) != 0) {
            (void)snprintf(lineup->no_countries, sizeof lineup->no_countries,
                           "the files have other countries");
            return WAI_OK;
        }
        if (!wai_reader_has(readers[i], "first_member") || !wai_reader_has(readers[i], "final_status")) {
            (void)snprintf(lineup->no_countries, sizeof lineup->no_countries,
                           "%s has no dates by replication; run it with output.detail = \"replicates\"",
                           lineup->items[i].label);
            return WAI_OK;
        }
    }
    if (wai_reader_texts(readers[0], "country", &lineup->countries, &lineup->n_countries, err) != WAI_OK) {
        return WAI_ERR_FORMAT;
    }
    return read_joined(lineup, readers, err);
}

enum wai_status wai_lineup_read(struct wai_lineup *lineup, const char *const *paths, size_t n,
                                struct wai_error *err)
{
    struct wai_reader *readers[WAI_LINEUP_MOST] = { NULL };
    enum wai_status status = WAI_OK;

    *lineup = (struct wai_lineup){ 0 };
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        status = add_items(lineup, paths[i], err);
    }
    if (status == WAI_OK && lineup->n_items < 2) {
        status = wai_error_add(err, WAI_ERR_USAGE,
                               "there is nothing to compare with: give two ensembles, or a sweep of "
                               "several points");
    }
    if (status == WAI_OK) {
        status = open_readers(lineup, readers, err);
        if (status == WAI_OK) {
            status = read_metrics(lineup, readers, err);
        }
        if (status == WAI_OK) {
            status = read_countries(lineup, readers, err);
        }
        close_readers(lineup, readers);
    }
    if (status != WAI_OK) {
        wai_lineup_free(lineup);
    }
    return status;
}

void wai_lineup_free(struct wai_lineup *lineup)
{
    for (size_t i = 0; i < lineup->n_items; i++) {
        free(lineup->items[i].version);
        free(lineup->items[i].world);
    }
    for (size_t i = 0; i < lineup->n_metrics; i++) {
        free(lineup->metrics[i].values);
    }
    free(lineup->metrics);
    wai_reader_free_texts(lineup->countries, lineup->n_countries);
    free(lineup->joined);
    *lineup = (struct wai_lineup){ 0 };
}
