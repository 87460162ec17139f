"""What the files of a pack of national figures say, checked as any pack is and then as a form would have been."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hevesy.errors import HevesyError
from hevesy.facts import Shelf
from hevesy.places import national_figures
from hevesy.tables import as_meant
from hevesy_service.atlas.centres import MACHINES, CentreSaid
from hevesy_service.atlas.events import Said
from hevesy_service.atlas.shelf import shelf
from hevesy_service.refusals import PackUnreadable

LONGEST = 300  # letters of a source or a link


def read_files(files: Mapping[str, bytes], iso3: str) -> tuple[list[Said], list[CentreSaid]]:
    """The figures and the centres of a pack; raises PackUnreadable for anything that is not of this country."""
    with tempfile.TemporaryDirectory(prefix="hevesy-pack-") as name:
        folder = Path(name)
        for file, text in files.items():
            (folder / file).write_bytes(text)
        try:
            laid = shelf().with_pack(folder)
            tables = {file: _rows(text) for file, text in files.items()}
        except (HevesyError, UnicodeDecodeError, csv.Error) as error:
            first = next((line.strip() for line in str(error).splitlines()[1:]), "its tables cannot be read")
            raise PackUnreadable(why=first.replace(str(folder) + "/", "")) from error
        facts, centres = tables.get("facts.csv", []), tables.get("centres.csv", [])
        machines = tables.get("equipment.csv", [])
        _of_country(facts, centres + machines, iso3)
        return [_figure(laid, row["fact"], iso3) for row in facts], [_centre(laid, row, machines) for row in centres]


def _rows(text: bytes) -> list[dict[str, str]]:
    """The rows of a table of a pack, texts as they were meant."""
    found = csv.DictReader(io.StringIO(text.decode("utf-8")), restval="")
    return [{name: as_meant(cell or "") for name, cell in row.items() if isinstance(name, str)} for row in found]


def _of_country(facts: list[dict[str, str]], others: list[dict[str, str]], iso3: str) -> None:
    known = national_figures(shelf())
    for row in facts:
        if row.get("place") != iso3 or row.get("fact") not in known:
            raise PackUnreadable(why=f"{row.get('fact')} at {row.get('place')} is no national figure of {iso3}")
    for row in others:
        if row.get("iso3") != iso3:
            raise PackUnreadable(why=f"{row.get('centre')} is a centre of {row.get('iso3')}, not of {iso3}")


def _figure(laid: Shelf, fact: str, iso3: str) -> Said:
    row = laid.fact(fact, iso3)
    whole = row.value is None or row.value.is_integer() or fact.startswith("country.staff.")
    try:
        if whole:
            return Said(fact, row.value, str(row.state), int(row.on[:4]), *_cited(laid, row.source))
    except ValueError:
        pass
    raise PackUnreadable(why=f"the value, state or year of {fact} cannot be")


def _centre(laid: Shelf, row: dict[str, str], machines: list[dict[str, str]]) -> CentreSaid:
    own = {each["modality"]: each for each in machines if each["centre"] == row["centre"]}
    try:
        source, link = _cited(laid, row["source"])
        counts = {name: int(own[name]["count"]) if name in own and own[name]["count"] else None for name in MACHINES}
        return CentreSaid(
            row["centre"], row["name"], row["town"], row["sector"], _listed(row["services"]), _listed(row["therapies"]),
            counts, True, int(row["on"][:4]), source, link,
        )  # fmt: skip
    except (ValueError, KeyError, HevesyError) as error:
        raise PackUnreadable(why=f"what is said of the centre {row['centre']!r} cannot be") from error


def _cited(laid: Shelf, key: str) -> tuple[str, str]:
    """A source and its link; a locator that is no address of the web is left out."""
    source = laid.source(key)
    link = source.locator if source.locator.startswith(("https://", "http://")) else ""
    return source.citation[:LONGEST], link[:LONGEST]


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
