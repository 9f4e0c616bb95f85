/* Reviews (row 13): the reviews of all countries are one Poisson process of candidates at the highest rate
 * there is, each carrying a country and marks of its own, accepted with the present rate of that country over
 * the highest.  Candidate k is the same in every scenario. */
#ifndef WAI_MODEL_REVIEW_H
#define WAI_MODEL_REVIEW_H

struct wai_world;

/* Draws the first candidates. */
void wai_review_start(struct wai_world *world);

/* The next candidate is due: world->now_years is its time.  Takes its review, if accepted, and moves on to the
 * following one.  Returns 1 when it was accepted. */
int wai_review_next(struct wai_world *world);

/* A `set` may have changed the rates: what is left of the gap is rescaled. */
void wai_review_rates_changed(struct wai_world *world);

#endif
