"""Files that are attached as evidence: which are taken, where their bytes lie, and how they are given again.

The book has name, size and SHA-256 of each; the bytes have a table of their own, which the book does not tell of.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from pathlib import PurePath

from hevesy.quality import Attached
from hevesy_service.book.models import Site
from hevesy_service.book.rebuild import not_told
from hevesy_service.quality.models import AuditRow, KeptFile
from hevesy_service.refusals import EvidenceDamaged

MOST_MB, MOST_FILES = 5, 8  # of one file, of the files of one item: bounds of our own
LONGEST = 120  # signs of a name
OFFICE = "application/vnd.openxmlformats-officedocument."
TEXT = "text/plain; charset=utf-8"
TYPES = {
    ".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".docx": f"{OFFICE}wordprocessingml.document", ".xlsx": f"{OFFICE}spreadsheetml.sheet", ".txt": TEXT,
    ".csv": "text/csv; charset=utf-8",
}  # fmt: skip
BEGINS = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

not_told("quality.KeptFile", "content")  # megabytes, which a comparison of tables need not hold


def ending(name: str) -> str:
    """How a file's name ends, in small letters."""
    return PurePath(name).suffix.lower()


def tidy_name(name: str) -> str:
    """A name without signs that do not print or that turn the direction of a line, not too long, with its ending."""
    plain = "".join(each for each in name if unicodedata.category(each)[0] != "C" and each not in "/\\").strip()
    last = PurePath(plain).suffix
    return plain if len(plain) <= LONGEST else plain[: LONGEST - len(last)] + last


def is_of_its_kind(name: str, content: bytes) -> bool:
    """Whether bytes are what the name's ending says; False for an ending that is not taken."""
    look = _KINDS.get(ending(name))
    return look is not None and look(content)


def attached(name: str, content: bytes) -> Attached:
    """What the book says of a file."""
    return Attached(tidy_name(name), len(content), hashlib.sha256(content).hexdigest())


def keep(site: Site, files: Iterable[bytes]) -> None:
    """Keep the bytes of files at a site; what is kept already is not kept twice, and heals where it was damaged."""
    for content in files:
        sha256 = hashlib.sha256(content).hexdigest()
        KeptFile.objects.update_or_create(site=site, sha256=sha256, defaults={"content": content})


def find(audit: AuditRow, sha256: str, name: str) -> Attached | None:
    """A file that stands beside an item of an audit; None where none of this name does."""
    told = (Attached(**each) for row in audit.scores.all() for each in row.attached)
    return next((each for each in told if (each.sha256, each.name) == (sha256, name)), None)


def content_of(site: Site, file: Attached) -> bytes:
    """The bytes of a file. Raises EvidenceDamaged where they are not there, or not those that were attached."""
    row = KeptFile.objects.filter(site=site, sha256=file.sha256).first()
    content = b"" if row is None else bytes(row.content)
    if row is None or hashlib.sha256(content).hexdigest() != file.sha256:
        raise EvidenceDamaged(name=file.name)
    return content


def _packed(folder: str) -> Callable[[bytes], bool]:
    """Whether an archive has the parts of a document of Office; nothing of it is unpacked."""

    def look(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                names = packed.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeError):
            return False
        return "[Content_Types].xml" in names and any(each.startswith(folder) for each in names)

    return look


def _begins(*with_: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(with_)


def _is_text(content: bytes) -> bool:
    """No sign of another kind, and no zero among the bytes, but in UTF-16."""
    return bool(content) and not content.startswith(BEGINS) and (b"\0" not in content or content.startswith(UTF_16))


_KINDS: dict[str, Callable[[bytes], bool]] = {
    ".pdf": _begins(b"%PDF-"), ".png": _begins(BEGINS[1]), ".jpg": _begins(BEGINS[2]), ".jpeg": _begins(BEGINS[2]),
    ".docx": _packed("word/"), ".xlsx": _packed("xl/"), ".txt": _is_text, ".csv": _is_text,
}  # fmt: skip
