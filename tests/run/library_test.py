"""The library as another program uses it: installed, found by pkg-config, and the numbers of `waico run`."""
import os
import re
import shutil
import subprocess

import h5py
import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
BASELINE = os.path.join(ROOT, "scenarios", "baseline.cfg")

pytestmark = pytest.mark.skipif("SANITIZED" in os.environ, reason="builds the library without sanitizers")


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """Everything installed into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    subprocess.run(["make", "-s", "-C", ROOT, "install", f"PREFIX={folder}"], check=True, env=environment,
                   stdout=subprocess.DEVNULL)
    return folder


def flags(prefix, *options):
    environment = dict(os.environ, PKG_CONFIG_PATH=f"{prefix}/lib/pkgconfig")
    return subprocess.run(["pkg-config", "--cflags", "--libs", *options, "waico"], env=environment, check=True,
                          capture_output=True, text=True).stdout.split()


def build_example(prefix, folder, options):
    program = os.path.join(folder, "members")
    subprocess.run([os.environ.get("CC", "cc"), "-Wall", "-Wextra", "-Werror", f"{prefix}/share/waico/examples/members.c",
                    *options, "-o", program], check=True)
    return program


def members_of_the_program(folder, peers):
    """Mean number of members at the end of 2034 of 20 replications of seed 1, out of a result file."""
    config = os.path.join(folder, "question.cfg")
    result = os.path.join(folder, f"peers{peers}.h5")
    with open(config, "w", encoding="utf-8") as file:
        file.write(f'scenario = "baseline.cfg";\nensemble: {{ replications = 20; seed = "1"; }};\n'
                   'output: { dates = ["2034-12-31"]; };\n')
    for name in ("baseline.cfg", "data"):
        if not os.path.exists(os.path.join(folder, name)):
            source = os.path.join(ROOT, "scenarios", name)
            (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, os.path.join(folder, name))
    subprocess.run([WAICO, "run", config, "--set", f"affinity.peers={peers}", "-o", result, "-q"], check=True)
    with h5py.File(result) as file:
        return float(file["at_n_members"][:, 0].astype(float).mean())


@pytest.mark.parametrize("static", [False, True])
def test_the_example_tells_what_the_program_tells(prefix, tmp_path, static):
    options = flags(prefix)
    if static:  # the library alone: those that it stands on need not be there as archives
        options = [f"{prefix}/lib/libwaico.a" if o == "-lwaico" else o for o in flags(prefix, "--static")]
    program = build_example(prefix, tmp_path, options)
    run = subprocess.run([program, BASELINE, "20"], env=dict(os.environ, LD_LIBRARY_PATH=f"{prefix}/lib"), check=True,
                         capture_output=True, text=True)
    told = re.findall(r"affinity\.peers = (\d): ([\d.]+) members at the end of 2034", run.stdout)
    assert [int(peers) for peers, _ in told] == [0, 1, 2, 3]
    for peers, members in told if not static else told[:1]:
        assert float(members) == pytest.approx(members_of_the_program(tmp_path, peers), abs=5e-5)


def test_the_example_tells_what_is_wrong(prefix, tmp_path):
    program = build_example(prefix, tmp_path, flags(prefix))
    (tmp_path / "wrong.cfg").write_text("titel = 1;\n")
    run = subprocess.run([program, "wrong.cfg"], cwd=tmp_path, capture_output=True, text=True,
                         env=dict(os.environ, LD_LIBRARY_PATH=f"{prefix}/lib"), check=False)
    assert run.returncode == 1
    assert 'wrong.cfg:1: titel: unknown key; did you mean "title"?' in run.stderr


def test_the_library_shows_its_own_names_and_needs_no_hdf5(prefix):
    library = f"{prefix}/lib/libwaico.so"
    defined = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    names = {line.split()[-1] for line in defined.splitlines()} - {"_init", "_fini", "__bss_start", "_edata", "_end"}
    with open(os.path.join(ROOT, "sim", "waico.h"), encoding="utf-8") as file:
        header = set(re.findall(r"\b(waico_\w+)\(", re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)))
    assert names == header
    needed = subprocess.run(["readelf", "-d", library], check=True, capture_output=True, text=True).stdout
    assert "libgsl" in needed and "libconfig" in needed and "hdf5" not in needed


def test_uninstalling_leaves_nothing(tmp_path):
    for target in ("install", "uninstall"):
        subprocess.run(["make", "-s", "-C", ROOT, target, f"PREFIX={tmp_path}"], check=True, stdout=subprocess.DEVNULL,
                       env={k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))})
    assert [os.path.join(f, n) for f, _, names in os.walk(tmp_path) for n in names] == []
