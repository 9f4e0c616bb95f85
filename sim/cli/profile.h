/* What becomes of a country over many histories: what the command `country` shows, on the screen or as JSON.
 */
#ifndef WAI_CLI_PROFILE_H
#define WAI_CLI_PROFILE_H

#include "cli/command.h"
#include "cli/scene.h"
#include "experiment/portrait.h"
#include "scenario/date.h"

struct wai_profile {
    const struct wai_call *call;
    const struct wai_scene *scene;
    const struct wai_setup *setup;
    size_t country;
    size_t n_days;
    int32_t *days; /* ends of years */
    struct wai_portrait portrait;
};

enum wai_status wai_profile_screen(const struct wai_profile *page) WAI_CHECK_RESULT;
void wai_profile_json(const struct wai_profile *page);

/* ---- what both are made of ---- */

/* The numeric columns of the table of countries. */
#define WAI_PROFILE_ATTRIBUTES 21
extern const struct wai_profile_attribute {
    const char *name, *unit, *meaning;
    size_t offset; /* of the column in struct wai_tables */
} wai_profile_attributes[WAI_PROFILE_ATTRIBUTES];

/* How far a country can come, by the words of the tables. */
#define WAI_PROFILE_MILESTONES 4
extern const struct wai_profile_milestone {
    enum wai_first first;
    const char *word;
} wai_profile_milestones[WAI_PROFILE_MILESTONES];

/* n of the histories as a share of all. */
double wai_profile_share(const struct wai_profile *page, size_t n);

/* The values of attribute k by country, and the share of the countries that have less, counting half of those
 * that have as much. */
const double *wai_profile_column(const struct wai_profile *page, size_t k);
double wai_profile_rank(const struct wai_profile *page, size_t k);

/* Histories in which it is a member at the end of day d of the page; in which it has come so far by then. */
size_t wai_profile_members(const struct wai_profile *page, size_t d);
size_t wai_profile_by(const struct wai_profile *page, size_t milestone, size_t d);

/* Members of a bloc beside the country: their number, and the mean of their chances to be a member at some
 * time. */
size_t wai_profile_bloc(const struct wai_profile *page, uint32_t bloc, double *chance);

#endif
