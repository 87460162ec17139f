"""Texts for patients: the drafts, how easily they are read, and who a therapy is for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.run.playing import SHELF

from hevesy.errors import BadLeaflet
from hevesy.facts import Kind
from hevesy.paper import is_missing
from hevesy.products import find_therapy, therapies
from hevesy.products.appropriate_use import appropriate_use
from hevesy.products.leaflet import Leaflet, _check_translation, blocks, drafts, in_languages, read_draft
from hevesy.words import LANGUAGES
from hevesy.words.readability import EASE, readability
from hevesy.words.syllables import syllables

PROVE = "This sentence, taken as a reading passage unto itself, is being used to prove a point."
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def test_flesch_is_that_of_the_examples_of_an_encyclopaedia() -> None:
    """Wikipedia, Flesch-Kincaid readability tests: 116 for the cat, 69 and 37.5 for these two sentences."""
    assert readability("The cat sat on the mat.", "en").ease == pytest.approx(116, abs=0.5)
    assert readability(PROVE, "en").ease == pytest.approx(69, abs=0.5)
    assert readability(PLATYPUS, "en").ease == pytest.approx(37.5, abs=0.1)  # 24 syllables in 13 words


def test_lix_by_hand() -> None:
    """Two sentences, eight words, two of them (Radioactive, medicine) with more than six letters: 4 + 25."""
    assert readability("Radioactive medicine finds it. It goes there now.", "en").lix == 29.0
    assert readability(PLATYPUS, "fr").lix == readability(PLATYPUS, "en").lix == pytest.approx(13 + 500 / 13, abs=0.01)


@pytest.mark.parametrize(("language", "text", "ease"), [
    # le chat rouge dort is 4, il fait nuit i-ci dé-jà is 7: 11 syllables, 9 words, 2 sentences
    ("fr", "Le chat rouge dort. Il fait nuit ici déjà.", 207 - 1.015 * 4.5 - 73.6 * 11 / 9),
    # el ga-to co-me is 5, la ni-ña ve el dí-a is 7: 12 syllables, 8 words, 2 sentences
    ("es", "El gato come. La niña ve el día.", 206.835 - 62.3 * 12 / 8 - 8 / 2),
    # мо-я ма-ма мы-ла ра-му в до-ме: 10 vowels in 6 words, one of which has none
    ("ru", "Моя мама мыла раму в доме.", 206.835 - 1.3 * 6 - 60.1 * 10 / 6),
])  # fmt: skip
def test_reading_ease_in_other_languages_by_hand(language: str, text: str, ease: float) -> None:
    assert readability(text, language).ease == pytest.approx(ease, abs=0.001)


def test_the_weights_are_those_of_the_sources() -> None:
    """textstat, textstat/backend/utils/constants.py, for fr and ru; legible.es on Szigriszt Pazos and INFLESZ."""
    assert {language: (each.base, each.in_sentence, each.in_word, each.plain) for language, each in EASE.items()} == {
        "en": (206.835, 1.015, 84.6, 60), "fr": (207, 1.015, 73.6, 60), "ru": (206.835, 1.3, 60.1, 60),
        "es": (206.835, 1, 62.3, 55),
    }  # fmt: skip


def test_what_was_not_tried_in_a_language_is_not_measured_but_counted() -> None:
    for language in ("ar", "zh"):
        found = readability("اغسل يديك. هل فهمت؟" if language == "ar" else "请洗手。您懂吗？", language)
        assert (found.ease, found.lix, found.sentences) == (None, None, 2)
        assert (found.words, found.in_sentence) == ((4, 2) if language == "ar" else (6, 3))
    assert readability("un mot", "es").lix is None and readability("слово", "ru").lix is None
    nothing = readability("", "en")
    assert nothing.ease is None and nothing.in_sentence is None


@pytest.mark.parametrize(("language", "word", "many"), [
    ("en", "radiation", 4), ("en", "injection", 3), ("en", "urine", 2), ("en", "tumours", 2), ("en", "doses", 2),
    ("en", "takes", 1), ("en", "asked", 1), ("en", "patient's", 2), ("fr", "médicament", 4), ("fr", "lutétium", 3),
    ("fr", "chaque", 1), ("fr", "l'iode", 1), ("fr", "feuilles", 1), ("fr", "thyroïde", 3), ("fr", "année", 2),
    ("fr", "guérir", 2), ("fr", "voyage", 2), ("es", "tratamiento", 4), ("es", "radiactivo", 4), ("es", "país", 2),
    ("es", "pingüino", 3), ("es", "que", 1), ("es", "leer", 2), ("es", "tiroides", 3), ("es", "yodo", 2),
    ("es", "y", 1), ("ru", "излучение", 5), ("ru", "в", 0), ("ru", "её", 2),
])  # fmt: skip
def test_syllables_by_hand(language: str, word: str, many: int) -> None:
    assert syllables(word, language) == many


def test_each_draft_is_plain_and_holds_no_figure() -> None:
    known = drafts(SHELF)
    assert {each.therapy for each in known.values()} == {
        "", "lu177_psma617", "lu177_dotatate", "i131_dtc", "i131_hyperthyroid", "ra223", "y90_microspheres"
    }  # fmt: skip
    for each in known.values():
        read = readability(each.text, each.language)
        assert each.language not in EASE or (read.ease or 0) >= EASE[each.language].plain, each.id
        assert not any(letter.isdigit() for letter in each.text), each.id
    assert {each.kind for each in known.values()} == {"leaflet", "consent", "fact_sheet"}


SENTENCE = re.compile(r"[.!?。！？؟]+")
ALPHABET = {"ar": r"[\u0600-\u06ff]", "zh": r"[\u4e00-\u9fff]", "ru": r"[\u0400-\u04ff]"}


def test_each_draft_is_there_in_six_languages_line_by_line_and_sentence_by_sentence() -> None:
    known = in_languages(drafts(SHELF))
    assert len(known) == 8
    for first, *others in known.values():
        assert (first.language, [each.language for each in others]) == ("en", list(LANGUAGES[1:]))
        for other in others:
            assert other.title != first.title and (other.kind, other.therapy) == (first.kind, first.therapy)
            for (mark, one), (same, two) in zip(blocks(first.text), blocks(other.text), strict=True):
                assert mark == same and one != two, (other.id, two)
                assert len(SENTENCE.findall(one)) == len(SENTENCE.findall(two)), (other.id, two)
                assert re.search(ALPHABET.get(other.language, "[a-z]"), two), (other.id, two)
                assert other.language not in ALPHABET or not re.search("[A-Za-z]", two), (other.id, two)


def test_the_fonts_of_the_pdf_have_every_sign_of_the_drafts() -> None:
    assert {sign for each in drafts(SHELF).values() for sign in each.title + each.text if is_missing(sign)} == set()


def test_what_is_said_in_every_leaflet_is_said_in_the_same_words() -> None:
    """What to do before one says yes, and when to call, has one wording in a language, as in English."""
    for language in LANGUAGES:
        ends = {each.text.rpartition("\n\n")[2] for each in drafts(SHELF).values()
                if each.language == language and each.kind == "leaflet"}  # fmt: skip
        assert len(ends) == 1, language


@pytest.mark.parametrize(("change", "says"), [
    ({"text": "Lavez-vous les mains."}, "headings, lists and paragraphs are not those"),
    ({"text": "# Chez vous\nPendant 3 jours."}, "has not the figures of 'For 2.5 days.'"),
    ({"kind": "consent"}, "kind or therapy is not that of the English file"),
])  # fmt: skip
def test_a_translation_that_says_something_else_is_refused(change: dict[str, str], says: str) -> None:
    first = Leaflet("a_en", "leaflet", "", "en", "T", "# At home\nFor 2.5 days.")
    same = {"kind": "leaflet", "text": "# Chez vous\nPendant 2,5 jours."}
    _check_translation(Path("a_fr.toml"), first, Leaflet("a_fr", same["kind"], "", "fr", "T", same["text"]))
    _check_translation(Path("b_fr.toml"), None, Leaflet("b_fr", "leaflet", "", "fr", "T", "T"))
    said = {**same, **change}
    with pytest.raises(BadLeaflet, match=says):
        _check_translation(Path("a_fr.toml"), first, Leaflet("a_fr", said["kind"], "", "fr", "T", said["text"]))


@pytest.mark.parametrize(("line", "says"), [
    ('kind = "poem"', "key 'kind'"), ('therapy = "magic"', "'magic' is no therapy"),
    ('language = "tlh"', "key 'language'"), ('more = "x"', "key 'more'"),
    ('id = "another"', "is not the name of the file"), ('language = "fr"', "does not end in _fr"),
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
