"""A country's rulings: dated, sourced, and unknown is not no."""

from __future__ import annotations

from pathlib import Path

import pytest

from hevesy.errors import BadCell, HevesyError
from hevesy.facts import Shelf
from hevesy.policy import policy_state

HEADER = "iso3,therapy,item,value,agency,order,days,on,source,kind,note,confirmed_by,confirmed_on\n"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(restricted=False)


def with_rows(folder: Path, *rows: str) -> Shelf:
    (folder / "pack.toml").write_text('name = "own"\n')
    (folder / "policy.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return Shelf.load([folder], restricted=False)


def test_what_nobody_entered_is_unknown_not_no(shelf: Shelf) -> None:
    state = policy_state("KEN", "lu177_psma617", shelf)
    assert state.approval.value is None
    assert state.permitted is None
    assert state.benefit_package.yes is None
    assert state.requires("taxane") is None
    assert state.licensing_days() is None
    assert len(state.unknown) == 11
    assert {ruling.yes for ruling in state.paid.values()} == {None}


def test_what_the_sources_say_is_shipped(shelf: Shelf) -> None:
    states = policy_state("USA", "lu177_psma617", shelf)
    assert (states.approval.value, states.approval.on, states.approval.kind) == (
        "registered",
        "2022",
        "secondary",
    )
    assert states.requires("taxane") is False  # the label of March 2025
    germany = policy_state("DEU", "lu177_dotatate", shelf)
    assert (germany.approval.value, germany.approval.on, germany.approval.kind) == (
        "registered",
        "2017",
        "unverified",
    )
    assert policy_state("DEU", "lu177_psma617", shelf).requires("taxane") is True
    assert policy_state("FRA", "ra223", shelf).requires("two_systemic_lines") is True
    assert (
        policy_state("GBR", "lu177_dotatate", shelf).approval.value is None
    )  # left the union; nobody entered its own
    jordan = policy_state("JOR", "tb161_psma", shelf)
    assert (jordan.approval.value, jordan.approval.kind, jordan.permitted) == (
        "named_patient",
        "unverified",
        True,
    )
    australia = policy_state("AUS", "lu177_psma617", shelf)
    assert (australia.benefit_package.yes, australia.benefit_package.kind) == (True, "verified")
    assert {part for part, ruling in australia.paid.items() if ruling.yes} == {
        "drug",
        "administration",
        "imaging",
    }
    assert australia.paid["dosimetry"].yes is None


def test_no_shipped_ruling_is_confirmed_or_lacks_a_source(shelf: Shelf) -> None:
    rows = shelf.table("policy")
    assert len(rows) > 100
    assert not any(row["confirmed_by"] for row in rows)
    for row in rows:
        assert shelf.source(row["source"])


def test_a_countrys_pack_replaces_its_rows(tmp_path: Path) -> None:
    shelf = with_rows(
        tmp_path,
        "JOR,all,cancer_plan,yes,,,,2025,own,unverified,,,",
        "JOR,lu177_psma617,approval,hospital_prepared,JFDA,,,2024,own,verified,,Dr Example,2026-02-01",
        "JOR,lu177_psma617,licensing_step,,nuclear regulator,2,60,,own,unverified,,,",
        "JOR,lu177_psma617,licensing_step,,drug authority,1,90,,own,unverified,,,",
        "JOR,all,guideline,no,,,,2023,own,unverified,,,",
        "JOR,lu177_psma617,guideline,yes,,,,2022,own,unverified,,,",
    )
    state = policy_state("JOR", "lu177_psma617", shelf)
    assert (state.approval.value, state.approval.confirmed) == ("hospital_prepared", True)
    assert state.permitted is True
    assert state.cancer_plan.yes is True
    assert state.guideline.yes is True, "a row that names the therapy stands above a later one for all"
    assert [step.agency for step in state.licensing] == ["drug authority", "nuclear regulator"]
    assert state.licensing_days() == 150
    assert policy_state("JOR", "tb161_psma", shelf).approval.value is None, (
        "the shipped rows of Jordan are gone"
    )
    assert policy_state("USA", "lu177_psma617", shelf).approval.value == "registered"


def test_none_forbids_and_an_empty_cell_is_unknown(tmp_path: Path) -> None:
    shelf = with_rows(
        tmp_path,
        "KEN,ac225_psma,approval,none,,,,2025,own,unverified,,,",
        "KEN,lu177_psma617,approval,,,,,2025,own,unverified,,,",
        "KEN,lu177_psma617,licensing_step,,regulator,1,,,own,unverified,,,",
        "KEN,lu177_psma617,licensing_step,,ministry,2,30,,own,unverified,,,",
    )
    assert policy_state("KEN", "ac225_psma", shelf).permitted is False
    assert policy_state("KEN", "lu177_psma617", shelf).permitted is None
    assert policy_state("KEN", "lu177_psma617", shelf).licensing_days() is None, "one step of unknown length"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("KEN,lu177_psma617,approval,registred,,,,2025,own,unverified,,,", "did you mean 'registered'"),
        ("KEN,lu177_psma617,benefit_package,perhaps,,,,2025,own,unverified,,,", "yes"),
        ("KEN,lu177_psma617,aproval,none,,,,2025,own,unverified,,,", "approval"),
        ("KEN,lu177_psma617,licensing_step,,x,1,-5,,own,unverified,,,", "below 0"),
    ],
)
def test_a_bad_ruling_names_its_line(row: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(HevesyError, match=r"policy\.csv, line 2") as caught:
        policy_state("KEN", "lu177_psma617", with_rows(tmp_path, row))
    assert words in str(caught.value)


def test_the_room_itself_refuses_a_ruling_without_a_source(tmp_path: Path) -> None:
    from hevesy.policy.state import _check, columns_of, read_table

    file = tmp_path / "policy.csv"
    file.write_text(HEADER + "KEN,all,cancer_plan,yes,,,,2025,,unverified,,,\n")
    with pytest.raises(BadCell, match="field 'source'"):
        _check(read_table(file, columns_of("policy"))[0])
