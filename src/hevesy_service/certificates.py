"""HTTPS for the network of a centre, without anybody outside: a certificate authority of the installation's own.

Its certificate is carried to the other machines once, and trusted there; it may only speak for names of this machine.
The key never leaves the home folder. The server's certificate lasts a year and is made anew at a start near its end.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_YEARS, SERVER_DAYS, RENEW_DAYS = 10, 397, 30


@dataclass(frozen=True, slots=True)
class Served:
    """What a server needs, what other machines need, and the names it may be called by, the best one first."""

    certificate: Path
    key: Path
    authority: Path
    fingerprint: str
    names: tuple[str, ...]


def names_here() -> tuple[str, ...]:
    """What other machines of the network may call this one: its name, its name with .local, its addresses."""
    name = socket.gethostname().split(".")[0].lower()
    found = [f"{name}.local", name]
    with suppress(OSError):  # a machine that does not know its own name is called by .local
        found += sorted({str(each[4][0]) for each in socket.getaddrinfo(name, None, socket.AF_INET)})
    return tuple(dict.fromkeys(each for each in found if not each.startswith("127.")))


def served(folder: Path, names: Sequence[str], now: datetime | None = None) -> Served:
    """The certificates of an installation, made where there are none, renewed where they end or names have changed."""
    now = now or datetime.now(UTC)
    authority, key = _authority(folder, now)
    certificate, own = folder / "server.pem", folder / "server.key"
    if not _still_good(certificate, own, names, authority, now):
        _server(certificate, own, names, authority, key, now)
    print_of = authority.fingerprint(hashes.SHA256()).hex(":").upper()
    return Served(certificate, own, folder / "authority.pem", print_of, tuple(names))


def _authority(folder: Path, now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    file, secret = folder / "authority.pem", folder / "authority.key"
    if file.exists() and secret.exists():
        key = serialization.load_pem_private_key(secret.read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return x509.load_pem_x509_certificate(file.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Hevesy on {socket.gethostname()}")])
    made = (
        _begun(name, name, key.public_key(), now, timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _secret_written(secret, key)
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return made, key


def _server(
    file: Path, secret: Path, names: Sequence[str], authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey, now: datetime,
) -> None:  # fmt: skip
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    made = (
        _begun(subject, authority.subject, key.public_key(), now, timedelta(days=SERVER_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(each) for each in names]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _secret_written(secret, key)
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    """An hour back, for machines whose clocks run behind."""
    begins = now - timedelta(hours=1)
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
        .serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(begins + lasts)
    )  # fmt: skip


def _usage(signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _still_good(file: Path, secret: Path, names: Sequence[str], authority: x509.Certificate, now: datetime) -> bool:
    if not (file.exists() and secret.exists()):
        return False
    found = x509.load_pem_x509_certificate(file.read_bytes())
    said = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    wanted = x509.SubjectAlternativeName([_general(each) for each in names])
    lasts = found.not_valid_after_utc - now > timedelta(days=RENEW_DAYS)
    return lasts and said == wanted and found.issuer == authority.subject


def _secret_written(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as writing:
        writing.write(text)
