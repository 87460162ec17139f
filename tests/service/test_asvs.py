"""The list of the security standard: whole, its files and tests there, and what it says of headers and cookies."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from tests.service.conftest import new_user
from tools import asvs_page

from hevesy_service.accounts.links import new_link

CLONE = Path(__file__).resolve().parents[2]
ROWS = asvs_page.rows()


def test_every_requirement_of_levels_1_and_2_is_there_once() -> None:
    """5.0.0 has 70 requirements of level 1 and 183 of level 2, counted in its published table."""
    ids = [row["id"] for row in ROWS]
    assert len(set(ids)) == len(ids) == 253
    assert [sum(row["level"] == level for row in ROWS) for level in "12"] == [70, 183]
    numbers = [tuple(int(part) for part in each.split(".")) for each in ids]
    assert numbers == sorted(numbers) and all(len(each) == 3 and 1 <= each[0] <= 17 for each in numbers)


def test_states_are_those_of_the_page_and_what_is_met_is_shown() -> None:
    assert {row["state"] for row in ROWS} == set(asvs_page.STATES)
    assert [row["id"] for row in ROWS if row["state"] == "met" and not row["shown_by"]] == []


@pytest.mark.parametrize("shown", sorted({each for row in ROWS for each in row["shown_by"].split(";") if each}))
def test_what_is_named_is_there(shown: str) -> None:
    file, _, test = shown.partition("::")
    assert (CLONE / file).is_file()
    assert not test or re.search(rf"^def {test}\(", (CLONE / file).read_text("utf-8"), re.M)


def test_the_page_is_fresh() -> None:
    assert asvs_page.main(["--check"]) == 0


def test_trace_is_refused(db: None) -> None:
    assert Client().trace("/alive").status_code == 405
    assert Client().trace("/api/v1/sites").status_code in (401, 405)


@pytest.mark.slow("a fresh interpreter with the settings of HTTPS")
def test_over_https_cookies_are_for_this_host_alone(tmp_path: Path) -> None:
    """Names, flags and the header of a year, as a first visit by HTTPS shows them."""
    code = (
        "import json\nfrom hevesy_service import django_ready\ndjango_ready()\n"
        "from django.conf import settings\nfrom django.test import Client\n"
        "plain = {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
        "settings.STORAGES = {**settings.STORAGES, 'staticfiles': plain}\n"
        "found = Client().get('/accounts/login/', secure=True, headers={'host': 'localhost'})\n"
        "print(json.dumps([dict(found.headers), {n: [m['secure'], m['path'], m['domain'], m['httponly'], m['samesite']]"
        " for n, m in found.cookies.items()}]))"
    )
    environment = {**os.environ, "HEVESY_HOME": str(tmp_path), "HEVESY_HTTPS": "1", "DATABASE_URL": ""}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    headers, cookies = json.loads(said.stdout)
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert headers["Cross-Origin-Opener-Policy"] == headers["Referrer-Policy"] == "same-origin"
    assert cookies == {"__Host-csrf": [True, "/", "", True, "Lax"]}


def test_a_password_is_kept_as_it_was_typed(db: None) -> None:
    """With the spaces at its ends, here as where one signs in."""
    user = new_user("spaced")
    link, typed = new_link(user), "  a phrase with spaces  "
    assert Client().post(f"/come-in/{link}/", {"password": typed}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(typed) and not user.check_password(typed.strip())
