"""Estimators: survival, paired intervals, running means.  Each has a test with a known answer.

Numpy alone; where a formula has a name its source is said.
"""
from dataclasses import dataclass
from math import erfc, lgamma, sqrt

import numpy as np


# -- distributions ------------------------------------------------------------------------------------

def normal_cdf(z):
    return 0.5 * erfc(-z / sqrt(2.0))


def _beta_fraction(a, b, x):
    """Continued fraction of the incomplete beta function (Lentz)."""
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    total = d
    for m in range(1, 400):
        for numerator in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                          -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1.0 + numerator * d
            c = 1.0 + numerator / c
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            total *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return total


def beta_cdf(x, a, b):
    """Regularised incomplete beta function I_x(a, b)."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    front = np.exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * np.log(x) + b * np.log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return float(front * _beta_fraction(a, b, x) / a)
    return float(1.0 - front * _beta_fraction(b, a, 1.0 - x) / b)


def student_tail(t, df):
    """Chance that Student's t lies beyond -|t| or |t|: the tail itself, so that it does not end at rounding."""
    return beta_cdf(df / (df + t * t), df / 2.0, 0.5)


def student_cdf(t, df):
    tail = 0.5 * student_tail(t, df)
    return 1.0 - tail if t > 0 else tail


def binomial_tail(k, n, p):
    """Chance of k or more successes in n; summed from its logarithms, small ones keep their size."""
    if k <= 0:
        return 1.0
    if p <= 0.0 or p >= 1.0:
        return float(p >= 1.0)
    i = np.arange(k, n + 1)
    logs = np.array([lgamma(n + 1) - lgamma(j + 1) - lgamma(n - j + 1) for j in i]) + i * np.log(p) + (n - i) * np.log1p(-p)
    return float(min(1.0, np.exp(logs.max()) * np.exp(logs - logs.max()).sum())) if i.size else 0.0


def p_text(p):
    """A p-value for people: never 0."""
    if not np.isfinite(p):
        return "p not known"
    if p < 1e-16:
        return "p < 1e-16"
    return f"p = {p:.2g}" if p < 0.1 else f"p = {p:.2f}"


def _invert(cdf, p, low, high):
    for _ in range(200):
        middle = 0.5 * (low + high)
        if cdf(middle) < p:
            low = middle
        else:
            high = middle
        if high - low <= 1e-13 * max(1.0, abs(middle)):
            break
    return 0.5 * (low + high)


def student_quantile(p, df):
    """Quantile of Student's t, by bisection of its distribution function."""
    if p < 0.5:
        return -student_quantile(1.0 - p, df)
    high = 2.0
    while student_cdf(high, df) < p and high < 1e9:
        high *= 2.0
    return _invert(lambda t: student_cdf(t, df), p, 0.0, high)


def normal_quantile(p):
    return _invert(normal_cdf, p, -40.0, 40.0)


# -- intervals ----------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Interval:
    """A mean, its standard error and a two-sided confidence interval; NaN where n < 2."""
    mean: float
    error: float
    low: float
    high: float
    n: int


def mean_interval(values, confidence=0.95):
    """Student's interval of a mean; NaN values are left out.

    Values that are all equal have no interval: how far others would lie away, and how often, they do not show.
    """
    values = np.asarray(values, dtype=float)
    values = values[np.isfinite(values)]
    n = values.size
    if n == 0:
        return Interval(np.nan, np.nan, np.nan, np.nan, 0)
    mean = float(values.mean())
    if n == 1:
        return Interval(mean, np.nan, np.nan, np.nan, 1)
    error = float(values.std(ddof=1) / np.sqrt(n)) if np.ptp(values) > 0.0 else 0.0
    half = student_quantile(0.5 + confidence / 2.0, n - 1) * error if error > 0.0 else np.nan
    return Interval(mean, error, mean - half, mean + half, n)


def paired_interval(first, second, confidence=0.95):
    """Interval of the mean of second - first, replicate by replicate.

    Under common random numbers the pairs share their luck, and the interval is narrower than that of two
    independent samples by the covariance.  Arrays may have further axes (time) behind the replicates;
    then mean, error, low and high are arrays.
    """
    difference = np.asarray(second, dtype=float) - np.asarray(first, dtype=float)
    if difference.ndim == 1:
        return mean_interval(difference, confidence)
    n = difference.shape[0]
    mean = difference.mean(axis=0)
    if n < 2:
        nothing = np.full_like(mean, np.nan)
        return Interval(mean, nothing, nothing, nothing, n)
    error = difference.std(axis=0, ddof=1) / np.sqrt(n)
    half = student_quantile(0.5 + confidence / 2.0, n - 1) * error
    return Interval(mean, error, mean - half, mean + half, n)


def proportion_interval(successes, n, confidence=0.95):
    """Wilson's (1927) interval of a share; arrays give arrays, no trial gives NaN."""
    n, successes = np.asarray(n, dtype=float), np.asarray(successes, dtype=float)
    z2 = normal_quantile(0.5 + confidence / 2.0) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(n > 0, successes / n, np.nan)
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return np.maximum(0.0, middle - half)[()], np.minimum(1.0, middle + half)[()]


def independent_shares(first, n_first, second, n_second, confidence=0.95):
    """Interval of the share second / n_second minus first / n_first (Newcombe 1998, Stat. Med. 17, 873, method 10)."""
    return _square_and_add(first / n_first, second / n_second, proportion_interval(first, n_first, confidence),
                           proportion_interval(second, n_second, confidence), 0.0)


def paired_shares(both, first_only, second_only, neither, confidence=0.95):
    """The same where the trials are pairs (Newcombe 1998, Stat. Med. 17, 2635, method 10): counts of the fourfold table."""
    n = both + first_only + second_only + neither
    first, second = both + first_only, both + second_only
    size = np.sqrt(float(first) * (n - first) * second * (n - second))
    cross = both * neither - first_only * second_only
    phi = 0.0 if size == 0.0 else (max(cross - n / 2.0, 0.0) if cross > 0 else cross) / size
    return _square_and_add(first / n, second / n, proportion_interval(first, n, confidence),
                           proportion_interval(second, n, confidence), phi)


def _square_and_add(p, q, of_p, of_q, phi):
    """(low, high) of q - p from the intervals of both; phi is their correlation."""
    down_q, up_p, up_q, down_p = q - of_q[0], of_p[1] - p, of_q[1] - q, p - of_p[0]
    low = q - p - np.sqrt(max(0.0, down_q ** 2 - 2 * phi * down_q * up_p + up_p ** 2))
    high = q - p + np.sqrt(max(0.0, up_q ** 2 - 2 * phi * up_q * down_p + down_p ** 2))
    return float(low), float(high)


def running_mean(values, confidence=0.95):
    """Mean and half width of its interval after 1, 2, ... replicates: (mean, half), half[0] NaN."""
    values = np.asarray(values, dtype=float)
    n = np.arange(1, values.size + 1)
    mean = np.cumsum(values) / n
    shifted = values - values[0] if values.size else values  # against cancellation
    square = np.cumsum(shifted ** 2) - np.cumsum(shifted) ** 2 / n
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(np.maximum(square, 0.0) / (n - 1) / n)
    error[:1] = np.nan
    knots = np.unique(np.minimum(np.geomspace(2, max(2, values.size), 60).astype(int), max(2, values.size)))
    factor = np.interp(n, knots, [student_quantile(0.5 + confidence / 2.0, k - 1) for k in knots])
    return mean, factor * error


def holm(p_values):
    """Holm's (1979) adjusted p-values, in the order given; a p that is not known (NaN) stays so and counts as a comparison."""
    p = np.asarray(p_values, dtype=float)
    filled = np.where(np.isnan(p), 1.0, p)
    order = np.argsort(filled, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(np.minimum(1.0, filled[order] * (p.size - np.arange(p.size))))
    return np.where(np.isnan(p), np.nan, adjusted)


def student_p_value(mean, error, n):
    """Two-sided p-value of mean = 0, from n values.

    Where all n values are the same t has no meaning; their sign alone is judged then, 2 / 2^n.
    """
    if n < 2 or not np.isfinite(error):
        return np.nan
    if error == 0.0:
        return 1.0 if mean == 0.0 else float(2.0 ** (1 - n))
    return student_tail(mean / error, n - 1)


def sign_p_value(less, more):
    """Two-sided exact p-value of pairs of which `less` fall and `more` rise (sign test; McNemar 1947)."""
    return min(1.0, 2.0 * binomial_tail(max(less, more), less + more, 0.5)) if less + more else 1.0


def shares_p_value(first, n_first, second, n_second):
    """Two-sided p-value that two independent shares are equal: Fisher's exact test, the chance of all tables with these
    margins that are no likelier than the one seen."""
    met = first + second
    k = np.arange(max(0, met - n_second), min(met, n_first) + 1)
    def ways(n, chosen):
        return np.array([lgamma(n + 1) - lgamma(one + 1) - lgamma(n - one + 1) for one in chosen])
    logs = ways(n_first, k) + ways(n_second, met - k) - ways(n_first + n_second, [met])
    chances = np.exp(logs)
    return float(min(1.0, chances[chances <= chances[k == first] * (1.0 + 1e-7)].sum()))


# -- survival -----------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Survival:
    """A Kaplan-Meier curve: a step at each time with an event, right-continuous, S = 1 before the first."""
    time: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    survival: np.ndarray
    error: np.ndarray  # Greenwood
    low: np.ndarray    # log-log interval
    high: np.ndarray

    def at(self, when):
        """S at given times."""
        place = np.searchsorted(self.time, np.asarray(when, dtype=float), side="right")
        return np.concatenate([[1.0], self.survival])[place]


def kaplan_meier(duration, observed, confidence=0.95):
    """Kaplan and Meier (1958) with Greenwood's variance and the log-log interval.

    duration: time to the event or to the end of watching; observed: true where the event was seen.
    """
    duration, observed = np.asarray(duration, dtype=float), np.asarray(observed, dtype=bool)
    times = np.unique(duration[observed])
    ordered = np.sort(duration)
    at_risk = duration.size - np.searchsorted(ordered, times, side="left")
    events = np.array([np.count_nonzero(observed & (duration == t)) for t in times], dtype=int)
    return kaplan_meier_counts(times, at_risk, events, confidence)


def kaplan_meier_counts(times, at_risk, events, confidence=0.95):
    """The same from numbers at risk and numbers of events, as result files hold them."""
    times = np.asarray(times, dtype=float)
    at_risk, events = np.asarray(at_risk, dtype=float), np.asarray(events, dtype=float)
    keep = events > 0
    times, at_risk, events = times[keep], at_risk[keep], events[keep]
    survival = np.cumprod(1.0 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
        error = survival * np.sqrt(greenwood)
        spread = np.sqrt(greenwood) / np.abs(np.log(survival))
        z = normal_quantile(0.5 + confidence / 2.0)
        low, high = survival ** np.exp(z * spread), survival ** np.exp(-z * spread)
    gone = survival <= 0.0
    for array in (error, low, high):
        array[gone] = np.nan
    return Survival(times, at_risk.astype(int), events.astype(int), survival, error, low, high)


def durations(first, end):
    """First dates (NaN: never) as (duration, observed), watched until `end`."""
    first = np.asarray(first, dtype=float)
    observed = np.isfinite(first) & (first <= end)
    return np.where(observed, first, end), observed


# -- against a record ---------------------------------------------------------------------------------

def auc(score, happened):
    """Chance that one to whom it happened had a higher score than one to whom it did not; ties count one half."""
    score, happened = np.asarray(score, dtype=float), np.asarray(happened, dtype=bool)
    yes, no = score[happened], np.sort(score[~happened])
    if yes.size == 0 or no.size == 0:
        return np.nan
    below = np.searchsorted(no, yes, side="left")
    upto = np.searchsorted(no, yes, side="right")
    return float((below + upto).sum() / (2.0 * yes.size * no.size))
