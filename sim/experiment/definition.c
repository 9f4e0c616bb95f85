/* Reads the line that scenario/canon.c writes for a metric. */
#include "experiment/definition.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenario/date.h"

/* The value behind `key = ` in the text, NULL when it is not there. */
static const char *value_of(const char *text, const char *key)
{
    char pattern[32];
    const char *at;

    (void)snprintf(pattern, sizeof pattern, "; %s = ", key);
    at = strstr(text, pattern);
    return at ? at + strlen(pattern) : NULL;
}

/* Reads `key = "2030-12-31"`; leaves *day alone when it is not there. */
static void read_day(const char *text, const char *key, int32_t *day)
{
    const char *value = value_of(text, key);
    char date[WAI_DATE_TEXT];

    if (value && *value == '"') {
        (void)snprintf(date, sizeof date, "%s", value + 1);
        (void)wai_date_parse(date, day);
    }
}

/* Does the number come as a date when it is not made a share? */
static int is_date(const char *series)
{
    return strncmp(series, "first_", 6) == 0 || strncmp(series, "entry_into_force\"", 17) == 0 ||
           strncmp(series, "operation\"", 10) == 0 || strncmp(series, "dissolution\"", 12) == 0;
}

static void classify(struct wai_definition *definition)
{
    const char *text = definition->text;
    const char *series = value_of(text, "series");
    const char *reduce = value_of(text, "reduce");
    int date = is_date(series + 1);
    int passage = value_of(text, "first_above") || value_of(text, "first_below");

    definition->to_the_end = reduce && strncmp(reduce, "\"final\"", 7) == 0;
    definition->over_accounts = passage || (reduce && !definition->to_the_end);
    if (value_of(text, "share_above") || value_of(text, "share_below") || value_of(text, "share_known")) {
        definition->kind = WAI_DEFINITION_SHARE;
    } else if (date || passage) {
        definition->kind = WAI_DEFINITION_DATE;
    } else if (strncmp(series, "\"member:", 8) == 0 && !(reduce && strncmp(reduce, "\"mean\"", 6) == 0)) {
        definition->kind = WAI_DEFINITION_SHARE;
    }
    definition->from_day = INT32_MIN;
    definition->until_day = INT32_MAX;
    read_day(text, "from", &definition->from_day);
    read_day(text, "until", &definition->until_day);
    read_day(text, "at", &definition->from_day);
    read_day(text, "at", &definition->until_day);
}

int wai_definition_read(struct wai_definition *definition, const char *config_effective, const char *name)
{
    char pattern[128];
    const char *begin;
    const char *end;
    size_t length;

    *definition = (struct wai_definition){ .kind = WAI_DEFINITION_NUMBER };
    (void)snprintf(pattern, sizeof pattern, "{ name = \"%s\"; series = \"", name);
    begin = strstr(config_effective, pattern);
    end = begin ? strchr(begin, '}') : NULL;
    if (!end) {
        return 0;
    }
    begin = strchr(begin, ';');
    length = (size_t)(end - begin);
    if (length >= sizeof definition->text) {
        return 0;
    }
    memcpy(definition->text, begin, length);
    definition->text[length] = '\0';
    classify(definition);
    return 1;
}

const char *wai_definition_refuse(const struct wai_definition *definition, const struct wai_definition_run *a,
                                  const struct wai_definition_run *b)
{
    int32_t first_end = a->end_day < b->end_day ? a->end_day : b->end_day;
    int32_t last_start = a->start_day > b->start_day ? a->start_day : b->start_day;
    int same_end = a->end_day == b->end_day || definition->until_day < first_end;
    int same_start = a->start_day == b->start_day || definition->from_day >= last_start;
    int same_accounts = a->start_day == b->start_day && fabs(a->account_years - b->account_years) <= 0;

    if (definition->to_the_end) {
        return same_end ? NULL : "looks at the end, which is not the same: give it a date (at = ...)";
    }
    if (definition->over_accounts && !same_accounts) {
        return "goes over accounts, which fall on other dates: give it a date (at = ...)";
    }
    if (definition->kind == WAI_DEFINITION_DATE) {
        return NULL;
    }
    if (!same_end) {
        return "depends on the end, which is not the same: give it a date (at or until)";
    }
    return same_start ? NULL : "depends on the start, which is not the same: give it a date (at)";
}
