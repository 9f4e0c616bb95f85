/* What a work folder holds and what of it counts: the part of experiment/blocks.h that looks at folders left
 * by others, a killed run among them.  Internal to blocks. */
#ifndef WAI_EXPERIMENT_SURVEY_H
#define WAI_EXPERIMENT_SURVEY_H

#include <stddef.h>

#include "base/status.h"
#include "experiment/blocks.h"

#define WAI_SURVEY_LINE 320
#define WAI_SURVEY_NAME 160

/* File name of a block under the folder, "blocks/..."; and the range that a name tells, 0 when it tells none.
 */
void wai_survey_name(const struct wai_plan_range *range, char name[WAI_SURVEY_NAME]);
int wai_survey_range(const char *name, struct wai_plan_range *range);

/* A line of the journal with its line feed; its length. */
size_t wai_survey_line(const struct wai_blocks_entry *entry, char line[WAI_SURVEY_LINE]);

/* Is the plan in the folder ours, or (extend) one that ours continues? */
enum wai_status wai_survey_plan(struct wai_blocks *blocks, int extend,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* Finds the blocks that count, moves others aside, writes the journal anew.  read_only: a bad block is an
 * error and nothing is changed. */
enum wai_status wai_survey_blocks(struct wai_blocks *blocks, int read_only,
                                  struct wai_error *err) WAI_CHECK_RESULT;

/* Reads every block of a folder and says nothing: for a confined process, before the folder is opened in
 * earnest.  What breaks the library that reads blocks breaks that process. */
void wai_survey_probe(const char *folder, const struct wai_plan *plan);

/* Moves blocks with failed replications aside, so that they are computed again. */
enum wai_status wai_survey_retry_failed(struct wai_blocks *blocks, struct wai_error *err) WAI_CHECK_RESULT;

/* Names a finished file for good and flushes its folder. */
enum wai_status wai_survey_adopt(struct wai_blocks *blocks, const char *from, const char *to,
                                 struct wai_error *err) WAI_CHECK_RESULT;

/* Adds an entry in its place. */
enum wai_status wai_survey_keep(struct wai_blocks *blocks, const struct wai_blocks_entry *entry,
                                struct wai_error *err) WAI_CHECK_RESULT;

#endif
