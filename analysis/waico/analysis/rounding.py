"""How numbers become texts: one rule for text, tables and pictures, so that a number looks the same wherever it stands.

Shares of a whole are per cent with one decimal.  Counts have at most one decimal, indices between 0 and 1 three; what
has another unit has four digits.  A difference and the half width of its interval have the same decimals, enough that the
half width is not 0.  What is not known is a dash, never `nan`.
"""
from math import floor, isfinite, log10

import numpy as np

from .schema import text
from .words import SHARE_SERIES

MISSING = "–"
DAYS_PER_YEAR = 365.25
ROUNDED_YEARS = 0.5 / 1024  # files hold dates of countries in steps of 1/1024 year


def percent(share, signed=False):
    """A share as per cent: 34.6 %, 0 %, 100 %; what is not quite 0 or 1 does not look like it."""
    if not _known(share):
        return MISSING
    share = round(float(share), 12)  # 1 - 1e-16 is 1
    if not signed and 0 < share < 0.0005:
        return "<0.1 %"
    if not signed and 0.9995 <= share < 1:
        return ">99.9 %"
    if share in (0, 1) and not signed:
        return f"{100 * share:.0f} %"
    return _minus(f"{100 * share:{'+' if signed else ''}.1f}") + " %"


def amount(value, name="", units=""):
    """A value of a series or metric."""
    if not _known(value):
        return MISSING
    if name in SHARE_SERIES:
        return percent(value)
    decimals = _decimals(name, units)
    if decimals is None or abs(value) >= 1e5:
        return _digits(value)
    text = f"{value:.{decimals}f}"
    return _minus(text.rstrip("0").rstrip(".") if decimals == 1 else text)


def is_share(result, metric):
    """Whether a metric is a share of replications: its values are 0 and 1, its interval is Wilson's."""
    return f"{metric}_low" in result and text(result.file[f"{metric}_low"].attrs.get("interval", "")) == "wilson"


def of_metric(result, metric, value):
    """A value of a metric of a file."""
    units = text(result.file[f"{metric}_mean"].attrs.get("units", "")) if f"{metric}_mean" in result else ""
    return percent(value) if is_share(result, metric) else amount(value, "metric" if units else metric, units)


def change(interval, name="", units=""):
    """A difference with the half width of its interval: +4.2 ± 0.6; without one where the interval is not known."""
    if not _known(interval.mean):
        return MISSING
    scale, unit = (100.0, " points") if name in SHARE_SERIES else (1.0, "")
    half = scale * (interval.high - interval.low) / 2.0 if _known(interval.low) and _known(interval.high) else 0.0
    mean = scale * interval.mean
    least = 1 if scale != 1.0 else _decimals(name, units)
    if least is None:
        least = max(0, 3 - floor(log10(abs(mean)))) if mean else 1
    decimals = max(least, -floor(log10(half)) if half > 0 else 0)
    text = _minus(f"{mean:+.{decimals}f}")
    return (f"{text} ± {half:.{decimals}f}" if half > 0 else text) + unit


def span(low, high, name="", units=""):
    """A range of values: 85 to 97.5."""
    return f"{amount(low, name, units)} to {amount(high, name, units)}" if _known(low) and _known(high) else MISSING


def score(value):
    """An area under the ROC curve or a logarithmic score."""
    return _minus(f"{value:.3f}") if _known(value) else MISSING


def whole(number):
    """A number of things: 1,770."""
    return f"{int(number):,}" if _known(number) else MISSING


def day_of(result, years):
    """The calendar day of an instant in years since the start of a file, None where it is not known."""
    return result.start + np.timedelta64(int(floor((years + ROUNDED_YEARS) * DAYS_PER_YEAR)), "D") if _known(years) else None


def day_text(case, years, never="after the end"):
    """The same as YYYY-MM-DD, with the later start of a point of a sweep; `never` where it does not come."""
    day = day_of(case.result, years)
    return never if day is None else str(day + np.timedelta64(case.shift_days, "D"))


def value_text(value):
    """The value of a parameter as it would be written in a scenario: 0.25, 24, 1e+09."""
    return _minus(f"{value:.6g}") if _known(value) else MISSING


def _decimals(name, units):
    """Decimals of a quantity; None: by its size."""
    if units == "country" or name.startswith(("n_", "overlap_")):
        return 1
    return None if units not in ("", "1") or not name else 3


def _digits(value):
    size = abs(value)
    for unit, name in ((1e9, " billion"), (1e6, " million")):
        if size >= unit:
            return _minus(f"{value / unit:.4g}") + name
    if size >= 1e4:
        return _minus(f"{value:,.0f}")
    return _minus(f"{value:.4g}")


def _minus(text):
    text = text.replace("-", "−")
    return text if any(digit in "123456789" for digit in text) else text.lstrip("−+")


def _known(value):
    return value is not None and isfinite(value)
