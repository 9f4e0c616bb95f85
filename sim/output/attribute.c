/* Every attribute of an object: see output/attribute.h. */
#include "output/attribute.h"

#include <errno.h>
#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

#include "output/intake.h"
#include "output/vet.h"

#define MOST 4096   /* attributes of an object, and numbers of an attribute */
#define LONGEST 160 /* bytes of a name */

struct look {
    const char *object;
    size_t n;
    enum wai_status status;
    struct wai_error *err;
};

/* Axis by axis the references of its scales. */
static const char *check_axes(hid_t type)
{
    hid_t list = H5Tvlen_create(H5T_STD_REF_OBJ);
    int same = list >= 0 && H5Tequal(type, list) > 0;

    if (list >= 0) {
        (void)H5Tclose(list);
    }
    return same ? NULL : "its type is not one of the format";
}

/* Who uses a scale: pairs of a reference and a number. */
static const char *check_users(hid_t type)
{
    hid_t first =
        H5Tget_class(type) == H5T_COMPOUND && H5Tget_nmembers(type) == 2 ? H5Tget_member_type(type, 0) : -1;
    int right =
        first >= 0 && H5Tequal(first, H5T_STD_REF_OBJ) > 0 && H5Tget_member_class(type, 1) == H5T_INTEGER;

    if (first >= 0) {
        (void)H5Tclose(first);
    }
    return right ? NULL : "its type is not one of the format";
}

/* One text, or few numbers. */
static const char *check_value(hid_t object, const char *name, hid_t type, hid_t space)
{
    H5T_class_t class = H5Tget_class(type);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    enum wai_layout_type number;
    char *text;

    if (n < 1 || n > MOST || H5Sget_simple_extent_ndims(space) > 1) {
        return "its shape is not one of the format";
    }
    if (class != H5T_STRING) {
        return wai_vet_number(type, &number) ? NULL : "its type is not one of the format";
    }
    text = wai_intake_text(object, name);
    if (!text) {
        return errno == ENOMEM ? "out of memory" : "not one plain text";
    }
    free(text);
    return NULL;
}

static const char *check_one(hid_t object, const char *name)
{
    hid_t attribute, type, space;
    const char *wrong = "it cannot be read";

    if (*name == '\0' || strlen(name) > LONGEST || strspn(name, WAI_VET_LETTERS) != strlen(name)) {
        return "not a name of the format";
    }
    attribute = H5Aopen(object, name, H5P_DEFAULT);
    type = attribute < 0 ? -1 : H5Aget_type(attribute);
    space = attribute < 0 ? -1 : H5Aget_space(attribute);
    if (type >= 0 && space >= 0) {
        wrong = strcmp(name, "DIMENSION_LIST") == 0   ? check_axes(type)
                : strcmp(name, "REFERENCE_LIST") == 0 ? check_users(type)
                                                      : check_value(object, name, type, space);
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    if (attribute >= 0) {
        (void)H5Aclose(attribute);
    }
    return wrong;
}

static herr_t visit(hid_t object, const char *name, const H5A_info_t *info, void *context)
{
    struct look *look = context;
    const char *wrong = ++look->n > MOST ? "more attributes than the format has" : check_one(object, name);

    (void)info;
    if (wrong) {
        look->status =
            wai_error_add(look->err, WAI_ERR_FORMAT, "%s, attribute %s: %s", look->object, name, wrong);
    }
    return wrong != NULL;
}

enum wai_status wai_attribute_check(int64_t object, const char *name, struct wai_error *err)
{
    struct look look = { .object = name, .err = err };

    if (H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, visit, &look) < 0 && look.status == WAI_OK) {
        look.status = wai_error_add(err, WAI_ERR_FORMAT, "%s: its attributes cannot be read", name);
    }
    return look.status;
}
