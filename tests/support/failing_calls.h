/* Calls that fail at will, for one test program: those of the library behind result files, and allocations.
 *
 * The program is linked with --wrap for each function that a row below or WRAPPED in the Makefile names, so
 * that calls from our own code come here, and those within libraries do not.  What may fail is known by its
 * place in the code: failing_count() runs with no failure and counts the places, failing_begin() lets one of
 * them fail. */
#ifndef WAI_SUPPORT_FAILING_CALLS_H
#define WAI_SUPPORT_FAILING_CALLS_H

#include <errno.h>
#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

#define FAILING_MOST_PLACES 4096

static struct {
    void *place;
    unsigned long turns; /* since failing_begin */
} failing_place[FAILING_MOST_PLACES];
static size_t failing_n_places;
static size_t failing_which = FAILING_MOST_PLACES; /* the place that fails */
static unsigned long failing_turn;                 /* the turn of it that fails, from 1; 0: none */
static int failing_for_good;                       /* and all later ones */
static int failing_failed;                         /* it has */
static long failing_live;                          /* allocations that have not been freed */

/* From here on the turn-th call from place `which` fails; none with turn 0. */
static inline void failing_begin(size_t which, unsigned long turn, int for_good)
{
    for (size_t i = 0; i < failing_n_places; i++) {
        failing_place[i].turns = 0;
    }
    failing_which = which;
    failing_turn = turn;
    failing_for_good = for_good;
    failing_failed = 0;
}

static inline int failing_now(void *place)
{
    size_t i = 0;
    int fails;

    while (i < failing_n_places && failing_place[i].place != place) {
        i++;
    }
    if (i == failing_n_places) {
        if (i == FAILING_MOST_PLACES) {
            abort();
        }
        failing_place[failing_n_places++].place = place;
        failing_place[i].turns = 0;
    }
    failing_place[i].turns++;
    fails = failing_turn > 0 && i == failing_which &&
            (failing_place[i].turns == failing_turn ||
             (failing_for_good && failing_place[i].turns > failing_turn));
    failing_failed |= fails;
    return fails;
}

#define FAILING_HERE failing_now(__builtin_return_address(0))

/* A function that returns `wrong` when it fails. */
#define FAILS(type, name, wrong, params, args)                                                               \
    type __real_##name params;                                                                               \
    type __wrap_##name params;                                                                               \
    type __wrap_##name params                                                                                \
    {                                                                                                        \
        return FAILING_HERE ? (wrong) : __real_##name args;                                                  \
    }

/* A function that gives something back: it does so even when it says that it failed. */
#define CLOSES(name)                                                                                         \
    __typeof__(name) __real_##name;                                                                          \
    __typeof__(name) __wrap_##name;                                                                          \
    int __wrap_##name(hid_t id)                                                                              \
    {                                                                                                        \
        int result = __real_##name(id);                                                                      \
        return FAILING_HERE ? -1 : result;                                                                   \
    }

/* clang-format off */
FAILS(hid_t, H5Pcreate, -1, (hid_t a), (a))
FAILS(hid_t, H5Screate, -1, (H5S_class_t a), (a))
FAILS(hid_t, H5Screate_simple, -1, (int a, const hsize_t *b, const hsize_t *c), (a, b, c))
FAILS(hid_t, H5Aopen, -1, (hid_t a, const char *b, hid_t c), (a, b, c))
FAILS(hid_t, H5Tcopy, -1, (hid_t a), (a))
FAILS(hid_t, H5Dget_space, -1, (hid_t a), (a))
FAILS(hid_t, H5Aget_space, -1, (hid_t a), (a))
FAILS(hid_t, H5Aget_type, -1, (hid_t a), (a))
FAILS(hid_t, H5Dget_type, -1, (hid_t a), (a))
FAILS(hid_t, H5Dget_create_plist, -1, (hid_t a), (a))
FAILS(hid_t, H5Fget_create_plist, -1, (hid_t a), (a))
FAILS(hid_t, H5Tvlen_create, -1, (hid_t a), (a))
FAILS(hid_t, H5Tget_member_type, -1, (hid_t a, unsigned b), (a, b))
FAILS(hid_t, H5Tcreate, -1, (H5T_class_t a, size_t b), (a, b))
FAILS(hid_t, H5Dcreate2, -1, (hid_t a, const char *b, hid_t c, hid_t d, hid_t e, hid_t f, hid_t g), (a, b, c, d, e, f, g))
FAILS(hid_t, H5Acreate2, -1, (hid_t a, const char *b, hid_t c, hid_t d, hid_t e, hid_t f), (a, b, c, d, e, f))
FAILS(hid_t, H5Gcreate2, -1, (hid_t a, const char *b, hid_t c, hid_t d, hid_t e), (a, b, c, d, e))
FAILS(hid_t, H5Fcreate, -1, (const char *a, unsigned b, hid_t c, hid_t d), (a, b, c, d))
FAILS(hid_t, H5Fopen, -1, (const char *a, unsigned b, hid_t c), (a, b, c))
FAILS(hid_t, H5Gopen2, -1, (hid_t a, const char *b, hid_t c), (a, b, c))
FAILS(hid_t, H5Dopen2, -1, (hid_t a, const char *b, hid_t c), (a, b, c))
FAILS(hid_t, H5Rdereference2, -1, (hid_t a, hid_t b, H5R_type_t c, const void *d), (a, b, c, d))
FAILS(herr_t, H5Tset_size, -1, (hid_t a, size_t b), (a, b))
FAILS(herr_t, H5Tset_cset, -1, (hid_t a, H5T_cset_t b), (a, b))
FAILS(herr_t, H5Tinsert, -1, (hid_t a, const char *b, size_t c, hid_t d), (a, b, c, d))
FAILS(herr_t, H5Sselect_hyperslab, -1, (hid_t a, H5S_seloper_t b, const hsize_t *c, const hsize_t *d, const hsize_t *e, const hsize_t *f), (a, b, c, d, e, f))
FAILS(herr_t, H5Pset_obj_track_times, -1, (hid_t a, hbool_t b), (a, b))
FAILS(herr_t, H5Pset_fclose_degree, -1, (hid_t a, H5F_close_degree_t b), (a, b))
FAILS(herr_t, H5Pset_attr_creation_order, -1, (hid_t a, unsigned b), (a, b))
FAILS(herr_t, H5Pset_link_creation_order, -1, (hid_t a, unsigned b), (a, b))
FAILS(herr_t, H5Pset_shuffle, -1, (hid_t a), (a))
FAILS(herr_t, H5Pset_fletcher32, -1, (hid_t a), (a))
FAILS(herr_t, H5Pset_deflate, -1, (hid_t a, unsigned b), (a, b))
FAILS(herr_t, H5Pset_chunk, -1, (hid_t a, int b, const hsize_t *c), (a, b, c))
FAILS(herr_t, H5Pset_chunk_cache, -1, (hid_t a, size_t b, size_t c, double d), (a, b, c, d))
FAILS(herr_t, H5Pset_libver_bounds, -1, (hid_t a, H5F_libver_t b, H5F_libver_t c), (a, b, c))
FAILS(herr_t, H5Pset_fill_value, -1, (hid_t a, hid_t b, const void *c), (a, b, c))
FAILS(herr_t, H5Pget_userblock, -1, (hid_t a, hsize_t *b), (a, b))
FAILS(herr_t, H5Pget_sizes, -1, (hid_t a, size_t *b, size_t *c), (a, b, c))
FAILS(herr_t, H5Pget_fill_time, -1, (hid_t a, H5D_fill_time_t *b), (a, b))
FAILS(herr_t, H5Pfill_value_defined, -1, (hid_t a, H5D_fill_value_t *b), (a, b))
FAILS(int, H5Pget_nfilters, -1, (hid_t a), (a))
FAILS(int, H5Pget_external_count, -1, (hid_t a), (a))
FAILS(int, H5Pget_chunk, -1, (hid_t a, int b, hsize_t *c), (a, b, c))
FAILS(H5D_layout_t, H5Pget_layout, H5D_LAYOUT_ERROR, (hid_t a), (a))
FAILS(H5Z_filter_t, H5Pget_filter2, H5Z_FILTER_ERROR, (hid_t a, unsigned b, unsigned *c, size_t *d, unsigned *e, size_t f, char *g, unsigned *h), (a, b, c, d, e, f, g, h))
FAILS(herr_t, H5Oget_info2, -1, (hid_t a, H5O_info_t *b, unsigned c), (a, b, c))
FAILS(herr_t, H5Oget_info_by_name2, -1, (hid_t a, const char *b, H5O_info_t *c, unsigned d, hid_t e), (a, b, c, d, e))
FAILS(herr_t, H5Lget_info, -1, (hid_t a, const char *b, H5L_info_t *c, hid_t d), (a, b, c, d))
FAILS(herr_t, H5Literate, -1, (hid_t a, H5_index_t b, H5_iter_order_t c, hsize_t *d, H5L_iterate_t e, void *f), (a, b, c, d, e, f))
FAILS(herr_t, H5Aiterate2, -1, (hid_t a, H5_index_t b, H5_iter_order_t c, hsize_t *d, H5A_operator2_t e, void *f), (a, b, c, d, e, f))
FAILS(herr_t, H5Aread, -1, (hid_t a, hid_t b, void *c), (a, b, c))
FAILS(herr_t, H5Awrite, -1, (hid_t a, hid_t b, const void *c), (a, b, c))
FAILS(herr_t, H5Dread, -1, (hid_t a, hid_t b, hid_t c, hid_t d, hid_t e, void *f), (a, b, c, d, e, f))
FAILS(herr_t, H5Dwrite, -1, (hid_t a, hid_t b, hid_t c, hid_t d, hid_t e, const void *f), (a, b, c, d, e, f))
FAILS(herr_t, H5Dset_extent, -1, (hid_t a, const hsize_t *b), (a, b))
FAILS(herr_t, H5Dwrite_chunk, -1, (hid_t a, hid_t b, uint32_t c, const hsize_t *d, size_t e, const void *f), (a, b, c, d, e, f))
FAILS(herr_t, H5Dread_chunk, -1, (hid_t a, hid_t b, const hsize_t *c, uint32_t *d, void *e), (a, b, c, d, e))
FAILS(herr_t, H5Dget_chunk_info_by_coord, -1, (hid_t a, const hsize_t *b, unsigned *c, haddr_t *d, hsize_t *e), (a, b, c, d, e))
FAILS(herr_t, H5Fget_filesize, -1, (hid_t a, hsize_t *b), (a, b))
FAILS(herr_t, H5Rcreate, -1, (void *a, hid_t b, const char *c, H5R_type_t d, hid_t e), (a, b, c, d, e))
FAILS(htri_t, H5Aexists, -1, (hid_t a, const char *b), (a, b))
FAILS(htri_t, H5Lexists, -1, (hid_t a, const char *b, hid_t c), (a, b, c))
FAILS(htri_t, H5Tequal, -1, (hid_t a, hid_t b), (a, b))
FAILS(htri_t, H5Tis_variable_str, -1, (hid_t a), (a))
FAILS(int, H5Tget_nmembers, -1, (hid_t a), (a))
FAILS(int, H5Sget_simple_extent_ndims, -1, (hid_t a), (a))
FAILS(int, H5Sget_simple_extent_dims, -1, (hid_t a, hsize_t *b, hsize_t *c), (a, b, c))
FAILS(hssize_t, H5Sget_simple_extent_npoints, -1, (hid_t a), (a))
FAILS(H5S_class_t, H5Sget_simple_extent_type, H5S_NO_CLASS, (hid_t a), (a))
FAILS(H5T_class_t, H5Tget_class, H5T_NO_CLASS, (hid_t a), (a))
FAILS(H5T_class_t, H5Tget_member_class, H5T_NO_CLASS, (hid_t a, unsigned b), (a, b))
FAILS(H5T_sign_t, H5Tget_sign, H5T_SGN_ERROR, (hid_t a), (a))
FAILS(size_t, H5Tget_size, 0, (hid_t a), (a))
FAILS(haddr_t, H5Dget_offset, HADDR_UNDEF, (hid_t a), (a))
CLOSES(H5Dclose)
CLOSES(H5Sclose)
CLOSES(H5Aclose)
CLOSES(H5Tclose)
CLOSES(H5Pclose)
CLOSES(H5Fclose)
CLOSES(H5Gclose)
CLOSES(H5Oclose)
CLOSES(H5Idec_ref)
/* clang-format on */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);
void __wrap_free(void *old);

/* Memory that was given, or none with errno as the system sets it. */
static inline void *failing_give(int fails, void *memory)
{
    if (fails) {
        errno = ENOMEM;
    }
    failing_live += memory != NULL;
    return memory;
}

void *__wrap_malloc(size_t size)
{
    int fails = FAILING_HERE;

    return failing_give(fails, fails ? NULL : __real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
    int fails = FAILING_HERE;

    return failing_give(fails, fails ? NULL : __real_calloc(n, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    int fails = FAILING_HERE;
    void *memory = failing_give(fails, fails ? NULL : __real_realloc(old, size));

    failing_live -= memory != NULL && old != NULL;
    return memory;
}

char *__wrap_strndup(const char *text, size_t most)
{
    size_t length = strnlen(text, most);
    int fails = FAILING_HERE;
    char *copy = failing_give(fails, fails ? NULL : __real_malloc(length + 1));

    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

char *__wrap_strdup(const char *text)
{
    int fails = FAILING_HERE;
    size_t size = strlen(text) + 1;
    char *copy = failing_give(fails, fails ? NULL : __real_malloc(size));

    return copy ? memcpy(copy, text, size) : NULL;
}

void __wrap_free(void *old)
{
    failing_live -= old != NULL;
    __real_free(old);
}

#endif
