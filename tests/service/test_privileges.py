"""Privileges at a site: from what is written of people to the gate of an act, readiness, and the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.service.conftest import client_of
from tests.service.test_care import begun, played

from hevesy.competence import Evidence, What
from hevesy.errors import NeedsReason
from hevesy.run.signed import Signature
from hevesy_service.accounts.models import User
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.zone import today_in
from hevesy_service.care.centre_events import sign
from hevesy_service.care.models import EntryRow
from hevesy_service.competence.events import give
from hevesy_service.competence.models import EvidenceRow
from hevesy_service.refusals import OwnEvidence

pytestmark = pytest.mark.usefixtures("spring")
THERAPY, BEGIN, END = "lu177_psma617", date(2026, 1, 1), date(2029, 12, 31)
Team = dict[str, User]
CADRES = {
    "p1": "physician", "r1": "radiopharmacist", "r2": "radiopharmacist", "n1": "nurse",
    "o1": "radiation_protection_officer",
}  # fmt: skip
DOES = {
    "p1": ("decide_eligibility", "prescribe", "administer"), "r1": ("dispense", "release_product"),
    "r2": ("dispense", "release_product"), "n1": ("administer",), "o1": ("release_patient",),
}  # fmt: skip


def asks(site: Site, least: float = 0.0) -> None:
    """The centre signs that acts need a privilege."""
    line = Signature("privileges", "p1", BEGIN, "local rule", "1", None, least, "")
    sign(site, THERAPY, line, str(new_id()))


def known(site: Site, user: User, what: What, about: str = "", until: date | None = END, on: date = BEGIN) -> Event:
    return give(site, str(user.pk), Evidence("", what, about, on, until, by="tests"), str(new_id()), "seen")


def whole(site: Site, team: Team, *but: str) -> None:
    """Everything is known of everybody that is asked of them; of `but` no certificate."""
    for name, cadre in CADRES.items():
        if name in team:
            if name not in but:
                known(site, team[name], What.CERTIFIED, f"default_{cadre}")
            for what in (What.FIT, What.LICENSED):
                known(site, team[name], what)
            for privilege in DOES[name]:
                known(site, team[name], What.SIGNED_OFF, f"{privilege}/{THERAPY}")


def text(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200, found.content.decode()
    return found.content.decode()


def test_where_nobody_has_signed_the_rule_no_act_asks(site: Site, team: Team) -> None:
    played(begun(site, team["p1"]), team, "release")
    assert "This centre has not signed" in text(client_of(team["p1"]), f"/sites/{site.code}/privileges/")


def test_where_nothing_is_known_nothing_is_done_without_a_reason(site: Site, team: Team) -> None:
    asks(site)
    with pytest.raises(NeedsReason, match="holds the privilege"):
        played(begun(site, team["p1"]), team, "administration")


def test_a_course_goes_as_before_where_everybody_holds_theirs(site: Site, team: Team) -> None:
    asks(site)
    whole(site, team)
    played(begun(site, team["p1"]), team, "release")
    assert not EntryRow.objects.exclude(unmet=[]).exists()


def test_a_certificate_that_has_ended_blocks_and_says_so(site: Site, team: Team) -> None:
    asks(site)
    whole(site, team, "n1", "p1")
    known(site, team["p1"], What.CERTIFIED, "default_physician", date(2027, 2, 28))
    known(site, team["n1"], What.CERTIFIED, "default_nurse", date(2027, 2, 28))
    with pytest.raises(NeedsReason, match="holds the privilege"):
        played(begun(site, team["p1"]), team, "administration")
    tomorrow = today_in("JOR") + timedelta(days=1)
    page = text(client_of(team["o1"]), f"/sites/{site.code}/ready/{THERAPY}/?on={tomorrow}")
    assert "Nobody here holds the privilege any more: administer the dose. The last paper ended on 2027-02-28." in page
    own, client = f"/sites/{site.code}/privileges/{team['n1'].pk}/?therapy={THERAPY}&on=", client_of(team["n1"])
    assert "The certificate ended on 2027-02-28." in text(client, f"{own}2027-03-01")
    assert "The certificate ended" not in text(client, f"{own}2027-02-28")


def test_what_was_done_here_is_practice(site: Site, team: Team) -> None:
    asks(site, 1)
    whole(site, team)
    path = f"/sites/{site.code}/privileges/{team['r1'].pk}/?therapy={THERAPY}&on="
    assert "Not practised enough: 0 of 1" in text(client_of(team["r1"]), f"{path}2027-03-03")  # signed off long ago
    asks(site, 0)
    played(begun(site, team["p1"]), team, "dispensing")
    asks(site, 1)
    page = text(client_of(team["r1"]), f"{path}2027-03-03")
    assert page.count("Not practised enough") == 1  # they have dispensed once, and released nothing


def test_evidence_is_written_of_others_and_shown_to_who_keeps_it(
    site: Site, team: Team, signed_in: Callable[..., Client]
) -> None:
    client, nurse = signed_in("trainer"), team["n1"]
    path = f"/sites/{site.code}/privileges/{nurse.pk}/"
    assert '<option value="default_nurse">' in text(client, f"{path}certified/")
    sent = {"about": "default_nurse", "on": "2027-01-01", "until": "2026-01-01", "note": "board", "key": str(new_id())}
    wrong = client.post(f"{path}certified/", sent)
    assert wrong.status_code == 422 and b"It ends before it begins" in wrong.content
    assert client.post(f"{path}certified/", {**sent, "until": "", "about": "default_nurses"}).status_code == 422
    assert not EvidenceRow.objects.exists()
    sent["until"] = "2028-12-31"
    assert [client.post(f"{path}certified/", sent).status_code for _again in (1, 2)] == [302, 302]
    row = EvidenceRow.objects.get()
    page = text(client, path)
    assert "board" in page and "Written by" in page and "does not count" not in page
    dispute = {"about": str(row.pk), "on": "2027-01-02", "note": "a copy", "key": str(new_id())}
    assert client.post(f"{path}disputed/", dispute).status_code == 302
    assert "does not count on this day" in text(client, path)
    lifted = EvidenceRow.objects.get(what="disputed").pk
    lift = {"about": str(lifted), "on": "2027-01-03", "note": "the original", "key": str(new_id())}
    assert client.post(f"{path}lifted/", lift).status_code == 302
    assert "Dispute: Certificate (2027-01-02)" in text(client, f"{path}lifted/")
    assert "a copy" in text(client_of(nurse), path) and "a copy" not in text(client_of(team["p1"]), path)
    assert client_of(team["p1"]).post(f"{path}fit/", sent).status_code == 403
    rebuilt()
    assert list(differences()) == [] and EvidenceRow.objects.count() == 3


def test_nobody_writes_down_what_is_known_of_themselves(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("trainer")
    own = User.objects.get(memberships__role="trainer")
    sent = {"on": "2027-01-01", "note": "I am well", "key": str(new_id())}
    answer = client.post(f"/sites/{site.code}/privileges/{own.pk}/fit/", sent)
    assert answer.status_code == OwnEvidence.status and "known of themselves" in answer.content.decode()
    assert not EvidenceRow.objects.exists()
    assert "Write down</h2>" not in text(client, f"/sites/{site.code}/privileges/{own.pk}/")


def test_everybody_stands_with_the_acts_of_their_roles(site: Site, team: Team) -> None:
    asks(site)
    whole(site, team)
    page = text(client_of(team["o1"]), f"/sites/{site.code}/privileges/?therapy={THERAPY}&on=2027-03-02")
    assert "This centre has signed that acts need a privilege" in page
    assert page.count('<span class="good">yes</span>') >= 8 and "administer the dose" in page
    elsewhere = text(client_of(team["o1"]), f"/sites/{site.code}/privileges/?therapy=ra223&on=2027-03-02")
    assert "This centre has not signed it off." in elsewhere


def test_what_is_known_of_somebodys_health_is_not_told_to_colleagues(
    site: Site, team: Team, signed_in: Callable[..., Client]
) -> None:
    asks(site)
    whole(site, team)
    known(site, team["n1"], What.WITHDRAWN, "fitness", None, date(2027, 2, 1))
    day = f"?therapy={THERAPY}&on=2027-03-02"
    own, all_of_them = f"/sites/{site.code}/privileges/{team['n1'].pk}/{day}", f"/sites/{site.code}/privileges/{day}"
    said, hidden = "The medical fitness was withdrawn", "A reason that only they see"
    for client in (client_of(team["n1"]), signed_in("trainer")):
        assert said in text(client, own) and said in text(client, all_of_them)
    colleague = client_of(team["p1"])
    for path in (own, all_of_them):
        page = text(colleague, path)
        assert said not in page and hidden in page


def test_a_day_that_can_not_be_reckoned_with_is_refused_in_a_sentence(
    site: Site, team: Team, signed_in: Callable[..., Client]
) -> None:
    client, path = signed_in("trainer"), f"/sites/{site.code}/privileges/"
    for on in ("0001-01-01", "9999-12-31"):
        for page in (path, f"{path}{team['n1'].pk}/"):
            refused = client.get(page, {"on": on})
            assert refused.status_code == 422 and b"write a day from 1900-01-01 to 2200-12-31" in refused.content
    sent = {"about": "", "on": "0001-01-01", "until": "9999-12-31", "note": "seen", "key": str(new_id())}
    wrong = client.post(f"{path}{team['n1'].pk}/fit/", sent)
    assert wrong.status_code == 422 and wrong.content.count(b"Write a day from 1900-01-01 to 2200-12-31.") == 2
    for on in ("", "soon", "1900-01-01", "2200-12-31"):
        assert client.get(path, {"on": on}).status_code == 200
