/* A call written down: as a command for a shell, and one line an option. */
#include "cli/call.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/text.h"

/* ---- for a shell ---- */

/* A word as a shell takes it, after a blank. */
static void add_word(struct wai_text *text, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+=/:,@%";

    if (word[0] != '\0' && word[0] != '=' && strspn(word, plain) == strlen(word)) {
        wai_text_add(text, " %s", word);
        return;
    }
    wai_text_add(text, " '");
    for (; *word != '\0'; word++) {
        wai_text_add(text, *word == '\'' ? "'\\%c'" : "%c", *word);
    }
    wai_text_add(text, "'");
}

/* A file as an argument that no command takes for an option. */
static void add_file(struct wai_text *text, const char *file)
{
    struct wai_text path = { 0 };

    wai_text_add(&path, "%s%s", file[0] == '-' && file[1] != '\0' ? "./" : "", file);
    if (path.failed) {
        text->failed = 1;
    } else {
        add_word(text, path.bytes);
    }
    wai_text_free(&path);
}

static int is_among(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0) {
        names++;
    }
    return *names != NULL;
}

static int is_wanted(const struct wai_option *row, enum wai_call_use use)
{
    static const char *const numbers[] = { "replications", "seed",  "set",       "events", "decisions",
                                           "max-events",   "point", "replicate", NULL };
    static const char *const beginnings[] = { "output",  "resume",   "extend", "force",
                                              "dry-run", "plan-csv", NULL };

    return use == WAI_CALL_KEPT     ? is_among(row->name, numbers)
           : use == WAI_CALL_RESUME ? !is_among(row->name, beginnings)
                                    : 1;
}

static void add_option(struct wai_text *text, const struct wai_option *row, const struct wai_options *options)
{
    const void *member = (const char *)options + row->offset;
    const struct wai_option_list *list = member;
    const char *word;
    int number;

    switch (row->kind) {
    case WAI_OPTION_FLAG:
    case WAI_OPTION_COUNT:
        for (number = *(const int *)member; number > 0; number--) {
            wai_text_add(text, " --%s", row->name);
        }
        break;
    case WAI_OPTION_TEXT:
        word = *(const char *const *)member;
        if (word) {
            wai_text_add(text, " --%s", row->name);
            add_word(text, word);
        }
        break;
    case WAI_OPTION_LIST:
        for (size_t i = 0; i < list->n; i++) {
            wai_text_add(text, " --%s", row->name);
            add_word(text, list->values[i]);
        }
        break;
    case WAI_OPTION_WHOLE:
        if (*(const int64_t *)member != -1) {
            wai_text_add(text, " --%s %" PRId64, row->name, *(const int64_t *)member);
        }
        break;
    case WAI_OPTION_CHOICE:
        word = row->choices;
        for (number = *(const int *)member; number > 0; number--) {
            word += strcspn(word, "|") + 1;
        }
        if (word != row->choices) {
            wai_text_add(text, " --%s %.*s", row->name, (int)strcspn(word, "|"), word);
        }
        break;
    }
}

char *wai_call_command(const struct wai_command *command, const char *file, const struct wai_options *options,
                       enum wai_call_use use, const char *output)
{
    struct wai_text text = { 0 };

    wai_text_add(&text, "waico %s", command->name);
    add_file(&text, file);
    for (const struct wai_option *row = command->options; row->name; row++) {
        if (is_wanted(row, use)) {
            add_option(&text, row, options);
        }
    }
    if (use == WAI_CALL_RESUME) {
        if (options->extend && !options->keep_work) {
            wai_text_add(&text, " --keep-work"); /* an extension keeps it */
        }
        wai_text_add(&text, " --output");
        add_word(&text, output);
        wai_text_add(&text, " --resume");
    }
    return wai_text_take(&text);
}

char *wai_call_kept(const struct wai_command *command, const struct wai_config *config,
                    const struct wai_options *options)
{
    struct wai_options resolved = *options;
    struct wai_text file = { 0 };
    char *text = NULL;

    resolved.seed = config->ensemble.seed_text;
    resolved.replications = -1;
    if (config->ensemble.adaptive.metric < 0) {
        resolved.replications = config->ensemble.replications;
    }
    wai_text_add(&file, "%s.cfg", config->name);
    if (!file.failed) {
        text = wai_call_command(command, file.bytes, &resolved, WAI_CALL_KEPT, NULL);
    }
    wai_text_free(&file);
    return text;
}

/* ---- for merge ---- */

/* A line "key value"; a line feed in the value is written \n, a backslash \\. */
static void add_line(struct wai_text *text, const char *key, const char *value)
{
    wai_text_add(text, "%s ", key);
    for (; *value != '\0'; value++) {
        wai_text_add(text, *value == '\n' ? "\\n" : *value == '\\' ? "\\\\" : "%c", *value);
    }
    wai_text_add(text, "\n");
}

char *wai_call_text(const struct wai_call *call)
{
    const struct wai_options *options = &call->options;
    struct wai_text text = { 0 };

    add_line(&text, "config", call->arguments[0]);
    for (size_t i = 0; i < options->sets.n; i++) {
        add_line(&text, "set", options->sets.values[i]);
    }
    if (options->seed) {
        add_line(&text, "seed", options->seed);
    }
    if (options->replications > 0) {
        wai_text_add(&text, "replications %" PRId64 "\n", options->replications);
    }
    if (options->max_events > 0) {
        wai_text_add(&text, "max-events %" PRId64 "\n", options->max_events);
    }
    return wai_text_take(&text);
}

/* The value of a line of that key, read in place; NULL when it is of another. */
static const char *value_of(char *line, const char *key)
{
    size_t length = strlen(key);
    char *value = line + length + 1, *to = value;

    if (strncmp(line, key, length) != 0 || line[length] != ' ') {
        return NULL;
    }
    for (const char *from = value; *from != '\0'; from++) {
        if (from[0] == '\\' && (from[1] == 'n' || from[1] == '\\')) {
            *to++ = *++from == 'n' ? '\n' : '\\';
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return value;
}

enum wai_status wai_call_read(char *text, struct wai_options *options, const char **config,
                              struct wai_error *err)
{
    char *line = text;

    *options = wai_option_none();
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
