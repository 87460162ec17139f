"""The shortage board's page: who waits for doses of whom, and who is served where fewer come."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from tests.run.playing import LU_PSMA, at
from tests.service.conftest import PROVEN, signature
from tests.service.test_care import THERAPY, begun, played
from tests.service.test_desk_pages import Team, as_, text

from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.recording import Proposal, record

pytestmark = pytest.mark.usefixtures("spring")
ASKED = f"?on=2027-03-02&therapy={THERAPY}&producer=&doses="


@pytest.fixture
def waiting(site: Site, team: Team, monkeypatch: pytest.MonkeyPatch) -> tuple[UUID, UUID]:
    """A routine course and, prescribed after it, an urgent one, both planned for 2 March; it is the evening before."""
    routine, urgent = begun(site, team["p1"]), begun(site, team["p1"])
    played(routine, team, "prescription")
    for act, hours, by, _second, said in LU_PSMA[:9]:
        told = {**said, **({"urgency": "urgent"} if act == "triage" else {})}
        later = at(hours + (act == "prescription"))
        record(urgent, Proposal(act, told, later, proof=PROVEN), team[by], str(new_id()))
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(-12))
    return routine, urgent


def served(page: str) -> list[str]:
    """The courses of the board in their order."""
    return re.findall(r'<th scope="row"><a href="/courses/([0-9a-f-]+)/">', page)


def test_the_page_lists_who_waits_on_which_day(site: Site, team: Team, waiting: tuple[UUID, UUID]) -> None:
    page = text(as_(team["r1"]), f"/sites/{site.code}/shortage/")
    assert "not ordered yet" in page and '<td class="number">2</td>' in page
    assert f'href="?on=2027-03-02&amp;therapy={THERAPY}&amp;producer=&amp;doses=2"' in page


def test_the_urgent_course_is_served_first_and_each_is_told_why(
    site: Site, team: Team, waiting: tuple[UUID, UUID]
) -> None:
    """One dose for two: tier 2 of sharing_tiers.csv, an urgent first cycle, goes before tier 4, whoever came first."""
    routine, urgent = waiting
    page = text(as_(team["r1"]), f"/sites/{site.code}/shortage/{ASKED}1")
    assert served(page) == [str(urgent), str(routine)] and "There are fewer doses than courses that wait." in page
    assert "Gets a dose: there is one for everybody in this tier (an urgent first cycle)." in page
    assert "No dose: tiers before this one (a first cycle) took all that came." in page
    assert page.count(f'href="/courses/{routine}/hold/"') == 1 and f'href="/courses/{urgent}/hold/"' not in page


def test_with_a_dose_for_each_nobody_is_held(site: Site, team: Team, waiting: tuple[UUID, UUID]) -> None:
    page = text(as_(team["r1"]), f"/sites/{site.code}/shortage/{ASKED}2")
    assert "There is a dose for everybody who waits." in page and "/hold/" not in page and "No dose" not in page


def test_an_unsigned_rule_is_a_proposal_until_it_is_signed(
    site: Site, team: Team, waiting: tuple[UUID, UUID]
) -> None:
    path = f"/sites/{site.code}/shortage/{ASKED}1"
    assert "what stands here is a proposal" in text(as_(team["r1"]), path)
    signer = as_(team["p1"])
    said = {"text": "yes", "source": "board of the centre", "edition": "1", "key": str(new_id()), **signature(signer)}
    assert signer.post(f"/sites/{site.code}/gates/{THERAPY}/sharing_rule/", said).status_code == 302
    assert "what stands here is a proposal" not in text(as_(team["r1"]), path)


@pytest.mark.parametrize("doses", ["-1", "", "many", "1000"])
def test_a_number_that_is_none_is_told_and_nothing_is_shared(
    site: Site, team: Team, waiting: tuple[UUID, UUID], doses: str
) -> None:
    found = as_(team["r1"]).get(f"/sites/{site.code}/shortage/{ASKED}{doses}")
    page = found.content.decode()
    assert found.status_code == 422 and "write how many doses come, from 0 to 999" in page and not served(page)


def test_who_was_given_waits_no_more(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "administration")
    page = text(as_(team["r1"]), f"/sites/{site.code}/shortage/")
    assert "Nobody waits for a dose" in page
