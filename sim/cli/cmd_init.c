/* waico init: a commented scenario to start from, with the base it extends and its tables beside it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/bundle.h"
#include "cli/call.h"
#include "cli/command.h"
#include "scenario/path.h"

#define BASE "baseline" /* the bundled scenario that a new one extends */
#define MAX_BYTES ((size_t)64 << 20)

static const struct wai_option init_options[] = {
    WAI_OPTION_FORCE,
    WAI_OPTION_COMMON,
};

/* Tables and their papers, beside the bundled baseline. */
static const char *const companions[] = { "data/countries.csv",  "data/borders.csv", "data/blocs.csv",
                                          "data/signatures.csv", "data/sources.csv", "data/README.md" };

static const char *const starter =
    "# A scenario says what the world is: start and end, tables, calendar, parameters.\n"
    "# Seeds and numbers of replications do not belong here; they are given to `waico run`.\n"
    "# Check it with `waico validate THIS_FILE`, run it with `waico run THIS_FILE`.\n"
    "\n"
    "extends  = \"" BASE ".cfg\";   # everything that is not said below is taken from there\n"
    "\n"
    "title    = \"My scenario\";\n"
    "question = \"What changes if ...?\";\n"
    "\n"
    "# Any parameter, under its dotted path.  `waico describe` lists all with unit, range, preset and "
    "source;\n"
    "# `waico describe rival.us` those of one group.  Take away the # to change one:\n"
    "\n"
    "incentive: {\n"
    "    # training: { seats_per_year = 2000.0; };      # twice the places that were pledged\n"
    "    # equity_fund: { grant_usd = 1.0e9; };         # a fund ten times as rich\n"
    "};\n"
    "rival: {\n"
    "    # us: { pressure = 0.8; offer_rate = 24.0; };  # a rival that answers from the first day\n"
    "};\n"
    "affinity: {\n"
    "    # peers = 0.0;                                 # nobody looks at the neighbours: weight 0 removes a "
    "mechanism\n"
    "};\n"
    "\n"
    "# What happens on a date.  calendar_add adds to the calendar of the base; `calendar` would replace it.\n"
    "# Events: set (path, value), status (country, status), invite (country), ceremony, deadline, "
    "signing_opens,\n"
    "# signing_closes, incident, rival_opens (rival), rival_summit (rival); every_years = 1 repeats one.\n"
    "\n"
    "calendar_add = (\n"
    "    { date = \"2027-07-26\"; event = \"ceremony\"; },\n"
    "    { date = \"2028-01-01\"; event = \"set\"; path = \"charter.setup_years\"; value = 0.25; }\n"
    ");\n";

/* Writes a whole file; with keep an existing one is left as it is, with force it is replaced. */
static enum wai_status write_file(const char *path, const char *text, size_t length, int keep, int force,
                                  int *written, struct wai_error *err)
{
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (force ? O_TRUNC : O_EXCL), 0666);
    size_t done = 0;
    int fault;

    *written = 0;
    if (file < 0 && errno == EEXIST) {
        return keep ? WAI_OK
                    : wai_error_add(err, WAI_ERR_EXISTS, "%s is there already; --force replaces it", path);
    }
    if (file < 0) {
        return wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(errno));
    }
    while (done < length) {
        ssize_t n = write(file, text + done, length - done);

        if (n <= 0) {
            break;
        }
        done += (size_t)n;
    }
    fault = done < length ? errno : 0;
    if (close(file) != 0 && fault == 0) {
        fault = errno;
    }
    if (fault != 0) {
        (void)unlink(path);
        return wai_error_add(err, WAI_ERR_IO, "%s: %s", path, strerror(fault));
    }
    *written = 1;
    return WAI_OK;
}

/* Copies one bundled file beside the new scenario, unless it is there. */
static enum wai_status copy(const char *from_folder, const char *to_folder, const char *name,
                            struct wai_talk *talk, struct wai_error *err)
{
    char from[WAI_BUNDLE_PATH], to[WAI_BUNDLE_PATH];
    enum wai_status status;
    size_t length;
    char *text;
    int written;

    if (snprintf(from, sizeof from, "%s/%s", from_folder, name) >= (int)sizeof from ||
        snprintf(to, sizeof to, "%s/%s", to_folder, name) >= (int)sizeof to) {
        return wai_error_add(err, WAI_ERR_IO, "%s: the name is too long", name);
    }
    if (access(from, F_OK) != 0) {
        return WAI_OK; /* the bundle has no such paper */
    }
    status = wai_path_read(from, MAX_BYTES, &text, &length, err);
    if (status == WAI_OK) {
        status = write_file(to, text, length, 1, 0, &written, err);
        free(text);
        if (status == WAI_OK && written) {
            wai_talk_say(talk, 1, "wrote %s", to);
        }
    }
    return status;
}

static enum wai_status copy_base(const char *folder, struct wai_talk *talk, struct wai_error *err)
{
    char base[WAI_BUNDLE_PATH], data[WAI_BUNDLE_PATH];
    enum wai_status status;
    char *from;

    wai_bundle_resolve(BASE, base);
    from = wai_path_folder(base);
    if (!from) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    if (access(base, R_OK) != 0) {
        status = wai_error_add(err, WAI_ERR_IO,
                               "the bundled baseline is not found; set WAICO_DATA to the folder that "
                               "has scenarios/");
    } else if (snprintf(data, sizeof data, "%s/data", folder) >= (int)sizeof data ||
               (mkdir(data, 0777) != 0 && errno != EEXIST)) {
        status = wai_error_add(err, WAI_ERR_IO, "folder %s/data: %s", folder, strerror(errno));
    } else {
        status = copy(from, folder, BASE ".cfg", talk, err);
        for (size_t i = 0; status == WAI_OK && i < sizeof companions / sizeof *companions; i++) {
            status = copy(from, folder, companions[i], talk, err);
        }
    }
    free(from);
    return status;
}

/* The commands to go on with. */
static enum wai_status tell_next(struct wai_talk *talk, const char *name, struct wai_error *err)
{
    const struct wai_options none = wai_option_none();
    char *validate = wai_call_command(&wai_cmd_validate_command, name, &none, WAI_CALL_AGAIN, NULL);
    char *simulate = wai_call_command(&wai_cmd_run_command, name, &none, WAI_CALL_AGAIN, NULL);
    enum wai_status status = WAI_OK;

    if (validate && simulate) {
        wai_talk_say(talk, 1, "next: edit it, then %s and %s", validate, simulate);
    } else {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    free(validate);
    free(simulate);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    const char *given = call->n_arguments > 0 ? call->arguments[0] : "my_scenario";
    char *stem = wai_path_stem(given), *folder = wai_path_folder(given);
    char path[WAI_BUNDLE_PATH];
    enum wai_status status;
    int written;

    if (!stem || !folder) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    } else if (snprintf(path, sizeof path, "%s/%s.cfg", folder, stem) >= (int)sizeof path) {
        status = wai_error_add(err, WAI_ERR_USAGE, "the name is too long");
    } else {
        const char *name = strncmp(path, "./", 2) == 0 ? path + 2 : path;

        if (strcmp(stem, BASE) == 0) {
            status = wai_error_add(err, WAI_ERR_USAGE,
                                   "%s.cfg is the scenario that the new one extends; choose another name, "
                                   "such as my_%s",
                                   BASE, BASE);
            goto out;
        }
        status = write_file(name, starter, strlen(starter), 0, call->options.force, &written, err);
        if (status == WAI_OK) {
            wai_talk_say(&call->talk, 1, "wrote %s", name);
            status = copy_base(folder, &call->talk, err);
        }
        if (status == WAI_OK) {
            printf("%s\n", name);
            status = tell_next(&call->talk, name, err);
        }
    }
out:
    free(stem);
    free(folder);
    return status;
}

const struct wai_command wai_cmd_init_command = {
    .name = "init",
    .arguments = "[NAME]",
    .min_arguments = 0,
    .max_arguments = 1,
    .files = WAI_COMMAND_NOTHING,
    .summary = "write a commented scenario to start from",
    .text = "Writes NAME.cfg (preset: my_scenario.cfg), a scenario that extends the bundled baseline, with "
            "comments on what "
            "can be changed. The baseline and its tables are put beside it unless they are there, so that "
            "the folder stands "
            "for itself.",
    .examples = "waico init mine\tmine.cfg, baseline.cfg and data/ in this folder\n"
                "waico init scenarios/mine\tbeside the bundled scenarios\n",
    .options = init_options,
    .run = run,
};
