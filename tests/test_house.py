"""The house rules that a machine can watch: the street, licences, sizes, words, and no network."""

from __future__ import annotations

import ast
import csv
import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from importlib import metadata
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parent.parent
SOURCE = CLONE / "src" / "hevesy"
PACKS = SOURCE / "facts" / "packs"
PROJECT = tomllib.loads((CLONE / "pyproject.toml").read_text("utf-8"))
MODULES = sorted(SOURCE.rglob("*.py"))
MB = 1_000_000

COPYLEFT_OR_NONCOMMERCIAL = re.compile(
    r"\b(A?GPL|LGPL|GNU|EUPL|MPL|CC[ -]BY[ -](NC|SA|ND)|non-?commercial|not-for-profit|share-?alike)\b", re.I
)
NETWORK_MODULES = {
    "socket",
    "http",
    "urllib",
    "requests",
    "httpx",
    "ftplib",
    "smtplib",
    "ssl",
    "asyncio",
    "webbrowser",
}
MAY_IMPORT = "urllib.parse"  # taking an address apart reaches nobody


def relative(path: Path) -> str:
    return path.relative_to(CLONE).as_posix()


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every text file that git knows (in an unpacked archive without git: everything under the usual folders)."""
    names: list[str] = []
    if shutil.which("git"):
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=CLONE, capture_output=True, text=True, check=False
        )
        names = [name for name in listed.stdout.split("\0") if name]
    usual = (path for top in ("src", "docs", "tests", "tools") for path in (CLONE / top).rglob("*"))
    found = [CLONE / name for name in names] or list(usual)
    return tuple(path for path in found if path.is_file())


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(names)


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that finds the source tree of this clone."""
    surroundings = {**os.environ, "PYTHONPATH": str(SOURCE.parent)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=CLONE, env=surroundings, capture_output=True, text=True, check=False
    )


# --- the street -----------------------------------------------------------------------------------------------


def test_a_room_imports_only_from_rooms_before_it() -> None:
    code = (
        "import sys; from importlinter.cli import lint_imports_command; "
        "sys.argv[1:] = ['--no-cache']; lint_imports_command()"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 kept, 0 broken" in done.stdout


def test_rooms_are_nouns_of_the_ward() -> None:
    shapeless = {"core", "common", "utils", "util", "helpers", "manager", "misc"}
    assert [
        relative(path) for path in MODULES if shapeless & set(path.with_suffix("").relative_to(SOURCE).parts)
    ] == []


def test_a_file_is_read_in_one_sitting() -> None:
    long = {relative(path): n for path in MODULES if (n := len(path.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\nfrom hevesy.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numpy','scipy','openpyxl','docx','vl_convert','typst','jinja2'} & set(sys.modules)))"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


# --- no network -----------------------------------------------------------------------------------------------


def test_no_module_can_reach_the_network() -> None:
    reaching = [
        f"{relative(path)}: {name}"
        for path in MODULES
        for name in imports_of(path)
        if name.split(".")[0] in NETWORK_MODULES and not name.startswith(MAY_IMPORT)
    ]
    assert reaching == []


def test_the_library_knows_no_django() -> None:
    assert [relative(p) for p in MODULES if any(n.split(".")[0] == "django" for n in imports_of(p))] == []


# --- licences -------------------------------------------------------------------------------------------------


def locked(name: str) -> dict[str, str]:
    text = (CLONE / "requirements" / f"{name}.lock").read_text("utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s\\]+)", text, re.M))


def licence_of(wheel: str) -> str:
    """What a wheel says of its licence: the expression, else the classifiers, else the first line of its text."""
    said = metadata.metadata(wheel)
    classified = [
        c.split("::")[-1].strip() for c in said.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    first = (said.get("License") or _text_of(wheel)).strip().splitlines()[:1]
    return said.get("License-Expression") or "; ".join(classified) or "".join(first)


def _text_of(wheel: str) -> str:
    """The text of the licence that a wheel carries; '' where it carries none."""
    found = [each for each in metadata.files(wheel) or [] if each.name in ("LICENSE", "LICENSE.txt", "LICENSE.md")]
    return found[0].read_text() if found else ""


# docs/decisions/one_exception.md: a list of data inside, unchanged and replaceable, is MPL-2.0; its code is not
EXCEPTED = {"fido2": "BSD License; Apache Software License; Mozilla Public License 2.0 (MPL 2.0)"}


@pytest.mark.parametrize("wheel", sorted(locked("runtime")))
def test_nothing_copyleft_in_the_runtime(wheel: str) -> None:
    licence = licence_of(wheel)
    assert licence, f"{wheel} says nothing of its licence"
    assert licence == EXCEPTED.get(wheel) or not COPYLEFT_OR_NONCOMMERCIAL.search(licence), licence


def test_every_dependency_says_why() -> None:
    lines = (CLONE / "pyproject.toml").read_text("utf-8").splitlines()
    groups = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    for required in sorted({name for group in groups for name in group}):
        stated = [line for line in lines if line.strip().startswith(f'"{required}",')]
        assert stated and all(re.search(r"#\s+\S+ \S+", line) for line in stated), required


@pytest.mark.parametrize("lock", ["runtime", "test", "browser", "check", "tools"])
def test_locks_pin_with_hashes_and_name_no_address(lock: str) -> None:
    text = (CLONE / "requirements" / f"{lock}.lock").read_text("utf-8")
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    assert len(re.findall(r"^[A-Za-z0-9._-]+==", text, re.M)) == len(
        re.findall(r"== ?[^\n]*\\\n +--hash=", text)
    )


def test_the_runtime_lock_is_part_of_every_other() -> None:
    for later in ("test", "browser", "check", "tools"):
        assert locked("runtime").items() <= locked(later).items()


# --- data -----------------------------------------------------------------------------------------------------


def test_shipped_data_stay_under_15_mb() -> None:
    assert sum(path.stat().st_size for path in PACKS.rglob("*") if path.is_file()) < 15 * MB


def shipped_packs() -> list[Path]:
    return sorted(path.parent for path in PACKS.glob("*/pack.toml"))


def test_every_pack_folder_is_a_pack() -> None:
    assert (
        sorted(path for path in PACKS.iterdir() if path.is_dir() and path.name != "__pycache__")
        == shipped_packs()
    )


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda path: path.name)
def test_a_pack_states_its_terms(pack: Path) -> None:
    said = tomllib.loads((pack / "pack.toml").read_text("utf-8"))
    assert said["licence"].strip()
    if said["restricted"]:
        assert (pack / "NOTICE").read_text("utf-8").strip(), "a restricted pack carries its notice"
    else:
        assert not COPYLEFT_OR_NONCOMMERCIAL.search(said["licence"])


def test_open_sources_are_open() -> None:
    """No value with a copyleft or non-commercial licence stands in the open pack."""
    bad = []
    for path in sorted((PACKS / "open").glob("sources*.csv")):
        rows = csv.DictReader(path.read_text("utf-8").splitlines())
        stated = [(row["key"], row["licence"] or "") for row in rows]
        bad += [
            f"{path.name}: {key}: {terms}" for key, terms in stated if COPYLEFT_OR_NONCOMMERCIAL.search(terms)
        ]
    assert bad == []


def test_notice_names_every_pack() -> None:
    notice = (CLONE / "NOTICE").read_text("utf-8")
    assert [pack.name for pack in shipped_packs() if pack.name not in notice] == []


# --- words ----------------------------------------------------------------------------------------------------


def test_no_file_names_a_developers_machine_or_an_index() -> None:
    """Paths of somebody's machine and addresses of package indexes do not belong in a clone."""
    forbidden = re.compile(
        "|".join(
            ["/" + "work/", "/" + "tmp/", "/" + "home/", "py" + "pi.org", "python" + "hosted", "/opt/" + "py"]
        )
    )
    found = []
    for path in tracked_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{relative(path)}: {m.group()}" for m in forbidden.finditer(text)]
    assert found == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "X" + "XX"])
def test_nothing_is_left_for_later_in_code(word: str) -> None:
    assert [relative(p) for p in MODULES if re.search(rf"\b{word}\b", p.read_text("utf-8"))] == []


# --- days ----------------------------------------------------------------------------------------------------

DAY_OF = re.compile(r"\.date\(\)|date\.today\(|__date\b|now\(\)\.year|localdate")
ON_A_WALL = re.compile(r"astimezone\((zone|zone_\w+\([^)]*\))\)\.date\(\)")
NOT_OF_A_SITE = {  # by file: how many lines take a day without the zone of a site, and why
    "accounts/rights.py": (1, "a first choice of rows, two days wider than UTC's; the day of each site decides"),
    "api/forms.py": (1, "a token may be of sites in many zones: its days are those of UTC"),
    "api/models.py": (1, "the same"),
    "atlas/forms.py": (1, "a bound against slips: a figure of a year is known long after it has begun"),
    "mission/answers.py": (1, "the same"),
    "backup/names.py": (1, "the back-up that is kept of a day: of the installation, in UTC as its name"),
    "care/synthetic.py": (3, "a synthetic year is in Jordan, and begins at an hour of the same day there"),
    "care/today.py": (3, "its day begins at the midnight of the site already"),
    "commands.py": (1, "a day that was typed"),
    "learn/check_pages.py": (1, "where no site was opened yet"),
}


def test_a_day_is_that_of_a_site_or_somebody_says_why() -> None:
    """`book.zone` tells the day on the wall of a site; that of UTC is another one for some hours of each day."""
    service, found = SOURCE.parent / "hevesy_service", {}
    for path in sorted(service.rglob("*.py")):
        lines = path.read_text("utf-8").splitlines()
        many = sum(bool(DAY_OF.search(ON_A_WALL.sub("", line))) for line in lines)
        if many:
            found[path.relative_to(service).as_posix()] = many
    assert found == {file: many for file, (many, _why) in NOT_OF_A_SITE.items()}


# --- versions ------------------------------------------------------------------------------------------------


def test_every_version_that_was_tagged_has_its_tables_kept() -> None:
    """So that an upgrade from it is tested: tools/keep_schema.py writes them before a version is tagged."""
    listed = subprocess.run(["git", "tag", "--list", "v*"], cwd=CLONE, capture_output=True, text=True, check=False)
    tagged = [tag.removeprefix("v") for tag in listed.stdout.split()]
    kept = CLONE / "tests" / "service" / "schemas"
    kinds = ("sqlite", "postgresql")
    versions = {*tagged, "0.1.0"}
    assert [f"{v}.{kind}.sql" for v in versions for kind in kinds if not (kept / f"{v}.{kind}.sql").is_file()] == []


# --- the tests themselves -------------------------------------------------------------------------------------


def left_out(top: Path, config: pytest.Config) -> list[str]:
    """Folders and Python files under a folder that pytest passes over, by the rule by which it does."""
    ignores = config.hook.pytest_ignore_collect
    found = (path for path in sorted(top.rglob("*")) if path.is_dir() or path.suffix == ".py")
    kept = (path for path in found if "__pycache__" not in path.parts)
    return [relative(path) for path in kept if ignores(collection_path=path, config=config)]


def test_pytest_passes_over_no_folder_of_tests_or_of_examples(pytestconfig: pytest.Config) -> None:
    """Its own list of folders to pass over has "build", "dist" and "venv" in it, wherever they stand."""
    assert pytestconfig.getini("testpaths") == ["tests"]
    assert left_out(CLONE / "tests", pytestconfig) == left_out(SOURCE, pytestconfig) == []


def test_every_file_with_tests_has_a_name_that_pytest_looks_for(pytestconfig: pytest.Config) -> None:
    holds = re.compile(r"^(def test_|class Test)", re.M)
    written = [path for path in (CLONE / "tests").rglob("*.py") if holds.search(path.read_text("utf-8"))]
    names = pytestconfig.getini("python_files")
    assert len(written) > 150
    assert [relative(path) for path in written if not any(path.match(name) for name in names)] == []


def imported(name: str, path: Path, files: dict[str, Path]) -> set[str]:
    """The files that a file imports, within functions and for types too."""
    lines = re.findall(r"^ *from (hevesy[\w.]*) import (\([^)]*\)|[^\n(]*)", path.read_text("utf-8"), re.M)
    names = {(f"{module}.{each}", module) for module, asked in lines for each in re.findall(r"\w+", asked)}
    return {one if one in files else other for one, other in names} & set(files) - {name}


def test_no_file_imports_in_a_circle() -> None:
    src = SOURCE.parent
    files = {
        ".".join(path.relative_to(src).with_suffix("").parts): path
        for path in src.rglob("*.py") if path.name != "__init__.py"
    }  # fmt: skip
    asks = {name: imported(name, path, files) for name, path in files.items()}
    assert sum(map(len, asks.values())) > len(files)  # the street is looked at, and not an empty folder
    list(TopologicalSorter(asks).static_order())  # a CycleError names the circle
