"""The pre-mission form: by owner, pre-filled, with choices to click and room to sign."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from hevesy.facts import Kind, Shelf, State
from hevesy.places import find_country
from hevesy.plan.questionnaire import Form, form, write_questionnaire
from hevesy.words import say


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


@pytest.fixture(scope="module")
def jordan(shelf: Shelf) -> Form:
    return form(find_country("Jordan", shelf), shelf)


@pytest.fixture(scope="module")
def files(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_questionnaire(find_country("Jordan", shelf), shelf, tmp_path_factory.mktemp("form"))


def test_every_owner_is_asked_and_every_question_stands_under_one(jordan: Form) -> None:
    assert {"ministry of health", "cancer registry", "hospitals", "medicines regulator", "radiation regulator",
            "finance and insurance", "customs and airport", "universities"} <= set(jordan.owners())  # fmt: skip
    assert sorted(asked.number for owner in jordan.owners() for asked in jordan.asked_of(owner)) == list(
        range(1, 31)
    )
    assert all(jordan.of(asked) for asked in jordan.inputs)


def test_a_conflict_of_tables_is_shown_both_ways_where_the_registry_is_silent(jordan: Form) -> None:
    line = next(
        line
        for line in jordan.lines
        if line.fact is not None and line.fact.id == "registry.prostate.new_cases"
    )
    assert line.value == "GLOBOCAN 468; GBD 1,294"
    assert line.source.startswith("GLOBOCAN 2022")


def test_the_open_packs_alone_leave_the_figure_unknown_and_not_zero(shelf: Shelf) -> None:
    alone = Shelf.load(restricted=False)
    lines = form(find_country("Jordan", alone), alone).lines
    line = next(
        line for line in lines if line.fact is not None and line.fact.id == "registry.prostate.new_cases"
    )
    assert (line.value, line.state) == ("", "missing")


def test_what_is_borrowed_from_an_income_group_says_imputed(jordan: Form) -> None:
    line = next(
        line for line in jordan.lines if line.fact is not None and line.fact.id == "supply.customs.clearance"
    )
    assert (line.state, line.span, line.unit, line.kind) == (
        "imputed",
        "4 to 72",
        "h",
        "planning default, not a published figure",
    )


def test_the_lists_ask_for_each_first_choice_medicine(jordan: Form) -> None:
    asked = {(row.get("therapy"), row.get("item")) for row in jordan.lists["policy"]}
    assert {("lu177_psma617", "approval"), ("i131_dtc", "paid_dosimetry"), ("all", "release_rule")} <= asked
    assert {row.get("product") for row in jordan.lists["routes"]} == {
        "lu177_psma617",
        "lu177_dotatate",
        "i131_dtc",
    }


def test_the_workbook_holds_the_questions_the_lists_and_what_the_words_mean(files: list[Path]) -> None:
    book = load_workbook(files[0])
    assert book.sheetnames == [
        "read me",
        "questions",
        "centres",
        "equipment",
        "staff",
        "treatments",
        "policy",
        "routes",
    ]
    said = "\n".join(str(cell.value) for row in book["read me"].iter_rows() for cell in row if cell.value)
    assert all(say(f"state.{state}") in said for state in State)
    assert all(say(f"kind.{kind}") in said for kind in Kind)
    assert "Draft, not for decision" in said
    questions = book["questions"]
    head = [cell.value for cell in questions[1]]
    assert head[:4] == ["No.", "Question", "Figure", "Now"] and "Confirmed by" in head
    lists = {rule.formula1 for rule in questions.data_validations.dataValidation if rule.type == "list"}
    assert f'"{",".join(State)}"' in lists and f'"{",".join(Kind)}"' in lists
    customs = next(
        row for row in questions.iter_rows(values_only=True) if row[2] == "hours from landing to release"
    )
    assert customs[3] == 16 and customs[10] is None
    assert questions.page_setup.orientation == "landscape" and questions.print_title_rows == "$1:$1"


def test_a_list_of_the_workbook_saved_alone_is_a_table_of_a_pack(
    shelf: Shelf, files: list[Path], tmp_path: Path
) -> None:
    book = load_workbook(files[0])
    for name in book.sheetnames:
        if name != "centres":
            del book[name]
    for place, cell in enumerate(["JOR", "khcc", "A centre", "Amman"], start=1):
        book["centres"].cell(3, place).value = cell
    book.save(tmp_path / "centres.xlsx")
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    rows = shelf.with_pack(tmp_path).table("centres", "JOR")
    assert [(row["centre"], row["town"]) for row in rows] == [("khcc", "Amman")]


def test_the_document_asks_the_same_and_leaves_room_to_sign(files: list[Path], jordan: Form) -> None:
    document = Document(str(files[1]))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert all(asked.question in text for asked in jordan.inputs)
    assert all(owner.capitalize() in text for owner in jordan.owners())
    tables = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert [
        "Figure",
        "Now (range), unit",
        "Year, state, source",
        "Corrected value and range",
        "Document",
        "Name and date",
    ] in tables
    cells = {cell.text for table in document.tables for row in table.rows[1:3] for cell in row.cells}
    assert "GLOBOCAN 468; GBD 1,294 cases/year" in cells
