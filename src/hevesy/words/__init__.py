"""Terms and sentences in the reader's language: a file each beside this one, with the same codes in all six.

A catalogue is a mapping from a code to a sentence with named holes. Domain code returns the code and the
values; only the screen asks for words. `error.CODE` is what an error's class says in English itself.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from hevesy.errors import HevesyError

LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")
_MEANT = " (did you mean "


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of a language, by its code: the section of the file, a point, and the key."""
    sections = tomllib.loads(files("hevesy.words").joinpath(f"{language}.toml").read_text("utf-8"))
    return {f"{section}.{key}": said for section, keys in sections.items() for key, said in keys.items()}


@cache
def reviews() -> tuple[Mapping[str, str], ...]:
    """Who has read which part of which language, and when: `interface` are pages, `medical` what patients are told."""
    return tuple(csv.DictReader(files("hevesy.words").joinpath("reviews.csv").read_text("utf-8").splitlines()))


def is_reviewed(part: str, language: str) -> bool:
    """Whether a named person has read a part of a language; medical texts by a clinician, in English too."""
    mine = (row for row in reviews() if (row["language"], row["part"]) == (language, part))
    return any(row["reviewed_by"] and row["on"] for row in mine)


def say(code: str, language: str = "en", **values: object) -> str:
    """The sentence for `code` in `language`.

    >>> say("state.reported_zero"), say("income.LIC", "fr")
    ('reported zero', 'faible revenu')
    """
    pattern = catalogue(language)[code if "." in code else f"word.{code}"]
    return pattern.format_map(values) if values else pattern


def called(group: str, name: str, otherwise: str, language: str = "en") -> str:
    """What a thing of a table (a field, an act, a gate, a role) is called; as the table has it where no language does.

    >>> called("field", "platelets", "platelets"), called("role", "river_pilot", "river pilot", "fr")
    ('platelets', 'river pilot')
    """
    return catalogue(language).get(f"{group}.{name}") or otherwise


def say_reason(code: str, language: str = "en") -> str:
    """A reason for which people are lost; one that a pack has added is said by its own code.

    >>> say_reason("waits_too_long"), say_reason("river_in_flood")
    ('Waited too long', 'River in flood')
    """
    return catalogue(language).get(f"reason.{code}") or code.replace("_", " ").capitalize()


def sentence(error: HevesyError, language: str = "en") -> str:
    """What went wrong, said in `language`; English where the catalogue has no entry for its code.

    >>> from hevesy.errors import UnknownCountry
    >>> error = UnknownCountry(text="Jordna", nearest=" (did you mean Jordan?)")
    >>> sentence(error, "es").split(".")[0]
    'No hay ningún país ni territorio llamado «Jordna» (¿quiso decir Jordan?)'
    """
    pattern = catalogue(language).get(f"error.{error.code}")
    if pattern is None:
        return str(error)
    return pattern.format_map({name: _meant(value, language) for name, value in error.values.items()})


def _meant(value: object, language: str) -> object:
    """A value of an error; the remark which name was perhaps meant is said in the language."""
    if not isinstance(value, str) or not value.startswith(_MEANT):
        return value
    return say("word.meant", language, name=value.removeprefix(_MEANT).removesuffix("?)"))
