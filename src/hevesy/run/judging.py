"""How a question is answered: met, not met or unknown, with the code of a sentence and the values it needs."""

from __future__ import annotations

from collections.abc import Callable

from hevesy.products import Answer
from hevesy.run.gate import Gate, Limit
from hevesy.run.situation import Situation

Said = tuple[Answer, str, dict[str, object]]
Question = Callable[[Gate, Situation, Limit | None], Said]
MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN


def judged(holds: bool, because: str, **values: object) -> Said:
    """Met or not met, with the same sentence's values: `because` is what is wrong when it is not."""
    return (MET, "met", values) if holds else (NOT_MET, because, values)


def lacks(place: str) -> Said:
    """Nobody has said what is asked."""
    return UNKNOWN, "not_said", {"what": place}
