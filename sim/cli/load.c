/* From an argument to a config. */
#include "cli/load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/bundle.h"
#include "experiment/metric.h"
#include "scenario/remark.h"

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
        return ferror(stdin)
                   ? wai_error_add(err, WAI_ERR_IO, "standard input: %s", strerror(errno))
                   : wai_error_add(err, WAI_ERR_CONFIG, "standard input: more than %zu bytes", limit);
    }
    return WAI_OK;
}

/* A bare name that is neither a file nor bundled. */
static enum wai_status unknown(const char *given, struct wai_error *err)
{
    static const char *const folders[] = { "scenarios", "configs" };
    char **paths[2] = { NULL, NULL };
    size_t n[2] = { 0, 0 };
    const char *near = NULL;

    for (int f = 0; f < 2 && !near; f++) {
        if (wai_bundle_list(folders[f], &paths[f], &n[f]) == WAI_OK) {
            for (size_t i = 0; i < n[f]; i++) {
                char *path = paths[f][i];
                char *name = strrchr(path, '/') + 1;

                (void)memmove(path, name, strlen(name) + 1);
                path[strlen(path) - 4] = '\0'; /* .cfg */
            }
            near = wai_option_suggest(given, (const char *const *)paths[f], n[f]);
        }
    }
    (void)wai_error_add(err, WAI_ERR_CONFIG,
                        "%s: there is no such file, and no bundled scenario or config of that name%s%s%s",
                        given, near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    wai_bundle_free(paths[0], n[0]);
    wai_bundle_free(paths[1], n[1]);
    return WAI_ERR_CONFIG;
}

static enum wai_status read_config(struct wai_config *config, const char *given,
                                   const struct wai_option_list *sets, struct wai_error *err)
{
    char path[WAI_BUNDLE_PATH];
    enum wai_status status;
    char *text;
    size_t length;

    if (strcmp(given, "-") != 0) {
        wai_bundle_resolve(given, path);
        if (!strchr(given, '/') && strcmp(given, path) == 0 && access(path, F_OK) != 0 && errno == ENOENT) {
            return unknown(given, err);
        }
        return wai_config_read(config, path, sets->values, sets->n, err);
    }
    status = wai_load_stdin(&text, &length, MAX_TEXT, err);
    if (status == WAI_OK) {
        status = wai_config_read_text(config, text, length, "stdin", ".", sets->values, sets->n, err);
        free(text);
    }
    return status;
}

enum wai_status wai_load_config(struct wai_config *config, const char *given,
                                const struct wai_options *options, struct wai_error *err)
{
    enum wai_status status;

    *config = (struct wai_config){ 0 };
    status = read_config(config, given, &options->sets, err);
    if (status == WAI_OK) {
        status = wai_metric_check_names(config->metrics, config->n_metrics, err);
    }
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

struct wai_run_limits wai_load_limits(const struct wai_options *options)
{
    return (struct wai_run_limits){ .max_events =
                                        options->max_events > 0 ? (uint64_t)options->max_events : 0 };
}

/* Has one of the first n scenarios this line among what it leaves out? */
static int is_told(const struct wai_config *config, size_t n, const char *line, size_t length)
{
    for (size_t s = 0; s < n; s++) {
        const char *found = config->scenarios[s].left_out;

        while ((found = strchr(found, line[0])) != NULL) {
            if (strncmp(found, line, length) == 0) {
                return 1;
            }
            found++;
        }
    }
    return 0;
}

/* What the calendars leave out, once where scenarios have it in common. */
static void add_left_out(const struct wai_config *config, struct wai_error *remarks)
{
    for (size_t s = 0; s < config->n_scenarios; s++) {
        for (const char *line = config->scenarios[s].left_out; *line != '\0';) {
            size_t length = strcspn(line, "\n");

            if (!is_told(config, s, line, length + 1)) {
                (void)wai_error_add(remarks, WAI_OK, "left out: %.*s", (int)length, line);
            }
            line += length + (line[length] == '\n');
        }
    }
}

enum wai_status wai_load_remarks(const struct wai_config *config, struct wai_error *remarks)
{
    enum wai_status status = WAI_OK;

    add_left_out(config, remarks);
    for (size_t s = 0; status == WAI_OK && s < config->n_scenarios; s++) {
        struct wai_error each = { 0 };

        status = wai_remark_scenario(&config->scenarios[s], config->sweep.design != WAI_DESIGN_NONE, &each);
        for (const char *line = wai_error_text(&each); *line != '\0';) {
            int length = (int)strcspn(line, "\n");

            (void)wai_error_add(remarks, WAI_OK, "%s%s%.*s",
                                config->n_scenarios > 1 ? config->scenarios[s].name : "",
                                config->n_scenarios > 1 ? ": " : "", length, line);
            line += length + (line[length] == '\n');
        }
        wai_error_free(&each);
    }
    return status;
}

enum wai_status wai_load_warn(const struct wai_config *config, struct wai_talk *talk, const char *file)
{
    struct wai_error remarks = { 0 };
    enum wai_status status = wai_load_remarks(config, &remarks);

    wai_talk_warn(talk, file, &remarks);
    wai_error_free(&remarks);
    return status;
}
