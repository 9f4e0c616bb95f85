/* What `waico run` prints of each country, out of an ensemble's file: chances to sign and to join, with
 * dates. */
#ifndef WAI_CLI_CHANCES_H
#define WAI_CLI_CHANCES_H

#include "cli/dump.h"

/* Adds columns to the table of countries: member_ever, the median year and date of joining, the chance to
 * have signed by each ceremony and deadline (ensembles), and the date of the signature on record. */
enum wai_status wai_chances_add(struct wai_dump *countries, struct wai_reader *reader,
                                const struct wai_field_world *world, struct wai_error *err) WAI_CHECK_RESULT;

#endif
