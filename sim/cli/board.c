/* Tables of a sweep, read from its file by name. */
#include "cli/board.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    enum wai_status status = wai_reader_text(board->reader, "title", &text, err);

    if (status != WAI_OK) {
        return status;
    }
    printf("%s%s%s\n", wai_talk_style(board->talk, WAI_TALK_STRONG), text, wai_talk_plain(board->talk));
    free(text);
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
    double *means[MOST_METRICS], *widths[MOST_METRICS];
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
    }
}

static enum wai_status read_columns(const struct board *board, struct columns *columns, struct wai_error *err)
{
    char name[NAME + 16];
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
    for (size_t i = 0; i < board->n_metrics && i < MOST_METRICS; i++) {
        (void)snprintf(name, sizeof name, "%s_mean", board->metrics[i]);
        columns->means[i] = wai_sheet_numbers(board->reader, name, board->n_points, err);
        (void)snprintf(name, sizeof name, "%s_half_width", board->metrics[i]);
        columns->widths[i] = wai_sheet_numbers(board->reader, name, board->n_points, err);
        columns->n_metrics++;
        failed = failed || !columns->means[i] || !columns->widths[i];
    }
    if (failed || !columns->done || !columns->status || !columns->scenario) {
        free_columns(columns);
        return WAI_ERR_FORMAT;
    }
    return WAI_OK;
}

static void print_point(const struct board *board, const struct columns *columns, char *const *names,
                        size_t n_names, size_t i)
{
    double scenario = columns->scenario[i];

    printf("%6zu %7.0f %-7s", i, columns->done[i],
           columns->status[i] > 1   ? "failed"
           : columns->status[i] > 0 ? "pending"
                                    : "");
    for (size_t p = 0; p < columns->n_params; p++) {
        printf(" %12.6g", columns->params[p][i]);
    }
    for (size_t m = 0; m < columns->n_metrics; m++) {
        printf("  %10.5g +- %-8.3g", columns->means[m][i], columns->widths[m][i]);
    }
    if (scenario >= 0 && scenario < (double)n_names) {
        printf("  %s", names[(size_t)scenario]);
    }
    printf("\n");
    (void)board;
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
        printf("  %-22.22s", board->metrics[m]);
    }
    printf("\n");
    for (size_t i = 0; i < shown; i++) {
        print_point(board, &columns, names, n_names, i);
    }
    if (shown < board->n_points) {
        printf("   ... and %zu more\n", board->n_points - shown);
    }
    wai_reader_free_texts(names, n_names);
    free_columns(&columns);
    return WAI_OK;
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
    const char *const ends[] = { "_mean", "_sd", "_half_width" };
    enum wai_status status = json_numbers(board, json, "replications_done", board->n_points, err);

    for (size_t i = 0; status == WAI_OK && i < board->n_params; i++) {
        status = json_numbers(board, json, board->params[i], board->n_points, err);
    }
    for (size_t i = 0; status == WAI_OK && i < 3 * board->n_metrics; i++) {
        char name[NAME + 16];

        (void)snprintf(name, sizeof name, "%s%s", board->metrics[i / 3], ends[i % 3]);
        status = json_numbers(board, json, name, board->n_points, err);
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
