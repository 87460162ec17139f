"""The national view of a country of 200 centres and 5,000 trainees, as a signed-in person gets it (without a network).

    python -m benchmarks.national_training                              200 centres, 5,000 trainees
    python -m benchmarks.national_training --centres 20 --trainees 200  for CI

Rows go straight into the tables that pages read. The same sums by pandas, from the same tables, stand beside.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.clinical_year import _set_up

if TYPE_CHECKING:
    from django.test import Client

PAGE_SECONDS, TIMES = 1.0, 20
STAFF_EACH, SHOWN_EACH, COURSES_EACH, CYCLES_EACH = 20, 15, 25, 100  # of each centre and trainee
LAPSED = 7  # one in so many certificates has ended
PART, PERCENT = 3, 50.0  # one in so many people of the staff works so many percent of a full-time post


def main(arguments: list[str]) -> int:
    """Fill the tables, look at the page, and say whether it is quick enough."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--centres", type=int, default=200)
    parser.add_argument("--trainees", type=int, default=5000)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _set_up(Path(folder) / "home")
        _filled(asked.centres, asked.trainees)
        met = _looked(asked.centres, asked.trainees)
        return 0 if met & _beside_pandas() else 1


def _filled(centres: int, trainees: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from hevesy.capacity.minutes import CADRES
    from hevesy.competence.course import role_of
    from hevesy_service.accounts.models import Membership, User
    from hevesy_service.book.identifiers import new_id
    from hevesy_service.book.models import Site
    from hevesy_service.care.models import CourseRow, EntryRow
    from hevesy_service.competence.models import EnrolmentRow, EvidenceRow
    from hevesy_service.staffing.models import ContractRow

    now, number = timezone.now(), count()
    roles = [role_of(cadre) for cadre in CADRES]
    sites = [Site(pk=new_id(), code=f"c{place}", name=f"Synthetic centre {place:03d}", country="JOR", opened=now)
             for place in range(centres)]  # fmt: skip
    people: list[Any] = []
    held: list[Any] = []
    known: list[Any] = []
    enrolled: list[Any] = []
    stated: list[Any] = []

    def person(site: Site, role: str) -> str:
        user = User(pk=new_id(), username=f"synthetic-{next(number)}", full_name="Synthetic")
        people.append(user)
        held.append(Membership(user=user, site=site, role=role, since=now))
        return str(user.pk)

    def evidence(site: Site, who: str, what: str, about: str, on: date, until: date | None) -> None:
        known.append(EvidenceRow(pk=new_id(), site=site, person=who, what=what, about=about, on=on, until=until,
                                 level="performs", note="", by="synthetic", written=now))  # fmt: skip

    for site in sites:
        for place in range(STAFF_EACH):
            role = roles[place % len(roles)]
            until = now.date() + timedelta(days=-1 if place % LAPSED == 0 else 300)
            who = person(site, role)
            evidence(site, who, "certified", f"default_{role}", now.date() - timedelta(days=400), until)
            if place % PART == 0:
                since = now.date() - timedelta(days=30)
                stated.append(ContractRow(pk=new_id(), site=site, person=who, role=role, percent=PERCENT, first=since,
                                          by="synthetic", written=now))  # fmt: skip
    for place in range(trainees):
        site, role = sites[place % centres], roles[place % len(roles)]
        who = person(site, role)
        since = now.date() - timedelta(days=100)
        enrolled.append(EnrolmentRow(pk=new_id(), site=site, person=who, framework=f"default_{role}", since=since,
                                     supervisors=[], by="synthetic"))  # fmt: skip
        for shown in range(SHOWN_EACH):
            evidence(site, who, "shown", f"competency {shown}", now.date() - timedelta(days=shown), None)
    at = now - timedelta(days=30)
    courses = [
        CourseRow(pk=new_id(), site=site, patient_id=new_id(), template="t", version=1, therapy=_therapy(place),
                  practice=False, place=0, begun=at, changed=at)
        for site in sites for place in range(COURSES_EACH)
    ]  # fmt: skip
    entries = [
        EntryRow(pk=new_id(), course=course, place=place, act="administration", at=at, entered_at=at, by="x", said={},
                 unmet=[], cycle=place + 1)
        for course in courses for place in range(CYCLES_EACH // COURSES_EACH)
    ]  # fmt: skip
    with transaction.atomic():
        for rows in (sites, people, held, known, enrolled, stated, courses, entries):
            type(rows[0])._default_manager.bulk_create(rows, batch_size=500)
    print(f"{len(sites)} centres, {trainees} trainees, {len(people)} people, {len(known)} pieces of evidence, "
          f"{len(entries)} cycles")  # fmt: skip


def _therapy(place: int) -> str:
    return ("lu177_psma617", "lu177_dotatate", "i131_dtc", "ra223")[place % 4]


def _looked(centres: int, trainees: int) -> bool:
    from django.test import Client

    from hevesy_service.accounts.events import give_role, open_site
    from hevesy_service.accounts.models import User
    from hevesy_service.book.identifiers import new_id
    from hevesy_service.book.models import Site

    site, user = Site.objects.get(code="c0"), User.objects.create_user("looker", full_name="Synthetic looker")
    open_site(site, "benchmark", "open")
    give_role(site, user, "planner", "benchmark", "looker")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/second-factor/later/", {"key": str(new_id())})
    quick = [_timed(client, cadre) for cadre in ("physician", "nurse")]
    print(f"the page over {centres} centres and {trainees} trainees: median at most {PAGE_SECONDS:g} s: "
          f"{'met' if all(quick) else 'missed'}")  # fmt: skip
    return all(quick)


def _timed(client: Client, cadre: str) -> bool:
    walls, cpus = [], []
    for _ in range(TIMES + 1):
        clock, processor = time.perf_counter(), time.process_time()
        answer = client.get("/learn/national/", {"country": "JOR", "cadre": cadre})
        walls.append(time.perf_counter() - clock)
        cpus.append(time.process_time() - processor)
        assert answer.status_code == 200 and b"Synthetic centre 000" in answer.content, answer.status_code
    first, *others = walls
    print(f"  {cadre}: first {1000 * first:.0f} ms, then median {1000 * statistics.median(others):.0f} ms, p95 "
          f"{1000 * statistics.quantiles(others, n=20)[-1]:.0f} ms, of a processor "
          f"{1000 * statistics.median(cpus[1:]):.0f} ms, {len(answer.content) / 1000:.0f} kB")  # fmt: skip
    return statistics.median(others) <= PAGE_SECONDS


def _beside_pandas() -> bool:
    """Whole posts, those certified, and people in training: our counts, and pandas' of the same tables."""
    from django.utils import timezone

    from hevesy_service.book.models import Site
    from hevesy_service.learn.supply import figures_of_sites

    today = timezone.now().date()
    clock = time.perf_counter()
    found = figures_of_sites(list(Site.objects.all()), today)
    ours = time.perf_counter() - clock
    clock = time.perf_counter()
    theirs = dict(_by_pandas(today))
    pandas = time.perf_counter() - clock
    sums = {what: round(sum(sum(getattr(each, what).values()) for each in found), 6) for what in theirs}
    same = "the same" if sums == theirs else f"not the same: {sums} and {theirs}"
    print(f"counting people, certified and in training (and cycles): {1000 * ours:.0f} ms; pandas without cycles "
          f"{1000 * pandas:.0f} ms; {same}")  # fmt: skip
    return sums == theirs


def _by_pandas(today: date) -> Iterator[tuple[str, float]]:
    import pandas
    from django.db import connection

    from hevesy_service.learn.supply import CADRE_OF

    def read(query: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return pandas.DataFrame(cursor.fetchall(), columns=[each[0] for each in cursor.description])

    held = read("select site_id, replace(user_id, '-', '') as person, role from accounts_membership")
    held = held[held.role.isin(list(CADRE_OF))]
    known = read("select site_id, replace(person, '-', '') as person, what, until from competence_evidencerow")
    certified = known[known.what == "certified"]
    valid = certified[pandas.to_datetime(certified.until).dt.date >= today]
    enrolled = "select site_id, replace(person, '-', '') as person from competence_enrolmentrow where until is null"
    learning = read(enrolled)
    contract = read("select site_id, replace(person, '-', '') as person, role, percent from staffing_contractrow")
    place = ["site_id", "person"]
    posts = held[~held.person.isin(learning.person)].merge(contract, on=[*place, "role"], how="left")
    posts["percent"] = posts.percent.fillna(100.0)
    yield "people", float(posts.percent.sum()) / 100.0
    yield "valid", float(posts.merge(valid[place].drop_duplicates(), on=place).percent.sum()) / 100.0
    yield "trainees", len(held.merge(learning[place], on=place))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
