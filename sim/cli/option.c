/* Parsing by getopt_long over a command's table, with messages that name the mistake and what was meant. */
#include "cli/option.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ROWS 64
#define MAX_WORD 64 /* longer words are not compared */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours that lead from a to b. */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    size_t row[3][MAX_WORD + 1];

    if (n > MAX_WORD || m > MAX_WORD) {
        return SIZE_MAX;
    }
    for (size_t j = 0; j <= m; j++) {
        row[0][j] = j;
    }
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];

        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = least(now[j], before[j - 2] + 1);
            }
        }
    }
    return row[n % 3][m];
}

const char *wai_option_suggest(const char *word, const char *const *words, size_t n)
{
    const char *best = NULL;
    size_t best_distance = strlen(word) / 3 + 2; /* must be beaten */

    for (size_t i = 0; i < n; i++) {
        size_t d = distance(word, words[i]);

        if (d < best_distance && d < strlen(words[i])) {
            best = words[i];
            best_distance = d;
        }
    }
    return best;
}

static void *member(struct wai_options *options, const struct wai_option *row)
{
    return (char *)options + row->offset;
}

static enum wai_status take_whole(const struct wai_option *row, const char *text, int64_t *value,
                                  struct wai_error *err)
{
    char *end;
    long long number;

    errno = 0;
    number = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || number < row->min || number > row->max) {
        return wai_error_add(err, WAI_ERR_USAGE,
                             "--%s: \"%s\" is not a whole number from %" PRId64 " to %" PRId64, row->name,
                             text, row->min, row->max);
    }
    *value = number;
    return WAI_OK;
}

static enum wai_status take_choice(const struct wai_option *row, const char *text, int *value,
                                   struct wai_error *err)
{
    const char *word = row->choices;
    size_t length = strlen(text);

    for (int i = 0; *word != '\0'; i++) {
        size_t width = strcspn(word, "|");

        if (width == length && strncmp(word, text, width) == 0) {
            *value = i;
            return WAI_OK;
        }
        word += width + (word[width] == '|');
    }
    return wai_error_add(err, WAI_ERR_USAGE, "--%s: \"%s\" is none of %s", row->name, text, row->choices);
}

static enum wai_status take_listed(const struct wai_option *row, const char *text,
                                   struct wai_option_list *list, struct wai_error *err)
{
    if (!list->values) {
        list->values = calloc(WAI_OPTION_MAX_SETS, sizeof *list->values);
        if (!list->values) {
            return wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
        }
    }
    if (list->n == WAI_OPTION_MAX_SETS) {
        return wai_error_add(err, WAI_ERR_USAGE, "--%s is given more than %d times", row->name,
                             WAI_OPTION_MAX_SETS);
    }
    list->values[list->n++] = text;
    return WAI_OK;
}

static enum wai_status take(const struct wai_option *row, const char *text, struct wai_options *options,
                            struct wai_error *err)
{
    switch (row->kind) {
    case WAI_OPTION_FLAG:
        *(int *)member(options, row) = 1;
        return WAI_OK;
    case WAI_OPTION_COUNT:
        ++*(int *)member(options, row);
        return WAI_OK;
    case WAI_OPTION_TEXT:
        if (*text == '\0') {
            return wai_error_add(err, WAI_ERR_USAGE, "--%s: the %s is empty", row->name, row->value);
        }
        *(const char **)member(options, row) = text;
        return WAI_OK;
    case WAI_OPTION_LIST:
        return take_listed(row, text, member(options, row), err);
    case WAI_OPTION_WHOLE:
        return take_whole(row, text, member(options, row), err);
    case WAI_OPTION_CHOICE:
        return take_choice(row, text, member(options, row), err);
    }
    return WAI_ERR_USAGE;
}

/* Why getopt_long did not take argv[at]. */
static enum wai_status refuse(const struct wai_option *table, const char *given, int missing,
                              struct wai_error *err)
{
    const char *names[MAX_ROWS];
    size_t n = 0, length;
    const char *near;
    char word[MAX_WORD];

    if (strncmp(given, "--", 2) != 0) {
        char letter = (char)optopt;

        return missing ? wai_error_add(err, WAI_ERR_USAGE, "-%c needs a value", letter)
                       : wai_error_add(err, WAI_ERR_USAGE, "unknown option -%c", letter);
    }
    length = strcspn(given + 2, "=");
    (void)snprintf(word, sizeof word, "%.*s", (int)length, given + 2);
    if (missing) {
        return wai_error_add(err, WAI_ERR_USAGE, "--%s needs a value", word);
    }
    for (; table[n].name; n++) {
        names[n] = table[n].name;
        if (strcmp(table[n].name, word) == 0) {
            return wai_error_add(err, WAI_ERR_USAGE, "--%s takes no value", word);
        }
    }
    for (size_t i = 0, hits = 0; i < n; i++) {
        hits += strncmp(names[i], word, strlen(word)) == 0;
        if (hits > 1) {
            return wai_error_add(err, WAI_ERR_USAGE, "--%s could be several options", word);
        }
    }
    near = wai_option_suggest(word, names, n);
    return near ? wai_error_add(err, WAI_ERR_USAGE, "unknown option --%s; did you mean --%s?", word, near)
                : wai_error_add(err, WAI_ERR_USAGE, "unknown option --%s", word);
}

/* The table in the words of getopt_long: long options return 1000 + row, letters their row's too. */
static size_t translate(const struct wai_option *table, struct option *longs, char *letters)
{
    size_t n = 0;

    *letters++ = ':'; /* tells a missing value apart */
    for (; table[n].name && n + 1 < MAX_ROWS; n++) {
        int valued = table[n].value != NULL;

        longs[n] =
            (struct option){ table[n].name, valued ? required_argument : no_argument, NULL, 1000 + (int)n };
        if (table[n].letter != 0) {
            *letters++ = (char)table[n].letter;
            if (valued) {
                *letters++ = ':';
            }
        }
    }
    *letters = '\0';
    longs[n] = (struct option){ NULL, 0, NULL, 0 };
    return n;
}

struct wai_options wai_option_none(void)
{
    return (struct wai_options){ .jobs = -1,
                                 .replications = -1,
                                 .point = -1,
                                 .replicate = -1,
                                 .top = -1,
                                 .seconds = -1,
                                 .max_failures = -1,
                                 .time_limit = -1,
                                 .block = -1,
                                 .max_events = -1 };
}

enum wai_status wai_option_parse(const struct wai_option *table, int argc, char **argv,
                                 struct wai_options *options, int *first, struct wai_error *err)
{
    struct option longs[MAX_ROWS];
    char letters[2 * MAX_ROWS + 2];
    size_t n = translate(table, longs, letters);
    enum wai_status status = WAI_OK;
    int code;

    *options = wai_option_none();
    opterr = 0;
    optind = 0;
    while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        const struct wai_option *row = NULL;

        if (code == '?' || code == ':') {
            status = refuse(table, argv[optind - 1], code == ':', err);
            continue;
        }
        for (size_t i = 0; i < n && !row; i++) {
            row = code == 1000 + (int)i || code == table[i].letter ? &table[i] : NULL;
        }
        if (row && take(row, optarg, options, err) != WAI_OK) {
            status = WAI_ERR_USAGE;
        }
    }
    *first = optind;
    return status;
}

void wai_option_free(struct wai_options *options)
{
    free(options->sets.values);
    options->sets = (struct wai_option_list){ 0 };
}
