"""The service in tests: a home of its own, and Django set up once."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

os.environ["HEVESY_HOME"] = tempfile.mkdtemp(prefix="hevesy-tests-")
os.environ["DJANGO_SETTINGS_MODULE"] = "hevesy_service.settings"

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from tests.run.playing import at, signed

from hevesy.record.vial import Vial
from hevesy.record.vial_kept import vial_as_json
from hevesy.validation import Report
from hevesy.validation.result import looked_at
from hevesy_service.accounts.emergency import break_glass
from hevesy_service.accounts.events import give_role, open_site
from hevesy_service.accounts.lending import Loan, lend
from hevesy_service.accounts.models import Emergency, Lending, User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.board import name_member, open_board, the_board
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.centre_events import calibrate, license, sign
from hevesy_service.care.models import Incident, SafetyReport, VialRow
from hevesy_service.care.people import register
from hevesy_service.care.recording import Proof, begin_course
from hevesy_service.home import Home
from hevesy_service.jobs.models import Job, State
from hevesy_service.lessons.models import LessonRow
from hevesy_service.outreach.models import LeafletRow
from hevesy_service.plans import editing
from hevesy_service.plans.events import open_plan
from hevesy_service.quality.models import ActionRow, AuditRow
from hevesy_service.teaching.models import OfferRow, TimetableRow
from hevesy_service.validation.models import ValidationRun

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow ones are for real passwords

PROVEN = Proof("password", "password")  # what both people of an act gave, where no page is asked
TEAM = {"p1": "physician", "n1": "nurse", "r1": "radiopharmacist", "r2": "releasing_person", "f1": "coordinator",
         "o1": "radiation_protection_officer"}  # fmt: skip
NAME, MEMBERS = "Synthetic board", ("anna", "bruno", "carla", "dario")  # of the board of certification


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Each process has a database of its own: SQLite's is in its memory, PostgreSQL's gets the process's name."""
    process = getattr(request.config, "workerinput", {}).get("workerid")
    named = settings.DATABASES["default"]
    if process and not named["ENGINE"].startswith("hevesy_service"):
        named.setdefault("TEST", {})["NAME"] = f"test_{named['NAME']}_{process}"


@pytest.fixture(autouse=True)
def _plain_static_files() -> Iterator[None]:
    """Pages in tests name static files as they are; `serve` collects them under names with their hash."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    kept = settings.STORAGES
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**kept, "staticfiles": plain}
    yield
    settings.STORAGES = kept


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request leaves its language behind, as it does in a web worker until the next; not so in tests."""
    yield
    translation.deactivate()


@pytest.fixture
def spring(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is some weeks after the course of `tests.run.playing`: nothing of it is still to come."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(2000))


@pytest.fixture
def site(db: None) -> Site:
    return new_site("irbid", "King's Hospital Irbid")


@pytest.fixture
def signed_in(site: Site) -> Callable[..., Client]:
    """A client signed in, with an app on their phone, as a person with these roles at the site."""

    def of(*roles: str, at: Site = site) -> Client:
        user = new_user(f"user-{User.objects.count()}")
        for role in roles:
            give_role(at, user, role, "tests", f"{user.pk} {role}")
        TOTP.activate(user, SECRET)
        return client_of(user)

    return of


@pytest.fixture
def team(site: Site) -> dict[str, User]:
    """The people of the course of `tests.run.playing`, at a centre that has signed and licensed everything."""
    people, therapy = {}, "lu177_psma617"
    for id, role in TEAM.items():
        people[id] = new_user(id)
        TOTP.activate(people[id], SECRET)
        give_role(site, people[id], role, "tests", f"{id} {role}")
    today = timezone.now().date()
    for line in signed("lu177_psma", therapy).lines.values():
        sign(site, therapy, line, f"sign {line.gate}")
    for kind, name in (("dose_calibrator", "C1"), ("survey_meter", "G1")):
        calibrate(site, kind, name, today + timedelta(days=900), "tests", f"calibrate {kind}")
    license(site, "Lu-177", 1e11, today + timedelta(days=900), "L-1", "tests", "license")
    return people


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test has a home of its own for the key of the board."""
    monkeypatch.setattr(settings, "HOME", Home(tmp_path / "home"))


@pytest.fixture
def nurse(site: Site) -> User:
    found = new_user("nora")
    TOTP.activate(found, SECRET)
    give_role(site, found, "nurse", "tests", "nurse nora")
    return found


@pytest.fixture
def board(site: Site, own_home: None) -> dict[str, User]:
    """A board with four members, who work at another site."""
    elsewhere = new_site("amman", "Amman")
    open_board(site, NAME, "admin", str(uuid4()))
    found = {}
    for name in MEMBERS:
        found[name] = new_user(name)
        TOTP.activate(found[name], SECRET)
        give_role(elsewhere, found[name], "trainer", "tests", f"trainer {name}")
        name_member(the_board(), found[name], "admin", str(uuid4()))
    return found


def client_of(user: User) -> Client:
    """A client signed in as this person."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def asked(client: Client, path: str) -> int:
    """How many questions a page asks the database."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def new_site(code: str, name: str) -> Site:
    """A site with the first row of its book."""
    site = Site.objects.create(code=code, name=name, country="JOR", opened=timezone.now())
    open_site(site, "tests", f"open {code}")
    return site


HOUR = timedelta(hours=1)
MADE = UUID("01a21911-0000-7000-8000-000000000001")  # of the plan and the job that `made_in` makes


def made_in(site: Site) -> None:
    """Of the site: a plan, a job that is done, a role that is lent, an emergency to be reviewed, a patient's course."""
    user = new_user("who made it")
    borrower, today = new_user("who borrows"), today_at(site)
    give_role(site, user, "payer", "tests", "payer of the site")
    give_role(site, borrower, "nurse", "tests", "nurse of the site")
    lend(site, user, Loan(borrower, "payer", today, today, "on leave"), uuid4(), 30)
    break_glass(site, borrower, "read_book", "nobody was there", "password", uuid4(), HOUR, HOUR)
    for each in (Lending, Emergency):  # found under the number that addresses in tests are filled with
        each._default_manager.update(id=MADE)
    plan_in(site, user)
    job = Job.objects.create(
        pk=MADE, site=site, by=user, key="a job", about=f"plan/{MADE}", title="a job", kind="simulate", state=State.DONE
    )
    write_run(job, 100.0)
    patient = register(site, {"full_name": "Synthetic patient"}, user, "01a21911-0000-7000-8000-000000000002")
    begin_course(site, patient, "lu177_psma617", user, str(MADE))
    now = timezone.now()
    AuditRow.objects.create(pk=MADE, site=site, profile="default", edition="1", kind="self", on=today, by=str(user.pk))
    ActionRow.objects.create(pk=MADE, site=site, source="audit", about="an item", priority="minor", opened=today)
    LessonRow.objects.create(pk=MADE, site=site, number="a lesson", month="2026-05", by=str(user.pk))
    LeafletRow.objects.create(pk=MADE, site=site, code="a", kind="leaflet", language="en", version=1, title="A text",
                              text="a text", on=today, by=str(user.pk))  # fmt: skip
    OfferRow.objects.create(pk=MADE, site=site, title="a training", kind="hub", cadre="nurse", seats=2, first=today,
                            last=today)  # fmt: skip
    taught = {"group": "First", "module": "spill", "part": 1, "parts": 1, "hours": 2.0, "room": "Ward", "trainer": "A."}
    TimetableRow.objects.create(pk=MADE, site=site, curriculum="default_nurse", version="1", weeks=1, written=now,
                                sessions=[{**taught, "on": "2027-01-04", "start": "09:00"}])  # fmt: skip
    made = Vial("V", "L", "lu177_psma617", "Lu-177", now, now)
    VialRow.objects.create(pk=MADE, site=site, name="V", lot="L", nuclide="Lu-177", reference=now, expires_at=now,
                           kept=vial_as_json(made), changed=now)  # fmt: skip
    looked = looked_at("DEC-1", "decay", "a case", "1", "1", True, "a test")
    report = Report(site.name, "a machine", "0.1.0+other", now, (looked,))
    ValidationRun.objects.create(pk=MADE, site=site, at=now, by=str(user.pk), software=report.software, passed=True,
                                 digest=report.digest, said=report.said())  # fmt: skip
    Incident.objects.create(
        pk=MADE, site=site, act="spill", unmet=[], reason="a test", opened=timezone.now(), by=str(user.pk), place=0
    )
    SafetyReport.objects.create(
        pk=MADE, site=site, about="defect", lot="L", aware=now.date(), by=str(user.pk), written=now, place=0,
        said={"therapy": "lu177_psma617", "vials": ["V"]},
    )  # fmt: skip


def plan_in(site: Site, user: User) -> None:
    """A plan of the site."""
    first = editing.begin("JOR", True, shelf(), date(2026, 3, 1))
    open_plan(site, MADE, "JOR", first.name, first.text, first.what, str(user.pk), "a plan")


def write_run(job: Job, value: float) -> None:
    """What a run of two years wrote that completed so many courses a year."""
    bounds = {"value": value, "low": value / 2, "high": value * 2}
    said = {
        "headlines": [{"name": "completed", "title": "Courses completed", "unit": "courses", **bounds}],
        "total": {"completed": [{"year": 2027 + n, **bounds} for n in (0, 1)]}, "exploratory": True, "says_first": [],
        "made_with": {}, "scenario": {"draws": 64, "country": "JOR"}, "facts": [], "sources": [],
    }  # fmt: skip
    job.folder.mkdir(parents=True, exist_ok=True)
    (job.folder / "simulation.json").write_text(json.dumps(said), "utf-8")


PASSWORD, SECRET = "a long pass phrase", "JBSWY3DPEHPK3PXP"  # of every person here, and of the app on their phone


def new_user(name: str) -> User:
    """A person, clearly synthetic, with a password alone."""
    return User.objects.create_user(name, password=PASSWORD, full_name=f"Synthetic {name}")


def code_now(steps: int = 0) -> str:
    """What the app on their phone shows now, or shows so many half minutes from now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps))


def signature(client: Client, steps: int = 0) -> dict[str, str]:
    """The fields by which the person of a client signs; the code only where a series begins."""
    asked = {"password": PASSWORD}
    return asked if "signing_since" in client.session else {**asked, "code": code_now(steps)}
