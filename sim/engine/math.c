/* Exponential and logarithm by table and short polynomial, after Tang.
 *
 * The argument is reduced to a nearby table point, whose function value is stored in two pieces (head and
 * tail), plus a small rest that a polynomial takes; head and correction meet in one last rounding, so the
 * error is little more than the half ulp of that rounding.  No fused multiply-add is used: it would give
 * other bits where the processor has none.
 *
 * Source: P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point
 * arithmetic", ACM TOMS 15 (1989), and "... of the logarithm function ...", ACM TOMS 16 (1990).  Tables and
 * polynomials (interpolation in Chebyshev points) were computed for this file with 200 bits. */
#include "engine/math.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

_Static_assert(FLT_EVAL_METHOD == 0, "intermediate results wider than double would change the bits");

#define EXP_STEPS 64 /* table points per factor of two */
#define LOG_STEPS 128

/* clang-format off */
/* 2^(i/64) rounded to double, and what is missing relative to it. */
static const struct {
    double head, tail;
} exp_table[EXP_STEPS] = {
    { 0x1p+0, 0x0p+0 }, { 0x1.02c9a3e778061p+0, -0x1.160139cd8dc5dp-56 },
    { 0x1.059b0d3158574p+0, 0x1.cd2523567f613p-55 }, { 0x1.0874518759bc8p+0, 0x1.0f74e61e6c861p-57 },
    { 0x1.0b5586cf9890fp+0, 0x1.79aa65d837b6dp-54 }, { 0x1.0e3ec32d3d1a2p+0, 0x1.ebe3d702f9cd1p-60 },
    { 0x1.11301d0125b51p+0, -0x1.556522a2fbd0ep-54 }, { 0x1.1429aaea92dep+0, -0x1.1c923b9d5f416p-54 },
    { 0x1.172b83c7d517bp+0, -0x1.01b15eaa59348p-55 }, { 0x1.1a35beb6fcb75p+0, 0x1.b898c3f1353bfp-55 },
    { 0x1.1d4873168b9aap+0, 0x1.aecf73e3a2f6p-54 }, { 0x1.2063b88628cd6p+0, 0x1.a6f4144a6c38dp-55 },
    { 0x1.2387a6e756238p+0, 0x1.68efde3a8a894p-54 }, { 0x1.26b4565e27cddp+0, 0x1.0472b981fe7f2p-55 },
    { 0x1.29e9df51fdee1p+0, 0x1.2f7e16d09ab31p-55 }, { 0x1.2d285a6e4030bp+0, 0x1.b3782720c0ab4p-55 },
    { 0x1.306fe0a31b715p+0, 0x1.34d754db0abb6p-55 }, { 0x1.33c08b26416ffp+0, 0x1.fdd395dd3f84ap-55 },
    { 0x1.371a7373aa9cbp+0, -0x1.24aedcc4b5068p-54 }, { 0x1.3a7db34e59ff7p+0, -0x1.1d1e83e9436d2p-56 },
    { 0x1.3dea64c123422p+0, 0x1.59f48a72a4c6dp-55 }, { 0x1.4160a21f72e2ap+0, -0x1.8a78f4817895bp-58 },
    { 0x1.44e086061892dp+0, 0x1.363ed60c2ac11p-59 }, { 0x1.486a2b5c13cdp+0, 0x1.ecce1daa10379p-57 },
    { 0x1.4bfdad5362a27p+0, 0x1.690cebb7aafbp-56 }, { 0x1.4f9b2769d2ca7p+0, -0x1.f94340071a38ep-55 },
    { 0x1.5342b569d4f82p+0, -0x1.8dec6bd0f385fp-56 }, { 0x1.56f4736b527dap+0, 0x1.3350518fdd78ep-54 },
    { 0x1.5ab07dd485429p+0, 0x1.063e1e21c5409p-54 }, { 0x1.5e76f15ad2148p+0, 0x1.432e62b64c035p-54 },
    { 0x1.6247eb03a5585p+0, -0x1.c33c53bef4da8p-55 }, { 0x1.6623882552225p+0, -0x1.3cedd78565858p-54 },
    { 0x1.6a09e667f3bcdp+0, -0x1.3b3efbf5e2228p-54 }, { 0x1.6dfb23c651a2fp+0, -0x1.367efb86da9eep-57 },
    { 0x1.71f75e8ec5f74p+0, -0x1.81f647e5a3ecfp-56 }, { 0x1.75feb564267c9p+0, -0x1.619321e55e68ap-55 },
    { 0x1.7a11473eb0187p+0, -0x1.b32dcb94da51dp-56 }, { 0x1.7e2f336cf4e62p+0, 0x1.5ebe1abd66c55p-57 },
    { 0x1.82589994cce13p+0, -0x1.369b6f13b3734p-54 }, { 0x1.868d99b4492edp+0, -0x1.4d450d872576ep-54 },
    { 0x1.8ace5422aa0dbp+0, 0x1.db72fc1f0eab4p-55 }, { 0x1.8f1ae99157736p+0, 0x1.bf68359f35f44p-56 },
    { 0x1.93737b0cdc5e5p+0, -0x1.da9b88b6c1e29p-58 }, { 0x1.97d829fde4e5p+0, -0x1.2434322f4f9aap-54 },
    { 0x1.9c49182a3f09p+0, 0x1.1affc2b91ce27p-56 }, { 0x1.a0c667b5de565p+0, -0x1.7c50422622263p-55 },
    { 0x1.a5503b23e255dp+0, -0x1.1bbd1d3bcbb15p-54 }, { 0x1.a9e6b5579fdbfp+0, 0x1.469846e735ab3p-55 },
    { 0x1.ae89f995ad3adp+0, 0x1.c1a7792cb3387p-55 }, { 0x1.b33a2b84f15fbp+0, -0x1.5c3d956dcaebap-58 },
    { 0x1.b7f76f2fb5e47p+0, -0x1.8d6f438ad9334p-57 }, { 0x1.bcc1e904bc1d2p+0, 0x1.4ffd70a5fddcdp-56 },
    { 0x1.c199bdd85529cp+0, 0x1.36eae30af0cb3p-56 }, { 0x1.c67f12e57d14bp+0, 0x1.4e08fd10959acp-55 },
    { 0x1.cb720dcef9069p+0, 0x1.76b2c6c921968p-57 }, { 0x1.d072d4a07897cp+0, -0x1.fad5d3ffffa6fp-55 },
    { 0x1.d5818dcfba487p+0, 0x1.4a385a63d07a7p-56 }, { 0x1.da9e603db3285p+0, 0x1.e5a50d5c192acp-55 },
    { 0x1.dfc97337b9b5fp+0, -0x1.2d52107b43e1fp-55 }, { 0x1.e502ee78b3ff6p+0, 0x1.4b604603a88d3p-56 },
    { 0x1.ea4afa2a490dap+0, -0x1.ff7128fd391fp-55 }, { 0x1.efa1bee615a27p+0, 0x1.ec3bc41aa2008p-55 },
    { 0x1.f50765b6e454p+0, 0x1.a64a931d185eep-55 }, { 0x1.fa7c1819e90d8p+0, 0x1.7893b4d91cd9dp-56 },
};

/* The i-th of 128 equal steps of the bit pattern from 0.6875 to 1.375 holds a point c near its middle, chosen
 * such that 1/c is a double to within 2^-60.  log(c) = head + tail; head is a multiple of 2^-42, so that
 * adding k ln 2 is exact.  The two steps beside 1 use c = 1, which keeps log accurate where it vanishes. */
static const struct {
    double inverse, c, head, tail;
} log_table[LOG_STEPS] = {
    { 0x1.734f0c50e3cc3p+0, 0x1.6100000313475p-1, -0x1.7cc7f7d25bp-2, 0x1.304df33f2f5c8p-45 },
    { 0x1.713786da6740ep+0, 0x1.62ffffff66a3fp-1, -0x1.76feecbb01p-2, -0x1.d4e3e95ce4b1ap-44 },
    { 0x1.6f26016e0aa26p+0, 0x1.650000011389ep-1, -0x1.713e33a154p-2, 0x1.fb348a250faa6p-45 },
    { 0x1.6d1a626a1f415p+0, 0x1.66fffffe05df7p-1, -0x1.6b85b4d59ep-2, 0x1.704b8126be84cp-46 },
    { 0x1.6b1490ae29ed9p+0, 0x1.68fffffc0d88fp-1, -0x1.65d558ep-2, -0x1.02a8de5367403p-44 },
    { 0x1.691473abdec2bp+0, 0x1.6afffffca9c49p-1, -0x1.602d08b873p-2, 0x1.2912dd9e9c192p-45 },
    { 0x1.6719f362a914dp+0, 0x1.6cfffffd628b3p-1, -0x1.5a8cadc344p-2, -0x1.f6732e78159e6p-46 },
    { 0x1.6524f855093a4p+0, 0x1.6efffffea20a1p-1, -0x1.54f431bb8fp-2, 0x1.c1ccb245ca5dap-44 },
    { 0x1.63356b8c1845ap+0, 0x1.70fffffc71c32p-1, -0x1.4f637ec587p-2, -0x1.e6c74228b1b6fp-44 },
    { 0x1.614b36869443dp+0, 0x1.72fffffc5a12fp-1, -0x1.49da7f45dep-2, 0x1.8662250be22f2p-50 },
    { 0x1.5f664342e1ddep+0, 0x1.74ffffffac26dp-1, -0x1.44591e062p-2, -0x1.28d0aadf4ab0fp-45 },
    { 0x1.5d867c3dab9d1p+0, 0x1.7700000137ba7p-1, -0x1.3edf4638c3p-2, -0x1.282bb7abac95p-44 },
    { 0x1.5babcc64de973p+0, 0x1.78ffffff990fdp-1, -0x1.396ce35ad4p-2, 0x1.c5d9b918d7e6cp-44 },
    { 0x1.59d61f1370816p+0, 0x1.7afffffeaec74p-1, -0x1.3401e12e7cp-2, 0x1.36fc77adeb4a6p-45 },
    { 0x1.58056014aa41dp+0, 0x1.7d000000ed172p-1, -0x1.2e9e2bcb95p-2, 0x1.f758f0046d483p-47 },
    { 0x1.56397ba503fd5p+0, 0x1.7f00000315368p-1, -0x1.2941afa949p-2, 0x1.6136d0aa7ce8ep-44 },
    { 0x1.54725e6ca7c2cp+0, 0x1.80fffffef112fp-1, -0x1.23ec5994bcp-2, -0x1.e2af6196254f5p-45 },
    { 0x1.52aff569c54e4p+0, 0x1.83000000d5b42p-1, -0x1.1e9e167654p-2, -0x1.4ed627c288c76p-45 },
    { 0x1.50f22e0eeb023p+0, 0x1.8500000288008p-1, -0x1.1956d3b312p-2, -0x1.912f2cd4522c8p-44 },
    { 0x1.4f38f62eb8a92p+0, 0x1.86fffffef6362p-1, -0x1.14167ef62p-2, 0x1.ccc07f9385dfep-44 },
    { 0x1.4d843bead1129p+0, 0x1.89000003781e9p-1, -0x1.0edd06026ep-2, 0x1.9ea1ef1b7a12fp-47 },
    { 0x1.4bd3eddae1bedp+0, 0x1.8affffff70423p-1, -0x1.09aa572fe1p-2, -0x1.0186761e8075ap-46 },
    { 0x1.4a27fad581e28p+0, 0x1.8d0000023f031p-1, -0x1.047e60c81dp-2, -0x1.3fcddea8773f9p-46 },
    { 0x1.488052208d3bep+0, 0x1.8effffff6d64dp-1, -0x1.feb223419p-3, -0x1.fc31c8a8c3bedp-44 },
    { 0x1.46dce3488c32ep+0, 0x1.90fffffc5ddc9p-1, -0x1.f474b1476ep-3, 0x1.babb8016e86e3p-45 },
    { 0x1.453d9e2eab3f8p+0, 0x1.92fffffd45604p-1, -0x1.ea4449fe2ap-3, 0x1.f9babc2f2c933p-44 },
    { 0x1.43a2730cf06ecp+0, 0x1.94fffffd4148bp-1, -0x1.e020cc7018p-3, 0x1.afaa1997550b3p-44 },
    { 0x1.420b526670597p+0, 0x1.96ffffff50a04p-1, -0x1.d60a17fc76p-3, 0x1.af961ecdd05e6p-46 },
    { 0x1.40782d10ce1d5p+0, 0x1.990000001eea2p-1, -0x1.cc000c9d18p-3, -0x1.f0f11d05be643p-44 },
    { 0x1.3ee8f42d12569p+0, 0x1.9afffffc7fcb5p-1, -0x1.c2028ac2f2p-3, 0x1.41a7212b08c16p-44 },
    { 0x1.3d5d991bf1f3cp+0, 0x1.9cfffffe51c9fp-1, -0x1.b8117313d8p-3, 0x1.a7b0be21b6cc3p-45 },
    { 0x1.3bd60d947ef97p+0, 0x1.9efffffcfadecp-1, -0x1.ae2ca7055ap-3, -0x1.6b8da2c7cae44p-47 },
    { 0x1.3a5243881d2aep+0, 0x1.a0ffffff6a89fp-1, -0x1.a454083148p-3, -0x1.775e6f6a5db29p-44 },
    { 0x1.38d22d3477877p+0, 0x1.a30000028efc6p-1, -0x1.9a8778d23ap-3, 0x1.a38dea6c4d536p-44 },
    { 0x1.3755bd1a3679bp+0, 0x1.a500000333511p-1, -0x1.90c6db903ap-3, -0x1.306e0dafac4c2p-46 },
    { 0x1.35dce5f9f1dcdp+0, 0x1.a7000000011fap-1, -0x1.871213750ap-3, 0x1.ae93cae7fba95p-44 },
    { 0x1.34679ad07a251p+0, 0x1.a8fffffc97c56p-1, -0x1.7d6903db6p-3, -0x1.9639053036ec4p-44 },
    { 0x1.32f5ced47ef4fp+0, 0x1.ab000002f8cb4p-1, -0x1.73cb9066bcp-3, -0x1.efbeda8d619d9p-47 },
    { 0x1.31877590ed572p+0, 0x1.acfffffcc2b6dp-1, -0x1.6a399dbb34p-3, -0x1.21c6567046daap-46 },
    { 0x1.301c82ac87308p+0, 0x1.aeffffff9b515p-1, -0x1.60b3100ce8p-3, 0x1.3812dd120c789p-45 },
    { 0x1.2eb4ea21322bap+0, 0x1.b0fffffe2efbap-1, -0x1.5737cc98bp-3, -0x1.e7dd7e542dc5ap-46 },
    { 0x1.2d50a011c7696p+0, 0x1.b30000018540fp-1, -0x1.4dc7b89094p-3, 0x1.069b8f464f0aap-44 },
    { 0x1.2bef98e83a8b3p+0, 0x1.b4fffffc39ep-1, -0x1.4462b9ee4ap-3, -0x1.f841c9c46b5b2p-44 },
    { 0x1.2a91c92d0d423p+0, 0x1.b700000335a2ep-1, -0x1.3b08b66686p-3, -0x1.c91f1002d68f1p-47 },
    { 0x1.293725bde5574p+0, 0x1.b8fffffc725f6p-1, -0x1.31b994e426p-3, 0x1.74fd4922075b7p-44 },
    { 0x1.27dfa389b04fep+0, 0x1.bb000000a2935p-1, -0x1.28753bbe2cp-3, 0x1.b9a60d2091565p-44 },
    { 0x1.268b37cd41b76p+0, 0x1.bd0000002ddc9p-1, -0x1.1f3b925e52p-3, -0x1.8631babb75347p-44 },
    { 0x1.2539d7e67a0e9p+0, 0x1.bf000003fc7c1p-1, -0x1.160c80126ep-3, -0x1.f181d79a64917p-44 },
    { 0x1.23eb796eefaabp+0, 0x1.c1000003e227cp-1, -0x1.0ce7eccb16p-3, 0x1.b6ebeea97ac47p-45 },
    { 0x1.22a01229b6f36p+0, 0x1.c3000000731f2p-1, -0x1.03cdc0a314p-3, 0x1.08a5205bd922cp-49 },
    { 0x1.21579806341f5p+0, 0x1.c4fffffd5d9a7p-1, -0x1.f57bc7f0d4p-4, 0x1.c711da96e4bcep-44 },
    { 0x1.2012011fd0288p+0, 0x1.c70000006800ap-1, -0x1.e3707edf5cp-4, -0x1.1e40957a3ff19p-46 },
    { 0x1.1ecf43c6e43bdp+0, 0x1.c9000001bd02ap-1, -0x1.d179787284p-4, -0x1.58eb5ac7b1878p-45 },
    { 0x1.1d8f567324995p+0, 0x1.caffffff993e9p-1, -0x1.bf96876d9p-4, -0x1.981fea1f1eb75p-44 },
    { 0x1.1c522fc15655ep+0, 0x1.cd000000c20f6p-1, -0x1.adc77edef4p-4, 0x1.9218231467f08p-44 },
    { 0x1.1b17c67d2684cp+0, 0x1.cf0000034dd23p-1, -0x1.9c0c32b798p-4, 0x1.6b089e6cae8e4p-46 },
    { 0x1.19e0119d31d38p+0, 0x1.d100000155ef3p-1, -0x1.8a64779d58p-4, -0x1.cbe7ffe2e6157p-44 },
    { 0x1.18ab083a3b3a5p+0, 0x1.d2fffffdf80eap-1, -0x1.78d02275a8p-4, -0x1.106c597d2ce4bp-45 },
    { 0x1.1778a1908b7d6p+0, 0x1.d50000020161ap-1, -0x1.674f0881e4p-4, 0x1.f2df8eee49a4ap-44 },
    { 0x1.1648d50ee2337p+0, 0x1.d70000017caffp-1, -0x1.55e10043fp-4, -0x1.9d5362b948c1dp-44 },
    { 0x1.151b9a3eb38c2p+0, 0x1.d9000001fc581p-1, -0x1.4485e02c8cp-4, 0x1.5f2b40c37139cp-48 },
    { 0x1.13f0e8d422e3dp+0, 0x1.dafffffe8116fp-1, -0x1.333d7f8e68p-4, -0x1.da4e1b969a05p-44 },
    { 0x1.12c8b89d54c4dp+0, 0x1.dd000002a736ep-1, -0x1.2207b5b0bcp-4, -0x1.bf2a81282d64cp-45 },
    { 0x1.11a301993685fp+0, 0x1.df0000022ca23p-1, -0x1.10e45b2a18p-4, 0x1.58160fffab6d7p-44 },
    { 0x1.107fbbde376b7p+0, 0x1.e100000343fe2p-1, -0x1.ffa690e318p-5, -0x1.9eefbb3170449p-44 },
    { 0x1.0f5edfaa976a5p+0, 0x1.e300000113c3cp-1, -0x1.dda8adb438p-5, -0x1.be343805a98a5p-45 },
    { 0x1.0e406558b586fp+0, 0x1.e4fffffefe6e2p-1, -0x1.bbcebfd79p-5, 0x1.19d89e011b773p-44 },
    { 0x1.0d2445658b756p+0, 0x1.e6fffffc07dd7p-1, -0x1.9a187b9ap-5, -0x1.5629fd3f94fd9p-44 },
    { 0x1.0c0a786977ef3p+0, 0x1.e8fffffe9ab63p-1, -0x1.788595bab8p-5, -0x1.f3a51bec2c498p-46 },
    { 0x1.0af2f720fa2a2p+0, 0x1.eb00000398cf3p-1, -0x1.5715c48438p-5, -0x1.dba3ed712f4aap-45 },
    { 0x1.09ddba6cf5bb7p+0, 0x1.ecfffffc4f2fbp-1, -0x1.35c8bfe768p-5, 0x1.59e5a615c99ebp-45 },
    { 0x1.08cabb392cb68p+0, 0x1.eefffffc90bd8p-1, -0x1.149e3e78ep-5, 0x1.848cab4adf15fp-44 },
    { 0x1.07b9f29b4492cp+0, 0x1.f10000008ba81p-1, -0x1.e72bf26f4p-6, -0x1.01ee2fe0f1f73p-46 },
    { 0x1.06ab59c74e7acp+0, 0x1.f30000007eb99p-1, -0x1.a55f547c2p-6, 0x1.24e1a85ebfb6dp-44 },
    { 0x1.059eea06c5313p+0, 0x1.f5000000bbf64p-1, -0x1.63d6176e9p-6, 0x1.0d212d0c04ab7p-45 },
    { 0x1.04949cc24588p+0, 0x1.f6fffffe51179p-1, -0x1.228fb2357p-6, -0x1.aa5efe8ebc8a8p-44 },
    { 0x1.038c6b77bf638p+0, 0x1.f9000000c4baap-1, -0x1.c317381aap-7, 0x1.cf6eda76d32e8p-45 },
    { 0x1.02864fc958432p+0, 0x1.fafffffc47979p-1, -0x1.4192a087p-7, 0x1.329dff7c5bbcbp-44 },
    { 0x1.01824365ac0e6p+0, 0x1.fcfffffedaa21p-1, -0x1.812121d9p-8, -0x1.2ffb0b2a63dcep-44 },
    { 0x1p+0, 0x1p+0, 0x0p+0, 0x0p+0 },
    { 0x1p+0, 0x1p+0, 0x0p+0, 0x0p+0 },
    { 0x1.fa11ca9c6727fp-1, 0x1.03000001e776cp+0, 0x1.7dc476e9p-7, -0x1.aca14e79d457fp-45 },
    { 0x1.f6310acbd0dc4p-1, 0x1.04ffffff1589ep+0, 0x1.3cea43fafp-6, -0x1.dd2c6ff4c3b14p-45 },
    { 0x1.f25f6443d4d83p-1, 0x1.06ffffff22442p+0, 0x1.b9fc0245p-6, 0x1.eb2ae5c23f2a4p-45 },
    { 0x1.ee9c7f817eb17p-1, 0x1.0900000187368p+0, 0x1.1b0d98c178p-5, 0x1.9e96a72d6e3b6p-44 },
    { 0x1.eae807a81f13ap-1, 0x1.0b000001e7e5p+0, 0x1.58a5bb3708p-5, -0x1.28d42487d3e3cp-47 },
    { 0x1.e741aa59d066ap-1, 0x1.0cffffffcd923p+0, 0x1.95c830e69p-5, -0x1.7eaa2fc2186d3p-45 },
    { 0x1.e3a9179c3feffp-1, 0x1.0f000000d81eep+0, 0x1.d276b8c738p-5, -0x1.1d67e753fc8f8p-44 },
    { 0x1.e01e01e2b3138p-1, 0x1.10fffffe881bep+0, 0x1.0759834388p-4, -0x1.7748f3345d1c5p-44 },
    { 0x1.dca01dc7f4247p-1, 0x1.130000012f537p+0, 0x1.253f630248p-4, -0x1.af65d72e5c1f8p-45 },
    { 0x1.d92f223391185p-1, 0x1.14ffffff07226p+0, 0x1.42edcbdc04p-4, 0x1.d23d0a6db479ep-46 },
    { 0x1.d5cac80460c41p-1, 0x1.17000001c2666p+0, 0x1.60658aad48p-4, 0x1.5ecfae3ea4d2ep-44 },
    { 0x1.d272ca41025b3p-1, 0x1.18ffffff413c2p+0, 0x1.7da766ccd4p-4, 0x1.f02b07d808a3cp-46 },
    { 0x1.cf26e5c25d4dep-1, 0x1.1b0000012e44p+0, 0x1.9ab424731cp-4, -0x1.ede73585d93e2p-44 },
    { 0x1.cbe6d961df569p-1, 0x1.1cfffffee8c49p+0, 0x1.b78c82ab6p-4, 0x1.bf1df5d1d4239p-44 },
    { 0x1.c8b265afcc6fcp-1, 0x1.1efffffff38f6p+0, 0x1.d4313d6618p-4, 0x1.ab93e26ad9ddep-44 },
    { 0x1.c5894d0f16105p-1, 0x1.210000011c895p+0, 0x1.f0a30c10d8p-4, -0x1.18ec51652236fp-44 },
    { 0x1.c26b539469466p-1, 0x1.22ffffff08625p+0, 0x1.06715125d6p-3, 0x1.d5cc46fb90d75p-44 },
    { 0x1.bf583eea0a94bp-1, 0x1.24fffffeee64ep+0, 0x1.1478583efcp-3, -0x1.17bcd4d8b063p-45 },
    { 0x1.bc4fd65779d56p-1, 0x1.27000000b0a86p+0, 0x1.2266f1957p-3, 0x1.93151846161ap-47 },
    { 0x1.b951e2b270a35p-1, 0x1.28ffffff68c96p+0, 0x1.303d718a36p-3, -0x1.715ead5ecaf93p-44 },
    { 0x1.b65e2e3c68109p-1, 0x1.2affffffad572p+0, 0x1.3dfc2b0c96p-3, 0x1.a9df4b9b5ffe4p-46 },
    { 0x1.b37484ab568c5p-1, 0x1.2d0000017edb6p+0, 0x1.4ba36f43d2p-3, 0x1.49b5b11c050c4p-45 },
    { 0x1.b094b31cc0fbap-1, 0x1.2f00000092856p+0, 0x1.59338d9d6p-3, 0x1.844ec89f2010bp-45 },
    { 0x1.adbe87fade7e6p-1, 0x1.30fffffee03a4p+0, 0x1.66acd41f9ep-3, 0x1.0598e4cfd14f4p-44 },
    { 0x1.aaf1d2fae9bb7p-1, 0x1.32fffffe42e99p+0, 0x1.740f8f486ap-3, 0x1.2cbd8d1eb1422p-45 },
    { 0x1.a82e6512d85e5p-1, 0x1.3500000027214p+0, 0x1.815c0a1538p-3, 0x1.aea6348c1d84cp-44 },
    { 0x1.a57410755e95cp-1, 0x1.37000000dbf1ap+0, 0x1.8e928dee3p-3, -0x1.974cad664c93cp-44 },
    { 0x1.a2c2a87b80a51p-1, 0x1.390000009c52ep+0, 0x1.9bb362ebdep-3, 0x1.21e6395b6741fp-44 },
    { 0x1.a01a019df70dap-1, 0x1.3b0000019e0eep+0, 0x1.a8becfd306p-3, 0x1.f4f96d31633aap-44 },
    { 0x1.9d79f1784b711p-1, 0x1.3cfffffec98d4p+0, 0x1.b5b519e126p-3, -0x1.46f158a81f936p-45 },
    { 0x1.9ae24ea4f35fcp-1, 0x1.3f00000048bafp+0, 0x1.c296855a94p-3, 0x1.eb24be07183b4p-45 },
    { 0x1.9852f0d9c220cp-1, 0x1.40ffffff57b6ep+0, 0x1.cf6354dc6ap-3, 0x1.63031f6656cdbp-44 },
    { 0x1.95cbb0bbf00dfp-1, 0x1.43000001d0633p+0, 0x1.dc1bca164p-3, -0x1.7d0253acc2bcp-44 },
    { 0x1.934c67f8f8b3ep-1, 0x1.4500000095f8fp+0, 0x1.e8c0252e56p-3, 0x1.692227c82aa12p-44 },
    { 0x1.90d4f12055f3p-1, 0x1.46ffffffce51ep+0, 0x1.f550a5638p-3, 0x1.1bb8f59625ab3p-44 },
    { 0x1.8e6527b1170a2p-1, 0x1.48fffffe5638cp+0, 0x1.00e6c455a8p-2, -0x1.b1cea0c7b2d63p-45 },
    { 0x1.8bfce8044a7f2p-1, 0x1.4b00000195c8cp+0, 0x1.071b8601bdp-2, -0x1.3eae8179158e2p-46 },
    { 0x1.899c0f5ee5952p-1, 0x1.4d00000103bep+0, 0x1.0d46b57ccap-2, 0x1.75e64f2f6cdfdp-45 },
    { 0x1.87427bcd7b4b9p-1, 0x1.4efffffec3188p+0, 0x1.1368702572p-2, -0x1.25e78e7180c34p-45 },
    { 0x1.84f00c283f856p-1, 0x1.50ffffff5a622p+0, 0x1.1980d2db4bp-2, -0x1.8c125c1c786c3p-48 },
    { 0x1.82a4a018318ffp-1, 0x1.52fffffff99f8p+0, 0x1.1f8ff9e477p-2, -0x1.40cc5cc483e63p-46 },
    { 0x1.80601804f10a2p-1, 0x1.55000000f1b73p+0, 0x1.25960110cdp-2, 0x1.f52d89c32304ep-45 },
    { 0x1.7e2255176b35p-1, 0x1.56fffffe68422p+0, 0x1.2b9303a6c9p-2, -0x1.d6f0842965cep-44 },
    { 0x1.7beb3920ac6c6p-1, 0x1.59000001ffdcap+0, 0x1.31871c9b33p-2, 0x1.70d3c28f0609fp-44 },
    { 0x1.79baa6bc9bfc1p-1, 0x1.5afffffee1068p+0, 0x1.37726628afp-2, -0x1.5e90e7052a395p-44 },
    { 0x1.7790811ba9f0dp-1, 0x1.5cfffffe267aep+0, 0x1.3d54fa56b2p-2, 0x1.661549414fdb6p-46 },
    { 0x1.756cac1e5a893p-1, 0x1.5f000001a217ap+0, 0x1.432ef2a512p-2, 0x1.e84df372b5184p-45 },
};

/* clang-format on */

static inline uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double double_of(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* e^x = 2^(k div 64) * scale * (1 + rest); scale is 2^(k mod 64 / 64), rest is returned. */
static inline double exp_reduced(double x, int64_t *k, double *scale)
{
    const double magic = 0x1.8p52; /* adding it rounds to a whole number, kept in the low bits */
    double shifted = x * 0x1.71547652b82fep+6 + magic;
    double steps = shifted - magic;
    double r = (x - steps * 0x1.62e42fefap-7) - steps * 0x1.cf79abc9e3b3ap-46;
    double r2 = r * r;
    uint64_t i;
    double p;

    *k = (int64_t)(bits_of(shifted) - bits_of(magic));
    i = (uint64_t)*k % EXP_STEPS;
    *scale = exp_table[i].head;
    p = (0x1.ffffffffff574p-2 + r * 0x1.5555555555252p-3) +
        r2 * (0x1.55556b3e385f1p-5 + r * 0x1.11111d9625013p-7);
    return exp_table[i].tail + r + r2 * p;
}

/* e^x where it or a correction to it leaves the normal range, or x is no number. */
static double exp_at_the_border(double x)
{
    double scale, rest;
    int64_t k, half;

    if (!(x < 709.8)) {
        return x + HUGE_VAL; /* NaN stays NaN */
    }
    if (x < -745.2) {
        return 0.0;
    }
    rest = exp_reduced(x, &k, &scale);
    half = (k >> 6) / 2;
    /* Two powers of two, each in range; only the second can round (below the normal range). */
    return (scale + scale * rest) * double_of((uint64_t)(1023 + half) << 52) *
           double_of((uint64_t)(1023 + (k >> 6) - half) << 52);
}

double wai_exp(double x)
{
    double scale, rest;
    int64_t k;

    if (!(fabs(x) < 690.0)) {
        return exp_at_the_border(x);
    }
    rest = exp_reduced(x, &k, &scale);
    scale = double_of(bits_of(scale) + ((uint64_t)(k >> 6) << 52));
    return scale + scale * rest;
}

/* (log(1 + r) - r) / r^2 for -2^-8 <= r <= 2^-7. */
static inline double log_rest(double r)
{
    double r2 = r * r;

    return (-0.5 + r * 0x1.5555555554aa9p-2) + r2 * ((-0x1.00000000a1389p-2 + r * 0x1.99999dcf7fe94p-3) +
                                                     r2 * (-0x1.5554fa10ca076p-3 + r * 0x1.2199e38a9b961p-3));
}

/* log of a normal positive number given by its bits, times 2^k, plus a small correction. */
static inline double log_corrected(uint64_t bits, int64_t k, double correction)
{
    uint64_t offset = bits - 0x3fe6000000000000; /* 0.6875 */
    uint64_t i = offset >> 45 & (LOG_STEPS - 1);
    int64_t exponent = (int64_t)offset >> 52;
    double z = double_of(bits - ((uint64_t)exponent << 52));
    double power = (double)(exponent + k);
    double r = (z - log_table[i].c) * log_table[i].inverse;
    double head = power * 0x1.62e42fefa38p-1 + log_table[i].head;
    double tail = power * 0x1.ef35793c7673p-45 + log_table[i].tail;
    double sum = head + r;

    return sum + (((head - sum) + r) + (tail + correction) + r * r * log_rest(r));
}

double wai_log(double x)
{
    uint64_t bits = bits_of(x);

    if (bits - 0x0010000000000000 < 0x7fe0000000000000) { /* positive, normal, finite */
        return log_corrected(bits, 0, 0.0);
    }
    if (x == 0.0) {
        return -HUGE_VAL;
    }
    if (x != x || x == HUGE_VAL) {
        return x;
    }
    if (x < 0.0) {
        return (double)NAN;
    }
    return log_corrected(bits_of(x * 0x1p52), -52, 0.0);
}

double wai_log1p(double x)
{
    double sum, lost;

    if (!(x > -1.0 && x < HUGE_VAL)) {
        return x == -1.0 ? -HUGE_VAL : x < -1.0 ? (double)NAN : x;
    }
    if (fabs(x) < 0x1p-8) {
        return x + x * x * log_rest(x);
    }
    /* What rounding 1 + x loses, exactly; log(sum + lost) = log(sum) + lost / sum to 2^-106. */
    sum = 1.0 + x;
    lost = sum > 2.0 ? 1.0 - (sum - x) : x - (sum - 1.0);
    return log_corrected(bits_of(sum), 0, lost / sum);
}

double wai_logistic(double x)
{
    double e = wai_exp(-fabs(x));

    return (x < 0.0 ? e : 1.0) / (1.0 + e);
}

static double rational(const double p[8], const double q[8], double x)
{
    double above = p[7], below = q[7];

    for (int i = 6; i >= 0; i--) {
        above = above * x + p[i];
        below = below * x + q[i];
    }
    return above / below;
}

double wai_normal_quantile(double p)
{
    /* Near the middle, in the tails, and far out in the tails; the names are those of AS 241. */
    static const double a[8] = { 3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                 1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                 3.3430575583588128105e4, 2.5090809287301226727e3 };
    static const double b[8] = { 1.0,
                                 4.2313330701600911252e1,
                                 6.8718700749205790830e2,
                                 5.3941960214247511077e3,
                                 2.1213794301586595867e4,
                                 3.9307895800092710610e4,
                                 2.8729085735721942674e4,
                                 5.2264952788528545610e3 };
    static const double c[8] = { 1.42343711074968357734e0,  4.63033784615654529590e0,
                                 5.76949722146069140550e0,  3.64784832476320460504e0,
                                 1.27045825245236838258e0,  2.41780725177450611770e-1,
                                 2.27238449892691845833e-2, 7.74545014278341407640e-4 };
    static const double d[8] = { 1.0,
                                 2.05319162663775882187e0,
                                 1.67638483018380384940e0,
                                 6.89767334985100004550e-1,
                                 1.48103976427480074590e-1,
                                 1.51986665636164571966e-2,
                                 5.47593808499534494600e-4,
                                 1.05075007164441684324e-9 };
    static const double e[8] = { 6.65790464350110377720e0,  5.46378491116411436990e0,
                                 1.78482653991729133580e0,  2.96560571828504891230e-1,
                                 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7 };
    static const double f[8] = { 1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15 };
    double q = p - 0.5;
    double r, x;

    if (fabs(q) <= 0.425) {
        return q * rational(a, b, 0.180625 - q * q);
    }
    r = sqrt(-wai_log(q < 0.0 ? p : 1.0 - p));
    x = r <= 5.0 ? rational(c, d, r - 1.6) : rational(e, f, r - 5.0);
    return q < 0.0 ? -x : x;
}
