"""Going home in the service: the plan of a recorded release, its papers in a language, their PDF, and their giving."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from tests.run.playing import LU_PSMA, at
from tests.service.conftest import PROVEN
from tests.service.test_care import begun, played

from hevesy.run.release.papers import set_papers
from hevesy_service.accounts.models import User
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.care.going_home import papers_of, release_of
from hevesy_service.care.models import CourseRow, EntryRow
from hevesy_service.care.recording import Proposal, record
from hevesy_service.jobs.models import Job, State

pytestmark = pytest.mark.usefixtures("spring")
FAMILY = [
    {"member": "boy", "member_age": 4.0, "member_pregnant": False, "shares_bed": False, "is_carer": False},
    {"member": "wife", "member_age": 62.0, "member_pregnant": False, "shares_bed": True, "is_carer": False},
]


def released(site: Site, team: dict[str, User]) -> UUID:
    """A course whose patient was treated and goes home to two others, at 12 uSv/h above background."""
    course = begun(site, team["p1"])
    played(course, team, "administration")
    step = next(each for each in LU_PSMA if each[0] == "release")
    said = {**step[4], "household": FAMILY, "works_with_others": False}
    record(course, Proposal("release", said, at(8), None, proof=PROVEN), team["o1"], str(new_id()))
    return course


def inside(client: Client, user: User) -> Client:
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_version_is_of_the_text_and_not_of_the_name(site: Site, team: dict[str, User]) -> None:
    row = CourseRow.objects.get(pk=released(site, team))
    release = release_of(row)
    assert release is not None
    named, blank, french = (
        [leaf.version for leaf in papers_of(row, release, tongue, named=with_name)]
        for tongue, with_name in (("en", True), ("en", False), ("fr", False))
    )
    assert named == blank and len({*blank, *french}) == 10


def test_before_the_measurement_the_page_says_what_is_missing_and_who_can(
    client: Client, site: Site, team: dict[str, User]
) -> None:
    course = begun(site, team["p1"])
    played(course, team, "administration")
    text = inside(client, team["o1"]).get(f"/courses/{course}/going-home/").content.decode()
    assert "dose rate, at 1 m unless another distance is given" in text
    assert "radiation protection officer, medical physicist, physician" in text
    assert "administered activity" not in text


def test_of_what_nobody_measured_no_paper_is_made(client: Client, site: Site, team: dict[str, User]) -> None:
    course = begun(site, team["p1"])
    played(course, team, "administration")
    inside(client, team["o1"])
    asked = client.get(f"/courses/{course}/going-home/card/")
    assert asked.status_code == 409 and "nobody has written down: dose rate" in asked.content.decode()
    assert client.post(f"/courses/{course}/going-home/pdf/", {"language": "en"}).status_code == 409
    assert not Job.objects.exists()


def test_the_page_shows_each_dose_each_day_and_where_they_come_from(
    client: Client, site: Site, team: dict[str, User]
) -> None:
    course = released(site, team)
    text = inside(client, team["o1"]).get(f"/courses/{course}/going-home/").content.decode()
    release = release_of(CourseRow.objects.get(pk=course))
    assert release is not None and release.source.rate_usv_h == 12.0
    boy = release.person["boy"]
    assert (boy.day.days, boy.night.days, boy.allowed_msv) == (7, 7, 1.0)  # tests/spec/household_release.md
    assert release.until(7).isoformat() in text and f"{boy.dose_msv:.2f}" in text
    assert 'id="fact-radiation_safety.limits.dose_limit.child_household_constraint"' in text
    assert 'id="fact-radiation_safety.contact.toddler.close.metres"' in text
    assert "PRACTICE: not every limit" in text and "retained activity / dose rate right after administration" in text


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_paper_is_a_page_with_the_name_and_its_marks(
    client: Client, site: Site, team: dict[str, User], language: str
) -> None:
    course = released(site, team)
    inside(client, team["o1"])
    card = client.get(f"/courses/{course}/going-home/card/?language={language}")
    text = card.content.decode()
    assert f'<html lang="{language}"' in text and "<script" not in text and 'class="mark"' in text
    assert "Synthetic" in text and "sha256-" in card["Content-Security-Policy"]
    assert client.get(f"/courses/{course}/going-home/other/").status_code == 404


def test_the_giving_of_a_paper_stands_in_the_timeline(client: Client, site: Site, team: dict[str, User]) -> None:
    course = released(site, team)
    inside(client, team["o1"])
    row = CourseRow.objects.get(pk=course)
    release = release_of(row)
    assert release is not None
    card = next(leaf for leaf in papers_of(row, release, "fr", named=False) if leaf.name == "card")
    page = client.get(f"/courses/{course}/going-home/?language=fr").content.decode()
    path = f"/courses/{course}/papers/?paper=wallet_card&amp;paper_language=french&amp;paper_version={card.version}"
    assert path in page
    form = client.get(path.replace("&amp;", "&")).content.decode()
    assert f'value="{card.version}"' in form and '<option value="french" selected>' in form
    said = {"paper": "wallet_card", "paper_language": "french", "paper_version": card.version, "given_to": "daughter",
            "interpreter": True}  # fmt: skip
    record(course, Proposal("papers", said, at(9)), team["n1"], str(new_id()))
    assert EntryRow.objects.get(act="papers").unmet == []
    story = client.get(f"/courses/{course}/").content.decode()
    assert "Papers given" in story and card.version in story and "daughter" in story
    assert "given 1 time" in client.get(f"/courses/{course}/going-home/?language=fr").content.decode()
    rebuilt()
    assert EntryRow.objects.get(act="papers").said["given_to"] == "daughter"


def test_the_pdf_is_asked_of_a_job_that_only_this_course_shows(
    client: Client, site: Site, team: dict[str, User], signed_in: Callable[..., Client], tmp_path: Path
) -> None:
    course = released(site, team)
    inside(client, team["o1"])
    for _again in (1, 2):
        asked = client.post(f"/courses/{course}/going-home/pdf/", {"language": "ar"})
        assert asked.status_code == 302 and asked["Location"].endswith("#pdf")
    job = Job.objects.get()
    assert (job.kind, job.about) == ("papers", f"course/{course}")
    assert "Synthetic" not in json.dumps(job.inputs) + job.title  # no name in a file
    other = signed_in("planner")
    assert other.get(f"/jobs/{job.pk}/").status_code == 404
    assert other.get(f"/courses/{course}/going-home/").status_code == 403
    job.folder.mkdir(parents=True)
    (job.folder / "card.pdf").write_bytes(b"%PDF-")
    path = f"/courses/{course}/going-home/{job.pk}/card.pdf"
    assert client.get(path).status_code == 404  # not done
    Job.objects.update(state=State.DONE)
    assert b"".join(client.get(path).streaming_content) == b"%PDF-"  # type: ignore[attr-defined]
    assert other.get(path).status_code == 403
    another = begun(site, team["p1"])
    assert client.get(path.replace(str(course), str(another))).status_code == 404
    with pytest.raises(ValueError):
        set_papers('{"on": "2027-01-01"}', tmp_path)
    assert not list(tmp_path.iterdir())
