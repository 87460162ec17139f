"""Where more capacity gives less: small countries, each with the numbers of the manual's page."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import pytest
from tests.plan.simulation.toys import Drawn, Toy

from hevesy.plan.simulation import flow, reference
from hevesy.plan.simulation.model import DIED_IMAGING, DIED_WAITING, NOT_IMAGED, PET, Model
from hevesy.plan.simulation.outcome import Outcome

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "engine_laws.md"
TWO: dict[str, Any] = {
    "therapies": ("first", "second"),
    "route_imaging": ((0,), (0,)),
    "route_centre": ((0,), (0,)),
}
ONE_GROUP: dict[str, Any] = {"need": 0, "backlog_weeks": 1}


def few_and_many(few: float, many: float) -> list[list[list[list[float]]]]:
    """One figure (of a centre, resource or therapy, and era) in two draws."""
    return [[[[few, many]]]]


def one_resource(first_week: tuple[float, float], later: float) -> Drawn:
    return Drawn([[[list(first_week), [later, later]]]])


# the two draws of each country are the world with less and the world with more
COUNTRIES: dict[str, Toy] = {
    "two medicines, beds and nurses": Toy(
        weeks=1,
        draws=2,
        need=3,
        resources=("bed", "nurse hours"),
        use_first=[[1, 3], [0, 1]],
        have=Drawn([[[[1, 3]], [[6, 6]]]]),
        **TWO,
    ),
    "two medicines, one room": Toy(
        weeks=1,
        draws=2,
        need=[3, 6],
        use_first=[[2], [1]],
        have=6.0,
        doses=Drawn([[[[0, 3]], [[inf, inf]]]]),
        **TWO,
    ),
    "two medicines, one scanned": Toy(
        weeks=1,
        draws=2,
        need=4,
        have=4.0,
        modality=[[PET], [NOT_IMAGED]],
        slots=Drawn([[[[0, 4]], [[0, 0]]]]),
        die_waiting=[[0], [0.5]],
        **TWO,
    ),
    "one chair more for one week": Toy(
        weeks=5,
        draws=2,
        backlog=2,
        cycles=2,
        interval=2,
        lapse=1,
        era_starts=(0, 1),
        have=one_resource((1, 2), 1),
        **ONE_GROUP,
    ),
    "longer later cycles": Toy(
        weeks=8,
        draws=2,
        backlog=4,
        cycles=2,
        interval=3,
        lapse=1,
        use_again=3,
        have=Drawn(few_and_many(3, 4)),
        **ONE_GROUP,
    ),
    "one chair more for ever": Toy(
        weeks=6,
        draws=2,
        need=1,
        growth=[[6, 0, 0, 4, 0, 2]],
        cycles=2,
        interval=2,
        have=Drawn(few_and_many(4, 5)),
    ),
    "patience and return": Toy(
        weeks=7,
        draws=2,
        need=1,
        growth=[[2, 0, 2, 0, 0, 2, 0]],
        cycles=2,
        interval=2,
        die_waiting=0.5,
        era_starts=(0, 1),
        have=one_resource((0, 1), 1),
    ),
    "repeated courses": Toy(
        weeks=4,
        draws=2,
        need=2,
        backlog=2,
        backlog_weeks=1,
        progress=1,
        repeat=1,
        repeat_cycles=2,
        interval=1,
        bins=(1, inf),
        era_starts=(0, 1),
        have=one_resource((0, 2), 4),
    ),
}


def deaths(model: Model, done: Outcome) -> Any:
    on_lists = [model.most_gates + reason for reason in (DIED_IMAGING, DIED_WAITING)]
    return done.lost[:, :, on_lists].sum(axis=(0, 1, 2))


def at_centres(name: str) -> Callable[[Model, Outcome], Any]:
    return lambda _model, done: done.at_centres[name].sum(axis=(0, 1, 2))


COUNTED: dict[str, Callable[[Model, Outcome], Any]] = {
    "patients treated": at_centres("given"),
    "cycles given": at_centres("given"),
    "courses begun in six weeks": at_centres("started"),
    "first courses begun": at_centres("started"),
    "deaths on a list": deaths,
    "deaths on the list": deaths,
}


def lines() -> list[list[str]]:
    rows = [row for row in PAGE.read_text("utf-8").splitlines() if row.startswith("|")][2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_page_shows_every_case() -> None:
    assert [line[0] for line in lines()] == list(COUNTRIES)


@pytest.mark.parametrize("run", [reference.run, flow.run], ids=["reference", "flow"])
@pytest.mark.parametrize(("case", "_more_of", "counted", "before", "after"), lines())
def test_more_is_less(
    run: Callable[[Model], Outcome], case: str, _more_of: str, counted: str, before: str, after: str
) -> None:
    model = COUNTRIES[case].model()
    few, many = COUNTED[counted](model, run(model))
    assert [few, many] == pytest.approx([float(before), float(after)], abs=5e-4)
    assert many > few if "deaths" in counted else many < few


def test_repeated_courses_are_more_cycles_in_all() -> None:
    model = COUNTRIES["repeated courses"].model()
    assert list(at_centres("given")(model, reference.run(model))) == pytest.approx([12, 14])
