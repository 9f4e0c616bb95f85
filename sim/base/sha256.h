/* SHA-256 (FIPS 180-4). */
#ifndef WAI_BASE_SHA256_H
#define WAI_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define WAI_SHA256_TEXT 65 /* hexadecimal digits and a NUL */

struct wai_sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes so far */
    uint8_t block[64];
};

void wai_sha256_init(struct wai_sha256 *sha);
void wai_sha256_add(struct wai_sha256 *sha, const void *bytes, size_t length);

/* Ends the digest and writes it in lower-case hexadecimal digits. */
void wai_sha256_end(struct wai_sha256 *sha, char text[WAI_SHA256_TEXT]);

/* All three in one. */
void wai_sha256_text(const void *bytes, size_t length, char text[WAI_SHA256_TEXT]);

#endif
