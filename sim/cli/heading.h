/* What is said first of a result file: its title, what deviates, whether all that was asked for is there. */
#ifndef WAI_CLI_HEADING_H
#define WAI_CLI_HEADING_H

#include "base/status.h"
#include "cli/talk.h"
#include "output/reader.h"

#define WAI_HEADING_PART 96 /* bytes */

/* Prints the title, and under it "with affinity.peers = 2" when the result deviates from the config it names.
 */
enum wai_status wai_heading_print(struct wai_reader *reader, const struct wai_talk *talk,
                                  struct wai_error *err) WAI_CHECK_RESULT;

/* What the result deviates in (experiment/deviation.h), "" nothing; the caller frees it; NULL: memory is out.
 */
char *wai_heading_deviations(struct wai_reader *reader);

/* "1,539 of 20,000 replications: interrupted" into text, "" when the result is whole; of a sweep its points
 * that were not run. */
enum wai_status wai_heading_part(struct wai_reader *reader, char text[WAI_HEADING_PART],
                                 struct wai_error *err) WAI_CHECK_RESULT;

#endif
