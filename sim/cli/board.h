/* A sweep's result on standard output: its design, its points, what its analysis found. */
#ifndef WAI_CLI_BOARD_H
#define WAI_CLI_BOARD_H

#include "base/status.h"
#include "cli/talk.h"
#include "output/reader.h"

/* Prints a page for people; or JSON with all points and tables. */
enum wai_status wai_board_print(struct wai_reader *reader, const struct wai_talk *talk,
                                struct wai_error *err) WAI_CHECK_RESULT;
enum wai_status wai_board_json(struct wai_reader *reader, const char *output,
                               struct wai_error *err) WAI_CHECK_RESULT;

#endif
