/* From an argument to a config. */
#include "cli/load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/bundle.h"

#define MAX_TEXT ((size_t)1 << 20) /* of a scenario on standard input, bytes */

enum wai_status wai_load_stdin(char **text, size_t *length, size_t limit, struct wai_error *err)
{
    *text = malloc(limit + 2);
    if (!*text) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for standard input");
    }
    errno = 0;
    *length = fread(*text, 1, limit + 1, stdin);
    (*text)[*length] = '\0';
    if (ferror(stdin) || *length > limit) {
        free(*text);
        *text = NULL;
        return ferror(stdin) ? wai_error_add(err, WAI_ERR_IO, "standard input: %s", strerror(errno))
                             : wai_error_add(err, WAI_ERR_CONFIG, "standard input: more than %zu bytes", limit);
    }
    return WAI_OK;
}

static enum wai_status read_config(struct wai_config *config, const char *given, const struct wai_option_list *sets,
                                   struct wai_error *err)
{
    char path[WAI_BUNDLE_PATH];
    enum wai_status status;
    char *text;
    size_t length;

    if (strcmp(given, "-") != 0) {
        wai_bundle_resolve(given, path);
        return wai_config_read(config, path, sets->values, sets->n, err);
    }
    status = wai_load_stdin(&text, &length, MAX_TEXT, err);
    if (status == WAI_OK) {
        status = wai_config_read_text(config, text, length, "stdin", ".", sets->values, sets->n, err);
        free(text);
    }
    return status;
}

enum wai_status wai_load_config(struct wai_config *config, const char *given, const struct wai_options *options,
                                struct wai_error *err)
{
    enum wai_status status;

    *config = (struct wai_config){ 0 };
    status = read_config(config, given, &options->sets, err);
    if (status == WAI_OK && options->seed) {
        status = wai_config_set_seed(config, options->seed, err);
    }
    if (status == WAI_OK && options->replications > 0) {
        config->ensemble.replications = (uint32_t)options->replications;
        config->ensemble.adaptive.metric = -1;
    }
    if (status != WAI_OK) {
        wai_config_free(config);
    }
    return status;
}
