/* What the program says beside its results: on standard error, and into a log file where one is asked for. */
#ifndef WAI_CLI_TALK_H
#define WAI_CLI_TALK_H

#include <stdio.h>

#include "base/status.h"
#include "cli/option.h"
#include "experiment/runner.h"

enum wai_talk_style { WAI_TALK_PLAIN, WAI_TALK_STRONG, WAI_TALK_FAINT, WAI_TALK_GOOD, WAI_TALK_BAD };

struct wai_talk {
    int level;                /* 0 quiet, 1 usual, 2 and more verbose */
    int color_out, color_err; /* styles are used there */
    int live;                 /* progress: a line that is written over */
    int json;                 /* progress: JSON */
    int wide;                 /* tables may be wider than the screen */
    double every_seconds;     /* between progress lines; 0: no progress */
    double told_seconds;      /* when the last one was written */
    int line_open;            /* the live line stands there unfinished */
    int told_lacks;           /* enum wai_disk_lack, joined by | */
    FILE *log;                /* NULL: none */
};

/* Readies it by the options and the terminals.  A log file that cannot be opened is WAI_ERR_IO. */
enum wai_status wai_talk_init(struct wai_talk *talk, const struct wai_options *options,
                              struct wai_error *err) WAI_CHECK_RESULT;

/* Closes the log; WAI_ERR_IO when something could not be written to it. */
enum wai_status wai_talk_end(struct wai_talk *talk, struct wai_error *err) WAI_CHECK_RESULT;

/* Says a line (without \n) when the level is at least `level`. */
void wai_talk_say(struct wai_talk *talk, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Tells all messages of err, whatever the level, each line after "waico: ". */
void wai_talk_complain(struct wai_talk *talk, const struct wai_error *err);

/* Says, once each, what the file system could not do (base/disk.h). */
void wai_talk_lacks(struct wai_talk *talk);

/* Tells what is legal but without effect, each line after "waico: warning: FILE: ", unless quiet. */
void wai_talk_warn(struct wai_talk *talk, const char *file, const struct wai_error *remarks);

/* Shows how far a run is, as often as is due, and what the file system could not do; `last` ends the live
 * line. */
void wai_talk_progress(struct wai_talk *talk, const struct wai_runner_progress *progress, int last);

/* The terminal code for a style on standard output ("" when colours are off), and the one that ends it. */
const char *wai_talk_style(const struct wai_talk *talk, enum wai_talk_style style);
const char *wai_talk_plain(const struct wai_talk *talk);

#endif
