"""Learning from events in a real Chromium: a near miss that is read only in its batch, a lesson at another site.

The first in English without JavaScript, the second in Arabic on a phone. The service is a running one with its home on
a disk, so that what a report leaves behind can be looked for in every file of it.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.browser.desk import CLONE, DESKS, SEND, Desk, read
from tests.browser.installation import SITE, Installation

from hevesy.errors import LessonPackAltered
from hevesy.words import sentence

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", ["en", "ar"])]
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
IN_A_MONTH = """
from datetime import timedelta
from hevesy_service import django_ready
django_ready()
from django.utils import timezone
from hevesy_service.lessons.models import NearMiss
last = timezone.now().replace(day=1) - timedelta(days=1)
NearMiss.objects.update(month=f"{last:%Y-%m}")
"""


def rows(home: Path) -> list[str]:
    """Every row of the database, as text."""
    with closing(sqlite3.connect(f"file:{home / 'hevesy.sqlite3'}?mode=ro", uri=True)) as file:
        return [line for line in file.iterdump() if line.startswith("INSERT")]


def others(home: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file of a home that is not of the database and not kept by a process at work."""
    files = (each for each in home.rglob("*") if each.is_file() and not each.name.startswith("hevesy.sqlite3"))
    return {str(each): (each.stat().st_size, each.stat().st_mtime_ns) for each in files}


def told(desk: Desk, language: str, number: int) -> None:
    """Somebody tells a near miss in the tab in which a nurse is signed in."""
    page = desk.tab("nurse", language)
    page.goto("/near-misses/centre/")
    assert page.evaluate(FITS)
    page.fill("main [name=happened]", f"Tray {language} {number} held a vial of another patient.")
    page.select_option("main [name=kind]", "wrong_product")
    page.click(SEND)
    assert "/kept/" in page.url, read(page, "main")


def test_a_near_miss_is_read_only_in_its_batch(desk: Desk, installation: Installation, language: str) -> None:
    """Told while signed in; one row more in the database is all of it, and it is read when its month is over."""
    home, nurse = installation.home, desk.told["people"]["nurse"]
    desk.tab("nurse", language).goto("/near-misses/centre/")
    before, files = rows(home), others(home)
    told(desk, language, 0)
    more = [line for line in rows(home) if line not in before]
    mine = [line for line in more if f"Tray {language} 0" in line]
    assert len(mine) == 1
    about = [line for line in more if line not in mine and "lessons_nearmiss" not in line]
    assert not [line for line in about if nurse.replace("-", "") in line or nurse in line or "near" in line], about
    assert nurse.replace("-", "") not in mine[0] and not re.search(r"\d\d:\d\d|\d{4}-\d\d-\d\d", mine[0])
    assert {name for name, state in others(home).items() if files.get(name) != state} <= set(_by_the_worker(home))
    for number in range(1, 5):
        told(desk, language, number)
    officer = desk.tab("radiation_protection_officer", language)
    officer.goto("/sites/centre/near-misses/")
    assert f"Tray {language}" not in read(officer, "main")
    subprocess.run([sys.executable, "-c", IN_A_MONTH], cwd=CLONE, check=True,
                   env={**os.environ, "PYTHONPATH": str(CLONE / "src"), "HEVESY_HOME": str(home)})  # fmt: skip
    officer.reload()
    text = read(officer, "main")
    assert all(f"Tray {language} {number} " in text for number in range(5))
    officer.click("main details:not(.desk) summary >> nth=0")
    officer.fill("main [name=said] >> nth=0", f"One tray for one patient from now on ({language}).")
    officer.click(f"{SEND} >> nth=0")
    assert officer.evaluate(FITS)
    public = desk.chromium.new_context(base_url=desk.where, **DESKS[language]).new_page()
    public.goto("/near-misses/centre/")  # by who has not signed in
    assert f"One tray for one patient from now on ({language})." in read(public, "main")
    assert f"Tray {language}" not in read(public, "main")
    public.context.close()


def _by_the_worker(home: Path) -> Iterator[str]:
    """Files that processes of the service write by themselves: locks, and what a job or a back-up makes."""
    for each in home.rglob("*"):
        if each.name.endswith(".lock") or {"jobs", "backups", "paper", "numba"} & set(each.relative_to(home).parts):
            yield str(each)


def test_a_lesson_goes_to_another_site_signed(
    desk: Desk, installation: Installation, language: str, tmp_path: Path, reading: Any
) -> None:
    """Written at one site, carried as a file, refused until its signer is trusted and where one letter was altered."""
    manager = desk.tab("quality_manager", language)
    manager.goto("/sites/centre/lessons/write/")
    for name, words in {"title": f"Read it aloud {language}", "happened": "Two labels were alike.",
                        "why": "They were printed small.", "changed": "Larger letters."}.items():  # fmt: skip
        manager.fill(f"main [name={name}]", words)
    manager.select_option("main [name=step]", "preparation")
    manager.select_option("main [name=kind]", "wrong_product")
    manager.click(SEND)
    assert f"Read it aloud {language}" in read(manager, "main") and manager.evaluate(FITS)
    manager.goto("/sites/centre/lessons/share/")
    key, digits = manager.input_value("main textarea[readonly]"), read(manager, "main code >> nth=0")
    with manager.expect_download() as coming:
        manager.click("main a.button")
    file = tmp_path / "lessons.hevesy"
    coming.value.save_as(file)
    altered = tmp_path / "altered.hevesy"
    altered.write_bytes(file.read_bytes().replace(b"printed small", b"printed smell"))
    taker = reading("carer", language).page
    taker.goto(f"{SITE}lessons/share/")
    if not taker.locator(f"main ul code:has-text('{digits}')").count():
        _bring(taker, file)
        assert digits in read(taker, "main .errorlist")
        taker.fill("#signer [name=name]", "Synthetic centre")
        taker.fill("#signer [name=public]", key)
        taker.click("#signer button")
    _bring(taker, altered)
    assert sentence(LessonPackAltered(), language) in read(taker, "main .errorlist")
    _bring(taker, file)
    taker.goto(f"{SITE}lessons/?words=aloud+{language}")
    assert f"Read it aloud {language}" in read(taker, "main") and "They were printed small." in read(taker, "main")
    taker.set_viewport_size({"width": 360, "height": 800})
    assert taker.evaluate(FITS)


def _bring(page: Any, file: Path) -> None:
    page.set_input_files("#pack [name=file]", str(file))
    page.click("#pack button")
