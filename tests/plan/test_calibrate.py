"""A centre's year as a pack: figures by hand, what changes in a plan, and how often the truth is in the interval."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.plan.centre_years import (
    END,
    PUT_OFF,
    START,
    TRUE,
    YEAR,
    counts_of,
    given_each,
    share_treated,
    shelf,
    stories,
)  # fmt: skip

from hevesy.cli import hevesy
from hevesy.errors import BadPack, FolderInUse
from hevesy.facts import Shelf
from hevesy.facts.pack_check import check_pack
from hevesy.plan.calibrate import CentreYear, Observed, centre_year
from hevesy.plan.calibrated_pack import write_pack
from hevesy.plan.country import picture
from hevesy.plan.observed import Range, median_days, per_year, rate, share
from hevesy.record.counts import Count, counted
from hevesy.record.counts_file import as_csv
from hevesy.run.synthetic import year
from hevesy.run.synthetic.minutes import true_minutes

LU_PSMA = "lu177_psma617"


def near(found: Range, value: float, low: float, high: float) -> None:
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), rel=2e-3)


def test_a_share_is_that_of_jeffreys() -> None:
    """Below the ends of 8 of 200 lies a twentieth of x^7.5 (1-x)^191.5, summed here by hand; one to four may be any."""
    found = share(8, 200)
    at = (np.arange(200_000) + 0.5) / 200_000
    density = np.exp(7.5 * np.log(at) + 191.5 * np.log1p(-at))
    for end, below in ((found.low, 0.05), (found.value, 0.5), (found.high, 0.95)):
        assert density[at < end].sum() / density.sum() == pytest.approx(below, abs=1e-3)
    few = share(None, 200)
    assert few.low == share(1, 200).low and few.high == share(4, 200).high


def test_a_share_of_a_year_is_that_of_its_rate() -> None:
    """Ten in 100 person-years: half of the table of chi-squared of 21 degrees (11.591, 20.337, 32.671) over 100."""
    near(per_year(10, 100), 0.09669, 0.05631, 0.15071)


def test_a_rate_is_as_wide_as_its_courses_make_it() -> None:
    """100 doses: of single courses sd 10; of courses of four each sd 20, so the interval is twice as wide."""
    single, four = rate(100, 100, 50), rate(100, 400, 50)
    assert single.value == pytest.approx(2.0, rel=0.01)
    assert (four.high - four.low) / (single.high - single.low) == pytest.approx(2.0, rel=0.02)


def test_who_still_waits_makes_a_wait_longer() -> None:
    """Half are done within 10 days and half wait for longer: the median is near 10, not near what was seen (5)."""
    done = [Count("waited", (), "imaging", low=low, high=low + 2, count=10) for low in (2, 4, 6, 8)]
    still = [Count("waiting", (), "imaging", low=10, high=10, count=40)]
    seen, true = median_days(done, []), median_days(done, still)
    assert seen is not None and true is not None
    assert 5 < seen.value < 7 and 8 < true.low < 10.5 < true.high
    assert median_days([], still) is None


@pytest.fixture(scope="module")
def centre() -> CentreYear:
    return centre_year(counts_of(300, 5), "JOR", "", False, shelf())


def test_every_count_states_a_figure_or_says_why_not(centre: CentreYear) -> None:
    assert len(centre.observed) == len(centre.facts) + len(centre.silent)
    assert all(each.why_not for each in centre.silent)
    assert all(each.place == "JOR" and 0 <= each.found.low <= each.found.value <= each.found.high <= 1
               for each in centre.facts)  # fmt: skip
    travel = next(each for each in centre.silent if each.name == "lost imaging cannot travel")
    assert travel.why_not == "PLAN reckons it from hours of the way (access.travel.decline_per_hour)"


def counts_file(folder: Path, courses: int = 300) -> Path:
    path = folder / "counts.csv"
    path.write_text(as_csv(counts_of(courses, 5)), "utf-8")
    return path


def test_the_pack_lies_on_the_shelf_and_says_where_its_figures_are_from(centre: CentreYear, tmp_path: Path) -> None:
    out = tmp_path / "pack"
    write_pack(centre, counts_file(tmp_path), shelf(), out)
    laid = Shelf.load([out], restricted=False)
    fact = laid.fact("products.given.as_planned", "JOR")
    assert (fact.kind, fact.state, fact.pack) == ("computed", "reported", "observed-jor")
    assert fact.value is not None and fact.value == pytest.approx(1 - PUT_OFF, abs=0.04)
    assert laid.fact("products.given.as_planned", "KEN").pack != "observed-jor"
    assert "SHA-256" in laid.source(fact.source).locator
    with pytest.raises(FolderInUse):
        write_pack(centre, counts_file(tmp_path), shelf(), out)


def test_a_centre_that_no_pack_knows_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    found = centre_year(counts_of(300, 5), "JOR", "nowhere", True, shelf())
    with pytest.raises(BadPack, match="nowhere"):
        write_pack(found, counts_file(tmp_path), shelf(), tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_a_full_centre_is_limited_by_what_it_gave(tmp_path: Path) -> None:
    """Over a pack that knows the centre: its doses a week, its persons of the year and its waits."""
    below = tmp_path / "jordan"
    below.mkdir()
    (below / "pack.toml").write_text('name = "jordan"\ntitle = "Invented"\nlicence = ""\n')
    (below / "centres.csv").write_text("iso3,centre,name,town,services\nJOR,khcc,Example Centre,Amman,therapy;pet\n")
    laid = Shelf.load([below], restricted=False)
    found = centre_year(counts_of(300, 5), "JOR", "khcc", True, laid)
    out = tmp_path / "pack"
    names = {path.name for path in write_pack(found, counts_file(tmp_path), laid, out)}
    assert names == {"facts.csv", "observed.json", "pack.toml", "sources.csv", "treatments.csv", "waits.csv"}
    check_pack(out, laid)
    on_top = Shelf.load([below, out], restricted=False)
    doses = on_top.fact("capacity.doses.lu177_psma617", "JOR/khcc")
    row = next(each for each in counts_of(300, 5) if each.what == "given" and each.therapies == ("lu177_psma617",))
    assert doses.value is not None and row.count is not None
    assert doses.value == pytest.approx(row.count / (365 / 7), rel=0.05)
    (wait,) = [each for each in on_top.table("waits", "JOR") if each["therapy"] == "lu177_psma617"]
    assert 3 < float(wait["median_weeks"]) < 5  # 6 + 5 + 12 + 9 days and what lies between


@pytest.mark.slow("two plans of a country")
def test_the_pack_changes_a_plan(tmp_path: Path) -> None:
    """A centre that declined 60 of 100: with its pack a plan of the country lets two of five pass, not nine of ten."""
    counts, out = tmp_path / "counts.csv", tmp_path / "pack"
    rows = [Count("weeks", (), count=52), Count("declined", (LU_PSMA,), "eligibility", count=60, of=100)]
    counts.write_text(as_csv(rows), "utf-8")
    said = CliRunner().invoke(
        hevesy, ["plan", "calibrate", str(counts), "JOR", "--out", str(out)], catch_exceptions=False
    )
    assert said.exit_code == 0 and "epidemiology.psma.imaging.positive_by_VISION_rule" in said.output
    before, after = (_passed("eligible", Shelf.load(packs, restricted=False)) for packs in ([], [out]))
    assert before == pytest.approx(0.87, abs=0.02)  # as it is shipped
    assert after == pytest.approx(0.40, abs=0.01)


def _passed(stage: str, laid: Shelf) -> float:
    """Of those who come to a stage of the Lu-177 PSMA path in a plan of the country, the share that passes it."""
    (found,) = (each for each in picture("JOR", laid, date(2026, 3, 1), draws=64).courses if each.therapy.id == LU_PSMA)
    names = list(found.cascade.remaining)
    before, after = (found.cascade.remaining[names[names.index(stage) - back]] for back in (1, 0))
    return float(np.mean(after) / np.mean(before))


def test_json_holds_everything(tmp_path: Path) -> None:
    said = CliRunner().invoke(
        hevesy, ["plan", "calibrate", str(counts_file(tmp_path)), "JOR", "--json"], catch_exceptions=False
    )
    told = json.loads(said.output)
    assert told["country"] == "JOR" and {"fact", "not_used_because", "low", "high"} <= set(told["observed"][0])


# --- how often the truth is found ----------------------------------------------------------------------------


def truths(seed: int, courses: int) -> Iterator[tuple[str, bool]]:
    """What is true of the generator, and whether a year's interval holds it; half of the courses still go on."""
    told = stories(year(START, courses, seed, shelf().reader("JOR")))
    found = centre_year(counted(told, START, YEAR, shelf()), "JOR", "", False, shelf())
    for each in found.observed:
        for name, value in _true_of(each):
            yield name, value in each.found
    whole = centre_year(counted(told, START, END, shelf()), "JOR", "", False, shelf())
    for each in whole.observed:
        therapy = each.therapies[0] if each.therapies else ""
        if each.name == "doses a week" and therapy.startswith("lu177"):
            begun = courses * TRUE.mix[therapy] / sum(TRUE.mix.values())
            weeks = (END - START).days / 7
            yield f"doses {therapy}", begun * share_treated() * given_each(therapy) / weeks in each.found


TREATED = ("infusion", "infusion_long", "injection", "inpatient")
STEPS = (
    *TREATED, "referral_review", "board", "first_visit", "imaging_pet", "imaging_spect", "post_therapy_imaging",
    "dosimetry", "follow_up_visit",
)  # fmt: skip


def _true_of(each: Observed) -> Iterator[tuple[str, float]]:
    known = {
        "lost imaging cannot travel": 0.06, "lost eligibility cannot pay": 0.05, "declined triage": TRUE.declined,
        "put off administration": 1 - PUT_OFF,
    }  # fmt: skip
    facts = {
        "products.accepts.treatment": 0.96, "products.waits.mcrpc": 0.95, "products.waits.thyroid": 0.95,
        "products.continues.lu177_psma617": 0.9, "products.continues.lu177_dotatate": 0.9,
        "epidemiology.psma.imaging.positive_by_VISION_rule": 0.88, "products.eligible.no_contraindication_iodine": 0.88,
    }  # fmt: skip
    if each.name in known:
        yield each.name, known[each.name]
    if each.fact in facts:
        yield each.fact, facts[each.fact]
    for step in STEPS:
        for who in TRUE.minutes:
            if each.name == f"minutes of {step.replace('_', ' ')}, {who.replace('_', ' ')}":
                again = 1 + TRUE.qc_fails / 2 if who == "radiopharmacist" and step in TREATED else 1.0  # 2 acts of 4
                yield each.name, again * true_minutes(step, who, TRUE, shelf().reader("JOR"))
    for act, days in TRUE.wait_days.items():
        if each.name == f"days until {act}, median":
            yield each.name, days


def shares_found(seeds: int, courses: int) -> dict[str, tuple[int, int]]:
    """For each truth: in how many of the seeds it was inside, and of how many."""
    found: dict[str, tuple[int, int]] = {}
    for seed in range(1, seeds + 1):
        for name, inside in truths(seed, courses):
            held = found.get(name, (0, 0))
            found[name] = held[0] + inside, held[1] + 1
    return found


@pytest.mark.slow("a whole synthetic year is told and counted")
def test_the_truth_is_found_in_most_small_years() -> None:
    """Two years of 250 courses: of some hundred truths about nine in ten lie inside; they are not independent."""
    inside, of = map(sum, zip(*shares_found(2, 250).values(), strict=True))
    assert of >= 110 and inside >= 0.75 * of


@pytest.mark.deep
def test_the_truth_is_found_in_eighty_of_a_hundred_years(capsys: pytest.CaptureFixture[str]) -> None:
    """Each truth by itself, over a hundred synthetic years of 600 courses."""
    found = shares_found(100, 600)
    with capsys.disabled():
        for name, (inside, of) in sorted(found.items()):
            sys.stdout.write(f"\n{name}: {inside} of {of}")
    assert len(found) >= 18 + 40
    assert all(inside >= 0.8 * of and of >= 80 for inside, of in found.values())
