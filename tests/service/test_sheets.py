"""Figures and centres out as spreadsheets, filled in elsewhere, and back in row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.service import test_centres
from tests.service.atlas_acts import PET, accepted, decided, person, said

from hevesy.errors import BadTable, TooManyRows
from hevesy_service.atlas.models import CentreProposal, Figure, HeldCentre, Proposal, SheetArrival
from hevesy_service.atlas.sheets.bringing import apply, arrived, preview
from hevesy_service.atlas.sheets.cells import number_of, year_of
from hevesy_service.atlas.sheets.looking import Preview
from hevesy_service.atlas.sheets.parts import (
    CENTRES,
    FIGURES,
    PARTS,
    figure_called,
    figures_called,
    folded,
    headers,
    known,
)
from hevesy_service.atlas.sheets.writing import as_csv, as_workbook, rows_of
from hevesy_service.book.models import Event, Site
from hevesy_service.refusals import NoTable, OtherCountry, StreamMoved

SPECT, PHYSICISTS = "country.equipment.spect", "country.staff.physicist"
LANGUAGES = ["en", "ar", "zh-hans", "fr", "ru", "es"]
COLUMN = {kind: {part.key: place for place, part in enumerate(parts)} for kind, parts in PARTS.items()}


@pytest.fixture
def held(site: Site) -> Site:
    """Twelve PET scanners, no SPECT camera, 3.5 physicists of public centres, nobody knows of linacs; one centre."""
    accepted(site, said(link="https://example.org/count"))
    accepted(site, said(0, "reported_zero", SPECT))
    accepted(site, said(3.5, "public_only", PHYSICISTS, source="=1+1 of the ministry's own table"))
    accepted(site, said(None, "missing", "country.equipment.linac"))
    test_centres.accepted(site)
    return site


def looked(site: Site, data: bytes, name: str = "figures.xlsx") -> Preview:
    return preview(arrived(data, name, site, person("focal")))


def edited(site: Site, change: Callable[[Any], None], sheet: int = 1) -> bytes:
    """Our own workbook after somebody worked on a sheet of it."""
    book = load_workbook(io.BytesIO(as_workbook(site.country, "Jordan")))
    change(book.worksheets[sheet])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def row_of(sheet: Any, fact: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == fact)


def put(fact: str, kind: str = FIGURES, **cells: object) -> Callable[[Any], None]:
    """Fill cells of the row of a figure or centre."""

    def change(sheet: Any) -> None:
        row = row_of(sheet, fact)
        for part, value in cells.items():
            sheet.cell(row, COLUMN[kind][part] + 1).value = value

    return change


def only(found: Preview) -> dict[str, tuple[str, str]]:
    """What the one changed row changes."""
    assert not found.wrong
    (line,) = found.good
    return {each.part: (each.old, each.new) for each in line.changes}


def wrong(found: Preview) -> tuple[str, str, str]:
    """Column, cell and sentence of the only thing that is wrong."""
    assert not found.good
    (line,) = found.wrong
    (problem,) = line.problems
    return problem.part, problem.shown, problem.sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_export_changes_nothing_in_any_language(language: str, held: Site) -> None:
    """Also where it is brought in by somebody who reads another one, and as CSV."""
    with translation.override(language):
        workbook, tables = as_workbook("JOR", "Jordan"), [as_csv(kind, "JOR") for kind in (FIGURES, CENTRES)]
    every = len(known()) + 1
    found = looked(held, workbook)
    assert (found.good, found.wrong, found.same, found.remarks) == ([], [], every, [])
    both = [looked(held, table, "t.csv") for table in tables]
    assert [(each.good, each.wrong, each.remarks) for each in both] == [([], [], [])] * 2
    assert sum(each.same for each in both) == every


def test_the_workbook_says_all_that_holds_and_what_nobody_stated(held: Site) -> None:
    book = load_workbook(io.BytesIO(as_workbook("JOR", "Jordan")))
    assert book.sheetnames == ["How to fill it in", "Figures", "Centres"]
    figures, centres = book["Figures"], book["Centres"]
    rows = {row[0]: row for row in figures.iter_rows(min_row=2, values_only=True)}
    assert set(rows) == set(known())
    pet = Figure.objects.get(fact=PET)
    assert rows[PET][1:] == (
        "PET scanners", "machines", 12, "reported", 2025, "Annual count of the ministry, table 3",
        "https://example.org/count", None, f"irbid {pet.row}",
    )  # fmt: skip
    assert rows[SPECT][3:6] == (0, "reported zero", 2025) and rows["country.equipment.linac"][3:5] == (None, "missing")
    assert rows["country.equipment.cyclotron"][3:] == (None,) * 6 + ("0",)
    assert (figures.freeze_panes, centres.freeze_panes) == ("C2", "C2")
    (rule,) = figures.data_validations.dataValidation
    where = rule.formula1.rpartition("!")[2].replace("$", "")
    words = [cell[0].value for cell in book["How to fill it in"][where]]
    assert words == ["reported", "reported zero", "public sector only", "missing"] and "E2" in rule.sqref
    assert len(centres.data_validations.dataValidation) == 2
    centre = next(centres.iter_rows(min_row=2, values_only=True))
    assert centre[:4] == ("kings-hospital", "King's Hospital", "Irbid", "public")
    assert centre[6:13] == (2, 0, None, None, None, None, None) and centre[13] == "yes"


def test_texts_that_look_like_formulas_go_out_as_texts(held: Site) -> None:
    sheet = load_workbook(io.BytesIO(as_workbook("JOR", "Jordan")))["Figures"]
    source = sheet.cell(row_of(sheet, PHYSICISTS), COLUMN[FIGURES]["source"] + 1)
    assert (source.value, source.data_type) == ("=1+1 of the ministry's own table", "s")
    text = as_csv(FIGURES, "JOR").decode("utf-8-sig")
    every = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=1+1 of the ministry's own table" in every and not [cell for cell in every if cell[:1] in "=+@" and cell]


def test_what_somebody_filled_in_is_shown_and_then_only_proposed(held: Site) -> None:
    rows = Event.objects.count()
    arrival = arrived(edited(held, put(PET, value=13, reason="a new one in Aqaba")), "f.xlsx", held, person("focal"))
    found = preview(arrival)
    assert only(found) == {"value": ("12", "13")} and Event.objects.count() == rows
    assert apply(arrival, person("focal"), found.seen) == 1
    assert not SheetArrival.objects.exists() and Figure.objects.get(fact=PET).value == 12
    waits = Proposal.objects.get(decision="open")
    assert (waits.fact, waits.value, waits.year, waits.reason) == (PET, 13, 2025, "a new one in Aqaba")
    again = looked(held, edited(held, put(PET, value=13)))
    assert (again.good, again.waiting) == ([], 1)
    decided(held, waits)
    assert Figure.objects.get(fact=PET).value == 13


@pytest.mark.parametrize(
    ("fact", "cells", "changes"),
    [
        (PET, {"value": "١٣"}, {"value": ("12", "13")}),
        (PET, {"value": "13", "year": "31.12.2026"}, {"value": ("12", "13"), "year": ("2025", "2026")}),
        (PET, {"state": "المبلَّغ", "value": None}, None),
        (PET, {"state": "missing", "value": None}, {"value": ("12", ""), "state": ("reported", "missing")}),
        (PET, {"state": "unbekannt"}, None),
        (PET, {"state": "Сообщено о нуле", "value": 0}, None),
        (PET, {"link": "-"}, {"link": ("https://example.org/count", "")}),
        (PHYSICISTS, {"value": "10,5"}, {"value": ("3.5", "10.5")}),
        (SPECT, {"state": "public sector only", "value": 4},
         {"value": ("0", "4"), "state": ("reported zero", "public sector only")}),
        ("country.equipment.cyclotron", {"value": 2, "state": "reported", "year": 2024, "source": "A count"},
         {"value": ("", "2"), "state": ("", "reported"), "year": ("", "2024"), "source": ("", "A count")}),
    ],
)  # fmt: skip
def test_cells_are_read_kindly(
    fact: str, cells: dict[str, object], changes: dict[str, tuple[str, str]] | None, held: Site
) -> None:
    found = looked(held, edited(held, put(fact, **cells)))
    if changes is None:
        assert "Not one of the words of the list" in wrong(found)[2]
    else:
        assert only(found) == changes


@pytest.mark.parametrize(
    ("fact", "cells", "part", "what"),
    [
        (PET, {"value": "many"}, "Number", "Not a number"),
        (PET, {"value": "1,234"}, "Number", "This is 1234 or 1.234"),
        (PET, {"value": "2026-02-01"}, "Number", "A date"),
        (PET, {"value": -1}, "Number", "greater than or equal to 0"),
        (PET, {"value": 12.5}, "Number", "A whole number"),
        (PET, {"value": 2_000_000}, "Number", "less than or equal to 1000000"),
        (PET, {"value": "=6+7"}, "Number", "A formula"),
        (PET, {"source": '=HYPERLINK("http://evil.example","x")'}, "Source", "A formula"),
        (PET, {"source": "x" * 500}, "Source", "at most 300"),
        (PET, {"value": 0}, "What stands behind it", "choose “reported zero”"),
        (PET, {"state": "missing"}, "Number", "Nobody knows it"),
        (PET, {"year": "last"}, "Year for which it holds", "four digits"),
        (PET, {"year": 45657}, "Year for which it holds", "four digits"),
        (PET, {"year": 2099}, "Year for which it holds", "1950"),
        (PET, {"link": "javascript:alert(1)"}, "Link, if there is one", "valid URL"),
        (PET, {"figure": "country.equipment.pets"}, "Id of the figure", "no such national figure"),
        (PET, {"figure": SPECT, "row": None, "value": 0, "state": "reported zero"}, "", "stands in row"),
        (PET, {"row": "irbid 1", "value": 13}, "Row of the book", "Somebody changed this"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_row_column_and_what_to_do(
    fact: str, cells: dict[str, object], part: str, what: str, held: Site
) -> None:
    found = looked(held, edited(held, put(fact, **cells)))
    if not part:  # both rows of the same figure are wrong
        assert [what in line.problems[0].sentence for line in found.wrong] == [True, True]
        return
    column, _shown, sentence = wrong(found)
    assert column == part and what in sentence
    (line,) = found.wrong
    assert line.taken.sheet == "Figures" and line.taken.row == row_of(
        load_workbook(io.BytesIO(as_workbook("JOR", "Jordan")))["Figures"], fact
    )


def test_the_good_rows_are_applied_and_the_wrong_ones_stay(held: Site) -> None:
    def change(sheet: Any) -> None:
        put(PET, value=13)(sheet)
        put(SPECT, value="a few")(sheet)
        put(PHYSICISTS, value=4)(sheet)

    arrival = arrived(edited(held, change), "f.xlsx", held, person("focal"))
    found = preview(arrival)
    assert (len(found.good), len(found.wrong)) == (2, 1)
    assert apply(arrival, person("focal"), found.seen) == 2
    assert {each.fact for each in Proposal.objects.filter(decision="open")} == {PET, PHYSICISTS}


def test_what_changed_since_it_was_shown_is_not_applied(held: Site) -> None:
    arrival = arrived(edited(held, put(PET, value=13, row=None)), "f.xlsx", held, person("focal"))
    seen = preview(arrival).seen
    accepted(held, said(20))
    with pytest.raises(StreamMoved):
        apply(arrival, person("focal"), seen)
    assert not Proposal.objects.filter(decision="open").exists() and SheetArrival.objects.count() == 1
    assert only(preview(arrival))["value"] == ("20", "13")


def test_an_older_export_cannot_take_back_what_was_accepted_since(held: Site) -> None:
    """The cells were not touched, yet they say what held then: the row is an error, not a change."""
    old = as_workbook("JOR", "Jordan")
    accepted(held, said(20))
    column, shown, sentence = wrong(looked(held, old))
    assert column == "Row of the book" and shown.startswith("irbid ") and "Somebody changed this" in sentence


def test_a_centre_is_changed_and_another_added(held: Site) -> None:
    def change(sheet: Any) -> None:
        put("kings-hospital", CENTRES, pet=1, spect="-", therapies="-", practises="no")(sheet)
        row = {"name": "Aqaba Centre", "town": "aqaba", "services": "PET; Radionuclide therapy", "pet": 1, "year": 2025}
        for part, value in {**row, "source": "A list"}.items():
            sheet.cell(3, COLUMN[CENTRES][part] + 1).value = value

    arrival = arrived(edited(held, change, 2), "f.xlsx", held, person("focal"))
    found = preview(arrival)
    assert not found.wrong
    first, second = ({each.part: (each.old, each.new) for each in line.changes} for line in found.good)
    assert first["pet"] == ("0", "1") and first["spect"] == ("2", "") and first["practises"] == ("yes", "no")
    assert first["therapies"][1] == "" and set(first) == {"pet", "spect", "practises", "therapies"}
    assert second["town"] == ("", "Aqaba") and second["pet"] == ("", "1") and "spect" not in second
    apply(arrival, person("focal"), found.seen)
    waiting = {each.centre: each for each in CentreProposal.objects.filter(decision="open")}
    assert set(waiting) == {"kings-hospital", "aqaba-centre"}
    test_centres.decided(held, waiting["aqaba-centre"])
    assert HeldCentre.objects.get(centre="aqaba-centre").said["equipment"]["pet"] == 1


@pytest.mark.parametrize(
    ("cells", "part", "what"),
    [({"town": "Atlantis"}, "Town", "Atlantis"), ({"sector": "galactic"}, "Who runs it", "Not one of the words"),
     ({"services": "PET; dancing"}, "What it offers now", "Not one of the words"),
     ({"pet": 1001}, "PET scanners", "1000"), ({"pet": 1.5}, "PET scanners", "whole number"),
     ({"centre": "another"}, "Id of the centre", "no centre with this id"),
     ({"centre": None}, "Name on the door", "holds already")],
)  # fmt: skip
def test_what_is_wrong_with_a_centre(cells: dict[str, object], part: str, what: str, held: Site) -> None:
    column, _shown, sentence = wrong(looked(held, edited(held, put("kings-hospital", CENTRES, **cells), 2)))
    assert column == part and what.casefold() in sentence.casefold()


def test_merged_cells_are_named_row_by_row(held: Site) -> None:
    def merge(sheet: Any) -> None:
        first = row_of(sheet, PET)
        sheet.merge_cells(start_row=first, end_row=first + 1, start_column=4, end_column=4)

    found = looked(held, edited(held, merge))
    assert len(found.wrong) == 2
    assert all(line.problems[0].sentence.startswith("Merged with other cells") for line in found.wrong)


def test_titles_may_stand_below_in_another_order_beside_other_columns(held: Site) -> None:
    rows = [["Our count of this year"], [], ["Notes", "YEAR", "Número", "состояние:", "Id of the figure", "Source"],
            ["checked", 2025, 14, "reported", PET, "Annual count of the ministry, table 3"]]  # fmt: skip
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    found = looked(held, kept.getvalue())
    assert found.good[0].taken.row == 4 and "Notes" in found.remarks[0]
    assert {each.part: each.new for each in found.good[0].changes}["value"] == "14"


ENCODED = [
    ("ar", "cp1256", ",", "Arabic"), ("fr", "cp1252", ";", "Western European"), ("ru", "cp1251", "\t", "Cyrillic"),
    ("zh-hans", "gb18030", ";", "Chinese"), ("es", "utf-16", "\t", ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "encoding", "separator", "called"), ENCODED)
def test_csv_of_old_programs_is_read_and_the_guess_is_said(
    language: str, encoding: str, separator: str, called: str, held: Site
) -> None:
    with translation.override(language):
        titles, rows = [str(part.title) for part in PARTS[FIGURES]], rows_of(FIGURES, "JOR")
    place = COLUMN[FIGURES]
    for row in rows:
        if row[place["figure"]] == PET:
            row[place["value"]] = 15
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([titles, *(["" if cell is None else cell for cell in row] for row in rows)])
    found = looked(held, text.getvalue().replace("½", "").encode(encoding, "ignore"), "old.csv")
    assert only(found) == {"value": ("12", "15")}
    assert [called in each for each in found.remarks] == ([True] if called else [])


@pytest.mark.parametrize(
    ("text", "comma", "number"),
    [("12", False, "12"), ("12.0", False, "12.0"), (" 1 234 ", False, "1234"), ("1\u202f234", True, "1234"),
     ("1'234", False, "1234"), ("12,5", False, "12.5"), ("12,5", True, "12.5"), ("1.234", False, "1.234"),
     ("1,234,567", False, "1234567"), ("1.234.567", True, "1234567"), ("1.234,5", True, "1234.5"),
     ("1,234.5", False, "1234.5"), ("۱۲٫۵", False, "12.5"), ("+3", False, "+3"), ("-3", False, "-3"), ("-", False, "")],
)  # fmt: skip
def test_numbers_by_hand(text: str, comma: bool, number: str) -> None:
    assert number_of(text, comma) == number


@pytest.mark.parametrize(
    ("text", "comma"),
    [("1,234", False), ("1,234", True), ("1.234", True), ("12 scanners", False), ("1e5", False), ("nan", False),
     ("1/2", False), ("9" * 13, False), ("01.02.2026", False), ("2026-02-01 00:00:00", False), ("١٬٢٣٤", False)],
)  # fmt: skip
def test_what_is_no_number_or_two(text: str, comma: bool) -> None:
    with pytest.raises(ValueError):
        number_of(text, comma)


@given(st.integers(0, 999_999), st.sampled_from(["{}", "{:,}"]))
def test_a_count_is_read_as_it_was_written_or_not_at_all(count: int, form: str) -> None:
    try:
        assert float(number_of(form.format(count), False)) == count
    except ValueError:
        assert "," in form.format(count)


def test_years_out_of_dates() -> None:
    assert [year_of(each) for each in ("2025", "12/2025", "2025-03-31", "31/12/2025", "2025.1.5")] == ["2025"] * 5
    for text in ("25", "31.12.25", "20255", "about 2025"):
        with pytest.raises(ValueError):
            year_of(text)


def test_titles_and_names_are_known_in_all_six_languages() -> None:
    for kind, parts in PARTS.items():
        for language in LANGUAGES:
            with translation.override(language):
                assert [headers(kind)[folded(str(part.title))] for part in parts] == [part.key for part in parts]
                called = {fact: figures_called()[folded(figure_called(fact))] for fact in known()}
                assert called == {fact: fact for fact in known()}


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"town;people;year\nAmman;5;2025\n"])
def test_a_table_of_something_else_is_refused(data: bytes, site: Site) -> None:
    with pytest.raises(NoTable, match=r"t\.csv holds no table of figures or centres"):
        arrived(data, "t.csv", site, person("focal"))
    assert not SheetArrival.objects.exists()


def test_more_than_a_thousand_rows_are_too_many(site: Site) -> None:
    table = "Name of the figure,Number,Source\n" + "PET scanners,1,x\n" * 1_000
    with pytest.raises(TooManyRows, match="more than 1,000 rows"):
        arrived(table.encode(), "t.csv", site, person("focal"))


def test_a_site_without_a_country_takes_nothing_in(site: Site) -> None:
    site.country = ""
    with pytest.raises(OtherCountry):
        arrived(b"", "t.csv", site, person("focal"))


def test_out_and_in_by_the_pages(held: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("focal_point")
    page = client.get("/sites/irbid/figures/").content.decode()
    assert "figures-and-centres.xlsx" in page and 'enctype="multipart/form-data"' in page
    out = client.get("/sites/irbid/figures/figures-and-centres.xlsx")
    assert out["Content-Type"].endswith("spreadsheetml.sheet")
    assert "figures-and-centres-jor-" in out["Content-Disposition"]
    for name in ("figures", "centres"):
        table = client.get(f"/sites/irbid/figures/{name}.csv")
        assert table["Content-Type"].startswith("text/csv") and table.content.startswith(b"\xef\xbb\xbf")
    same = client.post("/sites/irbid/figures/sheet/", {"sheet": SimpleUploadedFile("own.xlsx", out.content)})
    page = client.get(same["location"]).content.decode()
    assert "0 rows change something" in page and "value=\"apply\"" not in page
    assert client.post(same["location"], {"act": "discard"}).status_code == 302 and not SheetArrival.objects.exists()
    assert client.get(same["location"]).status_code == 302
    changed = edited(held, lambda sheet: (put(PET, value=13)(sheet), put(SPECT, value="=1")(sheet)))
    brought = client.post("/sites/irbid/figures/sheet/", {"sheet": SimpleUploadedFile("<b>.xlsx", changed)})["location"]
    page = client.get(brought).content.decode()
    assert "1 row changes something" in page and "1 row has an error" in page
    assert "A formula" in page and "<b>" not in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    old = client.post(brought, {"act": "apply", "seen": "other"})
    assert old["location"] == brought and SheetArrival.objects.count() == 1
    for _ in range(2):
        assert client.post(brought, {"act": "apply", "seen": seen}).status_code == 302
    assert Proposal.objects.filter(decision="open").count() == 1


def test_a_spoilt_file_is_refused_on_a_page_and_nothing_is_kept(site: Site, signed_in: Callable[..., Client]) -> None:
    client, old = signed_in("focal_point"), SimpleUploadedFile("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    spoilt = client.post("/sites/irbid/figures/sheet/", {"sheet": old})
    assert spoilt.status_code == 422 and b"save it as .xlsx" in spoilt.content
    assert client.post("/sites/irbid/figures/sheet/", {}).status_code == 302
    paper, french = SimpleUploadedFile("p.xlsx", b"%PDF"), {"accept-language": "fr"}
    spoilt = client.post("/sites/irbid/figures/sheet/", {"sheet": paper}, headers=french)
    assert spoilt.status_code == 422 and "ni un classeur .xlsx" in spoilt.content.decode()
    assert not SheetArrival.objects.exists()


def test_what_is_too_large_is_turned_away_before_it_is_read(site: Site, signed_in: Callable[..., Client]) -> None:
    """By the length that the browser says: no form is read, so no copy of it lies in memory or on the disk.

    A browser shows no answer while it sends, so 6 MB are heard out, in small pieces; of 200 MB nothing is.
    """

    class Sent(io.RawIOBase):
        heard = largest = 0

        def read(self, size: int = -1) -> bytes:
            self.largest = max(self.largest, size)
            self.heard += 65_536
            return b"x" * 65_536 if self.heard < 6_000_000 else b""

    client = signed_in("focal_point")
    for length, heard in (("6000001", True), ("200000000", False)):
        sent = Sent()
        found = client.generic(
            "POST", "/sites/irbid/figures/sheet/", b"", "multipart/form-data; boundary=x",
            CONTENT_LENGTH=length, **{"wsgi.input": sent},
        )  # fmt: skip
        assert found.status_code == 413 and b"more than 5 MB" in found.content
        assert bool(sent.heard) is heard and sent.largest <= 65_536


@given(st.text(max_size=12), st.booleans())
def test_whatever_stands_in_a_cell_is_a_number_or_a_sentence(text: str, comma: bool) -> None:
    try:
        found = number_of(text, comma)
        assert not found or float(found) is not None
        assert 1000 <= int(year_of(text)) <= 9999
    except ValueError as error:
        assert str(error).endswith(".")


def test_a_bad_file_says_so_in_one_sentence(site: Site) -> None:
    with pytest.raises(BadTable, match=r"evil\.xlsx .*; .*\.$"):
        arrived(b"PK\x03\x04evil", "evil.xlsx", site, person("focal"))
