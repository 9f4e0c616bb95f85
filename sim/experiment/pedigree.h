/* The provenance of a result, gathered from a config: texts, tables, seed, version. */
#ifndef WAI_EXPERIMENT_PEDIGREE_H
#define WAI_EXPERIMENT_PEDIGREE_H

#include <stddef.h>

#include "base/sha256.h"
#include "base/status.h"
#include "experiment/plan.h"
#include "experiment/rebuild.h"
#include "output/provenance.h"

struct wai_pedigree {
    struct wai_provenance provenance; /* its texts belong to the caller or to this struct */
    char *config_effective, *title;
    char *ignored_calendar;         /* NULL: none */
    char identity[WAI_SHA256_TEXT]; /* of a repetition */
    char max_events[24];
    struct wai_provenance_scenario *scenarios;
    struct wai_provenance_input *inputs;
};

/* Gathers it.  command: as the result keeps it; deviations: experiment/deviation.h.  plan, its config and the
 * texts stay the caller's and must outlive pedigree. */
enum wai_status wai_pedigree_init(struct wai_pedigree *pedigree, const struct wai_plan *plan,
                                  const char *command, const char *deviations,
                                  struct wai_error *err) WAI_CHECK_RESULT;
/* The same for one replication repeated from a result file. */
enum wai_status wai_pedigree_repeat(struct wai_pedigree *pedigree, const struct wai_rebuild *rebuild,
                                    uint32_t replicate, const char *command,
                                    struct wai_error *err) WAI_CHECK_RESULT;
void wai_pedigree_free(struct wai_pedigree *pedigree);

#endif
