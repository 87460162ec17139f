"""The start of the service: the folder, the database brought up to date, and processes that answer."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
import urllib.request
from importlib.resources import files
from pathlib import Path

import click
from filelock import FileLock, Timeout

from hevesy import __version__
from hevesy_service import django_ready
from hevesy_service.home import Home

ADDRESS = "127.0.0.1"
THREADS = 4  # of each process, that answer at once
LOOK_EVERY, GIVE_UP = 0.05, 60.0
IN_USE = 5


def run(port: int, workers: int) -> None:
    """Serve until stopped; returns after Ctrl-C or SIGTERM."""
    home = Home.of_environment().made()
    lock = FileLock(home.folder / "serving.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        said = f"A service is already running on {home.folder}; stop it, or name another folder in HEVESY_HOME."
        click.echo(said, err=True)
        sys.exit(IN_USE)
    os.environ["HEVESY_PORT"] = str(port)
    django_ready()
    _up_to_date()
    link = _set_up_link()
    threading.Thread(target=_say_ready, args=(port, link), daemon=True).start()
    threading.Thread(target=_keep_working, daemon=True).start()
    _answer(port, workers)


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


def _say_ready(port: int, link: str) -> None:
    """Say where it is, once it answers."""
    site, begun = f"http://{ADDRESS}:{port}", time.monotonic()
    while time.monotonic() - begun < GIVE_UP:
        try:
            with urllib.request.urlopen(f"{site}/alive", timeout=5):
                break
        except OSError:
            time.sleep(LOOK_EVERY)
    else:
        return
    if link:
        click.echo(f"To set up the first administrator, open this once: {site}{link}")
    click.echo(f"Ready: {site}/")


def _keep_working() -> None:
    """Start the process that does jobs, and another when it falls; it stops when this process ends."""
    while True:
        with subprocess.Popen([sys.executable, "-m", "hevesy_service.jobs.worker"], stdin=subprocess.PIPE) as worker:
            worker.wait()
        time.sleep(1.0)


def _answer(port: int, workers: int) -> None:
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    connections.close_all()  # processes open their own
    Granian(
        "hevesy_service.wsgi:application", address=ADDRESS, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=THREADS, log_level=LogLevels.warning, respawn_failed_workers=True,
    ).serve()  # fmt: skip
