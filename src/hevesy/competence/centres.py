"""What centres say of their people, trainees and treatments, and the country that they make together.

A centre that does not say something is left out of that sum and counted among those that did not: unknown is not zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np

from hevesy.capacity.counts import Counts, counted
from hevesy.capacity.minutes import CADRES
from hevesy.competence.course import course_minutes, cycles_planned, minutes_of_one, minutes_taken
from hevesy.competence.figures import figures_of, shares_of_posts
from hevesy.competence.national import Nation
from hevesy.competence.pipeline import MONTHS, STAFF, Figures, months_of_training
from hevesy.errors import BadEvidence
from hevesy.facts import Reader, Shelf
from hevesy.facts.spread import Floats
from hevesy.products import find_therapy, therapies
from hevesy.tables import Column, Row, nearest, read_table

OF_CADRES, OF_THERAPIES = ("people", "valid", "trainees", "seats"), ("cycles", "courses")
COLUMNS = (
    Column("centre", required=True), Column("what", "choice", required=True, choices=(*OF_CADRES, *OF_THERAPIES)),
    Column("about", required=True), Column("number", "number", required=True, low=0, high=1e6),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CentreFigures:
    """What is known of one centre; what does not stand in a mapping is unknown.

    By cadre of STAFF: `people` in post, how many of them are `valid` (certified today), both as full-time equivalents
    where contracts are known; `trainees`, and `seats`, trainees at a time for whom the centre has a post. By therapy:
    `cycles` given and `courses` begun in a year.
    `counts` where the centre's hours are known.
    """

    name: str
    people: Mapping[str, float] = field(default_factory=dict)
    valid: Mapping[str, float] = field(default_factory=dict)
    trainees: Mapping[str, float] = field(default_factory=dict)
    seats: Mapping[str, float] = field(default_factory=dict)
    cycles: Mapping[str, float] = field(default_factory=dict)
    courses: Mapping[str, float] = field(default_factory=dict)
    counts: Counts | None = None


def together(centres: Sequence[CentreFigures], what: str, about: str) -> tuple[float, int]:
    """The sum over the centres that say something, and how many do not."""
    said = [getattr(each, what)[about] for each in centres if about in getattr(each, what)]
    return float(sum(said)), len(centres) - len(said)


def nation_of(centres: Sequence[CentreFigures], reader: Reader, on: date, years: int = 5) -> Nation:
    """The country as its centres stand, with courses and cycles as in the last year for so many years.

    The reader's place is the country; without draws the figures are as expected.
    """
    draws = max(1, reader.draws)
    posts = _posts(centres, reader, years)
    cycles = [sum(each.cycles.values()) for each in centres if each.cycles]
    # where nobody said how many there are, they limit nothing
    given = np.full((years, draws), float(sum(cycles)) if cycles else np.inf)
    figures = tuple(
        _within_seats(figures_of(cadre, [reader] * years, share, draws), cadre, centres, given)
        for cadre, share in zip(STAFF, shares_of_posts(posts), strict=True)
    )
    asked = sorted({name for each in centres for name in each.courses})
    joined = np.array([together(centres, "courses", name)[0] for name in asked], dtype=float)
    of_one = _of_one(centres, reader, on, (years, draws))
    return Nation(
        posts, figures, given,
        np.broadcast_to(joined[None, :, None], (years, len(asked), draws)), _course(asked, reader, draws),
        of_one if asked else np.full_like(of_one, np.nan),
    )  # fmt: skip


def _within_seats(figures: Figures, cadre: str, centres: Sequence[CentreFigures], given: Floats) -> Figures:
    """No more at a time than there are seats, where each centre with people of the cadre states its own."""
    asked = [each for each in centres if each.people.get(cadre, 0.0) > 0.0 or cadre in each.seats]
    if not asked or any(cadre not in each.seats for each in asked):
        return figures
    seats = sum(each.seats[cadre] for each in asked)
    a_year = np.stack([seats * MONTHS / months_of_training(figures, each, year) for year, each in enumerate(given)])
    return replace(figures, stated=np.minimum(figures.stated, a_year))


def _posts(centres: Sequence[CentreFigures], reader: Reader, years: int) -> Floats:
    """Of each cadre of STAFF; engineers of whom a centre with a team says nothing, as the usual of a centre."""
    number = [together(centres, "people", cadre)[0] for cadre in STAFF]
    engineer = STAFF[-1]
    silent = sum(1 for each in centres if engineer not in each.people and sum(each.people.values()) > 0)
    number[-1] += silent * reader.number(f"capacity.team.{engineer}") if silent else 0.0
    return np.repeat(np.array(number, dtype=float)[:, None], years, axis=1)


def _course(asked: Sequence[str], reader: Reader, draws: int) -> Floats:
    """Minutes of each cadre of CADRES for a whole course, (cadre, therapy, D)."""
    found = np.zeros((len(CADRES), len(asked), draws))
    for place, name in enumerate(asked):
        therapy = find_therapy(name, reader.shelf)
        cycles = cycles_planned(therapy, reader)
        for k, (first, again) in enumerate(minutes_taken(therapy, reader).values()):
            found[k, place] = course_minutes(first, again, cycles)
    return found


def _of_one(centres: Sequence[CentreFigures], reader: Reader, on: date, shape: tuple[int, int]) -> Floats:
    """On average over the people; where nobody is there, as at a usual centre."""
    usual = counted(None, reader, on)
    found = np.empty((len(CADRES), *shape))
    for k, cadre in enumerate(CADRES):
        here = [(each.people.get(cadre, 0.0), each.counts or usual) for each in centres]
        stated = {id(counts): counts for people, counts in here if people > 0} or {id(usual): usual}
        weights = {name: sum(people for people, counts in here if id(counts) == name) for name in stated}
        whole = sum(weights.values())
        found[k] = sum(
            (weights[name] / whole if whole else 1.0) * minutes_of_one(cadre, counts, reader)
            for name, counts in stated.items()
        )
    return found


def read_centres(file: Path, shelf: Shelf) -> list[CentreFigures]:
    """The centres of a table with the columns above, in its order.

    Raises BadTable, BadCell or BadEvidence, naming line and column, at the first thing that is wrong.
    """
    found: dict[str, dict[str, dict[str, float]]] = {}
    for row in read_table(file, COLUMNS):
        about = _about(row, shelf)
        said = found.setdefault(row["centre"], {}).setdefault(row["what"], {})
        if about in said:
            raise _wrong(row, "about", f"{row['what']} of {about} stands there already", "keep one of the two rows")
        said[about] = float(row["number"])
        people = found[row["centre"]].get("people", {})
        if row["what"] == "valid" and about in people and said[about] > people[about]:
            problem = f"{said[about]:g} are valid of {people[about]:g} who work there"
            raise _wrong(row, "number", problem, "correct one of the two")
    return [centre_figures(name, said) for name, said in found.items()]


def centre_figures(name: str, said: Mapping[str, Mapping[str, float]]) -> CentreFigures:
    """A centre from its rows by what they say."""
    people, valid, trainees, seats, cycles, courses = (said.get(what, {}) for what in (*OF_CADRES, *OF_THERAPIES))
    return CentreFigures(name, people, valid, trainees, seats, cycles, courses)


def _about(row: Row, shelf: Shelf) -> str:
    known = list(STAFF) if row["what"] in OF_CADRES else [each.id for each in therapies(shelf)]
    if row["about"] not in known:
        guess = nearest(row["about"], known)
        kind = "cadre" if row["what"] in OF_CADRES else "therapy"
        raise _wrong(row, "about", f"{row['about']!r} is no {kind}",
                     f"did you mean {guess!r}?" if guess else f"write one of {', '.join(known[:7])}")  # fmt: skip
    return str(row["about"])


def _wrong(row: Row, column: str, problem: str, advice: str) -> BadEvidence:
    return BadEvidence(file=row.file, line=row.line, column=column, problem=problem, advice=advice)
