/* Title, deviations and completeness, read from a result file; older files that do not say are taken as
 * whole. */
#include "cli/heading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/sheet.h"
#include "cli/table.h"
#include "experiment/deviation.h"
#include "experiment/progress.h"

#define PENDING 1 /* point_status */

char *wai_heading_deviations(struct wai_reader *reader)
{
    struct wai_error ignored = { 0 };
    char *text = NULL;

    if (wai_reader_text(reader, "deviations", &text, &ignored) != WAI_OK) {
        text = strdup("");
    }
    wai_error_free(&ignored);
    return text;
}

enum wai_status wai_heading_print(struct wai_reader *reader, const struct wai_talk *talk,
                                  struct wai_error *err)
{
    char *title = NULL, *deviations = wai_heading_deviations(reader);
    enum wai_status status = deviations ? wai_reader_text(reader, "title", &title, err)
                                        : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");

    if (status == WAI_OK) {
        title[wai_deviation_bare(title, deviations)] = '\0';
        printf("%s", wai_talk_style(talk, WAI_TALK_STRONG));
        wai_table_prose(title, 0, 0);
        printf("%s", wai_talk_plain(talk));
        if (deviations[0] != '\0') {
            printf("with ");
            wai_table_prose(deviations, 5, 5);
        }
    }
    free(title);
    free(deviations);
    return status;
}

static void say(char text[WAI_HEADING_PART], double done, double asked, const char *what)
{
    char n[32], of[32];

    wai_progress_count((unsigned long long)done, n, sizeof n);
    wai_progress_count((unsigned long long)asked, of, sizeof of);
    (void)snprintf(text, WAI_HEADING_PART, "%s of %s %s: interrupted", n, of, what);
}

/* One number of the file; 0 with a message. */
static int read_one(struct wai_reader *reader, const char *name, double *value, struct wai_error *err)
{
    double *values = wai_sheet_numbers(reader, name, 1, err);
    int well = values != NULL;

    *value = well ? values[0] : 0;
    free(values);
    return well;
}

static enum wai_status part_of_sweep(struct wai_reader *reader, char text[WAI_HEADING_PART],
                                     struct wai_error *err)
{
    size_t n = wai_reader_length(reader, "point"), n_run = 0;
    double *status = wai_sheet_numbers(reader, "point_status", n, err);

    if (!status) {
        return WAI_ERR_FORMAT;
    }
    for (size_t i = 0; i < n; i++) {
        n_run += status[i] < PENDING - 0.5 || status[i] > PENDING + 0.5;
    }
    if (n_run < n) {
        say(text, (double)n_run, (double)n, "points");
    }
    free(status);
    return WAI_OK;
}

enum wai_status wai_heading_part(struct wai_reader *reader, char text[WAI_HEADING_PART],
                                 struct wai_error *err)
{
    double asked, done, failed;

    text[0] = '\0';
    if (wai_reader_kind(reader) == WAI_READER_SWEEP) {
        return part_of_sweep(reader, text, err);
    }
    if (wai_reader_kind(reader) == WAI_READER_RUN || !wai_reader_has(reader, "replicates_asked")) {
        return WAI_OK;
    }
    if (!read_one(reader, "replicates_asked", &asked, err) ||
        !read_one(reader, "replicates_done", &done, err) ||
        !read_one(reader, "replicates_failed", &failed, err)) {
        return WAI_ERR_FORMAT;
    }
    if (done + failed < asked) {
        say(text, done, asked, "replications");
    }
    return WAI_OK;
}
