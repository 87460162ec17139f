"""What a reader must know before the figures of a centre, and what stands out in them; one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hevesy.facts import Kind
from hevesy.plan.centre.plan import Planned
from hevesy.plan.centre.work import BY_NEED, EQUALLY
from hevesy.policy import policy_state
from hevesy.products import find_therapy, therapies

DEFAULTS = (
    "Planning defaults: room sizes, numbers of instruments, prices and durations are not tables of the IAEA, EANM or "
    "any regulator, and no conformity is claimed. Replace them by your own with --pack."
)
WALLS = (
    "Walls are a first estimate for a brief: a qualified expert must calculate them for the real plan, with the floors "
    "above and below, doors and ducts."
)
LITTLE_USED = 0.25
NAMES = {"pet": "PET/CT", "spect": "SPECT/CT"}


def says_first(found: Planned) -> list[str]:
    """The remarks that stand above all figures."""
    return [DEFAULTS, WALLS]


def remarks(found: Planned) -> list[str]:
    """Everything else worth saying, the most important first."""
    return [
        *_loose(found), *_shared(found), *_little_used(found), *_release(found), *_tanks(found), *_suite(found),
        *_unshielded(found), *_licences(found), *_presence(found), *_in_house(found), *_kinds(found),
    ]  # fmt: skip


def _loose(found: Planned) -> Iterator[str]:
    for word, id in found.asked.read_as.items():
        begins = [one.id for one in therapies(found.reader.shelf) if one.id.startswith(word) and one.id != id]
        others = f"; name {' or '.join(begins)} if you mean that" if begins else ""
        yield f"{word!r} was read as {find_therapy(id, found.reader.shelf).name} ({id}){others}."


def _shared(found: Planned) -> Iterator[str]:
    how = found.expected.done.shared
    if how == BY_NEED:
        yield (
            "The cycles are shared among the services as the country's known patients would need them; state your own, "
            "as in --services lu177_psma617=180,lu177_dotatate=60."
        )
    if how == EQUALLY:
        yield "The need of these services here is not known, so the cycles are shared equally; state your own."


def _little_used(found: Planned) -> Iterator[str]:
    for name, said in NAMES.items():
        full = float(np.asarray(found.expected.sizes.fullness[name].value))
        if 0.0 < full < LITTLE_USED and name not in found.asked.have:
            yield (
                f"These patients fill {full:.0%} of one {said}. It pays only with other patients beside them, whose "
                f"income is not counted here; without it: {'--imaging elsewhere' if name == 'pet' else '--have spect'}."
            )


def _release(found: Planned) -> Iterator[str]:
    stays = {each.therapy.name: float(np.mean(np.asarray(each.in_bed.value))) for each in found.expected.done.services}
    unsure = {name: share for name, share in stays.items() if 0.0 < share < 1.0}
    if unsure:
        shares = ", ".join(f"{share:.0%} of {name}" for name, share in unsure.items())
        yield (
            f"The release rule states no stay, so {shares} are taken to stay in a shielded bed, an assumption. Unknown "
            "is not leave to go: ask the regulator, since it decides on the beds."
        )


def _tanks(found: Planned) -> Iterator[str]:
    drained = found.expected.drains
    if not np.any(np.asarray(drained.gbq_per_day.value) > 0.0):
        return
    if found.fact_kind("centre.tank.limit") is Kind.ASSUMPTION and np.any(np.asarray(drained.required.value) > 0.0):
        yield (
            "Nobody has stated here what may leave at the sewer: the strictest limit found, 5 Bq/L of I-131, stands "
            "in. With a looser one tanks are smaller, or none are needed."
        )


def _suite(found: Planned) -> Iterator[str]:
    days = float(np.mean(np.asarray(found.expected.done.total("suite_days").value)))
    if days > 0.0:
        yield (
            f"Microspheres and lipiodol are given in an angiography suite, for {days:.0f} days a year: it is not "
            "planned here, neither its room nor its machine nor its cost."
        )


def _unshielded(found: Planned) -> Iterator[str]:
    for wall in found.expected.walls:
        for name in wall.unknown:
            yield (
                f"No transmission of {name} through lead or concrete is on the shelf, so no wall was computed for it "
                f"({wall.room.replace('_', ' ')})."
            )


def _licences(found: Planned) -> Iterator[str]:
    silent = [
        each.therapy.name for each in found.expected.done.services
        if not policy_state(found.asked.country, each.therapy.id, found.reader.shelf).licensing
    ]  # fmt: skip
    if silent:
        yield (
            f"The country has not stated its licensing steps for {', '.join(silent)}: the usual order and planning "
            "defaults stand in. Enter them in policy.csv of a pack."
        )


def _presence(found: Planned) -> Iterator[str]:
    held = [post.cadre.replace("_", " ") for post in found.expected.staff if post.decided_by == "presence"]
    if held:
        yield (
            f"Presence, not work, decides on {', '.join(held)}: nobody is treated without them, and one person alone "
            "does not cover every day of opening. Shared posts with another department spare money."
        )


def _in_house(found: Planned) -> Iterator[str]:
    if found.expected.sizes.radiopharmacy == 3:
        yield "Labelling here asks for a licence to make medicines and for a release of each batch, not in the path."


def _kinds(found: Planned) -> Iterator[str]:
    yield (
        "Value: with the mean of each fact's range. Low and high: 90 % interval over "
        f"{found.asked.draws:,} draws of the facts. Whole numbers are rounded up from the need."
    )
