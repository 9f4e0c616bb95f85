/* Reading result files, also those of others: by known names only, links and storage checked, sizes limited
 * before memory is taken.  For hostile files run it in a child process with limits. */
#ifndef WAI_OUTPUT_READER_H
#define WAI_OUTPUT_READER_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "output/layout.h"

enum wai_reader_kind { WAI_READER_RUN, WAI_READER_ENSEMBLE, WAI_READER_SWEEP, WAI_N_READER_KINDS };

/* A dataset as found. */
struct wai_reader_info {
    char name[96];
    enum wai_layout_type type;
    size_t n_dims; /* 0 .. 4 */
    size_t sizes[4];
    char dims[4][64];
    size_t n_values;
    char unit[64], meaning[256]; /* "" when it has none */
    char interval[16];           /* of an interval: "student" or "wilson"; else "" */
};

struct wai_reader;

/* Opens a result: WAI_ERR_IO when it cannot be opened, WAI_ERR_FORMAT when it is not a result of a known
 * version or breaks a rule of the format. */
enum wai_status wai_reader_open(struct wai_reader **reader, const char *path,
                                struct wai_error *err) WAI_CHECK_RESULT;
void wai_reader_close(struct wai_reader **reader);

enum wai_reader_kind wai_reader_kind(const struct wai_reader *reader);

/* Do metrics at a date and at the end rest on the last account before it, and not on the day itself?  Files
 * of version 1 of the format. */
int wai_reader_rests_on_accounts(struct wai_reader *reader);

/* A text by name: a root attribute ("title", "identity", "design_kind") or a dataset of the group provenance
 * ("config_text", "config_effective", "command", "seed", ...).  *text is the caller's to free. */
enum wai_status wai_reader_text(struct wai_reader *reader, const char *name, char **text,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* A whole number among the root attributes: "point" and "replicate" of a run file; -1 when there is none. */
int64_t wai_reader_whole(struct wai_reader *reader, const char *name);

/* Is there a dataset of this name?  Names are as in the file: "n_members_quantile", "input/countries_csv". */
int wai_reader_has(struct wai_reader *reader, const char *name);

/* What is known of a dataset; each of its axes is a dataset of the root, as long as it is along it. */
enum wai_status wai_reader_find(struct wai_reader *reader, const char *name, struct wai_reader_info *info,
                                struct wai_error *err) WAI_CHECK_RESULT;

/* Names of the datasets of the root that a result of this kind can have and this one has, in the order of the
 * format; the caller frees the list with wai_reader_free_texts. */
enum wai_status wai_reader_names(struct wai_reader *reader, char ***names, size_t *n,
                                 struct wai_error *err) WAI_CHECK_RESULT;

/* A part of a dataset: the axes that it must have, where to begin and how many along each. */
struct wai_reader_part {
    size_t n_dims;
    size_t start[4], count[4];
};

/* Numbers of a part (NULL: of all of a dataset, which must have exactly `room` of them, whatever its axes)
 * into out[room], missing values as NaN. */
enum wai_status wai_reader_numbers(struct wai_reader *reader, const char *name,
                                   const struct wai_reader_part *part, double *out, size_t room,
                                   struct wai_error *err) WAI_CHECK_RESULT;

/* All texts of a dataset of texts with one axis or none; *texts has *n, free with wai_reader_free_texts.  All
 * texts read here are valid UTF-8 without control characters but line feeds, carriage returns and tabs. */
enum wai_status wai_reader_texts(struct wai_reader *reader, const char *name, char ***texts, size_t *n,
                                 struct wai_error *err) WAI_CHECK_RESULT;
void wai_reader_free_texts(char **texts, size_t n);

/* Length of an axis, 0 when there is none of the name. */
size_t wai_reader_length(struct wai_reader *reader, const char *dim);

/* Reads every known dataset whole, checks shapes, types, categories and ranges. */
enum wai_status wai_reader_check(struct wai_reader *reader, struct wai_error *err) WAI_CHECK_RESULT;

/* Does the file have the digest written in it?  Reads plain bytes, without the library behind the format.
 * WAI_ERR_FORMAT when it is damaged, cut or has no digest. */
enum wai_status wai_reader_digest(const char *path, struct wai_error *err) WAI_CHECK_RESULT;

#endif
