"""May a patient leave: one rule for what RUN measured and for what PLAN can know."""

from __future__ import annotations

import pytest

from hevesy.capacity.minutes import administration, bed_stay
from hevesy.facts import Shelf
from hevesy.policy import Leaving, asked_of, enough, may_leave, release_rule
from hevesy.products import Answer, find_therapy
from hevesy.quantities import Activity

SHELF = Shelf.load(restricted=False)
MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN


def gbq(value: float) -> Activity:
    return Activity.gbq(value)


@pytest.mark.parametrize(
    ("place", "nuclide", "leaving", "expected"),
    [
        ("JOR", "Lu-177", Leaving(rate_usv_h=30.0), MET),
        ("JOR", "Lu-177", Leaving(rate_usv_h=30.1), NOT_MET),
        ("JOR", "Lu-177", Leaving(), UNKNOWN),  # nobody has measured
        ("KEN", "Lu-177", Leaving(rate_usv_h=0.0), UNKNOWN),  # nobody has stated a rule
        ("GBR", "Lu-177", Leaving(rate_usv_h=0.0), UNKNOWN),  # the rule speaks of iodine only
        ("TUR", "I-131", Leaving(rate_usv_h=25.0, retained=gbq(0.5)), MET),
        ("TUR", "I-131", Leaving(rate_usv_h=25.0), UNKNOWN),  # both limits, and one was not measured
        ("TUR", "I-131", Leaving(rate_usv_h=31.0), NOT_MET),
        ("TUR", "Lu-177", Leaving(rate_usv_h=25.0), MET),  # the activity is for iodine
        ("JPN", "Lu-177", Leaving(rate_usv_h=17.0), MET),  # rate or activity
        ("JPN", "Lu-177", Leaving(rate_usv_h=19.0, retained=gbq(7.0)), MET),
        ("JPN", "Lu-177", Leaving(rate_usv_h=19.0, retained=gbq(7.7)), NOT_MET),
        ("JPN", "Lu-177", Leaving(rate_usv_h=19.0), UNKNOWN),
        ("USA", "I-131", Leaving(administered=gbq(1.2)), MET),  # no calculation is needed
        ("USA", "I-131", Leaving(administered=gbq(3.7), rate_usv_h=90.0, dose_msv=5.1), NOT_MET),
        ("USA", "I-131", Leaving(administered=gbq(3.7), rate_usv_h=90.0, dose_msv=4.9), MET),
        ("DEU", "Lu-177", Leaving(hours=47.0, dose_2m_msv=0.2), NOT_MET),  # the stay is asked for in any case
        ("DEU", "Lu-177", Leaving(hours=48.0, dose_2m_msv=0.2), MET),
        ("DEU", "Lu-177", Leaving(hours=48.0, dose_2m_msv=1.1), NOT_MET),
        ("DEU", "I-131", Leaving(retained=gbq(0.25), dose_2m_msv=1.0), MET),
    ],
)
def test_the_rule_of_a_country(place: str, nuclide: str, leaving: Leaving, expected: Answer) -> None:
    found = may_leave(release_rule(place, SHELF), nuclide, leaving, enough(place, SHELF))
    assert found.answer is expected
    assert not found.signed and found.signed_by == ()  # nothing that is shipped is signed


def test_a_limit_of_the_nuclide_stands_for_the_general_one() -> None:
    limits = {each.name for each in asked_of(release_rule("JPN", SHELF), "I-131")}
    assert limits == {"i131_dose_rate_1m", "i131_retained"}
    assert {each.name for each in asked_of(release_rule("USA", SHELF), "Lu-177")} == {"dose_to_other"}


@pytest.mark.parametrize("therapy", ["lu177_psma617", "lu177_dotatate", "i131_hyperthyroid"])
@pytest.mark.parametrize("place", ["USA", "DEU", "GBR", "JPN", "AUS", "IND", "ZAF", "BRA", "TUR", "JOR", "KEN"])
def test_plan_and_run_ask_the_same_rule(therapy: str, place: str) -> None:
    """Who PLAN puts to bed is who RUN would not let go at once: by a stay surely, without a rule perhaps."""
    found = find_therapy(therapy, SHELF)
    share, days, _ = bed_stay(administration(found, SHELF), found, SHELF.reader(place))
    at_once = may_leave(release_rule(place, SHELF), found.nuclide, Leaving(hours=0.0), enough(place, SHELF))
    if administration(found, SHELF).bed in ("never", "always"):
        return
    stated = [each.limit.fact.value for each in at_once.limits if each.answer is NOT_MET]
    assert (share == 1.0) == bool(stated)
    assert (share == 0.3) == (not at_once.limits)
    if stated:
        assert days == stated[0] / 24.0
        held = Leaving(rate_usv_h=0.0, retained=gbq(0), dose_2m_msv=0.0, dose_msv=0.0, hours=days * 24.0)
        assert may_leave(release_rule(place, SHELF), found.nuclide, held).answer is MET
