"""Accepted figures as a pack: the files of it, and the shelf with the figures of every country on top."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, QuerySet

from hevesy.facts import Shelf
from hevesy.places import country_name, national_figures
from hevesy.tables import disarmed
from hevesy_service.atlas.centres import CENTRES, EQUIPMENT, centre_row, equipment_rows, practising
from hevesy_service.atlas.models import Figure, HeldCentre
from hevesy_service.atlas.shelf import shelf

FACTS = ("fact", "place", "value", "unit", "dist", "on", "state", "source", "kind", "note")
SOURCES = ("key", "citation", "locator")
STAFF = ("iso3", "centre", "cadre", "count", "state", "on", "source", "kind")
KEPT = 4  # folders of earlier figures, for processes that still read them
_held: dict[str, Shelf] = {}


def pack_files(
    figures: Iterable[Figure], centres: Iterable[HeldCentre], name: str, title: str
) -> dict[str, str]:
    """The files of a pack with these figures and centres, by name; cadres stand in the table of staff as well."""
    rows, places = list(figures), practising(centres)
    known = national_figures(shelf())
    cited = [(row.source, row.link) for row in rows] + [(each.said["source"], each.said["link"]) for each in places]
    keys = {each: _key(*each) for each in cited}
    staff = [row for row in rows if known[row.fact].kind == "staff"]
    files = {
        "pack.toml": f'name = "{name}"\ntitle = "{title}"\nlicence = ""\n',
        "facts.csv": _csv(FACTS, (_fact(row, known[row.fact].unit) for row in rows)),
        "sources.csv": _csv(SOURCES, ((key, source, link) for (source, link), key in keys.items())),
    }
    if staff:
        files["staff.csv"] = _csv(STAFF, (_staff(row, known[row.fact].key) for row in staff))
    if places:
        named = [(each, keys[each.said["source"], each.said["link"]]) for each in places]
        files["centres.csv"] = _csv(CENTRES, (centre_row(*each) for each in named))
        files["equipment.csv"] = _csv(EQUIPMENT, (row for each in named for row in equipment_rows(*each)))
    return files


def pack_of(iso3: str) -> dict[str, str]:
    """The files of a country's pack."""
    title = f"{country_name(iso3, shelf())}: national figures accepted in the atlas"
    held = HeldCentre.objects.filter(iso3=iso3)
    return pack_files(_figures().filter(iso3=iso3), held, f"atlas-{iso3.lower()}", title)


def national_pack(iso3: str) -> dict[str, str]:
    """The files of a country's pack as it stands; none where nothing of it has been accepted."""
    held = Figure.objects.filter(iso3=iso3).exists() or HeldCentre.objects.filter(iso3=iso3).exists()
    return pack_of(iso3) if held else {}


def written(files: Mapping[str, str], folder: Path) -> Path:
    """A folder with these files, whole or not at all, checked as any pack is; raises BadPack."""
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    try:
        for name, text in files.items():
            (draft / name).write_text(text, "utf-8", newline="\n")
        shelf().with_pack(draft)
        os.rename(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        if not folder.exists():  # else another process wrote the same
            raise
    return folder


def shelf_now() -> Shelf:
    """The shelf with every accepted figure on top; kept until another one is accepted."""
    stands = [each.objects.aggregate(rows=Count("pk"), last=Max("since")) for each in (Figure, HeldCentre)]
    if not any(each["rows"] for each in stands):
        return shelf()
    key = " ".join(f"{each['rows']} {each['last']}" for each in stands)
    found = _held.get(key)
    if found is None:
        files = pack_files(_figures(), HeldCentre.objects.all(), "atlas", "National figures accepted in the atlas")
        stamp = hashlib.sha256("".join(files.values()).encode("utf-8")).hexdigest()[:16]
        folder = settings.HOME.folder / "atlas"
        found = shelf().with_pack(written(files, folder / stamp))
        _held.clear()
        _held[key] = found
        _tidied(folder)
    return found


def _figures() -> QuerySet[Figure]:
    return Figure.objects.select_related("site").order_by("iso3", "fact")


def _tidied(folder: Path) -> None:
    old = sorted((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
    for each in old[:-KEPT]:
        shutil.rmtree(each, ignore_errors=True)


def _fact(row: Figure, unit: str) -> tuple[str, ...]:
    note = f"accepted on {row.since:%Y-%m-%d}, row {row.row} of the book of {row.site.code}"
    stands = (figure(row.value), unit, "fixed", str(row.year), row.state)
    return (row.fact, row.iso3, *stands, _key(row.source, row.link), "verified", note)


def _staff(row: Figure, cadre: str) -> tuple[str, ...]:
    return (row.iso3, "", cadre, figure(row.value), row.state, str(row.year), _key(row.source, row.link), "verified")


def _key(source: str, link: str) -> str:
    """A source's key in the pack: short, and the same wherever the source is."""
    return "atlas_" + hashlib.sha256(f"{source}\n{link}".encode()).hexdigest()[:10]


def figure(value: float | None) -> str:
    """A value as it stands in a table: whole numbers without a point, nothing for none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def _csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([disarmed(cell) for cell in row] for row in rows)
    return text.getvalue()
