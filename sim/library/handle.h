/* What is behind the handles of waico.h; for this room alone. */
#ifndef WAI_LIBRARY_HANDLE_H
#define WAI_LIBRARY_HANDLE_H

#include <stdatomic.h>

#include "base/status.h"
#include "model/record.h"
#include "model/world.h"
#include "scenario/gazetteer.h"
#include "scenario/scenario.h"
#include "waico.h"

struct waico_scenario {
    struct wai_scenario scenario;
    struct wai_gazetteer gazetteer; /* of its tables */
};

/* Where one thread runs replications; kept from run to run. */
struct wai_handle_seat {
    struct wai_world *world;
    struct wai_record record;
};

struct waico_model {
    const struct waico_scenario *origin; /* the caller's */
    struct wai_setup setup; /* a copy: parameters and reading_days are own, all else the origin's */
    size_t n_seats;
    struct wai_handle_seat *seats;
    atomic_int stop;
};

struct waico_log {
    int what; /* WAICO_EVENTS | WAICO_DECISIONS */
    size_t n_events, n_decisions;
    struct waico_event *events;
    struct waico_decision *decisions;
    float *terms;
};

/* Turns what a function of another room said into the two results of the library; empties err. */
enum waico_status wai_handle_tell(enum wai_status status, struct wai_error *err, char **messages);

/* Adds one message of the library's own and turns it into its two results. */
enum waico_status wai_handle_refuse(char **messages, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
