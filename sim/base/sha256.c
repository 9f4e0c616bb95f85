/* The rounds of FIPS 180-4, section 6.2. */
#include "base/sha256.h"

#include <string.h>

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static uint32_t rotate(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static void extend(const uint8_t *block, uint32_t w[64])
{
    for (int t = 0; t < 16; t++) {
        w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
    }
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10;

        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
}

/* One round: d and h are where the standard's next e and a come to stand, so that no word is moved. */
static inline void turn(const uint32_t in[6], uint32_t *d, uint32_t *h, uint32_t input)
{
    uint32_t a = in[0], b = in[1], c = in[2], e = in[3], f = in[4], g = in[5];
    uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    uint32_t t1 = *h + s1 + ((e & f) ^ (~e & g)) + input;

    *d += t1;
    *h = t1 + s0 + ((a & b) ^ (a & c) ^ (b & c));
}

#define TURN(a, b, c, d, e, f, g, h, t)                                                                      \
    turn((const uint32_t[6]){ a, b, c, e, f, g }, &(d), &(h), constants[t] + w[t])

static void compress(uint32_t state[8], const uint8_t *block)
{
    uint32_t w[64];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];

    extend(block, w);
    for (int t = 0; t < 64; t += 8) {
        TURN(a, b, c, d, e, f, g, h, t);
        TURN(h, a, b, c, d, e, f, g, t + 1);
        TURN(g, h, a, b, c, d, e, f, t + 2);
        TURN(f, g, h, a, b, c, d, e, t + 3);
        TURN(e, f, g, h, a, b, c, d, t + 4);
        TURN(d, e, f, g, h, a, b, c, t + 5);
        TURN(c, d, e, f, g, h, a, b, t + 6);
        TURN(b, c, d, e, f, g, h, a, t + 7);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

void wai_sha256_init(struct wai_sha256 *sha)
{
    *sha = (struct wai_sha256){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                           0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } };
}

void wai_sha256_add(struct wai_sha256 *sha, const void *bytes, size_t length)
{
    const uint8_t *from = bytes;

    while (length > 0) {
        size_t used = sha->length % 64;
        size_t n = length < 64 - used ? length : 64 - used;

        if (n == 64) {
            compress(sha->state, from);
        } else {
            memcpy(sha->block + used, from, n);
            if (used + n == 64) {
                compress(sha->state, sha->block);
            }
        }
        sha->length += n;
        from += n;
        length -= n;
    }
}

void wai_sha256_end(struct wai_sha256 *sha, char text[WAI_SHA256_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    static const uint8_t padding[64] = { 0x80 };
    uint64_t bits = sha->length * 8;
    uint8_t tail[8];

    for (int i = 0; i < 8; i++) {
        tail[i] = (uint8_t)(bits >> (56 - 8 * i));
    }
    wai_sha256_add(sha, padding, 1 + (119 - sha->length % 64) % 64);
    wai_sha256_add(sha, tail, sizeof tail);
    for (int i = 0; i < 64; i++) {
        text[i] = digits[sha->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    }
    text[64] = '\0';
}

void wai_sha256_text(const void *bytes, size_t length, char text[WAI_SHA256_TEXT])
{
    struct wai_sha256 sha;

    wai_sha256_init(&sha);
    wai_sha256_add(&sha, bytes, length);
    wai_sha256_end(&sha, text);
}
