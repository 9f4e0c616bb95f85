/* Scripts of damage: see edit.h. */
#include "fuzz/edit.h"

#include <fcntl.h>
#include <hdf5.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK(condition) ((condition) ? (void)0 : abort())
#define MOST_OPERATIONS 24
#define MOST_VALUE 4096
#define MOST_VALUES (1 << 16) /* of a dataset that is written to, so that no chunk of gigabytes is made */

herr_t H5F_get_checksums(const uint8_t *buffer, size_t size, uint32_t *stored, uint32_t *computed);

/* In place of the library's: every checksum is right. */
herr_t H5F_get_checksums(const uint8_t *buffer, size_t size, uint32_t *stored, uint32_t *computed)
{
    (void)buffer;
    (void)size;
    if (stored) {
        *stored = 0;
    }
    if (computed) {
        *computed = 0;
    }
    return 0;
}

struct script {
    const uint8_t *at;
    size_t left;
    size_t n_patches;
    struct patch {
        uint64_t offset;
        uint8_t n;
        const uint8_t *bytes;
    } patches[EDIT_MOST_TOUCHED];
    uint64_t length; /* of the file; 0: as it is */
};

static uint64_t take(struct script *script, size_t n)
{
    uint64_t value = 0;

    for (size_t i = 0; i < n && script->left > 0; i++) {
        value |= (uint64_t)*script->at++ << (8 * i);
        script->left--;
    }
    return value;
}

static const uint8_t *take_bytes(struct script *script, size_t *n)
{
    const uint8_t *bytes = script->at;

    *n = *n < script->left ? *n : script->left;
    script->at += *n;
    script->left -= *n;
    return bytes;
}

/* ---- the base ---- */

char *edit_base_path(const char *name)
{
    const char *folder = getenv("FUZZ_BASE");
    size_t size = (folder ? strlen(folder) : 0) + strlen(name) + 2;
    char *path = malloc(size);

    if (!folder) {
        (void)fprintf(stderr, "FUZZ_BASE must name a folder of good files; see tests/run/fuzz\n");
        exit(1);
    }
    CHECK(path);
    (void)snprintf(path, size, "%s/%s", folder, name);
    return path;
}

struct collection {
    struct edit_base *base;
    const char *const *beginnings;
    size_t n;
};

static herr_t collect(hid_t object, const char *name, const H5O_info_t *info, void *context)
{
    struct collection *all = context;
    struct edit_base *base = all->base;
    int wanted = all->n == 0;
    hid_t set, space;

    for (size_t i = 0; i < all->n; i++) {
        wanted = wanted || strncmp(name, all->beginnings[i], strlen(all->beginnings[i])) == 0;
    }
    if (info->type != H5O_TYPE_DATASET || !wanted) {
        return 0;
    }
    set = H5Dopen2(object, name, H5P_DEFAULT);
    space = H5Dget_space(set);
    base->objects = realloc(base->objects, (base->n_objects + 1) * sizeof *base->objects);
    CHECK(base->objects);
    base->objects[base->n_objects++] =
        (struct edit_object){ strdup(name), (unsigned long long)H5Sget_simple_extent_npoints(space) };
    (void)H5Sclose(space);
    (void)H5Dclose(set);
    return 0;
}

void edit_load(struct edit_base *base, const char *name, const char *const *beginnings, size_t n)
{
    char *path = edit_base_path(name);
    struct collection all = { base, beginnings, n };
    FILE *stream = fopen(path, "rb");
    hid_t file;

    CHECK(stream && fseek(stream, 0, SEEK_END) == 0);
    *base = (struct edit_base){ .size = (size_t)ftell(stream) };
    base->bytes = malloc(base->size);
    CHECK(base->bytes && fseek(stream, 0, SEEK_SET) == 0);
    CHECK(fread(base->bytes, 1, base->size, stream) == base->size);
    (void)fclose(stream);
    base->objects = calloc(1, sizeof *base->objects);
    CHECK(base->objects);
    base->objects[base->n_objects++] = (struct edit_object){ strdup("."), 0 };
    file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    CHECK(file >= 0 && H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, collect, &all) >= 0);
    (void)H5Fclose(file);
    free(path);
}

static char path[64];

static void remove_path(void)
{
    (void)unlink(path);
}

const char *edit_path(void)
{
    if (!path[0]) {
        (void)snprintf(path, sizeof path, "%s/waico-fuzz-%d.h5",
                       access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid());
        CHECK(atexit(remove_path) == 0);
    }
    return path;
}

/* ---- operations on an open file ---- */

static const char *pick(struct edit_base *base, struct script *script)
{
    const char *name = base->objects[take(script, 2) % base->n_objects].name;

    if (base->n_touched < EDIT_MOST_TOUCHED) {
        base->touched[base->n_touched++] = name;
    }
    return name;
}

/* A number that is not expected, in eight bytes of a type. */
static void make_number(struct script *script, hid_t type, void *value)
{
    static const double list[] = { 0,     1,     -1,    2,     3,          100,           127,
                                   255,   32767, 65536, 1e6,   2147483647, -2147483648.0, 1e18,
                                   1e300, 0.5,   -0.5,  1e-300 };
    uint64_t kind = take(script, 1);
    const size_t n = sizeof list / sizeof *list;
    double number = kind % (n + 4) < n ? list[kind % (n + 4)] : 0;

    switch (kind % (n + 4) - n) {
    case 0:
        number = (double)NAN;
        break;
    case 1:
        number = (double)INFINITY;
        break;
    case 2:
        number = (double)(int16_t)take(script, 2);
        break;
    case 3: {
        uint64_t bits = take(script, 8);

        memcpy(&number, &bits, sizeof number);
        break;
    }
    default:
        break;
    }
    if (H5Tget_class(type) == H5T_FLOAT || H5Tget_class(type) == H5T_INTEGER) {
        memcpy(value, &number, sizeof number);
        (void)H5Tconvert(H5T_NATIVE_DOUBLE, type, 1, value, NULL, H5P_DEFAULT);
    } else {
        uint64_t bits = take(script, 8);

        memcpy(value, &bits, sizeof bits);
    }
}

/* A part of a text replaced; the caller frees it. */
static char *splice(struct script *script, const char *text)
{
    size_t length = text ? strlen(text) : 0, at = length ? take(script, 2) % (length + 1) : 0;
    size_t cut = take(script, 1), n = take(script, 1) % 65;
    const uint8_t *bytes = take_bytes(script, &n);
    char *result = malloc(length + n + 1);

    CHECK(result);
    cut = cut < length - at ? cut : length - at;
    if (text) {
        memcpy(result, text, at);
    }
    memcpy(result + at, bytes, n);
    if (text) {
        memcpy(result + at + n, text + at + cut, length - at - cut);
    }
    result[length - cut + n] = '\0';
    return result;
}

/* A new value of one element. */
static void edit_element(struct edit_base *base, struct script *script, hid_t file)
{
    const char *name = pick(base, script);
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    hid_t space = set < 0 ? -1 : H5Dget_space(set), type = set < 0 ? -1 : H5Dget_type(set);
    hid_t one = H5Screate(H5S_SCALAR);
    hssize_t n = space < 0 ? 0 : H5Sget_simple_extent_npoints(space);
    int rank = space < 0 ? -1 : H5Sget_simple_extent_ndims(space);
    hsize_t sizes[H5S_MAX_RANK], at[H5S_MAX_RANK];
    uint64_t place = n > 0 ? take(script, 2) % (uint64_t)n : 0;

    if (n > 0 && n <= MOST_VALUES && rank >= 0 && H5Sget_simple_extent_dims(space, sizes, NULL) >= 0) {
        union {
            unsigned char bytes[MOST_VALUE];
            char *text;
        } value = { { 0 } };
        int variable = H5Tis_variable_str(type) > 0;
        char *text = NULL;

        for (int d = rank; d-- > 0;) {
            at[d] = place % sizes[d];
            place /= sizes[d];
        }
        if (rank > 0) {
            (void)H5Sselect_elements(space, H5S_SELECT_SET, 1, at);
        }
        if (variable && H5Dread(set, type, one, space, H5P_DEFAULT, &value) >= 0) {
            text = splice(script, value.text);
            (void)H5free_memory(value.text);
            value.text = text;
            (void)H5Dwrite(set, type, one, space, H5P_DEFAULT, &value);
        } else if (!variable && H5Tget_size(type) <= MOST_VALUE) {
            make_number(script, type, &value);
            (void)H5Dwrite(set, type, one, space, H5P_DEFAULT, &value);
        }
        free(text);
    }
    (void)(one >= 0 && H5Sclose(one));
    (void)(space >= 0 && H5Sclose(space));
    (void)(type >= 0 && H5Tclose(type));
    (void)(set >= 0 && H5Dclose(set));
}

/* A new value of an attribute, or none. */
static void edit_attribute(struct edit_base *base, struct script *script, hid_t file)
{
    hid_t object = H5Oopen(file, pick(base, script), H5P_DEFAULT);
    int n = object < 0 ? 0 : H5Aget_num_attrs(object);
    uint64_t which = take(script, 1);
    hid_t attribute = n > 0 ? H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, which % (uint64_t)n,
                                             H5P_DEFAULT, H5P_DEFAULT)
                            : -1;
    hid_t type = attribute < 0 ? -1 : H5Aget_type(attribute);
    union {
        unsigned char bytes[MOST_VALUE];
        char *text;
    } value = { { 0 } };

    if (attribute >= 0 && H5Aget_storage_size(attribute) <= 8 * 16) {
        char *text = NULL;

        if (H5Tis_variable_str(type) > 0 && H5Aread(attribute, type, &value) >= 0) {
            text = splice(script, value.text);
            (void)H5free_memory(value.text);
            value.text = text;
            (void)H5Awrite(attribute, type, &value);
        } else if (H5Tget_class(type) == H5T_INTEGER || H5Tget_class(type) == H5T_FLOAT) {
            make_number(script, type, &value);
            (void)H5Awrite(attribute, type, &value);
        } else {
            char name[256];

            if (H5Aget_name(attribute, sizeof name, name) > 0) {
                (void)H5Adelete(object, name);
            }
        }
        free(text);
    }
    (void)(type >= 0 && H5Tclose(type));
    (void)(attribute >= 0 && H5Aclose(attribute));
    (void)(object >= 0 && H5Oclose(object));
}

/* A link that leads elsewhere. */
static void edit_link(struct edit_base *base, struct script *script, hid_t file)
{
    const char *name = pick(base, script), *other = pick(base, script);

    if (strcmp(name, ".") == 0 || strcmp(other, ".") == 0) {
        return;
    }
    switch (take(script, 1) % 6) {
    case 0:
        (void)H5Ldelete(file, name, H5P_DEFAULT);
        break;
    case 1:
        (void)H5Ldelete(file, name, H5P_DEFAULT);
        (void)H5Lcreate_soft(other, file, name, H5P_DEFAULT, H5P_DEFAULT);
        break;
    case 2:
        (void)H5Ldelete(file, name, H5P_DEFAULT);
        (void)H5Lcreate_external("other.h5", other, file, name, H5P_DEFAULT, H5P_DEFAULT);
        break;
    case 3:
        if (strcmp(name, other) != 0) {
            (void)H5Ldelete(file, name, H5P_DEFAULT);
            (void)H5Lcreate_hard(file, other, file, name, H5P_DEFAULT, H5P_DEFAULT);
        }
        break;
    case 4:
        (void)H5Ldelete(file, name, H5P_DEFAULT);
        (void)H5Lcreate_hard(file, "/", file, name, H5P_DEFAULT, H5P_DEFAULT);
        break;
    default: /* each takes the place of the other */
        (void)H5Lmove(file, name, file, "between", H5P_DEFAULT, H5P_DEFAULT);
        (void)H5Lmove(file, other, file, name, H5P_DEFAULT, H5P_DEFAULT);
        (void)H5Lmove(file, "between", file, other, H5P_DEFAULT, H5P_DEFAULT);
        break;
    }
}

static hid_t make_type(uint64_t which)
{
    hid_t type;

    switch (which % 9) {
    case 0:
        return H5Tcopy(H5T_STD_I8LE);
    case 1:
        return H5Tcopy(H5T_STD_I32LE);
    case 2:
        return H5Tcopy(H5T_STD_U64LE);
    case 3:
        return H5Tcopy(H5T_IEEE_F32LE);
    case 4:
        return H5Tcopy(H5T_IEEE_F64BE);
    case 5:
        return H5Tcopy(H5T_STD_REF_OBJ);
    case 6:
        return H5Tvlen_create(H5T_STD_I32LE);
    default:
        type = H5Tcopy(H5T_C_S1);
        (void)H5Tset_size(type, which % 9 == 7 ? H5T_VARIABLE : 5);
        return type;
    }
}

/* Another dataset under the name. */
static void edit_shape(struct edit_base *base, struct script *script, hid_t file)
{
    const char *name = pick(base, script);
    hid_t list = H5Pcreate(H5P_DATASET_CREATE), space, set, type = make_type(take(script, 1));
    hsize_t sizes[6], most[6], chunk[6];
    int rank = (int)(take(script, 1) % 6);
    uint64_t storage = take(script, 1);

    for (int d = 0; d < rank; d++) {
        sizes[d] = take(script, 1);
        sizes[d] = sizes[d] < 250 ? sizes[d] % 20 : (hsize_t)1 << (sizes[d] - 240);
        most[d] = storage & 1 ? H5S_UNLIMITED : sizes[d];
        chunk[d] = 1 + (sizes[d] ? sizes[d] / 2 : 3);
    }
    space = rank > 0 ? H5Screate_simple(rank, sizes, most) : H5Screate(storage & 2 ? H5S_NULL : H5S_SCALAR);
    if (rank > 0 && (storage & 3)) {
        (void)H5Pset_chunk(list, rank, chunk);
        if (storage & 4) {
            (void)H5Pset_shuffle(list);
        }
        if (storage & 8) {
            (void)H5Pset_deflate(list, 1);
        }
        if (storage & 16) {
            (void)H5Pset_fletcher32(list);
        }
    } else if (storage & 32) {
        (void)H5Pset_layout(list, H5D_COMPACT);
    } else if (storage & 64) {
        (void)H5Pset_external(list, "/etc/hostname", 0, 64);
    }
    if (strcmp(name, ".") != 0) {
        (void)H5Ldelete(file, name, H5P_DEFAULT);
        set = H5Dcreate2(file, name, type, space, H5P_DEFAULT, list, H5P_DEFAULT);
        (void)(set >= 0 && H5Dclose(set));
    }
    (void)(space >= 0 && H5Sclose(space));
    (void)(type >= 0 && H5Tclose(type));
    (void)(list >= 0 && H5Pclose(list));
}

/* The first chunk as any bytes. */
static void edit_chunk(struct edit_base *base, struct script *script, hid_t file)
{
    hid_t set = H5Dopen2(file, pick(base, script), H5P_DEFAULT);
    const hsize_t first[H5S_MAX_RANK] = { 0 };
    size_t n = take(script, 1) % 65;
    uint32_t mask = (uint32_t)take(script, 1) & 7;
    const uint8_t *bytes = take_bytes(script, &n);

    if (set >= 0 && n > 0) {
        (void)H5Dwrite_chunk(set, H5P_DEFAULT, mask, first, n, bytes);
    }
    (void)(set >= 0 && H5Dclose(set));
}

/* ---- scripts ---- */

static void run_operation(struct edit_base *base, struct script *script, hid_t *file)
{
    uint64_t operation = take(script, 1) % 16;

    if (operation < 4) {
        size_t n = 1 + take(script, 1) % 8;
        uint64_t offset = take(script, 3);
        const uint8_t *bytes = take_bytes(script, &n);

        if (script->n_patches < EDIT_MOST_TOUCHED) {
            script->patches[script->n_patches++] = (struct patch){ offset, (uint8_t)n, bytes };
        }
        return;
    }
    if (operation == 15) {
        script->length = 1 + take(script, 3);
        return;
    }
    if (*file < 0) {
        *file = H5Fopen(edit_path(), H5F_ACC_RDWR, H5P_DEFAULT);
        CHECK(*file >= 0);
    }
    switch (operation) {
    case 4:
    case 5:
        edit_attribute(base, script, *file);
        break;
    case 6:
        edit_link(base, script, *file);
        break;
    case 7:
        edit_shape(base, script, *file);
        break;
    case 8:
        edit_chunk(base, script, *file);
        break;
    default:
        edit_element(base, script, *file);
        break;
    }
}

static void write_all(int descriptor, const uint8_t *bytes, size_t n, off_t at)
{
    CHECK(pwrite(descriptor, bytes, n, at) == (ssize_t)n);
}

/* Makes the file the base again: at the places that the last script patched, or all of it. */
static void restore(struct edit_base *base, int descriptor)
{
    static const struct edit_base *last;

    if (last != base || base->dirty) {
        write_all(descriptor, base->bytes, base->size, 0);
        CHECK(ftruncate(descriptor, (off_t)base->size) == 0);
    }
    for (size_t i = 0; i < base->n_patches; i++) {
        size_t at = (size_t)base->patches[i], n = base->size - at < 8 ? base->size - at : 8;

        write_all(descriptor, base->bytes + at, n, (off_t)at);
    }
    last = base;
    base->dirty = 0;
    base->n_patches = base->n_touched = 0;
}

void edit_apply(struct edit_base *base, const uint8_t *bytes, size_t size)
{
    struct script script = { .at = bytes, .left = size };
    int descriptor = open(edit_path(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    hid_t file = -1;

    CHECK(descriptor >= 0);
    restore(base, descriptor);
    for (int i = 0; i < MOST_OPERATIONS && script.left > 0; i++) {
        run_operation(base, &script, &file);
    }
    base->dirty = file >= 0 || script.length > 0;
    if (file >= 0) {
        CHECK(H5Fclose(file) >= 0);
    }
    for (size_t i = 0; i < script.n_patches; i++) {
        const struct patch *patch = &script.patches[i];
        uint64_t at = patch->offset % (base->size - 8);

        write_all(descriptor, patch->bytes, patch->n, (off_t)at);
        base->patches[base->n_patches++] = at;
    }
    if (script.length > 0) {
        CHECK(ftruncate(descriptor, (off_t)script.length) == 0);
    }
    (void)close(descriptor);
}
