/* Damaged results: what the reader accepts it reads within its buffers, and its promises hold.  Read are the
 * datasets that the script deals with and one more, which the second and third byte choose; the first chooses
 * the file.  check_fuzz.c checks whole files, and is slower by far. */
#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/edit.h"
#include "output/audit.h"
#include "output/output.h"
#include "output/reader.h"
#include "output/vet.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition) ((condition) ? (void)0 : abort())
#define MOST_VALUES ((size_t)1 << 16)

static struct edit_base bases[3];
static volatile double sink; /* what was read counts as used */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    CHECK(wai_output_init() == WAI_OK);
    edit_load(&bases[0], "ensemble.h5", NULL, 0);
    edit_load(&bases[1], "sweep.h5", NULL, 0);
    edit_load(&bases[2], "run.h5", NULL, 0);
    return 0;
}

static void check_text(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        CHECK((*c >= ' ' && *c != 127) || *c == '\n' || *c == '\r' || *c == '\t');
    }
}

static void read_texts(struct wai_reader *reader, const char *name, size_t n_values)
{
    char **texts;
    size_t n;

    if (wai_reader_texts(reader, name, &texts, &n, NULL) == WAI_OK) {
        CHECK(n == n_values);
        for (size_t i = 0; i < n; i++) {
            check_text(texts[i]);
        }
        wai_reader_free_texts(texts, n);
    }
}

/* A part in the middle, into a buffer that is not longer than it must be. */
static void read_numbers(struct wai_reader *reader, const struct wai_reader_info *info)
{
    struct wai_reader_part part = { .n_dims = info->n_dims };
    size_t n = 1;
    double *out;

    for (size_t d = 0; d < info->n_dims; d++) {
        part.start[d] = info->sizes[d] / 2;
        part.count[d] = info->sizes[d] - part.start[d];
        n *= part.count[d];
    }
    out = n <= MOST_VALUES ? malloc(n * sizeof *out + 1) : NULL;
    if (out && wai_reader_numbers(reader, info->name, &part, out, n, NULL) == WAI_OK) {
        sink = n > 0 ? out[n - 1] : 0;
    }
    /* As one asks who believes that it is shorter. */
    if (out && n > 1) {
        CHECK(wai_reader_numbers(reader, info->name, NULL, out, n - 1, NULL) != WAI_OK);
    }
    free(out);
}

/* One dataset: as a command reads it, then as waico verify does. */
static void read_set(struct wai_reader *reader, int64_t file, const char *name)
{
    struct wai_reader_info info;
    struct wai_error err = { 0 };

    if (wai_reader_find(reader, name, &info, NULL) == WAI_OK) {
        check_text(info.unit);
        check_text(info.meaning);
        CHECK(info.n_dims <= 4);
        if (info.type == WAI_LAYOUT_TEXT) {
            read_texts(reader, name, info.n_values);
        } else {
            read_numbers(reader, &info);
        }
    }
    CHECK((wai_audit_set(reader, file, name, &err) == WAI_OK) == (err.n_messages == 0));
    wai_error_free(&err);
}

static void read_attributes(struct wai_reader *reader)
{
    static const char *const texts[] = { "title", "identity", "metrics", "tables" };
    char *text;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (wai_reader_text(reader, texts[i], &text, NULL) == WAI_OK) {
            check_text(text);
            free(text);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wai_reader *reader;
    struct wai_error err = { 0 };
    struct edit_base *base;

    if (size < 3) {
        return 0;
    }
    base = &bases[data[0] % 3];
    edit_apply(base, data + 3, size - 3);
    if (wai_reader_open(&reader, edit_path(), &err) == WAI_OK) {
        int64_t file = wai_vet_file(edit_path());

        CHECK(file >= 0);
        read_attributes(reader);
        read_set(reader, file, base->objects[(data[1] | data[2] << 8) % base->n_objects].name);
        for (size_t i = 0; i < base->n_touched; i++) {
            read_set(reader, file, base->touched[i]);
        }
        (void)H5Fclose(file);
        wai_reader_close(&reader);
    } else {
        CHECK(err.n_messages > 0);
    }
    wai_error_free(&err);
    return 0;
}
