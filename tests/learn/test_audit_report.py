"""The report of an audit as PDF and as Word, opened again: its figures are those that one computes by hand."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from hevesy.cli import hevesy
from hevesy.facts import Shelf
from hevesy.learn.audit_kept import _report, as_data, documents, set_report
from hevesy.learn.audit_pictures import radar_of, trend_of
from hevesy.learn.audit_report import benchmark_said, document_of
from hevesy.learn.audited import Agreed, Report
from hevesy.paper.blocks import Table
from hevesy.quality import (
    ActionState,
    Audit,
    Benchmark,
    Checklist,
    Item,
    Profile,
    answer,
    find_profile,
    profile_in,
)
from hevesy.words import LANGUAGES, say

PROFILE = Profile(
    "drawn", "1", "Drawn by hand", "default", "asm",
    tuple(
        Checklist(part, f"Checklist {part.upper()}", "once",
                  tuple(Item(f"{part}{n}", f"Item {part}{n} is there.", "minor", "") for n in range(1, many + 1)))
        for part, many in {"a": 4, "b": 2, "c": 2}.items()
    ),
)  # fmt: skip


def audit(kind: str, on: date, **scores: str) -> Audit:
    said = {item: answer(PROFILE, item, score, reason="a new service") for item, score in scores.items()}
    return Audit("drawn", "1", kind, on, said)


# by hand: A has 4 + 3 + 2 + 1 of 16 = 62.5 %, two of four conform; B has 4 of 4 = 100 %; all 14 of 20 = 70 %, 3 of 5
OURS = audit("self", date(2027, 3, 1), a1="4", a2="3", a3="2", a4="1", b1="4", b2="NA")
THEIRS = audit("visit", date(2027, 2, 1), a1="4", a2="1", b1="2")  # A 62.5 %, B 50 %, all 7 of 12 = 58.3 %
BEFORE = audit("self", date(2026, 3, 1), a1="1", a2="1")  # A 25 %, all 25 %
REPORT = Report("Synthetic centre", "Synthetic team", date(2027, 3, 2), PROFILE, OURS, THEIRS, (BEFORE,))


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def rows_of(made: bytes, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(made)).tables[table].rows]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return documents(document_of(REPORT))


def test_the_word_file_holds_the_levels_that_were_computed_by_hand(made: dict[str, bytes]) -> None:
    assert rows_of(made["docx"], 0)[1:] == [
        ["1. Checklist A", "62.5 %", "50.0 %", "4", "0", "0"], ["2. Checklist B", "100.0 %", "100.0 %", "1", "1", "0"],
        ["3. Checklist C", "unknown", "unknown", "0", "0", "2"], ["All items", "70.0 %", "60.0 %", "5", "1", "2"],
    ]  # fmt: skip
    assert rows_of(made["docx"], 1)[1:] == [
        ["1. Checklist A", "25.0 %", "62.5 %", "62.5 %"], ["2. Checklist B", "unknown", "50.0 %", "100.0 %"],
        ["3. Checklist C", "unknown", "unknown", "unknown"], ["All items", "25.0 %", "58.3 %", "70.0 %"],
    ]  # fmt: skip
    assert rows_of(made["docx"], 2)[1:] == [["Item a2 is there.", "3", "1"], ["Item b1 is there.", "4", "2"]]
    assert rows_of(made["docx"], -1)[1:] == [["for the team", "", "", ""], ["for the centre", "", "", ""]]


def test_what_presses_stands_first_with_the_critical_and_the_lowest_at_its_head() -> None:
    """Of five items below 3, the minor one is left out; the auditor's priority comes before the profile's."""
    said = {
        "a1": answer(PROFILE, "a1", "2", priority="major"), "a2": answer(PROFILE, "a2", "1", priority="critical"),
        "a3": answer(PROFILE, "a3", "0", priority="major"), "a4": answer(PROFILE, "a4", "0"),
        "b1": answer(PROFILE, "b1", "0", priority="critical"), "b2": answer(PROFILE, "b2", "3", priority="critical"),
    }  # fmt: skip
    told = replace(REPORT, audit=replace(OURS, answers=said))
    assert [name for name, _item, _answer in told.pressing()] == ["b1", "a2", "a3", "a1"]
    table = next(each for each in document_of(told).brief if isinstance(each, Table) and each.caption == say(
        "audit.mended_first", least="3"))  # fmt: skip
    assert [row[:3] for row in table.rows] == [
        ["Item b1 is there.", "0", "critical"], ["Item a2 is there.", "1", "critical"],
        ["Item a3 is there.", "0", "major"], ["Item a1 is there.", "2", "major"],
    ]  # fmt: skip


def test_a_kept_audit_says_whether_it_is_closed_and_what_came_of_it() -> None:
    """Six of eight items have an answer; a table of scores says neither."""
    state = ActionState.UNDER_WAY
    action = Agreed("Item a4 is there.", "No plan.", "major", "Synthetic owner", date(2027, 4, 1), state)
    told = replace(REPORT, kept=True, agreed=(action,))
    assert "2 of 8 items have no score yet" in str(document_of(told).brief)
    assert "closed this audit on 2027-03-05" in str(document_of(replace(told, closed=date(2027, 3, 5))).brief)
    (row,) = next(each for each in document_of(told).brief if isinstance(each, Table) and each.caption == say(
        "audit.agreed")).rows  # fmt: skip
    assert row == ["Item a4 is there. · No plan.", "major", "Synthetic owner", "2027-04-01", "assigned"]
    assert _report(json.loads(as_data(told, "en"))) == told
    assert "closed this audit" not in str(document_of(REPORT).brief) and "still open" not in str(document_of(REPORT))


def test_an_official_edition_is_told_beside_what_was_published_of_it_and_no_other() -> None:
    published = Benchmark(73.9, 56.6, 87.9, "42 missions in 39 centres", "Dondi 2017")
    official = replace(REPORT, profile=replace(PROFILE, origin="official", benchmark=published))
    said = benchmark_said(published, "en").replace("\u2066", "").replace("\u2069", "")
    assert said == ("Published of audits by this edition: 73.9 % on average, from 56.6 % to 87.9 % (42 missions in 39 "
                    "centres; Dondi 2017).")  # fmt: skip
    told = [str(each) for each in document_of(official).brief]
    assert any("73.9" in each for each in told)
    assert not any("73.9" in str(each) for each in document_of(REPORT).brief)
    assert _report(json.loads(as_data(official, "en"))) == official


def test_the_pdf_says_the_same_and_its_pictures_have_words(made: dict[str, bytes]) -> None:
    found = words_of(made["pdf"])
    for part in ("Report of an audit", "Synthetic centre", "1. Checklist A 62.5 % 50.0 % 4 0 0",
                 "All items 70.0 % 60.0 %", "All items 25.0 % 58.3 % 70.0 %", "Item a2 is there. 3 1",
                 "a new service"):  # fmt: skip
        assert part in found
    first = "2027-03-01 by the centre itself: 1: 62.5 %, 2: 100.0 %, 3: unknown"
    pictures = docx.Document(io.BytesIO(made["docx"])).inline_shapes
    alts = [shape._inline.docPr.get("descr") for shape in pictures]
    assert len(alts) == 2 and alts[0].startswith(first) and "2027-02-01 by a visiting team: 1: 62.5 %" in alts[0]
    assert alts[1].startswith("2026-03-01 by the centre itself: 25.0 %; 2027-02-01 by a visiting team: 58.3 %")


def corners(svg: str, kind: str) -> list[list[tuple[float, float]]]:
    """The points of each line or polygon."""
    return [
        [(float(x), float(y)) for x, y in (point.split(",") for point in points.split())]
        for points in re.findall(rf'<{kind} points="([^"]+)"', svg)
    ]


def test_the_radar_has_a_corner_at_each_level() -> None:
    """100 % of the first spoke is straight up; B at 100 % lies a radius of 128 away from the middle, 120 degrees on."""
    picture = radar_of(Report("", "", OURS.on, PROFILE, OURS))
    assert picture is not None
    lines = [each for each in corners(picture.svg, "polyline") if len(each) == 2]
    a, b = (186.0, 24 + 128 * (1 - 0.625)), (186 + 128 * 0.8660, 24 + 128 * 1.5)
    assert [pytest.approx(a, abs=0.1), pytest.approx(b, abs=0.1)] in lines  # C is unknown: no line goes there
    assert len([each for each in lines if pytest.approx(b, abs=0.1) in each]) == 2  # its spoke, and from A


def test_the_trend_rises_from_a_quarter_to_seventy_percent() -> None:
    picture = trend_of(REPORT)
    assert picture is not None
    whole = re.search(r'points="([^"]+)" fill="none" stroke="#12304a" stroke-width="2.4"', picture.svg)
    assert whole is not None and whole[1] == "42.0,147.0 328.0,66.0"  # 192 less 180 times 0.25 and 0.70
    assert trend_of(Report("", "", OURS.on, PROFILE, OURS)) is None  # one audit has no trend


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_set_in_every_language(language: str, tmp_path: Path) -> None:
    files = set_report(as_data(REPORT, language), tmp_path)
    assert [file.name for file in files] == [f"audit-2027-03-01-{language}.{kind}" for kind in ("pdf", "docx")]
    title = docx.Document(str(files[1])).paragraphs[0]
    assert title.text == say("audit.title", language)
    assert (title._p.find(".//{*}bidi") is not None) == (language == "ar")
    assert "\u25a1" not in words_of(files[0].read_bytes())


@pytest.mark.parametrize("text", ["{}", "[]", "nothing", '{"language": "en"}'])
def test_what_is_no_report_writes_nothing(text: str, tmp_path: Path) -> None:
    kept = tmp_path / "audit.json"
    kept.write_text(text)
    ended = CliRunner().invoke(hevesy, ["learn", "audit-report", str(kept), "--out", str(tmp_path / "out")])
    assert ended.exit_code == 2 and "holds no report of an audit" in ended.output and not (tmp_path / "out").exists()


def test_the_command_writes_both_files(tmp_path: Path) -> None:
    for name, rows in {"now": "strategy_1,4\nstrategy_2,1\n", "old": "strategy_1,0\n"}.items():
        (tmp_path / f"{name}.csv").write_text(f"item,score\n{rows}")
    asked: list[Any] = ["learn", "audit", tmp_path / "now.csv", "--on", "2027-03-01", "--site", "Synthetic centre",
                        "--before", f"2026-03-01={tmp_path / 'old.csv'}", "--pdf", tmp_path / "a.pdf", "--docx",
                        tmp_path / "a.docx"]  # fmt: skip
    ended = CliRunner().invoke(hevesy, [str(each) for each in asked])
    assert ended.exit_code == 0, ended.output
    assert rows_of((tmp_path / "a.docx").read_bytes(), 1)[-1] == ["All items", "0.0 %", "62.5 %"]
    assert "All items 0.0 % 62.5 %" in words_of((tmp_path / "a.pdf").read_bytes())
    wrong = CliRunner().invoke(hevesy, [str(each) for each in (*asked[:3], "--before", "yesterday")])
    assert wrong.exit_code == 2 and "is no day and file" in wrong.output


def test_the_items_of_a_report_are_in_its_language() -> None:
    shelf = Shelf.load()
    by = find_profile("default", shelf)
    seen = answer(by, "equipment_4", "4", comment="It passed, both days.")
    done = Audit("default", "1", "self", date(2027, 3, 1), {"equipment_4": seen})
    told = document_of(Report("Amman", "", date(2027, 3, 2), profile_in(by, shelf, "ar"), done), "ar")
    table = [each for each in told.brief if isinstance(each, Table)][-2]  # the last is for signatures
    text, score, _priority, comment = table.rows[0]
    assert text == "تجتاز ماسحات \u2066PET\u2069 فحص اليوم، ويتفق نشاطها مع معاير الجرعة." and score == "4"
    assert comment == "\u2066It passed, both days.\u2069"  # as the auditor wrote it, with its stop at its end
    first = next(each for each in told.brief if isinstance(each, Table))
    assert first.rows[0][0] == "1. الاستراتيجيات والسياسات"
    read = words_of(documents(document_of(Report("", "", done.on, profile_in(by, shelf, "ar"), done), "ar"))["pdf"])
    assert "100.0" in read  # figures are found by who searches the PDF
    assert table.caption == "ضبط جودة الأجهزة"
