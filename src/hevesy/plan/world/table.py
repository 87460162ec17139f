"""All countries side by side: one row each, kept as it is made, so that a stop loses nothing."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hevesy import __version__
from hevesy.errors import HevesyError
from hevesy.facts import Shelf
from hevesy.places import all_countries
from hevesy.plan.world.columns import COLUMNS, Row

Summary = Callable[[str, Shelf], Mapping[str, Any]]
Progress = Callable[[int, int, str], None]


def world_table(
    shelf: Shelf, summary: Summary, out: Path, progress: Progress, settings: str = ""
) -> list[Row]:
    """A row for every country and territory, in the order of their codes.

    Each row is written to `<out>/world.part-....csv` and synced as soon as it is made; a rerun with the same
    packs, version and `settings` (anything else that the summary depends on) goes on from there. A country
    that cannot be planned has a row whose note says why.
    `progress` hears (done, of how many, which country).
    """
    return made(shelf, summary, part_file(shelf, out, settings), progress)


def made(shelf: Shelf, summary: Summary, part: Path, progress: Progress) -> list[Row]:
    part.parent.mkdir(parents=True, exist_ok=True)
    kept = {row["iso3"]: row for row in resumed(part)}
    countries = all_countries(shelf)
    with part.open("a", encoding="utf-8", newline="") as file:
        if part.stat().st_size == 0:
            _append(file, {column.name: column.name for column in COLUMNS})
        for done, country in enumerate(countries, start=1):
            if country.iso3 not in kept:
                row = _row(country.iso3, country.name, shelf, summary)
                _append(file, row)
                kept[country.iso3] = row
            progress(done, len(countries), country.name)
    return [kept[country.iso3] for country in countries]


def part_file(shelf: Shelf, out: Path, settings: str) -> Path:
    """Where the rows are kept while they are made."""
    return out / f"world.part-{fingerprint(shelf, settings)}.csv"


def resumed(part: Path) -> list[Row]:
    """The whole rows of a table that was stopped; a row that was being written is cut off the file."""
    if not part.is_file():
        return []
    data = part.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) != len(data):
        with part.open("r+b") as file:
            file.truncate(len(whole))
    reader = csv.DictReader(io.StringIO(whole.decode("utf-8"), newline=""))
    return [row for row in reader if None not in row.values()]


def fingerprint(shelf: Shelf, settings: str = "") -> str:
    """A short mark of version, settings and every file of every pack: rows are only joined to their like."""
    mark = hashlib.sha256(f"{__version__}\n{settings}\n".encode())
    for pack in shelf.packs:
        for file in sorted(pack.folder.rglob("*")):
            if file.is_file():
                mark.update(f"{pack.name}/{file.relative_to(pack.folder)}\n".encode())
                mark.update(hashlib.sha256(file.read_bytes()).digest())
    return mark.hexdigest()[:12]


def _row(iso3: str, name: str, shelf: Shelf, summary: Summary) -> Row:
    try:
        found: Mapping[str, Any] = summary(iso3, shelf)
    except HevesyError as error:
        found = {"note": f"Not planned: {' '.join(str(error).split())}"}
    given = {"iso3": iso3, "name": name, **found}
    return {column.name: _cell(given.get(column.name)) for column in COLUMNS}


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 1e5 else f"{value:.6g}"
    return " ".join(str(value).split())


def _append(file: Any, row: Row) -> None:
    file.write(lines([row]))
    file.flush()
    os.fsync(file.fileno())


def lines(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    csv.DictWriter(text, [column.name for column in COLUMNS], lineterminator="\n").writerows(rows)
    return text.getvalue()


def replace(file: Path, text: str) -> None:
    """Write the file whole, or leave the old one."""
    draft = file.with_name(f".{file.name}.part")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, file)
