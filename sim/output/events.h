/* The event log in result files: columns along the axis `event`.  Internal to this room. */
#ifndef WAI_OUTPUT_EVENTS_H
#define WAI_OUTPUT_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "model/record.h"
#include "output/file.h"

#define WAI_EVENTS_COLUMNS 7

/* Open columns of a file. */
struct wai_events {
    int sets[WAI_EVENTS_COLUMNS];
    size_t n;     /* rows so far */
    int wide;     /* countries need 32 bits */
    char *buffer; /* room for `capacity` values of 8 bytes */
    size_t capacity;
};

/* Makes the axis `event` (growing) and the columns event_time, event_country, event_type, event_from,
 * event_to, event_cause, event_value. */
void wai_events_open(struct wai_events *events, struct wai_file *file, const struct wai_setup *setup);

/* Appends n rows. */
void wai_events_append(struct wai_events *events, struct wai_file *file, const struct wai_log_row *rows,
                       size_t n);

void wai_events_free(struct wai_events *events);

#endif
