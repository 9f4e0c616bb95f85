/* Columns of a table of points, read from the file by name. */
#include "cli/pointlist.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label.h"
#include "cli/sheet.h"
#include "cli/table.h"
#include "model/setup.h"
#include "scenario/date.h"

#define MOST_POINTS 24   /* printed one by one */
#define MOST_COLUMNS 256 /* of parameters, and of metrics */

/* Names of the scenarios of the points, when there are several; NULL with *n 0 else. */
static char **scenario_names(const struct wai_pointlist *board, size_t *n)
{
    struct wai_error ignored = { 0 };
    char **names = NULL;

    *n = 0;
    if (strcmp(board->kind, "scenarios") == 0 && wai_reader_has(board->reader, "scenario") &&
        wai_reader_texts(board->reader, "scenario", &names, n, &ignored) != WAI_OK) {
        names = NULL;
        *n = 0;
    }
    wai_error_free(&ignored);
    return names;
}

/* Columns of a table of points: replications, status, parameters, metrics with half widths. */
struct columns {
    double *done, *status, *scenario, *shift;
    double *params[MOST_COLUMNS];
    double *means[MOST_COLUMNS], *widths[MOST_COLUMNS], *lows[MOST_COLUMNS], *highs[MOST_COLUMNS],
        *known[MOST_COLUMNS];
    double *goal;                   /* point_goal; NULL: none */
    uint8_t is_share[MOST_COLUMNS]; /* its interval does not lie evenly about the mean */
    uint8_t is_date[MOST_COLUMNS];  /* a time since the start */
    uint8_t has_gaps[MOST_COLUMNS]; /* a metric is not known in all replications */
    size_t n_params, n_metrics;
};

static void free_columns(struct columns *columns)
{
    free(columns->done);
    free(columns->status);
    free(columns->scenario);
    free(columns->shift);
    for (size_t i = 0; i < columns->n_params; i++) {
        free(columns->params[i]);
    }
    for (size_t i = 0; i < columns->n_metrics; i++) {
        free(columns->means[i]);
        free(columns->widths[i]);
        free(columns->lows[i]);
        free(columns->highs[i]);
        free(columns->known[i]);
    }
    free(columns->goal);
}

static double *read_statistic(const struct wai_pointlist *board, size_t metric, const char *ending,
                              struct wai_error *err)
{
    char name[WAI_POINTLIST_NAME + 16];

    (void)snprintf(name, sizeof name, "%s_%s", board->metrics[metric], ending);
    return wai_sheet_numbers(board->reader, name, board->n_points, err);
}

/* Is a metric a time since the start?  It is shown as a date. */
static int is_date(const struct wai_pointlist *board, size_t metric)
{
    struct wai_error ignored = { 0 };
    struct wai_reader_info info = { 0 };
    char name[WAI_POINTLIST_NAME + 16];
    int is;

    (void)snprintf(name, sizeof name, "%s_mean", board->metrics[metric]);
    is = wai_reader_find(board->reader, name, &info, &ignored) == WAI_OK && strcmp(info.unit, "year") == 0;
    wai_error_free(&ignored);
    return is;
}

/* The columns of a metric; 0 when they cannot be read. */
static int read_metric(const struct wai_pointlist *board, struct columns *columns, size_t m,
                       struct wai_error *err)
{
    struct wai_reader_info info = { 0 };
    char name[WAI_POINTLIST_NAME + 16];

    columns->means[m] = read_statistic(board, m, "mean", err);
    columns->widths[m] = read_statistic(board, m, "half_width", err);
    columns->lows[m] = read_statistic(board, m, "low", err);
    columns->highs[m] = read_statistic(board, m, "high", err);
    columns->known[m] = read_statistic(board, m, "known", err);
    (void)snprintf(name, sizeof name, "%s_low", board->metrics[m]);
    if (!columns->means[m] || !columns->widths[m] || !columns->lows[m] || !columns->highs[m] ||
        !columns->known[m] ||
        (wai_reader_has(board->reader, name) && wai_reader_find(board->reader, name, &info, err) != WAI_OK)) {
        return 0;
    }
    columns->is_date[m] = is_date(board, m) ? 1 : 0;
    columns->is_share[m] = strcmp(info.interval, "wilson") == 0;
    for (size_t i = 0; i < board->n_points; i++) {
        columns->has_gaps[m] = columns->has_gaps[m] || columns->known[m][i] < columns->done[i];
    }
    return 1;
}

static enum wai_status read_columns(const struct wai_pointlist *board, struct columns *columns,
                                    struct wai_error *err)
{
    int failed = 0;

    *columns = (struct columns){ 0 };
    columns->done = wai_sheet_numbers(board->reader, "replications_done", board->n_points, err);
    columns->status = wai_sheet_numbers(board->reader, "point_status", board->n_points, err);
    columns->scenario = wai_sheet_numbers(board->reader, "point_scenario", board->n_points, err);
    columns->shift = wai_sheet_numbers(board->reader, "point_start_shift", board->n_points, err);
    for (size_t i = 0; i < board->n_params && i < MOST_COLUMNS; i++) {
        columns->params[columns->n_params] =
            wai_sheet_numbers(board->reader, board->params[i], board->n_points, err);
        failed = failed || !columns->params[columns->n_params++];
    }
    for (size_t i = 0; columns->done && i < board->n_metrics && i < MOST_COLUMNS; i++) {
        columns->n_metrics++;
        failed = failed || !read_metric(board, columns, i, err);
    }
    if (wai_reader_has(board->reader, "point_goal")) {
        columns->goal = wai_sheet_numbers(board->reader, "point_goal", board->n_points, err);
        failed = failed || !columns->goal;
    }
    if (failed || !columns->done || !columns->status || !columns->scenario || !columns->shift) {
        free_columns(columns);
        return WAI_ERR_FORMAT;
    }
    return WAI_OK;
}

/* "60.5 ± 2.1", of a share "0.02 (0.016 .. 0.036)", of a date "2026-10-04 ± 23 d"; "-" where the mean is not
 * known; in how many replications it is known where that is not in all. */
static void add_metric(struct wai_table *table, const struct columns *columns, size_t m, size_t i,
                       int32_t start_day)
{
    double mean = columns->means[m][i], width = columns->widths[m][i];
    char text[64], interval[64] = " (no interval)", known[32] = "";

    if (isnan(mean)) {
        wai_table_cell(table, "-");
        return;
    }
    if (columns->is_date[m]) {
        wai_date_write(start_day + (int32_t)floor(mean * WAI_DAYS_PER_YEAR), text);
    } else {
        (void)snprintf(text, sizeof text, "%.5g", mean);
    }
    if (columns->is_share[m] && !isnan(columns->lows[m][i])) {
        (void)snprintf(interval, sizeof interval, " (%.3g .. %.3g)", columns->lows[m][i],
                       columns->highs[m][i]);
    } else if (columns->is_date[m] && !isnan(width)) {
        (void)snprintf(interval, sizeof interval, " ± %.0f d", width * WAI_DAYS_PER_YEAR);
    } else if (!isnan(width)) {
        (void)snprintf(interval, sizeof interval, " ± %.3g", width);
    }
    if (columns->known[m][i] < columns->done[i]) {
        (void)snprintf(known, sizeof known, ", %.0f known", columns->known[m][i]);
    }
    wai_table_cell(table, "%s%s%s", text, interval, known);
}

static const char *status_text(const struct columns *columns, size_t i)
{
    return columns->status[i] > 1                  ? "failed"
           : columns->status[i] > 0                ? "pending"
           : columns->goal && columns->goal[i] > 0 ? "missed"
                                                   : "";
}

/* The headings; keys are the point, its scenario, its replications and its status. */
static void add_heads(const struct wai_pointlist *board, const struct columns *columns, size_t n_names,
                      int unfinished, struct wai_table *table)
{
    wai_table_column(table, "point", NULL, WAI_TABLE_RIGHT);
    if (n_names > 0) {
        wai_table_column(table, "scenario", NULL, WAI_TABLE_LEFT);
    }
    wai_table_column(table, "replications", "repl.", WAI_TABLE_RIGHT);
    if (unfinished) {
        wai_table_column(table, "status", NULL, WAI_TABLE_LEFT);
    }
    table->n_keys = table->n_heads;
    for (size_t p = 0; p < columns->n_params; p++) {
        const char *path = wai_label_path(board->params[p] + strlen("param_"));

        wai_table_column(table, path, wai_label_brief(path), WAI_TABLE_RIGHT);
    }
    for (size_t m = 0; m < columns->n_metrics; m++) {
        wai_table_column(table, board->metrics[m], NULL, WAI_TABLE_LEFT);
    }
}

/* What short headings stand for: "peers: affinity.peers". */
static void print_paths(const struct wai_pointlist *board)
{
    char text[4096] = "";
    size_t used = 0;

    for (size_t i = 0; i < board->n_params && used + 2 * WAI_POINTLIST_NAME < sizeof text; i++) {
        const char *path = wai_label_path(board->params[i] + strlen("param_")),
                   *brief = wai_label_brief(path);

        if (brief != path) {
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s: %s", used > 0 ? ", " : "", brief,
                                     path);
        }
    }
    if (used > 0) {
        wai_table_prose(text, 0, 0);
    }
}

static void print_legend(const struct wai_pointlist *board, const struct columns *columns, int brief)
{
    int dates = 0, shares = 0, gaps = 0;

    for (size_t m = 0; m < columns->n_metrics; m++) {
        dates = dates || columns->is_date[m];
        shares = shares || columns->is_share[m];
        gaps = gaps || columns->has_gaps[m];
    }
    printf("%s", wai_talk_style(board->talk, WAI_TALK_FAINT));
    if (brief) {
        print_paths(board);
    }
    if (columns->n_metrics > 0) {
        printf("Means over the replications ± half the width of their confidence interval%s\n",
               shares || dates || gaps ? ";" : "");
    }
    if (shares) {
        printf("of shares the interval in brackets%s\n", dates || gaps ? ";" : "");
    }
    if (dates) {
        printf("of dates ± days%s\n", gaps ? ";" : "");
    }
    if (gaps) {
        printf("known: replications in which the number is known, where not in all; -: in none\n");
    }
    printf("%s", wai_talk_plain(board->talk));
}

static int32_t start_of(const struct wai_pointlist *board)
{
    struct wai_error ignored = { 0 };
    char *text = NULL;
    int32_t day = 0;

    if (wai_reader_text(board->reader, "start_date", &text, &ignored) != WAI_OK ||
        wai_date_parse(text, &day) != NULL) {
        day = 0;
    }
    free(text);
    wai_error_free(&ignored);
    return day;
}

/* Whether points with as many replications as they need reached what they were run for. */
static enum wai_status print_goal(const struct wai_pointlist *board, const struct columns *columns,
                                  struct wai_error *err)
{
    size_t most = wai_reader_length(board->reader, "replicate");
    char *metric = NULL;
    char *width = NULL;
    size_t n_missed = 0;
    size_t n_equal = 0;
    size_t m = 0;
    char text[512];
    enum wai_status status = wai_reader_text(board->reader, "design_goal_metric", &metric, err);

    if (status == WAI_OK) {
        status = wai_reader_text(board->reader, "design_goal_half_width", &width, err);
    }
    while (status == WAI_OK && m < columns->n_metrics && strcmp(board->metrics[m], metric) != 0) {
        m++;
    }
    for (size_t i = 0; i < board->n_points; i++) {
        n_missed += columns->goal[i] > 0;
        n_equal += columns->goal[i] > 0 && m < columns->n_metrics && columns->known[m][i] > 1 &&
                   isnan(columns->widths[m][i]);
    }
    if (status == WAI_OK && n_missed == 0) {
        (void)snprintf(text, sizeof text, "Half width of %s at most %s: reached at every point", metric,
                       width);
    } else if (status == WAI_OK) {
        (void)snprintf(
            text, sizeof text,
            "Half width of %s at most %s: not reached at %zu of %zu points within %zu replications", metric,
            width, n_missed, board->n_points, most);
    }
    if (status == WAI_OK) {
        printf("\n");
        wai_table_prose(text, 4, 0);
    }
    if (status == WAI_OK && n_equal > 0) {
        printf("At %zu of them all values are equal, from which no interval follows\n", n_equal);
    }
    free(metric);
    free(width);
    return status;
}

enum wai_status wai_pointlist_print(const struct wai_pointlist *board, struct wai_error *err)
{
    struct wai_table table = { 0 };
    struct columns columns;
    char **names;
    size_t n_names;
    size_t shown = board->n_points < MOST_POINTS ? board->n_points : MOST_POINTS;
    int unfinished = 0, brief;
    int32_t start = start_of(board);
    enum wai_status status = read_columns(board, &columns, err);

    if (status != WAI_OK) {
        return status;
    }
    names = scenario_names(board, &n_names);
    for (size_t i = 0; i < shown; i++) {
        unfinished = unfinished || status_text(&columns, i)[0] != '\0';
    }
    add_heads(board, &columns, n_names, unfinished, &table);
    for (size_t i = 0; i < shown; i++) {
        wai_table_cell(&table, "%zu", i);
        if (n_names > 0) {
            wai_table_cell(&table, "%s",
                           columns.scenario[i] < (double)n_names ? names[(size_t)columns.scenario[i]] : "");
        }
        wai_table_cell(&table, "%.0f", columns.done[i]);
        if (unfinished) {
            wai_table_cell(&table, "%s", status_text(&columns, i));
        }
        for (size_t p = 0; p < columns.n_params; p++) {
            wai_table_number(&table, "%.6g", columns.params[p][i]);
        }
        for (size_t m = 0; m < columns.n_metrics; m++) {
            add_metric(&table, &columns, m, i, start + (int32_t)columns.shift[i]);
        }
    }
    brief = wai_table_is_brief(&table, board->talk);
    wai_sheet_heading(board->talk, "Points");
    if (wai_table_print(&table, board->talk) != WAI_OK) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the points");
    }
    if (shown < board->n_points) {
        printf("... and %zu more points: waico export has them all\n", board->n_points - shown);
    }
    print_legend(board, &columns, brief);
    wai_reader_free_texts(names, n_names);
    if (status == WAI_OK && columns.goal) {
        status = print_goal(board, &columns, err);
    }
    free_columns(&columns);
    return status;
}
