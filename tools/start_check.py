"""Start the service as `make start` does, in a new home: it must say Ready, answer, and stop with status 0.

    python tools/start_check.py
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


def main() -> int:
    """Print how long the first and the second start took; 0 where all went well."""
    with tempfile.TemporaryDirectory() as home:
        for name in ("first", "second"):
            begun = time.perf_counter()
            status = once(home)
            print(f"{name} start: ready, answered and stopped in {time.perf_counter() - begun:.1f} s")
            if status:
                print(f"it stopped with status {status}, not 0")
                return 1
    return 0


def once(home: str) -> int:
    """Start, ask for the first page, stop; the exit status."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    command = [sys.executable, "-m", "hevesy.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "HEVESY_HOME": home}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        for line in service.stdout:
            if line.startswith("Ready:"):
                break
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"Sign in" in page.read()
        service.send_signal(signal.SIGTERM)
        return service.wait(30)


if __name__ == "__main__":
    sys.exit(main())
