/* Good files of the library behind results, kept as bytes, and edits of one place of a copy: for tests of
 * what is sound as a file and wrong in what it says.  Used by one program each, so everything is static. */
#ifndef WAI_TESTS_OUTPUT_EDIT_H
#define WAI_TESTS_OUTPUT_EDIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <hdf5.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct edit_file {
    char *bytes;
    size_t n;
};

/* Takes a file from the disk. */
static inline void edit_keep(struct edit_file *good, const char *path)
{
    FILE *file = fopen(path, "rb");
    long end = 0;

    assert_true(file && fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) > 0);
    rewind(file);
    good->n = (size_t)end;
    good->bytes = malloc(good->n);
    assert_non_null(good->bytes);
    assert_int_equal(fread(good->bytes, 1, good->n, file), good->n);
    assert_int_equal(fclose(file) | unlink(path), 0);
}

/* Puts it there again, open to be edited. */
static inline hid_t edit_open(const struct edit_file *good, const char *path)
{
    FILE *file = fopen(path, "wb");
    hid_t id;

    assert_non_null(file);
    assert_int_equal(fwrite(good->bytes, 1, good->n, file), good->n);
    assert_int_equal(fclose(file), 0);
    id = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    assert_true(id >= 0);
    return id;
}

/* One number of a dataset, by its position in it. */
static inline void edit_number(hid_t file, const char *name, size_t at, double value)
{
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(set);
    size_t n = (size_t)H5Sget_simple_extent_npoints(space);
    double *values = malloc((n + 1) * sizeof *values);

    assert_true(set >= 0 && values && at < n);
    assert_true(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    values[at] = value;
    assert_true(H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    free(values);
    assert_true(H5Sclose(space) >= 0 && H5Dclose(set) >= 0);
}

/* One text of a dataset. */
static inline void edit_text(hid_t file, const char *name, size_t at, const char *text)
{
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(set), type = H5Dget_type(set);
    size_t n = (size_t)H5Sget_simple_extent_npoints(space);
    char **texts = calloc(n + 1, sizeof *texts), *old;
    char new_text[8192];

    assert_true(set >= 0 && texts && at < n);
    assert_true(H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) >= 0);
    (void)snprintf(new_text, sizeof new_text, "%s", text);
    old = texts[at];
    texts[at] = new_text;
    assert_true(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) >= 0);
    texts[at] = old;
    assert_true(H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts) >= 0);
    free(texts);
    assert_true(H5Tclose(type) >= 0 && H5Sclose(space) >= 0 && H5Dclose(set) >= 0);
}

/* An attribute of a dataset, or with "/" of the file, in place of one of that name. */
static inline void edit_attribute(hid_t file, const char *object, const char *name, hid_t type, size_t n,
                                  const void *value)
{
    hid_t id = H5Oopen(file, object, H5P_DEFAULT);
    hsize_t size = n;
    hid_t space = n == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &size, NULL), attribute;

    assert_true(id >= 0 && space >= 0);
    if (H5Aexists(id, name) > 0) {
        assert_true(H5Adelete(id, name) >= 0);
    }
    attribute = H5Acreate2(id, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(attribute >= 0 && H5Awrite(attribute, type, value) >= 0);
    assert_true(H5Aclose(attribute) >= 0 && H5Sclose(space) >= 0 && H5Oclose(id) >= 0);
}

static inline void edit_attribute_text(hid_t file, const char *object, const char *name, const char *text)
{
    hid_t type = H5Tcopy(H5T_C_S1);

    assert_true(H5Tset_size(type, strlen(text) + 1) >= 0);
    edit_attribute(file, object, name, type, 1, text);
    assert_true(H5Tclose(type) >= 0);
}

static inline void edit_drop_attribute(hid_t file, const char *object, const char *name)
{
    hid_t id = H5Oopen(file, object, H5P_DEFAULT);

    assert_true(id >= 0 && H5Adelete(id, name) >= 0 && H5Oclose(id) >= 0);
}

static inline void edit_rename(hid_t file, const char *from, const char *to)
{
    assert_true(H5Lmove(file, from, file, to, H5P_DEFAULT, H5P_DEFAULT) >= 0);
}

static inline void edit_swap(hid_t file, const char *a, const char *b)
{
    edit_rename(file, a, "aside");
    edit_rename(file, b, a);
    edit_rename(file, "aside", b);
}

#endif
