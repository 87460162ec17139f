"""What if: what can be turned, what comes of it, the process that answers, and what is kept."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hevesy.facts import Shelf
from hevesy.places import find_country
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.starting import starting
from hevesy.plan.scenario.writing import scenario_text
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.plans import what_if_pages
from hevesy_service.plans.models import Plan, Version
from hevesy_service.plans.turning import applied, month_after, moves, sliders, turned, what_was_turned
from hevesy_service.what_if.engine import FEW, Engine, GivenUp, Question
from hevesy_service.what_if.speaking import BROKEN, Address, ask
from hevesy_service.what_if.turns import Turns


@pytest.fixture(scope="module")
def jordan() -> Scenario:
    return starting(find_country("JOR", shelf()), shelf(), date(2026, 3, 1))


@pytest.fixture(scope="module")
def short(jordan: Scenario) -> Scenario:
    """One therapy, one year, few draws: enough to see that numbers are the same."""
    few = [each for each in jordan.interventions if each.id in ("lodging", "fee_subsidy")]
    return replace(jordan, years=1, draws=24, therapies=("lu177_psma617",), interventions=tuple(few), onward=())


@pytest.fixture
def plan(site: Site, signed_in: Callable[..., Client]) -> Iterator[tuple[Client, str]]:
    client = signed_in("planner")
    yield client, client.post(
        "/sites/irbid/plans/new/", {"country": "JOR", "begin": "package", "key": str(uuid4())}
    )["location"]


def said(value: float, few: bool = True) -> dict[str, Any]:
    """An answer of the warm process with every number the same."""
    bounds = {"value": value, "low": value / 2, "high": value * 2}
    return {"few": few, "draws": 20 if few else 256, "of": 256, "years": [{"year": y, **bounds} for y in (2027, 2028)],
            "headlines": [{"name": "completed", "title": "Courses", "unit": "courses", **bounds}]}  # fmt: skip


# --- what can be turned ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_dates_amounts_and_assumptions_can_be_turned(jordan: Scenario) -> None:
    found = {each.name: each for each in sliders(jordan, shelf(), "none")}
    lodging, chairs = found["when:lodging"], found["adds:chairs_amman:chair"]
    assert (lodging.at, lodging.least, lodging.most, lodging.said(lodging.at)) == (0.0, 0.0, 119.0, "2027-01")
    assert (chairs.at, chairs.most, chairs.step) == (2.0, 8.0, "1")
    stops = found["fact:supply.outage.reactor.per_year"]
    assert (stops.at, stops.least, stops.most, stops.drawn) == (0.3, 0.1, 0.8, True)
    assert "fact:plan.system_strength" not in found  # the common cause behind others cannot be stated


@pytest.mark.django_db
def test_what_was_turned_and_only_that_is_changed(jordan: Scenario) -> None:
    found = sliders(jordan, shelf(), "none")
    posted = {"when:lodging": "18", "adds:open_irbid:chair": "5", "fact:supply.flight.cancelled": "0.0812345"}
    at = turned(found, posted)
    changed = applied(jordan, found, at)
    acts = {each.id: each for each in changed.interventions}
    assert acts["lodging"].begins == date(2028, 7, 1)
    assert acts["open_irbid"].adds == {"chair": 5.0, "spect": 1.0}
    assert changed.facts["supply.flight.cancelled"].low == changed.facts["supply.flight.cancelled"].high == 0.08123
    same = [each for each in changed.interventions if each.id not in ("lodging", "open_irbid")]
    assert same == [each for each in jordan.interventions if each.id not in ("lodging", "open_irbid")]
    assert what_was_turned(moves(found, at), at) == (
        "turned: open_irbid.chair = 5, lodging = 2028-07, supply.flight.cancelled = 0.0812 fraction"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("posted", "at"),
    [({"when:lodging": "soon"}, 0.0), ({"when:lodging": "nan"}, 0.0), ({"when:lodging": "9999"}, 119.0),
     ({"when:lodging": "7", "n:when:lodging": "2027-03"}, 2.0), ({"n:when:lodging": "March"}, 0.0),
     ({"n:when:lodging": "1999-01"}, 0.0), ({}, 0.0)],
)  # fmt: skip
def test_what_is_no_value_of_a_slider_moves_nothing_or_stops_at_its_end(
    posted: dict[str, str], at: float, jordan: Scenario
) -> None:
    assert turned(sliders(jordan, shelf(), "none"), posted)["when:lodging"] == at


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(-200, 400))
def test_months_go_on_over_the_end_of_years(first: date, months: int) -> None:
    found = month_after(first, months)
    assert (found.year * 12 + found.month) - (first.year * 12 + first.month) == months and found.day == 1


# --- the engine ------------------------------------------------------------------------------------------------------


@pytest.mark.slow("the engine is compiled or loaded once")
def test_all_draws_are_those_of_a_run(short: Scenario) -> None:
    """What the page calls 'what a run of this would say' is what `simulate` says, to the last bit."""
    from hevesy.facts.spread import spread
    from hevesy.plan.results.measures import headlines
    from hevesy.plan.simulation.simulate import simulate

    (answer,) = Engine().answers(Question((scenario_text(short),), {}, few=False), lambda: True)
    run = simulate(short, Shelf.load())
    whole = headlines(run.model, run.built.values, run.outcome)
    assert {each["name"]: each["value"] for each in answer["headlines"]} == {
        name: spread(drawn)["value"] for name, drawn in whole.items()
    }
    assert (answer["draws"], answer["of"], answer["few"]) == (24, 24, False)


@pytest.mark.slow("the engine is compiled or loaded once")
def test_few_draws_are_few_and_what_was_asked_before_is_kept(short: Scenario) -> None:
    engine, asked = Engine(), Question((scenario_text(short),), {}, few=True)
    (answer,) = engine.answers(asked, lambda: True)
    assert (answer["draws"], answer["of"]) == (FEW, 24)
    assert engine.answers(asked, lambda: False) == [answer]  # nothing is computed for it, so nothing is given up
    with pytest.raises(GivenUp):
        engine.answers(replace(asked, texts=(scenario_text(replace(short, seed=2)),)), lambda: False)


def test_a_newer_question_of_the_same_asker_voids_the_older_whichever_comes_in_first() -> None:
    turns = Turns()
    turns.ticket("a", 2)
    turns.ticket("a", 1)
    turns.ticket("b", 1)
    assert turns.counts("a", 2) and turns.counts("b", 1) and not turns.counts("a", 1)
    with pytest.raises(GivenUp), turns.turn("a", 1, quick=True):
        pass


def test_who_waits_is_let_go_as_soon_as_something_newer_is_asked() -> None:
    turns, ended = Turns(), []
    turns.ticket("other", 1)
    turns.ticket("a", 1)

    def wait() -> None:
        try:
            with turns.turn("a", 1, quick=True):
                ended.append("had a turn")
        except GivenUp:
            ended.append("given up")

    with turns.turn("other", 1, quick=True):
        waiting = threading.Thread(target=wait)
        waiting.start()
        turns.ticket("a", 2)
        waiting.join(2)
    assert ended == ["given up"]


# --- the process -----------------------------------------------------------------------------------------------------


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The warm process on a home of its own."""
    command = [sys.executable, "-m", "hevesy_service.what_if.process"]
    environment = {**os.environ, "HEVESY_HOME": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as process:
        begun = time.monotonic()
        while not (tmp_path / "what_if.address").exists() and time.monotonic() - begun < 30:
            time.sleep(0.02)
        yield process
        process.kill()


@pytest.mark.slow("a process of its own, which loads the engine")
def test_the_process_answers_says_what_is_wrong_and_goes_with_the_service(
    warm: subprocess.Popen[bytes], tmp_path: Path, short: Scenario, loopback: None
) -> None:
    question = {"texts": [scenario_text(short)], "pack": {}, "few": True, "language": "en", "asker": "a", "at": 1}
    assert ask(tmp_path, question, 60)["answers"][0]["draws"] == FEW
    wrong = ask(tmp_path, question | {"texts": ["name = 1"], "at": 2}, 60)
    assert "the plan" in wrong["problem"]
    older = question | {"texts": [scenario_text(replace(short, seed=9))], "at": 1}
    assert ask(tmp_path, older, 60) == {"given_up": True}
    assert (tmp_path / "what_if.address").stat().st_mode & 0o077 == 0
    name = Address.read(tmp_path).name
    Address(name, b"another key").write(tmp_path)
    with pytest.raises(BROKEN):
        ask(tmp_path, question, 60)
    assert warm.stdin is not None
    warm.stdin.close()
    assert warm.wait(10) == 0 and not Path(name).exists()


# --- the pages -------------------------------------------------------------------------------------------------------


def test_the_page_says_how_many_draws_and_compares(plan: tuple[Client, str], monkeypatch: pytest.MonkeyPatch) -> None:
    client, path = plan
    asked: list[tuple[int, bool]] = []

    def answered(texts: list[str], pack: dict[str, str], few: bool, asker: Any) -> dict[str, Any]:
        asked.append((len(texts), few))
        return {"answers": [said(100.0 * (number + 1), few) for number in range(len(texts))]}

    monkeypatch.setattr(what_if_pages, "answered", answered)
    quick = client.post(f"{path}what-if/answer/?few", {"when:lodging": "12"}).content.decode()
    assert "Quick: 20 of 256 draws" in quick and "2028-01" in quick and 'hx-swap-oob="true"' in quick
    assert ">100<" in quick and ">200<small>100–400<" in quick  # as the plan stands, and as turned
    whole = client.post(f"{path}what-if/", {"n:when:lodging": "2028-01"}).content.decode()  # without a script
    assert "All 256 draws" in whole and whole.index("<noscript>") and "As turned" in whole
    client.post(f"{path}what-if/answer/", {})
    assert asked == [(2, True), (2, False), (1, False)]


def test_what_was_given_up_swaps_nothing(plan: tuple[Client, str], monkeypatch: pytest.MonkeyPatch) -> None:
    client, path = plan
    monkeypatch.setattr(what_if_pages, "answered", lambda *asked: {"given_up": True})
    found = client.post(f"{path}what-if/answer/?few", {"when:lodging": "12"})
    assert (found.status_code, found.content) == (204, b"")


def test_where_the_process_is_not_there_the_page_says_so_and_what_to_do(plan: tuple[Client, str]) -> None:
    client, path = plan
    assert not (Path(settings.HOME.folder) / "what_if.address").exists()
    for found in (client.post(f"{path}what-if/answer/?few", {}), client.post(f"{path}what-if/", {})):
        text = found.content.decode()
        assert found.status_code == 200 and 'role="alert"' in text and "It starts again by itself" in text


def test_what_was_turned_is_kept_by_the_book_and_undone(plan: tuple[Client, str]) -> None:
    client, path = plan
    before = Plan.objects.get()
    form = {"when:lodging": "18", "adds:open_irbid:chair": "3", "key": str(uuid4()), "seen": "1"}
    for _ in range(2):  # the same form twice is one act
        assert client.post(f"{path}what-if/keep/", form)["location"] == f"{path}what-if/"
    after = Plan.objects.get()
    assert after.version == 2 and Event.objects.filter(type="plan_changed").count() == 1
    acts = {each.id: each for each in scenario_from(after.text, "it").interventions}
    assert acts["lodging"].begins == date(2028, 7, 1) and acts["open_irbid"].adds["chair"] == 3
    assert Version.objects.get(number=2).what == "turned: open_irbid.chair = 3, lodging = 2028-07"
    assert b"Undo what was turned last" in client.get(f"{path}what-if/").content
    client.post(f"{path}versions/1/back/", {"key": str(uuid4()), "seen": "2"})
    assert Plan.objects.get().text == before.text
    rows = list(Version.objects.order_by("number").values("number", "text", "what", "by", "at", "frozen"))
    with rebuilt():
        assert list(Version.objects.order_by("number").values("number", "text", "what", "by", "at", "frozen")) == rows


def test_what_cannot_be_is_said_and_not_kept(plan: tuple[Client, str]) -> None:
    client, path = plan
    nothing = client.post(f"{path}what-if/keep/", {"key": str(uuid4()), "seen": "1"}, follow=True)
    assert b"Nothing was turned" in nothing.content
    late = client.post(f"{path}what-if/keep/", {"when:lodging": "3", "key": str(uuid4()), "seen": "7"})
    assert late.status_code == 409 and Plan.objects.get().version == 1


def test_who_only_computes_is_offered_nothing_to_keep(
    plan: tuple[Client, str], signed_in: Callable[..., Client]
) -> None:
    _client, path = plan
    payer = signed_in("payer")
    assert b"Keep as a new version" not in payer.get(f"{path}what-if/").content
    assert payer.post(f"{path}what-if/keep/", {"when:lodging": "3", "key": str(uuid4())}).status_code == 403
