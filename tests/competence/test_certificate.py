"""Certificates checked without a network: signed, altered by one bit, taken back, ended, with a list that is old."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta
from pathlib import Path

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
        read_certificate(_signed({"number": "1"}), PUBLIC)


def _signed(said: dict[str, str]) -> str:
    from hevesy.competence import certificate

    return certificate._signed("HVC1", said, KEY)


def test_what_was_taken_back_stands_no_more_from_its_day() -> None:
    taken = Revoked("Example board", ON, {"2027-001": (date(2027, 5, 1), "a forged logbook")})
    assert read_list(revoke(taken, KEY), PUBLIC) == taken
    assert codes(revoked=taken) == ["revoked"] and codes(revoked=taken, on=date(2027, 4, 30)) == []
    other = Revoked("Example board", ON, {"2027-002": (date(2027, 5, 1), "another")})
    assert codes(revoked=other) == []
    with pytest.raises(BadCertificate):
        read_list(revoke(taken, OTHER), PUBLIC)


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
    more = [*listing[:-1], "2027-06-05", "--list", str(taken), "--number", "7"]
    assert run.invoke(hevesy, more).exit_code == 2  # and why?
    taken.write_text(run.invoke(hevesy, [*more, "--why", "no exam was held"]).output, "utf-8")
    back = run.invoke(hevesy, [*checking, "--revoked", str(taken)])
    assert back.exit_code == 1 and "It was taken back on 2027-06-05: no exam was held." in back.output
