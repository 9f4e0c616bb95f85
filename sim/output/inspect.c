/* Every list of a block. */
#include "output/inspect.h"

#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

#include "output/block.h"
#include "output/intake.h"
#include "output/vet.h"

#define MOST_LISTS 4096

struct walk {
    hid_t file;
    size_t n;
    const char *wrong;
    char name[96];
};

static const char *look(hid_t file, const char *name, const H5L_info_t *link)
{
    struct wai_vet vet;
    const char *wrong = link->type == H5L_TYPE_HARD ? wai_vet_open(file, name, &vet) : "not a plain link";

    if (wrong) {
        return wrong;
    }
    wrong = vet.n_dims == 1 ? wai_intake_storage(&vet) : "not a list";
    (void)H5Dclose(vet.id);
    return wrong;
}

static herr_t visit(hid_t id, const char *name, const H5L_info_t *link, void *context)
{
    struct walk *walk = context;

    (void)id;
    walk->wrong = ++walk->n > MOST_LISTS || strspn(name, WAI_VET_LETTERS) != strlen(name) ||
                          strlen(name) >= sizeof walk->name
                      ? "a name that is none"
                      : look(walk->file, name, link);
    if (walk->wrong && strlen(name) < sizeof walk->name && strspn(name, WAI_VET_LETTERS) == strlen(name)) {
        memcpy(walk->name, name, strlen(name) + 1);
    }
    return walk->wrong != NULL;
}

enum wai_status wai_inspect_block(const char *path, struct wai_error *err)
{
    struct walk walk = { .file = wai_vet_file(path) };
    char *key, *format;
    enum wai_status status = WAI_OK;

    if (walk.file < 0) {
        return wai_error_add(err, WAI_ERR_FORMAT, "%s: the block cannot be opened", path);
    }
    key = wai_intake_text(walk.file, "key");
    format = wai_intake_text(walk.file, "format");
    if (!format || strcmp(format, WAI_BLOCK_FORMAT) != 0) {
        walk.wrong = "not a block of this version";
    } else if (!key || strlen(key) != 64 || strspn(key, "0123456789abcdef") != 64) {
        walk.wrong = "no key";
    } else if (H5Literate(walk.file, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, visit, &walk) < 0 && !walk.wrong) {
        walk.wrong = "its lists cannot be read";
    }
    if (walk.wrong) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "%s: damaged block: %s%s%s", path, walk.name,
                               walk.name[0] ? ": " : "", walk.wrong);
    }
    free(key);
    free(format);
    (void)H5Fclose(walk.file);
    return status;
}
