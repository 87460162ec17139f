"""Keep the list of versions that an installation is held against: what stands in requirements/runtime.lock.

python tools/tested_versions.py            writes src/hevesy/validation/versions.csv
python tools/tested_versions.py --check    exits 1 where the list is stale
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
LOCK, LIST = CLONE / "requirements" / "runtime.lock", CLONE / "src" / "hevesy" / "validation" / "versions.csv"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.M)


def listed() -> str:
    """The list as it must be."""
    rows = (f"{name},{version}" for name, version in PINNED.findall(LOCK.read_text("utf-8")))
    return "\n".join(["package,version", *rows]) + "\n"


def main() -> int:
    """Write, or check."""
    if "--check" in sys.argv[1:]:
        fresh = LIST.read_text("utf-8") == listed()
        if not fresh:
            print("src/hevesy/validation/versions.csv is stale; run: python tools/tested_versions.py", file=sys.stderr)
        return not fresh
    LIST.write_text(listed(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
