"""The pack a country corrects in a spreadsheet: pre-filled with what the shelf says, else empty."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hevesy.errors import FolderInUse
from hevesy.facts import Fact, Shelf
from hevesy.facts.pack import FACT_COLUMNS, SOURCE_COLUMNS
from hevesy.facts.pack_columns import columns_of, dictionary, pack_tables
from hevesy.places import Country
from hevesy.plan.key_inputs import KeyInput, key_inputs, state_in
from hevesy.plan.wanted import with_wanted
from hevesy.tables import disarmed_row

OPTIONAL = ("towns",)  # tables that are written only when asked for


def write_template(country: Country, shelf: Shelf, out: Path, tables: Sequence[str] = ()) -> list[Path]:
    """Write the pack for `country` into the new folder `out`; an unchanged template changes no result.

    `tables` adds optional tables (towns), pre-filled with the shipped rows. Raises FolderInUse where `out`
    holds something. Nothing is left behind when the writing is interrupted.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FolderInUse(folder=out)
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for name, text in contents(country, shelf, tables).items():
            # the mark at the beginning tells spreadsheet programs that this is UTF-8
            encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"
            (draft / name).write_text(text, encoding=encoding, newline="\n")
        draft.chmod(0o755)
        if out.exists():
            out.rmdir()
        draft.rename(out)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return sorted(out.iterdir())


def contents(country: Country, shelf: Shelf, tables: Sequence[str] = ()) -> dict[str, str]:
    """The files of the pack as text, by name."""
    asked = key_inputs(shelf)
    facts = prefilled(country, shelf, asked)
    files = {
        "README.txt": _guidance(country, asked, facts, shelf),
        "pack.toml": _about(country),
        "facts.csv": _csv(
            [column.name for column in FACT_COLUMNS], (fact_cells(fact, country.iso3) for fact in facts)
        ),
        "sources.csv": _csv([column.name for column in SOURCE_COLUMNS], []),
    }
    held = with_wanted(asked, country.iso3, shelf)
    for table in pack_tables():
        if table not in OPTIONAL or table in tables:
            names = [column.name for column in columns_of(table)]
            files[f"{table}.csv"] = _csv(names, held.get(table) or shelf.table(table, country.iso3))
    return files


def prefilled(country: Country, shelf: Shelf, asked: Sequence[KeyInput]) -> list[Fact]:
    """The facts behind the key inputs as they hold for the country, each once, in the order asked."""
    names = dict.fromkeys(name for question in asked for name in question.facts())
    found = [shelf.find(name, country.iso3) for name in names]
    return [fact for fact in found if fact is not None]


def fact_cells(fact: Fact, iso3: str) -> dict[str, str]:
    """A fact as the cells of a country's shelf row, every figure to its last digit.

    A figure of the world or of an income group is `imputed` once it stands for the country.
    """
    return {
        "fact": fact.id,
        "place": iso3,
        "value": _figure(fact.value),
        "low": _figure(fact.low),
        "high": _figure(fact.high),
        "unit": fact.unit,
        "text": fact.text,
        "dist": str(fact.dist),
        "on": fact.on,
        "state": str(state_in(fact, iso3)),
        "source": fact.source,
        "kind": str(fact.kind),
        "note": fact.note,
        "confirmed_by": fact.confirmed_by,
        "confirmed_on": fact.confirmed_on,
    }


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _csv(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(disarmed_row(row) for row in rows)
    return text.getvalue()


def _about(country: Country) -> str:
    return (
        f'name = "{country.iso3.lower()}"\n'
        f'title = "{country.name}: figures from the country"\n'
        'licence = ""  # the terms under which others may use these figures\n'
    )


def _guidance(country: Country, asked: Sequence[KeyInput], facts: Sequence[Fact], shelf: Shelf) -> str:
    """What stands in the folder and how to correct it, in plain words."""
    return "\n".join(
        [
            *_introduction(country),
            *(line for table in pack_tables() for line in _table_guidance(table)),
            "The thirty inputs that matter most",
            "----------------------------------",
            *(f"{question.number:>2}. {question.question}{_mark(question)}" for question in asked),
            "",
            *_terms(facts, shelf),
        ]
    )


def _introduction(country: Country) -> list[str]:
    title = f"A pack of figures for {country.name}"
    return [
        title,
        "=" * len(title),
        "",
        "Open the .csv files in a spreadsheet, correct them, save them (CSV or xlsx), and run",
        f"  hevesy plan country {country.iso3} --pack THIS_FOLDER --out report",
        "Commas, semicolons, tabs and decimal commas are all understood. Nothing is used before the whole",
        "folder is sound: every problem is named with its file, line and field.",
        "",
        "facts.csv    the figures behind the thirty key inputs, as Hevesy holds them now. To correct one,",
        "             change value, low and high; say where it comes from in source (a key of sources.csv,",
        "             or 'own'), how it is known in kind, what stands behind it in state. To stand behind",
        "             a row, changed or not, put your name in confirmed_by and the day in confirmed_on.",
        "sources.csv  the documents you cite: a key of your own, the citation, a link if there is one.",
        "",
        "Unknown is not zero: leave a cell empty when nobody knows. State says what stands behind a value:",
        "  reported, reported_zero (somebody counted, and there is none), public_only (public sector only),",
        "  imputed (estimated from elsewhere), missing (nobody knows).",
        "policy.csv and routes.csv hold a row for each answer that is asked for each first-choice medicine. A row",
        "in which nothing but these names is filled in says nothing: it stays unknown.",
        "",
        "Rows left as they are change no result.",
        "",
    ]


def _table_guidance(table: str) -> list[str]:
    entries = [entry for entry in dictionary() if entry.table == table]
    width = max(len(entry.column.name) for entry in entries)
    lines = [f"{table}.csv{' (optional)' if table in OPTIONAL else ''}"]
    for entry in entries:
        needed = " (must be filled in)" if entry.column.required else ""
        choices = f" [{', '.join(entry.column.choices)}]" if entry.column.choices else ""
        lines.append(f"  {entry.column.name:<{width}}  {entry.meaning}{needed}{choices}")
    return [*lines, ""]


def _mark(question: KeyInput) -> str:
    return " [minimum]" if question.minimum else ""


def _terms(facts: Sequence[Fact], shelf: Shelf) -> list[str]:
    """Whose terms of use hold for the figures that were copied into the folder."""
    used = {fact.pack for fact in facts}
    restricted = [pack for pack in shelf.packs if pack.restricted and pack.name in used]
    lines = ["[minimum]: until these are confirmed the report is a draft, not for decision.", ""]
    for pack in restricted:
        lines.append(f"Some figures come from {pack.title}; their terms hold here too: {pack.licence}")
    return lines
