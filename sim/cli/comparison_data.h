/* A comparison for programs: JSON on standard output, or a CSV table. */
#ifndef WAI_CLI_COMPARISON_DATA_H
#define WAI_CLI_COMPARISON_DATA_H

#include <stddef.h>

#include "base/status.h"
#include "experiment/verdict.h"

/* Prints it as JSON, with at most n_top of the countries found for each item. */
void wai_comparison_data_json(const struct wai_verdicts *verdicts, size_t n_top);

/* Writes a row for each metric and item, then one for each country and item; "-": to standard output.
 * WAI_ERR_EXISTS: the file is there, and not force. */
enum wai_status wai_comparison_data_csv(const struct wai_verdicts *verdicts, const char *path, int force,
                                        struct wai_error *err) WAI_CHECK_RESULT;

#endif
