"""Who gets what of a centre's week among equals: the allocation of the engine, slow and obvious.

`docs/explanation/engine.md`, step 6, is the law; the drawn table in the manual follows one week by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

Row = Sequence[float]


def shared(want: Row, use: Sequence[Row], left: Row, doses: Row, passes: int) -> list[float]:
    """How many of each therapy's patients are served, out of `want`, when all of them are equals.

    `use[h][r]` is what one patient of therapy h takes of resource r, `left[r]` what the week has of it, `doses[h]`
    the doses of therapy h. In the first pass all ask for everything, so that a scarce resource is shared in
    proportion to the lists; later nobody asks for more than could be had alone.

    >>> shared([8, 4], [[1.0], [1.0]], [6.0], [9, 9], 3)
    [4.0, 2.0]
    """
    wanted, rest, vials = list(want), list(left), list(doses)
    served = [0.0] * len(wanted)
    for turn in range(passes):
        asks = wanted if turn == 0 else [_alone(*each, rest) for each in zip(wanted, use, vials, strict=True)]
        given = one_pass(asks, use, rest, vials)
        for therapy, people in enumerate(given):
            served[therapy] += people
            wanted[therapy] -= people
            vials[therapy] = max(0.0, vials[therapy] - people)
        rest = left_after(given, use, rest)
    return served


def in_order(
    due: Row,
    new: Row,
    rank: Sequence[int],
    use_again: Sequence[Row],
    use_first: Sequence[Row],
    left: Row,
    doses: Row,
    passes: int,
) -> tuple[list[float], list[float]]:
    """Who is served in a week, of those on treatment and of the new patients: the whole order of allocation.

    Patients on treatment come first, as equals; then the new patients of each rank, 1 before 2.
    """
    of_due = shared(due, use_again, left, doses, passes)
    rest, vials = left_after(of_due, use_again, left), _fewer(doses, of_due)
    of_new = [0.0] * len(new)
    for turn in sorted(set(rank)):
        asks = [people if place == turn else 0.0 for people, place in zip(new, rank, strict=True)]
        served = shared(asks, use_first, rest, vials, passes)
        rest, vials = left_after(served, use_first, rest), _fewer(vials, served)
        of_new = [before + now for before, now in zip(of_new, served, strict=True)]
    return of_due, of_new


def one_pass(asks: Row, use: Sequence[Row], left: Row, doses: Row) -> list[float]:
    """Each resource cuts those who use it in one proportion; each therapy gets what its scarcest resource leaves."""
    demand = [sum(ask * uses[r] for ask, uses in zip(asks, use, strict=True)) for r in range(len(left))]
    ratio = [min(1.0, have / asked) if asked > 0 else 1.0 for have, asked in zip(left, demand, strict=True)]
    given = []
    for ask, uses, vials in zip(asks, use, doses, strict=True):
        shares = [ratio[r] for r in range(len(left)) if uses[r] > 0]
        enough = min(1.0, vials / ask) if ask > 0 else 1.0
        given.append(ask * min([1.0, enough, *shares]))
    return given


def left_after(served: Row, use: Sequence[Row], left: Row) -> list[float]:
    """What remains of each resource once so many are served; rounding never makes it less than nothing."""
    taken = [
        sum(people * uses[r] for people, uses in zip(served, use, strict=True)) for r in range(len(left))
    ]
    return [max(0.0, have - gone) for have, gone in zip(left, taken, strict=True)]


def _alone(want: float, uses: Row, vials: float, left: Row) -> float:
    return min([want, vials, *(have / one for have, one in zip(left, uses, strict=True) if one > 0)])


def _fewer(doses: Row, served: Row) -> list[float]:
    return [max(0.0, have - gone) for have, gone in zip(doses, served, strict=True)]
