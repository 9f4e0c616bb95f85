/* Which waico this is. */
#ifndef WAI_BASE_VERSION_H
#define WAI_BASE_VERSION_H

#define WAI_VERSION "0.1.0"

/* The revision it was built from, "" when that is not known; "-changed" at the end when the tree differed
 * from it. */
const char *wai_version_revision(void);

#endif
