"""What the service refuses, one class each, with a sentence that says why and what to do; codes are in a spec table."""

from __future__ import annotations

from hevesy.errors import HevesyError


class Refusal(HevesyError):
    """Something that may not be done now; `status` is that of HTTP."""

    code = "service.refusal"
    status = 409


class KeyUsed(Refusal):
    code = "book.key_used"
    template = "This form was sent before with other contents, so nothing was written; open it again and send it anew."


class StreamMoved(Refusal):
    code = "book.moved"
    template = "Somebody else changed this while you were writing; look at what they wrote, then send yours again."


class DayOutside(Refusal):
    code = "desk.day_outside"
    template = "{day} is no day that can be reckoned with here; write a day from {first} to {last}."
    status = 422


class NotYours(Refusal):
    code = "account.not_yours"
    template = "Your roles do not let you {action} here; ask an administrator of {site} for the role {roles}."
    status = 403
    emergency: tuple[str, str] | None = None  # the site and the action, where it may be taken in an emergency


class NoSuchLink(Refusal):
    code = "account.no_such_link"
    template = "This link was used before, is older than 14 days, or is of another installation; ask for a new one."
    status = 404


class NoDatabase(Refusal):
    code = "backup.no_database"
    template = "There is no database in this home, so nothing was backed up; name the folder in HEVESY_HOME."


class BackupFailed(Refusal):
    code = "backup.failed"
    template = (
        "The back-up was not written: {why}. Earlier ones are kept; see to that, and it is tried again in an hour."
    )
    status = 503


class SecondDiskGone(Refusal):
    code = "backup.second_disk_gone"
    template = (
        "The second disk for back-ups is not at {folder}, so there is no second copy of the last one; connect it, and "
        "it is tried again in an hour."
    )
    status = 503


class HomeNotEmpty(Refusal):
    code = "backup.home_not_empty"
    template = "{folder} has a database already, and nothing was changed; name a new folder in HEVESY_HOME."


class BackupUnreadable(Refusal):
    code = "backup.unreadable"
    template = "{file} cannot be restored: {why}. Nothing was changed; take an older back-up, or the right key."


class Busy(Refusal):
    code = "database.busy"
    template = "Others were writing for a long time, so nothing of yours was written; wait a moment and send it again."
    status = 503


class DiskFull(Refusal):
    code = "database.disk_full"
    template = (
        "The disk is full, so nothing was written; what was written before is safe and can be read. "
        "Make room on the disk of the service, then send this again."
    )
    status = 507


class ReadOnly(Refusal):
    code = "database.read_only"
    template = (
        "The service may not write to its disk, so nothing was written; what was written before is safe. "
        "Let it write to its folder, then send this again."
    )
    status = 503


class DiskFailed(Refusal):
    code = "database.disk_failed"
    template = (
        "The disk failed while this was written, so it may or may not be there. Send the same form again: it is "
        "never done twice. Make a back-up to another disk, and have this one looked at."
    )
    status = 503


class Damaged(Refusal):
    code = "database.damaged"
    template = (
        "The database file is damaged, so nothing was written. Stop the service, keep a copy of its folder, and put "
        "the last good back-up into a new folder: hevesy service restore."
    )
    status = 503


class NewerDatabase(Refusal):
    code = "database.newer"
    template = (
        "A later version of Hevesy has worked with this database (it knows {name}), so nothing was changed; start that "
        "version, or restore the back-up from before the upgrade into a new folder: hevesy service restore."
    )
    status = 503


class DatabaseGone(Refusal):
    code = "database.gone"
    template = (
        "The database does not answer, so it is not known whether this was written. Once it answers, send the same "
        "form again: it is never done twice."
    )
    status = 503


class Fault(Refusal):
    code = "service.fault"
    template = (
        "Something failed in Hevesy itself at {at}. A form that was sent may or may not be written: send the same one "
        "again, it is never done twice. If it fails again, tell your administrator this time; the log says more."
    )
    status = 500


class NoName(Refusal):
    code = "account.no_name"
    template = "Nobody signs in as {username} yet; write the person's name as well, and they are let in."
    status = 422


class LastAdministrator(Refusal):
    code = "account.last_administrator"
    template = "{site} would have no administrator left; give that role to somebody else first."


class NotHere(Refusal):
    code = "account.not_here"
    template = "This person holds no role at {site}; give them one first."
    status = 404


class TooManyJobs(Refusal):
    code = "job.too_many"
    template = "{site} has twenty jobs that wait or run; stop one, or wait until one is done."
    status = 429


class WhatIfResting(Refusal):
    code = "what_if.resting"
    template = (
        "The part of the service that answers sliders is not there at this moment; nothing was changed. "
        "It starts again by itself within seconds: turn once more, or press Show."
    )
    status = 503


class OtherCountry(Refusal):
    code = "atlas.other_country"
    template = "{site} may write only figures of its own country; an administrator says which that is."
    status = 403


class OwnProposal(Refusal):
    code = "atlas.own_proposal"
    template = "You proposed this figure yourself, so another approver must decide on it."
    status = 403


class AlreadyDecided(Refusal):
    code = "atlas.already_decided"
    template = "This proposal was {decision} already; propose the figure anew where it should change."


class PackUnreadable(Refusal):
    code = "atlas.pack_unreadable"
    template = "This file was not taken in: {why}. Nothing was changed; ask the sender to download it anew."
    status = 422


class SheetUnreadable(Refusal):
    code = "mission.sheet_unreadable"
    template = "This file was not taken in: {why}. Nothing was changed; mend it, or download the form anew."
    status = 422


class NothingReady(Refusal):
    code = "mission.nothing_ready"
    template = "Nothing was handed in, for no answer is ready: open a section, and mend what is said below its answers."
    status = 422


class CountsUnfit(Refusal):
    code = "mission.counts_unfit"
    template = "These counts were not kept: {why}. Nothing was changed; correct the number and send it again."
    status = 422


class NoToken(Refusal):
    code = "api.no_token"
    template = "Send a token, as in `Authorization: Bearer hevesy_...`; you make one on your page of tokens."
    status = 401


class WrongToken(Refusal):
    code = "api.wrong_token"
    template = "This token is not known here, was revoked, or has ended; make another on your page of tokens."
    status = 401


class TooManyWrong(Refusal):
    code = "api.too_many_wrong"
    template = "Twenty wrong tokens came from your address within a minute; wait a minute, then send the right one."
    status = 429


class TokenTooNarrow(Refusal):
    code = "api.token_too_narrow"
    template = "This token does not open this: {what}; make one that does on your page of tokens."
    status = 403


class TokenMade(Refusal):
    code = "api.token_made"
    template = "This token was made already, and its secret is not kept; if you lost it, revoke it and make another."


class NothingThere(Refusal):
    code = "api.nothing_there"
    template = "There is nothing here that you may see; /api/v1/openapi.json lists the addresses."
    status = 404


class NotValid(Refusal):
    code = "api.not_valid"
    template = "Nothing was done, because something that was sent cannot be; `errors` says what, field by field."
    status = 422


class NotJson(Refusal):
    code = "api.not_json"
    template = "The body could not be read; send one JSON object in UTF-8, with Content-Type: application/json."
    status = 400


class TooLarge(Refusal):
    code = "api.too_large"
    template = "More was sent than the service reads at once (2.5 MB), so nothing was done; send less."
    status = 413


class NoSuchMethod(Refusal):
    code = "api.no_such_method"
    template = "This address does not take {method}; it takes {allowed}."
    status = 405


class NameTooLong(Refusal):
    code = "plan.name_too_long"
    template = "The plan's name has more than 200 letters, so nothing was kept; write a shorter one."
    status = 422


class NotAJob(Refusal):
    code = "job.not_a_job"
    template = "Nothing was begun: {fields} cannot be; /api/v1/job-kinds lists what can be computed."
    status = 422


class ElsewhereToo(Refusal):
    code = "account.elsewhere_too"
    template = "This person works at other sites too; an administrator of all of them gives the new link."
    status = 403


class FormWrong(Refusal):
    code = "care.form_wrong"
    template = "Nothing was recorded: {fields} cannot be read or is missing; look at the marked fields."
    status = 422


class NothingToTakeHome(Refusal):
    code = "care.nothing_to_take_home"
    template = "There are no papers to take home yet, as nobody has written down: {fields}."


class NotClosed(Refusal):
    code = "care.not_closed"
    template = "The incident stays open; it lacks: {missing}."
    status = 422


class ClosedByOpener(Refusal):
    code = "care.closed_by_opener"
    template = "The incident stays open: somebody else than who opened it closes it."
    status = 422


class NotSent(Refusal):
    """A report without a minimum criterion is none that could have been sent."""

    code = "care.not_sent"
    template = "It was not noted as sent: the report lacks {missing}, without which it is no report."
    status = 422


class NotToSign(Refusal):
    code = "care.not_to_sign"
    template = "This line is signed by: {roles}; nothing was signed."
    status = 403


class ModuleOff(Refusal):
    code = "validation.module_off"
    template = (
        "This rests on what is switched off at {site}: {module}. What happened can still be written down, and nothing "
        "is lost; who keeps the validation of the site can switch it on."
    )


class NothingPassed(Refusal):
    code = "validation.nothing_passed"
    template = "No part passed its checks in this run, so there is nothing to sign; see what failed, and run it again."


class OwnEvidence(Refusal):
    code = "competence.own_evidence"
    template = "Nobody writes down what is known of themselves, so nothing was written; ask a colleague who keeps it."


class OwnProcedure(Refusal):
    code = "competence.own_procedure"
    template = (
        "Nobody supervises or confirms procedures of their own, so nothing was written; somebody else must be the "
        "supervisor."
    )


class NotSupervisor(Refusal):
    code = "competence.not_supervisor"
    template = "{supervisor} was named as the supervisor of this procedure, so nothing was written; ask them for it."
    status = 403


class AnsweredBefore(Refusal):
    code = "competence.answered_before"
    template = (
        "This procedure was confirmed, returned or taken back on {on}, so nothing was written; what does not count can "
        "be claimed anew."
    )


class NotConfirmed(Refusal):
    code = "competence.not_confirmed"
    template = (
        "This procedure does not stand as confirmed, so nothing was taken back; look at how it stands now."
    )


class InLogbook(Refusal):
    code = "competence.in_logbook"
    template = "Case {case} stands in this logbook with this act and cycle, and counts once, so nothing was written."


class NotEnrolled(Refusal):
    code = "competence.not_enrolled"
    template = (
        "You are not in training here with this supervisor, so nothing was written; a trainer of the site enrols you "
        "and names who supervises."
    )


class InTraining(Refusal):
    code = "competence.in_training"
    template = (
        "A training for {framework} has been running since {since}, so nothing was written; end it first, with its "
        "last day."
    )


class BeforeTraining(Refusal):
    code = "competence.before_training"
    template = (
        "This was done on {on}, before the training began on {since}, so nothing was written; whoever keeps the "
        "evidence of the site confirms it as an amount in the application for the certificate."
    )


class NoSeatsLeft(Refusal):
    code = "teaching.no_seats_left"
    template = (
        "{seats} seats were to be given and {left} of {all} can be, so none was given; give fewer, or offer more seats."
    )


class OverFullTime(Refusal):
    code = "staffing.over_full_time"
    template = (
        "From {on} on, all contracts of this person here would come to {percent} % of a full-time post, so nothing was "
        "written; state less, or first state less of the other role."
    )


class AuditClosed(Refusal):
    code = "quality.audit_closed"
    template = (
        "The audit of {on} is closed, so nothing of it was changed; what was found since belongs to the next one."
    )


class AuditDiscarded(Refusal):
    code = "quality.audit_discarded"
    template = (
        "The audit of {on} was discarded, so nothing of it changes any more and nothing comes of it, neither a report "
        "nor an action; begin another one."
    )


class AuditHasActions(Refusal):
    code = "quality.audit_has_actions"
    template = (
        "Corrective actions that came of the audit of {on} are open ({many}), so it was not discarded; bring them to "
        "their closure first."
    )


class ScoredSince(Refusal):
    code = "quality.scored_since"
    template = (
        "Somebody else scored {items} since this page was opened, so nothing was kept; look at what stands there now, "
        "and send yours again if it is right."
    )


class EvidenceDamaged(Refusal):
    code = "quality.evidence_damaged"
    template = (
        "The file {name} is not kept here as it was attached, so it is not given; ask whoever keeps the service to "
        "look for it in an earlier back-up."
    )
    status = 410


class NoBoard(Refusal):
    code = "boards.no_board"
    template = "No board was opened on this installation, so nothing was written; an administrator opens one first."
    status = 404


class NoBoardKey(Refusal):
    code = "boards.no_key"
    template = (
        "The key of the board, {file}, is not in the home folder, so nothing can be signed; put it back from where it "
        "is kept."
    )
    status = 503


class BoardThere(Refusal):
    code = "boards.board_there"
    template = "There is a board on this installation already, {name}, so no other was opened; name its members."


class NotOnBoard(Refusal):
    code = "boards.not_on_board"
    template = "You are no member of the board, so nothing was written; an administrator names its members."
    status = 403


class NotBoardSite(Refusal):
    code = "boards.not_board_site"
    template = "The board is kept at {site}, so nothing was written here; ask an administrator of that site."
    status = 403


class OfTheBoard(Refusal):
    code = "boards.of_the_board"
    template = (
        "The board made this known by its decision, so nothing was written; only the board speaks against it, so ask "
        "one of its members."
    )
    status = 403


class AppliedAlready(Refusal):
    code = "boards.applied_already"
    template = "An application of yours for {framework} waits already, so no other was written; look how it stands."


class OtherCadre(Refusal):
    code = "boards.other_cadre"
    template = (
        "{framework} is for another profession ({cadre}) than yours ({own}), so nothing was written; choose one of "
        "your own, or ask an administrator for the role in which you work."
    )
    status = 422


class MoreThanTime(Refusal):
    code = "boards.more_than_time"
    template = (
        "The training from {since} to {until} has room for no more than {most}, so nothing was written; write less, or "
        "let a trainer correct the day on which it began."
    )
    status = 422


class NotToRenew(Refusal):
    code = "boards.not_to_renew"
    template = "This certificate is not one that can be renewed now, so nothing was written; look how it stands."


class BadKey(Refusal):
    code = "boards.bad_key"
    template = (
        "This is not the public key of a board, so nothing was written; give the whole file that the board hands out, "
        "from BEGIN PUBLIC KEY to END PUBLIC KEY."
    )
    status = 422


class BoardTrusted(Refusal):
    code = "boards.trusted_already"
    template = "A board with the name {name} is known here already, so nothing was written; bring its newest list."


class OlderList(Refusal):
    code = "boards.older_list"
    template = (
        "This list, of {on}, is no newer than the one here, of {held}, so it was not taken; ask the board for its "
        "newest."
    )
    status = 422


class ListAhead(Refusal):
    code = "boards.list_ahead"
    template = (
        "This list is dated {on}, which is still to come, so it was not taken; compare the clocks, and ask the board "
        "for its newest."
    )
    status = 422


class NotNewest(Refusal):
    code = "validation.not_newest"
    template = (
        "These results are not the newest of this site, or are of other software than runs now; run the checks again "
        "and sign those."
    )


class SwitchedAlready(Refusal):
    code = "validation.switched_already"
    template = "It stands so already, so nothing was changed; look at the page again."


class NotChecked(Refusal):
    code = "validation.not_checked"
    template = "The checks gave no answer, so nothing was kept; run hevesy validate on the machine, which says why."
    status = 503
class NotSigned(Refusal):
    code = "care.not_signed"
    template = "{act} is signed by who records it, and nobody proved who they are; nothing was recorded."
    status = 403


class OneActInBoth(Refusal):
    code = "care.one_act_in_both"
    template = (
        "A dose is reallocated by one act that is told in both courses, so nothing was recorded: begin it from "
        "the dose on the page of the course it came for; to undo it, give the dose back by the same act."
    )
    status = 422


class NothingToReallocate(Refusal):
    code = "care.nothing_to_reallocate"
    template = (
        "No vial of this course stands received and not given, or the other course is not one of this site, so nothing "
        "was recorded; record the receipt first."
    )
    status = 422


class Ahead(Refusal):
    code = "care.ahead"
    template = "This would have happened at {at}, which is still to come; write when it happened. Nothing was recorded."
    status = 422


class NotAwaited(Refusal):
    code = "care.not_awaited"
    template = (
        "This does not wait for your signature: another person was named, it was signed or corrected already, or your "
        "roles do not let you be the second person here. Nothing was signed."
    )
    status = 403


class NotSynthetic(Refusal):
    code = "care.not_synthetic"
    template = "{site} is a real site, where nothing is recorded without a person; nothing was recorded."
    status = 403


class SyntheticOnly(Refusal):
    code = "care.synthetic_only"
    template = "{site} is a site already, so no synthetic people were put there; name another code."


class UnknownSite(Refusal):
    code = "care.unknown_site"
    template = "There is no site {code} here, so nothing was counted. There are: {known}."
    status = 404


class NoTable(Refusal):
    code = "atlas.no_table"
    template = (
        "{file} holds no table of figures or centres; export one here, fill it in and bring it. Nothing was changed."
    )
    status = 422


class UploadTooLarge(Refusal):
    code = "service.upload_too_large"
    template = (
        "What was sent has more than {most} MB, so nothing of it was read; take away what is not needed, or send it in "
        "parts."
    )
    status = 413


class NotProven(Refusal):
    code = "account.not_proven"
    template = "The password or the code is wrong, or the code was used before; nothing was done. Write both anew."
    status = 403


class NoPasskeysHere(Refusal):
    code = "account.no_passkeys_here"
    template = "Passkeys work only over HTTPS or on localhost; use the code of an app on your phone here."
    status = 409


class PutOffBefore(Refusal):
    code = "account.put_off_before"
    template = "You put this off once already; add the code of an app on your phone, or ask an administrator."


class NoSuchName(Refusal):
    code = "account.no_such_name"
    template = "Nobody signs in as {username} here, so nothing was changed; look how the name is written."
    status = 404


class NearMissesFull(Refusal):
    code = "lessons.near_misses_full"
    template = "This month took in as many reports as it can, so this one was not kept; tell somebody who keeps safety."


class OwnLeaflet(Refusal):
    code = "outreach.own_leaflet"
    template = "You wrote this text yourself, so no review was written down; let another clinician read it."
    status = 403


class NotLendable(Refusal):
    code = "account.not_lendable"
    template = "This cannot be lent: {why}. Nothing was changed."


class OwnEmergency(Refusal):
    code = "account.own_emergency"
    template = "You took this emergency access yourself, so somebody else must review it."
    status = 403


class NoEmergency(Refusal):
    code = "account.no_emergency"
    template = "This is not taken in an emergency: {why}. Nothing was changed."


class NeedsSignature(Refusal):
    code = "api.needs_signature"
    template = "This needs a person's signature, and a token cannot sign; a person does it on the page {page}."
    status = 403
