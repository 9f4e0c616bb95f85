/* Small synthetic worlds built in code, for tests of the model.
 *
 * A builder returns a whole `struct wai_setup`, to be freed by wai_setup_free.  Memory that runs out ends the
 * test.  Country 0 is the sponsor, country 1 leads the rival us. */
#ifndef WAI_SUPPORT_WORLD_BUILDER_H
#define WAI_SUPPORT_WORLD_BUILDER_H

#include <stddef.h>
#include <stdint.h>

#include "model/setup.h"

/* Parameters under which nothing happens and every status is worth the same: weights, constants, inertia,
 * costs and all rates are 0, rationality is 1, no one ever fails to ratify.  Status table as preset. */
void wai_world_builder_quiet(struct wai_params *params);

/* n >= 2 countries alike: every column 0 but population, gdp_usd (1 each), in one subregion, without borders
 * and blocs; quiet parameters, one account a year; phase proposed, no rival open, no calendar, no summit;
 * everyone none, the leader of the rival us in it.  The run takes `years` of 365.25 days from 2025-01-01. */
void wai_world_builder_even(struct wai_setup *setup, size_t n, double years);

/* Links everybody by land border with everybody, the countries in `apart` (may be -1) excepted. */
void wai_world_builder_complete_borders(struct wai_setup *setup, int apart);

/* Adds an entry to the calendar behind those of its day and numbers it; `occurrence` is filled here. */
void wai_world_builder_add(struct wai_setup *setup, struct wai_calendar_entry entry);

/* Shorthands of the above. */
void wai_world_builder_add_event(struct wai_setup *setup, int32_t day, enum wai_calendar_kind kind);
void wai_world_builder_add_rival(struct wai_setup *setup, int32_t day, enum wai_calendar_kind kind,
                                 enum wai_rival rival);
void wai_world_builder_add_set(struct wai_setup *setup, int32_t day, const char *path, double value);
void wai_world_builder_add_status(struct wai_setup *setup, int32_t day, int country,
                                  enum wai_status_code status);

/* A summit every 365 days, the first on `first_day`. */
void wai_world_builder_yearly_summits(struct wai_setup *setup, int32_t first_day);

/* Sets a parameter by path; a path that does not exist or a value not allowed ends the test. */
void wai_world_builder_set(struct wai_setup *setup, const char *path, double value);

/* The numeric columns of the country table by name, and another value for every country: the mirror image in
 * the column's range, which gives the first values again when taken twice.  population and gdp_usd are turned
 * round the list of countries instead. */
extern const char *const wai_world_builder_columns[];
extern const size_t wai_world_builder_n_columns;
void wai_world_builder_mirror(struct wai_setup *setup, const char *column);

/* A random world of 3 to 24 countries (of more than 256 for every hundredth seed) over 2 to 6 years: tables,
 * parameters, start and calendar all drawn from the seed, so that every mechanism, coincident dates and
 * changes of parameters under way turn up. */
void wai_world_builder_random(struct wai_setup *setup, uint64_t seed);

/* A world in which every mechanism of the model is at work: 30 unlike countries in all statuses over 8 years,
 * preset parameters but for livelier choices, ceremony, deadline, invitations, incidents, summits, rivals. */
void wai_world_builder_busy(struct wai_setup *setup);

#endif
