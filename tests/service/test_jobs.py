"""Jobs: asked once, done by a process of their own, stopped, gone on with, and their files shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import click
import pytest
from django.conf import settings
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.service.conftest import MADE, made_in
from tests.service.test_centres import SAID, accepted

from hevesy.cli.plan import plan
from hevesy_service.book.models import Site
from hevesy_service.jobs.kinds import KINDS, Kind, arguments
from hevesy_service.jobs.models import Job, State
from hevesy_service.jobs.pages import _digest
from hevesy_service.jobs.queue import ask_to_stop, go_on
from hevesy_service.jobs.work import run, take_up_again
from hevesy_service.plans.forms import JobForm
from hevesy_service.plans.models import Plan

HERE = f"/plans/{MADE}/compute/"


@pytest.fixture
def planner(site: Site, signed_in: Callable[..., Client]) -> Client:
    made_in(site)
    Job.objects.all().delete()
    return signed_in("planner")


def asked(client: Client, kind: str = "simulate", **said: object) -> Job:
    found = client.post(HERE, {"kind": kind, "key": str(uuid4()), **said})
    assert found.status_code == 302, found.content.decode()
    return Job.objects.get(pk=found["location"].split("/")[2])


def test_a_job_is_asked_for_once(planner: Client) -> None:
    key = str(uuid4())
    places = {planner.post(HERE, {"kind": "simulate", "draws": 8, "key": key})["location"] for _ in range(2)}
    assert len(places) == 1
    job = Job.objects.get()
    assert (job.state, job.options, list(job.inputs)) == (State.WAITING, ["--draws", "8"], ["plan.toml"])
    assert DBTaskResult.objects.count() == 1
    page = planner.get(places.pop())
    assert b"Waiting for its turn" in page.content and page["Refresh"] == f"3;url=/jobs/{job.pk}/?wait=1"


def test_what_a_job_found_stands_in_our_frame_and_who_waited_is_led_there(planner: Client) -> None:
    job = asked(planner, "fives")
    job.folder.mkdir(parents=True)
    head = "<!doctype html><html><head><style>p { color: red }</style></head>"
    page = f"{head}<body class='x'><p>The five A</p></body></html>"
    (job.folder / "fives.html").write_text(page, "utf-8")
    (job.folder / "fives.csv").write_text("a\n", "utf-8")
    Job.objects.filter(pk=job.pk).update(state=State.DONE)
    shown = planner.get(f"/jobs/{job.pk}/page/")
    text = shown.content.decode()
    assert text.index("<body class='x'>") < text.index(f'href="/plans/{MADE}/"') < text.index("<p>The five A</p>")
    assert "hevesy/frame.css" in text and "fives.csv" in text
    assert f"'sha256-{_digest('p { color: red }')}'" in shown["Content-Security-Policy"]
    assert planner.get(f"/jobs/{job.pk}/?wait=1")["location"] == f"/jobs/{job.pk}/page/"
    waited = planner.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"})
    assert waited["HX-Redirect"] == f"/jobs/{job.pk}/page/"
    assert planner.get(f"/jobs/{job.pk}/").status_code == 200


@pytest.mark.slow("the command of the library runs in a process of its own")
def test_a_job_runs_the_command_and_keeps_its_files(planner: Client) -> None:
    job = asked(planner, "simulate", draws=2)
    short = job.inputs["plan.toml"].replace("years = 10", "years = 1")
    Job.objects.filter(pk=job.pk).update(inputs={"plan.toml": short})
    run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == State.DONE, job.said
    assert job.files()[0] == "simulation.html" and "simulation.json" in job.files()
    assert "Start their first course" in job.said and str(job.folder) not in job.said
    shown = planner.get(f"/jobs/{job.pk}/files/simulation.html")
    text = shown.content.decode()
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    assert f"'sha256-{_digest(style)}'" in shown["Content-Security-Policy"]
    assert "unsafe" not in shown["Content-Security-Policy"]
    assert b"Open the page" in planner.get(f"/jobs/{job.pk}/").content


@pytest.mark.slow("the command of the library runs in a process of its own")
def test_a_job_that_cannot_be_done_says_why(planner: Client) -> None:
    job = asked(planner)
    Job.objects.filter(pk=job.pk).update(inputs={"plan.toml": "name = 1"})
    run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == State.FAILED and "plan.toml" in job.said and "Traceback" not in job.said


def test_a_job_that_waits_is_stopped_and_gone_on_with(planner: Client) -> None:
    job = asked(planner)
    assert planner.post(f"/jobs/{job.pk}/stop/").status_code == 302
    job.refresh_from_db()
    assert job.state == State.STOPPED
    run.call(str(job.pk))  # its turn comes all the same: nothing is done
    job.refresh_from_db()
    assert job.state == State.STOPPED and b"Go on" in planner.get(f"/jobs/{job.pk}/").content
    go_on(job)
    job.refresh_from_db()
    assert (job.state, job.stop_asked, DBTaskResult.objects.count()) == (State.WAITING, False, 2)


def test_a_job_that_lost_its_process_is_taken_up_again(planner: Client) -> None:
    job = asked(planner)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING)
    ask_to_stop(asked(planner))
    assert take_up_again() == 1
    job.refresh_from_db()
    assert job.state == State.WAITING


def test_a_site_does_not_fill_the_queue(planner: Client) -> None:
    for _ in range(20):
        asked(planner)
    found = planner.post(HERE, {"kind": "simulate", "key": str(uuid4())})
    assert found.status_code == 429 and b"twenty jobs" in found.content


@pytest.mark.parametrize("name", ["../secret", "secret", ".hidden", "nothing.html"])
def test_only_files_of_the_job_are_shown(name: str, planner: Client) -> None:
    job = asked(planner)
    job.folder.mkdir(parents=True, exist_ok=True)
    (job.folder / ".hidden").write_text("x")
    (Path(settings.HOME.folder) / "results" / "secret").write_text("x")
    assert planner.get(f"/jobs/{job.pk}/files/{name}").status_code == 404


@pytest.mark.deep
@pytest.mark.slow("the command of the library runs in a process of its own")
def test_what_the_country_accepted_goes_into_its_plans(site: Site, planner: Client) -> None:
    accepted(site)
    assert SAID.centre in planner.get(f"/plans/{MADE}/").content.decode()
    job = asked(planner, "simulate", draws=2)
    assert "pack/centres.csv" in job.inputs and SAID.name in job.inputs["pack/centres.csv"]
    short = {name: text.replace("years = 10", "years = 1") for name, text in job.inputs.items()}
    Job.objects.filter(pk=job.pk).update(inputs=short)
    run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == State.DONE, job.said
    assert SAID.centre in (job.folder / "centres.csv").read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_for(kind: str, planner: Client) -> None:
    planner.post("/sites/irbid/plans/new/", {"country": "FJI", "begin": "empty", "key": str(uuid4())})
    other = Plan.objects.exclude(pk=MADE).get()
    assert asked(planner, kind, other=str(other.pk)).kind == kind


def test_compare_needs_another_plan_of_the_same_site(planner: Client) -> None:
    found = planner.post(HERE, {"kind": "compare", "other": str(uuid4()), "key": str(uuid4())})
    assert found.status_code == 404 and b"There is nothing here" in found.content


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_every_kind_is_a_command_that_the_library_has(kind: Kind, tmp_path: Path) -> None:
    form = JobForm({"kind": kind.id, "key": str(uuid4())})
    assert form.is_valid(), form.errors
    words = arguments(kind, form.options("JOR"), Path("out"), ["pack/facts.csv"])
    (tmp_path / "pack").mkdir()
    context = click.Context(plan, help_option_names=["-h", "--help"])  # as the program has them: click keeps the first
    command = plan.get_command(context, words[1])
    assert command is not None
    for name in kind.inputs:
        (tmp_path / name).write_text("", "utf-8")
    inside = [str(tmp_path / word) if word in (*kind.inputs, "pack") else word for word in words[2:]]
    asked_for = command.make_context(words[1], inside, parent=context).params
    assert str(asked_for["out"]) == "out" and asked_for["pack"] == (tmp_path / "pack",)
