"""Texts that a spreadsheet would take for a formula: out behind an apostrophe, and back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from hevesy.cli.options import print_rows
from hevesy.tables import as_meant, disarmed, put_formula, put_row, western, workbook_bytes
from hevesy.tables.columns import Column, typed

HARMFUL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", HARMFUL)
def test_nothing_that_begins_like_a_formula_goes_out_as_it_is(text: str) -> None:
    assert disarmed(text) == "'" + text and as_meant("'" + text) == text


def test_numbers_and_plain_texts_go_out_as_they_are() -> None:
    plain = [-5, 1.5, None, "", "Irbid", "'tis", "a=b", "وزارة"]
    assert [disarmed(each) for each in plain] == plain


@given(st.text(alphabet="'=+-@\t\r\nab ＝", max_size=6))
def test_what_goes_out_comes_back(text: str) -> None:
    """Whatever a person wrote, apostrophes too; and what goes out never begins like a formula."""
    out = disarmed(text)
    assert as_meant(out) == text
    assert not out or out[0] not in "=+-@\t\r\n＝"


def test_a_workbook_computes_only_what_is_ours() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["=cmd|' /C calc'!A0", "+1", 2])
    put_row(page, ["=evil()", 3, "=B2*2"], formulas=[2])
    put_formula(page, "D1", "=SUM(C1:C2)")
    back = load_workbook(io.BytesIO(workbook_bytes(book))).active
    assert back is not None
    kinds = ["".join(cell.data_type for cell in row) for row in back.iter_rows()]
    assert kinds == ["ssnf", "snfn"]
    assert back["A1"].value == "=cmd|' /C calc'!A0" and back["A1"].quotePrefix


def test_digits_of_other_scripts_are_digits() -> None:
    assert [western(each) for each in ("١٢٣", "۴۵۶", "１２", "१२")] == ["123", "456", "12", "12"]
    assert typed("١٬٢٣٤٫٥", Column("x", "number")) == 1234.5


def test_a_csv_of_ours_reads_back_exactly() -> None:
    text = io.StringIO()
    csv.writer(text).writerow([disarmed(each) for each in HARMFUL])
    (row,) = csv.reader(io.StringIO(text.getvalue(), newline=""))
    assert [as_meant(each) for each in row] == HARMFUL


def test_the_command_line_prints_no_formula_of_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"name": "=1+1", "value": -5}], as_json=False, as_csv=True)
    assert capsys.readouterr().out == "name,value\n'=1+1,-5\n"
