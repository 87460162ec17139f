"""What a reader of any result of this model must know, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hevesy.capacity.minutes import BY_RULE, OUTPATIENT, administration, bed_stay
from hevesy.plan.scenario.stated import units
from hevesy.plan.scenario.timeline import Scheduled
from hevesy.plan.simulation.build.acts import DOSES, Acts
from hevesy.plan.simulation.build.already_taken import Taken
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.build.having import Having
from hevesy.plan.simulation.build.houses import giving
from hevesy.plan.simulation.build.path_rows import between


def remarks(here: Ground, has: Having, acts: Acts, foreign: Taken, sends_abroad: bool) -> Iterator[str]:
    """Patients counted twice, acts that are followed in part only, and what nobody has stated of a centre."""
    for one, other in combinations(here.therapies, 2):
        if one.need_group == other.need_group:
            yield f"{one.name} and {other.name} serve the same patients: each is followed as if it were alone."
        elif one.need_group in other.shares_patients_with or other.need_group in one.shares_patients_with:
            yield f"{one.name} and {other.name} share some patients: do not add them up."
    yield from _in_part(here, acts)
    yield from _without_limit(has, acts)
    yield from _not_given(here, has)
    yield from _sent_home_already(here, acts)
    if foreign:
        yield (
            f"What last year's foreigners took at {', '.join(sorted(foreign))} is taken in every year; they are no "
            "part of the need and of no count."
        )
    if sends_abroad:
        yield "Who is sent abroad leaves the count of deaths, life-years and costs: read these beside how many left."
    if here.tariffs:
        yield (
            f"What households are asked for follows the tariffs {', '.join(each.tariff.id for each in here.tariffs)}; "
            "what these leave to the centres closes none: `hevesy plan payers` says who bears what."
        )
    for number, house in enumerate(has.found):
        lacking = has.counts(number, 0).imputed if house.centre is not None and house.treats else ()
        if lacking:
            named = ", ".join(name.replace("_", " ") for name in lacking)
            yield f"{house.name}: no pack states its {named}; the usual of its income group stands in (imputed)."


def _without_limit(has: Having, acts: Acts) -> Iterator[str]:
    """Acts that bring more of what nobody has limited."""
    last = len(acts.first_weeks) - 1
    for row in acts.timeline.rows:
        for number, house in enumerate(has.found):
            if row.intervention.centre in house.ids:
                for name in units(row.intervention, row.entry):
                    if _unlimited(has, number, name, row, last):
                        where = f"{row.intervention.id}: no limit of {name} is known at {house.name}"
                        yield f"{where}, so that more of them change nothing."


def _unlimited(has: Having, house: int, name: str, row: Scheduled, era: int) -> bool:
    if name == DOSES:
        named = row.intervention.therapies or has.therapies
        return all(has.doses(house, therapy, era) is None for therapy in named)
    limits = has.counts(house, era).limits
    return name in limits and limits[name] is None


def _sent_home_already(here: Ground, acts: Acts) -> Iterator[str]:
    """Rules that let patients go home where the country's rule does so already."""
    named = [row for row in acts.timeline.rows if any(OUTPATIENT in move.facts for move in row.entry.moves)]
    rules = {
        note.partition(":")[0]
        for therapy in here.therapies
        for given in [administration(therapy, here.reader.shelf)]
        if given.bed == BY_RULE
        for note in bed_stay(given, therapy, here.reader)[2] or ("let_home:",)
    }
    for row in named if rules == {"let_home"} else ():
        id = row.intervention.id
        yield f"{id}: a rule on the shelf sends most patients home already, so that it changes nothing."


def _not_given(here: Ground, has: Having) -> Iterator[str]:
    names = [therapy.name for therapy in here.therapies if not giving(has.found, therapy, {})]
    if names:
        yield (
            f"By the lists of therapies in centres.csv no centre gives {', '.join(names)}: nobody is treated with it "
            "before the scenario opens a centre for it."
        )


def _in_part(here: Ground, acts: Acts) -> Iterator[str]:
    """Acts that move what the engine keeps the same in all weeks: what is given or lost around each cycle."""
    reader = acts.nothing().reader()
    for therapy, wanted, setting in zip(here.therapies, here.wanted, here.setting, strict=True):
        between(therapy, wanted, setting, reader)
    for row in acts.timeline.rows:
        fixed = [name for move in row.entry.moves for name in move.facts if name in reader.asked]
        if fixed:
            what = ", ".join(fixed)
            yield f"{row.intervention.id}: what it does to {what} is not followed, which stays the same in all weeks."
