/* Dates of the proleptic Gregorian calendar as day numbers: 0 is 1900-01-01; allowed are 1900-01-01 to
 * 2200-12-31. */
#ifndef WAI_SCENARIO_DATE_H
#define WAI_SCENARIO_DATE_H

#include <stdint.h>

#define WAI_DATE_FIRST_YEAR 1900
#define WAI_DATE_LAST_YEAR 2200
#define WAI_DATE_TEXT 11 /* bytes of YYYY-MM-DD with its NUL */

struct wai_date {
    int year, month, day; /* month 1..12, day 1..31 */
};

/* 1 when the date exists and lies in the allowed years. */
int wai_date_exists(struct wai_date date);

/* Day number of an existing date, and back. */
int32_t wai_date_number(struct wai_date date);
struct wai_date wai_date_of(int32_t number);

/* Reads exactly YYYY-MM-DD.  NULL when text is a date, else what is wrong with it, e.g. "has no 30 February"
 * (a constant text that completes `"2025-02-30"` ...); *number is then left alone. */
const char *wai_date_parse(const char *text, int32_t *number);

/* Reads exactly MM-DD, a day of every year; 29 February is refused.  As wai_date_parse. */
const char *wai_date_parse_yearly(const char *text, int *month, int *day);

/* Writes YYYY-MM-DD. */
void wai_date_write(int32_t number, char text[WAI_DATE_TEXT]);

#endif
