/* The table of commands, in the order in which help lists them. */
#include "cli/command.h"

#include <string.h>

const struct wai_command *const wai_command_table[] = {
    &wai_cmd_run_command,
    &wai_cmd_sweep_command,
    &wai_cmd_validate_command,
    &wai_cmd_list_command,
    &wai_cmd_init_command,
    &wai_cmd_describe_command,
    &wai_cmd_show_command,
    &wai_cmd_export_command,
    &wai_cmd_country_command,
    &wai_cmd_explain_command,
    &wai_cmd_rerun_command,
    &wai_cmd_bench_command,
    &wai_cmd_merge_command,
    &wai_cmd_compare_command,
    &wai_cmd_diff_command,
    &wai_cmd_verify_command,
    NULL,
};

const struct wai_command *wai_command_find(const char *name)
{
    for (const struct wai_command *const *command = wai_command_table; *command; command++) {
        if (strcmp((*command)->name, name) == 0) {
            return *command;
        }
    }
    return NULL;
}
