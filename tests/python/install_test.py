"""The package where others have it: under a prefix, and in an environment of pip's."""
import json
import os
import subprocess
import sys
import venv

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

ASK = ("import json, waico, waico.library as l; r = waico.run('baseline', n=2, metrics=['final_n_members']);"
       "print(json.dumps([str(l.PLACE), waico.__file__, r['final_n_members'].values.tolist(), waico.__version__]))")


def ask(python, folder, **environment):
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "WAICO_LIBRARY")}
    run = subprocess.run([python, "-c", ASK], cwd=folder, env={**clean, **environment}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module", name="here")
def of_this_clone(tmp_path_factory):
    return ask(sys.executable, tmp_path_factory.mktemp("here"), PYTHONPATH=os.path.join(ROOT, "analysis"))


def test_a_clone_finds_its_own(here):
    assert here[0] == os.path.join(ROOT, "build", "libwaico.so")


def test_what_is_installed_finds_what_is_installed_with_it(tmp_path, here):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    subprocess.run(["make", "-s", "-C", ROOT, "install", f"PREFIX={tmp_path}", f"PYTHON={sys.executable}"], check=True,
                   env=environment, stdout=subprocess.DEVNULL)
    place = tmp_path / "lib" / "python{}.{}".format(*sys.version_info) / "dist-packages"
    library, package, values, version = ask(sys.executable, tmp_path, PYTHONPATH=str(place))
    assert library.startswith(str(tmp_path / "lib")) and package.startswith(str(place))
    assert (values, version) == (here[2], here[3])
    names = subprocess.run([sys.executable, "-c", "import waico.library as l; print(l.shipped('baseline'))"], cwd=tmp_path,
                           env={**os.environ, "PYTHONPATH": str(place)}, capture_output=True, text=True, check=True).stdout
    assert names.strip() == str(tmp_path / "share" / "waico" / "scenarios" / "baseline.cfg")


def test_pip_installs_it(tmp_path, here):
    venv.create(tmp_path / "env", system_site_packages=True, with_pip=False)
    python = str(tmp_path / "env" / "bin" / "python")
    source = tmp_path / "source"  # building leaves files beside what it builds
    subprocess.run(["cp", "-r", os.path.join(ROOT, "analysis"), source], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-build-isolation", "--no-deps", "--no-index", str(source)],
                   check=True, cwd=tmp_path, env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"})
    library, package, values, version = ask(python, tmp_path, WAICO_LIBRARY=os.path.join(ROOT, "build", "libwaico.so"),
                                            WAICO_SCENARIOS=os.path.join(ROOT, "scenarios"))
    assert package.startswith(str(tmp_path / "env")) and (values, version) == (here[2], here[3])
    for module in ("waico", "waico_analysis"):  # both names of the commands
        run = subprocess.run([python, "-m", module, "list-plots"], cwd=tmp_path, capture_output=True, text=True, check=True)
        assert "adoption" in run.stdout


def test_the_version_is_the_simulators(here):
    with open(os.path.join(ROOT, "analysis", "pyproject.toml"), encoding="utf-8") as file:
        assert f'version = "{here[3]}"' in file.read()
