"""Checks of the installation: is it what was tested, and does this machine do what it is asked to?"""

from __future__ import annotations

import csv
import os
import platform
import shutil
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from zoneinfo import ZoneInfo

from hevesy.validation.case import HERE
from hevesy.validation.result import Result, looked_at
from hevesy.validation.software import homes

MODULE = "installation"
FREE_BYTES = 2 * 1024**3
WRITTEN_BYTES = 1_000_000
SAMPLE = "Lu-177 µSv/h é Я 治疗 علاج"


def machine() -> str:
    """The machine in one line: name, system, processor, Python."""
    return f"{platform.node()}, {platform.system()} {platform.release()}, {platform.machine()}, " \
           f"Python {platform.python_version()}"  # fmt: skip


def looked(folder: Path | None = None) -> Iterator[Result]:
    """Every check of the machine; `folder` is the one that the installation writes to."""
    yield versions()
    yield files_unchanged()
    yield clock()
    yield hours()
    yield disk(folder or Path(tempfile.gettempdir()))
    yield room(folder or Path(tempfile.gettempdir()))
    yield printed()


def versions() -> Result:
    """The packages beside those that this version was tested with."""
    with (HERE / "versions.csv").open(encoding="utf-8", newline="") as file:
        tested = {row["package"]: row["version"] for row in csv.DictReader(file)}
    here = {name: found for name in tested if (found := _version(name))}
    other = [f"{name} {found} (tested with {tested[name]})" for name, found in here.items() if found != tested[name]]
    missing = sorted(set(tested) - set(here))
    return looked_at(
        "INS-1", MODULE, "the packages that Hevesy runs on are those that it was tested with", "the same versions",
        f"{len(here) - len(other)} the same" + (f"; other: {', '.join(other)}" if other else ""), not other,
        "another version may calculate otherwise", f"not installed: {', '.join(missing)}" if missing else "",
    )  # fmt: skip


def _version(name: str) -> str:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return ""


def files_unchanged(name: str = "hevesy") -> Result:
    """The files of Hevesy beside the list with their hashes that came with them."""
    what, why = "no file of Hevesy was changed after it was installed", "a changed file may calculate otherwise"
    found = _listed(name)
    if not found:
        remark = "installed from a clone, which has no list of its files; the mark of the software is over all of them"
        return looked_at("INS-2", MODULE, what, "as listed", "no list", None, why, remark)
    changed = [str(path) for path, digest in found if _digest(path) != digest]
    got = f"{len(found) - len(changed)} files as listed" + (f"; changed: {', '.join(changed[:5])}" if changed else "")
    return looked_at("INS-2", MODULE, what, "as listed", got, not changed, why)


def _listed(name: str) -> list[tuple[Path, str]]:
    """Every Python and data file with the hash that stands in its list; nothing where the list has none of them."""
    try:
        held: Distribution = distribution(name)
    except PackageNotFoundError:
        return []
    own = {folder.name for folder in homes()}
    return [
        (Path(str(each.locate())), each.hash.value) for each in held.files or ()
        if each.hash is not None and each.parts[0] in own
    ]  # fmt: skip


def _digest(path: Path) -> str:
    if not path.is_file():
        return ""
    return urlsafe_b64encode(sha256(path.read_bytes()).digest()).decode("ascii").rstrip("=")


def clock() -> Result:
    """The clock of the wall beside the newest file of the software, and beside the clock that only goes ahead."""
    newest = max(path.stat().st_mtime for folder in homes() for path in folder.rglob("*.py"))
    begun, wall = time.monotonic(), time.time()
    time.sleep(0.05)
    drift = abs((time.time() - wall) - (time.monotonic() - begun))
    holds = wall > newest and drift < 0.02
    got = f"{datetime.fromtimestamp(wall, UTC):%Y-%m-%d %H:%M} UTC, {drift * 1000:.1f} ms off in 50 ms"
    return looked_at(
        "INS-3", MODULE, "the clock stands after the newest file of Hevesy, and goes at the right pace",
        f"after {datetime.fromtimestamp(newest, UTC):%Y-%m-%d %H:%M} UTC, less than 20 ms off", got, holds,
        "decay is counted by the clock", "whether it shows the right time is seen beside another clock",
    )  # fmt: skip


def hours() -> Result:
    """The table of local hours, on both sides of a change of summer time."""
    said = [
        f"{datetime(2027, month, day, 12, tzinfo=UTC).astimezone(ZoneInfo('Europe/Paris')):%H:%M}"
        for month, day in ((3, 27), (3, 28))
    ]
    return looked_at(
        "INS-4", MODULE, "noon UTC in Paris on the day before and on the day of the change to summer time in 2027",
        "13:00, 14:00", ", ".join(said), said == ["13:00", "14:00"], "a journey has local hours at both ends",
    )  # fmt: skip


def disk(folder: Path) -> Result:
    """What is written reaches the disk, and is read back the same."""
    content, got, holds = os.urandom(WRITTEN_BYTES), "", False
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".hevesy-validation-")
        try:
            with os.fdopen(handle, "wb") as writing:
                writing.write(content)
                writing.flush()
                os.fsync(writing.fileno())
            holds = Path(name).read_bytes() == content
            got = "the same" if holds else "something else"
        finally:
            Path(name).unlink()
    except OSError as error:
        got = f"refused: {error.strerror}"
    return looked_at("INS-5", MODULE, "a million bytes written, put on the disk and read back", "the same", got,
                     holds, "what is acknowledged must outlive a power cut")  # fmt: skip


def room(folder: Path) -> Result:
    """Room on the disk."""
    free = shutil.disk_usage(folder).free
    return looked_at("INS-6", MODULE, "free room on the disk", "2 GiB at least", f"{free / 1024**3:.1f} GiB",
                     free >= FREE_BYTES, "a full disk stops writing")  # fmt: skip


def printed() -> Result:
    """Letters of four scripts are set as PDF, twice the same; none is missing in the fonts."""
    from hevesy.paper import is_missing, pdf_from

    missing = [sign for sign in SAMPLE if is_missing(sign)]
    said = {"text": SAMPLE}
    first, second = (pdf_from(HERE / "templates" / "sample.typ", said, date(2027, 3, 2)) for _ in range(2))
    holds = not missing and first.startswith(b"%PDF-") and first == second
    got = f"missing: {' '.join(missing)}" if missing else f"{len(first)} bytes" + ("" if holds else ", not the same")
    return looked_at(
        "INS-7", MODULE, f"a page with the letters {SAMPLE} is printed twice as PDF",
        "no letter missing, the same bytes", got, holds, "papers for patients, labels and this report",
    )  # fmt: skip
