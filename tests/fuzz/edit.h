/* A good HDF5 file and scripts of bytes that damage it: the input of fuzzers is the script, so that inputs
 * stay short, every bit of them counts, and what lies behind compression and references is reached too.
 *
 * Operations of a script, a byte each with what follows it (modulo what is there):
 *
 *     patch      offset, bytes: bytes of the finished file
 *     number     dataset, place, value: a number, or a list of extreme ones
 *     text       dataset, place, position, length, bytes: a part of a text is replaced
 *     attribute  object, attribute, value or bytes
 *     link       dataset, what: none, soft, external, to another, to the root, under another name
 *     shape      dataset, type, axes, storage: made anew
 *     chunk      dataset, bytes: its first chunk as stored
 *     length     the file is cut or grows
 *
 * The checksums of the library are taken as right (H5F_get_checksums is replaced), as whoever means harm
 * makes them so. */
#ifndef TESTS_FUZZ_EDIT_H
#define TESTS_FUZZ_EDIT_H

#include <stddef.h>
#include <stdint.h>

#define EDIT_MOST_TOUCHED 64

struct edit_base {
    unsigned char *bytes;
    size_t size;
    size_t n_objects;
    struct edit_object {
        char *name;
        unsigned long long n_values; /* 0: the root, which has attributes alone */
    } * objects;
    int dirty; /* the file that edit_path names is not the base any more, but for the patches */
    size_t n_patches;
    uint64_t patches[EDIT_MOST_TOUCHED]; /* where it is damaged, 8 bytes each */
    size_t n_touched;
    const char *touched[EDIT_MOST_TOUCHED]; /* names of objects that the last script dealt with */
};

/* The file FUZZ_BASE/NAME; of its datasets those whose names begin with one of the n beginnings (0: all).
 * Aborts when it cannot be read. */
void edit_load(struct edit_base *base, const char *name, const char *const *beginnings, size_t n);

/* Writes the base, damaged by the script, to the file that edit_path names. */
void edit_apply(struct edit_base *base, const uint8_t *script, size_t size);

/* A file of this process alone, in memory where that is possible. */
const char *edit_path(void);

/* FUZZ_BASE/NAME, the caller's to free. */
char *edit_base_path(const char *name);

#endif
