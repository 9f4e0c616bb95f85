/* Outcomes of functions that can fail, and the text that explains a failure.
 *
 * The world's faults (a file, memory, a user's value) are returned as enum wai_status; our own
 * faults are assertions (base/assert.h).  A function that knows why it failed adds a message to a
 * struct wai_error, one line per mistake, so that all mistakes of a file are told in one pass. */
#ifndef WAI_BASE_STATUS_H
#define WAI_BASE_STATUS_H

#include <stddef.h>

enum wai_status {
    WAI_OK = 0,
    WAI_ERR_MEMORY,      /* an allocation failed */
    WAI_ERR_IO,          /* a file could not be read or written */
    WAI_ERR_USAGE,       /* a command line that does not parse */
    WAI_ERR_CONFIG,      /* a scenario, config or table with a mistake */
    WAI_ERR_FORMAT,      /* a result file that is not what it claims to be */
    WAI_ERR_EXISTS,      /* the output is there already */
    WAI_ERR_IDENTITY,    /* work of another plan is there already */
    WAI_ERR_MODEL,       /* a replication left the allowed range: NaN, event budget */
    WAI_ERR_PARTIAL,     /* finished, with failed points */
    WAI_ERR_INTERRUPTED, /* stopped by the user at a clean border */
    WAI_N_STATUS
};

/* A list of messages, one line each, in a buffer that it owns.  A zeroed struct is empty and valid.
 * When memory runs out the texts that fitted stay and `truncated` is set; nothing is lost silently. */
struct wai_error {
    enum wai_status status; /* of the first message */
    char *text;             /* lines, each ended by \n; NULL when there is none */
    size_t length;          /* of text */
    size_t capacity;
    size_t n_messages;
    int truncated; /* a message could not be stored for lack of memory */
};

#define WAI_CHECK_RESULT __attribute__((warn_unused_result))

/* Adds one formatted message (without \n) and returns `status`.  err may be NULL. */
enum wai_status wai_error_add(struct wai_error *err, enum wai_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* For static analysers, who see no other file: what comes back is the status that went in. */
#ifdef WAI_ANALYSED
#define wai_error_add(err, status, ...) (wai_error_add(err, status, __VA_ARGS__), (status))
#endif

/* Removes all messages and gives the memory back; harmless on a zeroed struct. */
void wai_error_free(struct wai_error *err);

/* What is in err as one text; "" when there is nothing, never NULL. */
const char *wai_error_text(const struct wai_error *err);

/* Exit code of the program for a status: 0 success, 1 run-time failure, 2 usage or configuration,
 * 3 finished with failed points, 4 output exists or identity differs, 130 interrupted. */
int wai_status_exit_code(enum wai_status status);

/* One or two words for a status, e.g. "out of memory"; never NULL. */
const char *wai_status_text(enum wai_status status);

#endif
