/* Reading of whole datasets to see whether they are as they should be. */
#include "output/audit.h"

#include <hdf5.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/vet.h"

#define SLICE ((size_t)1 << 20) /* numbers checked at a time */
#define MOST_ROW ((size_t)1 << 27)

static enum wai_status wrong_set(const char *name, const char *what, struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s", name, what);
}

/* Number of categories of a dataset, 0 when it has none. */
static int64_t n_categories(hid_t id)
{
    hid_t attribute = H5Aexists(id, "flag_values") > 0 ? H5Aopen(id, "flag_values", H5P_DEFAULT) : -1;
    hid_t space = attribute < 0 ? -1 : H5Aget_space(attribute);
    int64_t n = space < 0 ? 0 : (int64_t)H5Sget_simple_extent_npoints(space);

    if (space >= 0) {
        (void)H5Sclose(space);
    }
    if (attribute >= 0) {
        (void)H5Aclose(attribute);
    }
    return n;
}

/* Checks n numbers of a dataset. */
static const char *check_values(const struct wai_reader_info *info, int64_t categories, const double *values,
                                size_t n)
{
    int share = strcmp(info->name, "p_status") == 0 || strcmp(info->name, "at_p_status") == 0;

    for (size_t i = 0; i < n; i++) {
        if (categories > 0 && !isnan(values[i]) && !(values[i] >= 0 && values[i] < (double)categories)) {
            return "a value is none of its categories";
        }
        if (share && !isnan(values[i]) && !(values[i] >= 0.0 && values[i] <= 1.0)) {
            return "a share is outside [0, 1]";
        }
        if (isinf(values[i])) {
            return "a value is infinite";
        }
    }
    return NULL;
}

/* Reads all numbers of a dataset, some rows at a time. */
static enum wai_status check_numbers(struct wai_reader *reader, const struct wai_reader_info *info,
                                     int64_t categories, struct wai_error *err)
{
    struct wai_reader_part part = { .n_dims = info->n_dims };
    size_t all = info->n_dims ? info->sizes[0] : 1;
    size_t row = info->n_values / (all ? all : 1), step = row ? SLICE / row : 1, room;
    enum wai_status status = WAI_OK;
    double *values;

    step = step < 1 ? 1 : step;
    if (info->n_values == 0) {
        return WAI_OK;
    }
    if (row > MOST_ROW) {
        return wrong_set(info->name, "a row is too large", err);
    }
    room = (step < all ? step : all) * row;
    values = malloc(room * sizeof *values);
    if (!values) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", info->name);
    }
    memcpy(part.count, info->sizes, sizeof part.count);
    for (size_t at = 0; at < all && status == WAI_OK; at += step) {
        const char *wrong;

        part.start[0] = at;
        part.count[0] = all - at < step ? all - at : step;
        status = wai_reader_numbers(reader, info->name, &part, values, room, err);
        wrong = status == WAI_OK
                    ? check_values(info, categories, values, (info->n_dims ? part.count[0] : 1) * row)
                    : NULL;
        if (wrong) {
            status = wrong_set(info->name, wrong, err);
        }
    }
    free(values);
    return status;
}

enum wai_status wai_audit_set(struct wai_reader *reader, int64_t file, const char *name,
                              struct wai_error *err)
{
    struct wai_reader_info info;
    struct wai_vet vet;
    const char *wrong;
    int64_t categories;
    char **texts;
    size_t n;
    enum wai_status status = wai_reader_find(reader, name, &info, err);

    if (status != WAI_OK) {
        return status;
    }
    if (info.type == WAI_LAYOUT_TEXT) {
        status = wai_reader_texts(reader, name, &texts, &n, err);
        wai_reader_free_texts(texts, n);
        return status;
    }
    wrong = wai_vet_open(file, name, &vet);
    if (wrong) {
        return wrong_set(name, wrong, err);
    }
    categories = n_categories(vet.id);
    (void)H5Dclose(vet.id);
    return check_numbers(reader, &info, categories, err);
}
