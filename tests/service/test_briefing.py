"""Briefings and the size of a centre: asked for at a site, outside any plan, and shown where they were asked."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from hevesy_service.book.models import Site
from hevesy_service.jobs.kinds import KINDS, arguments
from hevesy_service.jobs.models import Job, State
from hevesy_service.jobs.work import run

HERE = "/sites/irbid/"


def asked(client: Client, what: str, **said: object) -> Job:
    """The job that a form asked for."""
    found = client.post(f"{HERE}{what}/new/", {"country": "JOR", "key": str(uuid4()), **said})
    assert found.status_code == 302, found.content.decode()
    return Job.objects.get(pk=found["location"].split("/")[2])


def test_a_briefing_of_any_country_is_asked_for_and_belongs_to_its_desk(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("planner")
    job = asked(client, "briefing", country="Tuvalu")
    assert (job.options, job.inputs, job.belongs_to) == (["TUV", "--draws", "256"], {}, "/sites/irbid/briefing/")
    assert arguments(KINDS[job.kind], job.options, job.folder)[:2] == ["plan", "country"]
    page = client.get(f"{HERE}briefing/?country=TUV").content.decode()
    assert f"/jobs/{job.pk}/" in page and 'value="TUV"' in page
    assert "briefing/?country=JOR" in client.get("/atlas/JOR/").content.decode()
    assert client.post(f"{HERE}briefing/new/", {"country": "Tuvalo", "key": str(uuid4())}).status_code == 422


def test_a_centre_is_sized_from_cycles_of_each_therapy(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    job = asked(
        client, "centre-size", cycles_lu177_psma617="180", cycles_i131_dtc="60.5", site="department", imaging="spect",
        in_house="on", tariff="9000",
    )  # fmt: skip
    assert dict(zip(job.options[::2], job.options[1::2], strict=False))["--country"] == "JOR"
    services = job.options[job.options.index("--services") + 1]
    assert set(services.split(",")) == {"lu177_psma617=180", "i131_dtc=60.5"}
    assert {"--in-house", "department", "spect", "9000"} <= set(job.options)


@pytest.mark.parametrize(
    "said", [{}, {"cycles_i131_dtc": "20001"}, {"cycles_i131_dtc": "15000", "cycles_ra223": "6000"}]
)
def test_a_centre_of_nothing_or_of_too_much_is_refused(
    said: dict[str, str], site: Site, signed_in: Callable[..., Client]
) -> None:
    whole = {"country": "JOR", "key": str(uuid4()), "site": "new", "imaging": "pet", **said}
    found = signed_in("planner").post(f"{HERE}centre-size/new/", whole)
    assert found.status_code == 422 and not Job.objects.exists()


def test_a_site_without_a_country_briefs_and_sizes_but_is_asked_nothing(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    Site.objects.filter(pk=site.pk).update(country="")
    client = signed_in("focal_point", "planner")
    for path in ("mission/", "questionnaire/", "counts/", "briefing/", "centre-size/"):
        assert client.get(f"{HERE}{path}").status_code == 200, path
    assert client.get(f"{HERE}questionnaire/form.xlsx").status_code == 403
    assert client.post(f"{HERE}counts/2025/give/", {}).status_code == 403


@pytest.mark.slow("the command of the library runs in a process of its own")
def test_the_size_of_a_centre_is_computed_and_shown(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    job = asked(client, "centre-size", cycles_lu177_psma617="180", site="new", imaging="pet")
    run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == State.DONE, job.said
    page = client.get(f"/jobs/{job.pk}/page/").content.decode()
    assert "Rooms" in page and "Staff" in page and "/sites/irbid/centre-size/" in page
