"""Certificates that are checked without a network: a text that a board has signed, a dated list of what it took back.

The text is what a QR code holds: `HVC1.` and two parts in URL-safe Base64, what the certificate says as JSON and the
board's Ed25519 signature of it (RFC 8032). Who checks needs the board's public key and its newest list; a list that is
older than a month, or none, is not enough to say that a certificate stands.

A list begins with `HVR2.` and says, besides its day, the moment at which it was made and a number that only grows, so
that of two lists of one day the newer is known. One that begins with `HVR1.` has its day alone, and is read as before.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hevesy.errors import BadCertificate
from hevesy.signing import fits, sign

CERTIFICATE, LIST, LIST_OF_DAYS = "HVC1", "HVR2", "HVR1"
GRACE = timedelta(days=1)  # how far the clock of who made a list may be ahead
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
FRESH = timedelta(days=31)  # how old a list of what was taken back may be


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a board says: that the holder met a framework. `holder` is who they are to those who check."""

    number: str
    board: str
    framework: str
    version: str
    holder: str
    issued: date
    until: date


@dataclass(frozen=True, slots=True)
class Revoked:
    """The certificates that a board has taken back or suspended by a day: by number, from which day, and why.

    `serial` grows with all that the board takes back or gives back; `at` is when the list was made, to the second, None
    in a list of the earlier format.
    """

    board: str
    on: date
    numbers: Mapping[str, tuple[date, str]]
    serial: int = 0
    at: datetime | None = None

    def is_newer(self, held: Revoked) -> bool:
        """Whether it follows a list of the same board: by number and moment, or by the day where one has no more."""
        if self.at is not None and held.at is not None:
            return (self.serial, self.at) > (held.serial, held.at)
        return self.on > held.on or (self.on == held.on and self.at is not None)

    def is_ahead(self, now: datetime) -> bool:
        """Whether it is dated later than the clock of who reads it can explain."""
        latest = now + GRACE
        return self.on > latest.date() or (self.at is not None and self.at > latest)


@dataclass(frozen=True, slots=True)
class Checked:
    """A certificate that its board has signed, and what stands against it: codes of `[certificate_says]`."""

    certificate: Certificate
    problems: tuple[tuple[str, Mapping[str, Any]], ...]

    @property
    def stands(self) -> bool:
        return not self.problems


def issue(certificate: Certificate, key: bytes) -> str:
    """The text of a certificate, signed with a board's key."""
    said = {name: str(getattr(certificate, name)) for name in Certificate.__slots__}
    return _signed(CERTIFICATE, said, key)


def revoke(revoked: Revoked, key: bytes) -> str:
    """The text of a list of what was taken back, signed with its key; without a moment, in the earlier format."""
    numbers = {number: [str(on), why] for number, (on, why) in revoked.numbers.items()}
    said = {"board": revoked.board, "on": str(revoked.on), "numbers": numbers}
    if revoked.at is None:
        return _signed(LIST_OF_DAYS, said, key)
    at = revoked.at.astimezone(UTC).strftime(MOMENT)
    return _signed(LIST, {**said, "at": at, "serial": revoked.serial}, key)


def read_certificate(text: str, board: bytes) -> Certificate:
    """What a certificate says, once its signature fits the board's public key; raises BadCertificate."""
    said = _verified(CERTIFICATE, text, board)
    try:
        first, last = (date.fromisoformat(said[name]) for name in ("issued", "until"))
        return Certificate(
            said["number"], said["board"], said["framework"], said["version"], said["holder"], first, last
        )
    except (KeyError, TypeError, ValueError):
        raise _incomplete("certificate") from None


def read_list(text: str, board: bytes) -> Revoked:
    """What was taken back, once the signature fits; raises BadCertificate."""
    before = text.strip().startswith(f"{LIST_OF_DAYS}.")
    said = _verified(LIST_OF_DAYS if before else LIST, text, board)
    try:
        numbers = {number: (date.fromisoformat(on), why) for number, (on, why) in said["numbers"].items()}
        found = Revoked(said["board"], date.fromisoformat(said["on"]), numbers)
        return found if before else replace(found, serial=int(said["serial"]), at=_moment(said["at"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _incomplete("list") from None


def check(text: str, board: bytes, revoked: Revoked | None, on: date) -> Checked:
    """Whether a certificate stands on a day. Raises BadCertificate where nothing of it can be believed.

    Unknown never means allowed: without a list, or with one older than a month, it does not stand.
    """
    found = read_certificate(text, board)
    problems: list[tuple[str, Mapping[str, Any]]] = []
    if on < found.issued:
        problems.append(("not_yet", {"issued": found.issued}))
    if on > found.until:
        problems.append(("ended", {"until": found.until}))
    if revoked is None or revoked.board != found.board:
        problems.append(("no_list", {"board": found.board}))
    else:
        problems += _by_list(found, revoked, on)
    return Checked(found, tuple(problems))


def _by_list(found: Certificate, revoked: Revoked, on: date) -> list[tuple[str, Mapping[str, Any]]]:
    problems: list[tuple[str, Mapping[str, Any]]] = []
    since, why = revoked.numbers.get(found.number, (date.max, ""))
    if since <= on:
        problems.append(("revoked", {"since": since, "why": why}))
    if on - revoked.on > FRESH:
        problems.append(("old_list", {"on": revoked.on}))
    return problems


def _moment(text: str) -> datetime:
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)


def _signed(kind: str, said: Mapping[str, Any], key: bytes) -> str:
    body = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    signature = sign(key, f"{kind}.".encode() + body)
    return f"{kind}.{_text(body)}.{_text(signature)}"


def _verified(kind: str, text: str, board: bytes) -> dict[str, Any]:
    name, _dot, rest = text.strip().partition(".")
    if name != kind:
        raise BadCertificate(problem=f"it does not begin with {kind}", advice="give the whole text of the code",
                             because="wrong_kind", kind=kind)  # fmt: skip
    try:
        body, signature = (_bytes(part) for part in rest.split("."))
        if not fits(board, signature, f"{kind}.".encode() + body):
            raise ValueError(text)
        said: dict[str, Any] = json.loads(body)
    except (ValueError, TypeError):
        raise BadCertificate(problem="it was altered, or another board has signed it", because="altered",
                             advice="believe nothing of it, and ask the board") from None  # fmt: skip
    return said


def _incomplete(what: str) -> BadCertificate:
    problem = f"it lacks what a {what} says"
    return BadCertificate(problem=problem, advice="ask the board for it anew", because="incomplete")


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    """Strictly: one text stands for one row of bytes, so that no other text passes for a certificate."""
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError(text) from None
    if _text(found) != text:
        raise ValueError(text)
    return found
