"""PLAN's chapter of the people and LEARN's national view: one function, the same numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.plan.workforce.test_workforce import TEXT, followed, made_of, own

from hevesy.capacity.counts import counted
from hevesy.capacity.minutes import CADRES
from hevesy.competence.centres import CentreFigures, nation_of
from hevesy.competence.national import cadres_said, national
from hevesy.competence.pipeline import STAFF
from hevesy.competence.view import national_view, planned_by
from hevesy.facts import Shelf
from hevesy.places.centre import centres
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.workforce.answers import workforce_said
from hevesy.plan.workforce.staffing import Staffed

__all__ = ["own"]


@pytest.fixture(scope="module")
def shelf(own: Path) -> Shelf:
    return Shelf.load(packs=[], restricted=True).with_pack(own)


@pytest.fixture(scope="module")
def found(shelf: Shelf) -> Staffed:
    return followed(made_of(shelf), shelf)


def test_the_function_gives_plan_s_chapter_to_the_last_digit(found: Staffed, shelf: Shelf) -> None:
    said = workforce_said(found, shelf)
    assert cadres_said(national(found.nation), said["first_year"]) == said["cadres"]


def test_what_learn_reads_from_the_shelf_gives_the_same_chapter(found: Staffed, shelf: Shelf) -> None:
    """LEARN knows of one centre with PLAN's people; what a course and a person are worth, both read from the shelf."""
    scenario = scenario_from(TEXT)
    reader = shelf.reader("JOR", found.model.draws, scenario.seed)
    centre = next(each for each in centres("JOR", shelf) if each.id == "one")
    ours = CentreFigures(
        "One", {cadre: float(found.nation.posts[k, 0]) for k, cadre in enumerate(STAFF)},
        courses={"lu177_psma617": 1.0}, cycles={"lu177_psma617": 1.0},
        counts=counted(centre, shelf.reader("JOR/one", found.model.draws, scenario.seed), scenario.start),
    )  # fmt: skip
    nation = nation_of([ours], reader, scenario.start, found.model.years)
    assert np.array_equal(nation.posts, found.nation.posts)
    assert nation.course == pytest.approx(found.nation.course, rel=1e-12)
    assert nation.of_one == pytest.approx(found.nation.of_one, rel=1e-9)
    for mine, theirs in zip(nation.figures, found.nation.figures, strict=True):
        for name in mine.__dataclass_fields__:
            if name != "leaving":
                assert getattr(mine, name) == pytest.approx(getattr(theirs, name), rel=1e-12), name
        assert mine.whole == pytest.approx(theirs.whole, rel=1e-12)
    both = national(replace(nation, given=found.nation.given, joined=found.nation.joined))
    assert both.needed == pytest.approx(found.needed, rel=1e-9)
    for flows, plan in zip(both.flows, found.flows, strict=True):
        for name in ("competent", "in_training", "qualified", "seats", "limit", "weeks"):
            assert getattr(flows, name) == pytest.approx(getattr(plan, name), rel=1e-9), name


def test_fractions_of_posts_go_through_one_function_on_both_sides(found: Staffed, shelf: Shelf) -> None:
    """LEARN counts full-time equivalents: of three quarters of PLAN's posts both say the same, and none is lost."""
    scenario, posts = scenario_from(TEXT), 0.75 * found.nation.posts
    ours = CentreFigures("One", {cadre: float(posts[k, 0]) for k, cadre in enumerate(STAFF)},
                         courses={"lu177_psma617": 1.0})  # fmt: skip
    nation = nation_of([ours], shelf.reader("JOR", found.model.draws, scenario.seed), scenario.start, found.model.years)
    assert np.array_equal(nation.posts, posts) and not np.array_equal(posts, np.round(posts))
    plan = national(replace(found.nation, posts=posts))
    both = national(replace(nation, given=found.nation.given, joined=found.nation.joined))
    for mine, theirs in zip(both.flows, plan.flows, strict=True):
        assert mine.competent == pytest.approx(theirs.competent, rel=1e-9)
        whole = theirs.competent + theirs.recruiting + theirs.waiting + theirs.in_training
        assert whole == pytest.approx(theirs.posts, rel=1e-9)


def test_with_a_plan_s_courses_the_national_view_says_the_plan_s_need(found: Staffed, shelf: Shelf) -> None:
    """Its chapter lies beside the view by cadre and year, as workforce.json has it."""
    said = workforce_said(found, shelf)
    views = national_view([CentreFigures("One")], shelf.reader("JOR"), date(2027, 1, 1), planned_by(said))
    for view, row in zip(views, said["cadres"], strict=True):
        assert view.planned == row["needed"]
    assert all(view.planned for view in views[: len(CADRES)])
