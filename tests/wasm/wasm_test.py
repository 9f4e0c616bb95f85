"""The library as WebAssembly (make wasm): in node, the numbers and messages of the native one."""
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILT = os.path.join(ROOT, "build-wasm")
SCENARIOS = os.path.join(ROOT, "scenarios")
NAMES = ("baseline", "two_camps", "no_peers")
sys.path.insert(0, os.path.join(ROOT, "analysis"))
import waico  # noqa: E402

OUTPUTS = [output.name for output in waico.outputs()]

pytestmark = pytest.mark.skipif(not os.path.exists(os.path.join(BUILT, "waico.wasm")) or not shutil.which("node"),
                                reason="make wasm has not been called, or there is no node")


@pytest.fixture(scope="module", name="said")
def said_fixture():
    major = int(subprocess.run(["node", "-p", "process.versions.node.split('.')[0]"], capture_output=True, text=True,
                               check=True).stdout)
    options = ["--no-experimental-fetch"] if 18 <= major < 22 else []  # emscripten 3.1.6 takes fetch for a browser
    run = subprocess.run(["node", *options, os.path.join(HERE, "digests.mjs"), BUILT, SCENARIOS, *NAMES], capture_output=True,
                         text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_every_output_of_200_histories_is_the_same_to_the_bit(said, name):
    start = waico.Scenario(name).start
    r = waico.run(name, set={"trust.rest": 0.55}, metrics=OUTPUTS, n=200, seed=2**64 - 1, first=3,
                  at=[start + datetime.timedelta(days) for days in (1000, 2000)])
    told = said["scenarios"][name]
    for output in OUTPUTS:
        assert told["shapes"][output] == list(r[output].shape), output
        assert told["digests"][output] == hashlib.sha256(r[output].values.tobytes()).hexdigest(), output
    assert told["title"] == r.scenario.title and told["codes"] == 193 and told["days"] == [1000, 2000]
    print(f"{name}: {told['perSecond']:.0f} replications a second in node")


def test_the_words_and_the_messages_are_the_programs(said):
    assert said["parameters"] == len(waico.parameters()) and said["statuses"] == list(waico.labels("status"))
    assert said["outputs"] == OUTPUTS
    assert 'wrong.cfg:1: titel: unknown key; did you mean "title"?' in said["wrong"] and "wrong.cfg:2: afinity" in said["wrong"]
    assert said["range"] == "EngineError: affinity.peers: 99 is outside [-10, 10]"
    assert said["budget"].startswith("EngineError: replicate 0, seed 1: ")
    assert said["output"] == 'EngineError: "n_member" is no output'


def test_memory_does_not_grow(said):
    assert said["memory"][0] == said["memory"][1]
