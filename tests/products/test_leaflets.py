"""Texts for patients: the drafts, how easily they are read, and who a therapy is for."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.run.playing import SHELF

from hevesy.errors import BadLeaflet
from hevesy.facts import Kind
from hevesy.products import find_therapy, therapies
from hevesy.products.appropriate_use import appropriate_use
from hevesy.products.leaflet import blocks, drafts, read_draft
from hevesy.words.readability import readability, syllables

PROVE = "This sentence, taken as a reading passage unto itself, is being used to prove a point."
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def test_flesch_is_that_of_the_examples_of_an_encyclopaedia() -> None:
    """Wikipedia, Flesch-Kincaid readability tests: 116 for the cat, 69 and 37.5 for these two sentences."""
    assert readability("The cat sat on the mat.", "en").flesch == pytest.approx(116, abs=0.5)
    assert readability(PROVE, "en").flesch == pytest.approx(69, abs=0.5)
    assert readability(PLATYPUS, "en").flesch == pytest.approx(37.5, abs=0.1)  # 24 syllables in 13 words


def test_lix_by_hand() -> None:
    """Two sentences, eight words, two of them (Radioactive, medicine) with more than six letters: 4 + 25."""
    assert readability("Radioactive medicine finds it. It goes there now.", "en").lix == 29.0
    assert readability(PLATYPUS, "fr").lix == readability(PLATYPUS, "en").lix == pytest.approx(13 + 500 / 13, abs=0.01)


@pytest.mark.parametrize("language", ["ar", "zh", "ru", "es"])
def test_what_was_not_tried_in_a_language_is_not_measured(language: str) -> None:
    found = readability("uno dos tres.", language)
    assert found.flesch is None and found.lix is None and found.words == 3
    assert readability("", "en").flesch is None and readability("un mot", "fr").flesch is None


@pytest.mark.parametrize(("word", "many"), [("radiation", 4), ("injection", 3), ("urine", 2), ("tumours", 2),
                                            ("doses", 2), ("takes", 1), ("asked", 1), ("patient's", 2)])  # fmt: skip
def test_syllables_by_hand(word: str, many: int) -> None:
    assert syllables(word) == many


def test_each_draft_is_plain_and_holds_no_figure() -> None:
    known = drafts(SHELF)
    assert {each.therapy for each in known.values()} == {
        "", "lu177_psma617", "lu177_dotatate", "i131_dtc", "i131_hyperthyroid", "ra223", "y90_microspheres"
    }  # fmt: skip
    for each in known.values():
        flesch = readability(each.text, each.language).flesch
        assert flesch is not None and flesch >= 60, each.id
        assert not any(letter.isdigit() for letter in each.text), each.id
    assert {each.kind for each in known.values()} == {"leaflet", "consent", "fact_sheet"}


@pytest.mark.parametrize(("line", "says"), [
    ('kind = "poem"', "key 'kind'"), ('therapy = "magic"', "'magic' is no therapy"),
    ('language = "tlh"', "key 'language'"), ('more = "x"', "key 'more'"),
    ('id = "another"', "is not the name of the file"),
])  # fmt: skip
def test_a_draft_that_is_wrong_is_one_sentence(line: str, says: str, tmp_path: Path) -> None:
    file, said = tmp_path / "a_en.toml", {
        "id": 'id = "a_en"', "kind": 'kind = "leaflet"', "therapy": 'therapy = ""', "language": 'language = "en"',
        "title": 'title = "T"', "text": 'text = "T"',
    }  # fmt: skip
    file.write_text("\n".join({**said, line.partition(" ")[0]: line}.values()), "utf-8")
    with pytest.raises(BadLeaflet, match=says):
        read_draft(file, SHELF)


def test_a_text_is_laid_out_by_its_marks() -> None:
    assert blocks("# A\n\nb\n- c\n#d") == [("heading", "A"), ("text", "b"), ("line", "c"), ("text", "#d")]


# --- who a therapy is for ---------------------------------------------------------------------------------------


def test_what_is_asked_of_a_therapy_names_source_and_year() -> None:
    found = appropriate_use(find_therapy("lu177_psma617", SHELF), SHELF)
    (ecog,) = [each for each in found.profiles["VISION"] if each.item == "ecog"]
    assert (ecog.test, ecog.fact.value, ecog.year) == ("at_most", 2, 2021) and "Sartor 2021 NEJM" in ecog.guideline
    recalled = [each for each in found.profiles["VISION"] if each.item == "platelets"]
    assert recalled[0].year == 0 and recalled[0].fact.kind is Kind.UNVERIFIED  # and is not dressed up as more
    assert {each.fact.id.rpartition(".")[2] for each in found.against} == {
        "absolute_label", "male_contraception_after_last_dose", "practice_relative"
    }  # fmt: skip


def test_every_therapy_answers_and_adds_nothing_to_the_shelf() -> None:
    for therapy in therapies(SHELF):
        found = appropriate_use(therapy, SHELF)
        every = [found.indication, *found.against, *(each for rows in found.profiles.values() for each in rows)]
        assert all(each.guideline == SHELF.source(each.fact.source).citation for each in every), therapy.id
        assert set(found.profiles) == set(therapy.profiles)
        assert all(not each.year or str(each.year) in each.guideline for each in every)
