"""Lessons as a file that goes from one installation to another: signed, so that nobody can put words into it.

Three lines of text stand before the lessons: what it is, whose key has signed it, and the Ed25519 signature (RFC 8032)
of the first two lines and of everything below the third. Digits are hexadecimal and small, so that no other file passes
for the same. Who reads it has written down before whose key they trust.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hevesy.errors import LessonPackAltered, LessonSignerUnknown
from hevesy.quality.lesson import Lesson
from hevesy.signing import fits, public_half, read_public, sign

FORMAT = "hevesy lessons 1"
MOST_BYTES = 2_000_000
SHARED = ("id", "title", "happened", "why", "changed", "kind", "step", "therapy", "month")


@dataclass(frozen=True, slots=True)
class LessonPack:
    """Lessons that came from elsewhere: who says to have written them, and whose key has signed."""

    name: str
    on: date
    signer: str
    lessons: tuple[Lesson, ...]


def fingerprint(public: bytes) -> str:
    """By which a public key (PEM) is known: SHA-256 of its 32 bytes. Raises ValueError for what is no such key."""
    return hashlib.sha256(read_public(public).public_bytes_raw()).hexdigest()


def packed(lessons: Sequence[Lesson], name: str, on: date, private: bytes) -> bytes:
    """The file of some lessons, signed."""
    rows = [{field: getattr(each, field) for field in SHARED} for each in lessons]
    said = {"from": name, "on": on.isoformat(), "lessons": rows}
    body = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8") + b"\n"
    head = f"{FORMAT}\nsigner {fingerprint(public_half(private))}\n".encode()
    return head + f"signature {sign(private, head + body).hex()}\n".encode() + body


def read_pack(data: bytes, signers: Mapping[str, bytes]) -> LessonPack:
    """The lessons of a file whose signer is known; `signers` are public keys by their fingerprints.

    Raises LessonSignerUnknown where nobody has said to trust the key, and LessonPackAltered where it does not fit.
    """
    signer, signature, signed, body = _parts(data)
    if signer not in signers:
        raise LessonSignerUnknown(fingerprint=signer)
    if not fits(signers[signer], signature, signed):
        raise LessonPackAltered()
    try:
        said = json.loads(body)
        rows = tuple(_lesson(row) for row in said["lessons"])
        return LessonPack(str(said["from"]), date.fromisoformat(said["on"]), signer, rows)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise LessonPackAltered() from None


def _parts(data: bytes) -> tuple[str, bytes, bytes, bytes]:
    """Signer, signature, what was signed and the lessons of a file that is written as one."""
    lines = data.split(b"\n", 3) if len(data) <= MOST_BYTES else []
    if len(lines) != 4 or lines[0] != FORMAT.encode():
        raise LessonPackAltered()
    signer, signature = _digits(lines[1], b"signer ", 64), _digits(lines[2], b"signature ", 128)
    return signer, bytes.fromhex(signature), b"\n".join(lines[:2]) + b"\n" + lines[3], lines[3]


def _digits(line: bytes, name: bytes, many: int) -> str:
    digits = line.removeprefix(name)
    if digits == line or len(digits) != many or set(digits) - set(b"0123456789abcdef"):
        raise LessonPackAltered()
    return digits.decode("ascii")


def _lesson(row: Mapping[str, Any]) -> Lesson:
    if not all(isinstance(row[name], str) for name in SHARED):
        raise ValueError("a lesson is made of texts")
    return Lesson(**{name: row[name] for name in SHARED})
