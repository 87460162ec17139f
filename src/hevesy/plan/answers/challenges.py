"""The review's Table 1, challenge by challenge, with what this country's data say of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.facts import Fact
from hevesy.plan.country import Picture
from hevesy.plan.sites import share_within
from hevesy.policy import policy_state
from hevesy.products.barriers import Barrier, barriers


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of one indicator: in words, in which state, by which source."""

    text: str
    state: str
    source: str | None = None


def challenges(picture: Picture) -> list[dict[str, Any]]:
    """Every challenge of the review; where nothing is known of its indicator the value is null, not zero."""
    return [_challenge(barrier, picture) for barrier in barriers(picture.shelf).values()]


def _challenge(barrier: Barrier, picture: Picture) -> dict[str, Any]:
    said = _INDICATORS[barrier.id](picture) if barrier.id in _INDICATORS else None
    indicator = barrier.indicators[0]
    return {
        "barrier_id": barrier.id,
        "domain": barrier.domain,
        "a": barrier.a if barrier.a_stated else f"({barrier.a})",
        "challenge": barrier.challenge,
        "in_table1": barrier.in_table1,
        "indicator": (said and _NAMES.get(barrier.id)) or indicator.name.replace("_", " "),
        "formula": indicator.formula,
        "data_needed": barrier.data_needed,
        "mitigation": barrier.mitigation,
        "value_text": said.text if said else None,
        "state": said.state if said else None,
        "source": said.source if said else barrier.source,
    }


def _fact(picture: Picture, name: str) -> Fact | None:
    fact = picture.shelf.find(name, picture.country.iso3)
    if fact is not None and fact.value is not None:
        picture.reader.used.setdefault(fact.id, fact)
        return fact
    return None


def _number(name: str, words: str, times: float = 1.0) -> Callable[[Picture], Said | None]:
    """An indicator that is one fact of the country."""

    def said(picture: Picture) -> Said | None:
        fact = _fact(picture, name)
        if fact is None or fact.value is None:
            return None
        year = f" ({fact.on})" if fact.on else ""
        return Said(words.format(fact.value * times) + year, str(fact.state), fact.source)

    return said


def _scanners(picture: Picture) -> Said | None:
    """Scanners as the country's own pack counts them, else the range of the income group."""
    from hevesy.places import imputed_range
    from hevesy.plan.answers.places import counted

    parts, imputed = [], False
    for modality in ("pet", "spect"):
        count = counted(modality, picture)
        guess = imputed_range(modality, picture.country, picture.shelf)
        if count is not None:
            parts.append(f"{modality.upper()}: {count} reported")
        elif guess is not None:
            imputed = True
            parts.append(
                f"{modality.upper()}: between {guess.low:,.0f} and {guess.high:,.0f} "
                "(range of the income group; not counted)"
            )
    return Said("; ".join(parts), "imputed" if imputed else "reported", "review0") if parts else None


def _within_two_hours(picture: Picture) -> Said | None:
    if picture.sites is None:
        return None
    share = share_within(picture.sites.hours_therapy, picture.sites.people, 2)
    state = "imputed" if picture.sites.hypothetical else "reported"
    return Said(
        f"{share:.0%} of people within 2 h of {picture.sites.therapy_name} ({picture.sites.basis()})", state
    )


def _far(picture: Picture) -> Said | None:
    if picture.sites is None:
        return None
    hours = float(np.average(picture.sites.hours_therapy, weights=picture.sites.people))
    return Said(f"{hours:.1f} h one way on average, at every cycle", "imputed")


def _imported(picture: Picture) -> Said | None:
    found = [picture.journeys[course.therapy.id] for course in picture.first_choices()]
    known = [journey for journey in found if journey["legs"]]
    if not known:
        return None
    abroad = sum(journey["producer_country"] != picture.country.iso3 for journey in known)
    return Said(
        f"{abroad} of {len(known)} first-choice medicines come from abroad on the best journey known",
        "imputed",
    )


def _decay(picture: Picture) -> Said | None:
    rows = [(course.therapy.name, picture.journeys[course.therapy.id]) for course in picture.first_choices()]
    worst = min(((journey["fraction_left"], name) for name, journey in rows if journey["legs"]), default=None)
    return Said(f"{1 - worst[0]:.0%} of {worst[1]} decays on its best journey", "imputed") if worst else None


def _sources_of_supply(picture: Picture) -> Said | None:
    found = [(picture.journeys[c.therapy.id], c.therapy.name) for c in picture.first_choices()]
    counts = [(journey["ways_in_time"], name) for journey, name in found if journey["verdict"] != "no_source"]
    if not counts:
        return None
    fewest, name = min(counts)
    return Said(
        f"{name} has {fewest} way(s) to arrive in time, the fewest of the first-choice medicines", "imputed"
    )


def _policy(item: str) -> Callable[[Picture], Said | None]:
    """For how many first-choice therapies a ruling is known, and how many say yes."""

    def said(picture: Picture) -> Said | None:
        rulings = [
            policy_state(picture.country.iso3, c.therapy.id, picture.shelf).ruling(item)
            for c in picture.first_choices()
        ]
        known = [ruling for ruling in rulings if ruling.known]
        if not known:
            return None
        return Said(
            f"yes for {sum(bool(ruling.yes) for ruling in known)}, "
            f"unknown for {len(rulings) - len(known)} of {len(rulings)} therapies",
            "reported",
        )

    return said


_INDICATORS: dict[str, Callable[[Picture], Said | None]] = {
    "AV1": _scanners,
    "AV2": _number("country.outages_per_month", "{:.1f} power cuts in an ordinary month"),
    "AV3": _number("country.physicians_per_1000", "{:.2f} physicians of all kinds per 1,000 people"),
    "AV4": _imported,
    "AC2": _number("country.outages_per_month", "{:.1f} power cuts in an ordinary month"),
    "AS1": _within_two_hours,
    "AS2": _far,
    "AF2": _number("country.oop_share", "{:.0f} % of all health spending is paid out of pocket", 100),
    "AF3": _number("country.government_share", "{:.0f} % of all health spending is the government's", 100),
    "AF4": _number("country.uhc_index", "service coverage index {:.0f} of 100"),
    "AP4": _policy("guideline"),
    "LO1": _decay,
    "LO2": _sources_of_supply,
    "FI2": _policy("benefit_package"),
    "FI4": _policy("benefit_package"),
    "RE4": _policy("approval"),
}
_NAMES = {
    "AV1": "scanners",
    "AV2": "power cuts",
    "AV3": "physicians",
    "AV4": "import dependence",
    "AC2": "power cuts",
    "AS1": "people within 2 h",
    "AS2": "journey",
    "AF2": "out-of-pocket share",
    "AF3": "public share of spending",
    "AF4": "universal health coverage",
    "AP4": "in a guideline",
    "LO1": "decay on the way",
    "LO2": "ways to arrive in time",
    "FI2": "in the benefit package",
    "FI4": "in the benefit package",
    "RE4": "approved",
}
