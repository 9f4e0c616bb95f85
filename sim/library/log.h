/* Lists of a run, gathered replication by replication and joined in their order. */
#ifndef WAI_LIBRARY_LOG_H
#define WAI_LIBRARY_LOG_H

#include "library/handle.h"

/* The lists of one replication; a zeroed one is empty. */
struct wai_log_part {
    size_t n_events, n_decisions;
    struct waico_event *events;
    struct waico_decision *decisions;
    float *terms;
};

/* Copies the lists of a record. */
enum wai_status wai_log_take(struct wai_log_part *part, const struct waico_log *log, uint32_t replicate,
                             const struct wai_record *record) WAI_CHECK_RESULT;

/* Joins n parts into the log, in place of what it had, and frees them. */
enum wai_status wai_log_join(struct waico_log *log, struct wai_log_part *parts, size_t n) WAI_CHECK_RESULT;

/* Frees n parts; the log becomes empty. */
void wai_log_drop(struct waico_log *log, struct wai_log_part *parts, size_t n);

#endif
