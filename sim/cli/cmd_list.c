/* waico list: the bundled scenarios and configs with what they ask. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/bundle.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/load.h"
#include "cli/table.h"
#include "scenario/config.h"
#include "scenario/path.h"

static const struct wai_option list_options[] = {
    WAI_OPTION_ROW("names", 0, FLAG, NULL, names, "names alone, one a line; nothing is read"),
    WAI_OPTION_ROW("countries", 0, FLAG, NULL, countries,
                   "the countries of FILE (preset: the bundled baseline): code, name, region"),
    WAI_OPTION_WIDE,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_COMMON,
};

static const char *const folders[] = { "scenarios", "configs" };

static void print_json(struct wai_json *json, const char *folder, const char *path,
                       const struct wai_config *config)
{
    wai_json_open(json, '{');
    wai_json_member_text(json, "kind", strcmp(folder, "scenarios") == 0 ? "scenario" : "config");
    wai_json_member_text(json, "name", config->name);
    wai_json_member_text(json, "path", path);
    wai_json_member_text(json, "title",
                         config->title[0] != '\0' ? config->title : config->scenarios[0].title);
    wai_json_member_text(json, "question", config->scenarios[0].question);
    wai_json_close(json, '}');
}

static void print_entry(const struct wai_talk *talk, const struct wai_config *config, int is_scenario)
{
    printf("%s%-23s%s ", wai_talk_style(talk, WAI_TALK_STRONG), config->name, wai_talk_plain(talk));
    wai_table_prose(config->title[0] != '\0' ? config->title : config->scenarios[0].title, 24, 24);
    if (is_scenario && config->scenarios[0].question[0] != '\0') {
        printf("%-24s", "");
        wai_table_prose(config->scenarios[0].question, 24, 24);
    }
}

/* One bundled file; a file that does not validate is told and passed over. */
static enum wai_status show(struct wai_call *call, struct wai_json *json, const char *folder,
                            const char *path, struct wai_error *err)
{
    struct wai_config config = { 0 };
    enum wai_status status;

    if (call->options.names) {
        const char *name = wai_path_name(path);

        printf("%.*s\n", (int)strlen(name) - 4, name);
        return WAI_OK;
    }
    status = wai_config_read(&config, path, NULL, 0, err);
    if (status == WAI_OK && call->options.json) {
        print_json(json, folder, path, &config);
    } else if (status == WAI_OK) {
        print_entry(&call->talk, &config, folder == folders[0]);
    }
    wai_config_free(&config);
    return status;
}

/* The country table of a scenario, by code. */
static enum wai_status list_countries(struct wai_call *call, struct wai_error *err)
{
    const char *file = call->n_arguments > 0 ? call->arguments[0] : "baseline";
    const struct wai_tables *tables;
    struct wai_table table = { 0 };
    struct wai_json json = { 0 };
    struct wai_config config;
    enum wai_status status = wai_load_config(&config, file, &call->options, err);

    if (status != WAI_OK) {
        return status;
    }
    tables = &config.scenarios[0].setup.tables;
    wai_table_column(&table, "code", NULL, WAI_TABLE_LEFT);
    wai_table_column(&table, "name", NULL, WAI_TABLE_LEFT);
    wai_table_column(&table, "subregion", NULL, WAI_TABLE_LEFT);
    if (call->options.json) {
        wai_json_open(&json, '[');
    }
    for (size_t i = 0; i < tables->n_countries; i++) {
        if (call->options.json) {
            wai_json_open(&json, '{');
            wai_json_member_text(&json, "code", tables->iso3[i]);
            wai_json_member_text(&json, "name", tables->name[i]);
            wai_json_member_text(&json, "region", tables->region_names[tables->region[i]]);
            wai_json_member_text(&json, "subregion", tables->subregion_names[tables->subregion[i]]);
            wai_json_close(&json, '}');
        } else if (call->options.names) {
            printf("%s\n", tables->iso3[i]);
        } else {
            wai_table_cell(&table, "%s", tables->iso3[i]);
            wai_table_cell(&table, "%s", tables->name[i]);
            wai_table_cell(&table, "%s", tables->subregion_names[tables->subregion[i]]);
        }
    }
    if (call->options.json) {
        wai_json_close(&json, ']');
    }
    if (!call->options.json && !call->options.names && wai_table_print(&table, &call->talk) != WAI_OK) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the countries");
    }
    wai_table_free(&table);
    wai_config_free(&config);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    struct wai_json json = { 0 };
    size_t n_all = 0;

    if (call->options.countries) {
        return list_countries(call, err);
    }
    if (call->n_arguments > 0) {
        return wai_error_add(err, WAI_ERR_USAGE, "waico list takes FILE with --countries alone");
    }
    if (call->options.json) {
        wai_json_open(&json, '[');
    }
    for (size_t f = 0; f < sizeof folders / sizeof *folders; f++) {
        char **paths;
        size_t n;
        enum wai_status found = wai_bundle_list(folders[f], &paths, &n);

        if (found != WAI_OK) {
            return wai_error_add(err, found, "out of memory");
        }
        if (n > 0 && !call->options.json && !call->options.names) {
            char *folder = wai_path_folder(paths[0]);

            printf("%s%s in %s:\n", n_all > 0 ? "\n" : "", f == 0 ? "Scenarios" : "Configs",
                   folder ? folder : "");
            free(folder);
        }
        for (size_t i = 0; i < n; i++) {
            enum wai_status one = show(call, &json, folders[f], paths[i], err);

            status = status == WAI_OK ? one : status;
        }
        n_all += n;
        wai_bundle_free(paths, n);
    }
    if (call->options.json) {
        wai_json_close(&json, ']');
    }
    return n_all > 0 ? status
                     : wai_error_add(err, WAI_ERR_IO,
                                     "no folder scenarios/ is here or beside the program; set "
                                     "WAICO_DATA to the folder that has it");
}

const struct wai_command wai_cmd_list_command = {
    .name = "list",
    .arguments = "[FILE]",
    .min_arguments = 0,
    .max_arguments = 1,
    .files = WAI_COMMAND_CFG,
    .summary = "bundled scenarios and configs; the countries of a scenario",
    .text = "Lists the scenarios and configs that come with the program, with title and question. Any of "
            "them can be given "
            "by its name: waico run baseline. With --countries, the countries of a scenario.",
    .examples = "waico list --countries\tcode, name and subregion of each country of the baseline\n",
    .options = list_options,
    .run = run,
};
