/* The parameters of the model: one table drives reader, --set, sweep axes, describe, files and documents.
 *
 * A parameter is added in two places, here as a member and in param.c as a row, and used in a third.
 * The dotted path of a row is the C member, the key in scenarios, the name in result files and the
 * sweep axis (return_ is written `return` outside C). */
#ifndef WAI_MODEL_PARAM_H
#define WAI_MODEL_PARAM_H

#include <stddef.h>

#include "model/names.h"

/* What a status counts for (MODEL.md, section 2). */
struct wai_status_params {
    double affiliation; /* g, 0..1 */
    double access;      /* b, 0..1 */
    double obligation;  /* o, 0..1 */
    double votes;       /* >= 0 */
};

struct wai_params {
    struct {
        double rationality, invited_boost;
        union {
            struct {
                double none, interested, observer, signatory, associate, full, core, frozen, withdrawn;
            };
            double at[WAI_N_STATUSES]; /* by enum wai_status_code */
        } review_rate;
        struct {
            double interest, observe, sign, drop, unsign, tier, freeze, thaw, exit, return_;
            double join_us, leave_us, join_rights, leave_rights;
        } inertia;
        struct {
            double interested, observer, signatory, member, at_ceremony, at_deadline, accession;
        } constant;
    } decision;
    struct {
        struct {
            double weight, promise, seats_per_year, seats_per_claimant;
        } training;
        struct {
            double weight, promise, openness, support, quality_start, release_rate, release_gain;
        } model_access;
        struct {
            double weight, promise, pool, growth_rate, contribution;
        } compute_sharing;
        struct {
            double weight, promise, half;
        } research;
        struct {
            double weight, promise, release_rate, scale;
        } datasets;
        struct {
            double weight, promise, half;
        } platform;
        struct {
            double weight, promise;
        } standards;
        struct {
            double weight, promise, discount;
        } affordability;
        struct {
            double weight, promise, grant_usd, levy, revenue_share, overhead, half_usd;
        } equity_fund;
        struct {
            double weight, promise, teams, service_years, deadline_years;
        } rapid_response;
        struct {
            double weight, promise, project_rate, scale;
        } public_goods;
        struct {
            double weight, promise, half;
        } voice;
    } incentive;
    struct {
        double alignment, ties, reach, regime, peers, legitimacy, governance_demand, courtship;
        double un_compatibility, courtship_decay;
    } affinity;
    struct {
        double autonomy, data, dues;
    } cost;
    struct {
        double position_start, stringency_start, national_adaptation, data_sharing, adequacy, step;
        double progress_gain;
    } standards;
    struct {
        double corporate_share, corporate_ideal, majority, sharpness, lean;
    } voting;
    struct {
        double start, rest, recovery_rate, delivery_gain, delivery_loss, incident_loss;
        double democratic_doubt, transparency;
    } trust;
    struct {
        struct {
            double pressure, retaliation, exclusivity, cost, ally, trade, capability, alignment;
            double governance_demand, offer_rate, offer_decay, control_low, control_high;
            double control_on_rate, control_off_rate;
        } us;
        struct {
            double exclusivity, cost, norms, trade, data, governance_demand;
        } rights;
    } rival;
    struct {
        double incident_rate, incident_growth, severity_index, severity_cap, sponsor_origin;
        double demand_jump, demand_decay;
    } shock;
    struct {
        double democratic_turnover, autocratic_turnover, taste, drift, memory;
    } leader;
    struct {
        double ratifications_to_enter, setup_years, minimum_members, never_ratifies;
        double founder_log_median, founder_spread, accession_log_median, accession_spread;
        double veto_effect, notice_years;
    } charter;
    struct {
        double account_years, attend_base, attend_slope;
    } organisation;
    struct {
        struct {
            double border, region, bloc;
        } mix;
    } network;
    struct {
        double base_rate, training, compute;
    } capability;
    union {
        struct {
            struct wai_status_params none, interested, observer, signatory, associate, full, core;
            struct wai_status_params frozen, withdrawn;
        };
        struct wai_status_params at[WAI_N_STATUSES]; /* by enum wai_status_code */
    } status;
};

enum wai_param_kind {
    WAI_PARAM_REAL,
    WAI_PARAM_WHOLE /* a whole number, stored as double */
};

struct wai_param {
    const char *path;
    enum wai_param_kind kind;
    int at_start_only; /* read when a run starts: a calendar entry `set` of it is refused */
    double preset, min, max;
    const char *unit, *meaning, *source;
    size_t offset; /* of the double in struct wai_params */
};

/* The table, in the order in which documents and files list it. */
extern const struct wai_param wai_param_table[];
extern const size_t wai_param_count;

/* Position of a path in the table, -1 when it is not there. */
int wai_param_find(const char *path);

/* Is the number, or its size, set by judgement?  Its source says so; else it rests on data, a document or the
 * record. */
int wai_param_is_judgement(const struct wai_param *row);

/* Value of row i in params, and its change; i < wai_param_count. The value is not checked here. */
double wai_param_get(const struct wai_params *params, size_t i);
void wai_param_set(struct wai_params *params, size_t i, double value);

/* 1 when the value is allowed for row i: finite, in [min, max], whole where the kind asks. */
int wai_param_allows(size_t i, double value);

/* Fills params with the presets. */
void wai_param_presets(struct wai_params *params);

#endif
