"""One cell as the value that its form asks for; raises ValueError with a sentence that says what to do."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from hevesy.tables import western
from hevesy_service.atlas.sheets.parts import NONE, choices, folded, meanings

_BETWEEN = re.compile(r"[;؛；、\n]")
_SPACES = re.compile("[\\s\u00a0\u202f'’]")
_DATE = re.compile(r"(\d{4})[-/.]\d{1,2}([-/.]\d{1,2})?([ T].*)?|(?:\d{1,2}[-/.]){1,2}(\d{4})([ T].*)?")
_GROUPS = re.compile(r"[+-]?\d{1,3}([,.])\d{3}")
_MANY_GROUPS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+(\.\d+)?|(?:\.\d{3})+(,\d+)?)")


def number_of(text: str, decimal_comma: bool) -> str:
    """Digits with a decimal point; 1,234 and, where the file writes decimal commas, 1.234 may be two numbers.

    >>> number_of("١٢", False), number_of("10,5", False), number_of("1 275 857", True), number_of("1.275.857", True)
    ('12', '10.5', '1275857', '1275857')
    """
    plain = _SPACES.sub("", western(text))
    if plain == NONE:
        return ""
    if _DATE.fullmatch(western(text).strip()) and not _many(plain):
        raise ValueError(_("A date, which spreadsheet programs make of some numbers: write the number anew."))
    group = _GROUPS.fullmatch(plain)
    if group is not None and (group[1] == "," or decimal_comma):
        whole, part = re.sub("[,.]", "", plain), plain.replace(",", ".")
        raise ValueError(
            _("This is %(whole)s or %(part)s: write it without a sign for thousands.") % {"whole": whole, "part": part}
        )
    plain = _ungrouped(plain)
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,12})?", plain):
        raise ValueError(_("Not a number: write digits alone, such as 12 or 10.5."))
    return plain


def _many(plain: str) -> bool:
    return _MANY_GROUPS.fullmatch(plain) is not None


def _ungrouped(plain: str) -> str:
    """Without signs for thousands, and with a decimal point."""
    if _many(plain) and len(re.findall("[,.]", plain)) > 1:
        last = max(plain.rfind(","), plain.rfind("."))
        kinds = set(re.findall("[,.]", plain))
        whole, part = (plain[:last], plain[last + 1 :]) if len(kinds) == 2 else (plain, "")
        digits = re.sub("[,.]", "", whole)
        return f"{digits}.{part}" if part else digits
    return plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain


def year_of(text: str) -> str:
    """A year, also out of a date; a date that a program turned into a number of days is none.

    >>> year_of("2025"), year_of("31.12.2025"), year_of("2025-12-31 00:00:00"), year_of("٢٠٢٥")
    ('2025', '2025', '2025', '2025')
    """
    plain = western(text).strip()
    if re.fullmatch(r"\d{4}", plain):
        return plain
    date = _DATE.fullmatch(plain)
    if date is None:
        raise ValueError(_("Write the year with four digits, such as 2026."))
    return str(date[1] or date[4])


def word_of(part: str, text: str) -> str:
    """The code of a word, which may stand in any language."""
    if part == "sector" and text == NONE:
        return ""
    code = meanings(part).get(folded(text))
    if code is None:
        words = _(", ").join(choices(part).values())
        raise ValueError(_("Not one of the words of the list: %(words)s.") % {"words": words})
    return code


def words_of(part: str, text: str) -> list[str]:
    """The codes of several words."""
    if text == NONE:
        return []
    return list(dict.fromkeys(word_of(part, each) for each in _BETWEEN.split(text) if each.strip()))


def text_of(text: str) -> str:
    """A text; a lone dash says that there is none."""
    return "" if text == NONE else text
