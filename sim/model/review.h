/* Reviews (row 13): the reviews of all countries are one Poisson process of candidates at the highest rate
 * there is, each carrying a country and marks of its own, accepted with the present rate of that country over
 * the highest.  Candidate k is the same in every scenario. */
#ifndef WAI_MODEL_REVIEW_H
#define WAI_MODEL_REVIEW_H

struct wai_world;

/* Draws the first candidates. */
void wai_review_start(struct wai_world *world);

/* Passes over the candidates before `until_years` that are not accepted: while nothing else happens, the
 * rates of all countries stand.  Returns 1 when an accepted one comes before then, at
 * world->next_candidate_years. */
int wai_review_seek(struct wai_world *world, double until_years);

/* The accepted candidate is due: takes its review and moves on to the following one. */
void wai_review_take(struct wai_world *world);

/* A `set` may have changed the rates: what is left of the gap is rescaled. */
void wai_review_rates_changed(struct wai_world *world);

#endif
