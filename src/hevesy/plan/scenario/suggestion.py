"""What somebody may have meant by a name that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hevesy.plan.scenario.places import IMAGINED
from hevesy.tables import nearest

SHOWN = 12  # names listed at once; the rest are counted


def among(word: str, known: Iterable[str]) -> str:
    """Advice on a name that is not known: the nearest one, or those there are.

    >>> among("amman", ["khcc", "hypothetical:amman"])
    "did you mean 'hypothetical:amman'?"
    >>> among("x", ["khcc", "just"])
    'choose among khcc, just'
    """
    names: Sequence[str] = list(known)
    guess = f"{IMAGINED}{word}" if f"{IMAGINED}{word}" in names else nearest(word, names)
    if guess:
        return f"did you mean {guess!r}?"
    if not names:
        return "there is none to choose from"
    rest = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"choose among {', '.join(names[:SHOWN])}{rest}"
