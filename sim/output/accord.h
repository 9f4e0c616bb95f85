/* Do the datasets of a result agree with each other?  Internal to this room. */
#ifndef WAI_OUTPUT_ACCORD_H
#define WAI_OUTPUT_ACCORD_H

#include "output/sense.h"

/* The events of all replications are those that are there, no more
 * countries join than can, years are those of days, no more is done than asked, intervals end after they
 * begin, codes are different, sponsor and rival leader are among them. */
enum wai_status wai_accord_check(const struct wai_sense *sense, struct wai_reader *reader,
                                 struct wai_error *err) WAI_CHECK_RESULT;

#endif
