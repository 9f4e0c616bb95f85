/* waico diff: the keys and numbers in which two configs or two results differ. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/load.h"
#include "cli/locate.h"
#include "cli/results.h"
#include "cli/table.h"
#include "experiment/keys.h"
#include "output/reader.h"

#define MOST_VALUES ((size_t)1 << 24) /* of a dataset that are read at once */

static const struct wai_option diff_options[] = {
    WAI_OPTION_UNVERIFIED,
    WAI_OPTION_COMMON,
};

static void print_key(void *context, const char *path, const char *in_a, const char *in_b)
{
    (void)context;
    if (in_a && in_b && wai_table_columns(path) + wai_table_columns(in_a) + wai_table_columns(in_b) <= 74) {
        printf("%s: %s -> %s\n", path, in_a, in_b);
    } else if (in_a && in_b) {
        printf("%s:\n    ", path);
        wai_table_prose(in_a, 4, 4);
        printf(" -> ");
        wai_table_prose(in_b, 4, 4);
    } else {
        printf("%s %s%s", in_a ? "-" : "+", path, path[0] ? ": " : "");
        wai_table_prose(in_a ? in_a : in_b, 4, 2 + wai_table_columns(path) + (path[0] ? 2 : 0));
    }
}

static enum wai_status compare_texts(const char *a, const char *b, size_t *n, struct wai_error *err)
{
    struct wai_keys x = { 0 };
    struct wai_keys y = { 0 };
    enum wai_status status = wai_keys_read(&x, a);

    if (status == WAI_OK) {
        status = wai_keys_read(&y, b);
    }
    if (status == WAI_OK) {
        *n += wai_keys_compare(&x, &y, print_key, NULL);
    } else {
        (void)wai_error_add(err, status, "out of memory for the keys");
    }
    wai_keys_free(&x);
    wai_keys_free(&y);
    return status;
}

/* ---- configs ---- */

/* How to run and every world, as one text with sections. */
static char *whole_text(const struct wai_config *config)
{
    char *head = wai_config_effective(config);
    size_t size = head ? strlen(head) + 1 : 0;
    char *text;
    size_t at;

    for (size_t s = 0; s < config->n_scenarios; s++) {
        size += strlen(config->scenarios[s].effective_text) + strlen(config->scenarios[s].name) + 64;
    }
    text = head ? malloc(size) : NULL;
    if (text) {
        at = (size_t)snprintf(text, size, "%s", head);
        for (size_t s = 0; s < config->n_scenarios; s++) {
            at += (size_t)snprintf(text + at, size - at, "# scenario %zu: %s\n%s", s,
                                   config->scenarios[s].name, config->scenarios[s].effective_text);
        }
    }
    free(head);
    return text;
}

static enum wai_status compare_configs(const struct wai_call *call, size_t *n, struct wai_error *err)
{
    struct wai_options none = { .replications = -1 };
    struct wai_config configs[2] = { { 0 }, { 0 } };
    char *texts[2] = { NULL, NULL };
    enum wai_status status = WAI_OK;

    for (int i = 0; status == WAI_OK && i < 2; i++) {
        status = wai_load_config(&configs[i], call->arguments[i], &none, err);
        if (status == WAI_OK) {
            texts[i] = whole_text(&configs[i]);
            status = texts[i] ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the keys");
        }
    }
    if (status == WAI_OK) {
        status = compare_texts(texts[0], texts[1], n, err);
    }
    for (int i = 0; i < 2; i++) {
        free(texts[i]);
        wai_config_free(&configs[i]);
    }
    return status;
}

/* ---- results ---- */

struct pair {
    struct wai_reader *a, *b;
};

static int same_shape(const struct wai_reader_info *a, const struct wai_reader_info *b)
{
    int same = a->n_dims == b->n_dims && (a->type == WAI_LAYOUT_TEXT) == (b->type == WAI_LAYOUT_TEXT);

    for (size_t d = 0; same && d < a->n_dims; d++) {
        same = a->sizes[d] == b->sizes[d];
    }
    return same;
}

static enum wai_status compare_words(struct pair *pair, const char *name, size_t *n, struct wai_error *err)
{
    char **a = NULL;
    char **b = NULL;
    size_t n_a = 0;
    size_t n_b = 0;
    size_t differ = 0;
    enum wai_status status = wai_reader_texts(pair->a, name, &a, &n_a, err);

    if (status == WAI_OK) {
        status = wai_reader_texts(pair->b, name, &b, &n_b, err);
    }
    for (size_t i = 0; status == WAI_OK && i < n_a && i < n_b; i++) {
        differ += strcmp(a[i], b[i]) != 0;
    }
    if (differ > 0) {
        printf("%s: %zu of %zu texts differ\n", name, differ, n_a);
        ++*n;
    }
    wai_reader_free_texts(a, n_a);
    wai_reader_free_texts(b, n_b);
    return status;
}

/* Numbers slice by slice along the first axis, so that memory stays small. */
static enum wai_status compare_numbers(struct pair *pair, const struct wai_reader_info *info, size_t *n,
                                       struct wai_error *err)
{
    size_t rows = info->n_dims > 0 ? info->sizes[0] : 1;
    size_t row = rows > 0 ? info->n_values / rows : 0;
    size_t step = row > 0 ? MOST_VALUES / 16 / row + 1 : 1;
    struct wai_reader_part part = { .n_dims = info->n_dims };
    double *memory = malloc((2 * step * (row + 1)) * sizeof *memory);
    double largest = 0;
    size_t differ = 0;
    enum wai_status status =
        memory ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %s", info->name);

    memcpy(part.count, info->sizes, sizeof part.count);
    for (size_t at = 0; status == WAI_OK && row > 0 && at < rows; at += step) {
        size_t these = rows - at < step ? rows - at : step;

        part.start[0] = at;
        part.count[0] = these;
        status = wai_reader_numbers(pair->a, info->name, &part, memory, step * row, err);
        if (status == WAI_OK) {
            status = wai_reader_numbers(pair->b, info->name, &part, memory + step * row, step * row, err);
        }
        for (size_t i = 0; status == WAI_OK && i < these * row; i++) {
            double x = memory[i];
            double y = memory[step * row + i];

            if (isnan(x) != isnan(y) || fabs(x - y) > 0) {
                differ++;
                largest = fabs(x - y) > largest ? fabs(x - y) : largest;
            }
        }
    }
    if (differ > 0) {
        printf("%s: %zu of %zu numbers differ, by %.6g at most\n", info->name, differ, info->n_values,
               largest);
        ++*n;
    }
    free(memory);
    return status;
}

static enum wai_status compare_set(struct pair *pair, const char *name, size_t *n, struct wai_error *err)
{
    struct wai_reader_info a;
    struct wai_reader_info b;
    enum wai_status status;

    if (!wai_reader_has(pair->b, name)) {
        printf("- %s\n", name);
        ++*n;
        return WAI_OK;
    }
    status = wai_reader_find(pair->a, name, &a, err);
    if (status == WAI_OK) {
        status = wai_reader_find(pair->b, name, &b, err);
    }
    if (status == WAI_OK && !same_shape(&a, &b)) {
        printf("%s: has another shape\n", name);
        ++*n;
        return WAI_OK;
    }
    if (status != WAI_OK) {
        return status;
    }
    return a.type == WAI_LAYOUT_TEXT ? compare_words(pair, name, n, err) : compare_numbers(pair, &a, n, err);
}

static enum wai_status compare_sets(struct pair *pair, size_t *n, struct wai_error *err)
{
    char **names;
    size_t n_names;
    enum wai_status status = wai_reader_names(pair->a, &names, &n_names, err);

    for (size_t i = 0; status == WAI_OK && i < n_names; i++) {
        status = compare_set(pair, names[i], n, err);
    }
    if (status == WAI_OK) {
        wai_reader_free_texts(names, n_names);
        status = wai_reader_names(pair->b, &names, &n_names, err);
    }
    for (size_t i = 0; status == WAI_OK && i < n_names; i++) {
        if (!wai_reader_has(pair->a, names[i])) {
            printf("+ %s\n", names[i]);
            ++*n;
        }
    }
    if (status == WAI_OK) {
        wai_reader_free_texts(names, n_names);
    }
    return status;
}

/* The texts that a result was made from. */
static enum wai_status compare_origins(struct pair *pair, size_t *n, struct wai_error *err)
{
    char *a = NULL;
    char *b = NULL;
    char **x = NULL;
    char **y = NULL;
    size_t n_x = 0;
    size_t n_y = 0;
    enum wai_status status = wai_reader_text(pair->a, "config_effective", &a, err);

    if (status == WAI_OK) {
        status = wai_reader_text(pair->b, "config_effective", &b, err);
    }
    if (status == WAI_OK) {
        status = compare_texts(a, b, n, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_texts(pair->a, "provenance/scenario_effective", &x, &n_x, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_texts(pair->b, "provenance/scenario_effective", &y, &n_y, err);
    }
    for (size_t i = 0; status == WAI_OK && i < n_x && i < n_y; i++) {
        status = compare_texts(x[i], y[i], n, err);
    }
    if (status == WAI_OK && n_x != n_y) {
        printf("scenarios: %zu -> %zu\n", n_x, n_y);
        ++*n;
    }
    free(a);
    free(b);
    wai_reader_free_texts(x, n_x);
    wai_reader_free_texts(y, n_y);
    return status;
}

static enum wai_status compare_results(const struct wai_call *call, size_t *n, struct wai_error *err)
{
    struct pair pair = { NULL, NULL };
    enum wai_status status = wai_reader_open(&pair.a, call->arguments[0], err);

    if (status == WAI_OK) {
        status = wai_reader_open(&pair.b, call->arguments[1], err);
    }
    if (status == WAI_OK && wai_reader_kind(pair.a) != wai_reader_kind(pair.b)) {
        status = wai_error_add(err, WAI_ERR_USAGE, "the two results are of different kinds");
    }
    if (status == WAI_OK) {
        status = compare_origins(&pair, n, err);
    }
    if (status == WAI_OK) {
        status = compare_sets(&pair, n, err);
    }
    wai_reader_close(&pair.a);
    wai_reader_close(&pair.b);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    int results = wai_results_is_one(call->arguments[0]) + wai_results_is_one(call->arguments[1]);
    enum wai_status status;
    size_t n = 0;

    if (results > 0) {
        status = wai_locate_results(call->arguments, 2, err);
        if (status != WAI_OK) {
            return status;
        }
    }
    if (results == 1) {
        return wai_error_add(err, WAI_ERR_USAGE,
                             "a config and a result cannot be compared; a result has its config inside: "
                             "see waico show");
    }
    status = results == 2 ? compare_results(call, &n, err) : compare_configs(call, &n, err);
    if (status == WAI_OK && n == 0) {
        wai_talk_say(&call->talk, 1, "no difference");
    }
    /* As with diff of the shell, code 1 without a message says that they differ. */
    return status != WAI_OK || n == 0 ? status : WAI_ERR_FORMAT;
}

const struct wai_command wai_cmd_diff_command = {
    .name = "diff",
    .arguments = "A B",
    .min_arguments = 2,
    .max_arguments = 2,
    .files = WAI_COMMAND_EITHER,
    .reads = 1,
    .summary = "what differs between two configs, scenarios or results",
    .text = "Of two scenarios or configs: the keys that differ, whatever the files look like: order, "
            "comments, presets that are "
            "written out or not. Of two results: the keys of their configs and scenarios, then the datasets "
            "whose numbers "
            "differ, and by how much.\n\n"
            "Exit code 0: no difference; 1: there are differences.",
    .examples = "waico diff baseline us_counter_offer\twhat does this scenario change?\n"
                "waico diff a.h5 b.h5\tare these the same numbers?\n",
    .options = diff_options,
    .run = run,
};
