"""A disk that forgets: of what was written since a file was last synced, any 512 bytes may be missing after a cut.

The same holds for names: a new, moved or removed one is certain only once its folder was synced; before that the
disk keeps those up to some moment. A cut is therefore worse than most disks are.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.trace import Done

SECTOR = 512
MAPPED = "-shm"  # shared memory of SQLite: no part of the database, made anew by the first who opens it


@dataclass
class File:
    """What is certainly on the disk, and what was done since: (offset, bytes), or (length, None) for a cut."""

    certain: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    length: int = 0

    def write(self, at: int, data: bytes) -> None:
        self.since.append((at, data))
        self.length = max(self.length, at + len(data))

    def cut(self, length: int) -> None:
        self.since.append((length, None))
        self.length = length

    def sync(self) -> None:
        for at, data in self.since:
            _do(self.certain, at, data)
        self.since.clear()

    def after_a_cut(self, dice: random.Random, kept: float) -> bytes:
        """The certain part, and of the rest each sector with this probability."""
        found = bytearray(self.certain)
        for at, data in self.since:
            if data is None:
                if dice.random() < kept:
                    _do(found, at, None)
                continue
            begin = at
            while begin < at + len(data):
                end = min((begin // SECTOR + 1) * SECTOR, at + len(data))
                if dice.random() < kept:
                    _do(found, begin, data[begin - at : end - at])
                begin = end
        return bytes(found)


def _do(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        content[at:] = bytes(max(0, at - len(content)))
        return
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


@dataclass
class Disk:
    """Files by name; `lies` is the end of names of which it says that they are synced, and does nothing."""

    lies: str | None = None
    names: dict[str, File] = field(default_factory=dict)
    certain: dict[str, File] = field(default_factory=dict)
    since: list[tuple[str, File | None]] = field(default_factory=list)  # names that came, or went (None)
    syncs: int = 0

    def do(self, done: Done) -> None:
        """One call."""
        if done.path.endswith(MAPPED):
            return
        if done.call not in _CALLS:
            raise NotImplementedError(f"{done.call} on {done.path}: teach the disk what it does")
        _CALLS[done.call](self, done)

    def _open(self, done: Done) -> None:
        if done.path not in self.names and done.makes:
            self._name(done.path, File())
        elif done.empties:
            self.names[done.path].cut(0)

    def _write(self, done: Done) -> None:
        file = self.names[done.path]
        file.write(file.length if done.at < 0 else done.at, done.data)

    def _sync(self, done: Done) -> None:
        self.syncs += 1
        if self.lies is not None and done.path.endswith(self.lies):
            return
        if done.path in self.names:
            self.names[done.path].sync()
            return
        inside = [each for each in self.since if str(Path(each[0]).parent) == done.path]
        for name, file in inside:
            _named(self.certain, name, file)
        self.since = [each for each in self.since if each not in inside]

    def _move(self, done: Done) -> None:
        self._name(done.other, self.names[done.path])
        self._name(done.path, None)

    def _name(self, name: str, file: File | None) -> None:
        _named(self.names, name, file)
        self.since.append((name, file))

    def after_a_cut(self, dice: random.Random) -> dict[str, bytes]:
        """What is found when the power is back."""
        kept = dice.choice([0.0, 0.5, 1.0, dice.random()])
        names = dict(self.certain)
        for name, file in self.since[: dice.randint(0, len(self.since))]:
            _named(names, name, file)
        return {name: file.after_a_cut(dice, kept) for name, file in names.items()}


def _named(names: dict[str, File], name: str, file: File | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


_CALLS = {
    "openat": Disk._open,
    "write": Disk._write,
    "pwrite64": Disk._write,
    "ftruncate": lambda disk, done: disk.names[done.path].cut(done.at),
    "fsync": Disk._sync,
    "rename": Disk._move,
    "link": lambda disk, done: disk._name(done.other, disk.names[done.path]),
    "unlink": lambda disk, done: disk._name(done.path, None),
}
