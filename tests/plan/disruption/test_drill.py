"""Drills on networks made by hand, and on Jordan from the shelf as a planner would run them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from tests.plan.published import check_published
from tests.plan.simulation.lanes_made_up import ITS, MAKER, ONE, PLANTS, SECOND, brought
from tests.plan.simulation.toys import Toy
from tests.plan.simulation.tracers_made_up import traced

from hevesy.cli import main
from hevesy.errors import BadOutage, NothingDelivered
from hevesy.facts import Shelf
from hevesy.plan.disruption import answers as answers_of
from hevesy.plan.disruption.drill import drilled, two_makers, usual_start
from hevesy.plan.disruption.imaging import put_off
from hevesy.plan.disruption.outage import Outage, outage_typed, plants_of, stops_of, struck
from hevesy.plan.results.dependence import dependence
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation import flow
from hevesy.plan.simulation.build import Built
from hevesy.plan.simulation.model import PET
from hevesy.plan.simulation.undelivered import without

START = date(2026, 1, 1)
SCENARIO = Scenario("toy", "JOR", START, 1, draws=2, seed=1)
TOY = Toy(weeks=52, draws=2, need=40.0, cycles=1)  # too large a centre to go patient by patient


@pytest.fixture(scope="session")
def shipped() -> Shelf:
    return Shelf.load(packs=[], restricted=True)


class Stated:
    """The one figure that a drill asks of a reader: how much one maker takes over from the other."""

    shelf: Shelf

    def __init__(self, shelf: Shelf, over: float) -> None:
        self.shelf, self._over = shelf, over

    def value(self, _name: str) -> float:
        return self._over


def built_of(model: Any, shelf: Shelf, over: float = 0.5) -> Built:
    return cast(Built, SimpleNamespace(model=model, reader=Stated(shelf, over)))


def test_a_drill_by_hand(shipped: Shelf) -> None:
    """Forty a week and no dose in eight weeks: 40 x (1 + 2 ... + 8) = 1,440 doses are ordered in vain, none later."""
    model = brought(TOY.model())
    found = drilled(SCENARIO, built_of(model, shipped), [Outage("maker", 8, date(2026, 2, 5))])
    assert found.before.missing.sum() == 0.0
    assert found.after.missing.sum(axis=(0, 1, 2, 3)) == pytest.approx([1440.0, 1440.0])
    assert found.after.at_centres["waiting_weeks"].sum(axis=(0, 1, 2)) == pytest.approx([1440.0, 1440.0])
    assert found.helped is None  # there is no second maker


def test_two_makers_save_what_one_takes_over(shipped: Shelf) -> None:
    """Half the orders go to the one that stands still, and the other sends all of them: nothing is missing."""
    model = brought(TOY.model(), second=True)
    found = drilled(SCENARIO, built_of(model, shipped, 1.0), [Outage("maker", 8, date(2026, 2, 5))])
    assert found.after.missing.sum() > 0.0
    assert found.helped is not None
    assert found.helped.missing.sum() == pytest.approx(0.0)
    half = two_makers(model, np.zeros(2))
    assert half is not None
    assert without(half, MAKER)[0] == pytest.approx([0.5, 0.5])
    assert without(half, SECOND)[0] == pytest.approx([0.5, 0.5])


PLAN = """
[[shortage]]
id = "iodine"
trigger = 0.9
decided_by = "the committee"
other_producer = 1
messages = ["Referrers: new patients wait"]
"""


def test_a_plan_and_a_remedy_save_what_the_other_maker_sends(
    capsys: pytest.CaptureFixture[str], jordan: Path, tmp_path: Path
) -> None:
    """With all of it sent by another producer in time, an outage of the first costs as good as nothing."""
    file = tmp_path / "planned.toml"
    file.write_text(jordan.read_text("utf-8") + PLAN, "utf-8")
    words = ("plan", "drill", file, "--outage", "jrtr:30w", "--remedy", "second_supplier", "--out", tmp_path / "out")
    code, out, err = run(capsys, *words)
    assert code == 0, err
    assert "Plan iodine, decided by the committee: It comes into force in 100 % of the draws" in out
    said = json.loads((tmp_path / "out" / "drill.json").read_text("utf-8"))
    assert said["plans"][0]["in_force"]["first_day"] is not None
    (therapy,) = said["without_plans"]
    assert therapy["id"] == "i131_dtc" and therapy["given_more"]["high"] > 0.0
    (remedy,) = said["remedies"]
    assert remedy["kind"] == "second_supplier"
    page = (tmp_path / "out" / "drill.html").read_text("utf-8")
    assert "Referrers: new patients wait" in page and "With second supplier from the first day" in page


def test_dependence_by_hand() -> None:
    """Reactors with 3/4 and 1/4 of the doses: index 9/16 + 1/16 = 0.625; without the maker nothing is left."""
    model = brought(TOY.model())
    found = dependence(model, flow.run(model))
    assert found is not None
    assert found.index == pytest.approx(0.625)
    assert found.left == pytest.approx([0.0, 0.0])
    assert found.unknown == pytest.approx(0.0)
    by_id = {each.id: each for each in found.plants}
    assert list(by_id) == ["maker", "one", "other"]  # the worst first
    assert by_id["one"].share == pytest.approx(0.75)
    assert by_id["one"].per_week == pytest.approx([30.0, 30.0])
    assert by_id["other"].missing == pytest.approx([0.25, 0.25])
    assert without(model, ONE)[0] == pytest.approx([0.75, 0.75])
    assert without(model, ITS)[0] == pytest.approx([0.0, 0.0])


def test_nothing_followed_has_no_dependence() -> None:
    model = TOY.model()
    assert dependence(model, flow.run(model)) is None
    with pytest.raises(NothingDelivered):
        drilled(SCENARIO, built_of(model, cast(Shelf, None)), [])


def test_an_outage_is_typed_as_plant_and_weeks() -> None:
    assert outage_typed("hfr:8w", START) == Outage("hfr", 8, START)
    assert outage_typed(" hfr:12 ", START).weeks == 12
    assert outage_typed("hypothetical:amman:8w", START) == Outage("hypothetical:amman", 8, START)
    for text in ("hfr", "hfr:w", "hfr:0w", "hfr:999w", "hfr:-3w", ""):
        with pytest.raises(BadOutage, match="write it as in hfr:8w"):
            outage_typed(text, START)


def test_a_plant_or_a_day_that_is_not_the_scenarios_is_refused(shipped: Shelf) -> None:
    found, known = PLANTS, cast(Any, {"hfr": SimpleNamespace(name="HFR")})
    with pytest.raises(BadOutage, match="HFR sends nothing to this scenario; its doses and tracers come from one"):
        stops_of([Outage("hfr", 8, START)], found, START, 52, known)
    with pytest.raises(BadOutage, match="did you mean 'maker'"):
        stops_of([Outage("makers", 8, START)], found, START, 52, known)
    with pytest.raises(BadOutage, match="2027-06-01 is outside the years"):
        stops_of([Outage("maker", 8, date(2027, 6, 1))], found, START, 52, known)
    on_a_friday = Outage("maker", 8, date(2026, 1, 16))
    assert stops_of([on_a_friday], found, START, 52, known) == (("maker", 2, 8),)


def test_it_begins_with_the_second_year_where_nobody_says() -> None:
    assert usual_start(replace(SCENARIO, years=5, start=date(2028, 2, 29))) == date(2029, 2, 28)
    assert usual_start(SCENARIO) == START


@pytest.fixture(scope="module")
def jordan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("jordan") / "jordan.toml"
    text = 'name = "Jordan"\ncountry = "JOR"\nstart = 2027-01-01\nyears = 2\ndraws = 4\ntherapies = ["i131_dtc"]\n'
    file.write_text(text, "utf-8")
    return file


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main([str(each) for each in words])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_command_writes_page_json_and_table(
    capsys: pytest.CaptureFixture[str], jordan: Path, tmp_path: Path
) -> None:
    code, out, err = run(capsys, "plan", "drill", jordan, "--outage", "jrtr:8w", "--out", tmp_path)
    assert code == 0, err
    assert "JRTR for 8 weeks from 2028-01-01" in out
    said = json.loads((tmp_path / "drill.json").read_text("utf-8"))
    check_published(said, Path(answers_of.__file__).with_name("drill.schema.json"))
    assert said["missing"]["value"] > 0.0
    assert said["dependence"]["plants"][0]["id"] == "jrtr"
    page = (tmp_path / "drill.html").read_text("utf-8")
    assert "On which plants the service depends" in page
    assert "<script" not in page
    assert (tmp_path / "drill.csv").read_text("utf-8-sig").startswith("therapy,makers,reactors,missing")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--outage", "hfr"], "write it as in hfr:8w"),
        (["--outage", "jrt:8w"], "did you mean 'jrtr'"),
        (["--outage", "opal:8w"], "sends nothing to this scenario"),
        (["--outage", "jrtr:8w", "--from", "2035-01-01"], "outside the years of the scenario"),
        (["--outage", "jrtr:8w", "--remedy", "second_suplier"], "did you mean 'second_supplier'"),
        (["--outage", "jrtr:8w", "--remedy", "add_chairs"], "--remedy add_chairs: it acts at one centre"),
        (["--outage", "jrtr:8w", "--calibration", "no.json"], "no.json is not a calibration: there is no such file"),
    ],
)
def test_wrong_input_is_one_sentence(
    capsys: pytest.CaptureFixture[str], jordan: Path, words: list[str], sentence: str
) -> None:
    code, _out, err = run(capsys, "plan", "drill", jordan, *words)
    assert code == 3
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


def test_an_outage_of_a_cyclotron_by_hand(shipped: Shelf) -> None:
    """Forty a week are imaged, and no tracer comes in weeks 5 to 7: 40 + 80 + 120 scans are put off.

    Nobody sends from far away, and the one cyclotron is that which stands still: nothing here would help.
    """
    toy = replace(TOY, modality=PET)
    model = traced(toy.model(), far=False, cyclotron=True)
    found = drilled(SCENARIO, built_of(model, shipped), [Outage("cyclotron", 3, date(2026, 2, 5))])
    assert put_off(found.before).tolist() == [0.0, 0.0]
    assert put_off(found.after) == pytest.approx([240.0, 240.0])
    assert found.after.missing.sum() == 0.0
    assert found.for_tracers == ()


def test_what_would_help_while_a_maker_of_generators_stands_still(shipped: Shelf) -> None:
    """The maker stands still for eight weeks: a second one who sends all, or a cyclotron, and no scan is put off."""
    toy = replace(TOY, modality=PET)
    model = traced(toy.model(), second=True)
    found = drilled(SCENARIO, built_of(model, shipped, 1.0), [Outage("maker", 8, date(2026, 2, 5))])
    assert put_off(found.after) == pytest.approx([1440.0, 1440.0])
    helped = {each.kind: put_off(outcome) for each, outcome in found.for_tracers}
    assert list(helped) == ["second_tracer_supplier", "compact_cyclotron"]
    assert helped["second_tracer_supplier"] == pytest.approx([0.0, 0.0])
    assert helped["compact_cyclotron"] == pytest.approx([0.0, 0.0])


def test_a_plant_of_doses_and_tracers_stands_still_for_both(shipped: Shelf) -> None:
    model = brought(traced(replace(TOY, modality=PET).model()))
    assert plants_of(model) == (*PLANTS, "cyclotron")
    hit = struck(model, (("one", 3, 2),))
    assert hit.deliveries is not None and hit.tracers is not None and hit.tracers.brought is not None
    assert hit.deliveries.stops == hit.tracers.brought.stops == ((ONE, 3, 2),)


def test_the_page_says_what_becomes_of_imaging(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "jordan.toml"
    head = 'name = "J"\ncountry = "JOR"\nstart = 2027-01-01\nyears = 2\ndraws = 4\n'
    file.write_text(head + 'therapies = ["sm153_edtmp"]\n')
    code, out, err = run(capsys, "plan", "drill", file, "--outage", "polatom:8w", "--out", tmp_path)
    assert code == 0, err
    assert "scans put off for want of a tracer" in out
    said = json.loads((tmp_path / "drill.json").read_text("utf-8"))
    assert {each["kind"] for each in said["imaging"]["remedies"]} == {"second_tracer_supplier"}
    assert "What would help" in (tmp_path / "drill.html").read_text("utf-8")
