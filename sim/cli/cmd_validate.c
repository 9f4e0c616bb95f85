/* waico validate: all mistakes of scenarios and configs, without running anything. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/load.h"
#include "cli/table.h"

static const struct wai_option validate_options[] = {
    WAI_OPTION_SET,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_COMMON,
};

static void print_lines(struct wai_json *json, const char *key, const struct wai_error *lines)
{
    const char *line = wai_error_text(lines);

    wai_json_key(json, key);
    wai_json_open(json, '[');
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");
        char text[1024];

        (void)snprintf(text, sizeof text, "%.*s", (int)length, line);
        wai_json_text(json, text);
        line += length + (line[length] == '\n');
    }
    wai_json_close(json, ']');
}

static void print_json(struct wai_json *json, const char *file, const struct wai_error *mistakes,
                       const struct wai_error *remarks)
{
    wai_json_open(json, '{');
    wai_json_member_text(json, "file", file);
    wai_json_key(json, "valid");
    wai_json_flag(json, mistakes->n_messages == 0);
    print_lines(json, "mistakes", mistakes);
    print_lines(json, "warnings", remarks);
    wai_json_close(json, '}');
}

static void print_line(const struct wai_call *call, const char *file, const struct wai_config *config)
{
    const struct wai_setup *setup = &config->scenarios[0].setup;

    char text[200];

    if (config->n_scenarios > 1) {
        (void)snprintf(text, sizeof text, ", %zu scenarios", config->n_scenarios);
    } else {
        (void)snprintf(text, sizeof text, ", %zu countries, %s to %s, %zu calendar entries",
                       setup->tables.n_countries, config->scenarios[0].start, config->scenarios[0].end,
                       setup->n_calendar);
    }
    printf("%s: %svalid%s", file, wai_talk_style(&call->talk, WAI_TALK_GOOD), wai_talk_plain(&call->talk));
    wai_table_prose(text, 4, wai_table_columns(file) + strlen(": valid"));
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    struct wai_json json = { 0 };

    if (call->options.json) {
        wai_json_open(&json, '[');
    }
    for (int i = 0; i < call->n_arguments; i++) {
        const char *file = call->arguments[i];
        struct wai_error mistakes = { 0 };
        struct wai_error remarks = { 0 };
        struct wai_config config;
        enum wai_status one = wai_load_config(&config, file, &call->options, &mistakes);

        if (one == WAI_OK) {
            one = wai_load_remarks(&config, &remarks);
        }
        if (call->options.json) {
            print_json(&json, file, &mistakes, &remarks);
        } else if (one == WAI_OK) {
            print_line(call, file, &config);
            (void)fflush(stdout);
            wai_talk_warn(&call->talk, file, &remarks);
        }
        if (one != WAI_OK) {
            status = status == WAI_OK ? one : status;
            if (mistakes.length > 0) {
                (void)wai_error_add(err, one, "%.*s", (int)mistakes.length - 1, wai_error_text(&mistakes));
            } else { /* there was no memory for the words either */
                (void)wai_error_add(err, one, "%s: %s", file, wai_status_text(one));
            }
        }
        wai_config_free(&config);
        wai_error_free(&mistakes);
        wai_error_free(&remarks);
    }
    if (call->options.json) {
        wai_json_close(&json, ']');
    }
    return status;
}

const struct wai_command wai_cmd_validate_command = {
    .name = "validate",
    .arguments = "FILE...",
    .min_arguments = 1,
    .max_arguments = -1,
    .files = WAI_COMMAND_CFG,
    .summary = "tell all mistakes of scenarios and configs; runs nothing",
    .text = "Reads each scenario or config with everything it names, its tables included, and tells all "
            "mistakes in one "
            "pass: file, line, key, what is wrong, what is allowed, what was probably meant. What is legal "
            "but without effect is told as a warning. Exit code 0 when all files are valid, 2 when not.",
    .examples = "waico validate scenarios/*.cfg\tall scenarios of a folder\n"
                "waico validate - < mine.cfg\tfrom standard input\n",
    .options = validate_options,
    .run = run,
};
