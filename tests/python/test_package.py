"""The package away from its clone: installed by make and by pip, and which library and scenarios it finds there, or refuses."""
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = os.environ.get("WAICO_LIBRARY", str(ROOT / "build" / "libwaico.so"))
ASK = "import waico; print(waico.__file__, waico.version(), len(waico.scenarios()), waico.run(n=2)['n_members'].shape)"


def python(code, *, program=sys.executable, cwd="/", **environment):
    """What a fresh Python prints, or complains."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WAICO", "PYTHON"))}
    return subprocess.run([program, "-c", code], cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, check=False)


def make(*arguments):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "WAICO"))}
    return subprocess.run(["make", "-s", "-C", str(ROOT), *arguments], check=True, env=clean, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A prefix with everything in it."""
    prefix = tmp_path_factory.mktemp("prefix")
    make("install", f"PREFIX={prefix}")
    return prefix


def test_in_a_clone_it_finds_what_was_built_there():
    done = python(ASK, PYTHONPATH=str(ROOT / "analysis"))
    assert done.stdout.split()[0] == str(ROOT / "analysis" / "waico" / "__init__.py"), done.stderr
    assert done.stdout.endswith("(2, 61)\n") and int(done.stdout.split()[2]) > 20


def test_make_install_brings_it_with_its_library_and_scenarios(installed):
    place = installed / "lib" / "python3" / "dist-packages"
    code = ASK + "; from waico import native; print(native.library()._name)"
    done = python(code, PYTHONPATH=str(place))
    assert done.stdout.startswith(str(place / "waico" / "__init__.py")), done.stderr
    assert done.stdout.splitlines()[1] == str(installed / "lib" / "libwaico.so.1")
    assert not list(place.rglob("*.md")) or (place / "waico" / "analysis" / "data" / "world.json").is_file()
    assert (place / "waico" / "py.typed").is_file() and (place / "waico_analysis" / "__main__.py").is_file()


def test_on_debian_it_goes_where_python_looks():
    """/usr/local, as preset, where site says that Python looks there."""
    import site
    places = [place for place in site.getsitepackages() if place.startswith("/usr/local/lib/")]
    told = make("-n", "install", "PREFIX=/usr/local", f"PYTHON={sys.executable}")
    assert f"{places[0] if places else '/usr/local/lib/python3/dist-packages'}/{{}}" in told


@pytest.fixture(scope="module")
def venv(tmp_path_factory):
    """A virtual environment with what pip makes of a copy of the folder."""
    pytest.importorskip("venv")
    pytest.importorskip("setuptools")
    folder = tmp_path_factory.mktemp("venv")
    source = folder / "source"
    shutil.copytree(ROOT / "analysis", source, ignore=shutil.ignore_patterns("__pycache__"))
    made = subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", str(folder / "env")], capture_output=True, text=True,
                          check=False)
    if made.returncode:
        pytest.skip(f"no virtual environment here: {made.stdout.strip()[:200]}")
    pip = [str(folder / "env" / "bin" / "python"), "-m", "pip", "install", "--no-build-isolation", "--no-deps", "--no-index", str(source)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(pip, capture_output=True, text=True, env=clean, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "env"


def test_pip_installs_it(venv):
    program = str(venv / "bin" / "python")
    done = python(ASK, program=program, WAICO_LIBRARY=LIBRARY, WAICO_DATA=str(ROOT))
    assert done.stdout.startswith(str(venv)) and done.stdout.endswith("(2, 61)\n"), done.stderr
    done = python("import importlib.metadata as m, waico; print(m.version('waico') == waico.version())", program=program,
                  WAICO_LIBRARY=LIBRARY)
    assert done.stdout == "True\n", done.stderr
    done = python("from waico.analysis.world import SOURCE; from waico.analysis import figures; figures.all_kinds(); "
                  "print(SOURCE.is_file())", program=program, MPLBACKEND="Agg")
    assert done.stdout == "True\n", done.stderr
    done = subprocess.run([program, "-m", "waico", "list-plots"], capture_output=True, text=True, cwd="/", check=False)
    assert len(done.stdout.splitlines()) == 24, done.stderr


def test_a_library_beside_an_environment_is_found(venv, installed):
    (venv / "lib" / "libwaico.so.1").unlink(missing_ok=True)
    shutil.copy(LIBRARY, venv / "lib" / "libwaico.so.1")
    done = python(ASK, program=str(venv / "bin" / "python"), WAICO_DATA=str(installed / "share" / "waico"))
    (venv / "lib" / "libwaico.so.1").unlink()
    assert done.stdout.endswith("(2, 61)\n"), done.stderr


def test_a_library_brings_the_scenarios_beside_it(venv, installed):
    done = python(ASK, program=str(venv / "bin" / "python"), WAICO_LIBRARY=str(installed / "lib" / "libwaico.so"))
    assert done.stdout.endswith("(2, 61)\n"), done.stderr


def compiled(folder, code):
    target = folder / "libwaico.so.1"
    subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(target)], input=code, text=True, check=True)
    return str(target)


@pytest.mark.parametrize("code,said", [
    ("int waico_abi(void) { return 2; }", "has the binary interface 2, and this package is for 1"),
    ("int other;", "no library of waico"),
    ("int waico_abi(void) { return 1; }", "has no waico_version: it is older than this package"),
])
def test_another_library_is_refused(tmp_path, code, said):
    place = compiled(tmp_path, code)
    done = python("import waico; waico.parameters()", PYTHONPATH=str(ROOT / "analysis"), WAICO_LIBRARY=place)
    assert f"waico.errors.LibraryError: {place}: {said}" in done.stderr


def test_a_library_that_is_not_there_is_told_with_the_places(tmp_path):
    ask = "import waico; print('read'); waico.parameters()"
    done = python(ask, PYTHONPATH=str(ROOT / "analysis"), WAICO_LIBRARY=str(tmp_path / "none.so"))
    assert done.stdout == "read\n" and "libwaico is not there" in done.stderr and "none.so" in done.stderr
    (tmp_path / "text.so").write_text("no library")
    done = python(ask, PYTHONPATH=str(ROOT / "analysis"), WAICO_LIBRARY=str(tmp_path / "text.so"))
    assert "text.so: cannot be loaded" in done.stderr


def test_versions_agree():
    header = re.search(r'WAI_VERSION "(.*)"', (ROOT / "sim" / "base" / "version.h").read_text())[1]
    assert f'version = "{header}"' in (ROOT / "analysis" / "pyproject.toml").read_text()
    abi = re.search(r"define WAICO_ABI (\d+)", (ROOT / "sim" / "waico.h").read_text())[1]
    assert f"ABI = {abi}\n" in (ROOT / "analysis" / "waico" / "native.py").read_text()
    header = (ROOT / "sim" / "waico.h").read_text()
    declared = set(re.findall(r"\b(waico_\w+)\(", re.sub(r"/\*.*?\*/", "", header, flags=re.S)))
    from waico import native
    assert set(native._CALLS) == declared
