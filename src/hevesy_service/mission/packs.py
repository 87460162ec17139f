"""The pack that lies under a site's runs: what the country accepted in the atlas, the answers accepted, the counts."""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from hevesy.facts import Dist, Shelf, State
from hevesy.facts.pack import FACT_COLUMNS, SOURCE_COLUMNS
from hevesy.facts.pack_columns import columns_of
from hevesy_service.atlas.packs import national_pack
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.mission.counts import TREATED, WAITED, Row
from hevesy_service.mission.events import accepted_answers
from hevesy_service.mission.models import Counted, Said

Cells = dict[str, str]
Tables = dict[str, list[Cells]]
Stands = tuple[str, str]  # who stands behind an answer, and since when: ('', '') for nobody yet


def run_pack(site: Site, iso3: str, counted: bool = True) -> dict[str, str]:
    """The files of the pack for a run of a country at a site; none where nothing was said of it.

    `counted` is whether last year's counts belong to it.
    """
    files = national_pack(iso3)
    if site.country != iso3:
        return files
    answers = [(said, (f"row {form.row} of the book of {site.code}", f"{form.decided_at:%Y-%m-%d}"))
               for said, form in accepted_answers(site).values()]  # fmt: skip
    rows = [(each.year, row) for each in Counted.objects.filter(site=site, country=iso3) for row in each.rows]
    return with_tables(files, iso3, tables_of(answers, rows if counted else (), iso3))


def tables_of(answers: Iterable[tuple[Said, Stands]], counts: Iterable[tuple[int, Row]], iso3: str) -> Tables:
    """Answers and counts as rows of a pack's tables, with their sources."""
    found: Tables = {}
    for said, stands in answers:
        if said["field"].startswith(("policy.", "routes.")):
            _listed(found, said, stands, iso3)
        elif not said["field"].startswith(("country.equipment.", "country.staff.", "country.centres.")):
            found.setdefault("facts", []).append(_fact(said, stands, iso3))  # the rest are accepted in the atlas
        _cite(found, said["source"])
    for year, row in counts:
        _counted(found, row, year, iso3)
        _cite(found, row["source"])
    return found


def with_tables(files: Mapping[str, str], iso3: str, tables: Tables) -> dict[str, str]:
    """A pack's files with more rows in its tables; a fact that stands twice is the later one's."""
    if not tables:
        return dict(files)
    about = files.get("pack.toml", f'name = "atlas-{iso3.lower()}"\ntitle = "what {iso3} said"\nlicence = ""\n')
    found = {**files, "pack.toml": about}
    for name, rows in tables.items():
        held = list(csv.DictReader(io.StringIO(files.get(f"{name}.csv", ""))))
        held = held or _below(name, iso3, rows)
        key = {"facts": "fact", "sources": "key"}.get(name)
        together = {row[key]: row for row in (*held, *rows)}.values() if key else (*held, *rows)
        found[f"{name}.csv"] = _csv(_columns(name), together)
    return found


@contextmanager
def laid(files: Mapping[str, str]) -> Iterator[Shelf]:
    """The shelf with this pack on top, for the length of a block; raises BadPack for what is wrong with it."""
    with tempfile.TemporaryDirectory(prefix="hevesy-said-") as name:
        folder = Path(name)
        for file, text in files.items():
            (folder / file).write_text(text, "utf-8", newline="\n")
        yield shelf().with_pack(folder) if files else shelf()


def _below(name: str, iso3: str, rows: Sequence[Cells]) -> list[Cells]:
    """What the shelf says in a list of which a pack's rows would take the whole place."""
    names = {"policy": ("therapy", "item"), "routes": ("id",)}.get(name)
    if names is None:
        return []
    said = {tuple(row[each] for each in names) for row in rows}
    return [row for row in shelf().table(name, iso3) if tuple(row.get(each, "") for each in names) not in said]


def _fact(said: Said, stands: Stands, iso3: str) -> Cells:
    held = shelf().find(said["field"], iso3)
    parts, dist = said["said"], Dist.FIXED
    if "low" in parts and held is not None:
        dist = held.dist if held.dist is not Dist.FIXED else Dist.TRIANGULAR
    state = said["state"]
    if state == State.REPORTED_ZERO and parts.get("value") != "0":
        parts = {**parts, "value": "0"}
    return {
        "fact": said["field"], "place": iso3, "unit": held.unit if held and "text" not in parts else "",
        **{name: parts.get(name, "") for name in ("value", "low", "high", "text")}, "dist": str(dist),
        **_stands(said, stands), "on": str(said["year"]),
    }  # fmt: skip


def _listed(found: Tables, said: Said, stands: Stands, iso3: str) -> None:
    table, *named = said["field"].split(".")
    about = {**_stands(said, stands), "on": str(said["year"]), "iso3": iso3}
    if said["state"] == State.MISSING:
        return  # a row of which nothing is known says nothing
    if table == "policy":
        found.setdefault("policy", []).append({"therapy": named[0], "item": named[1], **said["said"], **about})
    else:
        found.setdefault("routes", []).append({"id": named[0], "product": named[0], **said["said"], **about})


def _stands(said: Said, stands: Stands) -> Cells:
    by, on = stands
    return {"state": said["state"], "source": key_of(said["source"]), "kind": "verified", "note": said["note"],
            "confirmed_by": by, "confirmed_on": on}  # fmt: skip


def _counted(found: Tables, row: Row, year: int, iso3: str) -> None:
    about = {"iso3": iso3, "centre": row["centre"], "therapy": row["therapy"], "year": str(year),
             "source": key_of(row["source"]), "kind": "verified", "note": row["note"]}  # fmt: skip
    for table, names in (("treatments", TREATED), ("waits", WAITED)):
        cells = {name: "" if row[name] is None else f"{row[name]:.15g}" for name in names}
        if any(cells.values()):
            given = row["state"]
            if table == "waits" and given == State.REPORTED_ZERO:
                given = State.REPORTED
            found.setdefault(table, []).append({**about, **cells, "state": str(given)})


def _cite(found: Tables, source: str) -> None:
    sources = found.setdefault("sources", [])
    if key_of(source) not in {row["key"] for row in sources}:
        sources.append({"key": key_of(source), "citation": source})


def key_of(source: str) -> str:
    """A source's key in the pack: short, and the same wherever the source is."""
    return "said_" + hashlib.sha256(source.encode("utf-8")).hexdigest()[:10]


def _columns(table: str) -> Sequence[str]:
    known = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS}.get(table) or columns_of(table)
    return [column.name for column in known]


def _csv(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
