"""Everything that can go wrong, one class each, each with a sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class HevesyError(Exception):
    """Something went wrong that a user can mend.

    A subclass names one thing: its `code`, its English `template` and its command-line `exit_status`.
    The values stay on the error, so that another language can say the same (`hevesy.words.sentence`).
    """

    code: ClassVar[str] = "hevesy.error"
    template: ClassVar[str] = "{problem}"
    exit_status: ClassVar[int] = 1

    def __init__(self, **values: object) -> None:
        self.values: Mapping[str, object] = values
        super().__init__(self.template.format_map(values))


class BadQuantity(HevesyError):
    code = "quantities.bad"
    template = "{text!r} is not {what}: {advice}"
    exit_status = 2


# --- tables and packs -------------------------------------------------------------------------------------


class BadTable(HevesyError):
    code = "tables.bad_table"
    template = "{file}: {problem}; {advice}"
    exit_status = 3


class BadCell(HevesyError):
    code = "tables.bad_cell"
    template = "{file}, line {line}, field {field!r}: {problem}; {advice}"
    exit_status = 3


class BadPack(HevesyError):
    """Several things are wrong with a pack; `problems` holds one sentence for each."""

    code = "facts.bad_pack"
    template = "{pack}: {count} problem(s), nothing was used:\n{listing}"
    exit_status = 3


# --- facts ------------------------------------------------------------------------------------------------


class UnknownFact(HevesyError):
    code = "facts.unknown"
    template = "There is no fact {fact!r} on the shelf for {place}{nearest}. `hevesy facts list` shows what there is."
    exit_status = 4


class UnknownPlace(HevesyError):
    code = "facts.unknown_place"
    template = "{place!r} is not a place: {advice}"
    exit_status = 4


class MissingGroup(HevesyError):
    code = "facts.missing_group"
    template = (
        "Fact {fact!r} differs by income group but has no row for {group!r}, so nothing can be said for {place}. "
        "Add that row to a pack."
    )
    exit_status = 4


class FactWithoutValue(HevesyError):
    code = "facts.no_value"
    template = "Fact {fact!r} is {state} for {place}: it has no number to calculate with. Enter it in a pack."
    exit_status = 4


class UnknownSource(HevesyError):
    code = "facts.unknown_source"
    template = "Source {key!r} is cited but not listed in any sources table; add it there with its citation."
    exit_status = 4


# --- physics ----------------------------------------------------------------------------------------------


class UnknownNuclide(HevesyError):
    code = "physics.unknown_nuclide"
    template = (
        "{text!r} is not a nuclide Hevesy knows{nearest}. `hevesy physics nuclides` shows those it knows."
    )
    exit_status = 5


class StableNuclide(HevesyError):
    code = "physics.stable"
    template = "{nuclide} is stable: it has no activity, so there is nothing to calculate. Name a radioactive nuclide."
    exit_status = 5


class OutOfRange(HevesyError):
    code = "physics.out_of_range"
    template = (
        "{elapsed} is too many half-lives of {nuclide} ({half_life}) to look back over: no activity a computer can hold "
        "would be left with that much. Give a shorter time."
    )
    exit_status = 5


class BeyondTime(HevesyError):
    code = "physics.beyond_time"
    template = (
        "With a half-life of {half_life}, {nuclide} gives a time that can't be counted in microseconds up to 2.7 million "
        "years. Ask for another amount."
    )
    exit_status = 5


class ChainLooksBack(HevesyError):
    code = "physics.chain_back"
    template = (
        "The chain of {nuclide} can't be followed backwards: how much of its daughters was there is unknown. "
        "Start from {nuclide} alone and give a time of zero or more, or use `hevesy physics decay` for {nuclide} itself."
    )
    exit_status = 5


class UnknownGenerator(HevesyError):
    code = "physics.unknown_generator"
    template = "{text!r} is not a generator Hevesy knows{nearest}. Known: {known}."
    exit_status = 5


class BadSchedule(HevesyError):
    code = "physics.bad_schedule"
    template = "A generator can't be eluted like that: {problem}. {advice}"
    exit_status = 5


class NoEmissionList(HevesyError):
    code = "physics.no_emission_list"
    template = (
        "There is no full emission list for {nuclide}: the pack `icrp107`, or one with the same tables, isn't on the shelf. "
        "Mean energies and main lines are there without it."
    )
    exit_status = 5


# --- plan -------------------------------------------------------------------------------------------------


class NoPrice(HevesyError):
    code = "plan.no_price"
    template = "Table prices.csv has no price of a cycle of {therapy!r}, so nobody can say who could pay for it. Add a row."
    exit_status = 6


class PriceUnits(HevesyError):
    """A price per activity was multiplied with something that is not an activity."""

    code = "plan.price_units"
    template = "The price {price!r} ({price_unit}) cannot be multiplied with {times!r} ({times_unit}); mend table prices.csv."
    exit_status = 6


# --- safety -----------------------------------------------------------------------------------------------


class NothingToShip(HevesyError):
    code = "safety.nothing_to_ship"
    template = "There is no activity in the package, so it has no category. Give each nuclide an activity above zero."
    exit_status = 8


class PackageTooHot(HevesyError):
    code = "safety.package_too_hot"
    template = (
        "{rate} mSv/h on the surface is above {limit} mSv/h: no label allows it on the road or in the air. "
        "Add shielding and measure again."
    )
    exit_status = 8


# --- supply -----------------------------------------------------------------------------------------------


class UnknownProduct(HevesyError):
    code = "supply.unknown_product"
    template = "{product!r} has no supply form on the shelf{nearest}. Known: {known}."
    exit_status = 9


class UnknownProducer(HevesyError):
    code = "supply.unknown_producer"
    template = (
        "{producer!r} is not a producer of {product} on the shelf{nearest}. Those who sell it: {known}."
    )
    exit_status = 9


class NobodySells(HevesyError):
    code = "supply.nobody_sells"
    template = (
        "No producer on the shelf sells {product} in the form asked for ({form}). "
        "Add one to producers.csv in a pack, or ask for another form."
    )
    exit_status = 9


class NoAirport(HevesyError):
    code = "supply.no_airport"
    template = (
        "There is no airport of {iso3} on the shelf; add the one that serves it to airports.csv in a pack."
    )
    exit_status = 9


class UnknownZone(HevesyError):
    code = "supply.unknown_zone"
    template = (
        "{zone!r} is not a time zone this computer knows; write it as Area/City (Asia/Amman) or as UTC+3."
    )
    exit_status = 9


class BadHour(HevesyError):
    code = "supply.bad_hour"
    template = "{text!r} is not a date and an hour; write it as 2027-03-02 10:00."
    exit_status = 9


# --- places, people, money --------------------------------------------------------------------------------


class UnknownCountry(HevesyError):
    code = "places.unknown_country"
    template = "There is no country or territory called {text!r}{nearest}. Give a name or an ISO 3166 code, as in Jordan or JOR."
    exit_status = 5


class UnknownTown(HevesyError):
    code = "places.unknown_town"
    template = "There is no town called {text!r} in {where}{nearest}. Towns under 15,000 people are not listed; add it to towns.csv in a pack."
    exit_status = 5


class UnknownYear(HevesyError):
    code = "people.unknown_year"
    template = "Nothing is known of the population in {year}: the projection holds from {first} to {last}. Choose a year between."
    exit_status = 5


class NoPopulation(HevesyError):
    code = "people.no_population"
    template = "No population is known for {country}, which is not the same as nobody. Enter country.population in a pack."
    exit_status = 5


class BadMeans(HevesyError):
    code = "money.bad_means"
    template = "Household means cannot be described with {name} = {value}: {advice}."
    exit_status = 5


# --- products, policy -------------------------------------------------------------------------------------


class UnknownTherapy(HevesyError):
    code = "products.unknown_therapy"
    template = "There is no therapy {text!r}{nearest}. `hevesy products list` shows the ids."
    exit_status = 7


class UnknownProfile(HevesyError):
    code = "products.unknown_profile"
    template = "There are no criteria called {profile!r} for {therapy}{nearest}. Known: {known}."
    exit_status = 7


class UnknownFinding(HevesyError):
    code = "products.unknown_finding"
    template = "No criterion asks for {item!r}{nearest}. Name the finding as table criteria_items.csv does."
    exit_status = 7


class BadFinding(HevesyError):
    code = "products.bad_finding"
    template = "{item} = {found} cannot be: {problem}. {advice}"
    exit_status = 7


class BadTherapyFile(HevesyError):
    code = "products.bad_therapy_file"
    template = "{file}, key {key!r}: {problem}; {advice}"
    exit_status = 3


# --- plan: the report -------------------------------------------------------------------------------------


class PlanOutOfShape(HevesyError):
    code = "plan.out_of_shape"
    template = (
        "{where}: {problem}. A plan.json must keep to its published schema (country_plan.schema.json), "
        "so nothing was written; mend that entry and write the report again."
    )
    exit_status = 6


# --- plan: the questionnaire and the pack template --------------------------------------------------------


class FolderInUse(HevesyError):
    code = "plan.folder_in_use"
    template = (
        "{folder} is not an empty folder, so nothing was written there; name a new folder, or empty this one."
    )
    exit_status = 5


# --- plan: scenarios and their interventions ---------------------------------------------------------------


class BadScenario(HevesyError):
    """Something in a scenario's file; `where` names the table and the key."""

    code = "plan.bad_scenario"
    template = "{file}, {where}: {problem}; {advice}"
    exit_status = 3


class FileInUse(HevesyError):
    code = "plan.file_in_use"
    template = "{file} is there already, so nothing was written; name another file, or delete that one."
    exit_status = 5


class BadIntervention(HevesyError):
    """Something in a file of the catalogue of interventions."""

    code = "plan.bad_intervention"
    template = "{file}, key {key!r}: {problem}; {advice}"
    exit_status = 3


class UnknownIntervention(HevesyError):
    code = "plan.unknown_intervention"
    template = "There is no intervention of kind {kind!r}{nearest}. Known: {known}."
    exit_status = 3


# --- capacity ---------------------------------------------------------------------------------------------


class UnknownAddition(HevesyError):
    code = "capacity.unknown_addition"
    template = "A centre can't be given more of {name!r}. It can be given more of: {known}."
    exit_status = 3


# --- plan: running and comparing scenarios ----------------------------------------------------------------


class Stopped(HevesyError):
    """A run was stopped on purpose; what was finished is kept where there is a folder for it."""

    code = "plan.stopped"
    template = "Stopped after {done:,} of {draws:,} draws; {advice}"
    exit_status = 130


class NoDask(HevesyError):
    code = "plan.no_dask"
    template = (
        "Spreading a run over machines needs the package `distributed`, which isn't installed: "
        "pip install 'hevesy[dask]', or leave out --dask."
    )
    exit_status = 6


class NoScheduler(HevesyError):
    code = "plan.no_scheduler"
    template = (
        "No Dask scheduler answers at {address!r} ({problem}). Start one with `dask scheduler` and at least one "
        "`dask worker ADDRESS`, then give the address that it prints, or leave out --dask."
    )
    exit_status = 6


class OtherVersion(HevesyError):
    code = "plan.other_version"
    template = (
        "A Dask worker runs Hevesy {theirs}, and this is Hevesy {ours}: their numbers may differ, so nothing was "
        "computed. Install the same version on every machine."
    )
    exit_status = 6


class NotComparable(HevesyError):
    code = "plan.not_comparable"
    template = (
        "{first} and {second} can't be compared: {problem}. Give both the same {field}; then the draws are the same "
        "and only what was changed differs."
    )
    exit_status = 6


class UnknownOutcome(HevesyError):
    code = "plan.unknown_outcome"
    template = "{text!r} is not an outcome that can be compared{nearest}. Known: {known}."
    exit_status = 6


# --- plan: calibration to last year's counts ----------------------------------------------------------------


class NoCounts(HevesyError):
    code = "plan.no_counts"
    template = (
        "No counts of treatments of {country}{which} are on the shelf, so nothing can be calibrated and every result "
        "stays exploratory.{known} Fill in treatments.csv of a pack (patients by centre, therapy and year) and give it "
        "with --pack."
    )
    exit_status = 6


class ImpossibleCount(HevesyError):
    """A count that no year can have, or that contradicts what else the pack says."""

    code = "plan.impossible_count"
    template = "{file}, line {line}, field {field!r}: {problem}; {advice}"
    exit_status = 3


class BadCalibration(HevesyError):
    code = "plan.bad_calibration"
    template = "{file} is not a calibration: {problem}. Write it anew with `hevesy plan reconcile`."
    exit_status = 3


class OtherData(HevesyError):
    """A calibration was made with other facts or counts than those on the shelf now."""

    code = "plan.other_data"
    template = (
        "{file} was made {made_of}, and this is {now}: its scores would mean other figures, so it was not used. "
        "Run `hevesy plan reconcile` again with these packs, or give the packs it was made with."
    )
    exit_status = 6


class NoCourse(HevesyError):
    """A therapy without a course of disease cannot be followed for years."""

    code = "plan.no_course"
    template = (
        "Nobody has said what becomes of people who have, or do not have, {therapy}: table course.csv has no row for it. "
        "Add one with the facts of its course, or leave the therapy out of the scenario."
    )
    exit_status = 5
