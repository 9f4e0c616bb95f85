/* Many addresses of luck at once, read in bulk. */
#include "engine/luck.h"

#include "base/assert.h"

void wai_luck_pairs(const struct wai_luck *luck, uint32_t purpose, uint32_t agent, uint32_t index, size_t n,
                    double *u)
{
    const uint32_t key[2] = { (uint32_t)luck->seed, (uint32_t)(luck->seed >> 32) };
    const uint32_t counter[4] = { index, agent, luck->replicate, purpose | luck->stratum << 8 };
    uint32_t bits[4 * WAI_LUCK_PAIRS];

    wai_assert(n <= WAI_LUCK_PAIRS);
    wai_philox_fill(key, counter, n, bits);
    for (size_t i = 0; i < 2 * n; i++) {
        u[i] = wai_luck_uniform(bits[2 * i], bits[2 * i + 1]);
    }
}
