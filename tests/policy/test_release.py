"""Release rules: five-fold differences between nations, one of them verified, none of them invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from hevesy.facts import Kind, Shelf
from hevesy.policy import release_rule


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(restricted=False)


@pytest.mark.parametrize(
    ("iso3", "limit", "value", "kind"),
    [
        ("USA", "i131_administered", 1.22, Kind.VERIFIED),
        ("USA", "i131_dose_rate_1m", 70, Kind.VERIFIED),
        ("USA", "dose_to_other", 5, Kind.VERIFIED),
        ("USA", "instructions_above", 1, Kind.VERIFIED),
        ("DEU", "i131_retained", 0.25, Kind.UNVERIFIED),
        ("GBR", "i131_retained", 0.8, Kind.UNVERIFIED),
        ("JPN", "lu177_dose_rate_1m", 18, Kind.UNVERIFIED),
        ("JOR", "dose_rate_1m", 30, Kind.UNVERIFIED),
    ],
)
def test_limits_are_those_of_the_table(iso3: str, limit: str, value: float, kind: Kind, shelf: Shelf) -> None:
    found = release_rule(iso3, shelf).limit(limit)
    assert found is not None
    assert (found.fact.value, found.fact.kind) == (value, kind)


def test_only_the_rule_of_the_united_states_is_verified(shelf: Shelf) -> None:
    places = {place for name in shelf.ids("policy.release.") for place in shelf.places(name)}
    assert places == {"USA", "DEU", "GBR", "JPN", "AUS", "IND", "ZAF", "BRA", "TUR", "JOR"}
    assert {place for place in places if release_rule(place, shelf).verified} == {"USA"}
    assert not any(release_rule(place, shelf).signed for place in places)


def test_a_country_without_a_rule_has_none_and_guidance_decides_nothing(shelf: Shelf) -> None:
    rule = release_rule("KEN", shelf)
    assert (rule.known, rule.verified, rule.signed, rule.limits) == (False, False, False, ())
    assert {limit.fact.value for limit in rule.guidance} == {1.1, 0.6}
    assert rule.limit("i131_retained") is None


def test_the_same_number_as_in_the_safety_table(shelf: Shelf) -> None:
    pairs = {
        "USA": ("policy.release.i131_administered", "radiation_safety.US.release.administered_I131_below"),
        "DEU": ("policy.release.i131_retained", "radiation_safety.Germany.release.discharge_criterion"),
        "AUS": ("policy.release.dose_rate_1m", "radiation_safety.Australia.release.discharge_criterion"),
    }
    for iso3, (ours, theirs) in pairs.items():
        assert shelf.fact(ours, iso3).value == shelf.fact(theirs).value


def test_a_signed_local_rule_stands(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "own"\n')
    (tmp_path / "facts.csv").write_text(
        "fact,place,value,unit,source,kind,confirmed_by,confirmed_on\n"
        "policy.release.dose_rate_1m,JOR,25,uSv/h at 1 m,own,verified,Dr Example,2026-02-01\n"
    )
    rule = release_rule("JOR", Shelf.load([tmp_path], restricted=False))
    assert rule.signed
    assert rule.verified
    limit = rule.limit("dose_rate_1m")
    assert limit is not None
    assert limit.fact.value == 25
