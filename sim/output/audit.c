/* Reading of whole datasets to see whether they are as they should be. */
#include "output/audit.h"

#include <hdf5.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/attribute.h"
#include "output/intake.h"
#include "output/vet.h"

#define SLICE ((size_t)1 << 20) /* numbers checked at a time */
#define MOST_ROW ((size_t)1 << 27)

static enum wai_status wrong_set(const char *name, const char *what, struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s", name, what);
}

/* Number of values of an attribute, 0 when there is none. */
static int64_t n_elements(hid_t id, const char *name)
{
    hid_t attribute = H5Aexists(id, name) > 0 ? H5Aopen(id, name, H5P_DEFAULT) : -1;
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
    values = malloc((room + 1) * sizeof *values);
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

/* Unit and meaning are plain texts; what stands for missing is -1. */
static const char *check_attributes(const struct wai_vet *vet)
{
    static const char *const texts[] = { "units", "long_name" };

    for (int i = 0; i < 2; i++) {
        char *text = wai_intake_text(vet->id, texts[i]);

        if (!text) {
            return "its unit or meaning is not there, or not a plain text";
        }
        free(text);
    }
    return n_elements(vet->id, "_FillValue") > 1 ||
                   (vet->type <= WAI_LAYOUT_INT32 && wai_intake_whole(vet->id, "_FillValue") != -1)
               ? "what stands for missing is another value"
               : NULL;
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
    wrong = wai_vet_open(file, name, &vet);
    if (wrong) {
        return wrong_set(name, wrong, err);
    }
    categories = n_elements(vet.id, "flag_values");
    wrong = check_attributes(&vet);
    status = wai_attribute_check(vet.id, name, err);
    (void)H5Dclose(vet.id);
    if (status != WAI_OK || wrong) {
        return status != WAI_OK ? status : wrong_set(name, wrong, err);
    }
    if (info.type == WAI_LAYOUT_TEXT) {
        status = wai_reader_texts(reader, name, &texts, &n, err);
        wai_reader_free_texts(texts, n);
        return status;
    }
    return check_numbers(reader, &info, categories, err);
}
