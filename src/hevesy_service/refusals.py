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


class NotYours(Refusal):
    code = "account.not_yours"
    template = "Your roles do not let you {action} here; ask an administrator of {site} for the role {roles}."
    status = 403


class NoSuchLink(Refusal):
    code = "account.no_such_link"
    template = "This link was used before, is older than 14 days, or is of another installation; ask for a new one."
    status = 404


class NotOfSqlite(Refusal):
    code = "backup.not_of_sqlite"
    template = (
        "There is no SQLite database in this home, so nothing was backed up; with DATABASE_URL, use pg_dump."
    )


class HomeNotEmpty(Refusal):
    code = "backup.home_not_empty"
    template = "{folder} has a database already, and nothing was changed; name a new folder in HEVESY_HOME."


class BackupUnreadable(Refusal):
    code = "backup.unreadable"
    template = "{file} cannot be restored: {why}. Nothing was changed; take an older back-up, or the right key."


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
