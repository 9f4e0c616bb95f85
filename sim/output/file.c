/* Axes, datasets and attributes of a result file: see output/file.h.  */
#include "output/file.h"

#include <errno.h>
#include <hdf5.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "output/hdf.h"
#include "output/seal.h"

#define COUNT_PART ((size_t)1 << 20) /* values in memory */

void wai_file_fail(struct wai_file *file, const char *what)
{
    const int fault = errno;
    char reason[256];

    if (file->status != WAI_OK) {
        return;
    }
    wai_hdf_reason(reason, sizeof reason);
    file->status = wai_error_add(file->err, WAI_ERR_IO, "%s: %s: %s", file->path, what,
                                 reason[0]         ? reason
                                 : fault == ENOMEM ? "out of memory"
                                                   : "writing failed");
}

void wai_file_fail_memory(struct wai_file *file)
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
        wai_file_fail_memory(file);
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

/* Notes that an axis is used, for REFERENCE_LIST. */
static void refer(struct wai_file *file, size_t axis, uint64_t object, size_t position)
{
    struct wai_file_axis *a = &file->axes[axis];
    void *list = a->refs;

    if (grow_list(file, &list, a->n_refs, &a->refs_capacity, sizeof *a->refs)) {
        a->refs = list;
        a->refs[a->n_refs++] = (struct wai_dataset_user){ object, (int32_t)position };
    }
}

/* Gives a new dataset its texts and axes. */
static void finish_set(struct wai_file *file, const struct wai_file_set *set,
                       const struct wai_dataset_spec *spec)
{
    int64_t scales[WAI_FILE_MAX_DIMS];
    uint64_t object = 0;

    for (size_t d = 0; d < set->n_dims; d++) {
        scales[d] = file->axes[set->axes[d]].id;
    }
    if (wai_dataset_describe(set->id, spec) != 0 ||
        (set->n_dims > 0 && wai_dataset_link(set->id, scales, set->n_dims, &object) != 0)) {
        wai_file_fail(file, spec->name);
    }
    for (size_t d = 0; d < set->n_dims && file->status == WAI_OK; d++) {
        refer(file, set->axes[d], object, d);
    }
}

int wai_file_open_set(struct wai_file *file, const struct wai_dataset_spec *spec)
{
    struct wai_file_set set = { .id = -1, .type = spec->type, .n_dims = spec->n_dims };
    size_t sizes[WAI_FILE_MAX_DIMS];
    int grows[WAI_FILE_MAX_DIMS];
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
        grows[d] = file->axes[axis].grows;
    }
    set.name = strdup(spec->name);
    if (!set.name) {
        wai_file_fail_memory(file);
        return -1;
    }
    set.id = wai_dataset_create(file->id, spec, sizes, grows);
    file->sets[file->n_sets++] = set;
    if (set.id < 0) {
        wai_file_fail(file, spec->name);
    } else {
        finish_set(file, &set, spec);
    }
    return file->status == WAI_OK ? (int)file->n_sets - 1 : -1;
}

/* Writes 0, 1, ... to a new axis, a part at a time. */
static void count_axis(struct wai_file *file, const struct wai_file_axis *axis)
{
    size_t room = axis->length < COUNT_PART ? axis->length : COUNT_PART;
    int32_t *count = malloc(room * sizeof *count);
    size_t n;

    if (!count) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t first = 0; file->status == WAI_OK && first < axis->length; first += n) {
        n = axis->length - first < room ? axis->length - first : room;
        for (size_t i = 0; i < n; i++) {
            count[i] = (int32_t)(first + i);
        }
        if (wai_dataset_write(axis->id, WAI_LAYOUT_INT32, 1, &first, &n, count) != 0) {
            wai_file_fail(file, axis->name);
        }
    }
    free(count);
}

void wai_file_axis(struct wai_file *file, const char *name, size_t length, enum wai_layout_type type,
                   const void *values, const char *unit, const char *meaning)
{
    int grows = length == WAI_FILE_GROWS;
    struct wai_file_axis axis = { .length = grows ? 0 : length, .grows = grows, .id = -1 };
    const struct wai_dataset_spec spec = { .name = name, .type = type, .n_dims = 1 };
    const struct wai_dataset_spec texts = { .unit = unit, .meaning = meaning, .type = WAI_LAYOUT_TEXT };
    void *list = file->axes;

    if (file->status != WAI_OK || !grow_list(file, &list, file->n_axes, &file->axes_capacity, sizeof axis)) {
        return;
    }
    file->axes = list;
    axis.name = strdup(name);
    if (!axis.name) {
        wai_file_fail_memory(file);
        return;
    }
    axis.id = wai_dataset_create(file->id, &spec, &axis.length, &grows);
    file->axes[file->n_axes++] = axis;
    /* Described as texts are: a coordinate has no missing values. */
    if (axis.id < 0 || wai_dataset_describe(axis.id, &texts) != 0 ||
        wai_dataset_make_scale(axis.id, name) != 0) {
        wai_file_fail(file, name);
    } else if (axis.length > 0) {
        if (!values) {
            count_axis(file, &axis);
        } else if (wai_dataset_write(axis.id, type, 1, NULL, NULL, values) != 0) {
            wai_file_fail(file, name);
        }
    }
}

void wai_file_write(struct wai_file *file, int set, const size_t *start, const size_t *count,
                    const void *values)
{
    if (file->status == WAI_OK && wai_dataset_write(file->sets[set].id, file->sets[set].type,
                                                    file->sets[set].n_dims, start, count, values) != 0) {
        wai_file_fail(file, file->sets[set].name);
    }
}

void wai_file_put(struct wai_file *file, const struct wai_dataset_spec *spec, const void *values)
{
    int set = wai_file_open_set(file, spec);

    if (set >= 0) {
        wai_file_write(file, set, NULL, NULL, values);
        wai_file_close_set(file, set);
    }
}

void wai_file_write_chunk(struct wai_file *file, int set, const size_t *start, const uint8_t *bytes,
                          size_t length)
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
        (length > before && wai_dataset_write(file->axes[a].id, WAI_LAYOUT_INT32, 1, &before,
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
    if (file->status == WAI_OK &&
        wai_hdf_put_numbers(bearer(file, set), name, WAI_LAYOUT_INT32, &value, 1) != 0) {
        wai_file_fail(file, name);
    }
}

void wai_file_number(struct wai_file *file, int set, const char *name, double value)
{
    if (file->status == WAI_OK &&
        wai_hdf_put_numbers(bearer(file, set), name, WAI_LAYOUT_FLOAT64, &value, 1) != 0) {
        wai_file_fail(file, name);
    }
}

/* Closes what is open; failures are noted. */
static void close_all(struct wai_file *file)
{
    for (size_t s = 0; s < file->n_sets; s++) {
        wai_file_close_set(file, (int)s);
        free(file->sets[s].name);
    }
    for (size_t a = 0; a < file->n_axes; a++) {
        if (file->axes[a].id >= 0 && H5Dclose(file->axes[a].id) < 0) {
            wai_file_fail(file, file->axes[a].name);
        }
        free(file->axes[a].name);
        free(file->axes[a].refs);
    }
    free(file->sets);
    free(file->axes);
    file->sets = NULL;
    file->axes = NULL;
    file->n_sets = file->n_axes = 0;
    if (file->id >= 0 && H5Fclose(file->id) < 0) {
        wai_file_fail(file, "closing");
    }
    file->id = -1;
}

enum wai_status wai_file_close(struct wai_file *file)
{
    int64_t place = -1;
    enum wai_status status;

    for (size_t a = 0; a < file->n_axes && file->status == WAI_OK; a++) {
        if (file->axes[a].n_refs > 0 &&
            wai_dataset_list_users(file->axes[a].id, file->axes[a].refs, file->axes[a].n_refs) != 0) {
            wai_file_fail(file, file->axes[a].name);
        }
    }
    if (file->status == WAI_OK) {
        place = wai_seal_reserve(file->id);
        if (place < 0) {
            wai_file_fail(file, "file_sha256");
        }
    }
    close_all(file);
    if (file->status == WAI_OK) {
        file->status = wai_seal_write(file->path, place, file->err);
    }
    status = file->status;
    if (status != WAI_OK) {
        (void)unlink(file->path);
    }
    free(file->path);
    *file = (struct wai_file){ .id = -1 };
    return status;
}

void wai_file_abandon(struct wai_file *file)
{
    if (!file->path) {
        return;
    }
    file->status = file->status == WAI_OK ? WAI_ERR_INTERRUPTED : file->status; /* nothing more is noted */
    close_all(file);
    (void)unlink(file->path);
    free(file->path);
    *file = (struct wai_file){ .id = -1 };
}
