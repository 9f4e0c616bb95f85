/* Damaged results through the whole check of waico verify: inventory, every dataset, what must hold together.
 */
#include <stdlib.h>

#include "fuzz/edit.h"
#include "output/output.h"
#include "output/reader.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition) ((condition) ? (void)0 : abort())

static struct edit_base bases[3];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    CHECK(wai_output_init() == WAI_OK);
    edit_load(&bases[0], "sweep.h5", NULL, 0);
    edit_load(&bases[1], "run.h5", NULL, 0);
    edit_load(&bases[2], "ensemble.h5", NULL, 0);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wai_reader *reader;
    struct wai_error err = { 0 };

    if (size == 0) {
        return 0;
    }
    edit_apply(&bases[data[0] % 3], data + 1, size - 1);
    if (wai_reader_open(&reader, edit_path(), &err) == WAI_OK) {
        CHECK((wai_reader_check(reader, &err) == WAI_OK) == (err.n_messages == 0));
        wai_reader_close(&reader);
    } else {
        CHECK(err.n_messages > 0);
    }
    wai_error_free(&err);
    return 0;
}
