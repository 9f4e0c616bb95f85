"""Where the library is, and where the shipped scenarios are: in a clone, in an installed tree, or where the environment says."""
from difflib import get_close_matches
import os
from pathlib import Path
from typing import Dict, List, Optional, Union

from .errors import ScenarioError

PACKAGE = Path(__file__).resolve().parent


def clone() -> Optional[Path]:
    """The root of the clone that this package lies in; None: it is installed."""
    root = PACKAGE.parents[1]
    return root if (root / "sim" / "waico.h").is_file() else None


def prefixes() -> List[Path]:
    """Roots of installed trees: that of the package, PREFIX/lib/python3/dist-packages/waico, then the usual ones."""
    own = [folder.parent for folder in PACKAGE.parents if folder.name in ("lib", "lib64")]
    return list(dict.fromkeys([*own, Path("/usr/local"), Path("/usr")]))


def libraries(abi: int) -> List[str]:
    """Where to look for the library, in this order; the last one is a name that the loader knows a place for.

    What WAICO_LIBRARY names is the only place when it is set.
    """
    if os.environ.get("WAICO_LIBRARY"):
        return [os.environ["WAICO_LIBRARY"]]
    name, root = f"libwaico.so.{abi}", clone()
    built = [str(root / "build" / "libwaico.so")] if root else []
    return [*built, *(str(prefix / "lib" / name) for prefix in prefixes()), name]


def scenario_folders() -> List[Path]:
    """Where shipped scenarios lie, in the order of the program: $WAICO_DATA, here, the clone, installed trees."""
    roots = [Path(os.environ["WAICO_DATA"])] if os.environ.get("WAICO_DATA") else []
    roots.append(Path("."))
    if os.environ.get("WAICO_LIBRARY"):
        beside = Path(os.environ["WAICO_LIBRARY"]).resolve().parent.parent
        roots += [beside, beside / "share" / "waico"]
    root = clone()
    roots += [root] if root else []
    roots += [prefix / "share" / "waico" for prefix in prefixes()]
    return [root / "scenarios" for root in roots if (root / "scenarios").is_dir()]


def scenarios() -> Dict[str, Path]:
    """The shipped scenarios: {name: file}, sorted by name."""
    found: Dict[str, Path] = {}
    for folder in scenario_folders():
        for path in folder.glob("*.cfg"):
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def scenario_file(given: Union[str, "os.PathLike[str]"]) -> Path:
    """The file that a path, or the name of a shipped scenario, means.  ScenarioError: none."""
    path = Path(given)
    if path.is_file():
        return path
    if not isinstance(given, str) or "/" in given:
        raise ScenarioError(f"{path}: there is no such file")
    shipped = scenarios()
    name = given[:-len(".cfg")] if given.endswith(".cfg") else given
    if name in shipped:
        return shipped[name]
    near = get_close_matches(name, shipped, 1)
    where = f'; did you mean "{near[0]}"?' if near else "" if shipped else "; WAICO_DATA may name the folder that has scenarios/"
    raise ScenarioError(f"{given}: there is no such file, and no shipped scenario of that name{where}")
