/* The addresses of all random numbers of the model (MODEL.md, section 8; engine/luck.h).
 *
 * An address holds two uniforms, u0 and u1.  Where everybody acts at once the country is the index, so that
 * the draws of one occasion are consecutive and can be taken in bulk.  DAY is 64 * (days since 1900-01-01) +
 * occurrence on that day: an opportunity of one date meets the same luck in every scenario, whatever else the
 * calendar says.
 * A unit-exponential gap is -log(u). */
#ifndef WAI_MODEL_DRAWS_H
#define WAI_MODEL_DRAWS_H

/* clang-format off */
enum wai_purpose {
    /* purpose                 agent    index   u0                          u1 */
    WAI_DRAW_REVIEW = 1,    /* 0        2k      gap to candidate k          acceptance
                             * 0        2k+1    country = floor(u0 n)       choice            k = 0, 1, ... */
    WAI_DRAW_LEADER,        /* country  2n      gap to leader n+1           taste of leader n
                             * country  2n+1    drift as leader n comes     choice at once    n = 0 at the start */
    WAI_DRAW_RATIFICATION,  /* country  n       never ratifies              delay             n-th signature, 0 .. */
    WAI_DRAW_SUMMIT,        /* DAY      country attendance                  choice (attendance review) */
    WAI_DRAW_TIER,          /* DAY      country choice (tier review)        - */
    WAI_DRAW_CEREMONY,      /* DAY      country choice                      - */
    WAI_DRAW_DEADLINE,      /* DAY      country choice                      - */
    WAI_DRAW_RIVAL_US,      /* DAY      country choice at its summit        - */
    WAI_DRAW_RIVAL_RIGHTS,  /* DAY      country choice at its summit        - */
    WAI_DRAW_INCIDENT,      /* 0        2k      gap to incident k           severity
                             * 0        2k+1    origin                      service time */
    WAI_DRAW_SCRIPTED,      /* 0        2 DAY   -                           severity
                             * 0        2 DAY+1 origin                      service time */
    WAI_DRAW_MODEL_RELEASE, /* 0        k       gap to release k            - */
    WAI_DRAW_DATASET,       /* 0        k       gap to release k            - */
    WAI_DRAW_PUBLIC_GOOD,   /* 0        k       gap to project k            - */
    WAI_DRAW_CONTROL,       /* 0        k       gap to change k             - */
    WAI_DRAW_OFFER,         /* 0        k       gap to offer k              target */
    WAI_DRAW_VOTE,          /* DAY      country vote of a member            - */
    WAI_DRAW_PROPOSER,      /* 0        DAY     proposer                    vote of the corporate block */
    WAI_N_PURPOSES
};
/* clang-format on */

#endif
