"""The library of lessons: written without names, looked for, withdrawn, shared with another site as a signed file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.service.conftest import new_site

from hevesy.quality import Lesson, LessonPack
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.care.models import Incident
from hevesy_service.lessons.events import take_in
from hevesy_service.lessons.models import LessonRow, SignerRow
from hevesy_service.lessons.sharing import public_key

In = Callable[..., Client]
SAID = {"title": "One tray, one patient", "happened": "Two vials lay on a tray.", "why": "There was one tray.",
        "changed": "A second tray.", "step": "preparation", "kind": "wrong_product", "therapy": ""}  # fmt: skip
LIBRARY = "/sites/irbid/lessons/"


def text(found: Any) -> str:
    assert found.status_code == 200, found.content.decode()
    return str(found.content.decode())


def write(client: Client, **more: str) -> Any:
    return client.post(f"{LIBRARY}write/", {**SAID, "key": str(new_id()), **more})


def test_a_lesson_is_written_found_and_withdrawn(site: Site, signed_in: In) -> None:
    client = signed_in("quality_manager")
    assert write(client).status_code == 302
    page = text(client.get(LIBRARY, {"words": "second TRAY", "step": "preparation"}))
    assert "One tray, one patient" in page and "stopcock" not in page
    assert "No lesson fits" in text(client.get(LIBRARY, {"words": "second tray", "step": "release"}))
    everything = text(client.get(LIBRARY))
    assert "three-way stopcock" in everything and "NRC event notification 49450" in everything
    row = LessonRow.objects.get()
    assert client.post(f"/lessons/{row.pk}/withdraw/", {"key": str(new_id())}).status_code == 302
    assert "One tray, one patient" not in text(client.get(LIBRARY))
    assert list(differences()) == []


def test_a_lesson_that_names_somebody_is_sent_back(site: Site, signed_in: In) -> None:
    client = signed_in("quality_manager")  # who is called Synthetic user-0
    answer = write(client, why="Synthetic was in a hurry.")
    assert answer.status_code == 422 and "This names somebody (Synthetic)" in answer.content.decode()
    assert not LessonRow.objects.exists()


def test_a_lesson_comes_from_an_incident_that_is_closed(site: Site, signed_in: In) -> None:
    client, now = signed_in("medical_physicist"), timezone.now()
    made = Incident.objects.create(
        pk=new_id(), site=site, act="spill", unmet=[], reason="A vial fell.", opened=now, by="x", place=0, kind="spill",
        category="preparation", cause="A wet bench.", correction="Mats.",
    )  # fmt: skip
    path = f"{LIBRARY}write/?incident={made.pk}"
    assert client.get(path).status_code == 404  # it is open
    Incident.objects.update(closed=now)
    page = text(client.get(path))
    assert "A wet bench." in page and "Mats." in page and '<option value="spill" selected>' in page
    assert client.post(path, {**SAID, "key": str(new_id())}).status_code == 302
    assert LessonRow.objects.get().about == f"incident/{made.pk}"
    for wrong in ("incident=none", "batch=2026-01", f"incident={new_id()}"):
        assert client.get(f"{LIBRARY}write/?{wrong}").status_code == 404


def test_lessons_go_to_another_site_as_a_signed_file(site: Site, signed_in: In) -> None:
    sender, other = signed_in("quality_manager"), new_site("amman", "Amman")
    write(sender)
    pack = sender.get(f"{LIBRARY}pack/")
    assert pack.status_code == 200 and 'filename="lessons-irbid-' in pack["Content-Disposition"]
    taker, share = signed_in("quality_manager", at=other), "/sites/amman/lessons/share/"

    def bring(data: bytes) -> Any:
        return taker.post(share, {"file": SimpleUploadedFile("l.hevesy", data), "key": str(new_id())})

    stranger = bring(pack.content)
    assert stranger.status_code == 422 and "nobody here has said to trust it" in stranger.content.decode()
    trusted = {"name": "Irbid", "public": public_key(), "key": str(new_id())}
    assert taker.post(share, trusted).status_code == 302 and SignerRow.objects.get().name == "Irbid"
    altered = bring(pack.content.replace(b"second tray", b"second trap"))
    assert altered.status_code == 422 and "it was altered or cut short" in altered.content.decode()
    assert LessonRow.objects.filter(site=other).count() == 0
    assert [bring(pack.content).status_code for _again in (1, 2)] == [302, 302]
    row = LessonRow.objects.get(site=other)
    assert (row.title, row.origin) == ("One tray, one patient", "King's Hospital Irbid")
    assert "King&#x27;s Hospital Irbid" in text(taker.get("/sites/amman/lessons/"))
    assert b"One tray" not in taker.get("/sites/amman/lessons/pack/").content  # what came from others is theirs
    assert list(differences()) == []


@pytest.mark.parametrize("public", ["none", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----", "ключ"])
def test_what_is_no_public_key_is_not_trusted(public: str, site: Site, signed_in: In) -> None:
    sent = {"name": "X", "public": public, "key": str(new_id())}
    answer = signed_in("quality_manager").post(f"{LIBRARY}share/", sent)
    assert answer.status_code == 422 and "This is no public key" in answer.content.decode()


def test_who_works_here_reads_lessons_and_others_do_not_write_them(site: Site, signed_in: In) -> None:
    nurse = signed_in("nurse")
    assert "Write a lesson" not in text(nurse.get(LIBRARY))
    assert write(nurse).status_code == 403 and nurse.get(f"{LIBRARY}share/").status_code == 403


def came(site: Site, on: date, *told: tuple[str, str]) -> None:
    """Lessons of a pack of a day, each by its id and title."""
    rows = tuple(Lesson(id, title, "h", "w", "c", "wrong_product", "preparation", "", "2026-05") for id, title in told)
    take_in(site, LessonPack("Amman", on, "a" * 64, rows), "tests", str(new_id()))


def test_an_older_pack_changes_no_newer_words(site: Site) -> None:
    came(site, date(2026, 5, 1), ("1", "newer words"))
    came(site, date(2026, 1, 1), ("1", "older words"), ("2", "another"))
    assert set(LessonRow.objects.values_list("title", flat=True)) == {"newer words", "another"}
    came(site, date(2026, 5, 1), ("1", "words of the same day"))
    assert set(LessonRow.objects.values_list("title", flat=True)) == {"words of the same day", "another"}
    rebuilt()
    assert list(differences()) == []


def test_ids_that_differ_after_their_63rd_letter_are_two_lessons(site: Site) -> None:
    came(site, date(2026, 5, 1), ("z" * 63 + "1", "one"), ("z" * 63 + "2", "two"), ("z" * 63, "three"))
    assert sorted(LessonRow.objects.values_list("title", flat=True)) == ["one", "three", "two"]
    assert all(len(each.number) <= 80 for each in LessonRow.objects.all())
    rebuilt()
    assert list(differences()) == []
