/* What the points of a sweep are: design, swept parameters, scenarios.  Internal to this room. */
#ifndef WAI_OUTPUT_ROSTER_H
#define WAI_OUTPUT_ROSTER_H

#include <stdint.h>

#include "output/file.h"
#include "output/sweep.h"

/* Root attributes design_*, datasets param_*, design_*, point_scenario, point_start_shift (after start_day).
 */
void wai_roster_put(struct wai_file *file, const struct wai_sweep_design *design, int32_t start_day);

/* Adds a word to a list between spaces, an allocated text; 0 when memory is out. */
int wai_roster_add_word(char **list, const char *word);

#endif
