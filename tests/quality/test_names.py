"""Names are recognised as people write them: in any case of letters, in six languages, whole and in part."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.quality.lesson import CUT, names_in, without_names

NAMES = ["Rana Al-Haddad", "Ali Omar", "Li Bo", "José Núñez", "Zoë", "王伟", "李小明", "أحمد الحداد", "Иван Иванов",
         "Мария Петрова", "Павел Достоевский", "김민수", "P-0017"]  # fmt: skip
BETWEEN = st.sampled_from([" ", ", ", "-", "'s ", "; ", "…", "\n"])


@pytest.mark.parametrize(("said", "kept"), [
    ("王伟给错了药", "…给错了药"), ("患者李小明的剂量错了", "患者…的剂量错了"), ("小明和王 伟", "…和…"),
    ("أعطت الجرعة لأحمد الحداد خطأ", "أعطت الجرعة … … خطأ"), ("وبأحمد وللحداد", "… …"), ("أَحْمَد", "…"), ("أحـمد", "…"),
    ("Дала дозу Иванову вместо Петровой", "Дала дозу … вместо …"), ("с Достоевским и Павлом", "с … и …"),
    ("о Марии", "о …"), ("Ali gave the wrong vial", "… gave the wrong vial"), ("haddad forgot", "… forgot"),
    ("AL-HADDAD forgot", "AL-… forgot"), ("Haddad_s vial", "…_s vial"), ("li bo and Li", "… and Li"),
    ("Jose and NUNEZ", "… and …"), ("민수가", "…가"), ("p-0017, P 0017 and 17 mg", "…, … and 17 mg"),
    ("Ha\u200bddad", "…"), ("Ivan", "Ivan"), ("", ""),
])  # fmt: skip
def test_a_name_is_cut_out_however_it_is_written(said: str, kept: str) -> None:
    assert without_names(said, NAMES) == kept


def test_a_lesson_is_sent_back_for_the_same_names_where_they_are_surely_one() -> None:
    assert names_in("王伟给错了药", NAMES) == ["王伟"] and names_in("Haddad", NAMES) == ["Haddad"]
    assert names_in("Дала дозу Иванову, لأحمد", NAMES) == ["Иванов", "أحمد"]
    assert names_in("haddad and Ali; 小明", NAMES) == []
    assert names_in("rana al haddad", NAMES) == ["Rana Al-Haddad"]


@pytest.mark.law
@given(st.lists(st.tuples(st.sampled_from(["vial", "of", "错了", "دواء", "доза", *NAMES]), BETWEEN,
                          st.sampled_from([str.upper, str.lower, str.title, str])), max_size=9))  # fmt: skip
def test_no_known_name_stays_in_any_case(pieces: list[tuple[str, str, type[str]]]) -> None:
    kept = without_names("".join(written(word) + gap for word, gap, written in pieces), NAMES)
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", kept)}
    parts = {part.casefold() for name in NAMES for part in re.findall(r"[^\W\d_]+", name) if len(part) > 2}
    assert not words & parts
    assert not any(name in kept for name in ("王伟", "小明", "민수"))


@pytest.mark.law
@given(st.lists(st.text(max_size=7), max_size=3), st.text(max_size=15))
def test_what_is_kept_names_nobody_and_is_cut_no_further(people: list[str], said: str) -> None:
    text = said + " ".join(people)
    kept = without_names(text, people)
    assert names_in(kept, people) == [] and without_names(kept, people) == kept
    assert all(piece in text for piece in kept.split(CUT))
