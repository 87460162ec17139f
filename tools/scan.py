"""Let a scanner for web applications (wapiti) look at a service of its own, signed in as its administrator.

    python tools/scan.py WAPITI [SECONDS]      WAPITI: its program; SECONDS: the longest time for each kind of attack

Findings that docs/reference/security_findings.md explains, by name and address, are named and pass; any other fails.
The service has a home of its own, so that what the scanner writes is gone afterwards.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

CLONE = Path(__file__).resolve().parent.parent
EXPLAINED = CLONE / "docs" / "reference" / "security_findings.md"
CRAWL = "60"  # seconds at most in which pages are looked for
# what needs neither a list from elsewhere nor another machine
MODULES = (
    "cookieflags,csp,csrf,http_headers,crlf,exec,file,permanentxss,redirect,sql,upload,xss,backup,htaccess,methods"
)
FIRST = {"site": "Scanned", "country": "JOR", "username": "first", "full_name": "Synthetic Person",
         "password": "a long pass phrase"}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Print what was found and how long it took; 0 where every finding is explained."""
    wapiti, seconds = arguments[0], arguments[1] if len(arguments) > 1 else "20"
    with tempfile.TemporaryDirectory() as folder, socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
        asked.close()
        environment = {**os.environ, "HEVESY_HOME": str(Path(folder) / "home"), "HEVESY_BACKUP_AT": "never"}
        command = [sys.executable, "-m", "hevesy.cli", "serve", "--port", str(port), "--workers", "1"]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as service:
            try:
                cookies = signed_in(service, f"http://127.0.0.1:{port}", Path(folder))
                begun = time.perf_counter()
                said = scanned(wapiti, f"http://127.0.0.1:{port}/", cookies, seconds, Path(folder))
                known = said["infos"]["crawled_pages_nbr"]
                print(f"scanned in {time.perf_counter() - begun:.0f} s: {known} kinds of requests")
            finally:
                service.send_signal(signal.SIGTERM)
                service.communicate()
    return judged(said)


def signed_in(service: subprocess.Popen[str], site: str, folder: Path) -> Path:
    """Come in by the link that the start prints; the file of the cookies as wapiti reads it."""
    assert service.stdout is not None
    link = ""
    for line in service.stdout:
        link = (re.findall(r"http://\S+/set-up/\S+/", line) or [link])[0]
        if line.startswith("Ready:"):
            break
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(link).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    form = urllib.parse.urlencode({**FIRST, "password_again": FIRST["password"], "csrfmiddlewaretoken": token[1]})
    shown = browser.open(urllib.request.Request(link, form.encode(), {"Referer": link})).read().decode()
    assert "Synthetic Person" in shown, "nobody could sign in, so nothing was scanned"
    file, kept = folder / "cookies.json", {}
    for each in jar:
        kept[each.name] = {"value": each.value, "version": 0, "expires": None, "secure": False, "port": None}
    file.write_text(json.dumps({"127.0.0.1": {"/": kept}}), "utf-8")
    return file


def scanned(wapiti: str, site: str, cookies: Path, seconds: str, folder: Path) -> dict[str, Any]:
    """What wapiti says; it never signs out, and follows no more than a dozen pages of a kind."""
    report = folder / "report.json"
    command = [
        wapiti, "-u", site, "--scope", "folder", "-c", str(cookies), "-m", MODULES, "-f", "json", "-o", str(report),
        "--max-scan-time", CRAWL, "--max-attack-time", seconds, "--max-links-per-page", "60", "--depth", "6",
        "--max-files-per-dir", "12", "--max-parameters", "20", "--tasks", "4", "--flush-session", "--no-bugreport",
        "--store-session", str(folder), "-v", "1", "-x", f"{site}accounts/logout/.*", "-x", f"{site}language/.*",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=400, check=False)
    print("\n".join(line for line in done.stdout.splitlines() if "module" in line.lower() or "Wapiti found" in line))
    if not report.exists():
        raise SystemExit(f"wapiti wrote no report: {done.stdout[-1000:]} {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return told


def judged(said: dict[str, Any]) -> int:
    """Print each finding with what stands against it; 1 where one is not explained."""
    explained, unexplained = EXPLAINED.read_text("utf-8"), 0
    for group in ("vulnerabilities", "anomalies"):
        for kind, found in said[group].items():
            for each in found:
                known = f"`{kind}`" in explained and f"`{each['path']}`" in explained
                unexplained += not known
                state = "explained" if known else "UNEXPLAINED"
                print(f"{state}: {kind}: {each['method']} {each['path']}: {each['info']}")
    print(f"{unexplained} unexplained findings")
    return int(unexplained > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
