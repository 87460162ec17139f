"""Logs: that something failed and where, and no name, password, token, link or code of a person."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError
from django.test import Client
from tests.service.conftest import new_user

from hevesy_service.accounts.links import new_link, use
from hevesy_service.book.models import Site
from hevesy_service.logs import CUT, Plain

NAME, PASSWORD, OTHER = "sly-person", "a long pass phrase", "another long phrase"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the service would write to its log, by the handler that its settings make, at the most it could say."""
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each.formatter, Plain))
    assert isinstance(handler, logging.StreamHandler)
    written, kept = io.StringIO(), handler.stream  # not by setStream, which flushes what may be closed by now
    handler.stream = written
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    yield written
    root.setLevel(level)
    handler.stream = kept


def test_what_people_send_is_not_written_down(site: Site, log: io.StringIO, settings: Any) -> None:
    user = new_user(NAME)
    link = new_link(user)
    TOTP.activate(user, secret := generate_totp_secret())
    used = new_link(new_user("another"))
    use(used)
    client = Client(enforce_csrf_checks=False)
    client.post("/accounts/login/", {"login": NAME, "password": OTHER})
    client.post("/accounts/login/", {"login": NAME, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": "123456"})
    client.get(f"/come-in/{link}/")
    client.post(f"/come-in/{link}/", {"password": "short"})
    client.get(f"/come-in/{used}/")
    client.get(f"/set-up/{used}/")
    client.get(f"/come-in/{link[:-1]}x/extra/?name={NAME}")
    Client(enforce_csrf_checks=True).post(f"/come-in/{link}/", {"password": OTHER})
    client.get("/api/v1/sites", headers={"Authorization": f"Bearer hevesy_{link}"})
    client.get("/", headers={"Host": f"{NAME}.example"})
    said = log.getvalue()
    assert "Not Found" in said and "Forbidden" in said  # it does write
    for secret_ in (PASSWORD, OTHER, link, used, link[:-1], secret, "123456", str(user.full_name), "sly-person?"):
        assert secret_ not in said, secret_
    assert CUT in said


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fault_of_ours_is_written_with_its_place_and_without_what_it_quotes(
    method: str, signed_in: Callable[..., Client], log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("administrator")
    client.raise_request_exception = False

    def fails(*args: object, **named: object) -> object:
        try:
            raise IntegrityError(f"Key (username)=({NAME}) already exists.")
        except IntegrityError as error:
            raise ValueError(f"no {PASSWORD}") from error

    monkeypatch.setattr("hevesy_service.desk.pages.rights", fails)
    monkeypatch.setattr("hevesy_service.desk.site_pages.let_in", fails)
    key = "01a21911-0000-7000-8000-000000000001"
    form = {"username": NAME, "full_name": "Synthetic sly", "role": "nurse", "key": key}
    found = client.get("/roles/") if method == "get" else client.post("/sites/irbid/give/", form)
    said = log.getvalue()
    assert found.status_code == 500 and "builtins.ValueError" in said and "django.db.utils.IntegrityError" in said
    assert "test_logs.py:" in said and "fails" in said
    assert NAME not in said and PASSWORD not in said and "Synthetic" not in said


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("Not Found: /come-in/Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5/", f"Not Found: /come-in/{CUT}/"),
        ("Not Found: /plans/01a21911-0000-7000-8000-000000000001/acts/", None),
        ("Not Found: /sites/irbid/?name=Smith", "Not Found: /sites/irbid/"),
        ("Bearer hevesy_Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5", f"Bearer {CUT}"),
        ("key AGE-SECRET-KEY-1QQQ", f"key {CUT}"),
    ],
)
def test_what_is_cut_out_of_a_message(message: str, written: str | None) -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s", (message,), None)
    assert Plain().format(record).endswith(f"WARNING x {written or message}")


def test_who_has_no_real_data_may_see_what_exceptions_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEVESY_LOG_MESSAGES", "1")
    error = ValueError("what it says")
    record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (ValueError, error, None))
    assert "ValueError: what it says" in Plain().format(record)
