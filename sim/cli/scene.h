/* The world that a command looks into: out of a result file, or of a scenario with the command line's --seed
 * and --set. */
#ifndef WAI_CLI_SCENE_H
#define WAI_CLI_SCENE_H

#include "cli/command.h"
#include "experiment/rebuild.h"
#include "scenario/config.h"
#include "scenario/date.h"

struct wai_scene {
    const struct wai_setup *setup;
    uint64_t point;
    struct wai_luck luck; /* of replication 0 */
    struct wai_run_limits limits;
    const char *deviations;   /* of the world from the scenario named */
    const char *title;        /* of the scenario */
    int64_t stored_replicate; /* the one that a run file has; else -1 */
    int is_result;
    /* What the above lies in. */
    struct wai_rebuild rebuild;
    struct wai_config config;
    char *own_deviations;
};

/* Reads what the first argument of the call names, with its --point, --seed, --set, --max-events. */
enum wai_status wai_scene_open(struct wai_scene *scene, const struct wai_call *call,
                               struct wai_error *err) WAI_CHECK_RESULT;
void wai_scene_free(struct wai_scene *scene);

/* The country that a code or a name means; place: said before the message, "--country: ". */
enum wai_status wai_scene_country(const struct wai_scene *scene, const char *word, const char *place,
                                  size_t *country, struct wai_error *err) WAI_CHECK_RESULT;

/* The date, YYYY-MM-DD, of a moment in years since the start of its run; "never" of NaN. */
void wai_scene_date(const struct wai_setup *setup, double years, char text[WAI_DATE_TEXT]);

#endif
