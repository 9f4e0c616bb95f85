/* A column of numbers or texts of a result as CSV writes it: by name where a number stands for one. */
#ifndef WAI_CLI_FIELD_H
#define WAI_CLI_FIELD_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/status.h"
#include "output/reader.h"

/* Names that positions stand for, and days that times count from: of the whole file. */
struct wai_field_world {
    char **codes, **countries, **scenarios; /* scenarios: NULL without an axis of the name */
    char **params;                          /* or groups of them, of the analysis; NULL without one */
    size_t n_codes, n_countries, n_scenarios, n_params;
    int32_t start_day; /* from 1900-01-01 */
    size_t n_points;
    double *shifts; /* [n_points] days by which a point starts later; NULL */
};

enum wai_status wai_field_world_read(struct wai_field_world *world, struct wai_reader *reader,
                                     struct wai_error *err) WAI_CHECK_RESULT;
void wai_field_world_free(struct wai_field_world *world);

struct wai_field {
    const struct wai_reader_info *info; /* borrowed */
    const char *const *names;           /* of numbers that are positions; NULL */
    size_t n_names;
    char **texts; /* of a text dataset, all of it */
    size_t n_texts;
    double *numbers; /* room for n_numbers */
};

/* Readies a field: its names, its texts whole, room for n_numbers. */
enum wai_status wai_field_open(struct wai_field *field, const struct wai_reader_info *info, size_t n_numbers,
                               const struct wai_field_world *world, struct wai_reader *reader,
                               struct wai_error *err) WAI_CHECK_RESULT;
void wai_field_close(struct wai_field *field);

/* Does it hold times that can be said as dates: days, or years since the start? */
int wai_field_is_time(const struct wai_reader_info *info);

/* Does it hold positions of countries? */
int wai_field_is_country(const struct wai_reader_info *info);

/* Value number i of the numbers, or of the texts; nothing where it is missing. */
void wai_field_value(FILE *file, const struct wai_field *field, size_t i, size_t position);

/* The same as a date YYYY-MM-DD, of a point that starts `shift` days after the start. */
void wai_field_date(FILE *file, const struct wai_field *field, size_t i, const struct wai_field_world *world,
                    double shift);

/* A text, between quotes where RFC 4180 wants them. */
void wai_field_text(FILE *file, const char *text);

#endif
