"""How soon a slider answers: a plan of Jordan, one person who turns things, and `hevesy serve`.

    python -m benchmarks.what_if                    120 answers while something moves, 12 when it rests
    python -m benchmarks.what_if --country KEN --moves 40

Each answer is counted from the form that leaves the browser until the whole answer is there, every slider on another
value each time, so that none is a kept one. A drag sends several forms at once and waits for the last alone. Processor
time is that of all processes of the service, which other programs on the machine lengthen less than the wait.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.service import processes, pss_mb
from tests.faults.acts import CODE
from tests.faults.driver import Browser, Service, first_administrator, let_in

P95_SECONDS, PSS_MB = 0.5, 600
PAUSE = 0.2  # seconds between two moves of a hand that waits for the answer
DRAG = 5  # forms that one drag sends
RANGE = re.compile(
    r'<input class="range" type="range" id="\S+" name="(\S+)" min="(\S+)" max="(\S+)" step="(\S+)" value="(\S+)">'
)


@dataclass
class Seen:
    """Seconds of each answer."""

    moving: list[float] = field(default_factory=list)
    dragging: list[float] = field(default_factory=list)
    resting: list[float] = field(default_factory=list)
    processor: float = 0.0  # seconds for an answer while it moves
    pss: float = 0.0


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and say whether it is quick enough."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--country", default="JOR")
    parser.add_argument("--moves", type=int, default=120)
    parser.add_argument("--rests", type=int, default=12)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder) / "home", workers=2)
        service.start()
        try:
            return _judged(_measured(service, asked), asked)
        finally:
            service.stop()


def _measured(service: Service, asked: argparse.Namespace) -> Seen:
    with closing(first_administrator(service)) as administrator:
        planner = let_in(administrator, CODE, "planner-1", "planner", "a" * 32)
    with closing(planner):
        form = {"country": asked.country, "begin": "package", "key": str(UUID(int=7, version=4))}
        plan = planner.post(f"/sites/{CODE}/plans/new/", form).location
        page = planner.get(f"{plan}what-if/").body
        found = RANGE.findall(page)
        assert len(found) > 10, page
        return _turned(service, planner, plan, found, asked)


def _turned(
    service: Service, planner: Browser, plan: str, found: list[tuple[str, ...]], asked: argparse.Namespace
) -> Seen:
    dice, seen = random.Random(1), Seen()
    stood = {name: at for name, _least, _most, _step, at in found}
    _asked(planner, plan, stood, "")  # the engine is loaded by then
    _asked(planner, plan, stood, "?few")
    begun = _processor(service)
    for _ in range(asked.moves):
        seen.moving.append(_asked(planner, plan, stood | _one(dice, found), "?few"))
        time.sleep(PAUSE)
    seen.processor, seen.pss = (_processor(service) - begun) / asked.moves, pss_mb(service)
    for _ in range(asked.rests):
        seen.dragging.append(_dragged(planner, plan, [stood | _one(dice, found) for _ in range(DRAG)]))
    for _ in range(asked.rests):
        seen.resting.append(_asked(planner, plan, stood | _one(dice, found), ""))
        seen.pss = max(seen.pss, pss_mb(service))
    return seen


def _processor(service: Service) -> float:
    """Seconds of the processor that the service's processes have taken, where the system tells."""
    ticks = 0
    for pid in processes(service):
        with suppress(OSError):
            ticks += sum(int(each) for each in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def _one(dice: random.Random, found: list[tuple[str, ...]]) -> dict[str, str]:
    """One slider on another value."""
    name, least, most, step, _at = dice.choice([each for each in found if float(each[1]) < float(each[2])])
    value = dice.uniform(float(least), float(most))
    return {name: str(round(value)) if step == "1" else f"{value:.6g}"}


def _asked(browser: Browser, plan: str, form: dict[str, str], few: str) -> float:
    begun = time.perf_counter()
    while (answer := browser.post(f"{plan}what-if/answer/{few}", form)).status == 204:
        pass  # an older form came in later, as a browser's may: asked again, and counted
    seconds = time.perf_counter() - begun
    assert answer.status == 200 and ("<table>" in answer.body or 'role="alert"' in answer.body), answer.body
    return seconds


def _dragged(browser: Browser, plan: str, forms: list[dict[str, str]]) -> float:
    """Several forms, one every 60 ms, as a drag sends them; seconds from the last to its answer."""
    others = [Browser(browser.port, dict(browser.cookies)) for _ in forms[:-1]]
    threads = []
    for other, form in zip(others, forms[:-1], strict=True):
        threads.append(threading.Thread(target=other.post, args=(f"{plan}what-if/answer/?few", form)))
        threads[-1].start()
        time.sleep(0.06)
    seconds = _asked(browser, plan, forms[-1], "?few")
    for thread, other in zip(threads, others, strict=True):
        thread.join()
        other.close()
    return seconds


def _judged(seen: Seen, asked: argparse.Namespace) -> int:
    p95 = 0.0
    print(f"{asked.country}, {os.cpu_count()} processors, load of the machine {os.getloadavg()[0]:.1f}")
    for name, seconds in (("while it moves", seen.moving), ("after a drag", seen.dragging), ("at rest", seen.resting)):
        late = statistics.quantiles(seconds, n=20)[-1]
        p95 = p95 or late
        print(f"{name:<16}{len(seconds):>5} answers, median {statistics.median(seconds) * 1000:.0f} ms, p95 "
              f"{late * 1000:.0f} ms, slowest {max(seconds) * 1000:.0f} ms")  # fmt: skip
    print(f"processor time of the service for an answer while it moves: {seen.processor * 1000:.0f} ms")
    met = p95 < P95_SECONDS and seen.pss <= PSS_MB
    print(f"p95 while it moves {p95 * 1000:.0f} ms (under {P95_SECONDS * 1000:.0f}); "
          f"PSS {seen.pss:.0f} MB (at most {PSS_MB}): {'met' if met else 'missed'}")  # fmt: skip
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
