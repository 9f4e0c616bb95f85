/* Lists of values in a block: see output/list.h. */
#include "output/list.h"

#include <hdf5.h>

#include "output/hdf.h"

/* Writes n > 0 values from position `at`; -1 failed. */
static int write_values(hid_t id, enum wai_layout_type type, size_t at, size_t n, const void *values)
{
    hsize_t start = at, count = n;
    hid_t memory_type = wai_hdf_memory_type(type), memory = H5Screate_simple(1, &count, NULL);
    hid_t space = H5Dget_space(id);
    int result = -1;

    if (memory_type >= 0 && memory >= 0 && space >= 0 &&
        H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &count, NULL) >= 0) {
        result = H5Dwrite(id, memory_type, memory, space, H5P_DEFAULT, values);
    }
    return wai_hdf_close((const int64_t[]){ memory_type, memory, space }, 3) == 0 ? result : -1;
}

/* A growing list; chunk in values. */
static hid_t make_list(hid_t file, const char *name, enum wai_layout_type type, size_t chunk)
{
    hsize_t size = 0, limit = H5S_UNLIMITED, length = chunk;
    hid_t file_type = wai_hdf_file_type(type), space = H5Screate_simple(1, &size, &limit);
    hid_t list = H5Pcreate(H5P_DATASET_CREATE), id = -1;

    if (file_type >= 0 && space >= 0 && list >= 0 && H5Pset_obj_track_times(list, 0) >= 0 &&
        H5Pset_chunk(list, 1, &length) >= 0 && H5Pset_shuffle(list) >= 0 && H5Pset_deflate(list, 1) >= 0 &&
        H5Pset_fletcher32(list) >= 0) {
        id = H5Dcreate2(file, name, file_type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    }
    if (wai_hdf_close((const int64_t[]){ file_type, space, list }, 3) != 0) {
        (void)wai_hdf_close(&id, 1);
        return -1;
    }
    return id;
}

int wai_list_append(int64_t file, struct wai_list *list, const char *name, enum wai_layout_type type,
                    size_t chunk, size_t n, const void *values)
{
    hsize_t size = list->at + n;

    if (n == 0) {
        return 0;
    }
    if (list->id < 0) {
        list->id = make_list(file, name, type, chunk);
    }
    if (list->id < 0 || H5Dset_extent(list->id, &size) < 0 ||
        write_values(list->id, type, list->at, n, values) != 0) {
        return -1;
    }
    list->at += n;
    return 0;
}

int64_t wai_list_create_file(const char *path)
{
    hid_t list = H5Pcreate(H5P_FILE_ACCESS), creation = wai_hdf_creation_list(), file = -1;

    if (list >= 0 && creation >= 0 && H5Pset_libver_bounds(list, H5F_LIBVER_V110, H5F_LIBVER_V110) >= 0 &&
        H5Pset_fclose_degree(list, H5F_CLOSE_STRONG) >= 0) {
        file = H5Fcreate(path, H5F_ACC_EXCL, creation, list);
        if (file < 0) {
            wai_hdf_remove_failed(path); /* at once: the next call of the library forgets why it failed */
        }
    }
    if (list >= 0) {
        (void)H5Pclose(list);
    }
    if (creation >= 0) {
        (void)H5Pclose(creation);
    }
    return file;
}
