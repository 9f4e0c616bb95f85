/* The world of a replication, from nothing but a result file: scenario text, tables, parameters of the point,
 * seed. */
#ifndef WAI_EXPERIMENT_REBUILD_H
#define WAI_EXPERIMENT_REBUILD_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/luck.h"
#include "experiment/trial.h"
#include "model/record.h"
#include "model/setup.h"
#include "model/world.h"
#include "output/reader.h"
#include "scenario/scenario.h"

struct wai_rebuild {
    enum wai_reader_kind kind;
    size_t n_points;              /* 1 unless a sweep */
    uint64_t point;               /* of a run file: its number in the sweep it came from */
    int rests_on_accounts;        /* its metrics at a date and at the end do: see output/reader.h */
    int64_t stored_replicate;     /* the one that a run file has; else -1 */
    struct wai_scenario scenario; /* its setup has the parameters of the point */
    struct wai_luck luck;         /* seed and stratum; replicate 0 */
    char seed_text[24];
    struct wai_run_limits limits; /* the budget of events that the file was made with */
    size_t n_dates;
    int32_t *dates;                       /* of the file, days after the start */
    char *config_text, *config_effective; /* as in the file */
    char *ignored_calendar;               /* likewise; NULL: none */
    char *deviations; /* of the file, and the swept parameters of the point (experiment/deviation.h) */
    size_t n_metrics;
    struct wai_metric *metrics; /* that the file has a number of each replication for */
};

/* Reads the world of a point of a result; point -1: the only one, or the first.  WAI_ERR_FORMAT when the file
 * has not all that is needed; WAI_ERR_USAGE when it has no such point. */
enum wai_status wai_rebuild_read(struct wai_rebuild *rebuild, const char *path, int64_t point,
                                 struct wai_error *err) WAI_CHECK_RESULT;
void wai_rebuild_free(struct wai_rebuild *rebuild);

/* The number that a dataset over points has at one of them. */
enum wai_status wai_rebuild_number(struct wai_reader *reader, const char *name, uint64_t point, double *value,
                                   struct wai_error *err) WAI_CHECK_RESULT;

/* Runs replication `replicate` of a point that was read, again or for the first time, into record (zeroed, or
 * of the replication before; the caller frees it).  Its readings are at the ends of the setup's reading_days
 * (those of the metrics; others by wai_setup_read_at(&rebuild->scenario.setup, ...)) and at the end of the
 * run; whatever is wanted or read, the history is that of the file.  trial: a seat, zeroed before the first
 * replication, freed by wai_trial_free. */
enum wai_status wai_rebuild_repeat(const struct wai_rebuild *rebuild, uint32_t replicate,
                                   struct wai_record_wants wants, struct wai_trial *trial,
                                   struct wai_record *record, struct wai_error *err) WAI_CHECK_RESULT;

#endif
