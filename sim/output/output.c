/* First and last touch of the library behind result files. */
#include "output/output.h"

#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "output/hdf.h"

enum wai_status wai_output_init(void)
{
    /* The order matters: both have to come before anything opens the library.  Its own locks are of no use
     * here, since files appear whole under a name of their own, and they keep good files from being read
     * where the file system has none or another program holds the file. */
    if (setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1) != 0) {
        return WAI_ERR_IO;
    }
    if (H5dont_atexit() < 0 || H5open() < 0 || H5Eset_auto2(H5E_DEFAULT, wai_hdf_note, NULL) < 0) {
        return WAI_ERR_IO;
    }
    return H5PLset_loading_state(0) < 0 ? WAI_ERR_IO : WAI_OK;
}

void wai_output_close(void)
{
    /* A file that could not be closed stays open for the library, which would crash in flushing it again. */
    if (H5Fget_obj_count((hid_t)H5F_OBJ_ALL, H5F_OBJ_ALL) == 0) {
        (void)H5close();
    }
}

const char *wai_output_libraries(void)
{
    static char text[64];
    unsigned major = 0, minor = 0, release = 0;

    (void)H5get_libversion(&major, &minor, &release);
    (void)snprintf(text, sizeof text, "HDF5 %u.%u.%u, zlib %s", major, minor, release, zlibVersion());
    return text;
}
