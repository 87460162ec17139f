"""What is asked of a centre: how many cycles a year of which therapies, where, and what is there already."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hevesy.errors import BadCentre, UnknownTherapy
from hevesy.facts import Shelf
from hevesy.products import Therapy, find_therapy, therapies
from hevesy.tables import nearest

MOST_CYCLES = 20_000  # about five times the largest announced centre
SITES = ("new", "department")
IMAGING = ("pet", "spect", "elsewhere")


@dataclass(frozen=True, slots=True)
class Asked:
    """A centre of `cycles` cycles a year, `stated` of each therapy where somebody has said how many.

    `site` is new (a bare plot) or department (nuclear medicine works there already). `imaging` says how patients are
    seen before therapy: with a PET/CT or SPECT/CT of the centre's own, or elsewhere. `in_house`: the medicines are
    labelled here. `have` are ids of rooms and machines that are there, and cost nothing more. `tariff` is what is
    paid for a cycle, USD; None: what the shelf's unit costs add up to. `read_as` are loose names and the therapies that
    were understood.
    """

    country: str
    cycles: float
    services: tuple[Therapy, ...]
    stated: Mapping[str, float] = field(default_factory=dict)
    site: str = "new"
    imaging: str = "pet"
    in_house: bool = False
    have: frozenset[str] = frozenset()
    tariff: float | None = None
    read_as: Mapping[str, str] = field(default_factory=dict)
    draws: int = 1000
    seed: int = 1


def services_asked(
    text: str, cycles: float | None, shelf: Shelf
) -> tuple[tuple[Therapy, ...], dict[str, float], float]:
    """The therapies named in `text`, how many cycles of each are stated (as in lu177_psma617=180), and all of them.

    Raises BadCentre for a name that is not known or named twice, and where the numbers do not fit together.
    """
    loose = loose_names(shelf)
    found: list[Therapy] = []
    stated: dict[str, float] = {}
    for word in (part.strip() for part in text.split(",")):
        name, equals, number = (part.strip() for part in word.partition("="))
        therapy = _therapy(loose.get(name.casefold(), name), shelf)
        if therapy in found:
            raise _wrong("--services", f"{therapy.id} is named twice", "name each once")
        found.append(therapy)
        if equals:
            stated[therapy.id] = _number(f"--services {name}", number)
    return tuple(found), stated, _whole(found, stated, cycles)


def loose_names(shelf: Shelf) -> dict[str, str]:
    """Names that mean several therapies, and the one that a centre usually means, by table centre_levels."""
    rows = shelf.table("centre_levels")
    return {name: row["therapy"] for row in rows for name in row.get("also", "").split("|") if name}


def read_loosely(text: str, shelf: Shelf) -> dict[str, str]:
    """The loose names in `text` and the therapies that were understood."""
    loose = loose_names(shelf)
    words = [part.partition("=")[0].strip() for part in text.split(",")]
    return {word: loose[word.casefold()] for word in words if word.casefold() in loose}


def have_asked(text: str, shelf: Shelf) -> frozenset[str]:
    """What is there already: ids of tables centre_rooms and centre_equipment. Raises BadCentre for another word."""
    known = [row["id"] for name in ("centre_rooms", "centre_equipment") for row in shelf.table(name)]
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if word not in known:
            raise _wrong("--have", f"there is no room or machine {word!r}", _nearest(word, known))
    return frozenset(words)


def checked_cycles(cycles: float, where: str = "--cycles") -> float:
    """The number of cycles a year, if a centre can give so many. Raises BadCentre."""
    if not math.isfinite(cycles) or cycles <= 0:
        raise _wrong(where, f"{cycles:g} cycles a year make no centre", "give a number above 0, as in 300")
    if cycles > MOST_CYCLES:
        problem = f"{cycles:,.0f} cycles a year are more than any centre gives"
        raise _wrong(where, problem, f"give at most {MOST_CYCLES:,}, and plan several centres for more")
    return float(cycles)


def _whole(found: Sequence[Therapy], stated: Mapping[str, float], cycles: float | None) -> float:
    """All cycles: those asked for, or the sum of those stated; both must agree."""
    total = sum(stated.values())
    if cycles is None:
        if len(stated) < len(found):
            raise _wrong("--cycles", "nobody says how many", "give --cycles, or a number for each service")
        return checked_cycles(total, "--services")
    checked_cycles(cycles)
    open_ones = len(found) - len(stated)
    if (open_ones == 0 and not math.isclose(total, cycles)) or (open_ones and total >= cycles):
        problem = f"the services have {total:g} cycles and the centre {cycles:g}"
        raise _wrong("--services", problem, "let them add up, or leave --cycles out")
    return cycles


def _therapy(name: str, shelf: Shelf) -> Therapy:
    known = [one.id for one in therapies(shelf)]
    if not name:
        raise _wrong("--services", "a name is empty", f"name therapies, as in {known[0]}")
    try:
        return find_therapy(name, shelf)
    except UnknownTherapy:
        raise _wrong("--services", f"there is no therapy {name!r}", _nearest(name, known)) from None


def _nearest(word: str, known: Sequence[str]) -> str:
    begins = [name for name in known if name.startswith(word)] if word else []
    if len(begins) > 1:
        return f"say which is meant: {', '.join(begins)}"
    guess = begins[0] if begins else nearest(word, list(known))
    return f"did you mean {guess!r}?" if guess else f"known are {', '.join(known)}"


def _number(where: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise _wrong(where, f"{text!r} is not a number of cycles", "write it as in lu177_psma617=180") from None
    return checked_cycles(number, where)


def _wrong(where: str, problem: str, advice: str) -> BadCentre:
    return BadCentre(where=where, problem=problem, advice=advice)
