"""Certificates checked without a network: signed, altered by one bit, taken back, ended, with a list that is old."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import given
from hypothesis import strategies as st

from hevesy.cli import hevesy
from hevesy.competence.certificate import (
    Certificate,
    Revoked,
    check,
    issue,
    read_certificate,
    read_list,
    revoke,
)
from hevesy.errors import BadCertificate
from hevesy.signing import new_keys

KEY, PUBLIC = new_keys()
OTHER, OTHER_PUBLIC = new_keys()
HELD = Certificate(
    "2027-001", "Example board", "default_nurse", "1", "Synthetic nurse – مها", date(2027, 1, 1), date(2031, 12, 31)
)
ON = date(2027, 6, 1)
NONE = Revoked("Example board", ON, {})
TEXT = issue(HELD, KEY)


def codes(text: str = TEXT, revoked: Revoked | None = NONE, on: date = ON) -> list[str]:
    return [code for code, _values in check(text, PUBLIC, revoked, on).problems]


def test_a_certificate_says_what_was_signed_and_stands() -> None:
    assert read_certificate(f" {TEXT}\n", PUBLIC) == HELD and codes() == []
    assert codes(on=date(2026, 12, 31)) == ["not_yet"] and codes(on=date(2027, 1, 1)) == []
    late = Revoked("Example board", date(2032, 1, 1), {})
    assert codes(revoked=late, on=date(2031, 12, 31)) == [] and codes(revoked=late, on=date(2032, 1, 1)) == ["ended"]


def test_another_program_finds_the_signature_to_fit() -> None:
    """RFC 8032 by the library alone, over the kind and the body as they stand in the text."""
    kind, body, signature = TEXT.split(".")
    data, signed = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (body, signature))
    key = load_pem_private_key(KEY, None)
    assert isinstance(key, Ed25519PrivateKey)
    key.public_key().verify(signed, f"{kind}.".encode() + data)
    assert json.loads(data)["holder"] == HELD.holder and len(signed) == 64


@pytest.mark.law
@given(st.integers(0, len(TEXT) * 8 - 1))
def test_a_certificate_altered_by_one_bit_is_not_taken(bit: int) -> None:
    altered = bytearray(TEXT.encode("ascii"))
    altered[bit // 8] ^= 1 << (bit % 8)
    with pytest.raises(BadCertificate, match=r"is not taken: it (was altered|does not begin with HVC1)"):
        read_certificate(altered.decode("latin-1"), PUBLIC)


@pytest.mark.parametrize(
    "text", ["", "HVC1", "HVC1.", "HVC1.a", "HVC1.a.b", f"{TEXT}.x", TEXT[:-1], revoke(NONE, KEY), f"{TEXT}="]
)
def test_what_is_no_certificate_is_one_sentence(text: str) -> None:
    with pytest.raises(BadCertificate):
        read_certificate(text, PUBLIC)


def test_another_board_and_a_key_that_is_none() -> None:
    for key in (OTHER_PUBLIC, b"no key"):
        with pytest.raises(BadCertificate, match="it was altered, or another board has signed it; believe nothing"):
            read_certificate(TEXT, key)
    with pytest.raises(BadCertificate, match="it lacks what a certificate says"):
        read_certificate(signed_as("HVC1", {"number": "1"}), PUBLIC)


def signed_as(kind: str, said: Mapping[str, Any]) -> str:
    from hevesy.competence import certificate

    return certificate._signed(kind, said, KEY)


def test_what_was_taken_back_stands_no_more_from_its_day() -> None:
    taken = Revoked("Example board", ON, {"2027-001": (date(2027, 5, 1), "a forged logbook")})
    assert read_list(revoke(taken, KEY), PUBLIC) == taken
    assert codes(revoked=taken) == ["revoked"] and codes(revoked=taken, on=date(2027, 4, 30)) == []
    other = Revoked("Example board", ON, {"2027-002": (date(2027, 5, 1), "another")})
    assert codes(revoked=other) == []
    with pytest.raises(BadCertificate):
        read_list(revoke(taken, OTHER), PUBLIC)


def listed(serial: int, at: datetime | None, on: date = ON) -> Revoked:
    return Revoked("Example board", on, {}, serial, at)


NOON = datetime(2027, 6, 1, 12, 0, 0, tzinfo=UTC)


def test_a_list_says_its_moment_and_number_and_the_earlier_format_is_read() -> None:
    new = listed(7, NOON)
    assert revoke(new, KEY).startswith("HVR2.") and read_list(revoke(new, KEY), PUBLIC) == new
    old = listed(0, None)
    assert revoke(old, KEY).startswith("HVR1.") and read_list(revoke(old, KEY), PUBLIC) == old
    kind, rest = revoke(new, KEY).split(".", 1)
    with pytest.raises(BadCertificate, match="altered"):  # the kind is signed too: no list passes for an earlier one
        read_list(f"HVR1.{rest}", PUBLIC)
    with pytest.raises(BadCertificate, match="it lacks what a list says"):
        read_list(signed_as(kind, {"board": "Example board", "on": "2027-06-01", "numbers": {}, "serial": 1}), PUBLIC)


@pytest.mark.parametrize(("found", "held", "newer"), [
    (listed(7, NOON), listed(7, NOON), False), (listed(7, NOON + timedelta(seconds=1)), listed(7, NOON), True),
    (listed(7, NOON - timedelta(seconds=1)), listed(7, NOON), False), (listed(8, NOON), listed(7, NOON), True),
    (listed(6, NOON + timedelta(days=9)), listed(7, NOON), False),  # an older state under a later clock
    (listed(7, NOON), listed(0, None), True), (listed(0, None), listed(7, NOON), False),
    (listed(0, None), listed(0, None), False), (listed(0, None, ON + timedelta(days=1)), listed(7, NOON), True),
])  # fmt: skip
def test_of_two_lists_the_newer_is_known(found: Revoked, held: Revoked, newer: bool) -> None:
    assert found.is_newer(held) is newer


def test_a_list_is_ahead_more_than_a_day_after_now() -> None:
    assert not listed(1, NOON + timedelta(days=1)).is_ahead(NOON)
    assert listed(1, NOON + timedelta(days=1, seconds=1)).is_ahead(NOON)
    assert not listed(0, None, date(2027, 6, 2)).is_ahead(NOON) and listed(0, None, date(2027, 6, 3)).is_ahead(NOON)


def test_without_a_list_of_the_last_month_nobody_knows() -> None:
    assert codes(revoked=None) == ["no_list"] == codes(revoked=Revoked("Another board", ON, {}))
    assert codes(on=ON + timedelta(days=31)) == [] and codes(on=ON + timedelta(days=32)) == ["old_list"]


def test_the_commands_from_a_boards_key_to_a_check_elsewhere(tmp_path: Path) -> None:
    run, board = CliRunner(), tmp_path / "board"
    made = run.invoke(hevesy, ["learn", "certificate", "keys", "--out", str(board)])
    assert made.exit_code == 0 and (board / "board.key").stat().st_mode & 0o077 == 0
    again = run.invoke(hevesy, ["learn", "certificate", "keys", "--out", str(board)])
    assert again.exit_code == 1 and "is there already" in again.output
    key, name = str(board / "board.key"), "Example board"
    asked = ["learn", "certificate", "issue", "--key", key, "--board", name, "--number", "7", "--framework",
             "default_nurse", "--holder", "N1", "--issued", "2024-02-29"]  # fmt: skip
    text = run.invoke(hevesy, asked).output.strip()
    assert read_certificate(text, (board / "board.pub").read_bytes()).until == date(2029, 2, 28)  # five years
    taken = tmp_path / "revoked.txt"
    listing = ["learn", "certificate", "revoke", "--key", key, "--board", name, "--on", "2027-06-01"]
    taken.write_text(run.invoke(hevesy, listing).output, "utf-8")
    checking = ["learn", "certificate", "check", text, "--board", str(board / "board.pub"), "--on", "2027-06-10"]
    alone = run.invoke(hevesy, checking)
    assert alone.exit_code == 1 and "There is no list of what Example board has taken back" in alone.output
    stands = run.invoke(hevesy, [*checking, "--revoked", str(taken)])
    assert stands.exit_code == 0 and "It stands on 2027-06-10." in stands.output
    first = read_list(taken.read_text("utf-8"), (board / "board.pub").read_bytes())
    assert (first.serial, first.on) == (1, date(2027, 6, 1)) and first.at is not None and first.at.date() == first.on
    more = [*listing[:-1], "2027-06-05", "--list", str(taken), "--number", "7"]
    assert run.invoke(hevesy, more).exit_code == 2  # and why?
    taken.write_text(run.invoke(hevesy, [*more, "--why", "no exam was held"]).output, "utf-8")
    second = read_list(taken.read_text("utf-8"), (board / "board.pub").read_bytes())
    assert second.serial == 2 and second.is_newer(first)
    back = run.invoke(hevesy, [*checking, "--revoked", str(taken)])
    assert back.exit_code == 1 and "It was taken back on 2027-06-05: no exam was held." in back.output
