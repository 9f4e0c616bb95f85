/* waico describe: the parameters of the model, from their table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/table.h"
#include "model/param.h"

static const struct wai_option describe_options[] = {
    WAI_OPTION_ROW("source", 0, FLAG, NULL, source, "also where each preset comes from"),
    WAI_OPTION_ROW("markdown", 0, FLAG, NULL, markdown, "print tables for a document, one for each group"),
    WAI_OPTION_WIDE,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_COMMON,
};

/* How a row is found by what was given, the strictest way first. */
enum match { MATCH_WITHIN, MATCH_COMPONENT, MATCH_PATH, MATCH_MEANING, N_MATCHES };

/* Does text contain a word, whatever the case?  whole: between dots or the ends. */
static int contains(const char *text, const char *word, int whole)
{
    size_t length = strlen(word);

    for (const char *c = text; *c != '\0'; c++) {
        if (strncasecmp(c, word, length) == 0 &&
            (!whole || ((c == text || c[-1] == '.') && (c[length] == '\0' || c[length] == '.')))) {
            return 1;
        }
    }
    return 0;
}

static int matches(const struct wai_param *row, const char *word, enum match match)
{
    size_t length = strlen(word);

    switch (match) {
    case MATCH_WITHIN: /* the parameter, or below the group, of that path */
        return strncmp(row->path, word, length) == 0 &&
               (row->path[length] == '\0' || row->path[length] == '.');
    case MATCH_COMPONENT: /* a part of the path between dots */
        return contains(row->path, word, 1);
    case MATCH_PATH:
        return length >= 3 && contains(row->path, word, 0);
    default:
        return length >= 3 && contains(row->meaning, word, 0);
    }
}

static size_t count(const char *word, enum match match)
{
    size_t n = 0;

    for (size_t i = 0; i < wai_param_count; i++) {
        n += (size_t)matches(&wai_param_table[i], word, match);
    }
    return n;
}

static void print_json(struct wai_json *json, const struct wai_param *row)
{
    wai_json_open(json, '{');
    wai_json_member_text(json, "path", row->path);
    wai_json_member_text(json, "type", row->kind == WAI_PARAM_WHOLE ? "whole" : "real");
    wai_json_member_text(json, "unit", row->unit);
    wai_json_member_number(json, "min", row->min);
    wai_json_member_number(json, "max", row->max);
    wai_json_member_number(json, "preset", row->preset);
    wai_json_key(json, "at_start_only");
    wai_json_flag(json, row->at_start_only);
    wai_json_member_text(json, "meaning", row->meaning);
    wai_json_member_text(json, "source", row->source);
    wai_json_member_text(json, "basis", wai_param_is_judgement(row) ? "judgement" : "source");
    wai_json_close(json, '}');
}

/* One parameter in full. */
static void print_whole(const struct wai_talk *talk, const struct wai_param *row)
{
    printf("%s%s%s\n", wai_talk_style(talk, WAI_TALK_STRONG), row->path, wai_talk_plain(talk));
    printf("  meaning  %s\n", row->meaning);
    printf("  type     %s%s\n", row->kind == WAI_PARAM_WHOLE ? "whole number" : "real number",
           row->at_start_only ? ", read at the start only (a calendar entry cannot set it)" : "");
    printf("  unit     %s\n", strcmp(row->unit, "1") == 0 ? "none" : row->unit);
    printf("  range    %.10g to %.10g\n", row->min, row->max);
    printf("  preset   %.10g\n", row->preset);
    printf("  source   %s\n", row->source);
}

static void add_row(struct wai_table *table, const struct wai_param *row, int with_source)
{
    wai_table_cell(table, "%s", row->path);
    wai_table_cell(table, "%.10g", row->preset);
    wai_table_cell(table, "%.10g .. %.10g", row->min, row->max);
    wai_table_cell(table, "%s", strcmp(row->unit, "1") == 0 ? "" : row->unit);
    wai_table_cell(table, "%s", row->meaning);
    if (with_source) {
        wai_table_cell(table, "%s", row->source);
    }
}

static void add_columns(struct wai_table *table, int with_source)
{
    static const char *const heads[] = { "path", "preset", "range", "unit", "meaning", "source" };

    for (int c = 0; c < 5 + with_source; c++) {
        wai_table_column(table, heads[c], NULL, c == 1 ? WAI_TABLE_RIGHT : WAI_TABLE_LEFT);
    }
    table->n_keys = 1;
}

/* Number of letters of a path that name its first group. */
static int group_length(const struct wai_param *row)
{
    return (int)strcspn(row->path, ".");
}

/* A row of a Markdown table; `above`, the row before it or NULL, tells whether a group begins. */
static void print_markdown(const struct wai_param *row, const struct wai_param *above)
{
    int length = group_length(row);

    if (!above || group_length(above) != length || strncmp(above->path, row->path, (size_t)length) != 0) {
        printf(
            "%s### %.*s\n\n| path | preset | range | unit | meaning | source |\n|---|---|---|---|---|---|\n",
            above ? "\n" : "", length, row->path);
    }
    printf("| `%s` | %.10g%s | %.10g .. %.10g | %s | %s | %s |\n", row->path, row->preset,
           row->at_start_only ? " (start)" : "", row->min, row->max, row->unit, row->meaning, row->source);
}

/* The group that a mistyped path may have meant, or the parameter. */
static enum wai_status unknown(const char *path, struct wai_error *err)
{
    const char **names = calloc(wai_param_count + 1, sizeof *names);
    const char *near;

    if (!names) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < wai_param_count; i++) {
        names[i] = wai_param_table[i].path;
    }
    near = wai_option_suggest(path, names, wai_param_count);
    free(names);
    return near ? wai_error_add(err, WAI_ERR_USAGE,
                                "no parameter or group is called \"%s\"; did you mean \"%s\"?", path, near)
                : wai_error_add(err, WAI_ERR_USAGE,
                                "no parameter or group is called \"%s\"; `waico describe` lists all", path);
}

/* Prints the rows that a word finds; all of them without one. */
static enum wai_status print_found(const struct wai_call *call, const char *word, enum match match, size_t n,
                                   struct wai_error *err)
{
    const struct wai_options *options = &call->options;
    const struct wai_param *above = NULL;
    struct wai_table table = { 0 };
    struct wai_json json = { 0 };
    size_t n_judged = 0;
    int whole = word && n == 1 && !options->json && !options->markdown;
    enum wai_status status = WAI_OK;

    if (options->json) {
        wai_json_open(&json, '[');
    }
    add_columns(&table, options->source);
    for (size_t i = 0; i < wai_param_count; i++) {
        const struct wai_param *row = &wai_param_table[i];

        if (word && !matches(row, word, match)) {
            continue;
        }
        if (options->json) {
            print_json(&json, row);
        } else if (options->markdown) {
            print_markdown(row, above);
        } else if (whole) {
            print_whole(&call->talk, row);
        } else {
            add_row(&table, row, options->source);
        }
        above = row;
        n_judged += (size_t)wai_param_is_judgement(row);
    }
    if (options->json) {
        wai_json_close(&json, ']');
    } else if (!options->markdown && !whole) {
        status = wai_table_print(&table, &call->talk);
        printf("\n%zu parameters, %zu of them judgement in value or size\n", n, n_judged);
    }
    wai_table_free(&table);
    return status == WAI_OK ? status : wai_error_add(err, status, "out of memory for the table");
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    static const char *const ways[N_MATCHES] = { "", "as part of their path", "in their path",
                                                 "in their meaning" };
    const char *word = call->n_arguments > 0 ? call->arguments[0] : NULL;
    enum match match = MATCH_WITHIN;

    while (word && match < N_MATCHES && count(word, match) == 0) {
        match++;
    }
    if (match == N_MATCHES) {
        return unknown(word, err);
    }
    if (match != MATCH_WITHIN) {
        wai_talk_say(&call->talk, 1, "No parameter or group is called \"%s\"; these have it %s:", word,
                     ways[match]);
    }
    return print_found(call, word, match, word ? count(word, match) : wai_param_count, err);
}

const struct wai_command wai_cmd_describe_command = {
    .name = "describe",
    .arguments = "[WORD]",
    .min_arguments = 0,
    .max_arguments = 1,
    .files = WAI_COMMAND_PATHS,
    .summary = "the parameters: type, unit, range, preset, meaning, source",
    .text = "Without WORD all parameters of the model; with a group (affinity, rival.us) those below it; "
            "with a parameter everything that is known of it; with any other word (training) those that have "
            "it in their path, or else in their meaning. The path is the key in a scenario, in --set, in a "
            "sweep and in "
            "result files.",
    .examples = "waico describe rival.us\tthe parameters of one group\n"
                "waico describe affinity.peers\tone parameter in full\n"
                "waico describe training\twhat has to do with training\n",
    .options = describe_options,
    .run = run,
};
