"""When waste may leave the store: after so many half-lives of what lives longest in it.

A product brings long-lived impurities: Lu-177m where carrier was added, Ac-227 with Ac-225 or Ra-223, Eu-154 with
Sm-153. Whether waste can decay in storage is therefore a property of the product, not of its nuclide alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hevesy.facts import Reader
from hevesy.physics import chain_after
from hevesy.physics.library import nuclide
from hevesy.quantities import Activity
from hevesy.record.vial import NO_MATTER, Vial

HALF_LIVES = "radiation_safety.waste.decay.decay_in_storage_half_lives"
LONGEST = "radiation_safety.waste.decay.US_half_life_max"
EXEMPT = "run.waste.exempt.{nuclide}"
_PER = {"percent": 1e-2, "kBq/MBq": 1e-3}


@dataclass(frozen=True, slots=True)
class Impurity:
    """A long-lived nuclide in a product: its share of the activity at calibration, by certificate or by its limit."""

    nuclide: str
    share: float
    certified: bool


@dataclass(frozen=True, slots=True)
class ClearOut:
    """When waste may be measured and cleared: `on`, decided by the half-life of `by`.

    `decays_here` is False where that half-life is longer than decay in storage is meant for: it needs another route,
    which is to be found before the product is ordered. `carrier_unsaid`: the date is that of the worse answer.
    """

    on: datetime
    by: str
    half_lives: float
    decays_here: bool
    carrier_unsaid: bool


def impurities(product_nuclide: str, carrier: str, reader: Reader, certified: Mapping[str, float]) -> list[Impurity]:
    """What lives long in a product; where nobody said whether it has carrier, all that it might have."""
    found = [Impurity(name, share, True) for name, share in certified.items()]
    for row in reader.shelf.table("impurities"):
        may_be = not row["carrier"] or _unsaid(carrier) or row["carrier"] == carrier
        if row["nuclide"] == product_nuclide and may_be and row["impurity"] not in certified:
            fact = reader.fact(row["share"])
            found.append(Impurity(row["impurity"], reader.number(row["share"]) * _PER[fact.unit.split()[0]], False))
    return found


def of_vial(vial: Vial, reader: Reader) -> list[Impurity]:
    """The impurities of a vial, its certificate first."""
    return impurities(vial.nuclide, vial.carrier, reader, dict(vial.impurities))


def hinges_on_carrier(product_nuclide: str, carrier: str, reader: Reader) -> bool:
    """Whether it would matter to know if carrier was added, and nobody has said."""
    rows = reader.shelf.table("impurities")
    return _unsaid(carrier) and any(row["nuclide"] == product_nuclide and row["carrier"] for row in rows)


def _unsaid(carrier: str) -> bool:
    return carrier in ("", NO_MATTER)


def clear_out(
    main: str, since: datetime, foreign: Mapping[str, Activity], reader: Reader, carrier_unsaid: bool = False
) -> ClearOut:
    """When waste that was put away `since` may be cleared; `foreign` is what lies in the store of each impurity.

    An impurity decides unless all of it in the store is below its exempt activity; where that is not known, it does.
    """
    deciding = [main, *(name for name, held in foreign.items() if not _exempt(name, held, reader))]
    longest = max(deciding, key=lambda name: nuclide(name).half_life_s)
    count = reader.number(HALF_LIVES)
    on = since + timedelta(seconds=count * nuclide(longest).half_life_s)
    here = nuclide(longest).half_life <= timedelta(days=reader.number(LONGEST))
    return ClearOut(on, longest, count, here, carrier_unsaid)


def _exempt(name: str, held: Activity, reader: Reader) -> bool:
    if held.bq <= 0.0:
        return True
    fact = reader.find(EXEMPT.format(nuclide=name))
    return fact is not None and held.bq <= reader.number(fact.id)


def left_then(main: str, activity: Activity, foreign: Iterable[Impurity], elapsed: timedelta) -> dict[str, Activity]:
    """What a product of this activity has become after a while, with its impurities and all daughters that decay.

    Lu-177m feeds Lu-177: where carrier was added, Lu-177 never falls faster than Lu-177m.
    """
    parents = [(main, activity), *((each.nuclide, Activity(activity.bq * each.share)) for each in foreign)]
    found: dict[str, float] = {}
    for name, begun in parents:
        for share in chain_after(nuclide(name), begun, elapsed):
            if not share.nuclide.stable:
                found[share.nuclide.name] = found.get(share.nuclide.name, 0.0) + share.activity.bq
    return {name: Activity(bq) for name, bq in found.items()}
