"""Write SHA256SUMS of a wheelhouse, by which its installer finds what was spoilt on the way.

python tools/wheelhouse_sums.py WHEELS
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path


def main(folder: Path) -> int:
    """Every file but the list itself."""
    files = sorted(each for each in folder.iterdir() if each.is_file() and each.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in files]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8", newline="\n")
    print(f"{folder}: {len(files)} files, {sum(each.stat().st_size for each in files) / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
