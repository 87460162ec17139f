"""Refugees, foreigners and the sector of a centre: who goes where, and how many there are, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from hevesy.errors import BadTable
from hevesy.facts import Shelf
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.plan.simulation import flow
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.model import NOWHERE, ONE, ZERO
from hevesy.plan.simulation.reference import run as reference

START = date(2027, 1, 4)
BASE = Scenario("base", "JOR", START, years=3, draws=4, seed=3, therapies=("lu177_psma617",))
H, REFUGEES, FOREIGNERS = 0, "people.refugees", "people.foreigners.lu177_psma617"
HEAD = "iso3,centre,name,town,sector,schemes,services,takes_refugees,takes_foreigners\n"
CENTRES = (
    HEAD + "JOR,state,State hospital,Amman,public,,therapy;pet,yes,no\n"
    "JOR,private,Private clinic,Irbid,private,,therapy;pet,no,yes\n"
)
SCHEMES = "iso3,scheme,name,members,sector\nJOR,moh,Ministry,40,public\nJOR,axa,Insurer,20,private\n"


@cache
def shelf() -> Shelf:
    return Shelf.load()


def laid(folder: Path, centres: str = CENTRES) -> Shelf:
    (folder / "pack.toml").write_text('name = "mine"\n')
    (folder / "centres.csv").write_text(centres)
    (folder / "schemes.csv").write_text(SCHEMES)
    return shelf().with_pack(folder)


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return laid(tmp_path_factory.mktemp("pack"))


def made(mine: Shelf, **stated: float) -> Built:
    names = {"refugees": REFUGEES, "foreigners": FOREIGNERS}
    facts = {names[name]: Range(value, value, value) for name, value in stated.items()}
    return built(replace(BASE, facts=facts), mine)


def went(found: Built, word: str) -> set[str]:
    """The centres to which the strata with this word in their name go."""
    model = found.model
    rows = [
        n for n, name in enumerate(model.strata) if word in name and (model.share_row[H, n] != ZERO).any()
    ]
    routes = {int(route) for n in rows for route in model.route[H, n] if route != NOWHERE}
    return {model.centres[model.route_centre[H, route]] for route in routes}


def share(found: Built, word: str) -> float:
    model = found.model
    rows = [n for n, name in enumerate(model.strata) if word in name]
    return float(model.rows[model.share_row[H, rows, 0]].sum(axis=0)[0])


def test_a_private_centre_takes_no_public_scheme_unless_it_says_so(mine: Shelf, tmp_path: Path) -> None:
    found = made(mine)
    assert went(found, ", Ministry, covered") == {"state"}
    assert went(found, ", Insurer, covered") == went(found, ", Ministry, pays alone") == {"state", "private"}
    said = laid(tmp_path, CENTRES.replace("Irbid,private,,", "Irbid,private,moh;axa,"))
    assert went(built(BASE, said), ", Ministry, covered") == {"state", "private"}


def test_without_their_number_there_are_no_refugees_and_no_foreigners(mine: Shelf) -> None:
    found = made(mine)
    assert not [name for name in found.strata if "refugee" in name or "foreigner" in name]
    assert found.residents == len(found.strata)


def test_refugees_go_only_to_centres_that_take_them_and_are_a_part_of_the_people(mine: Shelf) -> None:
    """A quarter of the people are refugees; of the others 40 % belong to the ministry: 30 % of all."""
    people = shelf().reader("JOR").number("country.population")
    found = made(mine, refugees=people / 4)
    assert went(found, "refugees") == {"state"} and went(found, "no scheme") == {"state", "private"}
    assert share(found, "refugees") == pytest.approx(0.25)
    assert share(found, "Ministry") == pytest.approx(0.3)
    assert found.model.rows[found.model.share_row[H]].sum(axis=0) == pytest.approx(np.ones((1, 4)))


def test_refugees_whom_nobody_takes_are_lost_for_want_of_an_open_centre(tmp_path: Path) -> None:
    shut = laid(tmp_path, CENTRES.replace("therapy;pet,yes,no", "therapy;pet,no,no"))
    model = made(shut, refugees=1e6).model
    gate = [reason.reason for reason in model.gates[H]].index("no_centre_open")
    for n, name in enumerate(model.strata):
        assert model.gate_row[H, gate, n, 0] == (ZERO if "refugees" in name else ONE), name


def test_more_refugees_than_people_are_refused(mine: Shelf) -> None:
    with pytest.raises(BadTable, match="people live in the country"):
        made(mine, refugees=1e9)


def test_foreigners_come_on_top_of_the_people_who_live_here_and_go_where_they_are_taken(mine: Shelf) -> None:
    """52 a year at the start are one a week, and grow as the need does; nobody else comes or stays away."""
    alone, both = made(mine), made(mine, foreigners=52)
    assert went(both, "foreigners") == {"private"} and both.residents == len(both.strata) - 1
    model = both.model
    assert model.rows[model.need_row[H]] == pytest.approx(alone.model.rows[alone.model.need_row[H]] + 1)
    entered = [flow.run(each.model).in_country["entered"][:, H] for each in (alone, both)]
    assert (entered[1] - entered[0]).sum(axis=0) == pytest.approx(np.full(4, model.growth[H].sum()))
    # of all who come, in each era, the foreigners' stratum is one a week that grows
    assert model.era_of_week.tolist() == [0] * 104 + [1] * 52  # the backlog is of people who live here
    for era, weeks in ((0, range(104)), (1, range(104, 156))):
        grown = model.growth[H, list(weeks)].sum()
        backlog = model.rows[model.backlog_row[H]] if era == 0 else 0.0
        came = model.rows[model.need_row[H]] * grown + backlog
        assert model.rows[model.share_row[H, -1, era]] * came == pytest.approx(np.full(4, grown))
    assert model.rows[model.share_row[H]].sum(axis=0) == pytest.approx(np.ones((2, 4)))


def test_where_last_year_was_counted_nobody_is_in_the_backlog_and_foreigners_are_as_many(mine: Shelf) -> None:
    facts = {FOREIGNERS: Range(52, 52, 52)}
    model = built(replace(BASE, facts=facts), mine, met={"lu177_psma617"}).model
    assert model.backlog_row.tolist() == [ZERO]
    need, grown = model.rows[model.need_row[H]], model.growth[H, :104].sum()
    assert model.rows[model.share_row[H, -1, 0]] * need * grown == pytest.approx(np.full(4, grown))


def test_foreigners_meet_only_the_gates_from_imaging_on(mine: Shelf) -> None:
    model = made(mine, foreigners=52).model
    reasons = [(gate.stage, int(model.gate_row[H, n, -1, 0])) for n, gate in enumerate(model.gates[H])]
    met = {stage for stage, row in reasons if row != ONE}
    assert met and met <= {"imaged", "board", "eligible", "waits", "dose_arrives"}
    assert (model.again_row[H, :, :, -1] == ONE).all()


def test_the_kernels_agree_about_foreigners_and_refugees(mine: Shelf) -> None:
    whole = made(mine, foreigners=520, refugees=2e6).model.only(0, 1)
    weeks = slice(12)
    model = replace(
        whole,
        era_of_week=whole.era_of_week[weeks],
        year_of_week=whole.year_of_week[weeks],
        growth=whole.growth[:, weeks],
        deliveries=whole.deliveries and whole.deliveries.until(12),
        tracers=whole.tracers and whole.tracers.until(12),
    )
    fast, slow = flow.run(model), reference(model)
    for name in ("entered", "imaged"):
        assert fast.in_country[name] == pytest.approx(slow.in_country[name], rel=1e-9)
    assert fast.at_centres["given"] == pytest.approx(slow.at_centres["given"], rel=1e-9)


def test_nobody_from_abroad_where_no_centre_takes_them(tmp_path: Path) -> None:
    shut = laid(tmp_path, CENTRES.replace("therapy;pet,no,yes", "therapy;pet,no,no"))
    model = made(shut, foreigners=52).model
    gate = [reason.reason for reason in model.gates[H]].index("no_centre_open")
    assert model.strata[-1] == "foreigners" and (model.gate_row[H, gate, -1] == ZERO).all()


def test_a_centre_that_is_opened_says_whom_it_takes(mine: Shelf) -> None:
    acts = (
        Intervention("licence", "site_licence", START, centre="zarqa"),
        Intervention("permit", "source_import_permit", START, centre="zarqa"),
        Intervention("staff", "train_staff", START, centre="zarqa"),
        Intervention(
            "open",
            "open_centre",
            START,
            centre="zarqa",
            town="Zarqa",
            sector="military",
            takes_refugees=False,
        ),
    )
    people = Range(1e6, 1e6, 1e6)
    found = built(replace(BASE, interventions=acts, facts={REFUGEES: people}), mine)
    assert "zarqa" not in went(found, ", Insurer, covered") | went(found, "refugees")
    assert "zarqa" in went(found, ", Insurer, pays alone")
