/* Which day, and in which order the numbers stand. */
#include "experiment/reading.h"

#include <stdio.h>

#include "experiment/counts.h"
#include "experiment/question.h"
#include "experiment/shelf.h"
#include "scenario/date.h"

/* Refuses a day outside of an item's run. */
static enum wai_status check_day(const struct wai_contender *item, int32_t day, struct wai_error *err)
{
    char asked[WAI_DATE_TEXT], start[WAI_DATE_TEXT], last[WAI_DATE_TEXT];

    if (day >= item->run.start_day && day < item->run.end_day) {
        return WAI_OK;
    }
    wai_date_write(day, asked);
    wai_date_write(item->run.start_day, start);
    wai_date_write(item->run.end_day - 1, last);
    return wai_error_add(err, WAI_ERR_USAGE, "%s runs from %s to %s: it has no %s to compare at", item->label,
                         start, last, asked);
}

static enum wai_status choose_day(struct wai_lineup *lineup, int32_t day, struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    int32_t last = INT32_MAX;

    for (size_t i = 0; i < lineup->n_items; i++) {
        int32_t own = lineup->items[i].run.end_day - 1;

        last = own < last ? own : last;
    }
    lineup->day = day == WAI_READING_LAST ? last : day;
    lineup->whole = 1;
    for (size_t i = 0; i < lineup->n_items; i++) {
        if (check_day(&lineup->items[i], lineup->day, err) != WAI_OK) {
            status = WAI_ERR_USAGE;
        }
        lineup->whole = lineup->whole && lineup->items[i].run.end_day == lineup->day + 1;
    }
    return status;
}

enum wai_status wai_reading_take(struct wai_lineup *lineup, const char *const *paths, size_t n,
                                 const struct wai_reading_options *options, struct wai_error *err)
{
    struct wai_shelf shelf = { .lineup = lineup };
    enum wai_status status;

    *lineup = (struct wai_lineup){ 0 };
    status = wai_shelf_open(&shelf, paths, n, err);
    if (status == WAI_OK) {
        status = choose_day(lineup, options->day, err);
    }
    if (status == WAI_OK) {
        status = wai_question_read(&shelf, err);
    }
    if (status == WAI_OK) {
        status =
            options->exact ? wai_counts_rerun(&shelf, &options->control, err) : wai_counts_read(&shelf, err);
    }
    wai_shelf_close(&shelf);
    if (status != WAI_OK) {
        wai_lineup_free(lineup);
    }
    return status;
}
