"""Scenarios that cannot be: each is refused with file, table and key, and with what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.plan.scenario.small import JANUARY, act, opening, scenario

from hevesy.errors import BadScenario
from hevesy.facts import Shelf
from hevesy.places import find_country
from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.places import imagined_ids, known_centres, regions, slug
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.scenario.scenario import Intervention, Onward, Range, Scenario
from hevesy.plan.scenario.starting import starting, starting_text
from hevesy.plan.scenario.stated import (
    capital,
    rests_on_assumption,
    running_per_year,
    stated_facts,
)

AMMAN = "hypothetical:amman"
TRAINING = act("a", "referral_training")


@pytest.mark.parametrize(
    "said, expected",
    [
        (scenario(country="XXX"), "key 'country': there is no country 'XXX'"),
        (scenario(country="JRO"), "there is no country 'JRO'; did you mean JOR (Jordan)?"),
        (
            scenario(country="Jordan"),
            "'Jordan' is not an ISO 3166 code of three letters; for Jordan write 'JOR'",
        ),
        (scenario(name="Jor\0dan"), "key 'name': there is a sign in 'Jor\\x00dan' that nobody can see"),
        (scenario(years=40), "key 'years': 2027 and 40 years go beyond 2050"),
        (scenario(start=date(2020, 1, 1)), "key 'start': nothing is projected before 2025"),
        (
            scenario(therapies=("lu177_psma",)),
            "key 'therapies': there is no therapy 'lu177_psma'; did you mean",
        ),
        (scenario(trend={"x9": 0.1}), "key 'trend': there is no therapy 'x9'; choose among"),
        (
            scenario(order={"lu177_dotatat": 1}),
            "key 'order': there is no therapy 'lu177_dotatat'; did you mean 'lu177_dotatate'?",
        ),
        (
            scenario(facts={"access.travel.speed": Range(1, 1, 1)}),
            "table [facts], key 'access.travel.speed': there is no such fact",
        ),
        (
            scenario(facts={"products.coverage.imaging": Range(30, 20, 40)}),
            "20 to 40 leaves 0 to 1, and this is a fraction",
        ),
        (
            scenario(facts={"interventions.referral_training.wear_off": Range(1.2, 1.2, 1.2)}),
            "1.2 leaves 0 to 1, and this is a fraction per year; write 0.25 for 25 %",
        ),
        (
            scenario(facts={"economics.scanner.capital.downtime": Range(150, 90, 200)}),
            "90 to 200 goes above 100 percent; check the unit: it is 'percent'",
        ),
        (
            scenario(facts={"capacity.team.nurse": Range(-3, -3, -3)}),
            "key 'capacity.team.nurse': -3 goes below 0 persons; check the sign and the unit",
        ),
        (
            scenario(facts={"burden.choice": Range(1, 1, 1)}),
            "key 'burden.choice': this is answered in words, not in a number",
        ),
        (
            scenario(replace(TRAINING, kind="referal_training")),
            "there is no kind 'referal_training'; did you mean 'referral_training'?",
        ),
        (
            scenario(replace(TRAINING, begins=date(2037, 1, 1))),
            "2037-01-01 is outside the scenario, which runs from 2027-01-01 until 2037-01-01",
        ),
        (
            scenario(replace(TRAINING, begins=date(2026, 12, 31))),
            "key 'begins': 2026-12-31 is outside the scenario",
        ),
        (
            scenario(replace(TRAINING, centre=AMMAN)),
            "key 'centre': referral_training acts on the whole country; take the line out",
        ),
        (
            scenario(replace(TRAINING, regions=("irbit",))),
            "key 'regions': there is no region of Jordan 'irbit'; did you mean 'irbid'?",
        ),
        (scenario(replace(TRAINING, therapies=("x9",))), "key 'therapies': there is no therapy 'x9'"),
        (scenario(replace(TRAINING, after=("b",))), "key 'after': there is no intervention 'b'"),
        (
            scenario(replace(TRAINING, town="Irbid")),
            "key 'town': referral_training makes no use of it; take the line out",
        ),
        (
            scenario(act("c", "coverage", schemes=("rms",))),
            "key 'schemes': no pack of Jordan names a payer scheme 'rms'; there is none to choose from",
        ),
        (scenario(act("c", "add_chairs")), "key 'centre': add_chairs acts at one centre, and none is named"),
        (
            scenario(act("c", "add_chairs", centre="hypothetical:aman")),
            "'hypothetical:aman' in Jordan, and no intervention opens it; did you mean 'hypothetical:amman'?",
        ),
        (
            scenario(act("c", "add_chairs", centre=AMMAN, adds={"bed": 1.0})),
            "key 'adds.bed': add_chairs brings no 'bed'; choose among chair",
        ),
        (
            scenario(act("c", "add_chairs", centre=AMMAN, adds={"chair": 400.0})),
            "key 'adds.chair': 400 at once is more than 40",
        ),
        (
            scenario(act("c", "add_chairs", centre=AMMAN, adds={"chair": 1.5})),
            "key 'adds.chair': 1.5 is not a whole number, and machines, rooms and persons are counted",
        ),
        (
            scenario(act("c", "hire_staff", centre=AMMAN, adds={"nurse": 0.5})),
            "key 'adds.nurse': 0.5 is not a whole number, and machines, rooms and persons are counted",
        ),
        (
            scenario(act("c", "add_chairs", centre=AMMAN, effect=Range(1, 1, 1))),
            "key 'effect': what add_chairs does is counted, not shared; say what comes with adds",
        ),
        (
            scenario(act("o", "open_centre", centre=AMMAN, town="Amman")),
            "'hypothetical:amman' gives therapy already",
        ),
        (scenario(*opening(town="")), "key 'town': nobody says where the centre stands"),
        (scenario(*opening(town="Irbit")), "key 'town': There is no town called 'Irbit' in JOR"),
        (
            scenario(*opening(), act("o2", "build_centre", centre="irbid_centre", town="Irbid")),
            "'open' opens 'irbid_centre' already",
        ),
        (
            scenario(act("a1", "lodging"), act("a2", "lodging")),
            "2 ('a2'), key 'kind': 'a1' already does lodging for the same centre, people and therapies",
        ),
        (
            scenario(act("a1", "add_pet", centre=AMMAN), act("a2", "add_pet", centre=AMMAN)),
            "put both into one with adds",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(said: Scenario, expected: str, shelf: Shelf) -> None:
    with pytest.raises(BadScenario) as caught:
        check(said, shelf)
    assert expected in str(caught.value)
    assert str(caught.value).startswith("jordan.toml, ")
    assert "\n" not in str(caught.value)


def without(id: str) -> Scenario:
    return scenario(*(each for each in opening() if each.id != id))


@pytest.mark.parametrize(
    "said, expected",
    [
        (
            without("licence"),
            "import permit for a source at 'irbid_centre' needs site_licence at 'irbid_centre' first",
        ),
        (
            without("permit"),
            "open a centre at 'irbid_centre' needs source_import_permit at 'irbid_centre' first",
        ),
        (
            without("team"),
            "needs train_staff or hire_staff at 'irbid_centre' first (a centre opens with its people",
        ),
        (
            scenario(
                *(
                    replace(each, therapies=("lu177_psma617",)) if each.id == "licence" else each
                    for each in opening()
                )
            ),
            "needs site_licence at 'irbid_centre' first",
        ),
    ],
)
def test_licence_before_source_and_staff_before_opening(said: Scenario, expected: str, shelf: Shelf) -> None:
    with pytest.raises(BadScenario) as caught:
        check(said, shelf)
    assert expected in str(caught.value)
    assert "add an [[intervention]] with kind = " in str(caught.value)


def test_what_is_needed_first_may_not_begin_after_it_is_needed(shelf: Shelf) -> None:
    licence, permit, team, opened = opening()
    late = scenario(replace(licence, begins=date(2028, 1, 1)), permit, team, opened)
    with pytest.raises(
        BadScenario, match=r"'permit'.*begins on 2027-01-01, but 'licence', which must be ready first"
    ):
        check(late, shelf)
    late = scenario(licence, permit, replace(team, begins=date(2030, 1, 1)), opened)
    with pytest.raises(
        BadScenario, match="takes 52 weeks from 2027-01-01, but 'team', which it needs, begins only on"
    ):
        check(late, shelf)


def test_a_licence_that_speaks_of_these_therapies_is_enough(shelf: Shelf) -> None:
    one = ("lu177_psma617",)
    acts = tuple(
        replace(each, therapies=one) if each.kind in ("site_licence", "open_centre") else each
        for each in opening()
    )
    acts = tuple(replace(each, therapies=one) if each.id == "permit" else each for each in acts)
    assert check(scenario(*acts), shelf).critical_path == ("licence", "permit", "open")


@pytest.mark.parametrize(
    "sent, expected",
    [
        (
            [Onward("amman", "abroad", 0.1)],
            "[[onward]] 1, key 'from': there is no centre 'amman'; did you mean 'hypothetical:amman'?",
        ),
        (
            [Onward(AMMAN, AMMAN, 0.1)],
            "key 'to': patients are sent in a circle: hypothetical:amman to hypothetical:amman",
        ),
        (
            [Onward(AMMAN, "irbid_centre", 0.1), Onward("irbid_centre", AMMAN, 0.1, ("ra223",))],
            "sent in a circle for ra223: hypothetical:amman to irbid_centre to hypothetical:amman",
        ),
        (
            [Onward(AMMAN, "abroad", 0.1), Onward(AMMAN, "irbid_centre", 0.1, ("ra223",))],
            "2, key 'from': [[onward]] 1 already says where the same patients of 'hypothetical:amman' are sent",
        ),
        ([Onward(AMMAN, "abroad", 0.1, ("x9",))], "[[onward]] 1, key 'therapies': there is no therapy 'x9'"),
    ],
)
def test_patients_are_sent_on_to_a_centre_that_is_there_and_never_in_a_circle(
    sent: list[Onward], expected: str, shelf: Shelf
) -> None:
    with pytest.raises(BadScenario) as caught:
        check(scenario(*opening(), onward=tuple(sent)), shelf)
    assert expected in str(caught.value)


def test_two_therapies_may_be_sent_in_opposite_directions(shelf: Shelf) -> None:
    ways = (Onward(AMMAN, "irbid_centre", 0.1, ("ra223",)), Onward("irbid_centre", AMMAN, 0.1, ("i131_dtc",)))
    check(scenario(*opening(), onward=ways), shelf)


def pack(folder: Path, services: str) -> Path:
    folder.mkdir()
    (folder / "pack.toml").write_text('name = "jordan"\n', "utf-8")
    (folder / "centres.csv").write_text(
        "iso3,centre,name,town,services,schemes\n"
        f"JOR,khcc,Cancer centre,Amman,pet,civil;refugee\nJOR,just,University,Irbid,{services},civil\n",
        "utf-8",
    )
    return folder


def test_centres_of_a_pack_take_the_place_of_imagined_ones(tmp_path: Path, shelf: Shelf) -> None:
    laid = shelf.with_pack(pack(tmp_path / "p", "therapy"))
    jordan = find_country("JOR", laid)
    found = {
        each.id: (each.treats, each.licensed, each.imagined)
        for each in known_centres(jordan, laid.reader("JOR"))
    }
    assert found == {"khcc": (False, False, False), "just": (True, True, False)}
    check(scenario(act("c", "add_chairs", centre="just"), act("s", "coverage", schemes=("refugee",))), laid)
    with pytest.raises(BadScenario, match="needs site_licence at 'khcc' first"):
        check(scenario(act("c", "add_chairs", centre="khcc")), laid)
    with pytest.raises(BadScenario, match=r"no centre 'hypothetical:amman' in Jordan"):
        check(scenario(act("c", "add_chairs", centre=AMMAN)), laid)


def test_a_centre_of_the_pack_that_gives_no_therapy_may_be_opened_for_it(
    tmp_path: Path, shelf: Shelf
) -> None:
    laid = shelf.with_pack(pack(tmp_path / "p", "therapy"))
    acts = tuple(replace(each, centre="khcc", town="") for each in opening())
    assert check(scenario(*acts), laid).of("open").waits_for == ("licence", "permit", "team")


@pytest.mark.parametrize("iso3", ["JOR", "FJI", "VAT", "RUS", "KEN"])
def test_a_starting_scenario_reads_back_and_nothing_is_wrong_with_it(iso3: str, shelf: Shelf) -> None:
    country = find_country(iso3, shelf)
    first = starting(country, shelf, date(2026, 11, 21))
    text = starting_text(first, country, shelf, "x.toml")
    assert scenario_from(text) == first
    assert text.startswith(f"# {country.name}: a stated package")
    found = check(first, shelf)
    assert first.start == JANUARY and len(found.rows) == len(first.interventions) >= 8


def test_a_region_is_called_after_the_largest_town_of_its_province(shelf: Shelf) -> None:
    found = {region.id: region for region in regions(find_country("JOR", shelf), shelf)}
    assert list(found)[:3] == ["amman", "zarqa", "irbid"]
    assert "250336" in found["irbid"].towns  # Ar Ramtha lies in the province of Irbid
    every = [town for region in found.values() for town in region.towns]
    assert sorted(every) == sorted(row["id"] for row in shelf.table("towns", "JOR"))


def test_names_of_imagined_centres_hold_no_accents_and_differ() -> None:
    assert imagined_ids(["Río Gallegos", "San Juan", "San Juan"]) == (
        "hypothetical:rio_gallegos", "hypothetical:san_juan", "hypothetical:san_juan_2",
    )  # fmt: skip
    assert slug("عمان") == "639_645_627_646"


# --- figures ----------------------------------------------------------------------------------------------


def test_figures_that_a_scenario_states_win_and_say_so(shelf: Shelf) -> None:
    said = scenario(
        replace(TRAINING, capital=Range(5, 1, 9, "verified")),
        facts={"products.coverage.imaging": Range(0.5, 0.4, 0.6)},
    )
    found = stated_facts(said, shelf)
    assert set(found) == {"products.coverage.imaging", "scenario.a.capital"}
    assert (found["products.coverage.imaging"].unit, found["products.coverage.imaging"].value) == (
        "fraction",
        0.5,
    )
    reader = shelf.reader("JOR")
    reader.stated = found
    entry = catalogue(shelf)["referral_training"]
    assert capital(said.interventions[0], entry, 2e6, reader) == 5.0
    assert "stated in scenario 'Jordan'" in reader.used["scenario.a.capital"].note


def test_what_is_bought_is_paid_and_kept_up(shelf: Shelf) -> None:
    """By hand: two beds at 120,000 USD, a tenth of it each year; three nurses at 5,000 USD a year in a LMIC."""
    reader, entries = shelf.reader("JOR"), catalogue(shelf)
    beds = act("b", "add_beds", centre=AMMAN)
    assert capital(beds, entries["add_beds"], 0, reader) == 240_000
    assert running_per_year(beds, entries["add_beds"], 0, reader) == pytest.approx(24_000)
    nurses = act("n", "hire_staff", centre=AMMAN, adds={"nurse": 3.0})
    assert running_per_year(nurses, entries["hire_staff"], 0, reader) == 15_000
    assert running_per_year(TRAINING, entries["referral_training"], 2.5e6, reader) == 20_000


@pytest.mark.parametrize(
    "said, assumed",
    [
        (act("a", "patient_education"), True),
        (act("a", "patient_education", effect=Range(0.2, 0.1, 0.3, "verified")), False),
        (act("a", "travel_vouchers"), False),  # somebody measured it, however weakly
        (act("a", "travel_vouchers", effect=Range(0.2, 0.1, 0.3)), True),
        (act("a", "add_chairs", centre=AMMAN), False),
        (act("a", "fee_subsidy"), False),
    ],
)
def test_only_an_effect_that_nobody_measured_decided_or_counted_is_assumed(
    said: Intervention, assumed: bool, shelf: Shelf
) -> None:
    assert rests_on_assumption(said, shelf.reader("JOR")) is assumed


def test_every_kind_of_the_catalogue_has_a_lead_time_and_acts_on_something(shelf: Shelf) -> None:
    reader = shelf.reader("JOR")
    for entry in catalogue(shelf).values():
        assert reader.number(entry.lead_weeks) > 0
        acts = entry.moves or entry.scales or entry.adds or entry.more or entry.sends_abroad
        assert acts or entry.id == "site_licence"
        assert not entry.needs or all(need.reason for need in entry.needs)
