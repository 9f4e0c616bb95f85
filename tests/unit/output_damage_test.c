/* Damage to result files: flipped bits and lost ends at random places, every one found by the digest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/ensemble.h"
#include "output/output.h"
#include "output/reader.h"
#include "output/run.h"
#include "output/sweep.h"
#include "output_world.h"

/* Damages of all files together; fewer where every instruction is watched. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define N_DAMAGES 2000
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define N_DAMAGES 2000
#endif
#endif
#ifndef N_DAMAGES
#define N_DAMAGES 20000
#endif
#define N_KINDS 3 /* run, ensemble, sweep */

static char folder[] = "/tmp/waico-damage-XXXXXX";
static struct wai_setup setup;
static struct wai_layout layout;

static int make_world(void **state)
{
    struct wai_layout_options options;
    struct wai_error err = { 0 };

    (void)state;
    if (wai_output_init() != WAI_OK || !mkdtemp(folder)) {
        return 1;
    }
    world_setup(&setup, 2, 3);
    wai_layout_presets(&options);
    options.summaries = options.p_status = options.services =
        0; /* small files: each is hashed thousands of times */
    options.events = 1;
    return wai_layout_init(&layout, &setup, 0, &options, &err) != WAI_OK;
}

static int free_world(void **state)
{
    (void)state;
    wai_layout_free(&layout);
    wai_setup_free(&setup);
    wai_output_close();
    return rmdir(folder);
}

static void make_record(struct wai_record *record, uint64_t replicate)
{
    world_record(record, &setup, replicate);
    world_events(record, replicate, 4);
}

static void write_run(const char *path, struct wai_error *err)
{
    struct wai_record record;

    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 1, 1, 1 }), WAI_OK);
    make_record(&record, 1);
    assert_int_equal(wai_run_write(path, &(struct wai_run){ &setup, &record, 0, 1, WORLD_DATES, world_dates },
                                   &world_provenance, err),
                     WAI_OK);
    wai_record_free(&record);
}

static void write_ensemble(const char *path, struct wai_error *err)
{
    struct wai_ensemble_writer *writer;
    struct wai_record record;

    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 1, 0 }), WAI_OK);
    assert_int_equal(wai_ensemble_open(&writer, path, &layout, &setup, &world_provenance, err), WAI_OK);
    for (uint32_t i = 0; i < 20; i++) {
        make_record(&record, i);
        assert_int_equal(wai_ensemble_add(writer, i, &record, NULL, err), WAI_OK);
    }
    assert_int_equal(wai_ensemble_finish(&writer, err), WAI_OK);
    wai_record_free(&record);
}

static void write_sweep(const char *path, struct wai_error *err)
{
    const struct wai_sweep_design design = { .goal_metric = -1, .n_points = 2, .max_replications = 5 };
    struct wai_sweep_writer *writer;
    struct wai_record record;
    struct wai_rows rows;

    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 1, 0 }), WAI_OK);
    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    assert_int_equal(wai_sweep_open(&writer, path, &layout, &setup, &world_provenance, &design, err), WAI_OK);
    for (uint64_t p = 0; p < design.n_points; p++) {
        wai_rows_clear(&rows, p);
        for (uint32_t i = 0; i < design.max_replications; i++) {
            make_record(&record, i + 100 * p);
            assert_int_equal(wai_rows_add(&rows, i, &record, NULL), WAI_OK);
        }
        assert_int_equal(wai_rows_finish(&rows, 0), WAI_OK);
        assert_int_equal(wai_sweep_append(writer, &rows, err), WAI_OK);
        assert_int_equal(wai_sweep_end_point(writer, WAI_POINT_DONE, "", err), WAI_OK);
    }
    assert_int_equal(wai_sweep_finish(&writer, err), WAI_OK);
    wai_rows_free(&rows);
    wai_record_free(&record);
}

/* A result in memory and open on disk, where it is hurt and healed again. */
struct patient {
    char path[256];
    char *bytes;
    size_t n;
    int fd;
};

static void admit(struct patient *patient, void (*write_file)(const char *, struct wai_error *))
{
    struct wai_error err = { 0 };
    struct stat facts;

    (void)snprintf(patient->path, sizeof patient->path, "%s/hurt.h5", folder);
    write_file(patient->path, &err);
    assert_int_equal(chmod(patient->path, 0600), 0);
    patient->fd = open(patient->path, O_RDWR);
    assert_true(patient->fd >= 0 && fstat(patient->fd, &facts) == 0);
    patient->n = (size_t)facts.st_size;
    patient->bytes = malloc(patient->n);
    assert_non_null(patient->bytes);
    assert_int_equal(pread(patient->fd, patient->bytes, patient->n, 0), patient->n);
    assert_int_equal(wai_reader_digest(patient->path, &err), WAI_OK);
}

static void discharge(struct patient *patient)
{
    struct wai_error err = { 0 };

    assert_int_equal(wai_reader_digest(patient->path, &err), WAI_OK); /* healed every time */
    free(patient->bytes);
    assert_int_equal(close(patient->fd) | unlink(patient->path), 0);
}

static void assert_found(const struct patient *patient, const char *what, size_t at)
{
    struct wai_error err = { 0 };

    if (wai_reader_digest(patient->path, &err) != WAI_ERR_FORMAT) {
        fail_msg("not found: %s at byte %zu of %zu", what, at, patient->n);
    }
    wai_error_free(&err);
}

static void flip_and_heal(const struct patient *patient, size_t at, int bit)
{
    const char hurt = (char)(patient->bytes[at] ^ 1 << bit);

    assert_int_equal(pwrite(patient->fd, &hurt, 1, (off_t)at), 1);
    assert_found(patient, "flipped bit", at);
    assert_int_equal(pwrite(patient->fd, patient->bytes + at, 1, (off_t)at), 1);
}

static void cut_and_heal(const struct patient *patient, size_t at)
{
    assert_int_equal(ftruncate(patient->fd, (off_t)at), 0);
    assert_found(patient, "end", at);
    assert_int_equal(pwrite(patient->fd, patient->bytes + at, patient->n - at, (off_t)at), patient->n - at);
}

/* One flip of a bit to two cuts, at places from a fixed seed. */
static void hurt_everywhere(void (*write_file)(const char *, struct wai_error *), uint64_t seed)
{
    struct patient patient;

    admit(&patient, write_file);
    for (uint64_t k = 0; k < (N_DAMAGES + N_KINDS - 1) / N_KINDS; k++) {
        size_t at = (size_t)(world_uniform(seed, 2 * k) * (double)patient.n);

        if (k % 3 != 0) {
            cut_and_heal(&patient, at);
        } else {
            flip_and_heal(&patient, at, (int)(world_uniform(seed, 2 * k + 1) * 8.0));
        }
    }
    cut_and_heal(&patient, 0);
    cut_and_heal(&patient, patient.n - 1);
    flip_and_heal(&patient, 0, 0);
    flip_and_heal(&patient, patient.n - 1, 7);
    discharge(&patient);
}

static void damage_to_a_run_is_found(void **state)
{
    (void)state;
    hurt_everywhere(write_run, 11);
}

static void damage_to_an_ensemble_is_found(void **state)
{
    (void)state;
    hurt_everywhere(write_ensemble, 12);
}

static void damage_to_a_sweep_is_found(void **state)
{
    (void)state;
    hurt_everywhere(write_sweep, 13);
}

/* Every bit of the first so many bytes as WAI_DAMAGE_EVERY in the environment says, and one of each later
 * byte: left out without it, since it takes minutes. */
static void damage_to_every_byte_is_found(void **state)
{
    const char *wanted = getenv("WAI_DAMAGE_EVERY");
    struct patient patient;
    size_t whole, n_flips = 0;

    (void)state;
    if (!wanted) {
        skip();
    }
    whole = strtoul(wanted, NULL, 10);
    admit(&patient, write_run);
    for (size_t at = 0; at < patient.n; at++) {
        for (int bit = 0; bit < 8; bit++) {
            if (at < whole || bit == (int)(world_uniform(14, at) * 8.0)) {
                flip_and_heal(&patient, at, bit);
                n_flips++;
            }
        }
    }
    print_message("%zu flipped bits in %zu bytes, each found\n", n_flips, patient.n);
    discharge(&patient);
}

/* Every bit of the digest and of the mark before it: where a lenient reader would not look. */
static void damage_to_the_digest_itself_is_found(void **state)
{
    static const char name[] = "sha256";
    struct patient patient;
    size_t n_places = 0;

    (void)state;
    admit(&patient, write_run);
    for (size_t at = 0; at + sizeof name + 80 < patient.n && n_places < 8; at++) {
        if (memcmp(patient.bytes + at, name, sizeof name - 1) == 0) {
            n_places++;
            for (size_t i = 0; i < 80; i++) {
                flip_and_heal(&patient, at + i, (int)(i % 8));
            }
        }
    }
    assert_true(n_places > 0);
    discharge(&patient);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_to_a_run_is_found),
        cmocka_unit_test(damage_to_an_ensemble_is_found),
        cmocka_unit_test(damage_to_a_sweep_is_found),
        cmocka_unit_test(damage_to_the_digest_itself_is_found),
        cmocka_unit_test(damage_to_every_byte_is_found),
    };

    return cmocka_run_group_tests(tests, make_world, free_world);
}
