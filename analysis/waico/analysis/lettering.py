"""Which fonts write the texts of pictures, how long a text is, and which signs no font has."""
from contextlib import contextmanager
from functools import lru_cache
import unicodedata
import warnings

from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
import matplotlib.text

# The first comes with matplotlib; where it lacks a sign the next installed one that has it is taken.
FAMILIES = (
    "DejaVu Sans", "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK TC", "Noto Sans CJK KR", "Source Han Sans",
    "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "AR PL UMing CN", "PingFang SC",
    "Microsoft YaHei", "SimHei", "IPAGothic", "IPAexGothic", "TakaoGothic", "VL Gothic", "Hiragino Sans", "Yu Gothic", "NanumGothic",
    "UnDotum", "Malgun Gothic", "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari",
    "Lohit Devanagari", "Noto Sans Bengali", "Noto Sans Gujarati", "Noto Sans Gurmukhi", "Noto Sans Tamil", "Noto Sans Telugu",
    "Noto Sans Kannada", "Noto Sans Malayalam", "Noto Sans Sinhala", "Noto Sans Thai", "Noto Sans Lao", "Noto Sans Khmer",
    "Noto Sans Myanmar", "Noto Sans Ethiopic", "Noto Sans Armenian", "Noto Sans Georgian", "Noto Sans Tibetan", "Noto Sans Mongolian",
    "FreeSans", "Nirmala UI", "Arial Unicode MS", "Unifont")


@lru_cache(maxsize=1)
def families():
    """The installed families, in the order in which a sign is looked for; fonts installed lately count."""
    known = {font.fname for font in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            try:
                font_manager.fontManager.addfont(path)
            except (OSError, RuntimeError, ValueError):  # a font that cannot be read is none
                continue
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in FAMILIES if name in installed]


@contextmanager
def quiet():
    """Without matplotlib's warning for each sign that no font has: `tell_missing` says it once."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def tell_missing(figure):
    """One warning when texts of a figure have signs that no installed font has."""
    signs = {sign for item in figure.findobj(matplotlib.text.Text) for sign in item.get_text() if ord(sign) > 126}
    lacking = sorted(sign for sign in signs if not _has(sign))
    if lacking:
        shown = "".join(lacking[:12]) + (" ..." if len(lacking) > 12 else "")
        warnings.warn(f"no installed font has {shown}: boxes are drawn instead; install one that has (Debian: fonts-noto, fonts-noto-cjk)",
                      stacklevel=2)


@lru_cache(maxsize=None)
def _has(sign):
    return unicodedata.category(sign)[0] in "ZC" or any(font.get_char_index(ord(sign)) for font in _fonts())


@lru_cache(maxsize=1)
def _fonts():
    return [font_manager.get_font(font_manager.findfont(FontProperties(family=name))) for name in families()]


@lru_cache(maxsize=4096)
def length(text, size, weight="normal"):
    """Inches that a line of text takes."""
    font = FontProperties(family=families(), size=size, weight=weight)
    return RendererAgg(1, 1, 100).get_text_width_height_descent(text, font, False)[0] / 100


def fit(text, inches, lines=1, size=8.5, weight="normal"):
    """The text broken into at most so many lines that fit into a width; what is too long ends in an ellipsis.

    Breaks are between words; within a word only where it is longer than a line, or written without spaces.
    """
    rest, found = " ".join(str(text).split()), []
    with quiet():
        while rest:
            n = _fitting(rest, inches, size, weight)
            if n < len(rest) and len(found) == lines - 1:
                n = _fitting(rest, inches - length("…", size, weight), size, weight)
                return "\n".join(found + [rest[:n].rstrip() + "…"])
            space = rest.rfind(" ", 0, n + 1)
            if n < len(rest) and space > n // 3:
                n = space
            found.append(rest[:n].rstrip())
            rest = rest[n:].lstrip()
    return "\n".join(found)


def _fitting(text, inches, size, weight):
    """How many signs from the first on fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if length(text[:middle], size, weight) <= inches else (low, middle - 1)
    return low
