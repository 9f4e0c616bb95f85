/* Tables of an analysis, read from a sweep's file by name: over metric and parameter, or metric and level. */
#include "cli/sheet.h"

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
};

static const struct view views[] = {
    { "Sobol' indices",
      { "sobol_total", "sobol_total_low", "sobol_total_high", "sobol_first", "sobol_first_low",
        "sobol_first_high" },
      { "total", "low", "high", "first", "low", "high" } },
    { "Elementary effects",
      { "morris_mu_star", "morris_mu_star_low", "morris_mu_star_high", "morris_mu", "morris_sigma", NULL },
      { "mu*", "low", "high", "mu", "sigma" } },
    { "One at a time", { "oat_range", "oat_low", "oat_high", NULL }, { "range", "at low", "at high" } },
    { "Share of the variance over the grid", { "grid_share", NULL }, { "share" } },
};
#define N_VIEWS (sizeof views / sizeof *views)

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

double *wai_sheet_numbers(struct wai_reader *reader, const char *name, size_t n, struct wai_error *err)
{
    struct wai_reader_info info;
    double *values;

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

static void print_rows(const struct sheet *sheet, const struct view *view, double *const *columns)
{
    for (size_t m = 0; m < sheet->n_metrics; m++) {
        printf("%-42s", sheet->metrics[m]);
        for (int c = 0; c < MOST_COLUMNS && columns[c]; c++) {
            printf(" %10s", view->heads[c]);
        }
        printf("\n");
        order_rows(columns[0] + m * sheet->n_params, sheet->n_params, sheet->order);
        for (size_t i = 0; i < sheet->n_params; i++) {
            printf("  %-40s", sheet->params[sheet->order[i]]);
            for (int c = 0; c < MOST_COLUMNS && columns[c]; c++) {
                printf(" %10.4g", columns[c][m * sheet->n_params + sheet->order[i]]);
            }
            printf("\n");
        }
    }
}

static enum wai_status print_view(const struct sheet *sheet, const struct view *view,
                                  const struct wai_talk *talk, struct wai_error *err)
{
    double *columns[MOST_COLUMNS] = { NULL };
    enum wai_status status = WAI_OK;

    for (int c = 0; status == WAI_OK && c < MOST_COLUMNS && view->columns[c]; c++) {
        columns[c] =
            wai_sheet_numbers(sheet->reader, view->columns[c], sheet->n_metrics * sheet->n_params, err);
        status = columns[c] ? WAI_OK : WAI_ERR_FORMAT;
    }
    if (status == WAI_OK) {
        wai_sheet_heading(talk, view->title);
        print_rows(sheet, view, columns);
    }
    for (int c = 0; c < MOST_COLUMNS; c++) {
        free(columns[c]);
    }
    return status;
}

/* ---- over metric and level ---- */

/* A response: its numbers and the texts of its levels, to be freed by the caller when WAI_OK. */
static enum wai_status read_response(const struct sheet *sheet, const char *name, double **values,
                                     char ***levels, size_t *n_levels, struct wai_error *err)
{
    struct wai_reader_info info;
    enum wai_status status = wai_reader_find(sheet->reader, name, &info, err);

    if (status == WAI_OK && info.n_dims != 2) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "%s: not over metric and level", name);
    }
    if (status == WAI_OK) {
        status = wai_reader_texts(sheet->reader, info.dims[1], levels, n_levels, err);
    }
    if (status == WAI_OK) {
        *values = wai_sheet_numbers(sheet->reader, name, sheet->n_metrics * *n_levels, err);
        if (!*values) {
            wai_reader_free_texts(*levels, *n_levels);
            status = WAI_ERR_FORMAT;
        }
    }
    return status;
}

static enum wai_status print_response(const struct sheet *sheet, const char *name, struct wai_error *err)
{
    double *values;
    char **levels;
    size_t n_levels;
    enum wai_status status = read_response(sheet, name, &values, &levels, &n_levels, err);

    if (status != WAI_OK) {
        return status;
    }
    printf("%-28s", name + strlen("response_"));
    for (size_t m = 0; m < sheet->n_metrics; m++) {
        printf("  %22.22s", sheet->metrics[m]);
    }
    printf("\n");
    for (size_t i = 0; i < n_levels; i++) {
        printf("  %-26s", levels[i]);
        for (size_t m = 0; m < sheet->n_metrics; m++) {
            printf("  %22.5g", values[m * n_levels + i]);
        }
        printf("\n");
    }
    free(values);
    wai_reader_free_texts(levels, n_levels);
    return WAI_OK;
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
            status = print_response(sheet, names[i], err);
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
    return WAI_OK;
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
        double *values;
        char key[96];
        char **levels;
        size_t n_levels;

        if (!is_response(names[i])) {
            continue;
        }
        status = read_response(sheet, names[i], &values, &levels, &n_levels, err);
        if (status == WAI_OK) {
            (void)snprintf(key, sizeof key, "level_%s", names[i] + strlen("response_"));
            json_texts(json, key, levels, n_levels);
            json_rows(json, names[i], values, sheet->n_metrics, n_levels);
            free(values);
            wai_reader_free_texts(levels, n_levels);
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
        if (status == WAI_OK) {
            status = json_responses(&sheet, json, err);
        }
        wai_json_close(json, '}');
    }
    release(&sheet);
    return status;
}
