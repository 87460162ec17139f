"""Policy on a page: what is known of each ruling, what is not, and what the scenario changes and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from hevesy.facts import Shelf
from hevesy.plan.results.policy import policy_said, policy_tables
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.plan.simulation.build import built
from hevesy.plan.simulation.simulate import Result

START = date(2027, 1, 4)
REGISTERED = Intervention(
    "reg", "product_registration", START, therapies=("ra223",), lead_weeks=Range(52, 26, 104)
)
RELEASE = Intervention("home", "outpatient_release", START, lead_weeks=Range(26, 26, 26))
LATE = Intervention("late", "guideline_inclusion", START, lead_weeks=Range(500, 500, 500))
BASE = Scenario("base", "JOR", START, years=2, draws=2, seed=3, therapies=("lu177_psma617", "ra223"))
HEAD = "iso3,therapy,item,value,state,on,source,kind,agency,order,days\n"
ROWS = """JOR,ra223,approval,registered,reported,2020-05-01,own,verified,,,
JOR,ra223,guideline,yes,reported,2021-01-01,own,unverified,,,
JOR,ra223,requires_taxane,no,reported,2021-01-01,own,verified,,,
JOR,ra223,licensing_step,,reported,2021-01-01,own,verified,Regulator,1,90
JOR,ra223,licensing_step,,reported,2021-01-01,own,verified,Ministry,2,30
"""


@cache
def plain() -> Shelf:
    return Shelf.load()


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder: Path = tmp_path_factory.mktemp("policy")
    (folder / "pack.toml").write_text('name = "mine"\n')
    (folder / "policy.csv").write_text(HEAD + ROWS)
    return plain().with_pack(folder)


def run(shelf: Shelf, *acts: Intervention) -> Result:
    said = replace(BASE, interventions=acts)
    return Result(said, built(said, shelf), None, "flow")  # type: ignore[arg-type]


def test_what_is_known_is_said_and_what_is_not_is_not_known(laid: Shelf) -> None:
    said = policy_said(run(laid), laid)
    state = policy_tables(said)["state"]
    psma, radium = state["rows"]
    assert psma[1:] == ["not known"] * 6
    assert radium == [
        "Ra-223 dichloride", "registered since 2020-05-01", "yes since 2021-01-01 (recalled, decides nothing)",
        "not known", "not known", "taxane: no since 2021-01-01", "120 days",
    ]  # fmt: skip
    assert policy_tables(said)["path"]["rows"] == []


def test_the_path_says_what_changes_for_which_therapy_and_when() -> None:
    said = policy_said(run(plain(), REGISTERED, RELEASE, LATE), plain())
    assert [[each["id"] for each in row["changes"]] for row in said["therapies"]] == [
        ["home", "late"],
        ["reg", "home", "late"],
    ]
    rows = {row[1]: row for row in policy_tables(said)["path"]["rows"]}
    assert rows["Product registration"] == [
        "approval", "Product registration", "2028-01-03 (2027-07-05 to 2029-01-01)", "the country", "Ra-223 dichloride",
    ]  # fmt: skip
    assert rows["Release on the day"][4] == "all therapies"
    assert rows["Guideline inclusion"][2].endswith("; after the last year, so it changes nothing")


def test_the_rule_of_release_is_said_or_that_none_is_known() -> None:
    known = policy_tables(policy_said(run(plain()), plain()))["release"]
    assert known.startswith("A treated patient may leave at: ") and "not checked" in known
    kenya = replace(BASE, country="KEN")
    said = policy_said(Result(kenya, built(kenya, plain()), None, "flow"), plain())  # type: ignore[arg-type]
    assert policy_tables(said)["release"].startswith("No rule is known")
