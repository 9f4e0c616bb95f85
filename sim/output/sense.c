/* Values held against output/fact.h, and the checks of order: see output/sense.h. */
#include "output/sense.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/names.h"
#include "model/param.h"
#include "output/fact.h"
#include "output/intake.h"

#define SLICE ((size_t)1 << 20) /* numbers checked at a time */
#define LONGEST_LABEL 4096
#define MOST_BAND ((size_t)1 << 26)
#define SLACK 1e-5 /* of means and shares in 32 bits */

static enum wai_status wrong_set(const char *name, const char *what, struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s", name, what);
}

static int is_along(const struct wai_reader_info *info, const char *axes)
{
    char text[300] = "";

    for (size_t d = 0, used = 0; d < info->n_dims; d++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", d ? " " : "", info->dims[d]);
    }
    return strcmp(text, axes) == 0;
}

static int is_of(const struct wai_reader_info *info, enum wai_fact_class class)
{
    switch (class) {
    case WAI_FACT_TEXT:
    case WAI_FACT_LINES:
        return info->type == WAI_LAYOUT_TEXT;
    case WAI_FACT_CODE:
    case WAI_FACT_WHOLE:
        return info->type <= WAI_LAYOUT_INT32;
    default:
        return info->type == WAI_LAYOUT_FLOAT32 || info->type == WAI_LAYOUT_FLOAT64;
    }
}

/* ---- numbers ---- */

static double top_of(const struct wai_sense *sense, const struct wai_fact *fact)
{
    switch (fact->top) {
    case WAI_FACT_COUNTRIES:
        return (double)sense->n_countries + fact->high;
    case WAI_FACT_YEARS:
        return isnan(sense->years) ? (double)INFINITY : sense->years;
    case WAI_FACT_DAYS:
        return isnan(sense->years) ? (double)INFINITY : sense->years * WAI_SENSE_DAYS;
    case WAI_FACT_REPLICATES:
        return sense->n_replicates > 0 ? (double)sense->n_replicates : (double)INFINITY;
    case WAI_FACT_SCENARIOS:
        return (double)sense->n_scenarios + fact->high;
    default:
        return fact->high;
    }
}

static const char *check_values(const struct wai_fact *fact, double top, const double *values, size_t n,
                                double *last)
{
    double slack = fact->class == WAI_FACT_REAL ? SLACK * (1 + fabs(isinf(top) ? 0 : top)) : 0;

    for (size_t i = 0; i < n; i++) {
        if (fact->order == WAI_FACT_ASCENDS && !(values[i] > *last)) {
            return "its values do not ascend";
        }
        if (fact->order == WAI_FACT_KNOWN && isnan(values[i])) {
            return "a value is missing";
        }
        *last = values[i];
        if (isinf(values[i]) || values[i] < fact->low - slack || values[i] > top + slack) {
            return "a value is out of range";
        }
    }
    return NULL;
}

/* Axes whose labels are words of this program. */
static const struct {
    const char *axis;
    const char *const *words;
    size_t n;
} spoken[] = { { "status", wai_status_names, WAI_N_STATUSES },
               { "incentive", wai_incentive_names, WAI_N_INCENTIVES },
               { "phase_name", wai_phase_names, WAI_N_PHASES },
               { "term", wai_term_names, WAI_N_TERMS } };

/* Are these the words of the axis, in their order?  Of another axis they are. */
static int are_spoken(const char *axis, char **texts, size_t n)
{
    for (size_t k = 0; k < sizeof spoken / sizeof *spoken; k++) {
        if (strcmp(spoken[k].axis, axis) == 0) {
            size_t i = 0;

            while (i < n && i < spoken[k].n && strcmp(texts[i], spoken[k].words[i]) == 0) {
                i++;
            }
            return n == spoken[k].n && i == n;
        }
    }
    return 1;
}

/* Labels stand in one line and are not endless. */
static enum wai_status check_labels(struct wai_reader *reader, const struct wai_reader_info *info,
                                    struct wai_error *err)
{
    char **texts;
    size_t n;
    enum wai_status status = wai_reader_texts(reader, info->name, &texts, &n, err);

    for (size_t i = 0; i < n && status == WAI_OK; i++) {
        if (strlen(texts[i]) > LONGEST_LABEL || strpbrk(texts[i], "\n\r\t")) {
            status = wrong_set(info->name, "a text is too long, or has more than one line", err);
        }
    }
    if (status == WAI_OK && !are_spoken(info->name, texts, n)) {
        status = wrong_set(info->name, "its words are other ones", err);
    }
    wai_reader_free_texts(texts, n);
    return status;
}

/* All numbers, some rows at a time. */
static enum wai_status check_numbers(struct wai_reader *reader, const struct wai_reader_info *info,
                                     const struct wai_fact *fact, double top, struct wai_error *err)
{
    struct wai_reader_part part = { .n_dims = info->n_dims };
    size_t all = info->n_dims ? info->sizes[0] : 1, row = all ? info->n_values / all : 0;
    size_t step = row && SLICE / row ? SLICE / row : 1;
    double last = -INFINITY, *values;
    enum wai_status status = WAI_OK;

    step = step < all ? step : all;
    if (info->n_values == 0) {
        return WAI_OK;
    }
    values = malloc((step * row + 1) * sizeof *values);
    if (!values) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", info->name);
    }
    memcpy(part.count, info->sizes, sizeof part.count);
    for (size_t at = 0; at < all && status == WAI_OK; at += step) {
        const char *wrong;

        part.start[0] = at;
        part.count[0] = all - at < step ? all - at : step;
        status = wai_reader_numbers(reader, info->name, &part, values, step * row, err);
        wrong = status == WAI_OK
                    ? check_values(fact, top, values, (info->n_dims ? part.count[0] : 1) * row, &last)
                    : NULL;
        status = wrong ? wrong_set(info->name, wrong, err) : status;
    }
    free(values);
    return status;
}

/* Quantiles do not descend with their probability. */
static enum wai_status check_bands(struct wai_reader *reader, const struct wai_reader_info *info, size_t axis,
                                   struct wai_error *err)
{
    struct wai_reader_part part = { .n_dims = info->n_dims };
    size_t outer = axis ? info->sizes[0] : 1, n = outer ? info->n_values / outer : 0;
    size_t n_bands = info->sizes[axis], inner = n_bands ? n / n_bands : 0;
    double *values;
    enum wai_status status = WAI_OK;

    if (n == 0) {
        return WAI_OK;
    }
    values = n <= MOST_BAND ? malloc(n * sizeof *values) : NULL;
    if (!values) {
        return wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", info->name);
    }
    memcpy(part.count, info->sizes, sizeof part.count);
    for (size_t p = 0; p < outer && status == WAI_OK; p++) {
        if (axis) {
            part.start[0] = p;
            part.count[0] = 1;
        }
        status = wai_reader_numbers(reader, info->name, &part, values, n, err);
        for (size_t i = inner; i < n && status == WAI_OK; i++) {
            if (values[i] < values[i - inner]) {
                status = wrong_set(info->name, "its quantiles descend", err);
            }
        }
    }
    free(values);
    return status;
}

/* A parameter of the scenario, or one that is swept. */
static enum wai_status check_param(struct wai_reader *reader, const struct wai_reader_info *info,
                                   size_t param, struct wai_error *err)
{
    double *values = malloc((info->n_values + 1) * sizeof *values);
    enum wai_status status = values
                                 ? wai_reader_numbers(reader, info->name, NULL, values, info->n_values, err)
                                 : wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", info->name);

    for (size_t i = 0; i < info->n_values && status == WAI_OK; i++) {
        if (!wai_param_allows(param, values[i])) {
            status = wrong_set(info->name, "a value is not allowed", err);
        }
    }
    free(values);
    return status;
}

/* Position of the parameter that a dataset is of, wai_param_count when of none. */
static size_t find_param(const char *name)
{
    int swept = strncmp(name, "param_", 6) == 0, kept = strncmp(name, "parameters/", 11) == 0;

    for (size_t i = 0; (swept || kept) && i < wai_param_count; i++) {
        const char *path = wai_param_table[i].path, *at = name + (swept ? 6 : 11);
        size_t k = 0;

        while (path[k] != '\0' && (path[k] == at[k] || (swept && path[k] == '.' && at[k] == '_'))) {
            k++;
        }
        if (path[k] == '\0' && at[k] == '\0') {
            return i;
        }
    }
    return wai_param_count;
}

enum wai_status wai_sense_check(const struct wai_sense *sense, struct wai_reader *reader, const char *name,
                                struct wai_error *err)
{
    struct wai_reader_info info;
    struct wai_fact fact;
    enum wai_fact_statistic statistic = WAI_FACT_NONE;
    char axes[96];
    size_t param = find_param(name);
    enum wai_status status = wai_reader_find(reader, name, &info, err);

    if (status == WAI_OK && param < wai_param_count) {
        return is_along(&info, name[5] == '_' ? "point" : "") && is_of(&info, WAI_FACT_REAL)
                   ? check_param(reader, &info, param, err)
                   : wrong_set(name, "its axes or type are other ones", err);
    }
    if (status != WAI_OK) {
        return status;
    }
    if (!wai_fact_find(name, sense->metrics, &fact, &statistic)) {
        return wrong_set(name, "not a name of the format", err);
    }
    wai_fact_axes(sense->kind, &fact, statistic, axes);
    if (!is_along(&info, axes)) {
        return wrong_set(name, "its axes are other ones", err);
    }
    if (!is_of(&info, fact.class)) {
        return wrong_set(name, "its type is another one", err);
    }
    if (fact.class == WAI_FACT_TEXT) {
        return check_labels(reader, &info, err);
    }
    if (fact.class == WAI_FACT_LINES) { /* wai_reader_texts looked at all there is to see */
        return WAI_OK;
    }
    status = check_numbers(reader, &info, &fact, top_of(sense, &fact), err);
    return status == WAI_OK && statistic == WAI_FACT_QUANTILE
               ? check_bands(reader, &info, sense->kind == WAI_READER_SWEEP, err)
               : status;
}

/* ---- what numbers are held against ---- */

/* n digits as a number, -1 when they are none. */
static int digits(const char *text, size_t n)
{
    int value = 0;

    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = 10 * value + text[i] - '0';
    }
    return value;
}

/* The date YYYY-MM-DD as a decimal year, NaN when it is none. */
static double year_of(const char *date)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year, month, day, leap, before = 0;

    if (strlen(date) != 10 || date[4] != '-' || date[7] != '-') {
        return (double)NAN;
    }
    year = digits(date, 4);
    month = digits(date + 5, 2);
    day = digits(date + 8, 2);
    leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1] + (month == 2 && leap)) {
        return (double)NAN;
    }
    for (int m = 1; m < month; m++) {
        before += lengths[m - 1] + (m == 2 && leap);
    }
    return year + (before + day - 1) / (365.0 + leap);
}

enum wai_status wai_sense_init(struct wai_sense *sense, struct wai_reader *reader, int64_t file,
                               struct wai_error *err)
{
    char *start = wai_intake_text(file, "start_date"), *end = wai_intake_text(file, "end_date");
    double from = start ? year_of(start) : (double)NAN, years = end ? year_of(end) - from : (double)NAN;

    char *metrics;
    int lacks;

    free(start);
    free(end);
    metrics = wai_intake_text(file, "metrics");
    lacks = !metrics && errno == ENOMEM;
    *sense = (struct wai_sense){ .kind = wai_reader_kind(reader),
                                 .n_countries = wai_reader_length(reader, "country"),
                                 .n_replicates = wai_reader_length(reader, "replicate"),
                                 .n_scenarios = wai_reader_length(reader, "scenario"),
                                 .n_points = wai_reader_length(reader, "point"),
                                 .start_year = from,
                                 .years = years + WAI_SENSE_SPARE,
                                 .metrics = metrics,
                                 .file = file };
    if (lacks) {
        return wai_error_add(err, WAI_ERR_MEMORY, "metrics: out of memory");
    }
    if (!(years > 0)) {
        return wai_error_add(err, WAI_ERR_FORMAT,
                             "start_date, end_date: not there, or no dates in this order");
    }
    if (sense->kind == WAI_READER_SWEEP) {
        sense->years = NAN;
    }
    return WAI_OK;
}

void wai_sense_free(struct wai_sense *sense)
{
    free(sense->metrics);
    sense->metrics = NULL;
}
