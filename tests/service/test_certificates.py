"""HTTPS without anybody outside: an authority of one's own, a certificate for the names, renewed in time."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hevesy_service.certificates import Served, names_here, served

NAMES = ("hevesy.local", "192.168.7.5")


@contextmanager
def listening(found: Served) -> Iterator[int]:
    """A server that shakes hands once, with the certificate; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(found.certificate, found.key)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def shake() -> None:
            try:
                with server.accept()[0] as plain, context.wrap_socket(plain, server_side=True):
                    pass
            except (ssl.SSLError, OSError):
                pass  # the other side did not like us: that is what is tested

        thread = threading.Thread(target=shake)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def trusts(found: Served, name: str, authority: Path | None = None) -> bool:
    context = ssl.create_default_context(cafile=str(authority or found.authority))
    with listening(found) as port, socket.create_connection(("127.0.0.1", port)) as plain:
        try:
            with context.wrap_socket(plain, server_hostname=name):
                return True
        except ssl.SSLCertVerificationError:
            return False


@pytest.mark.parametrize("name", NAMES)
def test_who_trusts_the_authority_trusts_the_names(name: str, tmp_path: Path, loopback: None) -> None:
    assert trusts(served(tmp_path, NAMES), name)


def test_another_name_and_another_authority_are_not_trusted(tmp_path: Path, loopback: None) -> None:
    (tmp_path / "other").mkdir()
    found, other = served(tmp_path, NAMES), served(tmp_path / "other", NAMES)
    assert not trusts(found, "elsewhere.local")
    assert not trusts(found, NAMES[0], other.authority)


def test_it_is_kept_until_it_is_near_its_end_or_names_change(tmp_path: Path) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    first = served(tmp_path, NAMES, now)
    text, authority = first.certificate.read_bytes(), first.authority.read_bytes()
    assert served(tmp_path, NAMES, now + timedelta(days=360)).certificate.read_bytes() == text
    assert served(tmp_path, NAMES, now + timedelta(days=370)).certificate.read_bytes() != text
    served(tmp_path, ("new.local",), now)
    assert first.certificate.read_bytes() != text and first.authority.read_bytes() == authority


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    served(tmp_path, NAMES)
    assert all((tmp_path / name).stat().st_mode & 0o077 == 0 for name in ("authority.key", "server.key"))


def test_a_machine_has_a_name_for_its_network() -> None:
    assert names_here()[0].endswith(".local") and "127.0.0.1" not in names_here()
