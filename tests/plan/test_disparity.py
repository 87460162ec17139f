"""How unevenly machines are shared, by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hevesy.facts import Shelf
from hevesy.places import Country, find_country, national_count, national_figures
from hevesy.plan.answers.places import counted
from hevesy.plan.country import picture
from hevesy.plan.disparity import Holding, by_group, holdings, lorenz

HEAD = "fact,place,value,unit,on,state,source,kind\n"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def with_counts(folder: Path, rows: str, shelf: Shelf) -> Shelf:
    (folder / "pack.toml").write_text('name = "counted"\n')
    (folder / "facts.csv").write_text(HEAD + rows, "utf-8")
    return shelf.with_pack(folder)


def held(iso3: str, people: float, machines: float, group: str = "LIC") -> Holding:
    return Holding(Country(iso3, iso3[:2], iso3, group, ""), people, machines, True, "2025")


def test_a_curve_by_hand() -> None:
    """Ten people without a machine, thirty with one, sixty with three: corners (0.1, 0), (0.4, 0.25) and (1, 1).

    Area under it: 0 + 0.3 * 0.25 / 2 + 0.6 * 1.25 / 2 = 0.4125; Gini 1 - 0.825 = 0.175.
    """
    found = lorenz([held("CCC", 60, 3), held("AAA", 10, 0), held("BBB", 30, 1)])
    assert found is not None
    assert found.people == pytest.approx((0, 0.1, 0.4, 1)) and found.machines == pytest.approx((0, 0, 0.25, 1))
    assert found.gini == pytest.approx(0.175)
    assert found.share_of(0.7) == pytest.approx(0.625)


def test_equal_shares_have_no_gini_and_no_machines_have_no_curve() -> None:
    even = lorenz([held("AAA", 10, 1), held("BBB", 30, 3)])
    assert even is not None and even.gini == pytest.approx(0)
    assert lorenz([held("AAA", 10, 0)]) is None and lorenz([]) is None


def test_people_per_machine_by_group(shelf: Shelf) -> None:
    found = {each.group: each for each in by_group([held("AAA", 10, 0), held("BBB", 30, 2, "HIC")], shelf)}
    assert found["HIC"].people_per_machine == 15 and found["LIC"].people_per_machine is None
    assert (found["LIC"].known, found["LMIC"].known) == (1, 0) and found["LIC"].countries > 20


def test_the_groups_are_those_of_the_check_of_the_review(shelf: Shelf) -> None:
    """The same question asked of another function: people per PET scanner in high-income countries."""
    from hevesy.plan.review import checks

    groups = {each.group: each for each in by_group(holdings("pet", shelf), shelf)}
    said = {each.number: each.ours for each in checks(shelf, "ratios")}
    assert said["S09"] is not None and groups["HIC"].people_per_machine == pytest.approx(said["S09"].value)


def test_a_countrys_own_count_comes_before_the_old_density(shelf: Shelf, tmp_path: Path) -> None:
    own = with_counts(tmp_path, "country.equipment.pet,JOR,12,machines,2025,reported,own,verified\n", shelf)
    before, after = ({each.country.iso3: each for each in holdings("pet", one)} for one in (shelf, own))
    assert (after["JOR"].machines, after["JOR"].counted, after["JOR"].year) == (12, True, "2025")
    assert not before["JOR"].counted and before["KEN"] == after["KEN"]


def test_figures_that_a_country_may_state_are_known_and_hold_nothing_yet(shelf: Shelf) -> None:
    figures = national_figures(shelf)
    counts = [sum(each.kind == kind for each in figures.values()) for kind in ("centres", "equipment", "staff")]
    assert counts == [1, 7, 7]
    given = {each.key for each in figures.values() if each.kind == "giving"}
    assert given == {file.stem for pack in shelf.packs for file in pack.folder.glob("therapies/*.toml")}
    assert {shelf.fact(name).value for name in figures} == {None}
    assert national_count("equipment", "pet", find_country("JOR", shelf), shelf) is None


def test_a_plan_uses_what_the_country_counts_as_a_whole(shelf: Shelf, tmp_path: Path) -> None:
    rows = ("country.equipment.pet,JOR,12,machines,2025,reported,own,verified\n"
            "country.equipment.spect,JOR,9,machines,2025,public_only,own,verified\n")  # fmt: skip
    jordan = picture("JOR", with_counts(tmp_path, rows, shelf), date(2026, 11, 21), draws=16)
    assert counted("pet", jordan) == 12
    assert counted("spect", jordan) is None, "machines of the public sector alone are no count of the country"
    assert jordan.reader.used["country.equipment.pet"].value == 12
