"""What waits for somebody: told on home and on the day of a site, to who can do it and to nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.service.conftest import client_of, new_site
from tests.service.test_logbook import confirmed, entered, physician, trained
from tests.service.test_privileges import text

from hevesy.quality import Action, Step
from hevesy.quality.action import ASSIGNED, DONE
from hevesy_service.accounts.models import User
from hevesy_service.accounts.roles import rights
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.desk.centre_door import centre_door
from hevesy_service.desk.waiting import waiting_for
from hevesy_service.quality.actions import open_action, take_step
from hevesy_service.quality.models import ActionRow

pytestmark = pytest.mark.usefixtures("spring")
FOUND = date(2027, 3, 1)


def told(user: User, site: Site) -> list[str]:
    return [each.words for each in waiting_for(user, [site])]


def opened(site: Site) -> ActionRow:
    found = Action("audit", "strategy_1", "major", "No policy is written.", FOUND)
    return ActionRow.objects.get(pk=open_action(site, found, "tests", str(new_id())).pk)


def stepped(row: ActionRow, what: str, by: User, **said: object) -> None:
    fresh = ActionRow.objects.get(pk=row.pk)
    take_step(fresh, Step(what, FOUND, str(by.pk), "because", **said), str(new_id()))  # type: ignore[arg-type]


def test_a_supervisor_hears_of_procedures_until_they_are_answered(site: Site, team: dict[str, User]) -> None:
    senior = physician(site, "senior")
    trained(site, team["p1"], senior)
    rows = [entered(site, team["p1"], senior, case=f"elsewhere/{name}") for name in "ab"]
    assert told(senior, site) == ["2 procedures wait for your confirmation"] and told(team["p1"], site) == []
    client = client_of(senior)
    for path in ("/", f"/sites/{site.code}/today/"):
        assert f'href="/sites/{site.code}/logbook/confirm/"' in text(client, path)
    confirmed(rows[0])
    assert told(senior, site) == ["1 procedure waits for your confirmation"]
    confirmed(rows[1])
    assert told(senior, site) == []


def test_an_action_waits_for_somebody_then_its_owner_then_a_check_by_another(
    site: Site, team: dict[str, User]
) -> None:
    owner, other = team["p1"], team["n1"]
    row = opened(site)
    assert told(owner, site) == told(other, site) == ["1 corrective action has nobody yet who mends it"]
    stepped(row, ASSIGNED, other, owner=str(owner.pk), due=FOUND + timedelta(days=30))
    assert told(owner, site) == ["1 corrective action is yours to mend"] and told(other, site) == []
    stepped(row, DONE, owner, evidence=("policy 7",))
    assert told(owner, site) == [] and told(other, site) == ["1 corrective action waits for a check of its effect"]


def test_what_waits_takes_as_many_queries_at_two_sites_as_at_one(
    site: Site, team: dict[str, User], django_assert_max_num_queries: object
) -> None:
    other = new_site("amman", "Amman")
    for each in (site, other):
        opened(each)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(waiting_for(team["p1"], [site, other])) == 1  # at the other they hold no role


@pytest.mark.parametrize("role", ["trainer", "quality_manager", "auditor", "focal_point", "researcher"])
def test_who_has_a_page_of_the_desk_has_its_door(role: str, site: Site) -> None:
    assert (centre_door([role], site) != "") == any(role in rights()[action].roles for action in (
        "lead_training", "see_audits", "see_lessons", "see_staffing", "see_leaflets", "see_outreach", "learn_modules",
    ))  # fmt: skip


def test_the_first_page_of_a_trainer_is_that_of_the_trainees(site: Site) -> None:
    assert centre_door(["trainer"], site) == f"/sites/{site.code}/trainees/"
