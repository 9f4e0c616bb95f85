"""Files of others: is one what it claims to be, before this process opens it?

In this order, and each step only if those before it are content: a regular file; its own digest (the SHA-256 of the
file with its 64 digits as zeros); `waico verify` where the program is found, else the checks of `vet` in a child process
of Python with limits of memory and time.  The library behind the format falls over broken files, so that nothing is read
here before.
"""
import collections
import hashlib
import os
from pathlib import Path
import shutil
import stat
import subprocess
import sys

from .schema import FormatError
from .vet import VERDICT

MARK = b"waico-sha256:"
DIGITS = 64
SIGNATURE = b"\x89HDF\r\n\x1a\n"
LARGE, MOST_HOLLOW = 1 << 28, 16  # bytes, and how many times the stored ones
PLACES = 8  # of the mark that are tried: a text inside the file may hold it too
PIECE = 1 << 20
SECONDS = 60  # of computing for a child, and one more for every BYTES_PER_SECOND of the file
BYTES_PER_SECOND = 10_000_000
PATIENCE = 20  # so many times that long is waited for it

_verdicts = {}  # what is wrong with a file, by key and by `unverified`; '' when nothing is


def admit(path, unverified=False):
    """Raises FormatError unless the file may be read here; gives the key by which it is known again.

    unverified: neither the digest nor `waico verify` is asked, so that numbers may be others than those that were
    written; what could harm whoever reads is looked for all the same.
    """
    with _opened(path) as file:
        facts = os.fstat(file.fileno())
        key = key_of(path, facts)
        if _is_stretched(file, facts):
            raise FormatError(f"{path}: damaged or cut: its length is not the one that it tells")
        if (key, unverified) not in _verdicts and not unverified and not _has_digest(file, key[-1]):
            _verdicts[key, unverified] = "damaged or cut: its digest does not agree with its bytes"
    if (key, unverified) not in _verdicts:
        fault = None if unverified else _ask_program(path, key[-1])
        _verdicts[key, unverified] = _ask_python(path, key[-1]) if fault is None else fault
    fault = _verdicts[key, unverified]
    if fault:
        raise FormatError(f"{path}: {fault}")
    return key


def key_of(path, facts=None):
    """What tells a file from another one, and from itself when it was changed."""
    facts = facts or os.stat(path)
    return os.path.realpath(path), facts.st_dev, facts.st_ino, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size


def _opened(path):
    """The regular file under a name, which is not waited for as a pipe would be."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise FormatError(f"{path}: no such file") from None
    except (OSError, ValueError) as fault:
        raise FormatError(f"{path}: cannot be opened: {getattr(fault, 'strerror', None) or fault}") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FormatError(f"{path}: not a regular file")
    return os.fdopen(descriptor, "rb", buffering=0)


# -- the digest -------------------------------------------------------------------------------------

def _has_digest(file, size):
    for place in _find_marks(file):
        file.seek(place + len(MARK))
        found = file.read(DIGITS)
        if len(found) == DIGITS and not found.strip(b"0123456789abcdef") and _digest(file, place + len(MARK), size) == found:
            return True
    return False


def _is_stretched(file, facts):
    """Another length than the first bytes tell, or nearly all of it a hole, whose digest would take hours."""
    first = file.read(48)
    file.seek(0)
    if len(first) == 48 and first.startswith(SIGNATURE) and first[8] <= 3:
        place = 40 if first[8] < 2 else 28  # of its length, by the version of the layout
        if int.from_bytes(first[place:place + 8], "little") != facts.st_size:
            return True
    return facts.st_size > LARGE and getattr(facts, "st_blocks", facts.st_size) * 512 < facts.st_size // MOST_HOLLOW


def _find_marks(file):
    """The last places of the mark, the last one first: it is made last, so that texts that hold it stand before."""
    places, at = collections.deque(maxlen=PLACES), 0
    while True:
        file.seek(at)
        piece = file.read(PIECE)
        found = piece.find(MARK)
        while found >= 0:
            places.append(at + found)
            found = piece.find(MARK, found + 1)
        if len(piece) < len(MARK):
            return reversed(places)
        at += len(piece) - len(MARK) + 1


def _digest(file, zeros, size):
    sha, at = hashlib.sha256(), 0
    file.seek(0)
    while at <= size:
        piece = bytearray(file.read(PIECE))
        if not piece:
            break
        low, high = max(zeros, at), min(zeros + DIGITS, at + len(piece))
        if low < high:
            piece[low - at:high - at] = b"0" * (high - low)
        sha.update(piece)
        at += len(piece)
    return sha.hexdigest().encode()


# -- the children -----------------------------------------------------------------------------------

def program():
    """The simulator: WAICO (empty: none is asked), that of this clone, the one on the PATH; None when there is none."""
    if "WAICO" in os.environ:
        return shutil.which(os.environ["WAICO"]) if os.environ["WAICO"] else None
    built = Path(__file__).resolve().parents[3] / "build" / "waico"
    return str(built) if os.access(built, os.X_OK) else shutil.which("waico")


def seconds_for(size):
    """How long a child may compute over a file of that many bytes."""
    return SECONDS + size // BYTES_PER_SECOND


def _run(command, size, environment=None):
    """(exit code, output, complaints) of a child; a code of None: it could not be started."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                              timeout=PATIENCE * seconds_for(size), env=environment)
    except OSError:
        return None, "", ""
    except subprocess.TimeoutExpired:
        return -1, "", "reading takes too long: damaged, or made to harm"
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def _ask_program(path, size):
    """'' when `waico verify` is content, what it says when it is not, None when it cannot be asked."""
    found, whole = program(), os.path.abspath(path)
    if not found:
        return None
    code, said, complaint = _run([found, "verify", whole], size)
    if code == 0:
        return ""
    if code is not None and (code < 0 or said.startswith("BAD")):
        return "waico verify: " + _tail(complaint, whole)
    return None


def _ask_python(path, size):
    """'' when the checks of `vet` are content, else what is wrong."""
    code, _, complaint = _run(
        [sys.executable or "python3", "-c", f"import sys; sys.path[:] = {sys.path!r}; from waico.analysis.vet import main; "
         "sys.exit(main(sys.argv[1], int(sys.argv[2])))", os.path.abspath(path), str(seconds_for(size))],
        size, {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "HDF5_PLUGIN_PATH": os.devnull})
    if code == 0:
        return ""
    lines = [line[len(VERDICT):] for line in complaint.splitlines() if line.startswith(VERDICT)]
    if code == 1 and lines:
        return lines[-1]
    if code is not None and code < 0:
        return f"reading ended with signal {-code}: damaged, or made to harm"
    raise FormatError(f"{path}: no process for checking it: " + (_tail(complaint, "") if code is not None else "Python cannot be started"))


def _tail(complaint, path):
    """The fault in what a program complains, without its name and that of the file."""
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    words = lines[0 if path else -1] if lines else "not content"
    for start in ("waico: ", "error: ", f"{path}: "):
        words = words[len(start):] if words.startswith(start) else words
    return words
