/* Names of the first file, definitions of all. */
#include "experiment/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/date.h"

/* NULL when the metric means the same in all items, else why it does not; *culprit: in which, SIZE_MAX: said.
 */
static const char *compare_definitions(const struct wai_lineup *lineup, const struct wai_metric *asked,
                                       size_t *culprit)
{
    for (size_t i = 0; i < lineup->n_items; i++) {
        const struct wai_contender *item = &lineup->items[i];
        const struct wai_metric *own = wai_contender_metric(item, asked->name);
        const char *why;

        *culprit = i;
        if (!own || !wai_definition_equal(asked, own)) {
            return "asks something else in";
        }
        *culprit = SIZE_MAX;
        why = wai_definition_refuse(own, &lineup->items[0].run, &item->run);
        if (why) {
            return why;
        }
    }
    return NULL;
}

/* What a metric is, in words, from the first file; the end of the run with its date. */
static enum wai_status describe(struct wai_shelf *shelf, struct wai_lineup_metric *metric,
                                const struct wai_metric *asked, struct wai_error *err)
{
    struct wai_reader_info info;
    enum wai_status status = wai_reader_find(shelf->readers[0], metric->name, &info, err);
    char date[WAI_DATE_TEXT];
    int dated;

    if (status != WAI_OK) {
        return status;
    }
    wai_date_write(shelf->lineup->items[0].run.end_day - 1, date);
    dated = asked->reduce != WAI_REDUCE_FINAL || strstr(info.meaning, date) != NULL;
    metric->kind = wai_definition_kind(asked);
    (void)snprintf(metric->unit, sizeof metric->unit, "%.31s",
                   metric->kind == WAI_DEFINITION_NUMBER ? info.unit : "");
    (void)snprintf(metric->meaning, sizeof metric->meaning, "%.*s%s%s%s%s", (int)sizeof info.meaning - 1,
                   info.meaning, dated ? "" : " (", dated ? "" : date, dated ? "" : ")",
                   wai_definition_rests_on_accounts(asked, &shelf->lineup->items[0].run)
                       ? ", at the account before"
                       : "");
    return WAI_OK;
}

static enum wai_status read_metric(struct wai_shelf *shelf, const struct wai_metric *asked,
                                   struct wai_error *err)
{
    struct wai_lineup *lineup = shelf->lineup;
    const char *name = asked->name;
    size_t culprit = wai_shelf_without(shelf, name);
    struct wai_lineup_metric *metric;
    const char *why;
    enum wai_status status;

    if (culprit < lineup->n_items) {
        return wai_lineup_leave(lineup, name, "is not in %s", lineup->items[culprit].label);
    }
    why = compare_definitions(lineup, asked, &culprit);
    if (why) {
        return culprit == SIZE_MAX
                   ? wai_lineup_leave(lineup, name, "%s", why)
                   : wai_lineup_leave(lineup, name, "%s %s", why, lineup->items[culprit].label);
    }
    metric = wai_lineup_add(lineup, name);
    status = metric ? describe(shelf, metric, asked, err)
                    : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %s", name);
    if (status == WAI_OK) {
        status = wai_shelf_read(shelf, metric, err);
    }
    if (status == WAI_OK && metric->kind == WAI_DEFINITION_DATE) {
        wai_shelf_turn_into_days(shelf, metric);
    }
    return status;
}

enum wai_status wai_question_read(struct wai_shelf *shelf, struct wai_error *err)
{
    const struct wai_contender *first = &shelf->lineup->items[0];
    enum wai_status status = WAI_OK;

    for (size_t k = 0; status == WAI_OK && k < first->n_metrics; k++) {
        status = read_metric(shelf, &first->metrics[k], err);
    }
    return status;
}
