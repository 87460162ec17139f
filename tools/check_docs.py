"""Run what the manual shows: commands, Python examples and links of README, CONTRIBUTING and docs/.

A fenced block marked `console` holds lines "$ command" and, if it wants them compared, the lines it prints;
"..." stands for anything. A line "# exits 3" says that the command is meant to end so. Blocks marked `python` of
one page run one after another. Blocks of any other mark, and `console no-run`, are shown only.
The blocks of one page share a scratch folder; two pages are run at a time.

Usage: python tools/check_docs.py [page.md ...]
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
SECONDS_ALLOWED, PAGES_AT_ONCE = 120, 2


@dataclass(frozen=True, slots=True)
class Snippet:
    kind: str
    text: str
    line: int


@dataclass(slots=True)
class Step:
    command: str
    exits: int = 0
    shows: list[str] = field(default_factory=list)


def all_pages() -> list[Path]:
    return [CLONE / "README.md", CLONE / "CONTRIBUTING.md", *sorted((CLONE / "docs").rglob("*.md"))]


def snippets(text: str) -> Iterator[Snippet]:
    """The fenced blocks of a page that are to be run."""
    for found in re.finditer(r"^```(console|python)\n(.*?)^```", text, re.M | re.S):
        yield Snippet(found[1], found[2], text[: found.start()].count("\n") + 1)


def console_steps(text: str) -> list[Step]:
    """The commands of a console block, each with its expected exit status and output."""
    steps: list[Step] = []
    for line in text.replace("\\\n", "").splitlines():
        if line.startswith("$ "):
            steps.append(Step(re.sub(r"\s{2,}", " ", line[2:].strip())))
        elif steps and (found := re.fullmatch(r"# exits (\d+)", line.strip())):
            steps[-1].exits = int(found[1])
        elif steps and line.strip():
            steps[-1].shows.append(line.rstrip())
    return steps


def agrees(shown: list[str], printed: str) -> bool:
    """Whether the printed text is what the manual shows; "..." stands for anything, blank lines do not count."""
    if not shown:
        return True
    lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    return doctest.OutputChecker().check_output("\n".join(shown) + "\n", "\n".join(lines) + "\n", flags)


def run_step(step: Step, folder: Path) -> str | None:
    """Run one command; a sentence if it did not do what the manual says."""
    surroundings = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "96",
    }
    done = subprocess.run(
        ["bash", "-c", step.command],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=SECONDS_ALLOWED,
        check=False,
    )
    if done.returncode != step.exits:
        said = (done.stderr or done.stdout).strip()[-600:]
        return f"`{step.command}` exited {done.returncode}, not {step.exits}: {said}"
    printed = done.stdout + (done.stderr if step.exits else "")
    if not agrees(step.shows, printed):
        return f"`{step.command}` printed something else:\n{printed.rstrip()[:1500]}"
    return None


def run_python(text: str, known: dict[str, object]) -> str | None:
    """Run a Python block; as a doctest where it has prompts."""
    try:
        if ">>>" in text:
            test = doctest.DocTestParser().get_doctest(text, known, "example", None, 0)
            said: list[str] = []
            flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            doctest.DocTestRunner(optionflags=flags).run(test, out=said.append, clear_globs=False)
            known.update(test.globs)
            return "".join(said) or None
        exec(compile(text, "example", "exec"), known)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def anchors(page: Path) -> set[str]:
    """The anchors of a page, as GitHub and MyST make them from headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    """The relative links of a page that lead nowhere; links to elsewhere are not followed (no network)."""
    prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text("utf-8"), flags=re.S)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        leads_to = (page.parent / name).resolve() if name else page
        if not leads_to.exists() or (anchor and leads_to.suffix == ".md" and anchor not in anchors(leads_to)):
            broken.append(target)
    return broken


def check_page(page: Path) -> tuple[int, list[str]]:
    """How many things of a page were run, and a sentence for each that failed."""
    problems = [f"link to {target} leads nowhere" for target in broken_links(page)]
    known: dict[str, object] = {"__name__": "example"}
    count = 0
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "clone").symlink_to(CLONE)
        for snippet in snippets(page.read_text("utf-8")):
            if snippet.kind == "python":
                outcomes = [run_python(snippet.text, known)]
            else:
                outcomes = [run_step(step, Path(scratch)) for step in console_steps(snippet.text)]
            count += len(outcomes)
            problems += [f"line {snippet.line}: {said}" for said in outcomes if said]
    return count, problems


def remote_parts() -> list[str]:
    """What a page of the built manual would fetch from elsewhere; it must be nothing."""
    fetched = re.compile(
        r"<(?:script|img|iframe)[^>]+src=\"(?:https?:)?//[^\"]+"
        r"|<link rel=\"stylesheet\"[^>]+href=\"(?:https?:)?//[^\"]+"
        r"|@import[^;]*//|url\(\s*['\"]?(?:https?:)?//"
    )
    found = []
    for page in sorted((CLONE / "docs" / "_build" / "html").rglob("*")):
        if page.suffix in (".html", ".css"):
            found += [
                f"{page.relative_to(CLONE)}: {m.group()[:120]}"
                for m in fetched.finditer(page.read_text("utf-8"))
            ]
    return found


def main() -> int:
    named = [Path(name).resolve() for name in sys.argv[1:]]
    failures, count, started = 0, 0, time.perf_counter()
    pages = named or all_pages()
    with ProcessPoolExecutor(PAGES_AT_ONCE) as readers:
        for page, (ran, problems) in zip(pages, readers.map(check_page, pages), strict=True):
            count += ran
            failures += len(problems)
            for problem in problems:
                print(f"{page.relative_to(CLONE)}: {problem}")
    if not named:
        for problem in remote_parts():
            failures += 1
            print(problem)
    print(f"{count} commands and examples run in {time.perf_counter() - started:.0f} s, {failures} failed.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
