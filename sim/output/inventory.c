/* Every link, and lists of what there must be. */
#include "output/inventory.h"

#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/param.h"
#include "model/record.h"
#include "output/attribute.h"
#include "output/intake.h"
#include "output/vet.h"

#define LONGEST 160

static const char *const groups[] = { "provenance", "parameters", "input" };
#define N_GROUPS (sizeof groups / sizeof *groups)

static const char *const root_texts[] = {
    "Conventions", "title",      "source",   "identity", "git_revision",
    "coordinates", "start_date", "end_date", "sponsor",  "rival_leader"
};

/* Names between spaces that every result has, and those of each kind. */
static const char everywhere[] =
    "time year country country_name country_m49 region subregion status incentive scenario "
    "provenance/config_text provenance/config_effective provenance/scenario_effective provenance/command "
    "provenance/seed provenance/version provenance/git_revision provenance/libraries provenance/file_sha256";
static const char *const needed[WAI_N_READER_KINDS] = {
    [WAI_READER_RUN] =
        "country_status capability final_status n_status service entry_into_force operation dissolution "
        "event event_time event_country event_type event_from event_to event_cause event_value",
    [WAI_READER_ENSEMBLE] = "replicate replicates_done replicates_failed",
    [WAI_READER_SWEEP] = "point point_status point_message point_scenario replications_done "
                         "replications_failed",
};

/* Of each of these all are there or none is. */
static const char *const together[] = {
    "first_interested first_signed first_member first_withdrawn final_status entry_into_force operation "
    "dissolution",
    "p_status join_at_risk join_count",
    "event event_time event_country event_type event_from event_to event_cause event_value",
    "decision decision_time decision_country decision_cause decision_status decision_move decision_option "
    "decision_probability decision_option_probability decision_term",
};

static enum wai_status wrong(const char *group, const char *name, const char *what, struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s%s%s: %s", group, *group ? "/" : "", name, what);
}

/* ---- links ---- */

struct walk {
    const struct wai_catalog *catalog;
    const char *group; /* "": the root */
    size_t n;
    enum wai_status status;
    struct wai_error *err;
};

static int is_known(const struct wai_catalog *catalog, const char *group, const char *name)
{
    char path[LONGEST], *again;

    if (snprintf(path, sizeof path, "%s%s%s", group, *group ? "/" : "", name) >= LONGEST) {
        return 0;
    }
    /* Several scenarios may have several tables of a kind, less than 100: countries_table_2. */
    again = strstr(path, "_table_");
    if (again && again[7] >= '1' && again[7] <= '9' && strspn(again + 7, "0123456789") == strlen(again + 7) &&
        strlen(again + 7) <= 2) {
        again[6] = '\0';
    }
    for (size_t i = 0; i < catalog->n; i++) {
        if (strcmp(catalog->names[i], path) == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_group(const char *name)
{
    for (size_t i = 0; i < N_GROUPS; i++) {
        if (strcmp(groups[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What is wrong with a link; NULL: nothing. */
static const char *look(const struct walk *walk, hid_t id, const char *name, const H5L_info_t *link)
{
    H5O_info_t object;
    int group = walk->group[0] == '\0' && is_group(name);

    if (link->type != H5L_TYPE_HARD) {
        return "a link that is not a plain one";
    }
    if (!group && !is_known(walk->catalog, walk->group, name)) {
        return "not a name of the format";
    }
    /* Whoever walks through a file asks all of this of each object. */
    if (H5Oget_info_by_name2(id, name, &object, H5O_INFO_ALL, H5P_DEFAULT) < 0) {
        return "its header is damaged";
    }
    if (object.type != (group ? H5O_TYPE_GROUP : H5O_TYPE_DATASET)) {
        return group ? "not a group" : "not a dataset";
    }
    return object.rc == 1 ? NULL : "has several names, or holds itself";
}

static herr_t visit(hid_t id, const char *name, const H5L_info_t *link, void *context)
{
    struct walk *walk = context;
    const char *what = ++walk->n > walk->catalog->n + N_GROUPS ? "more names than the format has"
                                                               : look(walk, id, name, link);

    if (what) {
        walk->status = wrong(walk->group, name, what, walk->err);
        return 1;
    }
    return 0;
}

static enum wai_status walk_group(hid_t file, const char *group, const struct wai_catalog *catalog,
                                  struct wai_error *err)
{
    struct walk walk = { .catalog = catalog, .group = group, .err = err };
    hid_t id = H5Gopen2(file, *group ? group : "/", H5P_DEFAULT);

    if (id < 0) {
        return wrong("", group, "not a group", err);
    }
    walk.status = wai_attribute_check(id, *group ? group : "the file", err);
    if (walk.status == WAI_OK && H5Literate(id, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, visit, &walk) < 0 &&
        walk.status == WAI_OK) {
        walk.status = wrong("", *group ? group : "/", "its names cannot be read", err);
    }
    (void)H5Gclose(id);
    return walk.status;
}

/* ---- what there must be ---- */

/* Next name of a list between spaces; 0 at its end. */
static int next_name(const char **list, char name[LONGEST])
{
    size_t length = strcspn(*list, " ");

    if (length == 0) {
        return 0;
    }
    (void)snprintf(name, LONGEST, "%.*s", (int)length, *list);
    *list += length + ((*list)[length] == ' ');
    return 1;
}

static enum wai_status ask_for(int64_t file, const char *list, struct wai_error *err)
{
    char name[LONGEST];

    while (next_name(&list, name)) {
        if (!wai_vet_exists(file, name)) {
            return wrong("", name, "it is not there", err);
        }
    }
    return WAI_OK;
}

static enum wai_status ask_for_all_or_none(int64_t file, const char *list, struct wai_error *err)
{
    const char *at = list;
    char name[LONGEST];
    int any = 0;

    while (next_name(&at, name)) {
        any = any || wai_vet_exists(file, name);
    }
    return any ? ask_for(file, list, err) : WAI_OK;
}

/* Series: all in a run; elsewhere the summaries of all or of none, of the phase the share in each. */
static enum wai_status ask_for_series(int64_t file, enum wai_reader_kind kind, struct wai_error *err)
{
    int summed = wai_vet_exists(file, "n_members_mean") || wai_vet_exists(file, "n_members_sd");
    int banded = summed && wai_vet_exists(file, "quantile");
    enum wai_status status = WAI_OK;

    for (int i = 0; i < WAI_N_SERIES && status == WAI_OK; i++) {
        const char *name = wai_series_table[i].name;
        char list[LONGEST];

        (void)snprintf(list, sizeof list,
                       kind == WAI_READER_RUN  ? "%s"
                       : i == WAI_SERIES_phase ? "p_phase phase_name"
                       : banded                ? "%s_mean %s_sd %s_quantile"
                                               : "%s_mean %s_sd",
                       name, name, name);
        if (i == WAI_SERIES_phase && wai_vet_exists(file, "phase_mean")) {
            continue; /* of a version that took the mean of the code */
        }
        status = kind == WAI_READER_RUN || summed ? ask_for(file, list, err) : WAI_OK;
    }
    return status;
}

/* What is read at the end and at dates is there of every series or of none: itself, or its mean. */
static enum wai_status ask_for_moments(int64_t file, struct wai_error *err)
{
    static const char *const moments[] = { "final_", "at_" };
    static const char *const ends[] = { "", "_mean" };
    enum wai_status status = WAI_OK;

    for (size_t k = 0; k < 4 && status == WAI_OK; k++) {
        const char *before = moments[k / 2], *end = ends[k % 2];
        char list[(WAI_N_SERIES + 2) * 48] = "";
        size_t used = 0;

        for (int i = 0; i < WAI_N_SERIES + 2; i++) {
            const char *name = i < WAI_N_SERIES    ? wai_series_table[i].name
                               : i == WAI_N_SERIES ? "n_status"
                                                   : "service";

            if (i != WAI_SERIES_phase || *end == '\0') { /* a category has no mean */
                used += (size_t)snprintf(list + used, sizeof list - used, "%s%s%s%s", used > 0 ? " " : "",
                                         before, name, end);
            }
        }
        status = used < sizeof list ? ask_for_all_or_none(file, list, err) : WAI_ERR_FORMAT;
    }
    return status;
}

/* Metrics with their means and spreads. */
static enum wai_status ask_for_metrics(int64_t file, struct wai_error *err)
{
    char *metrics = wai_intake_text(file, "metrics"), name[LONGEST];
    const char *at = metrics;
    enum wai_status status = WAI_OK;

    while (status == WAI_OK && at && next_name(&at, name)) {
        char list[3 * LONGEST + 16];

        (void)snprintf(list, sizeof list, "%s %s_mean %s_sd", name, name, name);
        status = ask_for(file, list, err);
    }
    free(metrics);
    return status;
}

/* What the file itself says that it has. */
static enum wai_status ask_for_listed(int64_t file, struct wai_error *err)
{
    static const char *const lists[] = { "design_columns", "tables", "table_axes" };
    enum wai_status status = WAI_OK;

    for (size_t i = 0; i < sizeof lists / sizeof *lists && status == WAI_OK; i++) {
        char *list = wai_intake_text(file, lists[i]);

        status = list ? ask_for(file, list, err) : WAI_OK;
        free(list);
    }
    return status;
}

static enum wai_status ask_for_params(int64_t file, struct wai_error *err)
{
    char name[LONGEST];

    for (size_t i = 0; i < wai_param_count; i++) {
        (void)snprintf(name, sizeof name, "parameters/%s", wai_param_table[i].path);
        if (!wai_vet_exists(file, name)) {
            return wrong("", name, "it is not there", err);
        }
    }
    return WAI_OK;
}

static enum wai_status check_root(int64_t file, enum wai_reader_kind kind, struct wai_error *err)
{
    for (size_t i = 0; i < sizeof root_texts / sizeof *root_texts; i++) {
        char *text = wai_intake_text(file, root_texts[i]);

        if (!text) {
            return wrong("", root_texts[i], "not there, or not a plain text", err);
        }
        free(text);
    }
    if (kind == WAI_READER_RUN &&
        (wai_intake_whole(file, "replicate") < 0 || wai_intake_whole(file, "point") < 0)) {
        return wrong("", "point, replicate", "not there, or negative", err);
    }
    return WAI_OK;
}

enum wai_status wai_inventory_check(int64_t file, enum wai_reader_kind kind,
                                    const struct wai_catalog *catalog, struct wai_error *err)
{
    enum wai_status status = check_root(file, kind, err);

    status = status == WAI_OK ? walk_group(file, "", catalog, err) : status;
    for (size_t i = 0; i < N_GROUPS && status == WAI_OK; i++) {
        status = walk_group(file, groups[i], catalog, err);
    }
    status = status == WAI_OK ? ask_for(file, everywhere, err) : status;
    status = status == WAI_OK ? ask_for(file, needed[kind], err) : status;
    for (size_t i = 0; i < sizeof together / sizeof *together && status == WAI_OK; i++) {
        status = ask_for_all_or_none(file, together[i], err);
    }
    status = status == WAI_OK ? ask_for_series(file, kind, err) : status;
    status = status == WAI_OK ? ask_for_moments(file, err) : status;
    status = status == WAI_OK ? ask_for_metrics(file, err) : status;
    status = status == WAI_OK ? ask_for_listed(file, err) : status;
    return status == WAI_OK ? ask_for_params(file, err) : status;
}
