"""Terms and sentences in the reader's language; English is complete, five more languages fit the same shape.

A catalogue is a mapping from a code to a sentence with named holes. Domain code returns the code and the
values; only the screen asks for words.
"""

from __future__ import annotations

from collections.abc import Mapping

from hevesy.errors import HevesyError

LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")

_ENGLISH: dict[str, str] = {
    "a.availability": "Availability",
    "a.accommodation": "Accommodation",
    "a.accessibility": "Accessibility",
    "a.affordability": "Affordability",
    "a.acceptability": "Acceptability",
    "a.clinical": "Clinical (not a barrier of access)",
    "state.reported": "reported",
    "state.reported_zero": "reported zero",
    "state.public_only": "public sector only",
    "state.imputed": "imputed",
    "state.missing": "missing",
    "kind.verified": "read in the named document",
    "kind.secondary": "read in a page that quotes the source",
    "kind.weak": "read in a commercial or unreviewed page",
    "kind.review": "stated in the review",
    "kind.computed": "computed from data",
    "kind.derived": "arithmetic on other figures",
    "kind.unverified": "recalled by an expert, not yet checked",
    "kind.assumption": "planning default, not a published figure",
    "kind.together": "inputs acting together",
    "income.HIC": "high income",
    "income.UMIC": "upper middle income",
    "income.LMIC": "lower middle income",
    "income.LIC": "low income",
    "income.unclassified": "unclassified",
    "stage.recognised": "Recognised as a candidate",
    "stage.earlier_treatment": "Received the treatment that comes before",
    "stage.referred": "Referred to nuclear medicine",
    "stage.reaches_imaging": "Reached the place of imaging",
    "stage.accepts": "Accepted the treatment",
    "stage.pays_imaging": "Could pay for imaging",
    "stage.imaged": "Imaged",
    "stage.board": "Recommended by a board",
    "stage.eligible": "Eligible",
    "stage.reaches_therapy": "Reached the place of therapy",
    "stage.pays_therapy": "Could pay for the first cycle",
    "stage.waits": "Still fit when the turn came",
    "stage.dose_arrives": "The dose arrived in time",
    "stage.treated": "Completed the cycles",
    "stage.followed": "Followed up",
    "reason.cancelled_on_the_day": "Cancelled on the day",
    "reason.cannot_leave_work": "Could not leave work for so many days",
    "reason.cannot_pay_again": "Could not pay for a further cycle",
    "reason.cannot_travel_again": "Could not travel again",
    "reason.contraindicated_now": "Contraindicated now",
    "reason.disease_not_recognised": "The disease was not recognised",
    "reason.dose_not_delivered": "The dose was not delivered or failed QC",
    "reason.earlier_line_never_received": "Never received the line of treatment that comes before",
    "reason.imaging_not_affordable": "Could not pay for imaging",
    "reason.imaging_not_completed": "Imaging was not completed",
    "reason.lost_to_follow_up": "Lost to follow-up",
    "reason.lung_or_gut_shunt_forbids": "A shunt to lung or gut forbids it",
    "reason.lutetium_never_received": "Never received Lu-177 first",
    "reason.marrow_or_kidney_forbids": "Marrow or kidneys forbid it",
    "reason.nationally_required_line_never_received": "Never received the line that the national rule asks for",
    "reason.no_imaging_route": "No scanner with the tracer was found",
    "reason.no_interpreter": "Nobody spoke the patient's language",
    "reason.no_legal_route": "There was no legal route to the medicine",
    "reason.no_shielded_bed": "No shielded bed was free",
    "reason.no_step_free_access": "Could not get in without steps or help",
    "reason.not_fit_for_therapy": "Not fit for the therapy",
    "reason.not_recommended_by_a_board": "Not recommended by a board",
    "reason.not_referred": "Not referred",
    "reason.stops_for_clinical_reasons": "Stopped for clinical reasons",
    "reason.target_not_expressed": "The target is not expressed",
    "reason.therapy_not_affordable": "Could not pay for the therapy",
    "reason.thyroid_not_removed": "The thyroid was not removed",
    "reason.too_far_from_imaging": "Too far from imaging",
    "reason.too_far_from_therapy": "Too far from therapy",
    "reason.treatment_not_accepted": "The treatment was not accepted",
    "reason.waits_too_long": "Waited too long",
    "unknown": "unknown",
}

CATALOGUES: Mapping[str, Mapping[str, str]] = {
    "en": _ENGLISH,
    "ar": {},
    "zh": {},
    "fr": {},
    "ru": {},
    "es": {},
}


def say(code: str, language: str = "en", **values: object) -> str:
    """The sentence for `code`, in `language` or, where that is not yet written, in English.

    >>> say("state.reported_zero")
    'reported zero'
    """
    pattern = CATALOGUES[language].get(code) or _ENGLISH[code]
    return pattern.format_map(values) if values else pattern


def say_reason(code: str, language: str = "en") -> str:
    """A reason for which people are lost; one that a pack has added is said by its own code.

    >>> say_reason("waits_too_long"), say_reason("river_in_flood")
    ('Waited too long', 'River in flood')
    """
    name = f"reason.{code}"
    return say(name, language) if name in _ENGLISH else code.replace("_", " ").capitalize()


def sentence(error: HevesyError, language: str = "en") -> str:
    """What went wrong, said in `language`; English where the catalogue has no entry yet."""
    pattern = CATALOGUES[language].get(error.code)
    return pattern.format_map(error.values) if pattern else str(error)
