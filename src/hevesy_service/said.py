"""The domain's words, errors and numbers in the language of who reads the page."""

from __future__ import annotations

from dataclasses import replace

from django.utils.formats import get_format
from django.utils.translation import get_language

from hevesy import words
from hevesy.errors import HevesyError
from hevesy.facts import Shelf
from hevesy.places import Country, country_name
from hevesy.plan.document.tongue import tongue
from hevesy.words.direction import RIGHT_TO_LEFT, kept_together

INTERFACE, MEDICAL = "interface", "medical"  # what of a language somebody reviews


def language() -> str:
    """The language of this page, by the code that the library has for it."""
    return (get_language() or "en").partition("-")[0]


def say(code: str, **values: object) -> str:
    """What the domain's catalogue says for a code."""
    return words.say(code, language(), **values)


def kept(text: str) -> str:
    """A sentence whose dates, hours and amounts stay whole where it is read from right to left.

    Without that 06:00+03:00 is read there as 03:00+06:00.
    """
    return kept_together(text) if language() in RIGHT_TO_LEFT else text


def left_to_right(text: str) -> str:
    """Numbers with signs and brackets as they are written, also in a line that is read from right to left."""
    return f"\u2066{text}\u2069" if language() in RIGHT_TO_LEFT else text


def sentence(error: HevesyError) -> str:
    """What went wrong."""
    return words.sentence(error, language())


def called(group: str, code: str, otherwise: str = "") -> str:
    """What an act, a shock or a therapy is called; by its own name in English, and where no language has another."""
    if language() == "en" and otherwise:
        return otherwise
    return tongue(language()).name(group, code, otherwise)


def country_called(iso3: str, shelf: Shelf) -> str:
    """The name of a country."""
    return country_name(iso3, shelf, language())


def named(country: Country, shelf: Shelf) -> Country:
    """A country with its name in the language of the page; in English as the shelf calls it."""
    return country if language() == "en" else replace(country, name=country_called(country.iso3, shelf))


def digits(written: str) -> str:
    """A number that was written in the English form, as 11,552,876.50, in the form of the language."""
    marks = {",": str(get_format("THOUSAND_SEPARATOR")), ".": str(get_format("DECIMAL_SEPARATOR"))}
    return "".join(marks.get(sign, sign) for sign in written)


def is_reviewed(part: str) -> bool:
    """Whether a person who may has read a part of this language; English was written by people."""
    return language() == "en" or words.is_reviewed(part, language())


