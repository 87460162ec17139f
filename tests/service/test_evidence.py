"""Evidence of an audit's items: named, attached, given again as it was, and nothing that is not what it says."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as File
from django.test import Client
from tests.service.conftest import new_site
from tests.service.test_audits import begun, seen, text

from hevesy.learn.audit_kept import set_report
from hevesy.quality import Answer, Attached
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import Entry, append
from hevesy_service.jobs.models import Job
from hevesy_service.quality.attached import is_of_its_kind, tidy_name
from hevesy_service.quality.audits import SCORED, answer_in, begin_audit
from hevesy_service.quality.models import AuditRow, KeptFile, ScoreRow
from hevesy_service.refusals import EvidenceDamaged, NotYours, ScoredSince

In = Callable[..., Client]
PDF, PNG = b"%PDF-1.7 synthetic", b"\x89PNG\r\n\x1a\n synthetic"
SHA = hashlib.sha256(PDF).hexdigest()
ITEM = "strategy_1"


def sent(client: Client, audit: str, score: str = "4", marks: dict[str, str] | None = None, **more: Any) -> Any:
    """What the service answers to the first item, scored with evidence; `more` are its fields."""
    said = {f"{ITEM}-{name}": value for name, value in {"score": score, **more}.items()}
    marks = seen(client, audit, "strategy") if marks is None else marks
    return client.post(f"{audit}items/strategy/", {**marks, "key": str(new_id()), **said})


def office(folder: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("[Content_Types].xml", "")
        made.writestr(f"{folder}/document.xml", "")
    return packed.getvalue()


def test_evidence_is_named_and_attached_shown_and_given_again(site: Site, signed_in: In) -> None:
    client, nurse = signed_in("auditor"), signed_in("nurse")
    audit = begun(client, site)
    files = [File("plan.pdf", PDF), File("خطة.png", PNG)]
    assert sent(client, audit, evidence=" Policy 7, shelf 3 \n\nMinutes of May", attach=files).status_code == 302
    row = ScoreRow.objects.get()
    assert row.evidence == ["Policy 7, shelf 3", "Minutes of May"]
    assert row.attached[0] == {"name": "plan.pdf", "size": 18, "sha256": SHA} and len(row.attached) == 2
    given = nurse.get(f"{audit}evidence/{SHA}/plan.pdf")
    assert b"".join(given.streaming_content) == PDF and given["Content-Type"] == "application/pdf"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert "Evidence</summary>" in text(client, f"{audit}items/strategy/").replace(" (4)", "")
    for page in (text(client, f"{audit}report/"), text(nurse, f"{audit}items/strategy/")):
        assert "Policy 7, shelf 3" in page and "plan.pdf" in page and "خطة.png" in page
    assert list(differences()) == [] and KeptFile.objects.count() == 2


def test_names_of_evidence_stand_in_the_word_file(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    audit = begun(client, site)
    sent(client, audit, evidence="Policy 7", attach=[File("plan.pdf", PDF)])
    client.post(f"{audit}report/make/", {})
    job = Job.objects.get()
    word = next(each for each in set_report(job.inputs["audit.json"], job.folder) if each.suffix == ".docx")
    rows = docx.Document(str(word)).tables[-2].rows  # the last is for signatures
    assert [rows[each].cells[-1].text for each in (0, 1)] == ["Evidence", "Policy 7; plan.pdf"]
    older = json.loads(job.inputs["audit.json"])
    del older["audit"]["answers"][ITEM]["attached"]  # as an earlier version put it down
    assert set_report(json.dumps(older), job.folder)


def test_a_file_is_removed_and_its_bytes_stay_for_what_the_book_told(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    audit = begun(client, site)
    sent(client, audit, attach=[File("plan.pdf", PDF), File("photo.png", PNG)])
    assert sent(client, audit, gone=[SHA]).status_code == 302
    assert [each["name"] for each in ScoreRow.objects.get().attached] == ["photo.png"]
    assert client.get(f"{audit}evidence/{SHA}/plan.pdf").status_code == 404
    assert KeptFile.objects.filter(sha256=SHA).exists() and list(differences()) == []


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"attach": [File("plan.exe", b"MZ")]}, "plan.exe is of a kind that is not taken"),
        ({"attach": [File("plan.html", b"<p>")]}, "plan.html is of a kind that is not taken"),
        ({"attach": [File("plan.pdf", PNG)]}, "plan.pdf is empty, damaged, or not what its ending says"),
        ({"attach": [File("plan.pdf", PDF), File("empty.txt", b"")]}, "empty.txt is empty"),
        ({"attach": [File("long.pdf", PDF + b"0" * 5_000_000)]}, "long.pdf has more than 5 MB"),
        ({"attach": [File(f"{n}.txt", b"%d" % n) for n in range(9)]}, "An item has at most 8 files"),
        ({"evidence": "\n".join(map(str, range(13)))}, "13 names of evidence are more than 12"),
        ({"evidence": "x" * 121}, "is longer than 120 signs"),
        ({"score": "", "evidence": "Policy 7"}, "Score it as well"),
        ({"score": "", "attach": [File("plan.pdf", PDF)]}, "Score it as well"),
    ],
)
def test_evidence_that_cannot_be_keeps_nothing(site: Site, signed_in: In, more: dict[str, Any], says: str) -> None:
    client = signed_in("auditor")
    audit = begun(client, site)
    for each in more.get("attach", ()):
        each.seek(0)
    answer = sent(client, audit, **more)
    said = answer.content.decode()
    assert answer.status_code == 422 and f"{ITEM}: " in said and says in said and "Nothing was kept." in said
    assert ("Choose the files again." in said) == ("attach" in more)
    assert not ScoreRow.objects.exists() and not KeptFile.objects.exists()
    assert not Event.objects.filter(type=SCORED).exists()


def test_more_than_a_form_holds_is_turned_away_in_one_sentence(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    audit = begun(client, site)
    answer = sent(client, audit, attach=[File(f"{n}.pdf", PDF + b"0" * 3_200_000) for n in range(2)])
    assert answer.status_code == 413 and "What was sent has more than 5 MB" in answer.content.decode()
    assert not KeptFile.objects.exists()


def test_files_count_where_two_auditors_score_at_once(site: Site, signed_in: In) -> None:
    """Who attaches to what somebody else has changed since is refused; who changed another item is not."""
    first, second = signed_in("auditor"), signed_in("quality_manager")
    audit = begun(first, site)
    assert sent(first, audit, "2").status_code == 302
    both = seen(first, audit, "strategy")
    assert sent(first, audit, "2", both, attach=[File("plan.pdf", PDF)]).status_code == 302
    another = {**both, f"{ITEM}-score": "2", "strategy_2-score": "1", "key": str(new_id())}
    other = second.post(f"{audit}items/strategy/", another)
    assert other.status_code == 302 and len(ScoreRow.objects.get(item=ITEM).attached) == 1
    late = sent(second, audit, "2", both, attach=[File("photo.png", PNG)])
    assert late.status_code == ScoredSince.status and "plan.pdf" in late.content.decode()
    assert "Choose the files again." in late.content.decode() and "<details open>" not in late.content.decode()
    assert [each["name"] for each in ScoreRow.objects.get(item=ITEM).attached] == ["plan.pdf"]
    assert not KeptFile.objects.exclude(sha256=SHA).exists()  # the bytes of what was refused are not kept either
    assert sent(second, audit, "2", both, evidence="Policy 7").status_code == ScoredSince.status


def test_the_same_form_sent_twice_is_kept_once(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    audit = begun(client, site)
    marks, key = seen(client, audit, "strategy"), str(new_id())
    again = [
        client.post(f"{audit}items/strategy/", {**marks, f"{ITEM}-score": "4", "key": key,
                                                f"{ITEM}-attach": [File("plan.pdf", PDF)]}).status_code
        for _again in (1, 2)
    ]  # fmt: skip
    assert again == [302, 302] and Event.objects.filter(type=SCORED).count() == 1
    assert len(ScoreRow.objects.get().attached) == 1


def test_who_may_not_see_the_audit_gets_no_file(site: Site, signed_in: In) -> None:
    client, stranger = signed_in("auditor"), signed_in("auditor", at=new_site("amman", "Amman"))
    audit, other = begun(client, site), begun(client, site, "visit")
    sent(client, audit, attach=[File("plan.pdf", PDF)])
    assert stranger.get(f"{audit}evidence/{SHA}/plan.pdf").status_code == NotYours.status
    assert client.get(f"{other}evidence/{SHA}/plan.pdf").status_code == 404  # nothing of that audit
    assert client.get(f"{audit}evidence/{SHA}/other.pdf").status_code == 404
    nurse = signed_in("nurse")
    assert sent(nurse, audit, attach=[File("photo.png", PNG)]).status_code == NotYours.status
    assert KeptFile.objects.count() == 1


def test_bytes_that_are_not_those_that_were_attached_are_not_given(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    audit = begun(client, site)
    sent(client, audit, attach=[File("plan.pdf", PDF)])
    KeptFile.objects.update(content=PDF + b"!")
    refused = client.get(f"{audit}evidence/{SHA}/plan.pdf")
    assert refused.status_code == EvidenceDamaged.status == 410 and "earlier back-up" in refused.content.decode()
    assert sent(client, audit, attach=[File("plan.pdf", PDF)]).status_code == 302  # attached anew, it is whole again
    assert client.get(f"{audit}evidence/{SHA}/plan.pdf").status_code == 200 and KeptFile.objects.count() == 1
    KeptFile.objects.all().delete()
    assert client.get(f"{audit}evidence/{SHA}/plan.pdf").status_code == 410


def test_a_row_of_the_book_from_before_there_was_evidence_has_none(site: Site) -> None:
    said = {"profile": "default", "edition": "1", "kind": "self", "team": "T", "on": date(2026, 5, 1)}
    audit = begin_audit(site, said, "tests", str(new_id()))
    old = {"score": 3, "reason": "", "comment": "", "priority": "minor"}
    body = {"audit": str(audit.pk), "items": {ITEM: old}}
    append(Entry(site, f"audits/{site.code}", SCORED, "tests", str(new_id()), body))
    assert answer_in(AuditRow.objects.get().scores.get()) == Answer(3, "", "", (), "minor", "tests", ())
    assert list(differences()) == []


def test_kinds_are_told_by_their_bytes() -> None:
    good = {"a.pdf": PDF, "a.PNG": PNG, "a.jpg": b"\xff\xd8\xff\xe0", "a.docx": office("word"),
            "a.xlsx": office("xl"), "a.txt": "سياسة".encode(), "a.csv": "a,b".encode("utf-16")}  # fmt: skip
    assert all(is_of_its_kind(name, content) for name, content in good.items())
    bad = {"a.docx": office("xl"), "a.xlsx": b"PK\x03\x04 cut short", "a.txt": b"a\0b", "a.csv": PDF, "a.jpeg": PNG,
           "a": PDF, ".pdf": PDF, "a.docm": office("word")}  # fmt: skip
    assert not any(is_of_its_kind(name, content) for name, content in bad.items())


def test_a_name_does_not_turn_its_line_round() -> None:
    assert tidy_name("plan\u202efdp.\u200bpdf") == "planfdp.pdf" and tidy_name("../a/b.pdf") == "..ab.pdf"
    assert tidy_name("x" * 200 + ".pdf") == "x" * 116 + ".pdf"
    assert Answer(1, evidence=("a",), attached=(Attached("b", 1, SHA),)).shown_by() == ("a", "b")
