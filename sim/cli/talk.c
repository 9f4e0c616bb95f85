/* Levels, colours, the log file, and the line of progress. */
#include "cli/talk.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/disk.h"
#include "cli/plain.h"
#include "experiment/progress.h"

#define LINE 256

static int wants_color(int when, FILE *stream)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    if (when != WAI_OPTION_AUTO) {
        return when == WAI_OPTION_ALWAYS;
    }
    return isatty(fileno(stream)) && !(no_color && *no_color != '\0') &&
           !(terminal && !strcmp(terminal, "dumb"));
}

enum wai_status wai_talk_init(struct wai_talk *talk, const struct wai_options *options, struct wai_error *err)
{
    int terminal = isatty(STDERR_FILENO);

    *talk = (struct wai_talk){ .level = options->quiet ? 0 : 1 + options->verbose };
    talk->color_out = wants_color(options->color, stdout);
    talk->color_err = wants_color(options->color, stderr);
    talk->wide = options->wide;
    talk->json = options->progress == WAI_OPTION_JSON;
    talk->live = terminal && !talk->json;
    switch (options->progress) {
    case WAI_OPTION_AUTO:
        talk->every_seconds = options->quiet ? 0 : terminal ? 0.1 : 30;
        break;
    case WAI_OPTION_ALWAYS:
        talk->every_seconds = terminal ? 0.1 : 1;
        break;
    case WAI_OPTION_JSON:
        talk->every_seconds = 0.5;
        break;
    default:
        break;
    }
    if (options->log_file) {
        talk->log = fopen(options->log_file, "a");
        if (!talk->log) {
            return wai_error_add(err, WAI_ERR_IO, "%s: %s", options->log_file, strerror(errno));
        }
    }
    return WAI_OK;
}

enum wai_status wai_talk_end(struct wai_talk *talk, struct wai_error *err)
{
    FILE *log = talk->log;
    int fault;

    talk->log = NULL;
    if (!log) {
        return WAI_OK;
    }
    fault = ferror(log);
    fault |= fclose(log);
    return fault ? wai_error_add(err, WAI_ERR_IO, "the log file could not be written in full") : WAI_OK;
}

/* Takes the live line away before something else is said. */
static void clear_live(struct wai_talk *talk)
{
    if (talk->line_open) {
        (void)fputs("\r\033[K", stderr);
        talk->line_open = 0;
    }
}

static void write_line(FILE *file, const char *text, size_t length)
{
    wai_plain_write(file, text, length, 1);
    (void)fputc('\n', file);
}

/* The text is the caller's format filled in; long ones are cut. */
static void say_line(FILE *file, const char *format, va_list args)
{
    char text[WAI_PLAIN_LINE];

    (void)vsnprintf(text, sizeof text, format, args);
    write_line(file, text, strlen(text));
}

void wai_talk_say(struct wai_talk *talk, int level, const char *format, ...)
{
    va_list args;

    if (talk->level >= level) {
        clear_live(talk);
        va_start(args, format);
        say_line(stderr, format, args);
        va_end(args);
    }
    if (talk->log) {
        va_start(args, format);
        say_line(talk->log, format, args);
        va_end(args);
    }
}

void wai_talk_complain(struct wai_talk *talk, const struct wai_error *err)
{
    const char *line = wai_error_text(err);

    clear_live(talk);
    while (*line != '\0') {
        int length = (int)strcspn(line, "\n");

        (void)fprintf(stderr, "%swaico:%s ", talk->color_err ? "\033[1;31m" : "",
                      talk->color_err ? "\033[0m" : "");
        write_line(stderr, line, (size_t)length);
        if (talk->log) {
            (void)fputs("waico: ", talk->log);
            write_line(talk->log, line, (size_t)length);
        }
        line += length + (line[length] == '\n');
    }
    if (err->truncated) {
        (void)fputs("waico: further messages were lost for lack of memory\n", stderr);
    }
}

void wai_talk_lacks(struct wai_talk *talk)
{
    int lacks = wai_disk_lacks() & ~talk->told_lacks;

    talk->told_lacks |= lacks;
    if (lacks & WAI_DISK_LACK_LOCK) {
        wai_talk_say(talk, 1,
                     "waico: this file system has no locks: see to it that no second waico works on the same "
                     "result");
    }
    if (lacks & WAI_DISK_LACK_FLUSH) {
        wai_talk_say(
            talk, 1,
            "waico: this file system could not be told to flush: a power failure in the next moments "
            "may take the last files away");
    }
}

void wai_talk_warn(struct wai_talk *talk, const char *file, const struct wai_error *remarks)
{
    for (const char *line = wai_error_text(remarks); *line != '\0';) {
        int length = (int)strcspn(line, "\n");

        wai_talk_say(talk, 1, "waico: warning: %s: %.*s", file, length, line);
        line += length + (line[length] == '\n');
    }
}

void wai_talk_progress(struct wai_talk *talk, const struct wai_runner_progress *progress, int last)
{
    char line[LINE];

    wai_talk_lacks(talk);
    if (talk->every_seconds <= 0 || (!last && progress->seconds < talk->told_seconds + talk->every_seconds)) {
        return;
    }
    talk->told_seconds = progress->seconds;
    if (talk->json) {
        wai_progress_json(progress, line, sizeof line);
        (void)fprintf(stderr, "%s\n", line);
        return;
    }
    wai_progress_text(progress, line, sizeof line);
    if (talk->live) {
        clear_live(talk);
        if (!last) {
            (void)fprintf(stderr, "%s", line);
            (void)fflush(stderr);
            talk->line_open = 1;
        }
    } else if (!last) {
        (void)fprintf(stderr, "%s\n", line);
    }
    if (talk->log && !talk->live) {
        (void)fprintf(talk->log, "%s\n", line);
    }
}

const char *wai_talk_style(const struct wai_talk *talk, enum wai_talk_style style)
{
    static const char *const codes[] = { "", "\033[1m", "\033[2m", "\033[32m", "\033[31m" };

    return talk->color_out ? codes[style] : "";
}

const char *wai_talk_plain(const struct wai_talk *talk)
{
    return talk->color_out ? "\033[0m" : "";
}
