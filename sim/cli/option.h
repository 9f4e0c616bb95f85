/* Options of the command line: one table per command, from which parsing, help, man page and shell completion
 * follow.
 *
 * A row names the member of struct wai_options that it fills.  A new option is a member here, a row macro
 * below (or a row in the one command that has it), and its use. */
#ifndef WAI_CLI_OPTION_H
#define WAI_CLI_OPTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define WAI_OPTION_MAX_SETS 1000 /* --set on one command line */

enum wai_option_kind {
    WAI_OPTION_FLAG,  /* int: 1 when given */
    WAI_OPTION_COUNT, /* int: how often it was given */
    WAI_OPTION_TEXT,  /* const char *: NULL when not given */
    WAI_OPTION_LIST,  /* struct wai_option_list: every value */
    WAI_OPTION_WHOLE, /* int64_t: in [min, max]; -1 when not given */
    WAI_OPTION_CHOICE /* int: position in `choices`, 0 when not given */
};

struct wai_option {
    const char *name; /* long, without dashes; NULL ends a table */
    int letter;       /* short form, 0 when there is none */
    enum wai_option_kind kind;
    const char *value;   /* what help calls the value; NULL for flags and counts */
    size_t offset;       /* of the member in struct wai_options */
    int64_t min, max;    /* WHOLE */
    const char *choices; /* CHOICE: words separated by '|' */
    const char *help;    /* one sentence without its full stop */
};

struct wai_option_list {
    const char **values; /* texts of argv */
    size_t n;
};

enum wai_option_when { WAI_OPTION_AUTO, WAI_OPTION_ALWAYS, WAI_OPTION_NEVER, WAI_OPTION_JSON };

/* What was asked for.  Texts point into argv. */
struct wai_options {
    int help, version, man, quiet, verbose, force, force_memory, dry_run, json;
    int color, progress; /* enum wai_option_when */
    int events, decisions, source, markdown, names, countries, all, wide, tidy, exact, unverified;
    const char *output, *seed, *log_file, *csv, *country, *completion, *at;
    int move_aside;
    int64_t jobs, replications, point, replicate, top, seconds;

    /* sweep, merge */
    int resume, extend, keep_work, retry_failed, fail_fast;
    const char *shard, *plan_csv, *config;
    int64_t max_failures, time_limit, block, max_events;
    struct wai_option_list sets;
};

/* Rows that several commands share. */
#define WAI_OPTION_ROW(name, letter, kind, value, member, help)                                              \
    {                                                                                                        \
        name, letter, WAI_OPTION_##kind, value, offsetof(struct wai_options, member), 0, 0, NULL, help       \
    }
#define WAI_OPTION_NUMBER(name, letter, value, member, min, max, help)                                       \
    {                                                                                                        \
        name, letter, WAI_OPTION_WHOLE, value, offsetof(struct wai_options, member), min, max, NULL, help    \
    }
#define WAI_OPTION_WORD(name, choices, member, help)                                                         \
    {                                                                                                        \
        name, 0, WAI_OPTION_CHOICE, "WHEN", offsetof(struct wai_options, member), 0, 0, choices, help        \
    }
#define WAI_OPTION_END                                                                                       \
    {                                                                                                        \
        NULL, 0, WAI_OPTION_FLAG, NULL, 0, 0, 0, NULL, NULL                                                  \
    }

#define WAI_OPTION_OUTPUT(help) WAI_OPTION_ROW("output", 'o', TEXT, "FILE", output, help)
#define WAI_OPTION_FORCE WAI_OPTION_ROW("force", 0, FLAG, NULL, force, "replace an output that exists")
#define WAI_OPTION_SET                                                                                       \
    WAI_OPTION_ROW("set", 0, LIST, "PATH=VALUE", sets,                                                       \
                   "give a parameter, title, question, place, start or end another value; may be repeated")
#define WAI_OPTION_JOBS                                                                                      \
    WAI_OPTION_NUMBER(                                                                                       \
        "jobs", 'j', "N", jobs, 1, 1024,                                                                     \
        "workers side by side (preset: as many as processors may be used); results do not depend on it")
#define WAI_OPTION_SEED                                                                                      \
    WAI_OPTION_ROW("seed", 's', TEXT, "SEED", seed, "seed of all random numbers, 0 to 18446744073709551615")
#define WAI_OPTION_REPLICATIONS                                                                              \
    WAI_OPTION_NUMBER("replications", 'n', "N", replications, 1, 100000000, "number of replications")
#define WAI_OPTION_MAX_EVENTS                                                                                \
    WAI_OPTION_NUMBER("max-events", 0, "N", max_events, 1, INT64_MAX,                                        \
                      "a replication with more events has failed (preset: 1 million and 10,000 a country)")
#define WAI_OPTION_PROGRESS                                                                                  \
    WAI_OPTION_WORD(                                                                                         \
        "progress", "auto|always|never|json", progress,                                                      \
        "progress on standard error: a live line on a terminal, else a line every 30 s; json: a "            \
        "JSON object a line")
#define WAI_OPTION_WIDE                                                                                      \
    WAI_OPTION_ROW("wide", 0, FLAG, NULL, wide, "tables in one piece, also those of more than 80 columns")
#define WAI_OPTION_UNVERIFIED                                                                                \
    WAI_OPTION_ROW("unverified", 0, FLAG, NULL, unverified,                                                  \
                   "read also a file whose digest does not agree with its bytes: its numbers may be wrong")
#define WAI_OPTION_JSON_ROW WAI_OPTION_ROW("json", 0, FLAG, NULL, json, "print the result as JSON")
#define WAI_OPTION_COMMON                                                                                    \
    WAI_OPTION_ROW("quiet", 'q', FLAG, NULL, quiet, "say nothing but errors on standard error"),             \
        WAI_OPTION_ROW("verbose", 'v', COUNT, NULL, verbose, "say more"),                                    \
        WAI_OPTION_ROW("log-file", 0, TEXT, "FILE", log_file, "append what is said to FILE as well"),        \
        WAI_OPTION_WORD("color", "auto|always|never", color, "colours (NO_COLOR is honoured)"),              \
        WAI_OPTION_ROW("help", 'h', FLAG, NULL, help, "show this help and exit"), WAI_OPTION_END
#define WAI_OPTION_DRY_RUN                                                                                   \
    WAI_OPTION_ROW("dry-run", 0, FLAG, NULL, dry_run,                                                        \
                   "run a short pilot, say how long all takes, how large it gets and what memory it needs")
#define WAI_OPTION_FORCE_MEMORY                                                                              \
    WAI_OPTION_ROW("force-memory", 0, FLAG, NULL, force_memory,                                              \
                   "go on although there seems to be too little memory")

/* Reads the options of argv[1 ..] by the table, in any order with other arguments, up to "--".  On success
 * the other arguments stand in argv[*first .. argc - 1].  Lists are allocated: wai_option_free.  Mistakes
 * (WAI_ERR_USAGE) are told with a suggestion. */
enum wai_status wai_option_parse(const struct wai_option *table, int argc, char **argv,
                                 struct wai_options *options, int *first,
                                 struct wai_error *err) WAI_CHECK_RESULT;
void wai_option_free(struct wai_options *options);

/* Options none of which was given. */
struct wai_options wai_option_none(void);

/* The nearest of n words to a mistyped one, NULL when none is near enough to be meant. */
const char *wai_option_suggest(const char *word, const char *const *words, size_t n);

#endif
