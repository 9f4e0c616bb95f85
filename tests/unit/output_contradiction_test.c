/* Results that are sound as files and say what cannot be: numbers, texts, names and attributes that
 * contradict the format or each other, one at a time, each told with its name. */
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

#include "output/ensemble.h"
#include "output/output.h"
#include "output/reader.h"
#include "output/run.h"
#include "output/sweep.h"
#include "output_edit.h"
#include "output_world.h"

#define N_REPLICATES 4
#define COUNT(list) (sizeof(list) / sizeof *(list))

enum kind { RUN, ENSEMBLE, SWEEP, N_KINDS };

static char folder[] = "/tmp/waico-contradiction-XXXXXX";
static char path[256];
static struct wai_setup setup;
static struct wai_layout layout;
static const struct wai_layout_metric metrics[] = { { "end", "1", "a number", 0 },
                                                    { "any", "1", "is it large?", 1 } };
static struct edit_file good[N_KINDS];

/* ---- good files ---- */

static void make_record(struct wai_record *record, uint64_t replicate, double values[2])
{
    world_record(record, &setup, replicate);
    world_events(record, replicate, 1 + replicate % 3);
    values[0] = (double)(replicate % 5);
    values[1] = replicate % 5 > 1;
}

static enum wai_status write_run(struct wai_error *err)
{
    struct wai_record record;
    double values[2];
    enum wai_status status;

    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 1, 1, 1 }), WAI_OK);
    make_record(&record, 3, values);
    status = wai_run_write(path, &(struct wai_run){ &setup, &record, 0, 1, WORLD_DATES, world_dates },
                           &world_provenance, err);
    wai_record_free(&record);
    return status;
}

static enum wai_status write_ensemble(struct wai_error *err)
{
    struct wai_ensemble_writer *writer;
    struct wai_record record;
    double values[2];

    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 1, 0 }), WAI_OK);
    assert_int_equal(wai_ensemble_open(&writer, path, &layout, &setup, &world_provenance, err), WAI_OK);
    for (uint32_t i = 0; i < N_REPLICATES; i++) {
        make_record(&record, i, values);
        assert_int_equal(wai_ensemble_add(writer, i, &record, values, err), WAI_OK);
    }
    wai_record_free(&record);
    return wai_ensemble_finish(&writer, err);
}

static void put_table(struct wai_sweep_writer *writer, struct wai_error *err)
{
    static const char *const names[] = { "end", "any" }, *const swept[] = { "affinity.peers" };
    static const double values[] = { 0.25, 0.5 };
    const struct wai_sweep_table table = { .name = "grid_share",
                                           .unit = "1",
                                           .meaning = "share of the variance",
                                           .n_dims = 2,
                                           .dims = { { "metric", 2, names }, { "parameter", 1, swept } },
                                           .values = values };

    assert_int_equal(wai_sweep_table(writer, &table, err), WAI_OK);
}

static enum wai_status write_sweep(struct wai_error *err)
{
    static const double peers[] = { 0.5, 1.5 };
    static const int32_t block[] = { 0, -1 };
    const struct wai_sweep_param params[] = { { wai_param_find("affinity.peers"), peers } };
    const struct wai_sweep_index indices[] = { { "block", "block of the point", block } };
    const struct wai_sweep_attribute attributes[] = { { "kind", "grid" } };
    const struct wai_sweep_design design = { .n_points = 2,
                                             .max_replications = N_REPLICATES + 1, /* one is not needed */
                                             .n_params = 1,
                                             .params = params,
                                             .n_attributes = 1,
                                             .attributes = attributes,
                                             .n_indices = 1,
                                             .indices = indices,
                                             .goal_metric = 0,
                                             .goal_half_width = 0.5 };
    struct wai_sweep_writer *writer;
    struct wai_record record;
    struct wai_rows rows;

    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 1, 0 }), WAI_OK);
    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    assert_int_equal(wai_sweep_open(&writer, path, &layout, &setup, &world_provenance, &design, err), WAI_OK);
    for (uint64_t p = 0; p < 2; p++) {
        wai_rows_clear(&rows, p);
        for (uint32_t i = 0; i < N_REPLICATES; i++) {
            double values[2];

            make_record(&record, i + 100 * p, values);
            assert_int_equal(wai_rows_add(&rows, i, &record, values), WAI_OK);
        }
        assert_int_equal(wai_rows_finish(&rows, 0), WAI_OK);
        assert_int_equal(wai_sweep_append(writer, &rows, err), WAI_OK);
        assert_int_equal(wai_sweep_end_point(writer, WAI_POINT_DONE, "", err), WAI_OK);
    }
    put_table(writer, err);
    wai_rows_free(&rows);
    wai_record_free(&record);
    return wai_sweep_finish(&writer, err);
}

static void keep(enum kind kind, enum wai_status (*write_file)(struct wai_error *))
{
    struct wai_error err = { 0 };

    if (write_file(&err) != WAI_OK) {
        fail_msg("%s", wai_error_text(&err));
    }
    edit_keep(&good[kind], path);
}

static int make_world(void **state)
{
    struct wai_layout_options options;
    struct wai_error err = { 0 };

    (void)state;
    if (wai_output_init() != WAI_OK || !mkdtemp(folder)) {
        return 1;
    }
    (void)snprintf(path, sizeof path, "%s/r.h5", folder);
    world_setup(&setup, 4, 12);
    wai_layout_presets(&options);
    options.events = 1;
    options.n_metrics = 2;
    options.metrics = metrics;
    options.readings = 1;
    options.n_dates = WORLD_DATES;
    options.dates = world_dates;
    assert_int_equal(wai_layout_init(&layout, &setup, 0, &options, &err), WAI_OK);
    keep(RUN, write_run);
    keep(ENSEMBLE, write_ensemble);
    keep(SWEEP, write_sweep);
    return 0;
}

static int free_world(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_KINDS; k++) {
        free(good[k].bytes);
    }
    wai_layout_free(&layout);
    wai_setup_free(&setup);
    wai_output_close();
    return rmdir(folder);
}

/* ---- one fault ---- */

enum deed {
    NUMBER,     /* a number of `object` at `at` */
    TEXT,       /* a text of it */
    SAYS,       /* its attribute `name` is a text */
    WHOLE,      /* or a number */
    GONE,       /* it is not there */
    DROP,       /* its attribute `name` is not */
    SWAP,       /* it has changed its name with `name` */
    CALL,       /* it has the name `name` */
    LINK,       /* it has the name `name` too */
    POINT,      /* the name leads to it */
    MAKE_GROUP, /* a group instead of it */
};

struct fault {
    enum kind kind;
    enum deed deed;
    const char *object, *name; /* name: or the text */
    size_t at;
    double value;
    const char *said; /* NULL: nothing is wrong */
};

static void commit(hid_t file, const struct fault *fault)
{
    int32_t whole = (int32_t)fault->value;
    hid_t group;

    switch (fault->deed) {
    case NUMBER:
        edit_number(file, fault->object, fault->at, fault->value);
        break;
    case TEXT:
        edit_text(file, fault->object, fault->at, fault->name);
        break;
    case SAYS:
        edit_attribute_text(file, "/", fault->object, fault->name);
        break;
    case WHOLE:
        edit_attribute(file, fault->object, fault->name, H5T_NATIVE_INT32, 1, &whole);
        break;
    case GONE:
        assert_true(H5Ldelete(file, fault->object, H5P_DEFAULT) >= 0);
        break;
    case DROP:
        edit_drop_attribute(file, fault->object, fault->name);
        break;
    case SWAP:
        edit_swap(file, fault->object, fault->name);
        break;
    case CALL:
        edit_rename(file, fault->object, fault->name);
        break;
    case LINK:
        assert_true(H5Lcreate_hard(file, fault->object, file, fault->name, H5P_DEFAULT, H5P_DEFAULT) >= 0);
        break;
    case POINT:
        edit_rename(file, fault->object, "aside");
        assert_true(H5Lcreate_soft("/aside", file, fault->object, H5P_DEFAULT, H5P_DEFAULT) >= 0);
        break;
    case MAKE_GROUP:
        edit_rename(file, fault->object, fault->name);
        group = H5Gcreate2(file, fault->object, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        assert_true(group >= 0 && H5Gclose(group) >= 0);
        break;
    }
}

/* Closes the file, checks and removes it. */
static enum wai_status check_and_remove(hid_t file, struct wai_error *err)
{
    struct wai_reader *reader;
    enum wai_status status;

    assert_true(H5Fclose(file) >= 0);
    status = wai_reader_open(&reader, path, err);
    if (status == WAI_OK) {
        status = wai_reader_check(reader, err);
    }
    wai_reader_close(&reader);
    assert_int_equal(unlink(path), 0);
    return status;
}

/* 1 when of the file is said what should be (NULL: it is good), else a complaint about `what`. */
static int is_told(hid_t file, const char *what, const char *said)
{
    struct wai_error err = { 0 };
    enum wai_status status = check_and_remove(file, &err);
    char wanted[512];
    int well;

    (void)snprintf(wanted, sizeof wanted, "%s: %s\n", path, said ? said : "");
    well = said ? status == WAI_ERR_FORMAT && strcmp(wai_error_text(&err), wanted) == 0 : status == WAI_OK;
    if (!well) {
        print_error("%s: told \"%s\", not \"%s\"\n", what, wai_error_text(&err), said ? said : "");
    }
    wai_error_free(&err);
    return well;
}

static void each_is_told(const struct fault *faults, size_t n)
{
    size_t n_told = 0;

    for (size_t i = 0; i < n; i++) {
        hid_t file = edit_open(&good[faults[i].kind], path);

        commit(file, &faults[i]);
        n_told += (size_t)is_told(file, faults[i].object, faults[i].said);
    }
    assert_int_equal(n_told, n);
}

static void what_was_written_is_good(void **state)
{
    (void)state;
    for (enum kind kind = RUN; kind < N_KINDS; kind++) {
        assert_true(is_told(edit_open(&good[kind], path), "as written", NULL));
    }
}

/* ---- numbers ---- */

static void a_number_out_of_its_range_is_told(void **state)
{
    static const struct fault faults[] = {
        { ENSEMBLE, NUMBER, "final_status", NULL, 0, 9, "final_status: a value is none of its categories" },
        { ENSEMBLE, NUMBER, "final_status", NULL, 0, -2, "final_status: a value is none of its categories" },
        { ENSEMBLE, NUMBER, "p_status", NULL, 0, 1.000001, "p_status: a share is outside [0, 1]" },
        { ENSEMBLE, NUMBER, "at_p_status", NULL, 1, -1e-6, "at_p_status: a share is outside [0, 1]" },
        { ENSEMBLE, NUMBER, "trust_mean", NULL, 0, INFINITY, "trust_mean: a value is infinite" },
        { ENSEMBLE, NUMBER, "n_members_mean", NULL, 0, 4.1, "n_members_mean: a value is out of range" },
        { ENSEMBLE, NUMBER, "n_members_sd", NULL, 0, -0.1, "n_members_sd: a value is out of range" },
        { ENSEMBLE, NUMBER, "first_member", NULL, 1, -0.1, "first_member: a value is out of range" },
        { ENSEMBLE, NUMBER, "first_member", NULL, 1, 3.5, "first_member: a value is out of range" },
        { ENSEMBLE, NUMBER, "end_known", NULL, 0, 5, "end_known: a value is out of range" },
        { ENSEMBLE, NUMBER, "quantile", NULL, 4, 1.1, "quantile: a value is out of range" },
        { ENSEMBLE, NUMBER, "replicates_done", NULL, 0, 5, "replicates_done: a value is out of range" },
        { ENSEMBLE, NUMBER, "event_time", NULL, 0, NAN, "event_time: a value is missing" },
        { ENSEMBLE, NUMBER, "event_country", NULL, 0, 4, "event_country: a value is out of range" },
        { RUN, NUMBER, "country_status", NULL, 0, 9, "country_status: a value is none of its categories" },
        { RUN, NUMBER, "decision_probability", NULL, 0, 1.1,
          "decision_probability: a value is out of range" },
        { RUN, NUMBER, "input/border_to", NULL, 0, 4, "input/border_to: a value is out of range" },
        { SWEEP, NUMBER, "point_status", NULL, 0, 3, "point_status: a value is none of its categories" },
        { SWEEP, NUMBER, "point_scenario", NULL, 1, 1, "point_scenario: a value is out of range" },
        { SWEEP, NUMBER, "param_affinity_peers", NULL, 0, 1e9,
          "param_affinity_peers: a value is not allowed" },
        { SWEEP, NUMBER, "parameters/affinity.peers", NULL, 0, NAN,
          "parameters/affinity.peers: a value is not allowed" },
        { SWEEP, NUMBER, "design_block", NULL, 0, -2, "design_block: a value is out of range" },
    };

    (void)state;
    each_is_told(faults, COUNT(faults));
}

static void numbers_that_contradict_each_other_are_told(void **state)
{
    static const struct fault faults[] = {
        { ENSEMBLE, NUMBER, "n_events", NULL, 0, 2, "n_events: there are not as many events" },
        { ENSEMBLE, NUMBER, "join_count", NULL, 0, 1, "join_count: more join than had not joined" },
        { ENSEMBLE, NUMBER, "year", NULL, 0, 2025.7, "year: its years are not those of its days" },
        { ENSEMBLE, NUMBER, "replicates_done", NULL, 0, 3,
          "replicates_done: there are not as many replications" },
        { ENSEMBLE, NUMBER, "replicates_asked", NULL, 0, 3, "replicates_asked: more are done or failed" },
        { ENSEMBLE, NUMBER, "replicates_failed", NULL, 0, 697, "replicates_asked: more are done or failed" },
        { ENSEMBLE, NUMBER, "end_low", NULL, 0, 1e6, "end_high: the interval ends before it begins" },
        { ENSEMBLE, NUMBER, "any_high", NULL, 0, -1, "any_high: the interval ends before it begins" },
        { ENSEMBLE, NUMBER, "n_members_quantile", NULL, 0, 4, "n_members_quantile: its quantiles descend" },
        { ENSEMBLE, NUMBER, "end_quantile", NULL, 4, -1, "end_quantile: its quantiles descend" },
        { ENSEMBLE, NUMBER, "replicate", NULL, 2, 1, "replicate: its values do not ascend" },
        { ENSEMBLE, NUMBER, "time", NULL, 0, 300, "time: its values do not ascend" },
        { SWEEP, NUMBER, "n_members_quantile", NULL, 0, 4, "n_members_quantile: its quantiles descend" },
        { SWEEP, NUMBER, "replications_asked", NULL, 1, 2, "replications_asked: more are done or failed" },
        { SWEEP, NUMBER, "replications_failed", NULL, 0, 2, "replications_asked: more are done or failed" },
        { SWEEP, NUMBER, "join_at_risk", NULL, 4, -2, "join_at_risk: a value is out of range" },
        { SWEEP, NUMBER, "end_low", NULL, 1, 1e6, "end_high: the interval ends before it begins" },
        { SWEEP, NUMBER, "n_events", NULL, 7, -1, "n_events: there are not as many events" },
    };

    (void)state;
    each_is_told(faults, COUNT(faults));
}

/* ---- texts ---- */

static void a_text_that_cannot_be_is_told(void **state)
{
    static char endless[4200];
    const struct fault faults[] = {
        { ENSEMBLE, TEXT, "country", "AAB", 2, 0, "country: two have the same code" },
        { ENSEMBLE, TEXT, "status", "other", 2, 0, "status: its words are other ones" },
        { ENSEMBLE, TEXT, "country_name", "two\nlines", 1, 0,
          "country_name: a label has more than one line" },
        { ENSEMBLE, TEXT, "country_name", "a\x1b[31m", 1, 0,
          "country_name: a text is not UTF-8 or has control characters" },
        { ENSEMBLE, TEXT, "country_name", "a\rb", 1, 0,
          "country_name: a text is not UTF-8 or has control characters" },
        { ENSEMBLE, TEXT, "country_name", "a\r\n", 1, 0, "country_name: a label has more than one line" },
        { ENSEMBLE, TEXT, "country_name", endless, 1, 0,
          "country_name: a text is too long, or has more than one line" },
        { ENSEMBLE, TEXT, "input/imputed", "two\nlines", 1, 0,
          "input/imputed: a text is too long, or has more than one line" },
        { ENSEMBLE, TEXT, "provenance/command", "two\r\nlines\t", 0, 0, NULL },
        { ENSEMBLE, SAYS, "sponsor", "ZZZ", 0, 0, "sponsor: none of its countries" },
        { ENSEMBLE, SAYS, "sponsor", "", 0, 0, "sponsor: none of its countries" },
        { ENSEMBLE, SAYS, "rival_leader", "ZZZ", 0, 0, "rival_leader: none of its countries" },
        { ENSEMBLE, SAYS, "rival_leader", "", 0, 0, NULL },
        { SWEEP, TEXT, "phase_name", "other", 1, 0, "phase_name: its words are other ones" },
        { RUN, TEXT, "term", "other", 0, 0, "term: its words are other ones" },
        { RUN, TEXT, "incentive", "other", 11, 0, "incentive: its words are other ones" },
    };

    (void)state;
    memset(endless, 'x', sizeof endless - 1);
    each_is_told(faults, COUNT(faults));
}

/* What is no date of the calendar, or leaves no time; leap years as the Gregorian calendar has them. */
static void dates_that_are_none_are_told(void **state)
{
#define NO_DATES "start_date, end_date: not there, or no dates in this order"
#define OTHER_YEARS "year: its years are not those of its days"
    static const struct fault faults[] = {
        { ENSEMBLE, SAYS, "start_date", "2025-02-29", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "1900-02-29", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2024-02-29", 0, 0, OTHER_YEARS },
        { ENSEMBLE, SAYS, "start_date", "2000-02-29", 0, 0, OTHER_YEARS },
        { ENSEMBLE, SAYS, "start_date", "2025-13-01", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2025-00-01", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2025-01-00", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2025-04-31", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "0000-01-01", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2O25-01-01", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2025-1 -01", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2025-01-1:", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2025/07-26", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2025-07/26", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2025-07-260", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "start_date", "2025-07-11", 0, 0, OTHER_YEARS },
        { ENSEMBLE, SAYS, "start_date", "2030-12-31", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "end_date", "2025-07-26", 0, 0, NO_DATES },
        { ENSEMBLE, SAYS, "end_date", "2025-12-31", 0, 0, "time: a value is out of range" },
        { ENSEMBLE, DROP, "/", "end_date", 0, 0, "end_date: not there, or not a plain text" },
    };

    (void)state;
    each_is_told(faults, COUNT(faults));
}

/* ---- names ---- */

static void what_lacks_is_told(void **state)
{
    static const struct fault faults[] = {
        { ENSEMBLE, GONE, "time", NULL, 0, 0, "time: it is not there" },
        { ENSEMBLE, GONE, "n_members_sd", NULL, 0, 0, "n_members_sd: it is not there" },
        { ENSEMBLE, GONE, "n_members_mean", NULL, 0, 0, "n_members_mean: it is not there" },
        { ENSEMBLE, GONE, "trust_quantile", NULL, 0, 0, "trust_quantile: it is not there" },
        { ENSEMBLE, GONE, "p_phase", NULL, 0, 0, "p_phase: it is not there" },
        { ENSEMBLE, GONE, "final_trust", NULL, 0, 0, "final_trust: it is not there" },
        { ENSEMBLE, GONE, "at_trust_mean", NULL, 0, 0, "at_trust_mean: it is not there" },
        { ENSEMBLE, GONE, "join_count", NULL, 0, 0, "join_count: it is not there" },
        { ENSEMBLE, GONE, "event_from", NULL, 0, 0, "event_from: it is not there" },
        { ENSEMBLE, GONE, "end_mean", NULL, 0, 0, "end_mean: it is not there" },
        { ENSEMBLE, GONE, "replicates_failed", NULL, 0, 0, "replicates_failed: it is not there" },
        { ENSEMBLE, GONE, "provenance/seed", NULL, 0, 0, "provenance/seed: it is not there" },
        { ENSEMBLE, GONE, "parameters/affinity.peers", NULL, 0, 0,
          "parameters/affinity.peers: it is not there" },
        { ENSEMBLE, GONE, "input", NULL, 0, 0, "input: not a group" },
        { ENSEMBLE, SAYS, "metrics", "end any more", 0, 0, "more: it is not there" },
        { ENSEMBLE, SAYS, "metrics", "end  any", 0, 0, NULL },
        { SWEEP, SAYS, "tables", "grid_share oat_base", 0, 0, "oat_base: it is not there" },
        { SWEEP, SAYS, "design_columns", "design_block design_turn", 0, 0, "design_turn: it is not there" },
        { SWEEP, GONE, "parameter", NULL, 0, 0, "parameter: it is not there" },
        { RUN, GONE, "capability", NULL, 0, 0, "capability: it is not there" },
        { RUN, GONE, "trust", NULL, 0, 0, "trust: it is not there" },
        { RUN, GONE, "decision_term", NULL, 0, 0, "decision_term: it is not there" },
        { RUN, DROP, "/", "title", 0, 0, "title: not there, or not a plain text" },
        { RUN, SAYS, "title", "two\nlines", 0, 0, "title: not there, or not a plain text" },
        { RUN, DROP, "/", "replicate", 0, 0, "point, replicate: not there, or negative" },
        { RUN, WHOLE, "/", "point", 0, -3, "point, replicate: not there, or negative" },
    };

    (void)state;
    each_is_told(faults, COUNT(faults));
}

static void a_name_for_something_else_is_told(void **state)
{
#define NO_NAMES "a list of names has one that is none"
    static char endless[101];
    const struct fault faults[] = {
        { ENSEMBLE, POINT, "trust_mean", NULL, 0, 0, "trust_mean: a link that is not a plain one" },
        { ENSEMBLE, CALL, "trust_mean", "input/trust_mean", 0, 0,
          "input/trust_mean: not a name of the format" },
        { ENSEMBLE, CALL, "join_count", "surplus", 0, 0, "surplus: not a name of the format" },
        { ENSEMBLE, CALL, "provenance/command", "provenance/surplus", 0, 0,
          "provenance/surplus: not a name of the format" },
        { ENSEMBLE, CALL, "input/countries_table", "input/countries_table_99", 0, 0, NULL },
        { ENSEMBLE, CALL, "input/countries_table", "input/countries_table_100", 0, 0,
          "input/countries_table_100: not a name of the format" },
        { ENSEMBLE, CALL, "input/countries_table", "input/countries_table_0", 0, 0,
          "input/countries_table_0: not a name of the format" },
        { ENSEMBLE, CALL, "input/countries_table", "input/countries_table_1x", 0, 0,
          "input/countries_table_1x: not a name of the format" },
        { ENSEMBLE, LINK, "trust_mean", "trust_quantile_2", 0, 0,
          "trust_mean: has several names, or holds itself" },
        { ENSEMBLE, LINK, "/", "decision", 0, 0, "decision: not a dataset" },
        { ENSEMBLE, MAKE_GROUP, "trust_mean", "decision", 0, 0, "trust_mean: not a dataset" },
        { ENSEMBLE, SAYS, "metrics", "end any-more", 0, 0, NO_NAMES },
        { ENSEMBLE, SAYS, "tables", "x/y", 0, 0, NO_NAMES },
        { ENSEMBLE, SAYS, "table_axes", endless, 0, 0, NO_NAMES },
        { ENSEMBLE, SWAP, "n_members_mean", "final_n_members_mean", 0, 0,
          "n_members_mean: its axes are other ones" },
        { ENSEMBLE, SWAP, "event_time", "event_cause", 0, 0, "event_time: its type is another one" },
        { SWEEP, SWAP, "param_affinity_peers", "point_scenario", 0, 0,
          "point_scenario: its type is another one" },
        { SWEEP, SWAP, "parameters/affinity.peers", "param_affinity_peers", 0, 0,
          "param_affinity_peers: its axes or type are other ones" },
        { SWEEP, SAYS, "tables", "grid_share surplus", 0, 0, "surplus: it is not there" },
        { SWEEP, SAYS, "tables", "grid_share provenance", 0, 0, "provenance: it is not a dataset" },
    };

    (void)state;
    memset(endless, 'x', sizeof endless - 1);
    each_is_told(faults, COUNT(faults));
}

/* A list of tables makes a name one of the result; what stands under it must be known all the same. */
static void a_listed_table_of_an_unknown_kind_is_told(void **state)
{
    hid_t file = edit_open(&good[SWEEP], path);

    (void)state;
    edit_attribute_text(file, "/", "tables", "surplus");
    edit_rename(file, "grid_share", "surplus");
    assert_true(is_told(file, "surplus", "surplus: not a name of the format"));
}

/* What stands under the name of a swept parameter is a real number for each point. */
static void a_parameter_in_whole_numbers_is_told(void **state)
{
    hid_t file = edit_open(&good[SWEEP], path);

    (void)state;
    assert_true(H5Ldelete(file, "param_affinity_peers", H5P_DEFAULT) >= 0);
    edit_rename(file, "point_start_shift", "param_affinity_peers");
    assert_true(is_told(file, "parameter", "param_affinity_peers: its axes or type are other ones"));
}

/* ---- attributes ---- */

static void an_attribute_that_cannot_be_is_told(void **state)
{
    static const struct fault faults[] = {
        { ENSEMBLE, DROP, "trust_mean", "units", 0, 0,
          "trust_mean: its unit or meaning is not there, or not a plain text" },
        { ENSEMBLE, DROP, "trust_mean", "long_name", 0, 0,
          "trust_mean: its unit or meaning is not there, or not a plain text" },
        { ENSEMBLE, WHOLE, "event_country", "_FillValue", 0, -2,
          "event_country: what stands for missing is another value" },
        { ENSEMBLE, WHOLE, "trust_mean", "units", 0, 3,
          "trust_mean: its unit, meaning or interval is no text" },
        { ENSEMBLE, WHOLE, "end_low", "interval", 0, 3, "end_low: its unit, meaning or interval is no text" },
        { ENSEMBLE, WHOLE, "trust_mean", "a name", 0, 3,
          "trust_mean, attribute a name: not a name of the format" },
        { ENSEMBLE, WHOLE, "provenance", "a-name", 0, 3,
          "provenance, attribute a-name: not a name of the format" },
        { ENSEMBLE, WHOLE, "/", "a:name", 0, 3, "the file, attribute a:name: not a name of the format" },
        { ENSEMBLE, WHOLE, "/", "title", 0, 3, "title: not there, or not a plain text" },
        { ENSEMBLE, WHOLE, "/", "remark", 0, 3, NULL },
        { ENSEMBLE, SAYS, "remark", "two\nlines", 0, 0, "the file, attribute remark: not one plain text" },
    };

    (void)state;
    each_is_told(faults, COUNT(faults));
}

/* Types and shapes that the format does not have, of an attribute that nobody asks for. */
static void an_attribute_of_another_make_is_told(void **state)
{
    static const int32_t numbers[4097] = { 0 };
    static const struct {
        const char *name;
        size_t n;
        const char *said;
    } rows[] = {
        { "remark", 4096, NULL },
        { "remark", 4097, "its shape is not one of the format" },
        { "remark", 0, "its shape is not one of the format" },
        { "DIMENSION_LIST", 1, "its type is not one of the format" },
        { "REFERENCE_LIST", 1, "its type is not one of the format" },
        { "a2345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678"
          "90"
          "123456789012345678901234567890123456789012345678901234567890",
          1, NULL },
        { "a2345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678"
          "90"
          "1234567890123456789012345678901234567890123456789012345678901",
          1, "not a name of the format" },
    };
    hid_t file, wide;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char said[256];

        file = edit_open(&good[ENSEMBLE], path);
        edit_attribute(file, "input", rows[i].name, H5T_NATIVE_INT32, rows[i].n, numbers);
        (void)snprintf(said, sizeof said, "input, attribute %s: %s", rows[i].name, rows[i].said);
        assert_true(is_told(file, rows[i].name, rows[i].said ? said : NULL));
    }
    wide = H5Tcreate(H5T_OPAQUE, 4);
    file = edit_open(&good[ENSEMBLE], path);
    edit_attribute(file, "input", "remark", wide, 1, numbers);
    assert_true(is_told(file, "opaque", "input, attribute remark: its type is not one of the format"));
    assert_true(H5Tclose(wide) >= 0);
    wide = H5Tcopy(H5T_NATIVE_INT64);
    assert_true(H5Tset_size(wide, 16) >= 0);
    file = edit_open(&good[ENSEMBLE], path);
    edit_attribute(file, "input", "remark", wide, 1, numbers);
    assert_true(is_told(file, "16 bytes", "input, attribute remark: its type is not one of the format"));
    assert_true(H5Tclose(wide) >= 0);
}

static void more_attributes_than_the_format_has_are_told(void **state)
{
    static const int8_t number = 1;
    hid_t file = edit_open(&good[ENSEMBLE], path);
    struct wai_error err = { 0 };
    char name[16];

    (void)state;
    for (int i = 0; i < 4097; i++) {
        (void)snprintf(name, sizeof name, "a%d", i);
        edit_attribute(file, "input", name, H5T_NATIVE_INT8, 1, &number);
    }
    assert_int_equal(check_and_remove(file, &err), WAI_ERR_FORMAT);
    assert_non_null(strstr(wai_error_text(&err), ": more attributes than the format has"));
    wai_error_free(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_good),
        cmocka_unit_test(a_number_out_of_its_range_is_told),
        cmocka_unit_test(numbers_that_contradict_each_other_are_told),
        cmocka_unit_test(a_text_that_cannot_be_is_told),
        cmocka_unit_test(dates_that_are_none_are_told),
        cmocka_unit_test(what_lacks_is_told),
        cmocka_unit_test(a_name_for_something_else_is_told),
        cmocka_unit_test(a_listed_table_of_an_unknown_kind_is_told),
        cmocka_unit_test(a_parameter_in_whole_numbers_is_told),
        cmocka_unit_test(an_attribute_that_cannot_be_is_told),
        cmocka_unit_test(an_attribute_of_another_make_is_told),
        cmocka_unit_test(more_attributes_than_the_format_has_are_told),
    };

    return cmocka_run_group_tests(tests, make_world, free_world);
}
