"""Hostile and damaged result files and work folders through every command that reads them.

Whatever the file: a message and an exit code, no signal, no report of a sanitizer, little memory, nothing written
outside of the folder that was named, nothing but plain UTF-8 on the terminal, and `waico verify` says BAD.
HOSTILE_SHARE=1 takes all of them (make hostile), else a part by turns; HOSTILE_ONLY a pattern of names, HOSTILE_TURN=I/N
every N-th from the I-th on, so that several processes share them.
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import hostile  # noqa: E402
import small  # noqa: E402

WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(HERE, "..", "..", "build", "waico")))
SHARE = float(os.environ.get("HOSTILE_SHARE", "0.083"))
FEWER = 1 if SHARE >= 1 else SHARE / 4  # of what there is thousands of
ONLY = re.compile(os.environ.get("HOSTILE_ONLY", ""))  # names that are tried
TURN, TURNS = map(int, os.environ.get("HOSTILE_TURN", "0/1").split("/"))
SECONDS = 300  # a hang, not a slow machine
CPU_SECONDS = 90
MOST_MEMORY = 700 << 20  # bytes; the program itself takes about 40 million
CODES = {0, 1, 2, 3, 4}
SANITIZED = b"__asan_init" in open(WAICO, "rb").read() if os.path.exists(WAICO) else False


def is_reported(text):
    """Is there a report of a sanitizer about this program?  Where the library behind the format falls over what it reads, it does
    so in a child whose end is a message; and memory that the library asks for in vain is refused, as it is without sanitizers."""
    if b"runtime error:" in text:
        return True
    for report in text.split(b"ERROR: AddressSanitizer")[1:]:
        frames = re.findall(rb"#\d+ 0x[0-9a-f]+ .*", report)
        inner = [frame for frame in frames if not re.search(rb"lib[acu]\w*san|sanitizer|/libc\.so|interceptor|/sysdeps/", frame)]
        if not inner or b"libhdf5" not in inner[0]:
            return True
    return False


def run(arguments, cwd, **more):
    """Runs it; returns what is wrong with how it ended, its exit code and what it said."""
    env = {**os.environ, "TMPDIR": os.path.join(cwd, "tmp"), "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
           "UBSAN_OPTIONS": "print_stacktrace=1"}
    out, err = (os.path.join(cwd, "out", name) for name in ("stdout", "stderr"))
    with open(out, "wb") as to, open(err, "wb") as complaints:
        child = subprocess.Popen([WAICO, *arguments], cwd=cwd, stdin=subprocess.DEVNULL, stdout=to, stderr=complaints,
                                 env=env, **more)
        timer = concurrent.futures.ThreadPoolExecutor(1)
        waited = timer.submit(os.wait4, child.pid, 0)
        try:
            _, status, usage = waited.result(SECONDS)
        except concurrent.futures.TimeoutError:
            child.kill()
            waited.result()
            return "it hangs", -1, ""
        child.returncode = os.waitstatus_to_exitcode(status)
        timer.shutdown()
    text = b""
    for path in (out, err):
        with open(path, "rb") as file:
            text += file.read(1 << 22)
        os.unlink(path)
    wrong = []
    if child.returncode not in CODES:
        wrong.append(f"exit code {child.returncode}")
    if is_reported(text):
        wrong.append("a sanitizer reports")
    try:
        plain = text.decode("utf-8")
        if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", plain):
            wrong.append("control characters on the terminal")
    except UnicodeDecodeError:
        wrong.append("not UTF-8 on the terminal")
    if usage.ru_maxrss * 1024 > MOST_MEMORY and not SANITIZED:
        wrong.append(f"{usage.ru_maxrss // 1024} MB of memory")
    if usage.ru_utime + usage.ru_stime > CPU_SECONDS:
        wrong.append("it takes long")
    if wrong:
        wrong.append(text[-1500:].decode("utf-8", "backslashreplace"))
    return "; ".join(wrong), child.returncode, text.decode("utf-8", "backslashreplace")


def everything(folder):
    """All that is there but the folder for output, with what it holds."""
    found = {}
    for root, folders, names in os.walk(folder):
        if root == folder and "out" in folders:
            folders.remove("out")
        for name in folders + names:
            path = os.path.join(root, name)
            about = os.lstat(path)
            found[path] = (about.st_mode, about.st_size, about.st_mtime_ns)
    return found


COMMANDS = (
    ("verify", "FILE"), ("show", "FILE"), ("show", "FILE", "--data"), ("show", "FILE", "--json"), ("show", "FILE", "--config"),
    ("export", "FILE", "--csv", "out/csv"), ("explain", "FILE", "--country", "IDN"), ("rerun", "FILE", "-o", "out/again.h5"),
    ("compare", "GOOD", "FILE"), ("compare", "FILE", "GOOD"), ("diff", "GOOD", "FILE"), ("diff", "FILE", "GOOD"),
    ("verify", "GOOD", "FILE"), ("country", "FILE", "IDN", "-n", "3"),
)
BASES = ("run", "ensemble", "saltelli", "grid", "dated")
FEW = (0, 2, 5, 7, 8, 11)  # of them, for a part of the files


def try_file(good, folder, case, commands):
    name, base, spoil, bad = case
    os.makedirs(os.path.join(folder, "tmp"))
    os.makedirs(os.path.join(folder, "out"))
    path = os.path.join(folder, "hostile.h5")
    shutil.copy(good[base], path)
    spoil(path)
    before = everything(folder)
    wrong = []
    for command in commands:
        for trust in ((), ("--unverified",)):
            if trust and (command[0] == "verify" or not name.startswith(("flip", "cut"))):
                continue
            arguments = [{"FILE": "hostile.h5", "GOOD": good["ensemble"]}.get(word, word) for word in command]
            said, code, _ = run([*arguments, *trust], folder)
            if said:
                wrong.append(f"{name}: {' '.join(command)}: {said}")
            if command == ("verify", "FILE") and bad is not None and (code != 0) != bad:
                wrong.append(f"{name}: verify says {'ok' if code == 0 else 'BAD'}")
            shutil.rmtree(os.path.join(folder, "out"))
            os.makedirs(os.path.join(folder, "out"))
    after = everything(folder)
    if before != after:
        wrong.append(f"{name}: changed " + " ".join(sorted(set(before.items()) ^ set(after.items()))[0][0:1]))
    shutil.rmtree(folder)
    return wrong


def waico(*arguments, cwd):
    done = subprocess.run([WAICO, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr


@pytest.fixture(name="good", scope="module")
def good_fixture(tmp_path_factory):
    """One small good file of each kind."""
    folder = str(tmp_path_factory.mktemp("good"))
    small.world(folder)
    waico("run", "small.cfg", "-n", 1, "--decisions", "-o", "run.h5", "-q", cwd=folder)
    waico("run", "small.cfg", "-n", 12, "--events", "-o", "ensemble.h5", "-q", cwd=folder)
    small.dated(folder)
    waico("run", "dated.cfg", "-o", "dated.h5", "-q", cwd=folder)
    small.config(folder, "saltelli", 6)
    small.config(folder, "grid", 6, extra='output: { detail = "events"; };')
    for design in ("saltelli", "grid"):
        waico("sweep", f"{design}.cfg", "-o", f"{design}.h5", "-q", "-j", 1, cwd=folder)
    for shard in (0, 1):
        waico("sweep", "grid.cfg", "-o", "parts.h5", "--shard", f"{shard}/2", "-q", "-j", 1, cwd=folder)
    return {name: os.path.join(folder, f"{name}.h5") for name in BASES} | {"": folder}


def part(cases, share=SHARE):
    cases = [case for case in cases if ONLY.search(case[0])]
    return cases[::max(1, round(1 / share))][TURN::TURNS]


def side_by_side(function, cases):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        return [line for lines in pool.map(function, cases) for line in lines]


def test_good_files_are_good(good):
    for name in BASES:
        waico("verify", good[name], cwd=good[""])


def test_there_are_enough_of_them():
    """As many as the document says, under different names."""
    with open(os.path.join(HERE, "..", "README.md"), encoding="utf-8") as file:
        said = re.search(r"([\d,]+) hostile result files and ([\d,]+) work folders", file.read()).groups()
    for cases, number in zip((hostile.files({}), list(hostile.folders())), said):
        assert len({case[0] for case in cases}) == len(cases) == int(number.replace(",", ""))


def test_hostile_files_harm_nobody(good, tmp_path):
    cases = list(enumerate(part(hostile.files(good))))
    commands = [COMMANDS[i] for i in FEW] if SHARE < 1 else COMMANDS
    wrong = side_by_side(lambda case: try_file(good, str(tmp_path / str(case[0])), case[1], commands), cases)
    assert not wrong, f"{len(wrong)} of {len(cases)} files\n" + "\n".join(wrong)


def try_shape(good, folder, case):
    name, base, spoil, _ = case
    os.makedirs(os.path.join(folder, "tmp"))
    os.makedirs(os.path.join(folder, "out"))
    path = os.path.join(folder, "hostile.h5")
    shutil.copy(good[base], path)
    spoil(path)
    said, code, _ = run(["verify", "hostile.h5"], folder)
    shutil.rmtree(folder)
    return [f"{name}: {said or 'verify says ok'}"] if said or code == 0 else []


def test_every_dataset_keeps_to_its_axes_and_its_type(good, tmp_path):
    cases = list(enumerate(part(hostile.every_shape({base: good[base] for base in BASES}), FEWER)))
    wrong = side_by_side(lambda case: try_shape(good, str(tmp_path / str(case[0])), case[1]), cases)
    assert not wrong, f"{len(wrong)} of {len(cases)} files\n" + "\n".join(wrong)


FLIPPED = (("show", "FILE"), ("export", "FILE", "--csv", "out/csv"), ("rerun", "FILE", "-o", "out/again.h5"),
           ("explain", "FILE", "--country", "IDN"), ("compare", "FILE", "GOOD"), ("merge", "out/merged.h5", "FILE"), ("verify", "FILE"),
           ("diff", "GOOD", "FILE"))


def try_flip(good, folder, case):
    """One flipped bit is found by every command, which says so and writes nothing."""
    number, base, place, bit = case
    os.makedirs(os.path.join(folder, "tmp"))
    os.makedirs(os.path.join(folder, "out"))
    shutil.copy(good[base], os.path.join(folder, "hostile.h5"))
    hostile.flip(place, bit, False)(os.path.join(folder, "hostile.h5"))
    before, wrong = everything(folder), []
    for command in FLIPPED:
        said, code, text = run([{"FILE": "hostile.h5", "GOOD": good["ensemble"]}.get(word, word) for word in command], folder)
        if said or code not in (1, 2) or "hostile.h5" not in text or os.listdir(os.path.join(folder, "out")):
            wrong.append(f"{base}, bit {bit} at {place}: {' '.join(command)}: {said or code}: {text[:300]}")
    if before != everything(folder):
        wrong.append(f"{base}, bit {bit} at {place}: something was changed")
    shutil.rmtree(folder)
    return wrong


def test_every_flipped_bit_is_found_by_every_command(good, tmp_path):
    cases = part(list(hostile.flips(BASES)), FEWER)
    wrong = side_by_side(lambda case: try_flip(good, str(tmp_path / case[0]), case), cases)
    assert not wrong, f"{len(wrong)} of {len(cases)} flips\n" + "\n".join(wrong)


# What only the plan tells: `waico verify FOLDER`, which has no config, may be content; merging is not.
CONTENT = ("replicate_", "piece_", "event", "members_", "final_", "first_", "key_", "call_", "plan_other", "list_gone")


def may_pass(command, name):
    """A block without a good line in the journal counts when all of it is right, and these are."""
    return name.startswith(("may_", *CONTENT) if command == "verify" else ("may_", "journal_"))


def elsewhere(found, folder, shard):
    """What is not of the shard, and not the folder where it stands."""
    own = os.path.join(folder, shard)
    return {path: about for path, about in found.items() if path != own and not path.startswith(own + os.sep) and path != own + ".part"}


def try_folder(good, folder, case):
    name, spoil = case
    os.makedirs(os.path.join(folder, "tmp"))
    os.makedirs(os.path.join(folder, "out"))
    for file in os.listdir(good[""]):
        if file.endswith((".cfg", ".csv")):
            shutil.copy(os.path.join(good[""], file), folder)
    for number in (0, 1):
        shutil.copytree(os.path.join(good[""], f"parts.h5.shard-{number}-of-2"), os.path.join(folder, f"parts.h5.shard-{number}-of-2"))
    os.makedirs(os.path.join(folder, "victim"))  # what links and names of the shard mean
    shutil.copy(good["grid"], os.path.join(folder, "victim", "good.h5"))
    shutil.copy(good["grid"], os.path.join(folder, "good.h5"))
    with open(os.path.join(folder, "victim", "text"), "w", encoding="utf-8") as file:
        file.write("precious\n")
    shard = "parts.h5.shard-0-of-2"
    spoil(os.path.join(folder, shard))
    before = everything(folder)
    wrong = []
    for command in (("verify", shard), ("merge", "out/merged.h5", shard, "parts.h5.shard-1-of-2")):
        said, code, _ = run(command, folder)
        if said or (code == 0 and not may_pass(command[0], name)):
            wrong.append(f"{name}: {command[0]}: {said or 'is content'}")
    if before != everything(folder):
        wrong.append(f"{name}: something was changed")
    again = ("sweep", "grid.cfg", "-o", "parts.h5", "--shard", "0/2", "-q", "-j", "1")
    for command in ((*again, "--resume"), (*again, "--extend"), (*again, "--force")):
        said, _, _ = run(command, folder)
        if said:
            wrong.append(f"{name}: {command[-1]}: {said}")
    if elsewhere(before, folder, shard) != elsewhere(everything(folder), folder, shard):
        wrong.append(f"{name}: something beside the shard was changed")
    shutil.rmtree(folder)
    return wrong


def test_hostile_work_folders_harm_nobody(good, tmp_path):
    cases = list(enumerate(part(list(hostile.folders()))))
    wrong = side_by_side(lambda case: try_folder(good, str(tmp_path / str(case[0])), case[1]), cases)
    assert not wrong, f"{len(wrong)} of {len(cases)} folders\n" + "\n".join(wrong)
