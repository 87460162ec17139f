"""Terms and sentences in the reader's language; English is complete, five more languages fit the same shape.

A catalogue is a mapping from a code to a sentence with named holes. Domain code returns the code and the
values; only the screen asks for words.
"""

from __future__ import annotations

from collections.abc import Mapping

from hevesy.errors import HevesyError

LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")

_ENGLISH: dict[str, str] = {
    "a.availability": "Availability",
    "a.accommodation": "Accommodation",
    "a.accessibility": "Accessibility",
    "a.affordability": "Affordability",
    "a.acceptability": "Acceptability",
    "a.clinical": "Clinical (not a barrier of access)",
    "state.reported": "reported",
    "state.reported_zero": "reported zero",
    "state.public_only": "public sector only",
    "state.imputed": "imputed",
    "state.missing": "missing",
    "kind.verified": "read in the named document",
    "kind.secondary": "read in a page that quotes the source",
    "kind.weak": "read in a commercial or unreviewed page",
    "kind.review": "stated in the review",
    "kind.computed": "computed from data",
    "kind.derived": "arithmetic on other figures",
    "kind.unverified": "recalled by an expert, not yet checked",
    "kind.assumption": "planning default, not a published figure",
    "income.HIC": "high income",
    "income.UMIC": "upper middle income",
    "income.LMIC": "lower middle income",
    "income.LIC": "low income",
    "income.unclassified": "unclassified",
    "unknown": "unknown",
}

CATALOGUES: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "ar": {}, "zh": {}, "fr": {}, "ru": {}, "es": {}}


def say(code: str, language: str = "en", **values: object) -> str:
    """The sentence for `code`, in `language` or, where that is not yet written, in English.

    >>> say("state.reported_zero")
    'reported zero'
    """
    pattern = CATALOGUES[language].get(code) or _ENGLISH[code]
    return pattern.format_map(values) if values else pattern


def sentence(error: HevesyError, language: str = "en") -> str:
    """What went wrong, said in `language`; English where the catalogue has no entry yet."""
    pattern = CATALOGUES[language].get(error.code)
    return pattern.format_map(error.values) if pattern else str(error)
