"""What the report must say and must not say, on a country that does not exist."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hevesy.errors import PlanOutOfShape
from hevesy.facts import Shelf
from hevesy.facts.pack import shipped_packs
from hevesy.plan.report.page_access import countable
from hevesy.plan.report.shape import problems
from hevesy.plan.report.write import write_report

SAMPLE = Path(__file__).with_name("sample_plan.json")


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    body: dict[str, Any] = json.loads(SAMPLE.read_text("utf-8"))
    return body


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(shipped_packs(restricted=False), [], [])


@pytest.fixture(scope="module")
def out(plan: dict[str, Any], shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(plan, folder, shelf)
    return folder


@pytest.fixture(scope="module")
def page(out: Path) -> str:
    return (out / "report.html").read_text("utf-8")


def prose(page: str) -> str:
    """The words of the page, without style and tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.S)).split())


def test_all_files_are_written(out: Path) -> None:
    expected = [
        "access.csv",
        "cascade.csv",
        "need.csv",
        "plan.json",
        "report.html",
        "report.pdf",
        "sources.csv",
    ]
    assert sorted(path.name for path in out.iterdir()) == expected
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_it_opens_with_what_is_confirmed_and_that_it_is_a_draft(page: str) -> None:
    words = prose(page)
    opening = words[: words.index("Radiotheranostics in Zedland", 40)]
    assert "2 of 30 key inputs confirmed" in opening
    assert "Draft, not for decision. The 20 inputs of the stated minimum" in opening


def test_the_draft_mark_goes_only_when_the_plan_says_so(
    plan: dict[str, Any], shelf: Shelf, tmp_path: Path
) -> None:
    sound = copy.deepcopy(plan)
    sound["confirmation"] |= {"confirmed": 21, "draft": False}
    write_report(sound, tmp_path, shelf)
    words = prose((tmp_path / "report.html").read_text("utf-8"))
    assert "21 of 30 key inputs confirmed" in words
    assert "not for decision" not in words


def test_the_page_is_self_contained(page: str) -> None:
    assert "<script" not in page and "<link" not in page and "<iframe" not in page and "<img" not in page
    assert not re.search(r"\s(?:src|srcset|action|on\w+)=", page)
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', page))
    assert "@import" not in page
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", page))


def test_no_id_is_used_twice_and_every_reference_is_met(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    used = re.findall(r"url\(#([^)]+)\)", page) + re.findall(r'href="#([^"]+)"', page)
    for labels in re.findall(r'aria-labelledby="([^"]+)"', page):
        used += labels.split()
    assert set(used) <= set(ids)


def test_text_from_a_pack_stays_text(page: str) -> None:
    assert "Little &lt;Zed&gt; &amp; Co" in page
    assert "<Zed>" not in page


def test_an_unconfirmed_centre_is_neither_drawn_nor_counted(page: str) -> None:
    pictures = "".join(re.findall(r"<svg.*?</svg>", page, flags=re.S))
    assert "Rumoured Hospital" not in pictures
    assert "Zed City (hypothetical)" in pictures
    assert "Not drawn, because nobody has confirmed them: Rumoured Hospital." in prose(page)
    assert "No centre has been confirmed, so the site and every travel time below are hypothetical." in prose(
        page
    )


def test_old_and_imputed_equipment_is_a_range_with_year_and_state(page: str) -> None:
    words = prose(page)
    assert "between 0 and 3 (imputed, not confirmed)" in words
    assert "2013: none was reported then – too old to say how it is today" in words
    assert "between 2 and 6 (older than 2015, so a range, not confirmed)" in words
    assert "2 (public sector only)" not in words  # the count itself is from 2013
    assert not re.search(r"\b0 PET", words)


@pytest.mark.parametrize(
    ("state", "count", "year", "confirmed", "answer"),
    [
        ("reported", 3, 2022, False, True),
        ("reported_zero", 0, 2022, False, True),
        ("reported", 3, 2014, False, False),
        ("reported", 3, 2014, True, True),
        ("imputed", 3, 2022, True, False),
        ("missing", None, 2022, True, False),
        ("reported", 3, None, False, False),
    ],
)
def test_what_may_be_printed_as_a_count(
    state: str, count: int | None, year: int | None, confirmed: bool, answer: bool
) -> None:
    row = {"state": state, "count": count, "evidence": [{"year": year}]}
    assert countable(row, confirmed) is answer


def test_unknown_is_said_and_never_becomes_zero(page: str, out: Path) -> None:
    words = prose(page)
    assert "How many are lost to acceptability is unknown, which does not mean none." in words
    assert "Lost per year: unknown, unknown of all losses." in words
    assert "Considered and detected unknown" in words
    rows = list(csv.DictReader(io.StringIO((out / "need.csv").read_text("utf-8-sig"))))
    detected = [row["value"] for row in rows if row["measure"] == "detected"]
    assert detected == ["860", "unknown"]
    nodes = list(csv.DictReader(io.StringIO((out / "access.csv").read_text("utf-8-sig"))))
    assert [row["hours_therapy"] for row in nodes if row["name"] == "Far Island"] == ["unknown"]


def test_both_sources_stand_side_by_side(page: str) -> None:
    words = prose(page)
    assert "Two sources disagree." in words
    assert "GLOBOCAN 1,010 2022 used" in words
    assert "GBD 2,300 2022 for comparison" in words


def test_years_are_never_grouped_or_rounded(page: str) -> None:
    assert "2,022" not in page and "2,020" not in page and "2,013" not in page


def test_the_parts_of_the_report_come_in_order(page: str) -> None:
    sections = re.findall(r'<section id="([a-z-]+)"', page)
    expected = "picture cascade map five-a need journeys policy challenges confirm facts sources"
    assert sections == expected.split()


def test_every_therapy_has_its_cascade_and_every_source_is_listed(page: str, plan: dict[str, Any]) -> None:
    for cascade in plan["cascades"]:
        assert f'id="cascade-{cascade["therapy"]}-title"' in page
    for source in plan["sources"]:
        assert source["citation"] in page
    for barrier in plan["challenges"]:
        assert barrier["challenge"] in page


def test_a_late_medicine_is_named_in_the_picture(plan: dict[str, Any], shelf: Shelf, tmp_path: Path) -> None:
    late = copy.deepcopy(plan)
    late["journeys"][1] |= {"spare_hours": -6.5, "verdict": "too late"}
    write_report(late, tmp_path, shelf)
    words = prose((tmp_path / "report.html").read_text("utf-8"))
    assert "Would arrive too late as planned: I-131 capsules." in words
    assert "Shelf life to spare: too late by 6.5 h" in words


def test_the_same_plan_gives_the_same_bytes(
    plan: dict[str, Any], shelf: Shelf, out: Path, tmp_path: Path
) -> None:
    for path in write_report(plan, tmp_path, shelf):
        assert path.read_bytes() == (out / path.name).read_bytes(), path.name


def test_the_cascade_table_loses_nobody(out: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((out / "cascade.csv").read_text("utf-8-sig"))))
    psma = [row for row in rows if row["therapy"] == "lu177_psma617" and not row["reason"]]
    start = float(psma[0]["remaining"])
    stages = [row for row in psma if row["stage"] not in ("start", "completed")]
    assert start == 1200
    assert sum(float(row["lost"]) for row in stages) + float(stages[-1]["remaining"]) == pytest.approx(1200)
    by_reason = sum(
        float(row["lost_to_reason"]) for row in rows if row["reason"] and row["name"] == "Lu-177 PSMA-617"
    )
    assert by_reason == pytest.approx(sum(float(row["lost"]) for row in stages), abs=1e-4)


def test_a_spreadsheet_formula_is_disarmed(plan: dict[str, Any]) -> None:
    from hevesy.plan.report.sheets import sheets_of

    wicked = copy.deepcopy(plan)
    wicked["access"]["nodes"][0]["name"] = "=HYPERLINK(1)"
    assert "\n'=HYPERLINK(1)," in sheets_of(wicked)["access.csv"]


def test_the_sample_keeps_to_the_schema(plan: dict[str, Any]) -> None:
    assert problems(plan) == []


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("country", "iso3"), "Zed", "plan.country.iso3: 'Zed' should match"),
        (("confirmation", "draft"), 1, "plan.confirmation.draft: 1 should be boolean"),
        (("access", "imputed_share"), 3.8, "plan.access.imputed_share: 3.8 is above 1"),
        (("access", "therapy", "within_1h"), "57 %", "plan.access.therapy.within_1h: '57 %' fits none"),
        (("needs", 0, "true", "low"), float("nan"), "it is not a finite number; an unknown figure is null"),
        (("cascades", 0, "start"), -1, "plan.cascades[0].start: -1 is below 0"),
        (("schema",), "hevesy.plan.country/2", "should be 'hevesy.plan.country/1'"),
    ],
)
def test_a_plan_out_of_shape_is_named_and_nothing_is_written(
    plan: dict[str, Any], shelf: Shelf, tmp_path: Path, path: tuple[Any, ...], value: Any, sentence: str
) -> None:
    bent = copy.deepcopy(plan)
    inner = bent
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert any(sentence in problem for problem in problems(bent))
    with pytest.raises(PlanOutOfShape):
        write_report(bent, tmp_path / "out", shelf)
    assert not (tmp_path / "out").exists()


def test_a_missing_part_is_named(plan: dict[str, Any]) -> None:
    bent = {name: part for name, part in plan.items() if name != "journeys"}
    assert problems(bent) == ["plan: 'journeys' is missing"]


def test_a_country_of_which_hardly_anything_is_known_still_gets_a_report(
    plan: dict[str, Any], shelf: Shelf, tmp_path: Path
) -> None:
    bare = copy.deepcopy(plan)
    for name in ("needs", "cascades", "five_a", "journeys", "policy", "challenges", "importance", "facts"):
        bare[name] = []
    bare["variance_by_kind"] = []
    bare["access"] |= {"nodes": [], "centres": [], "scanners": []}
    bare["country"] |= {"population": None, "income_group": None, "region": None}
    write_report(bare, tmp_path, shelf)
    words = prose((tmp_path / "report.html").read_text("utf-8"))
    assert "unknown people" in words
    assert "nan" not in words.lower().split() and "None" not in words


def laid_out(pdf: Path) -> list[str]:
    """The lines of the PDF as they stand on paper."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run([program, "-layout", str(pdf), "-"], capture_output=True, check=True, text=True)
    return [" ".join(line.split()) for line in done.stdout.splitlines()]


def test_each_row_of_the_table_of_therapies_stays_a_row_on_paper(out: Path) -> None:
    """Of 410 considered, 380 courses would be right, 136 start, 130 are reported, 136 complete: by hand."""
    lines = laid_out(out / "report.pdf")
    head = next(line for line in lines if line.startswith("Therapy Considered Right for Start it"))
    assert "Reported" in head and "Most are lost before" in head
    # the name of the therapy and the last cell may run over two lines; the figures between them may not
    assert any(
        "410 (287 to 574) 380 (260 to 560) 136 (54 to 271) 130 in 2025 136 (54" in line for line in lines
    )
    assert any("same patients 34 (14 to 69)" in line for line in lines)


def test_a_sheet_has_a_column_for_each_header(plan: dict[str, Any]) -> None:
    from hevesy.plan.report.page import page_of

    page = page_of(plan, {}, "")
    sheets = [page[name] for name in ("overview", "journey_table", "centres", "policy", "inputs", "burden")]
    assert all(len(row) == len(sheet["head"]) for sheet in sheets for row in sheet["rows"])


def test_it_leads_with_those_for_whom_it_would_be_right(page: str) -> None:
    words = prose(page)
    assert "950 people a year for whom Lu-177 PSMA-617 would be right" in words
    assert "by what is known and assumed, 96 (39 to 193) would start it" in words
    assert "Right for 950 (640 to 1,400) people a year, of 1,200 (840 to 1,680) considered for it." in words
    assert "people who need it" not in words.lower() and "complete all cycles" not in words


def test_what_the_country_reports_stands_beside_the_plan_and_a_misfit_is_flagged(page: str) -> None:
    words = prose(page)
    picture = words[words.index("The picture", 400) : words.index("Each therapy has its own path")]
    assert (
        "Lu-177 PSMA-617: the country reports 400 patients in 2024, not confirmed, the plan gives 96 (39 to 193). "
        "The plan does not fit what is reported: calibrate before use."
    ) in picture
    assert "I-131 for thyroid cancer: the country reports" not in picture  # 130 lies between 54 and 271
    assert "The country reports 130 patients and 140 administrations in 2025." in words
    assert "130 in 2025" in words and "400 in 2024; the plan does not fit" in words


def test_without_reports_there_is_no_column_for_them(plan: dict[str, Any]) -> None:
    from hevesy.plan.report.page_paths import paths_said

    silent = copy.deepcopy(plan)
    for cascade in silent["cascades"]:
        cascade.pop("reported")
    assert "Reported" not in paths_said(silent, {})["overview"]["head"]


def test_the_centres_of_the_pack_are_listed_and_unknown_is_not_none(page: str) -> None:
    words = prose(page)
    assert "Centres in the country’s pack" in words
    assert "imaging, therapy, I-131 for thyroid cancer 1 unknown 4 0 unknown" in words
    assert "nuclear physician: 2; medical physicist: unknown yes" in words
    assert "Rumoured Hospital, town unknown unknown unknown unknown" in words


def test_a_journey_has_one_clock_from_release_to_injection(page: str) -> None:
    """By hand: 3 + 6.5 + 18 + 1.5 + 1 = 30 h after processing; 2^(-30 / 159.53) = 87.8 %."""
    words = prose(page)
    assert "From release to injection, as planned: 30 h (14 h to 70 h)" in words
    assert "Left at injection, of what was released: 88 %" in words
    assert "Before release: processing 12 h (10 h to 20 h), QC and release 4 h (3 h to 6 h)" in words
    assert "injection: 88 % left, 30 h after release" in words
    assert "Lu-177 PSMA-617: from release by Reactor site A to injection in Zed City" in words


def test_equipment_of_which_nothing_was_reported_is_not_zero() -> None:
    from hevesy.plan.report.page_access import _history

    nothing = {"state": "missing", "year": None, "value": None, "unit": "per million people", "source": None}
    assert _history(nothing) == "nothing was reported to WHO; that is not zero"


def test_an_entry_of_policy_that_is_only_recalled_is_to_be_checked(plan: dict[str, Any]) -> None:
    from hevesy.plan.report.page_evidence import evidence_said

    recalled = copy.deepcopy(plan)
    row = {"therapy": "i131_thyroid", "topic": "approval", "value": "yes", "on": 2020, "source": "mem"}
    recalled["policy"] = [{**row, "kind": "unverified"}]
    assert evidence_said(recalled)["policy"]["rows"] == [
        ["I-131 for thyroid cancer", "approval: yes [mem, 2020; recalled, to be checked]", "nothing"]
    ]
