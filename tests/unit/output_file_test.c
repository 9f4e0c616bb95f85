/* Ensembles, sweeps, blocks, publishing and reading: equal bytes, hand-counted summaries, every fault told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/block.h"
#include "output/ensemble.h"
#include "output/leftover.h"
#include "output/output.h"
#include "output/publish.h"
#include "output/reader.h"
#include "output/run.h"
#include "output/summary.h"
#include "output/sweep.h"
#include "output_world.h"

#define KEY "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static char folder[] = "/tmp/waico-output-XXXXXX";
static struct wai_setup setup;
static struct wai_layout layout;
static const struct wai_layout_metric metrics[] = { { "end", "country", "members at the end", 0 } };

static char *in_folder(const char *name, char path[256])
{
    (void)snprintf(path, 256, "%s/%s", folder, name);
    return path;
}

static int make_world(void **state)
{
    struct wai_layout_options options;
    struct wai_error err = { 0 };

    (void)state;
    if (wai_output_init() != WAI_OK || !mkdtemp(folder)) {
        return 1;
    }
    world_setup(&setup, 7, 12);
    wai_layout_presets(&options);
    options.events = 1;
    options.n_metrics = 1;
    options.metrics = metrics;
    options.series[WAI_SERIES_trust] = 1;
    options.readings = 1;
    options.n_dates = WORLD_DATES;
    options.dates = world_dates;
    return wai_layout_init(&layout, &setup, 0, &options, &err) != WAI_OK;
}

static int free_world(void **state)
{
    char command[300];

    (void)state;
    wai_layout_free(&layout);
    wai_setup_free(&setup);
    wai_output_close();
    (void)snprintf(command, sizeof command, "chmod -R u+w %s; rm -r %s", folder, folder);
    return system(command);
}

static char *read_all(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long end;

    if (file && fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) >= 0) {
        rewind(file);
        bytes = malloc((size_t)end + 1);
        assert_non_null(bytes);
        *length = fread(bytes, 1, (size_t)end, file);
        assert_int_equal(*length, end);
    }
    assert_non_null(file);
    (void)fclose(file);
    return bytes;
}

static void assert_same_bytes(const char *a, const char *b)
{
    size_t n, m;
    char *x = read_all(a, &n), *y = read_all(b, &m);

    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    free(x);
    free(y);
}

static double end_of(const struct wai_record *record)
{
    return record->series[WAI_SERIES_n_members * record->n_times + record->n_times - 1];
}

/* Fills rows with replications first .. first + n - 1 of a point. */
static void fill(struct wai_rows *rows, uint64_t point, size_t first, size_t n)
{
    struct wai_record record;

    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 1, 0 }), WAI_OK);
    wai_rows_clear(rows, point);
    for (size_t i = first; i < first + n; i++) {
        double end;

        world_record(&record, &setup, i + 1000 * point);
        world_events(&record, i, i % 4);
        end = end_of(&record);
        assert_int_equal(wai_rows_add(rows, (uint32_t)i, &record, &end), WAI_OK);
    }
    wai_record_free(&record);
}

/* Writes an ensemble of n replications in rows of `batch`. */
static enum wai_status write_ensemble(const char *path, size_t n, size_t batch, int compress,
                                      struct wai_error *err)
{
    struct wai_ensemble_writer *writer;
    struct wai_rows rows;
    enum wai_status status;

    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    status = wai_ensemble_open(&writer, path, &layout, &setup, &world_provenance, err);
    for (size_t i = 0; i < n && status == WAI_OK; i += batch) {
        fill(&rows, 0, i, n - i < batch ? n - i : batch);
        assert_int_equal(wai_rows_finish(&rows, compress), WAI_OK);
        status = wai_ensemble_append(writer, &rows, err);
    }
    if (writer && status == WAI_OK) {
        status = wai_ensemble_finish(&writer, err);
    } else {
        wai_ensemble_abandon(&writer);
    }
    wai_rows_free(&rows);
    return status;
}

/* ---- equal bytes ---- */

static void the_cut_of_an_ensemble_does_not_change_its_bytes(void **state)
{
    static const struct {
        size_t batch;
        int compress;
    } cuts[] = { { 256, 1 }, { 256, 0 }, { 100, 0 }, { 1, 0 }, { 255, 1 } };
    char first[256], other[256];
    struct wai_error err = { 0 };

    (void)state;
    assert_int_equal(write_ensemble(in_folder("first.h5", first), 600, 256, 1, &err), WAI_OK);
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        assert_int_equal(
            write_ensemble(in_folder("other.h5", other), 600, cuts[i].batch, cuts[i].compress, &err), WAI_OK);
        assert_same_bytes(first, other);
        assert_int_equal(unlink(other), 0);
    }
    assert_int_equal(unlink(first), 0);
}

static void adding_one_by_one_gives_the_same_bytes(void **state)
{
    char first[256], other[256];
    struct wai_ensemble_writer *writer;
    struct wai_record record;
    struct wai_error err = { 0 };

    (void)state;
    assert_int_equal(write_ensemble(in_folder("first.h5", first), 300, 256, 1, &err), WAI_OK);
    assert_int_equal(
        wai_ensemble_open(&writer, in_folder("other.h5", other), &layout, &setup, &world_provenance, &err),
        WAI_OK);
    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 1, 0 }), WAI_OK);
    for (uint32_t i = 0; i < 300; i++) {
        double end;

        world_record(&record, &setup, i);
        world_events(&record, i, i % 4);
        end = end_of(&record);
        assert_int_equal(wai_ensemble_add(writer, i, &record, &end, &err), WAI_OK);
    }
    wai_record_free(&record);
    assert_int_equal(wai_ensemble_finish(&writer, &err), WAI_OK);
    assert_null(writer);
    assert_same_bytes(first, other);
    assert_int_equal(unlink(first) | unlink(other), 0);
}

/* A sweep of three points, the second in two rows; from memory or through a block. */
static void write_sweep(const char *path, const char *block)
{
    const struct wai_sweep_design design = { .goal_metric = -1, .n_points = 3, .max_replications = 300 };
    static const size_t sizes[][2] = { { 20, 0 }, { 256, 44 }, { 0, 0 } };
    struct wai_sweep_writer *writer;
    struct wai_block_writer *to;
    struct wai_block_reader *from = NULL;
    struct wai_rows rows;
    struct wai_error err = { 0 };
    int more;

    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    if (block) {
        assert_int_equal(wai_block_create(&to, block, &layout, &err), WAI_OK);
        for (size_t p = 0; p < 3; p++) {
            for (size_t k = 0; k < 2 && (k == 0 || sizes[p][k]); k++) {
                fill(&rows, p, k * 256, sizes[p][k]);
                if (p == 2) {
                    assert_int_equal(wai_rows_fail(&rows, "out of bounds"), WAI_OK);
                }
                assert_int_equal(wai_block_put(to, &rows, &err), WAI_OK);
            }
        }
        assert_int_equal(wai_block_finish(&to, KEY, &err), WAI_OK);
        assert_int_equal(wai_block_open(&from, block, KEY, &layout, &err), WAI_OK);
    }
    assert_int_equal(wai_sweep_open(&writer, path, &layout, &setup, &world_provenance, &design, &err),
                     WAI_OK);
    for (size_t p = 0; p < 3; p++) {
        for (size_t k = 0; k < 2 && (k == 0 || sizes[p][k]); k++) {
            if (from) {
                assert_int_equal(wai_block_point(from), p);
                assert_int_equal(wai_block_next(from, &rows, &more, &err), WAI_OK);
                assert_true(more);
            } else {
                fill(&rows, p, k * 256, sizes[p][k]);
                if (p == 2) {
                    assert_int_equal(wai_rows_fail(&rows, "out of bounds"), WAI_OK);
                }
                assert_int_equal(wai_rows_finish(&rows, 0), WAI_OK);
            }
            assert_int_equal(wai_sweep_append(writer, &rows, &err), WAI_OK);
        }
        assert_int_equal(wai_sweep_end_point(writer, p == 2 ? WAI_POINT_FAILED : WAI_POINT_DONE,
                                             p == 2 ? rows.message : "", &err),
                         WAI_OK);
    }
    if (from) {
        assert_int_equal(wai_block_next(from, &rows, &more, &err), WAI_OK);
        assert_false(more);
        assert_int_equal(wai_block_point(from), -1);
    }
    wai_block_close(&from);
    assert_int_equal(wai_sweep_finish(&writer, &err), WAI_OK);
    wai_rows_free(&rows);
}

static void a_sweep_through_a_block_has_the_same_bytes(void **state)
{
    char direct[256], assembled[256], block[256];

    (void)state;
    write_sweep(in_folder("direct.h5", direct), NULL);
    write_sweep(in_folder("assembled.h5", assembled), in_folder("block.h5", block));
    assert_same_bytes(direct, assembled);
    assert_int_equal(unlink(direct) | unlink(assembled) | unlink(block), 0);
}

/* ---- hand counts ---- */

/* Two countries, three accounts, four replications: the second country joins at 0.1, at 0.25 exactly, at 0.6,
 * never. */
static void joins_and_shares_agree_with_a_hand_count(void **state)
{
    static const double joined[] = { 0.1, 0.25, 0.6, (double)NAN };
    static const int8_t statuses[4][3] = { { 4, 4, 4 }, { 4, 5, 5 }, { 1, 1, 4 }, { 0, 1, 1 } };
    struct wai_setup small;
    struct wai_layout_options options;
    struct wai_layout few;
    struct wai_record record;
    struct wai_rows rows;
    struct wai_summary summary;
    struct wai_error err = { 0 };
    float p[WAI_N_STATUSES][2][3];
    int32_t at_risk[2][3], joins[2][3];
    static const int32_t expected_risk[3] = { 4, 2, 2 }, expected_joins[3] = { 2, 0, 1 };
    static const double phases[] = { 0, 1, 1, 3 };
    double share[WAI_N_PHASES] = { 0 };
    size_t cell = 0;

    (void)state;
    world_setup(&small, 2, 3);
    wai_layout_presets(&options);
    assert_int_equal(wai_layout_init(&few, &small, 0, &options, &err), WAI_OK);
    assert_int_equal(wai_record_init(&record, &small, (struct wai_record_wants){ 0, 0, 0 }), WAI_OK);
    assert_int_equal(wai_rows_init(&rows, &few), WAI_OK);
    assert_int_equal(wai_summary_init(&summary, &few), WAI_OK);
    wai_rows_clear(&rows, 0);
    for (uint32_t r = 0; r < 4; r++) {
        world_record(&record, &small, r);
        memcpy(record.country_status + 3, statuses[r], 3);
        record.first[WAI_FIRST_MEMBER * 2 + 1] = joined[r];
        record.series[WAI_SERIES_n_members * 3] = r; /* 0 1 2 3 */
        record.series[WAI_SERIES_phase * 3] = phases[r];
        assert_int_equal(wai_rows_add(&rows, r, &record, NULL), WAI_OK);
    }
    assert_int_equal(wai_rows_finish(&rows, 0), WAI_OK);
    assert_int_equal(wai_summary_add(&summary, &rows), WAI_OK);
    assert_int_equal(wai_summary_count(&summary, &rows), WAI_OK);
    wai_summary_p_status(&summary, &p[0][0][0]);
    wai_summary_joins(&summary, &at_risk[0][0], &joins[0][0]);
    assert_memory_equal(at_risk[1], expected_risk, sizeof expected_risk);
    assert_memory_equal(joins[1], expected_joins, sizeof expected_joins);
    assert_int_equal(at_risk[0][0], 0); /* the sponsor was there from the start */
    assert_true(p[4][1][0] == 0.5f && p[4][1][1] == 0.25f && p[4][1][2] == 0.5f);
    assert_true(p[5][1][0] == 0.0f && p[5][1][1] == 0.25f && p[5][1][2] == 0.25f);
    assert_true(p[0][1][0] == 0.25f && p[1][1][1] == 0.5f && p[6][0][2] == 1.0f);
    /* The phase has no mean, so that n_members, the second series, has the first cells; mean and sd of 0 1 2
     * 3 are 1.5 and sqrt(5/3). */
    assert_false(few.columns[0].summarised);
    assert_true(wai_summary_statistic(&summary, &few.columns[1], 0, WAI_SUMMARY_MEAN) == 1.5);
    assert_true(fabs(wai_summary_statistic(&summary, &few.columns[1], 0, WAI_SUMMARY_SD) - sqrt(5.0 / 3.0)) <
                1e-15);
    /* Phases 0 1 1 3 at the first account. */
    for (size_t c = 0; c < few.n_columns;
         cell += few.columns[c].summarised ? few.columns[c].n_values : 0, c++) {
        if (strcmp(few.columns[c].name, "p_phase") == 0) {
            assert_int_equal(wai_summary_n_statistics(&few.columns[c]), 1);
            for (size_t k = 0; k < WAI_N_PHASES; k++) {
                share[k] = wai_summary_statistic(&summary, &few.columns[c], cell + k * 3, WAI_SUMMARY_MEAN);
            }
        }
    }
    assert_true(share[0] == 0.25 && share[1] == 0.5 && share[2] == 0.0 && share[3] == 0.25 &&
                share[4] == 0.0);
    wai_summary_free(&summary);
    wai_rows_free(&rows);
    wai_record_free(&record);
    wai_layout_free(&few);
    wai_setup_free(&small);
}

/* ---- readings ---- */

/* Statuses at the ends of days 3 and 200 and at the end, counted from the dates of the records. */
static void readings_are_kept_for_the_dates_and_the_end(void **state)
{
    const size_t n = 40;
    char path[256];
    struct wai_reader *reader;
    struct wai_reader_info info;
    struct wai_record record;
    struct wai_error err = { 0 };
    double at[40][WORLD_DATES], final[40], days[WORLD_DATES], mean[WORLD_DATES], final_mean[1];
    double p[WAI_N_STATUSES][7][WORLD_DATES], counted[WAI_N_STATUSES][7][WORLD_DATES] = { { { 0 } } };
    double sum[WORLD_DATES] = { 0 }, final_sum = 0.0;

    (void)state;
    assert_int_equal(write_ensemble(in_folder("readings.h5", path), n, 40, 1, &err), WAI_OK);
    assert_int_equal(wai_reader_open(&reader, path, &err), WAI_OK);
    assert_int_equal(wai_reader_check(reader, &err), WAI_OK);
    assert_int_equal(wai_reader_find(reader, "date", &info, &err), WAI_OK);
    assert_string_equal(info.unit, "days since 2025-07-26");
    assert_int_equal(wai_reader_find(reader, "at_n_status_quantile", &info, &err), WAI_OK);
    assert_string_equal(info.dims[2], "date");
    assert_int_equal(wai_reader_numbers(reader, "date", NULL, days, WORLD_DATES, &err), WAI_OK);
    assert_true(days[0] == 3 && days[1] == 200);
    assert_int_equal(wai_reader_numbers(reader, "at_n_members", NULL, &at[0][0], n * WORLD_DATES, &err),
                     WAI_OK);
    assert_int_equal(wai_reader_numbers(reader, "final_n_members", NULL, final, n, &err), WAI_OK);
    assert_int_equal(
        wai_reader_numbers(reader, "at_p_status", NULL, &p[0][0][0], sizeof p / sizeof(double), &err),
        WAI_OK);
    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 0, 0 }), WAI_OK);
    for (size_t r = 0; r < n; r++) {
        int members[WORLD_DATES + 1] = { 0 };

        world_record(&record, &setup, r);
        for (size_t i = 0; i < 7; i++) {
            for (size_t d = 0; d < WORLD_DATES; d++) {
                int8_t status = world_status(&record, i, (world_dates[d] + 1) / 365.25);

                members[d] += i > 0 && WAI_STATUS_IS_MEMBER(status);
                counted[status][i][d] += 1.0;
            }
            members[WORLD_DATES] +=
                i > 0 && WAI_STATUS_IS_MEMBER(world_status(&record, i, setup.n_days / 365.25));
        }
        for (size_t d = 0; d < WORLD_DATES; d++) {
            assert_true(at[r][d] == members[d]);
            sum[d] += members[d];
        }
        assert_true(final[r] == members[WORLD_DATES]);
        final_sum += members[WORLD_DATES];
    }
    for (size_t m = 0; m < WAI_N_STATUSES; m++) {
        for (size_t i = 0; i < 7; i++) {
            for (size_t d = 0; d < WORLD_DATES; d++) {
                assert_true(fabs(p[m][i][d] - counted[m][i][d] / (double)n) < 1e-6);
            }
        }
    }
    assert_true(final_sum > 0.0 && final_sum > sum[0]); /* something happens */
    assert_int_equal(wai_reader_numbers(reader, "at_n_members_mean", NULL, mean, WORLD_DATES, &err), WAI_OK);
    assert_int_equal(wai_reader_numbers(reader, "final_n_members_mean", NULL, final_mean, 1, &err), WAI_OK);
    assert_true(fabs(mean[1] - sum[1] / (double)n) < 1e-6 &&
                fabs(final_mean[0] - final_sum / (double)n) < 1e-6);
    wai_record_free(&record);
    wai_reader_close(&reader);
    assert_int_equal(unlink(path), 0);
}

/* ---- reading ---- */

static void a_result_reads_back_what_was_written(void **state)
{
    char path[256], *text, **names;
    struct wai_reader *reader;
    struct wai_reader_info info;
    struct wai_record record;
    struct wai_error err = { 0 };
    double members[3][12], missing[3];
    struct wai_reader_part part = { 2, { 257, 0 }, { 3, 12 } };
    const struct wai_reader_part first = { 1, { 0 }, { 3 } };
    size_t n;

    (void)state;
    assert_int_equal(write_ensemble(in_folder("read.h5", path), 300, 256, 1, &err), WAI_OK);
    assert_int_equal(wai_reader_digest(path, &err), WAI_OK);
    assert_int_equal(wai_reader_open(&reader, path, &err), WAI_OK);
    assert_int_equal(wai_reader_kind(reader), WAI_READER_ENSEMBLE);
    assert_int_equal(wai_reader_check(reader, &err), WAI_OK);
    assert_int_equal(wai_reader_length(reader, "replicate"), 300);
    assert_int_equal(wai_reader_find(reader, "n_status_quantile", &info, &err), WAI_OK);
    assert_int_equal(info.n_dims, 3);
    assert_string_equal(info.dims[0], "quantile");
    assert_string_equal(info.dims[2], "time");
    assert_string_equal(info.unit, "country");
    assert_int_equal(wai_reader_numbers(reader, "n_members", &part, &members[0][0], 36, &err), WAI_OK);
    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 0, 0 }), WAI_OK);
    for (size_t i = 0; i < 3; i++) {
        world_record(&record, &setup, 257 + i);
        for (size_t t = 0; t < 12; t++) {
            assert_true(members[i][t] == record.series[WAI_SERIES_n_members * 12 + t]);
        }
    }
    wai_record_free(&record);
    assert_int_equal(wai_reader_numbers(reader, "event_country", &first, missing, 3, &err), WAI_OK);
    assert_true(isnan(missing[0])); /* the first event of a replication has no country */
    assert_int_equal(wai_reader_text(reader, "seed", &text, &err), WAI_OK);
    assert_string_equal(text, "18446744073709551615");
    free(text);
    assert_int_equal(wai_reader_text(reader, "title", &text, &err), WAI_OK);
    assert_string_equal(text, "Test of \xc3\xbc files");
    free(text);
    assert_int_equal(wai_reader_names(reader, &names, &n, &err), WAI_OK);
    assert_true(n > 100);
    wai_reader_free_texts(names, n);
    assert_false(wai_reader_has(reader, "country_status"));
    assert_int_equal(err.n_messages, 0);
    /* What the caller has no room for, or expects with other axes, is not read. */
    assert_int_equal(wai_reader_numbers(reader, "n_members", &part, &members[0][0], 35, &err),
                     WAI_ERR_FORMAT);
    assert_int_equal(wai_reader_numbers(reader, "n_members", &first, missing, 3, &err), WAI_ERR_FORMAT);
    assert_int_equal(wai_reader_numbers(reader, "time", NULL, &members[0][0], 11, &err), WAI_ERR_FORMAT);
    assert_int_equal(wai_reader_numbers(reader, "country", NULL, &members[0][0], 12, &err), WAI_ERR_FORMAT);
    assert_non_null(strstr(wai_error_text(&err), "another number of axes"));
    part.start[0] = 299;
    assert_int_equal(wai_reader_numbers(reader, "n_members", &part, &members[0][0], 36, &err),
                     WAI_ERR_FORMAT);
    wai_error_free(&err);
    wai_reader_close(&reader);
    assert_int_equal(unlink(path), 0);
}

/* A text is an attribute, or a dataset that has one. */
static void a_text_is_found_by_its_name(void **state)
{
    static const char longest[] = "a2345678901234567890123456789012345678901234567890123456789012345";
    static const struct {
        const char *name, *text, *said; /* text or said */
    } rows[] = {
        { "sponsor", "AAA", NULL },
        { "command", "waico run x.cfg", NULL },
        { "provenance/config_text", "title = \"x\";\n", NULL },
        { "input/imputed", NULL, "input/imputed: not one text" },
        { "parameters/affinity.peers", NULL, "parameters/affinity.peers: not a list of texts" },
        { "input/none", NULL, "input/none: it is not there" },
        { "/command", NULL, "/command: it is not there" },
        { "provenance/command/x", NULL, "provenance/command/x: it is not there" },
        { "none", NULL, "provenance/none: it is not there" },
        { longest, NULL,
          "a2345678901234567890123456789012345678901234567890123456789012345: it is not there" },
    };
    char path[256], wanted[512];
    struct wai_reader *reader;
    struct wai_error err = { 0 };

    (void)state;
    assert_int_equal(write_ensemble(in_folder("text.h5", path), 3, 3, 0, &err), WAI_OK);
    assert_int_equal(wai_reader_open(&reader, path, &err), WAI_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text;

        assert_int_equal(wai_reader_text(reader, rows[i].name, &text, &err),
                         rows[i].said ? WAI_ERR_FORMAT : WAI_OK);
        if (rows[i].said) {
            (void)snprintf(wanted, sizeof wanted, "%s: %s\n", path, rows[i].said);
            assert_string_equal(wai_error_text(&err), wanted);
            wai_error_free(&err);
        } else {
            assert_string_equal(text, rows[i].text);
            free(text);
        }
    }
    assert_int_equal(wai_reader_whole(reader, "waico_format_version"), 2);
    assert_int_equal(wai_reader_whole(reader, "title"), -1);
    assert_int_equal(wai_reader_whole(reader, "none"), -1);
    assert_false(wai_reader_rests_on_accounts(reader));
    assert_int_equal(wai_reader_length(reader, "country"), 7);
    assert_int_equal(wai_reader_length(reader, "p_status"), 0);
    assert_int_equal(wai_reader_length(reader, "none"), 0);
    wai_reader_close(&reader);
    assert_int_equal(unlink(path), 0);
}

/* The mark of the digest in a text, as often as one likes: what is behind it is no digest. */
static void a_text_with_the_mark_of_the_digest_is_not_taken_for_it(void **state)
{
    static const char line[] =
        "# waico-sha256:0000000000000000000000000000000000000000000000000000000000000000\n";
    struct wai_provenance provenance = world_provenance;
    struct wai_ensemble_writer *writer;
    struct wai_rows rows;
    struct wai_error err = { 0 };
    char path[256], text[100 * sizeof line];

    (void)state;
    for (size_t i = 0; i < 100; i++) {
        memcpy(text + i * (sizeof line - 1), line, sizeof line);
    }
    provenance.config_text = text;
    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    fill(&rows, 0, 0, 3);
    assert_int_equal(wai_rows_finish(&rows, 0), WAI_OK);
    assert_int_equal(
        wai_ensemble_open(&writer, in_folder("mark.h5", path), &layout, &setup, &provenance, &err), WAI_OK);
    assert_int_equal(wai_ensemble_append(writer, &rows, &err), WAI_OK);
    assert_int_equal(wai_ensemble_finish(&writer, &err), WAI_OK);
    assert_int_equal(wai_reader_digest(path, &err), WAI_OK);
    wai_rows_free(&rows);
    assert_int_equal(unlink(path), 0);
}

static void what_is_no_file_has_no_digest(void **state)
{
    char path[256], wanted[512];
    struct wai_error err = { 0 };

    (void)state;
    assert_int_equal(wai_reader_digest(folder, &err), WAI_ERR_FORMAT);
    (void)snprintf(wanted, sizeof wanted, "%s: not a regular file\n", folder);
    assert_string_equal(wai_error_text(&err), wanted);
    wai_error_free(&err);
    assert_int_equal(wai_reader_digest(in_folder("absent.h5", path), &err), WAI_ERR_IO);
    (void)snprintf(wanted, sizeof wanted, "%s: cannot be opened: No such file or directory\n", path);
    assert_string_equal(wai_error_text(&err), wanted);
    wai_error_free(&err);
}

static void what_is_no_result_is_refused(void **state)
{
    char path[256];
    struct wai_reader *reader;
    struct wai_error err = { 0 };
    FILE *file;

    (void)state;
    assert_int_equal(wai_reader_open(&reader, in_folder("absent.h5", path), &err), WAI_ERR_IO);
    assert_int_equal(wai_reader_open(&reader, folder, &err), WAI_ERR_FORMAT);
    file = fopen(in_folder("text.h5", path), "w");
    assert_non_null(file);
    assert_true(fputs("not HDF5\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(wai_reader_open(&reader, path, &err), WAI_ERR_FORMAT);
    assert_null(reader);
    assert_non_null(strstr(wai_error_text(&err), "text.h5: not a result file"));
    wai_error_free(&err);
    assert_int_equal(unlink(path), 0);
}

/* ---- blocks ---- */

static void a_block_of_another_plan_or_damaged_is_refused(void **state)
{
    char path[256];
    struct wai_block_writer *writer;
    struct wai_block_reader *reader;
    struct wai_rows rows;
    struct wai_error err = { 0 };
    int fd, more = 1;
    enum wai_status status;

    (void)state;
    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    assert_int_equal(wai_block_create(&writer, in_folder("b.h5", path), &layout, &err), WAI_OK);
    fill(&rows, 5, 0, 50);
    assert_int_equal(wai_block_put(writer, &rows, &err), WAI_OK);
    assert_int_equal(wai_block_finish(&writer, KEY, &err), WAI_OK);
    assert_int_equal(wai_block_open(&reader, path, "22", &layout, &err), WAI_ERR_IDENTITY);
    assert_null(reader);
    fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, 9000), 0);
    assert_int_equal(close(fd), 0);
    status = wai_block_open(&reader, path, KEY, &layout, &err);
    while (status == WAI_OK && more) {
        status = wai_block_next(reader, &rows, &more, &err);
    }
    assert_int_equal(status, WAI_ERR_FORMAT);
    wai_block_close(&reader);
    wai_rows_free(&rows);
    wai_error_free(&err);
    assert_int_equal(unlink(path), 0);
}

/* ---- faults ---- */

static void an_existing_file_is_never_overwritten(void **state)
{
    char path[256];
    struct wai_error err = { 0 };
    struct wai_publish publish;

    (void)state;
    assert_int_equal(write_ensemble(in_folder("there.h5", path), 3, 3, 0, &err), WAI_OK);
    assert_int_equal(write_ensemble(path, 3, 3, 0, &err), WAI_ERR_EXISTS);
    assert_int_equal(wai_publish_begin(&publish, path, 0, &err), WAI_ERR_EXISTS);
    assert_non_null(strstr(wai_error_text(&err), "there.h5: exists"));
    assert_int_equal(wai_reader_digest(path, NULL), WAI_OK);
    wai_error_free(&err);
    assert_int_equal(unlink(path), 0);
}

/* A file made under the name while the result was computed stays as it is. */
static void publishing_replaces_only_when_asked(void **state)
{
    char path[256], other[256];
    struct wai_error err = { 0 };
    struct wai_publish publish;

    (void)state;
    in_folder("name.h5", path);
    for (int force = 0; force < 2; force++) {
        assert_int_equal(wai_publish_begin(&publish, path, force, &err), WAI_OK);
        (void)snprintf(other, sizeof other, "%s", publish.temporary);
        assert_int_equal(write_ensemble(other, 3 + (size_t)force, 2, 0, &err), WAI_OK);
        if (!force) {
            FILE *file = fopen(path, "w");

            assert_non_null(file);
            assert_int_equal(fclose(file), 0);
        }
        assert_int_equal(wai_publish_commit(&publish, &err), force ? WAI_OK : WAI_ERR_EXISTS);
        assert_int_not_equal(access(other, F_OK), 0);
        assert_int_equal(wai_reader_digest(path, &err), force ? WAI_OK : WAI_ERR_FORMAT);
    }
    assert_int_equal(wai_publish_begin(&publish, in_folder("no/where.h5", path), 0, &err), WAI_ERR_IO);
    assert_int_equal(wai_publish_begin(&publish, folder, 1, &err), WAI_ERR_IO);
    wai_error_free(&err);
    assert_int_equal(unlink(in_folder("name.h5", path)), 0);
}

/* 1 when nothing can be published under the name, for that reason. */
static int is_no_name(const char *target, int force, enum wai_status wanted, const char *reason)
{
    struct wai_publish publish;
    struct wai_error err = { 0 };
    int well = wai_publish_begin(&publish, target, force, &err) == wanted &&
               strcmp(wai_error_text(&err), reason) == 0;

    if (!well) {
        print_error("told \"%s\", not \"%s\"\n", wai_error_text(&err), reason);
    }
    wai_error_free(&err);
    return well;
}

static void names_that_no_result_can_have_are_told(void **state)
{
    char path[256], file[256], longest[400], wanted[512];

    (void)state;
    assert_true(is_no_name("", 0, WAI_ERR_IO, "\"\": not the name of a file\n"));
    assert_true(is_no_name("results/", 0, WAI_ERR_IO, "\"results/\": not the name of a file\n"));
    (void)snprintf(wanted, sizeof wanted, "%s: exists and is not a regular file\n", folder);
    assert_true(is_no_name(folder, 0, WAI_ERR_EXISTS, wanted));
    assert_true(is_no_name(folder, 1, WAI_ERR_IO, wanted));
    memset(longest, 'x', sizeof longest - 1);
    memcpy(longest, "/tmp/", 5);
    longest[sizeof longest - 1] = '\0';
    (void)snprintf(wanted, sizeof wanted, "%s: File name too long\n", longest);
    assert_true(is_no_name(longest, 0, WAI_ERR_IO, wanted));
    assert_int_equal(close(open(in_folder("file", file), O_CREAT | O_WRONLY, 0600)), 0);
    (void)snprintf(wanted, sizeof wanted, "%s: not a folder\n", file);
    assert_true(is_no_name(in_folder("file/x.h5", path), 0, WAI_ERR_IO, wanted));
    assert_int_equal(unlink(file), 0);
}

/* Of the temporary files of a name those go whose process is gone, and that are files; what has the name of
 * another result, place or kind stays. */
static void what_dead_processes_left_is_cleared(void **state)
{
    static const char *const endings[] = {
        ".part", "0.part", ".part~", ".h5", "x.part", "1234567890.part", ""
    };
    pid_t child = fork();
    char *made, *at, path[256], target[256], name[300], place[16];
    struct wai_publish publish;
    struct wai_error err = { 0 };

    (void)state;
    if (child == 0) {
        _exit(0);
    }
    assert_true(child > 0 && waitpid(child, NULL, 0) == child);
    made = wai_leftover_path(folder, "left.h5", 7);
    assert_non_null(made);
    at = strrchr(made, '/');
    (void)snprintf(place, sizeof place, "%.8s", strchr(at, '-') + 1);
    (void)snprintf(name, sizeof name, "/.left.h5.%ld-%s-7.part", (long)getpid(), place);
    if (strcmp(place, "unknown-") == 0) {
        free(made);
        skip(); /* a system that does not tell: nothing is ever cleared */
    }
    assert_string_equal(at, name);
    assert_true(wai_leftover_is(at + 1, "left.h5"));
    assert_false(wai_leftover_is(at + 1, "left.h") || wai_leftover_is(at + 1, "eft.h5") ||
                 wai_leftover_is(at + 2, "left.h5"));
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        (void)snprintf(name, sizeof name, ".left.h5.12-%s-3%s", place, endings[i]);
        assert_int_equal(wai_leftover_is(name, "left.h5"), i < 2);
    }
    assert_false(wai_leftover_is(".left.h5.0-00000000-3.part", "left.h5"));
    assert_false(wai_leftover_is(".left.h5.-4-00000000-3.part", "left.h5"));

    (void)snprintf(path, sizeof path, "%s/.left.h5.%ld-%s-0.part", folder, (long)child, place);
    assert_int_equal(close(open(path, O_CREAT | O_WRONLY, 0600)), 0); /* goes */
    assert_int_equal(close(open(made, O_CREAT | O_WRONLY, 0600)), 0); /* ours: stays */
    (void)snprintf(name, sizeof name, "%s/.left.h5.%ld-%s-1.part", folder, (long)child, place);
    assert_int_equal(symlink("nowhere", name), 0); /* no file: stays */
    assert_int_equal(wai_publish_begin(&publish, in_folder("left.h5", target), 0, &err), WAI_OK);
    wai_publish_abandon(&publish);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(unlink(made) | unlink(name), 0);
    free(made);
}

enum fate { WRITTEN, REFUSED, WRONG };

/* Writes an ensemble with files limited to `size` bytes, in a process of its own: the library keeps what it
 * could not write.  REFUSED: with the reason told and no file left. */
static enum fate write_limited(const char *path, rlim_t size)
{
    pid_t child = fork();
    int result;

    if (child == 0) {
        const struct rlimit limit = { size, size };
        struct wai_error err = { 0 };
        enum wai_status status;

        (void)signal(SIGXFSZ, SIG_IGN);
        (void)setrlimit(RLIMIT_FSIZE, &limit);
        status = write_ensemble(path, 400, 256, 1, &err);
        if (status == WAI_OK) {
            _exit(wai_reader_digest(path, &err) == WAI_OK ? WRITTEN : WRONG);
        }
        _exit(status == WAI_ERR_IO && strstr(wai_error_text(&err), "full.h5: ") &&
                      strstr(wai_error_text(&err), "File too large") && access(path, F_OK) != 0
                  ? REFUSED
                  : WRONG);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &result, 0), child);
    return WIFEXITED(result) ? (enum fate)WEXITSTATUS(result) : WRONG;
}

/* Every size of a disk that fills up: an error with its reason, no file left behind, no crash. */
static void a_full_disk_is_told_and_leaves_nothing(void **state)
{
    char path[256];
    int refused = 0;

    (void)state;
    in_folder("full.h5", path);
    for (rlim_t size = 0; size < 700000; size += 23456) {
        enum fate fate = write_limited(path, size);

        assert_int_not_equal(fate, WRONG);
        refused += fate == REFUSED;
        assert_int_equal(unlink(path), fate == WRITTEN ? 0 : -1);
    }
    assert_true(refused >= 10);
}

static void a_folder_without_write_permission_is_told(void **state)
{
    char path[256], closed[256];
    struct wai_publish publish;
    struct wai_error err = { 0 };

    (void)state;
    if (geteuid() == 0) {
        skip(); /* root may write anywhere */
    }
    assert_int_equal(mkdir(in_folder("closed", closed), 0500), 0);
    assert_int_equal(write_ensemble(in_folder("closed/x.h5", path), 1, 1, 0, &err), WAI_ERR_IO);
    assert_int_equal(wai_publish_begin(&publish, path, 0, &err), WAI_ERR_IO);
    assert_non_null(strstr(wai_error_text(&err), "Permission denied"));
    wai_error_free(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cut_of_an_ensemble_does_not_change_its_bytes),
        cmocka_unit_test(adding_one_by_one_gives_the_same_bytes),
        cmocka_unit_test(a_sweep_through_a_block_has_the_same_bytes),
        cmocka_unit_test(joins_and_shares_agree_with_a_hand_count),
        cmocka_unit_test(readings_are_kept_for_the_dates_and_the_end),
        cmocka_unit_test(a_result_reads_back_what_was_written),
        cmocka_unit_test(a_text_is_found_by_its_name),
        cmocka_unit_test(a_text_with_the_mark_of_the_digest_is_not_taken_for_it),
        cmocka_unit_test(what_is_no_file_has_no_digest),
        cmocka_unit_test(what_is_no_result_is_refused),
        cmocka_unit_test(a_block_of_another_plan_or_damaged_is_refused),
        cmocka_unit_test(an_existing_file_is_never_overwritten),
        cmocka_unit_test(publishing_replaces_only_when_asked),
        cmocka_unit_test(names_that_no_result_can_have_are_told),
        cmocka_unit_test(what_dead_processes_left_is_cleared),
        cmocka_unit_test(a_full_disk_is_told_and_leaves_nothing),
        cmocka_unit_test(a_folder_without_write_permission_is_told),
    };

    return cmocka_run_group_tests(tests, make_world, free_world);
}
