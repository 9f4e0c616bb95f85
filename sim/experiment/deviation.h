/* How an experiment deviates from the scenario or config that it is called by, in words: what --set changed.
 *
 * The words stand in titles, in the root attribute `deviations` and in the preset names of results, so that
 * no result passes for the unchanged scenario.  Seed and number of replications are no deviation. */
#ifndef WAI_EXPERIMENT_DEVIATION_H
#define WAI_EXPERIMENT_DEVIATION_H

#include <stddef.h>

#define WAI_DEVIATION_NAME 128 /* bytes of a name with its closing NUL, beyond those of the config */

/* "affinity.peers = 2, end = 2030-01-01" from assignments PATH=VALUE: sorted by path, of each path the last;
 * title and question, which change no number, are left out.  "" when nothing is left.  The caller frees it;
 * NULL: memory is out. */
char *wai_deviation_text(const char *const *assignments, size_t n);

/* "TITLE [DEVIATIONS]", long deviations cut; TITLE alone when there are none.  The caller frees it; NULL:
 * memory is out. */
char *wai_deviation_title(const char *title, const char *deviations);

/* Length of the part of a title before what wai_deviation_title has added. */
size_t wai_deviation_bare(const char *title, const char *deviations);

/* "-affinity.peers-2-end-2030-01-01": deviations as the end of a file name, of letters, digits, dots, hyphens
 * and underscores; closed by 8 digits of their SHA-256 where they had to be cut or changed.  "" when there
 * are none. */
void wai_deviation_name(const char *deviations, char name[WAI_DEVIATION_NAME]);

#endif
