/* Blocks of others: what stands in their lists and cannot be is refused, with the list and the reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "output/block.h"
#include "output/inspect.h"
#include "output/output.h"
#include "output/piece.h"
#include "output_edit.h"
#include "output_world.h"

#define KEY "2123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define N_COUNTRIES 3
#define N_TIMES 12
#define COUNT(list) (sizeof(list) / sizeof *(list))

static char folder[] = "/tmp/waico-block-XXXXXX";
static char path[256];
static struct wai_setup setup;
static struct wai_layout layout;
static const struct wai_layout_metric metrics[] = { { "end", "1", "a number", 0 },
                                                    { "any", "1", "is it large?", 1 } };
static struct edit_file good; /* replications 0, 1 and 2 of point 7, with 1, 2 and 3 events */

/* ---- a good block ---- */

static void fill(struct wai_rows *rows)
{
    struct wai_record record;

    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 1, 0 }), WAI_OK);
    wai_rows_clear(rows, 7);
    for (uint32_t i = 0; i < 3; i++) {
        const double values[] = { (double)i, i > 1 };

        world_record(&record, &setup, i);
        world_events(&record, i, 1 + i);
        assert_int_equal(wai_rows_add(rows, i, &record, values), WAI_OK);
    }
    wai_record_free(&record);
}

static void write_block(const char *message)
{
    struct wai_block_writer *writer;
    struct wai_rows rows;
    struct wai_error err = { 0 };

    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    fill(&rows);
    if (message) {
        assert_int_equal(wai_rows_fail(&rows, message), WAI_OK);
    }
    assert_int_equal(wai_block_create(&writer, path, &layout, &err), WAI_OK);
    assert_int_equal(wai_block_put(writer, &rows, &err), WAI_OK);
    assert_int_equal(wai_block_finish(&writer, KEY, &err), WAI_OK);
    wai_rows_free(&rows);
}

static int make_world(void **state)
{
    struct wai_layout_options options;
    struct wai_error err = { 0 };

    (void)state;
    if (wai_output_init() != WAI_OK || !mkdtemp(folder)) {
        return 1;
    }
    (void)snprintf(path, sizeof path, "%s/b.h5", folder);
    world_setup(&setup, N_COUNTRIES, N_TIMES);
    wai_layout_presets(&options);
    options.events = 1;
    options.n_metrics = 2;
    options.metrics = metrics;
    options.readings = 1;
    options.n_dates = WORLD_DATES;
    options.dates = world_dates;
    assert_int_equal(wai_layout_init(&layout, &setup, 0, &options, &err), WAI_OK);
    write_block("out of bounds");
    edit_keep(&good, path);
    return 0;
}

static int free_world(void **state)
{
    (void)state;
    free(good.bytes);
    wai_layout_free(&layout);
    wai_setup_free(&setup);
    wai_output_close();
    return rmdir(folder);
}

/* ---- one fault ---- */

static enum wai_status read_block(const char *key, struct wai_error *err)
{
    struct wai_block_reader *reader;
    struct wai_rows rows;
    int more = 1;
    enum wai_status status;

    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    status = wai_block_open(&reader, path, key, &layout, err);
    while (status == WAI_OK && more) {
        status = wai_block_next(reader, &rows, &more, err);
    }
    wai_block_close(&reader);
    wai_rows_free(&rows);
    return status;
}

/* 1 when reading the block refuses it with these words (NULL: does not), else a complaint. */
static int is_refused(hid_t file, const char *said)
{
    struct wai_error err = { 0 };
    enum wai_status status;
    char wanted[512];
    int well;

    assert_true(H5Fclose(file) >= 0);
    status = read_block(KEY, &err);
    (void)snprintf(wanted, sizeof wanted, "%s: damaged block: %s\n", path, said ? said : "");
    well = said ? status == WAI_ERR_FORMAT && strcmp(wai_error_text(&err), wanted) == 0 : status == WAI_OK;
    if (!well) {
        print_error("told \"%s\", not \"%s\"\n", wai_error_text(&err), said ? said : "");
    }
    wai_error_free(&err);
    assert_int_equal(unlink(path), 0);
    return well;
}

struct fault {
    const char *list;
    size_t at;
    double value;
    const char *said;
};

static void each_is_refused(const struct fault *faults, size_t n)
{
    size_t n_refused = 0;

    for (size_t i = 0; i < n; i++) {
        hid_t file = edit_open(&good, path);

        edit_number(file, faults[i].list, faults[i].at, faults[i].value);
        n_refused += (size_t)is_refused(file, faults[i].said);
    }
    assert_int_equal(n_refused, n);
}

static void what_was_put_is_read(void **state)
{
    (void)state;
    assert_true(is_refused(edit_open(&good, path), NULL));
}

static void a_head_that_cannot_be_is_refused(void **state)
{
#define OUT_OF_RANGE "piece: a number is out of range"
    static const struct fault faults[] = {
        { "piece", WAI_PIECE_POINT, -1, OUT_OF_RANGE },
        { "piece", WAI_PIECE_ROWS, WAI_LAYOUT_CHUNK_ROWS + 1, OUT_OF_RANGE },
        { "piece", WAI_PIECE_ROWS, 2, "replicate: it has another length or type" },
        { "piece", WAI_PIECE_TIMES, N_TIMES + 1, OUT_OF_RANGE },
        { "piece", WAI_PIECE_TIMES, 0, "rows: it has no accounts" },
        { "piece", WAI_PIECE_FAILED, -1, OUT_OF_RANGE },
        { "piece", WAI_PIECE_MESSAGE_BYTES, WAI_PIECE_MOST_MESSAGE + 1, OUT_OF_RANGE },
        { "piece", WAI_PIECE_MESSAGE_BYTES, 0, "message: it has another length or type" },
    };

    (void)state;
    each_is_refused(faults, COUNT(faults));
}

static void numbers_that_cannot_be_are_refused(void **state)
{
#define NONE "rows: a value is out of range"
#define CHANGES "rows: more countries change than there are replications"
    static const struct fault faults[] = {
        { "replicate", 1, 0, "replicate: its numbers do not ascend" },
        { "replicate", 2, 0, "replicate: its numbers do not ascend" },
        { "status_change", 0, 4, CHANGES },
        { "status_change", 5, -4, CHANGES },
        { "join_count", 0, 4, CHANGES },
        { "join_count", 3, -1, CHANGES },
        { "join_none", 1, 4, CHANGES },
        { "join_none", 1, -1, CHANGES },
        { "date_status", 0, 4, CHANGES },
        { "date_status", 1, -1, CHANGES },
        { "column_n_members", 0, N_COUNTRIES + 1, NONE },
        { "column_n_members", 0, -1, NULL }, /* missing */
        { "column_n_members", 0, -2, NONE },
        { "column_n_status", 7, N_COUNTRIES + 1, NONE },
        { "column_final_status", 0, WAI_N_STATUSES, NONE },
        { "column_final_status", 0, -2, NONE },
        { "column_final_phase", 0, WAI_N_PHASES, NONE },
        { "column_p_phase", 0, 2, NONE },
        { "column_p_phase", 0, -2, NONE },
        { "column_first_member", 1, -0.5, NONE },
        { "column_first_member", 1, INFINITY, NONE },
        { "column_operation", 0, -0.5, NONE },
        { "column_trust", 0, INFINITY, NONE },
        { "column_trust", 0, NAN, NULL },
        { "column_end", 0, INFINITY, NONE },
        { "column_end", 0, -1e9, NULL },
        { "column_any", 0, 1.5, NONE },
        { "column_any", 0, -1, NONE },
        { "n_events", 0, 2147483647, "n_events: there are too many" },
        { "n_events", 0, 2, "event: the part asked for is outside of the data, or too large" },
        { "n_events", 0, 0, "event: it has another length" },
    };

    (void)state;
    each_is_refused(faults, COUNT(faults));
}

/* ---- events ---- */

/* Writes an event over the second one. */
static void put_event(hid_t file, const struct wai_log_row *event)
{
    struct wai_log_row copy = *event;
    struct wai_rows rows = { .log = &copy, .n_log = 1 };
    uint8_t bytes[WAI_PIECE_EVENT_BYTES];

    wai_piece_pack(&rows, bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        edit_number(file, "event", WAI_PIECE_EVENT_BYTES + i, (int8_t)bytes[i]);
    }
}

static void an_event_that_cannot_be_is_refused(void **state)
{
    static const struct wai_log_row right = { .time_years = 1.5,
                                              .value = 0.5f,
                                              .country = N_COUNTRIES - 1,
                                              .type = WAI_N_EVENT_TYPES - 1,
                                              .from = WAI_N_STATUSES - 1,
                                              .to = WAI_N_STATUSES - 1,
                                              .cause = WAI_N_CAUSES - 1 },
                                    least = {
                                        .country = -1, .from = -1, .to = -1, .cause = -1, .value = (float)NAN
                                    };
    struct wai_log_row wrong[13];
    size_t n = 0, n_refused = 0;
    hid_t file;

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        wrong[i] = right;
    }
    wrong[n++].time_years = -0.5;
    wrong[n++].time_years = (double)NAN;
    wrong[n++].time_years = (double)INFINITY;
    wrong[n++].value = INFINITY;
    wrong[n++].country = -2;
    wrong[n++].country = N_COUNTRIES;
    wrong[n++].type = -1;
    wrong[n++].type = WAI_N_EVENT_TYPES;
    wrong[n++].from = -2;
    wrong[n++].from = WAI_N_STATUSES;
    wrong[n++].to = WAI_N_STATUSES;
    wrong[n++].cause = -2;
    wrong[n++].cause = WAI_N_CAUSES;
    assert_int_equal(n, COUNT(wrong));
    for (size_t i = 0; i < n; i++) {
        file = edit_open(&good, path);
        put_event(file, &wrong[i]);
        n_refused += (size_t)is_refused(file, "rows: an event is none");
    }
    assert_int_equal(n_refused, n);
    file = edit_open(&good, path);
    put_event(file, &right);
    assert_true(is_refused(file, NULL));
    file = edit_open(&good, path);
    put_event(file, &least);
    assert_true(is_refused(file, NULL));
}

/* ---- lists ---- */

/* Another number of values in a list. */
static void lengthen(hid_t file, const char *list, hsize_t length)
{
    hid_t set = H5Dopen2(file, list, H5P_DEFAULT);

    assert_true(set >= 0 && H5Dset_extent(set, &length) >= 0 && H5Dclose(set) >= 0);
}

static void lists_that_do_not_fit_are_refused(void **state)
{
    hid_t file = edit_open(&good, path);

    (void)state;
    lengthen(file, "piece", WAI_PIECE_N_HEAD + 1);
    assert_true(is_refused(file, "piece: it has another length"));
    file = edit_open(&good, path);
    lengthen(file, "column_end", 4);
    assert_true(is_refused(file, "column_end: it has another length or type"));
    file = edit_open(&good, path);
    lengthen(file, "event", 7 * WAI_PIECE_EVENT_BYTES);
    assert_true(is_refused(file, "event: it has another length"));
    file = edit_open(&good, path);
    edit_swap(file, "column_end", "column_operation");
    assert_true(is_refused(file, "column_operation: it has another length or type"));
    file = edit_open(&good, path);
    edit_rename(file, "column_end", "aside");
    assert_true(is_refused(file, "column_end: it is not there"));
    file = edit_open(&good, path);
    edit_rename(file, "event", "aside");
    assert_true(is_refused(file, "event: it is not there"));
    file = edit_open(&good, path);
    edit_rename(file, "piece", "aside"); /* no pieces, but lists */
    assert_true(is_refused(file, "message: it has another length or type"));
}

/* ---- storage ---- */

/* The numbers of the replications, or `name`, anew in n values of 32 bits and chunks of that length (0:
 * none), with these filters; its identifier. */
static hid_t make_list(hid_t file, const char *name, hid_t type, hsize_t n, hsize_t chunk, int deflated,
                       int checked)
{
    hid_t list = H5Pcreate(H5P_DATASET_CREATE), space, set;
    hsize_t most = H5S_UNLIMITED;

    assert_true(list >= 0 && H5Ldelete(file, name, H5P_DEFAULT) >= 0);
    assert_true(chunk == 0 || H5Pset_chunk(list, 1, &chunk) >= 0);
    assert_true(!deflated || H5Pset_deflate(list, 1) >= 0);
    assert_true(!checked || H5Pset_fletcher32(list) >= 0);
    space = H5Screate_simple(1, &n, chunk ? &most : NULL);
    set = H5Dcreate2(file, name, type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    assert_true(space >= 0 && set >= 0 && H5Sclose(space) >= 0 && H5Pclose(list) >= 0);
    return set;
}

static void storage_that_holds_the_numbers_is_read(void **state)
{
    static const int32_t numbers[] = { 4, 5, 9 };
    static const struct {
        hsize_t chunk;
        int deflated, checked;
    } rows[] = { { 0, 0, 0 }, { 3, 0, 0 }, { 2, 0, 1 }, { 64, 1, 0 }, { 1, 1, 1 } };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        hid_t file = edit_open(&good, path);
        hid_t set =
            make_list(file, "replicate", H5T_STD_I32LE, 3, rows[i].chunk, rows[i].deflated, rows[i].checked);

        assert_true(H5Dwrite(set, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers) >= 0);
        assert_true(H5Dclose(set) >= 0);
        assert_true(is_refused(file, NULL));
    }
}

static void storage_that_does_not_hold_the_numbers_is_refused(void **state)
{
#define OTHER_LENGTH "replicate: a chunk has another length than its shape"
    /* Zlib streams of 12, 8 and 16 zeros. */
    static const uint8_t twelve[] = { 0x78, 0x9c, 0x63, 0x60, 0x40, 0x00, 0x00, 0x00, 0x0c, 0x00, 0x01 },
                         eight[] = { 0x78, 0x9c, 0x63, 0x60, 0x80, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01 },
                         sixteen[] = { 0x78, 0x9c, 0x63, 0x60, 0x40, 0x05, 0x00, 0x00, 0x10, 0x00, 0x01 };
    static const uint8_t zeros[16] = { 0 };
    static const struct {
        int deflated, checked;
        uint32_t skipped;
        const uint8_t *bytes;
        size_t n;
        const char *said;
    } rows[] = {
        { 1, 0, 0, twelve, sizeof twelve, "replicate: its numbers do not ascend" },
        { 1, 0, 0, eight, sizeof eight, OTHER_LENGTH },
        { 1, 0, 0, sixteen, sizeof sixteen, OTHER_LENGTH },
        { 1, 0, 0, twelve, sizeof twelve - 5, OTHER_LENGTH },
        { 1, 0, 0, zeros, 12, OTHER_LENGTH },
        { 1, 0, 1, zeros, 12, OTHER_LENGTH }, /* its filter was skipped */
        { 0, 1, 0, zeros, 15, OTHER_LENGTH },
        { 1, 1, 0, zeros, 4, OTHER_LENGTH },
    };
    const hsize_t at = 0;
    hid_t file;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        hid_t set;

        file = edit_open(&good, path);
        set = make_list(file, "replicate", H5T_STD_I32LE, 3, 3, rows[i].deflated, rows[i].checked);
        assert_true(H5Dwrite_chunk(set, H5P_DEFAULT, rows[i].skipped, &at, rows[i].n, rows[i].bytes) >= 0);
        assert_true(H5Dclose(set) >= 0);
        assert_true(is_refused(file, rows[i].said));
    }
    file = edit_open(&good, path); /* nothing was written */
    assert_true(H5Dclose(make_list(file, "replicate", H5T_STD_I32LE, 3, 0, 0, 0)) >= 0);
    assert_true(is_refused(file, "replicate: its storage has another length than its shape"));
    file = edit_open(&good, path);
    assert_true(H5Dclose(make_list(file, "replicate", H5T_STD_I32LE, 3, (hsize_t)1 << 26, 1, 0)) >= 0);
    assert_true(is_refused(file, "replicate: its chunks are too many or too large"));
    file = edit_open(&good, path);
    assert_true(H5Dclose(make_list(file, "event", H5T_STD_I8LE, ((hsize_t)1 << 22) + 1, 1, 1, 0)) >= 0);
    assert_true(is_refused(file, "event: its chunks are too many or too large"));
    file = edit_open(&good, path);
    assert_true(H5Dclose(make_list(file, "event", H5T_STD_I8LE, (hsize_t)1 << 40, 1 << 20, 1, 0)) >= 0);
    assert_true(is_refused(file, "event: it is too large"));
}

static void a_block_of_another_make_is_refused(void **state)
{
    static const char unfinished[] = "attributes: it is not a finished block of this version";
    hid_t file = edit_open(&good, path);
    struct wai_error err = { 0 };

    (void)state;
    edit_attribute_text(file, "/", "format", "waico block 2");
    assert_true(is_refused(file, unfinished));
    file = edit_open(&good, path);
    edit_drop_attribute(file, "/", "format");
    assert_true(is_refused(file, unfinished));
    file = edit_open(&good, path);
    edit_drop_attribute(file, "/", "key");
    assert_true(is_refused(file, unfinished));
    assert_int_equal(read_block(KEY, &err), WAI_ERR_IO); /* it is not there */
    assert_non_null(strstr(wai_error_text(&err), "b.h5: the block cannot be opened\n"));
    wai_error_free(&err);
    assert_true(H5Fclose(edit_open(&good, path)) >= 0);
    assert_int_equal(truncate(path, 100), 0);
    assert_int_equal(read_block(KEY, &err), WAI_ERR_FORMAT);
    assert_non_null(strstr(wai_error_text(&err), "b.h5: the block cannot be opened\n"));
    wai_error_free(&err);
    assert_int_equal(unlink(path), 0);
}

/* ---- without a layout ---- */

/* 1 when the block is refused by who knows no layout. */
static int is_seen(hid_t file, const char *said)
{
    struct wai_error err = { 0 };
    enum wai_status status;
    char wanted[512];
    int well;

    assert_true(H5Fclose(file) >= 0);
    status = wai_inspect_block(path, &err);
    (void)snprintf(wanted, sizeof wanted, "%s: damaged block: %s\n", path, said ? said : "");
    well = said ? status == WAI_ERR_FORMAT && strcmp(wai_error_text(&err), wanted) == 0 : status == WAI_OK;
    if (!well) {
        print_error("told \"%s\", not \"%s\"\n", wai_error_text(&err), said ? said : "");
    }
    wai_error_free(&err);
    assert_int_equal(unlink(path), 0);
    return well;
}

static void a_look_without_a_layout_finds_what_is_no_block(void **state)
{
    static const char longest[] =
        "a23456789012345678901234567890123456789012345678901234567890123456789012345678901"
        "234567890123456";
    static const struct {
        const char *attribute, *value, *said;
    } rows[] = {
        { "key", KEY, NULL },
        { "key", "z123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "no key" },
        { "key", "123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "no key" },
        { "format", "waico block 2", "not a block of this version" },
    };
    hid_t file;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        file = edit_open(&good, path);
        edit_attribute_text(file, "/", rows[i].attribute, rows[i].value);
        assert_true(is_seen(file, rows[i].said));
    }
    file = edit_open(&good, path);
    edit_drop_attribute(file, "/", "key");
    assert_true(is_seen(file, "no key"));
    file = edit_open(&good, path);
    edit_drop_attribute(file, "/", "format");
    assert_true(is_seen(file, "not a block of this version"));
    file = edit_open(&good, path);
    edit_rename(file, "column_end", "column-end");
    assert_true(is_seen(file, "a name that is none"));
    file = edit_open(&good, path);
    edit_rename(file, "column_end", longest);
    assert_true(is_seen(file, "a name that is none"));
    file = edit_open(&good, path);
    assert_true(H5Lcreate_soft("/piece", file, "pointer", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    assert_true(is_seen(file, "pointer: not a plain link"));
    file = edit_open(&good, path);
    assert_true(H5Gclose(H5Gcreate2(file, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT)) >= 0);
    assert_true(is_seen(file, "group: it is not a dataset"));
    file = edit_open(&good, path);
    {
        hid_t space = H5Screate(H5S_SCALAR);

        assert_true(H5Dclose(H5Dcreate2(file, "scalar", H5T_STD_I32LE, space, H5P_DEFAULT, H5P_DEFAULT,
                                        H5P_DEFAULT)) >= 0);
        assert_true(H5Sclose(space) >= 0);
    }
    assert_true(is_seen(file, "scalar: not a list"));
}

static void what_cannot_be_opened_is_no_block(void **state)
{
    struct wai_error err = { 0 };

    (void)state;
    assert_int_equal(wai_inspect_block(folder, &err), WAI_ERR_FORMAT);
    assert_non_null(strstr(wai_error_text(&err), ": the block cannot be opened\n"));
    wai_error_free(&err);
}

/* ---- writing ---- */

static void a_file_that_is_there_is_not_written_over(void **state)
{
    struct wai_block_writer *writer;
    struct wai_error err = { 0 };
    char wanted[512];

    (void)state;
    assert_true(H5Fclose(edit_open(&good, path)) >= 0);
    assert_int_equal(wai_block_create(&writer, path, &layout, &err), WAI_ERR_IO);
    assert_null(writer);
    (void)snprintf(wanted, sizeof wanted, "%s: cannot create the block: File exists\n", path);
    assert_string_equal(wai_error_text(&err), wanted);
    wai_error_free(&err);
    assert_int_equal(read_block(KEY, &err), WAI_OK); /* still there */
    assert_int_equal(unlink(path), 0);
}

/* Of a message that is too long the beginning is kept. */
static void a_long_message_is_cut(void **state)
{
    size_t length = WAI_PIECE_MOST_MESSAGE + 10;
    char *message = malloc(length + 1);
    struct wai_block_reader *reader;
    struct wai_rows rows;
    struct wai_error err = { 0 };
    int more;

    (void)state;
    assert_non_null(message);
    for (size_t i = 0; i < length; i++) {
        message[i] = (char)('a' + i % 26);
    }
    message[length] = '\0';
    write_block(message);
    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    assert_int_equal(wai_block_open(&reader, path, KEY, &layout, &err), WAI_OK);
    assert_int_equal(wai_block_next(reader, &rows, &more, &err), WAI_OK);
    assert_int_equal(strlen(rows.message), WAI_PIECE_MOST_MESSAGE);
    assert_memory_equal(rows.message, message, WAI_PIECE_MOST_MESSAGE);
    wai_block_close(&reader);
    wai_rows_free(&rows);
    free(message);
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_read),
        cmocka_unit_test(a_head_that_cannot_be_is_refused),
        cmocka_unit_test(numbers_that_cannot_be_are_refused),
        cmocka_unit_test(an_event_that_cannot_be_is_refused),
        cmocka_unit_test(lists_that_do_not_fit_are_refused),
        cmocka_unit_test(storage_that_holds_the_numbers_is_read),
        cmocka_unit_test(storage_that_does_not_hold_the_numbers_is_refused),
        cmocka_unit_test(a_block_of_another_make_is_refused),
        cmocka_unit_test(a_look_without_a_layout_finds_what_is_no_block),
        cmocka_unit_test(what_cannot_be_opened_is_no_block),
        cmocka_unit_test(a_file_that_is_there_is_not_written_over),
        cmocka_unit_test(a_long_message_is_cut),
    };

    return cmocka_run_group_tests(tests, make_world, free_world);
}
