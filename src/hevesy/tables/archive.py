"""Opening a zip that somebody sent: its sizes are checked before any of it is unpacked, and again while it is."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from hevesy.errors import DamagedWorkbook, FileTooLarge, PasswordProtected, TooManyParts, UnpacksTooLarge
from hevesy.tables.limits import MB, Limits

_END, _LENGTH_OF_END = b"PK\x05\x06", 22
_LOCATOR_OF_LARGE = b"PK\x06\x07"
_LISTED = 1_000  # bytes that the entry of one part may take in the list of parts: names are short
CHUNK = 65_536
# zipfile says RuntimeError of a file with a password, NotImplementedError of a packing it does not know
UNREADABLE = (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, EOFError, OSError, struct.error)


def open_archive(data: bytes, name: Path, limits: Limits) -> zipfile.ZipFile:
    """The zip, when nothing in what it declares is beyond the limits; raises a BadTable that says what is.

    `zipfile` never gives more of a part than it declares, and says BadZipFile where it holds less: what was declared
    is what can come. Parts that lie on each other (Fifield's bomb) each declare their size, and count each.
    """
    if len(data) > limits.file_mb * MB:
        raise FileTooLarge(file=name.name, most=f"{limits.file_mb:g}")
    _short_list(data, name, limits)
    try:
        found = zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE as error:
        raise DamagedWorkbook(file=name.name) from error
    _sound(found, name, limits)
    return found


def _short_list(data: bytes, name: Path, limits: Limits) -> None:
    """Raises TooManyParts where the list of parts is too long to be read at all."""
    end = data.rfind(_END, max(0, len(data) - 65_536 - _LENGTH_OF_END))
    if end < 0 or len(data) < end + _LENGTH_OF_END:
        raise DamagedWorkbook(file=name.name)
    parts, size = struct.unpack_from("<HL", data, end + 10)
    if parts > limits.parts or size > limits.parts * _LISTED or _LOCATOR_OF_LARGE in data[max(0, end - 20) : end]:
        raise TooManyParts(file=name.name)


def _sound(found: zipfile.ZipFile, name: Path, limits: Limits) -> None:
    inside = found.infolist()
    names = [each.filename for each in inside]
    if len(names) > limits.parts or len(set(names)) != len(names) or any(_leads_out(each) for each in names):
        raise TooManyParts(file=name.name)
    if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in inside):
        raise TooManyParts(file=name.name)
    if any(each.flag_bits & 1 for each in inside):
        raise PasswordProtected(file=name.name)
    tight = any(each.file_size > max(MB, limits.ratio * each.compress_size) for each in inside)
    if tight or sum(each.file_size for each in inside) > limits.unpacked_mb * MB:
        raise UnpacksTooLarge(file=name.name, most=f"{limits.unpacked_mb:g}")


def _leads_out(name: str) -> bool:
    """Whether a part's name leads out of the folder that it would be unpacked into."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name


def chunks(found: zipfile.ZipFile, part: str, name: Path) -> Iterator[bytes]:
    """A part, unpacked bit by bit; raises DamagedWorkbook where it is not as it declares."""
    try:
        with found.open(part) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except UNREADABLE as error:
        raise DamagedWorkbook(file=name.name) from error
