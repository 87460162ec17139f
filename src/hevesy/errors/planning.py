"""What can go wrong while planning: prices, reports, scenarios, runs and calibration."""

from __future__ import annotations

from hevesy.errors.tree import HevesyError

# --- plan -----------------------------------------------------------------------------------------------


class NoPrice(HevesyError):
    code = "plan.no_price"
    template = "Table prices.csv has no price of a cycle of {therapy!r}, so nobody can say who could pay for it. Add a row."
    exit_status = 6


class PriceUnits(HevesyError):
    """A price per activity was multiplied with something that is not an activity."""

    code = "plan.price_units"
    template = "The price {price!r} ({price_unit}) cannot be multiplied with {times!r} ({times_unit}); mend table prices.csv."
    exit_status = 6


# --- plan: the report -----------------------------------------------------------------------------------


class PlanOutOfShape(HevesyError):
    code = "plan.out_of_shape"
    template = (
        "{where}: {problem}. A plan.json must keep to its published schema (country_plan.schema.json), "
        "so nothing was written; mend that entry and write the report again."
    )
    exit_status = 6


# --- plan: the questionnaire and the pack template ------------------------------------------------------


class FolderInUse(HevesyError):
    code = "plan.folder_in_use"
    template = (
        "{folder} is not an empty folder, so nothing was written there; name a new folder, or empty this one."
    )
    exit_status = 5


# --- plan: scenarios and their interventions ------------------------------------------------------------


class BadScenario(HevesyError):
    """Something in a scenario's file; `where` names the table and the key."""

    code = "plan.bad_scenario"
    template = "{file}, {where}: {problem}; {advice}"
    exit_status = 3


class BadPlacement(HevesyError):
    """What was asked of a placement cannot be."""

    code = "plan.bad_placement"
    template = "{problem}; {advice}."
    exit_status = 2


class FileInUse(HevesyError):
    code = "plan.file_in_use"
    template = "{file} is there already, so nothing was written; name another file, or delete that one."
    exit_status = 5


class BadIntervention(HevesyError):
    """Something in a file of the catalogue of interventions."""

    code = "plan.bad_intervention"
    template = "{file}, key {key!r}: {problem}; {advice}"
    exit_status = 3


class BadShock(HevesyError):
    """Something in a file of the catalogue of shocks."""

    code = "plan.bad_shock"
    template = "{file}, key {key!r}: {problem}; {advice}"
    exit_status = 3


class UnknownIntervention(HevesyError):
    code = "plan.unknown_intervention"
    template = "There is no intervention of kind {kind!r}{nearest}. Known: {known}."
    exit_status = 3


# --- plan: running and comparing scenarios --------------------------------------------------------------


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


# --- plan: calibration to last year's counts ------------------------------------------------------------


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


# --- plan: disruption -----------------------------------------------------------------------------------


class BadOutage(HevesyError):
    code = "plan.bad_outage"
    template = "--outage {text}: {problem}; {advice}"
    exit_status = 3


class BadRemedy(HevesyError):
    code = "plan.bad_remedy"
    template = "--remedy {kind}: {problem}; {advice}"
    exit_status = 3


class NothingDelivered(HevesyError):
    code = "plan.nothing_delivered"
    template = (
        "No maker is known whose medicine comes to {country} in time, so there is nothing to drill; name one in a "
        "table producers.csv of a pack."
    )
    exit_status = 6


# --- plan: a centre and a budget ------------------------------------------------------------------------


class BadCentre(HevesyError):
    """Something that was asked of `hevesy plan centre`."""

    code = "plan.bad_centre"
    template = "{where}: {problem}; {advice}"
    exit_status = 3
