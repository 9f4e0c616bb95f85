/* What a metric of a result file asks, told by the config inside the file: whether two files ask the same,
 * what kind of number it is, and whether it depends on when the run begins and ends. */
#ifndef WAI_EXPERIMENT_DEFINITION_H
#define WAI_EXPERIMENT_DEFINITION_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum wai_definition_kind {
    WAI_DEFINITION_NUMBER,
    WAI_DEFINITION_SHARE, /* 0 or 1: its mean is a share of the replications */
    WAI_DEFINITION_DATE   /* years since the start, NaN never */
};

struct wai_definition {
    enum wai_definition_kind kind;
    char text[512];    /* as in the config, without the name */
    int to_the_end;    /* reduce = "final" */
    int32_t until_day; /* last day that it looks at, from 1900-01-01; INT32_MAX: the end of the run */
    int32_t from_day;  /* first one; INT32_MIN: the start */
    int over_accounts; /* looks at all accounts between the two */
};

/* Finds the metric `name` in a canonical config (wai_config_effective); 0 when it has none of that name or it
 * cannot be read. */
int wai_definition_read(struct wai_definition *definition, const char *config_effective, const char *name);

/* Two runs between which a definition is judged: first days, ends (the day after the last), time between
 * accounts. */
struct wai_definition_run {
    int32_t start_day, end_day;
    double account_years;
};

/* NULL when a metric so defined means the same in both runs, else why it does not: the end of a sentence that
 * begins with its name. A date that is cut at the earlier end does mean the same. */
const char *wai_definition_refuse(const struct wai_definition *definition, const struct wai_definition_run *a,
                                  const struct wai_definition_run *b);

#endif
