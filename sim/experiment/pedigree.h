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
    struct wai_provenance provenance; /* its texts belong to the config, to identity, or to this struct */
    char *config_effective, *command;
    char *ignored_calendar;         /* NULL: none */
    char identity[WAI_SHA256_TEXT]; /* of a repetition */
    char max_events[24];
    struct wai_provenance_scenario *scenarios;
    struct wai_provenance_input *inputs;
};

/* Gathers it.  verb: the command ("run", "sweep"); overrides: the texts of --set, which become part of the
 * canonical command.  plan, its config and overrides stay the caller's and must outlive pedigree. */
enum wai_status wai_pedigree_init(struct wai_pedigree *pedigree, const struct wai_plan *plan,
                                  const char *verb, const char *const *overrides, size_t n_overrides,
                                  struct wai_error *err) WAI_CHECK_RESULT;
/* The same for one replication repeated from a result file. */
enum wai_status wai_pedigree_repeat(struct wai_pedigree *pedigree, const struct wai_rebuild *rebuild,
                                    uint32_t replicate, struct wai_error *err) WAI_CHECK_RESULT;
void wai_pedigree_free(struct wai_pedigree *pedigree);

#endif
