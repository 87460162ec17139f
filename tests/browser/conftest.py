"""A real Chromium, driven over its debugging pipe with nothing but the standard library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CLONE = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")


class Page:
    """One tab: opens files, answers questions about them, and notes every request it made."""

    def __init__(self, command: str, profile: Path) -> None:
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        line = (
            f"exec {command} --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run "
            f"--disable-background-networking --disable-component-update --user-data-dir={profile} "
            f"--remote-debugging-pipe about:blank 3<&{to_read} 4>&{to_write}"
        )
        self._process = subprocess.Popen(
            ["bash", "-c", line],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._left, self._count, self._session = b"", 0, ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        targets = self.ask("Target.getTargets")["targetInfos"]
        tab = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = self.ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            chunk = os.read(self._read, 1 << 20)
            if not chunk:
                raise AssertionError("Chromium went away")
            self._left += chunk
        message, _, self._left = self._left.partition(b"\0")
        said: dict[str, Any] = json.loads(message)
        if said.get("method") == "Network.requestWillBeSent":
            self.requests.append(said["params"]["request"]["url"])
        elif said.get("method") == "Log.entryAdded":
            self.complaints.append(said["params"]["entry"]["text"])
        return said

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command of the DevTools protocol and wait for its answer."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            said = self._next()
            if said.get("id") == self._count:
                assert "error" not in said, said
                result: dict[str, Any] = said["result"]
                return result

    def open(self, file: Path, width: int, height: int = 900) -> None:
        """Open a file in a window of this width, as a phone or a desk would show it."""
        self.visit(file.as_uri(), width, height)

    def visit(self, address: str, width: int, height: int = 900) -> None:
        """Open an address in a window of this width."""
        self.requests.clear()
        self.complaints.clear()
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 700,
        )
        self.ask("Page.navigate", url=address)
        self._loaded()

    def _loaded(self) -> None:
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def send(self, form: str, **fields: str) -> None:
        """Fill a form, found by its selector, as a person would, and press its button."""
        for name, value in fields.items():
            self.value(f"document.querySelector({form!r}).elements[{name!r}].value = {json.dumps(value)}")
        self.value(f"document.querySelector({form!r}).querySelector('button').click()")
        self._loaded()

    def press(self, button: str) -> None:
        """Press a button of a form, found by its selector, and wait for the page that follows."""
        self.value(f"document.querySelector({button!r}).click()")
        self._loaded()

    def value(self, expression: str) -> Any:
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def print_pages(self) -> int:
        """How many sheets of paper the page takes."""
        import base64

        paper = base64.b64decode(self.ask("Page.printToPDF", printBackground=True)["data"])
        return paper.count(b"/Type /Page") - paper.count(b"/Type /Pages")

    def close(self) -> None:
        os.close(self._write)
        os.close(self._read)
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    command = next((found for name in NAMES if (found := shutil.which(name))), None)
    if command is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
    opened = Page(command, tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The HTML report of Jordan, written by the command itself."""
    folder = tmp_path_factory.mktemp("report")
    done = subprocess.run(
        [sys.executable, "-m", "hevesy.cli", "plan", "country", "JOR", "--out", str(folder)],
        env={**os.environ, "PYTHONPATH": str(CLONE / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.html"))
