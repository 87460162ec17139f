"""Lessons and near misses: nobody is known by a batch, nothing of a pack is believed that was altered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.run.playing import SHELF

from hevesy.errors import LessonPackAltered, LessonSignerUnknown
from hevesy.products import therapies
from hevesy.quality import Lesson, batches, lessons, packed, practice_change, read_pack, searched
from hevesy.quality.lesson import names_in, without_names
from hevesy.quality.lesson_pack import MOST_BYTES, fingerprint
from hevesy.quality.practice_change import spans
from hevesy.run.incidents import KIND, STEP, categories
from hevesy.signing import new_keys

PRIVATE, PUBLIC = new_keys()
TRUSTED = {fingerprint(PUBLIC): PUBLIC}
OWN = Lesson("1", "Look twice", "A syringe was swapped.", "Two lay together.", "One at a time.", "wrong_product",
             "preparation", "", "2026-05")  # fmt: skip
MONTHS = st.sampled_from(["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"])


def pack(*known: Lesson) -> bytes:
    return packed(known or (OWN,), "Synthetic centre", date(2026, 5, 4), PRIVATE)


# --- near misses ------------------------------------------------------------------------------------------------


def test_reports_wait_for_their_month_to_end_and_for_others() -> None:
    written = [("2026-03", 1), ("2026-03", 2), ("2026-04", 3), ("2026-05", 4), ("2026-05", 5), ("2026-05", 6)]
    assert batches(written, "2026-05", 3)[0].reports == (1, 2, 3)
    assert [each.until for each in batches(written, "2026-06", 3)] == ["2026-05", "2026-04"]
    assert batches(written, "2026-04", 3) == []
    assert batches([("2026-03", 1)], "2026-06", 0) == []  # never one alone, whatever a centre sets


@pytest.mark.law
@given(st.lists(MONTHS), MONTHS, st.integers(1, 8))
def test_a_batch_is_never_small_and_no_report_is_read_twice(months: list[str], now: str, least: int) -> None:
    reports = list(zip(months, range(len(months)), strict=True))
    found = batches(reports, now, least)
    read = [report for each in found for report in each.reports]
    assert all(len(each.reports) >= max(least, 2) and each.until < now for each in found)
    assert len(read) == len(set(read)) and all(months[each] < now for each in read)


@pytest.mark.law
@given(st.lists(MONTHS), MONTHS, st.integers(1, 8), st.integers(1, 5))
def test_a_new_report_changes_nothing_that_is_read(months: list[str], now: str, least: int, more: int) -> None:
    reports = [(month, number) for number, month in enumerate(months)]
    assert batches([*reports, *((now, -each) for each in range(more))], now, least) == batches(reports, now, least)


# --- lessons ----------------------------------------------------------------------------------------------------


def test_each_lesson_of_the_pack_names_a_public_notice_and_known_categories() -> None:
    kinds, steps = ({each.code for each in categories(scheme, SHELF)} for scheme in (KIND, STEP))
    known = {"", *(each.id for each in therapies(SHELF))}
    assert len(lessons(SHELF)) == 6
    for each in lessons(SHELF):
        assert each.kind in kinds and each.step in steps and each.therapy in known
        assert "NRC" in SHELF.source(each.source).citation and each.truth == "secondary"


def test_a_lesson_of_any_therapy_fits_each_and_every_word_must_stand_in_it() -> None:
    known = lessons(SHELF)
    of_thyroid = [each.id for each in searched(known, therapy="i131_dtc")]
    assert of_thyroid == ["test_ordered_elsewhere", "directive_not_checked"]
    assert [each.id for each in searched(known, words="STOPCOCK sheet")] == ["microspheres_stay_in_the_stopcock"]
    assert searched(known, words="stopcock twins") == [] and len(searched(known)) == 6
    assert {each.step for each in searched(known, step="prescription", kind="wrong_activity")} == {"prescription"}


def test_names_of_known_people_are_found_and_cut_out() -> None:
    people = ["Rana Haddad", "Omar Long", "李明", "P-0017"]
    said = "RANA HADDAD and Dr Long saw it; 李明也在; patient p-0017 waited long."
    assert names_in(said, people) == ["Haddad", "Long", "P-0017", "Rana", "Rana Haddad", "李明"]
    assert without_names("Haddad's shift; Dr Long; p-0017.", people) == "…'s shift; Dr …; …."
    assert names_in("It took long.", people) == []


# --- packs ------------------------------------------------------------------------------------------------------


def test_a_pack_is_read_where_its_signer_is_trusted() -> None:
    found = read_pack(pack(), TRUSTED)
    assert (found.name, found.on, found.lessons) == ("Synthetic centre", date(2026, 5, 4), (OWN,))
    assert pack() == pack()  # the same lessons make the same bytes
    with pytest.raises(LessonSignerUnknown, match=f"The key {fingerprint(PUBLIC)} has signed"):
        read_pack(pack(), {})


@pytest.mark.law
@given(st.integers(0, len(pack()) * 8 - 1))
def test_a_pack_with_one_bit_altered_is_not_believed(bit: int) -> None:
    data = bytearray(pack())
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises((LessonPackAltered, LessonSignerUnknown)):
        read_pack(bytes(data), TRUSTED)


@pytest.mark.parametrize("data", [b"", b"hevesy lessons 1", pack()[:-1], pack() + b"\n", b"x" * (MOST_BYTES + 1),
                                  pack().replace(b"\n", b"\r\n"), pack().upper()])  # fmt: skip
def test_what_is_no_whole_pack_is_one_sentence(data: bytes) -> None:
    with pytest.raises(LessonPackAltered, match=r"This is no pack of lessons, or it was altered .* ask who"):
        read_pack(data, TRUSTED)


# --- what changed after referrers were taught -------------------------------------------------------------------


def test_the_ratio_of_rates_is_that_of_another_program() -> None:
    """`poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878))` of R 4 (package stats), from its help page."""
    found = practice_change(before=21, before_days=3011, after=11, after_days=800)
    assert found.ratio == pytest.approx(1.971488, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.8584264, 4.2772659), abs=1e-6)
    assert not found.is_told


def test_none_before_has_no_ratio_and_no_upper_bound() -> None:
    found = practice_change(0, 10, 3, 10)
    assert found.ratio is None and found.high is None
    assert found.low == pytest.approx(0.4132, abs=1e-4)  # 0.025 ** (1 / 3) is the share, 0.2924; its odds
    assert practice_change(0, 10, 0, 10).low is None and practice_change(3, 10, 0, 0).ratio is None
    assert practice_change(3, 90, 0, 90).low == 0 and practice_change(1, 90, 30, 90).is_told


def test_the_day_itself_and_what_is_to_come_are_in_neither_span() -> None:
    before, after = spans(date(2026, 3, 10), timedelta(days=30), date(2026, 6, 1))
    assert before == (date(2026, 2, 8), date(2026, 3, 9)) and after == (date(2026, 3, 11), date(2026, 4, 9))
