/* The findings of a study as one JSON object; beside report.c, with the same numbers. */
#include <math.h>
#include <stdlib.h>

#include "cli/json.h"
#include "cli/report.h"

static void quantiles_json(struct wai_json *json, const uint32_t *counts, size_t n_bins)
{
    wai_json_member_number(json, "q05", wai_findings_quantile(counts, n_bins, 0.05));
    wai_json_member_number(json, "median", wai_findings_quantile(counts, n_bins, 0.5));
    wai_json_member_number(json, "q95", wai_findings_quantile(counts, n_bins, 0.95));
}

static enum wai_status signatures_json(struct wai_json *json, const struct wai_findings *findings)
{
    size_t bins = findings->n_countries + 1;

    wai_json_key(json, "signatures");
    wai_json_open(json, '[');
    for (size_t d = 0; d < findings->n_dates; d++) {
        struct wai_findings_score score;
        enum wai_status status = wai_findings_compare(findings, d, &score);
        char date[11];

        if (status != WAI_OK) {
            return status;
        }
        wai_report_date(findings, findings->date_day[d], date);
        wai_json_open(json, '{');
        wai_json_member_text(json, "date", date);
        wai_json_member_text(json, "event", wai_calendar_names[findings->date_kind[d]]);
        quantiles_json(json, findings->signatures + d * bins, bins);
        wai_json_key(json, "recorded");
        if (score.known) {
            wai_json_whole(json, (long long)score.n_recorded);
        } else {
            wai_json_text(json, NULL);
        }
        wai_json_member_number(json, "auc", score.known ? score.auc : (double)NAN);
        wai_json_member_number(json, "log_score", score.known ? score.log_score : (double)NAN);
        wai_json_member_number(json, "base_log_score", score.known ? score.base_log_score : (double)NAN);
        wai_json_key(json, "in_sample");
        wai_json_flag(json, score.in_sample);
        wai_json_close(json, '}');
    }
    wai_json_close(json, ']');
    return WAI_OK;
}

static void force_json(struct wai_json *json, const struct wai_findings *findings)
{
    static const char *const keys[] = { "q05", "median", "q95" };
    static const double levels[] = { 0.05, 0.5, 0.95 };
    size_t never = (size_t)findings->setup->n_days;

    wai_json_key(json, "entry_into_force");
    wai_json_open(json, '{');
    wai_json_member_number(json, "share", 1.0 - findings->force[never] / (double)findings->n);
    for (int k = 0; k < 3; k++) {
        double day = wai_findings_quantile(findings->force, never, levels[k]);
        char date[11];

        if (isnan(day)) {
            wai_json_member_text(json, keys[k], NULL);
        } else {
            wai_report_date(findings, day, date);
            wai_json_member_text(json, keys[k], date);
        }
    }
    wai_json_close(json, '}');
    wai_json_member_number(json, "dissolved_share", findings->dissolved[0] / (double)findings->n);
}

static void years_json(struct wai_json *json, const struct wai_findings *findings)
{
    static const char *const keys[WAI_FINDINGS_N_MEANS] = { "n_signed_mean", "gdp_share_mean", "n_us_mean",
                                                            "n_rights_mean", "trust_mean" };
    size_t bins = findings->n_countries + 1;

    wai_json_key(json, "members");
    wai_json_open(json, '[');
    for (size_t k = 0; k < findings->n_years; k++) {
        char date[11];

        wai_report_date(findings, findings->day[k], date);
        wai_json_open(json, '{');
        wai_json_member_whole(json, "year", findings->first_year + (int32_t)k);
        wai_json_member_text(json, "date", date);
        quantiles_json(json, findings->members + k * bins, bins);
        for (int which = 0; which < WAI_FINDINGS_N_MEANS; which++) {
            wai_json_member_number(json, keys[which],
                                   wai_findings_mean(findings, k, (enum wai_findings_mean)which));
        }
        wai_json_close(json, '}');
    }
    wai_json_close(json, ']');
}

static enum wai_status joiners_json(struct wai_json *json, const struct wai_report *report,
                                    const struct wai_findings *findings)
{
    uint32_t *order = calloc(report->n_joiners + 1, sizeof *order);
    size_t n;

    if (!order) {
        return WAI_ERR_MEMORY;
    }
    n = wai_findings_joiners(findings, order, report->n_joiners);
    wai_json_key(json, "joiners");
    wai_json_open(json, '[');
    for (size_t k = 0; k < n; k++) {
        size_t i = order[k];

        wai_json_open(json, '{');
        wai_json_member_text(json, "country", findings->setup->tables.iso3[i]);
        wai_json_member_text(json, "name", findings->setup->tables.name[i]);
        wai_json_member_number(json, "share", findings->joined[i] / (double)findings->n);
        wai_json_member_number(json, "median_year", floor(wai_findings_join_year(findings, i)));
        wai_json_close(json, '}');
    }
    wai_json_close(json, ']');
    free(order);
    return WAI_OK;
}

enum wai_status wai_report_json(const struct wai_report *report, const struct wai_findings *findings)
{
    struct wai_json json = { 0 };
    enum wai_status status = WAI_OK;

    wai_json_open(&json, '{');
    wai_json_member_text(&json, "title", report->title);
    wai_json_member_text(&json, "deviations", report->deviations);
    wai_json_member_text(&json, "question", report->question);
    wai_json_member_text(&json, "seed", report->seed);
    wai_json_member_whole(&json, "replications", (long long)findings->n);
    wai_json_member_whole(&json, "asked", (long long)report->n_asked);
    wai_json_member_whole(&json, "failed", (long long)report->n_failed);
    wai_json_member_text(&json, "output", report->output);
    if (findings->n > 0) {
        status = signatures_json(&json, findings);
        force_json(&json, findings);
        years_json(&json, findings);
        if (status == WAI_OK) {
            status = joiners_json(&json, report, findings);
        }
    }
    wai_json_close(&json, '}');
    return status;
}
