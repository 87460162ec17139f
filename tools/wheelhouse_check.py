"""Install from a wheelhouse as a machine without a network would, and start the service without make.

    python tools/wheelhouse_check.py WHEELS             installs, starts, looks at the first page, stops
    python tools/wheelhouse_check.py WHEELS --engine    also waits for the engine and plans the sample country
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

NOWHERE = {"PIP_NO_INDEX": "1", "PIP_INDEX_URL": "http://127.0.0.1:9/", "PYTHONNOUSERSITE": "1"}


def main(arguments: list[str]) -> int:
    """Print how long each step took; 0 where all went well."""
    wheels = Path(arguments[0]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**{name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))},
                       **NOWHERE, "HEVESY_HOME": str(Path(folder) / "home")}  # fmt: skip
        begun = time.perf_counter()
        subprocess.run([sys.executable, str(wheels / "install.py"), str(Path(folder) / "hevesy")], cwd=folder,
                       env=environment, check=True)  # fmt: skip
        print(f"installed in {time.perf_counter() - begun:.0f} s")
        hevesy = Path(folder) / "hevesy" / ("Scripts" if os.name == "nt" else "bin") / "hevesy"
        started(hevesy, Path(folder), environment, "--engine" in arguments)
        if "--engine" in arguments:
            begun = time.perf_counter()
            out = Path(folder) / "report"
            subprocess.run([str(hevesy), "plan", "country", "JOR", "--out", str(out)], cwd=folder, env=environment,
                           check=True, stdout=subprocess.DEVNULL)  # fmt: skip
            assert (out / "report.html").is_file()
            print(f"planned the sample country in {time.perf_counter() - begun:.0f} s")
    return 0


def started(hevesy: Path, folder: Path, environment: dict[str, str], engine: bool) -> None:
    """Start the service, read its first page, hear that the engine is compiled, and stop it."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    begun, waits_for = time.perf_counter(), {"Ready:", "Compiling the engine", *(["The engine is compiled"] * engine)}
    command = [str(hevesy), "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as service:
        assert service.stdout is not None
        for line in service.stdout:
            heard = {each for each in waits_for if line.startswith(each)}
            for each in sorted(heard):
                print(f"{each} ... after {time.perf_counter() - begun:.1f} s")
            waits_for -= heard
            if not waits_for:
                break
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"Sign in" in page.read()
        service.send_signal(signal.SIGTERM)
        assert service.wait(60) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
