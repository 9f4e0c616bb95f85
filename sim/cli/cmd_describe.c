/* waico describe: the parameters of the model, from their table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/json.h"
#include "model/param.h"

static const struct wai_option describe_options[] = {
    WAI_OPTION_ROW("source", 0, FLAG, NULL, source, "also where each preset comes from"),
    WAI_OPTION_ROW("markdown", 0, FLAG, NULL, markdown, "print tables for a document, one for each group"),
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_COMMON,
};

/* Is the row the parameter `path` or below the group `path`? */
static int is_within(const struct wai_param *row, const char *path)
{
    size_t length = strlen(path);

    return strncmp(row->path, path, length) == 0 && (row->path[length] == '\0' || row->path[length] == '.');
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

static void print_row(const struct wai_talk *talk, const struct wai_param *row, int with_source)
{
    char range[64];

    (void)snprintf(range, sizeof range, "%.10g .. %.10g", row->min, row->max);
    printf("%-42s%12.10g  %-22s  %-9s  %s\n", row->path, row->preset, range, row->unit, row->meaning);
    if (with_source) {
        printf("%-42s%s%s%s\n", "", wai_talk_style(talk, WAI_TALK_FAINT), row->source, wai_talk_plain(talk));
    }
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

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    const char *path = call->n_arguments > 0 ? call->arguments[0] : NULL;
    const struct wai_param *above = NULL;
    struct wai_json json = { 0 };
    size_t n = 0, n_judged = 0;

    if (call->options.json) {
        wai_json_open(&json, '[');
    }
    for (size_t i = 0; i < wai_param_count; i++) {
        const struct wai_param *row = &wai_param_table[i];

        if (path && !is_within(row, path)) {
            continue;
        }
        if (call->options.json) {
            print_json(&json, row);
        } else if (call->options.markdown) {
            print_markdown(row, above);
        } else if (path && strcmp(path, row->path) == 0) {
            print_whole(&call->talk, row);
        } else {
            if (n == 0) {
                printf("%s%-42s%12s  %-22s  %-9s  %s%s\n", wai_talk_style(&call->talk, WAI_TALK_STRONG),
                       "path", "preset", "range", "unit", "meaning", wai_talk_plain(&call->talk));
            }
            print_row(&call->talk, row, call->options.source);
        }
        above = row;
        n++;
        n_judged += (size_t)wai_param_is_judgement(row);
    }
    if (call->options.json) {
        wai_json_close(&json, ']');
    } else if (n > 1 && !call->options.markdown) {
        printf("%zu parameters, %zu of them judgement in value or size\n", n, n_judged);
    }
    return n > 0 ? WAI_OK : unknown(path, err);
}

const struct wai_command wai_cmd_describe_command = {
    .name = "describe",
    .arguments = "[PATH]",
    .min_arguments = 0,
    .max_arguments = 1,
    .files = WAI_COMMAND_PATHS,
    .summary = "the parameters: type, unit, range, preset, meaning, source",
    .text = "Without PATH all parameters of the model; with a group (affinity, rival.us) those below it; "
            "with a parameter "
            "everything that is known of it. The path is the key in a scenario, in --set, in a sweep and in "
            "result files.",
    .examples = "waico describe rival.us\tthe parameters of one group\n"
                "waico describe affinity.peers\tone parameter in full\n",
    .options = describe_options,
    .run = run,
};
