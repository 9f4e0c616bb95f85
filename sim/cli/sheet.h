/* What the analysis of a sweep found, as tables: Sobol' indices, elementary effects, ranges, responses. */
#ifndef WAI_CLI_SHEET_H
#define WAI_CLI_SHEET_H

#include <stddef.h>

#include "base/status.h"
#include "cli/json.h"
#include "cli/talk.h"
#include "output/reader.h"

/* Prints the tables that the file has, nothing when it has none. */
enum wai_status wai_sheet_print(struct wai_reader *reader, const struct wai_talk *talk,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* The same as member "analysis" of the open object: tables by name, a row for each metric; no member when
 * the file has none. */
enum wai_status wai_sheet_json(struct wai_reader *reader, struct wai_json *json,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* A whole dataset of n numbers in fresh memory; NULL with a message. */
double *wai_sheet_numbers(struct wai_reader *reader, const char *name, size_t n, struct wai_error *err);

/* Prints a heading after an empty line. */
void wai_sheet_heading(const struct wai_talk *talk, const char *text);

#endif
