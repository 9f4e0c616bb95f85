/* Tables of a sweep, read from its file by name. */
#include "cli/board.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/heading.h"
#include "cli/json.h"
#include "cli/sheet.h"
#include "output/layout.h"

#define MOST_POINTS 24 /* printed one by one */
#define MOST_PARAMS 6  /* columns of values beside the metrics */
#define MOST_METRICS 64
#define NAME 96

/* What both outputs need. */
struct board {
    struct wai_reader *reader;
    const struct wai_talk *talk;
    size_t n_points, n_params, n_metrics;
    char (*params)[NAME]; /* datasets param_... */
    char **metrics;       /* of the analysis, or those found by name */
    char *kind;
};

static void release(struct board *board)
{
    free(board->params);
    wai_reader_free_texts(board->metrics, board->n_metrics);
    free(board->kind);
}

/* Metrics are the datasets NAME_half_width; parameters the datasets param_... */
static enum wai_status find_names(struct board *board, struct wai_error *err)
{
    char **names;
    size_t n;
    enum wai_status status = wai_reader_names(board->reader, &names, &n, err);

    if (status != WAI_OK) {
        return status;
    }
    board->params = calloc(n + 1, sizeof *board->params);
    board->metrics = calloc(n + 1, sizeof *board->metrics);
    status = board->params && board->metrics ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        const char *end = strstr(names[i], "_half_width");

        if (strncmp(names[i], "param_", 6) == 0) {
            (void)snprintf(board->params[board->n_params++], NAME, "%s", names[i]);
        } else if (end && end[11] == '\0') {
            char *name = strndup(names[i], (size_t)(end - names[i]));

            status = name ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
            if (name) {
                board->metrics[board->n_metrics++] = name;
            }
        }
    }
    wai_reader_free_texts(names, n);
    return status;
}

static enum wai_status open_board(struct board *board, struct wai_reader *reader, const struct wai_talk *talk,
                                  struct wai_error *err)
{
    *board = (struct board){ .reader = reader, .talk = talk, .n_points = wai_reader_length(reader, "point") };
    if (wai_reader_text(reader, "design_kind", &board->kind, err) != WAI_OK) {
        return wai_error_add(err, WAI_ERR_FORMAT, "the file has no design");
    }
    return find_names(board, err);
}

/* ---- points ---- */

static enum wai_status print_heads(const struct board *board, struct wai_error *err)
{
    char *text = NULL;
    enum wai_status status = wai_heading_print(board->reader, board->talk, err);

    if (status != WAI_OK) {
        return status;
    }
    printf("design %s, %zu point%s", board->kind, board->n_points, board->n_points == 1 ? "" : "s");
    if (wai_reader_text(board->reader, "seed", &text, err) == WAI_OK) {
        printf(", seed %s", text);
        free(text);
    }
    printf("\n");
    return WAI_OK;
}

/* Names of the scenarios of the points, when there are several; NULL with *n 0 else. */
static char **scenario_names(const struct board *board, size_t *n)
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
    double *done, *status, *scenario;
    double *params[MOST_PARAMS];
    double *means[MOST_METRICS], *widths[MOST_METRICS], *lows[MOST_METRICS], *highs[MOST_METRICS],
        *known[MOST_METRICS];
    double *goal;                   /* point_goal; NULL: none */
    uint8_t is_share[MOST_METRICS]; /* its interval does not lie evenly about the mean */
    uint8_t has_gaps[MOST_METRICS]; /* a metric is not known in all replications */
    size_t n_params, n_metrics;
};

static void free_columns(struct columns *columns)
{
    free(columns->done);
    free(columns->status);
    free(columns->scenario);
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

static double *read_statistic(const struct board *board, size_t metric, const char *ending,
                              struct wai_error *err)
{
    char name[NAME + 16];

    (void)snprintf(name, sizeof name, "%s_%s", board->metrics[metric], ending);
    return wai_sheet_numbers(board->reader, name, board->n_points, err);
}

/* The columns of a metric; 0 when they cannot be read. */
static int read_metric(const struct board *board, struct columns *columns, size_t m, struct wai_error *err)
{
    struct wai_reader_info info;
    char name[NAME + 16];

    columns->means[m] = read_statistic(board, m, "mean", err);
    columns->widths[m] = read_statistic(board, m, "half_width", err);
    columns->lows[m] = read_statistic(board, m, "low", err);
    columns->highs[m] = read_statistic(board, m, "high", err);
    columns->known[m] = read_statistic(board, m, "known", err);
    (void)snprintf(name, sizeof name, "%s_low", board->metrics[m]);
    if (!columns->means[m] || !columns->widths[m] || !columns->lows[m] || !columns->highs[m] ||
        !columns->known[m] || wai_reader_find(board->reader, name, &info, err) != WAI_OK) {
        return 0;
    }
    columns->is_share[m] = strcmp(info.interval, "wilson") == 0;
    for (size_t i = 0; i < board->n_points; i++) {
        columns->has_gaps[m] = columns->has_gaps[m] || columns->known[m][i] < columns->done[i];
    }
    return 1;
}

static enum wai_status read_columns(const struct board *board, struct columns *columns, struct wai_error *err)
{
    int failed = 0;

    *columns = (struct columns){ 0 };
    columns->done = wai_sheet_numbers(board->reader, "replications_done", board->n_points, err);
    columns->status = wai_sheet_numbers(board->reader, "point_status", board->n_points, err);
    columns->scenario = wai_sheet_numbers(board->reader, "point_scenario", board->n_points, err);
    for (size_t i = 0; i < board->n_params && i < MOST_PARAMS; i++) {
        columns->params[columns->n_params] =
            wai_sheet_numbers(board->reader, board->params[i], board->n_points, err);
        failed = failed || !columns->params[columns->n_params++];
    }
    for (size_t i = 0; columns->done && i < board->n_metrics && i < MOST_METRICS; i++) {
        columns->n_metrics++;
        failed = failed || !read_metric(board, columns, i, err);
    }
    if (wai_reader_has(board->reader, "point_goal")) {
        columns->goal = wai_sheet_numbers(board->reader, "point_goal", board->n_points, err);
        failed = failed || !columns->goal;
    }
    if (failed || !columns->done || !columns->status || !columns->scenario) {
        free_columns(columns);
        return WAI_ERR_FORMAT;
    }
    return WAI_OK;
}

/* "12.3 +- 0.4", of a share "0.02 0.016..0.036", and the replications it rests on. */
static void print_metric(const struct columns *columns, size_t m, size_t i)
{
    char interval[32] = "";

    if (isnan(columns->means[m][i])) {
        printf("  %10s %-14s", "-", "");
    } else {
        if (isnan(columns->lows[m][i])) {
            (void)snprintf(interval, sizeof interval, "(no interval)");
        } else if (columns->is_share[m]) {
            (void)snprintf(interval, sizeof interval, "%.3g..%.3g", columns->lows[m][i],
                           columns->highs[m][i]);
        } else {
            (void)snprintf(interval, sizeof interval, "+- %.3g", columns->widths[m][i]);
        }
        printf("  %10.5g %-14s", columns->means[m][i], interval);
    }
    if (columns->has_gaps[m]) {
        printf(" %6.0f", columns->known[m][i]);
    }
}

static void print_point(const struct board *board, const struct columns *columns, char *const *names,
                        size_t n_names, size_t i)
{
    double scenario = columns->scenario[i];

    printf("%6zu %7.0f %-7s", i, columns->done[i],
           columns->status[i] > 1                  ? "failed"
           : columns->status[i] > 0                ? "pending"
           : columns->goal && columns->goal[i] > 0 ? "missed"
                                                   : "");
    for (size_t p = 0; p < columns->n_params; p++) {
        printf(" %12.6g", columns->params[p][i]);
    }
    for (size_t m = 0; m < columns->n_metrics; m++) {
        print_metric(columns, m, i);
    }
    if (scenario >= 0 && scenario < (double)n_names) {
        printf("  %s", names[(size_t)scenario]);
    }
    printf("\n");
    (void)board;
}

/* Whether points with as many replications as they need reached what they were run for. */
static enum wai_status print_goal(const struct board *board, const struct columns *columns,
                                  struct wai_error *err)
{
    size_t most = wai_reader_length(board->reader, "replicate");
    char *metric = NULL;
    char *width = NULL;
    size_t n_missed = 0;
    size_t n_equal = 0;
    size_t m = 0;
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
        printf("\nHalf width of %s at most %s: reached at every point\n", metric, width);
    } else if (status == WAI_OK) {
        printf("\nHalf width of %s at most %s: not reached at %zu of %zu points within %zu replications\n",
               metric, width, n_missed, board->n_points, most);
    }
    if (status == WAI_OK && n_equal > 0) {
        printf("At %zu of them all values are equal, from which no interval follows\n", n_equal);
    }
    free(metric);
    free(width);
    return status;
}

static enum wai_status print_points(const struct board *board, struct wai_error *err)
{
    struct columns columns;
    char **names;
    size_t n_names;
    size_t shown = board->n_points < MOST_POINTS ? board->n_points : MOST_POINTS;
    enum wai_status status = read_columns(board, &columns, err);

    if (status != WAI_OK) {
        return status;
    }
    names = scenario_names(board, &n_names);
    wai_sheet_heading(board->talk, "Points");
    printf(" point replic.        ");
    for (size_t p = 0; p < columns.n_params; p++) {
        size_t length = strlen(board->params[p] + 6);

        printf(" %12s", board->params[p] + 6 + (length > 12 ? length - 12 : 0));
    }
    for (size_t m = 0; m < columns.n_metrics; m++) {
        printf("  %-25.25s%s", board->metrics[m], columns.has_gaps[m] ? "  known" : "");
    }
    printf("\n");
    for (size_t i = 0; i < shown; i++) {
        print_point(board, &columns, names, n_names, i);
    }
    if (shown < board->n_points) {
        printf("   ... and %zu more\n", board->n_points - shown);
    }
    wai_reader_free_texts(names, n_names);
    status = columns.goal ? print_goal(board, &columns, err) : WAI_OK;
    free_columns(&columns);
    return status;
}

static enum wai_status print_failures(const struct board *board, struct wai_error *err)
{
    char **messages;
    size_t n;
    size_t n_failed = 0;
    enum wai_status status = wai_reader_texts(board->reader, "point_message", &messages, &n, err);

    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        if (messages[i][0] != '\0' && n_failed++ < 10) {
            printf("%s%s%s\n", n_failed == 1 ? "\nFailed points\n" : "", "  ", messages[i]);
        }
    }
    if (status == WAI_OK && n_failed > 10) {
        printf("  ... and %zu more\n", n_failed - 10);
    }
    if (status == WAI_OK) {
        wai_reader_free_texts(messages, n);
    }
    return status;
}

/* Points, analysis, failures: what stands below the heads. */
static enum wai_status print_body(const struct board *board, struct wai_error *err)
{
    enum wai_status status = print_points(board, err);

    if (status == WAI_OK) {
        status = wai_sheet_print(board->reader, board->talk, err);
    }
    return status == WAI_OK ? print_failures(board, err) : status;
}

enum wai_status wai_board_print(struct wai_reader *reader, const struct wai_talk *talk, struct wai_error *err)
{
    struct board board;
    enum wai_status status = open_board(&board, reader, talk, err);

    if (status == WAI_OK) {
        status = print_heads(&board, err);
    }
    if (status == WAI_OK) {
        status = print_body(&board, err);
    }
    release(&board);
    return status;
}

enum wai_status wai_board_body(struct wai_reader *reader, const struct wai_talk *talk, struct wai_error *err)
{
    struct board board;
    enum wai_status status = open_board(&board, reader, talk, err);

    if (status == WAI_OK) {
        printf("%-14s%s\n", "design", board.kind);
        status = print_body(&board, err);
    }
    release(&board);
    return status;
}

/* ---- JSON ---- */

static enum wai_status json_numbers(const struct board *board, struct wai_json *json, const char *name,
                                    size_t n, struct wai_error *err)
{
    double *values = wai_sheet_numbers(board->reader, name, n, err);

    if (!values) {
        return WAI_ERR_FORMAT;
    }
    wai_json_key(json, name);
    wai_json_open(json, '[');
    for (size_t i = 0; i < n; i++) {
        wai_json_number(json, values[i]);
    }
    wai_json_close(json, ']');
    free(values);
    return WAI_OK;
}

static enum wai_status json_points(const struct board *board, struct wai_json *json, struct wai_error *err)
{
    const char *const ends[] = { "_mean", "_sd", "_half_width", "_low", "_high", "_known" };
    enum wai_status status = json_numbers(board, json, "replications_done", board->n_points, err);

    for (size_t i = 0; status == WAI_OK && i < board->n_params; i++) {
        status = json_numbers(board, json, board->params[i], board->n_points, err);
    }
    for (size_t i = 0; status == WAI_OK && i < 6 * board->n_metrics; i++) {
        char name[NAME + 16];

        (void)snprintf(name, sizeof name, "%s%s", board->metrics[i / 6], ends[i % 6]);
        status = json_numbers(board, json, name, board->n_points, err);
    }
    if (status == WAI_OK && wai_reader_has(board->reader, "point_goal")) {
        status = json_numbers(board, json, "point_goal", board->n_points, err);
    }
    return status;
}

enum wai_status wai_board_json(struct wai_reader *reader, const char *output, struct wai_error *err)
{
    struct wai_json json = { 0 };
    struct board board;
    enum wai_status status = open_board(&board, reader, NULL, err);

    if (status == WAI_OK) {
        wai_json_open(&json, '{');
        wai_json_member_text(&json, "output", output);
        wai_json_member_text(&json, "design", board.kind);
        wai_json_member_whole(&json, "points", (long long)board.n_points);
        status = json_points(&board, &json, err);
        if (status == WAI_OK) {
            status = wai_sheet_json(reader, &json, err);
        }
        wai_json_close(&json, '}');
    }
    release(&board);
    return status;
}
