"""What checklists, indicators and lessons are called in other languages: ours whole, and a pack's own over ours."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest

from hevesy.errors import BadPack, BadTable
from hevesy.facts import Said, Shelf
from hevesy.facts.said import FOLDER, read_words, texts_of
from hevesy.learn.curriculum import curricula, curriculum_in, find_curriculum
from hevesy.learn.tutorial import find_tutorial
from hevesy.quality import find_profile, lesson_in, lessons, profile_in
from hevesy.words import LANGUAGES, catalogue

SHELF = Shelf.load()
OPEN = SHELF.packs[0]
OTHERS = LANGUAGES[1:]
LETTERS = {"ar": "[\u0600-\u06ff]", "zh": "[\u4e00-\u9fff]", "ru": "[\u0400-\u04ff]"}
TITLE = "Quality system"
EDITION = """
id = "default"
edition = "2"
title = "Audit of the ministry"
origin = "default"
source = "asm"
[[checklist]]
id = "quality"
title = "{title}"
[[checklist.item]]
id = "quality_1"
text = "The ministry reads the manual."
priority = "major"
"""


def pack(folder: Path, audit: str = "", language: str = "", **said: str) -> Path:
    """A pack with an edition of the audit and its own words, by language."""
    own = f'language = "{language}"\n' if language else ""
    (folder / "pack.toml").write_text(f'name = "{folder.name}"\n{own}', "utf-8")
    if audit:
        (folder / "audits").mkdir()
        (folder / "audits" / "default.toml").write_text(audit, "utf-8")
    for code, words in said.items():
        (folder / FOLDER).mkdir(exist_ok=True)
        (folder / FOLDER / f"{code}.toml").write_text(words, "utf-8")
    return folder


# --- ours -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", OTHERS)
def test_every_shipped_text_is_said_in_every_language_and_nothing_else(language: str) -> None:
    texts, words = texts_of(OPEN), read_words(OPEN.folder / FOLDER / f"{language}.toml")
    known = catalogue(language)
    there = {(group, name) for group, names in texts.items() for name in names}
    held = {(group, name) for group, names in words.items() for name in names}
    assert held <= there
    assert sorted(f"{group}.{name}" for group, name in there - held if f"{group}.{name}" not in known) == []
    assert sorted(f"{group}.{name}" for group, name in held if f"{group}.{name}" in known) == []  # said in one place


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_said_is_left_in_english(language: str) -> None:
    texts = texts_of(OPEN)
    for group, names in read_words(OPEN.folder / FOLDER / f"{language}.toml").items():
        for name, said in names.items():
            assert said != texts[group][name], f"{group}.{name}"
            assert re.search(LETTERS.get(language, "."), said), f"{group}.{name}"


@pytest.mark.parametrize("language", OTHERS)
def test_figures_in_a_text_are_the_same_in_every_language(language: str) -> None:
    texts = texts_of(OPEN)
    for group, names in read_words(OPEN.folder / FOLDER / f"{language}.toml").items():
        for name, said in names.items() if group.startswith("lesson_") else ():
            wanted = sorted(re.findall(r"\d+(?:\.\d+)?", texts[group][name]))
            assert sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", said))) == wanted, name


def test_a_profile_a_curriculum_and_a_lesson_speak_the_language_that_is_asked() -> None:
    told = profile_in(find_profile("default", SHELF), SHELF, "fr")
    assert [part.title for part in told.checklists][:2] == ["Stratégies et politiques", "Administration et gestion"]
    assert told.items()["equipment_2"].text.startswith("L'activimètre est contrôlé chaque jour")
    assert len(told.items()) == len(find_profile("default", SHELF).items())
    course = curriculum_in(find_curriculum("default_nurse", SHELF), SHELF, "es")
    assert course.name == "Terapia con radioligandos para enfermería"
    assert course.modules[-1].name == "Consentimiento, privacidad y malas noticias"
    first = next(each for each in lessons(SHELF) if each.id == "catheter_leaks")
    assert lesson_in(first, SHELF, "zh").title == "一套给药装置渗漏，生产商发现同批还有其他"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_module_of_e_learning_is_called_as_its_tutorial(language: str) -> None:
    for course in curricula(SHELF).values():
        for each in curriculum_in(course, SHELF, language).modules:
            assert not each.tutorial or each.name == find_tutorial(each.tutorial, SHELF, language).name


def test_english_is_as_the_shelf_has_it_and_reads_no_file(tmp_path: Path) -> None:
    said = Shelf([OPEN], [], []).called("checklist.default", "quality", TITLE)
    assert (said, said.language) == (TITLE, "en")
    assert profile_in(find_profile("default", SHELF), SHELF) == find_profile("default", SHELF)


def test_a_copy_of_a_text_keeps_its_language() -> None:
    assert copy.deepcopy(Said("Qualité", "fr")).language == "fr"


# --- a pack's own -----------------------------------------------------------------------------------------------


def test_a_packs_own_words_win_and_what_it_does_not_say_falls_back(tmp_path: Path) -> None:
    shelf = SHELF.with_pack(pack(tmp_path, fr='[checklist.default]\nquality = "La qualité, dit le ministère"\n'))
    own = shelf.called("checklist.default", "quality", TITLE, "fr")
    assert (own, own.language) == ("La qualité, dit le ministère", "fr")
    assert shelf.called("checklist.default", "quality", TITLE, "es") == "Sistema de calidad"
    assert shelf.called("privilege", "prescribe", "sign the written directive", "fr") == "signer la prescription écrite"
    assert SHELF.called("checklist.default", "quality", TITLE, "fr") == "Système qualité"


def test_another_text_under_the_same_name_is_not_given_our_translation(tmp_path: Path) -> None:
    shelf = SHELF.with_pack(pack(tmp_path, EDITION.format(title=TITLE)))
    told = profile_in(find_profile("default", shelf), shelf, "fr")
    item, part = told.items()["quality_1"].text, told.checklists[0].title
    assert (item, item.language) == ("The ministry reads the manual.", "en")  # type: ignore[attr-defined]
    assert (part, part.language) == ("Système qualité", "fr")  # type: ignore[attr-defined]  # the same text as ours


def test_a_packs_edition_brings_its_own_words(tmp_path: Path) -> None:
    words = '[audit_profile]\ndefault = "تدقيق الوزارة"\n[item.default]\nquality_1 = "تقرأ الوزارة الدليل."\n'
    shelf = SHELF.with_pack(pack(tmp_path, EDITION.format(title="Quality"), ar=words))
    told = profile_in(find_profile("default", shelf), shelf, "ar")
    assert (told.title, told.items()["quality_1"].text) == ("تدقيق الوزارة", "تقرأ الوزارة الدليل.")
    assert told.checklists[0].title.language == "en"  # type: ignore[attr-defined]


def test_a_pack_says_in_which_language_its_own_texts_are(tmp_path: Path) -> None:
    edition = EDITION.format(title="Sistema da qualidade")
    words = '[checklist.default]\nquality = "The system of quality"\n'
    shelf = SHELF.with_pack(pack(tmp_path, edition, "pt", en=words))
    told = {code: profile_in(find_profile("default", shelf), shelf, code).checklists[0].title for code in LANGUAGES}
    assert (told["en"], told["en"].language) == ("The system of quality", "en")  # type: ignore[attr-defined]
    assert (told["fr"], told["fr"].language) == ("Sistema da qualidade", "pt")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("code", "words", "problem"), [
    ("fr", '[item.default]\nquality_11 = "x"\n', "item.default.quality_11 names nothing on the shelf; did you mean"),
    ("fr", '[item.defaults]\nquality_1 = "x"\n', "there is no group [item.defaults]; did you mean [item.default]?"),
    ("fr", "[competency]\nprepares = 3\n", "competency.prepares is no text; write what it is called"),
    ("fr", 'prepares = "x"\n', "prepares is no text; write it under a group, as [competency]"),
    ("fr", "[competency\n", "this is not TOML"),
    ("pt", '[competency]\nprepares = "x"\n', "no language is called so here; the files are en.toml, ar.toml"),
])  # fmt: skip
def test_a_name_that_nothing_has_is_refused_with_its_file_and_key(
    code: str, words: str, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(BadPack) as refused:
        SHELF.with_pack(pack(tmp_path, **{code: words}))
    said = refused.value.values["problems"]
    assert isinstance(said, list) and len(said) == 1
    assert said[0].startswith(f"{tmp_path / FOLDER / f'{code}.toml'}: {problem}")


def test_a_language_of_a_pack_is_a_code(tmp_path: Path) -> None:
    with pytest.raises(BadPack, match="language 'French' is no code of a language; write one as en, fr or pt"):
        SHELF.with_pack(pack(tmp_path, language="French"))


def test_words_are_read_by_group_and_name(tmp_path: Path) -> None:
    file = tmp_path / "fr.toml"
    file.write_text('[framework]\na = "A"\n[item.one]\nb = "B"\n[item.two]\nb = "C"\n', "utf-8")
    words = {group: dict(names) for group, names in read_words(file).items() if names}
    assert words == {"framework": {"a": "A"}, "item.one": {"b": "B"}, "item.two": {"b": "C"}}
    file.write_text('[framework]\na = " "\n', "utf-8")
    with pytest.raises(BadTable, match=r"framework\.a is no text"):
        read_words(file)
