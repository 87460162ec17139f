"""Set Hevesy up from this folder, without a network and without make.

    python install.py             into a folder `hevesy` beside this one
    python install.py FOLDER

It needs Python 3.11 or newer and nothing else. Every file is compared with the hashes that came with it. Then start it:

    hevesy/bin/hevesy serve       (on Windows: hevesy\\Scripts\\hevesy serve)
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUMS = HERE / "SHA256SUMS"


def main() -> int:
    """Install; 0 where all went well."""
    if sys.version_info < (3, 11):  # noqa: UP036  who starts it may have any
        print(f"Hevesy needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    spoilt = [name for name, digest in sums() if not is_whole(HERE / name, digest)]
    if spoilt:
        said = f"Nothing was installed: {', '.join(spoilt)} is missing or damaged; copy the folder again."
        print(said, file=sys.stderr)
        return 1
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parent / "hevesy").resolve()
    print(f"Installing into {folder}; this takes a minute or two ...", flush=True)
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index",
           "--no-deps", "--find-links", str(HERE)]
    status = subprocess.call([*pip, "--require-hashes", "-r", str(HERE / "runtime.lock")])
    status = status or subprocess.call([*pip, *(str(each) for each in HERE.glob("hevesy-*.whl"))])
    if status:
        print("These wheels are made for one system and one version of Python, and do not fit these.", file=sys.stderr)
        return status
    print(f"Hevesy is installed. Start it: {programs / 'hevesy'} serve")
    print("The first start compiles the engine, which takes minutes once; pages answer meanwhile.")
    return 0


def sums() -> list[tuple[str, str]]:
    """Names and SHA-256 of the files."""
    lines = SUMS.read_text("utf-8").splitlines()
    return [(name, digest) for digest, _, name in (line.partition("  ") for line in lines)]


def is_whole(file: Path, digest: str) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest


if __name__ == "__main__":
    sys.exit(main())
