"""One of the six languages: its set phrases (a file each in `languages/`), its numbers, shares, ranges and dates."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from hevesy.errors import UnknownLanguage
from hevesy.words import LANGUAGES
from hevesy.words.direction import RIGHT_TO_LEFT

FOLDER = Path(__file__).with_name("languages")
NARROW, HARD = "\u202f", "\u00a0"
# what parts thousands, what parts decimals, what stands before a percent sign, what parts a list
_GROUP = {"en": ",", "fr": NARROW, "es": HARD, "ru": HARD, "ar": ",", "zh": ","}
_POINT = {"en": ".", "fr": ",", "es": ",", "ru": ",", "ar": ".", "zh": "."}
_PERCENT = {"en": " %", "fr": f"{HARD}%", "es": f"{HARD}%", "ru": f"{HARD}%", "ar": "%", "zh": "%"}
_LESS, _MORE = {"ar": "أقل من "}, {"ar": "أكثر من "}  # < and > would be mirrored from right to left
_MINUS = {"ar": "\u200e−"}  # the mark keeps the sign in front of its number
_TURN = "\u200f"
_COMMA = {"ar": "، ", "zh": "、"}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_DATES = {
    "en": "{day} {month} {year}",
    "fr": "{day} {month} {year}",
    "es": "{day} de {month} de {year}",
    "ru": "{day} {month} {year} г.",
    "ar": "{day} {month} {year}",
    "zh": "{year}年{number}月{day}日",
}


@dataclass(frozen=True)
class Tongue:
    """A language with its phrases by code, as in `chapter.brief`."""

    language: str
    phrases: Mapping[str, str]

    @property
    def right_to_left(self) -> bool:
        return self.language in RIGHT_TO_LEFT

    def say(self, code: str, **values: object) -> str:
        """The phrase of a code with its holes filled."""
        pattern = self.phrases[code]
        return pattern.format_map(values) if values else pattern

    def name(self, group: str, code: str, otherwise: str = "") -> str:
        """What something of a catalogue is called, as an intervention; by its own name where no file knows it.

        >>> tongue("en").name("act", "lodging"), tongue("en").name("act", "boats_for_patients")
        ('Lodging', 'boats for patients')
        """
        return self.phrases.get(f"{group}.{code}") or otherwise or code.replace("_", " ")

    def unknown(self) -> str:
        return self.say("word.unknown")

    def whole(self, value: float | None) -> str:
        """A number without decimals; one that is nearly none has no sign.

        >>> tongue("es").whole(1234567), tongue("en").whole(-0.3)
        ('1\\xa0234\\xa0567', '0')
        """
        return self.unknown() if value is None else self._digits(f"{round(value):,}")

    def figure(self, value: float | None) -> str:
        """A number to three figures, as the language writes it.

        >>> tongue("en").figure(12345.6), tongue("fr").figure(1.234), tongue("ru").figure(None)
        ('12,300', '1,23', 'неизвестно')
        """
        if value is None or not math.isfinite(value):
            return self.unknown()
        if value == 0:
            return "0"
        places = 2 - math.floor(math.log10(abs(value)))
        rounded = round(value, places)
        said = f"{rounded:,.{max(0, places)}f}"
        return self._digits(said.rstrip("0").rstrip(".") if places > 0 else said)

    def _digits(self, said: str) -> str:
        marks = {",": _GROUP[self.language], ".": _POINT[self.language], "-": _MINUS.get(self.language, "−")}
        return "".join(marks.get(sign, sign) for sign in said)

    def interval(self, spread: Any) -> str:
        """Value with its range: 12 (8–15)."""
        if not isinstance(spread, Mapping):
            return self.figure(spread)
        value, low, high = (spread.get(name) for name in ("value", "low", "high"))
        if value is None or low is None or high is None or low == high:
            return self.figure(value)
        return f"{self.figure(value)} ({self._range(self.figure(low), self.figure(high))})"

    def counted(self, spread: Mapping[str, float | None]) -> str:
        """People, courses or money with their range; a small number is told from none, without its digits.

        >>> tongue("en").counted({"value": 0.002, "low": 0.0, "high": 40.4})
        '< 0.05 (0–40.4)'
        """
        value, low, high = (spread.get(name) for name in ("value", "low", "high"))
        if value is None or low is None or high is None or low == high:
            return self._few(value)
        return f"{self._few(value)} ({self._range(self._few(low), self._few(high))})"

    def _few(self, value: float | None) -> str:
        if value is None or abs(value) >= 0.05:
            return self.figure(value)
        return f"{self._less()}{self.figure(0.05)}" if value > 0 else "0"

    def _less(self) -> str:
        return _LESS.get(self.language, "< ")

    def code(self, text: str) -> str:
        """An id or a unit, kept from left to right within a line that goes the other way."""
        return f"\u200e{text}" if self.right_to_left else text

    @property
    def arrow(self) -> str:
        """An arrow that points onward."""
        return "←" if self.right_to_left else "→"

    def _range(self, low: str, high: str) -> str:
        """Low to high, in the direction of the line: marks keep a minus sign from turning it round."""
        if "−" not in low + high:
            return f"{low}–{high}"
        return f"{low}{_TURN} … {_TURN}{high}" if self.right_to_left else f"{low} … {high}"

    def share(self, value: float | None) -> str:
        """A share in per cent; a small one as smaller than one says it.

        >>> tongue("en").share(0.421), tongue("fr").share(0.001), tongue("zh").share(0.5)
        ('42 %', '< 1\\xa0%', '50%')
        """
        if value is None:
            return self.unknown()
        if 0 < value < 0.005:
            said = f"{self._less()}1"
        elif 0.995 < value < 1:
            said = f"{_MORE.get(self.language, '> ')}99"
        else:
            said = self._digits(f"{round(100 * value):,}")
        return f"{said}{_PERCENT[self.language]}"

    def shares(self, spread: Any) -> str:
        """A share with its range."""
        if not isinstance(spread, Mapping) or spread.get("value") is None or spread.get("low") is None:
            return self.share(spread.get("value") if isinstance(spread, Mapping) else spread)
        low, high = (f"{100 * spread[name]:.0f}" for name in ("low", "high"))
        return f"{self.share(spread['value'])} ({low}–{high})"

    def date(self, day: date | str | None) -> str:
        """A day as the language writes it; a year alone, or a month, as it stands.

        >>> tongue("fr").date("2027-01-01"), tongue("zh").date("2027-01-31"), tongue("en").date("2021")
        ('1er janvier 2027', '2027年1月31日', '2021')
        """
        if not day:
            return self.unknown()
        said = day if isinstance(day, str) else day.isoformat()
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", said):
            return said
        found = date.fromisoformat(said)
        number = "1er" if self.language == "fr" and found.day == 1 else str(found.day)
        month = _MONTHS[self.language].split()[found.month - 1] if self.language in _MONTHS else ""
        return _DATES[self.language].format(day=number, month=month, year=found.year, number=found.month)

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row, or none."""
        return _COMMA.get(self.language, ", ").join(names) or self.say("word.none")


def phrases_in(file: Path) -> dict[str, str]:
    """The phrases of a language's file, by code: section and key with a point between."""
    sections = tomllib.loads(file.read_text("utf-8"))
    return {f"{section}.{key}": text for section, keys in sections.items() for key, text in keys.items()}


@lru_cache(maxsize=len(LANGUAGES))
def tongue(code: str) -> Tongue:
    """The language of this code; raises UnknownLanguage for one that no file speaks."""
    if code not in LANGUAGES:
        raise UnknownLanguage(language=code, known=", ".join(LANGUAGES))
    return Tongue(code, phrases_in(FOLDER / f"{code}.toml"))
