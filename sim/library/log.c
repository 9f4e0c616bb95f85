/* Events and decisions of many replications as one list each. */
#include "library/log.h"

#include <stdlib.h>
#include <string.h>

struct waico_log *waico_log_new(int what)
{
    struct waico_log *log = calloc(1, sizeof *log);

    if (log) {
        log->what = what;
    }
    return log;
}

static void empty(struct waico_log *log)
{
    free(log->events);
    free(log->decisions);
    free(log->terms);
    *log = (struct waico_log){ .what = log->what };
}

void waico_log_free(struct waico_log *log)
{
    if (log) {
        empty(log);
        free(log);
    }
}

size_t waico_log_n_events(const struct waico_log *log)
{
    return log->n_events;
}

const struct waico_event *waico_log_events(const struct waico_log *log)
{
    return log->events;
}

size_t waico_log_n_decisions(const struct waico_log *log)
{
    return log->n_decisions;
}

const struct waico_decision *waico_log_decisions(const struct waico_log *log)
{
    return log->decisions;
}

const float *waico_log_terms(const struct waico_log *log)
{
    return log->terms;
}

static enum wai_status take_events(struct wai_log_part *part, uint32_t replicate,
                                   const struct wai_record *record)
{
    part->events = calloc(record->n_log + 1, sizeof *part->events);
    if (!part->events) {
        return WAI_ERR_MEMORY;
    }
    part->n_events = record->n_log;
    for (size_t i = 0; i < record->n_log; i++) {
        const struct wai_log_row *row = &record->log[i];

        part->events[i] = (struct waico_event){ .time_years = row->time_years,
                                                .value = (double)row->value,
                                                .replicate = replicate,
                                                .country = row->country,
                                                .type = row->type,
                                                .from = row->from,
                                                .to = row->to,
                                                .cause = row->cause };
    }
    return WAI_OK;
}

static enum wai_status take_decisions(struct wai_log_part *part, uint32_t replicate,
                                      const struct wai_record *record)
{
    part->decisions = calloc(record->n_decisions + 1, sizeof *part->decisions);
    part->terms = calloc(record->n_decisions + 1, WAI_N_TERMS * sizeof *part->terms);
    if (!part->decisions || !part->terms) {
        return WAI_ERR_MEMORY;
    }
    part->n_decisions = record->n_decisions;
    for (size_t i = 0; i < record->n_decisions; i++) {
        const struct wai_decision_row *row = &record->decisions[i];

        part->decisions[i] = (struct waico_decision){ .time_years = row->time_years,
                                                      .probability = row->probability,
                                                      .option_probability = row->option_probability,
                                                      .replicate = replicate,
                                                      .country = row->country,
                                                      .cause = row->cause,
                                                      .status = row->status,
                                                      .move = row->move,
                                                      .option = row->option };
        memcpy(part->terms + i * WAI_N_TERMS, row->term, sizeof row->term);
    }
    return WAI_OK;
}

enum wai_status wai_log_take(struct wai_log_part *part, const struct waico_log *log, uint32_t replicate,
                             const struct wai_record *record)
{
    enum wai_status status = WAI_OK;

    if (log->what & WAICO_EVENTS) {
        status = take_events(part, replicate, record);
    }
    if (status == WAI_OK && log->what & WAICO_DECISIONS) {
        status = take_decisions(part, replicate, record);
    }
    return status;
}

static void free_parts(struct wai_log_part *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(parts[i].events);
        free(parts[i].decisions);
        free(parts[i].terms);
        parts[i] = (struct wai_log_part){ 0 };
    }
}

enum wai_status wai_log_join(struct waico_log *log, struct wai_log_part *parts, size_t n)
{
    size_t n_events = 0, n_decisions = 0;

    empty(log);
    for (size_t i = 0; i < n; i++) {
        n_events += parts[i].n_events;
        n_decisions += parts[i].n_decisions;
    }
    log->events = calloc(n_events + 1, sizeof *log->events);
    log->decisions = calloc(n_decisions + 1, sizeof *log->decisions);
    log->terms = calloc(n_decisions + 1, WAI_N_TERMS * sizeof *log->terms);
    if (!log->events || !log->decisions || !log->terms) {
        wai_log_drop(log, parts, n);
        return WAI_ERR_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        const struct wai_log_part *part = &parts[i];

        if (part->n_events) {
            memcpy(log->events + log->n_events, part->events, part->n_events * sizeof *part->events);
        }
        if (part->n_decisions) {
            memcpy(log->decisions + log->n_decisions, part->decisions,
                   part->n_decisions * sizeof *part->decisions);
            memcpy(log->terms + log->n_decisions * WAI_N_TERMS, part->terms,
                   part->n_decisions * WAI_N_TERMS * sizeof *part->terms);
        }
        log->n_events += part->n_events;
        log->n_decisions += part->n_decisions;
    }
    free_parts(parts, n);
    return WAI_OK;
}

void wai_log_drop(struct waico_log *log, struct wai_log_part *parts, size_t n)
{
    free_parts(parts, n);
    empty(log);
}
