/* A scenario: the world that a file describes, read, checked and ready to run.
 *
 * A scenario says what the world is (tables, start and end, first statuses, calendar, parameters) and nothing
 * about how it is run (sim/scenario/config.h).  Reading tells all mistakes in one pass, one line each:
 *
 *     baseline.cfg:12: incentive.training.weight: 14 is outside [-10, 10]
 *     baseline.cfg:13: afinity: unknown key; did you mean "affinity"? */
#ifndef WAI_SCENARIO_SCENARIO_H
#define WAI_SCENARIO_SCENARIO_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/setup.h"

/* The tables that a world is read from. */
enum wai_input_role {
    WAI_INPUT_COUNTRIES,
    WAI_INPUT_BORDERS,
    WAI_INPUT_BLOCS,
    WAI_INPUT_RECORD,
    WAI_N_INPUTS
};
extern const char *const wai_input_names[WAI_N_INPUTS]; /* "countries" ... */

/* One table as it was read. */
struct wai_input {
    char *name;      /* name of the file without its folder; NULL: the world has no such table */
    char *text;      /* the whole file, NUL-terminated */
    size_t length;   /* of text, bytes */
    char sha256[65]; /* of text, hexadecimal */
    char *source;  /* where the data come from, "" when the scenario's folder has no sources.csv row for it */
    char *licence; /* likewise */
};

struct wai_scenario {
    struct wai_setup setup;
    char *name; /* of the file, without folder and ".cfg"; "-" for standard input */
    char *title, *question;
    char *place;             /* where the agreement is signed, for reports; "" when it is not said */
    char start[11], end[11]; /* YYYY-MM-DD; the end is exclusive */
    /* The text as given: every file it extends, the base first, each under a line "# ---- NAME". */
    char *config_text;
    /* Every key with its value, all parameters included: stable order, 17 digits, tables by their SHA-256; no
     * file names.  Hashed it is the scenario's part of an identity.  It is a scenario itself: with the tables
     * as `inputs` it reads back to the same world and the same text. */
    char *effective_text;
    /* What the calendar says of days outside of the run, a line each, where start or end are stated by
     * somebody later than the entry (a file that extends the entry's, an override): it is left out.  "":
     * nothing. */
    char *left_out;
    char *effective_world;                 /* its part between the titles and the parameters */
    struct wai_input inputs[WAI_N_INPUTS]; /* by enum wai_input_role */
};

/* Reads the scenario file `path`, then applies the n_overrides texts "KEY=VALUE": KEY is the path of a
 * parameter, `title`, `question`, `place`, `start` or `end`.  On failure the scenario is empty and err tells
 * why: WAI_ERR_CONFIG for mistakes (all of them), WAI_ERR_IO, WAI_ERR_MEMORY.  Folders are as given by the
 * user in messages. */
enum wai_status wai_scenario_read(struct wai_scenario *scenario, const char *path,
                                  const char *const *overrides, size_t n_overrides,
                                  struct wai_error *err) WAI_CHECK_RESULT;

/* The same from a text of `length` bytes, called `name` in messages; the files it names are sought from
 * `folder` ("." is the working directory).  With `inputs` (WAI_N_INPUTS of them, NULL: none) the tables are
 * taken from there instead of from files: effective_text and inputs of a scenario give that scenario again.
 */
enum wai_status wai_scenario_read_text(struct wai_scenario *scenario, const char *text, size_t length,
                                       const char *name, const char *folder, const struct wai_input *inputs,
                                       const char *const *overrides, size_t n_overrides,
                                       struct wai_error *err) WAI_CHECK_RESULT;

/* What is wrong with the end of a run: no account before it, or too many for the countries; NULL: nothing. */
const char *wai_scenario_accounts_fault(const struct wai_setup *setup);

/* Makes effective_text anew, after setup.params or title were changed by hand. */
enum wai_status wai_scenario_refresh(struct wai_scenario *scenario) WAI_CHECK_RESULT;

/* Harmless on a zeroed struct. */
void wai_scenario_free(struct wai_scenario *scenario);

#endif
