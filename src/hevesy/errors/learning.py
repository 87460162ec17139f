"""What can go wrong with what people learn and may do, with audits, with texts for patients and with lessons."""

from __future__ import annotations

from hevesy.errors.tree import HevesyError


class BadQuestions(HevesyError):
    """A file of questions that cannot be read, or questions that a format cannot say."""

    code = "learn.bad_questions"
    template = "{file}, line {line}: {problem}; {advice}. Nothing was taken over."
    exit_status = 3


class CannotSay(HevesyError):
    """A question that a format has no words for."""

    code = "learn.cannot_say"
    template = "Question {name!r} cannot be written as {format}: {problem}; {advice}. Nothing was written."
    exit_status = 3


class BadCurriculum(HevesyError):
    code = "learn.bad_curriculum"
    template = "{file}, key {key!r}: {problem}; {advice}"
    exit_status = 3


class UnknownModule(HevesyError):
    """A curriculum or a module that the shelf does not have."""

    code = "learn.unknown_module"
    template = "There is no {what} {text!r}{nearest}. `hevesy learn curricula` shows the names."
    exit_status = 7


class BadResult(HevesyError):
    """What was handed in is no result of a module, or of another version of it."""

    code = "learn.bad_result"
    template = "This is no result that can be taken in: {problem}; {advice}. Nothing was recorded."
    exit_status = 3


class NoTimetable(HevesyError):
    code = "learn.no_timetable"
    template = "{session} finds no place: {problem}; {advice}"
    exit_status = 4


class BadLeaflet(HevesyError):
    code = "products.bad_leaflet"
    template = "{file}, key {key!r}: {problem}; {advice}"
    exit_status = 3


class LessonPackAltered(HevesyError):
    code = "quality.lessons_altered"
    template = "This is no pack of lessons, or it was altered or cut short on its way, so nothing of it was taken; ask whoever sent it for it anew."
    exit_status = 4


class LessonSignerUnknown(HevesyError):
    code = "quality.lessons_unknown_signer"
    template = "The key {fingerprint} has signed this pack of lessons, and nobody here has said to trust it, so nothing of it was taken; compare its digits with the sender by telephone, then write the sender down."
    exit_status = 4


class BadFramework(HevesyError):
    code = "competence.bad_framework"
    template = "{file}, key {key!r}: {problem}; {advice}"
    exit_status = 3


class UnknownFramework(HevesyError):
    code = "competence.unknown_framework"
    template = "There is no framework {text!r}{nearest}. `hevesy learn frameworks` shows the ids."
    exit_status = 7


class BadEvidence(HevesyError):
    code = "competence.bad_evidence"
    template = "{file}, line {line}, column {column}: {problem}; {advice}"
    exit_status = 3


class BadCertificate(HevesyError):
    code = "competence.bad_certificate"
    template = "The certificate is not taken: {problem}; {advice}."
    exit_status = 4


class BadDecision(HevesyError):
    code = "competence.bad_decision"
    template = "Nothing was written of this certification: {said}"
    exit_status = 3


# --- quality --------------------------------------------------------------------------------------------


class BadProfile(HevesyError):
    code = "quality.bad_profile"
    template = "{file}, key {key!r}: {problem}; {advice}"
    exit_status = 3


class UnknownAuditProfile(HevesyError):
    code = "quality.unknown_profile"
    template = "There is no audit profile {text!r}{nearest}. `hevesy learn audits` shows the ids."
    exit_status = 7


class UnknownIndicator(HevesyError):
    code = "quality.unknown_indicator"
    template = "There is no indicator {text!r}{nearest}. `hevesy learn indicators` shows the ids."
    exit_status = 7


class BadScore(HevesyError):
    code = "quality.bad_score"
    template = "Item {item}: {problem}, so nothing was kept; {advice}."
    exit_status = 3


class BadStep(HevesyError):
    code = "quality.bad_step"
    template = "The action about {about} can't go on: {said}"
    exit_status = 3


# --- capacity -------------------------------------------------------------------------------------------
