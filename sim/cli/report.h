/* The findings of a study on standard output, as a page for people or as JSON. */
#ifndef WAI_CLI_REPORT_H
#define WAI_CLI_REPORT_H

#include <stddef.h>

#include "base/status.h"
#include "cli/talk.h"
#include "experiment/findings.h"

struct wai_report {
    const char *title, *question, *seed; /* question may be "" */
    const char *deviations;              /* from the scenario named; "" none */
    const char *output;                  /* file name; NULL: none */
    size_t n_failed;                     /* replications */
    size_t n_asked;                      /* replications; more than done and failed: interrupted */
    size_t n_joiners;                    /* how many to list */
};

enum wai_status wai_report_print(const struct wai_report *report, const struct wai_findings *findings,
                                 const struct wai_talk *talk) WAI_CHECK_RESULT;
enum wai_status wai_report_json(const struct wai_report *report,
                                const struct wai_findings *findings) WAI_CHECK_RESULT;

/* A date of the setup in words of a file: YYYY-MM-DD of a day after the start. */
void wai_report_date(const struct wai_findings *findings, double day, char text[11]);

#endif
