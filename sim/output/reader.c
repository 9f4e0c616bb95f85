/* Reading of results by known names: see output/reader.h. */
#include "output/reader.h"

#include <errno.h>
#include <hdf5.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/accord.h"
#include "output/audit.h"
#include "output/catalog.h"
#include "output/common.h"
#include "output/intake.h"
#include "output/inventory.h"
#include "output/seal.h"
#include "output/sense.h"
#include "output/vet.h"

#define SAME_NAME 100
#define MOST_TEXTS ((size_t)1 << 24) /* texts of one dataset */
#define MOST_TABLES 100              /* of a kind, as many scenarios have */
#define N_SCALES 64                  /* whose names are kept */

/* The name of a scale by what refers to it. */
struct scale {
    uint64_t reference; /* 0: a free place */
    char name[SAME_NAME];
};

struct wai_reader {
    char *path;
    hid_t file;
    enum wai_reader_kind kind;
    size_t n_good; /* datasets whose storage was checked */
    char (*good)[SAME_NAME];
    struct scale scales[N_SCALES];
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
    char *format = wai_intake_text(reader->file, "waico_format");
    int memory = format || errno != ENOMEM;
    int64_t version = wai_intake_whole(reader->file, "waico_format_version");
    int kind = -1;

    for (int k = 0; format && k < WAI_N_READER_KINDS; k++) {
        kind = strcmp(format, wai_common_kinds[k]) == 0 ? k : kind;
    }
    free(format);
    if (!memory) {
        return no_memory(reader, err);
    }
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
        return wai_error_add(err, WAI_ERR_IO, "%s: %s", path,
                             errno == ENOENT ? "no such file" : strerror(errno));
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
        free((*result)->good);
        free(*result);
        *result = NULL;
    }
}

enum wai_reader_kind wai_reader_kind(const struct wai_reader *reader)
{
    return reader->kind;
}

int wai_reader_rests_on_accounts(struct wai_reader *reader)
{
    return wai_reader_whole(reader, "waico_format_version") < 2;
}

int64_t wai_reader_whole(struct wai_reader *reader, const char *name)
{
    return wai_intake_whole(reader->file, name);
}

int wai_reader_has(struct wai_reader *reader, const char *name)
{
    return wai_vet_exists(reader->file, name);
}

/* Was the storage of the dataset checked before? */
static int is_good(const struct wai_reader *reader, const char *name)
{
    for (size_t i = reader->n_good; i-- > 0;) {
        if (strcmp(reader->good[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Remembers that it was, as far as there is memory. */
static void keep_good(struct wai_reader *reader, const char *name)
{
    char(*grown)[SAME_NAME] = NULL;

    if (strlen(name) < SAME_NAME) {
        grown = realloc(reader->good, (reader->n_good + 1) * sizeof *grown);
    }
    if (grown) {
        reader->good = grown;
        memcpy(grown[reader->n_good++], name, strlen(name) + 1);
    }
}

/* Opens a dataset or says what is wrong with it. */
static enum wai_status open_set(struct wai_reader *reader, const char *name, struct wai_vet *vet,
                                struct wai_error *err)
{
    const char *wrong = wai_vet_open(reader->file, name, vet);

    return wrong ? wrong_set(reader, name, wrong, err) : WAI_OK;
}

/* The same, for reading its values. */
static enum wai_status open_values(struct wai_reader *reader, const char *name, struct wai_vet *vet,
                                   struct wai_error *err)
{
    enum wai_status status = open_set(reader, name, vet, err);
    const char *wrong = status == WAI_OK && !is_good(reader, name) ? wai_intake_storage(vet) : NULL;

    if (wrong) {
        (void)H5Dclose(vet->id);
        return wrong_set(reader, name, wrong, err);
    }
    if (status == WAI_OK && !is_good(reader, name)) {
        keep_good(reader, name);
    }
    return status;
}

/* Copies a text attribute, "" when there is none; a text that cannot be read is not none. */
static const char *copy_text(hid_t id, const char *name, char *to, size_t size)
{
    char *text = wai_intake_text(id, name);
    const char *wrong = text                      ? NULL
                        : errno == ENOMEM         ? "out of memory"
                        : H5Aexists(id, name) > 0 ? "its unit, meaning or interval is no text"
                                                  : NULL;

    (void)snprintf(to, size, "%s", text ? text : "");
    free(text);
    return wrong;
}

/* Name of the scale of axis d, "" when it has none.  Looked up once a scale, as far as there are places. */
static const char *name_axis(struct wai_reader *reader, const struct wai_vet *vet, int d,
                             char name[SAME_NAME])
{
    uint64_t reference;
    const char *wrong = wai_intake_axis(vet, d, &reference);
    size_t i = 0;

    name[0] = '\0';
    if (wrong || reference == 0) {
        return wrong;
    }
    while (i < N_SCALES && reader->scales[i].reference != 0 && reader->scales[i].reference != reference) {
        i++;
    }
    if (i < N_SCALES && reader->scales[i].reference == reference) {
        memcpy(name, reader->scales[i].name, SAME_NAME);
        return NULL;
    }
    wrong = wai_intake_scale(vet, reference, name, SAME_NAME);
    if (!wrong && i < N_SCALES) {
        reader->scales[i].reference = reference;
        (void)snprintf(reader->scales[i].name, SAME_NAME, "%s", name);
    }
    return wrong;
}

/* Name of axis d, which must be a dataset of one axis as long as this one is along it. */
static const char *find_axis(struct wai_reader *reader, const struct wai_vet *vet, int d,
                             struct wai_reader_info *info)
{
    struct wai_vet scale;
    char name[SAME_NAME];
    const char *wrong = name_axis(reader, vet, d, name);

    if (!wrong && strlen(name) >= sizeof info->dims[d]) {
        wrong = "an axis has a name that is too long";
    }
    (void)snprintf(info->dims[d], sizeof info->dims[d], "%s", wrong ? "" : name);
    if (!wrong && info->dims[d][0] == '\0' && vet->n_dims == 1 && strlen(info->name) < sizeof info->dims[d] &&
        !strchr(info->name, '/')) { /* its own scale */
        memcpy(info->dims[d], info->name, strlen(info->name) + 1);
        return NULL;
    }
    if (!wrong && info->dims[d][0] == '\0') {
        return "an axis has no name";
    }
    wrong = wrong ? wrong : wai_vet_open(reader->file, info->dims[d], &scale);
    if (wrong) {
        return "an axis is not there";
    }
    (void)H5Dclose(scale.id);
    return scale.n_dims == 1 && scale.sizes[0] == vet->sizes[d] ? NULL : "an axis has another length";
}

enum wai_status wai_reader_find(struct wai_reader *reader, const char *name, struct wai_reader_info *info,
                                struct wai_error *err)
{
    struct wai_vet vet;
    const char *wrong = NULL;
    enum wai_status status = open_set(reader, name, &vet, err);

    *info = (struct wai_reader_info){ 0 };
    if (status != WAI_OK) {
        return status;
    }
    (void)snprintf(info->name, sizeof info->name, "%s", name);
    info->type = vet.type;
    info->n_dims = (size_t)vet.n_dims;
    info->n_values = (size_t)vet.n_values;
    for (int d = 0; d < vet.n_dims && !wrong; d++) {
        info->sizes[d] = (size_t)vet.sizes[d];
        wrong = find_axis(reader, &vet, d, info);
    }
    wrong = wrong ? wrong : copy_text(vet.id, "units", info->unit, sizeof info->unit);
    wrong = wrong ? wrong : copy_text(vet.id, "long_name", info->meaning, sizeof info->meaning);
    wrong = wrong ? wrong : copy_text(vet.id, "interval", info->interval, sizeof info->interval);
    (void)H5Dclose(vet.id);
    return wrong ? wrong_set(reader, name, wrong, err) : WAI_OK;
}

/* ---- texts ---- */

enum wai_status wai_reader_texts(struct wai_reader *reader, const char *name, char ***texts, size_t *n,
                                 struct wai_error *err)
{
    struct wai_vet vet;
    const char *wrong;
    enum wai_status status = open_values(reader, name, &vet, err);

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
        wrong = *texts ? wai_intake_texts(&vet, *texts, *n) : NULL;
        for (size_t i = 0; *texts && i < *n && !wrong && !strchr(name, '/'); i++) { /* names and labels */
            wrong = strpbrk((*texts)[i], "\n\t") ? "a label has more than one line" : NULL;
        }
        status = !*texts ? no_memory(reader, err) : wrong ? wrong_set(reader, name, wrong, err) : WAI_OK;
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

    *text = wai_intake_text(reader->file, name);
    if (*text) {
        return WAI_OK;
    }
    if (errno == ENOMEM) {
        return no_memory(reader, err);
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
    int64_t fill = wai_intake_whole(vet->id, "_FillValue");
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

enum wai_status wai_reader_numbers(struct wai_reader *reader, const char *name,
                                   const struct wai_reader_part *part, double *out, size_t room,
                                   struct wai_error *err)
{
    struct wai_vet vet;
    struct wai_intake_part wanted = { .as = WAI_LAYOUT_FLOAT64, .room = room };
    size_t n = room;
    const char *wrong;
    enum wai_status status = open_values(reader, name, &vet, err);

    if (status != WAI_OK) {
        return status;
    }
    wanted.n_dims = part ? part->n_dims : (size_t)vet.n_dims;
    if (part) {
        wanted.start = part->start;
        wanted.count = part->count;
        n = 1;
    }
    wrong = wanted.n_dims > WAI_VET_MAX_DIMS ? "too many axes" : wai_intake_numbers(&vet, &wanted, out);
    for (size_t d = 0; part && !wrong && d < part->n_dims; d++) {
        n *= part->count[d];
    }
    if (wrong) {
        status = wrong_set(reader, name, wrong, err);
    } else {
        mark_missing(&vet, n, out);
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

/* A text attribute, NULL when there is none; *lacks: or when memory was out. */
static char *text_if_any(const struct wai_reader *reader, const char *name, int *lacks)
{
    char *text;

    errno = 0;
    text = wai_intake_text(reader->file, name);
    *lacks |= !text && errno == ENOMEM;
    return text;
}

/* The names this result may have. */
static enum wai_status make_catalog(struct wai_reader *reader, struct wai_catalog *catalog,
                                    struct wai_error *err)
{
    int lacks = 0;
    char *metrics = text_if_any(reader, "metrics", &lacks);
    char *lists[] = { text_if_any(reader, "design_columns", &lacks), text_if_any(reader, "tables", &lacks),
                      text_if_any(reader, "table_axes", &lacks) };
    enum wai_status status = wai_catalog_init(catalog, metrics, (const char *const *)lists, 3);

    status = status == WAI_OK && lacks ? WAI_ERR_MEMORY : status;
    free(metrics);
    for (int i = 0; i < 3; i++) {
        free(lists[i]);
    }
    return status == WAI_OK           ? WAI_OK
           : status == WAI_ERR_FORMAT ? wrong_file(reader->path, "a list of names has one that is none", err)
                                      : no_memory(reader, err);
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

/* A dataset by itself, if it is there. */
static enum wai_status check_set(struct wai_reader *reader, const struct wai_sense *sense, const char *name,
                                 struct wai_error *err)
{
    int is_there = wai_vet_exists(reader->file, name);
    enum wai_status status = is_there ? wai_audit_set(reader, reader->file, name, err) : WAI_OK;

    return is_there && status == WAI_OK ? wai_sense_check(sense, reader, name, err) : status;
}

/* One name of the catalog, and the numbered ones that a table of a scenario may have behind
 * it. */
static enum wai_status check_name(struct wai_reader *reader, const struct wai_sense *sense, const char *name,
                                  struct wai_error *err)
{
    size_t length = strlen(name);
    char numbered[SAME_NAME];
    enum wai_status status = check_set(reader, sense, name, err);

    if (length < 6 || strcmp(name + length - 6, "_table") != 0) {
        return status;
    }
    for (unsigned k = 1; k < MOST_TABLES && status == WAI_OK; k++) {
        (void)snprintf(numbered, sizeof numbered, "%s_%u", name, k);
        status = check_set(reader, sense, numbered, err);
    }
    return status;
}

enum wai_status wai_reader_check(struct wai_reader *reader, struct wai_error *err)
{
    struct wai_error each = { 0 };
    struct wai_catalog catalog;
    struct wai_sense sense = { 0 };
    enum wai_status status = make_catalog(reader, &catalog, err);

    if (status != WAI_OK) {
        return status;
    }
    status = wai_inventory_check(reader->file, reader->kind, &catalog, &each);
    status = status == WAI_OK ? wai_sense_init(&sense, reader, reader->file, &each) : status;
    for (size_t i = 0; i < catalog.n && status == WAI_OK; i++) {
        status = check_name(reader, &sense, catalog.names[i], &each);
    }
    status = status == WAI_OK ? wai_accord_check(&sense, reader, &each) : status;
    wai_sense_free(&sense);
    if (status != WAI_OK) { /* with the name of the file, once */
        const char *text = wai_error_text(&each);
        int named = strncmp(text, reader->path, strlen(reader->path)) == 0;

        (void)wai_error_add(err, status, "%s%s%.*s", named ? "" : reader->path, named ? "" : ": ",
                            (int)strcspn(text, "\n"), text);
    }
    wai_error_free(&each);
    wai_catalog_free(&catalog);
    return status;
}

enum wai_status wai_reader_digest(const char *path, struct wai_error *err)
{
    return wai_seal_check(path, err);
}
