"""The people and the quality of a synthetic centre: the same seed tells the same, and all of it could have happened."""

from __future__ import annotations

from datetime import date, timedelta

from tests.competence.people import SHELF

from hevesy.competence import What, find_framework
from hevesy.competence.evidence import AGAINST
from hevesy.competence.synthetic import lapsing, of_staff, of_trainee
from hevesy.quality import find_profile, follow
from hevesy.quality.action import EFFECTIVE
from hevesy.quality.synthetic import histories

START = date(2026, 1, 1)
NURSE = find_framework("default_nurse", SHELF)
PROFILE = find_profile("default", SHELF)


def test_the_same_seed_tells_the_same_and_another_something_else() -> None:
    one, two, other = (list(of_trainee("n", NURSE, START, seed, SHELF)) for seed in (1, 1, 2))
    assert one == two != other
    assert histories(PROFILE, START, 1) == histories(PROFILE, START, 1) != histories(PROFILE, START, 2)


def test_one_in_six_certificates_ends_in_the_year_and_half_of_these_are_renewed_late() -> None:
    names = [f"nurse {number}" for number in range(60)]
    ends = lapsing(names, 1)
    assert len(ends) == 10 and sum(ends.values()) == 5
    for name in names:
        known = [each.found for each in of_staff(name, NURSE, ["ra223"], START, 1, SHELF, ends.get(name))]
        certified = [each for each in known if each.what is What.CERTIFIED]
        assert len(certified) == (2 if ends.get(name) else 1)
        assert certified[0].until is not None
        assert (certified[0].until < START + timedelta(days=300)) == (name in ends)
        assert {each.about for each in known if each.what is What.SIGNED_OFF} == {"administer/ra223"}


def test_trainees_show_only_what_is_asked_within_their_year() -> None:
    failed = 0
    for number in range(60):
        known = [each.found for each in of_trainee(f"n {number}", NURSE, START, 1, SHELF)]
        assert all(each.about in NURSE.levels for each in known if each.what is not What.CERTIFIED)
        assert [each.on for each in known] == sorted(each.on for each in known)
        assert known[-1].on < START + timedelta(days=730)
        failed += sum(each.what in AGAINST for each in known)
    assert failed > 0


def test_each_action_follows_its_rules_and_what_was_mended_is_found_better() -> None:
    """Each step is asked of `follow`, which refuses what can't be."""
    first, visit = histories(PROFILE, START, 1)
    assert (visit.audit.on - first.audit.on).days == 665
    ends = []
    for history in (first, visit):
        for told in history.told:
            action = told.action
            for step in told.steps:
                action = follow(action, step)
            ends.append(action.closed)
    assert any(ends) and not all(ends)
    mended = [each.item.id for each in first.told if each.steps[-1].result == EFFECTIVE]
    assert mended and all((visit.audit.answers[name].score or 4) == 4 for name in mended)
