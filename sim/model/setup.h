/* What one scenario says, checked: everything a world reads, nothing it writes.
 *
 * Built by the scenario room from text (or by tests from code), then shared read-only by all workers. */
#ifndef WAI_MODEL_SETUP_H
#define WAI_MODEL_SETUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/names.h"
#include "model/param.h"
#include "model/tables.h"

#define WAI_DAYS_PER_YEAR 365.25

/* One dated line of the script. */
struct wai_calendar_entry {
    int32_t day; /* after the start, 0 <= day < n_days */
    enum wai_calendar_kind kind;
    int32_t country;             /* status, invite: position; else -1 */
    enum wai_rival rival;        /* rival_opens, rival_summit */
    enum wai_status_code status; /* status */
    int32_t param;               /* set: row of wai_param_table; else -1 */
    double value;                /* set */
    uint32_t occurrence;         /* 0, 1, ... among the entries of this kind (and rival) on this day; < 64 */
};

struct wai_setup {
    struct wai_tables tables;
    struct wai_params params;
    int32_t start_day;    /* days from 1900-01-01 to the start date, >= 0 */
    int32_t n_days;       /* from the start to the end, exclusive; > 0 */
    int32_t sponsor;      /* position of the country that founds the organisation */
    int32_t rival_leader; /* position of the country that leads the rival `us`; another than the sponsor */

    int8_t *status;       /* enum wai_status_code at the start, n_countries; the sponsor's is core */
    uint8_t *flags;       /* bit 1 << enum wai_rival: member of that rival at the start, n_countries */
    enum wai_phase phase; /* at the start: proposed or signing */
    int signing_open;     /* at the start, 0 or 1 */
    int rival_open[WAI_N_RIVALS]; /* at the start, 0 or 1 */

    size_t n_calendar;
    struct wai_calendar_entry *calendar; /* by day, then as written */
    size_t n_summits;
    int32_t *summit_days; /* the organisation's own yearly summits: days after the start, ascending, > 0 */

    /* Days after the start at whose ends the state is read (MODEL.md, section 9), ascending, each once; each
     * 0 <= day < n_days.  They say what is looked at and change nothing of what happens.  NULL: none. */
    size_t n_readings;
    int32_t *reading_days;

    /* The record: what happened, for comparison only; the model does not read it.  n_countries each. */
    int32_t
        *recorded_signed_day; /* day of signature after the start (may be negative), INT32_MIN: none known */
    int32_t *recorded_us_day; /* day of joining the rival `us`, likewise */
};

/* Frees everything that a setup owns; harmless on a zeroed struct. */
void wai_setup_free(struct wai_setup *setup);

/* Length of a run in years. */
static inline double wai_setup_years(const struct wai_setup *setup)
{
    return setup->n_days / WAI_DAYS_PER_YEAR;
}

/* Number of accounts before the end: the points of the time axis.  Account k (1, 2, ...) is at
 * k * organisation.account_years. */
size_t wai_setup_n_accounts(const struct wai_setup *setup);

/* Makes n days the readings of a setup, in place of those it had: days after the start, in any order and more
 * than once if need be, each 0 <= day < n_days.  WAI_ERR_MEMORY: the setup is as before. */
enum wai_status wai_setup_read_at(struct wai_setup *setup, const int32_t *days, size_t n) WAI_CHECK_RESULT;

/* Column of the record's readings that has the end of a day: one of reading_days, or the last day of the run,
 * which is always there. */
size_t wai_setup_reading(const struct wai_setup *setup, int32_t day);

#endif
