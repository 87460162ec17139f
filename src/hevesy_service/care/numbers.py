"""A patient's number at a site: counted by the site, with a check digit that finds one wrong or swapped digit."""

from __future__ import annotations

# Damm's quasigroup (H. M. Damm, Total anti-symmetrische Quasigruppen, thesis, Marburg 2004)
_ROWS = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def check_digit(digits: str) -> str:
    """The digit that makes a number whole.

    >>> check_digit("572")
    '4'
    """
    held = 0
    for digit in digits:
        held = int(_ROWS[held][int(digit)])
    return str(held)


def number_of(count: int) -> str:
    """The number of a site's patient who is registered as the `count`-th.

    >>> number_of(572)
    '000572-4'
    """
    digits = f"{count:06d}"
    return f"{digits}-{check_digit(digits)}"


def is_whole(number: str) -> bool:
    """Whether a number as somebody typed it can be one.

    >>> is_whole("000572-4"), is_whole("000527-4")
    (True, False)
    """
    digits, dash, check = number.strip().partition("-")
    return bool(dash) and digits.isdecimal() and check == check_digit(digits)
