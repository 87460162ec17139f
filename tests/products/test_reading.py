"""Therapy files of a country's own: taken when sound, refused with file and key when not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadTherapyFile, HevesyError
from hevesy.facts import Shelf
from hevesy.facts.pack import SHIPPED
from hevesy.products import find_therapy, read_therapy, therapies

SOUND = (SHIPPED / "open/therapies/lu177_dotatate.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(restricted=False)


def test_a_pack_overrides_a_path_and_adds_a_therapy(tmp_path: Path) -> None:
    pack = tmp_path / "own"
    (pack / "therapies").mkdir(parents=True)
    (pack / "pack.toml").write_text('name = "own"\n')
    own = SOUND.replace('stay = "by_release_rule"', 'stay = "outpatient"')
    (pack / "therapies/lu177_dotatate.toml").write_text(own, "utf-8")
    other = own.replace('id = "lu177_dotatate"', 'id = "cu67_dotatate"').replace(
        "first_choice = true", "first_choice = false"
    )
    (pack / "therapies/cu67_dotatate.toml").write_text(other, "utf-8")
    local = Shelf.load([pack], restricted=False)
    assert find_therapy("lu177_dotatate", local).stay == "outpatient"
    assert len(therapies(local)) == 17
    assert find_therapy("cu67_dotatate", local).need_group == "net_sstr"


@pytest.mark.parametrize(
    ("before", "after", "key", "words"),
    [
        (
            'stay = "by_release_rule"',
            'stay = "by_release_rules"',
            "setting.stay",
            "did you mean 'by_release_rule'",
        ),
        ("board = true", 'board = "true"', "setting.board", "neither true nor false"),
        ("board = true", "board = false", "setting.board", "disagree about a board"),
        ("board = true", "borad = true", "setting.board", "this is missing"),
        ("angiography = false", "angiography = false\ncolour = 1", "setting.colour", "there is no such key"),
        ('rule = "travel"', 'rule = "travle"', "stage[4].rule", "did you mean 'travel'"),
        ('barriers = ["AV1", "AP3"]', 'barriers = ["AV9"]', "stage[1].barriers", "is not one of the choices"),
        ('a = "affordability"', 'a = "acceptability"', "stage[2].a", "write 'affordability'"),
        ('domain = "resource"', 'domain = "logistics"', "stage[1].domain", "write 'resource'"),
        ('id = "referred"', 'id = "followed"', "stage[4].id", "comes too late"),
        (
            'facts = ["products.waits.net"]',
            'facts = ["products.waits.nte"]',
            "",
            "did you mean 'products.waits.net'",
        ),
        ('facts = ["products.waits.net"]', "facts = []", "stage[16].facts", "nothing says who passes"),
        ('pet = ["ga68_dotatate"', 'pet = ["ga68_dotatat"', "imaging.pet", "is not one of the choices"),
        ('id = "lu177_dotatate"', 'id = "lu177"', "id", "is not the name of the file"),
        (
            'line = "somatostatin_analogue"\nrequired_by',
            'line = "other"\nrequired_by',
            "stage.line",
            "asks for",
        ),
        ("age_from = 50", "age_from = 500", "growth.age_from", "whole number from 0 to 120"),
        ("[[need]]", "[[nead]]", "need", "this is missing"),
        ("[group]", "[group", "", "not TOML"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_key(
    before: str, after: str, key: str, words: str, tmp_path: Path, shelf: Shelf
) -> None:
    assert before in SOUND
    file = tmp_path / "lu177_dotatate.toml"
    file.write_text(SOUND.replace(before, after, 1), "utf-8")
    with pytest.raises(BadTherapyFile) as caught:
        read_therapy(file, shelf)
    assert str(caught.value.values["key"]).endswith(key)
    assert words in str(caught.value)
    assert file.name in str(caught.value)


def test_a_group_has_one_first_choice(tmp_path: Path) -> None:
    pack = tmp_path / "two"
    (pack / "therapies").mkdir(parents=True)
    (pack / "pack.toml").write_text('name = "two"\n')
    file = pack / "therapies/ac225_dotatate.toml"
    shipped = (SHIPPED / "open/therapies/ac225_dotatate.toml").read_text("utf-8")
    file.write_text(shipped.replace("first_choice = false", "first_choice = true"), "utf-8")
    with pytest.raises(BadTherapyFile, match="already the first choice of 'net_sstr'"):
        therapies(Shelf.load([pack], restricted=False))
    file.unlink()
    second = pack / "therapies/lu177_dotatate.toml"
    second.write_text(SOUND.replace("first_choice = true", "first_choice = false"), "utf-8")
    with pytest.raises(BadTherapyFile, match="nothing is the first choice of 'net_sstr'"):
        therapies(Shelf.load([pack], restricted=False))


@given(start=st.integers(0, len(SOUND) - 1), length=st.integers(1, 40))
def test_a_torn_file_is_read_or_refused_in_words(
    start: int, length: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Cut anything out of a sound file: it is still a therapy, or one clear error; never a crash."""
    file = tmp_path_factory.getbasetemp() / "lu177_dotatate.toml"
    file.write_text(SOUND[:start] + SOUND[start + length :], "utf-8")
    try:
        read_therapy(file, _shelf())
    except HevesyError as error:
        assert file.name in str(error)


_loaded: list[Shelf] = []


def _shelf() -> Shelf:
    if not _loaded:
        _loaded.append(Shelf.load(restricted=False))
    return _loaded[0]
