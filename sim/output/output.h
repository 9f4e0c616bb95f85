/* What every use of result files needs first. */
#ifndef WAI_OUTPUT_OUTPUT_H
#define WAI_OUTPUT_OUTPUT_H

#include "base/status.h"

/* Readies the library behind result files; the first thing that main does (before any other use of it): no
 * exit handler (it can crash after a full disk), no printing of its own, no plug-ins from the environment.
 * All other functions of this room but those of layout, rows and sketch belong to the thread that called
 * this. */
enum wai_status wai_output_init(void) WAI_CHECK_RESULT;

/* Gives everything back that the library holds; for leak checkers, at the very end.  Does nothing when a file
 * could not be closed. */
void wai_output_close(void);

/* "HDF5 1.10.8, zlib 1.2.13": the libraries that write, as loaded; static text. */
const char *wai_output_libraries(void);

#endif
