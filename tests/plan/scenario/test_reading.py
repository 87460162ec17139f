"""What is wrong in a scenario's file is said with its place; what is written reads back; schema and reader agree."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadScenario
from hevesy.plan.scenario.reading import from_tables, pack_folders, read_scenario, scenario_from
from hevesy.plan.scenario.scenario import Intervention, Onward, Range, Scenario
from hevesy.plan.scenario.schema import FILE
from hevesy.plan.scenario.writing import scenario_text

SMALL = """
name = "Jordan"
country = "JOR"
start = 2027-01-01
years = 10
"""
ACT = """
[[intervention]]
id = "a"
kind = "referral_training"
begins = 2027-01-01
"""


def test_an_empty_file_says_so() -> None:
    with pytest.raises(BadScenario, match=r"jordan\.toml, the whole file: this file is empty"):
        scenario_from("\n \n", "jordan.toml")


def test_what_is_left_out_is_as_by_default() -> None:
    assert scenario_from(SMALL) == Scenario("Jordan", "JOR", date(2027, 1, 1), 10, 256, 1)


def test_everything_that_can_be_said_is_read() -> None:
    said = scenario_from(
        SMALL
        + """
draws = 1000
seed = 7
burden = "gbd"
packs = ["pack", "../other"]
therapies = ["lu177_psma617"]
[trend]
lu177_psma617 = 0.02
[order]
lu177_psma617 = 1
[facts]
"a.b" = { expected = 0.3, low = 0.2, high = 0.4, kind = "verified" }
exact = 5
[[intervention]]
id = "a"
kind = "add_chairs"
begins = 2028-02-29
centre = "khcc"
adds = { chair = 2 }
after = ["b"]
capital = { expected = 3, low = 1, high = 9 }
[[onward]]
from = "khcc"
to = "abroad"
share_per_week = 0.1
"""
    )
    assert said.interventions == (
        Intervention(
            "a", "add_chairs", date(2028, 2, 29), centre="khcc", after=("b",), adds={"chair": 2.0},
            capital=Range(3.0, 1.0, 9.0),
        ),
    )  # fmt: skip
    assert said.onward == (Onward("khcc", "abroad", 0.1),)
    assert said.facts == {"a.b": Range(0.3, 0.2, 0.4, "verified"), "exact": Range(5.0, 5.0, 5.0)}
    assert (said.draws, said.seed, said.burden, said.trend, said.order) == (
        1000, 7, "gbd", {"lu177_psma617": 0.02}, {"lu177_psma617": 1},
    )  # fmt: skip


def test_packs_are_seen_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "in" / "jordan.toml"
    file.parent.mkdir()
    file.write_text('packs = ["../pack"]\n' + SMALL, "utf-8")
    assert pack_folders(read_scenario(file)) == (file.parent / "../pack",)


@pytest.mark.parametrize(
    "text, said",
    [
        ("yaers = 3\n" + SMALL, "jordan.toml, key 'yaers': there is no such key; did you mean 'years'?"),
        (SMALL.replace("10", '"ten"'), "key 'years': 'ten' is not a whole number"),
        (SMALL.replace("10", "0"), "key 'years': 0 is below 1; write 1 or more"),
        (SMALL.replace("10", "true"), "key 'years': True is not a whole number"),
        (SMALL.replace("2027-01-01", "2027-01-01T00:00:00"), "is not a date; write it as 2027-01-31, without an hour"),
        (SMALL.replace("2027-01-01", "1887-01-01"), "key 'start': 1887-01-01 is outside 2000 to 2099"),
        (SMALL.replace("2027-01-01", '"2027-02-30"'), "2027-02-30 is no day of any calendar"),
        (SMALL.replace("JOR", " "), "key 'country': ' ' does not fit; write the country, three letters"),
        (SMALL.replace('name = "Jordan"', ""), "key 'name': this is missing (what it is called in reports); add it"),
        (SMALL + 'burden = "globacan"', "'globacan' is not one of the choices; did you mean 'globocan'?"),
        (SMALL + 'therapies = "lu177_psma617"', "key 'therapies': 'lu177_psma617' is not a list"),
        (SMALL + 'therapies = ["a", "a"]', "'a' stands twice; keep one"),
        (SMALL + "[trend]\nx = 0.9", "table [trend], key 'x': 0.9 is above 0.5; write 0.5 or less"),
        (SMALL + "[trend]\nx = nan", "nan is not a number one can calculate with"),
        (SMALL + "trend = 2", "key 'trend': 2 is not a table; write [trend] above one line for each name"),
        (SMALL + ACT + "adds = { chair = -2 }", "1 ('a'), table [adds], key 'chair': -2 is negative"),
        (SMALL + ACT + "effect = 1.5", "table [[intervention]] 1 ('a'), key 'effect': 1.5 is above 1"),
        (
            SMALL + ACT + "effect = { expected = 0.5, low = 0.6, high = 0.7 }",
            "table 'effect', key 'expected': 0.6, 0.5, 0.7 do not rise; low <= expected <= high",
        ),
        (SMALL + ACT + "effect = { expected = 0.5 }", "table 'effect', key 'low': this is missing"),
        (SMALL + ACT + "center = 1", "key 'center': there is no such key; did you mean 'centre'?"),
        (SMALL + ACT + ACT, "table [[intervention]] 2, key 'id': 'a' is also the id of [[intervention]] 1"),
        (SMALL + ACT.replace('"a"', '"a b"'), "key 'id': 'a b' does not fit; write a short name of your own"),
        (SMALL + "intervention = 3", "this is not a row of tables; write [[intervention]] above each"),
        (SMALL + '[[onward]]\nfrom = "a"\nto = "b"', "table [[onward]] 1, key 'share_per_week': this is missing"),
        (SMALL + "name = 3", "the whole file: this is not TOML"),
        ("= = =", "the whole file: this is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence_with_its_place(text: str, said: str) -> None:
    with pytest.raises(BadScenario) as caught:
        scenario_from(text, "jordan.toml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("jordan.toml, ")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadScenario, match="there is no such file"):
        read_scenario(tmp_path / "none.toml")
    torn = tmp_path / "torn.toml"
    torn.write_bytes(b"name = '\xff\xfe'")
    with pytest.raises(BadScenario, match="not text in UTF-8"):
        read_scenario(torn)


# --- laws -------------------------------------------------------------------------------------------------

IDS = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)
WORDS = st.from_regex(r"[a-z0-9_:.]{1,12}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def ranges(low: float, high: float) -> st.SearchStrategy[Range]:
    three = st.lists(st.floats(low, high), min_size=3, max_size=3).map(sorted)
    kinds = st.sampled_from(["verified", "assumption", "weak"])
    return st.builds(lambda said, kind: Range(said[1], said[0], said[2], kind), three, kinds)


def lists(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(of, max_size=3, unique=True).map(tuple)


INTERVENTIONS = st.builds(
    Intervention,
    id=IDS, kind=st.from_regex(r"[a-z_]{1,12}", fullmatch=True), begins=DAYS, centre=st.one_of(st.just(""), WORDS),
    town=st.one_of(st.just(""), TEXTS.filter(str.strip)), sector=st.sampled_from(["", "public", "mission"]),
    schemes=lists(WORDS), takes_refugees=st.none() | st.booleans(), takes_foreigners=st.none() | st.booleans(),
    therapies=lists(WORDS), regions=lists(WORDS), after=lists(IDS),
    adds=st.dictionaries(TEXTS, st.floats(0, 1000), max_size=2), effect=st.none() | ranges(0, 1),
    lead_weeks=st.none() | ranges(0, 1040), capital=st.none() | ranges(0, 1e11),
    wear_off_per_year=st.none() | ranges(0, 1), note=TEXTS,
)  # fmt: skip
SCENARIOS = st.builds(
    Scenario,
    name=TEXTS.filter(str.strip), country=st.from_regex(r"[A-Z]{3}", fullmatch=True), start=DAYS,
    years=st.integers(1, 50), draws=st.integers(1, 100_000), seed=st.integers(0, 2**32 - 1),
    burden=st.sampled_from(["", "gbd"]), packs=lists(TEXTS.filter(str.strip)), therapies=lists(WORDS),
    trend=st.dictionaries(TEXTS, st.floats(-0.5, 0.5), max_size=2),
    order=st.dictionaries(TEXTS, st.integers(1, 99), max_size=2),
    facts=st.dictionaries(TEXTS, ranges(-1e9, 1e9), max_size=2),
    interventions=st.lists(INTERVENTIONS, max_size=3, unique_by=lambda each: each.id).map(tuple),
    onward=st.lists(st.builds(Onward, WORDS, WORDS, st.floats(0, 1), lists(WORDS)), max_size=2).map(tuple),
)  # fmt: skip


@given(SCENARIOS)
def test_what_is_written_reads_back_equal(said: Scenario) -> None:
    assert scenario_from(scenario_text(said)) == said


def plain(said: Any) -> Any:
    """What TOML gave, as JSON has it: days as texts."""
    if isinstance(said, dict):
        return {key: plain(value) for key, value in said.items()}
    if isinstance(said, list):
        return [plain(value) for value in said]
    return said.isoformat() if isinstance(said, date) else said


def tables(said: Scenario) -> dict[str, Any]:
    import tomllib

    return plain(tomllib.loads(scenario_text(said)))  # type: ignore[no-any-return]


SCHEMA = jsonschema.Draft202012Validator(json.loads(FILE.read_text("utf-8")))


@given(SCENARIOS)
def test_every_scenario_that_is_read_validates(said: Scenario) -> None:
    found = tables(said)
    assert from_tables(found) == said
    SCHEMA.validate(found)


WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 200_000), st.floats(-2, 2), st.text(max_size=5),
    st.just([]), st.just(["a", "a"]), st.just([3]), st.just({}), st.just({"expected": 1}), st.just([{}]),
)  # fmt: skip


@given(said=SCENARIOS, data=st.data())
def test_what_the_schema_refuses_the_reader_refuses(said: Scenario, data: st.DataObject) -> None:
    """A valid scenario with one value replaced, one key taken out or one put in, anywhere in it."""
    found = copy.deepcopy(tables(said))
    places = [found, *found.get("intervention", []), *found.get("onward", [])]
    places += [value for place in list(places) for value in place.values() if isinstance(value, dict)]
    place = data.draw(st.sampled_from(places))
    key = data.draw(st.sampled_from([*place, "strange", "years", "effect", "therapies", "adds", "begins"]))
    if data.draw(st.booleans()) and key in place:
        del place[key]
    else:
        place[key] = data.draw(WRONG)
    try:
        from_tables(found)
    except BadScenario as error:
        assert "\n" not in str(error)
    else:
        SCHEMA.validate(found)
