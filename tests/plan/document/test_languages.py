"""Six languages with the same phrases, holes and signs; a phrase that a translator forgot is a failure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from hevesy.errors import UnknownLanguage
from hevesy.facts import Shelf
from hevesy.paper import FONTS, signs
from hevesy.places import country_name
from hevesy.plan.document.registers import OWNED
from hevesy.plan.document.swot import RULES
from hevesy.plan.document.tongue import FOLDER, phrases_in, tongue
from hevesy.plan.scenario.catalogue import TOPICS, catalogue
from hevesy.plan.scenario.shock_catalogue import shock_catalogue
from hevesy.products import barriers
from hevesy.words import LANGUAGES

ENGLISH = phrases_in(FOLDER / "en.toml")
OTHERS = [language for language in LANGUAGES if language != "en"]
HOLE = re.compile(r"{\w+}")
# the same word in both languages, a code, or no word at all
GLOSSARY = {"unit.USD", "rules.recalled"}
SAME_WORD = {
    "fr": {"doc.page", "doc.picture", "word.total", "head.source"},
    "es": {"word.total", "answer.no"},
}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_phrases_with_the_same_holes(language: str) -> None:
    said = phrases_in(FOLDER / f"{language}.toml")
    assert list(said) == [] or set(said) == set(ENGLISH)
    assert [
        key for key in said if sorted(HOLE.findall(said[key])) != sorted(HOLE.findall(ENGLISH[key]))
    ] == []
    assert [key for key, text in said.items() if not text.strip()] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_phrase_was_left_in_english(language: str) -> None:
    said = phrases_in(FOLDER / f"{language}.toml")
    same = {key for key in said if said[key] == ENGLISH[key]}
    assert same == GLOSSARY | SAME_WORD.get(language, set())


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_says_that_it_is_made_by_a_machine(language: str) -> None:
    first = (FOLDER / f"{language}.toml").read_text("utf-8").splitlines()[0]
    assert "Machine-made" in first
    assert tongue(language).say("doc.language_note") != ENGLISH["doc.language_note"]


def test_every_intervention_shock_challenge_and_topic_of_the_packs_has_a_name(shelf: Shelf) -> None:
    assert {key for key in catalogue(shelf) if f"act.{key}" not in ENGLISH} == set()
    assert {key for key in shock_catalogue(shelf) if f"shock.{key}" not in ENGLISH} == set()
    assert {topic for topic in TOPICS if f"topic.{topic}" not in ENGLISH} == set()
    listed = {id for id, barrier in barriers(shelf).items() if barrier.in_table1}
    assert {id for id in listed if not {f"challenge.{id}", f"mitigation.{id}"} <= set(ENGLISH)} == set()
    for id, entry in catalogue(shelf).items():
        assert ENGLISH[f"act.{id}"] == entry.name


def test_every_owner_proposed_is_a_role_of_something_known(shelf: Shelf) -> None:
    rows = shelf.table("owners")
    owned = {of: [row["id"] for row in rows if row["of"] == of] for of in OWNED}
    assert sum(len(ids) for ids in owned.values()) == len(rows)
    assert all(len(ids) == len(set(ids)) for ids in owned.values())
    assert set(owned["intervention"]) == set(catalogue(shelf))
    assert set(owned["challenge"]) == {id for id, barrier in barriers(shelf).items() if barrier.in_table1}
    assert set(owned["risk"]) == {*shock_catalogue(shelf), "plant", "cause", "closed", "unconfirmed"}
    known = {key.partition(".")[2] for key in ENGLISH if key.startswith("indicator.")} - {"income_group", "region"}
    assert set(owned["indicator"]) == known
    assert {row["role"] for row in rows} == {key.partition(".")[2] for key in ENGLISH if key.startswith("role.")}


def test_every_rule_of_the_swot_says_why_and_has_a_threshold(shelf: Shelf) -> None:
    assert {f"swot.{id}_{side}" for id in RULES for side in ("good", "bad")} <= set(ENGLISH)
    assert {f"document.swot.{id}" for id in RULES} == set(shelf.ids("document.swot."))


def test_what_meets_a_challenge_and_what_a_partner_offers_is_known(shelf: Shelf) -> None:
    kinds = {kind for row in shelf.table("challenge_acts") for kind in row["kinds"].split(";") if kind}
    assert kinds <= set(catalogue(shelf))
    assert {row["barrier"] for row in shelf.table("challenge_acts")} <= set(barriers(shelf))
    for row in shelf.table("partners"):
        assert {f"offer.{each}" for each in row["offers"].split(";")} <= set(ENGLISH)
        assert shelf.source(row["source"]).citation
        assert (row["source"] == "mem") == (row["kind"] == "unverified")


# --- signs ------------------------------------------------------------------------------------------------------


def cmaps() -> set[int]:
    return set().union(*(TTFont(path).getBestCmap() for path in FONTS.glob("*.ttf")))


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_fonts_have_every_sign_of_every_language(weight: str, shelf: Shelf) -> None:
    known = set().union(*(TTFont(path).getBestCmap() for path in FONTS.glob(f"*-{weight}.ttf")))
    for language in LANGUAGES:
        said = tongue(language)
        texts = [*said.phrases.values(), said.figure(-1234567.8), said.share(0.001), said.date("2027-12-31")]
        texts += [country_name(row["iso3"], shelf, language) for row in shelf.table("countries")]
        said_by_packs = shelf.packs[0].folder / "said" / f"{language}.toml"
        texts += said_by_packs.read_text("utf-8").splitlines() if language != "en" else []  # the report of an audit
        missing = {sign for text in texts for sign in text if sign.isprintable() and ord(sign) not in known}
        assert missing == set(), language


def test_the_table_of_signs_says_what_the_fonts_have() -> None:
    assert signs() == cmaps()


def test_the_fonts_come_with_their_licence() -> None:
    text = (FONTS / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in text.upper()
    assert text.count("Copyright") >= 3


# --- numbers, dates, order --------------------------------------------------------------------------------------


def test_numbers_are_written_as_each_language_does() -> None:
    assert tongue("en").figure(1234567) == "1,230,000"
    assert tongue("fr").figure(1234567) == "1\u202f230\u202f000"
    assert tongue("ru").interval({"value": 1.5, "low": 0.5, "high": 2500}) == "1,5 (0,5–2\u00a0500)"
    assert tongue("ar").figure(-1.5) == "\u200e−1.5"
    # from right to left the low end stands first with and without a minus sign
    assert tongue("ar").interval({"value": 1.0, "low": -2.0, "high": 3.0}) == "1 (\u200e−2\u200f … \u200f3)"
    assert tongue("ar").share(0.001) == "أقل من 1%"
    assert tongue("en").interval({"value": 1.0, "low": -2.0, "high": 3.0}) == "1 (−2 … 3)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_unknown_is_never_zero(language: str) -> None:
    said = tongue(language)
    assert said.figure(None) == said.share(None) == said.counted({"value": None}) == said.say("word.unknown")
    assert "0" not in said.say("word.unknown")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_a_name(language: str) -> None:
    assert len({tongue(language).date(f"2027-{month:02}-15") for month in range(1, 13)}) == 12


def test_a_language_that_nobody_speaks_is_refused_in_one_sentence() -> None:
    with pytest.raises(
        UnknownLanguage, match=r"no language 'de' of the document \(--lang\); choose one of en, ar"
    ):
        tongue("de")


def test_languages_stand_in_the_folder_alone() -> None:
    assert {path.stem for path in Path(FOLDER).glob("*.toml")} == set(LANGUAGES)
