"""Keep the tables of this version as SQL, with synthetic rows made through the book, for tests of later upgrades.

python tools/keep_schema.py                                    writes tests/service/schemas/VERSION.sqlite.sql
tools/with_postgres.sh python tools/keep_schema.py             writes tests/service/schemas/VERSION.postgresql.sql

Run both before a version is tagged. Every type of row that the book knows must have been written: where one is new,
add its act below.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hevesy import __version__
from hevesy_service import django_ready

SCHEMAS = Path(__file__).resolve().parent.parent / "tests" / "service" / "schemas"
BEGINS = date(2027, 1, 1)


def main(arguments: list[str]) -> int:
    """Write the dump of the database that the environment names; a folder of its own where it is SQLite."""
    version = arguments[0] if arguments else __version__
    with tempfile.TemporaryDirectory() as home:
        os.environ["HEVESY_HOME"] = home
        django_ready()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        acts()
        missing = unwritten()
        if missing:
            print(f"No act of this tool writes: {', '.join(missing)}; add one, so that upgrades are tested with it.")
            return 1
        file = SCHEMAS / f"{version}.{connection.vendor}.sql"
        dump = "\n".join(of_sqlite(Path(home) / "hevesy.sqlite3") if connection.vendor == "sqlite" else of_postgresql())
        connection.close()
    SCHEMAS.mkdir(exist_ok=True)
    file.write_text(dump + "\n", "utf-8")
    print(f"{file.name}: {len(dump) // 1000} kB")
    return 0


def acts() -> None:
    """One story of each kind, by people who do not exist, in a hospital of two that do not exist."""
    first, second = sites()
    people = {name: person(name) for name in ("ada", "ben", "cyd")}
    roles(first, people)
    roles(second, people)
    plans(first, people["ada"])
    figures(first, people)
    centres(first, people)
    tokens(first, second, people["ada"])


def sites() -> tuple[Any, Any]:
    from django.utils import timezone

    from hevesy_service.accounts.events import open_site
    from hevesy_service.book.models import Site

    made = []
    for code in ("first", "second"):
        site = Site.objects.create(code=code, name=f"Synthetic {code}", country="JOR", opened=timezone.now())
        open_site(site, "synthetic", f"open {code}")
        made.append(site)
    return made[0], made[1]


def person(name: str) -> Any:
    from hevesy_service.accounts.models import User

    user = User(username=name, full_name=f"Synthetic {name}", password="!of nobody")
    user.save()
    return user


def roles(site: Any, people: dict[str, Any]) -> None:
    from hevesy_service.accounts.events import give_link, give_role, withdraw_role

    for name, role in (("ada", "administrator"), ("ada", "planner"), ("ben", "focal_point"), ("cyd", "approver")):
        give_role(site, people[name], role, "synthetic", f"{name} is {role}")
    withdraw_role(site, people["ada"], "planner", "synthetic", "no planner", "works elsewhere now")
    give_link(site, people["ben"], "synthetic", "a link for ben")


def plans(site: Any, by: Any) -> None:
    from hevesy_service.atlas.shelf import shelf
    from hevesy_service.plans.editing import begin
    from hevesy_service.plans.events import change_plan, freeze_plan, open_plan
    from hevesy_service.plans.models import Plan

    pk, text = UUID("01a21911-0000-7000-8000-000000000007"), begin("JOR", False, shelf(), BEGINS).text
    open_plan(site, pk, "JOR", "A stated package", text, "begun with the stated package", str(by.pk), "plan")
    change_plan(Plan.objects.get(), "Another name", text, "renamed", str(by.pk), "plan 2", 1)
    freeze_plan(Plan.objects.get(), 1, str(by.pk), "plan 3", 2, "shown to the minister")


def figures(site: Any, people: dict[str, Any]) -> None:
    from hevesy_service.atlas.events import Said, decide, place_of, propose
    from hevesy_service.atlas.models import Proposal

    for number, accepts in enumerate((True, False, None)):
        said = Said("country.equipment.pet", 12.0 + number, "reported", 2025, "Synthetic count")
        made = propose(site, said, people["ben"], f"figure {number}", "new count")
        proposal = Proposal.objects.get(pk=made.pk)
        if accepts is not None:
            seen = place_of(proposal.stream)
            decide(site, proposal, accepts, people["cyd"], f"decided {number}", "read in the source", seen)


def centres(site: Any, people: dict[str, Any]) -> None:
    from hevesy_service.atlas.centres import CentreSaid, propose_centre
    from hevesy_service.atlas.events import decide, place_of
    from hevesy_service.atlas.models import CentreProposal

    for number, accepts in enumerate((True, False)):
        said = CentreSaid(
            "synthetic", f"Synthetic centre {number}", "Irbid", "public", ["pet"], [], {"pet": 1, "spect": None}, True,
            2025, "Synthetic count",
        )  # fmt: skip
        made = propose_centre(site, said, people["ben"], f"centre {number}", "new centre")
        proposal = CentreProposal.objects.get(pk=made.pk)
        seen = place_of(proposal.stream)
        decide(site, proposal, accepts, people["cyd"], f"centre decided {number}", "known", seen)


def tokens(first: Any, second: Any, user: Any) -> None:
    from django.utils import timezone

    from hevesy_service.api.models import Scope, Token
    from hevesy_service.api.tokens import Wish, make, revoke

    ends = timezone.now() + timedelta(days=300)
    for number in (1, 2):
        make(user, Wish(f"program {number}", [Scope.READ], [first, second], ends), UUID(int=number))
    revoke(Token.objects.get(name="program 2"), user)


def unwritten() -> list[str]:
    """Types of rows that the book knows and nobody wrote."""
    from hevesy_service.book.models import Event
    from hevesy_service.book.writing import kinds

    return sorted(kinds() - set(Event.objects.values_list("type", flat=True)))


def of_sqlite(database: Path) -> Iterator[str]:
    """The dump of SQLite's own."""
    from django.db import connection

    connection.close()
    with closing(sqlite3.connect(database)) as opened:
        yield from opened.iterdump()


def of_postgresql() -> Iterator[str]:
    """The dump of PostgreSQL's own, without what only its command line understands."""
    command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", "--no-comments", os.environ["DATABASE_URL"]]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return (line for line in dump.splitlines() if not line.startswith("\\"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
