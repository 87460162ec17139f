"""What the book says of a centre: the lines it has signed, its instruments and its licences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hevesy.run.signed import Signature
from hevesy_service.accounts.signature import keep, overtake, shows, signed, text_of
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.care.models import Instrument, LicenceRow, SignedLine

SIGNED, CALIBRATED, LICENSED = "gate_signed", "instrument_calibrated", "licence_entered"
LINE = ("gate", "on", "source", "edition", "low", "high", "text", "until")  # what a person reads who signs


def sign(site: Site, therapy: str, line: Signature, key: str, how: str = "") -> Event:
    """A person signs a line of the gate table; the line before it is replaced, and stays in the book.

    `how` says by what the person proved who they are; empty only for what no person signs, as in a synthetic year.
    """
    body: dict[str, Any] = {
        "gate": line.gate, "on": line.on.isoformat(), "source": line.source, "edition": line.edition, "low": line.low,
        "high": line.high, "text": line.text, "until": line.until.isoformat() if line.until else None,
    }  # fmt: skip
    body |= signed(_shown(therapy, body), how) if how else {}
    return append(Entry(site, f"gates/{site.code}/{therapy}", SIGNED, line.by, key, body))


def calibrate(site: Site, kind: str, name: str, until: date, by: str, key: str) -> Event:
    """An instrument's calibration holds until a day."""
    body = {"kind": kind, "name": name, "until": until.isoformat()}
    return append(Entry(site, f"instruments/{site.code}", CALIBRATED, by, key, body))


def license(site: Site, nuclide: str, most_bq: float, until: date, number: str, by: str, key: str) -> Event:
    """The centre may hold so much of a nuclide until a day."""
    body = {"nuclide": nuclide, "most_bq": most_bq, "until": until.isoformat(), "number": number}
    return append(Entry(site, f"licences/{site.code}", LICENSED, by, key, body))


def about_line(site: Site, therapy: str, gate: str) -> str:
    """What a signature of a line is about."""
    return f"{site.code}/{therapy}/{gate}"


def _shown(therapy: str, body: Mapping[str, Any]) -> str:
    return text_of(SIGNED, {"therapy": therapy, **{name: body[name] for name in LINE}})


@shows(SIGNED)
def _shown_again(event: Event, body: Mapping[str, Any]) -> str:
    therapy = event.stream.rpartition("/")[2]
    held = SignedLine.objects.get(site_id=event.site_id, therapy=therapy, gate=body["gate"])
    until = held.until.isoformat() if held.until else None
    return _shown(therapy, {**{name: getattr(held, name) for name in LINE}, "on": held.on.isoformat(), "until": until})


@projection(SIGNED)
def _signed(event: Event, body: dict[str, Any]) -> None:
    said = {name: body[name] for name in ("source", "edition", "low", "high", "text")}
    days = {"on": date.fromisoformat(body["on"]), "until": date.fromisoformat(body["until"]) if body["until"] else None}
    named = {"site_id": event.site_id, "therapy": event.stream.rpartition("/")[2], "gate": body["gate"]}
    SignedLine.objects.update_or_create(**named, defaults={**said, **days, "by": event.by})
    about = about_line(event.site, str(named["therapy"]), body["gate"])
    keep(event, body, about)
    overtake(event, SIGNED, about=about)


@projection(CALIBRATED)
def _calibrated(event: Event, body: dict[str, Any]) -> None:
    said = {"kind": body["kind"], "until": date.fromisoformat(body["until"])}
    Instrument.objects.update_or_create(site_id=event.site_id, name=body["name"], defaults=said)


@projection(LICENSED)
def _licensed(event: Event, body: dict[str, Any]) -> None:
    said = {"most_bq": body["most_bq"], "until": date.fromisoformat(body["until"]), "number": body["number"]}
    LicenceRow.objects.update_or_create(site_id=event.site_id, nuclide=body["nuclide"], defaults=said)


@told_by_the_book
def _nothing_of_centres() -> None:
    for table in (SignedLine, Instrument, LicenceRow):
        table.objects.all().delete()
