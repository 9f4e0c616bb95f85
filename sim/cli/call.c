/* A call written down, one line an option. */
#include "cli/call.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Appends to a growing text; frees it and gives NULL when memory is out. */
__attribute__((format(printf, 2, 3))) static char *append(char *text, const char *format, ...)
{
    size_t length = text ? strlen(text) : 0;
    va_list args;
    char *grown;
    int more;

    va_start(args, format);
    more = vsnprintf(NULL, 0, format, args);
    va_end(args);
    grown = text && more >= 0 ? realloc(text, length + (size_t)more + 1) : NULL;
    if (!grown) {
        free(text);
        return NULL;
    }
    va_start(args, format);
    (void)vsnprintf(grown + length, (size_t)more + 1, format, args);
    va_end(args);
    return grown;
}

char *wai_call_text(const struct wai_call *call)
{
    const struct wai_options *options = &call->options;
    char *text = append(calloc(1, 1), "config %s\n", call->arguments[0]);

    for (size_t i = 0; i < options->sets.n; i++) {
        text = append(text, "set %s\n", options->sets.values[i]);
    }
    if (options->seed) {
        text = append(text, "seed %s\n", options->seed);
    }
    if (options->replications > 0) {
        text = append(text, "replications %" PRId64 "\n", options->replications);
    }
    if (options->max_events > 0) {
        text = append(text, "max-events %" PRId64 "\n", options->max_events);
    }
    return text;
}

static const char *value_of(char *line, const char *key)
{
    size_t length = strlen(key);

    return strncmp(line, key, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
}

enum wai_status wai_call_read(char *text, struct wai_options *options, const char **config,
                              struct wai_error *err)
{
    char *line = text;

    *options = (struct wai_options){ .replications = -1, .max_events = -1 };
    *config = NULL;
    options->sets.values = calloc(WAI_OPTION_MAX_SETS, sizeof *options->sets.values);
    if (!options->sets.values) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    while (*line != '\0') {
        char *next = line + strcspn(line, "\n");
        const char *value;

        if (*next == '\n') {
            *next++ = '\0';
        }
        if ((value = value_of(line, "config")) != NULL) {
            *config = value;
        } else if ((value = value_of(line, "set")) != NULL && options->sets.n < WAI_OPTION_MAX_SETS) {
            options->sets.values[options->sets.n++] = value;
        } else if ((value = value_of(line, "seed")) != NULL) {
            options->seed = value;
        } else if ((value = value_of(line, "replications")) != NULL) {
            options->replications = strtoll(value, NULL, 10);
        } else if ((value = value_of(line, "max-events")) != NULL) {
            options->max_events = strtoll(value, NULL, 10);
        }
        line = next;
    }
    return *config ? WAI_OK
                   : wai_error_add(err, WAI_ERR_FORMAT, "the work folder does not say which config it is of");
}
