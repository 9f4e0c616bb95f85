/* Small checked pieces over the library: see output/hdf.h. */
#include "output/hdf.h"

#include <errno.h>
#include <hdf5.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define REASON 256

_Static_assert(sizeof(hid_t) == sizeof(int64_t), "identifiers are 64 bits");

int64_t wai_hdf_file_type(enum wai_layout_type type)
{
    const hid_t types[] = { [WAI_LAYOUT_INT8] = H5T_STD_I8LE,      [WAI_LAYOUT_INT16] = H5T_STD_I16LE,
                            [WAI_LAYOUT_INT32] = H5T_STD_I32LE,    [WAI_LAYOUT_FLOAT32] = H5T_IEEE_F32LE,
                            [WAI_LAYOUT_FLOAT64] = H5T_IEEE_F64LE, [WAI_LAYOUT_TEXT] = H5T_C_S1 };
    hid_t copy = H5Tcopy(types[type]);

    if (copy >= 0 && type == WAI_LAYOUT_TEXT &&
        (H5Tset_size(copy, H5T_VARIABLE) < 0 || H5Tset_cset(copy, H5T_CSET_UTF8) < 0)) {
        (void)H5Tclose(copy);
        return -1;
    }
    return copy;
}

int64_t wai_hdf_memory_type(enum wai_layout_type type)
{
    const hid_t types[] = { [WAI_LAYOUT_INT8] = H5T_NATIVE_INT8,
                            [WAI_LAYOUT_INT16] = H5T_NATIVE_INT16,
                            [WAI_LAYOUT_INT32] = H5T_NATIVE_INT32,
                            [WAI_LAYOUT_FLOAT32] = H5T_NATIVE_FLOAT,
                            [WAI_LAYOUT_FLOAT64] = H5T_NATIVE_DOUBLE };

    return type == WAI_LAYOUT_TEXT ? wai_hdf_file_type(type) : H5Tcopy(types[type]);
}

/* Keeps the description of the innermost error. */
static herr_t keep_reason(unsigned n, const H5E_error2_t *error, void *context)
{
    const char **innermost = context;

    if (n == 0 && error->desc) {
        *innermost = error->desc;
    }
    return 0;
}

/* The innermost reason of an error stack, "" when it is empty. */
static void read_stack(hid_t stack, char *text, size_t size)
{
    const char *reason = NULL, *start, *end;
    static const char mark[] = "error message = '";

    text[0] = '\0';
    /* From the function that found the fault up to the one that was called. */
    if (H5Ewalk2(stack, H5E_WALK_UPWARD, keep_reason, &reason) < 0 || !reason) {
        return;
    }
    /* Of a failed system call the text holds clock and path too; only its message is wanted. */
    start = strstr(reason, mark);
    end = start ? strchr(start + sizeof mark - 1, '\'') : NULL;
    if (start && end) {
        (void)snprintf(text, size, "%.*s", (int)(end - start - (long)(sizeof mark - 1)),
                       start + sizeof mark - 1);
    } else {
        (void)snprintf(text, size, "%s", reason);
    }
}

/* The library has one error stack for all and empties it at its next call, be it one that only cleans up:
 * this is what it held at the last failure. */
static char last_reason[REASON];

int wai_hdf_note(int64_t stack, void *unused)
{
    int fault = errno;

    (void)unused;
    read_stack(stack, last_reason, sizeof last_reason);
    errno = fault;
    return 0;
}

void wai_hdf_reason(char *text, size_t size)
{
    (void)snprintf(text, size, "%s", last_reason);
    last_reason[0] = '\0';
}

void wai_hdf_remove_failed(const char *path)
{
    char reason[REASON];

    read_stack(H5E_DEFAULT, reason, sizeof reason);
    if (strcmp(reason, strerror(EEXIST)) != 0) {
        (void)unlink(path);
    }
}

int wai_hdf_close(const int64_t *identifiers, size_t n)
{
    int result = 0;

    for (size_t i = 0; i < n; i++) {
        if (identifiers[i] > 0 && H5Idec_ref(identifiers[i]) < 0) {
            result = -1;
        }
    }
    return result;
}

/* Writes an attribute and closes type and space, which may be -1. */
static int put(hid_t object, const char *name, hid_t file_type, hid_t memory_type, hid_t space,
               const void *values)
{
    hid_t attribute = -1;
    int result;

    if (space >= 0 && file_type >= 0 && memory_type >= 0) {
        attribute = H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT);
    }
    result = attribute >= 0 && H5Awrite(attribute, memory_type, values) >= 0 ? 0 : -1;
    return wai_hdf_close((const int64_t[]){ attribute, space, file_type, memory_type }, 4) == 0 ? result : -1;
}

int wai_hdf_put_text(int64_t object, const char *name, const char *text)
{
    return put(object, name, wai_hdf_file_type(WAI_LAYOUT_TEXT), wai_hdf_memory_type(WAI_LAYOUT_TEXT),
               H5Screate(H5S_SCALAR), &text);
}

int wai_hdf_put_numbers(int64_t object, const char *name, enum wai_layout_type type, const void *values,
                        size_t n)
{
    hsize_t size = n;
    hid_t space = n == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &size, NULL);

    return put(object, name, wai_hdf_file_type(type), wai_hdf_memory_type(type), space, values);
}

/* Text of fixed length, closed by NUL. */
static hid_t fixed_type(size_t size)
{
    hid_t type = H5Tcopy(H5T_C_S1);

    if (type >= 0 && H5Tset_size(type, size) < 0) {
        (void)H5Tclose(type);
        return -1;
    }
    return type;
}

int wai_hdf_put_fixed(int64_t object, const char *name, const char *text)
{
    size_t size = strlen(text) + 1;

    return put(object, name, fixed_type(size), fixed_type(size), H5Screate(H5S_SCALAR), text);
}

/* Of a file or a group: links and attributes in the order of their making, no times. */
static int64_t ordered_list(hid_t class)
{
    hid_t list = H5Pcreate(class);
    unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

    if (list >= 0 && (H5Pset_link_creation_order(list, order) < 0 ||
                      H5Pset_attr_creation_order(list, order) < 0 || H5Pset_obj_track_times(list, 0) < 0)) {
        (void)H5Pclose(list);
        return -1;
    }
    return list;
}

int64_t wai_hdf_creation_list(void)
{
    return ordered_list(H5P_FILE_CREATE);
}

int64_t wai_hdf_group_list(void)
{
    return ordered_list(H5P_GROUP_CREATE);
}

int64_t wai_hdf_access_list(void)
{
    hid_t list = H5Pcreate(H5P_FILE_ACCESS);

    if (list >= 0 && (H5Pset_libver_bounds(list, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18) < 0 ||
                      H5Pset_fclose_degree(list, H5F_CLOSE_STRONG) < 0)) {
        (void)H5Pclose(list);
        return -1;
    }
    return list;
}
