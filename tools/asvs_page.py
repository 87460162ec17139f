"""Write the page of the security standard from its table.

python tools/asvs_page.py            writes docs/reference/asvs.md
python tools/asvs_page.py --check    exits 1 where it is stale
"""

from __future__ import annotations

import csv
import sys
from itertools import groupby
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
TABLE, PAGE = CLONE / "docs" / "reference" / "asvs.csv", CLONE / "docs" / "reference" / "asvs.md"
CHAPTERS = {
    1: "Encoding", 2: "Validation and steps", 3: "Browsers", 4: "The API and HTTP", 5: "Files", 6: "Signing in",
    7: "Sessions", 8: "Rights", 9: "Signed texts", 10: "OAuth", 11: "Cryptography", 12: "TLS", 13: "Set-up",
    14: "Data", 15: "Code and components", 16: "Logs and faults", 17: "WebRTC",
}  # fmt: skip
STATES = ("met", "partly", "not", "not applicable")
HEAD = """<!-- Written by tools/asvs_page.py; `make docs` writes it anew. -->
# The security standard, requirement by requirement

Levels 1 and 2 of the OWASP Application Security Verification Standard 5.0.0, judged by ourselves and by nobody else.
The numbers are the standard's, compared with its published table; the words are ours and shorter, so read the standard
(<https://owasp.org/www-project-application-security-verification-standard/>) for what is asked. *Not applicable* means
that there is no such thing here. A file or test that is named exists, which a test of ours looks at; that it proves the
requirement is a judgement.
"""


def rows() -> list[dict[str, str]]:
    """The table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page() -> str:
    """The table as a page, with how many of each level stand how."""
    found = rows()
    lines = [HEAD, f"| level | {' | '.join(STATES)} |", "|---|---|---|---|---|"]
    for level in ("1", "2"):
        counts = [sum(row["level"] == level and row["state"] == state for row in found) for state in STATES]
        lines.append(f"| {level} | {' | '.join(str(count) for count in counts)} |")
    for chapter, of in groupby(found, key=lambda row: int(row["id"].partition(".")[0])):
        head = "| | level | what, in our words | state | shown by | remark |\n|---|---|---|---|---|---|"
        lines += [f"\n## V{chapter} {CHAPTERS[chapter]}\n", head]
        for row in of:
            shown = ", ".join(f"`{each}`" for each in row["shown_by"].split(";") if each)
            before = " | ".join(row[name] for name in ("id", "level", "what", "state"))
            lines.append(f"| {before} | {shown} | {row['remark']} |")
    return "\n".join([*lines, ""])


def main(arguments: list[str]) -> int:
    """Write or compare."""
    if "--check" in arguments:
        stale = not PAGE.exists() or PAGE.read_text("utf-8") != page()
        if stale:
            print(f"{PAGE.relative_to(CLONE)} is stale: run `make command-pages`")
        return int(stale)
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
