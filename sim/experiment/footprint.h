/* Memory: what a run will take, and what there is. */
#ifndef WAI_EXPERIMENT_FOOTPRINT_H
#define WAI_EXPERIMENT_FOOTPRINT_H

#include <stdint.h>

#include "base/status.h"
#include "experiment/plan.h"

struct wai_footprint {
    uint64_t now;   /* resident, bytes: the program and the tables of the world */
    uint64_t more;  /* that a run will take beside: worlds, batches under way, what is written; about */
    uint64_t there; /* that may still be taken; UINT64_MAX: nobody says */
};

/* Memory of a plan with so many workers, from the sizes of what is taken: rather too much, up to twice of
 * what is seen, since not all of it is in use at once.  Event logs, as long as their histories, are not in
 * it. */
enum wai_status wai_footprint_estimate(const struct wai_plan *plan, unsigned n_workers,
                                       struct wai_footprint *footprint,
                                       struct wai_error *err) WAI_CHECK_RESULT;

/* WAI_ERR_MEMORY with the numbers when more is needed than is there. */
enum wai_status wai_footprint_check(const struct wai_footprint *footprint, unsigned n_workers,
                                    struct wai_error *err) WAI_CHECK_RESULT;

/* Bytes that this process may still take: the least of what the system calls available, what control groups
 * and their parents leave, and what the limit of address space leaves.  root: as in wai_cgroup_least. */
uint64_t wai_footprint_there(const char *root);

#endif
