"""A synthetic centre-year through the function that the pages record with, and the pages on it.

    python -m benchmarks.clinical_year                     600 courses
    python -m benchmarks.clinical_year --courses 40        for CI

Rows of the book, seconds by the clock and of a processor, milliseconds for each; then the worklist, a course and a
gate's form as a signed-in person gets them (without a network), of the longest course there is; then whether the chain
holds. The worklist is that of 600 patients who were referred since.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from hevesy_service.book.models import Site

ROWS, SECONDS, PAGE_SECONDS, CPU_MS = 60_000, 180.0, 0.2, 2.5
CODE = "synthetic"
TIMES = 20  # that each page is asked for


def main(arguments: list[str]) -> int:
    """Load, look, verify, and say whether it is quick enough."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--courses", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="keep the home here; it must be new")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _set_up(asked.home or Path(folder) / "home")
        quick = _loaded(asked.courses, asked.seed)
        quick &= _looked()
        return 0 if quick & _verified() else 1


def _set_up(home: Path) -> None:
    (home / "static").mkdir(parents=True)
    os.environ |= {"HEVESY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "hevesy_service.settings"}
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    call_command("migrate", verbosity=0)


def _loaded(courses: int, seed: int) -> bool:
    from hevesy_service.book.models import Event
    from hevesy_service.care.synthetic import loaded_at

    clock, processor, load, told = time.perf_counter(), time.process_time(), os.getloadavg()[0], None
    for told in loaded_at(CODE, courses, seed):
        if sys.stderr.isatty():
            print(f"\r{told.steps} steps", end="", file=sys.stderr)
    seconds, cpu, rows = time.perf_counter() - clock, time.process_time() - processor, Event.objects.count()
    assert told is not None
    met = rows >= ROWS and seconds <= SECONDS
    print(
        f"{len(told.courses)} courses, {told.steps} acts, {told.deviations} deviations, {told.beside} checks and the "
        f"like, {told.learnt} of people, training and quality; {rows} rows of the book in "
        f"{seconds:.0f} s ({cpu:.0f} s of a processor; {os.cpu_count()} processors, load of the machine {load:.1f}): "
        f"{1000 * seconds / rows:.2f} ms a row, {1000 * cpu / rows:.2f} ms of a processor (at most {CPU_MS:g})"
    )
    print(f"at least {ROWS} rows within {SECONDS:g} s: {'met' if met else 'missed'}")
    return met


def _looked() -> bool:
    from django.db.models import Count
    from django.test import Client

    from hevesy_service.accounts.events import give_role
    from hevesy_service.accounts.models import User
    from hevesy_service.book.identifiers import new_id
    from hevesy_service.book.models import Site
    from hevesy_service.care.models import CourseRow

    site = Site.objects.get(code=CODE)
    user = User.objects.create_user("looker", full_name="Synthetic looker")
    give_role(site, user, "physician", "benchmark", "looker")
    _refer(site, 600)
    longest = CourseRow.objects.annotate(many=Count("entries")).order_by("-many")[0]
    running = CourseRow.objects.filter(ended="")
    some = running.exclude(ready="").first() or longest
    act = some.ready.partition(";")[0] or "laboratory"
    pages = {
        f"worklist of {running.count()} running courses": f"/sites/{CODE}/care/",
        f"course of {longest.entries.count()} entries": f"/courses/{longest.pk}/",
        f"form of an act ({act})": f"/courses/{some.pk}/{act}/",
        "incidents": f"/sites/{CODE}/incidents/",
    }
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/second-factor/later/", {"key": str(new_id())})
    return min([_timed(name, path, client) for name, path in pages.items()])  # every page is measured


def _refer(site: Site, many: int) -> None:
    """So many new patients, referred and triaged, who now wait."""
    from django.db import transaction
    from django.utils import timezone

    from hevesy_service.accounts.models import User
    from hevesy_service.book.identifiers import new_id
    from hevesy_service.care.centre import centre_of
    from hevesy_service.care.people import register
    from hevesy_service.care.recording import Proposal, begin_course, record

    physician, centre = User.objects.get(username__startswith="synthetic-physician-"), centre_of(site)
    said = {
        "referral": {
            "diagnosis": "synthetic", "question": "therapy", "urgency": "routine", "birth_year": 1950.0, "sex": "male",
            "can_be_pregnant": False},
        "triage": {"decision": "accept", "urgency": "routine", "reason_given": "complete"},
    }  # fmt: skip
    with transaction.atomic():
        for number in range(many):
            patient = register(site, {"full_name": f"Synthetic waiting {number:04d}"}, physician, str(new_id()))
            course = begin_course(site, patient, "lu177_psma617", physician, str(new_id()))
            for act, form in said.items():
                proposal = Proposal(act, form, timezone.now(), reason="synthetic")
                record(course, proposal, physician, str(new_id()), centre=centre)


def _timed(name: str, path: str, client: Client) -> bool:
    def asked() -> int:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return len(answer.content)

    size = asked()
    walls, cpus = zip(*(_seconds(asked) for _ in range(TIMES)), strict=True)
    median, p95 = statistics.median(walls), statistics.quantiles(walls, n=20)[-1]
    met = median <= PAGE_SECONDS
    print(
        f"{name}: median {1000 * median:.0f} ms, p95 {1000 * p95:.0f} ms, of a processor "
        f"{1000 * statistics.median(cpus):.0f} ms; {size / 1000:.0f} kB: median at most {1000 * PAGE_SECONDS:g}: "
        f"{'met' if met else 'missed'}"
    )
    return met


def _seconds(act: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def _verified() -> bool:
    from hevesy_service.book.verify import verify

    clock = time.perf_counter()
    wrong = [each for _, _, found in verify() for each in found]
    print(f"the chain of hashes {'does not hold' if wrong else 'holds'}: {time.perf_counter() - clock:.0f} s")
    return not wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
