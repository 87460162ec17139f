"""The start of the service as a new user sees it, and what its processes carry."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SECONDS = 60


@contextmanager
def started(home: Path, port: int, *more: str) -> Iterator[subprocess.Popen[str]]:
    """A service of its own process, told to stop at the end if it has not."""
    command = [sys.executable, "-m", "hevesy.cli", "serve", "--port", str(port), "--workers", "1", *more]
    environment = {**os.environ, "HEVESY_HOME": str(home), "DATABASE_URL": ""}  # what is tried is the embedded database
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as service:
        try:
            yield service
        finally:
            if service.poll() is None:
                service.kill()


def said_when_ready(service: subprocess.Popen[str]) -> str:
    assert service.stdout is not None
    lines = []
    for line in service.stdout:
        lines.append(line)
        if line.startswith("Ready:"):
            break
    return "".join(lines)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@pytest.mark.deep
@pytest.mark.slow("starts the service three times")
def test_it_starts_says_where_it_is_and_stops_when_told(tmp_path: Path, loopback: None) -> None:
    home, port = tmp_path / "home", free_port()
    with started(home, port) as service:
        said = said_when_ready(service)
        link = re.search(r"open this once: (http://127\.0\.0\.1:\d+/set-up/\S+/)", said)
        assert link is not None and f"Ready: http://127.0.0.1:{port}/\n" in said
        with urllib.request.urlopen(link[1]) as page:
            assert b"first administrator" in page.read()
        with started(home, free_port()) as second:
            assert second.wait(SECONDS) == 5
            assert second.stdout is not None and "A service is already running on" in second.stdout.read()
        with started(tmp_path / "another", port) as third:
            assert third.wait(SECONDS) == 5
            assert third.stdout is not None and f"Port {port} is taken by another program" in third.stdout.read()
        service.send_signal(signal.SIGTERM)
        assert service.wait(SECONDS) == 0
    assert (home / "secret").stat().st_mode & 0o077 == 0
    with started(home, port) as again:
        assert "Ready:" in said_when_ready(again)
        again.send_signal(signal.SIGINT)
        assert again.wait(SECONDS) == 0


@pytest.mark.deep
@pytest.mark.slow("starts the service")
def test_the_network_is_served_by_https_alone(tmp_path: Path, loopback: None) -> None:
    home, port = tmp_path / "home", free_port()
    with started(home, port, "--lan", "--name", "localhost") as service:
        said = said_when_ready(service)
        assert f"Ready: https://localhost:{port}/" in said and "must trust" in said and "https://localhost" in said
        trusted = ssl.create_default_context(cafile=str(home / "authority.pem"))
        with urllib.request.urlopen(f"https://localhost:{port}/", context=trusted) as page:
            assert b"Sign in" in page.read()
        with pytest.raises((OSError, http.client.HTTPException)):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        service.send_signal(signal.SIGTERM)
        assert service.wait(SECONDS) == 0


@pytest.mark.slow("a fresh interpreter with Django and every page of the service")
def test_web_workers_carry_no_engine_and_no_printer() -> None:
    """What takes memory and seconds belongs to the process that runs jobs."""
    code = (
        "import sys\nfrom hevesy_service.wsgi import application\nfrom hevesy_service import urls\n"
        "from hevesy_service.atlas.shelf import shelf\nshelf()\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}"
        " & {'numba', 'llvmlite', 'vl_convert', 'typst', 'pandas', 'highspy', 'openpyxl', 'docx'}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.deep
@pytest.mark.slow("a fresh interpreter that imports all of the library")
def test_the_library_works_where_django_is_not() -> None:
    code = (
        "import sys, pkgutil, importlib\nsys.modules['django'] = None\nimport hevesy\n"
        "for each in pkgutil.walk_packages(hevesy.__path__, 'hevesy.'):\n"
        "    if each.name.rpartition('.')[2] not in ('warm', '__main__', 'dask'): importlib.import_module(each.name)\n"
        "print(len(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(found.stdout) > 400
