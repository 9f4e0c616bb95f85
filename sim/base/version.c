/* The revision comes from the Makefile, for this one object. */
#include "base/version.h"

#ifndef WAI_REVISION
#define WAI_REVISION ""
#endif

const char *wai_version_revision(void)
{
    return WAI_REVISION;
}
