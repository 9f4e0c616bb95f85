/* Where a result comes from: the texts with which any replication can be repeated. */
#ifndef WAI_OUTPUT_PROVENANCE_H
#define WAI_OUTPUT_PROVENANCE_H

#include <stddef.h>
#include <stdint.h>

/* One input table, as read.  Tables with the same role and digest are written once. */
struct wai_provenance_input {
    const char *role;    /* "countries", "borders", ...: letters, digits, underscores */
    const char *name;    /* of the file, without folder */
    const char *source;  /* "" when not known */
    const char *licence; /* likewise */
    const char *sha256;  /* of text, hexadecimal */
    const char *text;    /* the whole table, UTF-8; NULL: not kept */
};

/* One scenario of an experiment. */
struct wai_provenance_scenario {
    const char *name;      /* unique */
    const char *effective; /* every key; reads back as a scenario */
};

/* All texts are UTF-8, the caller's, and never NULL unless said.  None may name the clock, the host or a
 * folder. */
struct wai_provenance {
    const char *title; /* with what deviates */
    const char
        *deviations; /* from the config that was named: "affinity.peers = 2, end = 2030-01-01"; "" none */
    const char *config_text;      /* as given, each part named */
    const char *config_effective; /* how to run: every key */
    const char *command;          /* canonical */
    const char *ignored_calendar; /* entries that are left out, a line each; NULL: none */
    const char *seed;             /* decimal */
    const char *max_events;       /* allowed in a replication: decimal, or "preset" */
    const char *version;          /* "0.1.0" */
    const char *git_revision;     /* "" when not known */
    const char *libraries;
    const char *identity;  /* 64 hexadecimal digits */
    uint32_t replications; /* asked for, of each point; of adaptive ones the most */
    size_t n_scenarios;    /* at least 1 */
    const struct wai_provenance_scenario *scenarios;
    size_t n_inputs;
    const struct wai_provenance_input *inputs;
};

#endif
