"""Run bandit over the sources: every finding from medium severity on must stand in the page that explains findings.

python tools/bandit_check.py
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
EXPLAINED = CLONE / "docs" / "reference" / "security_findings.md"


def main() -> int:
    """Print each finding that is not explained; 0 where there is none."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "src", "-ll", "-f", "json"]
    done = subprocess.run(command, cwd=CLONE, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["results"]
    rows = [row for row in EXPLAINED.read_text("utf-8").splitlines() if row.startswith("| B")]
    new = [each for each in found if not any(each["test_id"] in row and f"`{each['filename']}`" in row for row in rows)]
    for each in new:
        print(f"{each['filename']}:{each['line_number']}: {each['test_id']} {each['issue_text']}")
    print(f"bandit: {len(found)} findings, {len(new)} unexplained")
    return int(bool(new))


if __name__ == "__main__":
    sys.exit(main())
