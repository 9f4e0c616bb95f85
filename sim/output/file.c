/* Axes, datasets and attributes of a result file: see output/file.h.  The end of a file is in seal.c. */
#include "output/file.h"

#include <errno.h>
#include <hdf5.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "output/hdf.h"
#include "output/seal.h"
#include "output/tile.h"

#define SMALL_BYTES 4096 /* smaller datasets are contiguous: a chunk's index alone is larger */
#define GROWING_CHUNK 16384 /* values in a chunk along an axis that grows by many */

void wai_file_fail(struct wai_file *file, const char *what)
{
    char reason[256];

    if (file->status != WAI_OK) {
        return;
    }
    wai_hdf_reason(reason, sizeof reason);
    file->status = wai_error_add(file->err, WAI_ERR_IO, "%s: %s: %s", file->path, what,
                                 reason[0] ? reason : "writing failed");
}

/* The same for memory of our own. */
static void fail_memory(struct wai_file *file)
{
    if (file->status == WAI_OK) {
        file->status = wai_error_add(file->err, WAI_ERR_MEMORY, "%s: out of memory", file->path);
    }
}

/* Makes room for one more element of a list; 0 when memory is out. */
static int grow_list(struct wai_file *file, void **list, size_t n, size_t *capacity, size_t size)
{
    void *grown;

    if (n < *capacity) {
        return 1;
    }
    grown = realloc(*list, (2 * *capacity + 16) * size);
    if (!grown) {
        fail_memory(file);
        return 0;
    }
    *list = grown;
    *capacity = 2 * *capacity + 16;
    return 1;
}

enum wai_status wai_file_create(struct wai_file *file, const char *path, struct wai_error *err)
{
    hid_t creation = wai_hdf_creation_list(), access_list = wai_hdf_access_list();

    *file = (struct wai_file){ .id = -1, .err = err, .path = strdup(path) };
    if (!file->path) {
        file->status = wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);
    } else if (creation < 0 || access_list < 0) {
        wai_file_fail(file, "cannot prepare the file");
    } else if (access(path, F_OK) == 0) {
        file->status = wai_error_add(err, WAI_ERR_EXISTS, "%s: exists", path);
    } else {
        file->id = H5Fcreate(path, H5F_ACC_EXCL, creation, access_list);
        if (file->id < 0) {
            wai_file_fail(file, "cannot create the file");
            wai_hdf_remove_failed(path);
        }
    }
    if (creation >= 0) {
        (void)H5Pclose(creation);
    }
    if (access_list >= 0) {
        (void)H5Pclose(access_list);
    }
    if (file->status != WAI_OK) {
        enum wai_status status = file->status;

        free(file->path);
        *file = (struct wai_file){ .id = -1 };
        return status;
    }
    return WAI_OK;
}

void wai_file_group(struct wai_file *file, const char *name)
{
    hid_t list, group;

    if (file->status != WAI_OK) {
        return;
    }
    list = wai_hdf_group_list();
    group = list < 0 ? -1 : H5Gcreate2(file->id, name, H5P_DEFAULT, list, H5P_DEFAULT);
    if (group < 0 || H5Gclose(group) < 0) {
        wai_file_fail(file, name);
    }
    if (list >= 0 && H5Pclose(list) < 0) {
        wai_file_fail(file, name);
    }
}

int wai_file_find_axis(const struct wai_file *file, const char *name)
{
    for (size_t i = 0; i < file->n_axes; i++) {
        if (strcmp(file->axes[i].name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* Fill value and its attribute are the same number. */
static int fill_value(enum wai_layout_type type, const struct wai_file_spec *spec, double *reals, int32_t *whole)
{
    *reals = (double)NAN;
    *whole = -1;
    return type == WAI_LAYOUT_FLOAT32 || type == WAI_LAYOUT_FLOAT64 || (type != WAI_LAYOUT_TEXT && spec->can_miss);
}

/* Chunks, filters and fill value of a dataset. */
static hid_t creation_list(const struct wai_file_spec *spec, const hsize_t *sizes, int grows)
{
    hid_t list = H5Pcreate(H5P_DATASET_CREATE);
    hsize_t chunk[WAI_FILE_MAX_DIMS];
    size_t bytes = wai_layout_size(spec->type);
    unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    double real;
    int32_t whole;
    int chunked = grows, result;

    for (size_t d = 0; d < spec->n_dims; d++) {
        chunk[d] = spec->chunk[d] ? spec->chunk[d] : sizes[d];
        chunk[d] = chunk[d] ? chunk[d] : spec->n_dims == 1 ? GROWING_CHUNK : WAI_LAYOUT_CHUNK_ROWS;
        bytes *= sizes[d];
        chunked |= spec->chunk[d] != 0;
    }
    chunked |= spec->n_dims > 0 && bytes >= SMALL_BYTES && spec->type != WAI_LAYOUT_TEXT;
    result = list < 0 ? -1 : H5Pset_obj_track_times(list, 0);
    result = result < 0 ? -1 : H5Pset_attr_creation_order(list, order);
    if (chunked && result >= 0) {
        result = H5Pset_chunk(list, (int)spec->n_dims, chunk);
        if (result >= 0 && spec->type != WAI_LAYOUT_TEXT) {
            result = wai_layout_size(spec->type) > 1 ? H5Pset_shuffle(list) : result;
            result = result < 0 ? -1 : H5Pset_deflate(list, WAI_TILE_DEFLATE);
        }
    }
    if (result >= 0 && fill_value(spec->type, spec, &real, &whole)) {
        int is_real = spec->type == WAI_LAYOUT_FLOAT32 || spec->type == WAI_LAYOUT_FLOAT64;

        result = is_real ? H5Pset_fill_value(list, H5T_NATIVE_DOUBLE, &real)
                         : H5Pset_fill_value(list, H5T_NATIVE_INT32, &whole);
    }
    if (result < 0 && list >= 0) {
        (void)H5Pclose(list);
        return -1;
    }
    return list;
}

/* The library's dataset for a spec. */
static hid_t create(struct wai_file *file, const struct wai_file_spec *spec, const hsize_t *sizes,
                    const hsize_t *limits, int grows)
{
    hid_t type = wai_hdf_file_type(spec->type);
    hid_t space = spec->n_dims ? H5Screate_simple((int)spec->n_dims, sizes, limits) : H5Screate(H5S_SCALAR);
    hid_t list = creation_list(spec, sizes, grows);
    hid_t access_list = H5Pcreate(H5P_DATASET_ACCESS);
    hid_t group = spec->group ? H5Gopen2(file->id, spec->group, H5P_DEFAULT) : file->id;
    hid_t id = -1;

    if (type >= 0 && space >= 0 && list >= 0 && group >= 0 && access_list >= 0 &&
        (!spec->through || H5Pset_chunk_cache(access_list, 1, 0, 1.0) >= 0)) {
        id = H5Dcreate2(group, spec->name, type, space, H5P_DEFAULT, list, access_list);
    }
    if (id < 0) {
        wai_file_fail(file, spec->name);
    }
    if ((type >= 0 && H5Tclose(type) < 0) || (space >= 0 && H5Sclose(space) < 0) ||
        (list >= 0 && H5Pclose(list) < 0) || (access_list >= 0 && H5Pclose(access_list) < 0) || (spec->group && group >= 0 && H5Gclose(group) < 0)) {
        wai_file_fail(file, spec->name);
    }
    return id;
}

/* long_name, units, categories, missing value. */
static int describe(hid_t id, const struct wai_file_spec *spec)
{
    int8_t codes[128];
    char meanings[1024] = "";
    double real;
    int32_t whole;
    int result = 0;

    result |= wai_hdf_put_text(id, "long_name", spec->meaning);
    result |= wai_hdf_put_text(id, "units", spec->unit ? spec->unit : "1");
    if (spec->flags) {
        wai_assert(spec->n_flags <= sizeof codes);
        for (size_t i = 0; i < spec->n_flags; i++) {
            codes[i] = (int8_t)i;
            wai_assert(strlen(meanings) + strlen(spec->flags[i]) + 2 < sizeof meanings);
            strncat(meanings, i ? " " : "", 2);
            strncat(meanings, spec->flags[i], sizeof meanings - strlen(meanings) - 1);
        }
        result |= wai_hdf_put_numbers(id, "flag_values", WAI_LAYOUT_INT8, codes, spec->n_flags);
        result |= wai_hdf_put_text(id, "flag_meanings", meanings);
    }
    if (spec->unit && strncmp(spec->unit, "days since ", 11) == 0) {
        result |= wai_hdf_put_text(id, "calendar", "proleptic_gregorian");
        result |= wai_hdf_put_text(id, "standard_name", "time");
    }
    if (fill_value(spec->type, spec, &real, &whole)) {
        int8_t byte = -1;
        int16_t two = -1;
        float single = (float)real;
        const void *values[] = { [WAI_LAYOUT_INT8] = &byte,      [WAI_LAYOUT_INT16] = &two,
                                 [WAI_LAYOUT_INT32] = &whole,    [WAI_LAYOUT_FLOAT32] = &single,
                                 [WAI_LAYOUT_FLOAT64] = &real };

        result |= wai_hdf_put_numbers(id, "_FillValue", spec->type, values[spec->type], 1);
    }
    return result;
}

/* Notes that an axis is used, for REFERENCE_LIST. */
static void refer(struct wai_file *file, size_t axis, uint64_t object, size_t position)
{
    struct wai_file_axis *a = &file->axes[axis];
    void *list = a->refs;

    if (grow_list(file, &list, a->n_refs, &a->refs_capacity, sizeof *a->refs)) {
        a->refs = list;
        a->refs[a->n_refs++] = (struct wai_file_ref){ object, (int32_t)position };
    }
}

/* DIMENSION_LIST: for each axis a list of one reference to its scale. */
static void link_axes(struct wai_file *file, hid_t id, const size_t *axes, size_t n)
{
    hobj_ref_t scales[WAI_FILE_MAX_DIMS], self;
    hvl_t lists[WAI_FILE_MAX_DIMS];
    hsize_t size = n;
    hid_t type = H5Tvlen_create(H5T_STD_REF_OBJ), space = H5Screate_simple(1, &size, NULL), attribute = -1;
    int result = type < 0 || space < 0 ? -1 : H5Rcreate(&self, id, ".", H5R_OBJECT, -1);

    for (size_t d = 0; d < n && result >= 0; d++) {
        result = H5Rcreate(&scales[d], file->axes[axes[d]].id, ".", H5R_OBJECT, -1);
        lists[d] = (hvl_t){ 1, &scales[d] };
    }
    if (result >= 0) {
        attribute = H5Acreate2(id, "DIMENSION_LIST", type, space, H5P_DEFAULT, H5P_DEFAULT);
        result = attribute < 0 ? -1 : H5Awrite(attribute, type, lists);
    }
    if (result < 0 || H5Aclose(attribute) < 0) {
        wai_file_fail(file, "cannot link the axes of a dataset");
    }
    if ((type >= 0 && H5Tclose(type) < 0) || (space >= 0 && H5Sclose(space) < 0)) {
        wai_file_fail(file, "cannot link the axes of a dataset");
    }
    for (size_t d = 0; d < n && file->status == WAI_OK; d++) {
        refer(file, axes[d], self, d);
    }
}

int wai_file_open_set(struct wai_file *file, const struct wai_file_spec *spec)
{
    struct wai_file_set set = { .id = -1, .type = spec->type, .n_dims = spec->n_dims };
    hsize_t sizes[WAI_FILE_MAX_DIMS], limits[WAI_FILE_MAX_DIMS];
    void *list = file->sets;

    if (file->status != WAI_OK || !grow_list(file, &list, file->n_sets, &file->sets_capacity, sizeof set)) {
        return -1;
    }
    file->sets = list;
    for (size_t d = 0; d < spec->n_dims; d++) {
        int axis = wai_file_find_axis(file, spec->dims[d]);

        wai_assert(axis >= 0);
        set.axes[d] = (size_t)axis;
        sizes[d] = file->axes[axis].length;
        limits[d] = file->axes[axis].grows ? H5S_UNLIMITED : sizes[d];
        set.grows |= file->axes[axis].grows;
    }
    set.name = strdup(spec->name);
    if (!set.name) {
        fail_memory(file);
        return -1;
    }
    set.id = create(file, spec, sizes, limits, set.grows);
    if (set.id >= 0 && describe(set.id, spec) != 0) {
        wai_file_fail(file, spec->name);
    }
    file->sets[file->n_sets++] = set;
    if (set.id >= 0 && set.n_dims > 0 && file->status == WAI_OK) {
        link_axes(file, set.id, set.axes, set.n_dims);
    }
    return file->status == WAI_OK ? (int)file->n_sets - 1 : -1;
}

void wai_file_axis(struct wai_file *file, const char *name, size_t length, enum wai_layout_type type,
                   const void *values, const char *unit, const char *meaning)
{
    int grows = length == WAI_FILE_GROWS;
    struct wai_file_axis axis = { .name = strdup(name), .length = grows ? 0 : length, .grows = grows, .id = -1 };
    struct wai_file_spec spec = { .name = name, .unit = unit, .meaning = meaning, .type = type, .n_dims = 1 };
    hsize_t size = axis.length, limit = grows ? H5S_UNLIMITED : size;
    int32_t *count = NULL;
    void *list = file->axes;

    if (file->status != WAI_OK || !axis.name ||
        !grow_list(file, &list, file->n_axes, &file->axes_capacity, sizeof axis)) {
        fail_memory(file);
        free(axis.name);
        return;
    }
    file->axes = list;
    axis.id = create(file, &spec, &size, &limit, grows);
    file->axes[file->n_axes++] = axis;
    if (axis.id < 0 || describe(axis.id, &(struct wai_file_spec){ .unit = unit, .meaning = meaning,
                                                                  .type = WAI_LAYOUT_TEXT }) != 0 ||
        wai_hdf_put_fixed(axis.id, "CLASS", "DIMENSION_SCALE") != 0 || wai_hdf_put_fixed(axis.id, "NAME", name) != 0) {
        wai_file_fail(file, name);
        return;
    }
    if (!values && axis.length > 0) {
        count = malloc(axis.length * sizeof *count);
        for (size_t i = 0; count && i < axis.length; i++) {
            count[i] = (int32_t)i;
        }
        values = count;
        if (!count) {
            fail_memory(file);
        }
    }
    if (axis.length > 0 && file->status == WAI_OK) {
        hid_t memory = wai_hdf_memory_type(type);

        if (memory < 0 || H5Dwrite(axis.id, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0 || H5Tclose(memory) < 0) {
            wai_file_fail(file, name);
        }
    }
    free(count);
}

/* Writes a slice (start NULL: all) of a dataset of the library. */
static int write_slice(hid_t id, enum wai_layout_type type, size_t n_dims, const size_t *start, const size_t *count,
                       const void *values)
{
    hid_t memory_type = wai_hdf_memory_type(type), file_space = H5S_ALL, memory_space = H5S_ALL;
    hsize_t from[WAI_FILE_MAX_DIMS], n[WAI_FILE_MAX_DIMS];
    int result = memory_type < 0 ? -1 : 0;

    if (start && result == 0) {
        for (size_t d = 0; d < n_dims; d++) {
            from[d] = start[d];
            n[d] = count[d];
        }
        file_space = H5Dget_space(id);
        memory_space = H5Screate_simple((int)n_dims, n, NULL);
        if (file_space < 0 || memory_space < 0 ||
            H5Sselect_hyperslab(file_space, H5S_SELECT_SET, from, NULL, n, NULL) < 0) {
            result = -1;
        }
    }
    if (result == 0 && H5Dwrite(id, memory_type, memory_space, file_space, H5P_DEFAULT, values) < 0) {
        result = -1;
    }
    if ((memory_type >= 0 && H5Tclose(memory_type) < 0) || (file_space > 0 && H5Sclose(file_space) < 0) ||
        (memory_space > 0 && H5Sclose(memory_space) < 0)) {
        result = -1;
    }
    return result;
}

void wai_file_write(struct wai_file *file, int set, const size_t *start, const size_t *count, const void *values)
{
    if (file->status == WAI_OK && write_slice(file->sets[set].id, file->sets[set].type, file->sets[set].n_dims, start,
                                              count, values) != 0) {
        wai_file_fail(file, file->sets[set].name);
    }
}

void wai_file_put(struct wai_file *file, const struct wai_file_spec *spec, const void *values)
{
    int set = wai_file_open_set(file, spec);

    if (set >= 0) {
        wai_file_write(file, set, NULL, NULL, values);
        wai_file_close_set(file, set);
    }
}

void wai_file_write_chunk(struct wai_file *file, int set, const size_t *start, const uint8_t *bytes, size_t length)
{
    hsize_t from[WAI_FILE_MAX_DIMS];

    if (file->status != WAI_OK) {
        return;
    }
    for (size_t d = 0; d < file->sets[set].n_dims; d++) {
        from[d] = start[d];
    }
    if (H5Dwrite_chunk(file->sets[set].id, H5P_DEFAULT, 0, from, length, bytes) < 0) {
        wai_file_fail(file, file->sets[set].name);
    }
}

/* Sets the length of the axis `axis` in a dataset. */
static int lengthen(hid_t id, const struct wai_file *file, const size_t *axes, size_t n_dims)
{
    hsize_t sizes[WAI_FILE_MAX_DIMS];

    for (size_t d = 0; d < n_dims; d++) {
        sizes[d] = file->axes[axes[d]].length;
    }
    return H5Dset_extent(id, sizes);
}

void wai_file_grow(struct wai_file *file, const char *axis, size_t length, const int32_t *values)
{
    int a = wai_file_find_axis(file, axis);
    size_t before, index;

    if (file->status != WAI_OK) {
        return;
    }
    wai_assert(a >= 0 && file->axes[a].grows);
    index = (size_t)a;
    before = file->axes[a].length;
    file->axes[a].length = length;
    if (lengthen(file->axes[a].id, file, &index, 1) < 0 ||
        (length > before && write_slice(file->axes[a].id, WAI_LAYOUT_INT32, 1, &before,
                                        &(size_t){ length - before }, values) != 0)) {
        wai_file_fail(file, axis);
    }
    for (size_t s = 0; s < file->n_sets && file->status == WAI_OK; s++) {
        for (size_t d = 0; d < file->sets[s].n_dims; d++) {
            if (file->sets[s].id >= 0 && file->sets[s].axes[d] == index &&
                lengthen(file->sets[s].id, file, file->sets[s].axes, file->sets[s].n_dims) < 0) {
                wai_file_fail(file, file->sets[s].name);
            }
        }
    }
}

void wai_file_close_set(struct wai_file *file, int set)
{
    if (set >= 0 && file->sets[set].id >= 0) {
        if (H5Dclose(file->sets[set].id) < 0) {
            wai_file_fail(file, file->sets[set].name);
        }
        file->sets[set].id = -1;
    }
}

/* The object that bears attributes. */
static hid_t bearer(const struct wai_file *file, int set)
{
    return set < 0 ? file->id : file->sets[set].id;
}

void wai_file_text(struct wai_file *file, int set, const char *name, const char *text)
{
    if (file->status == WAI_OK && wai_hdf_put_text(bearer(file, set), name, text) != 0) {
        wai_file_fail(file, name);
    }
}

void wai_file_whole(struct wai_file *file, int set, const char *name, int32_t value)
{
    if (file->status == WAI_OK && wai_hdf_put_numbers(bearer(file, set), name, WAI_LAYOUT_INT32, &value, 1) != 0) {
        wai_file_fail(file, name);
    }
}

void wai_file_number(struct wai_file *file, int set, const char *name, double value)
{
    if (file->status == WAI_OK && wai_hdf_put_numbers(bearer(file, set), name, WAI_LAYOUT_FLOAT64, &value, 1) != 0) {
        wai_file_fail(file, name);
    }
}
