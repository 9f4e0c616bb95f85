/* Names of the first file, definitions of all. */
#include "experiment/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/date.h"

/* Reads its definition in every item; NULL when it means the same in all of them, else why it does not. */
static const char *compare_definitions(const struct wai_lineup *lineup, const char *name,
                                       struct wai_definition *definition, size_t *culprit)
{
    const char *why = NULL;

    for (size_t i = 0; i < lineup->n_items && !why; i++) {
        const struct wai_contender *item = &lineup->items[i];
        struct wai_definition own;

        *culprit = i;
        if (!wai_definition_read(&own, item->config, name)) {
            return "is not explained by the config in";
        }
        if (i == 0) {
            *definition = own;
        } else if (strcmp(own.text, definition->text) != 0) {
            return "asks something else in";
        } else {
            why = wai_definition_refuse(&own, &lineup->items[0].run, &item->run);
        }
    }
    if (why) {
        *culprit = SIZE_MAX;
    }
    return why;
}

/* What a metric is, in words, from the first file. */
static enum wai_status describe(struct wai_shelf *shelf, struct wai_lineup_metric *metric,
                                const struct wai_definition *definition, struct wai_error *err)
{
    struct wai_reader_info info;
    enum wai_status status = wai_reader_find(shelf->readers[0], metric->name, &info, err);
    int32_t end = shelf->lineup->items[0].run.end_day;
    char date[WAI_DATE_TEXT];

    if (status != WAI_OK) {
        return status;
    }
    wai_date_write(end - 1, date);
    metric->kind = definition->kind;
    (void)snprintf(metric->unit, sizeof metric->unit, "%.31s",
                   metric->kind == WAI_DEFINITION_NUMBER ? info.unit : "");
    (void)snprintf(metric->meaning, sizeof metric->meaning, "%s%s%s%s", info.meaning,
                   definition->to_the_end && !strstr(info.meaning, date) ? " (" : "",
                   definition->to_the_end && !strstr(info.meaning, date) ? date : "",
                   definition->to_the_end && !strstr(info.meaning, date) ? ")" : "");
    return WAI_OK;
}

static enum wai_status read_metric(struct wai_shelf *shelf, const char *name, struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    struct wai_definition definition = { 0 };
    size_t culprit = wai_shelf_without(shelf, name);
    struct wai_lineup_metric *metric;
    const char *why;
    enum wai_status status;

    if (culprit < lineup->n_items) {
        return wai_lineup_leave(lineup, name, "is not in %s", lineup->items[culprit].label);
    }
    why = compare_definitions(lineup, name, &definition, &culprit);
    if (why) {
        return culprit == SIZE_MAX
                   ? wai_lineup_leave(lineup, name, "%s", why)
                   : wai_lineup_leave(lineup, name, "%s %s", why, lineup->items[culprit].label);
    }
    metric = wai_lineup_add(lineup, name);
    status = metric ? describe(shelf, metric, &definition, err)
                    : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %s", name);
    if (status == WAI_OK) {
        status = wai_shelf_read(shelf, metric, err);
    }
    if (status == WAI_OK && metric->kind == WAI_DEFINITION_DATE) {
        wai_shelf_turn_into_days(shelf, metric);
    }
    return status;
}

/* All that the first file has, in the order of its config. */
enum wai_status wai_question_read(struct wai_shelf *shelf, struct wai_error *err)
{
    struct wai_error ignored = { 0 };
    char *names = NULL;
    enum wai_status status = WAI_OK;

    if (wai_reader_text(shelf->readers[0], "metrics", &names, &ignored) == WAI_OK) {
        for (char *at = names; status == WAI_OK && *at != '\0';) {
            size_t length = strcspn(at, " ");
            int last = at[length] == '\0';

            at[length] = '\0';
            status = length > 0 ? read_metric(shelf, at, err) : WAI_OK;
            at += length + !last;
        }
    }
    wai_error_free(&ignored);
    free(names);
    return status;
}
