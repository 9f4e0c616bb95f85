"""Small good result files of each kind and hostile ones made from them, for the tests of the page: make_files.py WAICO FOLDER SHARE."""
import json
import os
import shutil
import stat
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.join(HERE, "..", "..", "..", "tests")
sys.path[:0] = [os.path.join(TESTS, "hostile"), os.path.join(TESTS, "support")]
import hostile  # noqa: E402
import small  # noqa: E402


def main(waico, folder, share):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)

    def call(*arguments):
        subprocess.run([os.path.abspath(waico), *map(str, arguments)], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    small.world(folder)
    call("run", "small.cfg", "-n", 1, "--decisions", "-o", "run.h5", "-q")
    call("run", "small.cfg", "-n", 12, "--events", "-o", "ensemble.h5", "-q")
    small.dated(folder)
    call("run", "dated.cfg", "-o", "dated.h5", "-q")
    small.config(folder, "saltelli", 6)
    small.config(folder, "grid", 6, extra='output: { detail = "events"; };')
    for design in ("saltelli", "grid"):
        call("sweep", f"{design}.cfg", "-o", f"{design}.h5", "-q", "-j", 1)
    good = {name: os.path.join(folder, f"{name}.h5") for name in ("run", "ensemble", "saltelli", "grid", "dated")}
    made = []
    for name, base, spoil, bad in hostile.files(good)[::share]:
        path = os.path.join(folder, f"hostile-{len(made)}.h5")
        shutil.copy(good[base], path)
        spoil(path)
        if bad and os.path.lexists(path) and stat.S_ISREG(os.lstat(path).st_mode) and os.path.getsize(path) < 1 << 26:
            made.append({"name": name, "file": os.path.basename(path)})
        elif os.path.isdir(path):
            os.rmdir(path)
        elif os.path.lexists(path):
            os.unlink(path)
    with open(os.path.join(folder, "hostile.json"), "w", encoding="utf-8") as file:
        json.dump(made, file)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
