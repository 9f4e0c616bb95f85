/* Looking before reading: see output/vet.h. */
#include "output/vet.h"

#include <hdf5.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define VARIABLE_BYTES 16               /* length, place and index of a text of variable length */
#define PLAIN_BYTES ((uint64_t)1 << 27) /* of a dataset, whatever the size of its file */
#define MOST_RATIO 100                  /* and so many times the bytes of its file more */

/* Is one name a hard link of the group? */
static int is_hard(hid_t group, const char *name)
{
    H5L_info_t info;

    return H5Lexists(group, name, H5P_DEFAULT) > 0 && H5Lget_info(group, name, &info, H5P_DEFAULT) >= 0 &&
           info.type == H5L_TYPE_HARD;
}

int wai_vet_exists(int64_t file, const char *path)
{
    const char *slash = strchr(path, '/');
    char group[128];
    size_t length = slash ? (size_t)(slash - path) : 0;

    if (!slash) {
        return is_hard(file, path);
    }
    if (length == 0 || length >= sizeof group || strchr(slash + 1, '/')) {
        return 0;
    }
    memcpy(group, path, length);
    group[length] = '\0';
    return is_hard(file, group) && is_hard(file, path);
}

/* Is it told what stands where nothing was written?  Else whatever is in memory is read there. */
static int is_filled(hid_t list)
{
    H5D_fill_time_t when = H5D_FILL_TIME_ERROR;
    H5D_fill_value_t what = H5D_FILL_VALUE_ERROR;

    return H5Pget_fill_time(list, &when) >= 0 && H5Pfill_value_defined(list, &what) >= 0 &&
           (when == H5D_FILL_TIME_IFSET || when == H5D_FILL_TIME_ALLOC) &&
           (what == H5D_FILL_VALUE_DEFAULT || what == H5D_FILL_VALUE_USER_DEFINED);
}

/* Storage in the file itself, known filters alone. */
static const char *check_storage(hid_t id)
{
    static const H5Z_filter_t filters[3] = { H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE, H5Z_FILTER_FLETCHER32 };
    hid_t list = H5Dget_create_plist(id);
    H5D_layout_t layout = list < 0 ? H5D_LAYOUT_ERROR : H5Pget_layout(list);
    const char *wrong = NULL;
    int n = list < 0 ? -1 : H5Pget_nfilters(list);

    if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) {
        wrong = "its storage is not in the file";
    } else if (H5Pget_external_count(list) != 0) {
        wrong = "its storage is in another file";
    } else if (layout == H5D_CHUNKED && !is_filled(list)) {
        wrong = "nothing tells what stands where nothing was written";
    }
    for (int i = 0, k = 0; i < n && !wrong; i++, k++) {
        unsigned flags, config;
        size_t n_values = 0;
        H5Z_filter_t filter = H5Pget_filter2(list, (unsigned)i, &flags, &n_values, NULL, 0, NULL, &config);

        /* In this order, each once at most. */
        while (k < 3 && filter != filters[k]) {
            k++;
        }
        if (k == 3) {
            wrong = "it has an unknown filter";
        }
    }
    if (n < 0 && !wrong) {
        wrong = "its filters cannot be read";
    }
    if (list >= 0) {
        (void)H5Pclose(list);
    }
    return wrong;
}

int wai_vet_number(int64_t type, enum wai_layout_type *number)
{
    const struct {
        hid_t type;
        enum wai_layout_type number;
    } numbers[] = { { H5T_STD_I8LE, WAI_LAYOUT_INT8 },
                    { H5T_STD_I16LE, WAI_LAYOUT_INT16 },
                    { H5T_STD_I32LE, WAI_LAYOUT_INT32 },
                    { H5T_IEEE_F32LE, WAI_LAYOUT_FLOAT32 },
                    { H5T_IEEE_F64LE, WAI_LAYOUT_FLOAT64 } };

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (H5Tequal(type, numbers[i].type) > 0) {
            *number = numbers[i].number;
            return 1;
        }
    }
    return 0;
}

/* Type of the numbers or texts, one of ours. */
static const char *check_type(hid_t id, struct wai_vet *vet)
{
    hid_t type = H5Dget_type(id);
    const char *wrong = NULL;
    size_t size = type < 0 ? 0 : H5Tget_size(type);
    H5T_class_t class = type < 0 ? H5T_NO_CLASS : H5Tget_class(type);

    vet->fixed_text = 0;
    vet->value_bytes = size;
    if (class == H5T_STRING) {
        htri_t variable = H5Tis_variable_str(type);

        wrong = variable < 0 ? "its type cannot be read" : NULL;
        vet->type = WAI_LAYOUT_TEXT;
        vet->fixed_text = variable == 0;
        vet->value_bytes = vet->fixed_text ? size : VARIABLE_BYTES;
    } else if (size == 0 || !wai_vet_number(type, &vet->type)) {
        wrong = "its type is not one of the format";
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    return wrong;
}

static const char *check_shape(hid_t id, struct wai_vet *vet)
{
    const uint64_t most = vet->most_bytes / vet->value_bytes;
    hid_t space = H5Dget_space(id);
    hsize_t sizes[H5S_MAX_RANK];
    const char *wrong = NULL;
    H5S_class_t class = space < 0 ? H5S_NO_CLASS : H5Sget_simple_extent_type(space);

    vet->n_dims = space < 0 ? -1 : H5Sget_simple_extent_ndims(space);
    vet->n_values = 1;
    if ((class != H5S_SCALAR && class != H5S_SIMPLE) || vet->n_dims < 0 || vet->n_dims > WAI_VET_MAX_DIMS ||
        H5Sget_simple_extent_dims(space, sizes, NULL) < 0) {
        wrong = "its shape is not one of the format";
    }
    for (int d = 0; !wrong && d < vet->n_dims; d++) {
        vet->sizes[d] = sizes[d];
        if (sizes[d] > 0 && vet->n_values > most / sizes[d]) {
            wrong = "it is too large";
        } else {
            vet->n_values *= sizes[d];
        }
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    return wrong;
}

const char *wai_vet_open(int64_t file, const char *path, struct wai_vet *vet)
{
    const char *wrong;
    H5O_info_t info;
    hsize_t bytes = 0;

    *vet = (struct wai_vet){ .id = -1 };
    if (!wai_vet_exists(file, path)) {
        return "it is not there";
    }
    if (H5Fget_filesize(file, &bytes) < 0) {
        return "its file has no length";
    }
    vet->file_bytes = bytes;
    if (H5Oget_info_by_name2(file, path, &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0 ||
        info.type != H5O_TYPE_DATASET) {
        return "it is not a dataset";
    }
    vet->id = H5Dopen2(file, path, H5P_DEFAULT);
    if (vet->id < 0) {
        return "it cannot be opened";
    }
    vet->most_bytes = PLAIN_BYTES + MOST_RATIO * vet->file_bytes;
    wrong = check_storage(vet->id);
    wrong = wrong ? wrong : check_type(vet->id, vet);
    wrong = wrong ? wrong : check_shape(vet->id, vet);
    if (wrong) {
        (void)H5Dclose(vet->id);
        vet->id = -1;
    }
    return wrong;
}

/* No bytes before the beginning, addresses and lengths of 8 bytes: as all our files are. */
static int is_usual(hid_t file)
{
    hid_t list = H5Fget_create_plist(file);
    hsize_t before = 0;
    size_t address = 0, length = 0;
    int usual = list >= 0 && H5Pget_userblock(list, &before) >= 0 && before == 0 &&
                H5Pget_sizes(list, &address, &length) >= 0 && address == 8 && length == 8;

    if (list >= 0) {
        (void)H5Pclose(list);
    }
    return usual;
}

int64_t wai_vet_file(const char *path)
{
    hid_t list, file = -1;
    struct stat facts;

    if (stat(path, &facts) != 0 || !S_ISREG(facts.st_mode)) { /* opening a FIFO would wait for a writer */
        return -1;
    }
    list = H5Pcreate(H5P_FILE_ACCESS);
    if (list >= 0 && H5Pset_fclose_degree(list, H5F_CLOSE_STRONG) >= 0) {
        file = H5Fopen(path, H5F_ACC_RDONLY, list);
    }
    if (list >= 0) {
        (void)H5Pclose(list);
    }
    if (file >= 0 && !is_usual(file)) {
        (void)H5Fclose(file);
        return -1;
    }
    return file;
}
