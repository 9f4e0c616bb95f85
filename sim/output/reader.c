/* Reading of results by known names: see output/reader.h. */
#include "output/reader.h"

#include <hdf5.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/audit.h"
#include "output/catalog.h"
#include "output/common.h"
#include "output/hdf.h"
#include "output/seal.h"
#include "output/vet.h"

#define MOST_TEXTS ((size_t)1 << 24)     /* texts of one dataset */
#define MOST_NUMBERS ((uint64_t)1 << 31) /* numbers of one slice */

struct wai_reader {
    char *path;
    hid_t file;
    enum wai_reader_kind kind;
};

static enum wai_status wrong_file(const char *path, const char *what, struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s", path, what);
}

static enum wai_status wrong_set(const struct wai_reader *reader, const char *name, const char *what,
                                 struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s: %s", reader->path, name, what);
}

static enum wai_status no_memory(const struct wai_reader *reader, struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", reader->path);
}

/* Kind and version of an open file. */
static enum wai_status check_kind(struct wai_reader *reader, struct wai_error *err)
{
    char *format = wai_vet_text(reader->file, "waico_format");
    int64_t version = wai_vet_whole(reader->file, "waico_format_version");
    int kind = -1;

    for (int k = 0; format && k < WAI_N_READER_KINDS; k++) {
        kind = strcmp(format, wai_common_kinds[k]) == 0 ? k : kind;
    }
    free(format);
    if (kind < 0 || version < 1) {
        return wrong_file(reader->path, "an HDF5 file, but not a result of waico", err);
    }
    if (version > WAI_COMMON_VERSION) {
        return wai_error_add(err, WAI_ERR_FORMAT, "%s: format version %d is newer than this program (%d)",
                             reader->path, (int)version, WAI_COMMON_VERSION);
    }
    reader->kind = (enum wai_reader_kind)kind;
    return WAI_OK;
}

enum wai_status wai_reader_open(struct wai_reader **result, const char *path, struct wai_error *err)
{
    struct wai_reader *reader;
    struct stat facts;
    enum wai_status status;

    *result = NULL;
    if (stat(path, &facts) != 0 || access(path, R_OK) != 0) {
        return wai_error_add(err, WAI_ERR_IO, "%s: cannot be read", path);
    }
    if (!S_ISREG(facts.st_mode)) {
        return wrong_file(path, "not a regular file", err);
    }
    reader = calloc(1, sizeof *reader);
    if (!reader) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    }
    reader->path = strdup(path);
    reader->file = reader->path ? wai_vet_file(path) : -1;
    if (!reader->path) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    } else if (reader->file < 0) {
        status = wrong_file(path, "not a result file, or damaged", err);
    } else {
        status = check_kind(reader, err);
    }
    *result = reader;
    if (status != WAI_OK) {
        wai_reader_close(result);
    }
    return status;
}

void wai_reader_close(struct wai_reader **result)
{
    if (*result) {
        if ((*result)->file >= 0) {
            (void)H5Fclose((*result)->file);
        }
        free((*result)->path);
        free(*result);
        *result = NULL;
    }
}

enum wai_reader_kind wai_reader_kind(const struct wai_reader *reader)
{
    return reader->kind;
}

int64_t wai_reader_whole(struct wai_reader *reader, const char *name)
{
    return wai_vet_whole(reader->file, name);
}

int wai_reader_has(struct wai_reader *reader, const char *name)
{
    return wai_vet_exists(reader->file, name);
}

/* Opens a dataset or says what is wrong with it. */
static enum wai_status open_set(struct wai_reader *reader, const char *name, struct wai_vet *vet,
                                struct wai_error *err)
{
    const char *wrong = wai_vet_open(reader->file, name, vet);

    return wrong ? wrong_set(reader, name, wrong, err) : WAI_OK;
}

/* Name of the axis `d` of a dataset: that of the first scale in its DIMENSION_LIST, "" when it has none. */
static void axis_name(hid_t id, int d, char *name, size_t size)
{
    hid_t attribute = H5Aexists(id, "DIMENSION_LIST") > 0 ? H5Aopen(id, "DIMENSION_LIST", H5P_DEFAULT) : -1;
    hid_t type = attribute < 0 ? -1 : H5Aget_type(attribute),
          space = attribute < 0 ? -1 : H5Aget_space(attribute);
    hvl_t lists[WAI_VET_MAX_DIMS] = { { 0, NULL } };
    hid_t reference = H5Tvlen_create(H5T_STD_REF_OBJ);

    name[0] = '\0';
    if (type >= 0 && space >= 0 && reference >= 0 && H5Tequal(type, reference) > 0 &&
        H5Sget_simple_extent_npoints(space) <= WAI_VET_MAX_DIMS &&
        H5Aread(attribute, reference, lists) >= 0) {
        if (lists[d].len >= 1) {
            hid_t scale = H5Rdereference2(id, H5P_DEFAULT, H5R_OBJECT, lists[d].p);
            char full[256];

            if (scale >= 0 && H5Iget_name(scale, full, sizeof full) > 0 && full[0] == '/') {
                (void)snprintf(name, size, "%.63s", full + 1);
            }
            if (scale >= 0) {
                (void)H5Oclose(scale);
            }
        }
        (void)H5Dvlen_reclaim(reference, space, H5P_DEFAULT, lists);
    }
    if (attribute >= 0) {
        (void)H5Aclose(attribute);
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    if (reference >= 0) {
        (void)H5Tclose(reference);
    }
}

/* Copies a text attribute. */
static void copy_text(hid_t id, const char *name, char *to, size_t size)
{
    char *text = wai_vet_text(id, name);

    (void)snprintf(to, size, "%s", text ? text : "");
    free(text);
}

enum wai_status wai_reader_find(struct wai_reader *reader, const char *name, struct wai_reader_info *info,
                                struct wai_error *err)
{
    struct wai_vet vet;
    enum wai_status status = open_set(reader, name, &vet, err);

    *info = (struct wai_reader_info){ 0 };
    if (status != WAI_OK) {
        return status;
    }
    (void)snprintf(info->name, sizeof info->name, "%s", name);
    info->type = vet.type;
    info->n_dims = (size_t)vet.n_dims;
    info->n_values = (size_t)vet.n_values;
    for (int d = 0; d < vet.n_dims; d++) {
        info->sizes[d] = (size_t)vet.sizes[d];
        axis_name(vet.id, d, info->dims[d], sizeof info->dims[d]);
    }
    if (vet.n_dims == 1 && info->dims[0][0] == '\0' && !strchr(name, '/')) { /* an axis is its own scale */
        (void)snprintf(info->dims[0], sizeof info->dims[0], "%.63s", name);
    }
    copy_text(vet.id, "units", info->unit, sizeof info->unit);
    copy_text(vet.id, "long_name", info->meaning, sizeof info->meaning);
    (void)H5Dclose(vet.id);
    return WAI_OK;
}

/* ---- texts ---- */

/* Reads n variable-length texts into copies of our own. */
static enum wai_status read_texts(struct wai_reader *reader, const char *name, const struct wai_vet *vet,
                                  char **texts, struct wai_error *err)
{
    size_t n = (size_t)vet->n_values;
    char **found = calloc(n ? n : 1, sizeof *found);
    hid_t type = H5Dget_type(vet->id), space = H5Dget_space(vet->id);
    enum wai_status status = WAI_OK;

    if (!found) {
        status = no_memory(reader, err);
    } else if (n > 0 &&
               (type < 0 || space < 0 || H5Dread(vet->id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, found) < 0)) {
        status = wrong_set(reader, name, "cannot be read", err);
    } else {
        for (size_t i = 0; i < n && status == WAI_OK; i++) {
            texts[i] = strdup(found[i] ? found[i] : "");
            if (!texts[i]) {
                status = no_memory(reader, err);
            }
        }
        if (n > 0) {
            (void)H5Dvlen_reclaim(type, space, H5P_DEFAULT, found);
        }
    }
    free(found);
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    return status;
}

/* Reads the one text of fixed length. */
static enum wai_status read_fixed(struct wai_reader *reader, const char *name, const struct wai_vet *vet,
                                  char **text, struct wai_error *err)
{
    hid_t type = H5Dget_type(vet->id);
    size_t size = type < 0 ? 0 : H5Tget_size(type);
    enum wai_status status = WAI_OK;

    if (vet->n_values != 1 || size == 0 || size > 4096) {
        status = wrong_set(reader, name, "not a text of the format", err);
    } else {
        *text = calloc(size + 1, 1);
        if (!*text) {
            status = no_memory(reader, err);
        } else if (H5Dread(vet->id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, *text) < 0) {
            status = wrong_set(reader, name, "cannot be read", err);
        }
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    return status;
}

enum wai_status wai_reader_texts(struct wai_reader *reader, const char *name, char ***texts, size_t *n,
                                 struct wai_error *err)
{
    struct wai_vet vet;
    enum wai_status status = open_set(reader, name, &vet, err);

    *texts = NULL;
    *n = 0;
    if (status != WAI_OK) {
        return status;
    }
    if (vet.type != WAI_LAYOUT_TEXT || vet.n_dims > 1 || vet.n_values > MOST_TEXTS) {
        status = wrong_set(reader, name, "not a list of texts", err);
    } else {
        *texts = calloc((size_t)vet.n_values + 1, sizeof **texts);
        *n = (size_t)vet.n_values;
        status = !*texts          ? no_memory(reader, err)
                 : vet.fixed_text ? read_fixed(reader, name, &vet, *texts, err)
                                  : read_texts(reader, name, &vet, *texts, err);
    }
    (void)H5Dclose(vet.id);
    if (status != WAI_OK) {
        wai_reader_free_texts(*texts, *n);
        *texts = NULL;
        *n = 0;
    }
    return status;
}

void wai_reader_free_texts(char **texts, size_t n)
{
    for (size_t i = 0; texts && i < n; i++) {
        free(texts[i]);
    }
    free(texts);
}

enum wai_status wai_reader_text(struct wai_reader *reader, const char *name, char **text,
                                struct wai_error *err)
{
    char path[128];
    char **texts;
    size_t n;
    enum wai_status status;

    *text = wai_vet_text(reader->file, name);
    if (*text) {
        return WAI_OK;
    }
    if (strlen(name) > 64) {
        return wrong_set(reader, name, "it is not there", err);
    }
    (void)snprintf(path, sizeof path, "%s%s", strchr(name, '/') ? "" : "provenance/", name);
    status = wai_reader_texts(reader, path, &texts, &n, err);
    if (status == WAI_OK && n != 1) {
        wai_reader_free_texts(texts, n);
        return wrong_set(reader, name, "not one text", err);
    }
    if (status == WAI_OK) {
        *text = texts[0];
        free(texts);
    }
    return status;
}

/* ---- numbers ---- */

/* Makes missing values NaN: -1 where the dataset says so. */
static void mark_missing(const struct wai_vet *vet, size_t n, double *out)
{
    int64_t fill = wai_vet_whole(vet->id, "_FillValue");
    hid_t attribute;

    if (vet->type > WAI_LAYOUT_INT32 || H5Aexists(vet->id, "_FillValue") <= 0) {
        return;
    }
    attribute = H5Aopen(vet->id, "_FillValue", H5P_DEFAULT);
    for (size_t i = 0; attribute >= 0 && i < n; i++) {
        out[i] = out[i] == (double)fill ? (double)NAN : out[i];
    }
    if (attribute >= 0) {
        (void)H5Aclose(attribute);
    }
}

enum wai_status wai_reader_numbers(struct wai_reader *reader, const char *name, const size_t *start,
                                   const size_t *count, double *out, struct wai_error *err)
{
    struct wai_vet vet;
    hsize_t from[WAI_VET_MAX_DIMS] = { 0 }, sizes[WAI_VET_MAX_DIMS] = { 0 };
    hid_t space = -1, memory = -1;
    uint64_t n = 1;
    enum wai_status status = open_set(reader, name, &vet, err);

    if (status != WAI_OK) {
        return status;
    }
    for (int d = 0; d < vet.n_dims && status == WAI_OK; d++) {
        from[d] = start ? start[d] : 0;
        sizes[d] = count ? count[d] : vet.sizes[d] - (from[d] < vet.sizes[d] ? from[d] : vet.sizes[d]);
        if (from[d] > vet.sizes[d] || sizes[d] > vet.sizes[d] - from[d] ||
            (sizes[d] > 0 && n > MOST_NUMBERS / sizes[d])) {
            status = wrong_set(reader, name, "the slice is outside of the data, or too large", err);
        }
        n *= sizes[d];
    }
    if (status == WAI_OK && vet.type == WAI_LAYOUT_TEXT) {
        status = wrong_set(reader, name, "texts, not numbers", err);
    }
    if (status == WAI_OK && n > 0) {
        space = H5Dget_space(vet.id);
        memory = vet.n_dims ? H5Screate_simple(vet.n_dims, sizes, NULL) : H5Screate(H5S_SCALAR);
        if (space < 0 || memory < 0 ||
            (vet.n_dims && H5Sselect_hyperslab(space, H5S_SELECT_SET, from, NULL, sizes, NULL) < 0) ||
            H5Dread(vet.id, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, out) < 0) {
            status = wrong_set(reader, name, "cannot be read", err);
        } else {
            mark_missing(&vet, (size_t)n, out);
        }
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    if (memory >= 0) {
        (void)H5Sclose(memory);
    }
    (void)H5Dclose(vet.id);
    return status;
}

size_t wai_reader_length(struct wai_reader *reader, const char *dim)
{
    struct wai_vet vet;

    if (wai_vet_open(reader->file, dim, &vet)) {
        return 0;
    }
    (void)H5Dclose(vet.id);
    return vet.n_dims == 1 ? (size_t)vet.n_values : 0;
}

/* ---- all of it ---- */

/* The names this result may have. */
static enum wai_status make_catalog(struct wai_reader *reader, struct wai_catalog *catalog,
                                    struct wai_error *err)
{
    char *metrics = wai_vet_text(reader->file, "metrics");
    char *lists[] = { wai_vet_text(reader->file, "design_columns"), wai_vet_text(reader->file, "tables"),
                      wai_vet_text(reader->file, "table_axes") };
    enum wai_status status = wai_catalog_init(catalog, metrics, (const char *const *)lists, 3);

    free(metrics);
    for (int i = 0; i < 3; i++) {
        free(lists[i]);
    }
    return status == WAI_OK ? WAI_OK : no_memory(reader, err);
}

enum wai_status wai_reader_names(struct wai_reader *reader, char ***names, size_t *n, struct wai_error *err)
{
    struct wai_catalog catalog;
    enum wai_status status = make_catalog(reader, &catalog, err);

    *names = NULL;
    *n = 0;
    if (status != WAI_OK) {
        return status;
    }
    *names = calloc(catalog.n_root + 1, sizeof **names);
    for (size_t i = 0; *names && i < catalog.n_root; i++) {
        if (wai_vet_exists(reader->file, catalog.names[i])) {
            (*names)[(*n)++] = catalog.names[i]; /* moves to the caller */
            catalog.names[i] = NULL;
        }
    }
    status = *names ? WAI_OK : no_memory(reader, err);
    wai_catalog_free(&catalog);
    return status;
}

enum wai_status wai_reader_check(struct wai_reader *reader, struct wai_error *err)
{
    static const char *const needed[WAI_N_READER_KINDS][4] = {
        [WAI_READER_RUN] = { "time", "country", "n_members", "country_status" },
        [WAI_READER_ENSEMBLE] = { "time", "country", "replicate", "replicates_done" },
        [WAI_READER_SWEEP] = { "time", "country", "point", "point_status" },
    };
    struct wai_catalog catalog;
    enum wai_status status = make_catalog(reader, &catalog, err);

    if (status != WAI_OK) {
        return status;
    }
    for (int i = 0; i < 4 && status == WAI_OK; i++) {
        if (!wai_vet_exists(reader->file, needed[reader->kind][i])) {
            status = wrong_set(reader, needed[reader->kind][i], "it is not there", err);
        }
    }
    for (size_t i = 0; i < catalog.n && status == WAI_OK; i++) {
        if (wai_vet_exists(reader->file, catalog.names[i])) {
            status = wai_audit_set(reader, reader->file, catalog.names[i], err);
        }
    }
    wai_catalog_free(&catalog);
    return status;
}

enum wai_status wai_reader_digest(const char *path, struct wai_error *err)
{
    return wai_seal_check(path, err);
}
