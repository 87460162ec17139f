"""The start of the service: the folder, the database brought up to date, and processes that answer."""

from __future__ import annotations

import hashlib
import os
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
from filelock import FileLock, Timeout

from hevesy import __version__
from hevesy_service import django_ready
from hevesy_service.home import Home

if TYPE_CHECKING:
    from hevesy_service.certificates import Served

ADDRESS, EVERYWHERE = "127.0.0.1", "0.0.0.0"
THREADS = 4  # of each process, that answer at once
LOOK_EVERY, GIVE_UP = 0.05, 60.0
IN_USE = 5


def run(port: int, workers: int, names: Sequence[str] | None = ()) -> None:
    """Serve until stopped; returns after Ctrl-C or SIGTERM.

    Without `names` this machine alone is served; with some, the network by HTTPS; None: by the names the machine has.
    """
    home = Home.of_environment().made()
    lock = FileLock(home.folder / "serving.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        said = f"A service is already running on {home.folder}; stop it, or name another folder in HEVESY_HOME."
        click.echo(said, err=True)
        sys.exit(IN_USE)
    os.environ["HEVESY_PORT"] = str(port)
    https = None if names == () else _encrypted(home, names)
    django_ready()
    _up_to_date()
    link = _set_up_link()
    threading.Thread(target=_say_ready, args=(port, link, https), daemon=True).start()
    threading.Thread(target=_keep_working, daemon=True).start()
    _answer(port, workers, https)


def _up_to_date() -> None:
    """The database's tables and the static files of this version."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    mark, version = Path(settings.STATIC_ROOT) / ".version", _static_version()
    if not mark.exists() or mark.read_text("ascii") != version:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(version, "ascii")


def _static_version() -> str:
    """Changes whenever a file of ours does, or a wheel that brings some."""
    from importlib.metadata import version

    ours = files("hevesy_service.desk").joinpath("static", "hevesy")
    text = b"".join(each.read_bytes() for each in sorted(ours.iterdir(), key=lambda each: each.name))
    wheels = " ".join(version(name) for name in ("django", "django-htmx", "django-allauth"))
    return hashlib.sha256(text + f"{__version__} {wheels}".encode()).hexdigest()


def _set_up_link() -> str:
    """The path of a new set-up link; empty where there is an administrator."""
    from hevesy_service.accounts.links import new_link
    from hevesy_service.accounts.set_up import is_set_up

    return "" if is_set_up() else f"/set-up/{new_link()}/"


def _encrypted(home: Home, names: Sequence[str] | None) -> Served:
    """Certificates for the names; Django is told of both before it reads its settings."""
    from hevesy_service.certificates import names_here, served

    found = served(home.folder, tuple(names or names_here()))
    os.environ |= {"HEVESY_HTTPS": "1", "HEVESY_NAMES": ",".join(found.names)}
    return found


def _say_ready(port: int, link: str, https: Served | None) -> None:
    """Say where it is, once it answers."""
    site, begun = _site(port, https), time.monotonic()
    while not _answers(port, https):
        if time.monotonic() - begun > GIVE_UP:
            return
        time.sleep(LOOK_EVERY)
    if https is not None:
        click.echo(f"Other machines must trust {https.authority} once; its SHA-256 is {https.fingerprint}")
    if link:
        click.echo(f"To set up the first administrator, open this once: {site}{link}")
    click.echo(f"Ready: {site}/")


def _site(port: int, https: Served | None) -> str:
    return f"http://{ADDRESS}:{port}" if https is None else f"https://{https.names[0]}:{port}"


def _answers(port: int, https: Served | None) -> bool:
    """Whether the service answers; asked for by its own address, whose certificate is trusted by who made it."""
    trusted = None
    if https is not None:
        trusted = ssl.create_default_context(cafile=str(https.authority))
        trusted.check_hostname = False  # asked by address, not by name; the certificate is checked all the same
    try:
        with urllib.request.urlopen(f"http{'s' if https else ''}://{ADDRESS}:{port}/alive", timeout=5, context=trusted):
            return True
    except OSError:
        return False


def _keep_working() -> None:
    """Start the process that does jobs, and another when it falls; it stops when this process ends."""
    while True:
        with subprocess.Popen([sys.executable, "-m", "hevesy_service.jobs.worker"], stdin=subprocess.PIPE) as worker:
            worker.wait()
        time.sleep(1.0)


def _answer(port: int, workers: int, https: Served | None) -> None:
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    connections.close_all()  # processes open their own
    Granian(
        "hevesy_service.wsgi:application", address=ADDRESS if https is None else EVERYWHERE, port=port,
        interface=Interfaces.WSGI, workers=workers, blocking_threads=THREADS,
        ssl_cert=None if https is None else https.certificate, ssl_key=None if https is None else https.key,
        log_level=LogLevels.warning, respawn_failed_workers=True,
    ).serve()  # fmt: skip
