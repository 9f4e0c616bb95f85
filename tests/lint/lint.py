#!/usr/bin/env python3
"""The state of the code: lint.py BUILD CC.

Checks the arrows between rooms, names against files, headers alone, forbidden calls, lengths, format, the top level,
and texts that tie the tree to one machine.  Prints one line per finding; exit code 1 when there is any.
"""
import os
import re
import shutil
import subprocess
import sys

ROOMS = {  # what a room may include, itself apart
    "base": set(),
    "engine": {"base"},
    "model": {"engine", "base"},
    "scenario": {"model", "engine", "base"},
    "output": {"model", "engine", "base"},
    "library": {"scenario", "model", "engine", "base"},
    "experiment": {"scenario", "output", "model", "engine", "base"},
    "cli": {"experiment", "scenario", "output", "model", "engine", "base"},
}
ONLY_IN = {"libconfig.h": "scenario", "hdf5.h": "output"}
PUBLIC = "waico.h"  # what the room library shows
TOP = {"sim", "configs", "scenarios", "analysis", "tests", "Makefile", "README.md", "LICENSE", "CITATION.cff"}
MAX_LINES, MAX_FUNCTION = 550, 60  # about 500, and one screen
FORBIDDEN = {  # function: rooms where it is allowed
    name: set() for name in ("atoi", "atol", "atof", "strcpy", "strcat", "sprintf", "vsprintf", "strtok", "rand",
                             "srand", "random", "gets", "config_set_auto_convert", "config_set_options")
}
FORBIDDEN.update({name: {"experiment", "cli"} for name in ("time", "clock", "clock_gettime", "gettimeofday")})
FORBIDDEN.update({name: {"cli"} for name in ("exit", "_exit", "printf", "puts", "putchar", "perror")})
READING = "sim/output/intake.c"  # the one file that may read values of files
READS = ("H5Dread", "H5Dread_chunk", "H5Aread", "H5Ddebug", "H5Dgather", "H5Diterate", "H5DOread_chunk")
FORBIDDEN["abort"] = {"cli", "base"}
FORBIDDEN["fprintf"] = {"cli", "base"}
MACHINE = re.compile(r"(^|[^A-Za-z0-9_.])/(work|root|home|farm|mnt)/")
EXCEPTIONS = "tests/lint/names.txt"

findings = []


def say(path, line, text):
    findings.append(f"{path}:{line}: {text}" if line else f"{path}: {text}")


def files(*endings):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True,
                            check=True).stdout.split("\n")
    return [f for f in listed if f.endswith(endings) and os.path.isfile(f)]


def without_comments_and_strings(text):
    """The code alone, every line where it was."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def check_arrows(path, text):
    room = path.split("/")[1]
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
        if not match:
            continue
        quoted, name = match.group(1) == '"', match.group(2)
        if name in ONLY_IN and (room != ONLY_IN[name] or not path.endswith((".c", "hdf.h"))):
            say(path, number, f"{name} belongs into {ONLY_IN[name]}/*.c")
        if quoted and name == PUBLIC:
            if room not in (PUBLIC, "library"):
                say(path, number, f"{name} is for users of the library")
        elif quoted and "/" not in name:
            say(path, number, f'"{name}" is included without its room')
        elif quoted:
            other = name.split("/")[0]
            if other != room and other not in ROOMS.get(room, set()):
                say(path, number, f"{room} may not include {other}")
            if not os.path.exists(os.path.join("sim", name)):
                say(path, number, f"there is no {name}")


def check_calls(path, code):
    room = path.split("/")[1]
    for number, line in enumerate(code.split("\n"), 1):
        for match in re.finditer(r"(?<![\w.>])([a-z_]+)\s*\(", line):
            name = match.group(1)
            if name in FORBIDDEN and room not in FORBIDDEN[name]:
                say(path, number, f"{name}() does not belong here")
        for match in re.finditer(r"\b(H5[A-Z]+[a-z_]\w*)\s*\(", line):
            if match.group(1) in READS and path != READING:
                say(path, number, f"{match.group(1)}() belongs into {READING}, which checks what it reads")
        if re.match(r"\s*typedef\s+struct", line):
            say(path, number, "typedef of a struct")


def check_lengths(path, text, code):
    lines = text.count("\n")
    if lines > MAX_LINES:
        say(path, 0, f"{lines} lines, more than {MAX_LINES}")
    start = None
    for number, line in enumerate(code.split("\n"), 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            if number - start - 1 > MAX_FUNCTION:
                say(path, start, f"a function of {number - start - 1} lines, more than {MAX_FUNCTION}")
            start = None


def check_first_comment(path, text):
    if not text.startswith("/*"):
        say(path, 1, "does not begin with a comment that tells its idea")


def check_guard(path, text):
    guard = "WAICO_H" if path == "sim/" + PUBLIC else "WAI_" + re.sub("[/.]", "_", path[len("sim/"):].upper())
    if f"#ifndef {guard}\n#define {guard}\n" not in text:
        say(path, 0, f"the guard is not {guard}")


def check_header_alone(path, cc, flags):
    run = subprocess.run([cc, "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wundef", "-Werror", "-fsyntax-only", "-x",
                          "c", *flags, "-"], input=f'#include "{path[len("sim/"):]}"\n', capture_output=True, text=True)
    if run.returncode:
        say(path, 0, "does not compile alone: " + (run.stderr.strip().split("\n") or [""])[0])


def exceptions():
    """Symbols that may stand under another name, with the reason beside them."""
    allowed = {}
    if os.path.exists(EXCEPTIONS):
        for line in open(EXCEPTIONS, encoding="utf-8"):
            words = line.split("#")[0].split()
            if len(words) == 2:
                allowed[words[0]] = set(words[1].split(","))
    return allowed


def check_names(path, build, allowed, used):
    obj = os.path.join(build, path[:-2] + ".o")
    if not os.path.exists(obj):
        say(path, 0, f"was not built into {obj}")
        return
    stem = os.path.basename(path)[:-2]
    prefixes = allowed.get(path, set()) | {f"wai_{stem}"} | ({"waico"} if path.startswith("sim/library/") else set())
    for line in subprocess.run(["nm", "-g", "--defined-only", obj], capture_output=True, text=True).stdout.split("\n"):
        name = line.split()[-1] if line.split() else ""
        if not name or name == "main" or name.startswith(("__asan", "__odr", "__gcov", "__tsan")):
            continue
        fits = [p for p in prefixes if name == p or name.startswith(p + "_")]
        if fits:
            used.update((path, p) for p in fits)
        else:
            say(path, 0, f"exports {name}, which does not begin with wai_{stem}_")


def check_format(paths):
    if not shutil.which("clang-format"):
        print("lint: clang-format is not here; the format was not checked", file=sys.stderr)
        return
    run = subprocess.run(["clang-format", "--dry-run", "-Werror", *paths], capture_output=True, text=True)
    seen = set()
    for line in run.stderr.split("\n"):
        match = re.match(r"([^:]+):(\d+):\d+: error:", line)
        if match and match.group(1) not in seen:
            seen.add(match.group(1))
            say(match.group(1), match.group(2), "is not formatted; make format")


def check_tree():
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True).stdout.split()
    for top in sorted({f.split("/")[0] for f in listed}):
        if top not in TOP and not top.startswith("."):
            say(top, 0, "does not belong at the top level")
    for path in listed:
        if not os.path.isfile(path) or path.endswith((".png", ".pdf", ".h5", ".lock")):
            continue
        text = open(path, encoding="utf-8", errors="replace").read()
        for number, line in enumerate(text.split("\n"), 1):
            if MACHINE.search(line) and path != "tests/lint/lint.py":
                say(path, number, "names a folder of one machine")


def main():
    build, cc = sys.argv[1], sys.argv[2]
    flags = ["-Isim", "-D_POSIX_C_SOURCE=200809L", "-DH5_USE_110_API"]
    flags += subprocess.run(["pkg-config", "--cflags", "gsl", "libconfig", "hdf5", "zlib"], capture_output=True,
                            text=True).stdout.split()
    allowed, used = exceptions(), set()
    sources = [f for f in files(".c", ".h") if f.startswith("sim/")]
    for path in sources:
        text = open(path, encoding="utf-8").read()
        code = without_comments_and_strings(text)
        check_arrows(path, text)
        check_calls(path, code)
        check_lengths(path, text, code)
        check_first_comment(path, text)
        if path.endswith(".h"):
            check_guard(path, text)
            check_header_alone(path, cc, flags)
        else:
            check_names(path, build, allowed, used)
    for path, prefixes in allowed.items():
        for prefix in sorted(prefixes):
            if (path, prefix) not in used:
                say(EXCEPTIONS, 0, f"{prefix} of {path} is not needed any more")
    check_format(sources + [f for f in files(".c", ".h") if f.startswith("tests/")])
    check_tree()
    print("\n".join(findings) if findings else f"{len(sources)} files, nothing found")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
