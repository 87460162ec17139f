"""What can go wrong in the rooms, one class each, each with a sentence that says what to do next."""

from __future__ import annotations

from hevesy.errors.tree import HevesyError


class BadQuantity(HevesyError):
    code = "quantities.bad"
    template = "{text!r} is not {what}: {advice}"
    exit_status = 2


# --- tables and packs -----------------------------------------------------------------------------------


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


class BadInstance(HevesyError):
    """Something in a file of the OR-Library."""

    code = "places.bad_instance"
    template = "{file}, line {line}: {problem}; {advice}"
    exit_status = 3


# --- facts ----------------------------------------------------------------------------------------------


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


# --- physics --------------------------------------------------------------------------------------------


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


# --- safety ---------------------------------------------------------------------------------------------


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


# --- supply ---------------------------------------------------------------------------------------------


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


# --- places, people, money ------------------------------------------------------------------------------


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


class BadEconomics(HevesyError):
    """An input of a health-economic model that cannot be right: a share outside 0 to 1, rows that do not add up."""

    code = "money.bad_economics"
    template = "The {model} cannot be worked out with {name} = {value}: {advice}."
    exit_status = 5


# --- products, policy -----------------------------------------------------------------------------------


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


# --- competence -----------------------------------------------------------------------------------------


class UnknownAddition(HevesyError):
    code = "capacity.unknown_addition"
    template = "A centre can't be given more of {name!r}. It can be given more of: {known}."
    exit_status = 3


# --- the record of care -----------------------------------------------------------------------------------


class UnknownTemplate(HevesyError):
    code = "record.unknown_template"
    template = "{text!r} is no course Hevesy has a template for{nearest}. `hevesy run courses` lists those there are."
    exit_status = 4


class WrongStory(HevesyError):
    code = "record.wrong_story"
    template = "{act!r} is no act of course {course}, which follows template {template}; nothing was recorded."
    exit_status = 4


class NeedsReason(HevesyError):
    """An act outside the rules was to be recorded without saying why; `unmet` names the gates."""

    code = "run.needs_reason"
    template = (
        "{act} does not meet: {unmet}. If it has happened, record it with the reason: it becomes a deviation with an "
        "incident. If it has not, do not do it."
    )
    exit_status = 4


class PaperNeedsReason(HevesyError):
    """An act was typed in from paper without saying why it was on paper."""

    code = "run.paper_needs_reason"
    template = (
        "{act} is typed in from paper: write why it was on paper, such as a power cut. It becomes a deviation in the "
        "incident of that downtime."
    )
    exit_status = 4


class BadLabel(HevesyError):
    """A label that may not be printed, or a scanned code that is none."""

    code = "run.bad_label"
    template = (
        "The label of {what} lacks: {missing}. Nothing was printed or confirmed; complete the record, or check the dose "
        "by two people."
    )
    exit_status = 4
