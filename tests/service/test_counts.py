"""Last year's counts: kept by year, checked as the library checks them, held against the model, used in plans."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.service.conftest import MADE, made_in, new_site

from hevesy.plan.reconcile.calibration import FORMAT
from hevesy_service.book.models import Event, Site
from hevesy_service.jobs.kinds import KINDS, arguments
from hevesy_service.jobs.models import Job, State
from hevesy_service.jobs.work import run
from hevesy_service.mission.calibrating import holding
from hevesy_service.mission.models import Counted, Loaded
from hevesy_service.mission.packs import laid, run_pack

C = "/sites/irbid/counts/"
YEAR = f"{C}2025/"
ROW = {"therapy": "i131_dtc", "centre": "", "patients": "30", "administrations": "33", "state": "reported",
       "source": "Register of the ministry, 2025"}  # fmt: skip


def given(client: Client, seen: int = 0, **more: str) -> int:
    """The status of a row that is kept."""
    return int(client.post(f"{YEAR}give/", {**ROW, **more, "seen": seen, "key": str(uuid4())}).status_code)


def calibrated(site: Site, client: Client, burden: str = "globocan") -> Job:
    """A calibration that is done, with the files of a real one but few scores."""
    found = client.post(f"{YEAR}calibrate/", {"key": str(uuid4())})
    job = Job.objects.get(pk=found["location"].split("/")[2])
    band = {"low": 20.0, "median": 30.0, "high": 44.0}
    fact = {"fact": "plan.system_strength", "unit": "standard score", "kind": "assumption", "shift": 1.5,
            "own_shift": 1.5, "left": 0.6, "prior": {"low": -1.6, "median": 0.0, "high": 1.6},
            "posterior": band}  # fmt: skip
    fit = {"what": "patients", "centre": "", "therapy": "i131_dtc", "observed": 30.0, "at_least": False,
           "prior": {"low": 1.0, "median": 12.0, "high": 25.0}, "posterior": band, "residual": 0.0, "inside": True,
           "file": "treatments.csv", "line": 2}  # fmt: skip
    held = {"format": FORMAT, "country": "JOR", "year": 2025, "made_on": "2026-11-26", "burden": burden,
            "forward": "engine", "seed": 1, "effective": 500.0, "proposed": 4000, "packs": ["atlas-jor"],
            "mark": "0" * 16, "fit": [fit], "moved": [fact], "notes": ["A remark."],
            "apart": [], "said_apart": [], "draws": 2,
            "scores": {"plan.system_strength": [1.0, 2.0]}}  # fmt: skip
    job.folder.mkdir(parents=True, exist_ok=True)
    (job.folder / "calibration.json").write_text(json.dumps(held), "utf-8")
    Job.objects.filter(pk=job.pk).update(state=State.DONE)
    return Job.objects.get(pk=job.pk)


def test_a_row_is_kept_in_the_book_by_year_and_lies_under_runs(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    assert given(client) == 302
    assert given(client, seen=1, therapy="lu177_psma617", patients="12", administrations="40", waiting_now="5") == 302
    held = Counted.objects.get()
    assert (held.year, held.version, len(held.rows)) == (2025, 2, 2)
    with laid(run_pack(site, "JOR")) as upon:
        treated = {row["therapy"]: (row["patients"], row["administrations"]) for row in upon.table("treatments", "JOR")}
        waits = [(row["therapy"], row["waiting_now"], row["median_weeks"]) for row in upon.table("waits", "JOR")]
        cited = upon.source(upon.table("treatments", "JOR")[0]["source"]).citation
    assert treated == {"i131_dtc": ("30", "33"), "lu177_psma617": ("12", "40")}
    assert waits == [("lu177_psma617", "5", "")] and cited == ROW["source"]
    page = client.get(YEAR).content.decode()
    assert "Register of the ministry, 2025" in page and "version 2" in page


def test_a_row_takes_the_place_of_another_and_can_be_taken_away(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("focal_point")
    given(client)
    given(client, seen=1, patients="31")
    assert [row["patients"] for row in Counted.objects.get().rows] == [31.0]
    client.post(f"{YEAR}remove/", {"row": "i131_dtc", "seen": "2", "key": str(uuid4())})
    assert Counted.objects.get().rows == [] and Event.objects.filter(type="counts_given").count() == 3


def test_who_did_not_see_the_last_version_is_told(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    given(client)
    assert given(client, seen=0, patients="99", administrations="99") == 409
    assert Counted.objects.get().rows[0]["patients"] == 30.0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"patients": "40", "administrations": "33"}, "patients"),
        ({"patients": "", "administrations": ""}, "at least one number"),
        ({"source": ""}, "required"),
        ({"foreigners": "31"}, "foreigners"),
        ({"patients": "-1"}, "greater than or equal to 0"),
    ],
)
def test_counts_that_no_year_can_have_are_refused_and_nothing_is_kept(
    wrong: dict[str, str], says: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("planner")
    found = client.post(f"{YEAR}give/", {**ROW, **wrong, "seen": 0, "key": str(uuid4())})
    assert found.status_code == 422 and says in found.content.decode() and not Counted.objects.exists()


def test_a_table_is_looked_at_line_by_line_before_it_is_kept(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    given(client)
    text = ("therapy;patients;administrations;year;source\ni131_dtc;32;35;2025;Register\n"
            "lu177_psma617;a dozen;40;2025;Register\nlu177_dotatate;5;15;2024;Register\n")  # fmt: skip
    found = client.post(f"{YEAR}load/", {"file": SimpleUploadedFile("counts.csv", text.encode())})
    page = client.get(found["location"]).content.decode()
    assert "a dozen" in page and "line 3" in page and "Line 4 is of 2024" in page and "/tmp" not in page
    assert Counted.objects.get().rows[0]["patients"] == 30.0
    client.post(found["location"], {"act": "apply", "seen": "1"})
    assert [(row["therapy"], row["patients"]) for row in Counted.objects.get().rows] == [("i131_dtc", 32.0)]
    assert not Loaded.objects.exists()


def test_a_calibration_is_used_in_plans_until_something_changes(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    made_in(site)
    given(client)
    assert holding(site, "JOR") is None
    job = calibrated(site, client)
    assert job.options == ["JOR", "--year", "2025", "--draws", "1024"] and "pack/treatments.csv" in job.inputs
    assert holding(site, "JOR") == job
    page = client.get(C).content.decode()
    assert "1 of 1 counts lie within" in page and "plan.system_strength" in page and "+1.5" in page
    assert "This calibration holds" in page
    assert "Runs are calibrated" in client.get(f"/plans/{MADE}/").content.decode()
    with_, without = _run(client), _run(client, uncalibrated="yes")
    assert with_.options[-2:] == ["--calibration", f"{{results}}/{job.pk}/calibration.json"]
    assert "--calibration" not in without.options
    command = arguments(KINDS["simulate"], with_.options, with_.folder, with_.inputs)
    assert Path(command[command.index("--calibration") + 1]) == job.folder / "calibration.json"
    given(client, seen=1, patients="31")
    assert holding(site, "JOR") is None and "--calibration" not in _run(client).options
    assert "no run uses it" in client.get(C).content.decode()


def test_a_plan_of_another_burden_or_site_runs_without(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    made_in(site)
    given(client)
    calibrated(site, client, burden="gbd")
    text = client.get(f"/plans/{MADE}/download/").content.decode()
    client.post(f"/plans/{MADE}/text/", {"text": f'burden = "globocan"\n{text}', "key": str(uuid4()), "seen": 1})
    assert "--calibration" not in _run(client).options
    assert holding(new_site("amman", "Amman"), "JOR") is None


def _run(client: Client, **said: str) -> Job:
    found = client.post(f"/plans/{MADE}/compute/", {"kind": "simulate", "key": str(uuid4()), **said})
    return Job.objects.get(pk=found["location"].split("/")[2])


@pytest.mark.deep
@pytest.mark.slow("the library calibrates a country and runs a plan on it, each in a process of its own")
def test_the_whole_way_a_calibration_and_a_run_on_it(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    made_in(site)
    given(client)
    found = client.post(f"{YEAR}calibrate/", {"key": str(uuid4())})
    job = Job.objects.get(pk=found["location"].split("/")[2])
    Job.objects.filter(pk=job.pk).update(options=["JOR", "--draws", "64"])
    run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == State.DONE, job.said
    assert client.get(f"/jobs/{job.pk}/?wait=1")["location"] == C
    assert "i131" in client.get(C).content.decode() or "I-131" in client.get(C).content.decode()
    after = _run(client)
    short = {**after.inputs, "plan.toml": after.inputs["plan.toml"].replace("years = 10", "years = 1")}
    Job.objects.filter(pk=after.pk).update(inputs=short, options=["--draws", "2", *after.options[2:]])
    run.call(str(after.pk))
    after.refresh_from_db()
    assert after.state == State.DONE, after.said
    said = json.loads((after.folder / "simulation.json").read_text("utf-8"))
    assert "Exploratory" not in " ".join(said["says_first"])
    assert "Calibrated to the country's own counts of 2025" in " ".join(said["says_first"])
