/* Shards are work folders of the same plan: all their blocks are one stream of rows. */
#include "experiment/join.h"

#include <stdlib.h>

#include "experiment/assembly.h"
#include "experiment/blocks.h"
#include "experiment/replay.h"
#include "output/publish.h"

static enum wai_status put(void *context, const struct wai_rows *rows, struct wai_error *err)
{
    return wai_assembly_put(context, rows, err);
}

/* Opens all shards; list points to them. */
static enum wai_status open_shards(const struct wai_plan *plan, const char *const *folders, size_t n,
                                   struct wai_blocks *shards, const struct wai_blocks **list,
                                   struct wai_error *err)
{
    static const struct wai_blocks_use use = { WAI_BLOCKS_READ, "", NULL };
    enum wai_status status = WAI_OK;

    for (size_t i = 0; i < n; i++) {
        wai_blocks_init(&shards[i]);
        list[i] = &shards[i];
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        status = wai_blocks_open(&shards[i], folders[i], plan, &use, err);
    }
    return status;
}

static enum wai_status assemble(const struct wai_plan *plan, const struct wai_provenance *provenance,
                                const char *path, const struct wai_blocks *const *list, size_t n,
                                struct wai_join_outcome *outcome, struct wai_error *err)
{
    struct wai_assembly assembly = { 0 };
    enum wai_status status = wai_assembly_open(&assembly, path, plan, provenance, err);

    if (status == WAI_OK) {
        status = wai_replay_run(list, n, NULL, put, &assembly, err);
    }
    if (status == WAI_OK) {
        status = wai_assembly_finish(&assembly, err);
    }
    outcome->n_failed_points = assembly.n_failed_points;
    outcome->failures = assembly.failures;
    assembly.failures = (struct wai_error){ 0 };
    wai_assembly_free(&assembly);
    return status;
}

enum wai_status wai_join_run(const struct wai_plan *plan, const struct wai_provenance *provenance,
                             const char *output, int force, const char *const *folders, size_t n_folders,
                             struct wai_join_outcome *outcome, struct wai_error *err)
{
    struct wai_blocks *shards = calloc(n_folders + 1, sizeof *shards);
    const struct wai_blocks **list = calloc(n_folders + 1, sizeof *list);
    struct wai_publish publish = { 0 };
    enum wai_status status = WAI_ERR_MEMORY;

    *outcome = (struct wai_join_outcome){ 0 };
    if (!shards || !list) {
        free(shards);
        free(list);
        return wai_error_add(err, status, "out of memory for %zu shards", n_folders);
    }
    status = open_shards(plan, folders, n_folders, shards, list, err);
    if (status == WAI_OK) {
        status = wai_publish_begin(&publish, output, force, err);
    }
    if (status == WAI_OK) {
        status = assemble(plan, provenance, publish.temporary, list, n_folders, outcome, err);
    }
    if (status == WAI_OK) {
        status = wai_publish_result(&publish, err);
    }
    wai_publish_abandon(&publish);
    for (size_t i = 0; i < n_folders; i++) {
        outcome->n_blocks += shards[i].n;
        wai_blocks_close(&shards[i]);
    }
    free(shards);
    free(list);
    return status == WAI_OK && outcome->n_failed_points > 0 ? WAI_ERR_PARTIAL : status;
}
