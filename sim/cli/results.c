/* Results among the arguments. */
#include "cli/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/confine.h"
#include "cli/locate.h"
#include "experiment/folder.h"
#include "experiment/survey.h"
#include "output/reader.h"

int wai_results_is_one(const char *path)
{
    size_t n = strlen(path);

    return n > 3 && strcmp(path + n - 3, ".h5") == 0;
}

/* Where a command takes nothing else, whatever the name. */
static int is_result(const struct wai_call *call, int i)
{
    return call->command->files == WAI_COMMAND_H5 || wai_results_is_one(call->arguments[i]);
}

int wai_results_find(const struct wai_call *call, char names[WAI_RESULTS_NAMES], uint64_t *bytes)
{
    size_t used = 0;
    int n = 0;

    names[0] = '\0';
    for (int i = 0; i < call->n_arguments; i++) {
        struct stat facts;

        if (!is_result(call, i)) {
            continue;
        }
        if (stat(call->arguments[i], &facts) == 0 && S_ISREG(facts.st_mode)) {
            *bytes += (uint64_t)facts.st_size;
        }
        if (used < WAI_RESULTS_NAMES) {
            used += (size_t)snprintf(names + used, WAI_RESULTS_NAMES - used, "%s%s", n > 0 ? ", " : "",
                                     call->arguments[i]);
        }
        n++;
    }
    return n;
}

enum wai_status wai_results_verify(const struct wai_call *call, struct wai_error *err)
{
    for (int i = 0; i < call->n_arguments; i++) {
        const char *path = call->arguments[i];
        enum wai_status status = is_result(call, i) ? wai_locate_result(path, err) : WAI_OK;

        if (status == WAI_OK && is_result(call, i)) {
            status = wai_reader_digest(path, err);
        }
        if (status != WAI_OK) {
            return status;
        }
    }
    return WAI_OK;
}

enum wai_status wai_results_probe(char *const *folders, int n, const struct wai_plan *plan,
                                  struct wai_error *err)
{
    for (int i = 0; i < n; i++) {
        int code = 0;

        switch (wai_confine_split(folders[i], wai_folder_bytes(folders[i]), 0, &code, err)) {
        case WAI_CONFINE_CHILD:
            wai_survey_probe(folders[i], plan);
            exit(0);
        case WAI_CONFINE_FAILED:
            return WAI_ERR_FORMAT;
        default:
            break;
        }
    }
    return WAI_OK;
}
