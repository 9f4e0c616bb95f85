/* Many Philox blocks at once: on x86 with AVX2 sixteen at a time, elsewhere one by one.  Whole numbers only,
 * so both give the same bits.  Loops left to the compilers were up to 1.6 times slower and differed twofold
 * between compilers. */
#include "engine/philox.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define VECTORS 4 /* of four blocks, to hide the latency of the multiplications */
#define BLOCKS_AT_ONCE (4 * VECTORS)

/* Four blocks, one word of each in the low half of a 64-bit lane; the high halves hold rubbish, which
 * neither multiplication nor exclusive or lets through. */
struct lanes {
    __m256i c0, c1, c2, c3;
};

__attribute__((target("avx2"))) static inline struct lanes lanes_start(const uint32_t counter[4],
                                                                       uint32_t first)
{
    /* The carry of counter[0] stays in the rubbish. */
    return (struct lanes){
        _mm256_add_epi64(_mm256_set1_epi64x((long long)counter[0] + first), _mm256_set_epi64x(3, 2, 1, 0)),
        _mm256_set1_epi64x(counter[1]),
        _mm256_set1_epi64x(counter[2]),
        _mm256_set1_epi64x(counter[3]),
    };
}

__attribute__((target("avx2"))) static inline void lanes_store(const struct lanes *x, uint32_t *out)
{
    __m256i low = _mm256_blend_epi32(x->c0, _mm256_slli_epi64(x->c1, 32), 0xaa);
    __m256i high = _mm256_blend_epi32(x->c2, _mm256_slli_epi64(x->c3, 32), 0xaa);
    __m256i even = _mm256_unpacklo_epi64(low, high); /* blocks 0 and 2 */
    __m256i odd = _mm256_unpackhi_epi64(low, high);

    _mm256_storeu_si256((__m256i *)(void *)out, _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256((__m256i *)(void *)(out + 8), _mm256_permute2x128_si256(even, odd, 0x31));
}

/* Writes BLOCKS_AT_ONCE blocks. */
__attribute__((target("avx2"))) static void fill_some(const uint32_t key[2], const uint32_t counter[4],
                                                      uint32_t *out)
{
    const __m256i m0 = _mm256_set1_epi64x(WAI_PHILOX_MULTIPLIER_0);
    const __m256i m1 = _mm256_set1_epi64x(WAI_PHILOX_MULTIPLIER_1);
    uint32_t k0 = key[0], k1 = key[1];
    struct lanes x[VECTORS];

#pragma GCC unroll 4
    for (uint32_t v = 0; v < VECTORS; v++) {
        x[v] = lanes_start(counter, 4 * v);
    }
    for (int round = 0; round < WAI_PHILOX_ROUNDS; round++) {
        const __m256i key0 = _mm256_set1_epi64x(k0), key1 = _mm256_set1_epi64x(k1);

#pragma GCC unroll 4
        for (int v = 0; v < VECTORS; v++) {
            __m256i a = _mm256_mul_epu32(x[v].c0, m0);
            __m256i b = _mm256_mul_epu32(x[v].c2, m1);

            x[v].c0 = _mm256_xor_si256(_mm256_srli_epi64(b, 32), _mm256_xor_si256(x[v].c1, key0));
            x[v].c1 = b;
            x[v].c2 = _mm256_xor_si256(_mm256_srli_epi64(a, 32), _mm256_xor_si256(x[v].c3, key1));
            x[v].c3 = a;
        }
        k0 += WAI_PHILOX_WEYL_0;
        k1 += WAI_PHILOX_WEYL_1;
    }
#pragma GCC unroll 4
    for (int v = 0; v < VECTORS; v++) {
        lanes_store(&x[v], out + 16 * v);
    }
}

static int can_fill_some(void)
{
    return __builtin_cpu_supports("avx2");
}
#else
#define BLOCKS_AT_ONCE 1

static void fill_some(const uint32_t key[2], const uint32_t counter[4], uint32_t *out)
{
    wai_philox_block(key, counter, out);
}

static int can_fill_some(void)
{
    return 0;
}
#endif

void wai_philox_fill(const uint32_t key[2], const uint32_t counter[4], size_t n, uint32_t *out)
{
    uint32_t next[4];

    memcpy(next, counter, sizeof next);
    if (n >= BLOCKS_AT_ONCE && can_fill_some()) {
        for (; n >= BLOCKS_AT_ONCE; n -= BLOCKS_AT_ONCE) {
            fill_some(key, next, out);
            next[0] += BLOCKS_AT_ONCE;
            out += (size_t)4 * BLOCKS_AT_ONCE;
        }
    }
    for (; n > 0; n--) {
        wai_philox_block(key, next, out);
        next[0]++;
        out += 4;
    }
}
