/* Tables of an analysis, read from a sweep's file by name: over metric and parameter, or metric and level. */
#include "cli/sheet.h"
#include "cli/label.h"
#include "cli/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_COLUMNS 6

/* A table over metric and parameter and the tables that stand beside it. */
struct view {
    const char *title;
    const char
        *columns[MOST_COLUMNS]; /* datasets; the first orders the rows and tells whether there are any */
    const char *heads[MOST_COLUMNS];
    const char *count,
        *counted; /* what the numbers of a metric rest on: a dataset over metrics, and the word for one */
};

static const struct view views[] = {
    { "Sobol' indices",
      { "sobol_total", "sobol_total_low", "sobol_total_high", "sobol_first", "sobol_first_low",
        "sobol_first_high" },
      { "total", "total low", "total high", "first", "first low", "first high" },
      "sobol_used",
      "row" },
    { "Elementary effects",
      { "morris_mu_star", "morris_mu_star_low", "morris_mu_star_high", "morris_mu", "morris_sigma",
        "morris_effects" },
      { "mu*", "mu* low", "mu* high", "mu", "sigma", "effects" },
      NULL,
      NULL },
    { "One at a time",
      { "oat_range", "oat_low", "oat_low_known", "oat_high", "oat_high_known", NULL },
      { "range", "at low", "known low", "at high", "known high" },
      NULL,
      NULL },
    { "Share of the variance over the grid", { "grid_share", NULL }, { "share" }, "grid_known", "point" },
};
#define N_VIEWS (sizeof views / sizeof *views)
#define MOST_PAIRS 10 /* of parameters, printed for a metric */

static const char *const second_order[3] = { "sobol_second", "sobol_second_low", "sobol_second_high" };

/* The axes of the tables, and where they come from. */
struct sheet {
    struct wai_reader *reader;
    char **metrics, **params;
    size_t n_metrics, n_params;
    size_t *order; /* of the parameters, for one metric */
};

/* Tells a response (metric, level) among the datasets; beside it stands how many points it rests on. */
static int is_response(const char *name)
{
    size_t length = strlen(name);

    return strncmp(name, "response_", 9) == 0 && !(length > 6 && strcmp(name + length - 6, "_known") == 0);
}

static void release(struct sheet *sheet)
{
    wai_reader_free_texts(sheet->metrics, sheet->n_metrics);
    wai_reader_free_texts(sheet->params, sheet->n_params);
    free(sheet->order);
}

/* *present is 0 when the file has no analysis. */
static enum wai_status open_sheet(struct sheet *sheet, struct wai_reader *reader, int *present,
                                  struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    *sheet = (struct sheet){ .reader = reader };
    *present = 0;
    for (size_t v = 0; v < N_VIEWS; v++) {
        *present = *present || wai_reader_has(reader, views[v].columns[0]);
    }
    if (*present) {
        status = wai_reader_texts(reader, "metric", &sheet->metrics, &sheet->n_metrics, err);
    }
    if (*present && status == WAI_OK) {
        status = wai_reader_texts(reader, "parameter", &sheet->params, &sheet->n_params, err);
    }
    if (*present && status == WAI_OK) {
        sheet->order = calloc(sheet->n_params + 1, sizeof *sheet->order);
        status = sheet->order ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    return status;
}

static double *unknown_numbers(const char *name, size_t n, struct wai_error *err)
{
    double *values = calloc(n + 1, sizeof *values);

    for (size_t i = 0; values && i < n; i++) {
        values[i] = NAN;
    }
    if (!values) {
        (void)wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %s", name);
    }
    return values;
}

double *wai_sheet_numbers(struct wai_reader *reader, const char *name, size_t n, struct wai_error *err)
{
    struct wai_reader_info info;
    double *values;

    if (wai_reader_rests_on_accounts(reader) && !wai_reader_has(reader, name)) {
        return unknown_numbers(name, n, err);
    }
    if (wai_reader_find(reader, name, &info, err) != WAI_OK) {
        return NULL;
    }
    if (info.n_values != n) {
        (void)wai_error_add(err, WAI_ERR_FORMAT, "%s: %zu values, expected %zu", name, info.n_values, n);
        return NULL;
    }
    values = calloc(n + 1, sizeof *values);
    if (!values) {
        (void)wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %s", name);
        return NULL;
    }
    if (wai_reader_numbers(reader, name, NULL, values, n, err) != WAI_OK) {
        free(values);
        return NULL;
    }
    return values;
}

void wai_sheet_heading(const struct wai_talk *talk, const char *text)
{
    printf("\n%s%s%s\n", wai_talk_style(talk, WAI_TALK_STRONG), text, wai_talk_plain(talk));
}

/* ---- over metric and parameter ---- */

/* Rows of a metric, largest first; NaN last. */
static void order_rows(const double *values, size_t n, size_t *order)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = i;

        while (k > 0 &&
               (values[order[k - 1]] < values[i] || (isnan(values[order[k - 1]]) && !isnan(values[i])))) {
            order[k] = order[k - 1];
            k--;
        }
        order[k] = i;
    }
}

/* One table a metric, its name before the parameters.  counts: of each metric; NULL: none. */
static enum wai_status print_rows(const struct sheet *sheet, const struct view *view, double *const *columns,
                                  const double *counts, const struct wai_talk *talk)
{
    enum wai_status status = WAI_OK;

    for (size_t m = 0; status == WAI_OK && m < sheet->n_metrics; m++) {
        struct wai_table table = { .n_keys = 1 };
        char head[128];

        (void)snprintf(head, sizeof head, "%s", sheet->metrics[m]);
        if (counts && !isnan(counts[m])) {
            (void)snprintf(head, sizeof head, "%s (%.0f %s%s)", sheet->metrics[m], counts[m], view->counted,
                           counts[m] > 1 || counts[m] < 1 ? "s" : "");
        }
        wai_table_column(&table, head, NULL, WAI_TABLE_LEFT);
        for (int c = 0; c < MOST_COLUMNS && columns[c]; c++) {
            wai_table_column(&table, view->heads[c], NULL, WAI_TABLE_RIGHT);
        }
        order_rows(columns[0] + m * sheet->n_params, sheet->n_params, sheet->order);
        for (size_t i = 0; i < sheet->n_params; i++) {
            wai_table_cell(&table, "  %s", sheet->params[sheet->order[i]]);
            for (int c = 0; c < MOST_COLUMNS && columns[c]; c++) {
                wai_table_number(&table, "%.4g", columns[c][m * sheet->n_params + sheet->order[i]]);
            }
        }
        status = wai_table_print(&table, talk);
    }
    return status;
}

static enum wai_status print_view(const struct sheet *sheet, const struct view *view,
                                  const struct wai_talk *talk, struct wai_error *err)
{
    double *columns[MOST_COLUMNS] = { NULL };
    double *counts = NULL;
    enum wai_status status = WAI_OK;

    for (int c = 0; status == WAI_OK && c < MOST_COLUMNS && view->columns[c]; c++) {
        columns[c] =
            wai_sheet_numbers(sheet->reader, view->columns[c], sheet->n_metrics * sheet->n_params, err);
        status = columns[c] ? WAI_OK : WAI_ERR_FORMAT;
    }
    if (status == WAI_OK && view->count) {
        counts = wai_sheet_numbers(sheet->reader, view->count, sheet->n_metrics, err);
        status = counts ? WAI_OK : WAI_ERR_FORMAT;
    }
    if (status == WAI_OK) {
        wai_sheet_heading(talk, view->title);
        status = print_rows(sheet, view, columns, counts, talk);
    }
    free(counts);
    for (int c = 0; c < MOST_COLUMNS; c++) {
        free(columns[c]);
    }
    return status;
}

/* ---- over metric and two parameters ---- */

/* The numbers of sobol_second and of the ends of its intervals. */
static enum wai_status read_pairs(const struct sheet *sheet, double *values[3], struct wai_error *err)
{
    size_t n = sheet->n_metrics * sheet->n_params * sheet->n_params;
    enum wai_status status = WAI_OK;

    for (int c = 0; c < 3; c++) {
        values[c] = status == WAI_OK ? wai_sheet_numbers(sheet->reader, second_order[c], n, err) : NULL;
        status = values[c] ? WAI_OK : WAI_ERR_FORMAT;
    }
    return status;
}

/* The pairs of each metric with the largest indices. */
static enum wai_status print_pairs(const struct sheet *sheet, double *const values[3], size_t *order,
                                   const struct wai_talk *talk)
{
    static const char *const heads[3] = { "index", "low", "high" };
    size_t k = sheet->n_params;
    size_t n_pairs = k * (k - 1) / 2;
    enum wai_status status = WAI_OK;

    for (size_t m = 0; status == WAI_OK && m < sheet->n_metrics; m++) {
        struct wai_table table = { .n_keys = 1 };

        wai_table_column(&table, sheet->metrics[m], NULL, WAI_TABLE_LEFT);
        for (int c = 0; c < 3; c++) {
            wai_table_column(&table, heads[c], NULL, WAI_TABLE_RIGHT);
        }
        order_rows(values[0] + m * k * k, k * k, order);
        for (size_t i = 0, n_rows = 0; i < k * k && n_rows < MOST_PAIRS; i++) {
            if (order[i] / k >= order[i] % k) {
                continue; /* a pair stands there once, the first parameter outside */
            }
            n_rows++;
            wai_table_cell(&table, "  %s, %s", sheet->params[order[i] / k], sheet->params[order[i] % k]);
            for (int c = 0; c < 3; c++) {
                wai_table_number(&table, "%.4g", values[c][m * k * k + order[i]]);
            }
        }
        status = wai_table_print(&table, talk);
        if (n_pairs > MOST_PAIRS) {
            printf("  ... and %zu smaller ones\n", n_pairs - MOST_PAIRS);
        }
    }
    return status;
}

static enum wai_status print_second(const struct sheet *sheet, const struct wai_talk *talk,
                                    struct wai_error *err)
{
    double *values[3];
    size_t *order = calloc(sheet->n_params * sheet->n_params + 1, sizeof *order);
    enum wai_status status = read_pairs(sheet, values, err);

    if (!order) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    if (status == WAI_OK) {
        wai_sheet_heading(talk, "Second-order indices: what two parameters have only together");
        status = print_pairs(sheet, values, order, talk);
    }
    for (int c = 0; c < 3; c++) {
        free(values[c]);
    }
    free(order);
    return status;
}

/* ---- over metric and level ---- */

/* A response: its numbers, how many points each rests on, and the texts of its levels. */
struct response {
    double *values, *known; /* [n_metrics][n_levels] */
    char **levels;
    size_t n_levels;
};

static void free_response(struct response *response)
{
    free(response->values);
    free(response->known);
    wai_reader_free_texts(response->levels, response->n_levels);
}

/* To be freed by the caller when WAI_OK. */
static enum wai_status read_response(const struct sheet *sheet, const char *name, struct response *response,
                                     struct wai_error *err)
{
    struct wai_reader_info info;
    char known[112];
    enum wai_status status = wai_reader_find(sheet->reader, name, &info, err);

    if (status == WAI_OK && info.n_dims != 2) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "%s: not over metric and level", name);
    }
    *response = (struct response){ 0 };
    if (status == WAI_OK) {
        status = wai_reader_texts(sheet->reader, info.dims[1], &response->levels, &response->n_levels, err);
    }
    if (status == WAI_OK) {
        size_t n = sheet->n_metrics * response->n_levels;

        (void)snprintf(known, sizeof known, "%s_known", name);
        response->values = wai_sheet_numbers(sheet->reader, name, n, err);
        response->known = response->values ? wai_sheet_numbers(sheet->reader, known, n, err) : NULL;
        if (!response->known) {
            free_response(response);
            status = WAI_ERR_FORMAT;
        }
    }
    return status;
}

/* Means; where some points of a level are unknown with the number of those it rests on. */
static enum wai_status print_response(const struct sheet *sheet, const char *name,
                                      const struct wai_talk *talk, struct wai_error *err)
{
    struct wai_table table = { .n_keys = 1 };
    struct response response;
    double all;
    enum wai_status status = read_response(sheet, name, &response, err);

    if (status != WAI_OK) {
        return status;
    }
    all = (double)wai_reader_length(sheet->reader, "point") / (double)response.n_levels;
    wai_table_column(&table, wai_label_path(name + strlen("response_")), NULL, WAI_TABLE_LEFT);
    for (size_t m = 0; m < sheet->n_metrics; m++) {
        wai_table_column(&table, sheet->metrics[m], NULL, WAI_TABLE_RIGHT);
    }
    for (size_t i = 0; i < response.n_levels; i++) {
        wai_table_cell(&table, "  %s", response.levels[i]);
        for (size_t m = 0; m < sheet->n_metrics; m++) {
            size_t at = m * response.n_levels + i;

            if (!isnan(response.values[at]) && response.known[at] < all) {
                wai_table_cell(&table, "%.5g (%.0f of %.0f)", response.values[at], response.known[at], all);
            } else {
                wai_table_number(&table, "%.5g", response.values[at]);
            }
        }
    }
    status = wai_table_print(&table, talk);
    free_response(&response);
    return status;
}

static enum wai_status print_responses(const struct sheet *sheet, const struct wai_talk *talk,
                                       struct wai_error *err)
{
    char **names;
    size_t n;
    size_t n_printed = 0;
    enum wai_status status = wai_reader_names(sheet->reader, &names, &n, err);

    if (status != WAI_OK) {
        return status;
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        if (is_response(names[i])) {
            if (n_printed++ == 0) {
                wai_sheet_heading(talk, "Mean of the metrics at each level");
            }
            status = print_response(sheet, names[i], talk, err);
        }
    }
    wai_reader_free_texts(names, n);
    return status;
}

enum wai_status wai_sheet_print(struct wai_reader *reader, const struct wai_talk *talk, struct wai_error *err)
{
    struct sheet sheet;
    int present;
    enum wai_status status = open_sheet(&sheet, reader, &present, err);

    for (size_t v = 0; status == WAI_OK && v < N_VIEWS; v++) {
        if (wai_reader_has(reader, views[v].columns[0])) {
            status = print_view(&sheet, &views[v], talk, err);
        }
    }
    if (status == WAI_OK && present && wai_reader_rests_on_accounts(reader)) {
        printf("\nA file of format 1: its second-order indices are wrong and left out, its elementary "
               "effects of\n"
               "whole numbers are over the step planned, not the step taken.  Run the sweep again.\n");
    } else if (status == WAI_OK && present && wai_reader_has(reader, second_order[0])) {
        status = print_second(&sheet, talk, err);
    }
    if (status == WAI_OK && present) {
        status = print_responses(&sheet, talk, err);
    }
    release(&sheet);
    return status;
}

/* ---- JSON ---- */

static void json_texts(struct wai_json *json, const char *key, char *const *texts, size_t n)
{
    wai_json_key(json, key);
    wai_json_open(json, '[');
    for (size_t i = 0; i < n; i++) {
        wai_json_text(json, texts[i]);
    }
    wai_json_close(json, ']');
}

static void json_rows(struct wai_json *json, const char *key, const double *values, size_t n_rows, size_t n)
{
    wai_json_key(json, key);
    wai_json_open(json, '[');
    for (size_t i = 0; i < n_rows; i++) {
        wai_json_open(json, '[');
        for (size_t k = 0; k < n; k++) {
            wai_json_number(json, values[i * n + k]);
        }
        wai_json_close(json, ']');
    }
    wai_json_close(json, ']');
}

/* A whole number for each metric. */
static enum wai_status json_counts(const struct sheet *sheet, const char *name, struct wai_json *json,
                                   struct wai_error *err)
{
    double *values = wai_sheet_numbers(sheet->reader, name, sheet->n_metrics, err);

    if (!values) {
        return WAI_ERR_FORMAT;
    }
    wai_json_key(json, name);
    wai_json_open(json, '[');
    for (size_t m = 0; m < sheet->n_metrics; m++) {
        wai_json_number(json, values[m]);
    }
    wai_json_close(json, ']');
    free(values);
    return WAI_OK;
}

static enum wai_status json_view(const struct sheet *sheet, const struct view *view, struct wai_json *json,
                                 struct wai_error *err)
{
    for (int c = 0; c < MOST_COLUMNS && view->columns[c]; c++) {
        double *values =
            wai_sheet_numbers(sheet->reader, view->columns[c], sheet->n_metrics * sheet->n_params, err);

        if (!values) {
            return WAI_ERR_FORMAT;
        }
        json_rows(json, view->columns[c], values, sheet->n_metrics, sheet->n_params);
        free(values);
    }
    return view->count ? json_counts(sheet, view->count, json, err) : WAI_OK;
}

/* Second-order indices: for each metric a row of n_params * n_params numbers, the first parameter outside. */
static enum wai_status json_second(const struct sheet *sheet, struct wai_json *json, struct wai_error *err)
{
    double *values[3];
    enum wai_status status = read_pairs(sheet, values, err);

    for (int c = 0; c < 3; c++) {
        if (status == WAI_OK) {
            json_rows(json, second_order[c], values[c], sheet->n_metrics, sheet->n_params * sheet->n_params);
        }
        free(values[c]);
    }
    return status;
}

/* Each response with the levels before it: "level_X": [...], "response_X": [[...], ...]. */
static enum wai_status json_responses(const struct sheet *sheet, struct wai_json *json, struct wai_error *err)
{
    char **names;
    size_t n;
    enum wai_status status = wai_reader_names(sheet->reader, &names, &n, err);

    if (status != WAI_OK) {
        return status;
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        struct response response;
        char key[112];

        if (!is_response(names[i])) {
            continue;
        }
        status = read_response(sheet, names[i], &response, err);
        if (status == WAI_OK) {
            (void)snprintf(key, sizeof key, "level_%s", names[i] + strlen("response_"));
            json_texts(json, key, response.levels, response.n_levels);
            json_rows(json, names[i], response.values, sheet->n_metrics, response.n_levels);
            (void)snprintf(key, sizeof key, "%s_known", names[i]);
            json_rows(json, key, response.known, sheet->n_metrics, response.n_levels);
            free_response(&response);
        }
    }
    wai_reader_free_texts(names, n);
    return status;
}

enum wai_status wai_sheet_json(struct wai_reader *reader, struct wai_json *json, struct wai_error *err)
{
    struct sheet sheet;
    int present;
    enum wai_status status = open_sheet(&sheet, reader, &present, err);

    if (status == WAI_OK && present) {
        wai_json_key(json, "analysis");
        wai_json_open(json, '{');
        json_texts(json, "metric", sheet.metrics, sheet.n_metrics);
        json_texts(json, "parameter", sheet.params, sheet.n_params);
        for (size_t v = 0; status == WAI_OK && v < N_VIEWS; v++) {
            if (wai_reader_has(reader, views[v].columns[0])) {
                status = json_view(&sheet, &views[v], json, err);
            }
        }
        if (status == WAI_OK && wai_reader_has(reader, second_order[0]) &&
            !wai_reader_rests_on_accounts(reader)) {
            status = json_second(&sheet, json, err);
        }
        if (status == WAI_OK) {
            status = json_responses(&sheet, json, err);
        }
        wai_json_close(json, '}');
    }
    release(&sheet);
    return status;
}
