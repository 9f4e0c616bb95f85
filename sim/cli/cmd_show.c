/* waico show: what a result file is, where it comes from, its key numbers. */
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/board.h"
#include "cli/command.h"
#include "cli/heading.h"
#include "cli/json.h"
#include "cli/locate.h"
#include "cli/plain.h"
#include "cli/sheet.h"
#include "cli/table.h"
#include "output/reader.h"
#include "scenario/date.h"

static const struct wai_option show_options[] = {
    WAI_OPTION_ROW("data", 0, FLAG, NULL, all, "list every dataset with dimensions, unit, meaning"),
    WAI_OPTION_ROW("config", 0, FLAG, NULL, source,
                   "print the configuration as it was given, and nothing else"),
    WAI_OPTION_WIDE,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_UNVERIFIED,
    WAI_OPTION_COMMON,
};

static const char *const kinds[WAI_N_READER_KINDS] = { "one replication", "ensemble", "sweep" };
static const char *const axes[] = { "point",  "replicate", "time",     "date",  "country",
                                    "status", "incentive", "quantile", "event", "decision" };
static const char *const texts[] = { "title",   "identity",     "command",  "seed",
                                     "version", "git_revision", "libraries" };
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

struct view {
    const struct wai_call *call;
    struct wai_reader *reader;
    struct wai_json json;
    struct wai_error *err;
};

static enum wai_status show_texts(struct view *view)
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        char *text;
        enum wai_status status = wai_reader_text(view->reader, texts[i], &text, view->err);

        if (status != WAI_OK) {
            return status;
        }
        if (view->call->options.json) {
            wai_json_member_text(&view->json, texts[i], text);
        } else if (i > 0 && *text != '\0') {
            char plain[WAI_PLAIN_LINE];

            printf("%-13s ", texts[i]);
            wai_table_prose(wai_plain(text, plain), 14, 14);
        }
        free(text);
    }
    return WAI_OK;
}

static void show_axes(struct view *view)
{
    int json = view->call->options.json;
    char line[512] = "";
    size_t used = 0;

    if (json) {
        wai_json_key(&view->json, "dimensions");
        wai_json_open(&view->json, '{');
    } else {
        printf("%-14s", "dimensions");
    }
    for (size_t i = 0; i < COUNT(axes); i++) {
        size_t length = wai_reader_length(view->reader, axes[i]);

        if (length > 0 && json) {
            wai_json_member_whole(&view->json, axes[i], (long long)length);
        } else if (length > 0) {
            used += (size_t)snprintf(line + used, sizeof line - used, "%s%s %zu", used > 0 ? ", " : "",
                                     axes[i], length);
        }
    }
    if (json) {
        wai_json_close(&view->json, '}');
    } else {
        wai_table_prose(line, 14, 14);
    }
}

/* Whether all that was asked for is there. */
static enum wai_status show_part(struct view *view)
{
    char text[WAI_HEADING_PART];
    enum wai_status status = wai_heading_part(view->reader, text, view->err);

    if (status == WAI_OK && view->call->options.json) {
        wai_json_key(&view->json, "interrupted");
        wai_json_flag(&view->json, text[0] != '\0');
    } else if (status == WAI_OK && text[0] != '\0') {
        printf("%-14s%s\n", "part", text);
    }
    return status;
}

/* ---- key numbers ---- */

/* All n numbers of a dataset; NULL when the file has none of the name, or on failure (*status). */
static double *read_all(struct view *view, const char *name, size_t n, enum wai_status *status)
{
    double *values;

    if (*status != WAI_OK || !wai_reader_has(view->reader, name)) {
        return NULL;
    }
    values = wai_sheet_numbers(view->reader, name, n, view->err);
    *status = values ? WAI_OK : WAI_ERR_FORMAT;
    return values;
}

/* Position of the quantile nearest to a probability. */
static size_t nearest(const double *values, size_t n, double wanted)
{
    size_t best = 0;

    for (size_t i = 1; i < n; i++) {
        best = fabs(values[i] - wanted) < fabs(values[best] - wanted) ? i : best;
    }
    return best;
}

/* Members as the file has them: at the accounts, and of every replication at the end. */
struct members {
    size_t n_times, n_quantiles, n_final;
    double *time, *year, *quantile; /* quantile: NULL for a run */
    double *number;                 /* [n_times], or [n_quantiles][n_times] */
    double *final;                  /* ascending; NULL: an older file has none */
    int32_t start_day, end_day;     /* from 1900-01-01 */
};

static const double wanted[3] = { 0.05, 0.5, 0.95 };

/* One row: a day, and one number, or three quantiles. */
static void print_row(struct view *view, int32_t day, double year, const double values[3], int banded)
{
    static const char *const keys[3] = { "q05", "median", "q95" };
    char date[WAI_DATE_TEXT];

    wai_date_write(day, date);
    if (view->call->options.json) {
        wai_json_open(&view->json, '{');
        wai_json_member_text(&view->json, "date", date);
        wai_json_member_number(&view->json, "year", year);
    } else {
        printf("%-10s", date);
    }
    for (int q = 0; q < (banded ? 3 : 1); q++) {
        if (view->call->options.json) {
            wai_json_member_number(&view->json, banded ? keys[q] : "number", values[q]);
        } else {
            printf("%8.4g", values[q]);
        }
    }
    if (view->call->options.json) {
        wai_json_close(&view->json, '}');
    } else {
        printf("\n");
    }
}

/* Members over the years, at the last account of each, and at the end of the run. */
static void print_members(struct view *view, const struct members *members)
{
    int json = view->call->options.json, banded = members->quantile != NULL;
    double values[3];

    if (json) {
        wai_json_key(&view->json, "n_members");
        wai_json_open(&view->json, '[');
    } else {
        printf("\n%-10s%s\n", "members on", banded ? "     5 %  median    95 %" : "  number");
    }
    for (size_t k = 0; k < members->n_times; k++) {
        int last = k + 1 == members->n_times;

        if (!last && floor(members->year[k]) >= floor(members->year[k + 1])) {
            continue;
        }
        for (int q = 0; q < 3; q++) {
            size_t row = banded ? nearest(members->quantile, members->n_quantiles, wanted[q]) : 0;

            values[q] = members->number[row * members->n_times + k];
        }
        print_row(view, members->start_day + (int32_t)floor(members->time[k]), members->year[k], values,
                  banded);
    }
    for (int q = 0; q < 3 && members->final; q++) {
        values[q] = gsl_stats_quantile_from_sorted_data(members->final, 1, members->n_final, wanted[q]);
    }
    if (members->final) {
        print_row(view, members->end_day - 1,
                  members->year[members->n_times - 1] +
                      (members->end_day - members->start_day - members->time[members->n_times - 1]) / 365.25,
                  values, banded);
    }
    if (json) {
        wai_json_close(&view->json, ']');
    }
}

/* A date among the root attributes. */
static enum wai_status read_date(struct view *view, const char *name, int32_t *day)
{
    char *text;
    enum wai_status status = wai_reader_text(view->reader, name, &text, view->err);

    if (status != WAI_OK) {
        return status;
    }
    if (wai_date_parse(text, day)) {
        status = wai_error_add(view->err, WAI_ERR_FORMAT, "%s: \"%.40s\" is no date", name, text);
    }
    free(text);
    return status;
}

static enum wai_status show_members(struct view *view)
{
    int single = wai_reader_kind(view->reader) == WAI_READER_RUN;
    struct members members = { .n_times = wai_reader_length(view->reader, "time"),
                               .n_quantiles = wai_reader_length(view->reader, "quantile"),
                               .n_final = single ? 1 : wai_reader_length(view->reader, "replicate") };
    enum wai_status status;

    if (wai_reader_kind(view->reader) == WAI_READER_SWEEP) {
        return WAI_OK;
    }
    status = read_date(view, "start_date", &members.start_day);
    status = status == WAI_OK ? read_date(view, "end_date", &members.end_day) : status;
    members.time = read_all(view, "time", members.n_times, &status);
    members.year = read_all(view, "year", members.n_times, &status);
    members.quantile = single ? NULL : read_all(view, "quantile", members.n_quantiles, &status);
    members.number = read_all(view, single ? "n_members" : "n_members_quantile",
                              single ? members.n_times : members.n_quantiles * members.n_times, &status);
    members.final = members.n_final > 0 ? read_all(view, "final_n_members", members.n_final, &status) : NULL;
    if (members.time && members.year && members.number && (single || members.quantile)) {
        if (members.final) {
            gsl_sort(members.final, 1, members.n_final);
        }
        print_members(view, &members);
    }
    free(members.time);
    free(members.year);
    free(members.quantile);
    free(members.number);
    free(members.final);
    return status;
}

static int ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);

    return n > m && strcmp(name + n - m, ending) == 0;
}

/* Least and most of what is known; NaN when nothing is. */
static size_t find_range(const double *values, size_t n, double range[2])
{
    size_t known = 0;

    range[0] = range[1] = NAN;
    for (size_t i = 0; i < n; i++) {
        range[0] = fmin(range[0], values[i]);
        range[1] = fmax(range[1], values[i]);
        known += isnan(values[i]) ? 0 : 1;
    }
    return known;
}

/* A number, or the date that so many years after the start are. */
static void add_value(struct wai_table *table, double value, int is_date, int32_t start_day)
{
    char date[WAI_DATE_TEXT];

    if (is_date && !isnan(value)) {
        wai_date_write(start_day + (int32_t)floor(value * 365.25), date);
        wai_table_cell(table, "%s", date);
    } else {
        wai_table_number(table, "%.5g", value);
    }
}

/* Of a sweep: a parameter, or the mean of a metric, over the points. */
static void show_metric(struct view *view, struct wai_table *table, const struct wai_reader_info *info,
                        const double *values, int32_t start_day)
{
    double range[2];
    size_t known = find_range(values, info->n_values, range);
    int is_date = strcmp(info->unit, "year") == 0 && ends_with(info->name, "_mean");

    if (view->call->options.json) {
        wai_json_key(&view->json, info->name);
        wai_json_open(&view->json, '{');
        wai_json_member_number(&view->json, "least", range[0]);
        wai_json_member_number(&view->json, "most", range[1]);
        wai_json_member_whole(&view->json, "points", (long long)known);
        wai_json_close(&view->json, '}');
        return;
    }
    wai_table_cell(table, "%s", info->name);
    add_value(table, range[0], is_date, start_day);
    add_value(table, range[1], is_date, start_day);
    wai_table_cell(table, "%s", is_date ? "date" : strcmp(info->unit, "1") == 0 ? "" : info->unit);
    wai_table_cell(table, "%zu", known);
}

/* Parameters and metrics of a sweep, least to most. */
static enum wai_status show_ranges(struct view *view, char *const *names, size_t n)
{
    static const char *const heads[] = { "Range over the points", "least", "most", "unit", "known points" };
    struct wai_table table = { .n_keys = 1 };
    int32_t start_day = 0;
    enum wai_status status = read_date(view, "start_date", &start_day);

    for (int c = 0; c < 5; c++) {
        wai_table_column(&table, heads[c], c == 4 ? "known" : NULL,
                         c % 3 == 0 ? WAI_TABLE_LEFT : WAI_TABLE_RIGHT);
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        struct wai_reader_info info;

        status = wai_reader_find(view->reader, names[i], &info, view->err);
        if (status == WAI_OK && info.n_dims == 1 && strcmp(info.dims[0], "point") == 0 &&
            strncmp(names[i], "final_", 6) != 0 &&
            (ends_with(names[i], "_mean") || strncmp(names[i], "param_", 6) == 0)) {
            double *values = read_all(view, names[i], info.n_values, &status);

            if (values) {
                show_metric(view, &table, &info, values, start_day);
            }
            free(values);
        }
    }
    if (status == WAI_OK && !view->call->options.json) {
        printf("\n");
        status = wai_table_print(&table, &view->call->talk);
    }
    wai_table_free(&table);
    return status;
}

/* Every dataset. */
static enum wai_status list_data(struct view *view, char *const *names, size_t n)
{
    static const char *const heads[] = { "dataset", "axes", "unit", "meaning" };
    struct wai_table table = { .n_keys = 1 };
    enum wai_status status = WAI_OK;

    for (int c = 0; c < 4; c++) {
        wai_table_column(&table, heads[c], NULL, WAI_TABLE_LEFT);
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        struct wai_reader_info info;
        char shape[300] = "";

        status = wai_reader_find(view->reader, names[i], &info, view->err);
        for (size_t d = 0, used = 0; status == WAI_OK && d < info.n_dims; d++) {
            used += (size_t)snprintf(shape + used, sizeof shape - used, "%s%s", d ? ", " : "", info.dims[d]);
        }
        wai_table_cell(&table, "%s", names[i]);
        wai_table_cell(&table, "%s", shape);
        wai_table_cell(&table, "%s", strcmp(info.unit, "1") == 0 ? "" : info.unit);
        wai_table_cell(&table, "%s", info.meaning);
    }
    if (status == WAI_OK) {
        printf("\n");
        status = wai_table_print(&table, &view->call->talk);
    }
    wai_table_free(&table);
    return status;
}

static enum wai_status show_data(struct view *view)
{
    char **names;
    size_t n;
    enum wai_status status = wai_reader_names(view->reader, &names, &n, view->err);

    if (status != WAI_OK) {
        return status;
    }
    if (wai_reader_kind(view->reader) == WAI_READER_SWEEP) {
        status = show_ranges(view, names, n);
    }
    if (status == WAI_OK && view->call->options.all && !view->call->options.json) {
        status = list_data(view, names, n);
    }
    wai_reader_free_texts(names, n);
    return status;
}

/* Points and analysis, as the sweep told them at its end. */
static enum wai_status show_sweep(struct view *view)
{
    if (view->call->options.json) {
        return wai_sheet_json(view->reader, &view->json, view->err);
    }
    return wai_board_body(view->reader, &view->call->talk, view->err);
}

static enum wai_status show_all(struct view *view)
{
    enum wai_status status = WAI_OK;
    int json = view->call->options.json;

    if (json) {
        wai_json_open(&view->json, '{');
        wai_json_member_text(&view->json, "kind", kinds[wai_reader_kind(view->reader)]);
    } else {
        status = wai_heading_print(view->reader, &view->call->talk, view->err);
        if (status != WAI_OK) {
            return status;
        }
        printf("%-14s%s\n", "kind", kinds[wai_reader_kind(view->reader)]);
    }
    status = show_texts(view);
    if (status == WAI_OK && json) {
        char *deviations = wai_heading_deviations(view->reader);

        wai_json_member_text(&view->json, "deviations", deviations ? deviations : "");
        free(deviations);
    }
    if (status == WAI_OK) {
        show_axes(view);
        status = show_part(view);
    }
    if (status == WAI_OK) {
        status = show_members(view);
    }
    if (status == WAI_OK && wai_reader_kind(view->reader) == WAI_READER_SWEEP) {
        status = show_sweep(view);
    }
    if (status == WAI_OK) {
        status = show_data(view);
    }
    if (json) {
        wai_json_close(&view->json, '}');
    }
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct view view = { .call = call, .err = err };
    enum wai_status status = wai_locate_result(call->arguments[0], err);

    if (status == WAI_OK) {
        status = wai_reader_open(&view.reader, call->arguments[0], err);
    }

    if (status == WAI_OK && call->options.source) {
        char *text;

        status = wai_reader_text(view.reader, "config_text", &text, err);
        if (status == WAI_OK) {
            printf("%s", text);
            free(text);
        }
    } else if (status == WAI_OK) {
        status = show_all(&view);
    }
    wai_reader_close(&view.reader);
    return status;
}

const struct wai_command wai_cmd_show_command = {
    .name = "show",
    .arguments = "FILE.h5",
    .min_arguments = 1,
    .max_arguments = 1,
    .files = WAI_COMMAND_H5,
    .reads = 1,
    .summary = "what a result file holds: dimensions, provenance, key numbers",
    .text = "Prints what a result is, with which command, seed, version and configuration it was made, how "
            "large it is along "
            "each dimension, and members by year; of a sweep its points, what the analysis found "
            "and the range of its parameters and metrics.",
    .examples = "waico show results/baseline.h5\tat a glance\n"
                "waico show results/baseline.h5 --data\tevery dataset\n"
                "waico show results/baseline.h5 --config\tthe scenario that it came from\n",
    .options = show_options,
    .run = run,
};
