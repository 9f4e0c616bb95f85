/* What may stand under a name of a result: along which axes, of which class, in which range.  Internal to
 * this room. */
#ifndef WAI_OUTPUT_FACT_H
#define WAI_OUTPUT_FACT_H

#include "output/reader.h"

enum wai_fact_order { WAI_FACT_FREE, WAI_FACT_KNOWN, WAI_FACT_ASCENDS };
/* A text is a label, in one line, or lines. */
enum wai_fact_class { WAI_FACT_TEXT, WAI_FACT_LINES, WAI_FACT_CODE, WAI_FACT_WHOLE, WAI_FACT_REAL };

/* Upper ends that depend on the result. */
enum wai_fact_top {
    WAI_FACT_FIXED,
    WAI_FACT_COUNTRIES,
    WAI_FACT_YEARS,
    WAI_FACT_DAYS,
    WAI_FACT_REPLICATES,
    WAI_FACT_SCENARIOS
};

/* A name, its axes (S and R: of every replication, with point and replicate before as the kind has them; P:
 * over the replications, with point before in a sweep), its class, and the range of its numbers; missing ones
 * are always allowed but in axes. */
struct wai_fact {
    const char *name, *axes;
    enum wai_fact_class class;
    double low;
    enum wai_fact_top top;
    double high;
    enum wai_fact_order order; /* WAI_FACT_KNOWN: nothing is missing; WAI_FACT_ASCENDS: nor equal or less than
                                  what is before */
};

/* The quantity itself, or a statistic of it over replications. */
enum wai_fact_statistic {
    WAI_FACT_NONE,
    WAI_FACT_MEAN,
    WAI_FACT_SD,
    WAI_FACT_HALF_WIDTH,
    WAI_FACT_QUANTILE,
    WAI_FACT_LOW,
    WAI_FACT_HIGH,
    WAI_FACT_N_KNOWN,
    WAI_N_FACT_STATISTICS
};

/* The fact of a name, and which statistic of a quantity the name tells.  metrics: the names between spaces
 * that the file gives its metrics, NULL when it has none.  0 when the format has no such name; of parameters
 * (param_... and parameters/...) it knows nothing. */
int wai_fact_find(const char *name, const char *metrics, struct wai_fact *fact,
                  enum wai_fact_statistic *statistic);

/* The axes between spaces that a dataset of that name has in a kind of result. */
void wai_fact_axes(enum wai_reader_kind kind, const struct wai_fact *fact, enum wai_fact_statistic statistic,
                   char text[96]);

#endif
