/* The words of the model as enumerations, with the texts that files and people see. */
#ifndef WAI_MODEL_NAMES_H
#define WAI_MODEL_NAMES_H

/* Standing of a country with the organisation (MODEL.md, section 2). */
enum wai_status_code {
    WAI_STATUS_NONE,
    WAI_STATUS_INTERESTED,
    WAI_STATUS_OBSERVER,
    WAI_STATUS_SIGNATORY,
    WAI_STATUS_ASSOCIATE,
    WAI_STATUS_FULL,
    WAI_STATUS_CORE,
    WAI_STATUS_FROZEN,
    WAI_STATUS_WITHDRAWN,
    WAI_N_STATUSES
};

/* Associate, full or core. */
#define WAI_STATUS_IS_MEMBER(m) ((m) >= WAI_STATUS_ASSOCIATE && (m) <= WAI_STATUS_CORE)

enum wai_incentive {
    WAI_TRAINING,
    WAI_MODEL_ACCESS,
    WAI_COMPUTE_SHARING,
    WAI_RESEARCH,
    WAI_DATASETS,
    WAI_PLATFORM,
    WAI_STANDARDS,
    WAI_AFFORDABILITY,
    WAI_EQUITY_FUND,
    WAI_RAPID_RESPONSE,
    WAI_PUBLIC_GOODS,
    WAI_VOICE,
    WAI_N_INCENTIVES
};

enum wai_rival { WAI_RIVAL_US, WAI_RIVAL_RIGHTS, WAI_N_RIVALS };

/* Phases of the organisation. */
enum wai_phase {
    WAI_PHASE_PROPOSED,
    WAI_PHASE_SIGNING,
    WAI_PHASE_IN_FORCE,
    WAI_PHASE_OPERATING,
    WAI_PHASE_DISSOLVED,
    WAI_N_PHASES
};

/* What a country can choose at an opportunity (MODEL.md, section 4); each but stay has an inertia. */
enum wai_move {
    WAI_MOVE_STAY,
    WAI_MOVE_INTEREST,
    WAI_MOVE_OBSERVE,
    WAI_MOVE_SIGN,
    WAI_MOVE_DROP,
    WAI_MOVE_UNSIGN,
    WAI_MOVE_TIER_UP,
    WAI_MOVE_TIER_DOWN,
    WAI_MOVE_FREEZE,
    WAI_MOVE_THAW,
    WAI_MOVE_EXIT, /* gives notice of withdrawal */
    WAI_MOVE_RETURN,
    WAI_MOVE_JOIN_US,
    WAI_MOVE_LEAVE_US,
    WAI_MOVE_JOIN_RIGHTS,
    WAI_MOVE_LEAVE_RIGHTS,
    WAI_N_MOVES
};

/* Why an opportunity arose or a status changed. */
enum wai_cause {
    WAI_CAUSE_REVIEW,
    WAI_CAUSE_SUMMIT,
    WAI_CAUSE_CEREMONY,
    WAI_CAUSE_DEADLINE,
    WAI_CAUSE_LEADER,
    WAI_CAUSE_RIVAL_SUMMIT,
    WAI_CAUSE_TIMED,    /* ratification, entry into force, end of notice */
    WAI_CAUSE_SCRIPTED, /* a calendar entry */
    WAI_CAUSE_DISSOLUTION,
    WAI_N_CAUSES
};

/* Rows of the event log.  The first fifteen are the events of MODEL.md, section 3; a `choice` is one
 * opportunity taken at any of them; the rest are consequences. */
enum wai_event_type {
    WAI_EVENT_CALENDAR,         /* value: enum wai_calendar_kind */
    WAI_EVENT_RATIFICATION,     /* country; from, to (equal: the instrument waits) */
    WAI_EVENT_OPERATION,        /* the organisation enters into operation */
    WAI_EVENT_NOTICE_END,       /* country; from, to = withdrawn */
    WAI_EVENT_ACCOUNT,          /* value: number of the account, 1 .. */
    WAI_EVENT_SUMMIT,           /* value: number of the summit, 1 .. */
    WAI_EVENT_INCIDENT,         /* value: severity, negative when the origin is the sponsor's stack */
    WAI_EVENT_RESPONSE,         /* value: 1 on time, 0 late */
    WAI_EVENT_MODEL_RELEASE,    /* value: model quality */
    WAI_EVENT_DATASET_RELEASE,  /* value: dataset stock */
    WAI_EVENT_PUBLIC_GOOD,      /* value: projects finished */
    WAI_EVENT_CONTROL,          /* value: share of shared compute lost */
    WAI_EVENT_OFFER,            /* country: target, -1 none; value: offer stock */
    WAI_EVENT_LEADER,           /* country; value: alignment after the change */
    WAI_EVENT_REVIEW,           /* country under notice: a review without effect (others appear as choice) */
    WAI_EVENT_CHOICE,           /* country; from, to, cause; value: enum wai_move */
    WAI_EVENT_ENTRY_INTO_FORCE, /* value: instruments waiting */
    WAI_EVENT_EFFECT,           /* country; a waiting instrument takes effect: from, to */
    WAI_EVENT_VOTE,        /* country: proposer, -1 the corporate block; value: position after the vote */
    WAI_EVENT_DISSOLUTION, /* value: members left */
    WAI_EVENT_LAPSE,       /* country; from, to = none at the dissolution */
    WAI_EVENT_SCRIPTED,    /* country; from, to by a calendar entry */
    WAI_N_EVENT_TYPES
};

enum wai_calendar_kind {
    WAI_CALENDAR_SET,
    WAI_CALENDAR_STATUS,
    WAI_CALENDAR_SIGNING_OPENS,
    WAI_CALENDAR_SIGNING_CLOSES,
    WAI_CALENDAR_CEREMONY,
    WAI_CALENDAR_DEADLINE,
    WAI_CALENDAR_INVITE,
    WAI_CALENDAR_INCIDENT,
    WAI_CALENDAR_RIVAL_OPENS,
    WAI_CALENDAR_RIVAL_SUMMIT,
    WAI_N_CALENDAR_KINDS
};

/* Terms of V(option) - V(stay) - inertia, in the order of M4, M8, M13, M14, M15. */
enum wai_term {
    WAI_TERM_CONSTANT,
    WAI_TERM_INCENTIVE, /* twelve, by enum wai_incentive, trust and access included */
    WAI_TERM_ALIGNMENT = WAI_TERM_INCENTIVE + WAI_N_INCENTIVES,
    WAI_TERM_TIES,
    WAI_TERM_REACH,
    WAI_TERM_REGIME,
    WAI_TERM_PEERS,
    WAI_TERM_LEGITIMACY,
    WAI_TERM_GOVERNANCE_DEMAND,
    WAI_TERM_COURTSHIP,
    WAI_TERM_RETALIATION,
    WAI_TERM_TASTE,
    WAI_TERM_AUTONOMY,
    WAI_TERM_DATA,
    WAI_TERM_DUES,
    WAI_TERM_US_EXCLUSIVITY,
    WAI_TERM_RIGHTS_EXCLUSIVITY,
    WAI_TERM_US_PULL, /* O_us - cost, when the us flag changes */
    WAI_TERM_RIGHTS_PULL,
    WAI_TERM_INERTIA, /* -kappa */
    WAI_N_TERMS
};

/* Texts as in result files: lower case, underscores. */
extern const char *const wai_status_names[WAI_N_STATUSES];
extern const char *const wai_incentive_names[WAI_N_INCENTIVES];
extern const char *const wai_rival_names[WAI_N_RIVALS];
extern const char *const wai_phase_names[WAI_N_PHASES];
extern const char *const wai_move_names[WAI_N_MOVES];
extern const char *const wai_cause_names[WAI_N_CAUSES];
extern const char *const wai_event_names[WAI_N_EVENT_TYPES];
extern const char *const wai_calendar_names[WAI_N_CALENDAR_KINDS];
extern const char *const wai_term_names[WAI_N_TERMS];

/* Position of a text in a list of n, -1 when it is not there. */
int wai_names_find(const char *const *names, int n, const char *text);

#endif
