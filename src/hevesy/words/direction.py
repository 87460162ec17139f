"""Which languages are read from right to left, and what must stay whole in their sentences."""

from __future__ import annotations

import re
import unicodedata

RIGHT_TO_LEFT = ("ar",)
_WORD = r"[A-Za-z0-9µ°%><≈∞](?:[A-Za-z0-9µ°.,:/+&_-]*[A-Za-z0-9µ%])?"
_LATIN = re.compile(rf"{_WORD}(?: {_WORD})*")


def kept_together(text: str) -> str:
    """A text from right to left whose runs of Latin letters and digits are isolated, each from left to right.

    Without that 2027-03-05 is shown as 05-03-2027, and 7.4 GBq as GBq 7.4.

    >>> ascii(kept_together("2027-03-05: 7.4 GBq."))
    "'\\\\u20662027-03-05\\\\u2069: \\\\u20667.4 GBq\\\\u2069.'"
    >>> ascii(kept_together("5.1 °C")), ascii(kept_together("consent_given"))
    ("'\\\\u20665.1 \\\\xb0C\\\\u2069'", "'\\\\u2066consent_given\\\\u2069'")
    """
    return _LATIN.sub(lambda found: f"\u2066{found.group()}\u2069", text)


def begins_right_to_left(text: str) -> bool:
    """Whether the first letter of a text is one that is read from right to left.

    >>> begins_right_to_left("1. نظام"), begins_right_to_left("1. Quality")
    (True, False)
    """
    sides = (unicodedata.bidirectional(each) for each in text)
    return next((side for side in sides if side in ("L", "R", "AL")), "L") != "L"
