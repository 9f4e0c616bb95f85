/* The library's side of datasets: see output/dataset.h. */
#include "output/dataset.h"

#include <hdf5.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "output/hdf.h"
#include "output/tile.h"

#define SMALL_BYTES 4096      /* smaller datasets are contiguous: a chunk's index alone is larger */
#define LARGEST_CHUNK 1048576 /* values in a chunk of a list: what is compressed in one go */
#define GROWING_CHUNK 16384   /* values in a chunk along an axis that grows by many */

/* Fill value and its attribute are the same number. */
static int fill_value(enum wai_layout_type type, const struct wai_dataset_spec *spec, double *reals,
                      int32_t *whole)
{
    *reals = (double)NAN;
    *whole = -1;
    return type == WAI_LAYOUT_FLOAT32 || type == WAI_LAYOUT_FLOAT64 ||
           (type != WAI_LAYOUT_TEXT && spec->can_miss);
}

/* Chunks, filters and fill value of a dataset. */
static hid_t creation_list(const struct wai_dataset_spec *spec, const hsize_t *sizes, int grows)
{
    hid_t list = H5Pcreate(H5P_DATASET_CREATE);
    hsize_t chunk[WAI_DATASET_MAX_DIMS];
    size_t bytes = wai_layout_size(spec->type);
    unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    double real;
    int32_t whole;
    int chunked = grows, result;

    for (size_t d = 0; d < spec->n_dims; d++) {
        chunk[d] = spec->chunk[d] ? spec->chunk[d] : sizes[d];
        chunk[d] = chunk[d] ? chunk[d] : spec->n_dims == 1 ? GROWING_CHUNK : WAI_LAYOUT_CHUNK_ROWS;
        chunk[d] = spec->n_dims == 1 && chunk[d] > LARGEST_CHUNK ? LARGEST_CHUNK : chunk[d];
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

int64_t wai_dataset_create(int64_t file, const struct wai_dataset_spec *spec, const size_t *sizes,
                           const int *grows)
{
    hsize_t now[WAI_DATASET_MAX_DIMS], limits[WAI_DATASET_MAX_DIMS];
    hid_t type = wai_hdf_file_type(spec->type), access_list = H5Pcreate(H5P_DATASET_ACCESS);
    hid_t group = H5Gopen2(file, spec->group ? spec->group : "/", H5P_DEFAULT), space, list, id = -1;
    int any = 0;

    for (size_t d = 0; d < spec->n_dims; d++) {
        now[d] = sizes[d];
        limits[d] = grows[d] ? H5S_UNLIMITED : now[d];
        any |= grows[d];
    }
    space = spec->n_dims ? H5Screate_simple((int)spec->n_dims, now, limits) : H5Screate(H5S_SCALAR);
    list = creation_list(spec, now, any);
    if (type >= 0 && space >= 0 && list >= 0 && group >= 0 && access_list >= 0 &&
        (!spec->through || H5Pset_chunk_cache(access_list, 1, 0, 1.0) >= 0)) {
        id = H5Dcreate2(group, spec->name, type, space, H5P_DEFAULT, list, access_list);
    }
    if (wai_hdf_close((const int64_t[]){ type, space, list, access_list, group }, 5) != 0 && id >= 0) {
        (void)H5Dclose(id);
        id = -1;
    }
    return id;
}

int wai_dataset_describe(int64_t id, const struct wai_dataset_spec *spec)
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
        const void *values[] = { [WAI_LAYOUT_INT8] = &byte,
                                 [WAI_LAYOUT_INT16] = &two,
                                 [WAI_LAYOUT_INT32] = &whole,
                                 [WAI_LAYOUT_FLOAT32] = &single,
                                 [WAI_LAYOUT_FLOAT64] = &real };

        result |= wai_hdf_put_numbers(id, "_FillValue", spec->type, values[spec->type], 1);
    }
    return result;
}

int wai_dataset_link(int64_t id, const int64_t *scales, size_t n, uint64_t *object)
{
    hobj_ref_t references[WAI_DATASET_MAX_DIMS], self = 0;
    hvl_t lists[WAI_DATASET_MAX_DIMS];
    hsize_t size = n;
    hid_t type = H5Tvlen_create(H5T_STD_REF_OBJ), space = H5Screate_simple(1, &size, NULL), attribute = -1;
    int result = type < 0 || space < 0 ? -1 : H5Rcreate(&self, id, ".", H5R_OBJECT, -1);

    for (size_t d = 0; d < n && result >= 0; d++) {
        result = H5Rcreate(&references[d], scales[d], ".", H5R_OBJECT, -1);
        lists[d] = (hvl_t){ 1, &references[d] };
    }
    if (result >= 0) {
        attribute = H5Acreate2(id, "DIMENSION_LIST", type, space, H5P_DEFAULT, H5P_DEFAULT);
        result = attribute < 0 ? -1 : H5Awrite(attribute, type, lists);
    }
    *object = self;
    return wai_hdf_close((const int64_t[]){ attribute, type, space }, 3) != 0 || result < 0 ? -1 : 0;
}

int wai_dataset_make_scale(int64_t id, const char *name)
{
    return wai_hdf_put_fixed(id, "CLASS", "DIMENSION_SCALE") | wai_hdf_put_fixed(id, "NAME", name);
}

int wai_dataset_write(int64_t id, enum wai_layout_type type, size_t n_dims, const size_t *start,
                      const size_t *count, const void *values)
{
    hid_t memory_type = wai_hdf_memory_type(type), file_space = H5S_ALL, memory_space = H5S_ALL;
    hsize_t from[WAI_DATASET_MAX_DIMS], n[WAI_DATASET_MAX_DIMS];
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
    return wai_hdf_close((const int64_t[]){ memory_type, file_space, memory_space }, 3) == 0 ? result : -1;
}

int wai_dataset_list_users(int64_t scale, const struct wai_dataset_user *users, size_t n)
{
    struct reference {
        hobj_ref_t object;
        int axis;
    };
    hsize_t size = n;
    hid_t memory_type = H5Tcreate(H5T_COMPOUND, sizeof(struct reference));
    hid_t space = H5Screate_simple(1, &size, NULL), attribute = -1;
    struct reference *list = calloc(n, sizeof *list);
    int result = -1;

    for (size_t i = 0; list && i < n; i++) {
        list[i].object = users[i].object;
        list[i].axis = users[i].axis;
    }
    if (list && memory_type >= 0 && space >= 0 &&
        H5Tinsert(memory_type, "dataset", HOFFSET(struct reference, object), H5T_STD_REF_OBJ) >= 0 &&
        H5Tinsert(memory_type, "dimension", HOFFSET(struct reference, axis), H5T_NATIVE_INT) >= 0) {
        attribute = H5Acreate2(scale, "REFERENCE_LIST", memory_type, space, H5P_DEFAULT, H5P_DEFAULT);
        result = attribute >= 0 && H5Awrite(attribute, memory_type, list) >= 0 ? 0 : -1;
    }
    free(list);
    return wai_hdf_close((const int64_t[]){ attribute, memory_type, space }, 3) == 0 ? result : -1;
}
