"""What processes did to the files of a folder, in order, as strace saw it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,fsync,fdatasync,msync,"
    "rename,renameat,renameat2,link,linkat,unlink,unlinkat,sendfile,copy_file_range"
)
LONGEST = 1 << 20  # bytes of a single write that are kept
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
UNFINISHED = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
PLACE = re.compile(r"^(?:AT_FDCWD|\d+)(?:<([^>]*)>)?")


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done: `call` is its name, `other` a second path, `at` an offset or a length."""

    call: str
    path: str
    data: bytes = b""
    at: int = -1
    other: str = ""
    makes: bool = False
    empties: bool = False


def traced(command: list[str], into: Path) -> None:
    """Run a command and all that it starts, and write down what they did."""
    subprocess.run(
        ["strace", "-f", "-qq", "-y", "-xx", "-s", str(LONGEST), "-e", f"trace={CALLS}", "-e", "signal=none", "-o",
         str(into), *command],
        check=True,
    )  # fmt: skip


def done_in(trace: Path, folder: Path, marks: Path) -> Iterator[Done]:
    """What was done to files of a folder, and `mark` for each line that was added to a file of marks."""
    for call, arguments in _finished(trace):
        each = _done(call, arguments)
        if each is None:
            continue
        if each.path == str(marks) and call == "write":
            yield from (Done("mark", line) for line in each.data.decode("ascii").split())
        elif Path(each.path).is_relative_to(folder) or (each.other and Path(each.other).is_relative_to(folder)):
            yield each


def _finished(trace: Path) -> Iterator[tuple[str, list[str]]]:
    """Calls that succeeded, each where it returned."""
    begun: dict[str, str] = {}
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            if unfinished := UNFINISHED.match(line):
                begun[unfinished[1]] = line[: unfinished.end(2)]
                continue
            if resumed := RESUMED.match(line):
                line = begun.pop(resumed[1]) + resumed[2]
            found = LINE.match(line)
            if found and int(found[4]) >= 0:
                yield found[2], found[3].split(", ")


def _done(call: str, arguments: list[str]) -> Done | None:
    if call in ("write", "pwrite64"):
        at = int(arguments[3]) if call == "pwrite64" else -1
        return Done(call, _place(arguments[0]), _bytes(arguments[1]), at)
    if call in ("fsync", "fdatasync"):
        return Done("fsync", _place(arguments[0]))
    if call == "ftruncate":
        return Done(call, _place(arguments[0]), at=int(arguments[1]))
    if call == "openat":
        flags = arguments[2]
        return Done(call, _name(*arguments[:2]), makes="O_CREAT" in flags, empties="O_TRUNC" in flags)
    if call in ("unlink", "unlinkat"):
        return Done("unlink", _name(*arguments[:2]) if call == "unlinkat" else _name("", arguments[0]))
    if call in ("rename", "link"):
        return Done(call, _name("", arguments[0]), other=_name("", arguments[1]))
    if call in ("renameat", "renameat2", "linkat"):
        return Done(call[: -2 if call[-1] == "t" else -3], _name(*arguments[:2]), other=_name(*arguments[2:4]))
    return Done(call, _place(arguments[0]))  # which the disk refuses, so that nothing is overlooked


def _bytes(text: str) -> bytes:
    assert not text.endswith("..."), "a write was longer than what is kept of it"
    return bytes.fromhex(text.strip('"').replace("\\x", ""))


def _place(text: str) -> str:
    found = PLACE.match(text)
    return _path(found[1]) if found and found[1] else text


def _path(text: str) -> str:
    return _bytes(text).decode("utf-8") if text.startswith("\\x") else text


def _name(folder: str, name: str) -> str:
    return str(Path(_place(folder) if folder else "/") / _bytes(name).decode("utf-8"))
