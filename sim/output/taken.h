/* Names that result files need, so that no metric may have them. */
#ifndef WAI_OUTPUT_TAKEN_H
#define WAI_OUTPUT_TAKEN_H

#include <stddef.h>

#include "base/status.h"

#define WAI_TAKEN_NAME 128

struct wai_taken {
    char name[WAI_TAKEN_NAME]; /* that two want: the metric's own, or that of a summary of it */
    int own;                   /* 1: name is the metric's own */
    char why[160]; /* what it is in result files, as words behind the name: "names an axis"; "": it is free */
};

/* Who has the name of metric i, or that of one of its summaries (NAME_mean, ...), in some result file: a
 * dataset, an axis or a group of it, or a metric before i with its summaries.  Names that begin with one of
 * the prefixes of parameters, readings, designs and their analysis are taken whether or not they stand for
 * something.  WAI_ERR_MEMORY or WAI_OK. */
enum wai_status wai_taken_find(const char *const *metrics, size_t i,
                               struct wai_taken *taken) WAI_CHECK_RESULT;

#endif
