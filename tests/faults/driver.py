"""A service of its own processes, and clients that use it as browsers do; for faults and for measuring."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

ADDRESS = "127.0.0.1"
PASSWORD = "a long pass phrase"
LOOK_EVERY, GIVE_UP = 0.01, 60.0
FORM = "application/x-www-form-urlencoded"


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as asked:
        asked.bind((ADDRESS, 0))
        return int(asked.getsockname()[1])


class Service:
    """`hevesy serve` on a home; all its processes are one group, which can be killed as one."""

    def __init__(self, home: Path, port: int | None = None, workers: int = 2, said: Path | None = None) -> None:
        self.home, self.port, self.workers = home, port or free_port(), workers
        self.said = said or home.parent / f"{home.name}.said"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Seconds until the first answer."""
        command = [sys.executable, "-m", "hevesy.cli", "serve", "--port", str(self.port)]
        environment = {"HEVESY_BACKUP_AT": "never", **os.environ, "HEVESY_HOME": str(self.home)}
        begun = time.perf_counter()
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self.workers)], env=environment, stdout=said, stderr=said,
                start_new_session=True,
            )  # fmt: skip
        while time.perf_counter() - begun < GIVE_UP:
            if self.process.poll() is not None:
                raise RuntimeError(f"it stopped with {self.process.returncode}: {self.said.read_text()}")
            if self._answers():
                return time.perf_counter() - begun
            time.sleep(LOOK_EVERY)
        raise RuntimeError(f"no answer in {GIVE_UP:g} s: {self.said.read_text()}")

    def _answers(self) -> bool:
        with closing(Browser(self.port)) as asking:
            try:
                return asking.get("/alive").status == 200
            except (OSError, http.client.HTTPException):
                return False

    def kill(self) -> None:
        """kill -9 of every process at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop; its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(GIVE_UP)

    def set_up_link(self) -> str:
        """The path that the first start prints."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < GIVE_UP:
            found = re.search(r"http://[^/]+(/set-up/\S+/)", self.said.read_text())
            if found:
                return found[1]
            time.sleep(LOOK_EVERY)
        raise RuntimeError(f"no set-up link: {self.said.read_text()}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: str
    bytes: int = 0  # as they were sent


@dataclass
class Browser:
    """One connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)  # sent with everything
    timeout: float = 30.0
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, form: dict[str, str]) -> Answer:
        """Send a form with the token that the site gave."""
        if "csrftoken" not in self.cookies:
            self.get("/accounts/login/")
        return self._ask("POST", path, urlencode({**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=self.timeout)
        headers = self.headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": FORM} if body is not None else {}
        try:
            self._connection.request(method, path, body, headers)
            found = self._connection.getresponse()
            sent = found.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for line in found.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        text = gzip.decompress(sent) if found.headers.get("Content-Encoding") == "gzip" else sent
        return Answer(found.status, found.headers.get("Location", ""), text.decode("utf-8", "replace"), len(sent))


def first_administrator(service: Service, site: str = "Irbid") -> Browser:
    """Set the installation up; the site's code is its name in small letters."""
    browser = Browser(service.port)
    path = service.set_up_link()
    form = {"site": site, "country": "JOR", "full_name": "Synthetic First", "username": "first", "password": PASSWORD}
    browser.get(path)
    _put_off(browser.post(path, form), browser)
    return browser


def _put_off(came: Answer, browser: Browser) -> None:
    """Who came in is asked for a second factor, and has no phone at hand."""
    assert came.status == 302 and came.location in ("/", "/second-factor/"), came
    answer = browser.post("/second-factor/later/", {"key": str(uuid4())})
    assert (answer.status, answer.location) == (302, "/"), answer


def let_in(administrator: Browser, code: str, username: str, role: str, key: str) -> Browser:
    """A new person with a role, who has chosen a password and is signed in."""
    form = {"username": username, "full_name": f"Synthetic {username}", "role": role, "key": key}
    answer = administrator.post(f"/sites/{code}/give/", form)
    path = re.search(r"http://[^/]+(/come-in/[^<]+)<", answer.body)
    assert path is not None, answer
    browser = Browser(administrator.port)
    browser.get(path[1])
    _put_off(browser.post(path[1], {"password": PASSWORD}), browser)
    return browser
