/* Chunks by their bytes, then values: see output/intake.h. */
#include "output/intake.h"

#include <errno.h>
#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/utf8.h"
#include "output/hdf.h"

#define MOST_TEXT ((size_t)1 << 26)      /* bytes of one text */
#define MOST_CHUNKS ((uint64_t)1 << 22)  /* of a dataset */
#define MOST_NUMBERS ((uint64_t)1 << 31) /* of one part */
#define CHECKSUM_BYTES 4                 /* Fletcher-32, behind the chunk */
#define NO_AXIS "an axis cannot be found"
#define NOT_TEXT "a text is not UTF-8 or has control characters"

/* ---- storage ---- */

/* A dataset in chunks, while its chunks are looked at. */
struct chunks {
    const struct wai_vet *vet;
    hsize_t sizes[WAI_VET_MAX_DIMS]; /* of a chunk */
    uint64_t bytes;                  /* of a chunk, inflated */
    int deflated, checked;           /* filters */
    uint8_t *raw;
    size_t raw_size;
};

/* Bytes that a deflated text inflates to, UINT64_MAX when it is none or more than `most`. */
static uint64_t inflated(const uint8_t *bytes, size_t n, uint64_t most)
{
    uint8_t out[16384];
    z_stream stream = { .next_in = (z_const Bytef *)bytes, .avail_in = (uInt)n };
    uint64_t total = 0;
    int code = inflateInit(&stream) == Z_OK ? Z_OK : Z_MEM_ERROR;

    while (code == Z_OK && total <= most) {
        stream.next_out = out;
        stream.avail_out = sizeof out;
        code = inflate(&stream, Z_NO_FLUSH);
        total += sizeof out - stream.avail_out;
    }
    (void)inflateEnd(&stream);
    return code == Z_STREAM_END ? total : UINT64_MAX;
}

static const char *check_chunk(struct chunks *chunks, const hsize_t *at)
{
    haddr_t address = HADDR_UNDEF;
    hsize_t size = 0;
    unsigned skipped = 0;
    uint32_t mask = 0;
    uint64_t wanted = chunks->bytes + (chunks->checked ? CHECKSUM_BYTES : 0);

    if (H5Dget_chunk_info_by_coord(chunks->vet->id, at, &skipped, &address, &size) < 0) {
        return "its chunks cannot be found";
    }
    if (address == HADDR_UNDEF) {
        return NULL; /* never written: missing values */
    }
    if (skipped != 0 || size > chunks->vet->file_bytes || address > chunks->vet->file_bytes - size ||
        (!chunks->deflated && size != wanted) || (chunks->checked && size <= CHECKSUM_BYTES)) {
        return "a chunk has another length than its shape";
    }
    if (!chunks->deflated) {
        return NULL;
    }
    if (size > chunks->raw_size) {
        free(chunks->raw);
        chunks->raw = malloc(size);
        chunks->raw_size = chunks->raw ? size : 0;
    }
    if (!chunks->raw) {
        return "out of memory";
    }
    if (H5Dread_chunk(chunks->vet->id, H5P_DEFAULT, at, &mask, chunks->raw) < 0) {
        return "a chunk cannot be read";
    }
    return inflated(chunks->raw, size, chunks->bytes) == chunks->bytes
               ? NULL
               : "a chunk has another length than its shape";
}

static const char *check_chunks(struct chunks *chunks)
{
    const struct wai_vet *vet = chunks->vet;
    hsize_t at[WAI_VET_MAX_DIMS] = { 0 };
    const char *wrong = NULL;
    uint64_t n = vet->n_values > 0 ? 1 : 0;

    chunks->bytes = vet->value_bytes;
    for (int d = 0; d < vet->n_dims; d++) {
        uint64_t along = chunks->sizes[d] ? (vet->sizes[d] + chunks->sizes[d] - 1) / chunks->sizes[d] : 0;

        /* Growing datasets begin with chunks longer than they are. */
        if (chunks->sizes[d] == 0 || chunks->bytes > vet->most_bytes / chunks->sizes[d] ||
            (along > 0 && n > MOST_CHUNKS / along)) {
            return "its chunks are too many or too large";
        }
        chunks->bytes *= chunks->sizes[d];
        n *= along;
    }
    while (n-- > 0 && !wrong) {
        wrong = check_chunk(chunks, at);
        for (int d = vet->n_dims; d-- > 0;) {
            at[d] += chunks->sizes[d];
            if (at[d] < vet->sizes[d]) {
                break;
            }
            at[d] = 0;
        }
    }
    return wrong;
}

const char *wai_intake_storage(const struct wai_vet *vet)
{
    struct chunks chunks = { .vet = vet };
    hid_t list = H5Dget_create_plist(vet->id);
    const char *wrong = NULL;

    if (list < 0) {
        return "its storage cannot be read";
    }
    if (H5Pget_layout(list) != H5D_CHUNKED) {
        if (H5Dget_storage_size(vet->id) != vet->n_values * vet->value_bytes) {
            wrong = "its storage has another length than its shape";
        }
    } else if (H5Pget_chunk(list, WAI_VET_MAX_DIMS, chunks.sizes) != vet->n_dims) {
        wrong = "its chunks have another shape";
    } else {
        for (int i = 0, n = H5Pget_nfilters(list); i < n; i++) {
            unsigned flags, config, value = 0;
            size_t n_values = 1;
            H5Z_filter_t filter =
                H5Pget_filter2(list, (unsigned)i, &flags, &n_values, &value, 0, NULL, &config);

            chunks.deflated |= filter == H5Z_FILTER_DEFLATE;
            chunks.checked |= filter == H5Z_FILTER_FLETCHER32;
            if (filter == H5Z_FILTER_SHUFFLE && value != vet->value_bytes) {
                wrong = "its filters are not those of its type";
            }
        }
        wrong = wrong ? wrong : check_chunks(&chunks);
    }
    free(chunks.raw);
    (void)H5Pclose(list);
    return wrong;
}

/* ---- numbers ---- */

/* Where to read, checked against shape and room; *n numbers. */
static const char *select_part(const struct wai_vet *vet, const struct wai_intake_part *part, hsize_t *from,
                               hsize_t *sizes, uint64_t *n)
{
    *n = 1;
    if (vet->type == WAI_LAYOUT_TEXT) {
        return "texts, not numbers";
    }
    if (part->n_dims != (size_t)vet->n_dims) {
        return "it has another number of axes";
    }
    for (int d = 0; d < vet->n_dims; d++) {
        from[d] = part->start ? part->start[d] : 0;
        sizes[d] = part->count ? part->count[d] : vet->sizes[d];
        if (from[d] > vet->sizes[d] || sizes[d] > vet->sizes[d] - from[d] ||
            (sizes[d] > 0 && *n > MOST_NUMBERS / sizes[d])) {
            return "the part asked for is outside of the data, or too large";
        }
        *n *= sizes[d];
    }
    if (*n > part->room || (!part->count && *n != part->room)) {
        return "it has another number of values";
    }
    return NULL;
}

const char *wai_intake_numbers(const struct wai_vet *vet, const struct wai_intake_part *part, void *out)
{
    hsize_t from[WAI_VET_MAX_DIMS] = { 0 }, sizes[WAI_VET_MAX_DIMS] = { 0 };
    hid_t space, memory, type;
    uint64_t n;
    const char *wrong = select_part(vet, part, from, sizes, &n);

    if (wrong || n == 0) {
        return wrong;
    }
    space = H5Dget_space(vet->id);
    memory = vet->n_dims ? H5Screate_simple(vet->n_dims, sizes, NULL) : H5Screate(H5S_SCALAR);
    type = wai_hdf_memory_type(part->as);
    if (space < 0 || memory < 0 || type < 0 ||
        (vet->n_dims && H5Sselect_hyperslab(space, H5S_SELECT_SET, from, NULL, sizes, NULL) < 0) ||
        H5Dread(vet->id, type, memory, space, H5P_DEFAULT, out) < 0) {
        wrong = "it cannot be read";
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    if (memory >= 0) {
        (void)H5Sclose(memory);
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    return wrong;
}

/* ---- texts ---- */

/* Memory for texts of variable length, until `left` bytes are taken. */
static void *take_memory(size_t size, void *left)
{
    size_t *bytes = left;

    if (size > *bytes || size > MOST_TEXT) {
        return NULL;
    }
    *bytes -= size;
    return malloc(size);
}

static void give_back(void *memory, void *left)
{
    (void)left;
    free(memory);
}

static const char *read_variable(const struct wai_vet *vet, hid_t type, char **texts)
{
    /* Several values may point to one text in the file: what they take together is limited too. */
    size_t left = ((size_t)1 << 26) + 4 * (size_t)vet->file_bytes;
    hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
    const char *wrong = NULL;

    if (transfer < 0 || H5Pset_vlen_mem_manager(transfer, take_memory, &left, give_back, &left) < 0 ||
        H5Dread(vet->id, type, H5S_ALL, H5S_ALL, transfer, texts) < 0) {
        wrong = "it cannot be read, or is too large";
    }
    if (transfer >= 0) {
        (void)H5Pclose(transfer);
    }
    for (size_t i = 0; i < vet->n_values && !wrong; i++) {
        texts[i] = texts[i] ? texts[i] : calloc(1, 1);
        wrong = texts[i] ? NULL : "out of memory";
    }
    return wrong;
}

static const char *read_fixed(const struct wai_vet *vet, hid_t type, char **text)
{
    if (vet->n_dims != 0 || vet->value_bytes == 0 || vet->value_bytes > 4096) {
        return "not a text of the format";
    }
    *text = calloc((size_t)vet->value_bytes + 1, 1);
    if (!*text) {
        return "out of memory";
    }
    return H5Dread(vet->id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, *text) < 0 ? "it cannot be read" : NULL;
}

/* Plain, and carriage returns only where a line ends. */
static int is_text(const char *text)
{
    if (!wai_utf8_is_plain(text, "\n\r\t")) {
        return 0;
    }
    for (const char *at = strchr(text, '\r'); at; at = strchr(at + 1, '\r')) {
        if (at[1] != '\n') {
            return 0;
        }
    }
    return 1;
}

const char *wai_intake_texts(const struct wai_vet *vet, char **texts, size_t room)
{
    const char *wrong = NULL;
    hid_t type;

    memset(texts, 0, room * sizeof *texts);
    if (vet->type != WAI_LAYOUT_TEXT || vet->n_dims > 1 || vet->n_values != room) {
        return "not a list of as many texts";
    }
    if (room == 0) {
        return NULL;
    }
    type = H5Dget_type(vet->id);
    wrong = type < 0          ? "its type cannot be read"
            : vet->fixed_text ? read_fixed(vet, type, texts)
                              : read_variable(vet, type, texts);
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    for (size_t i = 0; i < room && !wrong; i++) {
        wrong = is_text(texts[i]) ? NULL : NOT_TEXT;
    }
    return wrong;
}

/* ---- attributes ---- */

/* Opens an attribute that is a scalar of a class. */
static hid_t open_scalar(hid_t object, const char *name, H5T_class_t class, hid_t *type)
{
    hid_t attribute = H5Aexists(object, name) > 0 ? H5Aopen(object, name, H5P_DEFAULT) : -1;
    hid_t space = attribute < 0 ? -1 : H5Aget_space(attribute);

    *type = attribute < 0 ? -1 : H5Aget_type(attribute);
    if (attribute >= 0 && (space < 0 || *type < 0 || H5Sget_simple_extent_npoints(space) != 1 ||
                           H5Tget_class(*type) != class)) {
        (void)H5Aclose(attribute);
        attribute = -1;
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    return attribute;
}

char *wai_intake_text(int64_t object, const char *name)
{
    hid_t type, attribute = open_scalar(object, name, H5T_STRING, &type);
    size_t size = attribute >= 0 ? H5Tget_size(type) : 0; /* 0: it cannot be told */
    htri_t variable = attribute >= 0 ? H5Tis_variable_str(type) : -1;
    char *text = NULL;
    int no_memory = 0;

    if (variable > 0) {
        char *found = NULL;

        if (H5Aread(attribute, type, &found) >= 0) {
            text = strdup(found ? found : "");
            no_memory = !text;
            (void)H5free_memory(found);
        }
    } else if (variable == 0 && size > 0 && size < MOST_TEXT) {
        text = calloc(size + 1, 1);
        no_memory = !text;
        if (text && H5Aread(attribute, type, text) < 0) {
            free(text);
            text = NULL;
        }
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    if (attribute >= 0) {
        (void)H5Aclose(attribute);
    }
    if (text && !wai_utf8_is_plain(text, "")) {
        free(text);
        text = NULL;
    }
    errno = no_memory ? ENOMEM : 0;
    return text;
}

int64_t wai_intake_whole(int64_t object, const char *name)
{
    hid_t type, attribute = open_scalar(object, name, H5T_INTEGER, &type);
    int64_t value = -1;

    if (attribute >= 0 && (H5Tget_size(type) > sizeof value || H5Tget_sign(type) != H5T_SGN_2 ||
                           H5Aread(attribute, H5T_NATIVE_INT64, &value) < 0)) {
        value = -1;
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    if (attribute >= 0) {
        (void)H5Aclose(attribute);
    }
    return value;
}

/* Is this object the one of that name at the root of its file? */
static int is_named(hid_t object, const char *name)
{
    H5O_info_t here, there;

    return H5Oget_info2(object, &here, H5O_INFO_BASIC) >= 0 && H5Lexists(object, name, H5P_DEFAULT) > 0 &&
           H5Oget_info_by_name2(object, name, &there, H5O_INFO_BASIC, H5P_DEFAULT) >= 0 &&
           here.fileno == there.fileno && here.addr == there.addr;
}

/* Path of a scale: what it says of itself where that is true, else the first in the file that leads to it,
 * for which the library goes through all objects. */
static ssize_t path_of_scale(hid_t scale, char *path, size_t size)
{
    char *own = wai_intake_text(scale, "NAME");
    int length = own ? snprintf(path, size, "/%s", own) : -1;

    free(own);
    if (length > 1 && (size_t)length < size && path[1 + strspn(path + 1, WAI_VET_LETTERS)] == '\0' &&
        is_named(scale, path)) {
        return length;
    }
    return H5Iget_name(scale, path, size);
}

const char *wai_intake_axis(const struct wai_vet *vet, int d, uint64_t *scale)
{
    hid_t attribute, type, space, reference;
    hvl_t lists[WAI_VET_MAX_DIMS] = { { 0, NULL } };
    const char *wrong = "its list of axes is not one";

    *scale = 0;
    if (H5Aexists(vet->id, "DIMENSION_LIST") <= 0) {
        return NULL;
    }
    attribute = H5Aopen(vet->id, "DIMENSION_LIST", H5P_DEFAULT);
    type = attribute < 0 ? -1 : H5Aget_type(attribute);
    space = attribute < 0 ? -1 : H5Aget_space(attribute);
    reference = H5Tvlen_create(H5T_STD_REF_OBJ);
    if (type >= 0 && space >= 0 && reference >= 0 && H5Tequal(type, reference) > 0 &&
        H5Sget_simple_extent_npoints(space) == vet->n_dims && H5Aread(attribute, reference, lists) >= 0) {
        hobj_ref_t found = lists[d].len == 1 ? *(const hobj_ref_t *)lists[d].p : 0;

        *scale = found;
        wrong = found ? NULL : NO_AXIS;
        (void)H5Dvlen_reclaim(reference, space, H5P_DEFAULT, lists);
    }
    if (attribute >= 0) {
        (void)H5Aclose(attribute);
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    if (reference >= 0) {
        (void)H5Tclose(reference);
    }
    return wrong;
}

const char *wai_intake_scale(const struct wai_vet *vet, uint64_t scale, char *name, size_t size)
{
    hobj_ref_t reference = scale;
    hid_t id = H5Rdereference2(vet->id, H5P_DEFAULT, H5R_OBJECT, &reference);
    char full[256];
    ssize_t length = id < 0 ? -1 : path_of_scale(id, full, sizeof full);
    size_t plain;

    name[0] = '\0';
    if (id >= 0) {
        (void)H5Oclose(id);
    }
    if (length < 2 || (size_t)length > size || full[0] != '/') {
        return NO_AXIS;
    }
    plain = strspn(full + 1, WAI_VET_LETTERS);
    if (plain != strlen(full + 1)) {
        return "an axis has a name that is not one";
    }
    memcpy(name, full + 1, plain + 1);
    return NULL;
}
