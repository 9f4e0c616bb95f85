/* The texts behind the enumerations of model/names.h. */
#include "model/names.h"

#include <string.h>

const char *const wai_status_names[WAI_N_STATUSES] = { "none",      "interested", "observer",
                                                       "signatory", "associate",  "full",
                                                       "core",      "frozen",     "withdrawn" };
const char *const wai_incentive_names[WAI_N_INCENTIVES] = {
    "training",  "model_access",  "compute_sharing", "research",       "datasets",     "platform",
    "standards", "affordability", "equity_fund",     "rapid_response", "public_goods", "voice"
};
const char *const wai_rival_names[WAI_N_RIVALS] = { "us", "rights" };
const char *const wai_phase_names[WAI_N_PHASES] = { "proposed", "signing", "in_force", "operating",
                                                    "dissolved" };
const char *const wai_move_names[WAI_N_MOVES] = { "stay",    "interest", "observe",     "sign",
                                                  "drop",    "unsign",   "tier_up",     "tier_down",
                                                  "freeze",  "thaw",     "exit",        "return",
                                                  "join_us", "leave_us", "join_rights", "leave_rights" };
const char *const wai_cause_names[WAI_N_CAUSES] = { "review",   "summit",   "ceremony",
                                                    "deadline", "leader",   "rival_summit",
                                                    "timed",    "scripted", "dissolution" };
const char *const wai_event_names[WAI_N_EVENT_TYPES] = {
    "calendar", "ratification", "operation",     "notice_end",      "account",          "summit",
    "incident", "response",     "model_release", "dataset_release", "public_good",      "control",
    "offer",    "leader",       "review",        "choice",          "entry_into_force", "effect",
    "vote",     "dissolution",  "lapse",         "scripted"
};
const char *const wai_calendar_names[WAI_N_CALENDAR_KINDS] = {
    "set",      "status", "signing_opens", "signing_closes", "ceremony",
    "deadline", "invite", "incident",      "rival_opens",    "rival_summit"
};
const char *const wai_term_names[WAI_N_TERMS] = {
    "constant",      "training",    "model_access",   "compute_sharing",
    "research",      "datasets",    "platform",       "standards",
    "affordability", "equity_fund", "rapid_response", "public_goods",
    "voice",         "alignment",   "ties",           "reach",
    "regime",        "peers",       "legitimacy",     "governance_demand",
    "courtship",     "retaliation", "taste",          "autonomy",
    "data",          "dues",        "us_exclusivity", "rights_exclusivity",
    "us_pull",       "rights_pull", "inertia"
};

int wai_names_find(const char *const *names, int n, const char *text)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(names[i], text) == 0) {
            return i;
        }
    }
    return -1;
}
