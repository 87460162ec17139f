"""Checking a country's pack: every problem of every table, named, before anything of it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from hevesy.errors import BadCell, BadPack, BadTable
from hevesy.facts.check_facts import fact_problems
from hevesy.facts.check_rows import wrong
from hevesy.facts.check_tables import table_problems
from hevesy.facts.pack import FACT_COLUMNS, SOURCE_COLUMNS, Pack, empty_row, read_pack
from hevesy.facts.pack_columns import columns_of, pack_tables
from hevesy.facts.pack_known import Below, Brought, known_on
from hevesy.facts.said import said_problems
from hevesy.facts.spots import Spot
from hevesy.tables import Row, nearest, raw_lines, read_table_collecting

Problem = BadTable | BadCell
OTHER_FILES = ("facts", "sources")
SHOWN = 40  # problems listed at once; the rest are counted


def check_pack(folder: Path, shelf: Below, today: date | None = None) -> Pack:
    """The pack, when nothing is wrong with it; otherwise BadPack, with one sentence for each problem.

    `shelf` is what the pack will lie over. With `today`, a confirmation that lies in the future is a problem.
    """
    pack = read_pack(folder)
    problems = pack_problems(pack, shelf, today)
    if problems:
        raise bad_pack(folder, problems)
    return pack


def bad_pack(folder: Path, problems: Sequence[Problem]) -> BadPack:
    """One error that lists every problem, each as file, line, field: problem; what to do."""
    sentences = [str(problem) for problem in problems]
    rest = len(sentences) - SHOWN
    listing = "\n".join(f"  {sentence}" for sentence in sentences[:SHOWN])
    if rest > 0:
        listing += f"\n  and {rest} more; mend these first"
    return BadPack(pack=folder, count=len(sentences), listing=listing, problems=sentences)


def pack_problems(pack: Pack, shelf: Below, today: date | None = None) -> list[Problem]:
    """Everything that is wrong with a pack, in the order of its files and lines."""
    problems: list[Problem] = [*_strange_files(pack, shelf), *_same_name(pack, shelf)]
    problems.extend(said_problems(pack, shelf.packs))
    sources = [
        row for path in pack.source_files() for row in read_table_collecting(path, SOURCE_COLUMNS, problems)
    ]
    problems.extend(_twice(sources, ("key",), "key"))
    tables = {name: _rows(pack, name, problems) for name in pack_tables()}
    known = known_on(shelf, _brought(pack, tables, sources, _unread(problems)))
    facts = [row for path in pack.fact_files() for row in read_table_collecting(path, FACT_COLUMNS, problems)]
    problems.extend(fact_problems(facts, known, today))
    problems.extend(_twice([row for row in facts if not empty_row(row)], ("fact", "place"), "fact"))
    for name, rows in tables.items():
        problems.extend(table_problems(name, rows, known, today))
        problems.extend(_twice(rows, KEYS[name], KEYS[name][-1]))
    return sorted(problems, key=_where)


KEYS: dict[str, tuple[str, ...]] = {
    "centres": ("iso3", "centre"),
    "equipment": ("iso3", "centre", "modality", "model", "installed"),
    "staff": ("iso3", "centre", "cadre"),
    "treatments": ("iso3", "centre", "therapy", "year"),
    "waits": ("iso3", "centre", "therapy", "year"),
    "routes": ("iso3", "id"),
    "policy": ("iso3", "therapy", "item", "order"),
    "schemes": ("iso3", "scheme"),
    "towns": ("iso3", "id"),
}


def _unread(problems: Sequence[Problem]) -> frozenset[str]:
    """The tables with cells that could not be read: what refers to their rows cannot be judged yet."""
    stems = {Path(str(problem.values["file"])).stem for problem in problems}
    return frozenset(stems | {"sources"} if any(stem.startswith("sources") for stem in stems) else stems)


def _brought(
    pack: Pack, tables: Mapping[str, Sequence[Row]], sources: Sequence[Row], unread: frozenset[str]
) -> Brought:
    towns: dict[str, tuple[Spot, ...]] = {}
    for row in tables["towns"]:
        towns[row["iso3"]] = (*towns.get(row["iso3"], ()), Spot.of(row))
    return Brought(
        centres=frozenset(row["centre"] for row in tables["centres"]),
        sources=frozenset(row["key"] for row in sources),
        producers=frozenset(_own_producers(pack)),
        towns=towns,
        unread=unread,
    )


def _own_producers(pack: Pack) -> Iterator[str]:
    """Ids and names in a table of producers that the pack brings; the table is checked where it is used."""
    for path in pack.table_files("producers"):
        lines, _ = raw_lines(path)
        header = [cell.strip() for cell in lines[0][1]] if lines else []
        for _, cells in lines[1:]:
            yield from (
                cell.strip()
                for name, cell in zip(header, cells, strict=False)
                if name in ("id", "name") and cell
            )


def _rows(pack: Pack, name: str, problems: list[Problem]) -> list[Row]:
    return [
        row
        for path in pack.table_files(name)
        for row in read_table_collecting(path, columns_of(name), problems)
    ]


def _twice(rows: Sequence[Row], key: Sequence[str], field: str) -> Iterator[Problem]:
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        name = tuple(row[column] for column in key)
        if name in first:
            earlier = first[name]
            said = ", ".join(str(part) for part in name if part is not None)
            where = (
                f"line {earlier.line}"
                if earlier.file == row.file
                else f"{earlier.file.name}, line {earlier.line}"
            )
            yield wrong(row, field, f"{said} stands already in {where}", "keep one of the two rows")
        else:
            first[name] = row


def _strange_files(pack: Pack, shelf: Below) -> Iterator[Problem]:
    expected = (*OTHER_FILES, *pack_tables())
    shipped = {
        path.stem
        for shelf_pack in shelf.packs
        if shelf_pack.shipped
        for path in shelf_pack.folder.glob("*.csv")
    }
    for path in sorted(pack.folder.iterdir()):
        if path.suffix.lower() not in {".csv", ".xlsx"} or path.name.startswith(("~", ".")):
            continue
        if path.stem not in expected and path.stem not in shipped and not path.stem.startswith("sources"):
            guess = nearest(path.stem, expected)
            advice = f"did you mean {guess}.csv?" if guess else f"its tables are {', '.join(expected)}"
            yield BadTable(file=path, problem="a pack has no such table", advice=advice)
        if path.suffix == ".csv" and path.with_suffix(".xlsx").is_file():
            yield BadTable(
                file=path, problem=f"{path.stem}.xlsx stands beside it", advice="keep the one that holds"
            )


def _same_name(pack: Pack, shelf: Below) -> Iterator[Problem]:
    if pack.name in {below.name for below in shelf.packs}:
        about = pack.folder / "pack.toml"
        yield BadTable(
            file=about, problem=f"a pack named {pack.name!r} lies here already", advice="give it another name"
        )


def _where(problem: Problem) -> tuple[str, int]:
    line = problem.values.get("line", 0)
    return str(problem.values["file"]), line if isinstance(line, int) else 0
