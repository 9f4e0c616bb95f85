/* The readers of the parts of a config; for config.c only. */
#ifndef WAI_SCENARIO_PARTS_H
#define WAI_SCENARIO_PARTS_H

#include "scenario/config.h"
#include "scenario/measure.h"
#include "scenario/value.h"

/* `metrics` at the root, into config->metrics.  Dates are compared with the first scenario, when there is
 * one. */
void wai_measure_read(struct wai_value_reader *reader, const struct wai_node *root,
                      struct wai_config *config);
/* 1 when a day lies in the run of the first scenario, or that is not known; else tells at node why not. */
int wai_measure_check_day(struct wai_value_reader *reader, const struct wai_node *node,
                          const struct wai_config *config, int32_t day);

/* After the sweep: windows of metrics in which nothing is recorded are mistakes. */
void wai_measure_check_windows(struct wai_value_reader *reader, const struct wai_node *root,
                               const struct wai_config *config);

/* `sweep` at the root, into config->sweep, after the ensemble and the scenarios. */
void wai_axes_read(struct wai_value_reader *reader, const struct wai_node *root, struct wai_config *config);
void wai_axes_free(struct wai_sweep *sweep);

/* The table that sweep.list names, as one axis a column. */
void wai_points_read(struct wai_value_reader *reader, const struct wai_node *group, struct wai_sweep *sweep);

/* A seed as text at group.key: 0 to 2^64 - 1. */
int wai_config_read_seed(struct wai_value_reader *reader, const struct wai_node *group, const char *key,
                         uint64_t *seed);

/* Reads decimal digits of at most 2^64 - 1: 1 when text is nothing else. */
int wai_config_read_digits(const char *text, uint64_t *value);

#endif
