"""The start of the service: the folder, the database brought up to date, and processes that answer."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
from filelock import FileLock, Timeout

from hevesy import __version__
from hevesy.words import sentence
from hevesy_service import django_ready
from hevesy_service.faults import refusal_of
from hevesy_service.home import Home, synced
from hevesy_service.refusals import Damaged, Refusal

if TYPE_CHECKING:
    from hevesy_service.certificates import Served

ADDRESS, EVERYWHERE = "127.0.0.1", "0.0.0.0"
THREADS = 4  # of each process, that answer at once
LOOK_EVERY, GIVE_UP = 0.05, 60.0
IN_USE, CANNOT = 5, 7
M_ARENA_MAX = -8  # of glibc's malloc.h
FRUGAL = {"MALLOC_ARENA_MAX": "1"}  # glibc keeps free memory apart for each thread, and seldom gives it back
STOP_SECONDS = 10.0  # that a process is waited for


def run(port: int, workers: int, names: Sequence[str] | None = ()) -> None:
    """Serve until stopped; returns after Ctrl-C or SIGTERM.

    Without `names` this machine alone is served; with some, the network by HTTPS; None: by the names the machine has.
    """
    _look_at_the_port(ADDRESS if names == () else EVERYWHERE, port)
    home, https = Home.of_environment(), None
    lock = FileLock(home.folder / "serving.lock", timeout=0)
    os.environ["HEVESY_PORT"] = str(port)
    try:
        home.made()
        lock.acquire()
        https = None if names == () else _encrypted(home, names)
        link = _prepared(home)
    except Timeout:
        said = f"A service is already running on {home.folder}; stop it, or name another folder in HEVESY_HOME."
        click.echo(said, err=True)
        sys.exit(IN_USE)
    except Exception as error:
        _give_up(error, home)
        raise
    threading.Thread(target=_say_ready, args=(port, link, https), daemon=True).start()
    beside = [_Worker("hevesy_service.jobs.worker"), _Worker("hevesy_service.what_if.process")]
    try:
        _answer(port, workers, https)
    finally:
        for each in beside:
            each.stop()


def _look_at_the_port(address: str, port: int) -> None:
    """End with a sentence where another program answers there: two may share a port, and each would answer half."""
    with socket.socket() as asked:
        if os.name == "posix":  # a port that was just left may be taken again; Windows would take one in use
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((address, port))
        except OSError:
            said = f"Port {port} is taken by another program, or may not be used; name another in HEVESY_PORT."
            click.echo(said, err=True)
            sys.exit(IN_USE)


def _prepared(home: Home) -> str:
    """The database looked at and brought up to date; the path of the set-up link, empty where one is set up."""
    from hevesy_service.database.sound import damage

    django_ready()
    found = damage()
    if found:
        click.echo(f"SQLite says: {'; '.join(found)}", err=True)
        raise Damaged()
    _up_to_date(home)
    _look_at_the_clock()
    return _set_up_link()


def _give_up(error: Exception, home: Home) -> None:
    """End with one sentence where the disk or the database is at fault; return where it is none of these."""
    said = error if isinstance(error, Refusal) else refusal_of(error)
    if said is not None:
        click.echo(f"The service did not start. {sentence(said)} Its folder is {home.folder}.", err=True)
        sys.exit(CANNOT)


def _look_at_the_clock() -> None:
    """Say so where the machine's clock stands before the last row of the book; rows are written all the same."""
    from hevesy_service.book.clock import behind

    last = behind()
    if last is not None:
        said = f"The clock of this machine stands before the last row of the book ({last:%Y-%m-%d %H:%M} UTC); set it."
        click.echo(said, err=True)


def _up_to_date(home: Home) -> None:
    """The database's tables and the static files of this version."""
    from django.conf import settings
    from django.core.management import call_command

    from hevesy_service.upgrading import up_to_date

    kept = up_to_date(home)
    if kept is not None:
        said = f"The database was brought up to {__version__}; what stood before lies in the back-up {kept.file}"
        click.echo(said, err=True)
    mark, version = Path(settings.STATIC_ROOT) / ".version", _static_version()
    if not mark.exists() or mark.read_text("ascii") != version:
        # what a power cut left of an earlier start may not even be readable
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
        call_command("collectstatic", verbosity=0, interactive=False)
        _synced_below(Path(settings.STATIC_ROOT))
        mark.write_text(version, "ascii")


def _synced_below(folder: Path) -> None:
    """Every file of a folder is on the disk before a mark says that all are there."""
    for inside, _folders, names in os.walk(folder):
        for name in names:
            with (Path(inside) / name).open("rb+") as written:
                os.fsync(written.fileno())
        synced(Path(inside))


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
    """Whether it does, asked without a proxy that the environment may name.

    It is asked by its address and not by a name; the certificate must be our own all the same.
    """
    if https is None:
        asking = http.client.HTTPConnection(ADDRESS, port, timeout=5)
    else:
        trusted = ssl.create_default_context(cafile=str(https.authority))
        trusted.check_hostname = False
        asking = http.client.HTTPSConnection(ADDRESS, port, timeout=5, context=trusted)
    try:
        asking.request("GET", "/alive")
        return asking.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


class _Worker:
    """A process beside the web workers, and another when it falls, until it is told to stop."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def _keep(self) -> None:
        while not self._stopped.is_set():
            command = [sys.executable, "-m", self._module]
            with subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | FRUGAL) as process:
                self._process = process
                process.wait()
            self._stopped.wait(1.0)

    def stop(self) -> None:
        """Let it go, and be sure that it has: it holds files of the database."""
        self._stopped.set()
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._thread.join(STOP_SECONDS)


def _answer(port: int, workers: int, https: Served | None) -> None:
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    connections.close_all()  # processes open their own
    _be_frugal()
    Granian(
        "hevesy_service.wsgi:application", address=ADDRESS if https is None else EVERYWHERE, port=port,
        interface=Interfaces.WSGI, workers=workers, blocking_threads=THREADS,
        ssl_cert=None if https is None else https.certificate, ssl_key=None if https is None else https.key,
        log_level=LogLevels.warning, respawn_failed_workers=True,
        workers_kill_timeout=int(STOP_SECONDS),  # one that has only begun does not hear that it shall stop
    ).serve()  # fmt: skip


def _be_frugal() -> None:
    """Before web workers are copies of this process: what all need is read here once, and they share its memory.

    The environment is heard by processes that are started anew alone, so glibc is told besides.
    """
    with suppress(OSError, TypeError, AttributeError):  # no glibc
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
    import_module("hevesy_service.urls")
    gc.collect()
    gc.freeze()  # or the first collection of a worker would write into every page of it
