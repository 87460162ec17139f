"""Shocks in a scenario's file: what is read, what is refused and where, and the catalogue behind them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.plan.scenario.small import act, opening, scenario

from hevesy.errors import BadScenario, BadShock
from hevesy.facts import Reader, Shelf
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.picture import spell_said
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.scenario.scenario import Range, Shock
from hevesy.plan.scenario.shock_catalogue import read_shock, shock_catalogue
from hevesy.plan.scenario.shocks import expected, size_of
from hevesy.plan.scenario.stated import stated_facts
from hevesy.plan.scenario.writing import scenario_text

MARCH = date(2029, 3, 1)
TOP = 'name = "Jordan"\ncountry = "JOR"\nstart = 2027-01-01\nyears = 10\n'
WAR = """
[[shock]]
id = "war"
kind = "armed_conflict"
begins = 2029-03-01
lasts_weeks = { expected = 26, low = 13, high = 52 }
sizes = { travel = 0.6, work = { expected = 0.5, low = 0.4, high = 0.6, kind = "weak" } }
regions = ["irbid"]
destroys = ["hypothetical:amman"]
persons = 400000
"""


def test_a_shock_is_read_checked_and_written_as_it_was(shelf: Shelf) -> None:
    said = scenario_from(TOP + WAR, "jordan.toml")
    (war,) = said.shocks
    assert (war.kind, war.begins, war.persons) == ("armed_conflict", MARCH, Range(4e5, 4e5, 4e5))
    assert war.sizes["work"] == Range(0.5, 0.4, 0.6, "weak") and war.destroys == ("hypothetical:amman",)
    check(said, shelf)
    assert scenario_from(scenario_text(said), "jordan.toml") == said


STRIKE = {"id": "s", "kind": "strike", "begins": MARCH}
YES = Range(0.1, 0.1, 0.1)


@pytest.mark.parametrize(
    ("said", "key", "sentence"),
    [
        ({"kind": "strik"}, "kind", "there is no kind of shock 'strik'; did you mean 'strike'?"),
        ({"per_year": YES}, "per_year", "has both begins and per_year; take one of them out"),
        ({"begins": None}, "begins", "nobody says when it comes; add begins, or per_year"),
        ({"begins": date(2037, 1, 1)}, "begins", "is outside the scenario, which runs from 2027-01-01"),
        ({"begins": date(2026, 12, 31)}, "begins", "is outside the scenario"),
        ({"centre": "hypothetical:aman"}, "centre", "there is no centre of Jordan 'hypothetical:aman'; did you"),
        ({"regions": ("irbit",)}, "regions", "there is no region of Jordan 'irbit'; did you mean 'irbid'?"),
        ({"centre": "hypothetical:amman", "regions": ("irbid",)}, "regions", "keep centre or regions"),
        ({"therapies": ("ra223",)}, "therapies", "strike makes no use of it; take the line out"),
        ({"persons": Range(9, 9, 9)}, "persons", "strike makes no use of it"),
        ({"sizes": {"wrok": YES}}, "sizes.wrok", "strike has no part 'wrok'; did you mean 'work'?"),
        ({"size": YES, "sizes": {"work": YES}}, "sizes", "size says the same already; keep one of them"),
        ({"kind": "import_ban", "therapies": ("ra22",)}, "therapies", "there is no therapy 'ra22'; did you"),
        ({"kind": "import_ban", "centre": "hypothetical:amman"}, "centre", "import_ban strikes the whole country"),
        ({"kind": "armed_conflict", "size": YES}, "size", "say it by part, as in sizes = { work = 0.5, travel"),
        ({"kind": "armed_conflict", "destroys": ("khcc",)}, "destroys", "there is no centre of Jordan 'khcc'"),
        ({"kind": "refugees"}, "persons", "nobody says how many people arrive; add the line"),
        ({"kind": "refugees", "persons": YES, "size": YES}, "size", "refugees takes nothing away; take the line"),
    ],
)
def test_a_shock_that_cannot_be_is_refused_in_one_sentence(
    said: dict[str, object], key: str, sentence: str, shelf: Shelf
) -> None:
    with pytest.raises(BadScenario) as refused:
        check(scenario(shocks=(Shock(**{**STRIKE, **said}),)), shelf)  # type: ignore[arg-type]
    assert str(refused.value).startswith(f"jordan.toml, table [[shock]] 1 ('s'), key {key!r}: ")
    assert sentence in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("size = -0.1", "key 'size': -0.1 is negative; write 0 or more"),
        ("size = 1.5", "key 'size': 1.5 is above 1; write 1 or less"),
        ("persons = -5", "key 'persons': -5 is negative; write 0 or more"),
        ("per_year = 2", "key 'per_year': 2 is above 1; write 1 or less"),
        ("lasts_weeks = -1", "key 'lasts_weeks': -1 is negative"),
        ("lasts = 4", "key 'lasts': there is no such key; did you mean"),
        ("sizes = 0.5", "key 'sizes': 0.5 is not a table"),
    ],
)
def test_a_shock_that_cannot_be_read_is_refused_with_its_place(line: str, sentence: str) -> None:
    with pytest.raises(BadScenario, match=r"table \[\[shock\]\] 1 \('s'\)") as refused:
        scenario_from(f'{TOP}[[shock]]\nid = "s"\nkind = "strike"\n{line}\n', "jordan.toml")
    assert sentence in str(refused.value)


def test_a_shock_and_an_intervention_may_not_share_an_id() -> None:
    text = f"""{TOP}
[[intervention]]
id = "x"
kind = "lodging"
begins = 2027-01-01
[[shock]]
id = "x"
kind = "strike"
begins = 2028-01-01
"""
    with pytest.raises(BadScenario, match=r"\[\[shock\]\] 1, key 'id': 'x' is also the id of \[\[intervention\]\] 1"):
        scenario_from(text, "jordan.toml")


def test_a_shock_may_strike_a_centre_that_an_intervention_opens(shelf: Shelf) -> None:
    check(scenario(*opening(), shocks=(Shock("s", "strike", MARCH, centre="irbid_centre"),)), shelf)


def test_a_figure_of_the_scenario_goes_before_the_catalogue(shelf: Shelf, reader: Reader) -> None:
    shocks = (
        Shock("short", "strike", MARCH, lasts_weeks=Range(2, 1, 3)),
        Shock("usual", "strike", per_year=Range(0.3, 0.1, 0.5)),
        Shock("war", "armed_conflict", MARCH, sizes={"travel": YES}),
    )
    said = scenario(act("t", "lodging"), shocks=shocks)
    reader.stated = stated_facts(said, shelf)
    short, usual, war = expected(said, reader)
    assert (short.lasts.expected, short.lasts.high, usual.lasts.expected) == (2, 3, 4.7)
    assert usual.per_year is not None and usual.per_year.high == 0.5
    assert short.ends() == (date(2029, 3, 15), date(2029, 3, 29)) and usual.ends() is None
    assert [size_of(war.shock, part) for part in war.entry.parts] == [
        "shocks.armed_conflict.work",
        "scenario.war.size.travel",
        "shocks.armed_conflict.doses",
    ]
    assert spell_said(usual) == "Strike: 30 % a year, 5 weeks, 2 to recover"
    assert spell_said(short).startswith("Strike: from 01 March 2029 in full until March 2029")


def test_the_catalogue_has_every_kind_that_befalls_a_country(shelf: Shelf) -> None:
    assert set(shock_catalogue(shelf)) == {
        "import_ban", "currency_fall", "strike", "power_failure", "water_failure", "armed_conflict", "refugees",
        "funding_stop", "supplier_unpaid",
    }  # fmt: skip


PLAIN = """id = "flood"
name = "Flood"
meaning = "Roads are under water."
at = "country"
[takes]
lasts_weeks = "shocks.strike.lasts"
recovery_weeks = "shocks.strike.recovery"
"""
PART = '[[part]]\nid = "roads"\nsize = "shocks.strike.size"\n'


def test_a_pack_may_bring_a_kind_of_its_own(shelf: Shelf, tmp_path: Path) -> None:
    folder = tmp_path / "shocks"
    folder.mkdir()
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    (folder / "flood.toml").write_text(f'{PLAIN}{PART}facts = ["access.travel.open"]\ntoward = 0\n')
    laid = shelf.with_pack(tmp_path)
    assert shock_catalogue(laid)["flood"].parts[0].facts == ("access.travel.open",)
    check(scenario(shocks=(Shock("f", "flood", MARCH),)), laid)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (PLAIN, "key 'part': this kind of shock does nothing"),
        (PLAIN + PART, "part 'roads' takes nothing"),
        (PLAIN + PART + 'resources = ["chairs"]\n', "'chairs' is not one of the choices"),
        (PLAIN + PART + 'facts = ["access.travel.opne"]\ntoward = 0\n', "did you mean 'access.travel.open'?"),
        (PLAIN + 2 * (PART + "doses = 'border'\n"), "two parts are called 'roads'"),
        (PLAIN.replace("flood", "fire") + PART + "doses = 'border'\n", "'fire' is not the name of the file"),
        (PLAIN + PART + "doses = 'border'\nwater = 1\n", "key 'part[1].water'"),
        ("id = ", "this is not TOML"),
    ],
)
def test_a_file_of_the_catalogue_that_is_wrong_is_refused(
    text: str, sentence: str, shelf: Shelf, tmp_path: Path
) -> None:
    file = tmp_path / "flood.toml"
    file.write_text(text)
    with pytest.raises(BadShock) as refused:
        read_shock(file, shelf)
    assert sentence in str(refused.value)
