/* A sweep's result on standard output: its design, its points, what its analysis found. */
#ifndef WAI_CLI_BOARD_H
#define WAI_CLI_BOARD_H

#include "base/status.h"
#include "cli/talk.h"
#include "output/reader.h"

/* Prints a page for people: title, design, points, analysis, failures. */
enum wai_status wai_board_print(struct wai_reader *reader, const struct wai_talk *talk,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* The page without title and seed, for who has told them. */
enum wai_status wai_board_body(struct wai_reader *reader, const struct wai_talk *talk,
                               struct wai_error *err) WAI_CHECK_RESULT;

/* JSON with all points and the tables of the analysis. */
enum wai_status wai_board_json(struct wai_reader *reader, const char *output,
                               struct wai_error *err) WAI_CHECK_RESULT;

#endif
