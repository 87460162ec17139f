"""A shortage: fewer doses came than were ordered. Who gets them; the same rule for a plan and for a centre."""

from __future__ import annotations

from collections.abc import Sequence


def shared(doses: float, asked: Sequence[float]) -> list[float]:
    """Doses for each tier: the first gets all it asks for before the second gets any.

    In a plan `asked` are expected numbers of patients; in a centre the whole doses of the day, and the answer is
    whole if they are. Within a tier nobody goes before another: the list decides.

    >>> shared(5, [3, 4])
    [3, 2]
    >>> shared(0.5, [1.0, 1.0])
    [0.5, 0.0]
    """
    given = []
    for ask in asked:
        given.append(min(ask, doses))
        doses -= given[-1]
    return given
