/* Day numbers of the proleptic Gregorian calendar, by own arithmetic; the reading and writing of dates. */
#include "scenario/date.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"

static int is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of_month(int year, int month)
{
    static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

int wai_date_exists(struct wai_date date)
{
    return date.year >= WAI_DATE_FIRST_YEAR && date.year <= WAI_DATE_LAST_YEAR && date.month >= 1 &&
           date.month <= 12 && date.day >= 1 && date.day <= days_of_month(date.year, date.month);
}

/* Days from 1900-01-01 to 1 January of a year. */
static int32_t year_start(int year)
{
    int before = year - 1; /* whole years that have passed since year 0 */
    int leap_days = before / 4 - before / 100 + before / 400;

    return 365 * (year - 1900) + leap_days - (1899 / 4 - 1899 / 100 + 1899 / 400);
}

int32_t wai_date_number(struct wai_date date)
{
    int32_t number;

    wai_assert(wai_date_exists(date));
    number = year_start(date.year);
    for (int month = 1; month < date.month; month++) {
        number += days_of_month(date.year, month);
    }
    return number + date.day - 1;
}

struct wai_date wai_date_of(int32_t number)
{
    struct wai_date date = { 1900 + number / 366, 1, 1 };

    while (year_start(date.year + 1) <= number) {
        date.year++;
    }
    number -= year_start(date.year);
    while (number >= days_of_month(date.year, date.month)) {
        number -= days_of_month(date.year, date.month++);
    }
    date.day = number + 1;
    return date;
}

/* The number that n digits at `text` write, -1 when one is no digit. */
static int digits(const char *text, int n)
{
    int value = 0;

    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

const char *wai_date_parse(const char *text, int32_t *number)
{
    struct wai_date date;

    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-') {
        return "is not a date; write YYYY-MM-DD";
    }
    date = (struct wai_date){ digits(text, 4), digits(text + 5, 2), digits(text + 8, 2) };
    if (date.year < 0 || date.month < 0 || date.day < 0) {
        return "is not a date; write YYYY-MM-DD";
    }
    if (date.year < WAI_DATE_FIRST_YEAR || date.year > WAI_DATE_LAST_YEAR) {
        return "is outside 1900-01-01 to 2200-12-31";
    }
    if (date.month < 1 || date.month > 12) {
        return "is not a date: months are 01 to 12";
    }
    if (!wai_date_exists(date)) {
        return "is not a date: that month has no such day";
    }
    *number = wai_date_number(date);
    return NULL;
}

const char *wai_date_parse_yearly(const char *text, int *month, int *day)
{
    struct wai_date date;

    if (strlen(text) != 5 || text[2] != '-') {
        return "is not a day of the year; write MM-DD";
    }
    /* A leap year, so that 29 February is told apart from a day that never exists. */
    date = (struct wai_date){ 2000, digits(text, 2), digits(text + 3, 2) };
    if (date.month < 0 || date.day < 0) {
        return "is not a day of the year; write MM-DD";
    }
    if (!wai_date_exists(date)) {
        return "is not a day of the year";
    }
    if (date.month == 2 && date.day == 29) {
        return "does not come every year; take 02-28 or 03-01";
    }
    *month = date.month;
    *day = date.day;
    return NULL;
}

void wai_date_write(int32_t number, char text[WAI_DATE_TEXT])
{
    struct wai_date date = wai_date_of(number);
    int length =
        snprintf(text, WAI_DATE_TEXT, "%04d-%02d-%02d", date.year % 10000, date.month % 100, date.day % 100);

    wai_assert(length == WAI_DATE_TEXT - 1);
}
