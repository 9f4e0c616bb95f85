/* Elementary functions that give the same bits on every compiler, optimisation level and processor.
 *
 * libm chooses its code by processor (with or without fused multiply-add), so its last bit differs
 * between machines.  These use only +, -, *, /, sqrt and integer operations in a fixed order, all
 * exactly rounded by IEEE 754, and are built with -ffp-contract=off.  Errors stay below 1 ulp where nothing
 * else is said.  The rounding mode is the default, to nearest. */
#ifndef WAI_ENGINE_MATH_H
#define WAI_ENGINE_MATH_H

/* e^x for any finite or infinite x: 0 below about -745.2, infinity above about 709.8, NaN for NaN. */
double wai_exp(double x);

/* Natural logarithm: NaN for x < 0, -infinity for 0, infinity for infinity. */
double wai_log(double x);

/* log(1 + x), accurate near 0; x > -1. */
double wai_log1p(double x);

/* 1 / (1 + e^-x), stable on both sides, in [0, 1]; error below 3 ulp. */
double wai_logistic(double x);

/* x held within [low, high]; low <= high. */
static inline double wai_clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* x with P(Z < x) = p for a standard normal Z; 0 < p < 1.
 * Relative error about 1e-15.  Source: Wichura, AS 241 (PPND16), Applied Statistics 37 (1988). */
double wai_normal_quantile(double p);

#endif
