"""Checking a scenario against the shelf and its packs: what it names is there, and in an order that can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hevesy.errors import BadScenario, UnknownCountry, UnknownTown
from hevesy.facts import Reader, Shelf
from hevesy.facts.pack_known import country_advice
from hevesy.people.strata import FIRST_YEAR, LAST_YEAR
from hevesy.places import Country, find_country, find_town
from hevesy.plan.scenario.catalogue import COUNTED, Entry, catalogue
from hevesy.plan.scenario.check_facts import check_facts
from hevesy.plan.scenario.check_funders import check_funders
from hevesy.plan.scenario.check_shocks import Names, check_shocks
from hevesy.plan.scenario.check_shortages import check_shortages
from hevesy.plan.scenario.check_tariffs import check_tariffs
from hevesy.plan.scenario.known_steps import with_known_steps
from hevesy.plan.scenario.onward import check_onward
from hevesy.plan.scenario.places import ABROAD, KnownCentre, followed, known_centres, regions, schemes
from hevesy.plan.scenario.prerequisites import Waits, at_key, opened_by, waits
from hevesy.plan.scenario.same_thing import check_same_thing
from hevesy.plan.scenario.scenario import Intervention, Scenario
from hevesy.plan.scenario.shock_catalogue import shock_catalogue
from hevesy.plan.scenario.stated import span, stated_facts
from hevesy.plan.scenario.suggestion import among
from hevesy.plan.scenario.timeline import Timeline, timeline
from hevesy.products import therapies

# keys of [[intervention]] that only some kinds read (`uses` in the catalogue), beside centre, effect and the like
OF_SOME = ("town", "sector", "schemes", "takes_refugees", "takes_foreigners", "therapies", "regions", "adds")


def check(scenario: Scenario, shelf: Shelf, reader: Reader | None = None) -> Timeline:
    """The scenario's timeline, when nothing is wrong with it; otherwise BadScenario with the first problem.

    `shelf` must hold the scenario's packs. A given `reader` is used (its place is the country), else one is made.
    """
    country = _country(scenario, shelf)
    scenario = with_known_steps(scenario, shelf)
    if not scenario.name.isprintable():
        problem = f"there is a sign in {scenario.name!r} that nobody can see"
        raise _at_top(scenario, "name", problem, "write it in letters on one line")
    _check_years(scenario)
    stated = stated_facts(scenario, shelf)
    known = _Known.of(scenario, country, shelf, reader or shelf.reader(country.iso3))
    check_facts(scenario, stated, known.centres_with_opened(), shelf)
    known.check_top()
    for each in scenario.interventions:
        known.check(each)
    check_same_thing(scenario, known.entries)
    check_shocks(scenario, known.for_shocks())
    check_shortages(scenario, known.therapies, followed(scenario, shelf))
    check_funders(scenario, shelf)
    check_tariffs(scenario, known.therapies)
    check_onward(scenario, known.centres_with_opened())
    read = reader or Reader(shelf, country.iso3, stated=stated)
    found = waits(scenario, read)
    _check_order(scenario, found, read)
    return timeline(scenario, read, found)


def _country(scenario: Scenario, shelf: Shelf) -> Country:
    said = scenario.country
    try:
        country = find_country(said, shelf)
    except UnknownCountry:
        names = {row["iso3"]: row["name"] for row in shelf.table("countries")}
        problem = f"there is no country {said!r}"
        raise _at_top(scenario, "country", problem, country_advice(said, names)) from None
    if said != country.iso3:
        problem = f"{said!r} is not an ISO 3166 code of three letters"
        raise _at_top(scenario, "country", problem, f"for {country.name} write {country.iso3!r}")
    return country


def _check_years(scenario: Scenario) -> None:
    """The population is projected for some years, and a scenario must lie within them."""
    if scenario.start.year < FIRST_YEAR:
        raise _at_top(
            scenario, "start", f"nothing is projected before {FIRST_YEAR}", f"start in {FIRST_YEAR} or later"
        )
    if scenario.start.year + scenario.years > LAST_YEAR:
        problem = f"{scenario.start.year} and {scenario.years} years go beyond {LAST_YEAR}, and no population is known"
        raise _at_top(scenario, "years", problem, f"write {max(1, LAST_YEAR - scenario.start.year)} or less")


def _at_top(scenario: Scenario, key: str, problem: str, advice: str) -> BadScenario:
    return BadScenario(file=scenario.file or "scenario", where=f"key {key!r}", problem=problem, advice=advice)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a scenario may name."""

    scenario: Scenario
    country: Country
    shelf: Shelf
    entries: Mapping[str, Entry]
    centres: Mapping[str, KnownCentre]
    opens: Mapping[str, Intervention]
    regions: tuple[str, ...]
    schemes: tuple[str, ...]
    therapies: tuple[str, ...]

    @classmethod
    def of(cls, scenario: Scenario, country: Country, shelf: Shelf, reader: Reader) -> _Known:
        entries = catalogue(shelf)
        opens: dict[str, Intervention] = {}
        for each in scenario.interventions:
            if each.kind in entries and entries[each.kind].opens:
                opens.setdefault(each.centre, each)
        return cls(
            scenario=scenario,
            country=country,
            shelf=shelf,
            entries=entries,
            centres={centre.id: centre for centre in known_centres(country, reader)},
            opens=opens,
            regions=tuple(region.id for region in regions(country, shelf)),
            schemes=schemes(country, shelf),
            therapies=tuple(therapy.id for therapy in therapies(shelf)),
        )

    def centres_with_opened(self) -> tuple[str, ...]:
        return (*self.centres, *self.opens)

    def for_shocks(self) -> Names:
        start = self.scenario.start
        return Names(
            kinds=shock_catalogue(self.shelf),
            centres=self.centres_with_opened(),
            regions=self.regions,
            therapies=self.therapies,
            country=self.country.name,
            first=start,
            past=_years_later(start, self.scenario.years),
        )

    def check_top(self) -> None:
        """The keys at the top that name therapies."""
        for key, names in (
            ("therapies", self.scenario.therapies),
            ("trend", self.scenario.trend),
            ("order", self.scenario.order),
        ):
            for name in names:
                if name not in self.therapies:
                    raise _at_top(
                        self.scenario, key, f"there is no therapy {name!r}", among(name, self.therapies)
                    )
        for number, sent in enumerate(self.scenario.onward, start=1):
            for name in sent.therapies:
                if name not in self.therapies:
                    raise BadScenario(
                        file=self.scenario.file or "scenario", where=f"table [[onward]] {number}, key 'therapies'",
                        problem=f"there is no therapy {name!r}", advice=among(name, self.therapies),
                    )  # fmt: skip

    def check(self, each: Intervention) -> None:
        """One intervention by itself: its kind, day, place and what it names."""
        if each.kind not in self.entries:
            raise self._wrong(each, "kind", f"there is no kind {each.kind!r}", among(each.kind, self.entries))
        entry = self.entries[each.kind]
        self._check_day(each)
        self._check_keys(each, entry)
        self._check_place(each, entry)
        self._check_adds(each, entry)
        ids = [other.id for other in self.scenario.interventions]
        for key, said, known in (
            ("therapies", each.therapies, self.therapies),
            ("regions", each.regions, self.regions),
            ("schemes", each.schemes, self.schemes),
            ("after", each.after, ids),
        ):
            for name in said:
                if name not in known:
                    raise self._wrong(each, key, self._no_such(key, name), among(name, known))

    def _no_such(self, key: str, name: str) -> str:
        if key == "schemes":
            return f"no pack of {self.country.name} names a payer scheme {name!r}"
        what = {"therapies": "therapy", "regions": f"region of {self.country.name}", "after": "intervention"}[
            key
        ]
        return f"there is no {what} {name!r}"

    def _check_day(self, each: Intervention) -> None:
        first, past = self.scenario.start, _years_later(self.scenario.start, self.scenario.years)
        if not first <= each.begins < past:
            problem = f"{each.begins} is outside the scenario, which runs from {first} until {past}"
            raise self._wrong(each, "begins", problem, "correct the day, or start and years at the top")

    def _check_keys(self, each: Intervention, entry: Entry) -> None:
        for key in OF_SOME:
            if getattr(each, key) not in (None, "", (), {}) and key not in entry.uses:
                raise self._wrong(each, key, f"{entry.id} makes no use of it", "take the line out")
        if each.effect is not None and not entry.effects:
            advice = "say what comes with adds" if entry.adds else "take the line out"
            raise self._wrong(each, "effect", f"what {entry.id} does is counted, not shared", advice)
        if each.more is not None and not entry.more:
            raise self._wrong(each, "more", f"{entry.id} widens no label", "take the line out")

    def _check_place(self, each: Intervention, entry: Entry) -> None:
        if entry.at == "country" and each.centre:
            raise self._wrong(each, "centre", f"{entry.id} acts on the whole country", "take the line out")
        if entry.at == "centre" and not each.centre:
            raise self._wrong(
                each, "centre", f"{entry.id} acts at one centre, and none is named", "add the line"
            )
        if entry.opens:
            self._check_opening(each)
        elif each.centre and each.centre not in self.centres_with_opened():
            problem = (
                f"there is no centre {each.centre!r} in {self.country.name}, and no intervention opens it"
            )
            raise self._wrong(each, "centre", problem, among(each.centre, self.centres_with_opened()))

    def _check_opening(self, each: Intervention) -> None:
        if each.centre in self.centres and self.centres[each.centre].treats:
            raise self._wrong(
                each, "centre", f"{each.centre!r} gives therapy already", "choose another name, or add to it"
            )
        if self.opens[each.centre].id != each.id:
            first = self.opens[each.centre].id
            raise self._wrong(
                each, "centre", f"{first!r} opens {each.centre!r} already", "give this one its own name"
            )
        if each.centre in (ABROAD,) or ":" in each.centre:
            raise self._wrong(
                each, "centre", f"{each.centre!r} is no name for a centre", "choose one like irbid_2"
            )
        if not each.town and each.centre not in self.centres:
            raise self._wrong(
                each, "town", "nobody says where the centre stands", "add the town it is opened in"
            )
        if each.town:
            try:
                find_town(each.town, self.shelf, self.country.iso3)
            except UnknownTown as error:
                raise self._wrong(
                    each, "town", str(error).split(". ")[0], "name a town of table towns.csv"
                ) from None

    def _check_adds(self, each: Intervention, entry: Entry) -> None:
        for name, count in each.adds.items():
            if name not in entry.adds:
                problem = f"{entry.id} brings no {name!r}"
                raise self._wrong(each, f"adds.{name}", problem, among(name, entry.adds))
            if name in COUNTED and count != int(count):
                problem = f"{count:g} is not a whole number, and machines, rooms and persons are counted"
                raise self._wrong(each, f"adds.{name}", problem, "write digits only")
            if count > entry.adds[name].most:
                most = entry.adds[name].most
                raise self._wrong(
                    each, f"adds.{name}", f"{count:g} at once is more than {most:g}", "correct the number"
                )

    def _wrong(self, each: Intervention, key: str, problem: str, advice: str) -> BadScenario:
        return at_key(self.scenario, each, key, problem, advice)


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _check_order(scenario: Scenario, waiting: Mapping[str, Waits], reader: Reader) -> None:
    """Nothing may begin only after what needs it has begun, or is to be ready."""
    by_id = {each.id: each for each in scenario.interventions}
    entries = catalogue(reader.shelf)
    for id, found in waiting.items():
        each = by_id[id]
        for first in (by_id[other] for other in found.start):
            if first.begins > each.begins:
                problem = f"it begins on {each.begins}, but {first.id!r}, which must be ready first, on {first.begins}"
                raise at_key(scenario, each, "begins", problem, "begin this one later, or the other earlier")
        lead = span(each, "lead_weeks", entries[each.kind].lead_weeks, reader)[0]
        for first in (by_id[other] for other in found.ready):
            if (first.begins - each.begins).days > 7 * lead:
                verb = "opens it" if first is opened_by(each, scenario, reader) else "it needs"
                problem = (
                    f"it takes {lead:.0f} weeks from {each.begins}, but {first.id!r}, which {verb}, "
                    f"begins only on {first.begins}"
                )
                raise at_key(scenario, each, "begins", problem, "begin this one later, or the other earlier")
