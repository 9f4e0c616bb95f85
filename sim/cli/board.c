/* Tables of a sweep, read from its file by name. */
#include "cli/board.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/heading.h"
#include "cli/json.h"
#include "cli/label.h"
#include "cli/pointlist.h"
#include "cli/sheet.h"
#include "cli/table.h"
#include "output/layout.h"

static void release(struct wai_pointlist *board)
{
    free(board->params);
    wai_reader_free_texts(board->metrics, board->n_metrics);
    free(board->kind);
}

/* Metrics are the datasets NAME_half_width; parameters the datasets param_... */
static enum wai_status find_names(struct wai_pointlist *board, struct wai_error *err)
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
            (void)snprintf(board->params[board->n_params++], WAI_POINTLIST_NAME, "%s", names[i]);
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

/* The parameters in the order of the config, whose text names them. */
static enum wai_status order_params(struct wai_pointlist *board, struct wai_error *err)
{
    char *text, quoted[WAI_POINTLIST_NAME + 2];
    size_t *places = calloc(board->n_params + 1, sizeof *places);
    enum wai_status status =
        places ? wai_reader_text(board->reader, "config_effective", &text, err) : WAI_ERR_MEMORY;

    for (size_t i = 0; status == WAI_OK && i < board->n_params; i++) {
        char moved[WAI_POINTLIST_NAME];
        const char *found;
        size_t place, k = i;

        (void)snprintf(quoted, sizeof quoted, "\"%s\"", wai_label_path(board->params[i] + strlen("param_")));
        found = strstr(text, quoted);
        place = found ? (size_t)(found - text) : SIZE_MAX;
        memcpy(moved, board->params[i], WAI_POINTLIST_NAME);
        for (; k > 0 && places[k - 1] > place; k--) {
            memcpy(board->params[k], board->params[k - 1], WAI_POINTLIST_NAME);
            places[k] = places[k - 1];
        }
        memcpy(board->params[k], moved, WAI_POINTLIST_NAME);
        places[k] = place;
    }
    if (status == WAI_OK) {
        free(text);
    }
    free(places);
    return status;
}

static enum wai_status open_board(struct wai_pointlist *board, struct wai_reader *reader,
                                  const struct wai_talk *talk, struct wai_error *err)
{
    *board = (struct wai_pointlist){ .reader = reader,
                                     .talk = talk,
                                     .n_points = wai_reader_length(reader, "point") };
    if (wai_reader_text(reader, "design_kind", &board->kind, err) != WAI_OK) {
        return wai_error_add(err, WAI_ERR_FORMAT, "the file has no design");
    }
    return find_names(board, err) == WAI_OK ? order_params(board, err) : WAI_ERR_FORMAT;
}

/* ---- points ---- */

static enum wai_status print_heads(const struct wai_pointlist *board, struct wai_error *err)
{
    char *text = NULL;
    enum wai_status status = wai_heading_print(board->reader, board->talk, err);

    if (status != WAI_OK) {
        return status;
    }
    printf("design %s, %zu point%s", board->kind, board->n_points, board->n_points == 1 ? "" : "s");
    status = wai_reader_text(board->reader, "seed", &text, err);
    if (status == WAI_OK) {
        printf(", seed %s", text);
        free(text);
    }
    printf("\n");
    return status;
}

static enum wai_status print_failures(const struct wai_pointlist *board, struct wai_error *err)
{
    char **messages;
    size_t n;
    size_t n_failed = 0;
    enum wai_status status = wai_reader_texts(board->reader, "point_message", &messages, &n, err);

    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        if (messages[i][0] != '\0' && n_failed++ < 10) {
            printf("%s  ", n_failed == 1 ? "\nFailed points\n" : "");
            wai_table_prose(messages[i], 4, 2);
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
static enum wai_status print_body(const struct wai_pointlist *board, struct wai_error *err)
{
    enum wai_status status = wai_pointlist_print(board, err);

    if (status == WAI_OK) {
        status = wai_sheet_print(board->reader, board->talk, err);
    }
    return status == WAI_OK ? print_failures(board, err) : status;
}

enum wai_status wai_board_print(struct wai_reader *reader, const struct wai_talk *talk, struct wai_error *err)
{
    struct wai_pointlist board;
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
    struct wai_pointlist board;
    enum wai_status status = open_board(&board, reader, talk, err);

    if (status == WAI_OK) {
        printf("%-14s%s\n", "design", board.kind);
        status = print_body(&board, err);
    }
    release(&board);
    return status;
}

/* ---- JSON ---- */

static enum wai_status json_numbers(const struct wai_pointlist *board, struct wai_json *json,
                                    const char *name, size_t n, struct wai_error *err)
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

static enum wai_status json_points(const struct wai_pointlist *board, struct wai_json *json,
                                   struct wai_error *err)
{
    const char *const ends[] = { "_mean", "_sd", "_half_width", "_low", "_high", "_known" };
    enum wai_status status = json_numbers(board, json, "replications_done", board->n_points, err);

    for (size_t i = 0; status == WAI_OK && i < board->n_params; i++) {
        status = json_numbers(board, json, board->params[i], board->n_points, err);
    }
    for (size_t i = 0; status == WAI_OK && i < 6 * board->n_metrics; i++) {
        char name[WAI_POINTLIST_NAME + 16];

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
    struct wai_pointlist board;
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
