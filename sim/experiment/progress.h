/* How far a run is, in words: rate and time left. */
#ifndef WAI_EXPERIMENT_PROGRESS_H
#define WAI_EXPERIMENT_PROGRESS_H

#include <stddef.h>

#include "experiment/runner.h"

/* Replications a second so far; 0 while nothing is known. */
double wai_progress_rate(const struct wai_runner_progress *progress);

/* Seconds left at that rate; NaN while nothing is known. */
double wai_progress_left(const struct wai_runner_progress *progress);

/* A duration for people: "0.4 s", "12 s", "3 min 20 s", "2 h 5 min"; "?" for NaN.  32 bytes suffice. */
void wai_progress_duration(double seconds, char *text, size_t size);

/* A size for people: "0 B", "15.3 MB".  32 bytes suffice. */
void wai_progress_bytes(double bytes, char *text, size_t size);

/* A whole number with a comma at the thousands.  32 bytes suffice. */
void wai_progress_count(unsigned long long n, char *text, size_t size);

/* One line: "437 of 1,000 replications (44 %), 1,023 a second, 0.6 s left". */
void wai_progress_text(const struct wai_runner_progress *progress, char *line, size_t size);

/* One JSON object: done, total, failed, seconds, rate_per_second, seconds_left (null while unknown). */
void wai_progress_json(const struct wai_runner_progress *progress, char *line, size_t size);

#endif
